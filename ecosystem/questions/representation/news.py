"""How far news goes from one group, and when: each case that the unrecorded days leave open."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .dominators import count_cut_off
from .seats import DAYS_A_YEAR
from .temporal_paths import Calendar, Spread, follow_news, make_room

if TYPE_CHECKING:
    import datetime as dt

    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem
    from ecosystem.graph import Positions

    from .seats import Seats
    from .temporal_paths import Room


HEARS, MAY_HEAR, NO_WAY = "hears", "not known", "no way on record"
"""By groups that are known to meet; by groups of which that is not recorded; by none."""


@dataclass(frozen=True, kw_only=True, eq=False)
class News:
    """How news that is told in one group goes on, and how word comes up to it.

    Attributes
    ----------
    begins_in
        The row of the group.
    day
        The day on which it is told; None where no day of the group is recorded.
    room, latest_calendar
        Who sits where, and the days that are recorded.
    is_running : (organisations,) bool
        Who is counted.
    certain, possible : Spread
        Meetings in place of days: of groups that are known to meet, and of all that may.
    earliest, latest : Spread or None
        On any day that is not recorded, and on recorded days only; None where no day is known.
    if_even : Spread
        At the latest, if the meetings of each group are spread evenly over the year.
    up_earliest, up_latest : Spread or None
        Backwards from the last recorded meeting of the group.
    cut_off : (organisations,) int
        How many others have no way on record without each.
    """

    begins_in: int
    day: int | None
    room: Room
    latest_calendar: Calendar
    is_running: NDArray[np.bool_]
    certain: Spread
    possible: Spread
    earliest: Spread | None
    latest: Spread | None
    if_even: Spread
    up_earliest: Spread | None
    up_latest: Spread | None
    cut_off: NDArray[np.intp]

    @property
    def sits_there(self) -> NDArray[np.bool_]:
        """Who sits in the group where news is told."""
        sits = np.zeros(len(self.is_running), dtype=bool)
        sits[self.room.members[self.begins_in]] = True
        return sits

    def name_statuses(self, *, is_group: bool = False) -> NDArray[np.object_]:
        """Return of each organisation, or group, whether news comes to it."""
        certain, possible = (
            spread.group_days if is_group else spread.days
            for spread in (self.certain, self.possible)
        )
        named: NDArray[np.object_] = np.select(
            [np.isfinite(certain), np.isfinite(possible)], [HEARS, MAY_HEAR], default=NO_WAY
        ).astype(object)
        return named

    def count(self) -> dict[str, object]:
        """Return the single figures: of running organisations, who sits there, hears and does not.

        Days are of those who do not sit there themselves.
        """
        status, others = self.name_statuses(), self.is_running & ~self.sits_there
        figures: dict[str, object] = {
            "sit_there": int((self.is_running & self.sits_there).sum()),
            "hear": int((others & (status == HEARS)).sum()),
            "hearing_not_known": int((others & (status == MAY_HEAR)).sum()),
            "no_way": int((others & (status == NO_WAY)).sum()),
        }
        for name, spread, begun in (
            ("days", self.latest, self.day),
            ("days_if_even", self.if_even, self.day or 0),
            ("up_days", self.up_latest, self.up_from),
        ):
            told = count_days(spread, begun, len(others))[others & (status == HEARS)]
            known = np.sort(told[~np.isnan(told)])
            figures[f"{name}_known"] = len(known)
            # By this day at least half of them know.
            figures[f"median_{name}"] = known[(len(known) - 1) // 2] if len(known) else np.nan
            figures[f"longest_{name}"] = known[-1] if len(known) else np.nan
        return figures

    @property
    def up_from(self) -> int:
        """The day from which word upwards is read backwards; 0 where none is recorded."""
        days = self.latest_calendar.days[self.begins_in]
        return -days[-1] if days else 0


def count_days(spread: Spread | None, begun: int | None, size: int) -> NDArray[np.float64]:
    """Return the days from when news was told until each of `size` hears; NaN: not known."""
    if spread is None or begun is None:
        return np.full(size, np.nan)
    return np.where(np.isfinite(spread.days), spread.days - begun, np.nan)


def follow_everywhere(
    e: Ecosystem, positions: Positions, seats: Seats, begins_in: int, start: dt.date | None
) -> News:
    """Return how news goes from one group, for all that the data leave open."""
    names = e.organisations["name"].to_numpy()
    room = make_room(seats.sits, _rank(seats.names), _rank(names))
    days = seats.days
    size = len(days)
    day = _find_first_day(days[begins_in], start)
    may_meet, does_meet = seats.may_meet, seats.does_meet

    def follow(calendar: Calendar, begins: float) -> Spread:
        return follow_news(room, calendar, begins_in, begins)

    nowhere: list[list[int]] = [[] for _ in range(size)]
    by_meetings = [
        Calendar(days=nowhere, wait=np.where(meets, 1.0, math.inf).tolist(), same_day=False)
        for meets in (does_meet, may_meet)
    ]
    # Of groups whose days are not all recorded any may be a day of theirs.
    is_open = may_meet & ~seats.is_complete
    earliest = Calendar(days=days, wait=np.where(is_open, 0.0, math.inf).tolist(), same_day=True)
    latest = Calendar(days=days, wait=[math.inf] * size, same_day=False)
    with np.errstate(divide="ignore"):
        step = np.where(does_meet, DAYS_A_YEAR / seats.a_year, math.inf)
    even = Calendar(
        # Where the first day is not known, no other day says how long it takes from there.
        days=nowhere if day is None else days,
        wait=np.where(is_open | (day is None), step, math.inf).tolist(),
        same_day=False,
    )
    certain, possible = (follow(calendar, 0) for calendar in by_meetings)
    last = -days[begins_in][-1] if days[begins_in] else None
    is_way = may_meet.copy()
    is_way[begins_in] = True
    return News(
        begins_in=begins_in,
        day=day,
        room=room,
        latest_calendar=latest,
        is_running=positions.is_active,
        certain=certain,
        possible=possible,
        earliest=None if day is None else follow(earliest, day),
        latest=None if day is None else follow(latest, day),
        if_even=follow(even, day or 0),
        up_earliest=None if last is None else follow(earliest.turn(), last),
        up_latest=None if last is None else follow(latest.turn(), last),
        cut_off=count_cut_off((seats.sits * is_way[:, None]).tocsr(), begins_in, possible.days),
    )


def _find_first_day(days: list[int], start: dt.date | None) -> int | None:
    """Return the day on which news is told: the first recorded one, from `start` if given."""
    if start is None:
        return days[0] if days else None
    begins = start.toordinal()
    return min((day for day in days if day >= begins), default=begins)


def choose_first_group(seats: Seats) -> int:
    """Return the group from which news is followed where none is named; -1 if there is none.

    The one that most groups report to, they or those above them; of equals the one with most
    members, then the first by name. One that is confidential is never chosen.
    """
    size = len(seats.parent)
    below = np.zeros(size, dtype=int)
    for row in range(size):
        passed, above = {row}, int(seats.parent[row])
        while above >= 0 and above not in passed:
            below[above] += 1
            passed.add(above)
            above = int(seats.parent[above])
    members = np.diff(seats.sits.indptr)
    shown = np.flatnonzero(seats.is_shown)
    names = seats.names.astype(str)
    return min(shown.tolist(), key=lambda row: (-below[row], -members[row], names[row]), default=-1)


def _rank(names: NDArray[np.object_]) -> NDArray[np.intp]:
    """Return the place of each in the order of the names."""
    return np.argsort(np.argsort(names.astype(str), kind="stable"), kind="stable")
