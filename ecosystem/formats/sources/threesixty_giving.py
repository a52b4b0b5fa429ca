"""360Giving grants: who funds whom, how much and when, and who funds the same body together.

Field titles: https://standard.threesixtygiving.org.

A file has a row a grant and no list of organisations: funders and recipients are gathered from the
rows, by identifier, each under the name it is given most often. A grant becomes a tie from funder
to recipient; grants of one funder to one body from one day on are one tie, because the key of our
table does not tell them apart, and their amounts are added up. Grants to people are left out: no
row is a person.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

from ecosystem.data import (
    LIST_MARK,
    clean_text,
    fold_heading,
    make_slug,
    read_charity_number,
    read_day,
    read_org_id,
    split_org_id,
)
from ecosystem.wording import count_of, join_words

from .records import as_cell, list_records, make_record_sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ecosystem.formats.sheets.sheet import Sheet


Grant = dict[str, str]

_TITLES = {
    "identifier": "id",
    "title": "title",
    "currency": "currency",
    "amount_awarded": "amount",
    "award_date": "award_date",
    "planned_dates_start_date": "start",
    "planned_dates_end_date": "end",
    "planned_dates_duration_months": "months",
    "recipient_org_identifier": "recipient_id",
    "recipient_org_name": "recipient",
    "recipient_org_charity_number": "charity_number",
    "recipient_org_company_number": "company_number",
    "recipient_org_postal_code": "postcode",
    "recipient_ind_identifier": "person",
    "recipient_ind_name": "person_name",
    "funding_org_identifier": "funder_id",
    "funding_org_name": "funder",
}
_PATHS = {
    "amountawarded": "amount_awarded",
    "awarddate": "award_date",
    "planneddates_0_startdate": "planned_dates_start_date",
    "planneddates_0_enddate": "planned_dates_end_date",
    "planneddates_0_duration": "planned_dates_duration_months",
    "recipientorganization_0_id": "recipient_org_identifier",
    "recipientorganization_0_name": "recipient_org_name",
    "recipientorganization_0_charitynumber": "recipient_org_charity_number",
    "recipientorganization_0_companynumber": "recipient_org_company_number",
    "recipientorganization_0_postalcode": "recipient_org_postal_code",
    "recipientindividual_0_id": "recipient_ind_identifier",
    "recipientindividual_0_name": "recipient_ind_name",
    "fundingorganization_0_id": "funding_org_identifier",
    "fundingorganization_0_name": "funding_org_name",
    "id": "identifier",
}
"""Where a field stands in the JSON, as flatten-tool heads its column, to its title."""
_PARTS = (
    {"amount_awarded"},
    {"recipient_org_name", "recipient_org_identifier"},
    {"funding_org_name", "funding_org_identifier"},
)
"""What makes a grant, by its titles. A sheet of one of them alone, as flatten-tool writes beside
the grants, says again what stands there."""
_MONTH = 30.4375
"""Days in a month, 365.25 / 12: what is given as 36 months ends three years on, to a day."""


def is_grants(sheets: Sequence[Sheet]) -> bool:
    """Tell whether a sheet holds grants: two of how much, to whom and from whom."""
    return any(
        sum(not part.isdisjoint(titles) for part in _PARTS) > 1
        for sheet in sheets
        for titles in [set(map(_find_title, sheet.headings))]
    )


def _find_title(heading: str) -> str:
    """Return the title of a field, folded, by a heading that is one or the place in the JSON."""
    folded = fold_heading(heading)
    return _PATHS.get(folded, folded)


def is_grants_json(data: object) -> bool:
    """Tell whether JSON holds grants."""
    return isinstance(data, dict) and isinstance(data.get("grants"), list)


def read_grants(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Return the grants of a CSV file or workbook as organisations and relationships."""
    # A workbook may have the grants on several sheets, beside sheets of other things.
    grants: list[Grant] = []
    numbers: list[int] = []
    first = next(sheet for sheet in sheets if is_grants([sheet]))
    for sheet in sheets:
        if not is_grants([sheet]):
            continue
        names = [_TITLES.get(_find_title(heading), "") for heading in sheet.headings]
        for row, number in zip(sheet.rows, sheet.numbers, strict=True):
            grants.append(
                {name: clean_text(cell) for name, cell in zip(names, row, strict=True) if name}
            )
            numbers.append(number)
    made = _convert(grants, numbers, first.file, first.sheet)
    made[0].found.extend(problem for sheet in sheets for problem in sheet.found)
    return made


