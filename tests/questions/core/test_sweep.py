"""The sweep engine: what enumeration proves, and other objectives."""

from itertools import combinations

import numpy as np
import pytest
from core_networks import draw_network
from scipy import sparse

from ecosystem.questions.core.borgatti_everett import Correlation
from ecosystem.questions.core.enumeration import find_certified, list_cores
from ecosystem.questions.core.network import count_blocks, make_network
from ecosystem.questions.core.orders import order_by_ties
from ecosystem.questions.core.sweep import _share_alike, best_of_order, find_best, find_good


def test_who_could_stand_in_for_another_is_not_marked_alone():
    """A search that found one of two like cliques knows of the other by their symmetry."""
    ties = [*combinations(range(4), 2), *combinations(range(4, 8), 2), (0, 4)]
    one, other = np.array(ties).T
    matrix = sparse.coo_array((np.ones(13), (one, other)), shape=(8, 8)).tocsr()
    network = make_network(matrix + matrix.T, silent=np.zeros(8, dtype=bool))
    best = _share_alike(network, [np.arange(8) < 4], 0.5)
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
        swept = best_of_order(network, lip, order_by_ties(network))
        assert swept.value == lip(list_cores(network).blocks).max()
