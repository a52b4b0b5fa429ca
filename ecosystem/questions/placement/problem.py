"""What a placement is chosen from, and what was chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from ecosystem.access import Reach

    from .candidates import Candidates

    Floats = NDArray[np.float64]
    Sites = NDArray[np.intp]


@dataclass(frozen=True, kw_only=True, eq=False)
class Problem:
    """What is known of the need, the places there are and the candidates.

    people: in need in each area, 0 where not known. unmet: of these, without a place. centres:
    latitude and longitude of each area. parent: code of the larger place of each area.
    """

    reach: Reach
    candidates: Candidates
    people: Floats
    unmet: Floats
    centres: Floats
    parent: pd.Series
    budget: float
    within_km: float | None

    @property
    def cost(self) -> Floats:
        """What each candidate costs."""
        return self.candidates.table["cost"].to_numpy(dtype=float)

    @property
    def capacity(self) -> Floats:
        """People each candidate can see; infinite: enough for all."""
        return self.candidates.table["capacity"].to_numpy(dtype=float)

    @property
    def must(self) -> NDArray[np.bool_]:
        """Which candidates have to be opened."""
        return (self.candidates.table["choice"] == "must").to_numpy(dtype=bool)


@dataclass(frozen=True, kw_only=True, eq=False)
class Choice:
    """The candidates to open, in order, and what they come to.

    added: people each adds; total: people reached then. left: people of each area without.
    before: people reached before. value and bound: in the measure of the objective. mean_km: the
    mean way at the start and after each. swaps: out, into (candidates), value, loss.
    """

    sites: Sites
    added: Floats
    total: Floats
    left: Floats
    before: float
    value: float
    bound: float
    mean_km: Floats
    swaps: pd.DataFrame
