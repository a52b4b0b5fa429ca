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
from .records import as_cell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ecosystem.errors import Problem
    from ecosystem.formats.sheets.sheet import Sheet

    from .open_referral_tables import Record, Tables


_SHOWS = {"service_at_location", "service_area", "taxonomy_term", "organization_identifier"}
"""Tables that no other kind of data has, so that one of them shows what this is."""


def is_open_referral(sheets: Sequence[Sheet]) -> bool:
    """Tell whether sheets are tables of Open Referral."""
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
    records = _list_records(data)
    return _is_tables(data) or any(
        {"organization", "service_at_locations", "organization_id", "services", "eligibilitys"}
        & record.keys()
        or {"id", "name", "description"} <= record.keys()
        for record in records[:5]
    )


def _is_tables(data: object) -> bool:
    """Tell whether JSON holds whole tables by name, organisations beside services."""
    if not isinstance(data, dict):
        return False
    lists = {_singular(str(name)) for name, value in data.items() if isinstance(value, list)}
    return len(lists & {"organization", "service", "location"}) > 1


def _list_records(data: object) -> list[dict[str, object]]:
    if _is_tables(data):
        return []
    if isinstance(data, dict):
        for name in ("contents", "content", "services", "service"):
            if isinstance(data.get(name), list) and "name" not in data:
                return _list_records(data[name])
        return [data] if "id" in data and "name" in data else []
    return [record for record in data if isinstance(record, dict)] if isinstance(data, list) else []


def read_open_referral(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Return tables of Open Referral as sheets of ours."""
    tables: Tables = {}
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
    records = _list_records(data)
    if isinstance(data, dict) and not records:
        for name, value in data.items():
            for number, record in enumerate(value if isinstance(value, list) else [], 1):
                if isinstance(record, dict):
                    _flatten(_singular(name), record, number, {}, tables)
    for number, record in enumerate(records, 1):
        is_organization = "services" in record and "organization" not in record
        _flatten("organization" if is_organization else "service", record, number, {}, tables)
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

    >>> [_singular(name) for name in ("services", "eligibilitys", "taxonomies", "address")]
    ['service', 'eligibility', 'taxonomy', 'address']
    """
    folded = fold_heading(name)
    if folded == "services_at_location":
        return "service_at_location"
    for ending, other in (("ies", "y"), ("ys", "y"), ("sses", "ss")):
        if folded.endswith(ending):
            return folded[: -len(ending)] + other
    if folded in KNOWN_TABLES or folded.endswith("ss") or not folded.endswith("s"):
        return folded
    return folded[:-1]


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
        child = _singular(key)
        for nested in value if isinstance(value, list) else [value]:
            if not isinstance(nested, dict):
                continue

            # What is nested and has an id could stand in a table of its own: link to it from here.
            if child in {"organization", "location", "taxonomy", "taxonomy_term"}:
                nested_id = as_cell(nested.get("id", ""))
                if nested_id:
                    row.setdefault(f"{child}_id", clean_text(nested_id))

            # A list of organisations is more than the one link that a row of services holds.
            if child == "organization" and isinstance(value, list):
                nested_id = as_cell(nested.get("id"))
                link = {"service_id": flat.get("id", ""), "organization_id": nested_id}
                tables.setdefault("service_organization", []).append((number, link))
            above = {} if child == "organization" else dict(parents) | below
            _flatten(child, nested, number, above, tables)
    tables.setdefault(name, []).append((number, row))
