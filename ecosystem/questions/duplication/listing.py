"""The frame of pairs: which are listed where there are too many, and a row for each of these."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from .folding import MOST_PAIRS
from .niches import (
    CODES,
    CONTAINED,
    DUPLICATE,
    KINDS,
    OVERLAPPING,
    find_contained,
    name_marked,
)
from .overlap import count_times

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .niches import Niches, Overlaps
    from .overlap import NichePairs


_MOST_EACH = 10
"""Pairs a service up to which all are listed, however many services there are."""

_TRIMMED_FROM = 1_000_000
"""Pairs too many of those that are as close, from which they are cut: bounds the memory only."""

_TWIN = len(KINDS)
"""Code of a pair of which the need decides whether it is a duplicate."""


class Listed(NamedTuple):
    """Pairs, row by row: of which services, alike in which way, and the code of the kind."""

    a: NDArray[np.integer[Any]]
    b: NDArray[np.integer[Any]]
    case: NDArray[np.integer[Any]]
    code: NDArray[np.int8]

    def take(self, chosen: NDArray[np.generic]) -> Listed:
        """Return some of the rows."""
        return Listed(self.a[chosen], self.b[chosen], self.case[chosen], self.code[chosen])


class Shortlist:
    """The pairs that are listed, chosen as all of them pass.

    Where there are too many these are the closest, and of each service the closest of each kind.
    """

    def __init__(self, niches: Niches, overlaps: Overlaps) -> None:
        """Find down to which overlap pairs are listed."""
        self._niches, cases = niches, overlaps.cases
        self._size = len(niches.services)
        self._most = max(MOST_PAIRS, _MOST_EACH * self._size)
        self._is_cut = overlaps.times.sum() > self._most

        # rank: (cases,) 0 for the closest, the same for those that are as close. Only the last rank
        # that is needed at all may be needed in part: `left` pairs of it, the first ones.
        self.rank = np.unique(-cases.overlap.round(9), return_inverse=True)[1].astype(np.int32)
        found = np.cumsum(np.bincount(self.rank, weights=overlaps.times))
        self._last = int(np.searchsorted(found, self._most))
        self._left = int(self._most - (found[self._last - 1] if self._last else 0))

        # Overlap in which one is for some of those whom the other is for has a name of its own.
        is_inside = find_contained(niches, cases).any(axis=1)
        self._overlapping = np.where(is_inside, CODES[CONTAINED], CODES[OVERLAPPING]).astype(
            np.int8
        )
        none = np.empty(0, dtype=np.int32)
        self._there = Listed(none, none, none, none.astype(np.int8))
        self._near = [self._there]

        # The first of each kind, by service · codes + code: how close, and the case.
        self._place = np.full(self._size * (_TWIN + 1), np.iinfo(np.int64).max)
        self._case = np.zeros(len(self._place), dtype=np.int32)

    def add(self, pairs: NichePairs, code: NDArray[np.int8], twins: NDArray[np.intp]) -> None:
        """Look at more pairs. `code`: of the kind of each; `twins`: rows that may be duplicates."""
        is_overlap = code == CODES[OVERLAPPING]
        code = np.where(is_overlap, self._overlapping[pairs.case], code)
        code[twins] = _TWIN
        rank = self.rank[pairs.case]
        rows = Listed(pairs.a, pairs.b, pairs.case, code)
        self._near.append(_shrink(rows.take(np.flatnonzero(rank < self._last))))
        there = _shrink(rows.take(np.flatnonzero(rank == self._last)))
        self._there = _join([self._there, there])
        if len(self._there.a) > self._left + _TRIMMED_FROM:
            self._trim()
        if self._is_cut:
            for end, other in ((pairs.a, pairs.b), (pairs.b, pairs.a)):
                self._note_first(end, other, Listed(end, other, pairs.case, code), rank)

    def _trim(self) -> None:
        """Keep of those that are as close as the last the first ones, by service."""
        order = np.lexsort((self._there.b, self._there.a))[: self._left]
        self._there = self._there.take(order)

    def _note_first(
        self,
        end: NDArray[np.integer[Any]],
        other: NDArray[np.integer[Any]],
        rows: Listed,
        rank: NDArray[np.int32],
    ) -> None:
        """Note of each service the closest pair of each kind; of those as close, the first."""
        slot = end * (_TWIN + 1) + rows.code
        place = rank * np.int64(self._size) + other
        closer = np.flatnonzero(place < self._place[slot])
        slot, place = slot[closer], place[closer]
        np.minimum.at(self._place, slot, place)
        first = place == self._place[slot]
        self._case[slot[first]] = rows.case[closer[first]]

    def list_pairs(self, twins: NichePairs, is_duplicate: NDArray[np.bool_]) -> Listed:
        """Return the pairs that are listed, in order, a row a pair of services.

        `is_duplicate`: which of the twins are duplicates.
        """
        niches, rank = self._niches, self.rank
        key = twins.a.astype(np.int64) * self._size + twins.b
        duplicates = key[is_duplicate]
        self._trim()
        near = _join(self._near)
        rows = _join([near, self._there])
        rows = self._name_twins(rows, np.isin(rows.a * np.int64(self._size) + rows.b, duplicates))
        rows = _unfold(niches, rows, self._most)
        if self._is_cut:
            # What is left out is told by one pair of each kind a service has.
            firsts = _unfold_first(niches, self._list_first(twins, is_duplicate))
            rows = _join([rows, firsts])
            _, once = np.unique(rows.a * self._size + rows.b, return_index=True)
            rows = rows.take(once)
        return rows.take(np.lexsort((rows.b, rows.a, rank[rows.case])))

    def _name_twins(self, rows: Listed, is_duplicate: NDArray[np.bool_]) -> Listed:
        """Return the rows with a kind for those on which the need had to decide."""
        named = np.where(is_duplicate, CODES[DUPLICATE], self._overlapping[rows.case])
        return rows._replace(code=np.where(rows.code == _TWIN, named, rows.code).astype(np.int8))

    def _list_first(self, twins: NichePairs, is_duplicate: NDArray[np.bool_]) -> Listed:
        """Return of each service, `a`, the closest pair of each kind that it has."""
        ends = ((twins.a, twins.b), (twins.b, twins.a))
        for end, other in ends:
            rows = self._name_twins(
                Listed(end, other, twins.case, np.full(len(end), _TWIN, dtype=np.int8)),
                is_duplicate,
            )
            self._note_first(end, other, rows, self.rank[twins.case])
        place = self._place.reshape(self._size, -1)[:, :_TWIN]
        end, code = np.nonzero(place < np.iinfo(np.int64).max)
        case = self._case.reshape(self._size, -1)[end, code]
        return Listed(end, place[end, code] % self._size, case, code.astype(np.int8))


def _join(parts: list[Listed]) -> Listed:
    """Return the rows of several lists, one after the other."""
    a, b, case, code = (np.concatenate(part) for part in zip(*parts, strict=True))
    return Listed(a, b, case, code.astype(np.int8))


def _shrink(rows: Listed) -> Listed:
    """Return the rows in as little room as they need."""
    a, b, case = (part.astype(np.int32) for part in rows[:3])
    return Listed(a, b, case, rows.code)


def _unfold(niches: Niches, rows: Listed, most: int) -> Listed:
    """Return the first `most` pairs of services that stand behind these pairs, in this order."""
    members, start = _list_members(niches)
    times = count_times(rows.a, rows.b, niches.counts)
    ends = np.cumsum(times)
    taken = np.clip(most - (ends - times), 0, times).astype(np.intp)
    row = np.repeat(np.arange(len(times)), taken)
    number = np.arange(len(row)) - np.repeat(np.cumsum(taken) - taken, taken)

    # Number 0, 1, … of the pairs behind a row: of two services each of one with each of the other;
    # of one (0, 1), (0, 2), (1, 2), (0, 3), …: j (j - 1) / 2 pairs come before the first with j.
    a, b = rows.a[row], rows.b[row]
    first, second = np.divmod(number, niches.counts[b])
    itself = a == b
    later = ((1 + np.sqrt(1 + 8.0 * number[itself])) / 2).astype(np.int64)
    first[itself], second[itself] = number[itself] - later * (later - 1) // 2, later
    one, other = members[start[a] + first], members[start[b] + second]
    return Listed(np.minimum(one, other), np.maximum(one, other), rows.case[row], rows.code[row])


def _unfold_first(niches: Niches, firsts: Listed) -> Listed:
    """Return a pair for each service for whom the first of these stands."""
    # All for whom the one stands, each with the first of the other; that one with the second.
    members, start = _list_members(niches)
    counts = niches.counts[firsts.a]
    row = np.repeat(np.arange(len(counts)), counts)
    number = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
    service, partner = members[start[firsts.a[row]] + number], members[start[firsts.b[row]]]
    is_itself = np.flatnonzero(partner == service)
    partner[is_itself] = members[start[firsts.b[row[is_itself]]] + 1]
    one, other = np.minimum(service, partner), np.maximum(service, partner)
    return Listed(one, other, firsts.case[row], firsts.code[row])


def _list_members(niches: Niches) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the services in the order of who stands for them, and where each of these starts."""
    counts = niches.counts
    return np.argsort(niches.proxy, kind="stable"), (np.cumsum(counts) - counts).astype(np.intp)


