"""Several tables below one another on a sheet, each with headings of its own.

Who has little to tell puts it on one sheet: the partners, two blank rows, and who refers to whom.
Read as one table, the second says things of the first that nobody said. A part begins after a blank
row, maybe with a title, with a row of headings that stood nowhere above it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ecosystem.data import clean_text, fold_heading
from ecosystem.formats.tables.headings import count_known

if TYPE_CHECKING:
    from collections.abc import Sequence


_FEWEST = 2
"""Known headings of a table: one such word may stand in a cell by itself."""

_LEAST = 0.5
"""Share of its headings that must be known: people add Comments, and words of their own."""


class Part(NamedTuple):
    """One table of a sheet: its first row, counted from 0, and the title in it, if it has one."""

    start: int
    title: str


def find_parts(rows: Sequence[Sequence[str]]) -> list[Part]:
    """Return where the tables of a sheet begin; of nearly every sheet that is its first row.

    Examples
    --------
    >>> partners = [["Who", "Area"], ["Ash", "Leeds"], [""]]
    >>> find_parts([*partners, ["Referrals"], ["From", "To"], ["Ash", "Elm"]])
    [Part(start=0, title=''), Part(start=3, title='Referrals')]
    """
    parts = [Part(0, "")]
    blank = [not any(map(str.strip, row)) for row in rows]
    if True not in blank:
        return parts
    for at in range(1, len(rows) - 1):
        if blank[at] or not blank[at - 1]:
            continue
        first = _list_filled(rows[at])
        is_title = len(first) == 1
        top = at + 1 if is_title else at
        if top + 1 < len(rows) and _are_headings(rows, top) and not blank[top + 1]:
            parts.append(Part(at, first[0] if is_title else ""))
    # What stands above the first table is its title.
    return parts if any(map(_is_wide, rows[: parts[-1].start])) else parts[:1]


def _list_filled(row: Sequence[str]) -> list[str]:
    return [text for cell in row if (text := clean_text(cell))]


def _is_wide(row: Sequence[str]) -> bool:
    return len(_list_filled(row)) >= _FEWEST


def _are_headings(rows: Sequence[Sequence[str]], at: int) -> bool:
    """Tell whether a row is one of headings, and no row above it is the same."""
    filled = _list_filled(rows[at])
    known = count_known(filled)
    if known < max(_FEWEST, _LEAST * len(filled)) or any(map(str.isdecimal, filled)):
        return False
    again = {*map(fold_heading, filled)}
    return not any({*map(fold_heading, _list_filled(row))} == again for row in rows[:at])
