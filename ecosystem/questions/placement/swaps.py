"""Which other choices would do nearly as well: one candidate swapped for another.

A loss is (kept, candidates): what closing a chosen candidate and opening another would lose, in
the measure of the objective; infinite where that cannot be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .covering import TOLERANCE
from .p_median import rank_sites, sum_distances, weigh_swaps

if TYPE_CHECKING:
    from collections.abc import Callable

    from .p_median import MedianProblem
    from .problem import Floats, PlacementProblem, Sites


NEAR_BEST = 0.01
"""A swap that loses no more than this share of the best is as good, for all that is known: demand
and reach are hardly more exact than that (docs/methods/placement.md)."""

_MOST_TRIALS = 400
"""Most swaps that are tried one by one where places are limited, each a linear program: beyond it
none is listed. More would list swaps for larger questions, and take their time."""


def list_reached(problem: PlacementProblem, sites: Sites) -> Sites:
    """Return the areas that some of these candidates reach."""
    return np.unique(problem.candidates.covers[sites].indices).astype(np.intp)


def no_swaps() -> pd.DataFrame:
    """Return the empty frame of swaps."""
    return pd.DataFrame({"out": [], "into": [], "value": [], "loss": []}).astype(
        {"out": "int64", "into": "int64", "value": "float64", "loss": "float64"}
    )


def _list_near_best(out: Sites, loss: Floats, best: float, worth: Floats) -> pd.DataFrame:
    """Return the swaps whose loss is at most 1 % of the best, the smallest loss first.

    `out` (kept,) are the candidates closed; `worth` (kept, candidates) is what each swap comes to.
    """
    # Where a way is not known a loss may be no number; then it is no swap either.
    with np.errstate(invalid="ignore"):
        row, into = np.nonzero(loss <= NEAR_BEST * abs(best))
    swaps = pd.DataFrame(
        {
            "out": out[row],
            "into": into,
            "value": worth[row, into],
            "loss": np.maximum(loss[row, into] / max(abs(best), 1e-300), 0),
        }
    )
    return swaps.sort_values(["loss", "out", "into"], kind="stable").reset_index(drop=True)


def swap_covered(
    problem: PlacementProblem, sites: Sites, value: float, before: float
) -> pd.DataFrame:
    """Return what swapping one candidate for another would lose of the people reached.

    `value` are the people whom `sites` add to those reached before.
    """
    if not len(sites) or not value > 0:
        return no_swaps()
    covers = problem.candidates.covers
    # (areas,): how many of the chosen reach each. What has to be opened cannot be swapped out.
    times = np.asarray(covers[sites].sum(axis=0)).ravel()
    kept = np.flatnonzero(~problem.must[sites])
    spent = problem.cost[sites].sum()
    loss = np.full((len(kept), len(problem.cost)), np.inf)
    for row, position in enumerate(kept):
        # Only whom no other of the chosen reaches is lost, less whom the new one reaches of them
        # and of those without.
        reached = np.zeros(len(times), dtype=bool)
        reached[list_reached(problem, sites[[position]])] = True
        gone = np.where((times - reached == 0) & (problem.unmet > 0), problem.unmet, 0)
        swapped = gone[reached].sum() - covers @ gone
        fits = problem.cost <= problem.budget - spent + problem.cost[sites[position]] + TOLERANCE
        loss[row] = np.where(fits, swapped, np.inf)
    loss[:, sites] = np.inf
    return _list_near_best(sites[kept], loss, value, before + value - loss)


def try_swaps(
    problem: PlacementProblem,
    sites: Sites,
    count: Callable[[Sites], float],
    value: float,
    before: float,
) -> pd.DataFrame:
    """Return what each swap would lose where places are limited, if there are few to try.

    `count` says how many people any choice of candidates sees.
    """
    # What has to be opened cannot be swapped out.
    kept = np.flatnonzero(~problem.must[sites])
    others = np.setdiff1d(np.arange(len(problem.cost)), sites)
    if not value > 0 or not 0 < len(kept) * len(others) <= _MOST_TRIALS:
        return no_swaps()
    spent = problem.cost[sites].sum()
    loss = np.full((len(kept), len(problem.cost)), np.inf)
    for row, position in enumerate(kept):
        # What the other may cost: what is not spent, and what the closed one gives back.
        room = problem.budget - spent + problem.cost[sites[position]] + TOLERANCE
        for other in others:
            if problem.cost[other] <= room:
                swapped = np.append(np.delete(sites, position), other)
                loss[row, other] = value - count(swapped)
    return _list_near_best(sites[kept], loss, value, before + value - loss)


def swap_nearest(problem: MedianProblem, chosen: Sites, free: Sites, best: float) -> pd.DataFrame:
    """Return the swaps that keep the mean way nearly as short.

    `free` are the candidates that are the sites of the problem; `best` is the sum of `chosen`.
    """
    if not len(chosen):
        return no_swaps()
    everyone = max(float(problem.people.sum()), 1e-300)
    change = weigh_swaps(problem, chosen, rank_sites(problem))
    swaps = _list_near_best(
        free[chosen], change, best, (sum_distances(problem, chosen) + change) / everyone
    )
    return swaps.assign(into=free[swaps["into"].to_numpy()])
