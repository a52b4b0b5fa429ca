"""Which sites cover most people, or everyone, against trying all of them."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from ecosystem.questions.placement.covering import count_covered, cover_all, cover_most, improve


@st.composite
def towns(draw):
    """Up to eight sites and eleven areas, people whole or not, costs alike or not."""
    seed = draw(st.integers(0, 10**6))
    rng = np.random.default_rng(seed)
    sites, areas = rng.integers(1, 9), rng.integers(1, 12)
    covers = sparse.csr_array((rng.random((sites, areas)) < rng.uniform(0.1, 0.6)).astype(float))
    people = rng.integers(0, 20, areas).astype(float)
    if draw(st.booleans()):
        people = people * rng.random(areas)
    cost = np.ones(sites) if draw(st.booleans()) else rng.integers(1, 5, sites).astype(float)
    return covers, people, cost


def try_all(sites):
    for count in range(sites + 1):
        for some in itertools.combinations(range(sites), count):
            yield np.array(some, dtype=int)


@settings(deadline=None, max_examples=100)
@given(towns(), st.integers(0, 6))
def test_no_choice_within_the_budget_covers_more(case, budget):
    covers, people, cost = case
    found = cover_most(covers, people, cost, budget, seconds=10)
    best = max(
        count_covered(covers, people, some)
        for some in try_all(len(cost))
        if cost[some].sum() <= budget
    )
    assert found.is_proven
    assert found.value == pytest.approx(best)
    assert count_covered(covers, people, found.sites) == pytest.approx(best)
    assert cost[found.sites].sum() <= budget


@settings(deadline=None, max_examples=100)
@given(towns())
def test_no_cheaper_choice_covers_all_that_can_be(case):
    covers, _, cost = case
    can_be = (covers.sum(axis=0) > 0).astype(float)
    found = cover_all(covers, cost, seconds=10)
    best = min(
        cost[some].sum()
        for some in try_all(len(cost))
        if count_covered(covers, can_be, some) == can_be.sum()
    )
    assert found.is_proven
    assert found.value == pytest.approx(best)
    assert count_covered(covers, can_be, found.sites) == can_be.sum()


def plant(points):
    """Points in towns, each a site that covers all within a radius."""
    rng = np.random.default_rng(points)
    centres = rng.uniform(0, 9000, (12, 2))
    spots = centres[rng.integers(0, 12, points)] + rng.normal(0, 900, (points, 2))
    apart = np.linalg.norm(spots[:, None] - spots[None], axis=2)
    return sparse.csr_array((apart <= 800).astype(float)), rng.integers(1, 120, points) * 1.0


@pytest.mark.parametrize("count", [3, 7])
def test_two_hundred_points_are_proven_and_greed_is_beaten_or_met(count):
    covers, people = plant(200)
    ones = np.ones(200)
    found = cover_most(covers, people, ones, count, seconds=20)
    assert found.is_proven
    assert len(found.sites) <= count
    greedy = improve(covers, people, ones, count, np.arange(count))
    assert count_covered(covers, people, greedy) <= found.value


def test_out_of_time_the_bound_is_still_a_bound():
    """Sets of random areas, which leave a gap between the relaxation and whole sites."""
    rng = np.random.default_rng(8)
    covers = sparse.csr_array((rng.random((40, 60)) < 0.15).astype(float))
    people, ones = rng.integers(1, 50, 60).astype(float), np.ones(40)
    hasty = cover_most(covers, people, ones, 5, seconds=0)
    best = cover_most(covers, people, ones, 5, seconds=20)
    assert best.is_proven
    assert hasty.value <= best.value <= hasty.bound
    hasty, best = cover_all(covers, ones, seconds=0), cover_all(covers, ones, seconds=20)
    assert best.is_proven
    assert hasty.bound <= best.value <= hasty.value


def test_nothing_to_cover_or_nothing_to_spend():
    covers = sparse.csr_array(np.ones((2, 2)))
    assert cover_most(covers, np.zeros(2), np.ones(2), 1, seconds=1).value == 0
    assert cover_most(covers, np.ones(2), np.ones(2), 0.5, seconds=1).sites.tolist() == []
    empty = sparse.csr_array((2, 3))
    assert cover_all(empty, np.ones(2), seconds=1).sites.tolist() == []


def test_a_site_that_alone_covers_an_area_is_taken():
    """Area 0 only by site 1; the cheap site 0 is then needless."""
    covers = sparse.csr_array(np.array([[0.0, 1], [1, 1]]))
    found = cover_all(covers, np.array([1.0, 9]), seconds=1)
    assert found.sites.tolist() == [1]
    assert found.value == 9
