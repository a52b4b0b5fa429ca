"""Services that are the same in all that decides the answer, one of which stands for all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .duplicates import label_records, may_be_full
from .overlap import count_candidates, cross_values, label_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .niches import Niches


MOST_PAIRS = 250_000
"""Pairs up to which each is looked at by itself. Beyond, services that are the same are folded:
3,000 of one type in one area make 4.5 million pairs, which took 10 s and 2 GB."""


def fold_alike(niches: Niches) -> Niches:
    """Return the niches; where pairs are many, one service stands for all that are the same.

    Two services are folded where nothing that is asked of their pairs with a third tells them
    apart: they hold the same in every respect compared, reach the same areas, record the same,
    may both be full or neither, both have places or neither, and nobody runs one of them and any
    other service. Who stands for them is the first; the answer for one is that for all.
    """
    needed = [dimension.holds for dimension in niches.dimensions if dimension.is_needed]
    cells = needed[0]
    for holds in needed[1:]:
        cells = cross_values(cells, holds)
    if count_candidates(cells) <= MOST_PAIRS:
        return niches

    supply = niches.supply
    number = np.arange(len(niches.rows))
    facts: dict[str, NDArray[np.generic]] = {
        # Services of one organisation make pairs of another kind with each other.
        "by_itself": np.where(niches.has_sisters, number, -1),
        "is_known": np.diff(niches.providers.indptr) > 0,
        "type": supply.type_of[niches.rows],
        "reach": label_rows(supply.reach[niches.rows]),
        "record": label_records(niches),
        "may_be_full": may_be_full(niches),
        "has_places": niches.services["capacity"].to_numpy(dtype=float) > 0,
    }
    for dimension in niches.dimensions:
        facts[f"holds {dimension.name}"] = dimension.sets
        facts[f"size {dimension.name}"] = dimension.sizes
    same = pd.DataFrame(facts).groupby(list(facts), sort=False).ngroup().to_numpy()
    _, first, back = np.unique(same, return_index=True, return_inverse=True)
    return replace(niches, proxy=first[back])
