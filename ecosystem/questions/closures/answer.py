"""The answer to what closures would do: its frames, and the sentences about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from ecosystem.disclosure import count_people, hide_figures, hide_small, is_small
from ecosystem.result import Result
from ecosystem.wording import count_of, join_words, say_do, say_have, start_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable


KNOWN = "known"
IN_PART = "in part"
NOT_KNOWN = "not known"
NO_SERVICE = "no service"

PAIR_MARK = " + "
"""Between the ids of two organisations where a pair is asked about."""

_NAMED = 3
"""Organisations named as the worst in the headline; the others are counted."""

_RECORDED = "by what is recorded, "
"""What begins a sentence that holds if what is not recorded is no bar."""

_PEOPLE = ["people_served", "rerouted", "unserved", "unserved_low", "unserved_high"]
"""Columns that count people."""

_SOMEONE = 0.5
"""People from which on a sentence says that someone is left: less rounds to nobody."""


_STEADY = 0.95
"""Share of the runs from which on a closing is as bad whatever is assumed, by the usual level of
sureness; it is less bad whatever is assumed where it is among the worst in as few of them."""

AS_BAD = "about as bad"
"""What is said of a closing that is among the worst in nearly every run."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ClosuresResult(Result):
    """How many people would be left without help if an organisation closed.

    Attributes
    ----------
    pairs
        Pairs of organisations that leave more people without help together than the two alone,
        worst first: a, b, unserved_both, unserved_both_low, unserved_both_high (the least and the
        most, as in the table), unserved_a, unserved_b, extra (people). A pair that is not there
        leaves just the sum.
    funders
        For each funder, by organisation_id: name, organisations (it funds), mostly_funded (of
        these, by it with over half of the funding known), share_unknown (of these, its share not
        known), people_served (in places it pays for), rerouted, unserved, unserved_high (at most,
        whoever is in them: what is not recorded takes nobody, and an unknown share is all).
    summary
        people (in need, where known), places, people_served, people_without (in need, no place
        now), organisations (counted).
    """

    pairs: pd.DataFrame
    funders: pd.DataFrame
    summary: pd.Series

    @property
    def headline(self) -> str:
        """The answer in one sentence."""
        table = self.table
        counted = table[table["status"].isin([KNOWN, IN_PART])]
        if counted.empty:
            return (
                "What closures would do cannot be said: for no service are its places, where it "
                "works, who runs it and the need there all known."
            )
        is_open = bool(_are_open(counted).any())
        worst = counted["unserved"].max()
        if worst >= _SOMEONE:
            is_first = counted["unserved"] > worst - _SOMEONE
            first = counted[is_first]
            return (
                f"If {_say_either(first['name'])} closed, {say_lost(first)} could not be placed "
                f"elsewhere{_say_rank(first, counted[~is_first])}{self._say_often(first)}."
            )
        none = start_sentence(f"{_RECORDED if is_open else ''}no single closure would leave anyone")
        if len(self.pairs):
            row = self.pairs.iloc[0]
            return (
                f"{none} without help; the loss of both "
                f"{self._name(row['a'])} and {self._name(row['b'])} would leave "
                f"{_people(row['unserved_both'])} without{_say_open(row)}."
            )
        return f"{none} without help."

    @property
    def findings(self) -> tuple[str, ...]:
        """What else the answer says, a sentence each, most telling first."""
        sentences = [
            self._say_pair(),
            self._say_funder(),
            self._say_waiting(),
            self._say_mostly_funded(),
        ]
        return tuple(sentence for sentence in sentences if sentence)

    def explain(self, key: str) -> str:
        """Return what the closing of an organisation would do, in a sentence or two.

        `key` is the id of an organisation, or the ids of two joined by " + " for a pair. For a
        funder it also says what would happen if its funding stopped.
        """
        ids = str(key).split(PAIR_MARK)
        if key not in self.table.index and len(ids) == 2:
            return self._explain_pair(*ids)
        row = self._row(key)
        words = _explain_closing(self.table.loc[[key]])
        if row["status"] in {KNOWN, IN_PART} and row["unserved"] >= _SOMEONE:
            words += f"{self._say_often(self.table.loc[[key]])}."
        if key in self.funders.index:
            words += f" {_explain_funder(self.funders.loc[[key]].iloc[0])}"
        return words

    @property
    def shown(self) -> pd.DataFrame:
        """The table as it may be shown to anyone: numbers of people from 1 to 4 read "under 5"."""
        return hide_small(self.table, _PEOPLE)

    @property
    def shown_frames(self) -> dict[str, pd.DataFrame | pd.Series]:
        """The pairs, funders and summary as they may be shown to anyone."""
        people = ["unserved_both", "unserved_both_low", "unserved_both_high"]
        people += ["unserved_a", "unserved_b"]
        summary = self.summary.astype(object)
        return {
            "pairs": hide_small(self.pairs, [*people, "extra"]),
            "funders": hide_small(self.funders, [name for name in _PEOPLE if name in self.funders]),
            "summary": hide_figures(summary, ["people", "people_served", "people_without"]),
        }

    def _say_pair(self) -> str:
        if self.pairs.empty:
            return ""
        row = self.pairs.iloc[0]
        return self.explain(PAIR_MARK.join([row["a"], row["b"]]))

    def _say_funder(self) -> str:
        worst = self.funders[self.funders["unserved_high"] >= _SOMEONE]
        if worst.empty:
            return ""
        worst = worst.sort_values("unserved_high", ascending=False, kind="stable")
        row = worst.iloc[0]
        words = (
            f"If the funding of {row['name']} stopped, {_say_most(row['unserved_high'])} would be "
            "left without help"
        )
        if len(worst) == 1 or row["unserved_high"] - worst["unserved_high"].iloc[1] < _SOMEONE:
            return f"{words}."
        return f"{words}: more than for any other funder."

    def _say_mostly_funded(self) -> str:
        mostly = int(self.funders["mostly_funded"].sum())
        if not mostly:
            return ""
        return (
            f"{count_of(mostly, 'organisation')} {say_have(mostly)} over half of the funding known "
            "from one funder."
        )

    def _say_waiting(self) -> str:
        without = self.summary["people_without"]
        if not without >= _SOMEONE:
            return ""
        return start_sentence(f"{_people(without)} in need have no place on record now.")

    def _name(self, key: object) -> str:
        return str(self.table.loc[[key], "name"].iloc[0])

    def _explain_pair(self, first: str, second: str) -> str:
        a, b = (self._row(key) for key in sorted([first, second]))
        rows = self.pairs
        pair = rows[
            ((rows["a"] == first) & (rows["b"] == second))
            | ((rows["a"] == second) & (rows["b"] == first))
        ]
        names = f"{a['name']} and {b['name']}"
        if NOT_KNOWN in {a["status"], b["status"]}:
            return f"What the closing of both {names} would do is not known."
        start = _RECORDED if _are_open(self.table.loc[[first, second]]).any() else ""
        if pair.empty:
            both = a["unserved"] + b["unserved"]
            return start_sentence(
                f"{start}the loss of both {names} leaves {_people(both)} without help: no more "
                "than the two closings alone."
            )
        both, is_between = pair["unserved_both"].iloc[0], _say_open(pair.iloc[0])
        if max(a["unserved"], b["unserved"]) < _SOMEONE:
            return start_sentence(
                f"{start}{names} cover for each other: if either is lost nobody loses help, if "
                f"both are lost {_people(both)} {say_do(both)}{is_between}."
            )
        return start_sentence(
            f"{start}the loss of {a['name']} leaves {_people(a['unserved'])} without help, and "
            f"that of {b['name']} {count_people(b['unserved'])}; the loss of both leaves "
            f"{_people(both)}{is_between}: "
            f"{'more together than alone' if start else 'they cover for each other'}."
        )

    def _say_often(self, rows: pd.DataFrame) -> str:
        """Return that the rows are about as bad whatever is assumed, where they are."""
        if not self.settings["runs"] or say_steadiness(rows["top_five_share"].min()) != AS_BAD:
            return ""
        return f"; {'it is' if len(rows) == 1 else 'each is'} {AS_BAD} whatever we assume"


