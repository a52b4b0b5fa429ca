"""Who of which area sits where, when only how many do is known.

Arrays in, arrays out; shapes as in `max_flow`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from .spread import Problem, Spread

    Matrix = sparse.csr_array[Any, tuple[int, int]]
    Units = NDArray[np.int64]


@dataclass(kw_only=True, eq=False)
class Table:
    """Seats to be fitted to the sums of rows and columns.

    Attributes
    ----------
    row, column : (seats,) int
        The cell and the service of each seat; the service after the last: waits.
    seats : (seats,) float, units
        How many have it.
    people : (cells,) int, units
        The sums of the rows.
    sums : (services + 1,) float, units
        The sums of the columns.
    """

    row: NDArray[np.intp]
    column: NDArray[np.intp]
    seats: NDArray[np.float64]
    people: Units
    sums: NDArray[np.float64]


_ROUNDS = 500
"""Times that rows and columns are fitted at most: each time the sums come nearer."""

_NEAR = 0.5
"""Units by which the sums may be off in the end: less than one that can be counted."""

_ALIKE = 1e-9
"""Shares of places in use nearer than this are equal: what dividing floats leaves."""


def mix_each(problems: Sequence[Problem], spreads: Sequence[Spread]) -> list[Matrix]:
    """Return who is placed where, as mixed as the uses of the services allow, in whole units.

    Of each (people, places, reach), and its spread with the most even uses. Of all ways to fill
    them this is the one of the largest entropy: people of each cell spread over all services that
    they can be at. It is unique, so neither order nor names decide. Units lost to rounding stay
    unplaced.

    Notes
    -----
    Rows and columns are scaled in turn to their sums (iterative proportional fitting, Deming and
    Stephan 1940), from the same weight wherever someone can be. All are scaled together, as one
    large problem is quicker than many small ones, each until its own sums are met.
    """
    tables = [
        _start_seats(problem, spread) for problem, spread in zip(problems, spreads, strict=True)
    ]
    _fit_each(tables)
    mixed = []
    for table, (_, _, reach) in zip(tables, problems, strict=True):
        row, column, seats = table.row, table.column, table.seats

        # Neither more people than there are, nor more than the places that the uses allow.
        rows = np.bincount(row, seats, len(table.people))
        seats = seats * np.minimum(_divide(table.people, rows), 1.0)[row]
        columns = np.bincount(column, seats, len(table.sums))
        seats = seats * np.minimum(_divide(table.sums, columns), 1.0)[column]
        is_placed = column < reach.shape[1]
        units = np.floor(seats[is_placed] + _ALIKE).astype(np.int64)
        placed = sparse.csr_array((units, (row[is_placed], column[is_placed])), shape=reach.shape)
        placed.eliminate_zeros()
        mixed.append(placed)
    return mixed


def _fit_each(tables: Sequence[Table]) -> None:
    """Scale the seats of each table in turn to the sums of its columns and of its rows."""
    left, rounds = list(tables), 0
    while left and rounds < _ROUNDS:
        # Those not fitted yet are scaled as one, and joined anew as soon as half of them are.
        whole, starts, ends = _join_tables(left)
        row, column, seats = whole.row, whole.column, whole.seats
        is_left = np.ones(len(left), dtype=bool)
        while rounds < _ROUNDS and 2 * is_left.sum() > len(left):
            rounds += 1
            columns = np.bincount(column, seats, len(whole.sums))
            seats *= _divide(whole.sums, columns)[column]
            rows = np.bincount(row, seats, len(whole.people))
            is_near = np.maximum.reduceat(np.abs(rows - whole.people), starts) < _NEAR
            for number in np.flatnonzero(is_near & is_left).tolist():
                left[number].seats = seats[ends[number] : ends[number + 1]].copy()
            is_left &= ~is_near
            seats *= _divide(whole.people, rows)[row]
        left = [left[number] for number in np.flatnonzero(is_left).tolist()]
        for number, table in zip(np.flatnonzero(is_left).tolist(), left, strict=True):
            table.seats = seats[ends[number] : ends[number + 1]].copy()


def _join_tables(tables: Sequence[Table]) -> tuple[Table, list[int], list[int]]:
    """Return the tables as one, the first row of each, and where its seats begin, and the end."""
    rows = np.cumsum([0, *(len(table.people) for table in tables)])
    columns = np.cumsum([0, *(len(table.sums) for table in tables)])
    ends = np.cumsum([0, *(len(table.row) for table in tables)])
    whole = Table(
        row=np.concatenate([table.row + first for table, first in zip(tables, rows, strict=False)]),
        column=np.concatenate(
            [table.column + first for table, first in zip(tables, columns, strict=False)]
        ),
        seats=np.concatenate([table.seats for table in tables]),
        people=np.concatenate([table.people for table in tables]),
        sums=np.concatenate([table.sums for table in tables]),
    )
    return whole, rows[:-1].tolist(), ends.tolist()


def _start_seats(problem: Problem, spread: Spread) -> Table:
    """Return all seats that someone can have with the same weight, and the sums to be met."""
    people, places, reach = problem
    row, column = _list_seats(places, reach, spread)

    # Who has no place waits in a last column, which only cells that can wait reach.
    sums = np.append(spread.use, max(people.sum() - spread.use.sum(), 0.0))
    return Table(row=row, column=column, seats=np.ones(len(row)), people=people, sums=sums)


def _list_seats(
    places: Units, reach: Matrix, spread: Spread
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the pairs of cell and service where someone can be; the service after the last: waits.

    In the most even uses nobody is at a service that is fuller than another they reach, nor where
    they keep out who waits though they have a place elsewhere.
    """
    cells, services = reach.shape
    share = _divide(spread.use, places)

    row, column = np.repeat(np.arange(cells), np.diff(reach.indptr)), reach.indices
    row, column = row[places[column] > 0], column[places[column] > 0]
    least = np.full(cells, np.inf)
    np.minimum.at(least, row, share[column])
    is_seat = (share[column] <= least[row] + _ALIKE) & (
        spread.waits[row] | ~spread.is_crowded[column]
    )
    waiting = np.flatnonzero(spread.waits)
    return (
        np.concatenate([row[is_seat], waiting]),
        np.concatenate([column[is_seat], np.full(len(waiting), services)]),
    )


def _divide(above: NDArray[Any], below: NDArray[Any]) -> NDArray[np.float64]:
    """Return above / below, 0 where below is 0."""
    share = np.zeros(len(below))
    np.divide(above, below, out=share, where=below > 0)
    return share
