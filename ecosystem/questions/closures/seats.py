"""Who of which area sits where, when only how many do is known.

Arrays in, arrays out; shapes as in `max_flow`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .blocks import Network
    from .spread import Spread

    Matrix = sparse.csr_array[Any, tuple[int, int]]
    Units = NDArray[np.int64]


# Shapes, in every function below:
# table    (cells, services + blocks) a number where someone of the cell can be; each block has a
#          last column for who waits.
# sums     (services + blocks,) units: what the columns of the table are to sum to.
# seats    (entries,) the numbers of the table, in its order.

_ROUNDS = 500
"""Times that rows and columns are fitted at most: each time the sums come nearer."""

_BOUT = 10
"""Rounds after which the scales go into the table: so few that they stay far from overflow."""

_NEAR = 0.5
"""Units by which the sums may be off in the end: less than one that can be counted."""

_THERE = 1e-6
"""Units by which the sums of a part may be off when it is fitted no more, though others of its
block are: so few that further rounds would change nothing."""

_ALIKE = 1e-9
"""Shares of places in use nearer than this are equal: what dividing floats leaves."""


def mix_people(network: Network, spread: Spread, is_mixed: NDArray[np.bool_]) -> Matrix:
    """Return who is placed where, as mixed as the uses of the services allow, in whole units.

    Only of the blocks of the mask; in the others as they are spread. Of all ways to fill the most
    even uses this is the one of the largest entropy: people of each cell spread over all services
    that they can be at. It is unique, so neither order nor names decide. Units lost to rounding
    stay unplaced.

    Notes
    -----
    Rows and columns are scaled in turn to their sums (iterative proportional fitting, Deming and
    Stephan 1940), from the same weight wherever someone can be. Parts of the table that share no
    row and no column are left out as soon as their own sums are met.
    """
    people, services = network.people, len(network.places)
    table = _list_seats(network, spread, is_mixed)
    wanted = np.bincount(network.cell_block, people, network.blocks)
    placed = np.bincount(network.service_block, spread.use, network.blocks)
    sums = np.concatenate([spread.use, np.maximum(wanted - placed, 0.0)])
    seats = _fit_alike(table, network, sums)
    row, column = np.repeat(np.arange(len(people)), np.diff(table.indptr)), table.indices

    # Neither more people than there are, nor more than the places that the uses allow.
    seats *= np.minimum(_divide(people, np.bincount(row, seats, len(people))), 1.0)[row]
    seats *= np.minimum(_divide(sums, np.bincount(column, seats, len(sums))), 1.0)[column]
    units = np.floor(seats + _ALIKE).astype(np.int64)
    is_placed = (column < services) & (units > 0)
    other = spread.placed.tocoo()
    is_other = ~is_mixed[network.cell_block[other.coords[0]]]
    return sparse.csr_array(
        (
            np.concatenate([units[is_placed], other.data[is_other]]),
            (
                np.concatenate([row[is_placed], other.coords[0][is_other]]),
                np.concatenate([column[is_placed], other.coords[1][is_other]]),
            ),
        ),
        shape=network.reach.shape,
    )


def _list_seats(network: Network, spread: Spread, is_mixed: NDArray[np.bool_]) -> Matrix:
    """Return the table with a one wherever someone can be.

    In the most even uses nobody is at a service that is fuller than another they reach, nor where
    they keep out who waits though they have a place elsewhere.
    """
    cells, services = network.reach.shape
    share = _divide(spread.use, network.places)
    row, column = np.repeat(np.arange(cells), np.diff(network.reach.indptr)), network.reach.indices
    counts = (network.places[column] > 0) & is_mixed[network.cell_block[row]]
    row, column = row[counts], column[counts]
    least = np.full(cells, np.inf)
    np.minimum.at(least, row, share[column])
    is_seat = (share[column] <= least[row] + _ALIKE) & (
        spread.waits[row] | ~spread.is_crowded[column]
    )
    waiting = np.flatnonzero(spread.waits & is_mixed[network.cell_block])
    rows = np.concatenate([row[is_seat], waiting])
    columns = np.concatenate([column[is_seat], services + network.cell_block[waiting]])
    shape = (cells, services + network.blocks)
    return sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)


def _fit_alike(table: Matrix, network: Network, sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the seats scaled to the sums, columns with entries in the same rows fitted as one.

    Each of them has in every round its share of what they have together.
    """
    # Columns are told by the sum of numbers drawn for their rows: that two others have the same
    # sum has a chance of one to a billion.
    cells, columns = table.shape
    row = np.repeat(np.arange(cells), np.diff(table.indptr))
    drawn = np.random.default_rng(0).integers(0, 2**63, cells, dtype=np.uint64)
    told = np.zeros(columns, dtype=np.uint64)
    np.add.at(told, table.indices, drawn[row])
    _, first, kind = np.unique(told, return_index=True, return_inverse=True)
    together = np.bincount(kind, sums, len(first)).astype(np.float64)
    is_first = np.zeros(columns, dtype=bool)
    is_first[first] = True
    kept = is_first[table.indices]
    ends = np.concatenate([[0], np.cumsum(np.bincount(row[kept], minlength=cells))])
    entries = (np.ones(int(kept.sum())), kind[table.indices[kept]], ends)
    joined = sparse.csr_array(entries, shape=(cells, len(first)))
    fitted = _fit_table(joined, network, together)

    # Each entry takes its share of that of its row and its kind.
    key = row * len(first) + kind[table.indices]
    order = np.argsort(key[kept])
    at = order[np.searchsorted(key[kept], key, sorter=order)]
    share = _divide(sums, together[kind])
    return np.asarray(fitted[at] * share[table.indices])


