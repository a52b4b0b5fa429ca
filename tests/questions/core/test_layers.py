"""A hub, or several layers."""

import numpy as np
from core_networks import PRIOR, plant
from scipy import sparse

from ecosystem.questions.core.evidence import make_evidence
from ecosystem.questions.core.layers import find_pattern
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
