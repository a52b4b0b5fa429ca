"""Who of which area sits where, when only how many do is known.

Arrays in, arrays out; shapes as in `max_flow`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .spread import Spread

    Matrix = sparse.csr_array[Any, tuple[int, int]]
    Units = NDArray[np.int64]


_ROUNDS = 500
"""Times that rows and columns are fitted at most: each time the sums come nearer."""

_NEAR = 0.5
"""Units by which the sums may be off in the end: less than one that can be counted."""

_ALIKE = 1e-9
"""Shares of places in use nearer than this are equal: what dividing floats leaves."""


def mix_people(people: Units, places: Units, reach: Matrix, spread: Spread) -> Matrix:
    """Return who is placed where, as mixed as the uses of the services allow, in whole units.

    `spread` has the most even uses. Of all ways to fill them this is the one
    of the largest entropy: people of each cell spread over all services that they can be at. It
    is unique, so neither order nor names decide. Units lost to rounding stay unplaced.

    Notes
    -----
    Rows and columns are scaled in turn to their sums (iterative proportional fitting, Deming and
    Stephan 1940), from the same weight wherever someone can be.
    """
    cells, services = reach.shape
    use = spread.use
    row, column = _list_seats(places, reach, spread)

    # Who has no place waits in a last column, which only cells that can wait reach.
    sums = np.append(use, max(people.sum() - use.sum(), 0.0))
    seats = np.ones(len(row))
    for _ in range(_ROUNDS):
        seats *= _divide(sums, np.bincount(column, seats, services + 1))[column]
        rows = np.bincount(row, seats, cells)
        if np.abs(rows - people).max(initial=0.0) < _NEAR:
            break
        seats *= _divide(people, rows)[row]

    # Neither more people than there are, nor more than the places that the uses allow.
    seats *= np.minimum(_divide(people, np.bincount(row, seats, cells)), 1.0)[row]
    seats *= np.minimum(_divide(sums, np.bincount(column, seats, services + 1)), 1.0)[column]
    is_placed = column < services
    units = np.floor(seats[is_placed] + _ALIKE).astype(np.int64)
    placed = sparse.csr_array((units, (row[is_placed], column[is_placed])), shape=reach.shape)
    placed.eliminate_zeros()
    return placed


def _list_seats(
    places: Units, reach: Matrix, spread: Spread
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the pairs of cell and service where someone can be; the service after the last: waits.

    In the most even uses nobody is at a service that is fuller than another they reach, nor where
    they keep out who waits though they have a place elsewhere.
    """
    cells, services = reach.shape
    share = _divide(spread.use, places)

    row, column = reach.tocoo().coords
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
