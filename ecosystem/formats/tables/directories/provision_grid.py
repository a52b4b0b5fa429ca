"""A grid of who does what where: places by services, in the cells the names of who does it.

Partnerships draw up such a sheet to see gaps: an empty cell is a place for which nobody is named.
It is unfolded into a directory with a row for each name in a cell, and read as one. All places
are kept, those without a name above all.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from ecosystem.data import clean_text, clean_texts, split_names
from ecosystem.formats.sheets.sheet import Sheet
from ecosystem.formats.tables.guards import marks_guards
from ecosystem.formats.tables.places.uk_areas import find_uk_area
from ecosystem.wording import count_of, join_words

from .directory import read_directory
from .service_words import find_service_type
from .tick_columns import list_between, read_mark

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence


_LEAST = 0.5
"""Share of names that must be of services or places, and of filled cells that must hold words:
below it the sheet is another that happens to have a few of these."""

_FEWEST = 2
"""Services along the top, and places down the side."""

_NOBODY = re.compile(
    r"no|none|nil|gaps?|nothing|nobody|n/?a|unknown|not known|not sure|tb[ca]|"
    r"(?:no|not any|none) .*|[\W_]+",
    re.IGNORECASE,
)
"""Cells that name nobody: that there is none, or that it is not known."""

_COMMA = re.compile(r"\s*(?:,| & | and )\s*")
_SLASH = re.compile(r"\s+/\s+")
_MOST_SAID = 6
"""Cells that a sentence lists before it counts the rest."""


class _Cell(NamedTuple):
    """A filled cell: who does the service in the place, and the row it stands in."""

    number: int
    service: str
    place: str
    text: str


def read_provision_grid(sheet: Sheet, sheets: Sequence[Sheet]) -> list[Sheet]:  # noqa: ARG001 - as all readers
    """Return organisations, services and areas, if the sheet is such a grid; else none.

    A column or row before or behind those that are named is of something else, as notes or whom to
    ask, and may hold people: it is not read.
    """
    top = [clean_text(heading) for heading in sheet.headings[1:]]
    side = clean_texts(sheet.column_at(0)) if top else []
    is_turned = _are_named(top, find_uk_area) and _are_named(side, find_service_type)
    if not is_turned and not (
        _are_named(top, find_service_type) and _are_named(side, find_uk_area)
    ):
        return []
    along = _list_named(top, find_uk_area if is_turned else find_service_type)
    down = _list_named(side, find_service_type if is_turned else find_uk_area)
    cells = [
        _Cell(number, *((name, heading) if is_turned else (heading, name)), text)
        for number, name, row in zip(sheet.numbers, side, sheet.rows, strict=True)
        for heading, cell in zip(top, row[1:], strict=True)
        if name in down and heading in along and (text := clean_text(cell))
    ]
    if not _hold_names(cells):
        return []
    unfolded = _unfold(sheet, cells)
    _say_unread(unfolded, [name for name in (*top, *side) if name and name not in {*along, *down}])
    made = read_directory(unfolded, [unfolded])
    return [*made, _list_places(sheet, along if is_turned else down)] if made else []


def _are_named(names: Sequence[str], find: Callable[[str], str]) -> bool:
    """Tell whether names are several, and most of them are of a sort."""
    filled = [name for name in names if name]
    return len(filled) >= _FEWEST and sum(map(bool, map(find, filled))) >= _LEAST * len(filled)


def _list_named(names: Sequence[str], find: Callable[[str], str]) -> list[str]:
    """Return the names from the first to the last of a sort."""
    return [name for name in list_between(names, lambda name: bool(find(name))) if name]


def _hold_names(cells: Sequence[_Cell]) -> bool:
    """Tell whether most cells name somebody, and do not count or tick."""
    filled = [text for *_, text in cells if not _NOBODY.fullmatch(text)]
    words = [text for text in filled if any(map(str.isalpha, text)) and read_mark(text) is None]
    return bool(words) and len(words) >= _LEAST * len(filled)


def _unfold(sheet: Sheet, cells: Sequence[_Cell]) -> Sheet:
    """Return a directory with a row for each name in a cell."""
    empty = [cell.text for cell in cells if _NOBODY.fullmatch(cell.text)]
    named = [
        (cell, part)
        for cell in cells
        if not _NOBODY.fullmatch(cell.text)
        for part in _split(cell.text)
    ]
    alone = {part.casefold() for _, part in named if not _COMMA.search(part)}
    rows = [(cell, name) for cell, part in named for name in _part_at_commas(part, alone)]
    unfolded = replace(
        sheet,
        headings=["Organisation", "What they do", "Area covered"],
        rows=[[name, cell.service, cell.place] for cell, name in rows],
        numbers=[cell.number for cell, _ in rows],
        found=list(sheet.found),
    )
    services, places = {cell.service for cell in cells}, {cell.place for cell in cells}
    unfolded.add(
        "note",
        f"Sheet '{sheet.name}': names in a grid of {count_of(len(places), 'place')} and "
        f"{count_of(len(services), 'service')}, read as who does what where.",
    )
    if empty:
        shown = join_words([f"'{cell}'" for cell in dict.fromkeys(empty)], most=_MOST_SAID)
        unfolded.add("note", f"{count_of(len(empty), 'cell')} without a name left out: {shown}.")
    _ask_about_commas(unfolded, alone)
    return unfolded


def _say_unread(unfolded: Sheet, names: Sequence[str]) -> None:
    """Say which rows and columns are of something else; who may see a row is read elsewhere."""
    if others := [name for name in names if not marks_guards(name)]:
        shown = join_words([f"'{name}'" for name in others], most=_MOST_SAID)
        unfolded.add("warning", f"not read, because outside the services and places: {shown}.")


def _list_places(sheet: Sheet, places: Sequence[str]) -> Sheet:
    """Return all places as areas: one for which nobody is named is there all the same."""
    return Sheet(
        name="areas",
        file=sheet.file,
        sheet=sheet.sheet,
        headings=["name"],
        rows=[[place] for place in dict.fromkeys(places)],
        # In the row of the headings, so that a mark of who may see a row is of none of them.
        numbers=[max(min(sheet.numbers) - 1, 1)] * len(set(places)),
    )


def _split(cell: str) -> list[str]:
    """Return the names of a cell where a clear sign parts them."""
    return [name for part in split_names(cell) for name in _SLASH.split(part) if name]


def _part_at_commas(part: str, alone: Collection[str]) -> list[str]:
    """Return names parted by commas if one of them stands alone elsewhere, else the whole."""
    names = [name for name in _COMMA.split(part) if name]
    return names if any(name.casefold() in alone for name in names) else [part]


def _ask_about_commas(unfolded: Sheet, alone: Collection[str]) -> None:
    """Ask about names with a comma or an and in them that stayed whole."""
    whole = {
        row[0]: number
        for row, number in zip(unfolded.rows, unfolded.numbers, strict=True)
        if _COMMA.search(row[0]) and row[0].casefold() not in alone
    }
    if whole:
        shown = join_words([f"'{name}'" for name in whole], most=_MOST_SAID)
        unfolded.add(
            "warning",
            f"read as one organisation each: {shown}.",
            "Where several are meant, put a semicolon between them.",
            row=min(whole.values()),
        )
