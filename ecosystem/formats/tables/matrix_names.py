"""Which name down the side of a matrix each name along its top means, in full or in short."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecosystem.data import clean_text

from .short_names import is_short_for

if TYPE_CHECKING:
    from collections.abc import Sequence


_LEAST = 3
"""Names along the top that may be short ones: of two, other tables have a pair by chance."""


def pair_names(top: Sequence[str], side: Sequence[str]) -> list[str]:
    """Return the name down the side that each name along the top means, in the order of the top.

    They are the same names; or short ones in the same order, or each short for one only. If they
    are not, the list is empty.

    Examples
    --------
    >>> pair_names(["A Law", "EFH", "Oak"], ["Ash Law Centre", "Elm Food Hub", "Oak Trust"])
    ['Ash Law Centre', 'Elm Food Hub', 'Oak Trust']
    >>> pair_names(["Ash", "Elm", "Oak"], ["Ash", "Elm", "Beech"])
    []
    """
    if not top or len(top) != len(side):
        return []
    full = {clean_text(name).casefold(): name for name in side}
    if len(full) != len(side) or "" in full:
        return []
    same = [full.get(clean_text(name).casefold(), "") for name in top]
    if len(top) >= _LEAST and not all(same):
        # The order tells two apart that one name may be short for.
        if all(map(is_short_for, top, side)):
            return list(side)
        same = []
        for short in top:
            meant = [name for name in side if is_short_for(short, name)]
            # Nearly every table ends here, at its first heading.
            if len(meant) != 1:
                return []
            same += meant
    return same if all(same) and len(set(same)) == len(same) else []


def find_matrix(rows: Sequence[Sequence[str]], most: int) -> int | None:
    """Return which of the first rows names the columns of a matrix, if one does.

    Above it people put a title, and below the matrix a key. `most` is how many rows are looked at.
    """
    for at, row in enumerate(rows[:most]):
        top = [clean_text(cell) for cell in row[1:]]
        while top and not top[-1]:
            top.pop()
        side = [clean_text(below[0]) if below else "" for below in rows[at + 1 : at + 1 + len(top)]]
        if len(top) >= _LEAST and all(top) and pair_names(top, side):
            return at
    return None
