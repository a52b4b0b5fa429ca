"""Which candidates to open, by each objective, and what each adds."""

import numpy as np
import pytest
from placement_problem import STEP, make_problem

from ecosystem.questions.placement.objectives import (
    choose_all,
    choose_fairest,
    choose_most,
    choose_nearest,
)

# Candidate 0 reaches areas 0 and 1, 1 reaches 1 and 2, 2 reaches 3.
COVERS = [[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 0, 1]]
PEOPLE = [10, 20, 30, 5]


def test_most_people_and_in_the_order_of_what_each_adds():
    """Two of three: 0 and 1 reach 60, 1 and 2 reach 55. First 1 (50), then 0 adds area 0's 10."""
    choice = choose_most(make_problem(COVERS, PEOPLE, budget=2.0), 10)
    assert choice.sites.tolist() == [1, 0]
    assert choice.added.tolist() == [50, 10]
    assert choice.total.tolist() == [50, 60]
    assert choice.without.tolist() == [0, 0, 0, 5]
    assert (choice.before, choice.value, choice.bound) == (0, 60, 60)


def test_what_must_be_opened_is_paid_for_first():
    """With 2 required only one more: 1 adds 50 to its 5."""
    problem = make_problem(COVERS, PEOPLE, budget=2.0, choice=["may", "may", "must"])
    choice = choose_most(problem, 10)
    assert choice.sites.tolist() == [1, 2]
    assert choice.value == 55


def test_with_limited_places_no_more_are_seen_than_there_are_places():
    """1 could reach 50 but sees 25; 0 sees all of its 30. A site for nobody is not listed."""
    problem = make_problem(COVERS, PEOPLE, budget=3.0, capacity=[np.inf, 25, 0])
    choice = choose_most(problem, 10)
    assert choice.sites.tolist() == [0, 1]
    assert choice.added == pytest.approx([30, 25])
    assert choice.without == pytest.approx([0, 0, 5, 5])


def test_everyone_by_the_cheapest():
    """Area 0 needs candidate 0, area 2 needs 1, area 3 needs 2: all three, at 1 + 4 + 2."""
    choice = choose_all(make_problem(COVERS, PEOPLE, cost=[1.0, 4, 2]), 10)
    assert sorted(choice.sites) == [0, 1, 2]
    assert (choice.value, choice.bound) == (7, 7)
    assert choice.without.tolist() == [0] * 4


def test_the_worst_off_come_before_the_most():
    """Area 3 is a larger area of its own: 0 of 5 there until candidate 2 is opened."""
    parent = ["P", "P", "P", "Q"]
    problem = make_problem(COVERS, PEOPLE, parent=parent, sites=[0])
    assert choose_most(problem, 10).sites.tolist() == [1]
    choice = choose_fairest(problem, 10)
    assert choice.sites.tolist() == [2]
    assert choice.value == pytest.approx(10 / 60)


def test_the_shortest_way_and_how_it_shortens():
    """People times steps to area 3, where a service is: 45 + 40 = 85 for 40 people.

    With 1 open too it is 15, for areas 0 and 1; with 0 it were 20, with 2 it were 30 + 20.
    """
    problem = make_problem(COVERS, [15, 20, 0, 5], sites=[3], within_km=7)
    choice = choose_nearest(problem, 10)
    assert choice.sites.tolist() == [1]
    assert choice.mean_km == pytest.approx([STEP * 85 / 40, STEP * 15 / 40], abs=0.01)
    assert choice.added.tolist() == [35]
    assert choice.before == 5
    assert choice.without.tolist() == [0] * 4


def test_nothing_to_choose_from_leaves_all_as_it_is():
    problem = make_problem(np.empty((0, 4)), PEOPLE)
    for choose in (choose_most, choose_all, choose_nearest, choose_fairest):
        assert choose(problem, 1).sites.tolist() == []