def read_grants_json(data: Mapping[str, object], file: str) -> list[Sheet]:
    """Return the grants of a JSON file as organisations and relationships."""
    records = list_records(data["grants"])
    grants = [_read_record(record) for record in records]
    return _convert(grants, list(range(1, len(grants) + 1)), file, "")


def _read_record(record: Mapping[str, object]) -> Grant:
    def part(name: str) -> Mapping[str, object]:
        value = record.get(name)
        first = value[0] if isinstance(value, list) and value else value
        return first if isinstance(first, dict) else {}

    recipient, funder = part("recipientOrganization"), part("fundingOrganization")
    planned = part("plannedDates")
    cells = {
        "id": record.get("id"),
        "title": record.get("title"),
        "currency": record.get("currency"),
        "amount": record.get("amountAwarded"),
        "award_date": record.get("awardDate"),
        "start": planned.get("startDate"),
        "end": planned.get("endDate"),
        "months": planned.get("duration"),
        "recipient_id": recipient.get("id"),
        "recipient": recipient.get("name"),
        "charity_number": recipient.get("charityNumber"),
        "company_number": recipient.get("companyNumber"),
        "postcode": recipient.get("postalCode"),
        "person": part("recipientIndividual").get("id"),
        "funder_id": funder.get("id"),
        "funder": funder.get("name"),
    }
    return {name: clean_text(as_cell(value)) for name, value in cells.items()}


def _convert(grants: list[Grant], numbers: list[int], file: str, sheet: str) -> list[Sheet]:
    # (grant, its row in the file)
    pairs = list(zip(grants, numbers, strict=True))
    people = [grant for grant, _ in pairs if grant.get("person") and not grant.get("recipient")]
    pairs = [(grant, number) for grant, number in pairs if grant not in people]
    pairs, repeats = _take_each_once(pairs)

    # A body without an identifier goes by its name.
    for grant, _ in pairs:
        for side in ("recipient", "funder"):
            given = read_org_id(grant.get(f"{side}_id", ""))
            grant[f"{side}_id"] = given or make_slug(grant.get(side, ""))
    organisations = _make_organisations(pairs, file, sheet)
    taken_back = [number for grant, number in pairs if _is_taken_back(grant)]
    pairs = [(grant, number) for grant, number in pairs if not _is_taken_back(grant)]
    relationships = _make_ties(pairs, file, sheet)
    if repeats:
        organisations.add(
            "note",
            f"{count_of(len(repeats), 'grant')} listed again, equal in every cell; counted once.",
            row=repeats[0],
        )
    if taken_back:
        organisations.add(
            "warning",
            f"{count_of(len(taken_back), 'row')} with an amount below nought, as of money taken "
            "back, left out; it was not taken off another grant.",
            "Correct the amount of the grant it belongs to.",
            row=taken_back[0],
        )
    if people:
        organisations.add(
            "note",
            f"{count_of(len(people), 'grant')} to people, not organisations, left out: no row is "
            "a person.",
        )
    organisations.add(
        "note",
        "grants are read with who gave, who received, amount and dates; descriptions, "
        "programmes, places and contacts are left out.",
    )
    return [organisations, relationships]