def say_steadiness(share: float) -> str:
    """Return in words how steadily a closing is among the worst; nothing where it is not known.

    `share` of the runs in which it is among the five worst.
    """
    if pd.isna(share):
        return ""
    if share >= _STEADY:
        return AS_BAD
    return "depends" if share > 1 - _STEADY else "less bad"


def _are_open(rows: pd.DataFrame) -> pd.Series:
    """Tell of each row whether its loss is a range, not one number; True where there is no most."""
    return ~(rows["unserved_high"] - rows["unserved_low"] < _SOMEONE)


def say_lost(rows: pd.DataFrame) -> str:
    """Return how many people any of the rows' closings leaves: a number, or between which it is.

    `rows` of the table. A number from 1 to 4 reads "under 5".
    """
    low, value = rows["unserved_low"].min(), rows["unserved"].max()
    high = rows["unserved_high"].max(skipna=False)
    if high - low < _SOMEONE:
        return _people(value)
    is_telling = low >= _SOMEONE and not is_small(low)
    if pd.isna(high):
        return f"{'at least' if is_telling else 'perhaps'} {_people(low if is_telling else value)}"

    if not is_telling or is_small(high):
        return _say_most(high)
    return f"between {count_people(low)} and {_people(high)}"


def _say_open(pair: pd.Series) -> str:
    """Return between what the loss of a pair lies, in brackets; nothing where it is one number."""
    low, high = pair["unserved_both_low"], pair["unserved_both_high"]
    if high - low < _SOMEONE or is_small(low) or is_small(high):
        return ""
    if pd.notna(high):
        words = f"between {count_people(low)} and {count_people(high)}"
    else:
        words = f"at least {count_people(low)}" if low >= _SOMEONE else "or fewer, or more"
    return f" ({words}, depending on what is not known)"


