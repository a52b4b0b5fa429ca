"""Which sites to open so that most people, or everyone, is covered: arrays in, arrays out.

A site covers areas: a sparse matrix `covers` (sites, areas) of ones. `people` (areas,) are those
in need, `cost` (sites,) is what each site takes, above 0. Sites are given, and chosen, by their
rows. Every search says what it has chosen, the best that could possibly be chosen (the bound), and
so whether its choice is proven best.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from .cover_cuts import choose_likely, improve_cover, tighten
from .solver import relax, solve

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .cover_cuts import Tightened
    from .solver import Relaxed, Solved

    Covers = sparse.csr_array[Any, tuple[int, int]]
    Floats = NDArray[np.float64]
    Sites = NDArray[np.intp]


TOLERANCE = 1e-6
"""Values nearer to one another than this are the same: HiGHS keeps to its rows, and to whole
numbers, within about as much. Absolute for people and cost; a share of the value for proofs."""

_MOST_OVERLAPS = 20_000_000
"""Most pairs of two sites with an area in common (or two areas with a site) that are compared to
drop what is outdone; they take some 16 bytes each. Beyond it nothing is dropped: the answer is the
same, only the program is larger."""


_MOST_PLAIN = 150
"""Sites left to choose from, up to which the solver alone proves the best choice in a tenth of a
second; beyond, a better choice and cuts are looked for before it is asked."""

_EXCHANGES, _MORE_EXCHANGES = 2000, 6000
"""Sites exchanged in the search for a better choice: first among all, and once more, among the
likely ones, where many are left. One search of the two alone misses the best choice more often
(docs/benchmarks/placement.md)."""

_MANY_LEFT = 250
"""Sites that the cuts leave open from which the solver takes longer than more exchanges do."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Solution:
    """The sites to open, what they come to, and the best that any choice could come to.

    Attributes
    ----------
    sites : (chosen,) int
        In order of their rows.
    value : float
        In the measure of the search: people covered, cost, or people times distance.
    bound : float
        No choice comes to more (or less, where the least is looked for).
    """

    sites: Sites
    value: float
    bound: float

    @property
    def is_proven(self) -> bool:
        """Whether no choice comes to more, or less, than this one."""
        return abs(self.bound - self.value) <= TOLERANCE * max(1.0, abs(self.value))


def cover_most(
    covers: Covers, people: Floats, cost: Floats, budget: float, *, seconds: float
) -> Solution:
    """Return the sites within a budget that cover most people: maximal covering location.

    Parameters
    ----------
    covers
        Which site covers which area.
    people
        In each area, 0 or more.
    cost
        Of each site, above 0.
    budget
        The most that the sites may cost together.
    seconds
        Time to search; after it the best found so far is returned.

    Notes
    -----
    Church and ReVelle (1974), https://doi.org/10.1007/BF01942293. Areas that the same sites cover
    are joined and sites that another one outdoes are dropped; a greedy choice is improved by
    swaps; the linear relaxation gives the bound, and its reduced costs tell which sites cannot be
    in a better choice, or must be; what is left goes to the HiGHS solver. The work is that of the
    linear program, unless it leaves a gap: then it may grow without bound, to the time given.
    """
    end = time.monotonic() + seconds

    # A smaller program with the same answer. `joined` is (kept sites, joined areas), `weight` the
    # people of each joined area, `price` the cost of each kept site.
    free = np.flatnonzero((cost <= budget) & (np.diff(covers.indptr) > 0))
    joined, weight = _join_areas(sparse.csr_array(covers[free]), people)
    kept = _drop_outdone(joined, cost[free])
    joined, price = sparse.csr_array(joined[kept]), cost[free[kept]]
    if not joined.nnz:
        return Solution(sites=kept[:0], value=0.0, bound=0.0)

    # A choice from below and the relaxation from above. The relaxed sites, taken from the most
    # open to the least, are a second start: often it is the best choice itself.
    best = improve(joined, weight, price, budget, add_greedily(joined, weight, price, budget))
    program = _write_most(joined, weight, price, budget)
    relaxed = relax(program.goal, program.rows, program.most)
    order = np.argsort(-relaxed.variables[: len(price)])
    rounded = add_greedily(joined, weight, price, budget, order=order)
    rounded = improve(joined, weight, price, budget, rounded)
    if count_covered(joined, weight, rounded) > count_covered(joined, weight, best):
        best = rounded
    value = count_covered(joined, weight, best)
    bound = _round_bound(-relaxed.value, weight, down=True)

    # Only where the two do not meet is there anything left to solve.
    if value < bound - TOLERANCE and time.monotonic() < end:
        best, bound = _solve_most(program, relaxed, best, end - time.monotonic())
        value = count_covered(joined, weight, best)
    return Solution(sites=np.sort(free[kept[best]]), value=value, bound=max(bound, value))


