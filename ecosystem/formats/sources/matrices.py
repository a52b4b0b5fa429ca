"""Adjacency matrices: organisations down the side and along the top, a tie where they meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecosystem.data import clean_text
from ecosystem.formats.sheets.sheet import Sheet
from ecosystem.formats.tables.tie_answers import read_answer
from ecosystem.wording import count_of

from .records import join_repeats, make_record_sheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


_NO_TIE = frozenset(["no tie", "blank", "not known"])
"""What a cell may say so that no tie is made of it."""


def is_matrix(sheets: Sequence[Sheet]) -> bool:
    """Tell whether sheets are one matrix: the same names along the top and down the side."""
    filled = [sheet for sheet in sheets if sheet.headings]
    if len(filled) != 1 or len(filled[0].rows) < 2:
        return False
    top, side = _labels(filled[0])
    return bool(top) and len(top) > 1 and set(top) == set(side) and len(set(side)) == len(side)


def _labels(sheet: Sheet) -> tuple[list[str], list[str]]:
    first = [clean_text(row[0]).casefold() for row in sheet.rows if row]
    headings = [clean_text(heading).casefold() for heading in sheet.headings]
    # The corner is empty, and then no heading of its own, or has a word in it.
    return (headings if set(headings) == set(first) else headings[1:]), first


def read_matrix(sheet: Sheet) -> list[Sheet]:
    """Return a matrix as ties: row to column, or both ways where the two halves are the same.

    A cell that is nought in any notation, or says no or never, is no tie; one that is empty or says
    that it is not known is none either, and counted; any other value is the weight of one.
    """
    # The corner, if it is empty, is no heading: the last headings stand above the cells.
    names = [clean_text(row[0]) for row in sheet.rows]
    along = sheet.headings[-len(names) :]
    values = {
        (name.casefold(), clean_text(column_name).casefold()): clean_text(cell)
        for name, row in zip(names, sheet.rows, strict=True)
        for column_name, cell in zip(along, row[-len(along) :], strict=True)
    }

    # Where no cell differs from the one across the diagonal, half of them are taken, as ties that
    # go both ways.
    says = {ends: read_answer(value).says for ends, value in values.items()}
    ties_only = {ends: value for ends, value in values.items() if says[ends] not in _NO_TIE}
    is_symmetric = _is_symmetric(ties_only)
    shown = {name.casefold(): name for name in names}
    ties, numbers = [], []
    number_of_row = {
        name.casefold(): number for name, number in zip(names, sheet.numbers, strict=True)
    }
    for (row_name, column_name), value in ties_only.items():
        if is_symmetric and row_name > column_name:
            continue
        ties.append(
            {
                "from_id": shown[row_name],
                "to_id": shown[column_name],
                "kind": "tied",
                "direction": "both ways" if is_symmetric else "one way",
                "weight": value,
            }
        )
        numbers.append(number_of_row[row_name])

    organisations = make_record_sheet(
        "organisations",
        sheet.file,
        [{"name": name, "is_placeholder": "yes"} for name in names],
        sheet.numbers,
        sheet=sheet.sheet,
    )
    organisations.found.extend(sheet.found)
    relationships = Sheet(
        name="relationships",
        file=sheet.file,
        sheet=sheet.sheet,
        headings=[],
        rows=[],
        numbers=[],
    )
    join_repeats(ties, numbers, relationships)
    _count_unknown(says, number_of_row, relationships)
    return [organisations, relationships]


def _is_symmetric(ties: Mapping[tuple[str, str], str]) -> bool:
    """Tell whether every tie is answered by one of the same weight, or word, the other way."""
    return all(
        ties.get((column_name, row_name), "").casefold() == value.casefold()
        for (row_name, column_name), value in ties.items()
    )


def _count_unknown(
    says: Mapping[tuple[str, str], str], number_of_row: Mapping[str, int], sheet: Sheet
) -> None:
    """Note how many cells off the diagonal do not say whether there is a tie."""
    unknown = [
        (row_name, column_name)
        for (row_name, column_name), said in says.items()
        if row_name != column_name and said in {"blank", "not known"}
    ]
    if unknown:
        message = f"no tie was made of {count_of(len(unknown), 'cell')}, empty or not known."
        sheet.add("note", message, row=number_of_row[unknown[0][0]])
