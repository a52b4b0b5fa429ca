"""The services of Open Referral, with their terms, languages and people, and who runs them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ecosystem.wording import count_of, join_words

from .open_referral_rows import ALSO_RUN_BY, keep_first, list_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecosystem.formats.sheets.sheet import Sheet

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

_LINKS_TO_TERMS = (
    "attribute",
    "service_attribute",
    "other_attribute",
    "service_taxonomy",
    "link_taxonomy",
)
_NOT_STATED = "not stated"


def read_services(tables: Tables) -> list[tuple[int, Record]]:
    """Return the services, with the terms, languages and people that link to them."""
    terms = _read_terms(tables)
    languages = _gather(tables, "language", "service_id", ("name", "language", "code"))
    needs = _gather(tables, "eligibility", "service_id", ("eligibility",))
    capacity = _gather(tables, "service_capacity", "service_id", ("maximum", "available"))
    made = []
    for number, record in keep_first(list_rows(tables, "service")):
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
            **({"taxonomy_terms": "|".join(service_terms)} if len(service_terms) > 1 else {}),
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


def warn_of_several_terms(services: Sheet) -> None:
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
    for _, record in list_rows(tables, name):
        cell = next((record[field] for field in fields if record.get(field)), "")
        if cell and record.get(link) and cell not in gathered.get(record[link], []):
            gathered.setdefault(record[link], []).append(cell)
    return gathered


def _read_terms(tables: Tables) -> dict[str, list[str]]:
    """Return the names of the taxonomy terms of each service.

    A service is linked to a term by a row of a table, or the term stands inside it (Outpost), or
    it lists the numbers of its terms in one cell (Ohana).
    """
    named = ("taxonomy", "taxonomy_term", "category")
    names = {
        record.get("id") or record.get("taxonomy_id", ""): record.get("name", "")
        for _, record in list_rows(tables, *named)
    }
    terms: dict[str, list[str]] = {}

    def put(service: str, name: str) -> None:
        if service and name and name not in terms.get(service, []):
            terms.setdefault(service, []).append(name)

    for _, record in list_rows(tables, *_LINKS_TO_TERMS):
        entity = record.get("link_entity") or record.get("link_type", "")
        # What is said of a location or an organisation is not what a service does.
        if record.get("link_type") == ALSO_RUN_BY or entity not in {"", "service"}:
            continue
        term = record.get("taxonomy_term_id") or record.get("taxonomy_id", "")
        name = names.get(term) or record.get("label") or record.get("taxonomy_detail", "") or term
        put(record.get("link_id") or record.get("service_id", ""), name)
    for _, record in list_rows(tables, *named):
        if not record.keys() & {"attribute_id", "link_entity"}:
            put(record.get("service_id", ""), record.get("name", ""))
    for _, record in list_rows(tables, "service"):
        for term in re.split(r"[,;|]", record.get("taxonomy_ids", "")):
            put(record.get("id", ""), names.get(term.strip(), ""))
    return terms


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
