"""The services of Open Referral, with their terms, languages and people, and who runs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .open_referral_rows import ALSO_RUN_BY, FOR_WHOM, keep_first, list_rows
from .open_referral_terms import list_by_term, read_terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .open_referral_rows import Record, Tables


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
    "taxonomy_ids",
}
"""Fields of a service that are read into ours; the others go along under their own names."""


def read_services(tables: Tables) -> list[tuple[int, Record]]:
    """Return the services, each once a term, with the languages and people that link to them."""
    languages = _gather(tables, "language", "service_id", ("name", "language", "code"))
    needs = _gather(tables, "eligibility", "service_id", ("eligibility",))
    groups = _read_groups(tables)
    capacity = _gather(tables, "service_capacity", "service_id", ("maximum", "available"))
    made = []
    for number, record in keep_first(list_rows(tables, "service")):
        service_id = record.get("id", "")
        status = record.get("status", "").casefold()
        access = record.get("attending_access") or record.get("attending_type", "")
        eligibility = _list_whom(
            record.get("eligibility_description", ""), groups.get(service_id, [])
        )
        eligibility += needs.get(service_id, [])
        service = {
            "service_id": service_id,
            "name": record.get("name", ""),
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
    return list_by_term(made, read_terms(tables))


def _list_whom(prose: str, groups: list[str]) -> list[str]:
    """Return whom a service is for: the prose is left out where it only lists the groups."""
    return list(groups) if prose == say_whom(groups) else [prose, *groups]


def say_whom(groups: Sequence[str]) -> str:
    """Return groups of people as the text that HSDS has a field for."""
    return ", ".join(groups)


def _read_groups(tables: Tables) -> dict[str, list[str]]:
    """Return the groups of people of each service, as we write them: each an attribute."""
    groups: dict[str, list[str]] = {}
    for _, record in list_rows(tables, "attribute"):
        if record.get("link_type") == FOR_WHOM and record.get("value"):
            service = record.get("link_id") or record.get("service_id", "")
            groups.setdefault(service, []).append(record["value"])
    return groups


def _gather(tables: Tables, name: str, link: str, fields: Sequence[str]) -> dict[str, list[str]]:
    """Return the first filled of some fields, for each id that rows of a table link to."""
    gathered: dict[str, list[str]] = {}
    for _, record in list_rows(tables, name):
        cell = next((record[field] for field in fields if record.get(field)), "")
        if cell and record.get(link) and cell not in gathered.get(record[link], []):
            gathered.setdefault(record[link], []).append(cell)
    return gathered


def read_providers(tables: Tables) -> list[tuple[int, Record]]:
    """Return who runs what: the one organisation of each service first, as its lead."""
    made: dict[tuple[str, str], tuple[int, Record]] = {}
    for number, record in list_rows(tables, "service", "service_organization"):
        service = record.get("id") or record.get("service_id", "")
        organisation = record.get("organization_id", "")
        if service and organisation and (service, organisation) not in made:
            made[service, organisation] = (
                number,
                {"service_id": service, "organisation_id": organisation},
            )
    for number, record in list_rows(tables, "attribute"):
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
