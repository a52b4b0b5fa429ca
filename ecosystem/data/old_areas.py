"""Areas of the United Kingdom that are gone or numbered anew since 2011, and what they are now.

By the lists of the Office for National Statistics (Open Government Licence v3.0).
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection

_FILE = Path(__file__).with_name("uk_old_areas.csv")

_COUNTY = "E10"
"""How the code of a county begins: of those that are gone, each was as large as its districts
together, so that it is no further part beside them."""

_MADE_OF = {"E07000246": ("E07000190", "E07000191")}
"""What a district that is gone had itself been made of: Somerset West and Taunton (2019 to 2023)
of Taunton Deane and West Somerset. A file of one day holds either it or these."""


class OldArea(NamedTuple):
    """A place that is gone or numbered anew: its name, and the codes of the places it is now."""

    name: str
    now: tuple[str, ...]


@cache
def list_old_areas() -> dict[str, OldArea]:
    """Return the codes that have changed since 2011, each with its name and what it is now.

    More than one code now: the place was split, and which part is meant cannot be known.
    """
    with _FILE.open(encoding="utf-8", newline="") as lines:
        return {
            row["area_code"]: OldArea(row["name"], tuple(row["now"].split("|")))
            for row in csv.DictReader(lines)
        }


def find_former_codes(code: str, among: Collection[str]) -> tuple[str, ...]:
    """Return the codes of the past that together were this place, or none if a part is missing.

    Only codes that are `among` those of a file or table are returned: a county for the whole, else
    its districts, if every one is there.

    Examples
    --------
    >>> find_former_codes("E08000039", {"E08000019"})
    ('E08000019',)
    >>> find_former_codes("E06000063", {"E07000026", "E07000028", "E07000029"})
    ('E07000026', 'E07000028', 'E07000029')
    >>> find_former_codes("E06000063", {"E07000026", "E07000028"})
    ()
    """
    past = {old for old, area in list_old_areas().items() if area.now == (code,)}
    counties = {old for old in past if old.startswith(_COUNTY)}
    if whole := counties.intersection(among):
        return tuple(sorted(whole))
    parts = past - counties
    for merged, before in _MADE_OF.items():
        if merged in parts:
            parts -= set(before) if merged in among else {merged}
    return tuple(sorted(parts)) if parts <= set(among) else ()


def find_new_code(code: str) -> str:
    """Return the code that the same place has today, or an empty text.

    A part of what is now a larger place is not that place.

    Examples
    --------
    >>> find_new_code("E08000019"), find_new_code("E10000002"), find_new_code("E06000029")
    ('E08000039', 'E06000060', '')
    """
    now = list_old_areas()[code].now if code in list_old_areas() else ()
    if len(now) != 1:
        return ""
    return now[0] if find_former_codes(now[0], {code}) == (code,) else ""
