"""People placed as evenly as the places allow: of many markets at once.

Arrays in, arrays out; shapes as in `max_flow`. The markets are blocks of one network, so a round of
flows is one flow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from .max_flow import count_by_cell, find_crowded, place_people

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .blocks import Network

    Matrix = sparse.csr_array[Any, tuple[int, int]]
    Units = NDArray[np.int64]
    Mask = NDArray[np.bool_]


_ROUNDING = 1e-9
"""Added before rounding down, so that a whole number that division left just short is kept."""

_SETTLED = -1
"""In place of the part that a cell or a service is in: its use is found."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Spread:
    """The most people placed, as evenly as can be.

    Attributes
    ----------
    placed : (cells, services) sparse, units
        Who is where, in one of the ways to fill the uses.
    use : (services,) float, units
        People at each service.
    waits : (cells,) bool
        Whether more places somewhere would let in someone who waits, and have them move up.
    is_crowded : (services,) bool
        Whether more places here would.
    """

    placed: Matrix
    use: NDArray[np.float64]
    waits: Mask
    is_crowded: Mask


def spread_people(network: Network) -> Spread:
    """Return who is placed where, and the uses, as even as can be in each block.

    As many people as possible are placed. Of all ways to do so this is the one whose uses, as
    shares of the places, are the most even: the least used service is used as much as can be,
    then the next. These uses are unique; who of which cell is where is not. The units lost to
    rounding, at most one a service, may stay unplaced.
    """
    people, places, reach = network.people, network.places, network.reach
    cell_part, service_part = network.cell_block, network.service_block
    placed = place_people(people, places, reach)

    # Services that someone waits for are full in every largest placing: their use is settled.
    waits, is_crowded = find_crowded(people - count_by_cell(placed), placed, reach)
    use = np.where(is_crowded, places, 0).astype(float)
    row, column = placed.tocoo().coords
    found = [tuple(values[is_crowded[column]] for values in (row, column, placed.data))]

    # What is left is divided until each part can be used evenly (the decomposition algorithm for
    # lexicographically optimal bases, Fujishige 1980), all parts in the same round.
    cell_part = np.where(waits | (people == 0), _SETTLED, cell_part)
    service_part = np.where(is_crowded | (places == 0), _SETTLED, service_part)
    while (service_part != _SETTLED).any():
        cell_part, service_part = _number_parts(cell_part, service_part)
        level = _share_parts(people, places, cell_part, service_part)

        # If its part could be even, every service would be used at this share of its places.
        open_services = np.flatnonzero(service_part != _SETTLED)
        open_cells = np.flatnonzero(cell_part != _SETTLED)
        even_use = places[open_services] * level[service_part[open_services]]
        even = np.floor(even_use + _ROUNDING).astype(np.int64)
        part = _cut_between(reach, cell_part, service_part, open_cells, open_services)
        placed = place_people(people[open_cells], even, part)

        # Parts whose even places can all be filled are settled.
        row, column = placed.tocoo().coords
        lacking = np.zeros(len(level), dtype=np.int64)
        np.add.at(lacking, service_part[open_services], even)
        np.subtract.at(lacking, service_part[open_services][column], placed.data)
        is_even = lacking <= 0
        done = is_even[service_part[open_services]]
        use[open_services[done]] = even_use[done]
        kept = done[column]
        found.append((open_cells[row[kept]], open_services[column[kept]], placed.data[kept]))

        # In the others some wait although room is left elsewhere: who waits, and where they could
        # go, must be used more than the level, the rest less. The two no longer meet.
        waiting = people[open_cells] - count_by_cell(placed)
        waiting[is_even[cell_part[open_cells]]] = 0
        above, over = find_crowded(waiting, placed, part)
        cell_part[open_cells] = _split(cell_part[open_cells], above, is_even)
        service_part[open_services] = _split(service_part[open_services], over, is_even)
    row, column, units = (np.concatenate(values) for values in zip(*found, strict=True))
    whole = sparse.csr_array((units, (row, column)), shape=reach.shape)
    return Spread(placed=whole, use=use, waits=waits, is_crowded=is_crowded)


def _number_parts(
    cell_part: NDArray[np.intp], service_part: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the parts numbered from 0; cells whose part has no service left are settled."""
    numbers = np.unique(service_part[service_part != _SETTLED])
    at = np.searchsorted(numbers, cell_part).clip(max=len(numbers) - 1)
    return (
        np.where(numbers[at] == cell_part, at, _SETTLED),
        np.where(service_part != _SETTLED, np.searchsorted(numbers, service_part), _SETTLED),
    )


def _share_parts(
    people: Units, places: Units, cell_part: NDArray[np.intp], service_part: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Return for each part its people as a share of its places."""
    size = int(service_part.max()) + 1
    wanted, room = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    np.add.at(wanted, cell_part[cell_part != _SETTLED], people[cell_part != _SETTLED])
    np.add.at(room, service_part[service_part != _SETTLED], places[service_part != _SETTLED])
    return np.asarray(wanted / np.maximum(room, 1))


def _cut_between(
    reach: Matrix,
    cell_part: NDArray[np.intp],
    service_part: NDArray[np.intp],
    cells: NDArray[np.intp],
    services: NDArray[np.intp],
) -> Matrix:
    """Return the reach of some cells and services, without pairs of different parts."""
    row, column = reach.tocoo().coords
    meets = (cell_part[row] == service_part[column]) & (cell_part[row] != _SETTLED)
    at_cell, at_service = np.zeros(reach.shape[0], np.intp), np.zeros(reach.shape[1], np.intp)
    at_cell[cells], at_service[services] = np.arange(len(cells)), np.arange(len(services))
    pairs = (at_cell[row[meets]], at_service[column[meets]])
    return sparse.csr_array((np.ones(len(pairs[0])), pairs), shape=(len(cells), len(services)))


def _split(part: NDArray[np.intp], is_above: Mask, is_even: Mask) -> NDArray[np.intp]:
    """Return the parts divided in two; what is even is settled."""
    return np.where(is_even[part], _SETTLED, 2 * part + is_above)
