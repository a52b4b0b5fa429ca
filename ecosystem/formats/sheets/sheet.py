"""`Sheet`: what every reader hands over, and how its headings are found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from ecosystem.data import clean_text
from ecosystem.errors import Problems
from ecosystem.formats.tables.headings import count_known
from ecosystem.formats.tables.matrix_names import find_matrix
from ecosystem.wording import count_of

from .import_ids import drop_import_ids
from .tag_row import Tag, find_tag_row, name_columns, read_tag
from .two_row_headings import join_heading_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from ecosystem.errors import Problem, Severity


Found = tuple["Severity", str, str]
"""Severity, message and suggestion of something met while reading."""

_TITLE_ROWS = 20
"""Rows looked through for the headings: above them people put a title, a date, an explanation."""


class Merged(NamedTuple):
    """Cells made one: of each range only the first has the value.

    Attributes
    ----------
    across
        Numbers of the rows in which the first cell goes over others beside it.
    below
        Number of a row, and heading, to the value of the cell above that goes over it.
    warning
        What was said of them: who reads them as they were meant takes it back.
    """

    across: frozenset[int]
    below: dict[tuple[int, str], str]
    warning: Problem


@dataclass(kw_only=True)
class Sheet:
    """One sheet or file as read: headings, and the rows that hold something.

    Attributes
    ----------
    name
        What it is called: of a table of ours, if a reader of another format made it.
    file, sheet
        Where it was read; `sheet` is empty for a file without sheets.
    headings
        One a column, each different.
    rows
        The cells as text, as many in each row as there are headings; no blank rows.
    numbers
        The number of each row as a person sees it in the file.
    found
        What was met while reading.
    titles
        What stands above the headings: a title, or whose sheet it is.
    shown
        Heading to what the file calls it, where a reader gave it our name.
    named
        Organisations named by rows that were left out: who has no tie is there all the same.
    counted
        Of rows that are counts made of a log: its referrals, how many of them are known to have
        been taken on, and how many to have come.
    is_split_by_semicolons
        Whether it is a file whose cells are split by semicolons, as where a comma is the sign of a
        decimal and a point that of thousands.
    counts_from_1904
        Whether it is of a workbook whose days are numbered from 1904, not from 1900.
    merged
        The merged cells below the headings, if there are any.
    above
        Number and text of what stands alone in the row above the headings: of a table in
        sections, the first title.
    tags
        Heading to the HXL tag below it, if there is a row of tags.
    """

    name: str
    file: str
    sheet: str = ""
    headings: list[str]
    rows: list[list[str]]
    numbers: list[int]
    found: list[Problem] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    shown: dict[str, str] = field(default_factory=dict)
    named: list[str] = field(default_factory=list)
    counted: tuple[int, int, int] | None = None
    is_split_by_semicolons: bool = False
    counts_from_1904: bool = False
    merged: Merged | None = None
    above: tuple[int, str] = (0, "")
    tags: dict[str, Tag] = field(default_factory=dict)

    def add(  # noqa: PLR0913 - a problem has these parts
        self,
        severity: Severity,
        message: str,
        suggestion: str = "",
        *,
        row: int | None = None,
        column: str = "",
        value: str = "",
        cells: Iterable[tuple[int, str]] = (),
    ) -> None:
        """Note a problem with the sheet."""
        Problems(table=self.name, file=self.file, sheet=self.sheet, found=self.found).add(
            severity, message, suggestion, row=row, column=column, value=value, cells=cells
        )

    def column(self, heading: str) -> list[str]:
        """Return the cells below a heading; empty texts if it is not there."""
        if heading not in self.headings:
            return [""] * len(self.numbers)
        return self.column_at(self.headings.index(heading))

    def column_at(self, at: int) -> list[str]:
        """Return the cells of a column by its number."""
        return list(map(itemgetter(at), self.rows))

    def columns(self) -> list[list[str]]:
        """Return the cells of all columns, in the order of their headings."""
        return list(map(self.column_at, range(len(self.headings))))

    def row(self, at: int) -> list[str]:
        """Return the cells of a row, by its place among the rows."""
        return list(self.rows[at])

    def put(self, at: int, column: int, text: str) -> None:
        """Replace a cell, by the place of its row and the number of its column."""
        self.rows[at][column] = text

    def leave_out(self, at: int) -> None:
        """Leave out the row at a place."""
        del self.rows[at], self.numbers[at]

    def keep(self, rows: Iterable[int], columns: Sequence[int] | None = None) -> Sheet:
        """Return a sheet of the rows at some places, of all columns or some, to note more on."""
        kept = list(rows)
        every = range(len(self.headings)) if columns is None else columns
        return replace(
            self,
            headings=[self.headings[at] for at in every],
            rows=[[self.rows[row][at] for at in every] for row in kept],
            numbers=[self.numbers[row] for row in kept],
            found=list(self.found),
        )


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

    made = Sheet(name=name, file=file, sheet=sheet, headings=[], rows=[], numbers=[])
    if not filled:
        return made
    there = {number for number, _ in filled}
    filled, previews = drop_import_ids(filled)
    if previews:
        made.add("note", f"{count_of(previews, 'preview')} of the form left out.")
    tags = find_tag_row([row for _, row in filled])
    cells, start, last = _find_headings([row for _, row in filled], tags)
    made.titles = [text for _, row in filled[:start] for cell in row if (text := clean_text(cell))]
    made.headings = _name_columns(cells, made)
    if tags is not None:
        _take_tags(made, filled[tags])
    over = [text for cell in filled[start - 1][1] if (text := clean_text(cell))] if start else []
    if len(over) == 1:
        made.above = (filled[start - 1][0], over[0])
    if tags is None and last > start:
        made.add(
            "note",
            f"the headings were found in rows {filled[start][0]} and {filled[last][0]}.",
            row=filled[start][0],
        )
    elif tags is None and start:
        made.add(
            "note", f"the headings were found in row {filled[start][0]}.", row=filled[start][0]
        )

    # In a matrix or a grid of ticks the corner is often empty: it stands above the names of rows.
    body = filled[last + 1 :]
    has_no_corner = len(made.headings) > 1 and not made.headings[0]
    if has_no_corner and (_is_square(made.headings[1:], body) or _is_grid(made.headings, body)):
        made.headings[0] = "name"
    _take_rows(made, body)

    _tell_blank(made, there, filled[start][0], filled[-1][0])
    return made


def _tell_blank(sheet: Sheet, there: Collection[int], first: int, last: int) -> None:
    """Say of blank rows between others, which somebody may have lost; after the last are none.

    `there` are the numbers of the rows that hold something.
    """
    is_whole = last - first + 1 == sum(first <= number <= last for number in there)
    blank = [] if is_whole else [row for row in range(first + 1, last) if row not in there]
    if blank:
        sheet.add("note", f"{count_of(len(blank), 'blank row')} left out.", row=blank[0])


def _take_tags(sheet: Sheet, row: tuple[int, Sequence[str]]) -> None:
    """Keep the tags below the headings: they are no row of data."""
    number, cells = row
    for heading, cell in zip(sheet.headings, cells, strict=False):
        tag = read_tag(cell)
        if tag is not None:
            sheet.tags[heading] = tag
    sheet.add("note", "the tags of HXL were found in this row.", row=number)


def _find_headings(rows: Sequence[Sequence[str]], tags: int | None) -> tuple[list[str], int, int]:
    """Return the headings, and the first and last of the rows that hold them.

    With a row of tags, `tags`, that is the last.
    """
    if tags is not None:
        return name_columns(rows, tags), max(tags - 1, 0), tags
    matrix = find_matrix(rows, _TITLE_ROWS)
    if matrix is not None:
        corner, *along = map(clean_text, rows[matrix])
        # A title above may say what the numbers mean: 0 = none.
        titles = [clean_text(cell) for row in rows[:matrix] for cell in row if "=" in cell]
        return [" ".join([*titles, corner]).strip() or "name", *along], matrix, matrix
    start = _find_heading_row(rows[:_TITLE_ROWS])
    cells, last = join_heading_rows(rows[: start + _TITLE_ROWS], start)
    return cells, start, last


def _find_heading_row(rows: Sequence[Sequence[str]]) -> int:
    """Return which of the first rows holds the headings.

    The first, if it has a known heading and is no title; else the one with the most of them.
    """
    # Nearly always it is the first, and no other need be looked at.
    is_wide = bool(rows) and sum(bool(cell.strip()) for cell in rows[0]) > 1
    if is_wide and rows[0][0].strip() and count_known(rows[0]):
        return 0
    known = [count_known(row) for row in rows]
    if not known or not max(known):
        return 0
    widths = [sum(bool(cell.strip()) for cell in row) for row in rows]
    # Groups of headings leave the first cell of their row empty.
    is_group = not rows[0][0].strip() and max(known) > known[0]
    if known[0] and not is_group and (widths[0] > 1 or max(widths) == 1):
        return 0
    # A title of one word may be known too: the headings are the wider of two such rows.
    ranks = [(count, width > 1) for count, width in zip(known, widths, strict=True)]
    return ranks.index(max(ranks))


def _is_square(top: list[str], body: list[tuple[int, Sequence[str]]]) -> bool:
    """Tell whether the names along the top stand down the side too, as in a matrix."""
    side = {clean_text(row[0]).casefold() for _, row in body if row}
    return bool(top) and side == {clean_text(name).casefold() for name in top}


def _is_grid(headings: list[str], body: list[tuple[int, Sequence[str]]]) -> bool:
    """Tell whether every row has a name of its own, and beside it nothing but ticks or numbers."""
    names = [clean_text(row[0]).casefold() for _, row in body if row]
    cells = {clean_text(cell).casefold() for _, row in body for cell in row[1 : len(headings)]}
    return (
        all(headings[1:])
        and len(set(names)) == len(body) > 1
        and not any(map(_is_tick, names))
        and "" not in names
        and bool(cells - {""})
        and all(map(_is_tick, cells - {""}))
    )


def _is_tick(cell: str) -> bool:
    return (
        cell in {"x", "y", "n", "yes", "no", "\u2713", "\u2714"} or cell.replace(".", "").isdigit()
    )


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
    """Put the rows in the sheet, each as wide as the headings, without columns that have none."""
    width = len(sheet.headings)
    unnamed = [column for column, heading in enumerate(sheet.headings) if not heading]
    for column in unnamed:
        if any(column < len(row) and row[column].strip() for _, row in body):
            sheet.add("warning", f"column {column + 1} has no heading and was not read.")
    # Nearly every file: nothing to fill, cut or leave out.
    if not unnamed and {len(row) for _, row in body} <= {width}:
        sheet.numbers = [number for number, _ in body]
        sheet.rows = [row if isinstance(row, list) else list(row) for _, row in body]
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
    if unnamed:
        named = [column for column, heading in enumerate(sheet.headings) if heading]
        sheet.headings = [sheet.headings[column] for column in named]
        sheet.rows = [[row[column] for column in named] for row in sheet.rows]
