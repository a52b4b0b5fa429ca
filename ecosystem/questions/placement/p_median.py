"""Which sites to open so that people have the shortest way: arrays in, arrays out.

Sites are candidates to be opened, rows of `distance` (sites, areas); a site is given, and chosen,
by its row. Beside them are the sites there are already, of which only the nearest to each area
counts (`start`). What is made least is people times distance to the nearest site of either kind.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from .covering import TOLERANCE, Solution
from .solver import solve

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Sites = NDArray[np.intp]


_ROUNDS = 2000
"""Most rounds of prices; the rules below may end them sooner. With fewer, the bound is lower."""

_PATIENCE = 30
"""Rounds without a better bound after which the stride is halved, as is usual with subgradients
(Fisher 1981, https://doi.org/10.1287/mnsc.27.1.1). Fewer, and the stride dies away too soon; more,
and rounds are wasted."""

_STRIDE, _LEAST_STRIDE = 2.0, 1e-3
"""The stride at first, 2 as in Fisher (1981), and that at which prices hardly move any more."""

_TRY_EVERY = 25
"""Rounds between two tries to improve what the prices would open: the swaps of a try take longer
than a round, and rounds next to one another open much the same sites."""

_LOOK_EVERY, _LEAST_RISE = 200, 1e-4
"""How often the bound is looked at, and the share by which it must have risen since; with less,
what remains is left to the solver. A larger share ends sooner, with a lower bound."""

_NEAR_SITES = 8
"""How many of its nearest sites an area's price may draw in: this many times the number among which
one is open on average, and this many more. Prices kept that low still give a bound, only not always
the best; fewer make a round faster and the bound lower."""

_MOST_VARIABLES = 200_000
"""Largest program handed to the solver, some 10 MB of rows; beyond it the gap stays and is told."""


@dataclass(frozen=True, kw_only=True, eq=False)
class MedianProblem:
    """The distances from areas to sites, and what opening sites takes.

    Attributes
    ----------
    distance : (sites, areas) float
        In any unit, 0 or more.
    people : (areas,) float
        In need.
    start : (areas,) float
        To the nearest site there is already; infinite if there is none.
    cost : (sites,) float
        Above 0.
    budget : float
        The most that the sites may cost together.
    """

    distance: Floats
    people: Floats
    start: Floats
    cost: Floats
    budget: float


@dataclass(frozen=True, kw_only=True, eq=False)
class NearestSites:
    """For each area, a column, the sites from near to far.

    Attributes
    ----------
    site : (ranks, areas) int
    distance : (ranks, areas) float
    """

    site: Sites
    distance: Floats


@dataclass(frozen=True, kw_only=True, eq=False)
class _BoundedSolution:
    """The best choice known, the best bound known, and the prices that gave the bound.

    Attributes
    ----------
    sites : (chosen,) int
    value : float
        People times distance of these sites.
    bound : float
        No choice has less.
    price : (areas,) float
        What each area pays for its way, people times distance (the Lagrange multipliers).
    saving : (sites,) float
        By how much opening each site undercuts these prices.
    """

    sites: Sites
    value: float
    bound: float
    price: Floats
    saving: Floats


def solve_p_median(problem: MedianProblem, *, seconds: float) -> Solution:
    """Return the sites that make the sum of people times distance least: the p-median.

    Notes
    -----
    Hakimi (1964), https://doi.org/10.1287/opre.12.3.450. A price on each area's way is raised and
    lowered by subgradients (Lagrangian relaxation: Cornuejols, Fisher and Nemhauser 1977,
    https://doi.org/10.1287/mnsc.23.8.789); each round gives a bound, and the sites it would open,
    improved by swaps, give a choice. Sites that the bound rules in or out are fixed, and if little
    is left the HiGHS solver closes the gap that remains. A round takes time in proportion to
    sites times areas.
    """
    end = time.monotonic() + seconds
    best = _raise_bound(problem, end)
    if best.value > best.bound + _measure_slack(best.value) and time.monotonic() < end:
        best = _close_gap(problem, best, end)
    bound = best.value if best.value <= best.bound + _measure_slack(best.value) else best.bound
    return Solution(sites=np.sort(best.sites), value=best.value, bound=bound)


def sum_distances(problem: MedianProblem, sites: Sites) -> float:
    """Return the sum of people times the distance to the nearest site, with these sites open."""
    nearest = np.minimum(np.min(problem.distance[sites], axis=0, initial=np.inf), problem.start)
    # Where nobody is, no site in reach adds nothing: 0 times infinity is not known.
    needed = problem.people > 0
    return float(problem.people[needed] @ nearest[needed])


def _measure_slack(value: float) -> float:
    """Return by how much two sums may differ and still be the same."""
    return TOLERANCE * max(1.0, abs(value))


def _take_sites(problem: MedianProblem, worth: Floats) -> Sites:
    """Return sites in order of what they are worth for their cost, as far as the budget goes."""
    if _costs_alike(problem):
        count = min(int((problem.budget + TOLERANCE) / problem.cost[0]), len(problem.cost))
        return np.argsort(-worth, kind="stable")[:count]
    chosen, budget = [], problem.budget + TOLERANCE
    for site in np.argsort(-worth / problem.cost, kind="stable"):
        if problem.cost[site] <= budget:
            chosen.append(int(site))
            budget -= problem.cost[site]
    return np.array(chosen, dtype=np.intp)


def _costs_alike(problem: MedianProblem) -> bool:
    """Tell whether the budget is a number of sites: then whoever saves most is opened."""
    return bool((problem.cost == problem.cost[0]).all())


def _start_greedily(problem: MedianProblem) -> Sites:
    """Return sites taken one by one, each the one that saves most for its cost."""
    chosen: list[int] = []
    nearest, budget = problem.start.copy(), problem.budget + TOLERANCE
    # Without a site already every first site would save infinitely much, and all alike.
    if not np.isfinite(nearest).all():
        nearest[~np.isfinite(nearest)] = 2 * problem.distance.max(initial=1.0)
    while True:
        can = problem.cost <= budget
        can[chosen] = False
        if not can.any():
            break
        gain = np.maximum(nearest - problem.distance, 0) @ problem.people / problem.cost
        site = int(np.argmax(np.where(can, gain, -1)))
        chosen.append(site)
        budget -= problem.cost[site]
        nearest = np.minimum(nearest, problem.distance[site])
    return np.array(chosen, dtype=np.intp)


def improve_sites(
    problem: MedianProblem, sites: Sites, ranked: NearestSites | None = None
) -> Sites:
    """Return sites after the best swaps of one for another, until none makes the sum less."""
    ranked = ranked or rank_sites(problem)
    sites = sites.copy()
    while len(sites):
        change = weigh_swaps(problem, sites, ranked)
        out, into = np.unravel_index(int(np.argmin(change)), change.shape)
        if not change[out, into] < -_measure_slack(sum_distances(problem, sites)):
            break
        sites[out] = into
    return sites


def weigh_swaps(problem: MedianProblem, sites: Sites, ranked: NearestSites) -> Floats:
    """Return by how much each swap changes the sum: (sites open, all sites); infinite: cannot be.

    Whitaker's fast interchange (1983): opening a site helps those nearer to it than to any other;
    closing one sends its people to the next nearest, or to the site just opened.
    """
    # (sites open and the start, areas): whose nearest site it is, how far that is, and how far the
    # second nearest. A swap changes an area's way only below that.
    count = len(ranked.site)
    opened = np.vstack([problem.distance[sites], problem.start])
    owner = np.argmin(opened, axis=0)
    first = np.take_along_axis(opened, owner[None, :], axis=0)[0]
    np.put_along_axis(opened, owner[None, :], np.inf, axis=0)
    # With one site and no start there is no second; nothing is further than the farthest site.
    second = np.minimum(opened.min(axis=0), ranked.distance[-1])

    # (pairs,): each area with each site nearer to it than its second. They stand first in the
    # ranks, so the rest of the table is not even looked at.
    ranks = int((ranked.distance < second).sum(axis=0).max(initial=0))
    rank, area = np.nonzero(ranked.distance[:ranks] < second)
    distance, site = ranked.distance[rank, area], ranked.site[rank, area]
    people = problem.people[area]

    # `gain` (sites,): what opening a site saves whatever is closed. `loss` (open,): what closing
    # one costs if its people go to the second. `spared` (open, sites): what of that loss is not
    # lost, because its people go to the site just opened instead.
    gain = np.bincount(site, people * np.maximum(first[area] - distance, 0), minlength=count)
    spared = people * (second[area] - np.maximum(distance, first[area]))
    spared = np.bincount(owner[area] * count + site, spared, minlength=len(opened) * count).reshape(
        len(opened), count
    )
    loss = np.bincount(owner, problem.people * (second - first), minlength=len(opened))

    # The last row is the start, which cannot be closed.
    change = (loss[:, None] - gain - spared)[:-1]
    room = problem.budget - problem.cost[sites].sum() + problem.cost[sites] + TOLERANCE
    change[problem.cost > room[:, None]] = np.inf
    change[:, sites] = np.inf
    return np.asarray(change)


def rank_sites(problem: MedianProblem) -> NearestSites:
    """Return all sites by distance from each area."""
    site = np.argsort(problem.distance, axis=0, kind="stable")
    return NearestSites(site=site, distance=np.take_along_axis(problem.distance, site, axis=0))


def _raise_bound(problem: MedianProblem, end: float) -> _BoundedSolution:
    """Return the best bound and choice of the Lagrangian relaxation.

    That each area goes to one site is not asked for but paid for: an area that goes nowhere costs
    its price, and each site opened takes in all areas that are nearer than their price.
    """
    ranked = rank_sites(problem)
    sites = improve_sites(problem, _start_greedily(problem), ranked)
    best = _BoundedSolution(
        sites=sites,
        value=sum_distances(problem, sites),
        bound=-np.inf,
        price=np.zeros(len(problem.people)),
        saving=np.zeros(len(problem.cost)),
    )
    step = _find_least_step(problem)

    # Prices start at what a good choice makes each area pay, which is near what is looked for.
    price = np.minimum(np.min(problem.distance[sites], axis=0, initial=np.inf), problem.start)
    price *= problem.people
    stride, waited, tried, before = _STRIDE, 0, {tuple(np.sort(sites))}, -np.inf
    weighted = _weigh_distances(problem, ranked)
    for number in range(_ROUNDS):
        bound, opened, saving, slope = _price_round(problem, weighted, price)
        waited += 1
        if bound > best.bound + 1e-12 * abs(bound):
            waited, best = 0, replace(best, bound=bound, price=price, saving=saving)

        # What the prices would open is a choice as well, often a better one after some swaps.
        if number % _TRY_EVERY == 0 and tuple(np.sort(opened)) not in tried:
            tried.add(tuple(np.sort(opened)))
            choice = improve_sites(problem, opened, ranked)
            if sum_distances(problem, choice) < best.value - _measure_slack(best.value):
                best = replace(best, sites=choice, value=sum_distances(problem, choice))

        if waited >= _PATIENCE:
            stride, waited = stride / 2, 0
        if number % _LOOK_EVERY == 0:
            if best.bound - before < _LEAST_RISE * abs(best.bound):
                break
            before = best.bound
        # Where sums are whole numbers, a bound less than a step below the value is proof enough.
        size = float(slope @ slope)
        is_proven = best.value - best.bound < max(step - TOLERANCE, _measure_slack(best.value))
        if is_proven or size == 0 or stride < _LEAST_STRIDE or time.monotonic() > end:
            break

        # Up where an area goes nowhere, down where it goes to several sites. Aiming 1 % above the
        # value keeps the steps from dying out when the value is itself the best.
        price = np.clip(
            price + slope * (stride * (1.01 * best.value - bound) / size), 0, weighted.most
        )
    best_bound = np.ceil(best.bound - TOLERANCE) if step else best.bound
    return replace(best, bound=min(float(best_bound), best.value))


def _find_least_step(problem: MedianProblem) -> float:
    """Return the least by which two sums can differ, as far as that is known."""
    lengths = np.append(problem.distance.ravel(), problem.start[np.isfinite(problem.start)])
    people = problem.people
    is_whole = (lengths == np.round(lengths)).all() and (people == np.round(people)).all()
    return 1.0 if is_whole else 0.0


@dataclass(frozen=True, kw_only=True, eq=False)
class _WeightedDistances:
    """People times distance to the nearest sites of each area; no price goes beyond them.

    Attributes
    ----------
    site : (ranks, areas) int
        From near to far, so many as are looked at.
    length : (ranks, areas) float
        People times distance to each.
    start : (areas,) float
        People times distance to the nearest site there is already; infinite if there is none.
    most : (areas,) float
        The highest price: a higher one would draw in sites beyond the last rank, unseen.
    """

    site: Sites
    length: Floats
    start: Floats
    most: Floats


def _weigh_distances(problem: MedianProblem, ranked: NearestSites) -> _WeightedDistances:
    # If p of n sites can be opened, an area's nearest open one is about its n / p nearest of all.
    typical = max(1.0, min(problem.budget / float(np.median(problem.cost)), len(problem.cost)))
    count = min(len(problem.cost), int(_NEAR_SITES * len(problem.cost) / typical) + _NEAR_SITES)
    length = ranked.distance[:count] * problem.people
    start = np.where(np.isfinite(problem.start), problem.start, 0) * problem.people
    is_all = count == len(problem.cost)
    return _WeightedDistances(
        site=ranked.site[:count],
        length=length,
        start=np.where(np.isfinite(problem.start), start, np.inf),
        most=np.full(len(problem.people), np.inf) if is_all else length[-1],
    )


def _price_round(
    problem: MedianProblem, weighted: _WeightedDistances, price: Floats
) -> tuple[float, Sites, Floats, Floats]:
    """Return the bound at these prices, the sites opened, what each saves, and the slope.

    The slope (areas,) is 1 less the sites an area goes to: by how much the bound rises with the
    area's price.
    """
    # (ranks, areas): below 0 where going to the site costs less than the price.
    reduced = np.minimum(weighted.length - price, 0)
    saved = np.bincount(weighted.site.ravel(), -reduced.ravel(), minlength=len(problem.cost))
    saving = np.asarray(saved, dtype=np.float64)
    # The site there is already is open for each area, at no cost.
    by_start = np.minimum(weighted.start - price, 0)

    opened, total = _open_most(problem, saving)
    is_open = np.zeros(len(problem.cost), dtype=bool)
    is_open[opened] = True
    served = ((reduced < 0) & is_open[weighted.site]).sum(axis=0) + (by_start < 0)
    return float(price.sum() + by_start.sum() - total), opened, saving, 1.0 - served


def _open_most(problem: MedianProblem, saving: Floats) -> tuple[Sites, float]:
    """Return the sites that save most within the budget, and the most that any could save."""
    sites = _take_sites(problem, saving)
    if _costs_alike(problem):
        return sites, float(saving[sites].sum())
    # With costs that differ, the most is that of the budget filled to the brim, with a part of the
    # last site: no whole choice saves more, so the bound stays a bound.
    order = np.argsort(-saving / problem.cost, kind="stable")
    before = np.concatenate([[0.0], np.cumsum(problem.cost[order])[:-1]])
    part = np.clip((problem.budget - before) / problem.cost[order], 0, 1)
    return sites, float(saving[order] @ part)


def _rule_sites(
    problem: MedianProblem, best: _BoundedSolution
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which sites a better choice must hold, and which it may hold.

    To close a site that the prices open, the best of those closed must take its place: if that
    raises the bound beyond the value, the site is in every better choice. And the other way round.
    """
    must, may = np.zeros(len(problem.cost), dtype=bool), np.ones(len(problem.cost), dtype=bool)
    if not _costs_alike(problem):
        return must, may
    opened, _ = _open_most(problem, best.saving)
    is_open = np.isin(np.arange(len(problem.cost)), opened)
    if is_open.all() or not is_open.any():
        return must, may
    least, most = best.saving[is_open].min(), best.saving[~is_open].max()
    gap = best.value - best.bound
    return is_open & (best.saving - most > gap), is_open | (least - best.saving <= gap)


def _close_gap(problem: MedianProblem, best: _BoundedSolution, end: float) -> _BoundedSolution:
    """Return the choice and bound after solving for the sites that the bound left open."""
    must, may = _rule_sites(problem, best)
    free = np.flatnonzero(may & ~must)
    if not len(free):
        return replace(best, bound=best.value)

    # (areas,): to the nearest site that is open in any case, if it is near enough to matter; and
    # (free, areas): which free sites are nearer than that, and near enough.
    farthest = _find_farthest(problem, best)
    kept = np.min(problem.distance[must], axis=0, initial=np.inf)
    kept = np.minimum(kept, problem.start)
    kept[kept > farthest] = np.inf
    nearer = problem.distance[free] < np.minimum(kept, farthest)
    if np.count_nonzero(nearer) + len(free) > _MOST_VARIABLES:
        return best

    program = _write_radii(problem, free, kept, nearer, problem.cost[must].sum())
    solved = solve(
        program.goal,
        program.rows,
        program.most,
        is_whole=np.arange(len(program.goal)) < len(free),
        lower=np.zeros(len(program.goal)),
        upper=program.upper,
        seconds=end - time.monotonic(),
    )
    sites, value = best.sites, best.value
    if solved.variables is not None:
        chosen = free[solved.variables[: len(free)] > 0.5]
        choice = np.concatenate([np.flatnonzero(must), chosen])
        if sum_distances(problem, choice) < value:
            sites, value = choice, sum_distances(problem, choice)
    # Nothing that satisfies the program: nothing is better. What was ruled out is no better either.
    bound = (
        value if solved.is_infeasible else max(best.bound, min(solved.bound + program.added, value))
    )
    return replace(best, sites=sites, value=value, bound=bound)


def _find_farthest(problem: MedianProblem, best: _BoundedSolution) -> Floats:
    """Return how far from each area the nearest site can be in a better choice.

    Further, and the bound would rise beyond the value by what the way costs more than its price.
    """
    room = best.price + (best.value - best.bound) + _measure_slack(best.value)
    farthest = np.full(len(room), np.inf)
    np.divide(room, problem.people, out=farthest, where=problem.people > 0)
    return farthest


@dataclass(frozen=True, kw_only=True, eq=False)
class _Radii:
    """A program in radii, as `solver` takes it; the variables are the free sites, then the radii.

    Attributes
    ----------
    goal, upper : (variables,) float
    rows : (rows, variables) sparse
    most : (rows,) float
    added : float
        What is paid in any case and not part of the goal: the way to each area's nearest radius.
    """

    goal: Floats
    upper: Floats
    rows: sparse.csr_array[Any, tuple[int, int]]
    most: Floats
    added: float


def _write_radii(
    problem: MedianProblem, free: Sites, kept: Floats, nearer: NDArray[np.bool_], spent: float
) -> _Radii:
    """Return the program in radii for the free sites.

    For each area, a variable for each distance at which a site could be: 1 if no site is open
    within it. Going from one distance to the next costs the people of the area the difference.
    """
    # Lists grow area by area and are joined at the end; rows and columns of the matrix as triples.
    goal = [np.zeros(len(free))]
    upper = [np.ones(len(free))]
    row_of: list[Any] = []
    column_of: list[Any] = []
    values: list[Any] = []
    most: list[float] = []
    added, column = 0.0, len(free)
    for area in range(len(kept)):
        sites = np.flatnonzero(nearer[:, area])
        radii, step = np.unique(problem.distance[free[sites], area], return_inverse=True)
        ends = np.append(radii, kept[area])
        added += float(problem.people[area] * ends[0])
        count = len(radii)
        if not count:
            continue

        # Where no site is open in any case there is no last distance: the area must be served
        # within its radii, so the variable of the last of them is held at 0.
        climb = np.diff(ends)
        goal.append(problem.people[area] * np.where(np.isfinite(climb), climb, 0))
        upper.append(np.where(np.isfinite(climb), 1.0, 0.0))

        # A radius is beyond reach unless a site at it is open or the one before was not: each row
        # reads radius >= radius before - sites at this distance, with 1 before the first.
        first = len(most)
        rank = np.arange(count)
        row_of += [first + rank, first + rank[1:], first + step]
        column_of += [column + rank, column + rank[:-1], sites]
        values += [-np.ones(count), np.ones(count - 1), -np.ones(len(sites))]
        most += [-1.0] + [0.0] * (count - 1)
        column += count

    # The last row is the budget, less what the sites that must be open take.
    row_of.append(np.full(len(free), len(most)))
    column_of.append(np.arange(len(free)))
    values.append(problem.cost[free])
    most.append(problem.budget - spent)
    rows = sparse.csr_array(
        (np.concatenate(values), (np.concatenate(row_of), np.concatenate(column_of))),
        shape=(len(most), column),
    )
    return _Radii(
        goal=np.concatenate(goal),
        upper=np.concatenate(upper),
        rows=rows,
        most=np.array(most),
        added=added,
    )
