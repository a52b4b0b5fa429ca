"""Tables to Open Referral: HSDS 3.0 as a tabular package, and as the JSON of its API.

Field names: https://docs.openreferral.org/en/3.0/hsds/schema_reference.html.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pandas as pd

from ecosystem.data import split_list
from ecosystem.formats.cells_out import list_filled_rows

from .open_referral import ALSO_RUN_BY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecosystem.formats.cells_out import Cell


_STATUS = {"closed": "defunct"}
_NOT_GIVEN = "not given"
_SAID = (
    "HSDS 3.0. A service has one organisation: the lead. Others that run it are in attributes, "
    f"under the term '{ALSO_RUN_BY}'."
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
        "description": _SAID,
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
    by_id = {name: {one["id"]: one for one in rows} for name, rows in records.items()}
    below: dict[str, dict[Cell, list[dict[str, object]]]] = {}
    for name in ("service_at_locations", "service_areas", "languages", "attributes"):
        for one in records[name]:
            owner = one.get("service_id", one.get("link_id"))
            below.setdefault(name, {}).setdefault(owner, []).append(dict(one))
    addresses: dict[Cell, list[Record]] = {}
    for address in records["addresses"]:
        addresses.setdefault(address["location_id"], []).append(address)
    for links in below.get("service_at_locations", {}).values():
        for link in links:
            place = by_id["locations"][link.pop("location_id")]  # type: ignore[index]
            link["location"] = {**place, "addresses": addresses.get(place["id"], [])}
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
            name: found[service["id"]] for name, found in below.items() if service["id"] in found
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
    records: dict[str, list[Record]] = {name: [] for name in _COLUMNS}
    _add_organisations(cells, records)
    _add_services(cells, records)
    _add_places(cells, records)
    return records


def _add_organisations(cells: Mapping[str, pd.DataFrame], records: dict[str, list[Record]]) -> None:
    parents = {
        row["to_id"]: row["from_id"]
        for row in list_filled_rows(cells["relationships"])
        if row["kind"] == "parent of"
    }
    for row in list_filled_rows(cells["organisations"]):
        one = row["organisation_id"]
        parent = parents.get(one)
        records["organizations"].append(
            {
                "id": _id("organisation", one),
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
                        "id": _id("identifier", one, scheme),
                        "organization_id": _id("organisation", one),
                        "identifier_scheme": scheme,
                        "identifier_type": column.replace("_", " "),
                        "identifier": number,
                    }
                )


def _add_services(cells: Mapping[str, pd.DataFrame], records: dict[str, list[Record]]) -> None:
    names = {
        row["organisation_id"]: row["name"] for row in list_filled_rows(cells["organisations"])
    }
    runs: dict[Cell, list[Record]] = {}
    for row in list_filled_rows(cells["providers"]):
        runs.setdefault(row["service_id"], []).append(row)
    terms: dict[tuple[str, str], str] = {}
    for row in list_filled_rows(cells["services"]):
        one = row["service_id"]
        # The lead goes first; where none is named, the first by id.
        own = sorted(
            runs.get(one, []),
            key=lambda run: (run.get("role") != "lead", str(run["organisation_id"])),
        )
        status = str(row.get("status", "active"))
        record: Record = {
            "id": _id("service", one),
            "name": row["name"],
            "status": _STATUS.get(status, status),
            "description": row.get("description", _NOT_GIVEN),
            "eligibility_description": ", ".join(split_list(str(row.get("eligibility", ""))))
            or None,
        }
        if own:
            record["organization_id"] = _id("organisation", own[0]["organisation_id"])
        records["services"].append(record)
        for language in split_list(str(row.get("languages", ""))):
            records["languages"].append(
                {
                    "id": _id("language", one, language),
                    "service_id": _id("service", one),
                    "name": language,
                }
            )
        facts = [("service type", str(row["service_type"]))]
        facts += [(ALSO_RUN_BY, str(names[run["organisation_id"]])) for run in own[1:]]
        for taxonomy, fact in facts:
            term = terms.setdefault((taxonomy, fact), _id("term", taxonomy, fact))
            records["attributes"].append(
                {
                    "id": _id("attribute", one, taxonomy, fact),
                    "link_id": _id("service", one),
                    "link_entity": "service",
                    "link_type": taxonomy,
                    "taxonomy_term_id": term,
                    "value": fact,
                }
            )
    for taxonomy in dict.fromkeys(name for name, _ in terms):
        records["taxonomies"].append(
            {"id": _id("taxonomy", taxonomy), "name": taxonomy, "description": taxonomy}
        )
    records["taxonomy_terms"] += [
        {"id": term, "name": fact, "description": fact, "taxonomy_id": _id("taxonomy", taxonomy)}
        for (taxonomy, fact), term in terms.items()
    ]


def _add_places(cells: Mapping[str, pd.DataFrame], records: dict[str, list[Record]]) -> None:
    names = {row["area_code"]: row["name"] for row in list_filled_rows(cells["areas"])}
    for row in list_filled_rows(cells["sites"]):
        # A confidential place is never given more finely than its area.
        fine = row.get("is_confidential") != "yes"
        spot = [row.get(name) if fine else None for name in ("latitude", "longitude", "postcode")]
        area = row.get("area_code")
        place = _id("location", row["service_id"], area, *spot)
        records["locations"].append(
            {
                "id": place,
                "location_type": "physical",
                "name": names.get(area),
                "latitude": spot[0],
                "longitude": spot[1],
            }
        )
        if spot[2]:
            records["addresses"].append(
                {
                    "id": _id("address", place),
                    "location_id": place,
                    "address_1": _NOT_GIVEN,
                    "city": names.get(area, _NOT_GIVEN),
                    "state_province": _NOT_GIVEN,
                    "postal_code": spot[2],
                    "country": "GB",
                    "address_type": "physical",
                }
            )
        records["service_at_locations"].append(
            {
                "id": _id("service at location", row["service_id"], place),
                "service_id": _id("service", row["service_id"]),
                "location_id": place,
            }
        )
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
