"""Pairs of rows whose niches overlap, given in blocks and never all held: arrays in, arrays out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from .overlap import (
    ALIKE,
    ROUNDING,
    NichePairs,
    Rows,
    are_kept,
    count_times,
    cross_values,
    number_cases,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from .overlap import Dimension

    _Block = tuple[NDArray[np.integer[Any]], NDArray[np.integer[Any]], NDArray[np.int64]]


_PAIRS_AT_ONCE = 150_000
"""Pairs in a block, but for those of one row more: bounds the memory, and changes no answer."""

_LISTED_AT_ONCE = 1_000_000
"""Neighbours of sets of cells listed at once, at most: bounds the memory, and changes no answer."""

_MOST_IN_TABLE = 2_000_000
"""Numbers up to which what is known of each stands in a table, and need not be looked for."""

_MOST_HELD = 1_000_000
"""Pairs up to which all are held once they are found, and not found again; changes no answer."""

_MOST_NUMBERS = 2**62
"""Numbers there are for what two rows share; a word of 64 bits holds twice as many."""


@dataclass(frozen=True, kw_only=True, eq=False)
class _Neighbours:
    """For each set of cells that rows hold, the rows that share enough of them.

    Attributes
    ----------
    row : (entries,) int
        The neighbours, set by set, in order.
    way : (entries,) int
        In which way the cells of the set and of this row are alike, and what else the row holds.
    first : (rows of the block,) int
        The rows whose pairs are given, in order.
    start, end : (rows of the block,) int
        Between which entries those stand that come after each row.
    """

    row: NDArray[np.intp]
    way: NDArray[np.int64]
    first: NDArray[np.intp]
    start: NDArray[np.intp]
    end: NDArray[np.intp]


_NOTHING = (np.empty(0, dtype=np.int32), np.empty(0, dtype=np.int32), np.empty(0, dtype=np.int64))


class _Numbers:
    """Gives numbers from 0 to keys, the same number each time a key comes."""

    def __init__(self) -> None:
        self._keys = np.empty(0, dtype=np.int64)
        self._numbers = np.empty(0, dtype=np.int64)

    def __len__(self) -> int:
        return len(self._keys)

    def number(self, keys: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the number of each key."""
        used, back = np.unique(keys, return_inverse=True)
        new = np.setdiff1d(used, self._keys, assume_unique=True)
        order = np.argsort(np.concatenate([self._keys, new]), kind="stable")
        added = np.arange(len(self._keys), len(self._keys) + len(new))
        self._numbers = np.concatenate([self._numbers, added])[order]
        self._keys = np.concatenate([self._keys, new])[order]
        return self._numbers[np.searchsorted(self._keys, used)][back]


class _Table:
    """How many pairs have each number, and one of them."""

    def __init__(self, counts: NDArray[np.int64]) -> None:
        self._counts = counts if (counts > 1).any() else None
        self.times = np.zeros(0, dtype=np.int64)
        self._pair = np.zeros((2, 0), dtype=np.int32)

    def add(
        self,
        a: NDArray[np.integer[Any]],
        b: NDArray[np.integer[Any]],
        raw: NDArray[np.int64],
        numbers: int,
    ) -> None:
        """Count more pairs, of numbers below `numbers`."""
        more = numbers - len(self.times)
        if more > 0:
            self.times = np.pad(self.times, (0, more))
            self._pair = np.pad(self._pair, ((0, 0), (0, more)))
        times = None if self._counts is None else count_times(a, b, self._counts)
        # As indices, also where the platform's are of 32 bits: numbers of a table are small.
        at = raw.astype(np.intp)
        self.times += np.bincount(at, times, minlength=len(self.times)).astype(np.int64)
        self._pair[0][at], self._pair[1][at] = a, b

    def list_met(self) -> tuple[NDArray[np.int64], ...]:
        """Return the numbers that pairs have, the two rows of a pair, and how many there are."""
        met = np.flatnonzero(self.times)
        return met, *self._pair[:, met].astype(np.int64), self.times[met]


