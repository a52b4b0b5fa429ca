"""Who is who in two tables of organisations: by id, by number, by name, or as a person said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from ecosystem.data import DIFFERENT, SAME, THIS_SOURCE, clean_name, split_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecosystem.result import Result

NUMBERS = ("charity_number", "company_number")
"""Columns whose values a register gives to one organisation each."""

_UNSURE = ["before_id", "before_name", "after_id", "after_name", "why"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Identity:
    """Who of the later table is who of the earlier one.

    Attributes
    ----------
    before_of : dict
        Ids of after to ids of before, for those that are surely one.
    unsure : DataFrame
        Pairs that may be one: before_id, before_name, after_id, after_name, why.
    """

    before_of: dict[str, str]
    unsure: pd.DataFrame

    @property
    def after_of(self) -> dict[str, str]:
        """Ids of before to ids of after."""
        return {before: after for after, before in self.before_of.items()}


def match_organisations(
    before: pd.DataFrame, after: pd.DataFrame, matches: Result | None
) -> Identity:
    """Return who is who in two tables, indexed by id, with a name and perhaps numbers.

    Equal ids are one organisation. Of the rest: what `matches` says is the same; then who has the
    same number, and who has the same name that nobody else has, if no number speaks against it and
    `matches` does not say that they are different.
    """
    before_of = {one: one for one in after.index if one in before.index}
    rows = [*_list_renamed(before, after)]
    decided = [] if matches is None else _list_decisions(matches)
    taken = set(before_of)
    for one, other, decision in decided:
        is_free = one not in taken and other not in before_of
        if decision == SAME and is_free and one in before.index and other in after.index:
            before_of[other] = one
            taken.add(one)
    rest_before, rest_after = before[~before.index.isin(taken)], after[~after.index.isin(before_of)]
    apart = {(one, other) for one, other, decision in decided if decision == DIFFERENT}
    found, unsure = _match_alike(rest_before, rest_after, apart)
    free_before = set(rest_before.index) - set(found.values())
    free_after = set(rest_after.index) - set(found)
    unsure += [
        (one, other, "they may be one: ask a person")
        for one, other, decision in decided
        if decision not in {SAME, DIFFERENT} and one in free_before and other in free_after
    ]
    rows += [
        {
            "before_id": one,
            "before_name": before["name"][one],
            "after_id": other,
            "after_name": after["name"][other],
            "why": why,
        }
        for one, other, why in unsure
    ]
    frame = pd.DataFrame(rows, columns=_UNSURE, index=pd.RangeIndex(1, len(rows) + 1, name="pair"))
    return Identity(before_of=before_of | found, unsure=frame.astype("str"))


def _list_renamed(before: pd.DataFrame, after: pd.DataFrame) -> Iterator[dict[str, str]]:
    """Yield those of one id whose names have nothing in common: ids may have been given anew."""
    both = after.index.intersection(before.index)
    for one in both[(before["name"][both] != after["name"][both]).to_numpy(dtype=bool)]:
        names = [_list_names(table.loc[one]) for table in (before, after)]
        if names[0] & names[1] or _share_number(before.loc[one], after.loc[one]):
            continue
        yield {
            "before_id": one,
            "before_name": before["name"][one],
            "after_id": one,
            "after_name": after["name"][one],
            "why": "the same id and another name; taken as one",
        }


def _list_names(row: pd.Series) -> set[str]:
    others = row.get("other_names")
    listed = [str(row["name"]), *(split_names(str(others)) if isinstance(others, str) else [])]
    return {clean_name(name) for name in listed}


def _share_number(one: pd.Series, other: pd.Series) -> bool:
    return any(pd.notna(one.get(name)) and one.get(name) == other.get(name) for name in NUMBERS)


def _are_apart(before: pd.DataFrame, one: str, after: pd.DataFrame, other: str) -> bool:
    """Tell whether a number that both have says that they are two."""
    numbers = [
        (before[name][one], after[name][other])
        for name in NUMBERS
        if name in before and name in after
    ]
    return any(pd.notna(was) and pd.notna(now) and was != now for was, now in numbers)


def _match_alike(
    before: pd.DataFrame, after: pd.DataFrame, apart: set[tuple[str, str]]
) -> tuple[dict[str, str], list[tuple[str, str, str]]]:
    """Return who has the same number or name, and of whom that is not sure, by ids."""
    found: dict[str, str] = {}
    unsure: list[tuple[str, str, str]] = []
    for name in NUMBERS:
        if name in before and name in after:
            pairs = _pair_unique(before[name], after[name], found)
            found |= {other: one for one, other in pairs if (one, other) not in apart}
    names_before, names_after = (table["name"].map(clean_name) for table in (before, after))
    sure = dict(_pair_unique(names_before, names_after, found))
    alike = names_after[~names_after.index.isin(found)].groupby(names_after).groups
    taken = set(found.values())
    for one in [str(one) for one in before.index if one not in taken]:
        for other in [str(other) for other in alike.get(names_before[one], ())]:
            if (one, other) in apart:
                continue
            if sure.get(one) != other:
                unsure.append((one, other, "the name is there more than once"))
            elif _are_apart(before, one, after, other):
                unsure.append((one, other, "the same name and another number"))
            else:
                found[other] = one
    return found, unsure


def _pair_unique(
    before: pd.Series, after: pd.Series, found: dict[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield the ids that have one value that nobody else of either table has."""
    once = [
        column[~column.duplicated(keep=False) & column.notna() & (column != "")]
        for column in (before.drop(list(found.values())), after.drop(list(found)))
    ]
    places = {value: one for one, value in once[1].items()}
    for one, value in once[0].items():
        if value in places:
            yield str(one), str(places[value])


def _list_decisions(matches: Result) -> list[tuple[str, str, str]]:
    """Return pairs of an id of before and one of after, with what `find_matches` decided."""
    columns = {"record_a", "source_a", "record_b", "source_b", "decision"}
    if not columns <= set(matches.table.columns):
        msg = "matches is no answer of find_matches(before, sources={'after': after})."
        raise ValueError(msg)
    decided = []
    for row in matches.table.to_dict("records"):
        ends = {row["source_a"]: row["record_a"], row["source_b"]: row["record_b"]}
        # A pair within one of the two maps says nothing of who is who in the other.
        if len(ends) == 2 and THIS_SOURCE in ends:
            one = ends.pop(THIS_SOURCE)
            decided.append((str(one), str(*ends.values()), str(row["decision"])))
    return decided
