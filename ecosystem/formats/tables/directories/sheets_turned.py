"""Tables with services down the side and organisations along the top, turned the usual way."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ecosystem.data import clean_texts

from .directory_headings import find_meanings
from .service_words import find_service_type
from .tick_columns import is_ticked

if TYPE_CHECKING:
    from ecosystem.formats.sheets.sheet import Sheet


_LEAST_NAMED = 0.5
"""Share of the names down the side in which a word must name a service."""

_MOST_NAMED = 0.5
"""Share of those along the top in which one may: organisations are called after what they do."""


def turn_sheet(sheet: Sheet) -> Sheet:
    """Return a sheet whose columns are organisations and whose rows are services, turned.

    Every other sheet is returned as it is. All rows of the turned sheet stand in the row of the
    headings, because that is where each organisation is named.
    """
    if not sheet.numbers or len(sheet.headings) < 3:
        return sheet
    top = sheet.headings[1:]
    side = clean_texts(sheet.column_at(0))
    filled = [name for name in side if name]
    if (
        not filled
        or len(set(filled)) < len(side)
        or "organisation" in find_meanings(sheet.headings)
    ):
        return sheet
    is_side = _share_named(filled) >= _LEAST_NAMED
    if not is_side or _share_named(top) > _MOST_NAMED or find_meanings(top):
        return sheet
    if not all(is_ticked(sheet.column(name), name) or not any(sheet.column(name)) for name in top):
        return sheet
    above = max(sheet.numbers[0] - 1, 1)
    return replace(
        sheet,
        headings=["Organisation", *side],
        rows=[[name, *sheet.column(name)] for name in top],
        numbers=[above] * len(top),
    )


def _share_named(names: list[str]) -> float:
    return sum(bool(find_service_type(name)) for name in names) / len(names)
