"""Programs small enough to solve by hand."""

import numpy as np
import pytest

from ecosystem.questions.placement.solver import relax, solve

# Three sites, each two of which cover an area together: every area needs one of its two.
PAIRS = -np.array([[1.0, 1, 0], [0, 1, 1], [1, 0, 1]])


def test_relaxed_a_half_of_each_is_enough_and_whole_it_takes_two():
    """A half of each of the three: 1.5. Whole, two cover all and one cannot."""
    relaxed = relax(np.ones(3), PAIRS, -np.ones(3))
    assert relaxed.value == pytest.approx(1.5)
    assert relaxed.variables == pytest.approx([0.5] * 3)
    solved = solve_whole(upper=np.ones(3))
    assert solved.variables.round().sum() == 2
    assert solved.bound == pytest.approx(2)


def test_reduced_costs_say_what_a_change_would_cost():
    """Half a unit at cost 1 or 3: of the first. A whole one of the second costs 2 more for each."""
    relaxed = relax(np.array([1.0, 3.0]), -np.ones((1, 2)), np.array([-0.5]))
    assert relaxed.variables == pytest.approx([0.5, 0])
    assert relaxed.cost_to_raise == pytest.approx([0, 2])


def test_what_nothing_satisfies_is_told():
    """Two of three sites closed: an area stays uncovered."""
    solved = solve_whole(upper=np.array([1.0, 0, 0]))
    assert solved.is_infeasible
    assert solved.variables is None


def test_time_that_is_over_is_no_time():
    """The limit may have run below 0; the solver must neither warn nor go on without one."""
    solved = solve_whole(upper=np.ones(3), seconds=-1.0)
    assert solved.bound <= 2 + 1e-9


def solve_whole(upper, seconds=10.0):
    return solve(
        np.ones(3),
        PAIRS,
        -np.ones(3),
        is_whole=np.ones(3, dtype=bool),
        lower=np.zeros(3),
        upper=upper,
        seconds=seconds,
    )
