"""How far the niches of rows overlap: arrays in, arrays out."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Incidence = sparse.csr_array[Any, tuple[int, int]]


ALIKE = 0.5
"""From this cosine on, two rows count as alike in a dimension."""

_WORK_AT_ONCE = 1_000_000
"""Products worked out in one block of rows: bounds the memory, and changes no answer."""

_ROWS_AT_ONCE = 250_000
"""Pairs looked at in one step where each takes much memory; changes no answer."""

_MOST_NUMBERS = 2**62
"""Numbers there are for what two rows share; a word of 64 bits holds twice as many."""

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
class Cases:
    """The different ways in which two niches are alike: many pairs are alike in the same way.

    Attributes
    ----------
    a, b : (cases,) int
        The rows of one pair that is so.
    shared : (cases, dimensions) int
        How many values both hold.
    alike : (cases, dimensions) float
        The cosine, shared / √(size a · size b), 0 to 1; 1 where one of the two is open to all; NaN
        where one of the two is not known.
    """

    a: NDArray[np.integer[Any]]
    b: NDArray[np.integer[Any]]
    shared: NDArray[np.int64]
    alike: NDArray[np.float64]

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
class NichePairs:
    """Pairs of rows, and in which way each is alike.

    Attributes
    ----------
    a, b : (pairs,) int
        The two rows; `a` before `b`, or the same where a row stands for several.
    case : (pairs,) int
        Which of `cases` each is.
    cases
        What pairs may share. What is worked out of these by themselves is worked out once a case.
    counts : (rows,) int
        How many rows each stands for.
    """

    a: NDArray[np.integer[Any]]
    b: NDArray[np.integer[Any]]
    case: NDArray[np.int32]
    cases: Cases
    counts: NDArray[np.int64]

    def take(self, chosen: NDArray[Any]) -> NichePairs:
        """Return some of the pairs."""
        return replace(self, a=self.a[chosen], b=self.b[chosen], case=self.case[chosen])

    @property
    def times(self) -> NDArray[np.int64]:
        """How many pairs each is: more than one where a row stands for several."""
        return count_times(self.a, self.b, self.counts)

    @property
    def overlap(self) -> NDArray[np.float64]:
        """The cosine of the two whole niches."""
        return self.cases.overlap[self.case]

    @property
    def is_different(self) -> NDArray[np.bool_]:
        """Whether the two share nothing in some dimension known of both."""
        return np.asarray(self.cases.differs.any(axis=1))[self.case]


@dataclass(frozen=True, kw_only=True, eq=False)
class _Rows:
    """What rows hold, made ready to compare any two of them.

    Attributes
    ----------
    masks
        For each dimension the values of each row as bits: (rows, words of 64).
    sizes : (rows, dimensions) int
        How many values each row holds.
    size_of : (rows,) int
        A number for each different row of `sizes`.
    is_open
        For each dimension which rows are open to every value; None where no row can be.
    counts : (rows,) int
        How many rows each stands for.
    """

    masks: list[NDArray[np.uint64]]
    sizes: NDArray[np.int64]
    size_of: NDArray[np.int32]
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

    sizes = np.column_stack([dimension.sizes for dimension in dimensions])
    rows = _Rows(
        masks=[_make_masks(dimension.holds) for dimension in dimensions],
        sizes=sizes,
        size_of=_number_cases(list(sizes.T))[0],
        is_open=[dimension.is_open for dimension in dimensions],
        counts=np.ones(cells.shape[0], dtype=np.int64) if counts is None else counts,
    )

    # Complementary pairs may overlap by less than `least`, but are alike in each needed dimension.
    limit = min(least, ALIKE ** len(needed))
    candidates = _list_candidates(cells, limit * (1 - _ROUNDING), rows.counts)
    kept = [_drop_others(_measure(a, b, rows), least) for a, b in candidates]

    # An empty part first, so that there is something to join where no pair is kept.
    none = np.empty(0, dtype=np.int32)
    return _merge_cases(join_pairs([_measure(none, none, rows), *kept]), rows)


def _merge_cases(pairs: NichePairs, rows: _Rows) -> NichePairs:
    """Return the pairs with cases that several blocks have as one, numbered by its first pair."""
    cases = pairs.cases
    columns = [*cases.shared.T, rows.size_of[cases.a], rows.size_of[cases.b]]
    number, first = _number_cases(columns)
    merged = {one.name: getattr(cases, one.name)[first] for one in fields(Cases)}
    return replace(pairs, case=number[pairs.case], cases=Cases(**merged))


def count_candidates(holds: Incidence) -> int:
    """Return how many pairs of rows share a value, at most: each value counted by itself."""
    rows = holds.sum(axis=0)
    return int((rows * (rows - 1) / 2).sum())


def join_pairs(parts: Sequence[NichePairs]) -> NichePairs:
    """Return the pairs of several lists, one after the other."""
    # Cases are numbered on from those of the list before.
    ends = np.cumsum([0, *(len(part.cases.a) for part in parts)]).tolist()
    cases = {
        one.name: np.concatenate([getattr(part.cases, one.name) for part in parts])
        for one in fields(Cases)
    }
    case = [part.case + np.int32(end) for part, end in zip(parts, ends[:-1], strict=True)]
    return NichePairs(
        a=np.concatenate([part.a for part in parts]),
        b=np.concatenate([part.b for part in parts]),
        case=np.concatenate(case),
        cases=Cases(**cases),
        counts=parts[0].counts,
    )


def _drop_others(pairs: NichePairs, least: float) -> NichePairs:
    """Return those that overlap by `least`, or are alike in all but where they share nothing."""
    differs, alike = pairs.cases.differs, pairs.cases.alike
    others = np.where(differs | np.isnan(alike), 1.0, alike)
    enough = others.prod(axis=1) >= least * (1 - _ROUNDING)
    complementary = others.min(axis=1) >= ALIKE - _ROUNDING
    is_kept = np.where(differs.any(axis=1), complementary, enough)
    kept = pairs.take(is_kept[pairs.case])

    # Cases without a pair are left out; the others are numbered anew.
    number = np.cumsum(is_kept, dtype=np.int32) - np.int32(1)
    cases = {one.name: getattr(pairs.cases, one.name)[is_kept] for one in fields(Cases)}
    return replace(kept, case=number[kept.case], cases=Cases(**cases))


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
        product.sort_indices()
        a = np.repeat(np.arange(start, end, dtype=np.int32), np.diff(product.indptr))
        b = product.indices.astype(np.int32)
        is_pair = (b > a) | ((b == a) & (counts[a] > 1))
        is_close = is_pair & (product.data >= limit * np.sqrt(sizes[a] * sizes[b]))
        yield a[is_close], b[is_close]


def _make_masks(holds: Incidence) -> NDArray[np.uint64]:
    """Return the values each row holds as bits: (rows, words of 64)."""
    words = max(1, -(-holds.shape[1] // _WORD))
    masks = np.zeros((holds.shape[0], words), dtype=np.uint64)
    row = np.repeat(np.arange(holds.shape[0]), np.diff(holds.indptr))
    bits = np.uint64(1) << (holds.indices % _WORD).astype(np.uint64)
    np.bitwise_or.at(masks, (row, holds.indices // _WORD), bits)
    return masks


def split_rows(is_chosen: NDArray[np.bool_]) -> list[NDArray[np.intp]]:
    """Return the rows chosen in lists of bounded length, so that work on them takes little room."""
    rows = np.flatnonzero(is_chosen)
    return np.split(rows, range(_ROWS_AT_ONCE, len(rows), _ROWS_AT_ONCE))


def count_times(
    a: NDArray[np.integer[Any]], b: NDArray[np.integer[Any]], counts: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return how many pairs each is, of rows that stand for so many each."""
    if counts.max(initial=1) == 1 == counts.min(initial=1):
        return np.ones(len(a), dtype=np.int64)
    times: NDArray[np.int64] = counts[a] * counts[b]
    itself = np.flatnonzero(a == b)
    times[itself] = counts[a[itself]] * (counts[a[itself]] - 1) // 2
    return times


