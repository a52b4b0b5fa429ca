"""Many markets as the blocks of one network: what is small and many times the same is done at once.

Arrays in, arrays out; shapes as in `max_flow`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Matrix = sparse.csr_array[Any, tuple[int, int]]
    Units = NDArray[np.int64]
    Problem = tuple[Units, Units, Matrix]


@dataclass(frozen=True, kw_only=True, eq=False)
class Network:
    """People and places in blocks that do not meet.

    Attributes
    ----------
    people : (cells,) int, units
        Of all blocks, one block after the other.
    places : (services,) int, units
        The same.
    reach : (cells, services) sparse
        1 where the people of the cell may go to the service: of the same block.
    cell_block, service_block : (cells,), (services,) int
        The number of the block each is in, from 0, ascending.
    blocks : int
        How many there are.
    """

    people: Units
    places: Units
    reach: Matrix
    cell_block: NDArray[np.intp]
    service_block: NDArray[np.intp]
    blocks: int


def join_blocks(problems: Sequence[Problem]) -> Network:
    """Return each (people, places, reach) as a block of one network."""
    numbers = np.arange(len(problems))
    reaches = [reach for _, _, reach in problems]
    ends = np.cumsum([0, *(reach.nnz for reach in reaches)])
    firsts = np.cumsum([0, *(reach.shape[1] for reach in reaches)])
    indptr = [reach.indptr[1:] + end for reach, end in zip(reaches, ends[:-1], strict=True)]
    indices = [reach.indices + first for reach, first in zip(reaches, firsts[:-1], strict=True)]
    cells = [reach.shape[0] for reach in reaches]
    entries = (np.ones(int(ends[-1])), np.concatenate(indices), np.concatenate([[0], *indptr]))
    return Network(
        people=np.concatenate([people for people, _, _ in problems]),
        places=np.concatenate([places for _, places, _ in problems]),
        reach=sparse.csr_array(entries, shape=(sum(cells), int(firsts[-1]))),
        cell_block=np.repeat(numbers, cells),
        service_block=np.repeat(numbers, np.diff(firsts)),
        blocks=len(problems),
    )


def find_ends(block: NDArray[np.intp], blocks: int) -> list[int]:
    """Return where each block begins, and the end of the last."""
    ends: list[int] = np.searchsorted(block, np.arange(blocks + 1)).tolist()
    return ends


def cut_blocks(whole: Matrix, rows: Sequence[int], columns: Sequence[int]) -> Iterator[Matrix]:
    """Yield the blocks on the diagonal of a matrix; `rows` and `columns` are their ends."""
    for (top, bottom), (first, last) in zip(pairwise(rows), pairwise(columns), strict=True):
        start, end = whole.indptr[top], whole.indptr[bottom]
        entries = (
            whole.data[start:end],
            whole.indices[start:end] - first,
            whole.indptr[top : bottom + 1] - start,
        )
        yield sparse.csr_array(entries, shape=(bottom - top, last - first))


def cut_network(
    network: Network, is_cell: NDArray[np.bool_], is_service: NDArray[np.bool_]
) -> tuple[Network, NDArray[np.intp]]:
    """Return the network of some cells and services only, and the blocks that it is of.

    Every block of which there is a cell has a service there, and the other way round.
    """
    rows = network.reach[np.flatnonzero(is_cell)]
    column = np.cumsum(is_service) - 1
    stays = is_service[rows.indices]
    ends = np.concatenate([[0], np.cumsum(stays)])[rows.indptr]
    entries = (rows.data[stays], column[rows.indices[stays]], ends)
    kept, service_block = np.unique(network.service_block[is_service], return_inverse=True)
    return (
        Network(
            people=network.people[is_cell],
            places=network.places[is_service],
            reach=sparse.csr_array(entries, shape=(rows.shape[0], int(is_service.sum()))),
            cell_block=np.searchsorted(kept, network.cell_block[is_cell]),
            service_block=service_block,
            blocks=len(kept),
        ),
        kept,
    )


def find_alike(
    indices: NDArray[Any], indptr: NDArray[Any]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return a number for each line of a matrix, and of each number the first line that has it.

    `indices` and `indptr` as of scipy, in order: lines with the same entries have one number.
    """
    numbers: dict[bytes, int] = {}
    kind = np.array(
        [
            numbers.setdefault(indices[start:end].tobytes(), len(numbers))
            for start, end in pairwise(indptr.tolist())
        ],
        dtype=np.intp,
    )
    return kind, np.unique(kind, return_index=True)[1]
