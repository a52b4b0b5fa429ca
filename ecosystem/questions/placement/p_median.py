"""Which sites to open so that people have the shortest way: arrays in, arrays out."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from .covering import TOLERANCE, Found
from .solver import solve

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Sites = NDArray[np.intp]


_ROUNDS = 2000
_PATIENCE = 30
_STRIDE, _LEAST_STRIDE = 2.0, 1e-3
_TRY_EVERY = 25
_LOOK_EVERY, _LEAST_RISE = 200, 1e-4
_NEAR_SITES = 8
_MOST_VARIABLES = 200_000


@dataclass(frozen=True, kw_only=True, eq=False)
class Ways:
    """How far it is from each area to each site, and what opening sites takes.

    distance: (sites, areas). people: in each area. start: from each area to the nearest place
    there is already; infinite if there is none. cost: of each site; budget: the most they may
    cost together.
    """

    distance: Floats
    people: Floats
    start: Floats
    cost: Floats
    budget: float


@dataclass(frozen=True, kw_only=True, eq=False)
class _Bounded:
    """A choice, a bound, and at the prices of the bound: those, and what each site would save."""

    sites: Sites
    value: float
    bound: float
    price: Floats
    saving: Floats


def shorten_ways(ways: Ways, *, seconds: float) -> Found:
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
    found = _raise_bound(ways, end)
    if found.value > found.bound + _slack(found.value) and time.monotonic() < end:
        found = _close_gap(ways, found, end)
    bound = found.value if found.value <= found.bound + _slack(found.value) else found.bound
    return Found(sites=np.sort(found.sites), value=found.value, bound=bound)


def measure_ways(ways: Ways, sites: Sites) -> float:
    """Return the sum of people times the distance to the nearest place, with these sites open."""
    nearest = np.minimum(np.min(ways.distance[sites], axis=0, initial=np.inf), ways.start)
    # Where nobody is, no place in reach adds nothing: 0 times infinity is not known.
    needed = ways.people > 0
    return float(ways.people[needed] @ nearest[needed])


def _slack(value: float) -> float:
    return TOLERANCE * max(1.0, abs(value))


def _take(ways: Ways, worth: Floats) -> Sites:
    """Return sites in order of what they are worth for their cost, as far as the budget goes."""
    if _costs_alike(ways):
        count = min(int((ways.budget + TOLERANCE) / ways.cost[0]), len(ways.cost))
        return np.argsort(-worth, kind="stable")[:count]
    chosen, left = [], ways.budget + TOLERANCE
    for site in np.argsort(-worth / ways.cost, kind="stable"):
        if ways.cost[site] <= left:
            chosen.append(int(site))
            left -= ways.cost[site]
    return np.array(chosen, dtype=np.intp)


def _costs_alike(ways: Ways) -> bool:
    return bool((ways.cost == ways.cost[0]).all())


def _start_greedily(ways: Ways) -> Sites:
    chosen: list[int] = []
    nearest, left = ways.start.copy(), ways.budget + TOLERANCE
    if not np.isfinite(nearest).all():
        nearest[~np.isfinite(nearest)] = 2 * ways.distance.max(initial=1.0)
    while True:
        can = ways.cost <= left
        can[chosen] = False
        if not can.any():
            break
        gain = np.maximum(nearest - ways.distance, 0) @ ways.people / ways.cost
        site = int(np.argmax(np.where(can, gain, -1)))
        chosen.append(site)
        left -= ways.cost[site]
        nearest = np.minimum(nearest, ways.distance[site])
    return np.array(chosen, dtype=np.intp)


def improve_ways(ways: Ways, sites: Sites, near: Near | None = None) -> Sites:
    """Return sites after the best swaps of one for another, until none makes ways shorter."""
    near = near or sort_ways(ways)
    sites = sites.copy()
    while len(sites):
        change = weigh_swaps(ways, sites, near)
        out, into = np.unravel_index(int(np.argmin(change)), change.shape)
        if not change[out, into] < -_slack(measure_ways(ways, sites)):
            break
        sites[out] = into
    return sites


def weigh_swaps(ways: Ways, sites: Sites, near: Near) -> Floats:
    """Return by how much each swap changes the sum: (sites open, all sites); infinite: cannot be.

    Whitaker's fast interchange: opening a site helps those nearer to it than to any other;
    closing one sends its people to the next nearest, or to the site just opened.
    """
    count = len(near.site)
    places = np.vstack([ways.distance[sites], ways.start])
    owner = np.argmin(places, axis=0)
    first = np.take_along_axis(places, owner[None, :], axis=0)[0]
    np.put_along_axis(places, owner[None, :], np.inf, axis=0)
    second = np.minimum(places.min(axis=0), near.distance[-1])
    reach = int((near.distance < second).sum(axis=0).max(initial=0))
    rank, area = np.nonzero(near.distance[:reach] < second)
    distance, site = near.distance[rank, area], near.site[rank, area]
    people = ways.people[area]
    gain = np.bincount(site, people * np.maximum(first[area] - distance, 0), minlength=count)
    spared = people * (second[area] - np.maximum(distance, first[area]))
    spared = np.bincount(owner[area] * count + site, spared, minlength=len(places) * count).reshape(
        len(places), count
    )
    loss = np.bincount(owner, ways.people * (second - first), minlength=len(places))
    change = (loss[:, None] - gain - spared)[:-1]
    room = ways.budget - ways.cost[sites].sum() + ways.cost[sites] + TOLERANCE
    change[ways.cost > room[:, None]] = np.inf
    change[:, sites] = np.inf
    return np.asarray(change)


@dataclass(frozen=True, kw_only=True, eq=False)
class Near:
    """For each area, a column, the sites from near to far, and how far they are."""

    site: Sites
    distance: Floats


def sort_ways(ways: Ways) -> Near:
    """Return the sites by distance from each area."""
    site = np.argsort(ways.distance, axis=0, kind="stable")
    return Near(site=site, distance=np.take_along_axis(ways.distance, site, axis=0))


def _raise_bound(ways: Ways, end: float) -> _Bounded:
    """Return the best bound and choice of the Lagrangian relaxation."""
    near = sort_ways(ways)
    best = improve_ways(ways, _start_greedily(ways), near)
    found = _Bounded(
        sites=best,
        value=measure_ways(ways, best),
        bound=-np.inf,
        price=np.zeros(len(ways.people)),
        saving=np.zeros(len(ways.cost)),
    )
    step = _least_step(ways)
    price = np.minimum(np.min(ways.distance[best], axis=0, initial=np.inf), ways.start)
    price *= ways.people
    stride, waited, tried, before = _STRIDE, 0, {tuple(np.sort(best))}, -np.inf
    lengths = _price_lengths(ways, near)
    for number in range(_ROUNDS):
        bound, opened, saving, slope = _price_round(ways, lengths, price)
        waited += 1
        if bound > found.bound + 1e-12 * abs(bound):
            waited, found = 0, replace(found, bound=bound, price=price, saving=saving)
        if number % _TRY_EVERY == 0 and tuple(np.sort(opened)) not in tried:
            tried.add(tuple(np.sort(opened)))
            choice = improve_ways(ways, opened, near)
            if measure_ways(ways, choice) < found.value - _slack(found.value):
                found = replace(found, sites=choice, value=measure_ways(ways, choice))
        if waited >= _PATIENCE:
            stride, waited = stride / 2, 0
        if number % _LOOK_EVERY == 0:
            if found.bound - before < _LEAST_RISE * abs(found.bound):
                break
            before = found.bound
        size = float(slope @ slope)
        is_near = found.value - found.bound < max(step - TOLERANCE, _slack(found.value))
        if is_near or size == 0 or stride < _LEAST_STRIDE or time.monotonic() > end:
            break
        price = np.clip(
            price + slope * (stride * (1.01 * found.value - bound) / size), 0, lengths.most
        )
    best_bound = np.ceil(found.bound - TOLERANCE) if step else found.bound
    return replace(found, bound=min(float(best_bound), found.value))


def _least_step(ways: Ways) -> float:
    """Return the least by which two sums of ways can differ, as far as that is known."""
    weighed = np.append(ways.distance.ravel(), ways.start[np.isfinite(ways.start)])
    is_whole = (weighed == np.round(weighed)).all() and (ways.people == np.round(ways.people)).all()
    return 1.0 if is_whole else 0.0


@dataclass(frozen=True, kw_only=True, eq=False)
class _Lengths:
    """People times distance to the nearest sites of each area: no price goes beyond them."""

    site: Sites
    length: Floats
    start: Floats
    most: Floats


def _price_lengths(ways: Ways, near: Near) -> _Lengths:
    typical = max(1.0, min(ways.budget / float(np.median(ways.cost)), len(ways.cost)))
    count = min(len(ways.cost), int(_NEAR_SITES * len(ways.cost) / typical) + _NEAR_SITES)
    length = near.distance[:count] * ways.people
    start = np.where(np.isfinite(ways.start), ways.start, 0) * ways.people
    is_all = count == len(ways.cost)
    return _Lengths(
        site=near.site[:count],
        length=length,
        start=np.where(np.isfinite(ways.start), start, np.inf),
        most=np.full(len(ways.people), np.inf) if is_all else length[-1],
    )


def _price_round(
    ways: Ways, lengths: _Lengths, price: Floats
) -> tuple[float, Sites, Floats, Floats]:
    """Return the bound at these prices, the sites opened, what each saves, and the slope."""
    reduced = np.minimum(lengths.length - price, 0)
    saved = np.bincount(lengths.site.ravel(), -reduced.ravel(), minlength=len(ways.cost))
    saving = np.asarray(saved, dtype=np.float64)
    by_start = np.minimum(lengths.start - price, 0)
    opened, total = _open_most(ways, saving)
    is_open = np.zeros(len(ways.cost), dtype=bool)
    is_open[opened] = True
    served = ((reduced < 0) & is_open[lengths.site]).sum(axis=0) + (by_start < 0)
    return float(price.sum() + by_start.sum() - total), opened, saving, 1.0 - served


def _open_most(ways: Ways, saving: Floats) -> tuple[Sites, float]:
    """Return the sites that save most within the budget, and the most that any could save."""
    sites = _take(ways, saving)
    if _costs_alike(ways):
        return sites, float(saving[sites].sum())
    order = np.argsort(-saving / ways.cost, kind="stable")
    before = np.concatenate([[0.0], np.cumsum(ways.cost[order])[:-1]])
    part = np.clip((ways.budget - before) / ways.cost[order], 0, 1)
    return sites, float(saving[order] @ part)


def _rule(ways: Ways, found: _Bounded) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which sites a better choice must hold, and which it may hold."""
    must, may = np.zeros(len(ways.cost), dtype=bool), np.ones(len(ways.cost), dtype=bool)
    if not _costs_alike(ways):
        return must, may
    opened, _ = _open_most(ways, found.saving)
    is_open = np.isin(np.arange(len(ways.cost)), opened)
    if is_open.all() or not is_open.any():
        return must, may
    least, most = found.saving[is_open].min(), found.saving[~is_open].max()
    gap = found.value - found.bound
    return is_open & (found.saving - most > gap), is_open | (least - found.saving <= gap)


