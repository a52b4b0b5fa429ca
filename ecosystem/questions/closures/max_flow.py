"""People placed at services: the most there can be, and what closing places takes away.

Arrays in, arrays out. A cell is a group of people with the same need in one area, who may all go
to the same services. Everything is counted in whole units (a person, or a part of one), because
whole flows are exact and add up.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from itertools import filterfalse, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import maximum_flow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    Matrix = sparse.csr_array[Any, tuple[int, int]]
    Units = NDArray[np.int64]


# Shapes, in every function below:
# people   (cells,) whole units of people in need.
# places   (services,) whole units of room.
# reach    (cells, services) 1 where the people of the cell may go to the service.
# placed   (cells, services) units of the cell that are at the service.

MOST_UNITS = 2**30
"""The largest total that is placed: scipy counts flows in 32 bits."""

_NEVER = 2**31
"""More moves than any chain has: stands for a cell or a service that leads nowhere."""

_START = (-1, -1)
"""Where a search began: came from no cell and no service."""

_FREE = -1
"""In place of a cell: the free places of a service."""

_CLOSED = -2
"""In place of a service in the log of changes: one has closed; it stands where the cell does."""

_STUCK = -3
"""In place of a service in the log of changes: the cell was found to be without a way."""


def place_people(people: Units, places: Units, reach: Matrix) -> Matrix:
    """Return who is placed where when as many as possible are: units, shape of `reach`."""
    cells, services = reach.shape
    row, column = np.repeat(np.arange(cells), np.diff(reach.indptr)), reach.indices

    # No service can fill more than all who reach it; without the cap it would not fit 32 bits.
    near = np.bincount(column, people[row], services).astype(np.int64)
    places = np.minimum(places, near)

    # Nodes: 0 the source, then the cells, then the services, last the sink. A maximum flow from
    # source to sink is a largest placing: what enters a cell is its people, what leaves a service
    # its places. Written as rows of arcs, for sorting them would take longer than the flow.
    size = cells + services + 2
    target = np.concatenate(
        [np.arange(1, cells + 1), column + 1 + cells, np.full(services, size - 1)], dtype=np.int32
    )
    room = np.concatenate([people, np.minimum(people[row], places[column]), places])
    after = cells + reach.nnz + np.arange(1, services + 1)
    ends = np.concatenate([[0], cells + reach.indptr, after, after[-1:]])
    arcs = (room.astype(np.int32), target, ends.astype(np.int32))
    network = sparse.csr_array(arcs, shape=(size, size))

    # Only the arcs from cells to services say who is where.
    flow = maximum_flow(network, 0, size - 1).flow
    start, end = flow.indptr[1], flow.indptr[cells + 1]
    units, at = flow.data[start:end].astype(np.int64), flow.indices[start:end] - 1 - cells
    is_placed = (units > 0) & (at >= 0)
    ends = np.concatenate([[0], np.cumsum(is_placed)])[flow.indptr[1 : cells + 2] - start]
    return sparse.csr_array((units[is_placed], at[is_placed], ends), shape=reach.shape)


def count_by_cell(placed: Matrix) -> Units:
    """Return the units of each cell that have a place."""
    return np.asarray(placed.sum(axis=1), dtype=np.int64).ravel()


def find_crowded(
    waiting: Units, placed: Matrix, reach: Matrix
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return the cells and services where more places would let in someone who waits.

    `waiting` are the units of each cell without a place. Two masks, (cells,) and (services,).
    """
    cells = waiting > 0
    services = np.zeros(reach.shape[1], dtype=bool)
    held, users = sparse.csr_array(placed), sparse.csr_array(reach.T)

    # From who waits to where they could go, from there to who is there now and could move on.
    new = cells
    while new.any():
        reached = (users @ new.astype(np.int64) > 0) & ~services
        services |= reached
        new = (held @ reached.astype(np.int64) > 0) & ~cells
        cells = cells | new
    return cells, services


