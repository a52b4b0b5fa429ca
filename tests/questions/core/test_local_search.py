"""Moves and swaps: counted as if counted anew, and climbed by."""

from itertools import product

import numpy as np
import pytest
from core_networks import draw_network, list_counts, make_tied, plant

from ecosystem.questions.core.borgatti_everett import Correlation
from ecosystem.questions.core.local_search import (
    EQUAL,
    Division,
    climb,
    flip_each,
    list_divisions,
    swap_each,
)
from ecosystem.questions.core.network import count_blocks


def test_moves_and_swaps_are_counted_as_if_counted_anew():
    for seed in range(6):
        network, core = plant(9, 4, (0.7, 0.5, 0.3), seed, silent=0.3)
        now = list_divisions(network, core[None])
        flips = flip_each(network, now)
        for one in range(9):
            moved = core ^ (np.arange(9) == one)
            assert list_counts(flips, one) == list_counts(count_blocks(network, moved), 0)
        out, into = (part[None] for part in np.array(list(product(range(4), range(4, 9)))).T)
        swaps = swap_each(network, now, out, into)
        for place, pair in enumerate(zip(out[0], into[0], strict=True)):
            swapped = core ^ np.isin(np.arange(9), pair)
            assert list_counts(swaps, place) == list_counts(count_blocks(network, swapped), 0)


def test_a_swap_is_made_where_no_move_is_any_good():
    """A triangle 0, 1, 2 with a tail 2-3; only cores of three count, by the ties within.

    {0, 1, 3} holds one tie and every move makes it no core of three; 2 for 3 makes it the triangle.
    """

    def count_within_three(blocks):
        return np.where(blocks.size == 3, blocks.ties[0], -np.inf).astype(float)

    network = make_tied(4, [(0, 1), (0, 2), (1, 2), (2, 3)])
    start = Division(core=np.array([True, True, False, True]), value=1.0)
    reached = climb(network, count_within_three, [start])[0]
    assert reached.core.tolist() == [True, True, True, False]
    assert reached.value == 3


def test_climbing_betters_each_start_and_says_the_value_it_reached():
    objective = Correlation(delta=0.5)
    for seed in range(5):
        network = draw_network(14, 30, seed)
        random = np.random.default_rng(seed)
        cores = random.random((6, 14)) < 0.4
        cores[:, 0] = True
        starts = [
            Division(core=core, value=float(objective(count_blocks(network, core))[0]))
            for core in cores
        ]
        for start, end in zip(starts, climb(network, objective, starts), strict=True):
            assert end.value >= start.value
            assert end.value == pytest.approx(objective(count_blocks(network, end.core))[0])
            flips = objective(flip_each(network, list_divisions(network, end.core[None])))
            assert flips.max() <= end.value + EQUAL
