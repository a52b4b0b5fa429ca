"""Larger places of the United Kingdom, and the authorities in them.

From the lookups of the Office for National Statistics (Open Government Licence v3.0): counties,
ceremonial counties, combined authorities (as of about 2023), regions and nations. A ceremonial
county has no code and goes by its name.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

_FILE = Path(__file__).with_name("uk_larger_places.csv")

_TOGETHER = {
    "K02000001": ("United Kingdom", ("E92000001", "W92000004", "S92000003", "N92000002")),
    "K03000001": ("Great Britain", ("E92000001", "W92000004", "S92000003")),
    "K04000001": ("England and Wales", ("E92000001", "W92000004")),
}
"""What nations make up together: code, name and parts."""

_WIDEST = ("country", "region", "combined authority", "county", "ceremonial county")
"""Kinds in the order in which a name is taken to mean them: the West Midlands are a region and a
combined authority inside it, and who works "in the West Midlands" is not said to leave any out.
"""


class LargerPlace(NamedTuple):
    """A place with authorities in it; a ceremonial county goes by its name, having no code."""

    code: str
    name: str
    kind: str
    inside: frozenset[str]


@cache
def list_larger_places() -> dict[str, LargerPlace]:
    """Return the larger places by code, each with the codes of the authorities in it."""
    inside: dict[tuple[str, str, str], set[str]] = {}
    with _FILE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            key = (row["code"] or row["name"], row["name"], row["kind"])
            inside.setdefault(key, set()).add(row["area_code"])
    # Widest kinds first, so that whoever looks by name meets them first.
    ordered = sorted(inside, key=lambda key: (_WIDEST.index(key[2]), key[1]))
    places = {key[0]: LargerPlace(*key, frozenset(inside[key])) for key in ordered}
    for code, (name, nations) in _TOGETHER.items():
        authorities = frozenset().union(*(places[nation].inside for nation in nations))
        places[code] = LargerPlace(code, name, "country", authorities)
    return places


def list_inside(code: str) -> frozenset[str]:
    """Return the codes of the authorities inside a larger place; none for any other code.

    Examples
    --------
    >>> len(list_inside("E47000007")), len(list_inside("K02000001")), len(list_inside("E08000026"))
    (7, 361, 0)
    """
    place = list_larger_places().get(code)
    return place.inside if place else frozenset()


def find_larger_places(name: str) -> list[LargerPlace]:
    """Return the larger places of this name, case left aside, the widest kind first.

    Examples
    --------
    >>> [place.kind for place in find_larger_places("west midlands")]
    ['region', 'combined authority', 'ceremonial county']
    """
    return [
        place for place in list_larger_places().values() if place.name.casefold() == name.casefold()
    ]
