"""A column of a sheet whose cells are read as people meant them, and what is said of it.

What was read in other words is said once a kind and column: how many cells, the first of them, and
which words became what, under the heading that stands in the file. A warning keeps the row and the
value of each.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from ecosystem.data import clean_texts, read_column
from ecosystem.formats.tables.headings import means_same
from ecosystem.wording import count_of, join_words

if TYPE_CHECKING:
    from ecosystem.data import Table
    from ecosystem.errors import Severity
    from ecosystem.formats.sheets.sheet import Sheet


_MOST = 6
"""Words that one sentence lists; the rest are counted."""


@dataclass(kw_only=True)
class WrittenColumn:
    """One column of a sheet, its cells as clean text.

    Attributes
    ----------
    sheet, position
        The sheet, and which of its columns this is.
    cells
        One a row, as it was written.
    """

    sheet: Sheet
    position: int
    cells: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.cells = clean_texts(self.sheet.column_at(self.position))

    @property
    def heading(self) -> str:
        """What the file calls the column."""
        heading = self.sheet.headings[self.position]
        return self.sheet.shown.get(heading, heading)

    def put(self, row: int, text: str) -> None:
        """Replace a cell of the sheet."""
        self.sheet.put(row, self.position, text)

    def say(
        self, severity: Severity, rows: list[int], words: str, readings: list[str], hint: str = ""
    ) -> None:
        """Say of some rows how their cells were read; `readings` are one a row.

        A reading is what each cell became; where it is empty the cells alone are named.
        """
        title = self.heading.rstrip(" *")
        # By what they became, because many words may mean the same.
        cells: dict[str, dict[str, str]] = {}
        for row, reading in zip(rows, readings, strict=True):
            cell = self.cells[row]
            cells.setdefault(reading, {}).setdefault(cell.casefold(), f"'{cell}'")
        named = [
            f"{join_words(of_one.values(), most=_MOST)}{f' as {reading}' if reading else ''}"
            for reading, of_one in cells.items()
        ]
        several = any(len(of_one) > 1 for of_one in cells.values())
        # Nobody goes through cells that were read as they were meant: a note keeps the first.
        listed = rows if severity == "warning" else ()
        more = [f"{len(named) - _MOST} more"] if len(named) > _MOST else []
        what = "; ".join(named[:_MOST] + more) if several else join_words(named, most=_MOST)
        self.sheet.add(
            severity,
            f"{count_of(len(rows), 'cell')} under '{title}' {words}: {what}.",
            hint,
            row=self.sheet.numbers[rows[0]],
            column=self.heading,
            value=self.cells[rows[0]],
            cells=((self.sheet.numbers[row], self.cells[row]) for row in listed),
        )


def is_of_column(table: Table, written: WrittenColumn, name: str) -> bool:
    """Tell whether a column is what its heading was read as: by title, or by one of its cells.

    Other words are guesses: Places may be a number of them, or where they are.
    """
    heading = written.sheet.headings[written.position]
    if means_same(table.name, heading):
        return True
    filled = pd.Series(sorted({cell for cell in written.cells if cell}), dtype=object)
    return bool(read_column(table.column(name), filled).cells.notna().any())
