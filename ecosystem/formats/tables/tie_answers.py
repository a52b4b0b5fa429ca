"""What people write of a tie: none, how often, how strong, or that they do not know.

Questionnaires ask every organisation about every other, so most rows say that there is no tie.
Such rows, and those that say that nobody knows, are left out and counted; whom they name is kept,
because an organisation without a tie is an organisation. How often two meet becomes the strength
of their tie. A word that is not known here is asked about.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from ecosystem.data import MISSING_WORDS, clean_text, fold_heading
from ecosystem.wording import count_of, join_words

from .headings import is_whole_table, match_headings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ecosystem.formats.sheets.sheet import Sheet


_ZERO = re.compile(r"[-+\u2212]?(?:0+(?:[.,]0*)?|[.,]0+)(?:e[-+]?\d+)?")
"""Nought in any notation: 0, 0.00, 0,0, .0, 00, -0, 0e0."""

_NUMBER = re.compile(r"[-+]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[-+]?\d+)?")

_NO_TIE = frozenset(
    [
        "do not work together",
        "do not work with them",
        "false",
        "n",
        "neither",
        "never",
        "nil",
        "no",
        "no contact",
        "no contact at all",
        "no tie",
        "none",
        "none at all",
        "not at all",
        "not any more",
        "not anymore",
        "not at present",
        "not at the moment",
        "not currently",
        "not in contact",
        "not now",
        "not yet",
        "no longer",
        "never met",
        "haven't yet",
        "nothing",
    ]
)
_DO_NOT_KNOW = frozenset(
    [
        "can't say",
        "cannot say",
        "do not know",
        "don't know",
        "dont know",
        "dk",
        "no answer",
        "not sure",
        "prefer not to say",
        "unsure",
    ]
)
_PLANNED = re.compile(
    r"(?:no|not yet|not currently)\b[\s,;:.(\u2013-]+(?:not yet|but )?.*\b(?:plan\w*|hop(?:e|ing)|"
    r"would like|want to|intend\w*|used to|in future|in the past|any ?more|yet)\b.*|used to\b.*"
)
"""Answers that say of a tie that there is none, and that there was or may come to be one."""

_DENIES = re.compile(
    r"(?:we |they )?(?:no|not|never|none|nothing|don't|do not|haven't|have not|hardly|barely)\b.*"
)
"""How answers begin that most likely say that there is no tie, in words that are not known."""

_TIE = frozenset(
    [
        "yes",
        "y",
        "x",
        "true",
        "\u2611",
        "\u2705",
        "\u2713",
        "\u2714",
        "\u2714\ufe0f",
        "checked",
        "selected",
        "ticked",
    ]
)
_STRENGTHS = {
    "hardly ever": 1,
    "rarely": 1,
    "very rarely": 1,
    "seldom": 1,
    "yearly": 1,
    "annually": 1,
    "once a year": 1,
    "every year": 1,
    "once or twice a year": 1,
    "twice a year": 1,
    "a little": 2,
    "a bit": 2,
    "sometimes": 2,
    "occasionally": 2,
    "quarterly": 2,
    "termly": 2,
    "every few months": 2,
    "a few times a year": 2,
    "several times a year": 2,
    "once a quarter": 2,
    "every quarter": 2,
    "once every few months": 2,
    "monthly": 3,
    "once a month": 3,
    "every month": 3,
    "most months": 3,
    "regularly": 3,
    "once or twice a month": 3,
    "fortnightly": 4,
    "every fortnight": 4,
    "every two weeks": 4,
    "twice a month": 4,
    "a few times a month": 4,
    "several times a month": 4,
    "weekly": 4,
    "once a week": 4,
    "every week": 4,
    "most weeks": 4,
    "once or twice a week": 4,
    "a lot": 4,
    "a great deal": 4,
    "often": 4,
    "frequently": 4,
    "very often": 5,
    "twice a week": 5,
    "a few times a week": 5,
    "several times a week": 5,
    "daily": 5,
    "every day": 5,
    "once a day": 5,
    "several times a day": 5,
    "most days": 5,
    "all the time": 5,
    "always": 5,
}
"""How often, or closely, as the strength of a tie, from 1 (hardly) to 5 (daily work together)."""

_ON_A_SCALE = re.compile(r"\d\s*[-\u2013\u2014.:=)]+\s*(?=[^\W\d])|\d\s+(?=\()")
"""The number that a questionnaire puts before a word: "1 - Never", "4 (weekly)"."""

_EVERY = re.compile(r"(?<=\w )(?:per|each|every|in a)(?= (?:day|week|month|quarter|year)$)")
_SEVERAL = re.compile(r"\d+(?:\s*(?:-|\u2013|to|or)\s*\d+)?(?= times)")
"""Other words for the same: once per week, 2-3 times a month."""

_COMPARED = re.compile(r"(less|more)(?: often| frequently)? than (.+)")
_ABOUT = re.compile(
    r"(?:at least|about|around|roughly|approximately) | or (?:more|less)(?: often| frequently)?$"
)
"""What leaves how often as it is, as near as five steps can tell."""

_DIRECTIONS = {"directed": "one way", "undirected": "both ways", "mutual": "both ways"}
"""What network programs call a tie, and what that says of it: it is no kind of tie."""

_HEADINGS = frozenset(["weight", "weights", "strength", "strength_as_given", "intensity"])
_MOST_WORDS = 8
"""Words that one sentence lists: all of a questionnaire's, and of a column of remarks the first."""


