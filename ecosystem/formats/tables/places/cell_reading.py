"""What a cell about areas says: it is parted where it lists several places, and each is read.

People write "Shelton, Hanley", "Stoke & Staffs" or "Kent (not Medway)". Names with an "and" stay
whole, and the names of one cell tell about each other: where a place lies, or what of it is left
out. What of a name cannot be read is asked about; the rest of the cell is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from ecosystem.data import list_inside, list_larger_places
from ecosystem.wording import join_words

from .neighbourhoods import find_neighbourhoods
from .place_reading import (
    LONGEST_NAME,
    Nearby,
    Reading,
    ask,
    find_rivals,
    name_place,
    read_name,
)
from .place_words import expand_words, find_excepted, list_loose, names_no_place, says_all_of_it
from .uk_areas import (
    find_by_part,
    find_region,
    find_uk_area,
    fold_place,
    list_uk_areas,
    strip_river,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


_MOST_JOINED = 5
"""Pieces that one name may have: "Bournemouth, Christchurch and Poole" has three."""

_MOST_CELLS = 10_000
"""Cells kept parted between finding where the rows lie and reading them."""

_BETWEEN = re.compile(
    r"\s*(?:[,;/&+|()\n\u2022]|\s[-\u2013\u2014]\s|\band\b|\bor\b|\bplus\b)\s*", re.IGNORECASE
)
_JOINED = re.compile(r"\s*(?:&|and)\s*", re.IGNORECASE)
_ADDRESS = re.compile(r"\s*[,(]\s*")
"""What stands between a place and the larger one it lies in: "Croydon, London"."""


@dataclass(kw_only=True)
class CellReading:
    """What one cell says: its places, each once, and the readings of the names in it."""

    places: list[str] = field(default_factory=list)
    names: list[Reading] = field(default_factory=list)

    @property
    def unread(self) -> list[Reading]:
        """The names of which something is left to ask."""
        return [name for name in self.names if name.problem]


def find_nearby(cells: Iterable[str], own: Iterable[str]) -> Nearby:
    """Return where rows lie, by what their cells say without doubt."""
    listed = frozenset(name.casefold() for name in own if name)
    codes: dict[str, set[str]] = {}
    for cell in cells:
        pieces = (cell,) if cell.casefold() in listed else _part_cell(cell, listed)[0]
        for piece in pieces:
            if code := _find_certain(piece):
                codes.setdefault(code, set()).update(find_rivals(piece, code))
    # A name that is also that of a neighbourhood says where rows lie unless others lie just there.
    sure = {code for code, rivals in codes.items() if not rivals}
    return _make_nearby(listed, {code for code, rivals in codes.items() if not rivals & sure})


def _make_nearby(listed: frozenset[str], codes: set[str]) -> Nearby:
    used = codes & list_uk_areas().keys()
    regions = {find_region(code) for code in codes if code} - {""}
    around = set(used)
    for code, place in list_larger_places().items():
        is_named = code in codes and place.kind in {"county", "combined authority"}
        if is_named or (place.kind == "ceremonial county" and {code, *place.inside} & {*codes}):
            around |= place.inside
    return Nearby(
        own=listed, used=frozenset(used), around=frozenset(around), regions=frozenset(regions)
    )


def read_cell(cell: str, nearby: Nearby) -> CellReading:
    """Return what a cell says."""
    pieces, marks = _part_cell(cell, nearby.own)
    # What the cell itself names without doubt settles the rest first: "Handsworth, Sheffield".
    here = {code for code in map(_find_certain, pieces) if code} if len(pieces) > 1 else set()
    here |= {inner for code in here for inner in list_inside(code)}
    names = [read_name(piece, nearby, frozenset(here)) for piece in pieces]
    names = _leave_out_excepted(_leave_out_all(_question_wholes(names, marks)))
    # A place that is named twice, as "Hanley, Stoke", counts once.
    places = {find_uk_area(name.code) or name.code: name.code for name in names if name.code}
    return CellReading(places=list(places.values()), names=names)


@cache
def _find_certain(text: str) -> str:
    """Return the code of a place that a name can only mean, whatever the other rows say."""
    expanded = expand_words(fold_place(text))
    code = find_uk_area(text) or find_uk_area(expanded)
    if code:
        return code
    own = find_by_part(expanded)
    return own[0] if len(own) == 1 and set(find_neighbourhoods(expanded)) <= set(own) else ""


@lru_cache(maxsize=_MOST_CELLS)
def _part_cell(cell: str, own: frozenset[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names in a cell, and what stands before each: names with an "and" stay whole.

    From the left the longest run of pieces that is a name; what is none stays in one as far as only
    "and" parts it.
    """
    found = list(_BETWEEN.finditer(cell))
    starts = [0, *(mark.end() for mark in found)]
    ends = [*(mark.start() for mark in found), len(cell)]
    before = ["", *(mark.group() for mark in found)]
    pieces: list[str] = []
    marks: list[str] = []
    at = 0
    is_open = False
    while at < len(starts):
        last = min(len(starts), at + _MOST_JOINED)
        end = next(
            (to for to in range(last, at, -1) if _is_name(cell[starts[at] : ends[to - 1]], own)), 0
        )
        text = cell[starts[at] : ends[(end or at + 1) - 1]].strip(" .:")
        if is_open and not end and text and _JOINED.fullmatch(before[at]):
            pieces[-1] += before[at] + text
        elif text:
            pieces.append(text)
            marks.append(before[at])
        is_open = not end and bool(text)
        at = end or at + 1
    return tuple(pieces), tuple(marks)


