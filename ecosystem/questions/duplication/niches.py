"""What is known of the niche of each service, and which services share theirs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from ecosystem.graph import find_positions, list_values

from .need import count_supply
from .overlap import Dimension, count_candidates, find_pairs, join_pairs

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem

    from .need import Supply
    from .overlap import Incidence, Pairs


NEEDED = ("service_type", "area")
"""The respects that two services must be known to share to be compared at all."""

OVERLAPPING = "overlapping"
DUPLICATE = "duplicate"
COMPLEMENTARY = "complementary"
SAME_ORGANISATION = "same organisation"

_MOST_ELSEWHERE = 100_000


@dataclass(frozen=True, kw_only=True, eq=False)
class Niches:
    """The running services, and what is known of the niche of each."""

    services: pd.DataFrame
    rows: NDArray[np.intp]
    dimensions: list[Dimension]
    supply: Supply

    @property
    def providers(self) -> Incidence:
        """Which organisation runs which running service."""
        return self.supply.providers[self.rows]

    @property
    def compared(self) -> int:
        """How many services are known in every respect in which pairs must share something."""
        sizes = np.column_stack([one.sizes for one in self.dimensions if one.is_needed])
        return int((sizes > 0).all(axis=1).sum())

    @property
    def for_whom(self) -> list[int]:
        """The positions of the dimensions that say more than what is done, and where."""
        return [at for at, one in enumerate(self.dimensions) if one.name not in NEEDED]


def read_niches(e: Ecosystem, names: list[str]) -> Niches:
    """Return the niches of the running services in the respects named."""
    services = e.services
    running = find_positions(e).is_offered
    rows = np.flatnonzero(running)
    supply = count_supply(e, running)
    chosen = services.iloc[rows].reset_index(drop=True)
    dimensions = []
    for name in names:
        if name == "area":
            holds = supply.reach[rows]
        elif name == "service_type":
            ones = np.ones(len(rows))
            place = (np.arange(len(rows)), supply.type_of[rows])
            holds = sparse.csr_array((ones, place), shape=(len(rows), len(supply.types)))
        else:
            holds, _ = list_values(_as_text(chosen[name]))
        dimensions.append(Dimension(name=name, holds=holds, is_needed=name in NEEDED))
    return Niches(services=chosen, rows=rows, dimensions=dimensions, supply=supply)


def _as_text(column: pd.Series) -> pd.Series:
    return column.astype("str").where(column.notna())


def list_overlaps(niches: Niches, listed_from: float) -> tuple[Pairs, bool]:
    """Return the pairs that overlap or complete each other; whether other places were searched.

    Pairs that share no area are many: they are searched only where no more than
    `_MOST_ELSEWHERE` pairs do the same work, and kept where more than the work is alike.
    """
    pairs = find_pairs(niches.dimensions, listed_from)
    by_name = {one.name: at for at, one in enumerate(niches.dimensions)}
    if not set(NEEDED) <= set(by_name) or not niches.for_whom:
        return pairs, True
    work, place = (by_name[name] for name in NEEDED)
    if count_candidates(niches.dimensions[work].holds) > _MOST_ELSEWHERE:
        return pairs, False
    loose = [replace(one, is_needed=at == work) for at, one in enumerate(niches.dimensions)]
    away = find_pairs(loose, 1.0)
    is_known = (away.alike[:, niches.for_whom] > 0).any(axis=1)
    only_place = away.differs[:, place] & (away.differs.sum(axis=1) == 1)
    away = away.take(only_place & is_known)
    away = away.take(compare_organisations(niches, away) != SAME_ORGANISATION)
    return join_pairs([pairs, away]), True


def compare_organisations(niches: Niches, pairs: Pairs) -> NDArray[np.object_]:
    """Return the kind of each pair, before need is looked at."""
    providers = niches.providers
    count = np.diff(providers.indptr)
    both = providers[pairs.a].multiply(providers[pairs.b]).sum(axis=1)
    is_same = (both > 0) & (both == count[pairs.a]) & (both == count[pairs.b])
    kinds = [SAME_ORGANISATION, COMPLEMENTARY]
    return np.select([is_same, pairs.differs.any(axis=1)], kinds, OVERLAPPING).astype(object)


def find_apart(niches: Niches, pairs: Pairs) -> NDArray[np.bool_]:
    """Tell which pairs are of organisations that are known, and none of them of both services."""
    providers = niches.providers
    count = np.diff(providers.indptr)
    both = providers[pairs.a].multiply(providers[pairs.b]).sum(axis=1)
    is_apart: NDArray[np.bool_] = (both == 0) & (count[pairs.a] > 0) & (count[pairs.b] > 0)
    return is_apart


def measure_likeness(niches: Niches, pairs: Pairs) -> NDArray[np.float64]:
    """Return how alike each pair is on average in what is known besides the work (geometric)."""
    graded = [at for at, one in enumerate(niches.dimensions) if one.name != "service_type"]
    known = (~np.isnan(pairs.alike[:, graded])).sum(axis=1)
    mean: NDArray[np.float64] = pairs.overlap ** (1 / np.maximum(known, 1))
    return mean
