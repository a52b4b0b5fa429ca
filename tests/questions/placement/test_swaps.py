"""Which other choices would do nearly as well."""

import numpy as np
import pytest
from placement_problem import make_problem

from ecosystem.questions.placement.p_median import MedianProblem
from ecosystem.questions.placement.swaps import (
    list_reached,
    swap_covered,
    swap_nearest,
    try_swaps,
)

# Candidates 0, 1 and 2 reach area 0 (1,000 people) and, 0 and 1 only, one more small area each.
COVERS = [[1, 1, 0, 0], [1, 0, 1, 0], [1, 0, 0, 0], [0, 0, 0, 1]]
PEOPLE = [1000, 5, 4, 50]


def test_a_swap_within_one_per_cent_is_listed():
    """0 reaches 1,005. Instead 1 reaches 1,004 and 2 1,000; 3, with 50, is no match."""
    swaps = swap_covered(make_problem(COVERS, PEOPLE), np.array([0]), 1005.0, 0.0)
    assert swaps["out"].tolist() == [0, 0]
    assert swaps["into"].tolist() == [1, 2]
    assert swaps["value"].tolist() == [1004, 1000]
    assert swaps["loss"].tolist() == pytest.approx([1 / 1005, 5 / 1005])


def test_what_must_be_opened_or_costs_too_much_is_not_swapped():
    problem = make_problem(COVERS, PEOPLE, cost=[1.0, 2, 1, 1])
    assert swap_covered(problem, np.array([0]), 1005.0, 0.0)["into"].tolist() == [2]
    required = make_problem(COVERS, PEOPLE, choice=["must", "may", "may", "may"])
    assert swap_covered(required, np.array([0]), 1005.0, 0.0).empty


def test_trying_each_swap_says_the_same():
    """Where no place is limited, counting each choice anew is the oracle."""
    problem = make_problem(COVERS, PEOPLE, budget=2.0)
    sites = np.array([0, 3])

    def count(chosen):
        return float(problem.unmet[list_reached(problem, chosen)].sum())

    quick = swap_covered(problem, sites, 1055.0, 7.0)
    assert quick["value"].tolist() == [1061, 1057]
    assert try_swaps(problem, sites, count, 1055.0, 7.0).equals(quick)


def test_too_many_swaps_are_not_tried():
    problem = make_problem(np.ones((402, 1)), [9])
    assert try_swaps(problem, np.array([0]), lambda _: 9.0, 9.0, 0.0).empty


def test_the_shortest_way_has_swaps_too():
    """1,000 people at site 0, 1 at each other, all 1 apart from the rest; 8 is taken to be open.

    With 0 open the sum is 1 + 1; with any other, over a thousand: no swap. Two sites at one point
    swap without loss.
    """
    distance = np.array([[0.0, 1, 1], [1, 0, 1], [0, 1, 1]])
    median = MedianProblem(
        distance=distance,
        people=np.array([1000.0, 1, 1]),
        start=np.full(3, np.inf),
        cost=np.ones(3),
        budget=1.0,
    )
    swaps = swap_nearest(median, np.array([0]), np.array([4, 6, 8]), 2.0)
    assert swaps[["out", "into", "loss"]].to_numpy().tolist() == [[4, 8, 0]]
    assert swaps["value"].tolist() == pytest.approx([2 / 1002])
