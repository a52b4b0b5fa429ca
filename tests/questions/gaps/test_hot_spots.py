"""Hot spots: the score, what of it is chance, and regions."""

import numpy as np
import pytest
from scipy.stats import false_discovery_control

from ecosystem.geo import find_neighbours
from ecosystem.questions.gaps.hot_spots import (
    control_false_discovery,
    find_hot_spots,
    measure_hot_spots,
)


def grid(side):
    """Places a tenth of a degree apart."""
    north, east = np.meshgrid(np.arange(side), np.arange(side), indexing="ij")
    return np.column_stack([52 + 0.1 * north.ravel(), -2 + 0.15 * east.ravel()])


def test_the_score_is_that_of_the_formula():
    """Ord and Getis (1995), formula for G* written out, an area at a time."""
    rng = np.random.default_rng(5)
    places, values = rng.uniform(50, 55, (40, 2)), rng.uniform(0, 1, 40)
    neighbours = find_neighbours(places, 8)
    mean, s = values.mean(), np.sqrt((values**2).mean() - values.mean() ** 2)
    for area, found in enumerate(measure_hot_spots(values, neighbours)):
        weight = np.zeros(40)
        weight[[area, *neighbours[area]]] = 1
        spread = np.sqrt((40 * (weight**2).sum() - weight.sum() ** 2) / 39)
        assert found == pytest.approx((weight @ values - mean * weight.sum()) / (s * spread))


def test_false_discovery_as_in_the_paper():
    """Benjamini and Hochberg (1995), section 3.2: of 15 p values the first four stand at 5 %."""
    low = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344]
    p_values = np.array([*low, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0])
    q_values = control_false_discovery(p_values)
    assert (q_values <= 0.05).tolist() == [True] * 4 + [False] * 11
    assert q_values[0] == pytest.approx(0.0015)
    shuffled = np.random.default_rng(0).permutation(15)
    assert control_false_discovery(p_values[shuffled]) == pytest.approx(q_values[shuffled])


def test_false_discovery_is_that_of_scipy():
    """To the last digit but one; equal p values, which have equal q values, are among them."""
    rng = np.random.default_rng(3)
    for size in (1, 2, 20, 300):
        p_values = np.round(rng.random(size), 2)
        expected = false_discovery_control(p_values)
        assert control_false_discovery(p_values) == pytest.approx(expected, rel=1e-15)


def test_two_planted_regions_are_found_and_told_apart():
    """Two blocks of shortfall in opposite corners of a grid of 144 areas."""
    places = grid(12)
    row, column = np.divmod(np.arange(144), 12)
    first, second = (row < 4) & (column < 4), (row > 7) & (column > 7)
    values = np.random.default_rng(1).uniform(0, 0.2, 144) + 0.8 * (first | second)
    _, _, q_values, region = find_hot_spots(values, places, 0.05)
    assert set(region[first & (q_values <= 0.05)]) != set(region[second & (q_values <= 0.05)])
    assert len(set(region[region >= 0])) == 2
    assert (region >= 0)[first].mean() > 0.7
    assert not (region >= 0)[~first & ~second].any()


def test_chance_makes_hardly_any_region():
    """Of 100 grids without any pattern, no more than 10 show a region (5 are expected)."""
    rng = np.random.default_rng(2)
    found = [(find_hot_spots(rng.random(100), grid(10), 0.05)[3] >= 0).any() for _ in range(100)]
    assert sum(found) <= 10


def test_no_difference_is_no_hot_spot():
    assert (
        measure_hot_spots(np.full(30, 0.7), find_neighbours(grid(6)[:30], 8)).tolist() == [0] * 30
    )
