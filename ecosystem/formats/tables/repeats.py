"""Rows of one name without an id: the same organisation again, or another of that name.

People keep one row a service and write the organisation each time, or list it again when they
learn more. Rows of one name are one if nothing that identifies an organisation differs between
them; what one leaves empty is filled from the others. Otherwise they stay apart, and get ids of
their own. Nobody has to delete a row to have the file read.

A service may stand on a row for each area that it reaches, in the long form of 3W. Rows that say
the same but for where are one service, unless each has a capacity: that may be of its area alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecosystem.data import LIST_MARK, TABLES, clean_text, split_list
from ecosystem.wording import count_of, join_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .draft import Draft


_TELL_APART = ("area_code", "charity_number", "company_number", "postcode")
"""What differs between two organisations of one name, as two branches or two groups called Hope."""

_PLACES = ("areas_reached", "delivered_in")
"""Columns that say where a service is: several rows of one service may differ in them."""

_CAPACITY = ("capacity", "capacity_low", "capacity_high")

_MOST_NAMED = 4
"""Names that one sentence lists."""


def join_repeats(draft: Draft) -> None:
    """Make one row of the rows of organisations that have one name, no id, and no difference."""
    groups = _list_repeats(draft)
    if not groups:
        return
    joined: list[list[int]] = []
    apart: list[list[int]] = []
    for rows in groups:
        (apart if any(_differ(draft, rows, name) for name in _TELL_APART) else joined).append(rows)
    names = draft.cells("name")
    if apart:
        draft.add(
            "warning",
            f"{count_of(len(apart), 'name')} on several rows that differ in area or number, each "
            f"read as an organisation of its own: {_list_names(names, apart)}.",
            "If they are one organisation, write the same in each row.",
            table="organisations",
            position=apart[0][1],
            column="name",
            value=names[apart[0][0]],
        )
    if joined:
        draft.add(
            "note",
            f"{count_of(len(joined), 'organisation')} on several rows, each read as one: "
            f"{_list_names(names, joined)}.",
            table="organisations",
            position=joined[0][1],
            column="name",
            value=names[joined[0][0]],
        )
        _join(draft, joined)


def join_service_rows(draft: Draft) -> None:
    """Make one row of the rows of a sheet that say the same of a service but for where it is."""
    columns = {str(name): draft.cells(str(name)) for name in draft.frame.columns}
    joined: list[list[int]] = []
    apart: list[list[int]] = []
    for rows in _list_alike(draft, columns):
        where = {tuple(columns[name][row] for name in _PLACES if name in columns) for row in rows}
        has_capacity = any(columns[name][rows[0]] for name in _CAPACITY if name in columns)
        (apart if has_capacity and len(where) > 1 else joined).append(rows)
    names = draft.cells("name")
    for groups, severity, words, hint in (
        (
            apart,
            "warning",
            "with a capacity in each, read as a service a row",
            "If it is one service, write its areas in one cell.",
        ),
        (joined, "note", "that say the same but for where it is, each read as one", ""),
    ):
        if groups:
            draft.add(
                "warning" if severity == "warning" else "note",
                f"{count_of(len(groups), 'service')} on several rows {words}: "
                f"{_list_names(names, groups)}.",
                hint,
                table="services",
                position=groups[0][1],
                column="name",
                value=names[groups[0][0]],
            )
    if not joined:
        return
    for name in _PLACES:
        if name in columns:
            cells = list(columns[name])
            for rows in joined:
                parts = [part for row in rows for part in split_list(cells[row])]
                cells[rows[0]] = LIST_MARK.join(dict.fromkeys(parts))
            draft.put(name, cells)
    gone = {row for rows in joined for row in rows[1:]}
    draft.keep([row not in gone for row in range(len(draft.frame))])


def _list_alike(draft: Draft, columns: Mapping[str, list[str]]) -> list[list[int]]:
    """Return the rows of one sheet that say the same of a service without an id but for where."""
    if not {"name", "organisation"} <= columns.keys():
        return []
    key = TABLES["services"].key[0]
    part = np.repeat(np.arange(len(draft.parts)), [len(one.rows) for one in draft.parts]).tolist()
    told = [cells for name, cells in columns.items() if name not in _PLACES]
    # A row without a place may be of any: it is not the same as one that has a place.
    placed = [list(map(bool, columns[name])) for name in _PLACES if name in columns]
    alike: dict[tuple[object, ...], list[int]] = {}
    for row, said in enumerate(zip(part, *told, *placed, strict=True)):
        is_named = columns["name"][row] and columns["organisation"][row]
        if is_named and not (key in columns and columns[key][row]):
            folded = (cell.casefold() if isinstance(cell, str) else cell for cell in said)
            alike.setdefault(tuple(folded), []).append(row)
    return [rows for rows in alike.values() if len(rows) > 1]


def tell_repeated_services(draft: Draft) -> None:
    """Warn of services that several sheets list: the list of last year counts beside this year's.

    Which of two sheets is the older one nobody says, so both are read.
    """
    seen: dict[tuple[str, ...], int] = {}
    again: list[tuple[int, int]] = []
    sheets = [part.sheet or part.file for part in draft.parts for _ in part.rows]
    # One organisation may do the same in two places, each with a sheet.
    told = ("organisation", "name", "areas_reached", "delivered_in")
    cells = zip(*map(draft.cells, told), strict=True)
    for position, (organisation, name, *places) in enumerate(cells):
        if organisation and name:
            key = tuple(map(str.casefold, (organisation, name, *places)))
            first = seen.setdefault(key, position)
            if sheets[first] != sheets[position]:
                again.append((first, position))
    if not again:
        return
    first, position = again[0]
    listed = {sheets[row] for pair in again for row in pair}
    service, provider = (draft.cells(column)[first] for column in ("name", "organisation"))
    named = join_words([f"'{name}'" for name in dict.fromkeys(sheets) if name in listed])
    draft.add(
        "warning",
        f"{count_of(len(again), 'service')} counted more than once, because the sheets {named} "
        f"list the same, as '{service}' of {provider}.",
        "If one sheet is an older list, keep it in a workbook of its own.",
        table="services",
        position=position,
    )


def _list_repeats(draft: Draft) -> list[list[int]]:
    """Return the positions of the rows of each name that is there again without an id."""
    key = TABLES["organisations"].key[0]
    rows: dict[str, list[int]] = {}
    for position, (name, given) in enumerate(
        zip(draft.cells("name"), draft.cells(key), strict=True)
    ):
        if name and not given:
            rows.setdefault(name.casefold(), []).append(position)
    return [positions for positions in rows.values() if len(positions) > 1]


def _differ(draft: Draft, rows: Sequence[int], column: str) -> bool:
    cells = draft.cells(column)
    return len({cells[row].casefold() for row in rows} - {""}) > 1


def _list_names(names: Sequence[str], groups: Sequence[Sequence[int]]) -> str:
    return join_words([names[rows[0]] for rows in groups], most=_MOST_NAMED)


def _join(draft: Draft, groups: Sequence[Sequence[int]]) -> None:
    """Fill the first row of each group from the others, and leave these out."""
    keep = np.ones(len(draft.frame), dtype=bool)
    lost: dict[str, None] = {}
    for column in list(draft.frame.columns):
        cells = list(draft.frame[column])
        for first, *others in groups:
            keep[others] = False
            filled = [cells[row] for row in (first, *others) if clean_text(str(cells[row] or ""))]
            if filled:
                cells[first] = filled[0]
            if len({clean_text(str(cell)).casefold() for cell in filled}) > 1:
                lost[draft.shown(column)] = None
        draft.put(column, cells)
    if lost:
        columns = join_words([f"'{name}'" for name in lost], most=_MOST_NAMED)
        draft.add(
            "warning",
            f"rows of one organisation differ in {columns}; the first that is filled in was taken.",
            "Write the same in each row.",
            table="organisations",
            position=groups[0][1],
        )
    draft.keep(keep.tolist())
