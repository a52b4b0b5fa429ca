from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from overlapping_services import to_dimension
from scipy.stats import false_discovery_control

from ecosystem.questions.duplication.chance import (
    control_false,
    fit_chances,
    measure_chance,
    measure_tails,
)
from ecosystem.questions.duplication.overlap import Dimension
from ecosystem.questions.duplication.search import PairSearch


def tail_by_enumeration(draws, least):
    """Add up all outcomes of independent yes-or-no draws with at least so many yes."""
    return sum(
        np.prod([chance if yes else 1 - chance for chance, yes in zip(draws, outcome, strict=True)])
        for outcome in product((True, False), repeat=len(draws))
        if sum(outcome) >= least
    )


def fit_by_gradient(sizes, counts):
    """Solve the bipartite configuration model row by row and value by value, slowly."""
    x, y = np.ones(len(sizes)), np.ones(len(counts))
    for _ in range(200_000):
        odds = np.outer(x, y)
        x = sizes / (y / (1 + odds)).sum(axis=1)
        y = counts / (x[:, None] / (1 + np.outer(x, y))).sum(axis=0)
    odds = np.outer(x, y)
    return odds / (1 + odds)


def test_chance_is_the_published_model():
    """A 5 by 4 table worked by a plain fixed point, one row and one value at a time."""
    held = np.array([[1, 1, 0, 0], [1, 0, 1, 0], [1, 1, 1, 0], [0, 1, 0, 1], [0, 0, 1, 0]])
    expected = fit_by_gradient(held.sum(axis=1), held.sum(axis=0))
    sizes, of, rows = np.unique(held.sum(axis=1), return_inverse=True, return_counts=True)
    assert fit_chances(sizes, rows, held.sum(axis=0))[of] == pytest.approx(expected, abs=1e-9)


def test_rows_and_values_that_are_certain_are_exact():
    """The first row holds all, the last value is held by all: what is left is one of two each."""
    held = np.array([[1, 1, 1], [1, 0, 1], [0, 1, 1]])
    chances = fit_chances(np.array([2, 3]), np.array([2, 1]), held.sum(axis=0))
    assert chances == pytest.approx(np.array([[0.5, 0.5, 1], [1, 1, 1]]))


def test_what_only_the_sums_together_make_certain_is_found():
    """Rows of 1, 1, 3 and 3, values held by 3, 3, 1 and 1: a row of 3 holds the first two."""
    chances = fit_chances(np.array([1, 3]), np.array([2, 2]), np.array([3, 3, 1, 1]))
    expected = np.array([[0.5, 0.5, 0, 0], [1, 1, 0.5, 0.5]])
    assert chances == pytest.approx(expected, abs=1e-9)


def test_rows_that_hold_nothing_are_not_part_of_the_model():
    """Chance 2/3 and 1/3 a row, so 4/9 and 1/9 a pair; an empty row changes nothing."""
    rows = [frozenset({0}), frozenset({1}), frozenset({0})]
    first, second, one = np.array([0]), np.array([2]), np.array([1])
    tails = measure_tails(to_dimension("area", rows).holds, first, second, one)
    with_empty = to_dimension("area", [*rows, frozenset()]).holds
    assert tails == pytest.approx(1 - (1 - 4 / 9) * (1 - 1 / 9))
    assert measure_tails(with_empty, first, second, one) == pytest.approx(tails, abs=1e-15)


@settings(deadline=None)
@given(st.lists(st.frozensets(st.integers(0, 5), min_size=1), min_size=3, max_size=9))
def test_tails_are_those_of_full_enumeration(rows):
    holds = to_dimension("area", rows).holds
    a, b = np.triu_indices(len(rows), k=1)
    shared = np.array([len(rows[i] & rows[j]) for i, j in zip(a, b, strict=True)])
    tails = measure_tails(holds, a, b, shared)
    sizes, of, count = np.unique(np.diff(holds.indptr), return_inverse=True, return_counts=True)
    held = np.bincount(holds.indices, minlength=holds.shape[1])
    chances = fit_chances(sizes, count, held)[of]
    assert chances.sum(axis=1) == pytest.approx(np.diff(holds.indptr), abs=1e-6)
    assert chances.sum(axis=0) == pytest.approx(held, abs=1e-6)
    for i, j, least, tail in zip(a, b, shared, tails, strict=True):
        assert tail == pytest.approx(tail_by_enumeration(chances[i] * chances[j], least), abs=1e-12)


def test_false_finds_are_controlled_as_benjamini_and_hochberg_say():
    """Ten tests, p = .001, .012, .02 and .9; q = .01, .06, .0667, 1."""
    once = np.ones(4, dtype=np.int64)
    q_values = control_false(np.array([0.9, 0.02, 0.001, 0.012]), 10, once)
    assert q_values == pytest.approx([1, 0.2 / 3, 0.01, 0.06])


def test_a_pair_that_stands_for_several_has_the_q_value_of_each_of_them():
    """Ten tests, p = .001, three times .02 and .9; q = .01, 10 · .02 / 4 = .05 and 1."""
    q_values = control_false(np.array([0.9, 0.02, 0.001]), 10, np.array([1, 3, 1]))
    assert q_values == pytest.approx([1, 0.05, 0.01])


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.integers(0, 50))
def test_false_finds_are_those_of_scipy_with_the_tests_not_given_counted(p_values, others):
    """Tests not given are not found: they stretch all q values by tests / given, up to 1."""
    p_values = np.array(p_values)
    tests = len(p_values) + others
    expected = np.minimum(false_discovery_control(p_values) * tests / len(p_values), 1)
    q_values = control_false(p_values, tests, np.ones(len(p_values), dtype=np.int64))
    assert q_values == pytest.approx(expected, rel=1e-12, abs=1e-300)


def test_chance_multiplies_over_respects_and_leaves_out_what_is_not_known():
    """Four rows hold one of two values each, so chance is ½ and a pair shares it in ½² + ½².

    Rows 0 and 1 share both respects: ½ · ½. Row 2 does not say in the second: ½ is left.
    """
    first = to_dimension("area", [{0}, {0}, {0}, {1}, {1}, {1}])
    second = to_dimension("eligibility", [{0}, {0}, frozenset(), {1}, {1}, frozenset()])
    pairs = PairSearch(
        [Dimension(name="area", holds=first.holds, is_needed=True), second], least=0.1
    ).list_all()
    chance = measure_chance([first, second], pairs.cases)[pairs.case]
    by_pair = dict(zip(zip(pairs.a.tolist(), pairs.b.tolist(), strict=True), chance, strict=True))
    assert by_pair[0, 1] == pytest.approx((1 - 0.75**2) ** 2)
    assert by_pair[0, 2] == pytest.approx(1 - 0.75**2)
