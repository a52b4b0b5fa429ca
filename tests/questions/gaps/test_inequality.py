"""How unequally help is spread."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem.questions.gaps.inequality import measure_inequality


def test_inequality_by_hand():
    """All to one of two: Gini 1/2, Theil ln 2. Equal shares: 0. Nobody has any: not known."""
    assert measure_inequality(np.array([0.0, 1]), np.ones(2)) == pytest.approx((0.5, np.log(2)))
    assert measure_inequality(np.array([3.0, 3]), np.array([1.0, 9])) == pytest.approx((0, 0))
    assert np.isnan(measure_inequality(np.zeros(3), np.ones(3))).all()
    assert np.isnan(measure_inequality(np.empty(0), np.empty(0))).all()


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(1, 4)), min_size=1, max_size=8),
)
def test_gini_is_the_mean_difference_of_people(pairs):
    """By definition: the mean difference of two people, over twice the mean."""
    values = np.array([float(value) for value, _ in pairs])
    people = np.array([float(count) for _, count in pairs])
    each = np.repeat(values, people.astype(int))
    gini, _ = measure_inequality(values, people)
    if each.mean() == 0:
        assert np.isnan(gini)
    else:
        expected = np.abs(each[:, None] - each).mean() / (2 * each.mean())
        assert gini == pytest.approx(expected, abs=1e-12)
