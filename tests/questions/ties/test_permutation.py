"""The E-I index and chance: worked by hand, and every way of dealing out the groups."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem.questions.ties.permutation import (
    count_ties,
    draw_index,
    measure_index,
    measure_p_value,
)


def count(label, holds, ties):
    source, target = np.array(ties, dtype=np.int64).reshape(-1, 2).T
    label = np.array(label)
    degree = np.bincount(np.concatenate([source, target]), minlength=len(label))
    return count_ties(label[None], np.array(holds, dtype=bool), source, target, degree)


def test_ties_within_and_beyond_two_groups():
    """Groups A (0, 1, 2) and B (3). Ties 0-1, 1-2, 2-3: A has 2 within and 1 beyond, B 1 beyond.

    (1 - 2) / 3 = -1/3 for A, 1 for B; of all three ties 2 are within: -1/3.
    """
    counted = count([0, 0, 0, 1], np.eye(2), [(0, 1), (1, 2), (2, 3)])
    assert counted.internal.tolist() == [[2, 0, 2]]
    assert counted.external.tolist() == [[1, 1, 1]]
    assert counted.index[0] == pytest.approx([-1 / 3, 1, -1 / 3])


def test_who_is_in_two_groups_is_counted_in_both():
    """Classes: food (0), advice (1), both (2). Ties food-both, advice-both, food-advice.

    Food: food-both within, both-advice and food-advice beyond. Advice likewise. Of all three ties
    two share a group.
    """
    holds = [[True, False], [False, True], [True, True]]
    counted = count([0, 1, 2], holds, [(0, 2), (1, 2), (0, 1)])
    assert counted.internal.tolist() == [[1, 1, 2]]
    assert counted.external.tolist() == [[2, 2, 1]]


def list_deals(label, holds, ties):
    """Return the index of each group in every way to deal out the labels."""
    deals = [count(list(deal), holds, ties).index[0] for deal in permutations(label)]
    return np.array(deals)


@settings(max_examples=25)
@given(size=st.integers(3, 6), overlap=st.booleans(), data=st.data())
def test_draws_are_a_sample_of_all_ways_to_deal(size, overlap, data):
    """Mean and share of 2,000 draws lie near those of all ways: 0.12, and 0.06, are five errors."""
    holds = [[True, False], [False, True], [True, True]] if overlap else np.eye(3)
    label = data.draw(st.lists(st.integers(0, 2), min_size=size, max_size=size))
    pairs = [(one, other) for one in range(size) for other in range(one)]
    ties = data.draw(st.lists(st.sampled_from(pairs), min_size=2, max_size=8, unique=True))
    every, source_target = list_deals(label, holds, ties), np.array(ties).T
    drawn = draw_index(np.array(label), np.array(holds, dtype=bool), *source_target, 2000, 0)
    index = count(label, holds, ties).index[0]
    assert np.nanmean(drawn[:, -1]) == pytest.approx(np.nanmean(every[:, -1]), abs=0.12)
    share = np.mean(every[:, -1] <= index[-1] + 1e-9)
    assert measure_p_value(drawn, index, is_below=True)[-1] == pytest.approx(share, abs=0.06)


def test_chance_of_all_groups_is_that_of_two_picked_at_random():
    """Ties stay and labels move: each tie is within with the chance that two picked are alike.

    Groups of 4 and 1: 4 · 3 / (5 · 4) = 0.6, so (E - I) / (E + I) is 0.4 - 0.6 = -0.2.
    """
    ties = np.array([(0, 1), (0, 2), (1, 2), (2, 3), (3, 4)]).T
    drawn = draw_index(np.array([0, 0, 0, 0, 1]), np.eye(2, dtype=bool), *ties, 4000, 1)
    assert drawn[:, -1].mean() == pytest.approx(-0.2, abs=0.02)


def test_many_draws_at_once_are_the_draws_one_by_one(monkeypatch):
    arguments = (np.array([0, 1, 1, 0]), np.eye(2, dtype=bool), np.array([0, 1]), np.array([1, 2]))
    at_once = draw_index(*arguments, 50, 3)
    monkeypatch.setattr("ecosystem.questions.ties.permutation._CELLS", 1)
    assert np.array_equal(draw_index(*arguments, 50, 3), at_once, equal_nan=True)


def test_without_ties_there_is_no_index_and_no_p_value():
    assert np.isnan(measure_index(np.array([0]), np.array([0]))).all()
    nothing = np.full((9, 1), np.nan)
    assert np.isnan(measure_p_value(nothing, np.array([0.5]), is_below=True)).all()
