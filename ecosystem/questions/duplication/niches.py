"""What is known of the niche of each service, and which services share theirs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import sparse

from ecosystem.data import ANYONE, LIST_MARK, split_list
from ecosystem.graph import list_values

from .need import count_supply
from .overlap import Dimension, NichePairs, count_candidates, join_cases, split_rows
from .search import PairSearch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem
    from ecosystem.graph import Positions

    from .need import Supply
    from .overlap import Cases, Incidence


NEEDED = ("service_type", "area")
"""The respects that two services must be known to share to be compared at all."""

WORK = ("level", "legal_aid")
"""The respects that make one type of work another: who may advise at level 1 may not plead at 3,
and only a contract pays for legal aid."""

OVERLAPPING = "overlapping"
DUPLICATE = "duplicate"
CONTAINED = "contained"
COMPLEMENTARY = "complementary"
SAME_ORGANISATION = "same organisation"

KINDS = (OVERLAPPING, COMPLEMENTARY, SAME_ORGANISATION, CONTAINED, DUPLICATE)
CODES = {kind: np.int8(code) for code, kind in enumerate(KINDS)}
"""Kinds of pairs as small numbers, for there are many pairs."""

_LEVELLED_WORK = ("advice", "legal", "immigration")
"""Words in a type of service whose work has levels and legal aid contracts, whether or not anybody
recorded one: the levels of the Immigration Advice Authority, contracts of the Legal Aid Agency."""

_MOST_ELSEWHERE = 100_000
"""Pairs that do the same work, in whatever place, up to which those that share no area are looked
for. They grow with the square of the services of a type; beyond, a note says so."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Niches:
    """The running services, and what is known of the niche of each.

    Attributes
    ----------
    services : DataFrame
        The running services, numbered from 0.
    rows : (running services,) int
        The row of each in the table of all services.
    dimensions
        What each running service holds in each respect, in the order of `within`.
    supply
        What all running services bring to each area; its rows are those of all services.
    is_levelled : (running services,) bool
        Whether the work has levels and legal aid contracts.
    proxy : (running services,) int
        Which service stands for each in pairs: itself, unless it is folded (folding.py).
    """

    services: pd.DataFrame
    rows: NDArray[np.intp]
    dimensions: list[Dimension]
    supply: Supply
    is_levelled: NDArray[np.bool_]
    proxy: NDArray[np.intp]

    @property
    def counts(self) -> NDArray[np.int64]:
        """How many services each stands for; 0 where another stands for it."""
        return np.bincount(self.proxy, minlength=len(self.proxy)).astype(np.int64)

    @cached_property
    def records(self) -> dict[str, NDArray[np.intp]]:
        """A number for what each running service records in each respect but the place.

        -1 where it records nothing.
        """
        respects = [dimension.name for dimension in self.dimensions if dimension.name != "area"]
        names = dict.fromkeys(["service_type", *WORK, "eligibility", "languages", *respects])
        return {name: _label_sets(self.services[name]) for name in names}

    @property
    def providers(self) -> Incidence:
        """Which organisation runs which running service."""
        return self.supply.providers[self.rows]

    @cached_property
    def reach(self) -> Incidence:
        """Which running service reaches which area."""
        return self.supply.reach[self.rows].sorted_indices()

    @property
    def has_sisters(self) -> NDArray[np.bool_]:
        """Which running services are of an organisation that runs another."""
        providers = self.providers
        services = np.bincount(providers.indices, minlength=providers.shape[1])
        return np.asarray((providers @ (services > 1).astype(float)) > 0)

    @property
    def has_queue(self) -> NDArray[np.bool_]:
        """Which running services take no one today: a waiting list, a shut door, no place left."""
        return np.asarray(self.supply.queue[self.rows] != "", dtype=bool)

    @property
    def is_placed(self) -> NDArray[np.bool_]:
        """Which services are known in every respect in which pairs must share something."""
        sizes = np.column_stack(
            [dimension.sizes for dimension in self.dimensions if dimension.is_needed]
        )
        return np.asarray((sizes > 0).all(axis=1))

    def are_at_home(self, cases: Cases) -> NDArray[np.bool_]:
        """Tell which cases share the work and the area, as far as these are compared."""
        needed = [dimension.is_needed for dimension in self.dimensions]
        return np.asarray((cases.alike[:, needed] != 0).all(axis=1))

    @property
    def compared(self) -> int:
        """How many services are known in every respect in which pairs must share something."""
        return int(self.is_placed.sum())

    @property
    def for_whom(self) -> list[int]:
        """The positions of the dimensions that say more than what is done, and where."""
        return [
            position
            for position, dimension in enumerate(self.dimensions)
            if dimension.name not in (*NEEDED, *WORK)
        ]


