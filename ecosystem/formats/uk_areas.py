"""Local authorities of the United Kingdom, by code and by name."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("uk_areas.csv")


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
def list_old_codes() -> dict[str, str]:
    """Return the codes of 2024 that have changed, with the current code of each."""
    with _FILE.open(encoding="utf-8", newline="") as lines:
        return {
            row["area_code_2024"]: row["area_code"]
            for row in csv.DictReader(lines)
            if row["area_code_2024"] != row["area_code"]
        }


@cache
def find_uk_area(text: str) -> str:
    """Return the current code of an authority given by code or name, or an empty text.

    Examples
    --------
    >>> find_uk_area("coventry"), find_uk_area("Bristol"), find_uk_area("E08000019")
    ('E08000026', 'E06000023', 'E08000039')
    """
    code = text.upper()
    if code in list_uk_areas():
        return code
    return list_old_codes().get(code, "") or _names().get(_fold(text), "")


@cache
def _names() -> dict[str, str]:
    names = {}
    for code, area in list_uk_areas().items():
        full = area["name"]
        names[_fold(full)] = code
        # "Bristol, City of" is known as Bristol, and as City of Bristol.
        if ", " in full:
            short, rest = full.split(", ", 1)
            names.setdefault(_fold(f"{rest} {short}"), code)
            if rest in {"City of", "County of"}:
                names.setdefault(_fold(short), code)
    return names


def _fold(name: str) -> str:
    return name.casefold().replace("-", " ").replace("&", "and").strip()
