"""Tables to Open Referral: HSDS 3.0 as a tabular package, and as the JSON of its API.

Field names: https://docs.openreferral.org/en/3.0/hsds/schema_reference.html.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pandas as pd

from ecosystem.data import split_list
from ecosystem.formats.cells_out import list_filled_rows

from .open_referral_rows import ALSO_RUN_BY, FOR_WHOM
from .open_referral_services import say_whom

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecosystem.formats.cells_out import Cell


_STATUS = {"closed": "defunct"}
_NOT_GIVEN = "not given"
"""What stands in a field that HSDS asks for and these tables do not hold."""

_DESCRIPTION = (
    "HSDS 3.0. A service has one organisation: the lead. Others that run it are in attributes, "
    f"under the term '{ALSO_RUN_BY}', and each group that it is for under '{FOR_WHOM}'."
)
_COLUMNS: dict[str, tuple[str, ...]] = {
    "organizations": ("id", "name", "description", "website", "parent_organization_id"),
    "organization_identifiers": (
        "id",
        "organization_id",
        "identifier_scheme",
        "identifier_type",
        "identifier",
    ),
    "services": (
        "id",
        "organization_id",
        "name",
        "status",
        "description",
        "eligibility_description",
    ),
    "locations": ("id", "location_type", "name", "latitude", "longitude"),
    "addresses": (
        "id",
        "location_id",
        "address_1",
        "city",
        "state_province",
        "postal_code",
        "country",
        "address_type",
    ),
    "service_at_locations": ("id", "service_id", "location_id"),
    "service_areas": ("id", "service_id", "name", "uri"),
    "languages": ("id", "service_id", "name"),
    "taxonomies": ("id", "name", "description"),
    "taxonomy_terms": ("id", "name", "description", "taxonomy_id"),
    "attributes": ("id", "link_id", "link_entity", "link_type", "taxonomy_term_id", "value"),
}
_AREA_URI = "http://statistics.data.gov.uk/id/statistical-geography/"

Record = dict[str, "Cell"]


def make_open_referral(
    cells: Mapping[str, pd.DataFrame],
) -> tuple[dict[str, pd.DataFrame], dict[str, object]]:
    """Return the tables of HSDS 3.0 and the description of the package."""
    records = _make_records(cells)
    tables = {
        name: pd.DataFrame(
            [[record.get(column) for column in columns] for record in records[name]],
            columns=list(columns),
            dtype=object,
        )
        for name, columns in _COLUMNS.items()
    }
    package: dict[str, object] = {
        "profile": "tabular-data-package",
        "name": "human_services_data",
        "description": _DESCRIPTION,
        "resources": [
            {
                "name": name,
                "path": f"{name}.csv",
                "schema": {"fields": [{"name": column} for column in columns]},
            }
            for name, columns in _COLUMNS.items()
        ],
    }
    return tables, package


def make_open_referral_json(cells: Mapping[str, pd.DataFrame]) -> dict[str, object]:
    """Return one page with every service, whole, as the API of HSDS 3.0 gives them."""
    records = _make_records(cells)
    by_id = {name: {record["id"]: record for record in rows} for name, rows in records.items()}

    # What stands below a service: table, then id of the service, to rows.
    below: dict[str, dict[Cell, list[dict[str, object]]]] = {}
    for name in ("service_at_locations", "service_areas", "languages", "attributes"):
        for record in records[name]:
            service_id = record.get("service_id", record.get("link_id"))
            below.setdefault(name, {}).setdefault(service_id, []).append(dict(record))

    # In the API what a row links to stands inside it, in place of the id.
    addresses: dict[Cell, list[Record]] = {}
    for address in records["addresses"]:
        addresses.setdefault(address["location_id"], []).append(address)
    for links in below.get("service_at_locations", {}).values():
        for link in links:
            location = by_id["locations"][link.pop("location_id")]  # type: ignore[index]
            link["location"] = {**location, "addresses": addresses.get(location["id"], [])}
    for links in below.get("attributes", {}).values():
        for link in links:
            term = by_id["taxonomy_terms"][link.pop("taxonomy_term_id")]  # type: ignore[index]
            link["taxonomy_term"] = term

    contents: list[dict[str, object]] = []
    for service in records["services"]:
        whole: dict[str, object] = dict(service)
        organisation = by_id["organizations"].get(str(whole.pop("organization_id", "")))
        if organisation:
            whole["organization"] = organisation
        whole |= {
            name: rows[service["id"]] for name, rows in below.items() if service["id"] in rows
        }
        contents.append(whole)
    return {
        "total_items": len(contents),
        "total_pages": 1,
        "page_number": 1,
        "size": len(contents),
        "first_page": True,
        "last_page": True,
        "empty": not contents,
        "contents": contents,
    }


def _id(*parts: object) -> str:
    """Return an id that is the same every time: a UUID made from the parts."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "sector-ecosystem:" + "\n".join(map(str, parts))))


def _make_records(cells: Mapping[str, pd.DataFrame]) -> dict[str, list[Record]]:
    """Return the rows of every table of HSDS that we fill."""
    records: dict[str, list[Record]] = {name: [] for name in _COLUMNS}
    _add_organisations(cells, records)
    _add_services(cells, records)
    _add_sites(cells, records)
    _add_service_areas(cells, records)
    return records