def read_niches(e: Ecosystem, positions: Positions, names: list[str]) -> Niches:
    """Return the niches of the running services in the respects named."""
    rows = np.flatnonzero(positions.is_offered)
    supply = count_supply(e, positions)
    running = e.services.iloc[rows].reset_index(drop=True)
    dimensions = []
    for name in names:
        is_open = None
        if name == "area":
            holds = supply.reach[rows]
        elif name == "service_type":
            # Each service has one type; spelled in different cases it is the same.
            cells = (np.arange(len(rows)), supply.type_of[rows])
            holds = sparse.csr_array(
                (np.ones(len(rows)), cells), shape=(len(rows), len(supply.types))
            )
        else:
            text = _as_text(running[name])
            if name == "eligibility":
                is_open = (text.str.casefold() == ANYONE).to_numpy(dtype=bool)
                text = text.mask(is_open)
            holds, _ = list_values(text)
        dimensions.append(
            Dimension(name=name, holds=holds, is_open=is_open, is_needed=name in NEEDED)
        )
    return Niches(
        services=running,
        rows=rows,
        dimensions=dimensions,
        supply=supply,
        is_levelled=has_levels(running, e.services),
        proxy=np.arange(len(rows)),
    )


def has_levels(services: pd.DataFrame, everything: pd.DataFrame) -> NDArray[np.bool_]:
    """Tell which services do work that has levels: by its name, or as some service records one."""
    is_recorded = everything["level"].notna() | (everything["legal_aid"].fillna(value=False))
    recorded = set(everything["service_type"][is_recorded.astype(bool)].str.casefold())
    # Types are few: each is looked at once.
    type_of, types = pd.factorize(services["service_type"].str.casefold())
    has = [name in recorded or any(word in name for word in _LEVELLED_WORK) for name in types]
    return np.array(has, dtype=bool)[type_of]


def _label_sets(column: pd.Series) -> NDArray[np.intp]:
    """Return a number for each set of values that the cells of a list column hold; -1 if empty."""
    # Few cells are different: each is taken apart once.
    cell, cells = pd.factorize(column.astype(object))
    sets = ["|".join(sorted(split_list(str(text).casefold()))) or None for text in cells]
    label, _ = pd.factorize(np.array([*sets, None], dtype=object))
    # The last stands for a cell that is empty, whose number is -1.
    return label[cell]


def _as_text(column: pd.Series) -> pd.Series:
    if column.dtype == "str":
        return column
    return column.astype("str").where(column.notna())


@dataclass(frozen=True, kw_only=True, eq=False)
class Overlaps:
    """The pairs of services that overlap or complete each other.

    Attributes
    ----------
    search
        Those that share the work and the place; given in blocks, as they may be very many.
    elsewhere
        Those that do the same work in other places; None where they were not searched.
    """

    search: PairSearch
    elsewhere: NichePairs | None

    @cached_property
    def cases(self) -> Cases:
        """The different ways in which these pairs are alike."""
        if self.elsewhere is None:
            return self.search.cases
        return join_cases([self.search.cases, self.elsewhere.cases])

    @property
    def times(self) -> NDArray[np.int64]:
        """How many pairs are alike in each way."""
        times = [self.search.times]
        if (other := self.elsewhere) is not None:
            found = np.bincount(other.case, other.times, minlength=len(other.cases.a))
            times.append(found.astype(np.int64))
        return np.concatenate(times)

    def blocks(self, group: NDArray[np.intp] | None = None) -> Iterator[NichePairs]:
        """Give all pairs, one after the other; of the same group only, where groups are given."""
        for pairs in self.search.blocks(group):
            yield replace(pairs, cases=self.cases)
        if (other := self.elsewhere) is not None:
            case = other.case + np.int32(len(self.search.cases.a))
            pairs = replace(other, case=case, cases=self.cases)
            if group is not None:
                pairs = pairs.take((group[pairs.a] == group[pairs.b]) & (group[pairs.a] >= 0))
            yield pairs