class PairSearch:
    """The pairs that share a value in every needed dimension and are alike enough.

    Kept are pairs whose overlap is at least `least`, and pairs that share nothing in some other
    dimension but are alike (a cosine of `ALIKE`) in every one they share.

    Attributes
    ----------
    cases
        The ways in which these pairs are alike.
    times : (cases,) int
        How many pairs are alike in each of these ways.
    counts : (rows,) int
        How many rows each stands for.
    rows
        What rows hold, made ready to be compared.

    Notes
    -----
    A niche is a product of sets, one a dimension, so the number of cells two niches share is the
    product of the numbers of values they share, and the cosine of the niches the product of the
    cosines. No cell is ever made. Each factor is at most 1: a pair is dropped as soon as the
    needed dimensions alone fall below the limit.

    Many rows hold the same cells of the needed dimensions, such as the same areas: which sets of
    cells meet is asked once for two sets, and a row has the neighbours of its set. What two rows
    share in all is asked once a block for what each of them holds. Cost: a few passes over the
    pairs; memory: a block.
    """

    def __init__(
        self,
        dimensions: Sequence[Dimension],
        least: float,
        counts: NDArray[np.int64] | None = None,
        rows: Rows | None = None,
    ) -> None:
        """Find the ways in which pairs are alike, and how many there are of each.

        `counts` (rows,) says how many rows that hold the same each stands for: 0 where another
        stands for it, and it is in no pair; a row that stands for several makes a pair with itself.
        None: each row stands for itself. `rows`: what rows hold in these dimensions, whichever are
        needed, where another search has it.
        """
        needed, others = (
            [number for number, one in enumerate(dimensions) if one.is_needed == is_needed]
            for is_needed in (True, False)
        )
        self._size = dimensions[0].holds.shape[0]
        self.counts = np.ones(self._size, dtype=np.int64) if counts is None else counts
        self.rows = Rows(dimensions) if rows is None else rows
        self._needed = self.rows.narrow(needed)
        # Complementary pairs may overlap by less than `least`, but are alike where it is needed.
        self._limit = min(least, ALIKE ** len(needed)) * (1 - ROUNDING)

        # set_of, rest_of: (rows,) which cells of the needed dimensions a row holds, and what else.
        none, sets, sizes = np.zeros(self._size, dtype=np.int64), self.rows.sets, self.rows.sizes
        self._set_of, self._row_of = number_cases([none, *(sets[one] for one in needed)])
        rests = [part for one in others for part in (sets[one], sizes[:, one])]
        self._rest_of = number_cases([none, *rests])[0].astype(np.int64)
        self._rests = int(self._rest_of.max(initial=0)) + 1
        self._cells = dimensions[needed[0]].holds[self._row_of]
        for number in needed[1:]:
            self._cells = cross_values(self._cells, dimensions[number].holds[self._row_of])
        self._near = _Numbers()
        self._case_of_raw: NDArray[np.int32] | None = None
        self._held: NichePairs | None = None
        self._count_cases(least)

    def blocks(self, group: NDArray[np.intp] | None = None) -> Iterator[NichePairs]:
        """Give all pairs, those that share no cells with each other apart.

        Pairs with a common row come ordered by `a`, then `b`. `group` (rows,): only pairs of rows
        in the same group; negative for none.
        """
        if self._held is not None:
            held = self._held
            if group is not None:
                of = group[held.a]
                held = held.take(np.flatnonzero((of == group[held.b]) & (of >= 0)))
            for start in range(0, len(held.a), _PAIRS_AT_ONCE):
                yield held.take(slice(start, start + _PAIRS_AT_ONCE))
            return
        for a, b, raw in self._list_raw(group):
            yield self._keep(a, b, self._find_case(a, b, raw))

    def list_all(self) -> NichePairs:
        """Return all pairs at once, ordered by `a`, then `b`: only where they are few."""
        none: NDArray[np.integer[Any]] = np.empty(0, dtype=np.intp)
        cases: NDArray[np.int32] = np.empty(0, dtype=np.int32)
        parts = [(none, none, cases)]
        parts += [(block.a, block.b, block.case) for block in self.blocks()]
        a, b, case = (np.concatenate(part) for part in zip(*parts, strict=True))
        # In order but for the blocks, which a stable sort finds at once.
        order = np.argsort(a.astype(np.int64) * self._size + b, kind="stable")
        return NichePairs(
            a=a[order], b=b[order], case=case[order], cases=self.cases, counts=self.counts
        )

    def _keep(
        self, a: NDArray[np.integer[Any]], b: NDArray[np.integer[Any]], case: NDArray[np.int32]
    ) -> NichePairs:
        """Return the pairs that are alike enough."""
        pairs = NichePairs(a=a, b=b, case=case, cases=self.cases, counts=self.counts)
        kept = case >= 0
        return pairs if kept.all() else pairs.take(np.flatnonzero(kept))

    def _count_cases(self, least: float) -> None:
        """Find which ways of being alike there are, which of them are kept, and how many pairs.

        Where pairs are few they are held, and need not be found again.
        """
        blocks, table = self._list_raw(), _Table(self.counts)
        few = _take_few(self._drop_unlike(block, least) for block in blocks)
        more = next(blocks, None)
        found = []
        if more is None:
            held = [np.concatenate(part) for part in zip(_NOTHING, *few, strict=True)]
            found.append(self._count_block(*held))
        else:
            for a, b, raw in chain(few, [more], blocks):
                if (numbers := len(self._near) * self._rests**2) <= _MOST_IN_TABLE:
                    table.add(a, b, raw, numbers)
                else:
                    found.append(self._count_block(a, b, raw))

        # Ways of different blocks may be the same, and have the same code.
        met, a, b, times = table.list_met()
        found.append((self._code(a, b, met), a, b, times))
        codes, a, b, times = (np.concatenate(part) for part in zip(*found, strict=True))
        self._codes, first, back = np.unique(codes, return_index=True, return_inverse=True)
        cases = self.rows.compare(a[first], b[first])
        is_kept = are_kept(cases, least)
        case = np.where(is_kept, np.cumsum(is_kept) - 1, -1).astype(np.int32)
        # The last stands for all that no pair that was counted has.
        self._codes, self._case_of = np.append(self._codes, -1), np.append(case, np.int32(-1))
        self.cases = cases.take(is_kept)
        self.times = np.bincount(back, times, minlength=len(first))[is_kept].astype(np.int64)
        if len(found) == 1:
            self._case_of_raw = np.full(len(table.times), -1, dtype=np.int32)
            self._case_of_raw[met] = case[back]
        if more is None:
            self._held = self._keep(held[0], held[1], self._find_case(*held))

    def _drop_unlike(self, block: _Block, least: float) -> _Block:
        """Return the pairs that are alike enough."""
        a, b, raw = block
        kind, first = number_cases([raw])
        kept = np.flatnonzero(are_kept(self.rows.compare(a[first], b[first]), least)[kind])
        return a[kept].astype(np.int32), b[kept].astype(np.int32), raw[kept]

    def _count_block(
        self, a: NDArray[np.integer[Any]], b: NDArray[np.integer[Any]], raw: NDArray[np.int64]
    ) -> tuple[NDArray[Any], ...]:
        """Return the different codes of pairs, two rows of each, and how many pairs have it."""
        kind, first = number_cases([raw])
        times = np.bincount(kind, count_times(a, b, self.counts), minlength=len(first))
        code = self._code(a[first], b[first], raw[first])
        back, once = number_cases([code])
        times = np.bincount(back, times, minlength=len(once)).astype(np.int64)
        return code[once], a[first[once]], b[first[once]], times

    def _find_case(
        self, a: NDArray[np.integer[Any]], b: NDArray[np.integer[Any]], raw: NDArray[np.int64]
    ) -> NDArray[np.int32]:
        """Return in which way two rows are alike; -1 where they are not alike enough."""
        if self._case_of_raw is not None:
            return self._case_of_raw[raw]
        kind, first = number_cases([raw])
        code = self._code(a[first], b[first], raw[first])
        at = np.searchsorted(self._codes[:-1], code)
        return np.where(self._codes[at] == code, self._case_of[at], np.int32(-1))[kind]

    def _code(
        self, a: NDArray[np.integer[Any]], b: NDArray[np.integer[Any]], raw: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """Return a number for what two rows share and hold, the same in each pass."""
        number, size_of = np.zeros(len(a), dtype=np.int64), self.rows.size_of
        bases = [*(self.rows.sizes.max(axis=0, initial=0) + 1), *[size_of.max(initial=0) + 1] * 2]
        if np.prod([float(base) for base in bases]) > _MOST_NUMBERS:
            # More than there are numbers: more cases than are needed, each as true.
            return raw
        parts = [*self.rows.count_shared(a, b), size_of[a], size_of[b]]
        for part, base in zip(parts, bases, strict=True):
            number = number * base + part
        return number

    def _list_raw(
        self, group: NDArray[np.intp] | None = None
    ) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.int64]]]:
        """Give pairs whose cells are alike enough, and a number for all that decides how alike."""
        live = self.counts > 0 if group is None else (self.counts > 0) & (group >= 0)
        for near in self._list_neighbours(np.flatnonzero(live)):
            length = near.end - near.start
            ends = np.cumsum(length)
            block = (ends - length) // _PAIRS_AT_ONCE
            for rows in np.split(np.arange(len(length)), np.flatnonzero(np.diff(block)) + 1):
                times = length[rows]
                shift = near.start[rows] - (np.cumsum(times) - times)
                at = np.repeat(shift, times)
                at += np.arange(len(at))
                a = np.repeat(near.first[rows], times)
                if group is not None:
                    chosen = np.flatnonzero(group[near.row[at]] == group[a])
                    a, at = a[chosen], at[chosen]
                yield a, near.row[at], near.way[at] * self._rests + self._rest_of[a]

    def _list_neighbours(self, live: NDArray[np.intp]) -> Iterator[_Neighbours]:
        """Give these rows in blocks, each set's neighbours among them listed once in it."""
        members = live[np.argsort(self._set_of[live], kind="stable")]
        many = np.bincount(self._set_of[live], minlength=self._cells.shape[0])
        start = np.cumsum(many) - many

        # work: (sets,) how many entries its neighbours take at most.
        turned = self._cells.T.tocsr()
        work = self._cells @ (turned @ many.astype(float))
        root = np.sqrt(np.diff(self._cells.indptr))
        for rows in self._cut_rows(live, work):
            sets, local = np.unique(self._set_of[rows], return_inverse=True)
            product = (self._cells[sets] @ turned).tocoo()
            least = (self._limit * root[sets])[product.row] * root[product.col]
            close = np.flatnonzero(product.data >= least)
            row, other = product.row[close].astype(np.int64), product.col[close]
            near = self._number_near(sets, row, other, product.data[close].astype(np.int64))
            del product, least, close  # much memory, and not needed any more

            # Each set that meets another meets all rows that hold it: in order by set, then row.
            times = many[other]
            at = np.repeat(start[other] - (np.cumsum(times) - times), times)
            at += np.arange(len(at))
            base = len(self._near)
            key = np.repeat(row * self._size, times) + members[at]
            key *= base
            key += np.repeat(near, times)
            key.sort()
            key, way = np.divmod(key, base)
            entry = key % self._size
            way *= self._rests
            way += self._rest_of[entry]

            # A row comes after itself only where it stands for several.
            after = local * self._size + rows + (self.counts[rows] == 1)
            yield _Neighbours(
                row=entry,
                way=way,
                first=rows,
                start=np.searchsorted(key, after),
                end=np.searchsorted(key, (local + 1) * self._size),
            )

    def _number_near(
        self,
        sets: NDArray[np.integer[Any]],
        row: NDArray[np.int64],
        other: NDArray[np.integer[Any]],
        cells: NDArray[np.int64],
    ) -> NDArray[np.int64]:
        """Return a number for the way in which the cells of two sets are alike.

        `row`: which of `sets` the first is; `other`: the second; `cells`: how many they share.
        """
        needed = self._needed
        most = needed.sizes.max(axis=0, initial=0)
        # Where rows hold one value in all dimensions but one, the cells tell what is shared in it.
        if (most > 1).sum() <= 1:
            parts, bases = [cells], [most.prod() + 1]
        else:
            ends = self._row_of[sets[row]], self._row_of[other]
            parts, bases = needed.count_shared(*ends), [*(most + 1)]
        size_of = needed.size_of[self._row_of].astype(np.int64)
        kinds = int(needed.size_of.max(initial=0)) + 1
        key = (size_of * kinds)[sets][row] + size_of[other]
        for part, base in zip(parts, bases, strict=True):
            key = key * base + part
        if kinds**2 * np.prod(bases, dtype=float) > _MOST_IN_TABLE:
            kind, first = number_cases([key])
            return self._near.number(key[first])[kind]
        # No key is larger than the table, so that it is an index everywhere.
        used = np.flatnonzero(np.bincount(key.astype(np.intp)))
        number: NDArray[np.int64] = np.zeros(int(used.max(initial=0)) + 1, dtype=np.int64)
        number[used] = self._near.number(used)
        return np.asarray(number[key])

    def _cut_rows(
        self, live: NDArray[np.intp], work: NDArray[np.float64]
    ) -> Iterator[NDArray[np.intp]]:
        """Give the rows in blocks of bounded work, in order; those that never meet others apart."""
        rows = live[np.diff(self._cells.indptr)[self._set_of[live]] > 0]
        if work.sum() <= _LISTED_AT_ONCE:
            yield rows
            return
        sets, cells = self._cells.shape
        meets = sparse.coo_array(self._cells)
        graph = sparse.coo_array(
            (meets.data, (meets.row, meets.col + sets)), shape=(sets + cells, sets + cells)
        )
        _, part = connected_components(graph, directed=False)

        # Parts are put together up to the limit; a part beyond it is cut.
        of_part = np.bincount(part[:sets], weights=work)
        ends = np.cumsum(of_part)
        bin_of = np.unique((ends - of_part) // _LISTED_AT_ONCE, return_inverse=True)[1]
        bin_of_row = bin_of[part[self._set_of[rows]]]
        order = np.argsort(bin_of_row, kind="stable")
        for chosen in np.split(rows[order], np.flatnonzero(np.diff(bin_of_row[order])) + 1):
            is_met = np.unique(self._set_of[chosen])
            if work[is_met].sum() <= 2 * _LISTED_AT_ONCE:
                yield chosen
                continue
            done = np.cumsum(work[self._set_of[chosen]]) // _LISTED_AT_ONCE
            yield from np.split(chosen, np.flatnonzero(np.diff(done)) + 1)


def _take_few(blocks: Iterator[_Block]) -> list[_Block]:
    """Return the first blocks, until they are more pairs than are held."""
    taken: list[_Block] = []
    pairs = 0
    while pairs <= _MOST_HELD and (block := next(blocks, None)) is not None:
        taken.append(block)
        pairs += len(block[0])
    return taken
