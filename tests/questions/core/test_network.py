"""The ties as arrays, and what is not known of those that did not report."""

from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pytest
from core_networks import list_counts, make_tied
from scipy import sparse

from ecosystem.questions.core.borgatti_everett import Correlation
from ecosystem.questions.core.enumeration import find_certified, list_cores
from ecosystem.questions.core.network import (
    count_blocks,
    count_ties_and_pairs,
    make_network,
    rearrange,
)


def test_missing_reports_leave_pairs_out():
    """Of a, b, c, d only a and b reported; c-d is not known, so its pair is in no count."""
    ties = [(0, 1), (0, 2), (1, 2), (0, 3), (2, 3)]
    network = make_tied(4, ties, silent=[2, 3])
    assert network.pairs == 5
    assert len(network.source) == 4
    best = find_certified(network, list_cores(network), Correlation(delta=0.5))
    values = []
    for bits in product([0, 1], repeat=4):
        known = [pair for pair in combinations(range(4), 2) if pair != (2, 3)]
        cells = [float(pair in ties) for pair in known]
        inside = [bits[one] + bits[other] for one, other in known]
        if np.ptp(inside):
            values.append(np.corrcoef(cells, inside)[0, 1])
    assert best.value == pytest.approx(max(values))


def test_what_is_known_of_four_of_whom_two_did_not_report():
    """Ties 0-1, 0-2, 1-2, 0-3; 2 and 3 are silent, so of the six pairs 2-3 is not known.

    In {0, 2} are one pair and its tie; between it and {1, 3} lie 0-1, 0-3 and 2-1 (2-3 is not
    known), all tied; {1, 3} is a known pair without a tie.
    """
    network = make_tied(4, [(0, 1), (0, 2), (1, 2), (0, 3)], silent=[2, 3])
    assert network.degree.tolist() == [3, 2, 2, 1]
    assert network.known.tolist() == [3, 3, 2, 2]
    assert network.silent_total == 2
    core = np.array([True, False, True, False])
    assert network.ties_into(core).tolist() == [1, 2, 1, 1]
    assert list_counts(count_blocks(network, core), 0) == [2, 1, 3, 0, 1, 3, 1]
    tied, pairs = count_ties_and_pairs(network, core)
    assert tied.tolist() == [1, 3, 0]
    assert pairs.tolist() == [1, 3, 1]


def test_who_has_no_tie_has_a_sum_of_nought():
    """0-2 and 2-3, with 1 and 4 alone; the neighbours are 2, 0, 3, 2."""
    network = make_tied(5, [(0, 2), (2, 3)])
    assert network.neighbours.tolist() == [2, 0, 3, 2]
    sums = network.sum_entries(np.array([1.0, 10.0, 100.0, 1000.0]), np.float64)
    assert sums.tolist() == [1, 0, 110, 1000, 0]


def test_counts_are_whole_numbers_from_one_or_not_known():
    """0-1 counted 3 times, 0-2 nought times, 1-2 2.6 (so 3); 2-3 is tied and has no count."""
    matrix = sparse.csr_array(make_tied(4, [(0, 1), (0, 2), (1, 2), (2, 3)]).are_tied.astype(float))
    counts = np.zeros((4, 4))
    counts[0, 1] = counts[1, 0] = 3
    counts[1, 2] = counts[2, 1] = 2.6
    network = make_network(matrix, silent=np.zeros(4, dtype=bool), counts=sparse.csr_array(counts))
    expected = [3, np.nan, 3, np.nan]
    np.testing.assert_array_equal(network.counts, expected)


def test_rearranging_renames_and_loses_nothing():
    """In the order 2, 0, 1 the ties 0-1 (counted 5) and 1-2 (7) are 1-2 and 0-2."""
    network = replace(make_tied(3, [(0, 1), (1, 2)], silent=[0]), counts=np.array([5.0, 7.0]))
    tidy = rearrange(network, np.array([2, 0, 1]))
    assert tidy.source.tolist() == [0, 1]
    assert tidy.target.tolist() == [2, 2]
    assert tidy.counts.tolist() == [7, 5]
    assert tidy.silent.tolist() == [False, True, False]
