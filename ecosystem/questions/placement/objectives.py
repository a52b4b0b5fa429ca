"""Which candidates to open, by each objective, and in which order.

Each objective hands arrays to its engine (`covering`, `capacitated`, `p_median`), and says of the
sites that come back what they add, one after the other. Candidates are known by their rows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import sparse

from ecosystem.access import is_within
from ecosystem.geo import find_nearest

from .candidates import measure_distances
from .capacitated import (
    Assignment,
    CapacitatedProblem,
    Groups,
    serve_most,
    serve_worst,
    share_out,
)
from .covering import TOLERANCE, cover_all, cover_most
from .p_median import MedianProblem, solve_p_median
from .problem import Choice
from .swaps import list_reached, no_swaps, swap_covered, swap_nearest, try_swaps

if TYPE_CHECKING:
    from collections.abc import Callable

    from .problem import Floats, PlacementProblem, Sites


def choose_most(problem: PlacementProblem, seconds: float) -> Choice:
    """Return the candidates that reach most people who are without."""
    if np.isfinite(problem.capacity).any():
        return _describe_served(problem, serve_most(limit_places(problem), seconds=seconds))

    # What must be opened is paid for first, and whom it reaches need no one else.
    must = np.flatnonzero(problem.must)
    unmet = problem.unmet.copy()
    unmet[list_reached(problem, must)] = 0
    cost = np.where(problem.must, np.inf, problem.cost)
    budget = problem.budget - problem.cost[must].sum()
    solution = cover_most(problem.candidates.covers, unmet, cost, budget, seconds=seconds)

    choice = _describe_covered(problem, np.concatenate([must, solution.sites]).astype(np.intp))
    before = choice.before
    value = float(problem.unmet.sum() - choice.without.sum())
    return replace(
        choice,
        value=before + value,
        bound=before + value + solution.bound - solution.value,
        swaps=swap_covered(problem, choice.sites, value, before),
    )


def choose_fairest(problem: PlacementProblem, seconds: float) -> Choice:
    """Return the candidates that raise the least share reached of any larger area most."""
    # (areas,): the number of the larger area; where no area has one, all are in the same.
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
    if len(problem.cost):
        answer = serve_worst(limit_places(problem), groups, seconds=seconds)
    else:  # nothing to open is no program
        nobody = np.zeros(len(problem.people))
        answer = Assignment(
            sites=np.empty(0, dtype=np.intp), seen=nobody, bound=0.0, least_bound=0.0
        )
    choice = _describe_served(problem, answer)

    # The measure is the least share, of larger areas where anyone is in need.
    counted = groups.people > 0
    share = (groups.served + add_up(answer.seen))[counted] / groups.people[counted]
    least = float(share.min(initial=1.0))
    return replace(choice, value=least, bound=max(answer.least_bound, least), swaps=no_swaps())


def choose_all(problem: PlacementProblem, seconds: float) -> Choice:
    """Return the fewest or cheapest candidates that reach everyone who can be reached."""
    must = np.flatnonzero(problem.must)
    lacking = problem.unmet > 0
    lacking[list_reached(problem, must)] = False
    free = np.flatnonzero(~problem.must)
    covers = problem.candidates.covers[free][:, np.flatnonzero(lacking)]
    solution = cover_all(sparse.csr_array(covers), problem.cost[free], seconds=seconds)

    sites = np.concatenate([must, free[solution.sites]]).astype(np.intp)
    spent = float(problem.cost[must].sum())
    return replace(
        _describe_covered(problem, sites),
        value=spent + solution.value,
        bound=spent + solution.bound,
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class _Distances:
    """How far the areas are from what could be opened, and from what there is.

    Attributes
    ----------
    candidate : (candidates, areas) float, km
        Infinite where not known.
    start : (areas,) float, km
        To the nearest site there is already; infinite if there is none.
    """

    candidate: Floats
    start: Floats


def choose_nearest(problem: PlacementProblem, seconds: float) -> Choice:
    """Return the candidates that make the mean way to the nearest site shortest."""
    sites = problem.reach.places[["latitude", "longitude"]].to_numpy(dtype=float)
    start = find_nearest(problem.centres, sites)[0]
    start[np.isnan(start)] = np.inf
    distances = _Distances(
        candidate=measure_distances(problem.centres, problem.candidates), start=start
    )

    # Areas and candidates without a position have no way; what must be opened is open from the
    # start, so only the rest is left to choose.
    here = np.flatnonzero((problem.people > 0) & np.isfinite(problem.centres).all(axis=1))
    placed = np.isfinite(distances.candidate[:, here]).all(axis=1)
    must = np.flatnonzero(problem.must & placed)
    free = np.flatnonzero(~problem.must & placed & (problem.cost <= problem.budget))
    opened = np.min(distances.candidate[must], axis=0, initial=np.inf)
    median = MedianProblem(
        distance=distances.candidate[free][:, here],
        people=problem.people[here],
        start=np.minimum(opened, start)[here],
        cost=problem.cost[free],
        budget=problem.budget - float(problem.cost[must].sum()),
    )

    swaps, bound, chosen = no_swaps(), np.nan, free[:0]
    everyone = max(float(median.people.sum()), 1e-300)
    if len(free) and len(here):
        solution = solve_p_median(median, seconds=seconds)
        chosen, bound = free[solution.sites], solution.bound / everyone
        swaps = swap_nearest(median, solution.sites, free, solution.value)
    return _describe_nearest(
        problem, np.concatenate([must, chosen]).astype(np.intp), distances, bound, swaps
    )


def _describe_covered(problem: PlacementProblem, sites: Sites) -> Choice:
    """Return what these candidates come to where each is enough for all it reaches.

    Value and bound are the objective's own, and not filled in here.
    """
    order, worth = _order_sites(sites, partial(_count_reached, problem))
    without = problem.unmet.copy()
    without[list_reached(problem, sites)] = 0
    before = float(problem.people.sum() - problem.unmet.sum())
    return Choice(
        sites=order,
        added=np.diff(worth),
        total=before + worth[1:],
        without=without,
        before=before,
        value=np.nan,
        bound=np.nan,
        mean_km=np.full(len(order) + 1, np.nan),
        swaps=no_swaps(),
    )


def _describe_served(problem: PlacementProblem, answer: Assignment) -> Choice:
    """Return what the answer comes to where candidates see no more people than they have places."""
    count = partial(_count_seen, limit_places(problem))
    order, worth = _order_sites(answer.sites, count)
    # A program may open a site that sees nobody, as long as there is money; it helps no one.
    useful = (np.diff(worth) > TOLERANCE) | problem.must[order]
    order, worth = order[useful], np.append(worth[:1], worth[1:][useful])
    before = float(problem.people.sum() - problem.unmet.sum())
    value = float(answer.seen.sum())
    return Choice(
        sites=order,
        added=np.diff(worth),
        total=before + worth[1:],
        without=np.maximum(problem.unmet - answer.seen, 0),
        before=before,
        value=before + value,
        bound=before + max(answer.bound, value),
        mean_km=np.full(len(order) + 1, np.nan),
        swaps=try_swaps(problem, order, count, value, before),
    )


def _describe_nearest(
    problem: PlacementProblem,
    sites: Sites,
    distances: _Distances,
    bound: float,
    swaps: pd.DataFrame,
) -> Choice:
    """Return what these candidates come to where the way to the nearest site counts."""
    start = distances.start
    people = np.where(np.isfinite(problem.centres).all(axis=1), problem.people, 0)

    # Where nothing is open yet a way is taken to be twice the longest there is, so that the first
    # site can be told from the others at all.
    known = distances.candidate
    far = 2 * float(np.max(known, where=np.isfinite(known), initial=1.0))

    def save(chosen: Sites) -> float:
        nearest = np.minimum(np.min(known[chosen], axis=0, initial=np.inf), start)
        return -float(people @ np.where(np.isfinite(nearest), nearest, far))

    # Step by step: for whom each is nearer than all before, for whom it is nearer than at the
    # start, and the mean way then.
    order, _ = _order_sites(sites, save)
    nearest = start.copy()
    added, total, means = [], [], [_measure_mean(people, start)]
    for site in order:
        added.append(float(people[known[site] < nearest].sum()))
        nearest = np.minimum(nearest, known[site])
        total.append(float(people[nearest < start].sum()))
        means.append(_measure_mean(people, nearest))

    # Only with a limit is anyone "not reached"; a way that is not known is beyond any limit.
    limit = problem.within_km
    is_limited = limit is not None
    beyond = ~is_within(nearest, limit if limit is not None else np.inf)
    reached = float(problem.people[is_within(start, limit)].sum()) if limit is not None else np.nan
    return Choice(
        sites=order,
        added=np.array(added),
        total=np.array(total),
        without=np.where(beyond & is_limited, problem.people, 0.0),
        before=reached,
        value=means[-1],
        bound=bound if np.isfinite(bound) else means[-1],
        mean_km=np.array(means),
        swaps=swaps,
    )


def _measure_mean(people: Floats, nearest: Floats) -> float:
    """Return the mean way of a person in km; NaN if anyone's is not known, or nobody is there."""
    is_needed = people > 0
    if not is_needed.any() or not np.isfinite(nearest[is_needed]).all():
        return np.nan
    return float(people[is_needed] @ nearest[is_needed] / people.sum())


