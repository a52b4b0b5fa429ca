"""Outpost's CSV, as councils export their directory of services, as tables of Open Referral.

Headings: https://github.com/wearefuturegov/outpost. A row is a service with one location; further
rows with the number of the first under import_id_reference have its other locations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecosystem.data import clean_text, fold_heading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecosystem.formats.sheets.sheet import Sheet

    from .open_referral_rows import Record, Tables

_SHOWS = {"import_id", "import_id_reference", "location_postcode", "service_taxonomies"}
"""Headings of which no other list of services has two."""

_LOCATION = {
    "location_name": "name",
    "location_latitude": "latitude",
    "location_longitude": "longitude",
    "location_postcode": "postal_code",
}
_GUARDS = {"mask_exact_address": "mask_exact_address", "location_visible": "visible"}
_ELSEWHERE = ("location_", "contact", "cost_", "schedule", "import_id", "mask_", "preferred_for_")
"""How headings begin that are of no service, but of what one row of the file has beside it."""


def is_outpost(sheets: Sequence[Sheet]) -> bool:
    """Tell whether sheets are one list of services as Outpost exports it."""
    filled = [sheet for sheet in sheets if sheet.headings]
    if len(filled) != 1:
        return False
    headings = set(map(fold_heading, filled[0].headings))
    return "name" in headings and len(headings & _SHOWS) > 1


def read_outpost(sheet: Sheet) -> Tables:
    """Return the services of a list as tables of Open Referral."""
    headings = [fold_heading(heading) for heading in sheet.headings]
    tables: Tables = {"organization": [], "service": []}
    listed: set[str] = set()
    ids: set[str] = set()
    for row, number in zip(sheet.rows, sheet.numbers, strict=True):
        cells = dict(zip(headings, map(clean_text, row), strict=True))
        own = cells.get("import_id") or f"row {number}"
        service_id = cells.get("import_id_reference") or own
        _add_location(tables, cells, service_id, number)
        if service_id in ids:
            continue
        ids.add(service_id)
        tables["service"].append((number, _make_service(cells, service_id)))
        for term in cells.get("service_taxonomies", "").split(";"):
            link = {"service_id": service_id, "label": term.strip()}
            tables.setdefault("service_taxonomy", []).append((number, link))
        name = cells.get("organisation", "")
        if name and name.casefold() not in listed:
            listed.add(name.casefold())
            tables["organization"].append((number, {"name": name}))
    return tables


def _make_service(cells: Record, service_id: str) -> Record:
    kept = {
        name: cell
        for name, cell in cells.items()
        if not name.startswith(_ELSEWHERE) and name not in {"organisation", "service_taxonomies"}
    }
    service = {"id": service_id, "organization_id": cells.get("organisation", "")}
    if _is_yes(cells.get("temporarily_closed", "")):
        service["status"] = "temporarily closed"
    if _is_yes(cells.get("needs_referral", "")):
        service["attending_access"] = "referral"
    return kept | service


def _is_yes(cell: str) -> bool:
    return cell.casefold() in {"yes", "true", "1", "t", "y"}


def _add_location(tables: Tables, cells: Record, service_id: str, number: int) -> None:
    """Add the location of a row, if it has one, and whether it is hidden."""
    location = {name: cells.get(heading, "") for heading, name in _LOCATION.items()}
    if not any(location.values()):
        return
    location |= {name: cells.get(heading, "") for heading, name in _GUARDS.items()}
    location["id"] = f"row {number}"
    tables.setdefault("location", []).append((number, location))
    link = {"service_id": service_id, "location_id": location["id"]}
    tables.setdefault("service_at_location", []).append((number, link))
