"""What each closing surely takes, and at the most, told from one flow without seating anyone.

Arrays in, arrays out; shapes as in `max_flow`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from .blocks import Network, find_alike, join_blocks
from .max_flow import count_by_cell, find_crowded, place_people

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

    Services come one market after the other.

    Attributes
    ----------
    least, most : (services,) int, units
        Sums over services that close together hold for these together.
    cell_part, service_part : (cells,), (services,) int
        The part of the network each is in: people move only within one. -1: in none, because
        whoever is there cannot move at all.
    """

    least: Units
    most: Units
    cell_part: NDArray[np.intp]
    service_part: NDArray[np.intp]


def fold_market(market: Market) -> Fold:
    """Return the market with what is alike taken as one."""
    columns = sparse.csc_array(market.reach)
    service, first_service = find_alike(columns.indices, columns.indptr)
    kept = sparse.csr_array(columns[:, first_service])
    kept.sort_indices()
    cell, first_cell = find_alike(kept.indices, kept.indptr)
    return Fold(cell=cell, service=service, reach=kept[first_cell])


def bound_closings(folds: Sequence[Fold], numbers: Sequence[Numbers]) -> Bounds:
    """Return the least and the most that closings can take, each market with its numbers.

    Notes
    -----
    Where someone waits, all services that could let them in are full, and every place lost there
    is one person more without (the places are in a minimum cut). Elsewhere all have a place, and
    nobody moves from one part of the network to another that shares no cell with it: what closes
    takes at least what the others of its part have no room for, by no rule of who may go where.
    At the most it takes its places, or all who reach it.
    """
    network = join_blocks(
        [
            (
                _sum_up(fold.cell, one.people, fold.reach.shape[0]),
                _sum_up(fold.service, one.room, fold.reach.shape[1]),
                fold.reach,
            )
            for fold, one in zip(folds, numbers, strict=True)
        ]
    )
    people, places, reach = network.people, network.places, network.reach
    placed = place_people(people, places, reach)
    waits, is_crowded = find_crowded(people - count_by_cell(placed), placed, reach)
    cell_part, service_part = _find_parts(network, waits, is_crowded)

    cell_part, service_part = _find_parts(network, waits, is_crowded)

    # Of each part: the room that is left when all of its people have a place. -1: of no part.
    row = np.repeat(np.arange(len(people)), np.diff(reach.indptr))
    near = np.bincount(reach.indices, people[row], len(places)).astype(np.int64)
    size = int(max(cell_part.max(initial=-1), service_part.max(initial=-1))) + 2
    inside = _sum_up(cell_part, people, size)
    spare = (_sum_up(service_part, np.minimum(places, near), size) - inside)[service_part]

    # Back from kinds to services. Of a kind goes what the others of it do not make good.
    kind, cell = (_number_through(folds, of) for of in ("service", "cell"))
    own, together, near = np.concatenate([one.room for one in numbers]), places[kind], near[kind]
    gone = np.minimum(together, near) - np.minimum(together - own, near)
    most = np.minimum(own, np.minimum(near, inside[service_part[kind]]))
    full = is_crowded[kind]
    return Bounds(
        least=np.where(full, own, np.maximum(gone - spare[kind], 0)),
        most=np.where(full, own, most),
        cell_part=cell_part[cell],
        service_part=service_part[kind],
    )


def _find_parts(
    network: Network, waits: NDArray[np.bool_], is_crowded: NDArray[np.bool_]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the part of each cell and service; -1 where nobody can move."""
    cells, services = network.reach.shape
    is_cell = ~waits & (network.people > 0)
    is_service = ~is_crowded & (network.places > 0)
    row, column = np.repeat(np.arange(cells), np.diff(network.reach.indptr)), network.reach.indices
    meets = is_cell[row] & is_service[column]
    pairs = (row[meets], column[meets] + cells)
    size = cells + services
    joined = sparse.csr_array((np.ones(len(pairs[0])), pairs), shape=(size, size))
    part = connected_components(joined, directed=False)[1].astype(np.intp)
    return np.where(is_cell, part[:cells], -1), np.where(is_service, part[cells:], -1)


def _sum_up(kind: NDArray[np.intp], units: Units, size: int = 0) -> Units:
    """Return the sum of units of each kind; of kind -1, the last, it is 0."""
    is_in = kind >= 0
    return np.bincount(kind[is_in], units[is_in], size).astype(np.int64)


def _number_through(folds: Sequence[Fold], of: Literal["cell", "service"]) -> NDArray[np.intp]:
    """Return the kind of each cell or service of all markets, numbered through all of them."""
    kinds: list[NDArray[np.intp]] = [getattr(fold, of) for fold in folds]
    firsts = np.cumsum([0, *(fold.reach.shape[of == "service"] for fold in folds)])
    return np.concatenate([kind + first for kind, first in zip(kinds, firsts[:-1], strict=True)])
