"""`CoreResult`: the role of each organisation, and the sentences about it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from ecosystem.result import Result
from ecosystem.wording import count_of, join_words, say_are, start_sentence

from .groups import LEAST
from .null_models import SIGNIFICANCE
from .verdict import ALONE, CORES, LEAST_MEMBERS, LOOSE, SEPARATE, TOO_FEW_ANSWERED, UNCLEAR

CORE = "core"
WIDER = "wider network"
UNCERTAIN = "uncertain"
UNCONNECTED = "not connected"
NO_CORE = "no core found"
MOVE_IN = "could move in"
MOVE_OUT = "could move out"

_BY_CHANCE = "their ties look no more like a core and a wider network than ties at random"

_REASONS = {
    SEPARATE: "those most tied to one another are tied less to the others than these are among "
    "themselves, so they are groups side by side",
    LOOSE: "those whom most others are tied to are tied less to one another, as where funders and "
    "charities are two sorts of organisation",
    UNCLEAR: "the ties do not tell a core from one organisation with many ties",
    ALONE: "is in the middle alone, and a core is two or more that are tied to one another",
}
"""Why ties that are more than chance are no core, by what was found."""

_MOST_GROUPS = 4
"""Cores named in one sentence, each with its members."""

MOST_NAMES = 8
"""Names in one sentence; beyond, the rest are counted, so that the sentence can still be read."""


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
            opening = "there is a core, but the ties do not tell who is in it"
            return start_sentence(f"{self._say_by()}{opening}: {self._count_rest()}.")
        if self.summary["finding"] == CORES:
            opening = self._list_cores()
        elif len(members) < LEAST_MEMBERS:
            opening = f"there is a core, of which the ties tell only {members.iloc[0]} for sure"
        else:
            names = join_words(members, most=MOST_NAMES)
            among = "" if self._say_answers() else f" of {self._count_all()}"
            opening = f"the core is {len(members):,}{among}: {names}"
        parts = [
            start_sentence(f"{self._say_by()}{opening}"),
            self._count_silent_members(len(members)),
            self._count_rest(),
            self._compare_stated(),
        ]
        return "; ".join(part for part in parts if part) + "."

    def _count_all(self) -> str:
        return count_of(self.summary["organisations"], "organisation")

    def _say_by(self) -> str:
        """Say what the answer rests on: few answers, or many ties alone, are the first to know."""
        chance, answers = self.summary["p_value_degree"], self._say_answers()
        if self.summary["is_core_found"] and pd.notna(chance) and chance > SIGNIFICANCE:
            return f"by number of ties{f' in {answers}' if answers else ''}, "
        return f"by {answers}, " if answers else ""

    def _say_answers(self) -> str:
        """Say how many answered, where that is not all and not wholly unknown; else nothing."""
        answered, silent = int(self.summary["answered"]), int(self.summary["not_reported"])
        everyone = int(self.summary["organisations"])
        if answered in {0, everyone}:
            return ""
        more = "" if answered + silent == everyone else " or more"
        return f"the answers of {answered:,}{more} of {self._count_all()}"

    def _count_silent_members(self, members: int) -> str:
        """Say how many of the core did not answer; nothing if none is known not to have."""
        silent = int(self.summary["core_not_reported"])
        if not silent:
            return ""
        return f"{silent:,} of these did not answer" if members > 1 else "it did not answer"

    def _list_cores(self) -> str:
        """Say who the cores are that no tie joins, the largest group first."""
        tied = self.table[self.table["group"].notna()]
        sizes = tied["group"].value_counts()
        cores = tied[tied["role"] == CORE].groupby("group", sort=False)["name"].agg(list)
        order = sorted(cores.index, key=lambda group: (-int(sizes[group]), str(group)))
        each = [
            f"in one of {sizes[group]:,}, {join_words(cores[group], most=MOST_NAMES)}"
            for group in order[:_MOST_GROUPS]
        ]
        between = _say_untied(len(order))
        among = "" if self._say_answers() else f" among {self._count_all()}"
        return f"there are {len(order):,} cores{among}, in {between}: {'; '.join(each)}"

    def explain(self, key: str) -> str:
        """Return why the organisation has its role, in one sentence."""
        row = self._row(key)
        role, name = str(row["role"]), str(row["name"])
        if role == UNCONNECTED:
            return f"{name} {_say_unconnected(row)}."
        is_silent = _is_silent(row)
        who = f"{name} did not answer; by what others say it" if is_silent else name
        if role == NO_CORE:
            why = "no core was found that it could be in"
            if self.summary["is_core_found"]:
                why = "no known tie joins its group to a core"
            return f"{who} is tied to {count_of(int(row['ties_total']), 'organisation')}; {why}."
        place = {
            CORE: "is in the core",
            WIDER: "is in the wider network",
            UNCERTAIN: "could be in the core or in the wider network",
        }[role]
        # What it says itself can only add ties, to whom is not known.
        change = ", which may change when it does" if is_silent else ""
        tied = "it is known to be tied" if is_silent else "it is tied"
        near = ""
        if row["is_tied_to_all"] and role != CORE:
            near = "; it is tied to all of the core, not counted in it"
        ends = f"{near}{_say_stated(row)}{_say_move(row)}"
        return f"{who} {place}{change}: {tied} to {self._list_ties(row)}{ends}."

    def _count_rest(self) -> str:
        """Say how many have each role but the core, leaving out roles of nobody."""
        running = self.table[self.table["is_active"]]
        counts = running["role"].value_counts()
        unconnected = running.loc[running["role"] == UNCONNECTED, "reported"]
        words = {
            WIDER: "in the wider network",
            UNCERTAIN: "on the edge and could be either",
            NO_CORE: "in a group that no known tie joins to a core",
            # Only who answered is known to have no tie.
            UNCONNECTED: "not connected"
            if unconnected.fillna(value=False).all()
            else f"without a known tie{self._say_counted(running)}",
        }
        return join_words(
            f"{counts[role]:,} {say_are(counts[role])} {what}"
            for role, what in words.items()
            if role in counts
        )

    def _say_counted(self, running: pd.DataFrame) -> str:
        """Say of those without a tie that some have one of another kind, which a map shows."""
        untied = running[running["role"] == UNCONNECTED]
        return " that counts here" if untied["has_ties_left_out"].any() else ""

    @cached_property
    def _roles_of_groups(self) -> dict[object, Counter[str]]:
        """How many have each role, for each group of those tied."""
        counts: dict[object, Counter[str]] = {}
        tied = self.table[self.table["group"].notna()]
        for group, role in zip(tied["group"], tied["role"], strict=True):
            counts.setdefault(group, Counter())[role] += 1
        return counts

    def _list_ties(self, row: pd.Series) -> str:
        """Say to how many of the core and of the others an organisation is tied."""
        count = self._roles_of_groups.get(row["group"], Counter())

        # It is not tied to itself, so it is not one of the group it could be tied to.
        is_core = row["role"] == CORE
        members = count[CORE] - is_core
        others = count[WIDER] + count[UNCERTAIN] - (not is_core)
        to_core = 0 if pd.isna(row["ties_to_core"]) else int(row["ties_to_core"])
        to_rest = int(row["ties_total"]) - to_core

        # Where some could be either, those outside the core are not all in the wider network.
        where = "outside the core" if count[UNCERTAIN] else "in the wider network"
        parts = []
        if members:
            other = "other core" if is_core else "core"
            parts.append(
                _say_number(to_core, members, f"{other} organisation", f"{other} organisations")
            )
        if others:
            rest = "" if is_core else "others "
            single = "organisation" if is_core else "other organisation"
            parts.append(_say_number(to_rest, others, f"{single} {where}", f"{rest}{where}"))
        return " and to ".join(parts)

    def _say_none(self) -> str:
        """Say that there is no core, and why."""
        answers = self._say_answers()
        among = "" if answers else f" among {self._count_all()}"
        reason = start_sentence(f"{self._say_by()}no core was found{among}: ")
        finding, tied = self.summary["finding"], int((self.table["role"] != UNCONNECTED).sum())
        if finding == TOO_FEW_ANSWERED:
            silent = int(self.summary["not_reported"])
            return (
                f"Too few answered to tell whether there is a core: {silent:,} of "
                f"{self._count_all()} did not report their ties."
            )
        if plain := self._say_plain(tied):
            return start_sentence(f"{self._say_by()}no core was found: {plain}.")
        if finding == SEPARATE and self.summary["groups"] > 1:
            sizes = sorted(self.table["group"].dropna().value_counts(), reverse=True)
            numbers = join_words([f"{size:,}" for size in sizes], most=MOST_NAMES)
            return f"{reason}they are in {_say_untied(len(sizes))}, of {numbers}."
        if finding == ALONE:
            return f"{reason}{self._name_middle()} {_REASONS[ALONE]}."
        return f"{reason}{_REASONS.get(finding, _BY_CHANCE)}."

    def _say_plain(self, tied: int) -> str:
        """Say why there was nothing to tell apart; nothing if there was."""
        if tied < LEAST:
            counted = " by the kinds of ties counted" if self._has_ties_left_out() else ""
            return f"fewer than three organisations are tied{counted}"
        if self.summary["method"] == "none":
            return "no tie is known of an organisation that reported"
        if self.summary["ties"] == tied * (tied - 1) // 2:
            return f"all {tied:,} organisations that have ties are tied alike"
        return ""

    def _name_middle(self) -> str:
        """Return the name of the one likeliest in the core, if no other is as likely."""
        chance = self.table["p_core"]
        top = self.table.loc[chance == chance.max(), "name"]
        return str(top.iloc[0]) if len(top) == 1 else "one organisation"

    def _has_ties_left_out(self) -> bool:
        """Tell whether anyone has ties of kinds that were not counted."""
        return bool(self.table["has_ties_left_out"].any())

    def _compare_stated(self) -> str:
        """Say how many of those named as core by the partnership are in it; nothing if none is."""
        is_stated, is_core = self.table["stated_role"] == CORE, self.table["role"] == CORE
        # One that has closed since it was named is not missed.
        is_stated &= self.table["is_active"]
        missed = self.table[is_stated & ~is_core]
        number, named = int((is_stated & is_core).sum()), int(is_stated.sum())
        if not named:
            return ""
        if not number and named == 1:
            return f"{missed['name'].iloc[0]}, named as core, is not in it"
        if not number:
            return f"none of the {named:,} named as core is in it"
        words = {(1, 1): "the one", (2, 2): "both"}.get(
            (number, named),
            f"all {named:,}" if number == named else f"{number:,} of the {named:,}",
        )
        sentence = f"{words} named as core {say_are(number)} in it"
        if len(missed) == 1:
            ties = count_of(int(missed["ties_to_core"].iloc[0]), "tie")
            return f"{sentence}; {missed['name'].iloc[0]}, with {ties} to it, is not"
        if len(missed):
            return f"{sentence}; {join_words(missed['name'], most=MOST_NAMES)} are not"
        return sentence


def _say_number(number: int, total: int, single: str, plural: str) -> str:
    """Return how many of a group, as "2 of the 4 core organisations" or "both …"."""
    if total == 1:
        return f"the one {single}" if number else f"no {single}"
    if number == total:
        return f"both {plural}" if total == 2 else f"all {total:,} {plural}"
    return f"{number or 'none'} of the {total:,} {plural}"


def _say_untied(groups: int) -> str:
    """Return how many groups there are, and that no tie joins them."""
    to = "each other" if groups == 2 else "one another"
    return f"{count_of(groups, 'group')} that are not tied to {to}, as far as is known"


def _is_silent(row: pd.Series) -> bool:
    """Tell whether an organisation is known not to have reported its ties."""
    return bool(pd.notna(row["reported"]) and not row["reported"])


def _say_unconnected(row: pd.Series) -> str:
    """Say, after its name, why an organisation has no tie, or none that is known."""
    if not row["is_active"]:
        return "is not connected: it is no longer active, so its ties were left out"
    if row["has_ties_left_out"]:
        return "has no known tie of the kinds that are counted here, only of others"
    if _is_silent(row):
        return "did not answer and nobody else names it, so it is not known if it has ties"
    if pd.isna(row["reported"]):
        return "is not known to be connected: no tie of it is in the data"
    return "is not connected: it names no other organisation, and none names it"


def _say_stated(row: pd.Series) -> str:
    """Say that the partnership sees an organisation otherwise, or nothing."""
    stated, role = row["stated_role"], row["role"]
    if pd.isna(stated) or role in {stated, UNCERTAIN}:
        return ""
    return f", though the partnership has it as {stated}"


def _say_move(row: pd.Series) -> str:
    """Say what would bring an organisation in, of those who might want to know, or out."""
    needed = row["ties_to_core_needed"]
    if row["role"] != CORE and pd.notna(needed) and needed > 0:
        asked = row["stated_role"] == CORE or row["move"] == MOVE_IN
        more = count_of(int(needed), "more tie")
        return f"; {more} to the core would make it more likely core than not" if asked else ""
    return "; it could move out" if row["move"] == MOVE_OUT else ""
