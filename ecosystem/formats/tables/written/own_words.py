"""Cells below a heading with choices in which people wrote something of their own.

Under Access stands "with a voucher of the food bank", under Sector "food". Such a word is no slip
of a choice, and a hundred rows of it have one cause: the cell counts as not known, what was written
is kept in a column beside it, and each word is said once. A slip of a choice stays an error, with
the choice that was meant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ecosystem.data import clean_text, clean_texts, read_column
from ecosystem.errors import find_nearest
from ecosystem.wording import count_of, join_words

if TYPE_CHECKING:
    from ecosystem.data import Table
    from ecosystem.formats.sheets.sheet import Sheet


_IN_OWN_WORDS = ("access", "sector")
"""Choices that an empty cell leaves not known, and that people describe in words of their own. An
empty status or direction has a meaning, so that nothing there may turn into one."""


def set_aside_own_words(table: Table, sheet: Sheet, matched: list[str]) -> None:
    """Keep words that are none of the choices in a column of their own, and say each once."""
    for name in _IN_OWN_WORDS:
        if name not in table.names or name not in matched:
            continue
        position = matched.index(name)
        cells = clean_texts(sheet.column_at(position))
        column = table.column(name)
        faults = read_column(column, pd.Series(cells, dtype=object)).faults
        odd = {cells[row] for row, *_ in faults}
        odd -= find_nearest(odd, column.choices).keys()
        if odd:
            _set_aside(sheet, matched, position, odd, join_words(column.choices, last="or"))


def _set_aside(
    sheet: Sheet, matched: list[str], position: int, odd: set[str], choices: str
) -> None:
    heading = sheet.headings[position]
    shown = sheet.shown.get(heading, heading)
    rows: dict[str, list[int]] = {}
    kept = []
    for row, cells in enumerate(sheet.rows):
        cell = clean_text(cells[position])
        kept.append(cell if cell in odd else "")
        if cell in odd:
            rows.setdefault(cell.casefold(), []).append(row)
            cells[position] = ""
    for of_one in rows.values():
        first = of_one[0]
        sheet.add(
            "warning",
            f"{count_of(len(of_one), 'cell')} under '{shown}' with '{kept[first]}', which is none "
            "of the choices, read as not known.",
            f"Choose {choices}.",
            row=sheet.numbers[first],
            column=shown,
            value=kept[first],
            cells=((sheet.numbers[row], kept[row]) for row in of_one),
        )
    sheet.headings.append(f"{heading} (as given)")
    matched.append(sheet.headings[-1])
    for cells, cell in zip(sheet.rows, kept, strict=True):
        cells.append(cell)