def fill_up(people: Units, places: Units, reach: Matrix, placed: Matrix) -> Matrix:
    """Return who is placed where when those left over by rounding get the places there still are.

    Losses are exact only from a largest placing. The others move up only where that makes room.
    """
    free = places - np.asarray(placed.sum(axis=0)).ravel()
    waiting = people - count_by_cell(placed)
    leads = _count_steps(free, placed, reach) < _NEVER
    waiting[~leads] = 0
    if not waiting.any():
        return placed

    # Nodes as in `place_people`. An arc from a cell to a service has room for all who wait, one
    # back for who is there: what flows back leaves. Cells that lead nowhere have no arcs.
    cells, services = reach.shape
    row, column = reach.tocoo().coords
    there, at = placed.tocoo().coords
    goes, leaves = leads[row], leads[there]
    row, column, there, at = row[goes], column[goes], there[leaves], at[leaves]
    first = np.flatnonzero(waiting)
    last = np.flatnonzero(free > 0)
    ends = cells + services + 1
    begins = np.zeros(len(first), dtype=np.intp)
    source = np.concatenate([begins, row + 1, at + 1 + cells, last + 1 + cells])
    target = np.concatenate([first + 1, column + 1 + cells, there + 1, np.full(len(last), ends)])
    most = min(int(waiting.sum()), MOST_UNITS)
    room = np.concatenate(
        [waiting[first], np.full(len(row), most), placed.data[leaves], free[last]]
    )
    units = np.minimum(room, MOST_UNITS).astype(np.int32)
    # The flow takes indices of 32 bits only.
    arcs = (source.astype(np.int32), target.astype(np.int32))
    network = sparse.csr_array((units, arcs), shape=(ends + 1, ends + 1))
    flow = maximum_flow(network, 0, ends).flow
    more = sparse.csr_array(flow[1 : cells + 1, cells + 1 : ends]).astype(np.int64)
    filled = sparse.csr_array(placed + more)
    filled.eliminate_zeros()
    filled.sort_indices()
    return filled