def _measure(a: NDArray[np.integer[Any]], b: NDArray[np.integer[Any]], rows: _Rows) -> NichePairs:
    """Return the pairs of rows with what they share in each dimension."""
    # What two rows share, and how much each holds, is all that decides how alike they are. Who is
    # open to all is told by a size that no other has.
    shared = [np.bitwise_count(mask[a] & mask[b]).sum(axis=1) for mask in rows.masks]
    case, first = _number_cases([*shared, rows.size_of[a], rows.size_of[b]])
    in_cases = np.column_stack([column[first] for column in shared]).astype(np.int64)
    cases = _compare(a[first], b[first], in_cases, rows)
    return NichePairs(a=a, b=b, case=case, cases=cases, counts=rows.counts)


def _number_cases(
    columns: Sequence[NDArray[np.integer[Any]]],
) -> tuple[NDArray[np.int32], NDArray[np.intp]]:
    """Return a number for each different row of these columns, and the first row of each."""
    number = np.zeros(len(columns[0]), dtype=np.int64)
    values = 1
    for column in columns:
        base = int(column.max(initial=0)) + 1
        if values * base > _MOST_NUMBERS:
            # Numbered anew, so that none is passed twice.
            number, different = pd.factorize(number)
            values = len(different)
        number = number * base + column
        values *= base
    case, _ = pd.factorize(number)

    # Written from the last to the first, so that the first stays.
    first = np.zeros(int(case.max(initial=-1)) + 1, dtype=np.intp)
    first[case[::-1]] = np.arange(len(case))[::-1]
    return case.astype(np.int32), first


def _compare(
    a: NDArray[np.integer[Any]], b: NDArray[np.integer[Any]], shared: NDArray[np.int64], rows: _Rows
) -> Cases:
    """Return how alike rows are that share so many values by name."""
    sizes = rows.sizes
    product = (sizes[a] * sizes[b]).astype(float)
    alike = shared / np.sqrt(np.where(product, product, np.nan))

    # Who is open to all is open to all that the other holds; who is not known stays not known.
    for column, is_open in enumerate(rows.is_open):
        if is_open is not None:
            is_either = (is_open[a] | is_open[b]) & (product[:, column] > 0)
            least = np.minimum(sizes[a, column], sizes[b, column])
            shared[:, column] = np.where(is_either, least, shared[:, column])
            alike[is_either, column] = 1.0
    return Cases(a=a, b=b, shared=shared, alike=alike)
