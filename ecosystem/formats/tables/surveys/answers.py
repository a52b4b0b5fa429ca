"""What the answers of a survey say: who is tied to whom, and what each organisation does.

Two people of one organisation may both answer: theirs are the answers of one organisation, and
where they differ the stronger one counts. That nothing is filled in says nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from ecosystem.data import clean_text
from ecosystem.formats.tables.tie_words import TieAnswer, read_answer
from ecosystem.formats.tables.written.unnamed import names_no_service

from .survey_names import Names, Ticks, fold, is_for_others, split_clear, split_commas
from .survey_questions import (
    REFERRAL,
    TieQuestion,
    asks_how_many,
    read_tie_question,
    says_one_is_never,
    says_what_one_is,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ecosystem.formats.sheets.sheet import Sheet

    from .survey_questions import Asked, Asks


_MOST_WORDS = 6
"""Words of a kind of help: more are a sentence."""

_WHOLE = re.compile(r"\d+|\d{1,3}(?:,\d{3})+")
_YES = re.compile(r"yes\b\W+(.+?)\)?", re.IGNORECASE | re.DOTALL)
_BOTH = (TieQuestion(REFERRAL), TieQuestion(REFERRAL, comes_in=True))
"""What "both" is of referrals: out, and in."""

_NOT_ASKED = frozenset(
    ["n/a", "na", "not applicable", "this is us", "us", "-", "self", "ourselves"]
)


@dataclass(frozen=True, kw_only=True)
class Tie:
    """A tie that an organisation reports: where it stands, and what was answered.

    `position` is that of the row, `column` that of the heading.
    """

    from_name: str
    to_name: str
    question: TieQuestion
    reporter: str
    strength: str
    sent: str
    position: int
    column: int

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What two answers of one organisation about one tie have in common."""
        return (self.reporter, self.from_name, self.to_name, self.question.kind)

    @property
    def other(self) -> str:
        """The organisation at the other end than the one that reports the tie."""
        return self.from_name if self.reporter == self.to_name else self.to_name


@dataclass(kw_only=True)
class Answers:
    """What was found in the answers to the questions about ties.

    Attributes
    ----------
    ties
        Each once.
    counted
        How often each word of how often was met, with the strength it was read as.
    cells
        How many cells name a tie, say that there is none, are empty or say that it is not known.
    nays
        Who said of whom that there is no tie, and by which kind: reporter, other, kind.
    unclear_ones
        Positions of cells with a 1 that may mean never.
    numbers
        Positions of cells in which a number is the strength of a tie.
    odd_words, odd_names
        Words for a tie, and parts of lists, that could not be read: position, column, what stands
        there.
    others
        What was typed below Other, where organisations are asked about: as odd words.
    has_answered
        Organisations that answered something about ties, and be it that there is none.
    differing
        Ties on which two answers of one organisation differ.
    lost_how_often
        Answers of how often to a question about referrals, which have no strength.
    """

    ties: dict[tuple[str, str, str, str], Tie] = field(default_factory=dict)
    counted: dict[str, str] = field(default_factory=dict)
    cells: Counter[str] = field(default_factory=Counter)
    nays: set[tuple[str, str, str]] = field(default_factory=set)
    unclear_ones: list[int] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    odd_words: list[tuple[int, int, str]] = field(default_factory=list)
    odd_names: list[tuple[int, int, str]] = field(default_factory=list)
    others: list[tuple[int, int, str]] = field(default_factory=list)
    has_answered: set[str] = field(default_factory=set)
    differing: set[tuple[str, str, str, str]] = field(default_factory=set)
    lost_how_often: list[int] = field(default_factory=list)

    def add(self, tie: Tie) -> None:
        """Add a tie; of two answers about the same one the stronger counts."""
        old = self.ties.get(tie.key)
        if old is not None and (old.strength, old.sent) != (tie.strength, tie.sent):
            self.differing.add(tie.key)
        if old is None or (tie.strength, _as_number(tie.sent)) > (
            old.strength,
            _as_number(old.sent),
        ):
            self.ties[tie.key] = tie

    def settle(self) -> None:
        """Let a tie stand where two people of one organisation say that it is and is not."""
        for tie in self.ties.values():
            nay = (tie.reporter, tie.other, tie.question.kind)
            if nay in self.nays:
                self.nays.remove(nay)
                self.differing.add(tie.key)


