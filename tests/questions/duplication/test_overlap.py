from itertools import product

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from overlapping_services import to_dimension

from ecosystem.questions.duplication.overlap import count_candidates, find_clusters, find_pairs

RESPECTS = ("service_type", "area", "eligibility", "languages")


def niches(values, *, low=0):
    return st.frozensets(st.integers(0, values - 1), min_size=low, max_size=4)


NICHE = st.tuples(niches(3, low=1), niches(4, low=1), niches(3), niches(70))


@settings(deadline=None)
@given(st.lists(NICHE, min_size=2, max_size=12), st.sampled_from([0.05, 0.1, 0.3, 0.9]))
def test_pairs_are_those_found_by_building_every_cell(rows, least):
    """Cells of the dimensions known in both, counted one by one, give the same overlap."""
    dimensions = [
        to_dimension(name, [row[at] for row in rows], is_needed=at < 2)
        for at, name in enumerate(RESPECTS)
    ]
    found = find_pairs(dimensions, least)
    overlaps = dict(
        zip(zip(found.a.tolist(), found.b.tolist(), strict=True), found.overlap, strict=True)
    )
    assert len(overlaps) == len(found.a)
    for b, second in enumerate(rows):
        for a, first in enumerate(rows[:b]):
            known = [at for at in range(4) if first[at] and second[at]]
            cells = [set(product(*(row[at] for at in known))) for row in (first, second)]
            expected = len(cells[0] & cells[1]) / np.sqrt(len(cells[0]) * len(cells[1]))
            if expected >= least + 1e-9:
                assert overlaps[a, b] == pytest.approx(expected)
            elif expected > 0:
                assert (a, b) not in overlaps or expected == pytest.approx(least)
            elif (a, b) in overlaps:
                assert overlaps[a, b] == 0
                shares = [bool(first[at] & second[at]) for at in known]
                assert shares[:2] == [True, True]
                assert not all(shares)


def quality(labels, a, b, weights, least):
    """Return the constant Potts quality of a partition; rows alone have a label of their own."""
    own = np.where(labels < 0, -1 - np.arange(len(labels)), labels)
    inside = weights[own[a] == own[b]].sum()
    sizes = np.unique(own, return_counts=True)[1]
    return inside - least * (sizes * (sizes - 1) / 2).sum()


def list_partitions(size):
    if size == 0:
        yield []
        return
    for rest in list_partitions(size - 1):
        for label in range(max(rest, default=-1) + 2):
            yield [*rest, label]


GRAPH = st.lists(st.sampled_from([0.0, 0.1, 0.3, 0.6, 0.9]), min_size=15, max_size=15)


def test_clusters_are_nearly_always_the_best_of_all_partitions():
    """Fifty graphs of seven rows, each with 877 partitions: none better in 48 or more."""
    rng = np.random.default_rng(4)
    partitions = [np.array(one) for one in list_partitions(7)]
    best = 0
    for _ in range(50):
        weights = rng.choice([0, 0, 0.1, 0.3, 0.6, 0.9], 21)
        a, b = (ends[weights > 0] for ends in np.triu_indices(7, k=1))
        weights = weights[weights > 0]
        labels = find_clusters(7, (a, b), weights, least=0.25, seed=0)
        top = max(quality(one, a, b, weights, 0.25) for one in partitions)
        best += quality(labels, a, b, weights, 0.25) >= top - 1e-9
    assert best >= 48


@settings(deadline=None, max_examples=60)
@given(GRAPH, st.sampled_from([0.15, 0.5]))
def test_members_of_a_cluster_overlap_on_average_by_the_least_asked_for(weights, least):
    a, b = np.triu_indices(6, k=1)
    weights = np.array(weights)
    linked = weights > 0
    labels = find_clusters(6, (a[linked], b[linked]), weights[linked], least=least, seed=0)
    inside = (labels[a] == labels[b]) & (labels[a] >= 0)
    for label in set(labels[labels >= 0].tolist()):
        assert weights[inside & (labels[a] == label)].mean() >= least - 1e-9
    for row in np.flatnonzero(labels < 0):
        for label in set(labels[labels >= 0].tolist()):
            members = labels == label
            joins = ((a == row) & members[b]) | ((b == row) & members[a])
            assert weights[joins].sum() <= least * members.sum() + 1e-9


