"""Who may see what is read from a sheet of people's own layout: rows that are marked stay marked.

A reader makes rows of ours out of rows that say who may see them. A row of ours is seen by those
who may see the row it came from; an organisation by those who may see any row that is its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecosystem.data import (
    LIST_MARK,
    MISSING_WORDS,
    NO_WORDS,
    SERVICE_SHORTHANDS,
    TABLES,
    clean_text,
    fold_heading,
    split_list,
)
from ecosystem.disclosure import VISIBILITIES, find_most_guarded
from ecosystem.wording import count_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ecosystem.formats.sheets.sheet import Sheet

    from .draft import Draft


_PUBLIC, _PRIVATE = VISIBILITIES[0], VISIBILITIES[-1]
_CONFIDENTIAL = frozenset(["confidential", "is_confidential"])
_RUNS = [one.column.name for one in SERVICE_SHORTHANDS if one.table == "providers"]
"""Columns of services that name who runs them."""


def read_mark(cell: str) -> str:
    """Return who may see a row, by its cell under Visibility.

    A word that is none of the three hides the row: whoever wrote it meant to keep it from someone.

    Examples
    --------
    >>> read_mark(" Partners"), read_mark(""), read_mark("not for the website")
    ('partners', 'public', 'private')
    """
    word = clean_text(cell).casefold()
    if word in MISSING_WORDS:
        return _PUBLIC
    return word if word in VISIBILITIES else _PRIVATE


def find_least_guarded(marks: Iterable[str]) -> str:
    """Return the mark for the most eyes: who may see one of several rows knows what all name."""
    return min(marks, key=VISIBILITIES.index)


def marks_guards(heading: str) -> bool:
    """Tell whether cells below a heading say who may see their rows."""
    return fold_heading(heading) in {*_CONFIDENTIAL, "visibility"}


def read_guards(sheet: Sheet) -> dict[int, str]:
    """Return the numbers of the rows that not everybody may see, to who may."""
    columns = [
        (fold_heading(heading) in _CONFIDENTIAL, heading)
        for heading in sheet.headings
        if marks_guards(heading)
    ]
    below = sheet.merged.below if sheet.merged else {}
    guards: dict[int, str] = {}
    for is_yes_or_no, heading in columns:
        for number, cell in zip(sheet.numbers, sheet.column(heading), strict=True):
            written = cell or below.get((number, heading), "")
            mark = read_yes_or_no(written) if is_yes_or_no else read_mark(written)
            if mark != _PUBLIC:
                guards[number] = find_most_guarded([mark, guards.get(number, _PUBLIC)])
    return guards


def read_yes_or_no(cell: str) -> str:
    """Return who may see a row, by its cell under Confidential: any word but no keeps it back."""
    word = clean_text(cell).casefold()
    return _PUBLIC if word in MISSING_WORDS or word in NO_WORDS else _PRIVATE


def pass_guards(made: Sequence[Sheet], source: Sheet) -> None:
    """Mark the rows made of a sheet as the rows are that they came from, and say how many are.

    What has a column for it already is left as it is: counts are marked where they are made.
    """
    guards = read_guards(source)
    if not guards:
        return
    made[0].add(
        "note",
        f"{count_of(len(guards), 'row')} marked as not for everybody: nothing that is made of "
        "them alone is told to others.",
        row=min(guards),
    )
    ours = [
        sheet
        for sheet in made
        if sheet.rows and "visibility" not in map(fold_heading, sheet.headings)
    ]
    marks = {id(sheet): _mark_rows(sheet, made, guards) for sheet in ours}
    for sheet in ours:
        sheet.headings = [*sheet.headings, "visibility"]
        sheet.rows = [[*row, mark] for row, mark in zip(sheet.rows, marks[id(sheet)], strict=True)]


def _mark_rows(sheet: Sheet, made: Sequence[Sheet], guards: dict[int, str]) -> list[str]:
    """Return who may see each row of a sheet of ours."""
    marks = [guards.get(number, _PUBLIC) for number in sheet.numbers]
    if sheet.name != "organisations":
        return marks
    # A row further down may tell everybody of an organisation whose first row is private.
    seen: dict[str, list[str]] = {}
    for other in made:
        for cell, number in zip(other.column("organisation"), other.numbers, strict=True):
            for name in cell.split(LIST_MARK):
                seen.setdefault(name.casefold(), []).append(guards.get(number, _PUBLIC))
    names = sheet.column("name")
    return [
        find_least_guarded([mark, *seen.get(name.casefold(), [])])
        for mark, name in zip(marks, names, strict=True)
    ]


def guard_placeholders(drafts: Mapping[str, Draft]) -> None:
    """Mark the organisations known by name only as the rows are that name them."""
    organisations = drafts["organisations"]
    is_placeholder = organisations.cells("is_placeholder")
    marks: dict[str, list[str]] = {}
    for name, mark in _list_named(drafts) if any(is_placeholder) else ():
        marks.setdefault(name.casefold(), []).append(mark)
    if all(mark == _PUBLIC for seen in marks.values() for mark in seen):
        return
    rows = zip(
        is_placeholder,
        organisations.cells("name"),
        organisations.cells("visibility"),
        strict=True,
    )
    organisations.put(
        "visibility",
        [
            find_least_guarded(marks.get(name.casefold(), [_PUBLIC]))
            if added and not mark
            else mark
            for added, name, mark in rows
        ],
    )


def _list_named(drafts: Mapping[str, Draft]) -> Iterator[tuple[str, str]]:
    """Return the organisations that rows name, each with who may see the row."""
    for table, draft in drafts.items():
        marks = [read_mark(cell) for cell in draft.cells("visibility")]
        columns = [one.name for one in TABLES[table].columns if one.links_to == "organisations"]
        for column in [*columns, *(_RUNS if table == "services" else ())]:
            for cell, mark in zip(draft.cells(column), marks, strict=True):
                yield from ((name, mark) for name in split_list(cell))
