"""The tables of Open Referral, in one form, as sheets of ours; what has no home is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecosystem.errors import Problem, did_you_mean
from ecosystem.wording import count_of

from .open_referral_links import Remark, settle_links
from .open_referral_places import place_organisations, read_catchments, read_sites
from .open_referral_rows import ALSO_RUN_BY, keep_first, list_rows
from .open_referral_services import read_providers, read_services
from .open_referral_terms import spread_links, tell_terms
from .records import make_record_sheet, set_aside_misfits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ecosystem.formats.sheets.sheet import Sheet

    from .open_referral_rows import Record, Tables


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
    "accessibility_for_disability",
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
    "program",
    "category",
}
"""The tables of which something is read; rows of all others are counted and left out."""


def make_sheets(tables: Tables, file: Mapping[str, tuple[str, str]]) -> list[Sheet]:
    """Return our sheets, and say of all that has no home here.

    `file` is the file and sheet that each table was read from.
    """
    remarks = settle_links(tables)
    place_organisations(tables)
    # Organisations that only an attribute of a service names are known by name only.
    listed = _read_organisations(tables)
    listed += _read_others(tables, {record["name"].casefold() for _, record in listed})
    organisations = _make("organisations", "organization", listed, file)
    by_term = read_services(tables)
    services = _make("services", "service", by_term, file)
    tell_terms(services)
    providers = spread_links(read_providers(tables), by_term)
    sites = spread_links(read_sites(tables), by_term)
    sheets = [
        organisations,
        services,
        _make("providers", "service", providers, file),
        _make("sites", "service_at_location", sites, file),
    ]
    catchments, unplaced = read_catchments(tables)
    reached = spread_links(catchments, by_term)
    sheets.append(_make("catchments", "service_area", reached, file))
    sheets.append(_make("relationships", "organization", _read_parents(tables), file))
    if unplaced:
        message = (
            f"{count_of(len(unplaced), 'service area')} with no ONS code or name of an authority, "
            f"as '{unplaced[0][1]}', not read."
        )
        remarks.append(
            Remark("service_area", *unplaced[0], message, "Give the ONS code, as in uri.")
        )
    organisations.found.extend(_place(remark, file) for remark in remarks)
    for name in sorted(tables.keys() - _USED):
        hint = "" if name in KNOWN_TABLES else did_you_mean(name, KNOWN_TABLES)
        organisations.add(
            "note",
            f"{count_of(len(tables[name]), 'row')} of '{name}' not read: these tables have no "
            f"home for them.",
            hint,
        )
    return [set_aside_misfits(sheet) for sheet in sheets if sheet.rows or sheet is organisations]


def _place(remark: Remark, file: Mapping[str, tuple[str, str]]) -> Problem:
    """Return a remark as the warning that it is, at its file and row."""
    name, sheet = file.get(remark.table, ("", ""))
    return Problem(
        severity="warning",
        file=name,
        sheet=sheet,
        row=remark.row,
        value=remark.value,
        message=remark.message,
        suggestion=remark.suggestion,
    )


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


def _read_organisations(tables: Tables) -> list[tuple[int, Record]]:
    """Return the organisations, with the numbers that a table of its own holds."""
    identifiers: dict[str, Record] = {}
    for _, record in list_rows(tables, "organization_identifier"):
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
    for number, record in keep_first(list_rows(tables, "organization")):
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
        for number, record in list_rows(tables, "attribute")
        if record.get("link_type") == ALSO_RUN_BY
    }
    return [
        (number, {"name": name, "is_placeholder": "yes"})
        for name, number in sorted(names.items())
        if name and name.casefold() not in listed
    ]


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
        for number, record in keep_first(list_rows(tables, "organization"))
        if record.get("parent_organization_id")
    ]
