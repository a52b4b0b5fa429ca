"""Columns of choices, of yes and no, and of levels in a sheet, read in the words of who filled it.

A word that means one choice is that choice; a cell that says more than a choice is read by how it
begins, and said; what may mean two choices, or the opposite, is asked about and not known. What
guards somebody (confidential, visibility), or has a meaning where it is empty (status, direction),
is never taken as not known: such a cell stays as it is, and is refused if it fits no choice.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

import pandas as pd

from ecosystem.data import (
    CHOICE_WORDS,
    MISSING_WORDS,
    NO_WORDS,
    TABLES,
    YES_WORDS,
    fold_heading,
    read_column,
)
from ecosystem.formats.tables.headings import CORE_HEADINGS
from ecosystem.wording import join_words

from .choice_words import (
    ASKED,
    DOUBTS,
    NO_MARKS,
    OPENING_HOURS,
    PATTERNS,
    TOLD_UNKNOWN,
    UNSURE,
    WORDS,
    YES_AND_MORE,
    YES_MARKS,
    YES_WORDS_OF,
)
from .written_cells import WrittenColumn, is_of_column

if TYPE_CHECKING:
    from ecosystem.data import Column, Table
    from ecosystem.formats.sheets.sheet import Sheet


Kind = Literal["clear", "more", "highest", "asked", "hours"]
"""What was met: another word for a choice, a choice and more, several levels of which the highest
counts, what may mean several, and opening hours."""

_LONGEST = 80
"""Letters of a cell that may be a choice: what is longer is a remark."""

_MARKS = " .!*\"'"
_GUARDS = frozenset(["is_confidential", "visibility"])
"""Columns that keep somebody from being shown: nothing there may turn into not known."""

_LEVEL_WORDS = re.compile(
    r"oisc|iaa|levels?|lvl|l(?=[1-3])|only|advice|accredited|registered|and|to|up|[&+/,;.()-]|\s"
)
_NO_LEVEL = re.compile(
    r"(solicitors?|barristers?|sra|exempt|unregulated|not regulated|legal|lawyers?|law centre|"
    r"signposting( only)?|none yet|working towards.*|level 0|0|various|varies|all( levels)?)"
)


class _Choice(NamedTuple):
    kind: Kind
    choice: str = ""


def read_choices(table: Table, sheet: Sheet, matched: list[str]) -> None:
    """Put choices where people wrote other words for them, and say it once a column and kind.

    `matched` are the columns of the sheet, by our names.
    """
    for position, name in enumerate(matched):
        if name == "level" and table.name == "demand":
            _read_levels_of_need(sheet, position)
        if name not in table.names or name == "visibility":
            continue
        column = table.column(name)
        if column.choices or column.kind == "yes/no" or name == "level":
            _read_column(table, sheet, position, column)


def find_choice(column: Column, cell: str) -> str | None:
    """Return the choice that a cell is read as, an empty text if none is known, None if unread.

    Examples
    --------
    >>> sector = TABLES["organisations"].column("sector")
    >>> find_choice(sector, "CIC"), find_choice(sector, "college"), find_choice(sector, "see above")
    ('voluntary', '', None)
    """
    word = _fold(cell)
    if word in MISSING_WORDS:
        return ""
    is_yes_no = column.kind == "yes/no"
    choice = _read_yes_no(column.name, word, frozenset()) if is_yes_no else None
    if len(word) <= _LONGEST and (choice := choice or _read_choice(column, word)):
        return choice.choice
    read = read_column(column, pd.Series([cell], dtype=object))
    return None if read.faults else str(read.cells.iloc[0])


def _read_column(table: Table, sheet: Sheet, position: int, column: Column) -> None:
    written = WrittenColumn(sheet=sheet, position=position)
    folded = {cell: _fold(cell) for cell in set(written.cells) if cell}
    words = frozenset(folded.values())
    is_core = fold_heading(sheet.headings[position]) in CORE_HEADINGS
    read = {
        cell: choice
        for cell, word in folded.items()
        if word not in MISSING_WORDS
        and len(word) <= _LONGEST
        and (choice := _read_word(column, word, words, is_core=is_core) or _read_bare(column, cell))
    }
    if not read or not (
        any(choice.choice for choice in read.values()) or is_of_column(table, written, column.name)
    ):
        return
    by_kind: dict[Kind, list[int]] = {}
    for row, cell in enumerate(written.cells):
        if cell in read:
            written.put(row, read[cell].choice)
            by_kind.setdefault(read[cell].kind, []).append(row)
    for kind, rows in by_kind.items():
        _say(written, kind, rows, read, column)


def _read_levels_of_need(sheet: Sheet, position: int) -> None:
    """Put the level of a need as a digit: it is beyond the tables, and the checks leave it as text.

    People who need several levels are not people who need the highest: that is asked about.
    """
    written = WrittenColumn(sheet=sheet, position=position)
    level = TABLES["services"].column("level")
    cells = sorted({cell for cell in written.cells if cell})
    numbers = dict(
        zip(cells, read_column(level, pd.Series(cells, dtype=object)).cells, strict=True)
    )
    odd = []
    for row, cell in enumerate(written.cells):
        number = numbers.get(cell)
        written.put(row, f"{number:g}" if pd.notna(number) else "")
        if pd.isna(number) and cell.casefold() not in MISSING_WORDS:
            odd.append(row)
    if odd:
        written.say(
            "warning",
            odd,
            "that name no one level, read as not known",
            [""] * len(odd),
            "Write 1, 2 or 3.",
        )


def _fold(cell: str) -> str:
    text = cell.casefold().replace("\u2019", "'").replace("_", " ")
    text = re.sub(r"(?<=[a-z])-(?=[a-z])", " ", text)
    return " ".join(text.split()).strip(_MARKS)


def _read_word(
    column: Column, word: str, words: frozenset[str], *, is_core: bool
) -> _Choice | None:
    """Return what a folded cell says, or None if it is a choice already or means nothing here.

    `words` are all of its column: a cross alone is a tick, beside a tick it may be a no.
    """
    if column.name == "level":
        return _read_level(word)
    if column.kind == "yes/no":
        return _read_yes_no(column.name, word, words)
    if word in {_fold(choice) for choice in column.choices}:
        return None
    if column.name == "stated_role" and is_core and (role := _read_core(word, words)):
        return role
    return _read_choice(column, word)


def _read_bare(column: Column, cell: str) -> _Choice | None:
    """Read a cell that is a choice but for a full stop, a star or quotation marks."""
    bare = cell.strip(_MARKS)
    if bare == cell or read_column(column, pd.Series([bare], dtype=object)).faults:
        return None
    return _Choice("clear", bare)


def _read_core(word: str, words: frozenset[str]) -> _Choice | None:
    """Return the role of an organisation of which it is asked whether it is of the core."""
    answer = _read_yes_no("stated_role", word, words)
    is_yes = word in YES_WORDS or (answer is not None and answer.choice == "yes")
    is_no = word in NO_WORDS or (answer is not None and answer.choice == "no")
    return _Choice("clear", "core" if is_yes else "wider network") if is_yes or is_no else answer


def _read_choice(column: Column, word: str) -> _Choice | None:
    if {"yes", "no"} <= set(column.choices) and word in YES_WORDS | NO_WORDS | YES_MARKS | NO_MARKS:
        return _Choice("clear", "yes" if word in YES_WORDS | YES_MARKS else "no")
    clear = WORDS.get(column.name, {}) | CHOICE_WORDS.get(column.name, {})
    if clear.get(word) in column.choices:
        return _Choice("clear", clear[word])
    for pattern, choice in PATTERNS.get(column.name, ()):
        if pattern.fullmatch(word):
            return _Choice("more", choice) if choice else _Choice("asked")
    if column.name == "access" and OPENING_HOURS.fullmatch(word):
        return _Choice("hours")
    asked = ASKED.get(column.name)
    is_asked = asked and (word in TOLD_UNKNOWN or asked.fullmatch(word))
    return _Choice("asked") if is_asked else None


def _read_yes_no(name: str, word: str, words: frozenset[str]) -> _Choice | None:
    if word in YES_WORDS | NO_WORDS:
        return None
    more = YES_AND_MORE.fullmatch(word)
    is_cross_alone = word == "x" and words <= {"x"} | MISSING_WORDS
    if is_cross_alone or (more and (name in _GUARDS or not DOUBTS.fullmatch(more["rest"]))):
        return _Choice("more", "yes")
    if word in YES_MARKS or word in YES_WORDS_OF.get(name, ()):
        return _Choice("clear", "yes")
    if word in NO_MARKS:
        return _Choice("clear", "no")
    return _Choice("asked") if name not in _GUARDS and UNSURE.fullmatch(word) else None


def _read_level(word: str) -> _Choice | None:
    levels = re.findall(r"(?<!\d)[1-3](?!\d)", word)
    is_plain = re.fullmatch(r"(oisc|iaa)? ?(level|l)? ?[1-3]|-?\d+(\.\d+)?", word)
    if is_plain or not (levels or _NO_LEVEL.fullmatch(word)):
        return None
    if not levels or re.sub(r"[1-3]", "", _LEVEL_WORDS.sub("", word)):
        return _Choice("asked")
    return _Choice("highest" if len(set(levels)) > 1 else "more", max(levels))


def _say(
    written: WrittenColumn,
    kind: Kind,
    rows: list[int],
    read: dict[str, _Choice],
    column: Column,
) -> None:
    """Say once how the cells of one kind were read."""
    readings = [read[written.cells[row]].choice for row in rows]
    if kind == "clear":
        written.say("note", rows, "in other words, read so", readings)
    elif kind == "more":
        written.say("note", rows, "with more than a choice, read so", readings)
    elif kind == "highest":
        written.say("note", rows, "with several levels, of which the highest counts", readings)
    elif kind == "hours":
        written.say(
            "warning",
            rows,
            "with opening hours, read as not known",
            readings,
            "Put them in a column Opening hours, and here how people get in.",
        )
    else:
        choices = column.choices or (("1", "2", "3") if column.name == "level" else ("yes", "no"))
        written.say(
            "warning",
            rows,
            "with words that do not tell which choice is meant, read as not known",
            readings,
            f"Choose {join_words(choices, last='or')}.",
        )
