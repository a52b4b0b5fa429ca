"""Which candidates to open, by each objective, and in which order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import sparse

from ecosystem.geo import find_nearest

from .candidates import measure_distances
from .capacitated import Groups, Served, Wanted, serve_most, serve_worst, share_out
from .covering import TOLERANCE, cover_all, cover_most
from .p_median import Ways, shorten_ways
from .problem import Choice
from .swaps import list_reached, no_swaps, swap_covered, swap_nearest, try_swaps

if TYPE_CHECKING:
    from collections.abc import Callable

    from .problem import Floats, Problem, Sites


def choose_most(problem: Problem, seconds: float) -> Choice:
    """Return the candidates that reach most people who are without."""
    if np.isfinite(problem.capacity).any():
        served = serve_most(_list_wanted(problem), seconds=seconds)
        return _settle_served(problem, served.sites, served.seen, served.bound)
    must = np.flatnonzero(problem.must)
    left = problem.unmet.copy()
    left[list_reached(problem, must)] = 0
    cost = np.where(problem.must, np.inf, problem.cost)
    room = problem.budget - problem.cost[must].sum()
    found = cover_most(problem.candidates.covers, left, cost, room, seconds=seconds)
    sites = np.concatenate([must, found.sites]).astype(np.intp)

    def count(chosen: Sites) -> float:
        return float(problem.unmet[list_reached(problem, chosen)].sum())

    order, worth = _order(sites, count)
    left = problem.unmet.copy()
    left[list_reached(problem, sites)] = 0
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
        swaps=swap_covered(problem, order, value, before),
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
    return replace(choice, value=least, bound=max(served.least_bound, least), swaps=no_swaps())


def choose_all(problem: Problem, seconds: float) -> Choice:
    """Return the fewest or cheapest candidates that reach everyone who can be reached."""
    must = np.flatnonzero(problem.must)
    lacking = problem.unmet > 0
    lacking[list_reached(problem, must)] = False
    free = np.flatnonzero(~problem.must)
    covers = problem.candidates.covers[free][:, np.flatnonzero(lacking)]
    found = cover_all(sparse.csr_array(covers), problem.cost[free], seconds=seconds)
    sites = np.concatenate([must, free[found.sites]]).astype(np.intp)

    def count(chosen: Sites) -> float:
        return float(problem.unmet[list_reached(problem, chosen)].sum())

    order, worth = _order(sites, count)
    left = problem.unmet.copy()
    left[list_reached(problem, sites)] = 0
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
        swaps=no_swaps(),
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
    swaps, bound, chosen = no_swaps(), np.nan, free[:0]
    everyone = max(float(ways.people.sum()), 1e-300)
    if len(free) and len(here):
        found = shorten_ways(ways, seconds=seconds)
        chosen, bound = free[found.sites], found.bound / everyone
        swaps = swap_nearest(ways, found.sites, free, found.value)
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
        swaps=try_swaps(problem, order, count, value, before),
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