def _take_each_once(
    pairs: list[tuple[Grant, int]],
) -> tuple[list[tuple[Grant, int]], list[int]]:
    """Return grants of one id and equal in every cell once, and the rows of the others."""
    seen: set[tuple[tuple[str, str], ...]] = set()
    kept, repeats = [], []
    for grant, number in pairs:
        cells = tuple(sorted(grant.items()))
        if grant.get("id") and cells in seen:
            repeats.append(number)
            continue
        seen.add(cells)
        kept.append((grant, number))
    return kept, repeats


def _is_taken_back(grant: Grant) -> bool:
    amount = grant.get("amount", "")
    return _is_number(amount) and float(amount.replace(",", "")) < 0


def _is_number(amount: str) -> bool:
    try:
        float(amount.replace(",", ""))
    except ValueError:
        return False
    return True


def _make_organisations(pairs: list[tuple[Grant, int]], file: str, sheet: str) -> Sheet:
    """Return one row an id, by its commonest name, and list the conflicts of ids and names."""
    # By id: how often each name is given, what is known, and the row where it is first named.
    names: dict[str, Counter[str]] = {}
    rows: dict[str, Grant] = {}
    first_row: dict[str, int] = {}
    funders = {grant["funder_id"] for grant, _ in pairs}
    for grant, number in pairs:
        for side in ("recipient", "funder"):
            organisation_id = grant[f"{side}_id"]
            if not organisation_id:
                continue
            names.setdefault(organisation_id, Counter())[grant.get(side, "")] += 1
            first_row.setdefault(organisation_id, number)
            row = rows.setdefault(organisation_id, {})
            if side == "recipient":
                for name in ("charity_number", "company_number", "postcode"):
                    row[name] = row.get(name) or grant.get(name, "")

    # Of names given equally often the first in the alphabet, so that the order of rows is nothing.
    made = []
    for organisation_id, row in rows.items():
        filled = sorted((-times, name) for name, times in names[organisation_id].items() if name)
        register, digits = split_org_id(organisation_id)
        if register == "GB-CHC" and not row.get("charity_number"):
            row["charity_number"] = digits
        if register == "GB-COH" and not row.get("company_number"):
            row["company_number"] = digits
        made.append(
            {
                "organisation_id": organisation_id,
                "name": filled[0][1] if filled else organisation_id,
                "sector": "funder" if organisation_id in funders else "",
                **row,
            }
        )
    result = make_record_sheet("organisations", file, made, first_row.values(), sheet=sheet)
    _list_conflicts(result, made, names, first_row)
    return result


def _list_conflicts(
    sheet: Sheet, made: list[Grant], names: Mapping[str, Counter[str]], first_row: Mapping[str, int]
) -> None:
    for organisation_id, counted in names.items():
        others = sorted({name.casefold(): name for name in counted if name}.values())
        if len(others) > 1:
            sheet.add(
                "warning",
                f"'{organisation_id}' goes by {len(others)} names: {join_words(others, most=4)}.",
                "If they are not one organisation, correct the identifier.",
                row=first_row[organisation_id],
                column="Recipient Org:Identifier",
                value=organisation_id,
            )
    for row in made:
        register, number = split_org_id(row["organisation_id"])
        stated = read_charity_number(row.get("charity_number", ""))
        if register in {"GB-CHC", "GB-SC"} and stated and stated != number:
            sheet.add(
                "warning",
                f"the identifier says charity {number}, the charity number is {stated}.",
                "Correct one of them.",
                row=first_row[row["organisation_id"]],
                column="Recipient Org:Charity Number",
                value=stated,
            )


