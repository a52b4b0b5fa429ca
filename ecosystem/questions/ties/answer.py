"""`TiesResult`: who talks to whom, and the sentences about it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ecosystem.result import Result
from ecosystem.wording import count_of, join_words, say_are, start_sentence

from .frames import BY_CHANCE, INWARD, OPEN, OUTWARD, UNTIED
from .missing import CORE, MISSING

_ALIKE = {
    "sector": "of one sector",
    "area": "based in one area",
    "service type": "that run one type of service",
}
"""What two organisations of one group are, by what they are grouped by."""

_PLURAL = {"sector": "sectors", "area": "areas", "service type": "types of service"}

FUNDER = "funder"
"""The one sector that is a noun by itself."""

_LEAST_PART = 2
"""Organisations on the smaller side of an only link, from which on it is told: behind nearly every
tie of an organisation with one tie there is that organisation alone."""

_MOST_NAMES = 4
"""Names in one sentence; the rest are counted."""

_MOST_BROKERS = 3
"""Go-betweens that are told: enough to talk about, and the frame has them all."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class TiesResult(Result):
    """Whether ties stay within groups, through whom they go, and who is missing.

    Attributes
    ----------
    brokers
        By organisation_id: name; group; coordinator, itinerant, gatekeeper, representative and
        liaison (pairs it is between, in the direction of the ties, by the groups of the three);
        total (whatever the groups) and not_known (of these, with a group that is not known); each
        with _expected (by chance); pairs (that are both tied to it and not to each other, direction
        ignored), pairs_of_three_groups (of these, all three of different groups),
        pairs_not_known; ties (organisations it is tied to); is_only_link (some have no other way to
        one another).
    bridges
        Ties that alone hold two parts together, the largest parts first: a, name_a, b, name_b,
        organisations_a and organisations_b (on each side, the end counted).
    missing
        Groups with nobody in a circle: circle ("core", or a type of service), group, name,
        organisations (that it has in these data), status (missing; or not known, where somebody may
        be one of it).
    steering
        A row a seat on a steering group: group_id, group, organisation_id, name, role_by_ties
        (empty without `core`), ties, ties_to_steering (to others who sit there).
    summary
        The figures of all groups together: organisations (with ties), organisations_not_known, ties
        and the columns of `table`.
    """

    brokers: pd.DataFrame
    bridges: pd.DataFrame
    missing: pd.DataFrame
    steering: pd.DataFrame
    summary: pd.Series

    @property
    def headline(self) -> str:
        """The answer in one sentence."""
        summary, by = self.summary, str(self.settings["by"])
        known = summary["internal"] + summary["external"]
        if not summary["ties"]:
            return "No tie between two organisations is on record."
        if not known:
            return (
                f"Whether ties stay within {_PLURAL[by]} cannot be told: of no tie is the "
                f"{by} of both ends on record."
            )
        share = f"{summary['internal']:,} of {count_of(known, 'tie')}"
        of_all = f" of which both ends are known (of {summary['ties']:,})"
        share += of_all if summary["not_known"] else ""
        counted = f"{share} {say_are(summary['internal'])} between organisations {_ALIKE[by]}"
        if self._has_one_group:
            return f"{start_sentence(counted)}: no other is among those with ties."
        figures = f"(E-I index {_say_index(summary['ei_index'])}; by chance "
        figures += f"{_say_index(summary['expected'])})"
        claims = {
            INWARD: f"Ties stay within {_PLURAL[by]} more than chance would have it",
            OUTWARD: f"Ties go beyond {_PLURAL[by]} more than chance would have it",
            BY_CHANCE: f"Ties stay within {_PLURAL[by]} no more and no less than chance explains",
            OPEN: f"Whether ties stay within {_PLURAL[by]} hangs on ends that are not known",
        }
        return f"{claims[summary['status']]}: {counted} {figures}."

    @property
    def _has_one_group(self) -> bool:
        # Where nothing can be dealt out anew chance gives no index.
        return bool(pd.isna(self.summary["expected"]))

    @property
    def findings(self) -> tuple[str, ...]:
        """What else the answer says, a sentence each, most telling first."""
        return (
            *self._say_inward(),
            *self._say_steering(),
            *self._say_missing(),
            *self._say_bridge(),
            *self._say_brokers(),
        )

    def explain(self, key: str) -> str:
        """Return how the ties of a group go, in one sentence."""
        row = self._row(key)
        by, name = str(self.settings["by"]), str(row["name"])
        who = _name_members(by, name)
        total = row["internal"] + row["external"]
        if row["status"] == UNTIED:
            return f"No {_name_one(by, [name])} has a tie on record."
        beside = row["not_known"]
        with_others = f"{count_of(beside, 'tie')} to organisations of which that is not recorded"
        if not total:
            return f"{start_sentence(who)} have {with_others}, and no other."
        if row["organisations"] == 1 and not beside:
            ties = count_of(total, "tie")
            return f"Only one {_name_one(by, [name])} is on record: its {ties} can only go beyond."
        words = f"Of {count_of(total, 'tie')} of {who}, {row['internal']:,} "
        words += f"{say_are(row['internal'])} among themselves"
        words += f" (E-I index {_say_index(row['ei_index'])}"
        words += "" if self._has_one_group else f"; by chance {_say_index(row['expected'])}"
        words += f"), not counting {with_others}" if beside else ")"
        if self._has_one_group:
            return f"{words}."
        claims = {
            INWARD: "more than chance would have it",
            OUTWARD: "fewer than chance would have it",
            BY_CHANCE: "no more and no fewer than chance explains",
            OPEN: "whether that is more than chance hangs on those",
        }
        return f"{words}: {claims[row['status']]}."

    def _say_inward(self) -> list[str]:
        """Name the groups that keep to themselves."""
        inward = self.table[self.table["status"] == INWARD]
        if inward.empty or self._has_one_group:
            return []
        row = inward.sort_values("internal", ascending=False, kind="stable").iloc[0]
        return [self.explain(str(row.name))]

    def _say_steering(self) -> list[str]:
        """Set each steering group beside the core by ties."""
        sentences = []
        for _, seats in self.steering.groupby("group_id"):
            if not self.settings["core"]:
                continue
            core = seats[seats["role_by_ties"] == CORE]
            words = f"Of the {count_of(len(seats), 'organisation')} on {seats['group'].iloc[0]}, "
            words += f"{len(core):,} {say_are(len(core))} in the core by ties"
            words += f": {join_words(core['name'], most=_MOST_NAMES)}" if len(core) else ""
            unsure = int((seats["role_by_ties"] == "uncertain").sum())
            words += f"; of {unsure:,} the ties do not tell" if unsure else ""
            sentences.append(f"{words}.")
        return sentences

    def _say_missing(self) -> list[str]:
        """Name who is missing from the core, or where that is not asked around a need."""
        missing = self.missing[self.missing["status"] == MISSING]
        by = str(self.settings["by"])
        sentences = []
        for circle, rows in missing.groupby("circle", sort=False):
            names = _name_one(by, [str(name) for name in rows["name"]])
            where = "is in the core by ties" if circle == CORE else f"has to do with {circle}"
            sentences.append(f"No {names} {where}.")
        return sentences

    def _say_bridge(self) -> list[str]:
        """Name the only link between the two largest parts."""
        smaller = self.bridges[["organisations_a", "organisations_b"]].min(axis=1)
        parts = self.bridges[smaller >= _LEAST_PART]
        if parts.empty:
            return []
        row = parts.iloc[0]
        return [
            (
                f"The tie of {row['name_a']} and {row['name_b']} is the one way on record from "
                f"{count_of(row['organisations_a'], 'organisation')} to "
                f"{row['organisations_b']:,} others."
            )
        ]

    def _say_brokers(self) -> list[str]:
        """Name the go-betweens of most pairs."""
        brokers = self.brokers[self.brokers["pairs"] > 0]
        order = ["pairs", "pairs_of_three_groups"]
        first = brokers.sort_values(
            [*order, "name"], ascending=[False, False, True], kind="stable"
        ).head(_MOST_BROKERS)
        return [self.explain_broker(str(key)) for key in first.index]

    def explain_broker(self, key: str) -> str:
        """Return whom an organisation is between, in one sentence."""
        row = self.brokers.loc[[key]].iloc[0]
        name = row["name"]
        if not row["ties"]:
            return f"{name} has no tie on record."
        if not row["pairs"]:
            others = row["ties"] > 1
            return (
                f"All that {name} is tied to are tied to one another."
                if others
                else f"{name} is tied to one organisation alone."
            )
        words = f"{name} is the go-between of {count_of(row['pairs'], 'pair')} of organisations "
        words += f"with no tie of {'its' if row['pairs'] == 1 else 'their'} own on record"
        known = row["pairs"] - row["pairs_not_known"]
        three = row["pairs_of_three_groups"]
        if known and len(self.table) > 2:
            groups = _PLURAL[str(self.settings["by"])]
            of_known = f" of the {known:,} whose {groups} are known"
            words += f"; {three:,}{of_known if row['pairs_not_known'] else ' of them'} "
            words += f"{say_are(three)} across three different {groups}"
        if row["is_only_link"]:
            words += "; without it some have no way to one another"
        return f"{words}."


def _say_index(index: float) -> str:
    return f"{index:+.2f}"


def _name_members(by: str, name: str) -> str:
    """Return what the organisations of a group are called."""
    return {
        "sector": "funders" if name == FUNDER else f"{name} organisations",
        "area": f"organisations based in {name}",
        "service type": f"organisations that run {name}",
    }[by]


def _name_one(by: str, names: list[str]) -> str:
    """Return what one organisation of any of the groups is called, behind "no"."""
    if by != "sector":
        listed = join_words(names, most=_MOST_NAMES, last="or")
        what = "based in" if by == "area" else "that runs"
        return f"organisation {what} {listed}"
    kinds = join_words([name for name in names if name != FUNDER], last="or")
    words = [f"{kinds} organisation"] if kinds else []
    return join_words([*words, *([FUNDER] if FUNDER in names else [])], last="and no")
