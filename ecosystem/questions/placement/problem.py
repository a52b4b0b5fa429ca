"""What a placement is chosen from, and what was chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from ecosystem.access import Reach

    from .candidates import Candidates

    Floats = NDArray[np.float64]
    Sites = NDArray[np.intp]

_LEAST = 1e-6
"""People, below which two counts are the same: what rounding may leave."""

Objective = Literal["covered", "everyone", "distance", "fairest"]


@dataclass(frozen=True, kw_only=True, eq=False)
class PlacementProblem:
    """What is known of the need, the services there are and the candidates.

    Attributes
    ----------
    reach : Reach
        The services there are.
    candidates : Candidates
        What could be opened.
    people : (areas,) float
        In need; 0 where not known.
    unmet : (areas,) float, people
        Of these, who are without help where the services that are known to count are, and each
        that does not say how many people it can see is enough: by this the choice is made.
    unmet_low, unmet_high : (areas,) float, people
        The least who may be without, if every service that may count does too; and the most, if
        those that do not say how many people they can see see nobody.
    centres : (areas, 2) float, degrees
        Latitude and longitude; NaN where not known.
    parent : Series
        Code of the larger area that each area is part of.
    budget : float
        The most that what is opened may cost together.
    possible : int
        Services of which not all is recorded: they are not in `reach`, and may be there.
    silent : int
        Services that are help that is there, and candidates, that do not say how many people they
        can see.
    within_km : float, or None
        How far a candidate reaches beyond its own area, and a service beyond what is stated.
    """

    reach: Reach
    candidates: Candidates
    people: Floats
    unmet: Floats
    unmet_low: Floats
    unmet_high: Floats
    centres: Floats
    parent: pd.Series
    budget: float
    possible: int
    silent: int
    within_km: float | None

    @property
    def is_open(self) -> bool:
        """Whether how many are without, or would be seen, hangs on what is not recorded."""
        is_unsure = self.unmet_low < self.unmet_high - _LEAST
        return bool(is_unsure.any() or self.candidates.table["is_silent"].any())

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

    Attributes
    ----------
    sites : (chosen,) int
        Rows of the candidates, the one that adds most first.
    added : (chosen,) float, people
        What each adds to those before it.
    total : (chosen,) float, people
        Who are reached then, those reached before included.
    without : (areas,) float, people
        Who stay without help.
    before : float, people
        Who were reached before; NaN if the objective does not say.
    value, bound : float
        What is reached, and the best that could be, in the measure of the objective.
    mean_km : (chosen + 1,) float
        The mean way at the start and after each; NaN if the objective does not say.
    swaps : DataFrame
        out, into (rows of the candidates), value (as `value`), loss (share of the best).
    """

    sites: Sites
    added: Floats
    total: Floats
    without: Floats
    before: float
    value: float
    bound: float
    mean_km: Floats
    swaps: pd.DataFrame
