"""Which other choices would do nearly as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .covering import TOLERANCE
from .p_median import measure_ways, sort_ways, weigh_swaps

if TYPE_CHECKING:
    from collections.abc import Callable

    from .p_median import Ways
    from .problem import Floats, Problem, Sites


NEAR_BEST = 0.01
"""A swap that loses no more than this share of the best is as good, for all that is known."""

_MOST_TRIALS = 400


def list_reached(problem: Problem, sites: Sites) -> Sites:
    """Return the areas that some of these sites reach."""
    return np.unique(problem.candidates.covers[sites].indices).astype(np.intp)


def no_swaps() -> pd.DataFrame:
    """Return the empty frame of swaps."""
    return pd.DataFrame({"out": [], "into": [], "value": [], "loss": []}).astype(
        {"out": "int64", "into": "int64", "value": "float64", "loss": "float64"}
    )


def _list_near_best(out: Sites, loss: Floats, best: float, worth: Floats) -> pd.DataFrame:
    """Return the swaps whose loss, (chosen, candidates), is at most 1 % of the best."""
    with np.errstate(invalid="ignore"):
        position, into = np.nonzero(loss <= NEAR_BEST * abs(best))
    swaps = pd.DataFrame(
        {
            "out": out[position],
            "into": into,
            "value": worth[position, into],
            "loss": np.maximum(loss[position, into] / max(abs(best), 1e-300), 0),
        }
    )
    return swaps.sort_values(["loss", "out", "into"], kind="stable").reset_index(drop=True)


def swap_covered(problem: Problem, sites: Sites, value: float, before: float) -> pd.DataFrame:
    """Return what swapping one candidate for another would lose of the people reached."""
    if not len(sites) or not value > 0:
        return no_swaps()
    covers = problem.candidates.covers
    times = np.asarray(covers[sites].sum(axis=0)).ravel()
    kept = np.flatnonzero(~problem.must[sites])
    spent = problem.cost[sites].sum()
    loss = np.full((len(kept), len(problem.cost)), np.inf)
    for row, position in enumerate(kept):
        own = np.zeros(len(times), dtype=bool)
        own[list_reached(problem, sites[[position]])] = True
        gone = np.where((times - own == 0) & (problem.unmet > 0), problem.unmet, 0)
        swapped = gone[own].sum() - covers @ gone
        fits = problem.cost <= problem.budget - spent + problem.cost[sites[position]] + TOLERANCE
        loss[row] = np.where(fits, swapped, np.inf)
    loss[:, sites] = np.inf
    return _list_near_best(sites[kept], loss, value, before + value - loss)


def try_swaps(
    problem: Problem,
    sites: Sites,
    count: Callable[[Sites], float],
    value: float,
    before: float,
) -> pd.DataFrame:
    """Return what each swap would lose where places are limited, if there are few to try."""
    kept = np.flatnonzero(~problem.must[sites])
    others = np.setdiff1d(np.arange(len(problem.cost)), sites)
    if not value > 0 or not 0 < len(kept) * len(others) <= _MOST_TRIALS:
        return no_swaps()
    spent = problem.cost[sites].sum()
    loss = np.full((len(kept), len(problem.cost)), np.inf)
    for row, position in enumerate(kept):
        for other in others:
            room = problem.budget - spent + problem.cost[sites[position]] + TOLERANCE
            if problem.cost[other] <= room:
                swapped = np.append(np.delete(sites, position), other)
                loss[row, other] = value - count(swapped)
    return _list_near_best(sites[kept], loss, value, before + value - loss)


def swap_nearest(ways: Ways, chosen: Sites, free: Sites, best: float) -> pd.DataFrame:
    """Return the swaps that keep the mean way nearly as short."""
    everyone = max(float(ways.people.sum()), 1e-300)
    if not len(chosen):
        return no_swaps()
    change = weigh_swaps(ways, chosen, sort_ways(ways))
    swaps = _list_near_best(
        free[chosen], change, best, (measure_ways(ways, chosen) + change) / everyone
    )
    return swaps.assign(into=free[swaps["into"].to_numpy()])
