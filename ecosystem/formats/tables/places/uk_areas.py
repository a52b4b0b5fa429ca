"""Places of the United Kingdom by code and name: authorities, nations, and codes of the past."""

from __future__ import annotations

import csv
import re
from functools import cache, lru_cache
from pathlib import Path

from ecosystem.data import list_inside, list_larger_places, list_old_areas

_FILE = Path(__file__).with_name("uk_areas.csv")

_NATIONS = {
    "K02000001": ("United Kingdom", "UK", "UK wide", "national", "nationwide", "nation wide"),
    "K03000001": ("Great Britain", "GB", "GB wide"),
    "K04000001": ("England and Wales",),
    "E92000001": ("England", "England wide", "All England", "whole of England"),
    "W92000004": ("Wales", "Wales wide", "All Wales", "Cymru"),
    "S92000003": ("Scotland", "Scotland wide", "All Scotland"),
    "N92000002": ("Northern Ireland", "NI", "Northern Ireland wide"),
}

_SHORT = {
    "E06000010": ("Hull",),
    "E06000011": ("East Yorkshire", "East Riding"),
    "E06000021": ("Stoke", "Stoke on Trent"),
    "E06000022": ("BANES", "B&NES"),
    "E06000047": ("Durham",),
    "E06000058": ("BCP",),
    "N09000005": ("Derry", "Londonderry"),
    "S12000017": ("Highlands", "The Highlands"),
    "S12000013": ("Western Isles", "Outer Hebrides"),
    "S12000036": ("Edinburgh",),
    "S12000047": ("Kingdom of Fife",),
    "W06000001": ("Anglesey", "Ynys Mon", "Ynys M\u00f4n", "Sir Ynys M\u00f4n"),
    "W06000003": ("Sir Conwy",),
    "W06000004": ("Sir Ddinbych",),
    "W06000005": ("Sir y Fflint",),
    "W06000006": ("Wrecsam",),
    "W06000008": ("Sir Ceredigion",),
    "W06000009": ("Sir Benfro",),
    "W06000010": ("Sir Gaerfyrddin", "Sir G\u00e2r", "Sir Gar"),
    "W06000011": ("Abertawe",),
    "W06000012": ("Castell-nedd Port Talbot",),
    "W06000013": ("Pen-y-bont ar Ogwr",),
    "W06000014": ("Bro Morgannwg",),
    "W06000015": ("Caerdydd",),
    "W06000016": ("RCT", "Rhondda Cynon Taff"),
    "W06000018": ("Caerffili",),
    "W06000020": ("Tor-faen",),
    "W06000021": ("Sir Fynwy",),
    "W06000022": ("Casnewydd",),
    "W06000024": ("Merthyr Tudful",),
}


_MOST_FOLDED = 20_000
"""Names kept folded: one cell is looked up in several ways, and a sheet of 5,000 rows takes half as
long with it."""

_RIVER = re.compile(r" (?:upon|on|under) (?:the )?\w+$")
_JOINS = re.compile(r" and | with |, | of |^of | of$|^the | city$|^city$")
_FIRST = re.compile(r"^(rhondda|merthyr|neath|port talbot|welwyn|hatfield|milton|cynon)\b")
_NO_NAMES = frozenset(
    [
        *("", "city", "cleveland", "coast", "county", "dean", "deane", "down", "forest"),
        *("glamorgan", "glens", "isle", "isles", "london", "mid", "milton", "north", "vale"),
        "yorkshire",
    ]
)
"""What stands in names of several kinds of places, and names of more than the authority."""


@cache
def list_uk_areas() -> dict[str, dict[str, str]]:
    """Return the 361 authorities by current code: the cells of an areas row, as text."""
    with _FILE.open(encoding="utf-8", newline="") as lines:
        return {
            row["area_code"]: {
                "area_code": row["area_code"],
                "name": row["name"],
                "kind": "local authority",
                "latitude": row["latitude"],
                "longitude": row["longitude"],
                "population": row["population"],
            }
            for row in csv.DictReader(lines)
        }


@cache
def find_region(code: str) -> str:
    """Return the region or nation that a place lies in, or an empty text if it is in several.

    Examples
    --------
    >>> find_region("E08000026"), find_region("E47000007"), find_region("E92000001")
    ('West Midlands', 'West Midlands', '')
    """
    regions = {_regions().get(inner, "") for inner in list_inside(code) or {code}}
    return regions.pop() if len(regions) == 1 else ""


@cache
def _regions() -> dict[str, str]:
    with _FILE.open(encoding="utf-8", newline="") as lines:
        return {row["area_code"]: row["region"] for row in csv.DictReader(lines)}


@cache
def list_areas_and_larger_places() -> dict[str, dict[str, str]]:
    """Return the authorities, and the larger places they lie in, by code.

    "UK wide" is one row of its own, never one an authority: `find_positions` knows what is in it.
    """
    larger = {
        place.code: {"area_code": place.code, "name": place.name, "kind": place.kind}
        for place in list_larger_places().values()
    }
    return list_uk_areas() | larger


@cache
def list_old_codes() -> dict[str, tuple[str, ...]]:
    """Return the codes that have changed since 2011, each with the codes of the place now.

    More than one code now: the place was split, and which part is meant cannot be known.
    """
    return {code: now for code, (_, now) in list_old_areas().items()}