class Placing:
    """People at services, from which services close and come back.

    `close` and `cut` change it and return how many units of people lose their place; `undo` takes
    changes back. `try_closing` and `try_cutting` tell the same of a placing as it was at first, and
    leave it so.

    Notes
    -----
    Placing is a maximum flow from cells to services. When a service closes, the flow of all other
    people is still one, and a maximum flow of what is left comes from it by augmenting paths that
    start at the people who lost their place: a cell that could place nobody more before cannot
    afterwards. Neither closing nor augmenting along shortest paths brings a cell nearer to a free
    place, so distances counted once guide every search (A*), and a cell without a way is not
    searched at all. A search that fails has found cells that stay without a way.
    """

    # Lists and dicts, not arrays: a search visits few cells and services, one at a time.
    # _placed    who is where at first.
    # _held      for each service, the units of each cell that are there.
    # _free      for each service, the units of room that nobody uses.
    # _steps     for each cell, the fewest moves that bring someone of it to a free place.
    # _ways      for each cell, the services that lead on and in how many moves, fewest first.
    # _seated    for each service, the units of people there at first.
    # _can_move  for each service, whether anyone there at first had a way to a free place.
    # _spare     for each service, the free places that one other service had at the least for
    #            whoever is there.
    # _stuck     cells that a failed search has shown to be without a way.
    # _log       every change, (service, cell, units), so that it can be taken back.

    def __init__(self, places: Units, reach: Matrix, placed: Matrix) -> None:
        """Take over as many people as can be placed, and where they are."""
        free = places - np.asarray(placed.sum(axis=0)).ravel()
        self._placed = placed
        self._held = _Rows(sparse.csr_array(placed.T))
        self._free: list[int] = free.tolist()
        self._closed: set[int] = set()
        self._stuck: set[int] = set()
        self._log: list[tuple[int, int, int]] = []
        steps = _count_steps(free, placed, reach)
        self._steps: list[int] = steps.tolist()
        self._ways = _Ways(free, steps, placed, reach)
        self._seated: list[int] = self.count_held().tolist()
        there, at = placed.tocoo().coords
        self._can_move: list[bool] = (
            np.bincount(at, steps[there] < _NEVER, len(free)) > 0
        ).tolist()
        self._spare: list[int] = _count_spare(free, placed, reach).tolist()

    @property
    def mark(self) -> int:
        """How many changes there have been; `undo` goes back to it."""
        return len(self._log)

    def count_held(self) -> Units:
        """Return how many units of people are at each service before any change."""
        return np.asarray(self._placed.sum(axis=0), dtype=np.int64).ravel()

    def close(self, services: Iterable[int]) -> int:
        """Close services; return how many people are left without a place."""
        # All close before anyone is placed again, so that nobody moves to one that closes next.
        moving: Counter[int] = Counter()
        for service in services:
            if service not in self._closed:
                self._closed.add(service)
                self._log.append((_CLOSED, service, 0))
                for cell, units in list(self._held[service].items()):
                    self._move(service, cell, -units)
                    moving[cell] += units
        return sum(self._place(cell, units) for cell, units in moving.items())

    def try_closing(self, services: Sequence[int]) -> int:
        """Return how many units lose their place if services close."""
        closing = set(services)
        seated = sum(self._seated[service] for service in closing)
        if not any(self._can_move[service] for service in closing):
            return seated
        if len(closing) == 1 and self._spare[next(iter(closing))] >= seated:
            return 0

        # Where nobody can move and nothing is free, nobody comes through: all there lose their
        # place, and it makes no difference to others.
        closing = {service for service in closing if not self._is_still(service)}
        fixed = seated - sum(self._seated[service] for service in closing)
        return fixed + self._undo_all(self.close(closing))

    def try_cutting(self, places: Iterable[tuple[int, int]]) -> int:
        """Return how many units lose their place if (service, units) of places go, each."""
        places = list(places)
        fixed = sum(
            min(units, self._seated[service])
            for service, units in places
            if self._is_still(service)
        )
        moving = [(service, units) for service, units in places if not self._is_still(service)]
        return fixed + self._undo_all(self.cut(moving))

    def _is_still(self, service: int) -> bool:
        """Tell whether nobody there can move and nobody can come: it is full."""
        return not self._can_move[service] and not self._free[service]

    def _undo_all(self, lost: int) -> int:
        """Take back all changes; return what they took."""
        self.undo(0)
        return lost

    def cut(self, places: Iterable[tuple[int, int]]) -> int:
        """Take places from services, (service, units) each; return how many people lose one."""
        moving: Counter[int] = Counter()
        for service, units in places:
            self._move(service, _FREE, -units)

            # Fewer than no free places: as many must leave, cell after cell.
            for cell, held in sorted(self._held[service].items()):
                over = min(held, -self._free[service])
                if over > 0:
                    self._move(service, cell, -over)
                    self._move(service, _FREE, over)
                    moving[cell] += over
        return sum(self._place(cell, units) for cell, units in moving.items())

    def undo(self, mark: int) -> None:
        """Take back all changes since the mark."""
        while len(self._log) > mark:
            service, cell, units = self._log.pop()
            if service == _CLOSED:
                # Of a closing the service stands in place of the cell.
                self._closed.discard(cell)
            elif service == _STUCK:
                self._stuck.discard(cell)
            else:
                self._shift(service, cell, -units)

    def list_changes(self, mark: int) -> dict[tuple[int, int], int]:
        """Return what has changed since the mark: units by service and cell; cell -1 is free."""
        changes: Counter[tuple[int, int]] = Counter()
        for service, cell, units in self._log[mark:]:
            if service >= 0:
                changes[service, cell] += units
        return {change: units for change, units in changes.items() if units}

    def count_room(self, service: int, cell: int) -> int:
        """Return how many units of a cell are at a service; of cell -1: how many are free."""
        return self._free[service] if cell == _FREE else self._held[service].get(cell, 0)

    def _move(self, service: int, cell: int, units: int) -> None:
        self._log.append((service, cell, units))
        self._shift(service, cell, units)

    def _shift(self, service: int, cell: int, units: int) -> None:
        if cell == _FREE:
            self._free[service] += units
        else:
            held = self._held[service]
            rest = held.get(cell, 0) + units
            if rest:
                held[cell] = rest
            else:
                del held[cell]

    def _place(self, cell: int, units: int) -> int:
        """Place people of a cell; return how many found no place."""
        while units and self._steps[cell] < _NEVER and cell not in self._stuck:
            units -= self._search(cell, units)
        return units

    def _follow(self, path: Sequence[tuple[int, int]], units: int) -> int:
        """Move people along a path, each to its service; return how many units could.

        Each cell of the path but the first leaves the service of the one before, which makes room
        there, and only the last takes free places.
        """
        for service, cell in _list_left(path):
            units = min(units, self._held[service][cell])
        last = path[-1][1]
        units = min(units, self._free[last])
        for step, (cell, service) in enumerate(path):
            if step:
                self._move(path[step - 1][1], cell, -units)
            self._move(service, cell, units)
        self._move(last, _FREE, -units)
        return units

    def _search(self, start: int, units: int) -> int:
        """Move people of a cell along shortest chains to free places; return how many could.

        A* with `_steps` as the bound of what is still to come: chains wait by the length they
        have at the least, and the shortest are looked at first. It goes on after a chain: what
        moved there only leads to cells that it has reached. It ends where a cell has left a
        service for good that others were reached through, and is then begun anew.
        """
        ways, held, free, steps = self._ways, self._held, self._free, self._steps
        stuck, left = self._stuck, units

        # came: how each cell was reached, as (cell before, service left). seen: services that are
        # closed, or whose people have been looked at. waiting, by least length: cell, moves taken,
        # next way.
        came: dict[int, tuple[int, int]] = {start: _START}
        seen = self._closed.copy()
        length = steps[start]
        waiting: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        waiting[length].append((start, 0, 0))
        while waiting:
            if length not in waiting:
                length += 1
                continue
            cell, taken, way = waiting[length].pop()
            if not waiting[length]:
                del waiting[length]
            services, moves = ways[cell]

            # Ways are in order, so all from `end` on are too long for now: back in the queue.
            end = bisect_right(moves, length - taken, way)
            if end < len(moves):
                waiting[taken + moves[end]].append((cell, taken, end))
            for service in filterfalse(seen.__contains__, services[way:end]):
                if free[service] > 0:
                    path = _trace(came, cell, service)
                    left -= self._follow(path, left)
                    if not left or any(one not in held[at] for at, one in _list_left(path)):
                        return units - left

                # The service is full: whoever is there may move on and make room.
                seen.add(service)
                here, further = (cell, service), taken + 1
                for other in held[service]:
                    if other not in came and steps[other] < _NEVER and other not in stuck:
                        came[other] = here
                        least = further + steps[other]
                        waiting[max(length, least)].append((other, further, 0))

        # Nothing that was reached leads to a free place, and closing more will not change that.
        stuck.update(came)
        self._log.extend((_STUCK, cell, 0) for cell in came)
        return units - left


