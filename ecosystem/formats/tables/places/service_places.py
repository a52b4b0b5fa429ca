"""Where a service is, as the sheet of services says it: its postcode or position makes a site.

Most people keep one row a service, with the place beside it, and know of no sheet of sites.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.data import MISSING_WORDS
from ecosystem.disclosure import VISIBILITIES
from ecosystem.formats.tables.draft import Draft
from ecosystem.formats.tables.guards import read_mark, read_yes_or_no
from ecosystem.formats.tables.headings import SITE_COLUMNS
from ecosystem.wording import count_of

from .uk_areas import find_uk_area

if TYPE_CHECKING:
    from collections.abc import Sequence


_GUARD = "is_confidential"
_AREA = "delivered_in"
_MARKS = re.compile(r"\s*[|;,/&\n]\s*|\s+and\s+")
"""What stands between areas. A name with one of these in it is split, too, if it is not known."""


def spread_places(drafts: dict[str, Draft]) -> None:
    """Make a site of the place in a services row, in the area that the row names if it is one.

    Of several areas each is a site, and the place one more: in which of them it lies is not told.
    """
    services = drafts.get("services")
    if services is None or "service_id" not in services.frame:
        return
    named = [column.name for column in SITE_COLUMNS if column.name in services.frame]
    if not named:
        return
    ids, areas = services.cells("service_id"), services.cells(_AREA)
    sites = [
        _list_sites(
            service_id,
            {name: cell for name, cell in zip(named, cells, strict=True) if _is_filled(cell)},
            _split_areas(area),
        )
        for service_id, area, cells in zip(
            ids, areas, zip(*map(services.cells, named), strict=True), strict=True
        )
    ]
    _say_placeless(services, sites)
    _add_sites(services, drafts.setdefault("sites", Draft()), sites)
    if _AREA in services.frame:
        kept = ["" if made else area for made, area in zip(sites, areas, strict=True)]
        services.put(_AREA, kept)
    for name in named:
        services.drop(name)


def _say_placeless(services: Draft, sites: Sequence[Sequence[dict[str, str]]]) -> None:
    """Warn of services marked as confidential that have no place which that could keep back."""
    marks, seen = services.cells(_GUARD), services.cells("visibility")
    rows = [
        row
        for row, mark in enumerate(marks)
        if not sites[row] and read_yes_or_no(mark) != VISIBILITIES[0] == read_mark(seen[row])
    ]
    if rows:
        services.add(
            "warning",
            f"{count_of(len(rows), 'service')} marked as confidential without a place to keep "
            "back: what else the row says is for everybody.",
            "If not everybody may know of it, write private under Visibility.",
            table="services",
            position=rows[0],
            column=_GUARD,
            value=marks[rows[0]],
        )


def _is_filled(cell: str) -> bool:
    return cell.casefold() not in MISSING_WORDS


def _split_areas(cell: str) -> list[str]:
    """Return the areas of a cell as it parts them; what is left in one piece may be several."""
    if find_uk_area(cell):
        return [cell]
    return [part for part in dict.fromkeys(_MARKS.split(cell)) if _is_filled(part)]


def _list_sites(
    service_id: str, told: dict[str, str], areas: Sequence[str]
) -> list[dict[str, str]]:
    """Return the sites of a row; none if it says nothing of them but in which areas they are."""
    if _GUARD in told:
        is_guarded = read_yes_or_no(told[_GUARD]) != VISIBILITIES[0]
        told = told | {_GUARD: "yes" if is_guarded else "no"}
    guard = {name: cell for name, cell in told.items() if name == _GUARD}
    has_point = told.keys() != guard.keys()
    if not told or not (has_point or areas):
        return []
    if len(areas) == 1:
        return [{"service_id": service_id, "area_code": areas[0], **told}]
    there = [{"service_id": service_id, "area_code": area, **guard} for area in areas]
    return [*there, {"service_id": service_id, **told}] if has_point else there


def _add_sites(services: Draft, target: Draft, sites: Sequence[Sequence[dict[str, str]]]) -> None:
    """Add sites part by part, because each stands where the row of its service does."""
    names = ["service_id", "area_code", *(column.name for column in SITE_COLUMNS)]
    start = 0
    for part in services.parts:
        end = start + len(part.rows)
        counts = [len(made) for made in sites[start:end]]
        rows = [site for made in sites[start:end] for site in made]
        headings = {name: part.headings.get(name, name) for name in names[2:]}
        headings["area_code"] = part.headings.get(_AREA, _AREA)
        if rows:
            frame = pd.DataFrame(rows, columns=names, dtype=object).fillna("")
            target.extend(
                frame, replace(part, rows=np.repeat(part.rows, counts), headings=headings)
            )
        start = end