def _make_ties(pairs: list[tuple[Grant, int]], file: str, sheet: str) -> Sheet:
    """Return a tie for each grant, and one for each two funders of one body at one time."""
    # By funder, recipient and start, which tell ties apart.
    ties: dict[tuple[str, str, str], Grant] = {}
    numbers: dict[tuple[str, str, str], int] = {}
    joined = 0
    for grant, number in pairs:
        start = grant.get("start") or grant.get("award_date", "")
        # One day is one day, however it is written.
        day = _day(start)
        key = (grant["funder_id"], grant["recipient_id"], day.isoformat() if day else start)
        tie = {
            "from_id": key[0],
            "to_id": key[1],
            "kind": "funds",
            "direction": "one way",
            "amount": grant.get("amount", ""),
            "start": start,
            "end": grant.get("end") or _end_of(start, grant.get("months", "")),
            "reported_by": key[0],
            "currency": grant.get("currency", ""),
            "grant_id": grant.get("id", ""),
        }
        if key in ties:
            joined += 1
            ties[key] = _add_grant(ties[key], tie)
            continue
        ties[key], numbers[key] = tie, number

    # What was worked out stands in no row of the file.
    together = _find_joint_funding(list(ties.values()))
    rows = [*ties.values(), *together]
    made = make_record_sheet(
        "relationships", file, rows, [*numbers.values(), *[0] * len(together)], sheet=sheet
    )
    if joined:
        made.add(
            "note",
            f"{count_of(joined, 'grant')} with the same funder, recipient and date as another; "
            "their amounts were added up.",
        )
    abroad = {row.get("currency", "").upper() for row in ties.values()} - {"", "GBP"}
    if abroad:
        made.add("warning", f"amounts are in {join_words(sorted(abroad))} too, and not changed.")
    if together:
        made.add(
            "note",
            f"{count_of(len(together), 'pair')} of funders fund one body at one time; added as "
            "'jointly funds'.",
        )
    return made


def _end_of(start: str, months: str) -> str:
    day = _day(start)
    try:
        span = dt.timedelta(days=float(months) * _MONTH)
        return (day + span).isoformat() if day and months else ""
    except (ValueError, OverflowError):
        return ""


def _day(text: str) -> dt.date | None:
    try:
        return read_day(text, is_last=False)[0]
    except (ValueError, OverflowError):
        return None


def _add_grant(first: Grant, second: Grant) -> Grant:
    amounts = [first["amount"], second["amount"]]
    try:
        total = as_cell(sum(float(amount.replace(",", "")) for amount in amounts))
    except ValueError:
        # What is no number is said of the tie; with an amount not known the sum is not known.
        total = next((amount for amount in amounts if amount and not _is_number(amount)), "")
    ids = LIST_MARK.join(cell for cell in (first["grant_id"], second["grant_id"]) if cell)
    end = max((first["end"], second["end"]), key=lambda end: _day(end) or dt.date.min)
    return first | {"amount": total, "grant_id": ids, "end": end}


def _find_joint_funding(ties: list[Grant]) -> list[Grant]:
    """Return a tie for each two funders whose grants to one body overlap in time.

    A grant without an end is taken as the one day it was given.
    """
    by_recipient: dict[str, list[tuple[dt.date, dt.date, str]]] = {}
    for tie in ties:
        start, end = _day(tie["start"]), _day(tie["end"])
        if start and tie["from_id"] != tie["to_id"]:
            by_recipient.setdefault(tie["to_id"], []).append((start, end or start, tie["from_id"]))
    shared: dict[tuple[str, str], set[str]] = {}
    for recipient, spans in by_recipient.items():
        for funder, other_funder in _overlaps(spans):
            shared.setdefault((min(funder, other_funder), max(funder, other_funder)), set()).add(
                recipient
            )
    return [
        {
            "from_id": funder,
            "to_id": other_funder,
            "kind": "jointly funds",
            "direction": "both ways",
            "recipients": LIST_MARK.join(sorted(bodies)),
        }
        for (funder, other_funder), bodies in sorted(shared.items())
    ]


def _overlaps(spans: list[tuple[dt.date, dt.date, str]]) -> Iterable[tuple[str, str]]:
    for (start, end, funder), (begin, stop, other_funder) in combinations(sorted(spans), 2):
        if funder != other_funder and start <= stop and begin <= end:
            yield funder, other_funder
