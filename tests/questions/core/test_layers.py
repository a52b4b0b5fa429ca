"""A hub, or several layers."""

from itertools import combinations, pairwise

import numpy as np
import pytest
from core_networks import PRIOR, draw_network, plant
from scipy import sparse, special

from ecosystem.questions.core.evidence import make_evidence
from ecosystem.questions.core.layers import _weigh_best_cuts, find_pattern
from ecosystem.questions.core.network import count_blocks, make_network
from ecosystem.questions.core.sweep import find_good


def test_layers_are_told_from_a_hub():
    hub, inside = plant(60, 6, (0.9, 0.4, 0.05), 0)
    evidence = make_evidence(hub, PRIOR)
    assert find_pattern(hub, float(evidence(count_blocks(hub, inside))[0])) == "hub"
    random = np.random.default_rng(0)
    layer = np.repeat([0, 1, 2, 3], 15)
    chance = np.array([0.9, 0.5, 0.2, 0.03])[np.maximum(layer[:, None], layer[None])]
    tied = np.triu(random.random((60, 60)) < chance, 1)
    matrix = sparse.csr_array((tied | tied.T).astype(float))
    layered = make_network(matrix, silent=np.zeros(60, dtype=bool))
    evidence = make_evidence(layered, PRIOR)
    best = find_good(layered, evidence, mixes=(0.3, 0.5, 0.7))
    assert find_pattern(layered, best.value) == "layered"


def test_the_best_cuts_are_the_best_of_all_cuts():
    """Seven in order, cut into three to six in every way there is; a layer has its own value."""
    size = 7
    layer = np.random.default_rng(0).normal(size=(size + 1, size + 1))
    layer[np.tril_indices(size + 1)] = -np.inf
    values = []
    for layers in range(3, 7):
        ways = list(combinations(range(1, size), layers - 1))
        for cuts in ways:
            edges = pairwise([0, *cuts, size])
            value = sum(layer[start, end] for start, end in edges)
            values.append(value - np.log(len(ways)) + special.gammaln(layers + 1))
    assert _weigh_best_cuts(layer, size) == pytest.approx(max(values) - np.log(4))


def test_too_many_have_no_pattern():
    assert find_pattern(draw_network(601, 700, 0), 0.0) is None