def _trace(came: dict[int, tuple[int, int]], cell: int, service: int) -> list[tuple[int, int]]:
    """Return the chain of (cell, service) that ends with this one."""
    path = [(cell, service)]
    while came[path[-1][0]] != _START:
        path.append(came[path[-1][0]])
    return path[::-1]


def _list_left(path: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield each service of a chain that someone leaves, and the cell they are of."""
    for (_, service), (cell, _) in pairwise(path):
        yield service, cell


def _count_steps(free: Units, placed: Matrix, reach: Matrix) -> Units:
    """Return how many moves bring someone of each cell to a free place, the own move included."""
    steps = np.full(reach.shape[0], _NEVER, dtype=np.int64)
    holds = sparse.csr_array(placed.T)

    # Backwards from the free places: who reaches them needs one move; a service where such people
    # are can be had in two, and so on.
    new = free > 0
    seen = new.copy()
    taken = 1
    while new.any():
        cells = (reach @ new.astype(np.int64) > 0) & (steps == _NEVER)
        steps[cells] = taken
        taken += 1
        new = (holds @ cells.astype(np.int64) > 0) & ~seen
        seen |= new
    return steps


def _count_spare(free: Units, placed: Matrix, reach: Matrix) -> Units:
    """Return for each service the free places that one other has, for whichever cell there.

    It is the least over the cells that are there of what their roomiest other service has free.
    """
    # The entries of each row by their free places: the roomiest comes last, before it the second.
    cells, services = reach.shape
    row, column = np.repeat(np.arange(cells), np.diff(reach.indptr)), reach.indices
    order = np.lexsort((free[column], row))
    first, second, roomiest = (np.zeros(cells, dtype=np.int64) for _ in range(3))
    has_one, has_two = np.diff(reach.indptr) > 0, np.diff(reach.indptr) > 1
    last = order[reach.indptr[1:][has_one] - 1]
    first[has_one], roomiest[has_one] = free[column[last]], column[last]
    second[has_two] = free[column[order[reach.indptr[1:][has_two] - 2]]]
    there, at = placed.tocoo().coords
    spare: Units = np.full(services, MOST_UNITS, dtype=np.int64)
    np.minimum.at(spare, at, np.where(roomiest[there] == at, second[there], first[there]))
    return spare


class _Rows(dict[int, dict[int, int]]):
    """The columns of each row of a matrix with their values: listed when first asked for."""

    def __init__(self, matrix: Matrix) -> None:
        super().__init__()
        self._columns, self._values = matrix.indices, matrix.data
        self._ends = matrix.indptr.tolist()

    def __missing__(self, row: int) -> dict[int, int]:
        some = slice(self._ends[row], self._ends[row + 1])
        columns, values = self._columns[some].tolist(), self._values[some].tolist()
        self[row] = dict(zip(columns, values, strict=True))
        return self[row]


class _Ways(dict[int, tuple[list[int], list[int]]]):
    """The services that lead each cell to a free place, and in how many moves, fewest first.

    Of each cell they are listed when first asked for.
    """

    def __init__(self, free: Units, steps: Units, placed: Matrix, reach: Matrix) -> None:
        super().__init__()

        # Going to a full service takes one move, and those of whoever there gets away soonest.
        row, column = placed.tocoo().coords
        moves = np.full(reach.shape[1], _NEVER, dtype=np.int64)
        np.minimum.at(moves, column, steps[row] + 1)
        moves[free > 0] = 1

        leads = moves[reach.indices] < _NEVER
        self._services, self._moves = reach.indices[leads], moves
        self._ends = np.concatenate([[0], np.cumsum(leads)])[reach.indptr].tolist()

    def __missing__(self, cell: int) -> tuple[list[int], list[int]]:
        services = self._services[self._ends[cell] : self._ends[cell + 1]]
        moves = self._moves[services]
        order = moves.argsort(kind="stable")
        self[cell] = (services[order].tolist(), moves[order].tolist())
        return self[cell]
