"""Which candidates to open, by each objective, and in which order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import sparse

from .candidates import measure_distances
from .covering import TOLERANCE, cover_all, cover_most
from .geo import find_nearest
from .medians import Ways, measure_ways, shorten_ways, sort_ways, weigh_swaps
from .serving import Groups, Served, Wanted, serve_most, serve_worst, share_out

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from .candidates import Candidates
    from .reach import Reach

    Floats = NDArray[np.float64]
    Sites = NDArray[np.intp]

NEAR_BEST = 0.01
"""A swap that loses no more than this share of the best is as good, for all that is known."""

_MOST_TRIALS = 400


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


def choose_most(problem: Problem, seconds: float) -> Choice:
    """Return the candidates that reach most people who are without."""
    if np.isfinite(problem.capacity).any():
        served = serve_most(_list_wanted(problem), seconds=seconds)
        return _settle_served(problem, served.sites, served.seen, served.bound)
    must = np.flatnonzero(problem.must)
    left = problem.unmet.copy()
    left[_list_reached(problem, must)] = 0
    cost = np.where(problem.must, np.inf, problem.cost)
    room = problem.budget - problem.cost[must].sum()
    found = cover_most(problem.candidates.covers, left, cost, room, seconds=seconds)
    sites = np.concatenate([must, found.sites]).astype(np.intp)

    def count(chosen: Sites) -> float:
        return float(problem.unmet[_list_reached(problem, chosen)].sum())

    order, worth = _order(sites, count)
    left = problem.unmet.copy()
    left[_list_reached(problem, sites)] = 0
    before = float(problem.people.sum() - problem.unmet.sum())
    value = float(problem.unmet.sum() - left.sum())
    return Choice(
        sites=order,
        added=np.diff(worth),
        total=before + worth[1:],
        left=left,
        before=before,
        value=before + value,
        bound=before + value + found.bound - found.value,
        mean_km=np.full(len(order) + 1, np.nan),
        swaps=_swap_covered(problem, order, value, before),
    )


def choose_fairest(problem: Problem, seconds: float) -> Choice:
    """Return the candidates that raise the least share reached of any larger place most."""
    codes, names = pd.factorize(problem.parent, sort=True)
    codes = np.asarray(codes, dtype=np.intp) if len(names) else np.zeros(len(codes), dtype=np.intp)
    size = max(len(names), 1)
    inside = codes >= 0

    def add_up(values: Floats) -> Floats:
        return np.bincount(codes[inside], weights=values[inside], minlength=size).astype(float)

    groups = Groups(
        of_area=codes,
        people=add_up(problem.people),
        served=add_up(problem.people - problem.unmet),
    )
    wanted = _list_wanted(problem)
    if len(problem.cost):
        served = serve_worst(wanted, groups, seconds=seconds)
    else:  # nothing to open is no program
        nobody = np.zeros(len(problem.people))
        served = Served(sites=np.empty(0, dtype=np.intp), seen=nobody, bound=0.0, least_bound=0.0)
    choice = _settle_served(problem, served.sites, served.seen, served.bound)
    counted = groups.people > 0
    share = (groups.served + add_up(served.seen))[counted] / groups.people[counted]
    least = float(share.min(initial=1.0))
    return replace(choice, value=least, bound=max(served.least_bound, least), swaps=_no_swaps())


def choose_all(problem: Problem, seconds: float) -> Choice:
    """Return the fewest or cheapest candidates that reach everyone who can be reached."""
    must = np.flatnonzero(problem.must)
    lacking = problem.unmet > 0
    lacking[_list_reached(problem, must)] = False
    free = np.flatnonzero(~problem.must)
    covers = problem.candidates.covers[free][:, np.flatnonzero(lacking)]
    found = cover_all(sparse.csr_array(covers), problem.cost[free], seconds=seconds)
    sites = np.concatenate([must, free[found.sites]]).astype(np.intp)

    def count(chosen: Sites) -> float:
        return float(problem.unmet[_list_reached(problem, chosen)].sum())

    order, worth = _order(sites, count)
    left = problem.unmet.copy()
    left[_list_reached(problem, sites)] = 0
    before = float(problem.people.sum() - problem.unmet.sum())
    spent = float(problem.cost[must].sum())
    return Choice(
        sites=order,
        added=np.diff(worth),
        total=before + worth[1:],
        left=left,
        before=before,
        value=spent + found.value,
        bound=spent + found.bound,
        mean_km=np.full(len(order) + 1, np.nan),
        swaps=_no_swaps(),
    )


def choose_nearest(problem: Problem, seconds: float) -> Choice:
    """Return the candidates that make the mean way to the nearest place shortest."""
    distance = measure_distances(problem.centres, problem.candidates)
    sites = problem.reach.sites[["latitude", "longitude"]].to_numpy(dtype=float)
    start = find_nearest(problem.centres, sites)[0]
    start[np.isnan(start)] = np.inf
    here = np.flatnonzero((problem.people > 0) & np.isfinite(problem.centres).all(axis=1))
    placed = np.isfinite(distance[:, here]).all(axis=1)
    must = np.flatnonzero(problem.must & placed)
    free = np.flatnonzero(~problem.must & placed & (problem.cost <= problem.budget))
    ways = Ways(
        distance=distance[free][:, here],
        people=problem.people[here],
        start=np.minimum(np.min(distance[must], axis=0, initial=np.inf), start)[here],
        cost=problem.cost[free],
        budget=problem.budget - float(problem.cost[must].sum()),
    )
    swaps, bound, chosen = _no_swaps(), np.nan, free[:0]
    everyone = max(float(ways.people.sum()), 1e-300)
    if len(free) and len(here):
        found = shorten_ways(ways, seconds=seconds)
        chosen, bound = free[found.sites], found.bound / everyone
        swaps = _swap_nearest(ways, found.sites, free, found.value)
    return _settle_nearest(
        problem, np.concatenate([must, chosen]).astype(np.intp), distance, start, bound, swaps
    )


def _settle_nearest(  # noqa: PLR0913, PLR0917 - what was found, piece by piece
    problem: Problem,
    sites: Sites,
    distance: Floats,
    start: Floats,
    bound: float,
    swaps: pd.DataFrame,
) -> Choice:
    people = np.where(np.isfinite(problem.centres).all(axis=1), problem.people, 0)
    far = 2 * float(np.max(distance, where=np.isfinite(distance), initial=1.0))

    def save(chosen: Sites) -> float:
        nearest = np.minimum(np.min(distance[chosen], axis=0, initial=np.inf), start)
        return -float(people @ np.where(np.isfinite(nearest), nearest, far))

    order, _ = _order(sites, save)
    nearest, first = start.copy(), start
    added, total, means = [], [], [_mean_way(people, start)]
    for site in order:
        added.append(float(people[distance[site] < nearest].sum()))
        nearest = np.minimum(nearest, distance[site])
        total.append(float(people[nearest < first].sum()))
        means.append(_mean_way(people, nearest))
    limit = problem.within_km
    is_limited = limit is not None
    beyond = nearest > (limit if limit is not None else np.inf)
    reached = float(problem.people[~(start > limit)].sum()) if limit is not None else np.nan
    return Choice(
        sites=order,
        added=np.array(added),
        total=np.array(total),
        left=np.where(beyond & is_limited, problem.people, 0.0),
        before=reached,
        value=means[-1],
        bound=bound if np.isfinite(bound) else means[-1],
        mean_km=np.array(means),
        swaps=swaps,
    )


def _mean_way(people: Floats, nearest: Floats) -> float:
    everyone = people > 0
    if not everyone.any() or not np.isfinite(nearest[everyone]).all():
        return np.nan
    return float(people[everyone] @ nearest[everyone] / people.sum())


def _list_reached(problem: Problem, sites: Sites) -> Sites:
    return np.unique(problem.candidates.covers[sites].indices).astype(np.intp)


def _list_wanted(problem: Problem) -> Wanted:
    return Wanted(
        covers=problem.candidates.covers,
        people=problem.unmet,
        capacity=problem.capacity,
        cost=problem.cost,
        budget=problem.budget,
        must=problem.must,
    )


def _settle_served(problem: Problem, sites: Sites, seen: Floats, bound: float) -> Choice:
    wanted = _list_wanted(problem)

    def count(chosen: Sites) -> float:
        return float(share_out(wanted, chosen).sum())

    order, worth = _order(sites, count)
    useful = (np.diff(worth) > TOLERANCE) | problem.must[order]
    order, worth = order[useful], np.append(worth[:1], worth[1:][useful])
    before = float(problem.people.sum() - problem.unmet.sum())
    value = float(seen.sum())
    return Choice(
        sites=order,
        added=np.diff(worth),
        total=before + worth[1:],
        left=np.maximum(problem.unmet - seen, 0),
        before=before,
        value=before + value,
        bound=before + max(bound, value),
        mean_km=np.full(len(order) + 1, np.nan),
        swaps=_try_swaps(problem, order, count, value, before),
    )


def _order(sites: Sites, worth: Callable[[Sites], float]) -> tuple[Sites, Floats]:
    """Return sites with the one that adds most first, and what none, one, two … are worth."""
    left: list[int] = sorted(int(site) for site in sites)
    order: list[int] = []
    values = [worth(np.empty(0, dtype=np.intp))]
    while left:
        trials = [worth(np.array([*order, site], dtype=np.intp)) for site in left]
        best = int(np.argmax(trials))
        order.append(left.pop(best))
        values.append(trials[best])
    return np.array(order, dtype=np.intp), np.array(values)


def _no_swaps() -> pd.DataFrame:
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


def _swap_covered(problem: Problem, sites: Sites, value: float, before: float) -> pd.DataFrame:
    """Return what swapping one candidate for another would lose of the people reached."""
    if not len(sites) or not value > 0:
        return _no_swaps()
    covers = problem.candidates.covers
    times = np.asarray(covers[sites].sum(axis=0)).ravel()
    kept = np.flatnonzero(~problem.must[sites])
    spent = problem.cost[sites].sum()
    loss = np.full((len(kept), len(problem.cost)), np.inf)
    for row, position in enumerate(kept):
        own = np.zeros(len(times), dtype=bool)
        own[_list_reached(problem, sites[[position]])] = True
        gone = np.where((times - own == 0) & (problem.unmet > 0), problem.unmet, 0)
        swapped = gone[own].sum() - covers @ gone
        fits = problem.cost <= problem.budget - spent + problem.cost[sites[position]] + TOLERANCE
        loss[row] = np.where(fits, swapped, np.inf)
    loss[:, sites] = np.inf
    return _list_near_best(sites[kept], loss, value, before + value - loss)


def _try_swaps(
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
        return _no_swaps()
    spent = problem.cost[sites].sum()
    loss = np.full((len(kept), len(problem.cost)), np.inf)
    for row, position in enumerate(kept):
        for other in others:
            room = problem.budget - spent + problem.cost[sites[position]] + TOLERANCE
            if problem.cost[other] <= room:
                swapped = np.append(np.delete(sites, position), other)
                loss[row, other] = value - count(swapped)
    return _list_near_best(sites[kept], loss, value, before + value - loss)


def _swap_nearest(ways: Ways, chosen: Sites, free: Sites, best: float) -> pd.DataFrame:
    everyone = max(float(ways.people.sum()), 1e-300)
    if not len(chosen):
        return _no_swaps()
    change = weigh_swaps(ways, chosen, sort_ways(ways))
    swaps = _list_near_best(
        free[chosen], change, best, (measure_ways(ways, chosen) + change) / everyone
    )
    return swaps.assign(into=free[swaps["into"].to_numpy()])
