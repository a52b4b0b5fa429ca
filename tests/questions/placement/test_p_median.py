"""Which sites make ways shortest, against trying all of them."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem.questions.placement.p_median import (
    MedianProblem,
    improve_sites,
    rank_sites,
    solve_p_median,
    sum_distances,
    weigh_swaps,
)


@st.composite
def problems(draw):
    """Up to eight sites and eleven areas, with or without places there already."""
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    sites, areas = rng.integers(1, 9), rng.integers(1, 12)
    distance = rng.integers(0, 30, (sites, areas)).astype(float)
    if draw(st.booleans()):
        distance = distance * rng.random((sites, areas))
    start = {"none": np.full(areas, np.inf), "all": rng.random(areas) * 20}
    start["some"] = np.where(rng.random(areas) < 0.5, start["all"], np.inf)
    cost = np.ones(sites) if draw(st.booleans()) else rng.integers(1, 4, sites).astype(float)
    return MedianProblem(
        distance=distance,
        people=rng.integers(0, 20, areas).astype(float),
        start=start[draw(st.sampled_from(["none", "some", "all"]))],
        cost=cost,
        budget=float(max(rng.integers(1, 6), cost.min())),
    )


def try_all(problem):
    for count in range(len(problem.cost) + 1):
        for some in itertools.combinations(range(len(problem.cost)), count):
            chosen = np.array(some, dtype=int)
            if problem.cost[chosen].sum() <= problem.budget:
                yield chosen


@settings(deadline=None, max_examples=100)
@given(problems())
def test_no_choice_within_the_budget_is_shorter(problem):
    solution = solve_p_median(problem, seconds=10)
    needed = problem.people > 0
    reachable = [
        sum_distances(problem, some)
        for some in try_all(problem)
        if len(some) or np.isfinite(problem.start[needed]).all()
    ]
    assert solution.is_proven
    assert solution.value == pytest.approx(min(reachable), abs=1e-6)
    assert sum_distances(problem, solution.sites) == pytest.approx(solution.value)
    assert problem.cost[solution.sites].sum() <= problem.budget


@settings(deadline=None, max_examples=50)
@given(problems())
def test_a_swap_is_worth_what_measuring_again_says(problem):
    chosen = next(some for some in try_all(problem) if len(some))
    change = weigh_swaps(problem, chosen, rank_sites(problem))
    before = sum_distances(problem, chosen)
    for out, into in np.argwhere(np.isfinite(change)):
        swapped = chosen.copy()
        swapped[out] = into
        assert change[out, into] == pytest.approx(
            sum_distances(problem, swapped) - before, abs=1e-6
        )


def plant_network(points, seed):
    """Shortest ways in a random network, made as those of the OR-Library are."""
    rng = np.random.default_rng(seed)
    walk = rng.permutation(points)
    ends = rng.integers(0, points, (2, points * points // 50))
    ends = np.hstack([ends, np.vstack([walk[:-1], walk[1:]])])
    distance = np.full((points, points), np.inf)
    np.fill_diagonal(distance, 0)
    for one, other, length in zip(*ends, rng.integers(1, 101, ends.shape[1]), strict=True):
        if one != other:
            distance[one, other] = distance[other, one] = length
    for middle in range(points):
        np.minimum(distance, distance[:, [middle]] + distance[[middle]], out=distance)
    return distance


@pytest.mark.parametrize("count", [5, 10, 33])
def test_a_network_of_a_hundred_points_is_solved_with_proof(count):
    problem = MedianProblem(
        distance=plant_network(100, 1),
        people=np.ones(100),
        start=np.full(100, np.inf),
        cost=np.ones(100),
        budget=float(count),
    )
    solution = solve_p_median(problem, seconds=20)
    assert solution.is_proven
    assert len(solution.sites) == count
    swapped = improve_sites(problem, np.arange(count))
    assert sum_distances(problem, swapped) >= solution.value


def test_out_of_time_the_bound_is_still_a_bound():
    problem = MedianProblem(
        distance=plant_network(60, 3),
        people=np.ones(60),
        start=np.full(60, np.inf),
        cost=np.ones(60),
        budget=4.0,
    )
    hasty, best = solve_p_median(problem, seconds=0), solve_p_median(problem, seconds=20)
    assert best.is_proven
    assert hasty.bound <= best.value <= hasty.value


def test_an_area_without_people_adds_nothing_even_without_a_place():
    problem = MedianProblem(
        distance=np.array([[1.0, 2.0]]),
        people=np.array([3.0, 0.0]),
        start=np.array([4.0, np.inf]),
        cost=np.array([1.0]),
        budget=1.0,
    )
    assert sum_distances(problem, np.array([], dtype=np.intp)) == 12
    assert sum_distances(problem, np.array([0])) == 3
