"""How far the niches of rows overlap: arrays in, arrays out."""

from __future__ import annotations

from dataclasses import dataclass, fields
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Incidence = sparse.csr_array[Any, tuple[int, int]]


ALIKE = 0.5
"""From this cosine on, two rows count as alike in a dimension."""

_WORK_AT_ONCE = 4_000_000
"""Products worked out in one block of rows: bounds the memory, and changes no answer."""

_WORD = 64
"""Bits in a word, so that one machine operation compares 64 values."""

_ROUNDING = 1e-12
"""Share by which a limit is eased, so that what equals it is not lost to the last digit."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Dimension:
    """One respect in which rows are compared.

    Attributes
    ----------
    name
        The respect, as in `within`.
    holds : (rows, values) sparse
        1 where the row holds the value. A row without a value is not known in this dimension,
        unless it is open.
    is_open : (rows,) bool
        Which rows are open to every value, such as a service for anyone; they hold none by name.
        None where no row can be.
    is_needed
        Whether pairs must share a value here to be looked at; in the other dimensions they may be
        unknown, or share nothing.
    """

    name: str
    holds: Incidence
    is_open: NDArray[np.bool_] | None = None
    is_needed: bool = False

    @property
    def sizes(self) -> NDArray[np.int64]:
        """How many values each row holds: all there are, where it is open; 0 where not known."""
        held = np.diff(self.holds.indptr).astype(np.int64)
        # One more than are named: open to all is more than the longest list.
        return (
            held if self.is_open is None else np.where(self.is_open, self.holds.shape[1] + 1, held)
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class NichePairs:
    """Pairs of rows, and what their niches share.

    Attributes
    ----------
    a, b : (pairs,) int
        The two rows; `a` before `b`, or the same where a row stands for several.
    times : (pairs,) int
        How many pairs each is: more than one where a row stands for several.
    shared : (pairs, dimensions) int
        How many values both hold.
    alike : (pairs, dimensions) float
        The cosine, shared / √(size a · size b), 0 to 1; 1 where one of the two is open to all; NaN
        where one of the two is not known.
    """

    a: NDArray[np.intp]
    b: NDArray[np.intp]
    times: NDArray[np.int64]
    shared: NDArray[np.int64]
    alike: NDArray[np.float64]

    def take(self, chosen: NDArray[Any]) -> NichePairs:
        """Return some of the pairs."""
        return NichePairs(
            **{part.name: getattr(self, part.name)[chosen] for part in fields(NichePairs)}
        )

    @property
    def differs(self) -> NDArray[np.bool_]:
        """In which dimensions a pair, known in both, shares nothing."""
        nothing: NDArray[np.bool_] = self.alike == 0
        return nothing

    @property
    def overlap(self) -> NDArray[np.float64]:
        """The cosine of the two whole niches: the product over the dimensions known in both."""
        known: NDArray[np.float64] = np.where(np.isnan(self.alike), 1.0, self.alike).prod(axis=1)
        return known


@dataclass(frozen=True, kw_only=True, eq=False)
class _Rows:
    """What rows hold, made ready to compare any two of them.

    Attributes
    ----------
    masks
        For each dimension the values of each row as bits: (rows, words of 64).
    sizes : (rows, dimensions) int
        How many values each row holds.
    is_open
        For each dimension which rows are open to every value; None where no row can be.
    counts : (rows,) int
        How many rows each stands for.
    """

    masks: list[NDArray[np.uint64]]
    sizes: NDArray[np.int64]
    is_open: list[NDArray[np.bool_] | None]
    counts: NDArray[np.int64]


def find_pairs(
    dimensions: Sequence[Dimension], least: float, counts: NDArray[np.int64] | None = None
) -> NichePairs:
    """Return the pairs that share a value in every needed dimension and are alike enough.

    `counts` (rows,) says how many rows that hold the same each stands for: 0 where another stands
    for it, and it is in no pair; a row that stands for several makes a pair with itself. None: each
    row stands for itself.

    Kept are pairs whose overlap is at least `least`, and pairs that share nothing in some other
    dimension but are alike (a cosine of `ALIKE`) in every one they share. Pairs are ordered by
    `a`, then `b`.

    Notes
    -----
    A niche is a product of sets, one a dimension, so the number of cells two niches share is the
    product of the numbers of values they share, and the cosine of the niches the product of the
    cosines. No cell is ever made. Each factor is at most 1: a pair is dropped as soon as the
    needed dimensions alone fall below the limit. Cost: the sum over the cells of the needed
    dimensions of the square of the rows in each, in blocks of bounded memory.
    """
    # (rows, cells): the cells of the needed dimensions only, such as a type in an area.
    needed = [dimension.holds for dimension in dimensions if dimension.is_needed]
    cells = needed[0]
    for holds in needed[1:]:
        cells = cross_values(cells, holds)

    rows = _Rows(
        masks=[_make_masks(dimension.holds) for dimension in dimensions],
        sizes=np.column_stack([dimension.sizes for dimension in dimensions]),
        is_open=[dimension.is_open for dimension in dimensions],
        counts=np.ones(cells.shape[0], dtype=np.int64) if counts is None else counts,
    )

    # Complementary pairs may overlap by less than `least`, but are alike in each needed dimension.
    limit = min(least, ALIKE ** len(needed))
    measured = (
        _measure(a, b, rows)
        for a, b in _list_candidates(cells, limit * (1 - _ROUNDING), rows.counts)
    )
    kept = [pairs.take(_is_kept(pairs, least)) for pairs in measured]

    # An empty part first, so that there is something to join where no pair is kept.
    none = np.empty(0, dtype=np.intp)
    return join_pairs([_measure(none, none, rows), *kept])


def count_candidates(holds: Incidence) -> int:
    """Return how many pairs of rows share a value, at most: each value counted by itself."""
    rows = holds.sum(axis=0)
    return int((rows * (rows - 1) / 2).sum())


def join_pairs(parts: Sequence[NichePairs]) -> NichePairs:
    """Return the pairs of several lists, one after the other."""
    names = [part.name for part in fields(NichePairs)]
    return NichePairs(
        **{name: np.concatenate([getattr(part, name) for part in parts]) for name in names}
    )


def _is_kept(pairs: NichePairs, least: float) -> NDArray[np.bool_]:
    """Tell which pairs overlap by `least`, or are alike in all but where they share nothing."""
    differs = pairs.differs
    others = np.where(differs | np.isnan(pairs.alike), 1.0, pairs.alike)
    enough = others.prod(axis=1) >= least * (1 - _ROUNDING)
    complementary: NDArray[np.bool_] = others.min(axis=1) >= ALIKE - _ROUNDING
    return np.where(differs.any(axis=1), complementary, enough)


def cross_values(first: Incidence, second: Incidence) -> Incidence:
    """Return which row holds which pair of values: the row-wise Kronecker product.

    A row stays a row; a column is a pair of values that some row holds.
    """
    # Each entry of the first is repeated for all entries the second has in the same row.
    # within: 0, 1, … for the repeats of one entry, which walks through that row of the second.
    per_row = np.diff(second.indptr)
    row = np.repeat(np.arange(first.shape[0]), np.diff(first.indptr))
    times = per_row[row]
    ends = np.cumsum(times)
    within = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - times, times)

    # Pairs of values as one number, then numbered anew: most pairs are held by no row.
    columns = (
        np.repeat(first.indices, times).astype(np.int64) * second.shape[1]
        + second.indices[np.repeat(second.indptr[row], times) + within]
    )
    used, columns = np.unique(columns, return_inverse=True)
    return sparse.csr_array(
        (np.ones(len(columns)), (np.repeat(row, times), columns)),
        shape=(first.shape[0], len(used)),
    )


def _list_candidates(
    holds: Incidence, limit: float, counts: NDArray[np.int64]
) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Give the pairs of rows whose cosine is at least `limit`, block by block."""
    # Counts of shared cells are small whole numbers: four bytes hold them exactly. Rows for which
    # another stands are emptied.
    is_held = np.repeat(counts > 0, np.diff(holds.indptr))
    matrix = holds.astype(np.float32)
    matrix.data *= is_held
    matrix.eliminate_zeros()
    turned = matrix.T.tocsr()
    sizes = np.diff(matrix.indptr)

    # The work a row takes is known before: how many rows hold each of its cells. Blocks of rows are
    # cut where the sum passes another `_WORK_AT_ONCE`.
    work = np.cumsum(matrix @ np.diff(turned.indptr).astype(np.float32), dtype=np.float64)
    blocks = (work // _WORK_AT_ONCE).astype(np.int64)
    starts = [*np.flatnonzero(np.diff(blocks, prepend=-1)), matrix.shape[0]]

    for start, end in pairwise(starts):
        # (rows of the block, rows): how many cells two rows share, where they share any.
        product = matrix[start:end] @ turned
        a = np.repeat(np.arange(start, end), np.diff(product.indptr))
        b = product.indices.astype(np.intp)
        is_pair = (b > a) | ((b == a) & (counts[a] > 1))
        is_close = is_pair & (product.data >= limit * np.sqrt(sizes[a] * sizes[b]))
        a, b = a[is_close], b[is_close]
        order = np.lexsort((b, a))
        yield a[order], b[order]


def _make_masks(holds: Incidence) -> NDArray[np.uint64]:
    """Return the values each row holds as bits: (rows, words of 64)."""
    words = max(1, -(-holds.shape[1] // _WORD))
    masks = np.zeros((holds.shape[0], words), dtype=np.uint64)
    row = np.repeat(np.arange(holds.shape[0]), np.diff(holds.indptr))
    bits = np.uint64(1) << (holds.indices % _WORD).astype(np.uint64)
    np.bitwise_or.at(masks, (row, holds.indices // _WORD), bits)
    return masks


def count_times(
    a: NDArray[np.intp], b: NDArray[np.intp], counts: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return how many pairs each is, of rows that stand for so many each."""
    times: NDArray[np.int64] = np.where(
        a == b, counts[a] * (counts[a] - 1) // 2, counts[a] * counts[b]
    )
    return times


def _measure(a: NDArray[np.intp], b: NDArray[np.intp], rows: _Rows) -> NichePairs:
    """Return the pairs of rows with what they share in each dimension."""
    sizes = rows.sizes
    shared = np.zeros((len(a), len(rows.masks)), dtype=np.int64)
    for column, mask in enumerate(rows.masks):
        shared[:, column] = np.bitwise_count(mask[a] & mask[b]).sum(axis=1)
    product = (sizes[a] * sizes[b]).astype(float)
    alike = shared / np.sqrt(np.where(product, product, np.nan))

    # Who is open to all is open to all that the other holds; who is not known stays not known.
    for column, is_open in enumerate(rows.is_open):
        if is_open is not None:
            is_either = (is_open[a] | is_open[b]) & (product[:, column] > 0)
            least = np.minimum(sizes[a, column], sizes[b, column])
            shared[:, column] = np.where(is_either, least, shared[:, column])
            alike[is_either, column] = 1.0
    return NichePairs(a=a, b=b, times=count_times(a, b, rows.counts), shared=shared, alike=alike)