class TieAnswer(NamedTuple):
    """One cell about a tie: what it says of whether there is one, and of how strong it is.

    "blank" is what is not filled in, or filled with a word for that; "unclear" is what may say that
    there is no tie, as "not often"; "unread" is a word that means nothing here.
    """

    says: Literal["no tie", "blank", "not known", "how often", "number", "tie", "unclear", "unread"]
    strength: str = ""


def read_answer(text: str) -> TieAnswer:
    """Return what a cell says of a tie.

    Examples
    --------
    >>> [read_answer(text).says for text in ("0,00", "Never", "n/a", "Don't know", "x", "now")]
    ['no tie', 'no tie', 'blank', 'not known', 'tie', 'unread']
    >>> read_answer("Weekly"), read_answer("Less than monthly").strength
    (TieAnswer(says='how often', strength='4'), '2')
    >>> [read_answer(text).says for text in ("Not any more", "No, but planned", "Not often")]
    ['no tie', 'no tie', 'unclear']
    >>> read_answer("1 - Never").says, read_answer("5 (daily)").strength
    ('no tie', '5')
    """
    word = " ".join(clean_text(text).casefold().replace("\u2019", "'").split())
    word = word.strip("\"'").rstrip(".!").strip() if word not in MISSING_WORDS else word
    on_scale = _ON_A_SCALE.match(word)
    if on_scale:
        word = word[on_scale.end() :].strip("() ")
    if (
        word in _NO_TIE
        or _PLANNED.fullmatch(word)
        or _ZERO.fullmatch(clean_text(text).casefold().strip("\"'"))
    ):
        return TieAnswer("no tie")
    if word in MISSING_WORDS or word in _DO_NOT_KNOW:
        return TieAnswer("blank" if word in MISSING_WORDS else "not known")
    if strength := _read_how_often(word):
        return TieAnswer("how often", str(strength))
    if _NUMBER.fullmatch(word):
        is_strength = 1 <= float(word.replace(",", ".")) <= 5
        return TieAnswer("number", word.replace(",", ".") if is_strength else "")
    if word in _TIE:
        return TieAnswer("tie")
    return TieAnswer("unclear" if _DENIES.fullmatch(word) else "unread")


def _read_how_often(word: str) -> int:
    """Return how often as a strength, 0 if it is no such word; a step less, or more, is one."""
    word = _SEVERAL.sub("several", _EVERY.sub("a", word))
    compared = _COMPARED.fullmatch(word)
    if compared:
        strength = _STRENGTHS.get(compared[2], 0)
        step = -1 if compared[1] == "less" else 1
        return min(max(strength + step, 1), 5) if strength else 0
    return _STRENGTHS.get(word, 0) or _STRENGTHS.get(_ABOUT.sub("", word), 0)


