"""The ties as arrays: what every fit of the core works on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from typing import TypeAlias

    from numpy.typing import NDArray

    Integers: TypeAlias = NDArray[np.int64]
    Floats: TypeAlias = NDArray[np.float64]
    Flags: TypeAlias = NDArray[np.bool_]
    Matrix: TypeAlias = sparse.csr_array[Any, tuple[int, int]]


@dataclass(frozen=True, kw_only=True, eq=False)
class Network:
    """Organisations 0 to size - 1 and each tie between two of them, once.

    Attributes
    ----------
    size
        Number of organisations.
    source, target
        The two ends of each tie.
    counts
        How often each tie was counted, 1 or more; NaN where not known. None if counts are not
        used.
    neighbours, starts
        The neighbours of i are `neighbours[starts[i]:starts[i + 1]]`, in order.
    silent
        Who did not report. Whether two of these are tied is not known, so no tie between two of
        them is here, and their pairs are left out of every count.
    """

    size: int
    source: Integers
    target: Integers
    counts: Floats | None
    neighbours: Integers
    starts: Integers
    silent: Flags

    @cached_property
    def degree(self) -> Integers:
        """The number of ties of each."""
        return np.diff(self.starts)

    @cached_property
    def quiet(self) -> int:
        """How many did not report."""
        return int(self.silent.sum())

    @cached_property
    def known(self) -> Integers:
        """Of how many others it is known of each whether it is tied to them."""
        return np.where(self.silent, self.size - self.quiet, self.size - 1).astype(np.int64)

    @cached_property
    def are_tied(self) -> Flags:
        """Whether each two are tied, as a square; for networks small enough to hold it."""
        tied = np.zeros((self.size, self.size), dtype=bool)
        tied[self.source, self.target] = True
        tied[self.target, self.source] = True
        return tied

    @property
    def pairs(self) -> int:
        """How many pairs it is known of whether they are tied."""
        return (self.size * (self.size - 1) - self.quiet * (self.quiet - 1)) // 2

    def neighbours_of(self, one: int) -> Integers:
        """Return the neighbours of one organisation."""
        return self.neighbours[self.starts[one] : self.starts[one + 1]]

    def ties_into(self, core: Flags) -> Integers:
        """Return how many ties each organisation has to those in the core."""
        inside = np.zeros(len(self.neighbours) + 1, dtype=np.int64)
        np.cumsum(core[self.neighbours], out=inside[1:])
        return inside[self.starts[1:]] - inside[self.starts[:-1]]


@dataclass(frozen=True, kw_only=True, eq=False)
class Blocks:
    """Ties and pairs within the core, between it and the rest, and within the rest.

    Each is an array over the divisions that are compared; only pairs that are known count.
    `total` is the number of organisations, `size` how many of them are in the core.
    """

    total: int
    size: Integers
    ties: tuple[Integers, Integers, Integers]
    pairs: tuple[Integers, Integers, Integers]


def count_pairs(
    network: Network, size: Integers, silent: Integers
) -> tuple[Integers, Integers, Integers]:
    """Return the known pairs in the three blocks for a core of `size` with `silent` in it."""
    rest, quiet = network.size - size, network.quiet - silent
    return (
        (size * (size - 1) - silent * (silent - 1)) // 2,
        size * rest - silent * quiet,
        (rest * (rest - 1) - quiet * (quiet - 1)) // 2,
    )


def count_blocks(network: Network, core: Flags) -> Blocks:
    """Return the block counts of one division."""
    one, other = core[network.source], core[network.target]
    within = np.array([np.count_nonzero(one & other)], dtype=np.int64)
    outside = np.array([np.count_nonzero(~one & ~other)], dtype=np.int64)
    size = np.array([np.count_nonzero(core)], dtype=np.int64)
    silent = np.array([np.count_nonzero(core & network.silent)], dtype=np.int64)
    return Blocks(
        total=network.size,
        size=size,
        ties=(within, len(network.source) - within - outside, outside),
        pairs=count_pairs(network, size, silent),
    )


def make_network(matrix: Matrix, *, silent: Flags, counts: Matrix | None = None) -> Network:
    """Return the network of a symmetric matrix, without what is not known of the silent.

    `counts` holds how often each tie was counted; where it has nothing, that is not known.
    """
    pairs = sparse.triu(matrix, k=1).tocoo()
    known = ~(silent[pairs.row] & silent[pairs.col])
    source, target = pairs.row[known].astype(np.int64), pairs.col[known].astype(np.int64)
    if counts is None:
        return _index(matrix.shape[0], source, target, None, silent)
    return _index(matrix.shape[0], source, target, _look_up(counts, source, target), silent)


def _look_up(counts: Matrix, source: Integers, target: Integers) -> Floats:
    """Return the count of each tie, NaN where there is none."""
    size = counts.shape[0]
    listed = counts.tocoo()
    keys = listed.row.astype(np.int64) * size + listed.col
    order = np.argsort(keys)
    wanted = source * size + target
    place = np.searchsorted(keys[order], wanted)
    numbers = np.append(np.round(listed.data[order]), np.nan)[place]
    found = np.append(keys[order], -1)[place] == wanted
    return np.where(found & (numbers >= 1), numbers, np.nan)


def spread_over_neighbours(network: Network, values: Floats) -> Matrix:
    """Return a value of each tie as a symmetric matrix, its entries as in `neighbours`."""
    return _symmetric(network.size, network.source, network.target, values)


def _symmetric(size: int, source: Integers, target: Integers, values: Floats) -> Matrix:
    matrix = sparse.csr_array(
        (
            np.concatenate([values, values]),
            (np.concatenate([source, target]), np.concatenate([target, source])),
        ),
        shape=(size, size),
    )
    matrix.sort_indices()
    return matrix


def _index(
    size: int, source: Integers, target: Integers, counts: Floats | None, silent: Flags
) -> Network:
    both = _symmetric(size, source, target, np.ones(len(source)))
    return Network(
        size=size,
        source=source,
        target=target,
        counts=counts,
        neighbours=both.indices.astype(np.int64),
        starts=both.indptr.astype(np.int64),
        silent=silent,
    )


def rearrange(network: Network, order: Integers) -> Network:
    """Return the network with organisation `order[i]` as number i, its ties sorted."""
    place = np.empty(network.size, dtype=np.int64)
    place[order] = np.arange(network.size)
    one, other = place[network.source], place[network.target]
    low, high = np.minimum(one, other), np.maximum(one, other)
    tidy = np.lexsort((high, low))
    counts = None if network.counts is None else network.counts[tidy]
    return _index(network.size, low[tidy], high[tidy], counts, network.silent[order])