def _is_name(text: str, own: frozenset[str]) -> bool:
    """Tell whether a text is one name, so that no mark within it parts it."""
    if not text or len(text) > LONGEST_NAME:
        return False
    folded = fold_place(text)
    expanded = expand_words(folded)
    return bool(
        text.casefold() in own
        or find_uk_area(text)
        or find_uk_area(expanded)
        or names_no_place(folded)
        or list_loose(expanded)
        or find_by_part(strip_river(expanded))
        or find_neighbourhoods(expanded)
    )


def _leave_out_all(names: list[Reading]) -> list[Reading]:
    """Leave out the words that say that all of the authority before them is meant."""
    kept = names[:1]
    for before, name in pairwise(names):
        is_authority = find_uk_area(before.code) in list_uk_areas()
        if not (is_authority and says_all_of_it(fold_place(name.text))):
            kept.append(name)
    return kept


def _leave_out_excepted(names: list[Reading]) -> list[Reading]:
    """Take no larger place for reached of which the cell leaves out a part.

    "Kent (not Medway)" is Kent, for Medway is no part of the county.
    """
    words = [find_excepted(expand_words(fold_place(name.text))) for name in names]
    left_out = {code for word in words if word and (code := find_uk_area(word))}
    kept = []
    for name, word in zip(names, words, strict=True):
        inside = list_inside(find_uk_area(name.code)) if name.code else frozenset()
        if left_out & inside:
            parts = join_words(name_place(code) for code in sorted(left_out & inside))
            kept.append(
                ask(name.text, f"was given without {parts}", "Name the areas that are meant.")
            )
        elif not (word and find_uk_area(word)):
            kept.append(name)
    return kept


def _question_wholes(names: list[Reading], marks: Sequence[str]) -> list[Reading]:
    """Take no larger place for reached that may only say where the place beside it lies.

    "Leek, Staffs" is an address, or Leek and all of Staffordshire: what is sure is Leek.
    """
    codes = [find_uk_area(name.code) for name in names]
    read = list(names)
    for at, (name, code) in enumerate(zip(names, codes, strict=True)):
        inside = list_inside(code) if code else frozenset()
        mates = [
            other
            for other in (at - 1, at + 1)
            if 0 <= other < len(names) and codes[other] and codes[other] in inside
        ]
        beside = [other for other in mates if _ADDRESS.fullmatch(marks[max(at, other)])]
        if beside and not re.search(r"\b(?:wide|all|whole|across)\b", name.text, re.IGNORECASE):
            part = names[beside[0]].text
            read[at] = ask(
                name.text,
                f"was taken to say only where {part} is",
                f"If all of it is meant, write '{name_place(code)}' without {part}.",
            )
    return read
