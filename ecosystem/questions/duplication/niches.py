"""What is known of the niche of each service, and which services share theirs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from ecosystem.graph import list_values

from .need import count_supply
from .overlap import Dimension, count_candidates, find_pairs, join_pairs

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem
    from ecosystem.graph import Positions

    from .need import Supply
    from .overlap import Incidence, NichePairs


NEEDED = ("service_type", "area")
"""The respects that two services must be known to share to be compared at all."""

OVERLAPPING = "overlapping"
DUPLICATE = "duplicate"
COMPLEMENTARY = "complementary"
SAME_ORGANISATION = "same organisation"

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
    """

    services: pd.DataFrame
    rows: NDArray[np.intp]
    dimensions: list[Dimension]
    supply: Supply

    @property
    def providers(self) -> Incidence:
        """Which organisation runs which running service."""
        return self.supply.providers[self.rows]

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
            if dimension.name not in NEEDED
        ]


def read_niches(e: Ecosystem, positions: Positions, names: list[str]) -> Niches:
    """Return the niches of the running services in the respects named."""
    rows = np.flatnonzero(positions.is_offered)
    supply = count_supply(e, positions)
    running = e.services.iloc[rows].reset_index(drop=True)
    dimensions = []
    for name in names:
        if name == "area":
            holds = supply.reach[rows]
        elif name == "service_type":
            # Each service has one type; spelled in different cases it is the same.
            cells = (np.arange(len(rows)), supply.type_of[rows])
            holds = sparse.csr_array(
                (np.ones(len(rows)), cells), shape=(len(rows), len(supply.types))
            )
        else:
            holds, _ = list_values(_as_text(running[name]))
        dimensions.append(Dimension(name=name, holds=holds, is_needed=name in NEEDED))
    return Niches(services=running, rows=rows, dimensions=dimensions, supply=supply)


def _as_text(column: pd.Series) -> pd.Series:
    return column.astype("str").where(column.notna())


def list_overlaps(niches: Niches, listed_from: float) -> tuple[NichePairs, bool]:
    """Return the pairs that overlap or complete each other; whether other places were searched.

    Pairs that share no area are many: they are searched only where no more than
    `_MOST_ELSEWHERE` pairs do the same work, and kept where more than the work is alike.
    """
    pairs = find_pairs(niches.dimensions, listed_from)
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
    elsewhere = find_pairs(loose, 1.0)

    # Kept where the area alone differs, and something is known besides the work: two services of
    # which only the type is known are not worth a row.
    has_more = (elsewhere.alike[:, niches.for_whom] > 0).any(axis=1)
    only_area = elsewhere.differs[:, area] & (elsewhere.differs.sum(axis=1) == 1)
    elsewhere = elsewhere.take(only_area & has_more)
    elsewhere = elsewhere.take(compare_organisations(niches, elsewhere) != SAME_ORGANISATION)
    return join_pairs([pairs, elsewhere]), True


def compare_organisations(niches: Niches, pairs: NichePairs) -> NDArray[np.object_]:
    """Return the kind of each pair, before need is looked at."""
    providers = niches.providers
    count = np.diff(providers.indptr)
    both = providers[pairs.a].multiply(providers[pairs.b]).sum(axis=1)

    # The same organisations, and no other: a partner on one side only may have reasons of its own.
    is_same = (both > 0) & (both == count[pairs.a]) & (both == count[pairs.b])
    kinds = [SAME_ORGANISATION, COMPLEMENTARY]
    return np.select([is_same, pairs.differs.any(axis=1)], kinds, OVERLAPPING).astype(object)


def are_independent(niches: Niches, pairs: NichePairs) -> NDArray[np.bool_]:
    """Tell which pairs are of organisations that are known, and none of them of both services."""
    providers = niches.providers
    count = np.diff(providers.indptr)
    both = providers[pairs.a].multiply(providers[pairs.b]).sum(axis=1)
    is_independent: NDArray[np.bool_] = (both == 0) & (count[pairs.a] > 0) & (count[pairs.b] > 0)
    return is_independent


def list_shared(
    niches: Niches, pairs: NichePairs, kind: NDArray[np.object_]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the two services, as rows of all services, of pairs that share people.

    Only of organisations that have nothing to do with each other.
    """
    is_shared = np.isin(kind, (OVERLAPPING, DUPLICATE)) & are_independent(niches, pairs)
    return niches.rows[pairs.a[is_shared]], niches.rows[pairs.b[is_shared]]


def measure_likeness(niches: Niches, pairs: NichePairs) -> NDArray[np.float64]:
    """Return how alike each pair is on average in what is known besides the work (geometric)."""
    graded = [
        number
        for number, dimension in enumerate(niches.dimensions)
        if dimension.name != "service_type"
    ]
    known = (~np.isnan(pairs.alike[:, graded])).sum(axis=1)
    mean: NDArray[np.float64] = pairs.overlap ** (1 / np.maximum(known, 1))
    return mean
