"""What people write of a tie: none, how often, how strong, or that they do not know.

Questionnaires ask every organisation about every other, so most rows say that there is no tie.
Such rows, and those that say that nobody knows, are left out and counted; whom they name is kept,
because an organisation without a tie is an organisation. How often two meet becomes the strength
of their tie. A word that is not known here is asked about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ecosystem.data import clean_text, fold_heading
from ecosystem.wording import count_of, join_words

from .headings import is_whole_table, match_headings
from .tie_words import read_answer

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from ecosystem.formats.sheets.sheet import Sheet

    from .tie_words import TieAnswer


_DIRECTIONS = {"directed": "one way", "undirected": "both ways", "mutual": "both ways"}
"""What network programs call a tie, and what that says of it: it is no kind of tie."""

_HEADINGS = frozenset(["weight", "weights", "strength", "strength_as_given", "intensity"])
_MOST_WORDS = 8
"""Words that one sentence lists: all of a questionnaire's, and of a column of remarks the first."""


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
    _leave_out_denied(sheet, matched)
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


def _leave_out_denied(sheet: Sheet, matched: Sequence[str]) -> None:
    """Leave out rows whose kind of tie says that there is none: "no relationship", "used to"."""
    if "kind" not in matched:
        return
    kinds = sheet.column_at(matched.index("kind"))
    says = {kind: read_answer(kind).says for kind in set(kinds)}
    denied = {at for at, kind in enumerate(kinds) if says[kind] == "no tie"}
    if not denied:
        return
    words = join_words(dict.fromkeys(repr(clean_text(kinds[at])) for at in sorted(denied)), most=4)
    sheet.add(
        "note",
        f"no tie was made of {count_of(len(denied), 'row')} of which the kind says that there is "
        f"none, or none now: {words}.",
        row=sheet.numbers[min(denied)],
        column=sheet.headings[matched.index("kind")],
    )
    _drop(sheet, matched, denied)


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
    _drop(sheet, matched, gone)


def _drop(sheet: Sheet, matched: Sequence[str], gone: Collection[int]) -> None:
    """Leave out rows, and keep whom they name: an organisation without a tie is there."""
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
