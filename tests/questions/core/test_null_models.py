"""Random graphs: what they keep, how likely each is, and what they say of a core."""

from collections import Counter
from itertools import combinations

import numpy as np
import pytest
from core_networks import PRIOR, draw_network, make_tied, plant
from scipy import sparse, special

from ecosystem.questions.core import null_models as nulls
from ecosystem.questions.core.enumeration import list_cores
from ecosystem.questions.core.evidence import bound_evidence, make_evidence
from ecosystem.questions.core.network import make_network
from ecosystem.questions.core.orders import order_by_ties
from ecosystem.questions.core.sweep import find_good


def test_swapping_ends_makes_all_graphs_of_these_ties_equally_likely():
    """Chi-square over the 250 graphs with degrees 3 2 2 2 2 2 1: expected 249, spread 22."""
    network = make_tied(7, [(0, 1), (0, 2), (0, 3), (1, 2), (3, 4), (4, 5), (5, 6)])
    drawn = nulls.swap_ties(network, 10_000, np.random.default_rng(0))
    seen = Counter(map(tuple, np.sort(drawn, axis=1).tolist()))
    assert len(seen) == 250
    expected = 10_000 / 250
    assert sum((count - expected) ** 2 / expected for count in seen.values()) < 249 + 4 * 22


def test_random_graphs_keep_what_they_must():
    network, _ = plant(40, 6, (0.7, 0.3, 0.1), 0, silent=0.2)
    random = np.random.default_rng(1)
    size, ties = network.size, len(network.source)
    for drawn in (nulls.draw_ties(network, 30, random), nulls.swap_ties(network, 30, random)):
        assert drawn.shape == (30, ties)
        one, other = drawn // size, drawn % size
        assert (one < other).all()
        assert not (network.silent[one] & network.silent[other]).any()
        assert all(len(np.unique(graph)) == ties for graph in drawn)
    for graph in nulls.swap_ties(network, 10, random):
        ends = np.concatenate([graph // size, graph % size])
        assert np.bincount(ends, minlength=size).tolist() == network.degree.tolist()


def test_chance_is_seldom_taken_for_a_core():
    """Over 60 random graphs p is at most 0.05 in about 3; more than 8 come up once in 300."""
    low, found = 0, 0
    for seed in range(60):
        network = draw_network(25, 60, seed)
        evidence = make_evidence(network, PRIOR)
        low += nulls.compare_with_chance(network, evidence, graphs=99, seed=seed) <= 0.05
        good = find_good(network, evidence, mixes=(0.3, 0.5, 0.7))
        found += bound_evidence(network, evidence, good.core) >= np.log(20)
    assert low <= 8
    assert found <= 3


@pytest.mark.parametrize("silent", [0.0, 0.3])
def test_the_score_of_a_graph_lies_between_one_core_and_all_of_them(silent):
    """More than the best core of its first order, less than all 2^9 together; alone or in a row."""
    for seed in range(12):
        network, _ = plant(9, 3, (0.8, 0.5, 0.2), seed, silent=silent)
        evidence = make_evidence(network, PRIOR)
        drawn = nulls.draw_ties(network, 5, np.random.default_rng(seed))
        scores = nulls.score_graphs(network, evidence, drawn, least=1)
        for score, ties in zip(scores, drawn, strict=True):
            pairs = np.column_stack([ties // 9, ties % 9])
            graph = make_tied(9, pairs, silent=np.flatnonzero(network.silent))
            cores = list_cores(graph)
            some = (np.arange(1 << 9) > 0) & (np.arange(1 << 9) < (1 << 9) - 1)
            values = evidence(cores.blocks)[cores.which]
            inner = [sum(1 << int(i) for i in order_by_ties(graph)[:k]) for k in range(1, 9)]
            assert score >= special.logsumexp(values[inner]) - 1e-9
            assert score <= special.logsumexp(values[some]) + 1e-9
            alone = nulls.score_graphs(graph, evidence, ties[None], least=1)
            assert alone[0] == pytest.approx(score)


def test_chance_says_how_often_random_ties_score_as_high():
    """Worked out again here: one more than the graphs that score as high, of one more in all."""
    network = draw_network(20, 45, 3)
    evidence = make_evidence(network, PRIOR)
    p = nulls.compare_with_chance(network, evidence, graphs=60, seed=4)
    drawn = nulls.draw_ties(network, 60, np.random.default_rng([4, 1]))
    own = nulls.score_graphs(
        network, evidence, (network.source * 20 + network.target)[None], least=1
    )
    assert 0.1 < p < 0.9
    assert p == pytest.approx(
        (1 + sum(nulls.score_graphs(network, evidence, drawn, least=1) >= own[0])) / 61
    )


def test_popularity_alone_is_seldom_more_than_popularity():
    """Ties by how sought-after each is: p_value_degree is at most 0.05 in about 2 of 40."""
    low = chance = 0
    for seed in range(40):
        random = np.random.default_rng(seed)
        sought = random.lognormal(0, 0.7, 30)
        share = np.minimum(0.12 * np.outer(sought, sought), 0.9)
        tied = np.triu(random.random((30, 30)) < share, 1)
        matrix = sparse.csr_array((tied | tied.T).astype(float))
        network = make_network(matrix, silent=np.zeros(30, dtype=bool))
        evidence = make_evidence(network, PRIOR)
        chance += nulls.compare_with_chance(network, evidence, graphs=39, seed=seed) <= 0.05
        low += nulls.compare_with_popularity(network, evidence, graphs=39, seed=seed) <= 0.05
    assert chance > 25
    assert low <= 7


def test_layers_are_more_than_popularity():
    random = np.random.default_rng(2)
    layer = np.repeat([0, 1, 2], [8, 16, 36])
    share = np.array([0.95, 0.45, 0.05])[np.maximum(layer[:, None], layer[None])]
    tied = np.triu(random.random((60, 60)) < share, 1)
    matrix = sparse.csr_array((tied | tied.T).astype(float))
    network = make_network(matrix, silent=np.zeros(60, dtype=bool))
    evidence = make_evidence(network, PRIOR)
    assert nulls.compare_with_popularity(network, evidence, graphs=39, seed=0) <= 0.05


def test_a_planted_core_is_found_and_is_more_than_chance():
    network, _ = plant(50, 5, (0.8, 0.32, 0.12), 3)
    evidence = make_evidence(network, PRIOR)
    assert nulls.compare_with_chance(network, evidence, graphs=99, seed=0) == pytest.approx(0.01)


def test_dense_graphs_are_drawn_from_the_pairs_that_are_known():
    """Ten ties among the 14 pairs of six of whom two did not report; every pair comes up."""
    pairs = [pair for pair in combinations(range(6), 2) if pair != (4, 5)]
    network = make_tied(6, pairs[:10], silent=[4, 5])
    assert network.pairs == 14
    drawn = nulls.draw_ties(network, 200, np.random.default_rng(0))
    assert drawn.shape == (200, 10)
    assert all(len(set(graph)) == 10 for graph in drawn.tolist())
    assert set(drawn.ravel().tolist()) == {low * 6 + high for low, high in pairs}


def test_swaps_that_want_one_tie_are_both_left_out():
    """Four swaps: the first two want pair 1, the third gives up what the fourth wants."""
    wanted = np.zeros(20, dtype=np.int32)
    new = [np.array([[1, 1, 4, 6]]), np.array([[2, 3, 5, 7]])]
    old = [np.array([[10, 11, 7, 13]]), np.array([[14, 15, 16, 17]])]
    assert nulls._are_undisputed(wanted, new, old).tolist() == [[False, False, False, True]]
    assert not wanted.any()


def test_a_square_too_large_is_not_worked_out():
    network = make_tied(5_478, [(0, 1), (1, 2)])
    evidence = make_evidence(network, PRIOR)
    assert np.isnan(nulls.compare_with_popularity(network, evidence, graphs=9, seed=0))


def test_near_the_limit_more_graphs_are_drawn(monkeypatch):
    """The network scores 0; 5 of each 99 graphs score 1, which is 6 of 100: too near to 5 of 100.

    After ten batches it is (1 + 50) of (1 + 990). Where 40 of 99 score as high one batch is enough.
    """
    network = draw_network(10, 12, 0)
    batches = []

    def score(_network, _evidence, ties, **_options):
        if len(ties) == 1:
            return np.zeros(1)
        batches.append(len(ties))
        return np.where(np.arange(len(ties)) < as_high, 1.0, -1.0)

    monkeypatch.setattr(nulls, "score_graphs", score)
    evidence = make_evidence(network, PRIOR)
    as_high = 5
    near = nulls.compare_with_chance(network, evidence, graphs=99, seed=0)
    assert (near, len(batches)) == (pytest.approx(51 / 991), 10)
    batches.clear()
    as_high = 40
    far = nulls.compare_with_chance(network, evidence, graphs=99, seed=0)
    assert (far, len(batches)) == (pytest.approx(41 / 100), 1)
