"""Ties told in sentences: one row an organisation, and beside it whom it works with, in words."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from ecosystem.data import clean_text
from ecosystem.formats.sources.records import make_record_sheet
from ecosystem.formats.tables.headings import find_table
from ecosystem.formats.tables.short_names import say_reading
from ecosystem.formats.tables.surveys.survey_names import is_a_name
from ecosystem.formats.tables.surveys.survey_questions import REFERRAL
from ecosystem.wording import count_of, join_words

from .told_headings import find_told_columns
from .told_words import know_names, read_told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecosystem.formats.sheets.sheet import Sheet

    from .told_words import Told, ToldTie


_MOST_WORDS, _MOST_SAID = 8, 8
"""Words of a name, or of what is quoted; and how many of these one sentence lists."""

_LEAST_NAMED = 1 / 3
"""Share of the filled cells that name somebody of the sheet, from which they tell of ties."""

_LEAST_ORGANISATIONS = 3
"""Organisations of a sheet that tells of ties: between two there is but one."""

_PRIVATE = re.compile(r"@|(?:\d[\s-]?){6}")


class _Row(NamedTuple):
    name: str
    number: int
    told: Told


def read_told_ties(sheet: Sheet, _: Sequence[Sheet]) -> list[Sheet]:
    """Return the organisations and ties of a sheet that tells them; none if it is another kind."""
    columns = find_told_columns(sheet.headings)
    if columns is None or find_table(sheet.name):
        return []
    who, tells = columns
    kept = [at for at, row in enumerate(sheet.rows) if _is_organisation(row, who)]
    names = list(dict.fromkeys(clean_text(sheet.rows[at][who]) for at in kept))
    known = know_names(names)
    rows = [
        _Row(
            clean_text(sheet.rows[at][who]),
            sheet.numbers[at],
            read_told(sheet.rows[at][tells], known),
        )
        for at in kept
    ]
    if not _are_ties(rows, [sheet.rows[at][tells] for at in kept]):
        return []
    return _make_sheets(sheet, rows, who, tells)


def read_ties_beside(
    sheet: Sheet, rows: Sequence[tuple[str, int, str]], heading: str
) -> list[Sheet]:
    """Return the ties that a column of a directory tells; none if it is about something else.

    Parameters
    ----------
    sheet
        The sheet that has the column.
    rows
        The name of an organisation, the number of its row, and what is told there.
    heading
        The heading of the column.

    Returns
    -------
    Sheets of relationships and of referrals; what is to say of them stands with the first. Who told
    them is not said: a directory is kept by one for all.
    """
    known = know_names(list(dict.fromkeys(name for name, _, _ in rows)))
    told = [_Row(name, number, read_told(cell, known)) for name, number, cell in rows]
    if not _are_ties(told, [cell for _, _, cell in rows]):
        return []
    made = _make_tie_sheets(sheet, told, {"": heading})
    if made:
        kinds = _list_pairs(made)
        made[0].add("note", f"'{heading}' tells who works with whom: {join_words(kinds)}.")
        _say_how_names_were_read(told, heading, made[0])
    return made


def _are_ties(rows: Sequence[_Row], cells: Sequence[str]) -> bool:
    """Tell whether enough cells name somebody of the sheet to be about ties."""
    filled = sum(bool(clean_text(cell)) for cell in cells)
    is_enough = len({row.name for row in rows}) >= _LEAST_ORGANISATIONS
    return is_enough and sum(bool(row.told.ties) for row in rows) >= max(2, filled * _LEAST_NAMED)


def _is_organisation(row: Sequence[str], who: int) -> bool:
    """Tell whether a row is one of an organisation, not a remark below the others."""
    name = clean_text(row[who])
    is_alone = not any(clean_text(cell) for at, cell in enumerate(row) if at != who)
    is_short = len(name.split()) <= _MOST_WORDS and "=" not in name and not name.endswith(":")
    return is_a_name(name) and (is_short or not is_alone)


def _make_sheets(sheet: Sheet, rows: Sequence[_Row], who: int, tells: int) -> list[Sheet]:
    numbers: dict[str, int] = {}
    for row in rows:
        numbers.setdefault(row.name, row.number)
    answered = {row.name for row in rows if row.told.is_an_answer}
    organisations = make_record_sheet(
        "organisations",
        sheet.file,
        [{"name": name, "answered": "yes" if name in answered else ""} for name in numbers],
        list(numbers.values()),
        sheet=sheet.sheet,
    )
    organisations.shown = {"name": sheet.headings[who]}
    organisations.found = list(sheet.found)
    made = [
        organisations,
        *_make_tie_sheets(
            sheet, rows, {"reported_by": sheet.headings[who], "": sheet.headings[tells]}
        ),
    ]
    _say_what_it_is(sheet, made)
    _say_how_it_was_read(sheet, rows, who, tells, organisations)
    return made


def _make_tie_sheets(sheet: Sheet, rows: Sequence[_Row], headings: dict[str, str]) -> list[Sheet]:
    """Return relationships and referrals; who reported them only if it has a heading."""
    made = []
    for table in ("relationships", "referrals"):
        ties = [
            (row, tie)
            for row in rows
            for tie in dict.fromkeys(row.told.ties)
            if tie.other != row.name and (tie.question.kind == REFERRAL) == (table == "referrals")
        ]
        ours = make_record_sheet(
            table,
            sheet.file,
            [_make_record(row.name, tie, reported="reported_by" in headings) for row, tie in ties],
            [row.number for row, _ in ties],
            sheet=sheet.sheet,
        )
        ours.shown = {heading: headings.get(heading, headings[""]) for heading in ours.headings}
        made += [ours] if ties else []
    return made


def _make_record(name: str, tie: ToldTie, *, reported: bool) -> dict[str, str]:
    ends = (tie.other, name) if tie.question.comes_in else (name, tie.other)
    record = {"from_id": ends[0], "to_id": ends[1]}
    if reported:
        record["reported_by"] = name
    if tie.question.kind == REFERRAL:
        return record
    return record | {
        "kind": tie.question.kind,
        "direction": "both ways" if tie.question.goes_both_ways else "one way",
        "amount": tie.pounds,
    }


def _say_what_it_is(sheet: Sheet, made: Sequence[Sheet]) -> None:
    said = [count_of(len(made[0].rows), "organisation"), *_list_pairs(made[1:])]
    made[0].add(
        "note",
        f"Sheet '{sheet.sheet or sheet.name}': ties told in sentences, one row an organisation; "
        f"{join_words(said)}.",
    )


def _list_pairs(made: Sequence[Sheet]) -> list[str]:
    """Return how many pairs there are of each kind of tie, in words."""
    pairs: Counter[str] = Counter()
    for ours in made:
        kinds = ours.column("kind") if ours.name == "relationships" else [""] * len(ours.rows)
        ends = map(frozenset, zip(ours.column("from_id"), ours.column("to_id"), strict=True))
        pairs.update(kind for kind, _ in set(zip(kinds, ends, strict=True)))
    return [
        f"{count_of(number, 'pair')} with " + (f"'{kind}'" if kind else "referrals")
        for kind, number in sorted(pairs.items(), key=lambda item: (not item[0], item[0]))
    ]


def _say_how_it_was_read(
    sheet: Sheet, rows: Sequence[_Row], who: int, tells: int, organisations: Sheet
) -> None:
    """Say which names were read as others, what is no tie, what is asked, what was left out."""
    _say_how_names_were_read(rows, sheet.headings[tells], organisations)
    _say_left_out(sheet, rows, who, tells, organisations)


def _say_how_names_were_read(rows: Sequence[_Row], column: str, made: Sheet) -> None:
    met = Counter(item for row in rows for item in row.told.short.items())
    for (written, name), count in met.items():
        made.add("note", say_reading(written, name, count), column=column, value=written)
    denied = [row for row in rows for _ in row.told.denied]
    if denied:
        made.add(
            "note",
            f"no tie was made of {count_of(len(denied), 'sentence')} about what was, is wished for "
            "or is not.",
            row=denied[0].number,
            column=column,
        )
    for row in rows:
        if row.told.odd:
            words = join_words([f"'{_hide(part)}'" for part in row.told.odd], most=_MOST_SAID)
            made.add(
                "warning",
                f"beside {row.name} no tie was made of {words}, because it is not clear what or "
                "who is meant.",
                "Write a verb and names as they stand in the list: Works with Ash; refers to Elm.",
                # No heading: an answer to it must not be put in a tie of the same row.
                row=row.number,
                value=_hide(row.told.odd[0]),
            )


def _say_left_out(sheet: Sheet, rows: Sequence[_Row], who: int, tells: int, made: Sheet) -> None:
    read = {row.number for row in rows}
    remarks = [number for number in sheet.numbers if number not in read]
    if remarks:
        made.add(
            "note",
            f"{count_of(len(remarks), 'row')} with a remark and no organisation left out.",
            row=remarks[0],
        )
    unused = [f"'{heading}'" for at, heading in enumerate(sheet.headings) if at not in {who, tells}]
    if unused:
        made.add("note", f"not read, because no answer uses it: {join_words(unused)}.")
    money = [(row.number, amount) for row in rows for amount in row.told.money]
    if money:
        made.add(
            "warning",
            f"{count_of(len(money), 'amount')} of money left out, because it may not be of a year.",
            "Write the pounds a year, as (£5,000 a year).",
            row=money[0][0],
            value=_hide(money[0][1]),
        )
    pounds = sum(bool(tie.pounds) for row in rows for tie in row.told.ties)
    if pounds:
        made.add(
            "note",
            f"{count_of(pounds, 'amount')} of money read as pounds a year, also where no time is "
            "said.",
            column=sheet.headings[tells],
        )


def _hide(part: str) -> str:
    """Return what stands somewhere, unless it is long or may hold how to reach a person."""
    is_plain = len(part.split()) <= _MOST_WORDS * 2 and not _PRIVATE.search(part)
    return part if is_plain else "a sentence"