def _say_most(high: float) -> str:
    return _people(high) if is_small(high) else f"up to {_people(high)}"


def _say_rank(first: pd.DataFrame, others: pd.DataFrame) -> str:
    """Return that the first leave most of all, if there are others; where ranges meet, by what."""
    if others.empty and len(first) == 1:
        return ""
    if others.empty or first["unserved_low"].min() >= others["unserved_high"].max(skipna=False):
        return ", the most of all"
    return ", the most of all by what is recorded"


def _explain_closing(rows: pd.DataFrame) -> str:
    """Return what the closing in the one row does; without a full stop where some are left."""
    row = rows.iloc[0]
    name = row["name"]
    if row["status"] == NO_SERVICE:
        return f"{name} runs no service on record that counts here: nobody there is counted."
    if row["status"] == NOT_KNOWN:
        return (
            f"What the closing of {name} would do is not known: of none of its services are the "
            "places, where it works and the need there all known."
        )
    start = ""
    if row["status"] == IN_PART:
        start = f"Counting {row['counted']:,} of {count_of(row['services'], 'service')}: "
        if row["counted"] == row["services"]:
            start = "Counting only people in areas whose need is known: "
    if row["people_served"] >= _SOMEONE and _are_open(rows).any():
        return start + _explain_range(rows)
    return start + _explain_counted(name, row["people_served"], row["rerouted"], row["unserved"])


def _explain_range(rows: pd.DataFrame) -> str:
    """Return what the closing in the one row does at least and at most."""
    row = rows.iloc[0]
    serves = f"{row['name']} serves {_people(row['people_served'])}"
    unknown = "what is not known"
    if row["unserved_high"] - row["people_served"] >= _SOMEONE:
        # The most is whoever sits where, and how many it serves is of people spread evenly.
        serves = f"With people spread evenly, {serves}"
        unknown = f"who is where and on {unknown}"
    if pd.isna(row["unserved_high"]) and row["unserved"] < _SOMEONE:
        return f"{serves}; if it closed, all could be placed elsewhere, by what is recorded."
    words = f"{say_lost(rows)} could not be placed elsewhere, depending on {unknown}"
    stop = "" if row["unserved"] >= _SOMEONE else "."
    return f"{serves}; if it closed, {words}{stop}"


def _explain_counted(name: str, served: float, rerouted: float, unserved: float) -> str:
    """Return what the closing of an organisation with known places does."""
    if served < _SOMEONE:
        return f"{name} has no one to serve in these figures: nobody would lose a place."
    if unserved < _SOMEONE:
        return f"{name} serves {_people(served)}; if it closed, all could be placed elsewhere."
    if rerouted < _SOMEONE:
        return (
            f"{name} serves {_people(served)}; if it closed, none of them could be placed elsewhere"
        )
    return (
        f"{name} serves {_people(served)}; if it closed, {count_people(rerouted)} "
        f"could be placed elsewhere and {count_people(unserved)} could not"
    )


def _explain_funder(row: pd.Series) -> str:
    """Return what the stopping of a funder does."""
    if pd.isna(row["people_served"]):
        return "What would happen if its funding stopped is not known."
    pays = f"With people spread evenly, {_people(row['people_served'])} are in places it pays for"
    if row["unserved_high"] < _SOMEONE:
        return f"{pays}; if its funding stopped, all could be placed elsewhere."
    most = _say_most(row["unserved_high"])
    return f"{pays}; if its funding stopped, {most} would be left without help."


def _people(number: float) -> str:
    return f"{count_people(number)} people"


def _say_either(names: Iterable[str]) -> str:
    return join_words(names, most=_NAMED, last="or")
