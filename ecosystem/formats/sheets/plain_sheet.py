"""`PlainSheet`: a sheet kept column by column, as its file was split, until its rows are wanted.

Most tables are looked at a column at a time, from the file to the checks, and of a hundred thousand
rows each costs more to make and to walk through than all its cells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecosystem.data import ERROR_WORDS, clean_text, unescape_text

from .sheet import Sheet, make_sheet
from .text import MOST_CELLS, MOST_ROWS, too_many

if TYPE_CHECKING:
    from collections.abc import Sequence


_TABLE_HINT = (
    "Of a table of ours more is read: name the file as one, and its headings as its columns. Or "
    "leave out what is not needed."
)

_HEAD = 60
"""Rows in which titles, tags and headings are looked for, beside as many as there are columns."""


class PlainSheet(Sheet):
    """A sheet of which the cells are kept either by column or, once `rows` is asked for, by row."""

    _by_column: list[list[str]] | None = None
    _by_row: list[list[str]]

    @property
    def rows(self) -> list[list[str]]:
        """The cells by row; from now on they are kept so.

        Raises
        ------
        DataError
            If there are more than can be kept so.
        """
        if self._by_column is not None:
            cells = len(self.numbers) * len(self._by_column)
            if len(self.numbers) > MOST_ROWS or cells > MOST_CELLS:
                raise too_many(self.file, _TABLE_HINT)
            self._by_row = list(map(list, zip(*self._by_column, strict=True)))
            self._by_column = None
        return self._by_row

    @rows.setter
    def rows(self, rows: list[list[str]]) -> None:
        self._by_row = rows
        self._by_column = None

    def keep_by_column(self, columns: Sequence[list[str]]) -> None:
        """Take these columns as the cells."""
        self._by_row = []
        self._by_column = list(columns)

    def column_at(self, at: int) -> list[str]:
        """Return the cells of a column by its number."""
        return super().column_at(at) if self._by_column is None else list(self._by_column[at])

    def row(self, at: int) -> list[str]:
        """Return the cells of a row, by its place among the rows."""
        if self._by_column is None:
            return super().row(at)
        return [column[at] for column in self._by_column]

    def put(self, at: int, column: int, text: str) -> None:
        """Replace a cell, by the place of its row and the number of its column."""
        if self._by_column is None:
            super().put(at, column, text)
        else:
            self._by_column[column][at] = text

    def leave_out(self, at: int) -> None:
        """Leave out the row at a place."""
        if self._by_column is None:
            super().leave_out(at)
            return
        del self.numbers[at]
        for column in self._by_column:
            del column[at]


def make_plain_sheet(name: str, file: str, columns: Sequence[list[str]]) -> Sheet | None:
    """Return columns, the first row of them the headings, as a sheet; None if it takes more.

    That is where the first row is a title or a tag, where a column has no heading, and where a row
    is blank: all that `make_sheet` looks for.
    """
    tops = [column[: _HEAD + len(columns)] for column in columns]
    head = [list(row) for row in zip(*tops, strict=True)]
    seen = make_sheet(name, file, "", head)
    numbers = list(range(2, len(columns[0]) + 1))
    is_plain = (
        all(seen.headings)
        and seen.headings == [clean_text(column[0]) for column in columns]
        and not (seen.found or seen.titles or seen.tags)
        and seen.numbers == numbers[: len(head) - 1]
    )
    if not is_plain or not _are_filled(columns):
        return None
    made = PlainSheet(name=name, file=file, headings=seen.headings, rows=[], numbers=numbers)
    made.keep_by_column([column[1:] for column in columns])
    return made


def _are_filled(columns: Sequence[list[str]]) -> bool:
    """Tell whether every row holds something."""
    if all(map(str.strip, set(columns[0]))):
        return True
    blank = [at for at, cell in enumerate(columns[0]) if not cell.strip()]
    return all(any(column[at].strip() for column in columns[1:]) for at in blank)


def refuse_errors(sheet: Sheet) -> None:
    """Note cells that show the error of a formula, and take off the apostrophe of escaped text."""
    signed = sorted(
        (row, column, cell)
        for column, cells in enumerate(sheet.columns())
        for row, cell in enumerate(cells)
        if cell.startswith(("#", "'"))
    )
    for row, column, cell in signed:
        if cell in ERROR_WORDS:
            sheet.add(
                "error",
                f"the cell shows {cell}.",
                "Correct the formula, or empty the cell.",
                row=sheet.numbers[row],
                column=sheet.headings[column],
                value=cell,
            )
            sheet.put(row, column, "")
        elif cell[0] == "'":
            sheet.put(row, column, unescape_text(cell))
    sheet.headings = [unescape_text(heading) for heading in sheet.headings]


def tell_lost(sheet: Sheet, lost: int) -> None:
    """Warn of letters that another program replaced by the sign of a lost one."""
    if lost:
        sheet.add(
            "warning",
            f"{lost} letters were lost before the file came here, and show as \ufffd.",
            "Look for the sign and put the letters back.",
        )
