"""Chances to be in the core: their ranges, and what those alike share."""

import numpy as np
import pytest

from ecosystem.questions.core.posterior import Posterior, count_likelihood, weigh_tails


def make(probability, low=None, high=None, sizes=(1.0,)):
    chance = np.array(probability)
    return Posterior(
        probability=chance,
        low=chance if low is None else np.array(low),
        high=chance if high is None else np.array(high),
        sizes=np.array(sizes),
    )


def test_nine_in_ten_sizes_lie_in_the_range():
    """Up to size 0, 1, 2, 3, 4 lie .04, .10, .90, .96, 1: 1 is the first past .05, 3 past .95."""
    assert make([0.5], sizes=[0.04, 0.06, 0.80, 0.06, 0.04]).size_range == (1, 3)


def test_the_range_of_sizes_ends_at_the_last_size_whatever_rounding_does():
    assert make([0.5], sizes=[0.0, 0.94]).size_range == (1, 1)


def test_tails_take_the_size_at_their_end_in_part():
    """A tenth of .05, .10, .70, .15: all of the first and half of the second; .10 of the last."""
    low, high = weigh_tails(np.array([0.05, 0.10, 0.70, 0.15]))
    assert low == pytest.approx([1, 0.5, 0, 0])
    assert high == pytest.approx([0, 0, 0, 2 / 3])


def test_a_size_that_cannot_be_has_no_tail():
    low, high = weigh_tails(np.array([0.0, 1.0, 0.0]))
    assert low == pytest.approx([0, 0.1, 0])
    assert high == pytest.approx([0, 0.1, 0])


def test_those_alike_share_their_mean():
    """0 and 2 are alike: (.2 + .4) / 2 = .3."""
    shared = make([0.2, 0.9, 0.4]).share_alike(np.array([0, 1, 0]))
    assert shared.probability == pytest.approx([0.3, 0.9, 0.3])
    assert shared.low == pytest.approx([0.3, 0.9, 0.3])


def test_who_took_no_part_has_no_chance():
    whole = make([0.2, 0.9]).scatter(np.array([3, 1]), 4)
    np.testing.assert_array_equal(whole.probability, [np.nan, 0.9, np.nan, 0.2])


def test_a_range_lies_around_its_chance():
    bounded = make([0.5, 1.1], low=[0.6, -0.1], high=[0.4, 1.2]).bounded()
    assert bounded.probability.tolist() == [0.5, 1]
    assert bounded.low.tolist() == [0.5, 0]
    assert bounded.high.tolist() == [0.5, 1]


def test_counts_are_geometric_with_an_unknown_chance_to_stop():
    """Two ties counted 1 and 2: one step further. The integral of s·s·(1-s) is 1/3 - 1/4."""
    assert count_likelihood(np.array(2.0), np.array(1.0)) == pytest.approx(np.log(1 / 12))
