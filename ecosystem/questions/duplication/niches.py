"""What is known of the niche of each service, and which services share theirs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from ecosystem.data import ANYONE
from ecosystem.graph import list_values

from .need import count_supply
from .overlap import Dimension, count_candidates, find_pairs, join_pairs, split_rows

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem
    from ecosystem.graph import Positions

    from .need import Supply
    from .overlap import Cases, Incidence, NichePairs


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

    @property
    def providers(self) -> Incidence:
        """Which organisation runs which running service."""
        return self.supply.providers[self.rows]

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
    work = services["service_type"].str.casefold()
    is_named = np.array([any(word in name for word in _LEVELLED_WORK) for name in work], dtype=bool)
    has: NDArray[np.bool_] = is_named | work.isin(recorded).to_numpy(dtype=bool)
    return has


def _as_text(column: pd.Series) -> pd.Series:
    return column.astype("str").where(column.notna())


def list_overlaps(niches: Niches, listed_from: float) -> tuple[NichePairs, bool]:
    """Return the pairs that overlap or complete each other; whether other places were searched.

    Pairs that share no area are many: they are searched only where no more than
    `_MOST_ELSEWHERE` pairs do the same work, and kept where more than the work is alike.
    """
    pairs = find_pairs(niches.dimensions, listed_from, niches.counts)
    position_of = {dimension.name: number for number, dimension in enumerate(niches.dimensions)}
    if not set(NEEDED) <= set(position_of) or not niches.for_whom:
        return pairs, True
    work, area = (position_of[name] for name in NEEDED)
    if count_candidates(niches.dimensions[work].holds) > _MOST_ELSEWHERE:
        return pairs, False

    # The same search, in which only the work must be shared. Of it only pairs that complete each
    # other are wanted, so the limit for overlap is the highest there is.
    loose = [
        replace(dimension, is_needed=number == work)
        for number, dimension in enumerate(niches.dimensions)
    ]
    elsewhere = find_pairs(loose, 1.0, niches.counts)

    # Kept where the area alone differs, and something is known besides the work: two services of
    # which only the type is known are not worth a row.
    cases = elsewhere.cases
    has_more = (cases.alike[:, niches.for_whom] > 0).any(axis=1)
    only_area = cases.differs[:, area] & (cases.differs.sum(axis=1) == 1)
    elsewhere = elsewhere.take((only_area & has_more)[elsewhere.case])
    elsewhere = elsewhere.take(compare_organisations(niches, elsewhere) != SAME_ORGANISATION)
    return join_pairs([pairs, elsewhere]), True


def compare_organisations(niches: Niches, pairs: NichePairs) -> NDArray[np.object_]:
    """Return the kind of each pair, before need is looked at."""
    kind = pairs.is_different.astype(np.int8)

    # The same organisations, and no other: a partner on one side only may have reasons of its own.
    count, both = _count_organisations(niches, pairs)
    kind[(both > 0) & (both == count[pairs.a]) & (both == count[pairs.b])] = 2
    return np.array([OVERLAPPING, COMPLEMENTARY, SAME_ORGANISATION], dtype=object)[kind]


def rename_kind(
    kind: NDArray[np.object_], is_chosen: NDArray[np.bool_], word: str
) -> NDArray[np.object_]:
    """Return the kinds with another word for those chosen; the same text for all, not copies."""
    return np.where(is_chosen, np.array(word, dtype=object), kind)


def are_independent(niches: Niches, pairs: NichePairs) -> NDArray[np.bool_]:
    """Tell which pairs are of organisations that are known, and none of them of both services."""
    count, both = _count_organisations(niches, pairs)
    is_independent: NDArray[np.bool_] = (both == 0) & (count[pairs.a] > 0) & (count[pairs.b] > 0)
    return is_independent


def _count_organisations(
    niches: Niches, pairs: NichePairs
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return how many organisations run each service, and how many run both of each pair."""
    providers, has_more = niches.providers, niches.has_sisters
    # Services for which one stands are each run by others than the rest.
    is_asked = has_more[pairs.a] & has_more[pairs.b] & (pairs.a != pairs.b)
    both = np.zeros(len(pairs.a), dtype=np.int32)
    for asked in split_rows(is_asked):
        shared = providers[pairs.a[asked]].multiply(providers[pairs.b[asked]])
        both[asked] = shared.sum(axis=1)
    return np.diff(providers.indptr), both


def list_shared(
    niches: Niches, pairs: NichePairs, kind: NDArray[np.object_]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the two services, as rows of all services, of pairs that share people.

    Only of organisations that have nothing to do with each other.
    """
    is_shared = np.isin(kind, (OVERLAPPING, DUPLICATE)) & are_independent(niches, pairs)
    return niches.rows[pairs.a[is_shared]], niches.rows[pairs.b[is_shared]]


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
