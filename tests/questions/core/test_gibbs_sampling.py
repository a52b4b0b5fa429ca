"""Sampled chances beside exact ones."""

from dataclasses import replace

import numpy as np
import pytest
from core_networks import PRIOR, plant
from scipy import sparse

from ecosystem.questions.core.enumeration import list_cores, weigh_cores
from ecosystem.questions.core.evidence import make_evidence
from ecosystem.questions.core.gibbs_sampling import (
    _begin,
    _draw_cores,
    _draw_densities,
    _gather,
    _sum_blocks,
    sample_cores,
)
from ecosystem.questions.core.network import count_blocks, make_network


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


def test_the_block_sums_of_the_chains_are_those_counted():
    network, inside = plant(15, 4, (0.8, 0.4, 0.2), 0, silent=0.3)
    counts = np.random.default_rng(0).geometric(0.4, len(network.source)).astype(float)
    network = replace(network, counts=counts)
    random = np.random.default_rng(1)
    chains = _begin(network, inside, random)
    before = chains.inside.copy()
    densities = np.repeat([[0.5], [0.25], [0.125]], 256, axis=1)
    for _ in range(2):
        densities = _draw_densities(network, chains, densities, random)
        assert (np.diff(densities, axis=0) < 0).all()
        _draw_cores(network, chains, densities, PRIOR, random)
    assert (chains.inside != before).any()
    assert set(np.unique(chains.inside)) == {0, 1}
    known, more = _sum_blocks(chains, 1), _sum_blocks(chains, 2)
    assert known.tolist() == _sum_blocks(chains, 0).tolist()
    assert more.sum(axis=0) == pytest.approx(counts.sum() - len(counts))
    for chain in (0, 100, 255):
        blocks = count_blocks(network, chains.inside[:, chain] == 1)
        assert _sum_blocks(chains, 0)[:, chain].tolist() == [int(part[0]) for part in blocks.ties]


def test_ranges_are_those_of_the_smallest_and_the_largest_cores():
    """Ten draws of two: nobody once, the first alone eight times, both once; a tenth is one."""
    drawn = np.array([[0] + [1] * 9, [0] * 9 + [1]], dtype=bool)
    posterior = _gather(np.full((2, 10), 0.4), drawn)
    assert posterior.sizes == pytest.approx([0.1, 0.8, 0.1])
    assert posterior.probability == pytest.approx([0.4, 0.4])
    assert posterior.low == pytest.approx([0, 0])
    assert posterior.high == pytest.approx([1, 1])
