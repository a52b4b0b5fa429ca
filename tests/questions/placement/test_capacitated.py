"""Which sites see most people where places are limited, or the worst off come first."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from ecosystem.questions.placement.capacitated import (
    CapacitatedProblem,
    Groups,
    serve_most,
    serve_worst,
    share_out,
)


@st.composite
def problems(draw):
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    sites, areas = rng.integers(1, 7), rng.integers(1, 9)
    cost = np.ones(sites) if draw(st.booleans()) else rng.integers(1, 4, sites).astype(float)
    must = np.zeros(sites, dtype=bool)
    must[0] = draw(st.booleans())
    return CapacitatedProblem(
        covers=sparse.csr_array((rng.random((sites, areas)) < 0.4).astype(float)),
        people=rng.integers(0, 20, areas).astype(float),
        capacity=np.where(rng.random(sites) < 0.4, np.inf, rng.integers(0, 30, sites)),
        cost=cost,
        budget=max(float(rng.integers(1, 6)), cost[must].sum()),
        must=must,
    )


def try_all(problem):
    needed = set(np.flatnonzero(problem.must))
    for count in range(len(problem.cost) + 1):
        for some in itertools.combinations(range(len(problem.cost)), count):
            if needed <= set(some) and problem.cost[list(some)].sum() <= problem.budget:
                yield np.array(some, dtype=int)


def flow(problem, sites):
    """Most people these sites can see, by cuts (Gale): the least over all sets of areas.

    People outside the set, and the places of the sites that reach into it.
    """
    covers = problem.covers.toarray()[sites]
    areas = range(len(problem.people))
    cuts = []
    for count in range(len(problem.people) + 1):
        for some in itertools.combinations(areas, count):
            outside = np.setdiff1d(areas, some)
            reaches_in = covers[:, list(some)].any(axis=1)
            cuts.append(problem.people[outside].sum() + problem.capacity[sites][reaches_in].sum())
    return min(cuts)


@settings(deadline=None, max_examples=40)
@given(problems())
def test_sharing_out_sees_as_many_as_can_be(problem):
    for sites in list(try_all(problem))[:6]:
        seen = share_out(problem, sites)
        assert seen.sum() == pytest.approx(flow(problem, sites))
        assert (seen <= problem.people + 1e-9).all()


@settings(deadline=None, max_examples=40)
@given(problems())
def test_no_choice_within_the_budget_sees_more(problem):
    found = serve_most(problem, seconds=10)
    best = max(share_out(problem, sites).sum() for sites in try_all(problem))
    assert found.seen.sum() == pytest.approx(best, abs=1e-5)
    assert found.bound == pytest.approx(best, abs=1e-5)
    assert problem.cost[found.sites].sum() <= problem.budget
    assert set(np.flatnonzero(problem.must)) <= set(found.sites)


@settings(deadline=None, max_examples=40)
@given(problems(), st.data())
def test_the_worst_off_come_first_then_most_people(problem, data):
    size = len(problem.people)
    problem = replace(problem, capacity=np.full(len(problem.cost), np.inf))
    group = np.array(data.draw(st.lists(st.integers(-1, 2), min_size=size, max_size=size)))
    inside = group >= 0
    unmet = np.bincount(group[inside], problem.people[inside], minlength=3)
    groups = Groups(of_area=group, people=1.5 * unmet, served=0.5 * unmet)
    counted = groups.people > 0

    def judge(sites):
        seen = share_out(problem, sites)
        served = groups.served + np.bincount(group[inside], seen[inside], minlength=3)
        least = (served[counted] / groups.people[counted]).min(initial=1.0)
        return round(least, 6), round(seen.sum(), 4)

    found = serve_worst(problem, groups, seconds=10)
    best = max(judge(sites) for sites in try_all(problem))
    assert judge(found.sites) == pytest.approx(best, abs=1e-4)
    assert found.least_bound == pytest.approx(best[0], abs=1e-4)


def test_out_of_time_something_is_still_chosen():
    """Thirty sites that overlap, no time to solve: what is chosen keeps to budget and places."""
    rng = np.random.default_rng(4)
    problem = CapacitatedProblem(
        covers=sparse.csr_array((rng.random((30, 60)) < 0.2).astype(float)),
        people=rng.integers(1, 50, 60).astype(float),
        capacity=rng.integers(20, 90, 30).astype(float),
        cost=np.ones(30),
        budget=5.0,
        must=np.arange(30) == 7,
    )
    found = serve_most(problem, seconds=0)
    assert len(found.sites) <= 5
    assert 7 in found.sites
    assert 0 < found.seen.sum() <= found.bound
    assert found.seen.sum() <= problem.capacity[found.sites].sum() + 1e-6
