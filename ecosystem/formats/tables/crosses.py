"""Crosses beside ticks: an x alone says yes, beside a ✓ it may say no.

Who marks a grid with crosses means yes by them. Where one grid has ticks and crosses, one hand may
have meant yes and no, or two hands yes. Which of the two is not in the file, so the crosses are
asked about and count as not known, unless a "no" in words shows that no cross is needed for it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ecosystem.wording import count_of

if TYPE_CHECKING:
    from ecosystem.formats.sheets.sheet import Sheet


_TICKS = frozenset("\u2713\u2714\u2611\u2705\u221a")
_CROSSES = frozenset("xX\u00d7\u2612")
_NO = frozenset(["no", "n"])
_DRAWN_IN_COLOUR = "\ufe0f"
"""What may follow a sign to have it drawn as a picture."""


def doubt_crosses(sheet: Sheet) -> Sheet:
    """Return the sheet, its crosses emptied and asked about if a row or column has ticks too."""
    columns = sheet.columns()
    # What different cells there are: few of a sheet's cells are marks.
    different: set[str] = set().union(*columns)
    crosses = {cell for cell in different if _is_mark(cell, _CROSSES)}
    ticks = {cell for cell in different if _is_mark(cell, _TICKS)}
    says_no = not _NO.isdisjoint(cell.strip().casefold() for cell in different)
    lines = [*sheet.rows, *columns] if crosses and ticks and not says_no else []
    if all(crosses.isdisjoint(line) or ticks.isdisjoint(line) for line in lines):
        return sheet
    asked = replace(sheet, rows=[list(row) for row in sheet.rows], found=list(sheet.found))
    for column, marks in enumerate(columns):
        rows = [at for at, cell in enumerate(marks) if cell in crosses]
        if not rows:
            continue
        for at in rows:
            asked.put(at, column, "")
        cells = [(sheet.numbers[at], sheet.rows[at][column]) for at in rows]
        asked.add(
            "warning",
            f"{count_of(len(rows), 'cell')} with a cross where other cells have ticks: it may say "
            "yes or no, and is read as not known.",
            "Write yes or no.",
            row=cells[0][0],
            column=sheet.headings[column],
            value=cells[0][1],
            cells=cells,
        )
    return asked


def _is_mark(cell: str, marks: frozenset[str]) -> bool:
    return cell.strip(f" {_DRAWN_IN_COLOUR}") in marks
