"""Keys of colours: "red = closed" says that cells mean more than is written in them.

Colours and struck-out words are not read, so that what is closed in red looks open here. Who has a
key has to hear of it; without one nobody can know that colours mean anything.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ecosystem.data import clean_text

if TYPE_CHECKING:
    from ecosystem.formats.sheets.sheet import Sheet


_KEY = re.compile(
    r"\b(?:(?:green|red|amber|yellow|orange|blue|pink|purple|grey|gray)"
    r"(?: (?:text|cells?|rows?|names?|shading|highlight\w*))?"
    r"(?:\s*[=:]|\s+[\u2013-]\s| means?\b| indicates?\b)"
    r"|(?:highlight|shad|colou?r)ed\b"
    r"|(?:struck|strike|crossed)[ -]?(?:through|out)\b|strikethrough\b)",
    re.IGNORECASE,
)
_SIGNS = " =:\u2013-"
_FOOT = 20
"""Rows at the end in which a key is looked for, beside what stands above the headings."""


def tell_colour_key(sheet: Sheet) -> None:
    """Warn of a key of colours, or of words struck out, above or below a table."""
    below = [
        (sheet.numbers[at], filled[0])
        for at in range(max(len(sheet.numbers) - _FOOT, 0), len(sheet.numbers))
        if len(filled := [text for cell in sheet.row(at) if (text := clean_text(cell))]) == 1
    ]
    for row, text in [*((None, title) for title in sheet.titles), *below]:
        if found := _KEY.search(text):
            sheet.add(
                "warning",
                f"a key tells what '{found[0].rstrip(_SIGNS)}' means, and neither colours nor "
                "struck-out words are read.",
                "Say the same in words, in a column as Status: closed, waiting list.",
                row=row,
                value=text,
            )
            return