def _close_gap(ways: Ways, found: _Bounded, end: float) -> _Bounded:
    """Return the choice and bound after solving for the sites that the bound left open."""
    must, may = _rule(ways, found)
    free = np.flatnonzero(may & ~must)
    if not len(free):
        return replace(found, bound=found.value)
    kept = np.min(ways.distance[must], axis=0, initial=np.inf)
    kept = np.minimum(kept, ways.start)
    kept[kept > _find_farthest(ways, found)] = np.inf
    nearer = ways.distance[free] < np.minimum(kept, _find_farthest(ways, found))
    if np.count_nonzero(nearer) + len(free) > _MOST_VARIABLES:
        return found
    goal, rows, most, upper, least = _write_radii(ways, free, kept, nearer, ways.cost[must].sum())
    solved = solve(
        goal,
        rows,
        most,
        is_whole=np.arange(len(goal)) < len(free),
        lower=np.zeros(len(goal)),
        upper=upper,
        seconds=end - time.monotonic(),
    )
    best, value = found.sites, found.value
    if solved.variables is not None:
        chosen = free[solved.variables[: len(free)] > 0.5]
        choice = np.concatenate([np.flatnonzero(must), chosen])
        if measure_ways(ways, choice) < value:
            best, value = choice, measure_ways(ways, choice)
    bound = value if solved.is_infeasible else max(found.bound, min(solved.bound + least, value))
    return replace(found, sites=best, value=value, bound=bound)


