"""The ties as arrays, and what is not known of those that did not report."""

from itertools import combinations, product

import numpy as np
import pytest
from scipy import sparse

from ecosystem.questions.core.borgatti_everett import Correlation
from ecosystem.questions.core.enumeration import find_certified, list_cores
from ecosystem.questions.core.network import make_network


def test_missing_reports_leave_pairs_out():
    """Of a, b, c, d only a and b reported; c-d is not known, so its pair is in no count."""
    ties = [(0, 1), (0, 2), (1, 2), (0, 3), (2, 3)]
    one, other = zip(*ties, strict=True)
    matrix = sparse.coo_array((np.ones(5), (one, other)), shape=(4, 4)).tocsr()
    network = make_network(matrix + matrix.T, silent=np.array([False, False, True, True]))
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