def _add_organisations(cells: Mapping[str, pd.DataFrame], records: dict[str, list[Record]]) -> None:
    parents = {
        row["to_id"]: row["from_id"]
        for row in list_filled_rows(cells["relationships"])
        if row["kind"] == "parent of"
    }
    for row in list_filled_rows(cells["organisations"]):
        organisation_id = row["organisation_id"]
        parent = parents.get(organisation_id)
        records["organizations"].append(
            {
                "id": _id("organisation", organisation_id),
                "name": row["name"],
                "description": row.get("description", _NOT_GIVEN),
                "website": row.get("website"),
                "parent_organization_id": _id("organisation", parent) if parent else None,
            }
        )
        for column, scheme in (("charity_number", "GB-CHC"), ("company_number", "GB-COH")):
            if row.get(column):
                number = str(row[column])
                scheme = "GB-SC" if number.startswith("SC") and scheme == "GB-CHC" else scheme  # noqa: PLW2901 - Scotland has its own register
                records["organization_identifiers"].append(
                    {
                        "id": _id("identifier", organisation_id, scheme),
                        "organization_id": _id("organisation", organisation_id),
                        "identifier_scheme": scheme,
                        "identifier_type": column.replace("_", " "),
                        "identifier": number,
                    }
                )


def _add_services(cells: Mapping[str, pd.DataFrame], records: dict[str, list[Record]]) -> None:
    names = {
        row["organisation_id"]: row["name"] for row in list_filled_rows(cells["organisations"])
    }
    providers: dict[Cell, list[Record]] = {}
    for row in list_filled_rows(cells["providers"]):
        providers.setdefault(row["service_id"], []).append(row)
    terms: dict[tuple[str, str], str] = {}
    for row in list_filled_rows(cells["services"]):
        service_id = row["service_id"]
        # The lead goes first; where none is named, the first by id.
        ordered = sorted(
            providers.get(service_id, []),
            key=lambda provider: (provider.get("role") != "lead", str(provider["organisation_id"])),
        )
        service = _make_service(row)
        if ordered:
            service["organization_id"] = _id("organisation", ordered[0]["organisation_id"])
        records["services"].append(service)
        records["languages"] += [
            {
                "id": _id("language", service_id, language),
                "service_id": service["id"],
                "name": language,
            }
            for language in split_list(str(row.get("languages", "")))
        ]
        # HSDS has no field for the type of a service, for a second organisation, nor for a list of
        # whom it is for.
        facts = [("service type", str(row["service_type"]))]
        facts += [(FOR_WHOM, group) for group in split_list(str(row.get("eligibility", "")))]
        facts += [(ALSO_RUN_BY, str(names[later["organisation_id"]])) for later in ordered[1:]]
        for taxonomy, fact in facts:
            term = terms.setdefault((taxonomy, fact), _id("term", taxonomy, fact))
            records["attributes"].append(
                {
                    "id": _id("attribute", service_id, taxonomy, fact),
                    "link_id": service["id"],
                    "link_entity": "service",
                    "link_type": taxonomy,
                    "taxonomy_term_id": term,
                    "value": fact,
                }
            )
    _add_terms(terms, records)


def _make_service(row: Record) -> Record:
    status = str(row.get("status", "active"))
    return {
        "id": _id("service", row["service_id"]),
        "name": row["name"],
        "status": _STATUS.get(status, status),
        "description": row.get("description", _NOT_GIVEN),
        "eligibility_description": say_whom(split_list(str(row.get("eligibility", "")))) or None,
    }


def _add_terms(terms: Mapping[tuple[str, str], str], records: dict[str, list[Record]]) -> None:
    """Add the taxonomies and terms that attributes use: (taxonomy, term) to the id of the term."""
    for taxonomy in dict.fromkeys(name for name, _ in terms):
        records["taxonomies"].append(
            {"id": _id("taxonomy", taxonomy), "name": taxonomy, "description": taxonomy}
        )
    records["taxonomy_terms"] += [
        {"id": term, "name": fact, "description": fact, "taxonomy_id": _id("taxonomy", taxonomy)}
        for (taxonomy, fact), term in terms.items()
    ]


def _add_sites(cells: Mapping[str, pd.DataFrame], records: dict[str, list[Record]]) -> None:
    names = {row["area_code"]: row["name"] for row in list_filled_rows(cells["areas"])}
    for row in list_filled_rows(cells["sites"]):
        # A confidential place is never given more finely than its area.
        is_open = row.get("is_confidential") != "yes"
        position = [
            row.get(name) if is_open else None for name in ("latitude", "longitude", "postcode")
        ]
        area = row.get("area_code")
        location_id = _id("location", row["service_id"], area, *position)
        records["locations"].append(
            {
                "id": location_id,
                "location_type": "physical",
                "name": names.get(area),
                "latitude": position[0],
                "longitude": position[1],
            }
        )
        if position[2]:
            records["addresses"].append(
                {
                    "id": _id("address", location_id),
                    "location_id": location_id,
                    "address_1": _NOT_GIVEN,
                    "city": names.get(area, _NOT_GIVEN),
                    "state_province": _NOT_GIVEN,
                    "postal_code": position[2],
                    "country": "GB",
                    "address_type": "physical",
                }
            )
        records["service_at_locations"].append(
            {
                "id": _id("service at location", row["service_id"], location_id),
                "service_id": _id("service", row["service_id"]),
                "location_id": location_id,
            }
        )


def _add_service_areas(cells: Mapping[str, pd.DataFrame], records: dict[str, list[Record]]) -> None:
    names = {row["area_code"]: row["name"] for row in list_filled_rows(cells["areas"])}
    for row in list_filled_rows(cells["catchments"]):
        code = str(row["area_code"])
        is_code = len(code) == 9 and code[0] in "EWSNK" and code[1:].isdigit()
        records["service_areas"].append(
            {
                "id": _id("service area", row["service_id"], code),
                "service_id": _id("service", row["service_id"]),
                "name": names.get(row["area_code"]),
                "uri": f"{_AREA_URI}{code}" if is_code else None,
            }
        )
