"""The sweep engine: what enumeration proves, and other objectives."""

from itertools import combinations

import numpy as np
import pytest
from core_networks import draw_network, list_counts, make_tied, plant

from ecosystem.questions.core.borgatti_everett import Correlation
from ecosystem.questions.core.enumeration import find_certified, list_cores
from ecosystem.questions.core.network import count_blocks
from ecosystem.questions.core.orders import order_by_ties
from ecosystem.questions.core.sweep import (
    Best,
    _share_alike,
    alternate,
    best_of_orders,
    find_best,
    find_good,
    sweep_orders,
)
from ecosystem.questions.core.symmetry import find_symmetry


def test_who_could_stand_in_for_another_is_not_marked_alone():
    """A search that found one of two like cliques knows of the other by their symmetry."""
    ties = [*combinations(range(4), 2), *combinations(range(4, 8), 2), (0, 4)]
    network = make_tied(8, ties)
    best = _share_alike([np.arange(8) < 4], 0.5, find_symmetry(network).alike)
    assert not best.always.any()
    assert best.sometimes.all()


@pytest.mark.parametrize("delta", [None, 0.0, 0.5, 1.0])
def test_search_finds_what_enumeration_proves(delta):
    objective = Correlation(delta=delta)
    for seed in range(75):
        network = draw_network(9 + seed % 4, 12 + seed % 11, seed)
        proven = find_certified(network, list_cores(network), objective)
        found = find_best(network, objective, mixes=objective.mixes, seed=0)
        assert found.value == pytest.approx(proven.value)
        good = find_good(network, objective, mixes=objective.mixes)
        assert good.value <= proven.value + 1e-9
        assert objective(count_blocks(network, good.core))[0] == pytest.approx(good.value)


def test_the_sweep_engine_is_exact_for_other_objectives():
    """Lip (2011): as few missing ties inside and ties outside as can be; degree order has it."""

    def lip(blocks):
        return -(blocks.pairs[0] - blocks.ties[0] + blocks.ties[2]).astype(float)

    for seed in range(40):
        network = draw_network(9, 8 + seed % 20, seed)
        swept = best_of_orders(network, lip, [order_by_ties(network)])[0]
        assert swept.value == lip(list_cores(network).blocks).max()


def test_one_sweep_has_the_counts_of_every_k():
    """A triangle 0, 1, 2 with a tail 2-3, in the order 2, 0, 1, 3.

    Of the cores {}, {2}, {2, 0}, {2, 0, 1} and all, 0, 0, 1, 3 and 4 ties lie within, and 0, 3, 3,
    1 and 0 between.
    """
    network = make_tied(4, [(0, 1), (0, 2), (1, 2), (2, 3)])
    blocks = sweep_orders(network, np.array([[2, 0, 1, 3]]))
    assert blocks.size.tolist() == [[0, 1, 2, 3, 4]]
    assert blocks.ties[0].tolist() == [[0, 0, 1, 3, 4]]
    assert blocks.ties[1].tolist() == [[0, 3, 3, 1, 0]]
    assert blocks.ties[2].tolist() == [[4, 1, 0, 0, 0]]
    assert blocks.pairs[0].tolist() == [[0, 0, 1, 3, 6]]


def test_a_sweep_counts_as_if_counted_anew_where_some_did_not_report():
    for seed in range(5):
        network, _ = plant(12, 4, (0.7, 0.5, 0.3), seed, silent=0.4)
        order = np.random.default_rng(seed).permutation(12)
        blocks = sweep_orders(network, order[None])
        for size in range(13):
            core = np.isin(np.arange(12), order[:size])
            assert list_counts(blocks, size) == list_counts(count_blocks(network, core), 0)


def test_sweeping_again_is_never_worse():
    objective = Correlation(delta=1.0)
    bettered = 0
    for seed in range(20):
        network = draw_network(30, 60, seed)
        order = np.random.default_rng(seed).permutation(30)
        once = best_of_orders(network, objective, [order])[0]
        again = alternate(network, objective, [order], objective.mixes)[0]
        assert again.value >= once.value
        bettered += again.value > once.value
    assert bettered > 10


def test_the_best_of_some_is_out_for_all_others():
    best = Best(
        always=np.array([True, False]),
        sometimes=np.array([True, True]),
        value=0.5,
        count=2,
        is_certified=True,
    ).scatter(np.array([2, 0]), 3)
    assert best.always.tolist() == [False, False, True]
    assert best.sometimes.tolist() == [True, False, True]
