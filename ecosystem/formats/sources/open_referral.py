"""Open Referral: HSDS 1.1 to 3.1 and Open Referral UK 1 and 3, as tables and as JSON.

Field names: https://docs.openreferral.org (HSDS) and https://docs.openreferraluk.org.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ecosystem.data import clean_text, fold_heading, read_postcode
from ecosystem.errors import did_you_mean
from ecosystem.formats.tables.uk_areas import find_uk_area
from ecosystem.wording import count_of

from .records import as_cell, make_record_sheet, set_aside_misfits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ecosystem.errors import Problem
    from ecosystem.formats.sheets.sheet import Sheet


Record = dict[str, str]
Tables = dict[str, list[tuple[int, Record]]]

_TABLES = {
    "organization",
    "service",
    "location",
    "address",
    "physical_address",
    "postal_address",
    "service_at_location",
    "service_area",
    "language",
    "eligibility",
    "attribute",
    "service_attribute",
    "service_taxonomy",
    "link_taxonomy",
    "taxonomy",
    "taxonomy_term",
    "organization_identifier",
    "service_capacity",
    "phone",
    "contact",
    "schedule",
    "regular_schedule",
    "holiday_schedule",
    "program",
    "funding",
    "metadata",
    "cost_option",
    "required_document",
    "accessibility",
    "accessibility_for_disabilities",
    "payment_accepted",
    "other_attribute",
    "meta_table_description",
    "review",
    "unit",
    "url",
}
_USED = {
    "organization",
    "service",
    "location",
    "address",
    "physical_address",
    "service_at_location",
    "service_area",
    "language",
    "eligibility",
    "attribute",
    "service_attribute",
    "other_attribute",
    "service_taxonomy",
    "link_taxonomy",
    "taxonomy",
    "taxonomy_term",
    "organization_identifier",
    "service_capacity",
    "service_organization",
}
_SHOWS = {"service_at_location", "service_area", "taxonomy_term", "organization_identifier"}
_STATUS = {"defunct": "closed"}
_ACCESS = {
    "drop-in": "drop-in",
    "drop in": "drop-in",
    "appointment": "appointment",
    "referral": "agency referral",
}
_CODE = re.compile(r"\b([EWSNK]\d{8})\b")
_NOT_STATED = "not stated"
ALSO_RUN_BY = "also run by"
"""How we write organisations beyond the one that a service can have."""


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
    return [one for one in data if isinstance(one, dict)] if isinstance(data, list) else []


def read_open_referral(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Return tables of Open Referral as sheets of ours."""
    tables: Tables = {}
    found: list[Problem] = []
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
        found += sheet.found
    made = _convert(tables, file)
    made[0].found.extend(replace(problem, table="") for problem in found)
    return made