def read_answers(sheet: Sheet, matched: list[str]) -> None:
    """Leave out rows of relationships that are no tie, and read how often as strength.

    `matched` are the columns of the sheet, by our names; a column of words of how often becomes
    the strength. What the library wrote itself is taken as it stands.
    """
    if is_whole_table("relationships", sheet.headings):
        return
    columns = [
        column
        for column, heading in enumerate(sheet.headings)
        if matched[column] == "strength" or _asks_how_often(heading)
    ]
    if not columns:
        return
    # By column, then by row: what each cell says.
    answers = {column: _read_distinct([row[column] for row in sheet.rows]) for column in columns}
    of_words = {
        column
        for column, read in answers.items()
        if any(answer.says == "how often" for answer in read)
        or any(
            _is_word(row[column])
            for row, answer in zip(sheet.rows, read, strict=True)
            if answer.says == "no tie"
        )
    }
    for column in columns:
        if column in of_words or matched[column] != "strength":
            _ask_about_words(sheet, column, answers[column], has_words=column in of_words)
        if column in of_words:
            _put_strengths(sheet, matched, column, answers[column])
        elif matched[column] == "strength":
            _empty_words(sheet, column, answers[column])
    _leave_out(sheet, matched, answers, of_words)


def say_strengths(met: Mapping[str, str]) -> str:
    """Return the sentence on words of how often, and the strengths they were read as."""
    words = sorted(met, key=lambda word: (met[word], word))
    readings = join_words([f"{word} as {met[word]}" for word in words])
    return f"how often was read as the strength of a tie: {readings}."


def read_direction(sheet: Sheet, matched: list[str]) -> None:
    """Read a column of "directed" and "undirected", as Gephi has it, as the direction of ties."""
    if "direction" in matched or "kind" not in matched:
        return
    column = matched.index("kind")
    cells = [clean_text(row[column]).casefold() for row in sheet.rows]
    if not cells or not set(cells) <= _DIRECTIONS.keys():
        return
    matched[column] = "direction"
    # The kind may stand beside it, in a column of another word.
    headings = [*sheet.headings]
    headings[column] = "direction"
    beside = match_headings("relationships", headings)
    if "kind" in beside:
        matched[beside.index("kind")] = "kind"
    for row, cell in zip(sheet.rows, cells, strict=True):
        row[column] = _DIRECTIONS[cell]


def _asks_how_often(heading: str) -> bool:
    folded = fold_heading(heading)
    return folded in _HEADINGS or not {"frequency", "often"}.isdisjoint(folded.split("_"))


def _read_distinct(cells: Sequence[str]) -> list[TieAnswer]:
    read = {cell: read_answer(cell) for cell in set(cells)}
    return [read[cell] for cell in cells]


def _is_word(cell: str) -> bool:
    return any(character.isalpha() for character in cell)


def _ask_about_words(
    sheet: Sheet, column: int, answers: Sequence[TieAnswer], *, has_words: bool
) -> None:
    """Warn, once for all of them, of words that mean nothing here."""
    odd = [
        position
        for position, answer in enumerate(answers)
        if answer.says == "unread"
        # Among words of how often, 12 is no strength from 1 to 5.
        or (has_words and answer.says == "number" and not answer.strength)
    ]
    if not odd:
        return
    words = dict.fromkeys(clean_text(sheet.rows[position][column]) for position in odd)
    listed = join_words([f"'{word}'" for word in words], most=_MOST_WORDS)
    _say_once(
        sheet,
        "warning",
        f"{count_of(len(odd), 'row')} with a word for a tie that is not known: {listed}. Each was "
        "read as a tie, its strength not known.",
        "If a word means no tie, write never; else rarely, sometimes, monthly, weekly or daily.",
        column,
        odd[0],
    )


