"""What each closing surely takes, and at the most, told without seating anyone.

Arrays in, arrays out; shapes as in `max_flow`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from .blocks import find_alike
from .crowding import find_waiting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from .market import Market
    from .seating import Numbers

    Matrix = sparse.csr_array[Any, tuple[int, int]]
    Units = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Fold:
    """A market with what is alike taken as one: cells, and services, of the same reach.

    Attributes
    ----------
    cell, service : (cells,), (services,) int
        The number of the kind each is of.
    reach : (cell kinds, service kinds) sparse
        1 where people of the kind may go to services of the kind.
    """

    cell: NDArray[np.intp]
    service: NDArray[np.intp]
    reach: Matrix


@dataclass(frozen=True, kw_only=True, eq=False)
class Bounds:
    """The least and the most that a service's closing can take, with others' or alone.

    Attributes
    ----------
    least, most : (services, runs) int, units
        Sums over services that close together hold for these together.
    cell_part, service_part : (cells, runs), (services, runs) int
        The part of the market each is in, numbered through all runs: people move only within one.
        -1: in none, because whoever is there cannot move at all.
    parts : int
        How many there are.
    """

    least: Units
    most: Units
    cell_part: NDArray[np.intp]
    service_part: NDArray[np.intp]
    parts: int


def fold_market(market: Market) -> Fold:
    """Return the market with what is alike taken as one."""
    columns = sparse.csc_array(market.reach)
    service, first_service = find_alike(columns.indices, columns.indptr)
    kept = sparse.csr_array(columns[:, first_service])
    kept.sort_indices()
    cell, first_cell = find_alike(kept.indices, kept.indptr)
    return Fold(cell=cell, service=service, reach=kept[first_cell])


def bound_closings(fold: Fold, runs: Sequence[Numbers]) -> Bounds:
    """Return the least and the most that closings can take in a market, run by run.

    `runs` are its numbers in each.

    Notes
    -----
    Where someone waits, all services that could let them in are full, and every place lost there
    is one person more without (the places are in a minimum cut). Elsewhere all have a place, and
    nobody moves from one part of the network to another that shares no cell with it: what closes
    takes at least what the others of its part have no room for, by no rule of who may go where.
    At the most it takes its places, or all who reach it.
    """
    cells, services = fold.reach.shape
    own = np.column_stack([one.room for one in runs])
    people = _sum_kinds(fold.cell, np.column_stack([one.people for one in runs]), cells)
    together = _sum_kinds(fold.service, own, services)

    # (service kinds, runs): no service can fill more than all who reach it.
    users = sparse.csr_array(fold.reach.T)
    near = (users @ people).astype(np.int64)
    places = np.minimum(together, near)
    waits = find_waiting(people, places, fold.reach)
    is_crowded = users @ waits.astype(float) > 0
    is_cell, is_service = ~waits & (people > 0), ~is_crowded & (places > 0)
    cell_part, service_part, parts = _find_parts(fold.reach, is_cell, is_service)

    # Of each part: the room that is left when all of its people have a place. Part -1, the last,
    # has neither.
    inside = _sum_parts(cell_part, people, parts)
    spare = _sum_parts(service_part, places, parts) - inside

    # Back from kinds to services. Of a kind goes what the others of it do not make good.
    kind = fold.service
    part, is_full = service_part[kind], is_crowded[kind]
    gone = places[kind] - np.minimum(together[kind] - own, near[kind])
    most = np.minimum(own, np.minimum(near[kind], inside[part]))
    return Bounds(
        least=np.where(is_full, own, np.maximum(gone - spare[part], 0)),
        most=np.where(is_full, own, most),
        cell_part=cell_part[fold.cell],
        service_part=part,
        parts=parts,
    )


def _find_parts(
    reach: Matrix, is_cell: NDArray[np.bool_], is_service: NDArray[np.bool_]
) -> tuple[NDArray[np.intp], NDArray[np.intp], int]:
    """Return the part of each cell and service in each run, and how many there are.

    It is -1 where nobody can move: whatever is not of the masks, (cells, runs) and (services,
    runs).
    """
    (cells, runs), services = is_cell.shape, len(is_service)
    row, column = np.repeat(np.arange(cells), np.diff(reach.indptr)), reach.indices
    pair, run = np.nonzero(is_cell[row] & is_service[column])

    # Nodes: the cells, then the services, each in all runs.
    size = (cells + services) * runs
    pairs = (row[pair] * runs + run, (column[pair] + cells) * runs + run)
    joined = sparse.csr_array((np.ones(len(pair)), pairs), shape=(size, size))
    parts, number = connected_components(joined, directed=False)
    part = number.astype(np.intp).reshape(-1, runs)
    return np.where(is_cell, part[:cells], -1), np.where(is_service, part[cells:], -1), int(parts)


def _sum_kinds(kind: NDArray[np.intp], units: Units, kinds: int) -> Units:
    """Return the sum of units of each kind in each run: (kinds, runs)."""
    runs = units.shape[1]
    key = kind[:, None] * runs + np.arange(runs)
    return np.bincount(key.ravel(), units.ravel(), kinds * runs).astype(np.int64).reshape(-1, runs)


def _sum_parts(part: NDArray[np.intp], units: Units, parts: int) -> Units:
    """Return the sum of units of each part, and 0 for part -1, the last."""
    is_in = part >= 0
    return np.bincount(part[is_in], units[is_in], parts + 1).astype(np.int64)
