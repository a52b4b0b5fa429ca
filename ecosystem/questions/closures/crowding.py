"""Who waits for a place however people are seated, of many runs of one market at once.

Arrays in, arrays out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from .blocks import cut_network, join_blocks
from .max_flow import count_by_cell, find_crowded, place_people

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Matrix = sparse.csr_array[Any, tuple[int, int]]
    Units = NDArray[np.int64]
    Mask = NDArray[np.bool_]


# Shapes, in every function below:
# people   (cells, runs) whole units of people in need.
# places   (services, runs) whole units of room, no more than the people who reach it.
# reach    (cells, services) 1 where the people of the cell may go to the service.

_MOST_ARCS = 30_000
"""Pairs of cells and services in one flow: so few that they stay near the processor."""


def find_waiting(people: Units, places: Units, reach: Matrix) -> Mask:
    """Return of each run the cells where more places would let in someone who waits.

    Notes
    -----
    They are the people's side of the smallest of the minimum cuts, so they are the same in every
    largest placing. Those for whom sums of neighbours tell it are found without one; only what is
    left then needs a flow.
    """
    users = sparse.csr_array(reach.T)
    waits = np.zeros(people.shape, dtype=bool)

    # Floats count whole units up to 2**53, and products of them are the quickest.
    left, room = people.astype(float), places.astype(float)
    is_new = True
    while is_new:
        # More people than all the places that are left to them: they can fill these alone, so
        # these are no use to anyone else.
        is_over = left > reach @ room
        waits |= is_over
        left[is_over] = 0.0
        room[users @ is_over.astype(float) > 0] = 0.0

        # Room for all who are left in reach: it keeps nobody out, and none of them waits.
        near = users @ left
        is_wide = (near > 0) & (room >= near)
        left[reach @ is_wide.astype(float) > 0] = 0.0
        is_new = bool(is_over.any() or is_wide.any())
    for runs in _part_runs(left > 0, room > 0, reach):
        waits[:, runs] |= _find_by_flow(left[:, runs], room[:, runs], reach)
    return waits


def _part_runs(is_cell: Mask, is_service: Mask, reach: Matrix) -> Iterator[NDArray[np.intp]]:
    """Yield the runs of which cells and services are left, as many as are one flow."""
    arcs = ((reach @ is_service.astype(float)) * is_cell).sum(axis=0)
    runs = np.flatnonzero(arcs)
    step = np.cumsum(arcs[runs]) // _MOST_ARCS
    yield from np.split(runs, np.flatnonzero(np.diff(step)) + 1) if len(runs) else ()


def _find_by_flow(left: NDArray[np.float64], room: NDArray[np.float64], reach: Matrix) -> Mask:
    """Return who waits of a few runs, by one flow through those cells and services with any."""
    people, places = left.T.astype(np.int64), room.T.astype(np.int64)
    network = join_blocks([(*numbers, reach) for numbers in zip(people, places, strict=True)])
    network, _ = cut_network(network, people.ravel() > 0, places.ravel() > 0)
    placed = place_people(network.people, network.places, network.reach)
    waiting = network.people - count_by_cell(placed)
    waits = np.zeros(people.shape, dtype=bool)
    waits[people > 0] = find_crowded(waiting, placed, network.reach)[0]
    return waits.T
