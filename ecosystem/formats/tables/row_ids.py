"""Ids of rows that have none, made from their names, and told apart where names are the same.

An id is what other tables link to, so it must not depend on the order of the rows, and should stay
the same when the file is read again next year with rows added.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from ecosystem.data import MISSING_WORDS, TABLES, make_slug, split_list

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ecosystem.data import Table

    from .draft import Draft


_TOLD_BY = ("charity_number", "company_number", "area_code", "postcode")
"""What tells organisations of one name apart, the surest first: a number of a register, a place."""


def name_rows(drafts: dict[str, Draft]) -> None:
    """Give an id, made from the name, to the rows that have none."""
    for name in ("organisations", "services", "groups"):
        draft = drafts.get(name)
        if draft is None or "name" not in draft.frame:
            continue
        key = TABLES[name].key[0]
        given = draft.cells(key)
        if key in draft.frame and all(given):
            continue
        runs = draft.cells("organisation") if name == "services" else [""] * len(given)
        labels = draft.cells("name")
        made = _make_ids(TABLES[name], labels, runs, given)
        made = _tell_apart(draft, made, _TOLD_BY if name == "organisations" else ())
        draft.put(key, [old or new for old, new in zip(given, made, strict=True)])
        # Nobody wrote these ids: what is wrong with one is said of the name it was made from.
        draft.parts = [
            replace(part, headings={key: part.headings.get("name", key)} | dict(part.headings))
            for part in draft.parts
        ]


def _make_ids(table: Table, labels: list[str], runs: list[str], given: list[str]) -> list[str]:
    """Return an id for each name: the same for the same name, another for another.

    Two names that would come to the same id, or to one that is given, are told apart in the order
    of the names, so that the order of rows changes nothing.
    """
    noun = table.name.removesuffix("s")
    wanted: dict[tuple[str, str], str] = {}
    for label, run, old in zip(labels, runs, given, strict=True):
        if label and not old:
            first = split_list(run)[:1]
            slug = make_slug(*first, label) or f"{noun}-{label.encode().hex()[:12]}"
            # "na" would read as not known wherever a row links to it.
            wanted[label.casefold(), "".join(first).casefold()] = (
                f"{noun}-{slug}" if slug in MISSING_WORDS else slug
            )
    # An id that a row of another name has is taken; of the same name it is that row again.
    owners: dict[str, set[str]] = {}
    for label, old in zip(labels, given, strict=True):
        owners.setdefault(old.casefold(), set()).add(label.casefold())
    made: set[str] = set()
    ids: dict[tuple[str, str], str] = {}
    for label_and_run in sorted(wanted):
        slug = new = wanted[label_and_run]
        number = 1
        while new in made or not owners.get(new, {label_and_run[0]}) <= {label_and_run[0]}:
            number += 1
            new = f"{slug}-{number}"
        made.add(new)
        ids[label_and_run] = new
    return [
        ids.get((label.casefold(), "".join(split_list(run)[:1]).casefold()), "")
        for label, run in zip(labels, runs, strict=True)
    ]


def _tell_apart(draft: Draft, made: list[str], told_by: Sequence[str]) -> list[str]:
    """Return ids that differ from row to row: those made alike get what tells the rows apart.

    That is what a row says first in the columns `told_by`, if no other row of the name says it. Of
    the rest all but one get a number, in the order of what the rows hold, so that the order of rows
    changes nothing.
    """
    alike: dict[str, list[int]] = {}
    for position, new in enumerate(made):
        if new:
            alike.setdefault(new, []).append(position)
    apart = list(made)
    taken = set(made)
    for new, positions in alike.items():
        if len(positions) == 1:
            continue
        marks = _list_marks(draft, told_by, positions)
        ids = {position: f"{new}-{mark}" for position, mark in marks.items()}
        ids = {position: row_id for position, row_id in ids.items() if row_id not in taken}
        taken.update(ids.values())
        rest = [position for position in positions if position not in ids]
        ids |= _count_up(draft, new, rest, taken)
        taken.update(ids.values())
        for position, row_id in ids.items():
            apart[position] = row_id
    return apart


def _list_marks(draft: Draft, columns: Sequence[str], positions: Sequence[int]) -> dict[int, str]:
    """Return what rows of one name say first, in these columns, and no other of them says."""
    cells = [draft.cells(column) for column in columns]
    marks = {
        position: next((slug for said in cells if (slug := make_slug(said[position]))), "")
        for position in positions
    }
    counted = Counter(marks.values())
    return {position: mark for position, mark in marks.items() if mark and counted[mark] == 1}


def _count_up(
    draft: Draft, new: str, positions: Sequence[int], taken: Collection[str]
) -> dict[int, str]:
    """Return an id for each row but the first: the id they share, and a number."""
    held = {position: [str(cell) for cell in draft.frame.iloc[position]] for position in positions}
    ids: dict[int, str] = {}
    number = 1
    for position in sorted(positions, key=lambda position: (held[position], position))[1:]:
        number += 1
        while f"{new}-{number}" in taken:
            number += 1
        ids[position] = f"{new}-{number}"
    return ids