def find_overlaps(niches: Niches, listed_from: float) -> tuple[Overlaps, bool]:
    """Return the pairs that overlap or complete each other; whether other places were searched.

    Pairs that share no area are many: they are searched only where no more than
    `_MOST_ELSEWHERE` pairs do the same work, and kept where more than the work is alike.
    """
    search = PairSearch(niches.dimensions, listed_from, niches.counts)
    position_of = {dimension.name: number for number, dimension in enumerate(niches.dimensions)}
    if not set(NEEDED) <= set(position_of) or not niches.for_whom:
        return Overlaps(search=search, elsewhere=None), True
    work, area = (position_of[name] for name in NEEDED)
    if count_candidates(niches.dimensions[work].holds) > _MOST_ELSEWHERE:
        return Overlaps(search=search, elsewhere=None), False

    # The same search, in which only the work must be shared. Of it only pairs that complete each
    # other are wanted, so the limit for overlap is the highest there is.
    loose = [
        replace(dimension, is_needed=number == work)
        for number, dimension in enumerate(niches.dimensions)
    ]
    elsewhere = PairSearch(loose, 1.0, niches.counts, search.rows).list_all()

    # Kept where the area alone differs, and something is known besides the work: two services of
    # which only the type is known are not worth a row.
    cases = elsewhere.cases
    has_more = (cases.alike[:, niches.for_whom] > 0).any(axis=1)
    only_area = cases.differs[:, area] & (cases.differs.sum(axis=1) == 1)
    elsewhere = elsewhere.take((only_area & has_more)[elsewhere.case])
    is_same, _ = Runners(niches).compare(elsewhere.a, elsewhere.b)
    return Overlaps(search=search, elsewhere=elsewhere.take(~is_same)), True


class Runners:
    """Who runs each service, made ready to compare any two of them."""

    def __init__(self, niches: Niches) -> None:
        """Give a number to each organisation that runs a service by itself."""
        self._providers, self._has_sisters = niches.providers, niches.has_sisters
        self._count = np.diff(self._providers.indptr)
        self.is_known = self._count > 0
        self._is_several = self._count > 1

        # Who is run by nobody known, or by several, has a number of its own.
        self._by = -1 - np.arange(len(self._count), dtype=np.int64)
        is_one = self._count == 1
        self._by[is_one] = self._providers.indices[self._providers.indptr[:-1][is_one]]

    def compare(
        self, a: NDArray[np.integer[Any]], b: NDArray[np.integer[Any]]
    ) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Tell which pairs have the same organisations and no other, and which have one in common.

        A partner on one side only may have reasons of its own. Services for which one stands are
        each run by others than the rest.
        """
        is_common = (self._by[a] == self._by[b]) & (a != b)
        if not self._is_several.any():
            return is_common, is_common
        is_same = is_common.copy()
        is_asked = (self._is_several[a] | self._is_several[b]) & (a != b)
        for asked in split_rows(is_asked & self._has_sisters[a] & self._has_sisters[b]):
            one, other = a[asked], b[asked]
            both = self._providers[one].multiply(self._providers[other]).sum(axis=1)
            is_common[asked] = both > 0
            is_same[asked] = (both == self._count[one]) & (both == self._count[other]) & (both > 0)
        return is_same, is_common


def find_contained(niches: Niches, cases: Cases) -> NDArray[np.bool_]:
    """Tell in which respects the people of one of a pair are some of those of the other.

    (cases, dimensions): True where one holds more. No row is marked where each holds something
    that the other does not: then neither is inside the other.
    """
    sizes = np.column_stack([dimension.sizes for dimension in niches.dimensions])
    chosen = np.zeros(len(niches.dimensions), dtype=bool)
    chosen[niches.for_whom] = True
    is_known = ~np.isnan(cases.alike) & chosen
    first, second = sizes[cases.a], sizes[cases.b]

    # Inside: all that the one holds is shared, in every respect known of both.
    is_first_inside = ((cases.shared == first) | ~is_known).all(axis=1)
    is_second_inside = ((cases.shared == second) | ~is_known).all(axis=1)
    is_inside = is_first_inside | is_second_inside
    more: NDArray[np.bool_] = is_known & (first != second) & is_inside[:, None]
    return more


def name_marked(is_marked: NDArray[np.bool_], names: Sequence[str]) -> pd.Series:
    """Return the names that are marked in each row, as one text; `is_marked`: (rows, names)."""
    # Few rows are different: each is put into words once.
    kinds, back = np.unique(is_marked @ (1 << np.arange(len(names))), return_inverse=True)
    words = [
        LIST_MARK.join(name for at, name in enumerate(names) if kind >> at & 1)
        for kind in kinds.tolist()
    ]
    return pd.Series(pd.array(words, dtype="str").take(back))


def measure_likeness(niches: Niches, cases: Cases) -> NDArray[np.float64]:
    """Return how alike each case is on average in what is known besides the work (geometric)."""
    graded = [
        number
        for number, dimension in enumerate(niches.dimensions)
        if dimension.name not in ("service_type", *WORK)
    ]
    known = (~np.isnan(cases.alike[:, graded])).sum(axis=1)
    mean: NDArray[np.float64] = cases.overlap ** (1 / np.maximum(known, 1))
    return mean
