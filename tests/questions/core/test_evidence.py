"""The evidence of a division, by hand and beside the exact sum."""

from dataclasses import replace

import numpy as np
import pytest
from core_networks import PRIOR, draw_network, make_tied, plant

from ecosystem.questions.core.enumeration import list_cores, weigh_cores
from ecosystem.questions.core.evidence import bound_evidence, make_evidence
from ecosystem.questions.core.network import count_blocks
from ecosystem.questions.core.sweep import find_good


def test_the_bound_of_the_evidence_is_never_above_it():
    for seed in range(20):
        network = draw_network(11, 14 + seed, seed)
        evidence = make_evidence(network, PRIOR)
        exact = weigh_cores(network, list_cores(network), evidence)[1]
        core = find_good(network, evidence, mixes=(0.3, 0.5, 0.7)).core
        assert bound_evidence(network, evidence, core) <= exact + 1e-6


@pytest.fixture
def angle():
    """0 tied to 1 and 2, which are not tied to each other."""
    return make_tied(3, [(0, 1), (0, 2)])


def test_hand_worked_evidence(angle):
    """Core {0}: no pair within, 2 of 2 tied between, 0 of 1 outside.

    A core of one of three: B(3, 8) / B(2, 6) = 42 / 360. The ties: B(1, 1) B(3, 1) B(1, 2) = 1/6.
    By chance, 2 of 3: B(3, 2) = 1/12. Without an order: 42/360 · 1/6 · 12 = 7/30.
    The order: the integral of 3x² (1 - x) (1 - (1 - x)²), which is 3 (1/2 - 3/5 + 1/6) = 1/5.
    So 7/30 · 6 · 1/5 = 0.28.
    """
    evidence = make_evidence(angle, PRIOR)
    blocks = count_blocks(angle, np.array([True, False, False]))
    assert evidence.unordered(blocks)[0] == pytest.approx(np.log(7 / 30))
    assert evidence.precisely(blocks)[0] == pytest.approx(np.log(0.28), abs=1e-4)


def test_the_beta_function_gives_what_the_table_gives():
    network, inside = plant(30, 6, (0.7, 0.3, 0.1), 0, silent=0.2)
    evidence = make_evidence(network, PRIOR)
    blocks = count_blocks(network, inside)
    without = replace(evidence, log_factorials=None)
    assert without(blocks)[0] == pytest.approx(evidence(blocks)[0], abs=1e-9)


def test_the_normal_approximation_is_close_where_there_are_many_pairs():
    for seed in range(5):
        network, inside = plant(60, 10, (0.6, 0.3, 0.1), seed)
        evidence = make_evidence(network, PRIOR)
        blocks = count_blocks(network, inside)
        assert evidence(blocks)[0] == pytest.approx(evidence.precisely(blocks)[0], abs=0.02)
