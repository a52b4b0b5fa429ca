"""Letters in a grid, each of which means something: L = lead, P = partner, R = refers only.

A letter by itself is no tick: an R for "refers on" made a service of what nobody offers. What the
letters mean is read from the key, above or below the grid; what it does not tell is asked about.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ecosystem.data import clean_text
from ecosystem.wording import count_of, join_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecosystem.formats.sheets.sheet import Sheet


_MARKS = frozenset("xyn")
"""Letters that say yes or no by themselves."""

_TICKS = frozenset("po")
"""Letters that are ticks in the fonts of signs, unless others of the grid are none."""

_FEWEST = 2
"""Columns of letters, and different letters, that make a grid of them: one may be a size."""

_KEY = re.compile(r"(?<!\w)([A-Za-z])\s*[=:\u2013-]\s*([^,;/|=\n]+?)(?=\s*[,;/|\n]|\s+\w\s*=|$)")
_NO = re.compile(
    r"\b(?:refer\w*|signpost\w*|no|not|none|never|plan\w*|interest\w*|aware\w*|past|former\w*|"
    r"would|future|ended|used to|apolog\w*|absent)\b",
    re.IGNORECASE,
)
_YES = re.compile(
    r"\b(?:leads?|leading|provid\w*|deliver\w*|partners?|runs?|offers?|main|full|hosts?|supports?|"
    r"yes|core|some|part\w*|chair|members?|does|active|specialis\w*)\b",
    re.IGNORECASE,
)
"""What a letter means where it says that something is not done there, and where it says it is."""


def read_letters(sheet: Sheet) -> Sheet:
    """Return the sheet with yes, nothing or a question mark for each letter of a grid of them."""
    columns = [at for at in range(1, len(sheet.headings)) if _are_letters(sheet.column_at(at))]
    letters = {text for at in columns for cell in sheet.column_at(at) if (text := clean_text(cell))}
    codes = {letter for letter in letters if letter.casefold() not in _MARKS}
    is_coded = any(letter.casefold() not in _TICKS for letter in codes)
    if len(columns) < _FEWEST or len({*map(str.casefold, codes)}) < _FEWEST or not is_coded:
        return sheet
    key = {letter.casefold(): meaning for letter, meaning in _KEY.findall(_list_remarks(sheet))}
    meant = {letter: _read_meaning(key.get(letter.casefold(), "")) for letter in codes}
    made = replace(sheet, rows=[list(row) for row in sheet.rows], found=list(sheet.found))
    for at in columns:
        for row, cell in enumerate(sheet.column_at(at)):
            made.put(row, at, meant.get(clean_text(cell), cell))
    readings = {"yes": "yes", "": "no", "?": "not known"}
    said = join_words([f"{one} as {readings[meant[one]]}" for one in sorted(codes)])
    is_asked = "?" in meant.values()
    made.add(
        "warning" if is_asked else "note",
        f"{count_of(len(codes), 'letter')} in a grid, read by its key: {said}.",
        "Write below or above the grid what each means, as L = lead." if is_asked else "",
    )
    return made


def _are_letters(cells: Sequence[str]) -> bool:
    """Tell whether what is filled in is one letter each, or a mark."""
    filled = [text for cell in cells if (text := clean_text(cell))]
    return any(map(str.isalpha, filled)) and all(len(text) == 1 for text in filled)


def _list_remarks(sheet: Sheet) -> str:
    """Return what stands above the grid, and alone in its rows."""
    rows = [[text for cell in row if (text := clean_text(cell))] for row in sheet.rows]
    return "\n".join(
        [*sheet.titles, *sheet.headings[:1], *(row[0] for row in rows if len(row) == 1)]
    )


def _read_meaning(meaning: str) -> str:
    if _NO.search(meaning):
        return ""
    return "yes" if _YES.search(meaning) else "?"
