"""Open Referral: HSDS 1.1 to 3.1 and Open Referral UK 1 and 3, as tables and as JSON.

Field names: https://docs.openreferral.org (HSDS) and https://docs.openreferraluk.org.

The versions differ in the names of tables (services, service), in what is nested in what, and in
which ids a row carries. Here all of that is brought to one form, `Tables`: tables by their singular
name, rows with the id of every record they were nested in. `open_referral_tables` makes ours of it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ecosystem.data import clean_text, fold_heading

from .open_referral_tables import KNOWN_TABLES, make_sheets
from .outpost import is_outpost, read_outpost
from .records import as_cell, list_records

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ecosystem.errors import Problem
    from ecosystem.formats.sheets.sheet import Sheet

    from .open_referral_rows import Record, Tables


_SHOWS = {"service_at_location", "service_area", "taxonomy_term", "organization_identifier"}
"""Tables that no other kind of data has, so that one of them shows what this is."""

_PAGES = {
    "contents": "",
    "content": "",
    "services": "service",
    "service": "service",
    "organizations": "organization",
    "service_at_locations": "service_at_location",
}
"""What a page calls its list of records, and the table that this shows them to be rows of."""

_OTHER_NAMES = {"organisation": "organization", "capacity": "service_capacity"}
"""What tables are called inside a record: Outpost, a program of British councils, spells them its
own way, and a service holds its `capacities`."""

_ONLY_SERVICES = {
    "organization",
    "organisation",
    "organization_id",
    "status",
    "attending_access",
    "attending_type",
    "eligibilitys",
    "eligibility_description",
    "service_at_locations",
    "service_areas",
    "service_taxonomys",
    "cost_options",
    "interpretation_services",
    "application_process",
    "fees_description",
}
"""Fields that services have and organisations have not, in every version."""

_NESTED = ("organization", "organisation", "service_at_locations", "services")
"""Fields of a record that hold other records."""


def is_open_referral(sheets: Sequence[Sheet]) -> bool:
    """Tell whether sheets are tables of Open Referral, or Outpost's list of services."""
    if is_outpost(sheets):
        return True
    names = {_singular(sheet.name): sheet for sheet in sheets if sheet.headings}
    if not names.keys() & {"service", "organization"}:
        return False
    headings = {
        fold_heading(heading)
        for name in ("service", "organization")
        if name in names
        for heading in names[name].headings
    }
    if "id" not in headings:
        return False
    return bool(names.keys() & _SHOWS) or "organization_id" in headings or "organization" in names


def is_open_referral_json(data: object) -> bool:
    """Tell whether JSON is a page, a list or one record of Open Referral."""
    records, _ = _list_records(data)
    # In a list of people's own a name is text where Open Referral has a record.
    return _is_tables(data) or any(
        any(isinstance(record.get(name), (dict, list)) for name in _NESTED)
        or {"organization_id", "eligibilitys"} & record.keys()
        or {"id", "name", "description"} <= record.keys()
        or _name_record(record) == "service_at_location"
        for record in records[:5]
    )


def _is_tables(data: object) -> bool:
    """Tell whether JSON holds whole tables by name, organisations beside services."""
    # A record has lists of what belongs to it, and an id and a name of its own.
    if not isinstance(data, dict) or "id" in data:
        return False
    lists = {_singular(str(name)) for name, value in data.items() if isinstance(value, list)}
    return len(lists & {"organization", "service", "location"}) > 1


def _list_records(data: object) -> tuple[list[dict[str, object]], str]:
    """Return the records of JSON that are no whole tables, and the table its heading names."""
    if _is_tables(data):
        return [], ""
    if isinstance(data, list):
        return list_records(data), ""
    if not isinstance(data, dict):
        return [], ""
    if "id" in data:
        is_record = "name" in data or _name_record(data) == "service_at_location"
        return ([data] if is_record else []), ""
    for name, table in _PAGES.items():
        if isinstance(data.get(name), list):
            records, _ = _list_records(data[name])
            return records, table
    return [], ""


def _name_record(record: Mapping[str, object], listed_as: str = "") -> str:
    """Return the table that a record is a row of, by the fields that only that table has.

    `listed_as` is the table that its list is called after, if it is.
    """
    folded = {fold_heading(name) for name in record}
    if isinstance(record.get("service"), dict) or {"service_id", "location_id"} <= folded:
        return "service_at_location"
    if listed_as:
        return listed_as
    if folded & {"location_type", "latitude"}:
        return "location"
    if "services" in folded and not folded & {"organization", "organisation"}:
        return "organization"
    if folded & _ONLY_SERVICES:
        return "service"
    # What has a name and a description may be either; each service has a status as well.
    return "organization"


