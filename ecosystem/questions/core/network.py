"""The ties as arrays: what every fit of the core works on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from typing import TypeAlias

    import pandas as pd
    from numpy.typing import NDArray

    Integers: TypeAlias = NDArray[np.int64]
    Floats: TypeAlias = NDArray[np.float64]
    Flags: TypeAlias = NDArray[np.bool_]
    Matrix: TypeAlias = sparse.csr_array[Any, tuple[int, int]]


@dataclass(frozen=True, kw_only=True, eq=False)
class Network:
    """Organisations 0 to size - 1, and each tie between two of them, once.

    No tie between two organisations that did not report is here: whether these are tied is not
    known, so their pairs are left out of every count.

    Attributes
    ----------
    size : int
        Number of organisations.
    source, target : (ties,) int
        The two ends of each tie, as numbers of organisations.
    counts : (ties,) float, or None
        How often each tie was counted, 1 or more; NaN where not known. None if counts are not
        used.
    neighbours : (2 * ties,) int
        The neighbours of organisation 0, in order, then those of 1, and so on: each tie is two
        entries.
    starts : (size + 1,) int
        The neighbours of i are the entries `starts[i]` to `starts[i + 1]`, without the last.
    silent : (size,) bool
        Whether an organisation did not report.
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
        """The number of ties of each organisation."""
        return np.diff(self.starts)

    @cached_property
    def silent_total(self) -> int:
        """How many organisations did not report."""
        return int(self.silent.sum())

    @cached_property
    def known(self) -> Integers:
        """Of how many others it is known whether each organisation is tied to them."""
        reporting = self.size - self.silent_total
        return np.where(self.silent, reporting, self.size - 1).astype(np.int64)

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
        silent = self.silent_total
        return (self.size * (self.size - 1) - silent * (silent - 1)) // 2

    def neighbours_of(self, organisation: int) -> Integers:
        """Return the neighbours of one organisation."""
        return self.neighbours[self.starts[organisation] : self.starts[organisation + 1]]

    def sum_entries(self, values: NDArray[Any], dtype: type[np.generic]) -> NDArray[Any]:
        """Return for each organisation the sum of `values`, one an entry of `neighbours`.

        Or of each row of values, if these have rows. The sums are differences of a running sum:
        `np.add.reduceat` would give an organisation without neighbours the first value of the next.
        """
        running = np.zeros((*values.shape[:-1], values.shape[-1] + 1), dtype=dtype)
        np.cumsum(values, axis=-1, out=running[..., 1:])
        return np.asarray(running[..., self.starts[1:]] - running[..., self.starts[:-1]])

    def ties_into(self, core: Flags) -> Integers:
        """Return how many ties each organisation has to those in the core, or in each of them."""
        return self.sum_entries(core[..., self.neighbours], np.int64)


@dataclass(frozen=True, kw_only=True, eq=False)
class Blocks:
    """How many ties and known pairs divisions have in the three blocks that a core makes.

    The blocks are: both in the core, one of two in the core, none in the core. All arrays have
    one shape, that of the divisions compared: all that an objective sees of a division.

    Attributes
    ----------
    total : int
        Number of organisations.
    size : (divisions,) int
        How many organisations are in the core.
    ties : three of (divisions,) int
        Ties within the core, between it and the rest, and within the rest.
    pairs : three of (divisions,) int
        Pairs in the same blocks of which it is known whether they are tied.
    """

    total: int
    size: Integers
    ties: tuple[Integers, Integers, Integers]
    pairs: tuple[Integers, Integers, Integers]


def count_pairs(
    network: Network, size: Integers, silent: Integers
) -> tuple[Integers, Integers, Integers]:
    """Return the known pairs in the three blocks for cores of `size` with `silent` in them."""
    rest = network.size - size
    if not network.silent_total:
        return size * (size - 1) // 2, size * rest, rest * (rest - 1) // 2
    silent_rest = network.silent_total - silent
    return (
        (size * (size - 1) - silent * (silent - 1)) // 2,
        size * rest - silent * silent_rest,
        (rest * (rest - 1) - silent_rest * (silent_rest - 1)) // 2,
    )