def read_open_referral_json(data: object, file: str) -> list[Sheet]:
    """Return records of Open Referral, whole or paged, as sheets of ours."""
    tables: Tables = {}
    records = _list_records(data)
    if isinstance(data, dict) and not records:
        for name, value in data.items():
            for number, one in enumerate(value if isinstance(value, list) else [], 1):
                if isinstance(one, dict):
                    _flatten(_singular(name), one, number, {}, tables)
    for number, record in enumerate(records, 1):
        is_organization = "services" in record and "organization" not in record
        _flatten("organization" if is_organization else "service", record, number, {}, tables)
    made = _convert(tables, dict.fromkeys(tables, (file, "")))
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

    >>> [_singular(one) for one in ("services", "eligibilitys", "taxonomies", "address")]
    ['service', 'eligibility', 'taxonomy', 'address']
    """
    folded = fold_heading(name)
    if folded == "services_at_location":
        return "service_at_location"
    for ending, other in (("ies", "y"), ("ys", "y"), ("sses", "ss")):
        if folded.endswith(ending):
            return folded[: -len(ending)] + other
    if folded in _TABLES or folded.endswith("ss") or not folded.endswith("s"):
        return folded
    return folded[:-1]


def _flatten(
    name: str, record: Mapping[str, object], number: int, parents: Record, tables: Tables
) -> None:
    """Put a record and all that is nested in it in the tables, each with the ids above it."""
    flat = {
        fold_heading(key): clean_text(as_cell(value))
        for key, value in record.items()
        if not isinstance(value, dict)
        and not (isinstance(value, list) and any(isinstance(one, dict) for one in value))
    }
    row = dict(parents) | {key: cell for key, cell in flat.items() if cell}
    below = {f"{name}_id": flat.get("id", "")} if flat.get("id") else {}
    for key, value in record.items():
        nested = value if isinstance(value, list) else [value]
        child = _singular(key)
        for one in nested:
            if not isinstance(one, dict):
                continue
            if child in {"organization", "location", "taxonomy", "taxonomy_term", "service"}:
                inner = as_cell(one.get("id", ""))
                if inner and child != "service":
                    row.setdefault(f"{child}_id", clean_text(inner))
            above = dict(parents) | below
            if child == "organization" and isinstance(value, list):
                link = {"service_id": flat.get("id", ""), "organization_id": as_cell(one.get("id"))}
                tables.setdefault("service_organization", []).append((number, link))
            _flatten(child, one, number, {} if child == "organization" else above, tables)
    tables.setdefault(name, []).append((number, row))


def _convert(tables: Tables, file: Mapping[str, tuple[str, str]]) -> list[Sheet]:
    """Return our sheets, and say of all that has no home here."""
    listed = _read_organisations(tables)
    listed += _read_others(tables, {record["name"].casefold() for _, record in listed})
    organisations = _make("organisations", "organization", listed, file)
    services = _make("services", "service", _read_services(tables), file)
    sheets = [
        organisations,
        services,
        _make("providers", "service", _read_providers(tables), file),
        _make("sites", "service_at_location", _read_sites(tables), file),
    ]
    catchments, unplaced = _read_catchments(tables)
    sheets.append(_make("catchments", "service_area", catchments, file))
    sheets.append(_make("relationships", "organization", _read_parents(tables), file))
    if unplaced:
        sheets[4].add(
            "warning",
            f"{count_of(len(unplaced), 'service area')} with no ONS code or name of an authority, "
            f"as '{unplaced[0]}', not read.",
            "Give the ONS code, as in uri.",
            value=unplaced[0],
        )
    for name in sorted(tables.keys() - _USED):
        hint = "" if name in _TABLES else did_you_mean(name, _TABLES)
        organisations.add(
            "note",
            f"{count_of(len(tables[name]), 'row')} of '{name}' not read: these tables have no "
            f"home for them.",
            hint,
        )
    return [set_aside_misfits(sheet) for sheet in sheets if sheet.rows or sheet is organisations]


def _make(
    name: str,
    source: str,
    records: Sequence[tuple[int, Record]],
    file: Mapping[str, tuple[str, str]],
) -> Sheet:
    where = file.get(source) or next(iter(file.values()), ("", ""))
    return make_record_sheet(
        name,
        where[0],
        [record for _, record in records],
        [number for number, _ in records],
        sheet=where[1],
    )


def _rows(tables: Tables, *names: str) -> Iterable[tuple[int, Record]]:
    for name in names:
        yield from tables.get(name, [])


def _first_of(records: Iterable[tuple[int, Record]]) -> list[tuple[int, Record]]:
    """Return records with each id once; a later one only fills what is empty."""
    first: dict[str, tuple[int, Record]] = {}
    for number, record in records:
        one = record.get("id", "")
        if one in first:
            filled = record | {key: cell for key, cell in first[one][1].items() if cell}
            first[one] = (first[one][0], filled)
        else:
            first[one or f"\0{number}"] = (number, record)
    return list(first.values())


def _read_organisations(tables: Tables) -> list[tuple[int, Record]]:
    identifiers: dict[str, Record] = {}
    for _, record in _rows(tables, "organization_identifier"):
        scheme = (record.get("identifier_scheme") or record.get("identifier_type", "")).upper()
        column = {
            "GB-CHC": "charity_number",
            "GB-SC": "charity_number",
            "GB-NIC": "charity_number",
            "GB-COH": "company_number",
        }.get(scheme)
        if column:
            own = identifiers.setdefault(record.get("organization_id", ""), {})
            own[column] = record.get("identifier", "")
    made = []
    for number, record in _first_of(_rows(tables, "organization")):
        rest = {
            key: cell
            for key, cell in record.items()
            if key not in {"id", "name", "url", "website", "year_incorporated"}
            and not key.endswith("_id")
        }
        made.append(
            (
                number,
                {
                    "organisation_id": record.get("id", ""),
                    "name": record.get("name", ""),
                    "website": record.get("website") or record.get("url", ""),
                    "start": record.get("year_incorporated", ""),
                    **identifiers.get(record.get("id", ""), {}),
                    **rest,
                },
            )
        )
    return made


def _read_others(tables: Tables, listed: set[str]) -> list[tuple[int, Record]]:
    """Return the organisations that only a service names, among those that run it too."""
    names = {
        record.get("value", ""): number
        for number, record in _rows(tables, "attribute")
        if record.get("link_type") == ALSO_RUN_BY
    }
    return [
        (number, {"name": name, "is_placeholder": "yes"})
        for name, number in sorted(names.items())
        if name and name.casefold() not in listed
    ]


def _read_services(tables: Tables) -> list[tuple[int, Record]]:
    terms = _read_terms(tables)
    languages = _gather(tables, "language", "service_id", ("name", "language", "code"))
    needs = _gather(tables, "eligibility", "service_id", ("eligibility",))
    capacity = _gather(tables, "service_capacity", "service_id", ("maximum", "available"))
    made = []
    for number, record in _first_of(_rows(tables, "service")):
        one = record.get("id", "")
        status = record.get("status", "").casefold()
        access = record.get("attending_access") or record.get("attending_type", "")
        eligibility = [record.get("eligibility_description", ""), *needs.get(one, [])]
        own = sorted(terms.get(one, []), key=str.casefold)
        used = {
            "id",
            "name",
            "status",
            "attending_access",
            "eligibility_description",
            "service_type",
            "languages",
        }
        rest = {
            key: cell for key, cell in record.items() if key not in used and not key.endswith("_id")
        }
        made.append(
            (
                number,
                {
                    "service_id": one,
                    "name": record.get("name", ""),
                    "service_type": own[0] if own else _NOT_STATED,
                    "taxonomy_terms": "|".join(own),
                    "status": _STATUS.get(status, status),
                    "access": _ACCESS.get(access.casefold(), ""),
                    "languages": "|".join(languages.get(one, [])),
                    "eligibility": "|".join(part.replace("|", "/") for part in eligibility if part),
                    "capacity": next(iter(capacity.get(one, [])), ""),
                    **rest,
                },
            )
        )
    return made


def _gather(tables: Tables, name: str, link: str, fields: Sequence[str]) -> dict[str, list[str]]:
    """Return the first filled of some fields, for each id that rows of a table link to."""
    gathered: dict[str, list[str]] = {}
    for _, record in _rows(tables, name):
        cell = next((record[field] for field in fields if record.get(field)), "")
        if cell and record.get(link) and cell not in gathered.get(record[link], []):
            gathered.setdefault(record[link], []).append(cell)
    return gathered


def _read_terms(tables: Tables) -> dict[str, list[str]]:
    """Return the names of the taxonomy terms of each service."""
    names = {
        record.get("id", ""): record.get("name", "")
        for _, record in _rows(tables, "taxonomy", "taxonomy_term")
    }
    terms: dict[str, list[str]] = {}
    sources = ("attribute", "service_attribute", "other_attribute", "service_taxonomy")
    for _, record in _rows(tables, *sources, "link_taxonomy"):
        if record.get("link_type") == ALSO_RUN_BY:
            continue
        entity = record.get("link_entity") or record.get("link_type", "")
        linked = record.get("link_id", "") if entity in {"", "service"} else ""
        service = linked or record.get("service_id", "")
        term = record.get("taxonomy_term_id") or record.get("taxonomy_id", "")
        name = names.get(term) or record.get("label") or record.get("taxonomy_detail", "") or term
        if service and name and name not in terms.get(service, []):
            terms.setdefault(service, []).append(name)
    return terms


def _read_providers(tables: Tables) -> list[tuple[int, Record]]:
    """Return who runs what: the one organisation of each service first, as its lead."""
    made: dict[tuple[str, str], tuple[int, Record]] = {}
    for number, record in _rows(tables, "service", "service_organization"):
        service = record.get("id") or record.get("service_id", "")
        organisation = record.get("organization_id", "")
        if service and organisation and (service, organisation) not in made:
            made[service, organisation] = (
                number,
                {"service_id": service, "organisation_id": organisation},
            )
    for number, record in _rows(tables, "attribute"):
        if record.get("link_type") == ALSO_RUN_BY:
            service = record.get("link_id") or record.get("service_id", "")
            both = {"service_id": service, "organisation_id": record.get("value", "")}
            made.setdefault((service, both["organisation_id"]), (number, both))
    leads: set[str] = set()
    for service, organisation in made:
        made[service, organisation][1]["role"] = "partner" if service in leads else "lead"
        leads.add(service)
    return list(made.values())


def _read_sites(tables: Tables) -> list[tuple[int, Record]]:
    locations = {record.get("id", ""): record for _, record in _rows(tables, "location")}
    addresses: dict[str, Record] = {}
    for _, record in _rows(tables, "physical_address", "address"):
        if record.get("address_type", "physical") != "postal":
            addresses.setdefault(record.get("location_id", ""), record)
    seen = set()
    made = []
    for number, record in _rows(tables, "service_at_location"):
        place = record.get("location_id", "")
        location, address = locations.get(place, {}), addresses.get(place, {})
        code = address.get("postal_code", "")
        site = {
            "service_id": record.get("service_id", ""),
            "latitude": location.get("latitude", ""),
            "longitude": location.get("longitude", ""),
            "postcode": code if read_postcode(code) else "",
            "location_id": place,
            "location_name": location.get("name", ""),
            "postal_code": "" if read_postcode(code) else code,
        }
        key = tuple(site[name] for name in ("service_id", "latitude", "longitude", "postcode"))
        if site["service_id"] and key not in seen:
            seen.add(key)
            made.append((number, site))
    return made


def _read_catchments(tables: Tables) -> tuple[list[tuple[int, Record]], list[str]]:
    """Return the areas that services reach, and those that are no known place."""
    made: dict[tuple[str, str], tuple[int, Record]] = {}
    unplaced = []
    for number, record in _rows(tables, "service_area"):
        words = [record.get(key, "") for key in ("uri", "service_area", "name", "extent")]
        codes = [found[1] for word in words if (found := _CODE.search(word.upper()))]
        named = [find_uk_area(word) for word in words if word]
        code = next((find_uk_area(code) or code for code in codes), "")
        code = code or next((one for one in named if one), "")
        service = record.get("service_id", "")
        if not code:
            unplaced.append(next((word for word in words if word), "")[:60])
        elif service:
            made.setdefault((service, code), (number, {"service_id": service, "area_code": code}))
    return list(made.values()), unplaced


def _read_parents(tables: Tables) -> list[tuple[int, Record]]:
    return [
        (
            number,
            {
                "from_id": record["parent_organization_id"],
                "to_id": record.get("id", ""),
                "kind": "parent of",
                "direction": "one way",
            },
        )
        for number, record in _first_of(_rows(tables, "organization"))
        if record.get("parent_organization_id")
    ]
