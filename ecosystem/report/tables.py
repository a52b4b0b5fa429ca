"""A table of a page: its rows as HTML, and all of them as a file that the page holds."""

from __future__ import annotations

import base64
import csv
import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from ecosystem.data import escape_formula
from ecosystem.pages import render

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROWS_A_SHEET = 45
"""Rows of a table that fit on a sheet of A4 at the end of the report, which a test holds in the
browser. One with more rows becomes several, each with its headings."""

MOST_ON_PAPER = _ROWS_A_SHEET
"""Rows of a whole table that are printed: of more, one looks for a row on a screen."""

_MOST_ON_SCREEN = 40 * _ROWS_A_SHEET
"""Rows of a table that a page shows, 1,800: a browser finds a word in as many without waiting. The
file holds all of them."""

_LARGEST_PLAIN = 250_000
"""Bytes of CSV above which it is packed. Sixteen such tables keep a report below 5 MB, which most
mail boxes take even where a page counts by half more on its way."""

_PACKED_ON = (1980, 1, 1, 0, 0, 0)
"""The first day a packed file can bear: the same rows give the same bytes."""


class _Line:
    """A file of one line, which hands back what is written to it."""

    def write(self, text: str) -> str:
        """Return the line."""
        return text


class TableFile(NamedTuple):
    """All rows of a table as a file: what it is called, its address, and what it is."""

    name: str
    address: str
    words: str


@dataclass(frozen=True, kw_only=True)
class TextTable:
    """A table whose cells are said already: text under headings.

    Attributes
    ----------
    caption
        What the rows are.
    headings
        One a column; a heading that begins with * stands over numbers.
    rows
        The cells, row by row, as many as there are headings.
    shades
        Whether the cells are counts, to be shaded by their size.
    packed_order
        The rows by their number, as they follow one another in a packed file; None if as shown.
        Rows that are alike, one after the other, pack smaller.
    """

    caption: str
    headings: Sequence[str]
    rows: Sequence[Sequence[object]]
    shades: bool = False
    packed_order: Sequence[int] | None = None

    @property
    def columns(self) -> list[dict[str, object]]:
        """The headings, and whether each stands over numbers."""
        return [
            {"name": heading.removeprefix("*"), "is_number": heading.startswith("*")}
            for heading in self.headings
        ]

    def to_html(self, *, most_on_paper: int | None = None) -> Markup:
        """Return the table as HTML; numbers of a grid are shaded by their size.

        A long one becomes several, each of which fits on a sheet of paper. Beyond
        `most_on_paper` rows it is not printed, and beyond 1,800 not shown: both are said.
        """
        template = "grid.html" if self.shades else "table.html"
        columns = self.columns
        # What a cell says of its column is set once, not in each row.
        marks = [
            Markup(' data-name="{}"{}').format(
                column["name"], Markup(' class="number"') if column["is_number"] else ""
            )
            for column in columns[1:]
        ]
        parts = []
        shown = self.rows[:_MOST_ON_SCREEN]
        # A table without rows is shown too: its headings say what was looked for.
        for start in range(0, max(len(shown), 1), _ROWS_A_SHEET):
            caption = self.caption if start == 0 else f"{self.caption}, from row {start + 1:,}"
            rows = shown[start : start + _ROWS_A_SHEET]
            is_printed = most_on_paper is None or start < most_on_paper
            parts.append(
                render(
                    template,
                    caption=caption,
                    columns=columns,
                    marks=marks,
                    rows=rows,
                    is_printed=is_printed,
                )
            )
        on_paper = len(self.rows) - (most_on_paper or len(self.rows))
        on_screen = len(self.rows) - len(shown)
        if on_paper > 0 or on_screen:
            parts.append(render("more_rows.html", on_paper=on_paper, on_screen=on_screen))
        return Markup("").join(parts)

    def to_csv(self) -> str:
        """Return the table as CSV, with a mark by which spreadsheets know its letters."""
        return "".join(self._write_lines())

    def _write_lines(self) -> list[str]:
        """Return the headings and each row as CSV."""
        write = csv.writer(_Line()).writerow
        rows = [[column["name"] for column in self.columns], *self.rows]
        headings, *lines = (write([escape_formula(str(cell)) for cell in row]) for row in rows)
        return [f"\ufeff{headings}", *lines]

    def to_file(self, name: str) -> TableFile:
        """Return the table as CSV at an address that holds it: the page fetches nothing.

        A large one is packed as .zip, its rows in their `packed_order`.
        """
        headings, *lines = self._write_lines()
        content = "".join([headings, *lines]).encode()
        if len(content) <= _LARGEST_PLAIN:
            coded = base64.b64encode(content).decode()
            return TableFile(f"{name}.csv", f"data:text/csv;charset=utf-8;base64,{coded}", "as CSV")
        if self.packed_order is not None:
            content = "".join([headings, *(lines[row] for row in self.packed_order)]).encode()
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            entry = zipfile.ZipInfo(f"{name}.csv", _PACKED_ON)
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED, compresslevel=9)
        coded = base64.b64encode(packed.getvalue()).decode()
        return TableFile(f"{name}.zip", f"data:application/zip;base64,{coded}", "as CSV in a .zip")
