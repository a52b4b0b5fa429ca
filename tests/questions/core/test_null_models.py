"""Random graphs: what they keep, how likely each is, and what they say of a core."""

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
from ecosystem.questions.core.swapping import find_hub
from ecosystem.questions.core.sweep import find_good


def test_random_graphs_keep_what_they_must():
    network, _ = plant(40, 6, (0.7, 0.3, 0.1), 0, silent=0.2)
    random = np.random.default_rng(1)
    size, ties = network.size, len(network.source)
    swapped = find_hub(network, random).draw(30)
    for drawn in (nulls.draw_ties(network, 30, random), swapped):
        assert drawn.shape == (30, ties)
        one, other = drawn // size, drawn % size
        assert (one < other).all()
        assert not (network.silent[one] & network.silent[other]).any()
        assert all(len(np.unique(graph)) == ties for graph in drawn)
    for graph in swapped:
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
    """Worked out again here: 20 of the graphs until the 20th scores as high, of which it is one."""
    network = draw_network(20, 45, 3)
    evidence = make_evidence(network, PRIOR)
    p = nulls.compare_with_chance(network, evidence, graphs=99, seed=4)
    drawn = nulls.draw_ties(network, 99, np.random.default_rng([4, 1]))
    own = nulls.score_graphs(
        network, evidence, (network.source * 20 + network.target)[None], least=1
    )
    scores = nulls.score_graphs(network, evidence, drawn, least=1)
    twentieth = 1 + np.flatnonzero(scores >= own[0])[19]
    assert 20 < twentieth < 99
    assert p == pytest.approx(20 / twentieth)


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


def test_a_square_too_large_is_not_worked_out():
    network = make_tied(5_478, [(0, 1), (1, 2)])
    evidence = make_evidence(network, PRIOR)
    assert np.isnan(nulls.compare_with_popularity(network, evidence, graphs=9, seed=0))


def test_graphs_are_drawn_until_the_share_is_clear(monkeypatch):
    """The network scores 0, and so many of each 99 graphs, the first or the last of them, score 1.

    Of 3 the first: 4 of 100 is too near to 5, and so are 7 of 199, …; 16 of 496 are clear. Of 5:
    six of 100 is too near, and after ten batches it is (1 + 50) of (1 + 990). Of 20 the last: all
    of a batch, 20 of 99. Of 40 the first: the first 20 settle it before the rest of the batch is
    scored. Of none one batch is enough.
    """
    network = draw_network(10, 12, 0)
    scored = 0

    def score(_network, _evidence, ties, **_options):
        nonlocal scored
        own = np.zeros(0 if scored else 1)
        place = (scored + np.arange(len(ties) - len(own))) % 99
        scored += len(place)
        is_high = place < as_high if as_high != 20 else place >= 79
        return np.concatenate([own, np.where(is_high, 1.0, -1.0)])

    monkeypatch.setattr(nulls, "score_graphs", score)
    evidence = make_evidence(network, PRIOR)
    expected = {
        3: (16 / 496, 495),
        5: (51 / 991, 990),
        20: (20 / 99, 99),
        40: (20 / 20, 25),
        0: (1 / 100, 99),
    }
    for as_high, (share, graphs) in expected.items():  # noqa: B007 - `score` looks at it
        scored = 0
        p = nulls.compare_with_chance(network, evidence, graphs=99, seed=0)
        assert (p, scored) == (pytest.approx(share), graphs)
        scored = 0
        assert nulls.compare_with_popularity(network, evidence, graphs=99, seed=0) == pytest.approx(
            share
        )


def test_of_many_sizes_some_are_weighed():
    """Of 500 organisations every size; of 3,000 the small ones all and the large ones apart."""
    assert nulls._list_sizes(2, 500).tolist() == list(range(2, 500))
    sizes = nulls._list_sizes(1, 3000)
    assert (sizes[0], sizes[-1]) == (1, 2999)
    assert sizes[:60].tolist() == list(range(1, 61))
    assert len(sizes) < 450
    assert (np.diff(sizes) <= 1 + 0.02 * sizes[:-1]).all()
