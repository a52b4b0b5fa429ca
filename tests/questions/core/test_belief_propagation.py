"""Propagated chances beside sampled ones."""

import numpy as np
import pytest
from core_networks import PRIOR, measure_loss, plant

from ecosystem.questions.core.belief_propagation import propagate
from ecosystem.questions.core.gibbs_sampling import sample_cores


@pytest.mark.parametrize("silent", [0.0, 0.3])
def test_propagation_agrees_with_sampling(silent):
    network, inside = plant(400, 40, (0.2, 0.06, 0.02), 1, silent=silent)
    drawn = sample_cores(network, PRIOR, inside, seed=0)
    passed = propagate(network, PRIOR, inside, seed=0)
    apart = np.abs(passed.probability - drawn.probability)
    assert apart.mean() < 0.005
    if silent:
        assert apart[network.silent].mean() < 0.004
    unknowing = measure_loss(np.full(400, 0.1), inside)
    assert measure_loss(passed.probability, inside) < unknowing


def test_propagation_with_counts_agrees_with_sampling():
    network, inside = plant(400, 40, (0.16, 0.06, 0.03), 2)
    random = np.random.default_rng(0)
    both = inside[network.source] & inside[network.target]
    object.__setattr__(network, "counts", random.geometric(np.where(both, 0.2, 0.6)).astype(float))
    drawn = sample_cores(network, PRIOR, inside, seed=0)
    passed = propagate(network, PRIOR, inside, seed=0)
    assert np.abs(passed.probability - drawn.probability).mean() < 0.02
    object.__setattr__(network, "counts", None)
    plain = propagate(network, PRIOR, inside, seed=0)
    assert measure_loss(passed.probability, inside) < measure_loss(plain.probability, inside)
