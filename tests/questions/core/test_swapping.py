"""Graphs in which everyone has as many ties: how likely each is, and whether rounds are undone."""

from collections import Counter

import numpy as np
from core_networks import make_tied, plant

from ecosystem.questions.core.network import number_pairs
from ecosystem.questions.core.swapping import (
    Tables,
    _are_undisputed,
    _count_rounds,
    _swap,
    find_hub,
)


def test_swapping_ends_makes_all_graphs_of_these_ties_equally_likely():
    """Chi-square over the 250 graphs with degrees 3 2 2 2 2 2 1: expected 249, spread 22."""
    network = make_tied(7, [(0, 1), (0, 2), (0, 3), (1, 2), (3, 4), (4, 5), (5, 6)])
    drawn = find_hub(network, np.random.default_rng(0)).draw(10_000)
    seen = Counter(map(tuple, np.sort(drawn, axis=1).tolist()))
    assert len(seen) == 250
    expected = 10_000 / 250
    assert sum((count - expected) ** 2 / expected for count in seen.values()) < 249 + 4 * 22


def test_the_same_turn_and_tosses_undo_a_round():
    """So a round is as likely as the round that undoes it, and the network is one of the graphs."""
    changed = 0
    for seed in range(60):
        network, _ = plant(12, 4, (0.8, 0.5, 0.3), seed, silent=0.3 * (seed % 2))
        tables, order = (
            Tables.make(12),
            np.random.default_rng(seed).permutation(len(network.source)),
        )
        ends = (network.source[None], network.target[None])
        there = _swap(network, ends, [order], tables, np.random.default_rng(seed))
        back = _swap(network, there, [order], tables, np.random.default_rng(seed))
        assert np.array_equal(back, ends)
        changed += not np.array_equal(there, ends)
        assert not tables.present.any()
        assert not tables.wanted.any()
    assert changed > 30


def test_graphs_in_several_parts_are_as_those_in_one(monkeypatch):
    """With room for one graph at a time each still has every organisation's number of ties."""
    network, _ = plant(30, 5, (0.7, 0.3, 0.1), 0)
    monkeypatch.setattr("ecosystem.questions.core.swapping._CELLS_AT_HAND", 30**2)
    hub = find_hub(network, np.random.default_rng(0))
    assert hub.tables.graphs == 1
    drawn = hub.draw(5)
    own = number_pairs(network, network.source, network.target)
    for graph in drawn:
        ends = np.concatenate([graph // 30, graph % 30])
        assert np.bincount(ends, minlength=30).tolist() == network.degree.tolist()
        assert len(set(graph) & set(own)) < len(own)
    assert len({tuple(sorted(graph)) for graph in drawn.tolist()}) == 5


def test_a_single_tie_stays_where_it_is():
    network = make_tied(3, [(0, 2)])
    assert _count_rounds(network) == 0
    assert find_hub(network, np.random.default_rng(0)).draw(2).tolist() == [[2], [2]]


def test_thin_networks_need_few_rounds():
    """400 ties are 0.33 of the pairs of 50, 0.08 of those of 100 and 0.009 of those of 300."""
    ties = [(row, (row + step) % 50) for row in range(50) for step in range(1, 9)]
    assert [_count_rounds(make_tied(size, ties)) for size in (50, 100, 300)] == [20, 10, 2]
    assert _count_rounds(make_tied(300, ties[:300])) == 10
    few = [pair for pair in ties if max(pair) < 15]
    assert [_count_rounds(make_tied(size, few)) for size in (15, 25)] == [60, 20]


def test_swaps_that_want_one_tie_are_both_left_out():
    """Four swaps: the first two want pair 1, the third gives up what the fourth wants."""
    wanted = np.zeros(20, dtype=np.int32)
    new = [np.array([[1, 1, 4, 6]]), np.array([[2, 3, 5, 7]])]
    old = [np.array([[10, 11, 7, 13]]), np.array([[14, 15, 16, 17]])]
    assert _are_undisputed(wanted, new, old).tolist() == [[False, False, False, True]]
    assert not wanted.any()
