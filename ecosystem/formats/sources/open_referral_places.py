"""Where services of Open Referral are given, and the areas that they reach."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ecosystem.data import read_postcode
from ecosystem.formats.tables.places.uk_areas import find_uk_area

from .open_referral_rows import list_rows

if TYPE_CHECKING:
    from .open_referral_rows import Record, Tables


_YES = frozenset(["yes", "true", "1", "t", "y"])
_NO = frozenset(["no", "false", "0", "f", "n"])
_CODE = re.compile(r"\b([EWSNK]\d{8})\b")


def is_masked(location: Record) -> bool:
    """Tell whether a publisher keeps from the public where exactly a location is.

    `mask_exact_address` and `visible` are fields of Outpost, which councils publish with.
    """
    return (
        location.get("mask_exact_address", "").casefold() in _YES
        or location.get("visible", "").casefold() in _NO
    )


def _is_place(location: Record) -> bool:
    """Tell whether people can go to a location; a postal address and a website are no places."""
    return location.get("location_type", "").casefold() not in {"postal", "virtual"}


def _find_addresses(tables: Tables) -> dict[str, Record]:
    """Return the address of each location; a postal address is no place where people go."""
    addresses: dict[str, Record] = {}
    for _, record in list_rows(tables, "physical_address", "address"):
        if record.get("address_type", "physical") != "postal":
            addresses.setdefault(record.get("location_id", ""), record)
    return addresses


def read_sites(tables: Tables) -> list[tuple[int, Record]]:
    """Return where services are delivered, each position of a service once.

    Position and postcode stand in three tables: a service is linked to a location, and an address
    to that. Some publishers write the postcode on the location itself.
    """
    locations = {record.get("id", ""): record for _, record in list_rows(tables, "location")}
    addresses = _find_addresses(tables)
    # Two locations at one position are one site: the key of our table does not tell them apart.
    seen: dict[tuple[str, ...], Record] = {}
    made = []
    for number, record in list_rows(tables, "service_at_location"):
        location_id = record.get("location_id", "")
        location, address = locations.get(location_id, {}), addresses.get(location_id, {})
        if not _is_place(location):
            continue
        postcode = address.get("postal_code") or location.get("postal_code", "")
        site = {
            "service_id": record.get("service_id", ""),
            "latitude": location.get("latitude", ""),
            "longitude": location.get("longitude", ""),
            "postcode": postcode if read_postcode(postcode) else "",
            "location_id": location_id,
            "location_name": location.get("name", ""),
            "postal_code": "" if read_postcode(postcode) else postcode,
            "is_confidential": "yes" if is_masked(location) else "",
        }
        key = tuple(site[name] for name in ("service_id", "latitude", "longitude", "postcode"))
        if key not in seen:
            seen[key] = site
            made.append((number, site))
        elif site["is_confidential"]:
            # What is hidden once is hidden.
            seen[key]["is_confidential"] = "yes"
    return made


def place_organisations(tables: Tables) -> None:
    """Put an organisation where its location is, if it has one and no more and that is open.

    The organisations of the tables are changed. With several locations it is not said which of
    them is its base.
    """
    addresses = _find_addresses(tables)
    own: dict[str, dict[str, Record]] = {}
    for _, record in list_rows(tables, "location"):
        organisation = record.get("organization_id", "")
        if organisation and not record.get("service_id") and _is_place(record):
            own.setdefault(organisation, {})[record.get("id", "")] = record
    for _, record in list_rows(tables, "organization"):
        locations = list(own.get(record.get("id", ""), {}).values())
        if len(locations) != 1 or is_masked(locations[0]):
            continue
        (location,) = locations
        postcode = addresses.get(location.get("id", ""), {}).get("postal_code", "")
        record["latitude"] = location.get("latitude", "")
        record["longitude"] = location.get("longitude", "")
        if read_postcode(postcode):
            record["postcode"] = postcode


def read_catchments(tables: Tables) -> tuple[list[tuple[int, Record]], list[tuple[int, str]]]:
    """Return the areas that services reach, and those that are no known area.

    A code counts before a name, wherever in the row it stands: names of areas are often those of
    the town in the middle.
    """
    made: dict[tuple[str, str], tuple[int, Record]] = {}
    unplaced = []
    for number, record in list_rows(tables, "service_area"):
        # From the surest of what a publisher may write to the least sure.
        words = [record.get(key, "") for key in ("uri", "service_area", "name", "extent")]
        codes = [match[1] for word in words if (match := _CODE.search(word.upper()))]
        named = [find_uk_area(word) for word in words if word]
        code = next((find_uk_area(code) or code for code in codes), "")
        code = code or next((area_code for area_code in named if area_code), "")
        service = record.get("service_id", "")
        if not code:
            unplaced.append((number, next((word for word in words if word), "")[:60]))
        elif service:
            made.setdefault((service, code), (number, {"service_id": service, "area_code": code}))
    return list(made.values()), unplaced