@cache
def find_uk_area(text: str) -> str:
    """Return the current code of a place given by code or name, or an empty text.

    Authorities, nations, regions, counties and combined authorities. A ceremonial county without
    an official code has its name as its code, as Cumbria. A code or name of the past gives the
    code of today, unless the place was split.

    Examples
    --------
    >>> find_uk_area("coventry"), find_uk_area("Bristol"), find_uk_area("E08000019")
    ('E08000026', 'E06000023', 'E08000039')
    >>> find_uk_area("UK wide"), find_uk_area("Harrogate"), find_uk_area("Cumbria")
    ('K02000001', 'E06000065', 'Cumbria')
    >>> find_uk_area("West Midlands"), find_uk_area("West Midlands combined authority")
    ('E12000005', 'E47000007')
    """
    code = text.strip().upper()
    if code in list_areas_and_larger_places():
        return code
    if code in list_old_codes():
        now = list_old_codes()[code]
        return now[0] if len(now) == 1 else ""
    folded = fold_place(text)
    return _names().get(folded) or _names().get(folded.removeprefix("the "), "")


def find_area_by_name(name: str) -> str:
    """Return the code of the place of this name, larger places too; codes are not looked up."""
    return _names().get(fold_place(name), "")


def is_of_the_past(text: str) -> bool:
    """Tell whether a code or name is that of a place that is gone, not another word for one.

    Examples
    --------
    >>> is_of_the_past("Harrogate"), is_of_the_past("E08000019"), is_of_the_past("UK wide")
    (True, True, False)
    """
    return text.strip().upper() in list_old_codes() or fold_place(text) in _past_names()


@cache
def _past_names() -> frozenset[str]:
    now = {fold_place(area["name"]) for area in list_areas_and_larger_places().values()}
    return frozenset(fold_place(name) for name, _ in list_old_areas().values()) - now


def list_parts(text: str) -> tuple[str, ...]:
    """Return the names of the places that an area of the past was split into, or none."""
    codes = _split_areas().get(text.strip().upper()) or _split_areas().get(fold_place(text), ())
    return tuple(list_uk_areas()[code]["name"] for code in codes)


@cache
def _split_areas() -> dict[str, tuple[str, ...]]:
    """Return the areas of the past that were split, by code and by name, and what they are now."""
    split = {code: area for code, area in list_old_areas().items() if len(area.now) > 1}
    by_name = {fold_place(area.name): area.now for area in reversed(split.values())}
    return {code: area.now for code, area in split.items()} | by_name


@cache
def _names() -> dict[str, str]:
    names = {}
    for code, area in list_uk_areas().items():
        full = area["name"]
        names[fold_place(full)] = code
        # "Bristol, City of" is known as Bristol, and as City of Bristol.
        if ", " in full:
            short, rest = full.split(", ", 1)
            names.setdefault(fold_place(f"{rest} {short}"), code)
            if rest in {"City of", "County of"}:
                names.setdefault(fold_place(short), code)
    for code, labels in (_NATIONS | _SHORT).items():
        for label in labels:
            names.setdefault(fold_place(label), code)
    _add_larger_places(names)
    split = {fold_place(name) for name, now in list_old_areas().values() if len(now) > 1}
    for name, now in list_old_areas().values():
        if fold_place(name) not in split:
            names.setdefault(fold_place(name), now[0])
    # These words say whose the place is, not which place.
    for name, code in list(names.items()):
        for word in ("city council", "borough council", "district council", "county council"):
            names.setdefault(f"{name} {word}", code)
        names.setdefault(f"{name} council", code)
    return names


def _add_larger_places(names: dict[str, str]) -> None:
    """Add the names of larger places, and the ways in which people say all of a place."""
    # An authority's own name comes first, then the widest place that is called so.
    for place in list_larger_places().values():
        for label in (place.name, f"{place.name} {place.kind}", f"{place.name} region"):
            names.setdefault(fold_place(label), place.code)
    for label in list(names):
        names.setdefault(f"{label} wide", names[label])
        for words in ("all", "all of", "across", "whole of"):
            names.setdefault(f"{words} {label}", names[label])
            names.setdefault(f"{words} the {label}", names[label])


@lru_cache(maxsize=_MOST_FOLDED)
def fold_place(name: str) -> str:
    """Return a name without case, hyphens, points and apostrophes: names that fold alike are one.

    Examples
    --------
    >>> fold_place("St. Helens"), fold_place("Barking & Dagenham"), fold_place("Stoke-on-Trent")
    ('st helens', 'barking and dagenham', 'stoke on trent')
    """
    folded = name.casefold().replace("-", " ").replace("&", "and").replace(".", "")
    return " ".join(folded.replace("'", "").replace("\u2019", "").split())


@cache
def _name_parts() -> dict[str, tuple[str, ...]]:
    """Return the whole words that authorities are called by, each with the codes of these.

    What joins names parts them (Brighton and Hove); of a place on a river its own name counts and
    not the river's. Words that stand for a kind of landscape or a side are no name.
    """
    parts: dict[str, list[str]] = {}
    for code, area in list_uk_areas().items():
        names = [area["name"], *_SHORT.get(code, ())]
        pieces = {strip_river(part) for name in names for part in _JOINS.split(fold_place(name))}
        pieces |= {part for piece in pieces for part in _FIRST.findall(piece)}
        for piece in pieces - _NO_NAMES:
            parts.setdefault(piece, []).append(code)
    return {part: tuple(codes) for part, codes in parts.items()}


def strip_river(folded: str) -> str:
    """Return a folded name without what it stands by: "burton" of "burton upon trent"."""
    return _RIVER.sub("", folded)


def find_by_part(name: str) -> tuple[str, ...]:
    """Return the codes of the authorities whose own name has these whole words in it.

    Examples
    --------
    >>> find_by_part("Brighton"), find_by_part("Newcastle"), find_by_part("Forest")
    (('E06000043',), ('E07000195', 'E08000021'), ())
    """
    return _name_parts().get(fold_place(name), ())
