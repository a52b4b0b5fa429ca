"""Places that rows of HXL name: those of the United Kingdom by its codes, others by their own.

Other countries have their own codes of administrative areas, as SY0201, which are kept. A place
without one goes by its name and those of the larger places around it. A name of the United Kingdom
counts as such only if the row names the country, or if every name of that level is one: there is a
Boston elsewhere, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecosystem.data import make_slug
from ecosystem.formats.tables.places.uk_areas import find_uk_area

from .hxl_rows import LEVELS, Place, choose_spellings, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .hxl_rows import Activity


Path = tuple[Place, ...]
"""A place behind the larger places that it lies in, as far as a row names them."""

_BRITAIN = frozenset(["gb", "gbr", "uk", "united kingdom", "great britain", "826"])
WHOLE_KINGDOM = "K02000001"
"""The code of the United Kingdom."""


@dataclass(frozen=True, kw_only=True)
class Places:
    """The places that rows name.

    Attributes
    ----------
    codes
        Each path to the code of its last place.
    records
        Rows of the table of areas: those that are not of the United Kingdom.
    deepest
        The smallest level that a row names, as its position in LEVELS; -1 without one.
    kept_back
        Codes, not of the United Kingdom, that only rows name which not everybody may see: areas
        are for everybody, so that these are none.
    twice
        Codes that stand beside several names, each with these.
    """

    codes: Mapping[Path, str]
    records: list[dict[str, str]]
    deepest: int
    kept_back: frozenset[str]
    twice: dict[str, list[str]]


def list_path(row: Activity) -> Path:
    """Return the places of a row that lead to its area: administrative ones, else the location."""
    places = tuple(place for place in row.places if place.level in LEVELS)
    return places or tuple(row.places[-1:])


def find_places(rows: Sequence[Activity]) -> Places:
    """Return the places of all rows, each with one code."""
    whole = [path for row in rows if (path := list_path(row))]
    paths = [path[:end] for path in whole for end in range(1, len(path) + 1)]
    codes, british = _find_codes(paths)
    names: dict[str, list[str]] = {}
    parents: dict[str, str] = {}
    levels: dict[str, str] = {}
    for path in sorted(paths):
        code = codes[path]
        names.setdefault(code, []).append(path[-1].name)
        levels.setdefault(code, path[-1].level)
        parents[code] = parents.get(code, "") or codes.get(path[:-1], "")
    public = {list_path(row) for row in rows if not row.visibility}
    told = {codes[path[:end]] for path in public for end in range(1, len(path) + 1)}
    own = sorted((names.keys() & told) - british)
    return Places(
        codes=codes,
        records=[
            {
                "area_code": code,
                "name": _find_commonest(names[code]) or code,
                "kind": levels[code],
                "parent_code": parents[code],
            }
            for code in own
        ],
        deepest=max((LEVELS.index(path[-1].level) for path in whole if _is_adm(path)), default=-1),
        kept_back=frozenset(names.keys() - british - told),
        twice={
            code: sorted(spelt.values())
            for code in own
            if len(spelt := choose_spellings(names[code])) > 1
        },
    )


def _is_british_code(code: str) -> bool:
    """Tell whether a code is one of the Office for National Statistics, of now or of the past."""
    is_alike = code[:1].upper() in set("EWSNK") and len(code) == 9 and code[1:].isdigit()
    return is_alike and bool(find_uk_area(code))


def _is_adm(path: Path) -> bool:
    return path[-1].level in LEVELS


def _find_commonest(names: Iterable[str]) -> str:
    folded = [fold(name) for name in names]
    return max(
        sorted(choose_spellings(names).items()),
        key=lambda pair: folded.count(pair[0]),
        default=("", ""),
    )[1]


def _find_codes(paths: Iterable[Path]) -> tuple[dict[Path, str], set[str]]:
    """Return the code of the last place of each path, and those of the United Kingdom.

    Larger places first, because a place without a code is told from others of its name by the code
    of the place that it lies in.
    """
    ordered = sorted(set(paths), key=lambda path: (len(path), path))
    beside: dict[tuple[str, str, str], set[str]] = {}
    levels = _find_british_levels(ordered)
    british = {path: code for path in ordered if (code := _find_british(path, levels))}
    codes = {path: british.get(path, path[-1].code) for path in ordered if path[-1].code}
    # A code in another case is that code: the first in the alphabet stands.
    first = {code.casefold(): code for code in sorted(set(codes.values()), reverse=True)}
    codes = {path: first[code.casefold()] for path, code in codes.items()}
    for path, code in codes.items():
        beside.setdefault(_name_key(path, codes), set()).add(code)
    taken = set(codes.values())
    made: dict[tuple[str, str, str], str] = {}
    for path in (path for path in ordered if not path[-1].code):
        key = _name_key(path, codes)
        found = beside.get(key, set())
        code = british.get(path) or (min(found) if len(found) == 1 else "")
        if not code and key not in made:
            made[key] = _make_code(path, taken)
        codes[path] = code or made[key]
    return codes, set(british.values())


def _name_key(path: Path, codes: Mapping[Path, str]) -> tuple[str, str, str]:
    return path[-1].level, codes.get(path[:-1], ""), fold(path[-1].name)


def _make_code(path: Path, taken: set[str]) -> str:
    slug = make_slug(*(place.name or place.code for place in path)) or "place"
    code, number = slug, 1
    while code in taken:
        number += 1
        code = f"{slug}-{number}"
    taken.add(code)
    return code


def _find_british(path: Path, levels: set[str]) -> str:
    """Return the code of today of a place of the United Kingdom, or an empty text."""
    place, largest = path[-1], path[0]
    is_named = largest.level == "country"
    if is_named and not {fold(largest.name), fold(largest.code)} & _BRITAIN:
        return ""
    if _is_british_code(place.code):
        return find_uk_area(place.code)
    if place.level == "country":
        return WHOLE_KINGDOM
    if place.code and not is_named:
        return ""
    return find_uk_area(place.name) if is_named or place.level in levels else ""


def _find_british_levels(paths: Iterable[Path]) -> set[str]:
    """Return the levels of which every name without a code is one of the United Kingdom."""
    by_level: dict[str, set[str]] = {}
    for path in paths:
        place = path[-1]
        if place.level in LEVELS[1:] and not place.code and path[0].level != "country":
            by_level.setdefault(place.level, set()).add(place.name)
    return {level for level, names in by_level.items() if all(map(find_uk_area, names))}
