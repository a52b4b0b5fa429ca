"""Surveys: one row a respondent, who says whom their organisation works with and what it does.

Forms write a question a column, or a column for each organisation that is asked about. What the
answers say of ties, kinds of help and areas becomes sheets of ours; whoever answered is an
organisation that reported its ties. Names and addresses of respondents go nowhere, nor do answers
in free text, and both are said.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ecosystem.data import clean_text, fold_heading, is_client_heading, is_contact_heading
from ecosystem.formats.tables.places.area_names import is_remote
from ecosystem.formats.tables.places.uk_areas import find_uk_area
from ecosystem.formats.tables.short_names import find_meant, index_names
from ecosystem.formats.tables.tie_words import read_answer
from ecosystem.formats.tables.told.told_words import has_verb

from .answers import Survey, join_columns, list_help, read_grid, read_help, read_list
from .survey_names import (
    Ticks,
    fold,
    is_a_name,
    is_for_others,
    learn_names,
    read_ticks,
    split_clear,
    split_commas,
)
from .survey_questions import (
    FACTS,
    Asked,
    TieQuestion,
    asks_for_no_tie,
    classify,
    group_columns,
    is_of_a_form,
    read_tie_question,
)
from .survey_sheets import make_sheets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecosystem.formats.sheets.sheet import Sheet
    from ecosystem.formats.tables.short_names import ListedNames

    from .survey_questions import Asks


_MOST_ANSWERS = 5000
"""Rows of a survey: more than there are organisations in any partnership, so that large tables of
other kinds are not looked through."""

_MAY_BE_NAMES: tuple[Asks, ...] = ("else", "languages", "help", "areas", "sector")
"""What the name of an organisation may be taken for: Language Line, say."""

_LISTS: tuple[Asks, ...] = ("areas", "help", "languages")
_WORKS_WITH = TieQuestion("works with", goes_both_ways=True)
"""What a question is taken for whose words are lost: only the names it asks about are there."""

_OTHER_WORDS = frozenset(["unread", "unclear"])
"""What an answer about a tie says if it is none of the words for one: it may be a name."""

_REMARK = re.compile(
    r"(?:any )?others?(?:\W*| (?:\(|org|agenc|please|not|group|partner).*)|comments?\b.*|notes?|"
    r"remarks?|please specify.*|if other.*|none of.*|total",
    re.IGNORECASE,
)
"""What a form has beside the organisations that it asks about."""

_NAMELESS = re.compile(
    r"anon(?:ymous)?|(?:i(?:['\u2019]d)? )?(?:would )?(?:prefer|rather) not(?: to)?(?: say)?|"
    r"confidential|withheld|private individual|myself|just me|not (?:part|with) .*|no one|nobody",
    re.IGNORECASE,
)
"""What is typed in place of the name of an organisation."""

_LEAST_ALIKE = 3
"""Columns side by side with the same words of how often that are a question, though nobody whom
they name has answered."""


def read_survey(sheet: Sheet, sheets: Sequence[Sheet]) -> list[Sheet]:
    """Return the sheets of ours that a survey holds; none if the sheet is none."""
    survey = _understand(sheet)
    if survey is None:
        return []
    if not survey.asked.get("who answers"):
        return [_ask_who_answers(sheet)]
    place = next(number for number, other in enumerate(sheets) if other is sheet)
    earlier = [read for other in sheets[:place] if (read := _understand(other))]
    _leave_out_earlier(survey, earlier)
    return make_sheets(survey)


def _leave_out_earlier(survey: Survey, earlier: Sequence[Survey]) -> None:
    """Leave out what an earlier survey of the same source says: the first counts."""
    ties = survey.answers.ties
    known = {tuple(map(fold, key)) for other in earlier for key in other.answers.ties}
    again = [key for key in ties if tuple(map(fold, key)) in known]
    for key in again:
        survey.repeated.append(ties.pop(key))
    survey.helps_already = {
        (fold(name), fold(kind)) for other in earlier for _, name, kind in list_help(other)
    }


def _understand(sheet: Sheet) -> Survey | None:
    """Return what is asked and answered on a sheet, or nothing if it is no survey."""
    is_of_clients = any(map(is_client_heading, sheet.headings))
    if not sheet.rows or len(sheet.rows) > _MOST_ANSWERS or is_of_clients:
        return None
    survey = _sort_questions(sheet)
    if not survey.asked.get("who answers"):
        _find_who_answers(survey)
    typed = _read_typed(survey)
    _find_unnamed_grids(survey, typed)
    survey.bare = _find_bare_grid(survey, typed)
    has_ties = bool(survey.asked.get("ties") or survey.bare)
    is_form = is_of_a_form(sheet.headings)
    if not has_ties and not (is_form and _names_kinds_of_help(survey)):
        return None
    if not survey.asked.get("who answers"):
        return survey if is_form else None
    _read_ties(survey, typed)
    _read_lists(survey)
    return survey


def _names_kinds_of_help(survey: Survey) -> bool:
    questions = survey.asked.get("help", [])[:1]
    return any(any(read_help(_cells(survey.sheet, question))[0]) for question in questions)


def _sort_questions(sheet: Sheet) -> Survey:
    """Return the questions by what they ask; of each organisation only one name is asked."""
    asked: dict[Asks, list[Asked]] = {}
    survey = Survey(sheet=sheet, asked=asked)
    for question in group_columns(sheet.headings):
        asks = classify(question.words, is_grid=question.is_grid)
        if asks == "who answers" and "who answers" in asked:
            asks = "else"
        if asks == "ties" and not question.is_grid and not _names_somebody(sheet, question):
            asks = "else"
        if asks in _LISTS and not question.is_grid and not _is_list(sheet, question, asks):
            asks = "else"
        if asks == "else" and is_contact_heading(question.words):
            survey.dropped.append(question.words)
            continue
        asked.setdefault(asks, []).append(question)
    # "Name" is that of a person where another column says which organisation it is.
    contacts = ("name", "email", "email_address", "username", "first_name", "last_name")
    for question in asked.get("the form", ()):
        filled = any(clean_text(row[min(question.columns)]) for row in sheet.rows)
        if fold_heading(question.words) in contacts and filled:
            survey.dropped.append(question.words)
    return survey


def _keep_organisations(survey: Survey, question: Asked, listed: ListedNames) -> Asked:
    """Return a question about ties without its columns that ask about no organisation.

    Beside the names a form may have a column for others, or for remarks: in it nothing is a word
    for a tie.
    """
    sheet, kept, unused = survey.sheet, {}, []
    for column, about in question.columns.items():
        cells = [cell for row in sheet.rows if (cell := clean_text(row[column]))]
        is_free = len(set(cells)) == len(cells) > 1 and all(
            read_answer(cell).says in _OTHER_WORDS and cell != about for cell in cells
        )
        if is_for_others(about):
            survey.beyond.append(column)
        elif _REMARK.fullmatch(about) or (is_free and not find_meant(about, listed)):
            unused.append(about)
        else:
            kept[column] = about
    if not kept:
        return question
    survey.unused += unused
    return Asked(question.words, kept)


def _cells(sheet: Sheet, question: Asked) -> list[str]:
    return join_columns(question, sheet.rows)


def _names_somebody(sheet: Sheet, question: Asked) -> bool:
    """Tell whether answers are more than yes, no, how often and numbers, and no sentences."""
    cells = [cell for cell in _cells(sheet, question) if cell]
    told = sum(map(has_verb, cells))
    return told * 3 < len(cells) and any(read_answer(cell).says in _OTHER_WORDS for cell in cells)


def _is_list(sheet: Sheet, question: Asked, asks: Asks) -> bool:
    parts = [
        part
        for cell in _cells(sheet, question)
        for piece in split_clear(cell)
        for part in (piece, *split_commas(piece))
    ]
    if asks == "areas":
        return any(find_uk_area(part) or is_remote(part.casefold()) for part in parts)
    return any(read_answer(part).says in _OTHER_WORDS for part in parts)


def _find_who_answers(survey: Survey) -> None:
    """Take the column for that of whoever answers in which most cells name who is asked about."""
    grids = [question for question in survey.asked.get("ties", ()) if question.is_grid]
    listed = index_names(about for question in grids for about in question.columns.values())
    for asks in ("the form", "else", "ties"):
        for question in survey.asked.get(asks, ()):
            if question.is_grid:
                continue
            cells = [cell for cell in _cells(survey.sheet, question) if cell]
            if sum(bool(find_meant(cell, listed)) for cell in cells) * 2 > len(cells):
                survey.asked[asks].remove(question)
                survey.asked["who answers"] = [question]
                survey.dropped = [words for words in survey.dropped if words != question.words]
                return


def _read_typed(survey: Survey) -> list[str]:
    """Return what each row calls the organisation it answers for."""
    questions = survey.asked.get("who answers")
    if not questions:
        return [""] * len(survey.sheet.rows)
    cells = _cells(survey.sheet, questions[0])
    others = [
        question
        for question in survey.asked.get("else", ())
        if is_for_others(question.words) and min(question.columns) > min(questions[0].columns)
    ]
    if others:
        # A form with a list of organisations has one more column for those that are not on it.
        named = _cells(survey.sheet, others[0])
        cells = [
            other if not cell or is_for_others(cell) else cell
            for cell, other in zip(cells, named, strict=True)
        ]
        survey.asked["else"].remove(others[0])
    return [
        cell if is_a_name(cell) and _is_named(cell) and not is_for_others(cell) else ""
        for cell in cells
    ]


def _is_named(cell: str) -> bool:
    """Tell whether whoever answers does not say that they would rather not say who they are."""
    return read_answer(cell).says not in {"blank", "not known"} and not _NAMELESS.fullmatch(cell)


def _find_unnamed_grids(survey: Survey, typed: Sequence[str]) -> None:
    """Take a question for one about ties where it asks about those who answered."""
    listed = index_names(typed)
    survey.asked["ties"] = [
        _keep_organisations(survey, question, listed) if question.is_grid else question
        for question in survey.asked.get("ties", ())
    ]
    for asks in ("else", "help"):
        for question in list(survey.asked.get(asks, ())):
            asked_about = [find_meant(about, listed) for about in question.columns.values()]
            is_of_names = sum(map(bool, asked_about)) * 2 >= len(asked_about) > 1
            if question.is_grid and is_of_names and not asks_for_no_tie(question.words):
                survey.asked[asks].remove(question)
                survey.asked.setdefault("ties", []).append(
                    _keep_organisations(survey, question, listed)
                )


def _find_bare_grid(survey: Survey, typed: Sequence[str]) -> Asked | None:
    """Return the columns headed by nothing but a name, below which stands how often.

    Such are left where a question stood in a cell over all of them, and where a form shows of each
    question only what it asks about.
    """
    sheet = survey.sheet
    listed = index_names(typed)
    spare = {
        min(question.columns): question.words
        for asks in _MAY_BE_NAMES
        for question in survey.asked.get(asks, ())
        if not question.is_grid and not question.words.endswith("?")
    }
    cells = {column: [clean_text(row[column]) for row in sheet.rows] for column in spare}
    words: dict[int, set[str]] = {}
    for column, below in cells.items():
        answers = [(cell, read_answer(cell).says) for cell in below if cell]
        if all(says != "unread" for _, says in answers):
            words[column] = {
                cell.casefold()
                for cell, says in answers
                if says == "how often" or (says == "no tie" and cell.isalpha())
            }
    named = [column for column in words if find_meant(spare[column], listed)]
    is_told = len(named) > 1 and any(words[column] for column in named)
    if not is_told and is_of_a_form(sheet.headings):
        named = _find_alike(words)
    if len(named) < 2 or not any(words[column] for column in named):
        return None
    often = {"never", *(word for column in named for word in words[column])}
    first, last = min(named), max(named)
    columns = {
        column: spare[column]
        for column in sorted(words)
        if column in named or first < column < last or words[column] & often
    }
    for asks in list(survey.asked):
        survey.asked[asks] = [
            question for question in survey.asked[asks] if min(question.columns) not in columns
        ]
    return Asked("", columns)


def _find_alike(words: dict[int, set[str]]) -> list[int]:
    """Return the columns in a row that share words of how often; no and none are words for all."""
    often = {
        column: {word for word in said if read_answer(word).says == "how often"}
        for column, said in words.items()
    }
    run: list[int] = []
    for column in sorted(often):
        is_next = run and column == run[-1] + 1 and often[column] & often[run[-1]]
        if not is_next and len(run) >= _LEAST_ALIKE:
            return run
        run = [*run, column] if is_next else [column]
    return run if len(run) >= _LEAST_ALIKE else []


def _ask_who_answers(sheet: Sheet) -> Sheet:
    """Return a sheet that says only what is missing, because nobody can be told from another."""
    sheet.name, sheet.headings = "organisations", ["name"]
    sheet.rows, sheet.numbers = [], []
    sheet.add(
        "error",
        "this is a survey, but no column says which organisation answered.",
        "Head that column Organisation.",
    )
    return sheet


def _read_ties(survey: Survey, typed: Sequence[str]) -> None:
    """Learn who is who, and read each question about ties."""
    sheet, answers = survey.sheet, survey.answers
    ties = survey.asked.get("ties", [])
    grids = [*[asked for asked in ties if asked.is_grid], *([survey.bare] if survey.bare else [])]
    lists = [asked for asked in ties if not asked.is_grid]
    headed = list(dict.fromkeys(about for asked in grids for about in asked.columns.values()))
    ticked: dict[int, Ticks] = {
        min(asked.columns): read_ticks(_cells(sheet, asked), [*headed, *typed]) for asked in lists
    }
    named = [name for ticks in ticked.values() for names in ticks.names for name in names]
    survey.names = names = learn_names(headed, named, typed)
    survey.who = [names.find(name) if name else "" for name in typed]
    clear = (name for name in named if name not in names.unclear)
    survey.offered = list(dict.fromkeys(names.find(name) for name in (*headed, *clear)))
    for asked in grids:
        question = read_tie_question(asked.words) or _WORKS_WITH
        read_grid(answers, asked, question, sheet.rows, survey.who, names)
    for asked in lists:
        column = min(asked.columns)
        question = read_tie_question(asked.words) or _WORKS_WITH
        read_list(answers, column, question, ticked[column], survey.who, names)
    answers.others = [
        (position, column, cell)
        for column in survey.beyond
        for position, row in enumerate(sheet.rows)
        if survey.who[position]
        and read_answer(cell := clean_text(row[column])).says in _OTHER_WORDS
    ]
    answers.settle()


def _read_lists(survey: Survey) -> None:
    """Read what is done, where and in which languages; the rest is unused."""
    for asks in (*_LISTS, *FACTS):
        questions = survey.asked.get(asks, [])
        if questions:
            survey.lists[asks] = join_columns(questions[0], survey.sheet.rows)
        # The second question of the same kind is not mixed with the first.
        survey.unused += [question.words for question in questions[1:]]
    if "help" not in survey.lists:
        for asks in ("areas", "languages"):
            survey.unused += [question.words for question in survey.asked.get(asks, [])[:1]]
    survey.unused += [question.words for question in survey.asked.get("else", [])]
