"""The sheets of ours that a survey becomes, and what is said of how it was read."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pandas as pd

from ecosystem.data import TABLES, read_column
from ecosystem.formats.sources.records import make_record_sheet

from .answers import list_help, read_help
from .said import say_how_it_was_read, say_what_it_is
from .survey_names import fold
from .survey_questions import FACTS, REFERRAL

if TYPE_CHECKING:
    from ecosystem.formats.sheets.sheet import Sheet

    from .answers import Survey, Tie
    from .survey_questions import Asks


def make_sheets(survey: Survey) -> list[Sheet]:
    """Return organisations, ties and services of a survey as sheets of ours."""
    organisations = _make_organisations(survey)
    referrals = _make_ties(survey, is_referral=True)
    relationships = _make_ties(survey, is_referral=False)
    services = _make_services(survey)
    say_what_it_is(survey, organisations, len(services.rows))
    say_how_it_was_read(survey, organisations)
    for column in FACTS:
        _leave_out_misfits(organisations, column)
    made = [sheet for sheet in (relationships, referrals, services) if sheet.rows or sheet.found]
    return [organisations, *made]


def _heading(survey: Survey, asks: Asks) -> str:
    """Return what the file calls the column of a question."""
    column = min(survey.asked[asks][0].columns)
    heading = survey.sheet.headings[column]
    return survey.sheet.shown.get(heading, heading)


def _make_organisations(survey: Survey) -> Sheet:
    """Return a row for each that answered, and one for each that was only asked about."""
    sheet, answered = survey.sheet, survey.answers.has_answered
    rows: dict[str, list[int]] = defaultdict(list)
    for position, name in enumerate(survey.who):
        if name:
            rows[name].append(position)
    facts = [asks for asks in FACTS if asks in survey.lists]
    records, numbers = [], []
    for name, positions in rows.items():
        record = {"name": name, "answered": "yes" if name in answered else ""}
        for asks in facts:
            cells = (survey.lists[asks][position] for position in positions)
            record[asks] = next((cell for cell in cells if cell), "")
        records.append(record)
        numbers.append(sheet.numbers[positions[0]])
    # Who did not answer stands in the headings, or in the answers of others.
    others = [name for name in survey.offered if name not in rows]
    records += [{"name": name, "answered": ""} for name in others]
    numbers += [max(min(sheet.numbers) - 1, 1)] * len(others)
    made = make_record_sheet("organisations", sheet.file, records, numbers, sheet=sheet.sheet)
    made.shown = {"name": _heading(survey, "who answers")}
    made.shown |= {asks: _heading(survey, asks) for asks in facts}
    made.found = list(sheet.found)
    return made


def _leave_out_misfits(sheet: Sheet, column_name: str) -> None:
    """Empty the answers that are no value of a column, and ask about them."""
    if column_name not in sheet.headings:
        return
    column, place = TABLES["organisations"].column(column_name), sheet.headings.index(column_name)
    cells = pd.Series([row[place] for row in sheet.rows], dtype=object)
    faults = read_column(column, cells).faults
    if not faults:
        return
    for position, *_ in faults:
        sheet.rows[position][place] = ""
    position, value, message, suggestion = faults[0]
    sheet.add(
        "warning",
        f"{message} {len(faults)} such left out." if len(faults) > 1 else f"{message} Left out.",
        suggestion,
        row=sheet.numbers[position],
        column=sheet.shown[column_name],
        value=str(value),
    )


def _make_ties(survey: Survey, *, is_referral: bool) -> Sheet:
    ties = [
        tie
        for tie in survey.answers.ties.values()
        if (tie.question.kind == REFERRAL) == is_referral
    ]
    records = [_make_referral(tie) if is_referral else _make_relationship(tie) for tie in ties]
    sheet = survey.sheet
    made = make_record_sheet(
        "referrals" if is_referral else "relationships",
        sheet.file,
        records,
        [sheet.numbers[tie.position] for tie in ties],
        sheet=sheet.sheet,
    )
    heading = _heading(survey, "who answers")
    made.shown = {"from_id": heading, "reported_by": heading}
    if ties:
        asked = sheet.headings[ties[0].column]
        made.shown["to_id"] = sheet.shown.get(asked, asked)
    return made


def _make_referral(tie: Tie) -> dict[str, str]:
    return {
        "from_id": tie.from_name,
        "to_id": tie.to_name,
        "sent": tie.sent,
        "reported_by": tie.reporter,
    }


def _make_relationship(tie: Tie) -> dict[str, str]:
    return {
        "from_id": tie.from_name,
        "to_id": tie.to_name,
        "kind": tie.question.kind,
        "direction": "both ways" if tie.question.goes_both_ways else "one way",
        "strength": tie.strength,
        "reported_by": tie.reporter,
    }


def _make_services(survey: Survey) -> Sheet:
    """Return a service for each kind of help of an organisation, with the areas it covers."""
    sheet = survey.sheet
    _, odd = read_help(survey.lists.get("help", []))
    cells: dict[Asks, str] = {"areas": "areas_reached", "languages": "languages"}
    # Two people of one organisation speak of the same help: what both say is put together.
    said: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    first: dict[tuple[str, str], tuple[int, str]] = {}
    for position, name, kind in list_help(survey):
        if (fold(name), fold(kind)) in survey.helps_already:
            continue
        key = (name, kind.casefold())
        first.setdefault(key, (position, kind))
        for asks, column in cells.items():
            cell = survey.lists[asks][position] if asks in survey.lists else ""
            said[key][column].append(cell)
    records = [
        {
            "name": kind,
            "service_type": kind,
            "organisation": key[0],
            **{
                column: ";".join(dict.fromkeys(cell.strip("; ") for cell in parts if cell))
                for column, parts in said[key].items()
            },
        }
        for key, (_, kind) in first.items()
    ]
    numbers = [sheet.numbers[position] for position, _ in first.values()]
    made = make_record_sheet("services", sheet.file, records, numbers, sheet=sheet.sheet)
    if "help" not in survey.lists:
        return made
    heading = _heading(survey, "help")
    made.shown = {"name": heading, "service_type": heading}
    made.shown["organisation"] = _heading(survey, "who answers")
    made.shown |= {
        column: _heading(survey, asks) for asks, column in cells.items() if asks in survey.lists
    }
    if odd:
        made.add(
            "warning",
            f"'{odd[0][1]}' reads like a sentence, so no service was made of it"
            + (f", nor of {len(odd) - 1} more." if len(odd) > 1 else "."),
            "Name each kind of help in a few words, with semicolons between.",
            row=sheet.numbers[odd[0][0]],
            column=heading,
            value=odd[0][1],
        )
    return made
