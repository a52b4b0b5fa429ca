"""How far the niches of rows overlap: arrays in, arrays out."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, fields, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Incidence = sparse.csr_array[Any, tuple[int, int]]


ALIKE = 0.5
"""From this cosine on, two rows count as alike in a dimension."""

_ROWS_AT_ONCE = 250_000
"""Pairs looked at in one step where each takes much memory; changes no answer."""

_MOST_NUMBERS = 2**62
"""Numbers there are for what two rows share; a word of 64 bits holds twice as many."""

_WORD = 64
"""Bits in a word, so that one machine operation compares 64 values."""

ROUNDING = 1e-12
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

    @cached_property
    def sets(self) -> NDArray[np.intp]:
        """A number for each set of values that rows hold by name."""
        return label_rows(self.holds)

    @property
    def first_of_set(self) -> NDArray[np.intp]:
        """The first row of each set."""
        return find_first(self.sets)


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

    def take(self, chosen: NDArray[Any]) -> Cases:
        """Return some of the cases."""
        return Cases(**{one.name: getattr(self, one.name)[chosen] for one in fields(self)})


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

    def take(self, chosen: NDArray[Any] | slice) -> NichePairs:
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


class Rows:
    """What rows hold, made ready to compare any two of them.

    Attributes
    ----------
    sizes : (rows, dimensions) int
        How many values each row holds.
    size_of : (rows,) int
        A number for each different row of `sizes`.
    sets : (rows,) int, one a dimension
        A number for each set of values that rows hold by name.
    masks : (sets, words of 64) int, one a dimension
        These values as bits.
    is_open : (rows,) bool or None, one a dimension
        Which rows are open to every value.
    """

    def __init__(self, dimensions: Sequence[Dimension]) -> None:
        """Turn the values of rows into bits, once for each set of them."""
        self.sizes = np.column_stack([dimension.sizes for dimension in dimensions])
        self.size_of = number_cases(list(self.sizes.T))[0]
        self.sets = [dimension.sets for dimension in dimensions]
        self.is_open = [dimension.is_open for dimension in dimensions]
        self.masks = [
            _make_masks(dimension.holds[dimension.first_of_set]) for dimension in dimensions
        ]

    def narrow(self, columns: Sequence[int]) -> Rows:
        """Return what rows hold in some of the dimensions."""
        some = copy(self)
        some.sizes = self.sizes[:, columns]
        some.size_of = number_cases(list(some.sizes.T))[0]
        some.sets = [self.sets[column] for column in columns]
        some.is_open = [self.is_open[column] for column in columns]
        some.masks = [self.masks[column] for column in columns]
        return some

    def count_shared(
        self, a: NDArray[np.integer[Any]], b: NDArray[np.integer[Any]]
    ) -> list[NDArray[np.int64]]:
        """Return for each dimension how many values by name two rows share."""
        return [
            # Of a single word there is nothing to add up.
            np.bitwise_count(masks[sets[a], 0] & masks[sets[b], 0]).astype(np.int64)
            if masks.shape[1] == 1
            else np.bitwise_count(masks[sets[a]] & masks[sets[b]]).sum(axis=1, dtype=np.int64)
            for sets, masks in zip(self.sets, self.masks, strict=True)
        ]

    def compare(self, a: NDArray[np.integer[Any]], b: NDArray[np.integer[Any]]) -> Cases:
        """Return how alike rows are."""
        shared = np.column_stack(self.count_shared(a, b))
        sizes = self.sizes
        product = (sizes[a] * sizes[b]).astype(float)
        alike = shared / np.sqrt(np.where(product, product, np.nan))

        # Who is open to all is open to all that the other holds; not known stays not known.
        for column, is_open in enumerate(self.is_open):
            if is_open is not None:
                is_either = (is_open[a] | is_open[b]) & (product[:, column] > 0)
                least = np.minimum(sizes[a, column], sizes[b, column])
                shared[:, column] = np.where(is_either, least, shared[:, column])
                alike[is_either, column] = 1.0
        return Cases(a=a, b=b, shared=shared, alike=alike)


def are_kept(cases: Cases, least: float) -> NDArray[np.bool_]:
    """Tell which overlap by `least`, or are alike in all but where they share nothing."""
    # Respect by respect: there are few of these, and many cases.
    rows = len(cases.a)
    overlap, weakest, is_apart = np.ones(rows), np.ones(rows), np.zeros(rows, dtype=bool)
    for alike in cases.alike.T:
        differs = alike == 0
        is_apart |= differs
        other = np.where(differs | np.isnan(alike), 1.0, alike)
        overlap *= other
        np.minimum(weakest, other, out=weakest)
    enough = overlap >= least * (1 - ROUNDING)
    return np.asarray(np.where(is_apart, weakest >= ALIKE - ROUNDING, enough))


def count_candidates(holds: Incidence) -> int:
    """Return how many pairs of rows share a value, at most: each value counted by itself."""
    rows = holds.sum(axis=0)
    return int((rows * (rows - 1) / 2).sum())


def join_cases(parts: Sequence[Cases]) -> Cases:
    """Return the cases of several lists, one after the other."""
    return Cases(
        **{
            one.name: np.concatenate([getattr(part, one.name) for part in parts])
            for one in fields(Cases)
        }
    )


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


def _make_masks(holds: Incidence) -> NDArray[np.uint64]:
    """Return the values each row holds as bits: (rows, words of 64)."""
    words = max(1, -(-holds.shape[1] // _WORD))
    masks = np.zeros((holds.shape[0], words), dtype=np.uint64)
    row = np.repeat(np.arange(holds.shape[0]), np.diff(holds.indptr))
    bits = np.uint64(1) << (holds.indices % _WORD).astype(np.uint64)
    np.bitwise_or.at(masks, (row, holds.indices // _WORD), bits)
    return masks


def split_rows(is_chosen: NDArray[np.bool_], most: int = _ROWS_AT_ONCE) -> list[NDArray[np.intp]]:
    """Return the rows chosen in lists of bounded length, so that work on them takes little room."""
    rows = np.flatnonzero(is_chosen)
    return np.split(rows, range(most, len(rows), most))


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


def sort_different(numbers: NDArray[Any]) -> NDArray[Any]:
    """Return the different numbers, in order.

    As `np.unique`, which takes ten times as long where most are different (numpy 2.4).
    """
    found = np.sort(numbers)
    is_new = np.ones(len(found), dtype=bool)
    is_new[1:] = found[1:] != found[:-1]
    return np.asarray(found[is_new])


def number_cases(
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
    case = pd.factorize(number)[0].astype(np.int32)
    return case, find_first(case)


def find_first(numbers: NDArray[np.integer[Any]]) -> NDArray[np.intp]:
    """Return where each of the numbers 0, 1, … first stands."""
    # Written from the last to the first, so that the first stays.
    first = np.zeros(int(numbers.max(initial=-1)) + 1, dtype=np.intp)
    first[numbers[::-1]] = np.arange(len(numbers))[::-1]
    return first


def label_rows(holds: Incidence) -> NDArray[np.intp]:
    """Return a number for each set of values that rows hold."""
    sets = holds.sorted_indices()
    # A set is told by the bytes of its values, in order.
    held, ends = sets.indices.tobytes(), sets.indptr * sets.indices.itemsize
    number: dict[bytes, int] = {}
    label = [
        number.setdefault(held[start:end], len(number)) for start, end in pairwise(ends.tolist())
    ]
    return np.array(label, dtype=np.intp)