def _as_number(text: str) -> float:
    return float(text) if text else -1.0


@dataclass(kw_only=True)
class Survey:
    """A survey as it was understood.

    Attributes
    ----------
    sheet
        Where it stands.
    asked
        Its questions by what they ask.
    who
        The organisation that each row answers for; empty where none is named.
    names
        Who is who.
    offered
        The organisations that a form asks about, by their columns or as answers.
    answers
        What is said of ties.
    bare
        The question whose columns are headed by nothing but names, if there is one.
    lists
        What is said of areas, help, languages and facts: a cell for each row.
    beyond
        Columns for organisations that the form does not ask about.
    unused, dropped
        Questions whose answers are not used, and those about whoever filled in the form.
    repeated
        Ties that an earlier survey of the same source has.
    helps_already
        Organisations and kinds of help, folded, that it has.
    """

    sheet: Sheet
    asked: dict[Asks, list[Asked]]
    who: list[str] = field(default_factory=list)
    names: Names = field(default_factory=Names)
    offered: list[str] = field(default_factory=list)
    answers: Answers = field(default_factory=Answers)
    lists: dict[Asks, list[str]] = field(default_factory=dict)
    bare: Asked | None = None
    beyond: list[int] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    repeated: list[Tie] = field(default_factory=list)
    helps_already: set[tuple[str, str]] = field(default_factory=set)


class Scale(NamedTuple):
    """How numbers are read below one question.

    Attributes
    ----------
    one
        What a 1 says; "unread" where it may as well be the word for never.
    counts_people
        Whether a number is one of people.
    """

    one: TieAnswer
    counts_people: bool


def read_grid(  # noqa: PLR0913, PLR0917 - a question is read with whatever was learnt before
    answers: Answers,
    asked: Asked,
    question: TieQuestion,
    rows: Sequence[Sequence[str]],
    who: Sequence[str],
    names: Names,
) -> None:
    """Read a question that has a column for each organisation it asks about."""
    # By column and position: what each stands below others than oneself.
    cells = {
        (column, position): clean_text(row[column])
        for column, about in asked.columns.items()
        for position, row in enumerate(rows)
        if who[position] and who[position] != names.find(about)
    }
    scale = _read_scale(asked, question, list(cells.values()))
    for (column, position), cell in cells.items():
        about, reporter = asked.columns[column], who[position]
        answer = _read_cell(cell, about, names, scale)
        nay = (reporter, names.find(about), question.kind)
        if not _is_tie(answers, answer, cell, nay, position, column):
            continue
        is_number = scale.counts_people and _WHOLE.fullmatch(cell)
        for kind, strength in _list_kinds(answers, answer, question, cell, position, column):
            is_referral = kind.kind == REFERRAL
            if is_referral and answer.says == "how often":
                answers.lost_how_often.append(position)
            answers.add(
                _make_tie(
                    kind,
                    reporter,
                    names.find(about),
                    strength="" if is_referral else strength,
                    sent=cell.replace(",", "") if is_referral and is_number else "",
                    position=position,
                    column=column,
                )
            )


