"""Links of Open Referral's tables: those that go round through another table, and those cut off.

Early HSDS, and Ohana, link a service to a location and the location to an organisation; later ones
link each service to both. Here every service gets its links of its own. What leads nowhere, or
comes from nowhere, is told: whoever reads a directory of somebody else's cannot correct it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ecosystem.wording import count_of, say_were

from .open_referral_rows import list_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .open_referral_rows import Record, Tables


class Remark(NamedTuple):
    """What is to be said of rows of a table of Open Referral.

    Attributes
    ----------
    table, row, value
        Its singular name, the first of the rows, and what stands there.
    message, suggestion
        What was met, and what to do.
    """

    table: str
    row: int
    value: str
    message: str
    suggestion: str = ""


_NEEDED = {
    "service_at_location": ("service_id", "location_id"),
    "service_area": ("service_id",),
    "service_taxonomy": ("service_id",),
    "service_attribute": ("service_id",),
    "eligibility": ("service_id",),
    "service_capacity": ("service_id",),
}
"""The links without which a row of a table says nothing about anybody."""


def settle_links(tables: Tables) -> list[Remark]:
    """Give services the links that go round through their location or program; tell what is lost.

    The tables are changed.
    """
    _link_services(tables)
    remarks = [remark for name in _NEEDED for remark in _leave_out_unlinked(tables, name)]
    remarks += _tell_lost(
        tables,
        "service_at_location",
        lambda record: record.get("location_id", ""),
        {record.get("id", "") for _, record in list_rows(tables, "location")},
        "a location that is not in this file, so that the place is not known",
    )
    organisations = {record.get("id", "") for _, record in list_rows(tables, "organization")}
    remarks += _tell_lost(
        tables,
        "organization",
        lambda record: record.get("parent_organization_id", ""),
        organisations,
        "a parent organisation that is not in this file; that tie was left out",
    )
    for _, record in list_rows(tables, "organization"):
        if record.get("parent_organization_id", "") not in organisations:
            record.pop("parent_organization_id", None)
    return remarks


def _link_services(tables: Tables) -> None:
    """Link services to the organisation and the place that their location or program names."""
    above = {
        f"{name}_id": {record.get("id", ""): record for _, record in list_rows(tables, name)}
        for name in ("location", "program")
    }
    links = tables.get("service_at_location", [])
    linked = {(record.get("service_id"), record.get("location_id")) for _, record in links}
    for number, record in list_rows(tables, "service"):
        for link, named in above.items():
            organisation = named.get(record.get(link, ""), {}).get("organization_id", "")
            if organisation and not record.get("organization_id"):
                record["organization_id"] = organisation
        pair = record.get("id"), record.get("location_id")
        if all(pair) and pair not in linked:
            linked.add(pair)
            links.append((number, {"service_id": str(pair[0]), "location_id": str(pair[1])}))

    # What belongs to a service at one of its locations belongs to the service.
    services = {record.get("id", ""): record.get("service_id", "") for _, record in links}
    for _, record in list_rows(tables, "service_area"):
        if not record.get("service_id"):
            record["service_id"] = services.get(record.get("service_at_location_id", ""), "")

    # In JSON a location may stand inside its service, with no row between the two.
    for number, record in list_rows(tables, "location"):
        pair = record.get("service_id"), record.get("id")
        if all(pair) and pair not in linked:
            linked.add(pair)
            links.append((number, {"service_id": str(pair[0]), "location_id": str(pair[1])}))
    if links:
        tables["service_at_location"] = links


def _leave_out_unlinked(tables: Tables, name: str) -> list[Remark]:
    """Take rows out of a table that name nothing they belong to."""
    rows = tables.get(name, [])
    kept, remarks = [], []
    lost: dict[str, list[int]] = {}
    for number, record in rows:
        empty = next((link for link in _NEEDED[name] if not record.get(link)), "")
        # A row of the older tables may name what it belongs to by link_id.
        if empty and not record.get("link_id"):
            lost.setdefault(empty, []).append(number)
        else:
            kept.append((number, record))
    for link, numbers in lost.items():
        remarks.append(
            Remark(
                name,
                numbers[0],
                "",
                f"{count_of(len(numbers), 'row')} of '{name}' with nothing under {link} "
                f"{say_were(len(numbers))} left out.",
                f"Fill in {link}.",
            )
        )
    if lost:
        tables[name] = kept
    return remarks


def _tell_lost(
    tables: Tables, name: str, read: Callable[[Record], str], known: set[str], what: str
) -> list[Remark]:
    """Tell of links to rows that are not there."""
    lost: Sequence[tuple[int, str]] = [
        (number, linked)
        for number, record in list_rows(tables, name)
        if (linked := read(record)) and linked not in known
    ]
    if not lost:
        return []
    row, value = lost[0]
    message = f"{count_of(len(lost), 'row')} of '{name}' with {what}, as '{value}'."
    return [Remark(name, row, value, message)]
