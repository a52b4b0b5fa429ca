"""The tables of Open Referral, in one form, as sheets of ours; what has no home is said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ecosystem.data import read_postcode
from ecosystem.errors import did_you_mean
from ecosystem.formats.tables.places.uk_areas import find_uk_area
from ecosystem.wording import count_of, join_words

from .records import make_record_sheet, set_aside_misfits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ecosystem.formats.sheets.sheet import Sheet


Record = dict[str, str]
"""The cells of one row, by heading."""

Tables = dict[str, list[tuple[int, Record]]]
"""Rows of each table by its singular name, each with its number in the file."""

KNOWN_TABLES = {
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
"""Every table of the versions that are read: a name that is none of these may be misspelt."""

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
"""The tables of which something is read; rows of all others are counted and left out."""

_STATUS = {"defunct": "closed"}
_ACCESS = {
    "drop-in": "drop-in",
    "drop in": "drop-in",
    "appointment": "appointment",
    "referral": "agency referral",
}
_SERVICE_FIELDS = {
    "id",
    "name",
    "status",
    "attending_access",
    "eligibility_description",
    "service_type",
    "languages",
}
"""Fields of a service that are read into ours; the others go along under their own names."""

_CODE = re.compile(r"\b([EWSNK]\d{8})\b")
_NOT_STATED = "not stated"
ALSO_RUN_BY = "also run by"
"""How we write organisations beyond the one that a service can have."""


def make_sheets(tables: Tables, file: Mapping[str, tuple[str, str]]) -> list[Sheet]:
    """Return our sheets, and say of all that has no home here.

    `file` is the file and sheet that each table was read from.
    """
    # Organisations that only an attribute of a service names are known by name only.
    listed = _read_organisations(tables)
    listed += _read_others(tables, {record["name"].casefold() for _, record in listed})
    organisations = _make("organisations", "organization", listed, file)
    services = _make("services", "service", _read_services(tables), file)
    _warn_of_several_terms(services)
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
        hint = "" if name in KNOWN_TABLES else did_you_mean(name, KNOWN_TABLES)
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
        record_id = record.get("id", "")
        if record_id in first:
            first_number, earlier = first[record_id]
            filled = record | {key: cell for key, cell in earlier.items() if cell}
            first[record_id] = (first_number, filled)
        else:
            # Records without an id are each their own: no id holds a null character.
            first[record_id or f"\0{number}"] = (number, record)
    return list(first.values())


def _read_organisations(tables: Tables) -> list[tuple[int, Record]]:
    """Return the organisations, with the numbers that a table of its own holds."""
    identifiers: dict[str, Record] = {}
    for _, record in _rows(tables, "organization_identifier"):
        scheme = (record.get("identifier_scheme") or record.get("identifier_type", "")).upper()
        column = {
            "GB-CHC": "charity_number",
            "GB-SC": "charity_number",
            "GB-NIC": "charity_number",
            "GB-COH": "company_number",
        }.get(scheme)
        # Other registers have no column of ours.
        if column:
            organisation_id = record.get("organization_id", "")
            numbers = identifiers.setdefault(organisation_id, {})
            numbers[column] = record.get("identifier", "")
    made = []
    for number, record in _first_of(_rows(tables, "organization")):
        organisation = {
            "organisation_id": record.get("id", ""),
            "name": record.get("name", ""),
            "website": record.get("website") or record.get("url", ""),
            "start": record.get("year_incorporated", ""),
        }
        rest = {
            key: cell
            for key, cell in record.items()
            if key not in {"id", "name", "url", "website", "year_incorporated"}
            and not key.endswith("_id")
        }
        made.append((number, organisation | identifiers.get(record.get("id", ""), {}) | rest))
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
    """Return the services, with the terms, languages and people that link to them."""
    terms = _read_terms(tables)
    languages = _gather(tables, "language", "service_id", ("name", "language", "code"))
    needs = _gather(tables, "eligibility", "service_id", ("eligibility",))
    capacity = _gather(tables, "service_capacity", "service_id", ("maximum", "available"))
    made = []
    for number, record in _first_of(_rows(tables, "service")):
        service_id = record.get("id", "")
        status = record.get("status", "").casefold()
        access = record.get("attending_access") or record.get("attending_type", "")
        eligibility = [record.get("eligibility_description", ""), *needs.get(service_id, [])]
        # A service has one type here: of several terms the first of the alphabet, so that the
        # order of rows decides nothing. All of them are kept beside it.
        service_terms = sorted(terms.get(service_id, []), key=str.casefold)
        service = {
            "service_id": service_id,
            "name": record.get("name", ""),
            "service_type": service_terms[0] if service_terms else _NOT_STATED,
            "taxonomy_terms": "|".join(service_terms),
            "status": _STATUS.get(status, status),
            "access": _ACCESS.get(access.casefold(), ""),
            "languages": "|".join(languages.get(service_id, [])),
            "eligibility": "|".join(part.replace("|", "/") for part in eligibility if part),
            "capacity": next(iter(capacity.get(service_id, [])), ""),
        }
        rest = {
            key: cell
            for key, cell in record.items()
            if key not in _SERVICE_FIELDS and not key.endswith("_id")
        }
        made.append((number, service | rest))
    return made


def _warn_of_several_terms(services: Sheet) -> None:
    """Say that services with several terms count as one type, and name the first of them."""
    several = [
        position for position, cell in enumerate(services.column("taxonomy_terms")) if "|" in cell
    ]
    if not several:
        return
    row = several[0]
    kind, *others = services.column("taxonomy_terms")[row].split("|")
    services.add(
        "warning",
        f"{count_of(len(several), 'service')} with several taxonomy terms, read as the first by "
        f"the alphabet: '{services.column('name')[row]}' counts as {kind}, not as "
        f"{join_words(others, most=4, last='or')}.",
        "Where another is meant, list it as a service of its own.",
        row=services.numbers[row],
        value=services.column("taxonomy_terms")[row],
    )


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
    # The first of each service is its lead, as in HSDS, where a service has one organisation.
    leads: set[str] = set()
    for service, organisation in made:
        made[service, organisation][1]["role"] = "partner" if service in leads else "lead"
        leads.add(service)
    return list(made.values())


def _read_sites(tables: Tables) -> list[tuple[int, Record]]:
    """Return where services are delivered, each position of a service once.

    Position and postcode stand in three tables: a service is linked to a location, and an address
    to that. A postal address is no place where people go.
    """
    locations = {record.get("id", ""): record for _, record in _rows(tables, "location")}
    addresses: dict[str, Record] = {}
    for _, record in _rows(tables, "physical_address", "address"):
        if record.get("address_type", "physical") != "postal":
            addresses.setdefault(record.get("location_id", ""), record)
    # Two locations at one position are one site: the key of our table does not tell them apart.
    seen = set()
    made = []
    for number, record in _rows(tables, "service_at_location"):
        location_id = record.get("location_id", "")
        location, address = locations.get(location_id, {}), addresses.get(location_id, {})
        postcode = address.get("postal_code", "")
        site = {
            "service_id": record.get("service_id", ""),
            "latitude": location.get("latitude", ""),
            "longitude": location.get("longitude", ""),
            "postcode": postcode if read_postcode(postcode) else "",
            "location_id": location_id,
            "location_name": location.get("name", ""),
            "postal_code": "" if read_postcode(postcode) else postcode,
        }
        key = tuple(site[name] for name in ("service_id", "latitude", "longitude", "postcode"))
        if site["service_id"] and key not in seen:
            seen.add(key)
            made.append((number, site))
    return made


def _read_catchments(tables: Tables) -> tuple[list[tuple[int, Record]], list[str]]:
    """Return the areas that services reach, and those that are no known area.

    A code counts before a name, wherever in the row it stands: names of areas are often those of
    the town in the middle.
    """
    made: dict[tuple[str, str], tuple[int, Record]] = {}
    unplaced = []
    for number, record in _rows(tables, "service_area"):
        # From the surest of what a publisher may write to the least sure.
        words = [record.get(key, "") for key in ("uri", "service_area", "name", "extent")]
        codes = [match[1] for word in words if (match := _CODE.search(word.upper()))]
        named = [find_uk_area(word) for word in words if word]
        code = next((find_uk_area(code) or code for code in codes), "")
        code = code or next((area_code for area_code in named if area_code), "")
        service = record.get("service_id", "")
        if not code:
            unplaced.append(next((word for word in words if word), "")[:60])
        elif service:
            made.setdefault((service, code), (number, {"service_id": service, "area_code": code}))
    return list(made.values()), unplaced


def _read_parents(tables: Tables) -> list[tuple[int, Record]]:
    """Return which organisation is part of which, as ties."""
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
