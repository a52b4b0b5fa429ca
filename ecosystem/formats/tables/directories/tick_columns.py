"""Columns of tick marks: a heading is a service or a place, and a mark in a row says yes to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ecosystem.data import MISSING_WORDS, clean_text
from ecosystem.formats.tables.places.uk_areas import find_uk_area

from .service_words import find_service_type, make_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ecosystem.formats.sheets.sheet import Sheet


_YES = make_words(
    "x xx y yes 1 t true tick * p o \u2713 \u2714 \u2714\ufe0f \u2611 \u2611\ufe0f \u2612 \u2705 "
    "\u221a \u00fc \u25cf \u2022 \u25a0 \u2b24"
)
"""Marks for yes, in any case. Letters p, o and \u00fc are ticks in the fonts of signs."""

_NO = make_words("n no 0 f false none - \u2013 \u2717 \u2718 \u2716 \u274c \u2610")
_DOUBT = (
    "?",
    "plan",
    "soon",
    "used to",
    "ended",
    "stopped",
    "no longer",
    "maybe",
    "from ",
    "until",
)
"""How cells read that are neither yes nor no today: asked about."""

_LEAST, _LEAST_NAMED = 0.6, 0.3
"""Shares of the filled cells that must be marks: a column of marks has remarks here and there, the
more so where its heading names a service."""

_FEWEST = 2
"""Columns of marks that make a sheet one of ticks: one may be any question of yes or no."""

_LONGEST_HEADING = 60
"""Characters of a heading that names a service: a longer one is a question."""


class Ticks(NamedTuple):
    """Headings of the columns of marks: those of services, and those of places."""

    services: tuple[str, ...]
    places: tuple[str, ...]


def find_ticks(sheet: Sheet, free: Sequence[str]) -> Ticks:
    """Return which of the free headings stand over marks, and name services or places.

    Between the first and the last column that names a service every one does: "Women's group"
    stands among them, "Wheelchair access" and "Member" after them. So do columns of places.
    """
    ticked = [heading for heading in free if is_ticked(sheet.column(heading), heading)]
    places = list_between(ticked, lambda heading: bool(find_uk_area(heading)))
    others = [heading for heading in ticked if heading not in places]
    services = list_between(others, lambda heading: bool(find_service_type(heading)))
    return Ticks(services, places)


def list_between(headings: Sequence[str], is_named: Callable[[str], bool]) -> tuple[str, ...]:
    """Return the headings from the first to the last that is named, if they are several."""
    named = [place for place, heading in enumerate(headings) if is_named(heading)]
    between = tuple(headings[named[0] : named[-1] + 1]) if named else ()
    return between if len(between) >= _FEWEST else ()


def read_tick(cell: str) -> tuple[bool | None, str]:
    """Return whether a cell says yes, None if that is not clear, and what else it says.

    Examples
    --------
    >>> read_tick("x"), read_tick("no"), read_tick("Tues only"), read_tick("planned")
    ((True, ''), (False, ''), (True, 'Tues only'), (None, 'planned'))
    """
    folded = _fold_mark(cell)
    if not folded or folded in _NO or folded in MISSING_WORDS - {"?"}:
        return False, ""
    if folded in _YES:
        return True, ""
    if any(word in folded for word in _DOUBT):
        return None, cell
    # "x (Tues)" and "yes - Tues" say yes and more.
    first, _, more = cell.partition(" ")
    return (True, more.strip(" ()-\u2013:,")) if first.casefold() in _YES else (True, cell)


def _fold_mark(cell: str) -> str:
    """Return a cell in small letters; of a mark made several times, one."""
    text = cell.casefold().strip(" .")
    return text[0] if len(set(text)) == 1 else text


def read_mark(cell: str) -> bool | None:
    """Return whether a cell is a mark for yes or for no, None if it is something else."""
    text = _fold_mark(cell)
    if text in _NO:
        return False
    return True if text.partition(" ")[0] in _YES else None


def is_ticked(cells: Sequence[str], heading: str) -> bool:
    """Tell whether the cells below a heading are marks, but for a few."""
    # A cell that is in doubt, or adds up those above, tells nothing of its column.
    filled = [text for cell in cells if (text := clean_text(cell))]
    told = [
        read_mark(text)
        for text in filled
        if not text.isdecimal() or text in {"0", "1"}
        if read_tick(text)[0] is not None
    ]
    least = _LEAST_NAMED if find_service_type(heading) else _LEAST
    marks = len(told) - told.count(None)
    return True in told and marks >= least * len(told) and len(heading) <= _LONGEST_HEADING