def _is_tie(  # noqa: PLR0913, PLR0917 - as for its caller
    answers: Answers,
    answer: TieAnswer,
    cell: str,
    nay: tuple[str, str, str],
    position: int,
    column: int,
) -> bool:
    """Tell whether an answer names a tie, and count what it says."""
    if answer.says in {"blank", "not known"} or fold(cell) in _NOT_ASKED:
        answers.cells["not known" if answer.says == "not known" else "blank"] += 1
        return False
    if answer.says == "unclear":
        answers.odd_names.append((position, column, cell))
        return False
    answers.has_answered.add(nay[0])
    if answer.says == "unread" and cell == "1":
        answers.unclear_ones.append(position)
        return False
    if answer.says == "no tie":
        answers.nays.add(nay)
    answers.cells["no tie" if answer.says == "no tie" else "tie"] += 1
    return answer.says != "no tie"


def _read_scale(asked: Asked, question: TieQuestion, cells: Sequence[str]) -> Scale:
    """Return how numbers are read, by the words of the question and all that was answered.

    A form that asks from 1 to 5 without a word for never lets nobody say so. Where each cell is
    filled and none says that there is no tie, 1 most likely does; it is not guessed.
    """
    one = read_answer("1")
    counts_people = question.kind == REFERRAL and asks_how_many(asked.words)
    filled = set(cells) - {""}
    if counts_people or "1" not in filled:
        return Scale(one, counts_people)
    if says_one_is_never(asked.words):
        return Scale(TieAnswer("no tie"), counts_people)
    if not any(cell.isdigit() for cell in filled - {"0", "1"}):
        # A form writes 1 for what is ticked.
        return Scale(TieAnswer("tie"), counts_people)
    says_none = {read_answer(cell).says for cell in set(cells)} & {"blank", "no tie"}
    is_clear = says_none or says_what_one_is(asked.words)
    return Scale(one if is_clear else TieAnswer("unread"), counts_people)


def _read_cell(cell: str, about: str, names: Names, scale: Scale) -> TieAnswer:
    """Return what a cell says; a form may show what is ticked by its name."""
    if cell == "1":
        return scale.one
    if cell and fold(cell) in names.called and names.find(cell) == names.find(about):
        return TieAnswer("tie")
    answer = read_answer(cell)
    if answer.says != "unread":
        return answer
    if yes := _YES.fullmatch(cell):
        often = read_answer(yes[1])
        return often if often.says == "how often" else TieAnswer("tie")
    # Of several words of how often, as "Monthly, Weekly", the stronger counts.
    several = [read_answer(part) for piece in split_clear(cell) for part in split_commas(piece)]
    is_often = len(several) > 1 and all(part.says == "how often" for part in several)
    return max(several, key=lambda part: part.strength) if is_often else answer


def _list_kinds(  # noqa: PLR0913, PLR0917 - as for its caller
    answers: Answers,
    answer: TieAnswer,
    question: TieQuestion,
    cell: str,
    position: int,
    column: int,
) -> list[tuple[TieQuestion, str]]:
    """Return the kinds of tie that a cell tells, each with its strength.

    Some forms ask what two do together: "We refer to them; We meet".
    """
    if answer.says == "how often":
        answers.counted.setdefault(cell, answer.strength)
    elif answer.says == "number" and question.kind != REFERRAL:
        answers.numbers.append(position)
    if answer.says != "unread":
        return [(question, answer.strength)]
    if fold(cell).startswith("both") and "refer" in question.kind:
        return [(kind, "") for kind in _BOTH]
    parts = [part for piece in split_clear(cell) for part in split_commas(piece)]
    told = [read_tie_question(f"do {part}?") for part in parts]
    if parts and all(told):
        return [(kind, "") for kind in told if kind is not None]
    answers.odd_words.append((position, column, cell))
    return [(question, "")]


def _make_tie(  # noqa: PLR0913 - a tie has these parts
    question: TieQuestion,
    reporter: str,
    other: str,
    *,
    strength: str = "",
    sent: str = "",
    position: int,
    column: int,
) -> Tie:
    return Tie(
        from_name=other if question.comes_in else reporter,
        to_name=reporter if question.comes_in else other,
        question=question,
        reporter=reporter,
        strength=strength,
        sent=sent,
        position=position,
        column=column,
    )