def read_open_referral(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Return tables of Open Referral, or Outpost's list of services, as sheets of ours."""
    if is_outpost(sheets):
        (listed,) = (sheet for sheet in sheets if sheet.headings)
        tables: Tables = read_outpost(listed)
        made = make_sheets(tables, dict.fromkeys(tables, (listed.file, listed.sheet)))
        made[0].found.extend(replace(problem, table="") for problem in listed.found)
        return made
    tables = {}
    problems: list[Problem] = []
    # Table to the file and sheet it stands in.
    file = {}
    for sheet in sheets:
        name = _singular(sheet.name)
        headings = [fold_heading(heading) for heading in sheet.headings]
        for row, number in zip(sheet.rows, sheet.numbers, strict=True):
            record = {
                heading: clean_text(cell) for heading, cell in zip(headings, row, strict=True)
            }
            tables.setdefault(name, []).append((number, record))
        file[name] = (sheet.file, sheet.sheet)
        problems += sheet.found
    made = make_sheets(tables, file)
    made[0].found.extend(replace(problem, table="") for problem in problems)
    return made


def read_open_referral_json(data: object, file: str) -> list[Sheet]:
    """Return records of Open Referral, whole or paged, as sheets of ours."""
    tables: Tables = {}
    records, listed_as = _list_records(data)
    if isinstance(data, dict) and not records:
        for name, value in data.items():
            for number, record in enumerate(value if isinstance(value, list) else [], 1):
                if isinstance(record, dict):
                    _flatten(_singular(name), record, number, {}, tables)
    for number, record in enumerate(records, 1):
        _flatten(_name_record(record, listed_as), record, number, {}, tables)
    made = make_sheets(tables, dict.fromkeys(tables, (file, "")))
    if isinstance(data, dict) and as_cell(data.get("total_pages", "")).isdigit():
        pages = int(as_cell(data["total_pages"]))
        if pages > 1:
            page = as_cell(data.get("page_number", data.get("number", "")))
            made[0].add(
                "warning",
                f"this is page {page or '?'} of {pages}; the others are not in the file.",
                "Put the records of all pages in one list.",
            )
    return made


def _singular(name: str) -> str:
    """Return the name of a table for one row, whatever plural a publisher made.

    >>> [_singular(name) for name in ("services", "eligibilitys", "addresses", "services_taxonomy")]
    ['service', 'eligibility', 'address', 'service_taxonomy']
    """
    folded = fold_heading(name)
    if folded in KNOWN_TABLES:
        return folded
    # Some make a plural of the first word as well: services_taxonomy, services_at_location.
    words = folded.split("_")
    alone = "_".join([*map(_singular_word, words[:-1]), words[-1]])
    if alone in KNOWN_TABLES:
        return alone
    return "_".join([*words[:-1], _singular_word(words[-1])])


def _singular_word(word: str) -> str:
    for ending, other in (("ies", "y"), ("ys", "y"), ("sses", "ss")):
        if word.endswith(ending):
            return word[: -len(ending)] + other
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _flatten(
    name: str, record: Mapping[str, object], number: int, parents: Record, tables: Tables
) -> None:
    """Put a record and all that is nested in it in the tables, each with the ids above it.

    `parents` are the ids of the records it is nested in: in a table a row says what it belongs to
    by such ids, in JSON it only stands inside. An organisation begins anew, because it belongs to
    none of the services that name it.
    """
    flat = {
        fold_heading(key): clean_text(as_cell(value))
        for key, value in record.items()
        if not isinstance(value, dict)
        and not (isinstance(value, list) and any(isinstance(item, dict) for item in value))
    }
    row = dict(parents) | {key: cell for key, cell in flat.items() if cell}
    below = {f"{name}_id": flat.get("id", "")} if flat.get("id") else {}
    for key, value in record.items():
        child = _OTHER_NAMES.get(_singular(key), _singular(key))
        for nested in value if isinstance(value, list) else [value]:
            if not isinstance(nested, dict):
                continue
            if child == "geometry":
                _place_point(row, nested)
                continue
            _link_nested(name, row, child, nested, is_listed=isinstance(value, list))

            # A list of organisations is more than the one link that a row of services holds.
            if child == "organization" and isinstance(value, list):
                nested_id = as_cell(nested.get("id"))
                link = {"service_id": flat.get("id", ""), "organization_id": nested_id}
                tables.setdefault("service_organization", []).append((number, link))
            above = {} if child == "organization" else dict(parents) | below
            if child == "attribute":
                # Inside a record an attribute does not say of what it is one.
                above["link_entity"] = name
            _flatten(child, nested, number, above, tables)
    tables.setdefault(name, []).append((number, row))


def _link_nested(
    name: str, row: Record, child: str, nested: Mapping[str, object], *, is_listed: bool
) -> None:
    """Put in a row the id of what is nested in it and could stand in a table of its own."""
    is_link = child in {"organization", "location", "program", "taxonomy", "taxonomy_term"}
    # A service stands in a list below what it belongs to, and alone where it is linked to.
    is_link |= child == "service" and name == "service_at_location"
    nested_id = clean_text(as_cell(nested.get("id", "")))
    if is_link and nested_id and not (is_listed and child == "location"):
        row.setdefault(f"{child}_id", nested_id)


def _place_point(row: Record, geometry: Mapping[str, object]) -> None:
    """Put the position of a GeoJSON point in a row: east first."""
    position = geometry.get("coordinates")
    if geometry.get("type") == "Point" and isinstance(position, list) and len(position) > 1:
        row.setdefault("longitude", clean_text(as_cell(position[0])))
        row.setdefault("latitude", clean_text(as_cell(position[1])))
