"""The evidence of a division, by hand and beside the exact sum."""

from core_networks import PRIOR, draw_network

from ecosystem.questions.core.enumeration import list_cores, weigh_cores
from ecosystem.questions.core.evidence import bound_evidence, make_evidence
from ecosystem.questions.core.sweep import find_good


def test_the_bound_of_the_evidence_is_never_above_it():
    for seed in range(20):
        network = draw_network(11, 14 + seed, seed)
        evidence = make_evidence(network, PRIOR)
        exact = weigh_cores(network, list_cores(network), evidence)[1]
        core = find_good(network, evidence, mixes=(0.3, 0.5, 0.7)).core
        assert bound_evidence(network, evidence, core) <= exact + 1e-6