@settings(deadline=None, max_examples=40)
@given(GRAPH, st.permutations(range(6)))
def test_the_order_of_rows_and_links_does_not_change_the_clusters(weights, order):
    a, b = np.triu_indices(6, k=1)
    # Different weights, so that no two rows have the same place in the graph.
    weights = np.array(weights) + np.arange(15) / 1000
    order = np.array(order)
    before = find_clusters(6, (a, b), weights, least=0.3, seed=0)
    moved = np.sort(np.column_stack([order[a], order[b]]), axis=1)[::-1]
    after = find_clusters(6, tuple(moved.T), weights[::-1], least=0.3, seed=0)[order]
    assert ((before[:, None] == before) & (before >= 0)).tolist() == (
        (after[:, None] == after) & (after >= 0)
    ).tolist()


def test_another_part_of_the_graph_moves_nobody():
    ring = nx.cycle_graph(9)
    a, b = np.array(sorted(map(sorted, ring.edges))).T
    weights = np.linspace(0.3, 0.9, 9)
    alone = find_clusters(9, (a, b), weights, least=0.2, seed=3)
    both = find_clusters(
        18,
        (np.concatenate([a, a + 9]), np.concatenate([b, b + 9])),
        np.concatenate([weights, weights[::-1]]),
        least=0.2,
        seed=3,
    )[:9]
    assert ((alone[:, None] == alone) == (both[:, None] == both)).all()


def test_the_random_numbers_of_others_are_left_alone():
    import random

    random.seed(5)
    expected = random.random()  # noqa: S311 - the generator igraph borrows
    random.seed(5)
    ring = np.arange(8)
    find_clusters(9, (ring, ring + 1), np.full(8, 0.5), least=0.2, seed=1)
    assert random.random() == expected  # noqa: S311


def test_the_overlap_of_a_pair_is_the_product_of_what_is_known_in_both():
    """0 and 1 share 1 of 2 and 2 places: ½; the people of 1 are not known, so they say nothing.

    0 and 2 share both places, and no people: they complete each other.
    """
    place = to_dimension("area", [{0, 1}, {1, 2}, {0, 1}], is_needed=True)
    people = to_dimension("eligibility", [{0}, frozenset(), {1}])
    pairs = find_pairs([place, people], least=0.1)
    assert list(zip(pairs.a.tolist(), pairs.b.tolist(), strict=True)) == [(0, 1), (0, 2), (1, 2)]
    assert pairs.overlap == pytest.approx([0.5, 0, 0.5])
    assert pairs.differs.tolist() == [[False, False], [False, True], [False, False]]
    assert pairs.shared.tolist() == [[1, 0], [2, 0], [1, 0]]


def test_candidates_are_counted_value_by_value():
    """Three rows hold the first value and two the second: 3 + 1 pairs at most."""
    holds = to_dimension("area", [{0}, {0, 1}, {0, 1}]).holds
    assert count_candidates(holds) == 4


def test_a_part_of_more_than_five_hundred_rows_is_grouped_as_small_parts_are():
    """200 triangles of 0.9 hang in a ring by links of 0.1, less than the 0.3 asked for."""
    corner = np.arange(0, 600, 3)
    a = np.concatenate([corner, corner, corner + 1, corner + 2])
    b = np.concatenate([corner + 1, corner + 2, corner + 2, (corner + 3) % 600])
    weights = np.repeat([0.9, 0.1], [600, 200])
    low, high = np.minimum(a, b), np.maximum(a, b)
    labels = find_clusters(600, (low, high), weights, least=0.3, seed=0)
    triangles = labels.reshape(200, 3)
    assert (triangles == triangles[:, :1]).all()
    assert len(np.unique(labels)) == 200
