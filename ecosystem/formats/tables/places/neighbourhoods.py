"""Neighbourhoods and towns by name, and the authorities in which a place of that name lies.

Names of small areas, by the House of Commons Library (MSOA Names; contains Parliamentary
information licensed under the Open Parliament Licence v3.0), and for Scotland and Northern Ireland
their statistical names (Open Government Licence v3.0), each without an ending such as "North". One
row an authority. The list is not complete, and one name may be that of several places: it is good
for asking, and for choosing among what rows are about.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from .uk_areas import find_uk_area, fold_place

_FILE = Path(__file__).with_name("uk_place_names.csv")

_TOWNS = {
    "Ashton-under-Lyne": "Tameside",
    "Ayr": "South Ayrshire",
    "Banbury": "Cherwell",
    "Bognor": "Arun",
    "Borehamwood": "Hertsmere",
    "Burslem": "Stoke-on-Trent",
    "Canvey": "Castle Point",
    "Carrickfergus": "Mid and East Antrim",
    "Droitwich": "Wychavon",
    "East Kilbride": "South Lanarkshire",
    "Edmonton": "Enfield",
    "Grimsby": "North East Lincolnshire",
    "Halifax": "Calderdale",
    "High Wycombe": "Buckinghamshire",
    "Huddersfield": "Kirklees",
    "Lancing": "Adur",
    "Larne": "Mid and East Antrim",
    "Leamington Spa": "Warwick",
    "Livingston": "West Lothian",
    "Loughborough": "Charnwood",
    "Malvern": "Malvern Hills",
    "Ramsgate": "Thanet",
    "St Neots": "Huntingdonshire",
    "Weston-super-Mare": "North Somerset",
    "Whitehaven": "Cumberland",
    "Widnes": "Halton",
    "Willesden": "Brent",
    "Wimbledon": "Merton",
}
"""Towns that the list splits into parts, or spells otherwise, and the authorities they lie in: what
was missing of 330 towns looked up in it."""


@cache
def _list_places() -> dict[str, tuple[str, ...]]:
    """Return the names, folded, each with the codes of the authorities it lies in.

    The file is read when a first cell about areas is, and not on import.
    """
    places: dict[str, list[str]] = {}
    with _FILE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            for name in dict.fromkeys(map(fold_place, row["names"].split("|"))):
                places.setdefault(name, []).append(row["area_code"])
    for town, authority in _TOWNS.items():
        places.setdefault(fold_place(town), []).append(find_uk_area(authority))
    return {name: tuple(codes) for name, codes in places.items()}


def find_neighbourhoods(name: str) -> tuple[str, ...]:
    """Return the codes of the authorities in which a place of this name lies.

    Examples
    --------
    >>> find_neighbourhoods("Handsworth"), find_neighbourhoods("Atlantis")
    (('E08000025', 'E08000039'), ())
    """
    return _list_places().get(fold_place(name), ())
