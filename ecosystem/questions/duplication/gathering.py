"""What is kept of the pairs as they pass: sums, marks, and the few that are needed whole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from .duplicates import label_records, may_be_full
from .folding import MOST_PAIRS
from .niches import (
    CODES,
    COMPLEMENTARY,
    SAME_ORGANISATION,
    Runners,
    find_contained,
)
from .overlap import NichePairs, sort_different

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .listing import Shortlist
    from .niches import Niches, Overlaps
    from .overlap import Incidence


_MET_AT_ONCE = 30_000
"""Pairs of which it is looked up together where they meet: fewer take longer each."""

THE_SAME = 0.999
"""A cosine from which on the people are the same, and not only much the same."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Gathered:
    """What the answer needs of all pairs.

    Attributes
    ----------
    crowding : (running services,) float
        The sum of what each overlaps with others.
    is_covered : (reach,) bool
        Which areas that a service reaches another reaches that overlaps with it, by the entries of
        `niches.reach`.
    has_complement, has_sister : (running services,) bool
        Which are in a pair of services that complete each other where both are; of one body.
    shared : (cells,) int
        Where two that overlap meet, of bodies that have nothing to do with each other: cells as
        type · areas + area.
    twins
        The pairs of which all is recorded and is the same, of bodies that have nothing in common.
    is_contested : (reach,) bool
        Where a service of which all is recorded, and which has room, meets one that may be full.
    overlapping : (cases,) int
        How many pairs that overlap are alike in each way.
    shortlist
        The pairs that are listed.
    """

    crowding: NDArray[np.float64]
    is_covered: NDArray[np.bool_]
    has_complement: NDArray[np.bool_]
    has_sister: NDArray[np.bool_]
    shared: NDArray[np.intp]
    twins: NichePairs
    is_contested: NDArray[np.bool_]
    overlapping: NDArray[np.int64]
    shortlist: Shortlist


class _Meetings:
    """Which of the areas that each service reaches another reaches, too."""

    def __init__(self, reach: Incidence, is_asked: NDArray[np.bool_]) -> None:
        self._reach = reach.astype(np.int32)
        self._row = np.repeat(np.arange(reach.shape[0]), np.diff(reach.indptr))
        self._is_met = np.zeros(reach.nnz, dtype=bool)
        self._left = np.where(is_asked, np.diff(reach.indptr), 0)
        self._is_open = self._left > 0

        none: NDArray[np.integer[Any]] = np.empty(0, dtype=np.intp)
        self._waiting = [(none, none)]

        # The same areas, each with its entry from 1: what meets is read off as entries.
        self._entry = reach.astype(np.int32)
        self._entry.data = np.arange(1, reach.nnz + 1, dtype=np.int32)

    def add(
        self,
        ends: NDArray[np.integer[Any]],
        others: NDArray[np.integer[Any]],
        is_chosen: NDArray[np.bool_],
    ) -> None:
        """Mark where the chosen pairs meet, for the first of each, unless all of it is marked."""
        rows = np.flatnonzero(is_chosen & self._is_open[ends])
        self._waiting.append((ends[rows], others[rows]))
        if sum(len(one) for one, _ in self._waiting) > _MET_AT_ONCE:
            self.mark()

    def mark(self) -> NDArray[np.bool_]:
        """Look where those pairs meet that wait for it; return what is marked by now."""
        ends, others = (np.concatenate(part) for part in zip(*self._waiting, strict=True))
        self._waiting = [(ends[:0], others[:0])]
        for rows in _spread_rows(self._is_open[ends]):
            asked = rows[self._is_open[ends[rows]]]
            met = _find_meetings(self._entry, self._reach, ends[asked], others[asked])
            new = sort_different(met[~self._is_met[met - 1]]) - 1
            self._is_met[new] = True
            np.subtract.at(self._left, self._row[new], 1)
            self._is_open = self._left > 0
        return self._is_met