def _fit_table(table: Matrix, network: Network, sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the seats scaled to the sums of the rows and of the columns."""
    people, block = network.people, network.cell_block
    part, parts = _find_parts(table)
    seats, is_open = np.ones(table.nnz), np.ones(network.blocks, dtype=bool)

    # left: the rows and columns of parts not yet fitted; `at` are its entries among the seats.
    left, at = table.copy(), np.arange(table.nnz)
    for _ in range(0, _ROUNDS, _BOUT):
        turned = sparse.csr_array(left.T)
        row = np.repeat(np.arange(len(people)), np.diff(left.indptr))
        is_row = np.diff(left.indptr) > 0
        starts = np.flatnonzero(np.diff(block, prepend=-1))
        scale, other = np.ones(len(people)), np.ones(len(sums))
        for _ in range(_BOUT):
            other = _divide(sums, turned @ scale)
            rows = left @ other
            off = np.where(is_row, np.abs(scale * rows - people), 0.0)

            # A block is fitted as soon as all its rows are near.
            is_near = np.zeros(network.blocks, dtype=bool)
            is_near[block[starts]] = np.maximum.reduceat(off, starts) < _NEAR
            is_near &= is_open
            if is_near.any():
                done = is_near[block[row]]
                ends = left.data[done] * scale[row[done]]
                seats[at[done]] = ends * other[left.indices[done]]
                is_open &= ~is_near
            scale = _divide(people, rows)
        left.data *= scale[row] * other[left.indices]
        still = is_open[block[row]]
        seats[at[still]] = left.data[still]

        # What is fitted already is cut out once it is half.
        is_far = np.bincount(part[off > _THERE], minlength=parts) > 0
        still &= is_far[part[row]]
        if not still.any():
            break
        if 2 * still.sum() < len(still):
            left, kept, columns = _cut_table(left, row, still)
            at, sums = at[still], sums[columns]
            people, part, block = people[kept], part[kept], block[kept]
    return seats


def _cut_table(
    table: Matrix, row: NDArray[np.intp], is_kept: NDArray[np.bool_]
) -> tuple[Matrix, NDArray[Any], NDArray[Any]]:
    """Return the rows and columns with entries that are kept, and which rows and columns these are.

    `row` and `is_kept` are of each entry.
    """
    rows, at = np.unique(row[is_kept], return_inverse=True)
    columns, column = np.unique(table.indices[is_kept], return_inverse=True)
    ends = np.concatenate([[0], np.cumsum(np.bincount(at))])
    entries = (table.data[is_kept], column, ends)
    return sparse.csr_array(entries, shape=(len(rows), len(columns))), rows, columns


def _find_parts(table: Matrix) -> tuple[NDArray[np.intp], int]:
    """Return for each row the part of the table it is in, and how many parts there are."""
    cells, columns = table.shape
    indptr = np.concatenate([table.indptr, np.full(columns, table.nnz)])
    size = cells + columns
    joined = sparse.csr_array((table.data, table.indices + cells, indptr), shape=(size, size))
    parts, part = connected_components(joined, directed=False)
    return part[:cells].astype(np.intp), int(parts)


def _divide(above: NDArray[Any], below: NDArray[Any]) -> NDArray[np.float64]:
    """Return above / below, 0 where below is 0."""
    share = np.zeros(len(below))
    np.divide(above, below, out=share, where=below > 0)
    return share