def cover_all(covers: Covers, cost: Floats, *, seconds: float) -> Solution:
    """Return the cheapest sites that cover every area that can be: location set covering.

    Notes
    -----
    Toregas et al. (1971), https://doi.org/10.1287/opre.19.6.1363. Areas that come with another
    one and sites that another one outdoes are dropped, sites that alone cover an area are taken,
    until nothing changes; the rest as in `cover_most`.
    """
    end = time.monotonic() + seconds
    taken, sites, rest = _reduce_all(covers, cost)
    fixed = float(cost[taken].sum())
    if not rest.nnz:
        return Solution(sites=np.sort(taken), value=fixed, bound=fixed)

    # A choice from above, the relaxation from below: each area needs at least one of its sites.
    price, ones = cost[sites], np.ones(rest.shape[1])
    best = _drop_needless(rest, price, add_greedily(rest, ones, price, np.inf))
    value = float(price[best].sum())
    relaxed = relax(price, -rest.T, -ones)
    bound = _round_bound(relaxed.value, price, down=False)
    if value > bound + TOLERANCE and time.monotonic() < end:
        close = _prove_all if len(price) > _MOST_PLAIN else _solve_all
        best, bound = close(rest, price, relaxed, best, end)
        value = float(price[best].sum())
    return Solution(
        sites=np.sort(np.concatenate([taken, sites[best]])),
        value=fixed + value,
        bound=fixed + min(bound, value),
    )


def _solve_all(
    covers: Covers, price: Floats, relaxed: Relaxed, best: Sites, end: float
) -> tuple[Sites, float]:
    """Return the cheapest sites that cover all areas, and the bound, from what may be better."""
    # A better choice costs less than the one known, so no site may be raised or lowered by more
    # than the room between the two: what would take more is fixed.
    value = float(price[best].sum())
    room = value - _find_least_step(price) - relaxed.value + TOLERANCE
    solved = solve(
        price,
        -covers.T,
        -np.ones(covers.shape[1]),
        is_whole=price > 0,
        lower=np.where(relaxed.cost_to_lower > room, 1.0, 0.0),
        upper=np.where(relaxed.cost_to_raise > room, 0.0, 1.0),
        seconds=end - time.monotonic(),
    )
    return _take_better(solved, price, relaxed, best)


