"""Who sits in which group on the day of the data, and when the groups meet, in row numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import sparse

from ecosystem.data import is_running, read_day

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem
    from ecosystem.graph import Positions

    Matrix = sparse.csr_array[Any, tuple[int, int]]


DAYS_A_YEAR = 365
"""Days of a year in which the meeting days of a group are counted."""

_BETWEEN_DAYS = re.compile(r"[|;\n]|\band\b|&")

HIDDEN_GROUP = "a confidential group"
"""What stands in place of the name of a group that is never shown."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Seats:
    """The groups of an ecosystem and who sits in them; row i of an array is row i of its table.

    Attributes
    ----------
    groups : DataFrame
        The table of groups, with the columns below as far as they are of a group.
    sits : (groups, organisations) sparse
        1 where a running organisation sits in the group, in whatever role.
    is_shown : (groups,) bool
        Whether the group may be named; one that is confidential counts and is not.
    parent : (groups,) int
        The row of the group it reports to; -1 if none is recorded.
    tier : (groups,) int
        1 for a group that reports to none, 2 for those that report to it, and so on.
    days : (groups,) lists of int
        The days on which it meets, in order, as numbers of the calendar.
    a_year : (groups,) float
        Meetings in a year: as recorded, or the days listed in one year if these are more; NaN if
        neither is known.
    is_complete : (groups,) bool
        Whether the days listed are all there are: there are some, each could be read, and no fewer
        than the meetings in a year.
    unread : int
        Meeting days that could not be read as a day.
    """

    groups: pd.DataFrame
    sits: Matrix
    is_shown: NDArray[np.bool_]
    parent: NDArray[np.intp]
    tier: NDArray[np.intp]
    days: list[list[int]]
    a_year: NDArray[np.float64]
    is_complete: NDArray[np.bool_]
    unread: int

    @property
    def may_meet(self) -> NDArray[np.bool_]:
        """Which groups meet, or may: all but those of which it is recorded that they do not."""
        has_days = np.array([bool(days) for days in self.days], dtype=bool)
        may_meet: NDArray[np.bool_] = has_days | (self.a_year != 0)
        return may_meet

    @property
    def does_meet(self) -> NDArray[np.bool_]:
        """Which groups are known to meet."""
        meets: NDArray[np.bool_] = np.greater(self.a_year, 0)
        return meets

    @property
    def names(self) -> NDArray[np.object_]:
        """The names of the groups as they may be shown."""
        named = self.groups["name"].to_numpy(dtype=object, copy=True)
        named[~self.is_shown] = HIDDEN_GROUP
        return named


def list_seats(e: Ecosystem, positions: Positions) -> Seats:
    """Return who sits in which group on the day of the data."""
    groups, memberships = e.groups, e.memberships
    ids = pd.Index(groups["group_id"])
    sits = memberships[is_running(memberships, e.snapshot_date)]
    group = ids.get_indexer(pd.Index(sits["group_id"]))
    organisation = positions.find_organisations(sits["organisation_id"])
    runs = positions.is_active[organisation]
    # An organisation with two roles in a group has one seat there.
    pairs = np.unique(np.column_stack([group[runs], organisation[runs]]), axis=0)
    matrix = sparse.csr_array(
        (np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])),
        shape=(len(groups), len(positions.organisation_ids)),
    )
    parent = ids.get_indexer(pd.Index(groups["parent_id"].astype(object)))
    parent[groups["parent_id"].isna().to_numpy()] = -1
    days, unread = _read_days(groups["meeting_days"])
    told = groups["meetings_per_year"].to_numpy(dtype=float, na_value=np.nan)
    listed = np.array([_count_a_year(some) for some in days], dtype=float)
    is_confidential = groups["is_confidential"].fillna(value=False).to_numpy(dtype=bool)
    return Seats(
        groups=groups,
        sits=matrix,
        is_shown=~is_confidential,
        parent=parent,
        tier=_count_tiers(parent),
        days=days,
        # Days that are listed are meetings, whatever number stands beside them.
        a_year=np.fmax(told, np.where(listed > 0, listed, np.nan)),
        # Where it is not recorded how often a group meets, the days that are listed are all.
        is_complete=(listed > 0) & (unread == 0) & ~(listed < told),
        unread=int(unread.sum()),
    )


def look_up(cells: pd.Series | NDArray[np.object_], rows: NDArray[np.intp]) -> NDArray[np.object_]:
    """Return the cells of these rows; None where the row is -1."""
    found = np.full(len(rows), None, dtype=object)
    found[rows >= 0] = np.asarray(cells, dtype=object)[rows[rows >= 0]]
    return found


def _read_days(cells: pd.Series) -> tuple[list[list[int]], NDArray[np.intp]]:
    """Return the days of each cell, in order, and how many parts of it are no day."""
    days, unread = [], np.zeros(len(cells), dtype=np.intp)
    for row, cell in enumerate(cells):
        read = [_read_one(text) for text in _split_days(cell)]
        unread[row] = sum(day is None for day in read)
        days.append(sorted({day for day in read if day is not None}))
    return days, unread


def _split_days(cell: object) -> list[str]:
    """Return the days of a cell as people part them: a comma may stand within one, too."""
    parts: list[str] = []
    for text in _BETWEEN_DAYS.split(cell) if isinstance(cell, str) else ():
        parts += [text] if _read_one(text) is not None else text.split(",")
    return [text.strip() for text in parts if text.strip()]


def _read_one(text: str) -> int | None:
    """Return the number of a day; None if the text is none, or a month, whose day is not told."""
    try:
        day, remark = read_day(text, is_last=False)
    except ValueError:
        return None
    return None if day is None or remark == "part" else day.toordinal()


def _count_a_year(days: list[int]) -> int:
    """Return how many of these days, which are in order, lie in a year from the first."""
    return int(np.searchsorted(days, days[0] + DAYS_A_YEAR)) if days else 0


def _count_tiers(parent: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the tier of each group; parents that lead in a circle are followed once."""
    tier = np.ones(len(parent), dtype=np.intp)
    for row in range(len(parent)):
        passed, above = {row}, int(parent[row])
        while above >= 0 and above not in passed:
            passed.add(above)
            above = int(parent[above])
        tier[row] = len(passed)
    return tier