def _empty_words(sheet: Sheet, column: int, answers: Sequence[TieAnswer]) -> None:
    """Ask about words that are no strength, as "strong", which may be 3 or 5: it is not known."""
    if not any(answer.says in {"unread", "unclear"} for answer in answers):
        return
    _ask_about_words(sheet, column, answers, has_words=False)
    for row, answer in zip(sheet.rows, answers, strict=True):
        if answer.says in {"unread", "unclear"}:
            row[column] = ""


def _put_strengths(
    sheet: Sheet, matched: list[str], column: int, answers: Sequence[TieAnswer]
) -> None:
    """Make a column of words the strength, if no other is, and list how they were read."""
    if matched[column] != "strength" and "strength" in matched:
        return
    met = {
        clean_text(row[column]).casefold(): answer.strength
        for row, answer in zip(sheet.rows, answers, strict=True)
        if answer.says == "how often"
    }
    if met:
        first = next(at for at, answer in enumerate(answers) if answer.says == "how often")
        _say_once(sheet, "note", say_strengths(met), "", column, first)
    heading = sheet.headings[column]
    sheet.shown.setdefault(heading, heading)
    matched[column] = "strength"
    for row, answer in zip(sheet.rows, answers, strict=True):
        row[column] = answer.strength


def _leave_out(
    sheet: Sheet,
    matched: Sequence[str],
    answers: dict[int, list[TieAnswer]],
    of_words: set[int],
) -> None:
    """Leave out the rows that say no tie or not known, keep whom they name, and count them."""
    no_ties, unknown, unclear = [], [], []
    kind = matched.index("kind") if "kind" in matched else None
    for position in range(len(sheet.rows)):
        # Who names the kind of a tie says that there is one, however often.
        has_kind = kind is not None and bool(clean_text(sheet.rows[position][kind]))
        said = {(answers[column][position].says, column in of_words) for column in answers}
        says = {what for what, _ in said}
        if "no tie" in says:
            no_ties.append(position)
        elif "unclear" in says and not says & {"how often", "number", "tie"} and not has_kind:
            unclear.append(position)
        elif not says & {"how often", "number", "tie", "unread"} and (
            # Where numbers stand, an empty cell is a tie whose weight is not known.
            "not known" in says or (("blank", True) in said and not has_kind)
        ):
            unknown.append(position)
    if no_ties:
        message = f"no tie was made of {count_of(len(no_ties), 'row')} with a word or 0 for none."
        _say_once(sheet, "note", message, "", None, no_ties[0])
    if unknown:
        message = (
            f"no tie was made of {count_of(len(unknown), 'row')} where it is not known whether "
            "there is one."
        )
        _say_once(sheet, "note", message, "Ask them, if it matters.", None, unknown[0])

    if unclear:
        message = (
            f"no tie was made of {count_of(len(unclear), 'row')} with words that may mean that "
            "there is none."
        )
        suggestion = "If there is a tie, write rarely, sometimes, monthly, weekly or daily."
        _say_once(sheet, "warning", message, suggestion, None, unclear[0])
    gone = {*no_ties, *unknown, *unclear}
    ends = [column for column, name in enumerate(matched) if name in {"from_id", "to_id"}]
    sheet.named.extend(
        name
        for position in sorted(gone)
        for column in ends
        if (name := clean_text(sheet.rows[position][column]))
    )
    kept = [position for position in range(len(sheet.rows)) if position not in gone]
    sheet.rows[:] = [sheet.rows[position] for position in kept]
    sheet.numbers[:] = [sheet.numbers[position] for position in kept]


def _say_once(  # noqa: PLR0913, PLR0917 - a problem has these parts
    sheet: Sheet,
    severity: Literal["warning", "note"],
    message: str,
    suggestion: str,
    column: int | None,
    position: int,
) -> None:
    """Add a problem, unless a reader that looked at this sheet before has."""
    if message in {problem.message for problem in sheet.found}:
        return
    heading = "" if column is None else sheet.headings[column]
    sheet.add(
        severity,
        message,
        suggestion,
        row=sheet.numbers[position],
        column=sheet.shown.get(heading, heading),
        value="" if column is None else sheet.rows[position][column],
    )
