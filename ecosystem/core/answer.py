"""`CoreResult`: the role of each organisation, and the sentences about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from ecosystem.errors import count_of, join_words
from ecosystem.result import Result

if TYPE_CHECKING:
    from collections.abc import Sequence

CORE = "core"
WIDER = "wider network"
UNCERTAIN = "uncertain"
APART = "not connected"
NO_CORE = "no core found"

_MOST_NAMES = 8


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
        table = self.table
        members = table.loc[table["role"] == CORE, "name"]
        if not len(members):
            return self._without_core()
        counts = table["role"].value_counts()
        rest = [
            f"{counts[role]:,} {'is' if counts[role] == 1 else 'are'} {words}"
            for role, words in (
                (WIDER, "in the wider network"),
                (UNCERTAIN, "on the edge of it and could be either"),
                (APART, "not connected"),
            )
            if counts.get(role, 0)
        ]
        who = join_words(members, most=_MOST_NAMES)
        opening = f"The core is {len(members):,} of {count_of(len(table), 'organisation')}: {who}"
        parts = [opening, join_words(rest), self._compare_stated()]
        return "; ".join(part for part in parts if part) + "."

    def explain(self, key: str) -> str:
        """Return why the organisation has its role, in one sentence."""
        row = self._row(key)
        role, name = str(row["role"]), str(row["name"])
        if role == APART:
            return f"{name} is not connected: {self._why_apart(row)}."
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
        return f"{opening}: it is tied to {self._list_ties(row)}{_add_stated(row, role)}."

    def _list_ties(self, row: pd.Series) -> str:
        roles = self.table["role"]
        is_core = row["role"] == CORE
        members = int((roles == CORE).sum()) - is_core
        others = int(roles.isin([WIDER, UNCERTAIN]).sum()) - (not is_core)
        to_core = int(row["ties_to_core"])
        to_rest = int(row["ties_total"]) - to_core
        others_of = "in the wider network"
        if (roles == UNCERTAIN).any():
            others_of = "outside it"
        parts = []
        if members:
            noun = "organisation" if members == 1 else "organisations"
            noun = f"other core {noun}" if is_core else f"core {noun}"
            parts.append(f"{_share(to_core, members)} {noun}")
        if others:
            more = "" if is_core else "other " if _is_all(to_rest, others) else "others "
            parts.append(f"{_share(to_rest, others)} {more}{others_of}")
        return " and to ".join(parts)

    def _why_apart(self, row: pd.Series) -> str:
        if not row["is_active"]:
            return "it is no longer active, so its ties were left out"
        if pd.notna(row["reported"]) and not row["reported"]:
            return "it did not report and no other organisation names it"
        return "no tie of it is in the data"

    def _without_core(self) -> str:
        return f"No core was found among {count_of(len(self.table), 'organisation')}."

    def _compare_stated(self) -> str:
        stated = self.table["stated_role"] == CORE
        if not stated.any():
            return ""
        found = self.table["role"] == CORE
        missed = self.table[stated & ~found]
        number, of = int((stated & found).sum()), int(stated.sum())
        words = f"{number:,} of the {of:,} named as core" if of > 1 else "the one named as core"
        verb = "is" if number == 1 or of == 1 else "are"
        if of == 1 and not number:
            return f"{missed['name'].iloc[0]}, named as core, is not in it"
        if not len(missed):
            words = f"all {of:,} named as core" if of > 1 else words
            return f"{words} {verb} in it"
        return f"{words} {verb} in it, {join_words(missed['name'], most=_MOST_NAMES)} not"


def list_differences(table: pd.DataFrame) -> Sequence[str]:
    """Return who is in the core but not named so, as a sentence, if anyone is."""
    given = table["stated_role"].notna()
    unnamed = table[given & (table["role"] == CORE) & (table["stated_role"] != CORE)]
    if not len(unnamed):
        return []
    names = join_words(unnamed["name"], most=_MOST_NAMES)
    verb = "is" if len(unnamed) == 1 else "are"
    return [f"{names} {verb} in the core by the ties, though stated as wider network."]


def _share(number: int, of: int) -> str:
    if not number:
        return f"none of the {of:,}" if of > 1 else "not to the one"
    if _is_all(number, of):
        return {1: "the one", 2: "both"}.get(of, f"all {of:,}")
    return f"{number:,} of the {of:,}"


def _is_all(number: int, of: int) -> bool:
    return number == of


def _add_stated(row: pd.Series, role: str) -> str:
    stated = row["stated_role"]
    if pd.isna(stated) or stated == role:
        return ""
    return f", though the partnership has it as {stated}"
