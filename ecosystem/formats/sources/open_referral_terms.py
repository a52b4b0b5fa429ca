"""The taxonomy terms of Open Referral's services: each that says what is done is a service here.

A service of these tables has one type, one of Open Referral any number of terms. A question about
one type must find whoever does it, so a service is listed once for each term that says what is
done. What it can see in all is then no more than a limit of what it can see of each: nobody is
counted twice. Terms of whom it is for are no types; they stay in the column `taxonomy_terms`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from ecosystem.data import LIST_MARK, make_slug
from ecosystem.wording import count_of, join_words

from .open_referral_rows import ALSO_RUN_BY, FOR_WHOM, list_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ecosystem.formats.sheets.sheet import Sheet

    from .open_referral_rows import Record, Tables


IN_FILE = "service_in_file"
"""The column that keeps which record of the file a service is one of the terms of."""

_LINKS_TO_TERMS = (
    "attribute",
    "service_attribute",
    "other_attribute",
    "service_taxonomy",
    "link_taxonomy",
)
_TERMS = ("taxonomy", "taxonomy_term", "category")
_NOT_STATED = "not stated"

_OF_PEOPLE = re.compile(
    r"circumstances?\b|\b(?:audiences?|populations?|people served|client groups?|target groups?|"
    r"beneficiar(?:y|ies)|demographics?|age groups?|human situations?|(?<!open )eligibility)\b",
    re.IGNORECASE,
)
"""What a taxonomy, or the widest of its terms, is called that says whom a service is for: Open
Eligibility has "Human Situations" beside "Human Services", Open Referral UK esdCircumstances, and
HSDS 3 the link type "intended audience"."""


@dataclass(kw_only=True)
class Terms:
    """The terms of a service.

    Attributes
    ----------
    all
        Name of each to its id, which may be empty.
    types
        Those that say what is done, in the order of the alphabet: the order of rows decides
        nothing.
    """

    all: dict[str, str] = field(default_factory=dict)
    types: list[str] = field(default_factory=list)


def read_terms(tables: Tables) -> dict[str, Terms]:
    """Return the terms of each service by its id.

    A service is linked to a term by a row of a table, or the term stands inside it (Outpost), or
    it lists the numbers of its terms in one cell (Ohana).
    """
    known = {
        record.get("id") or record.get("taxonomy_id", ""): record
        for _, record in list_rows(tables, *_TERMS)
    }
    links = [*_list_links(tables)]
    terms: dict[str, Terms] = {}
    for link in links:
        name = known.get(link.term, {}).get("name") or link.told
        if link.service and name:
            terms.setdefault(link.service, Terms()).all.setdefault(name, link.term)
    of_people = {link.term or link.told for link in links if _OF_PEOPLE.search(link.kind)}
    for of_service in terms.values():
        of_service.types = _list_types(of_service.all, known, of_people)
    return terms


class _Link(NamedTuple):
    """A service and a term of it: by its id, or told in words."""

    service: str
    term: str = ""
    told: str = ""
    kind: str = ""


def _list_links(tables: Tables) -> Iterator[_Link]:
    """Yield which service has which terms, in each of the ways in which publishers say it."""
    for _, record in list_rows(tables, *_LINKS_TO_TERMS):
        kind = record.get("link_type", "")
        # What is said of a location or an organisation is not what a service does.
        is_of_service = (record.get("link_entity") or kind) in {"", "service"}
        if is_of_service and kind not in {ALSO_RUN_BY, FOR_WHOM}:
            term = record.get("taxonomy_term_id") or record.get("taxonomy_id", "")
            told = record.get("label") or record.get("taxonomy_detail") or term
            yield _Link(record.get("link_id") or record.get("service_id", ""), term, told, kind)
    for _, record in list_rows(tables, *_TERMS):
        if not record.keys() & {"attribute_id", "link_entity"}:
            term, told = record.get("id", ""), record.get("name", "")
            yield _Link(record.get("service_id", ""), term, told)
    for _, record in list_rows(tables, "service"):
        for term in re.split(r"[,;|]", record.get("taxonomy_ids", "")):
            yield _Link(record.get("id", ""), term.strip())


def _list_types(
    terms: Mapping[str, str], known: Mapping[str, Record], of_people: set[str]
) -> list[str]:
    """Return the terms that say what is done."""
    return sorted(
        (
            name
            for name, term in terms.items()
            if (term or name) not in of_people and not _is_of_people(term, known)
        ),
        key=lambda name: (name.casefold(), name),
    )


def _list_above(term: str, known: Mapping[str, Record]) -> list[str]:
    """Return the ids of the terms above one, and of its taxonomy; a circle is followed once."""
    chain: list[str] = []
    record = known.get(term, {})
    while (above := record.get("parent_id") or record.get("taxonomy_id", "")) in known:
        if above == term or above in chain:
            break
        chain.append(above)
        record = known[above]
    return chain


def _is_of_people(term: str, known: Mapping[str, Record]) -> bool:
    """Tell whether a term says whom a service is for, by what stands above it."""
    above = [known[one] for one in _list_above(term, known)]
    # Not by its own name: "Population health" is a service.
    words = [record.get("name", "") for record in above]
    for record in (known.get(term, {}), *above):
        words += [record.get(name, "") for name in ("vocabulary", "taxonomy", "taxonomy_name")]
    return any(map(_OF_PEOPLE.search, words))


def list_by_term(
    services: Sequence[tuple[int, Record]], terms: Mapping[str, Terms]
) -> list[tuple[int, Record]]:
    """Return the services, each once for each term that says what is done.

    The first keeps its id; the others add the term to it.
    """
    taken = {record["service_id"] for _, record in services}
    listed = []
    for number, record in services:
        service_id = record["service_id"]
        of_service = terms.get(service_id, Terms())
        first, *others = of_service.types or [_NOT_STATED]
        told = dict(record, service_type=first)
        # What the types do not say of the terms; a mark of lists inside one would part it.
        if set(of_service.all) != set(of_service.types):
            names = (name.replace(LIST_MARK, "/") for name in sorted(of_service.all))
            told["taxonomy_terms"] = LIST_MARK.join(names)
        if others:
            most = told.pop("capacity", "")
            told |= {IN_FILE: service_id} | ({"capacity_high": most} if most else {})
        listed.append((number, told))
        for term in others:
            new_id = _make_id(service_id, term, taken)
            listed.append((number, told | {"service_id": new_id, "service_type": term}))
    return listed


def _make_id(service_id: str, term: str, taken: set[str]) -> str:
    """Return an id for a service and a term that nothing else has, and remember it."""
    wanted = f"{service_id}-{make_slug(term)}".rstrip("-")
    made, number = wanted, 2
    while made in taken:
        made, number = f"{wanted}-{number}", number + 1
    taken.add(made)
    return made


def spread_links(
    rows: Iterable[tuple[int, Record]], services: Sequence[tuple[int, Record]]
) -> list[tuple[int, Record]]:
    """Return rows that lead to a service with one for each of its terms."""
    ids: dict[str, list[str]] = {}
    for _, service in services:
        if service.get(IN_FILE):
            ids.setdefault(service[IN_FILE], []).append(service["service_id"])
    return [
        (number, record | {"service_id": one})
        for number, record in rows
        for one in ids.get(record["service_id"], [record["service_id"]])
    ]


def tell_terms(services: Sheet) -> None:
    """Say which services are there once a term, and which terms are no type."""
    names, types = services.column("name"), services.column("service_type")
    rows: dict[str, list[int]] = {}
    for row, one in enumerate(services.column(IN_FILE)):
        if one:
            rows.setdefault(one, []).append(row)
    if rows:
        first = next(iter(rows.values()))
        listed = join_words([types[row] for row in first], most=4)
        services.add(
            "warning",
            f"{count_of(len(rows), 'service')} with several taxonomy terms, each listed once for "
            f"each term: '{names[first[0]]}' as {listed}.",
            "Of a capacity it is known only that none of them has more."
            if any(services.column("capacity_high"))
            else "",
            row=services.numbers[first[0]],
            value=names[first[0]],
        )
    terms = services.column("taxonomy_terms")
    kept = [row for row, cell in enumerate(terms) if cell]
    if kept:
        row = kept[0]
        of_people = [term for term in terms[row].split(LIST_MARK) if term not in types]
        services.add(
            "note",
            f"{count_of(len({services.numbers[row] for row in kept}), 'service')} with taxonomy "
            "terms of whom it is for, which are no types: kept in 'taxonomy_terms', as "
            f"{join_words(of_people, most=4)} of '{names[row]}'.",
            row=services.numbers[row],
            value=terms[row],
        )
