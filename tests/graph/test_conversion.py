"""The ecosystem as a graph: shapes, attributes and order."""

import numpy as np
import pytest

import ecosystem as eco


def test_sparse_ignores_direction_and_counts_a_pair_once(tiny):
    expected = np.zeros((5, 5))
    for one, other in [(0, 1), (0, 2), (1, 2), (0, 3)]:
        expected[one, other] = expected[other, one] = 1
    np.testing.assert_array_equal(eco.to_sparse(tiny).toarray(), expected)


def test_sparse_weights(tiny):
    """a and b: two referrals and steering are three rows; 10 + 3 people; a-c has no number."""
    assert eco.to_sparse(tiny, weight="rows")[0, 1] == 3
    sent = eco.to_sparse(tiny, weight="sent")
    assert sent[0, 1] == sent[1, 0] == 13
    assert sent.nnz == 2


def test_kinds_choose_which_ties_count(tiny):
    assert eco.to_sparse(tiny, kinds=["trusts"]).nnz == 2
    assert eco.to_sparse(tiny, kinds=["referral"]).nnz == 4
    with pytest.raises(ValueError, match="Did you mean 'trusts'"):
        eco.to_sparse(tiny, kinds=["trust"])
    with pytest.raises(ValueError, match="weight 'people'"):
        eco.to_sparse(tiny, weight="people")


def test_vertices_are_in_the_order_of_organisations(west_midlands):
    ids = west_midlands.organisations["organisation_id"].tolist()
    assert eco.to_igraph(west_midlands).vs["name"] == ids
    assert list(eco.to_networkx(west_midlands)) == ids


def test_igraph_and_networkx_hold_the_same_edges(west_midlands):
    graph, other = eco.to_igraph(west_midlands), eco.to_networkx(west_midlands)
    names = graph.vs["name"]
    one = sorted((names[edge.source], names[edge.target], edge["kind"]) for edge in graph.es)
    assert one == sorted((a, b, data["kind"]) for a, b, data in other.edges(data=True))


def test_a_two_way_relationship_is_two_edges_and_unknown_is_absent(tiny):
    graph = eco.to_networkx(tiny)
    assert graph.number_of_edges() == 3 + 2 + 2 + 1
    referral = next(d for _, _, d in graph.edges("a", data=True) if d["kind"] == "referral")
    assert referral == {"kind": "referral", "sent": 10, "weight": 10}
    assert {"kind": "referral"} in [data for _, _, data in graph.edges(data=True)]
    weights = eco.to_igraph(tiny).es["weight"]
    assert sum(np.isnan(weights)) == 1


def test_who_has_closed_is_in_no_graph(tiny):
    """Birch is closed, Elm begins after the day of the data: three are left, and the ties of these.

    Ash and Cedar, a and c, and Ash and Dogwood, a and d, are tied.
    """
    organisations = tiny.organisations.assign(
        status=[None, "closed", None, None, None], start=[None, None, None, None, "2999-01-01"]
    )
    e = tiny.replace(organisations=organisations)
    graph, other = eco.to_networkx(e), eco.to_igraph(e)
    assert list(graph) == other.vs["name"] == ["a", "c", "d"]
    assert graph.graph["organisations_left_out"] == other["organisations_left_out"] == 2
    tied = {frozenset(edge) for edge in graph.edges()}
    assert tied == {frozenset("ac"), frozenset("ad")}
    names = other.vs["name"]
    assert {frozenset((names[edge.source], names[edge.target])) for edge in other.es} == tied
    assert eco.to_sparse(e).toarray()[[1, 4]].sum() == 0
    nothing = {"organisations_left_out": 0, "memberships_left_out": 0}
    assert eco.to_networkx(tiny).graph == nothing


def test_an_ecosystem_without_ties_has_empty_graphs(legal_aid):
    assert eco.to_sparse(legal_aid).nnz == 0
    assert eco.to_networkx(legal_aid).number_of_edges() == 0
    assert eco.to_igraph(legal_aid).ecount() == 0
