"""Between which numbers the answer lies, whatever the cells hold that are not recorded.

How many more people a candidate sees grows with the people who are without and with its own
capacity, and falls with the capacities of the candidates before it: areas and candidates are
complements, candidates among themselves substitutes (Gale and Politof 1981). So each figure is at
its least and at its most where each of these is, and the two ends hold all that lies between.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from .capacitated import share_out
from .covering import TOLERANCE
from .objectives import limit_places
from .swaps import list_reached

if TYPE_CHECKING:
    from .problem import Choice, Floats, Objective, PlacementProblem, Sites


@dataclass(frozen=True, kw_only=True, eq=False)
class Range:
    """The least and the most that a choice comes to, in people.

    Attributes
    ----------
    added_low, added_high : (chosen,) float
        What each candidate adds to those before it.
    total_low, total_high : (chosen + 1,) float
        Who are reached at the start and after each, those reached before included.
    more_low, more_high : float
        What all of them add together.
    without_low, without_high : (areas,) float
        Who stay without help.
    """

    added_low: Floats
    added_high: Floats
    total_low: Floats
    total_high: Floats
    more_low: float
    more_high: float
    without_low: Floats
    without_high: Floats

    @property
    def is_open(self) -> bool:
        """Whether anything hangs on what is not recorded."""
        ends = [
            (self.added_low, self.added_high),
            (self.total_low, self.total_high),
            (self.without_low, self.without_high),
        ]
        return any((high - low > TOLERANCE).any() for low, high in ends)


def measure_range(problem: PlacementProblem, choice: Choice, objective: Objective) -> Range:
    """Return between which numbers the figures of the choice lie; one number where all is known."""
    if objective == "distance" or not problem.is_open:
        return _repeat(choice)
    table = problem.candidates.table
    least = replace(problem, unmet=problem.unmet_low)
    most = replace(problem, unmet=problem.unmet_high)
    low, high = (
        # Capacities do not count where everyone is to be reached: what is known is taken to be
        # enough there, and only what is not known may still be nothing.
        np.where(table["is_silent"], table[name], np.inf)
        if objective == "everyone"
        else table[name].to_numpy(dtype=float)
        for name in ("capacity_low", "capacity")
    )

    sites, steps = choice.sites, range(len(choice.sites) + 1)
    # (chosen + 1,): who are seen by the first so many, with little capacity and with much.
    few = np.array([_see(most, low, sites[:step]).sum() for step in steps])
    many = np.array([_see(least, high, sites[:step]).sum() for step in steps])
    own_low, own_high = np.zeros((2, len(sites)))
    for step, site in enumerate(sites):
        # Its own capacity at one end, those before it at the other.
        upto = sites[: step + 1]
        mixed = high.copy()
        mixed[site] = low[site]
        own_low[step] = _see(least, mixed, upto).sum() - many[step]
        mixed = low.copy()
        mixed[site] = high[site]
        own_high[step] = _see(most, mixed, upto).sum() - few[step]

    people = problem.people.sum()
    return Range(
        added_low=np.maximum(own_low, 0.0),
        added_high=own_high,
        total_low=people - most.unmet.sum() + few,
        total_high=people - least.unmet.sum() + many,
        more_low=float(_see(least, low, sites).sum()),
        more_high=float(_see(most, high, sites).sum()),
        without_low=np.maximum(least.unmet - _see(least, high, sites), 0.0),
        without_high=np.maximum(most.unmet - _see(most, low, sites), 0.0),
    )


def _repeat(choice: Choice) -> Range:
    """Return the figures of the choice as both ends of a range."""
    total = np.append(choice.before, choice.total)
    more = float(choice.added.sum())
    return Range(
        added_low=choice.added,
        added_high=choice.added,
        total_low=total,
        total_high=total,
        more_low=more,
        more_high=more,
        without_low=choice.without,
        without_high=choice.without,
    )


def _see(problem: PlacementProblem, capacity: Floats, sites: Sites) -> Floats:
    """Return how many of those without these candidates see with such capacities: (areas,)."""
    sites = sites[capacity[sites] > 0]
    if np.isfinite(capacity[sites]).any():
        return share_out(replace(limit_places(problem), capacity=capacity), sites)
    seen = np.zeros(len(problem.unmet))
    reached = list_reached(problem, sites)
    seen[reached] = problem.unmet[reached]
    return seen
