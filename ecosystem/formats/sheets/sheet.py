"""`Sheet`: what every reader hands over, and how its headings are found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ecosystem.data import clean_text
from ecosystem.errors import Problems
from ecosystem.formats.tables.headings import count_known
from ecosystem.wording import count_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecosystem.errors import Problem, Severity


Found = tuple["Severity", str, str]
"""Severity, message and suggestion of something met while reading."""

_TITLE_ROWS = 20


@dataclass(kw_only=True)
class Sheet:
    """One sheet or file as read: headings, and the rows that hold something.

    `shown` tells what a heading is called in the source, where a reader gave it our name.
    """

    name: str
    file: str
    sheet: str = ""
    headings: list[str]
    rows: list[list[str]]
    numbers: list[int]
    found: list[Problem] = field(default_factory=list)
    shown: dict[str, str] = field(default_factory=dict)

    def add(  # noqa: PLR0913 - a problem has these parts
        self,
        severity: Severity,
        message: str,
        suggestion: str = "",
        *,
        row: int | None = None,
        column: str = "",
        value: str = "",
    ) -> None:
        """Note a problem with the sheet."""
        Problems(table=self.name, file=self.file, sheet=self.sheet, found=self.found).add(
            severity, message, suggestion, row=row, column=column, value=value
        )

    def column(self, heading: str) -> list[str]:
        """Return the cells below a heading; empty texts if it is not there."""
        if heading not in self.headings:
            return [""] * len(self.rows)
        place = self.headings.index(heading)
        return [row[place] for row in self.rows]


def make_sheet(
    name: str,
    file: str,
    sheet: str,
    cells: Sequence[Sequence[str]],
    numbers: Sequence[int] | None = None,
) -> Sheet:
    """Return rows of cells as a sheet: find the headings, leave out blank rows.

    `numbers` are the row numbers a person sees; without them rows count from 1.
    """
    numbered = zip(range(1, len(cells) + 1) if numbers is None else numbers, cells, strict=True)
    filled = [
        (number, row)
        for number, row in numbered
        if row and (row[0].strip() or any(map(str.strip, row)))
    ]
    start = _find_heading_row([row for _, row in filled[:_TITLE_ROWS]])
    made = Sheet(name=name, file=file, sheet=sheet, headings=[], rows=[], numbers=[])
    if not filled:
        return made
    made.headings = _name_columns([clean_text(cell) for cell in filled[start][1]], made)
    if start:
        made.add(
            "note", f"the headings were found in row {filled[start][0]}.", row=filled[start][0]
        )
    body = filled[start + 1 :]
    if made.headings and not made.headings[0] and _is_square(made.headings[1:], body):
        made.headings[0] = "name"
    _take_rows(made, body)
    first, last = filled[start][0], filled[-1][0]
    kept = {number for number, _ in body}
    blank = [number for number in range(first + 1, last) if number not in kept]
    if blank:
        made.add("note", f"{count_of(len(blank), 'blank row')} left out.", row=blank[0])
    return made


def _find_heading_row(rows: Sequence[Sequence[str]]) -> int:
    """Return which of the first rows holds the headings.

    The first, if it has a known heading and is no title; else the one with the most of them.
    """
    known = [count_known(row) for row in rows]
    if not known or not max(known):
        return 0
    widths = [sum(bool(cell.strip()) for cell in row) for row in rows]
    if known[0] and (widths[0] > 1 or max(widths) == 1):
        return 0
    return known.index(max(known))


def _is_square(top: list[str], body: list[tuple[int, Sequence[str]]]) -> bool:
    """Tell whether the names along the top stand down the side too, as in a matrix."""
    side = {clean_text(row[0]).casefold() for _, row in body if row}
    return bool(top) and side == {clean_text(name).casefold() for name in top}


def _name_columns(cells: list[str], sheet: Sheet) -> list[str]:
    """Return headings that differ: the second Comments is "Comments (2)"."""
    while cells and not cells[-1]:
        cells.pop()
    seen: Counter[str] = Counter()
    named = []
    for cell in cells:
        seen[cell] += 1
        if cell and seen[cell] > 1:
            again = f"{cell} ({seen[cell]})"
            sheet.add(
                "warning",
                f"the heading '{cell}' is there twice; the other was read as '{again}'.",
                "Give each column its own heading.",
                column=cell,
            )
            named.append(again)
        else:
            named.append(cell)
    return named


def _take_rows(sheet: Sheet, body: list[tuple[int, Sequence[str]]]) -> None:
    width = len(sheet.headings)
    blank_heading = [place for place, heading in enumerate(sheet.headings) if not heading]
    for place in blank_heading:
        if any(place < len(row) and row[place].strip() for _, row in body):
            sheet.add("warning", f"column {place + 1} has no heading and was not read.")
    if not blank_heading and {len(row) for _, row in body} <= {width}:
        sheet.numbers = [number for number, _ in body]
        sheet.rows = [list(row) for _, row in body]
        return
    for number, row in body:
        extra = [cell for cell in row[width:] if cell.strip()] if len(row) > width else []
        if extra:
            sheet.add(
                "warning",
                f"the row has {len(row)} cells and there are {width} headings; "
                "what is beyond them was not read.",
                "Put text with a comma in quotation marks, or give the column a heading.",
                row=number,
                value=extra[0],
            )
        sheet.rows.append(
            list(row) if len(row) == width else [*row[:width], *[""] * (width - len(row))]
        )
        sheet.numbers.append(number)
    if blank_heading:
        keep = [place for place, heading in enumerate(sheet.headings) if heading]
        sheet.headings = [sheet.headings[place] for place in keep]
        sheet.rows = [[row[place] for place in keep] for row in sheet.rows]