def limit_places(problem: PlacementProblem) -> CapacitatedProblem:
    """Return the problem as the engine for limited places takes it."""
    return CapacitatedProblem(
        covers=problem.candidates.covers,
        people=problem.unmet,
        capacity=problem.capacity,
        cost=problem.cost,
        budget=problem.budget,
        must=problem.must,
    )


def _count_reached(problem: PlacementProblem, sites: Sites) -> float:
    """Return how many people without help these candidates reach."""
    return float(problem.unmet[list_reached(problem, sites)].sum())


def _count_seen(problem: CapacitatedProblem, sites: Sites) -> float:
    """Return how many people without help these candidates have places for."""
    return float(share_out(problem, sites).sum())


def _order_sites(sites: Sites, worth: Callable[[Sites], float]) -> tuple[Sites, Floats]:
    """Return sites with the one that adds most first, and what none, one, two … are worth."""
    remaining: list[int] = sorted(int(site) for site in sites)
    order: list[int] = []
    values = [worth(np.empty(0, dtype=np.intp))]
    while remaining:
        trials = [worth(np.array([*order, site], dtype=np.intp)) for site in remaining]
        best = int(np.argmax(trials))
        order.append(remaining.pop(best))
        values.append(trials[best])
    return np.array(order, dtype=np.intp), np.array(values)
