"""GeoJSON read: points with properties, each an organisation, or a service where it is given.

Format: RFC 7946, https://www.rfc-editor.org/rfc/rfc7946. The properties are read as the headings of
a sheet are. Lines and outlines say where something reaches, or runs, in a way that our tables do
not hold: such a feature is read without its geometry.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ecosystem.data import NO_WORDS, fold_heading, make_slug
from ecosystem.formats.tables.headings import match_headings
from ecosystem.wording import count_of

from .records import as_cell, list_records, make_record_sheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ecosystem.formats.sheets.sheet import Sheet


Record = dict[str, str]

_OF_SERVICES = frozenset(
    ["service", "service_name", "service_type", "type_of_service", "taxonomy", "taxonomies"]
)
"""Names of properties that only services have."""
_PROVIDERS = frozenset(["organisation", "organization", "organisation_name", "provider"])
_GUARDS = frozenset(["is_confidential", "confidential", "mask_exact_address"])
"""Names of properties that keep the exact place of a feature back."""
_POSITION = ("latitude", "longitude")


def is_geojson(data: object) -> bool:
    """Tell whether JSON is a collection of features."""
    return isinstance(data, dict) and isinstance(data.get("features"), list)


def read_geojson(data: Mapping[str, object], file: str) -> list[Sheet]:
    """Return features as organisations with positions, or as services with sites."""
    features = list_records(data["features"])
    records = [_read_properties(feature) for feature in features]
    points = [_read_point(feature.get("geometry")) for feature in features]
    names = {fold_heading(name) for record in records for name in record}
    if names & _OF_SERVICES or ("name" in names and names & _PROVIDERS):
        made = _make_services(records, points, file)
    elif {"area_code", "name"} <= names:
        # As this library writes areas.
        made = [make_record_sheet("areas", file, records)]
    else:
        made = [_make_organisations(records, points, file)]
    lost = [number for number, point in enumerate(points, 1) if not point]
    if lost:
        made[0].add(
            "note",
            f"{count_of(len(lost), 'feature')} that is no point read without its position.",
            row=lost[0],
        )
    return made


def _read_properties(feature: Mapping[str, object]) -> Record:
    properties = feature.get("properties")
    held = properties if isinstance(properties, dict) else {}
    # The position is that of the geometry.
    return {
        str(name): as_cell(value)
        for name, value in held.items()
        if fold_heading(str(name)) not in {"latitude", "longitude", "lat", "lon", "lng", "long"}
    }


def _read_point(geometry: object) -> Record:
    """Return the position of a point, longitude first as the format has it; nothing of others."""
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        return {}
    place = geometry.get("coordinates")
    if not isinstance(place, list) or len(place) < 2:
        return {}
    return dict(zip(_POSITION, (as_cell(place[1]), as_cell(place[0])), strict=True))


def _make_organisations(records: Sequence[Record], points: Sequence[Record], file: str) -> Sheet:
    """Return organisations with their positions; without one where it is to be kept back."""
    hidden = [number for number, record in enumerate(records, 1) if _read_guard(record)]
    placed = [
        record if _read_guard(record) else record | point
        for record, point in zip(records, points, strict=True)
    ]
    made = make_record_sheet("organisations", file, placed)
    if hidden:
        made.add(
            "warning",
            f"{count_of(len(hidden), 'feature')} marked as confidential read without a position.",
            row=hidden[0],
        )
    return made


def _read_guard(record: Record) -> str:
    """Return what a feature says that keeps its place back, or an empty text."""
    cells = (cell for name, cell in record.items() if fold_heading(name) in _GUARDS)
    return next((cell for cell in cells if cell and cell.casefold() not in NO_WORDS), "")


def _make_services(records: Sequence[Record], points: Sequence[Record], file: str) -> list[Sheet]:
    services = make_record_sheet("services", file, records)
    columns = match_headings("services", services.headings)
    named = [columns.index(name) for name in ("organisation", "name") if name in columns]
    taken: Counter[str] = Counter()
    ids = []
    for row in services.rows:
        slug = make_slug(*(row[column] for column in named)) or "service"
        taken[slug] += 1
        ids.append(slug if taken[slug] == 1 else f"{slug}-{taken[slug]}")
    services.headings.append("service_id")
    for row, service_id in zip(services.rows, ids, strict=True):
        row.append(service_id)
    sites = [
        {"service_id": service_id, **point, "is_confidential": "yes" if _read_guard(record) else ""}
        for service_id, point, record in zip(ids, points, records, strict=True)
        if point
    ]
    numbers = [number for number, point in enumerate(points, 1) if point]
    return [services, make_record_sheet("sites", file, sites, numbers)] if sites else [services]
