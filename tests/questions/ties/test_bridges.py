"""Only links: the sides of each bridge against networkx, with the bridge taken out."""

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem.questions.ties.bridges import find_bridges


@settings(max_examples=50)
@given(size=st.integers(1, 14), seed=st.integers(0, 10_000), ties=st.floats(0.5, 2.5))
def test_bridges_and_both_sides_are_those_of_networkx(size, seed, ties):
    graph = nx.gnp_random_graph(size, min(1, ties / size), seed=seed)
    source, target = np.array(graph.edges(), dtype=np.int64).reshape(-1, 2).T
    found = find_bridges(source, target, size)
    listed = list(zip(found.source.tolist(), found.target.tolist(), strict=True))
    assert sorted(listed) == sorted(tuple(sorted(pair)) for pair in nx.bridges(graph))
    assert set(np.flatnonzero(found.is_only_link)) == set(nx.articulation_points(graph))
    for pair, sizes in zip(listed, zip(found.at_source, found.at_target, strict=True), strict=True):
        without = nx.Graph(graph)
        without.remove_edge(*pair)
        sides = [len(nx.node_connected_component(without, end)) for end in pair]
        assert list(sizes) == sides