def _prove_all(
    covers: Covers, price: Floats, relaxed: Relaxed, best: Sites, end: float
) -> tuple[Sites, float]:
    """Return the same where much is left: a better choice and cuts by turns, then what remains."""
    step, enough = _find_least_step(price), _round_bound(relaxed.value, price, down=False)

    def exchange(sites: Sites, among: Sites, steps: int) -> Sites:
        found = improve_cover(
            sparse.csr_array(covers[among]),
            price[among],
            np.searchsorted(among, sites),
            enough=enough,
            steps=steps,
            seconds=end - time.monotonic(),
        )
        return among[found]

    def look_below(value: float) -> Tightened:
        return tighten(covers, price, value - step, seconds=end - time.monotonic())

    best = exchange(best, np.arange(len(price)), _EXCHANGES)
    value = float(price[best].sum())
    known = look_below(value)
    if known.bound <= value - step + TOLERANCE and known.left > _MANY_LEFT:
        # Of what is better than the choice known, less is left the better that choice is.
        found = exchange(best, choose_likely(relaxed, price, best), _MORE_EXCHANGES)
        if price[found].sum() < value - TOLERANCE:
            best, value = found, float(price[found].sum())
            known = look_below(value)
    most = value - step
    if known.bound > most + TOLERANCE:
        return best, value
    rows = sparse.vstack([-covers.T, -known.cuts, sparse.csr_array(price[None, :])])
    needs = np.concatenate([-np.ones(covers.shape[1]), np.full(known.cuts.shape[0], -2.0), [most]])
    solved = solve(
        price,
        sparse.csc_array(rows),
        needs,
        is_whole=price > 0,
        lower=known.lower,
        upper=known.upper,
        seconds=end - time.monotonic(),
    )
    return _take_better(solved, price, relaxed, best)


def _take_better(
    solved: Solved, price: Floats, relaxed: Relaxed, best: Sites
) -> tuple[Sites, float]:
    """Return what was found, if it is better than the best known, and the bound."""
    value = float(price[best].sum())
    if solved.variables is not None:
        opened = np.flatnonzero(solved.variables > 0.5)
        best = opened if price[opened].sum() < value else best
        value = float(price[best].sum())
    # That nothing satisfies the program means that nothing is better than what was known.
    if solved.is_infeasible:
        return best, value
    bounds = (_round_bound(one, price, down=False) for one in (relaxed.value, solved.bound))
    return best, max(bounds)


def count_covered(covers: Covers, people: Floats, sites: Sites) -> float:
    """Return how many people these sites cover."""
    return float(people[_is_covered(covers, sites)].sum())


def add_greedily(
    covers: Covers, people: Floats, cost: Floats, budget: float, *, order: Sites | None = None
) -> Sites:
    """Return sites taken one by one, each the one that adds most people for its cost.

    With `order` they are taken in that order, as far as the budget goes.
    """
    chosen: list[int] = []
    uncovered = people.astype(float)
    spent = 0.0
    queue = iter(() if order is None else order)
    while True:
        # (sites,): which can still be paid for. One too dear now stays so, as money only goes out,
        # so the queue never has to turn back.
        can = cost <= budget - spent + TOLERANCE
        can[chosen] = False
        if order is None:
            gain = np.where(can, covers @ uncovered, 0) / cost
            site = int(np.argmax(gain))
            if not gain[site] > 0:
                break
        else:
            site = next((int(site) for site in queue if can[site]), -1)
            if site < 0:
                break
        chosen.append(site)
        spent += cost[site]
        uncovered[_is_covered(covers, np.array([site]))] = 0
    return np.array(chosen, dtype=np.intp)


def improve(covers: Covers, people: Floats, cost: Floats, budget: float, sites: Sites) -> Sites:
    """Return sites after the best swaps of one for another, until no swap covers more people."""
    chosen = list(sites)
    # (areas,): how many of the chosen sites cover each, so that a swap is reckoned without looking
    # at the others again.
    times = np.asarray(covers[chosen].sum(axis=0)).ravel()
    while chosen:
        most, swap = TOLERANCE, (-1, -1)
        spent = cost[chosen].sum()
        for row, site in enumerate(chosen):
            # Without this site: whom each other site would win, less whom only this one covers.
            loses = _is_covered(covers, np.array([site]))
            without = np.where(times - loses == 0, people, 0)
            gain = np.where(cost <= budget - spent + cost[site] + TOLERANCE, covers @ without, 0)
            gain[chosen] = 0
            other = int(np.argmax(gain))
            more = gain[other] - without[loses].sum()
            if more > most:
                most, swap = more, (row, other)
        if swap[0] < 0:
            break
        row, other = swap
        times = times - _is_covered(covers, np.array([chosen[row]]))
        times = times + _is_covered(covers, np.array([other]))
        chosen[row] = other
    return np.array(chosen, dtype=np.intp)


