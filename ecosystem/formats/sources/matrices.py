"""Adjacency matrices: organisations down the side and along the top, a tie where they meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecosystem.data import MISSING_WORDS, clean_text
from ecosystem.formats.sheets.sheet import Sheet

from .records import join_repeats, make_record_sheet

if TYPE_CHECKING:
    from collections.abc import Sequence


_NO_TIE = MISSING_WORDS | {"0", "no", "n", "false", "0.0"}


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

    A cell that is empty, 0 or no is no tie; any other value is the weight of one.
    """
    names = [clean_text(row[0]) for row in sheet.rows]
    along = sheet.headings[-len(names) :]
    values = {
        (name.casefold(), clean_text(other).casefold()): clean_text(cell)
        for name, row in zip(names, sheet.rows, strict=True)
        for other, cell in zip(along, row[-len(along) :], strict=True)
    }
    is_even = all(values.get((b, a), "") == value for (a, b), value in values.items())
    shown = {name.casefold(): name for name in names}
    ties, numbers = [], []
    places = {name.casefold(): number for name, number in zip(names, sheet.numbers, strict=True)}
    for (one, other), value in values.items():
        if value.casefold() in _NO_TIE or (is_even and one > other):
            continue
        ties.append(
            {
                "from_id": shown[one],
                "to_id": shown[other],
                "kind": "tied",
                "direction": "both ways" if is_even else "one way",
                "weight": value,
            }
        )
        numbers.append(places[one])
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
    return [organisations, relationships]
