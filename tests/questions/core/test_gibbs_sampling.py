"""Sampled chances beside exact ones."""

import numpy as np
import pytest
from core_networks import PRIOR, plant
from scipy import sparse

from ecosystem.questions.core.enumeration import list_cores, weigh_cores
from ecosystem.questions.core.evidence import make_evidence
from ecosystem.questions.core.gibbs_sampling import sample_cores
from ecosystem.questions.core.network import make_network


@pytest.mark.parametrize("silent", [0.0, 0.3])
@pytest.mark.parametrize("counted", [False, True])
def test_sampling_agrees_with_enumeration(silent, counted):
    for seed in range(4):
        network, inside = plant(16, 4, (0.8, 0.4, 0.15), seed, silent=silent)
        if counted:
            random = np.random.default_rng(seed)
            both = inside[network.source] & inside[network.target]
            counts = random.geometric(np.where(both, 0.2, 0.6)).astype(float)
            counts[:3] = np.nan
            object.__setattr__(network, "counts", counts)
        exact = weigh_cores(network, list_cores(network), make_evidence(network, PRIOR))[0]
        drawn = sample_cores(network, PRIOR, inside, seed=0)
        assert drawn.probability == pytest.approx(exact.probability, abs=0.09)
        assert np.abs(drawn.probability - exact.probability).mean() < 0.025
        assert abs(drawn.size_range[0] - exact.size_range[0]) <= 1
        assert abs(drawn.size_range[1] - exact.size_range[1]) <= 1


def test_masking_the_silent_finds_more_of_the_core():
    """A silent core organisation has few ties in the data: those that others report."""
    masked, ignored = [], []
    for seed in range(6):
        network, inside = plant(80, 10, (0.8, 0.3, 0.08), seed, silent=0.4)
        known = make_network(
            sparse.csr_array(network.are_tied.astype(float)), silent=np.zeros(80, dtype=bool)
        )
        of = inside & network.silent
        masked.append(sample_cores(network, PRIOR, inside, seed=0).probability[of])
        ignored.append(sample_cores(known, PRIOR, inside, seed=0).probability[of])
    assert np.concatenate(masked).mean() > np.concatenate(ignored).mean() + 0.03