def make_pairs(
    niches: Niches,
    overlaps: Overlaps,
    listed: Listed,
    chance: tuple[NDArray[np.float64], NDArray[np.float64]],
) -> pd.DataFrame:
    """Return a row a pair that is listed. `chance`: the p values and the q values."""
    ids, cases = niches.services["service_id"], overlaps.cases
    names = [dimension.name for dimension in niches.dimensions]

    # The size of a niche is the product of the numbers of values it holds, over the respects that
    # both tell: cells shared, and cells of each of the two. All by case.
    known = ~np.isnan(cases.alike)
    sizes = np.column_stack([dimension.sizes for dimension in niches.dimensions]).astype(float)
    shared, first, second = (
        np.where(known, part, 1.0).prod(axis=1)
        for part in (cases.shared, sizes[cases.a], sizes[cases.b])
    )

    case = listed.case
    frame = pd.DataFrame(
        {
            "service_a": ids.take(listed.a).array,
            "service_b": ids.take(listed.b).array,
            "overlap": cases.overlap[case],
            "contained_share": (shared / np.minimum(first, second))[case],
            "kind": pd.Series(KINDS, dtype="str").take(listed.code).array,
            "differs_in": name_marked(cases.differs, names).take(case).array,
            "p_value": chance[0][case],
            "q_value": chance[1][case],
        }
    )
    for dimension, name in enumerate(names):
        frame[f"overlap_{name}"] = cases.alike[case, dimension]
    return frame