def _find_farthest(ways: Ways, found: _Bounded) -> Floats:
    """Return how far from each area the nearest place can be in a better choice.

    Further, and the bound would rise beyond the value by what the way costs more than its price.
    """
    room = found.price + (found.value - found.bound) + _slack(found.value)
    farthest = np.full(len(room), np.inf)
    np.divide(room, ways.people, out=farthest, where=ways.people > 0)
    return farthest


def _write_radii(
    ways: Ways, free: Sites, kept: Floats, nearer: NDArray[np.bool_], spent: float
) -> tuple[Floats, sparse.csr_array[Any, tuple[int, int]], Floats, Floats, float]:
    """Return the program in radii: goal, rows, their most, upper limits, and what is added.

    For each area, a variable for each distance at which a site could be: 1 if no site is open
    within it. Going from one distance to the next costs the people of the area the difference.
    """
    goal = [np.zeros(len(free))]
    upper = [np.ones(len(free))]
    row_of: list[Any] = []
    column_of: list[Any] = []
    values: list[Any] = []
    most: list[float] = []
    added, column = 0.0, len(free)
    for area in range(len(kept)):
        near = np.flatnonzero(nearer[:, area])
        radii, step = np.unique(ways.distance[free[near], area], return_inverse=True)
        ends = np.append(radii, kept[area])
        added += float(ways.people[area] * ends[0])
        count = len(radii)
        if not count:
            continue
        climb = np.diff(ends)
        goal.append(ways.people[area] * np.where(np.isfinite(climb), climb, 0))
        upper.append(np.where(np.isfinite(climb), 1.0, 0.0))
        first = len(most)
        own = np.arange(count)
        row_of += [first + own, first + own[1:], first + step]
        column_of += [column + own, column + own[:-1], near]
        values += [-np.ones(count), np.ones(count - 1), -np.ones(len(near))]
        most += [-1.0] + [0.0] * (count - 1)
        column += count
    row_of.append(np.full(len(free), len(most)))
    column_of.append(np.arange(len(free)))
    values.append(ways.cost[free])
    most.append(ways.budget - spent)
    rows = sparse.csr_array(
        (np.concatenate(values), (np.concatenate(row_of), np.concatenate(column_of))),
        shape=(len(most), column),
    )
    return np.concatenate(goal), rows, np.array(most), np.concatenate(upper), added