def _is_covered(covers: Covers, sites: Sites) -> NDArray[np.bool_]:
    """Tell which areas some of these sites cover."""
    covered = np.zeros(covers.shape[1], dtype=bool)
    for site in sites:
        covered[covers.indices[covers.indptr[site] : covers.indptr[site + 1]]] = True
    return covered


def _join_areas(covers: Covers, people: Floats) -> tuple[Covers, Floats]:
    """Return the sites' cover of areas joined where the same sites cover them, and the people.

    Areas without people, and those no site covers, are left out: they decide nothing.
    """
    by_area = sparse.csc_array(covers)
    by_area.sort_indices()
    groups: dict[bytes, list[int]] = {}
    for area in np.flatnonzero((people > 0) & (np.diff(by_area.indptr) > 0)):
        sites = by_area.indices[by_area.indptr[area] : by_area.indptr[area + 1]]
        groups.setdefault(sites.tobytes(), []).append(int(area))
    first = [areas[0] for areas in groups.values()]
    weight = np.array([people[areas].sum() for areas in groups.values()])
    return sparse.csr_array(by_area[:, first]), weight


def _list_within(rows: Covers) -> tuple[Sites, Sites]:
    """Return all pairs of two rows of which the first holds nothing that the second does not."""
    per_column = np.bincount(rows.indices, minlength=rows.shape[1]).astype(float)
    if (per_column**2).sum() > _MOST_OVERLAPS:
        return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp)
    # (rows, rows): how many columns two have in common; all of the first's, and it is within.
    shared = sparse.coo_array(rows @ rows.T)
    row, other = shared.coords
    within = (shared.data == np.diff(rows.indptr)[row]) & (row != other)
    return row[within].astype(np.intp), other[within].astype(np.intp)


def _drop_outdone(covers: Covers, cost: Floats) -> Sites:
    """Return the sites that no other site outdoes: covers all they cover, and costs no more."""
    site, other = _list_within(covers)
    size = np.diff(covers.indptr)
    # Of sites that are the same in both, one must stay: the first.
    is_same = (size[site] == size[other]) & (cost[site] == cost[other])
    outdone = (cost[other] <= cost[site]) & (~is_same | (other < site))
    return np.setdiff1d(np.arange(covers.shape[0]), site[outdone])


def _drop_implied(covers: Covers) -> Sites:
    """Return the areas that are not covered anyway as soon as another area is."""
    by_area = sparse.csr_array(covers.T)
    area, other = _list_within(by_area)
    size = np.diff(by_area.indptr)
    # Whatever site covers the first covers the other too; of equals the first stays.
    implied = (size[area] < size[other]) | (area < other)
    return np.setdiff1d(np.arange(by_area.shape[0]), other[implied])


@dataclass(frozen=True, kw_only=True, eq=False)
class _Most:
    """The program of `cover_most`: an area counts only if one of its sites is open.

    Attributes
    ----------
    covers : (sites, areas) sparse
    weight : (areas,) float, people
    goal, rows, most
        As in `solver`. The variables are the sites (1: open), then the areas (1: covered).
    """

    covers: Covers
    weight: Floats
    goal: Floats
    rows: sparse.csc_array[Any]
    most: Floats


def _write_most(covers: Covers, weight: Floats, price: Floats, budget: float) -> _Most:
    areas = len(weight)
    return _Most(
        covers=covers,
        weight=weight,
        goal=np.concatenate([np.zeros(len(price)), -weight]),
        # A row an area: covered less its open sites is 0 at most. One row more: the budget.
        rows=sparse.block_array(
            [[-covers.T, sparse.eye_array(areas)], [sparse.csr_array(price[None, :]), None]],
            format="csc",
        ),
        most=np.append(np.zeros(areas), budget),
    )


