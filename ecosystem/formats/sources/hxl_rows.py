"""Rows of a sheet with HXL tags: who does what, where, when, and how many it reached.

Hashtags and attributes: https://hxlstandard.org/standard/1-1final/dictionary.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ecosystem.data import MISSING_WORDS, clean_text, split_names
from ecosystem.formats.tables.guards import find_least_guarded, read_guards, read_mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ecosystem.formats.sheets.sheet import Sheet
    from ecosystem.formats.sheets.tag_row import Tag


LEAD, IMPLEMENTING, PARTNER, FUNDER = "lead", "implementing", "partner", "funder"
OTHER, NO_PART = "organisation", "beside"
"""The parts that an organisation may have in a row; OTHER where the tag names none, and NO_PART for
who only coordinates or reports."""
PARTS = (LEAD, IMPLEMENTING, PARTNER, FUNDER, OTHER, NO_PART)

_PARTS = {
    **dict.fromkeys(("prog", "programme", "program", "lead"), LEAD),
    **dict.fromkeys(("impl", "implementing", "implementer"), IMPLEMENTING),
    **dict.fromkeys(("partner", "partners"), PARTNER),
    **dict.fromkeys(("funder", "fund", "funding", "donor", "funded"), FUNDER),
    **dict.fromkeys(("coord", "cluster", "focal", "reporting", "report", "source"), NO_PART),
}
_FACTS = {
    **dict.fromkeys(("code", "id", "pcode", "iso2", "iso3", "iati"), "code"),
    **dict.fromkeys(("acronym", "abbrev", "abbr", "short"), "acronym"),
    "type": "type",
}
_NO_NAMES = frozenset(
    ["contact", "email", "phone", "url", "website", "num", "number", "count", "value", "reference"]
)
"""Attributes of columns about an organisation or a place that say neither name nor code."""
_WHOLE = frozenset(["total", "ind", "people", "persons", "individuals", "num", "all", "actual"])
"""Attributes that leave #reached a number of all people; others count some, or no people."""

_MOST_FOLDED = 20_000
"""Texts kept folded: each name stands in many rows, and is compared in several ways."""

LEVELS = ("country", "adm1", "adm2", "adm3", "adm4", "adm5")
"""Places from the largest to the smallest."""


class Meaning(NamedTuple):
    """What of a row a column says, as ("adm1", "code")."""

    about: str
    fact: str = "name"


class Place(NamedTuple):
    """A place at one of the levels, by name, code or both."""

    level: str
    name: str
    code: str


@dataclass(kw_only=True)
class Activity:
    """One row: who does what, where.

    Attributes
    ----------
    number
        The row as the spreadsheet shows it.
    parts
        The parts of organisations, each to the names that have it.
    cells
        About and fact of every column to its filled cells.
    places
        The places that the row names, the largest first.
    visibility
        Who may see the row; empty for everybody.
    """

    number: int
    parts: dict[str, list[str]] = field(default_factory=dict)
    cells: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)
    visibility: str = ""

    def get(self, about: str, fact: str = "name") -> str:
        """Return the first cell that says this, or an empty text."""
        found = self.cells.get((about, fact))
        return found[0] if found else ""


def read_meaning(tag: Tag) -> Meaning | None:
    """Return what a tag says of a row, or None if it is not read.

    Examples
    --------
    >>> from ecosystem.formats.sheets.tag_row import read_tag
    >>> read_meaning(read_tag("#org+impl+code")), read_meaning(read_tag("#adm2"))
    (Meaning(about='implementing', fact='code'), Meaning(about='adm2', fact='name'))
    >>> [read_meaning(read_tag(tag)) for tag in ("#reached+f", "#contact+email")]
    [None, None]
    """
    attributes = set(tag.attributes)
    fact = next((_FACTS[word] for word in tag.attributes if word in _FACTS), "name")
    if tag.name == "org":
        part = next((_PARTS[word] for word in tag.attributes if word in _PARTS), OTHER)
        return None if attributes & _NO_NAMES else Meaning(part, fact)
    if tag.name in {*LEVELS, "loc"}:
        is_place = not attributes & _NO_NAMES and fact in {"name", "code"}
        return Meaning(tag.name, fact) if is_place else None
    if tag.name in {"sector", "subsector", "activity", "service"}:
        about = "activity" if tag.name == "service" else tag.name
        return Meaning(about, fact) if fact in {"name", "code"} else None
    if tag.name == "reached" and attributes <= _WHOLE:
        return Meaning("reached")
    ends = {"date": ("start", "end"), "geo": ("lat", "lon")}.get(tag.name, ())
    named = next((end for end in ends if end in attributes), "")
    if tag.name == "status":
        named = "status"
    return Meaning(named) if named else None