def _spread_rows(is_chosen: NDArray[np.bool_]) -> list[NDArray[np.intp]]:
    """Return the pairs chosen in lists of bounded length, each from all of them.

    Pairs of one service stand together: the first few of each often tell all that is asked of it,
    and the rest need not be looked at.
    """
    rows = np.flatnonzero(is_chosen)
    lists = -(-len(rows) // _MET_AT_ONCE)
    return [rows[first::lists] for first in range(lists)]


def _find_meetings(
    values: Incidence, reach: Incidence, a: NDArray[np.integer[Any]], b: NDArray[np.integer[Any]]
) -> NDArray[np.int32]:
    """Return the values of rows `a` in the areas which the row `b` of their pair reaches, too."""
    met: NDArray[np.int32] = values[a].multiply(reach[b]).data
    return met


class _Shared:
    """In which cells, a type in an area, two services of independent bodies overlap."""

    def __init__(self, niches: Niches) -> None:
        reach, supply = niches.reach, niches.supply
        self._reach = reach.astype(np.int32)
        self._row = np.repeat(np.arange(reach.shape[0]), np.diff(reach.indptr))
        self._cell = reach.astype(np.int32)
        cell = supply.type_of[niches.rows][self._row] * reach.shape[1] + reach.indices
        # From 1: a cell of number 0 would be no entry of a product.
        self._cell.data = (cell + 1).astype(np.int32)
        self.is_shared = np.zeros(len(supply.types) * reach.shape[1], dtype=bool)
        self._is_open = np.diff(reach.indptr) > 0

    def add(
        self,
        a: NDArray[np.integer[Any]],
        b: NDArray[np.integer[Any]],
        is_chosen: NDArray[np.bool_],
    ) -> None:
        """Mark where the chosen pairs, of one type each, meet."""
        for rows in _spread_rows(is_chosen & self._is_open[a] & self._is_open[b]):
            asked = rows[self._is_open[a[rows]] & self._is_open[b[rows]]]
            met = _find_meetings(self._cell, self._reach, a[asked], b[asked])
            before = np.count_nonzero(self.is_shared)
            self.is_shared[met - 1] = True
            if np.count_nonzero(self.is_shared) > before:
                left = self._row[~self.is_shared[self._cell.data - 1]]
                self._is_open = np.bincount(left, minlength=len(self._is_open)) > 0


class _Crowding:
    """The sum of what each service overlaps with others, added up over its pairs as they come.

    Up to `MOST_PAIRS` the terms are kept and added in pairs, which is closer in the last digit;
    beyond, one by one.
    """

    def __init__(self, niches: Niches, pairs: int) -> None:
        self._counts, self._is_folded = niches.counts, bool((niches.counts > 1).any())
        self._sums = np.zeros(len(niches.rows))
        none: NDArray[np.integer[Any]] = np.empty(0, dtype=np.intp)
        weights: NDArray[np.float64] = np.empty(0)
        self._terms = [(none, none, weights)] if pairs <= MOST_PAIRS else None

    def add(self, pairs: NichePairs, overlap: NDArray[np.float64]) -> None:
        """Add what each of two services overlaps with the other, and all it stands for."""
        of_a, of_b = overlap, overlap
        if self._is_folded:
            is_itself = pairs.a == pairs.b
            of_a = overlap * (self._counts[pairs.b] - is_itself)
            of_b = np.where(is_itself, 0.0, overlap * self._counts[pairs.a])
        # Those before a service come in earlier rows, so all terms are added in order.
        for end, other, terms in ((pairs.b, pairs.a, of_b), (pairs.a, pairs.b, of_a)):
            if self._terms is None:
                np.add.at(self._sums, end, terms)
            else:
                row = np.flatnonzero(terms)
                self._terms.append((end[row], other[row], terms[row]))

    def add_up(self) -> NDArray[np.float64]:
        """Return the sums."""
        if self._terms is None:
            return self._sums
        end, other, terms = (np.concatenate(part) for part in zip(*self._terms, strict=True))
        if len(end):
            order = np.lexsort((other, end))
            services, start = np.unique(end[order], return_index=True)
            self._sums[services] = np.add.reduceat(terms[order], start)
        return self._sums


def gather(
    niches: Niches, overlaps: Overlaps, is_sure: NDArray[np.bool_], shortlist: Shortlist
) -> tuple[Gathered, NichePairs]:
    """Look at each pair once; also return those that may form groups.

    `is_sure`: (cases,) which are beyond chance, or nearly alike.
    """
    runners, cases = Runners(niches), overlaps.cases
    is_full = may_be_full(niches)
    has_room = np.where(is_full, -1, label_records(niches))
    differs, is_home = np.asarray(cases.differs.any(axis=1)), niches.are_at_home(cases)
    overlap = np.where(differs, 0.0, cases.overlap)
    type_of = niches.supply.type_of[niches.rows]

    crowding, shared = _Crowding(niches, int(overlaps.times.sum())), _Shared(niches)
    covered = _Meetings(niches.reach, np.ones(len(is_full), dtype=bool))
    contested = _Meetings(niches.reach, has_room >= 0)
    has_complement, has_sister = np.zeros(len(is_full), bool), np.zeros(len(is_full), bool)
    of_one = np.zeros(len(differs))
    twins: list[NichePairs] = []
    links: list[NichePairs] = []
    for pairs in overlaps.blocks():
        a, b, case = pairs.a, pairs.b, pairs.case
        is_same, is_common = runners.compare(a, b)
        is_apart = differs[case]
        is_overlap = ~(is_apart | is_same)
        crowding.add(pairs, np.where(is_same, 0.0, overlap[case]))
        _mark_ends(has_complement, pairs, is_apart & ~is_same & is_home[case])
        _mark_ends(has_sister, pairs, is_same)
        own = pairs.take(np.flatnonzero(is_same & ~is_apart))
        of_one += np.bincount(own.case, own.times, minlength=len(of_one))

        is_alone = is_overlap & ~is_common & runners.is_known[a] & runners.is_known[b]
        twin = np.flatnonzero((has_room[a] == has_room[b]) & is_alone)
        twin = twin[has_room[a[twin]] >= 0]
        twins.append(_shrink(pairs.take(twin)))
        links.append(_shrink(pairs.take(np.flatnonzero(is_overlap & is_sure[case]))))
        for one, other in ((a, b), (b, a)):
            covered.add(one, other, is_overlap)
            contested.add(one, other, is_full[other] & ~is_apart)
        shared.add(a, b, is_alone & (type_of[a] == type_of[b]))
        shortlist.add(pairs, _name_kinds(is_same, is_apart), twin)
    gathered = Gathered(
        crowding=crowding.add_up(),
        is_covered=covered.mark(),
        has_complement=has_complement,
        has_sister=has_sister,
        shared=np.flatnonzero(shared.is_shared),
        twins=_join(overlaps, twins),
        is_contested=contested.mark(),
        overlapping=np.where(differs, 0, overlaps.times - of_one.astype(np.int64)),
        shortlist=shortlist,
    )
    return gathered, _join(overlaps, links)


def _mark_ends(is_end: NDArray[np.bool_], pairs: NichePairs, is_chosen: NDArray[np.bool_]) -> None:
    """Mark the rows of the chosen pairs."""
    chosen = np.flatnonzero(is_chosen)
    is_end[pairs.a[chosen]] = is_end[pairs.b[chosen]] = True


def _name_kinds(is_same: NDArray[np.bool_], is_apart: NDArray[np.bool_]) -> NDArray[np.int8]:
    """Return the code of the kind of each pair, before need is looked at."""
    code = is_apart * CODES[COMPLEMENTARY]
    code[is_same] = CODES[SAME_ORGANISATION]
    return code


def _shrink(pairs: NichePairs) -> NichePairs:
    """Return the pairs with numbers of half the size."""
    return replace(pairs, a=pairs.a.astype(np.int32), b=pairs.b.astype(np.int32))


def _join(overlaps: Overlaps, parts: list[NichePairs]) -> NichePairs:
    """Return the pairs of several blocks as one list, in as little room as they need."""
    none = np.empty(0, dtype=np.int32)
    a, b, case = (
        np.concatenate([none, *(getattr(part, name) for part in parts)], dtype=np.int32)
        for name in ("a", "b", "case")
    )
    return NichePairs(a=a, b=b, case=case, cases=overlaps.cases, counts=overlaps.search.counts)


@dataclass(frozen=True, kw_only=True, eq=False)
class Inside:
    """What pairs within groups add up to.

    Attributes
    ----------
    overlap : (groups,) float
        The sum of what pairs overlap.
    known, alike : (respects, groups) float
        How many pairs are known in each respect of `niches.for_whom`, and how alike in all.
    is_apart : (groups,) bool
        Whether the people of a pair differ both ways.
    is_inside : (respects, groups) bool
        Whether the people of one of a pair are some of those of the other.
    """

    overlap: NDArray[np.float64]
    known: NDArray[np.float64]
    alike: NDArray[np.float64]
    is_apart: NDArray[np.bool_]
    is_inside: NDArray[np.bool_]


def look_inside(niches: Niches, overlaps: Overlaps, group: NDArray[np.intp], groups: int) -> Inside:
    """Return what the pairs within groups add up to. `group`: (services,) -1 for none."""
    cases, respects = overlaps.cases, niches.for_whom
    more, overlap = find_contained(niches, cases), cases.overlap
    people = cases.alike[:, respects]
    is_same = np.nan_to_num(people, nan=1.0).min(axis=1, initial=1.0) > THE_SAME
    is_apart = ~is_same & ~more.any(axis=1)
    inside = Inside(
        overlap=np.zeros(groups),
        known=np.zeros((len(respects), groups)),
        alike=np.zeros((len(respects), groups)),
        is_apart=np.zeros(groups, dtype=bool),
        is_inside=np.zeros((len(respects), groups), dtype=bool),
    )
    for pairs in overlaps.blocks(group):
        of, case, times = group[pairs.a], pairs.case, pairs.times
        np.add.at(inside.overlap, of, overlap[case] * times)
        inside.is_apart[of[is_apart[case]]] = True
        for number, respect in enumerate(respects):
            alike = people[case, number]
            is_known = ~np.isnan(alike)
            inside.known[number] += np.bincount(of[is_known], times[is_known], minlength=groups)
            np.add.at(inside.alike[number], of[is_known], alike[is_known] * times[is_known])
            inside.is_inside[number, of[more[case, respect]]] = True
    return inside