def _solve_most(
    program: _Most, relaxed: Relaxed, best: Sites, seconds: float
) -> tuple[Sites, float]:
    """Return the best choice and the bound, from the sites that the reduced costs leave open."""
    covers, weight = program.covers, program.weight
    sites, areas = covers.shape
    value = count_covered(covers, weight, best)

    # A better choice covers at least one step more than is known. A site whose opening (or
    # closing) takes the relaxation below that is closed (or open) in every better choice.
    room = -relaxed.value - value - _find_least_step(weight) + TOLERANCE
    lower, upper = np.zeros(sites + areas), np.ones(sites + areas)
    upper[:sites][relaxed.cost_to_raise[:sites] > room] = 0
    lower[:sites][relaxed.cost_to_lower[:sites] > room] = 1

    # Areas need not be whole: with whole sites they are so by themselves.
    solved = solve(
        program.goal,
        program.rows,
        program.most,
        is_whole=np.arange(sites + areas) < sites,
        lower=lower,
        upper=upper,
        seconds=seconds,
    )
    if solved.is_infeasible:  # nothing covers more than what was known
        return best, value
    if solved.variables is not None:
        opened = np.flatnonzero(solved.variables[:sites] > 0.5)
        if count_covered(covers, weight, opened) > value:
            best = opened
    bound = min(-solved.bound, -relaxed.value)
    # A choice that was ruled out covers no more than what was known.
    return best, max(_round_bound(bound, weight, down=True), value)


def _find_least_step(values: Floats) -> float:
    """Return the least by which two sums of these can differ, as far as that is known."""
    return 1.0 if (values == np.round(values)).all() else 0.0


def _round_bound(bound: float, values: Floats, *, down: bool) -> float:
    """Return a bound on a sum of these values: whole, if they all are."""
    if not _find_least_step(values):
        return float(bound)
    return float(np.floor(bound + TOLERANCE) if down else np.ceil(bound - TOLERANCE))


def _reduce_all(covers: Covers, cost: Floats) -> tuple[Sites, Sites, Covers]:
    """Return the sites that must be taken, the sites left to choose from and what they cover."""
    sites = np.flatnonzero(np.diff(covers.indptr) > 0)
    can_be = np.flatnonzero(np.bincount(covers.indices, minlength=covers.shape[1]))
    covers = sparse.csr_array(covers[sites][:, can_be])
    taken: list[int] = []
    # Each of the three steps may make room for the others, so they go round until none does.
    while covers.nnz:
        before = covers.shape
        kept = _drop_outdone(covers, cost[sites])
        sites, covers = sites[kept], sparse.csr_array(covers[kept])
        covers = sparse.csr_array(covers[:, _drop_implied(covers)])

        # An area with a single site forces it; what the forced sites cover is done with.
        is_single = np.bincount(covers.indices, minlength=covers.shape[1]) == 1
        single = sparse.csc_array(covers)[:, np.flatnonzero(is_single)]
        forced = np.unique(single.indices).astype(np.intp)
        taken += sites[forced].tolist()
        uncovered = np.flatnonzero(~_is_covered(covers, forced))
        others = np.setdiff1d(np.arange(len(sites)), forced)
        covers, sites = sparse.csr_array(covers[others][:, uncovered]), sites[others]
        if covers.shape == before:
            break
    return np.array(taken, dtype=np.intp), sites, covers


def _drop_needless(covers: Covers, cost: Floats, sites: Sites) -> Sites:
    """Return the sites without those whose areas the others cover too, the dearest first."""
    times = np.asarray(covers[sites].sum(axis=0)).ravel()
    kept = []
    for site in sites[np.argsort(-cost[sites], kind="stable")]:
        loses = _is_covered(covers, np.array([site]))
        if (times[loses] > 1).all():
            times = times - loses
        else:
            kept.append(site)
    return np.array(kept, dtype=np.intp)
