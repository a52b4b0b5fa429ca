"""Neighbourhoods and towns by name, and the authorities in which a place of that name lies.

Names of small areas, by the House of Commons Library (MSOA Names, Open Parliament Licence v3.0),
and for Scotland and Northern Ireland their statistical names (Open Government Licence v3.0), each
without an ending such as "North". One row an authority. The list is not complete, and one name may
be that of several places: it is good for asking, and for choosing among what rows are about.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from .uk_areas import fold_place

_FILE = Path(__file__).with_name("uk_place_names.csv")


@cache
def _list_places() -> dict[str, tuple[str, ...]]:
    """Return the names, folded, each with the codes of the authorities it lies in.

    The file is read at the first name that needs it: whoever names authorities does not.
    """
    places: dict[str, list[str]] = {}
    with _FILE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            for name in dict.fromkeys(map(fold_place, row["names"].split("|"))):
                places.setdefault(name, []).append(row["area_code"])
    return {name: tuple(codes) for name, codes in places.items()}


def find_neighbourhoods(name: str) -> tuple[str, ...]:
    """Return the codes of the authorities in which a place of this name lies.

    Examples
    --------
    >>> find_neighbourhoods("Handsworth"), find_neighbourhoods("Atlantis")
    (('E08000025', 'E08000039'), ())
    """
    return _list_places().get(fold_place(name), ())


@cache
def _list_beginnings() -> dict[str, tuple[str, ...]]:
    """Return what names of several words begin with, and the authorities they lie in."""
    begun: dict[str, set[str]] = {}
    for name, codes in _list_places().items():
        words = name.split()
        for end in range(1, len(words)):
            begun.setdefault(" ".join(words[:end]), set()).update(codes)
    return {beginning: tuple(sorted(codes)) for beginning, codes in begun.items()}


def find_beginnings(name: str) -> tuple[str, ...]:
    """Return where places lie whose name begins with these words: Burslem Park for Burslem.

    Good for asking only: Victoria is not Victoria Park.

    Examples
    --------
    >>> find_beginnings("Burslem")
    ('E06000021',)
    """
    return _list_beginnings().get(fold_place(name), ())
