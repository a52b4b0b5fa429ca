"""Newcombe's limits and Kitagawa's split: the published example, and that parts add up."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem.questions.changes.rates import limit_difference, limit_share, split_difference


def test_the_first_example_of_newcombe():
    """56 of 70 less 48 of 80: 0.2, by his method 10 from 0.0524 to 0.3339."""
    difference, low, high = limit_difference((48, 80), (56, 70))
    assert (difference, low, high) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)


def test_nobody_and_everybody_have_limits_too():
    """Of 10 none: 0 to 0.2775; all of 10 likewise: the difference is at least 1 - 0.2775 · √2."""
    assert limit_share(0, 10) == pytest.approx((0, 0.2775), abs=5e-5)
    _, low, high = limit_difference((0, 10), (10, 10))
    assert (low, high) == pytest.approx((1 - 0.2775 * np.sqrt(2), 1), abs=1e-4)


def split(before, after):
    return split_difference(*np.array(before, dtype=float).T, *np.array(after, dtype=float).T)


def test_better_and_other_organisations_are_told_apart():
    """Ash 2 of 10, then 6 of 10; Birch 9 of 10, then 27 of 30.

    Before 11 / 20 = 0.55, after 33 / 40 = 0.825: 0.275. Shares of people: Ash 0.5, then 0.25;
    Birch 0.5, then 0.75. Within: Ash 0.375 · 0.4 = 0.15, Birch 0. Mix: Ash 0.4 · -0.25 = -0.1,
    Birch 0.9 · 0.25 = 0.225; together 0.125. 0.15 + 0.125 = 0.275.
    """
    assert split([(2, 10), (9, 10)], [(6, 10), (27, 30)]) == pytest.approx((0.15, 0.125))


def test_who_takes_part_once_only_is_mix():
    """Ash stays at 5 of 10; Birch comes with 10 of 10: 0.5 to 0.75, all of it by who takes part."""
    assert split([(5, 10), (0, 0)], [(5, 10), (10, 10)]) == pytest.approx((0, 0.25))


COUNTS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 60)),
    min_size=1,
    max_size=8,
)


@settings(max_examples=50)
@given(counts=COUNTS)
def test_both_parts_add_up_and_lie_within_the_limits(counts):
    parts = np.array([sorted(pair[:2]) + sorted(pair[2:]) for pair in counts], dtype=float)
    (part, whole, part_after, whole_after) = parts.T
    if not whole.sum() or not whole_after.sum():
        return
    within, mix = split_difference(part, whole, part_after, whole_after)
    ends = (part.sum(), whole.sum()), (part_after.sum(), whole_after.sum())
    difference, low, high = limit_difference(*ends)
    assert within + mix == pytest.approx(difference, abs=1e-9)
    assert -1 - 1e-9 <= low <= difference + 1e-9
    assert difference - 1e-9 <= high <= 1 + 1e-9
    back, low_back, high_back = limit_difference(*ends[::-1])
    assert (back, low_back, high_back) == pytest.approx((-difference, -high, -low), abs=1e-9)