def count_blocks(network: Network, core: Flags) -> Blocks:
    """Return the block counts of one division, as arrays of one."""
    source_in, target_in = core[network.source], core[network.target]
    within = np.array([np.count_nonzero(source_in & target_in)], dtype=np.int64)
    outside = np.array([np.count_nonzero(~source_in & ~target_in)], dtype=np.int64)
    size = np.array([np.count_nonzero(core)], dtype=np.int64)
    silent = np.array([np.count_nonzero(core & network.silent)], dtype=np.int64)
    return Blocks(
        total=network.size,
        size=size,
        ties=(within, len(network.source) - within - outside, outside),
        pairs=count_pairs(network, size, silent),
    )


def count_ties_and_pairs(network: Network, core: Flags) -> tuple[Floats, Floats]:
    """Return the ties and the known pairs of one division: a number for each of the blocks."""
    blocks = count_blocks(network, core)
    return (
        np.array([float(tied[0]) for tied in blocks.ties]),
        np.array([float(pairs[0]) for pairs in blocks.pairs]),
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


def pair_up(ties: pd.DataFrame, size: int) -> Matrix:
    """Return who is tied to whom as a symmetric matrix of ones, as `to_sparse` does.

    `ties` have the row numbers of their ends, source and target.
    """
    source, target = ties["source"].to_numpy(), ties["target"].to_numpy()
    matrix = _make_symmetric(size, source, target, np.ones(len(ties)))
    matrix.sum_duplicates()
    matrix.data[:] = 1.0
    return matrix


def _look_up(counts: Matrix, source: Integers, target: Integers) -> Floats:
    """Return the count of each tie, NaN where there is none."""
    size = counts.shape[0]
    listed = counts.tocoo()
    keys = listed.row.astype(np.int64) * size + listed.col
    order = np.argsort(keys)
    wanted = source * size + target

    # A last key of -1 and count of NaN answer for the ties that sort after all keys there are.
    row = np.searchsorted(keys[order], wanted)
    numbers = np.append(np.round(listed.data[order]), np.nan)[row]
    is_listed = np.append(keys[order], -1)[row] == wanted
    return np.where(is_listed & (numbers >= 1), numbers, np.nan)


def spread_over_neighbours(network: Network, values: Floats) -> Matrix:
    """Return a value of each tie as a symmetric matrix, its entries as in `neighbours`."""
    return _make_symmetric(network.size, network.source, network.target, values)


def _make_symmetric(size: int, source: Integers, target: Integers, values: Floats) -> Matrix:
    """Return a value of each tie as a matrix, in both directions, each row sorted."""
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
    """Return the network of these ties, with the neighbours of each organisation listed."""
    both = _make_symmetric(size, source, target, np.ones(len(source)))
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
    """Return the network with organisation `order[i]` as number i, its ties sorted.

    Everything random is drawn by number. So two tables of the same ties, put in one order by
    their structure, give the same answer to the last digit.
    """
    number = np.empty(network.size, dtype=np.int64)
    number[order] = np.arange(network.size)
    source, target = number[network.source], number[network.target]
    low, high = np.minimum(source, target), np.maximum(source, target)
    tidy = np.lexsort((high, low))
    counts = None if network.counts is None else network.counts[tidy]
    return _index(network.size, low[tidy], high[tidy], counts, network.silent[order])


def number_pairs(network: Network, source: Integers, target: Integers) -> Integers:
    """Return one number for each pair, the same in both directions."""
    low, high = np.minimum(source, target), np.maximum(source, target)
    return np.asarray(low * network.size + high)


def are_silent(network: Network, source: Integers, target: Integers) -> Flags:
    """Tell of which pairs neither end reported."""
    if not network.silent_total:
        return np.zeros(len(source), dtype=bool)
    return network.silent[source] & network.silent[target]
