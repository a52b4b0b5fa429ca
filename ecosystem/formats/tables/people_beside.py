"""Lists of people with their organisations: the organisations are read, and nothing of the people.

Partnerships keep a list of who comes to meetings, or of stakeholders: Name, Organisation, Role. A
Name beside an Organisation is not the name of that organisation, and what else the row says may be
of the person: how interested, which languages, the number of a check.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ecosystem.data import TABLES, clean_texts, fold_heading
from ecosystem.wording import count_of, join_words, say_are

from .headings import find_table, guess_table, is_whole_table, match_headings
from .totals import reads_as_total

if TYPE_CHECKING:
    from ecosystem.formats.sheets.sheet import Sheet


_BODIES = frozenset(
    [
        *("organisation", "organization", "organisation_name", "organization_name"),
        *("name_of_organisation", "org", "org_name", "agency", "agency_name", "employer"),
        *("member_organisation", "partner_organisation"),
    ]
)
_PERSONS = frozenset(
    [
        *("name", "full_name", "first_name", "firstname", "forename", "surname", "last_name"),
        *("lastname", "attendee", "delegate", "person"),
    ]
)
"""Headings, folded, of an organisation, and beside it of who comes from there."""

_LEAST = 0.5
"""Share of rows that must name an organisation: else the names may be those of organisations."""


def leave_out_people(sheet: Sheet) -> Sheet:
    """Return a list of people as one of their organisations; any other sheet as it is."""
    if find_table(sheet.name) not in {"", "organisations"} or not sheet.numbers:
        return sheet
    folded = [fold_heading(heading) for heading in sheet.headings]
    bodies = [at for at, word in enumerate(folded) if word in _BODIES]
    if len(bodies) != 1 or _PERSONS.isdisjoint(folded):
        return sheet
    if is_whole_table("organisations", sheet.headings) or not _is_list(sheet, bodies[0]):
        return sheet
    who = bodies[0]
    texts = [clean_texts(row) for row in sheet.rows]
    rows = [at for at, row in enumerate(texts) if not reads_as_total(row)]
    named = [at for at in rows if texts[at][who]]
    if len(named) < _LEAST * len(rows):
        return sheet
    own = set(TABLES["organisations"].names) - {"name", "organisation_id", "start", "end"}
    matched = match_headings("organisations", sheet.headings)
    kept = [at for at, column in enumerate(matched) if at == who or column in own]
    gone = [repr(heading) for at, heading in enumerate(sheet.headings) if at not in kept]
    made = replace(
        sheet.keep(named, kept),
        name="organisations",
        headings=["name" if at == who else sheet.headings[at] for at in kept],
        shown=sheet.shown | {"name": sheet.headings[who]},
    )
    made.add(
        "note",
        f"'{sheet.name}': people beside their organisations, of which the organisations were "
        f"read; {join_words(gone, most=8)} {say_are(len(gone))} left out, as what is there may be "
        "of a person.",
    )
    for left, what in (
        (len(rows) - len(named), "without an organisation"),
        (len(texts) - len(rows), "adding up the others"),
    ):
        if left:
            made.add("note", f"{count_of(left, 'row')} {what} left out.")
    return made


def _is_list(sheet: Sheet, who: int) -> bool:
    """Tell whether the headings are those of a list of organisations and of nothing else."""
    headings = ["Organisation" if at == who else name for at, name in enumerate(sheet.headings)]
    return guess_table(headings) == "organisations"