def read_list(  # noqa: PLR0913, PLR0917 - a question is read with whatever was learnt before
    answers: Answers,
    column: int,
    question: TieQuestion,
    ticks: Ticks,
    who: Sequence[str],
    names: Names,
) -> None:
    """Read a question that is answered by naming organisations."""
    for position, (named, says_nobody) in enumerate(
        zip(ticks.names, ticks.says_nobody, strict=True)
    ):
        reporter = who[position]
        if not reporter:
            continue
        clear = [name for name in named if name not in names.unclear]
        if clear or says_nobody:
            answers.has_answered.add(reporter)
        for name in clear:
            other = names.find(name)
            if other != reporter:
                answers.cells["tie"] += 1
                answers.add(_make_tie(question, reporter, other, position=position, column=column))
    answers.odd_names += [(position, column, part) for position, part in ticks.odd if who[position]]


def count_pairs(answers: Answers) -> Counter[str]:
    """Return how many pairs of organisations are tied, by kind; and by any kind under ""."""
    pairs = {
        (kind, frozenset((tie.from_name, tie.to_name)))
        for tie in answers.ties.values()
        for kind in (tie.question.kind, "")
    }
    return Counter(kind for kind, _ in pairs)


def find_one_sided(answers: Answers) -> list[Tie]:
    """Return the ties, the same from both sides, of which the other side says there is none."""
    return [
        tie
        for tie in answers.ties.values()
        if tie.question.goes_both_ways
        and (tie.other, tie.reporter, tie.question.kind) in answers.nays
    ]


def read_help(cells: Sequence[str]) -> tuple[list[list[str]], list[tuple[int, str]]]:
    """Return the kinds of help in each cell, and what reads like a sentence, with its position.

    Where one cell has a semicolon, commas part nothing: a form then writes none between answers.

    Examples
    --------
    >>> read_help(["Food;Housing;", "Advice (debt, benefits)"])[0]
    [['Food', 'Housing'], ['Advice (debt, benefits)']]
    """
    has_marks = any(len(split_clear(cell)) > 1 for cell in cells)
    kinds: list[list[str]] = []
    odd: list[tuple[int, str]] = []
    for position, cell in enumerate(cells):
        parts = split_clear(cell)
        if not has_marks:
            parts = [part for piece in parts for part in split_commas(piece)]
        parts = [part for part in parts if not names_no_service(part)]
        said = [part for part in parts if read_answer(part).says not in {"no tie", "blank", "tie"}]
        long = [part for part in said if len(part.split()) > _MOST_WORDS]
        odd += [(position, part) for part in long]
        kinds.append(list(dict.fromkeys(part for part in said if part not in long)))
    return kinds, odd


def list_help(survey: Survey) -> list[tuple[int, str, str]]:
    """Return position, organisation and kind of help, for each that is said."""
    kinds, _ = read_help(survey.lists.get("help", []))
    return [
        (position, survey.who[position], kind)
        for position, row in enumerate(kinds)
        for kind in row
        if survey.who[position]
    ]


def join_columns(asked: Asked, rows: Sequence[Sequence[str]]) -> list[str]:
    """Return one cell a row with what was answered, where each answer has a column of its own."""
    if asked.is_grid:
        return [";".join(_list_ticked(asked.columns, row)) for row in rows]
    cells = ((clean_text(row[column]) for column in asked.columns) for row in rows)
    return [";".join(cell for cell in answered if cell) for answered in cells]


def _list_ticked(columns: Mapping[int, str], row: Sequence[str]) -> list[str]:
    ticked = []
    for column, about in columns.items():
        cell = clean_text(row[column])
        if is_for_others(about):
            # What is typed there is an answer like those that are offered.
            ticked += [cell] if read_answer(cell).says in {"unread", "unclear"} else []
        elif fold(cell) == fold(about) or read_answer(cell).says in {"tie", "number", "how often"}:
            ticked.append(about)
    return ticked