def list_meanings(sheet: Sheet) -> dict[str, Meaning]:
    """Return what the columns of a sheet say, by heading.

    A column that says the same in another language is left out.
    """
    found: dict[str, Meaning] = {}
    for heading, tag in sheet.tags.items():
        meaning = read_meaning(tag)
        is_translation = any(word.startswith("i_") for word in tag.attributes)
        if meaning is not None and not (is_translation and meaning in found.values()):
            found[heading] = meaning
    return found


def read_rows(sheet: Sheet) -> list[Activity]:
    """Return the rows of a sheet: cells that are filled and say something, names not parted yet."""
    meanings = list_meanings(sheet)
    columns = [(sheet.headings.index(heading), meaning) for heading, meaning in meanings.items()]
    guards = read_guards(sheet)
    rows = []
    for cells, number in zip(sheet.rows, sheet.numbers, strict=True):
        row = Activity(number=number, visibility=guards.get(number, ""))
        for column, meaning in columns:
            cell = clean_text(cells[column])
            if cell and cell.casefold() not in MISSING_WORDS:
                row.cells.setdefault(meaning, []).append(cell)
        row.places = _list_places(row)
        rows.append(row)
    return rows


def _list_places(row: Activity) -> list[Place]:
    named = [Place(level, row.get(level), row.get(level, "code")) for level in (*LEVELS, "loc")]
    return [place for place in named if place.name or place.code]


def find_visibility(marks: Iterable[str]) -> str:
    """Return who may see what rows of these marks tell: whoever may see one of them."""
    least = find_least_guarded(read_mark(mark) for mark in marks)
    return "" if least == read_mark("") else least


def part_names(rows: Sequence[Activity]) -> None:
    """Put the names of organisations in each row by their part, one by one.

    Several in a cell are parted at semicolons and the like; at commas only if all are names that
    stand alone in other cells.
    """
    alone = {
        fold(name)
        for row in rows
        for part in PARTS
        for cell in row.cells.get(Meaning(part), [])
        for name in split_names(cell)
    }
    for row in rows:
        for part in PARTS:
            cells = row.cells.get(Meaning(part), [])
            names = [
                name
                for cell in cells
                for one in split_names(cell)
                for name in _at_commas(one, alone)
            ]
            instead = row.get(part, "acronym") or row.get(part, "code")
            if names or instead:
                row.parts[part] = list(dict.fromkeys(names or [instead]))


def _at_commas(name: str, alone: Iterable[str]) -> list[str]:
    names = [part.strip() for part in name.split(",") if part.strip()]
    return names if len(names) > 1 and all(fold(part) in alone for part in names) else [name]


@lru_cache(maxsize=_MOST_FOLDED)
def fold(text: str) -> str:
    """Return a name as it is compared: without case and doubled spaces."""
    return " ".join(text.casefold().split())


def choose_spellings(texts: Iterable[str]) -> Mapping[str, str]:
    """Return the spelling used most of each text.

    Of two that are as usual one that is not all capitals, and the first in the alphabet.

    Examples
    --------
    >>> choose_spellings(["HEALTH", "Health", "Health", "Food "])
    {'health': 'Health', 'food': 'Food'}
    """
    counted: dict[str, Counter[str]] = {}
    for text in texts:
        if text:
            counted.setdefault(fold(text), Counter())[" ".join(text.split())] += 1
    return {
        folded: min(spellings, key=lambda text: (-spellings[text], text.isupper(), text))
        for folded, spellings in counted.items()
    }
