"""Whether From and To say who or when, and a list of grants read as a list of ties.

In a list of ties From and To name two organisations. In a list of grants, contracts or partnerships
they are as often the days from which and to which it runs, beside columns called Funder and
Recipient. Which of the two it is shows in the cells: nobody is called 01/04/2025.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from ecosystem.data import clean_text, fold_heading
from ecosystem.wording import count_of, join_words

from .totals import reads_as_total
from .written.written_dates import tells_when

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from ecosystem.formats.sheets.sheet import Sheet


_GIVERS = frozenset(
    [
        *("funder", "funder_name", "funding_organisation", "funding_organization", "funding_body"),
        *("donor", "grantmaker", "grant_maker", "grant_giver", "awarding_organisation"),
    ]
)
_RECEIVERS = frozenset(
    [
        *("recipient", "recipient_name", "recipient_organisation", "recipient_organization"),
        *("grantee", "grant_recipient", "grant_holder", "funded_organisation", "awarded_to"),
        *("organisation_funded", "organisation_supported"),
    ]
)
_MAY_BE_PEOPLE = frozenset(["recipient", "recipient_name"])
"""Receivers who may be people, as of a fund for those in hardship: its own list has one funder."""

_DECISIONS = frozenset(
    ["decision", "outcome", "status", "result", "panel_decision", "grant_status", "award_status"]
)
_NOT_GIVEN = re.compile(
    r"(?:application )?(?:reject|declin|refus|unsuccessful|withdrawn|withdrew|defer|pending|"
    r"not (?:awarded|funded|approved|successful|eligible|yet)|ineligible|turned down|submitted|"
    r"under (?:review|consideration|assessment)|awaiting|in progress|cancel|lapsed|no\b).*"
    r"|.*\b(?:then |but |later )?(?:withdrawn|cancelled|returned|handed back|taken back)\b.*",
    re.IGNORECASE,
)
"""Headings, folded, of what became of a request for money, and what says that none was given."""

_NOT_IN_FORCE = re.compile(
    r"(?:draft|expired|lapsed|ended|terminated|superseded|unsigned|not (?:yet )?(?:signed|agreed|"
    r"in force|active)|proposed|planned|pending|in (?:draft|discussion|negotiation)|cancelled|"
    r"inactive|dormant|closed)\b.*",
    re.IGNORECASE,
)
"""What a status says of an agreement that does not tie anybody today."""

_MEMBERS = frozenset(["organisation", "organization", "org", "agency", "partner_1", "partner_a"])
_PARTNERS = frozenset(
    ["partner", "partner_organisation", "partner_organization", "partner_2", "partner_b"]
)
_FIRST = frozenset(["organisation_1", "organisation_a", "organization_1", "org_1", "party_a"])
_SECOND = frozenset(["organisation_2", "organisation_b", "organization_2", "org_2", "party_b"])
"""Headings, folded, of two who are tied whatever else the sheet says."""

_KINDS = frozenset(["kind", "relationship", "relationship_type", "tie_type", "link_type"])


class _Ends(NamedTuple):
    """Two columns that name who is tied to whom, and what such a tie is."""

    columns: tuple[int, int]
    kind: str
    direction: str


def name_ends_and_days(sheet: Sheet) -> Sheet:
    """Return a sheet with days called Start and End, and who is tied to whom From and To."""
    folded = [fold_heading(heading) for heading in sheet.headings]
    days = _find_pair(folded, frozenset(["from"]), frozenset(["to"]))
    if days and (not {"start", "end"}.isdisjoint(folded) or not _hold_days(sheet, days)):
        # From and To name organisations: beside them a funder is a third party.
        return sheet
    renamed = dict(zip(days, ("Start", "End"), strict=True)) if days else {}
    ends = _find_ends(folded, has_days=bool(days))
    if ends and folded[ends.columns[1]] in _MAY_BE_PEOPLE and not _has_funders(sheet, ends):
        ends = None
    more = {}
    if ends:
        renamed |= dict(zip(ends.columns, ("From", "To"), strict=True))
        if _KINDS.isdisjoint(folded):
            more = {"Kind": ends.kind, "Direction": ends.direction}
        elif ends.direction == "both ways" and "direction" not in folded:
            more = {"Direction": ends.direction}
    if not renamed:
        return sheet
    if ends:
        sheet = _leave_out_void(_leave_out_totals(sheet), ends)
    return replace(
        sheet,
        headings=[*(renamed.get(at, name) for at, name in enumerate(sheet.headings)), *more],
        rows=[[*row, *more.values()] for row in sheet.rows],
        shown=sheet.shown | {name: sheet.headings[at] for at, name in renamed.items()},
    )


def _leave_out_totals(sheet: Sheet) -> Sheet:
    """Return a list without rows that add up others: who is in them is in the others."""
    totals = {at for at, row in enumerate(sheet.rows) if reads_as_total(map(clean_text, row))}
    if not totals:
        return sheet
    made = sheet.keep(at for at in range(len(sheet.rows)) if at not in totals)
    row = sheet.numbers[min(totals)]
    made.add("note", f"{count_of(len(totals), 'row')} adding up others left out.", row=row)
    return made


def _leave_out_void(sheet: Sheet, ends: _Ends) -> Sheet:
    """Return a list of ties without those that a column says are not, or no longer, there.

    Of money it is the decision that counts: what was given for a time that is over has its days.
    """
    is_money = ends.kind == "funds"
    pattern = _NOT_GIVEN if is_money else _NOT_IN_FORCE
    columns = [at for at, name in enumerate(sheet.headings) if fold_heading(name) in _DECISIONS]
    said = {
        at: clean_text(row[column])
        for column in columns
        for at, row in enumerate(sheet.rows)
        if pattern.fullmatch(clean_text(row[column]))
    }
    if not said:
        return sheet
    made = sheet.keep(at for at in range(len(sheet.rows)) if at not in said)
    left = (clean_text(sheet.rows[at][end]) for at in said for end in ends.columns)
    made.named = [*sheet.named, *left]
    words = join_words(dict.fromkeys(map(repr, said.values())), most=4)
    made.add(
        "note",
        f"no tie was made of {count_of(len(said), 'grant')} not given, or not yet: {words}."
        if is_money
        else f"no tie was made of {count_of(len(said), 'row')} of what is not in force: {words}.",
        row=sheet.numbers[min(said)],
        column=sheet.headings[columns[0]],
    )
    return made


def _find_ends(folded: Sequence[str], *, has_days: bool) -> _Ends | None:
    """Return who is tied to whom, if two headings say so; partners only of what has its days.

    Without days a column of partners is one of a directory, whose rows have other columns too.
    """
    if pair := _find_pair(folded, _GIVERS, _RECEIVERS):
        return _Ends(pair, "funds", "one way")
    if pair := _find_pair(folded, _FIRST, _SECOND):
        return _Ends(pair, "works with", "both ways")
    if has_days and (pair := _find_pair(folded, _MEMBERS, _PARTNERS)):
        return _Ends(pair, "works with", "both ways")
    return None


def _has_funders(sheet: Sheet, ends: _Ends) -> bool:
    """Tell whether several funders are named."""
    return (
        len({clean_text(cell).casefold() for cell in sheet.column_at(ends.columns[0])} - {""}) > 1
    )


def _find_pair(
    folded: Sequence[str], firsts: AbstractSet[str], seconds: AbstractSet[str]
) -> tuple[int, int] | None:
    """Return the columns of two headings, if each is there once."""
    first = [column for column, word in enumerate(folded) if word in firsts]
    second = [column for column, word in enumerate(folded) if word in seconds]
    return (first[0], second[0]) if len(first) == len(second) == 1 else None


def _hold_days(sheet: Sheet, columns: tuple[int, int]) -> bool:
    """Tell whether all filled cells of two columns tell when.

    Bare numbers may be years, or the numbers of organisations: they are years where two more
    columns are there to name who it is.
    """
    cells = [clean_text(cell) for column in columns for cell in sheet.column_at(column)]
    filled = [cell for cell in cells if cell]
    if not filled or not all(map(tells_when, filled)):
        return False
    return len(sheet.headings) >= 4 or not all(cell.isdecimal() for cell in filled)
