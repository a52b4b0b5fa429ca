"""`CoreResult`: the role of each organisation, and the sentences about it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ecosystem.result import Result
from ecosystem.wording import count_of, join_words

CORE = "core"
WIDER = "wider network"
UNCERTAIN = "uncertain"
APART = "not connected"
NO_CORE = "no core found"
MOVE_IN = "could move in"
MOVE_OUT = "could move out"

MOST_NAMES = 8


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class CoreResult(Result):
    """The role of each organisation, and whether there is a core at all.

    Attributes
    ----------
    summary
        Single figures: what `find_core` says under Returns.
    """

    summary: pd.Series

    @property
    def headline(self) -> str:
        """Who the core is, and how that fits what the partnership said."""
        members = self.table.loc[self.table["role"] == CORE, "name"]
        if not self.summary["is_core_found"]:
            return self._say_none()
        if not len(members):
            return f"There is a core, but the ties do not tell who is in it: {self._count_rest()}."
        of = count_of(len(self.table), "organisation")
        who = join_words(members, most=MOST_NAMES)
        parts = [f"The core is {len(members):,} of {of}: {who}", self._count_rest()]
        return "; ".join(part for part in [*parts, self._compare_stated()] if part) + "."

    def explain(self, key: str) -> str:
        """Return why the organisation has its role, in one sentence."""
        row = self._row(key)
        role, name = str(row["role"]), str(row["name"])
        if role == APART:
            return f"{name} is not connected: {_say_apart(row)}."
        if role == NO_CORE:
            return (
                f"{name} is tied to {count_of(int(row['ties_total']), 'organisation')}; "
                "no core was found that it could be in."
            )
        opening = {
            CORE: f"{name} is in the core",
            WIDER: f"{name} is in the wider network",
            UNCERTAIN: f"{name} could be in the core or in the wider network",
        }[role]
        by = "by what others report, " if pd.notna(row["reported"]) and not row["reported"] else ""
        ties = self._list_ties(row)
        return f"{opening}: {by}it is tied to {ties}{_say_stated(row)}{_say_move(row)}."

    def _count_rest(self) -> str:
        counts = self.table["role"].value_counts()
        words = {
            WIDER: "in the wider network",
            UNCERTAIN: "on the edge and could be either",
            APART: "not connected",
        }
        return join_words(
            f"{counts[role]:,} {'is' if counts[role] == 1 else 'are'} {what}"
            for role, what in words.items()
            if role in counts
        )

    def _list_ties(self, row: pd.Series) -> str:
        roles = self.table["role"]
        is_core = row["role"] == CORE
        members = int((roles == CORE).sum()) - is_core
        others = int(roles.isin([WIDER, UNCERTAIN]).sum()) - (not is_core)
        to_core = 0 if pd.isna(row["ties_to_core"]) else int(row["ties_to_core"])
        to_rest = int(row["ties_total"]) - to_core
        place = "outside the core" if (roles == UNCERTAIN).any() else "in the wider network"
        parts = []
        if members:
            other = "other core" if is_core else "core"
            parts.append(
                _share(to_core, members, f"{other} organisation", f"{other} organisations")
            )
        if others:
            rest = "" if is_core else "others "
            one = "organisation" if is_core else "other organisation"
            parts.append(_share(to_rest, others, f"{one} {place}", f"{rest}{place}"))
        return " and to ".join(parts)

    def _say_none(self) -> str:
        tied = int((self.table["role"] != APART).sum())
        if tied < 3:
            return "No core was found: fewer than three organisations are tied."
        if self.summary["method"] == "none":
            return "No core was found: no tie is known of an organisation that reported."
        if self.summary["ties"] == tied * (tied - 1) // 2:
            return f"No core was found: all {tied:,} organisations that have ties are tied alike."
        return (
            f"No core was found among {count_of(len(self.table), 'organisation')}: their ties look "
            "no more like a core and a wider network than ties at random."
        )

    def _compare_stated(self) -> str:
        stated, found = self.table["stated_role"] == CORE, self.table["role"] == CORE
        missed = self.table[stated & ~found]
        number, of = int((stated & found).sum()), int(stated.sum())
        if not of:
            return ""
        if not number and of == 1:
            return f"{missed['name'].iloc[0]}, named as core, is not in it"
        if not number:
            return f"none of the {of:,} named as core is in it"
        words = {(1, 1): "the one", (2, 2): "both"}.get(
            (number, of), f"all {of:,}" if number == of else f"{number:,} of the {of:,}"
        )
        said = f"{words} named as core {'is' if number == 1 else 'are'} in it"
        if len(missed) == 1:
            ties = count_of(int(missed["ties_to_core"].iloc[0]), "tie")
            return f"{said}, {missed['name'].iloc[0]} is not, with {ties} to it"
        if len(missed):
            return f"{said}, {join_words(missed['name'], most=MOST_NAMES)} are not"
        return said


def _share(number: int, of: int, one: str, many: str) -> str:
    """Return how many of a group, as "2 of the 4 core organisations" or "both …"."""
    if of == 1:
        return f"the one {one}" if number else f"no {one}"
    if number == of:
        return f"both {many}" if of == 2 else f"all {of:,} {many}"
    return f"{number or 'none'} of the {of:,} {many}"


def _say_apart(row: pd.Series) -> str:
    if not row["is_active"]:
        return "it is no longer active, so its ties were left out"
    if pd.notna(row["reported"]) and not row["reported"]:
        return "it did not report its ties and no other organisation names it"
    return "no tie of it is in the data"


def _say_stated(row: pd.Series) -> str:
    stated, role = row["stated_role"], row["role"]
    if pd.isna(stated) or role in {stated, UNCERTAIN}:
        return ""
    return f", though the partnership has it as {stated}"


def _say_move(row: pd.Series) -> str:
    needed = row["ties_to_core_needed"]
    if row["role"] != CORE and pd.notna(needed) and needed > 0:
        asked = row["stated_role"] == CORE or row["move"] == MOVE_IN
        more = count_of(int(needed), "more tie")
        return f"; {more} to the core would make it more likely core than not" if asked else ""
    return "; it could move out" if row["move"] == MOVE_OUT else ""
