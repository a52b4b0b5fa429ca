"""Headings in two rows: in one a question or a group, and below it what each of its columns is.

Forms write so where one question has many columns, and so does whoever puts a question, or a kind
of help, into a cell merged over several columns. What else stands in two rows may be a title, or a
first row of data.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from ecosystem.data import clean_text
from ecosystem.formats.tables.surveys.survey_questions import is_question

if TYPE_CHECKING:
    from collections.abc import Sequence


_STOCK = frozenset(["response", "open-ended response", "open ended response", "answer"])
"""What stands below a question that has one column only."""


def join_heading_rows(rows: Sequence[Sequence[str]], start: int) -> tuple[list[str], int]:
    """Return the headings of a sheet, and which of its first rows is the last one of them.

    `start` is the row that was taken for the headings.

    Examples
    --------
    >>> join_heading_rows([["Organisation", "Who do you work with?", ""], ["", "Ash", "Elm"]], 0)
    (['Organisation', 'Who do you work with? [Ash]', 'Who do you work with? [Elm]'], 1)
    """
    headings = [clean_text(cell) for cell in rows[start]]
    if start + 1 < len(rows):
        lower = [clean_text(cell) for cell in rows[start + 1]]
        below = _join(headings, lower)
        # Without a row below it, what stands there is data.
        if not below and start + 2 < len(rows) and _is_second_row(headings, lower):
            below = _join_headings(headings, lower)
        if below:
            return below, start + 1
    if start:
        # The row with headings we know may be the lower of the two.
        above = [clean_text(cell) for cell in rows[start - 1]]
        # Of one word, as Service, it is a group of headings and no question.
        is_asked = bool(above) and not above[0] and any(" " in up for up in above)
        joined = _join(above, headings) if is_asked else []
        if joined:
            return joined, start
        if sum(map(bool, above)) > 1:
            # A group may stand above several headings, and above a column what it is itself.
            cells = map(any, zip_longest(*rows[start + 1 :], fillvalue=""))
            columns = zip_longest(above, headings, cells, fillvalue="")
            return [low or (up if is_filled else "") for up, low, is_filled in columns], start
    return headings, start


def _join(questions: Sequence[str], about: Sequence[str]) -> list[str]:
    """Return two rows as one, or nothing if they are no question and what it asks about."""
    joined: list[str] = []
    question, widest, width = "", 0, 0
    for top, bottom in zip_longest(questions, about, fillvalue=""):
        is_about = bool(bottom) and bottom.casefold() not in _STOCK
        if top and is_about and not is_question(top):
            # A heading with a value below it: the lower row is data.
            return []
        if top:
            question, width = top if is_about else "", 0
        if is_about and question:
            width += 1
            widest = max(widest, width)
            joined.append(f"{question} [{bottom}]")
        else:
            joined.append(top or bottom)
    return joined if widest > 1 else []


def _is_second_row(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Tell whether the row below the headings names the columns that one of them goes over.

    It names nothing in the first column, and in words at least two columns that have no heading.
    """
    if not upper or not upper[0] or not lower or lower[0]:
        return False
    above = [*upper, *[""] * (len(lower) - len(upper))]
    under = [low for up, low in zip(above, lower, strict=False) if low and not up]
    # A mark is one letter, as the x of a table of ticks.
    return len(under) > 1 and all(sum(map(str.isalpha, low)) > 1 for low in lower if low)


def _join_headings(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Return headings of two rows as one: "Advice: Housing" below an Advice that goes over it."""
    group, joined = "", []
    for up, low in zip_longest(upper, lower, fillvalue=""):
        if up:
            group = up if low else ""
        joined.append(f"{group}: {low}" if group and low else low or up)
    return joined
