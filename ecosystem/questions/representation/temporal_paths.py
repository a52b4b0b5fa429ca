"""Earliest arrival over time-respecting paths: how news goes from meeting to meeting.

News told at a meeting is known to all who sit in the group, and each of them brings it to the next
meeting of every other group it sits in. The days only go forward, so that whoever heads the queue
can hear no earlier: Dijkstra's algorithm (1959), with the days of meetings for the lengths (Cooke
and Halsey 1966, doi:10.1016/0022-247X(66)90009-6).
"""

from __future__ import annotations

import heapq
import math
from bisect import bisect_left, bisect_right
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy import sparse

    Matrix = sparse.csr_array[Any, tuple[int, int]]


@dataclass(frozen=True, kw_only=True, eq=False)
class Calendar:
    """When each group meets.

    Attributes
    ----------
    days : (groups,) lists of int
        Days on which it meets, in order.
    wait : (groups,) float, days
        It also meets so many days after any day at the latest; infinite where only `days` count.
    same_day : bool
        Whether what is heard on a day can be told in another meeting of that day: which of the two
        comes first is not recorded.
    """

    days: Sequence[Sequence[int]]
    wait: Sequence[float]
    same_day: bool

    def find_next(self, group: int, day: float) -> float:
        """Return the first day on which a group meets after a day; infinite if it does not."""
        days = self.days[group]
        row = bisect_left(days, day) if self.same_day else bisect_right(days, day)
        listed = days[row] if row < len(days) else math.inf
        return min(listed, day + self.wait[group])

    def turn(self) -> Calendar:
        """Return the calendar read backwards: of news that is to arrive."""
        days = [[-day for day in reversed(some)] for some in self.days]
        return Calendar(days=days, wait=self.wait, same_day=self.same_day)


@dataclass(frozen=True, kw_only=True, eq=False)
class Room:
    """Who sits where, as lists, because a path is followed seat by seat.

    Attributes
    ----------
    members, seats
        The organisations of each group, and the groups of each organisation.
    rank_group, rank_organisation
        Their order by name: of several that are equally early the first by name is taken.
    """

    members: list[list[int]]
    seats: list[list[int]]
    rank_group: list[int]
    rank_organisation: list[int]


@dataclass(frozen=True, kw_only=True, eq=False)
class Spread:
    """How far news went.

    Attributes
    ----------
    group_days : (groups,) float
        The day of the meeting in which it is told there first; infinite if never.
    days : (organisations,) float
        The day on which an organisation hears.
    heard_in : (organisations,) int
        The group in which it hears; -1 if never.
    brought_to : (groups,) int
        The organisation that brings it to a group; -1 for where it begins, and if never.
    """

    group_days: NDArray[np.float64]
    days: NDArray[np.float64]
    heard_in: NDArray[np.intp]
    brought_to: NDArray[np.intp]


def make_room(
    sits: Matrix, rank_group: NDArray[np.intp], rank_organisation: NDArray[np.intp]
) -> Room:
    """Return who sits where as lists; `sits` is (groups, organisations)."""
    seats = sits.T.tocsr()
    return Room(
        members=[part.tolist() for part in np.split(sits.indices, sits.indptr[1:-1])],
        seats=[part.tolist() for part in np.split(seats.indices, seats.indptr[1:-1])],
        rank_group=rank_group.tolist(),
        rank_organisation=rank_organisation.tolist(),
    )


def follow_news(room: Room, calendar: Calendar, begins_in: int, day: float) -> Spread:
    """Return when news that is told in a group on a day is heard by whom.

    Notes
    -----
    Time grows with the seats times the logarithm of their number.
    """
    group_days = [math.inf] * len(room.members)
    days = [math.inf] * len(room.seats)
    heard_in, brought_to = [-1] * len(days), [-1] * len(group_days)
    # Day of the meeting, since when the bringer knows, names for equals; then group and bringer.
    queue = [(float(day), -math.inf, -1, -1, begins_in, -1)]
    while queue:
        now, _, _, _, group, bringer = heapq.heappop(queue)
        if group_days[group] < math.inf:
            continue
        group_days[group], brought_to[group] = now, bringer
        for organisation in room.members[group]:
            if days[organisation] < math.inf:
                continue
            days[organisation], heard_in[organisation] = now, group
            for other in room.seats[organisation]:
                following = calendar.find_next(other, now)
                if group_days[other] == math.inf and following < math.inf:
                    rank = room.rank_organisation[organisation]
                    key = (following, now, rank, room.rank_group[other], other, organisation)
                    heapq.heappush(queue, key)
    return Spread(
        group_days=np.array(group_days, dtype=float),
        days=np.array(days, dtype=float),
        heard_in=np.array(heard_in, dtype=np.intp),
        brought_to=np.array(brought_to, dtype=np.intp),
    )


def measure_absence(
    room: Room, calendar: Calendar, spread: Spread, absent: int
) -> tuple[int, float]:
    """Return how many no longer hear if one organisation brings nothing, and the longest delay.

    Only groups that news reached by it, or by whoever heard there, can hear later: the rest stands.
    The organisation itself is not counted.
    """
    cut_off = _list_behind(room, spread, absent)
    touched = {one for group in cut_off for one in room.members[group]} - {absent}
    # Whoever hears in a group that is not cut off hears there as before.
    days = {
        one: min(
            (spread.group_days[group] for group in room.seats[one] if group not in cut_off),
            default=math.inf,
        )
        for one in touched
    }
    _bring_again(room, calendar, cut_off, days)
    later = np.array([days[one] - spread.days[one] for one in touched])
    is_lost = np.isinf(later)
    return int(is_lost.sum()), float(later[~is_lost].max(initial=0.0))


def _bring_again(room: Room, calendar: Calendar, cut_off: set[int], days: dict[int, float]) -> None:
    """Bring news to groups that were cut off, by the organisations in `days`, which are set."""
    queue: list[tuple[float, int]] = []

    def bring(organisation: int) -> None:
        for other in cut_off.intersection(room.seats[organisation]):
            following = calendar.find_next(other, days[organisation])
            if following < math.inf:
                heapq.heappush(queue, (following, other))

    for organisation, day in days.items():
        if day < math.inf:
            bring(organisation)
    told: set[int] = set()
    while queue:
        now, group = heapq.heappop(queue)
        if group in told:
            continue
        told.add(group)
        for organisation in room.members[group]:
            if now < days.get(organisation, -math.inf):
                days[organisation] = now
                bring(organisation)


def _list_behind(room: Room, spread: Spread, absent: int) -> set[int]:
    """Return the groups to which news comes by an organisation, or by whoever heard in these."""
    behind: set[int] = set()
    waiting = deque([absent])
    while waiting:
        bringer = waiting.popleft()
        for group in room.seats[bringer]:
            if spread.brought_to[group] == bringer and group not in behind:
                behind.add(group)
                waiting += [one for one in room.members[group] if spread.heard_in[one] == group]
    return behind
