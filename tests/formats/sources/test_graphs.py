"""Graphs of networkx and igraph: in and out again, with every node, tie, weight and name."""

import igraph
import networkx as nx
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ecosystem as eco

NAMES = st.sampled_from(
    [
        "Ash",
        "Birch & Co",
        "Cedar; Elm",
        "Dogwood, Fir",
        "under 5",
        "yes",
        "Total",
        "12",
        "Ĝis",
        "a|b",
    ]
)
WEIGHTS = st.none() | st.integers(1, 500) | st.floats(0.001, 1e6)


@st.composite
def draw_graphs(draw, kind):
    """A graph of up to eight nodes, some with names, and of ties, some with a weight and a kind."""
    size = draw(st.integers(1, 8))
    ids = draw(st.permutations([*range(4), *"wxyz"]))[:size]
    graph = kind()
    for node in ids:
        name = draw(st.none() | NAMES)
        graph.add_node(node, **({} if name is None else {"name": name}))
    pairs = [(tail, head) for tail in ids for head in ids if tail != head]
    for tail, head in draw(st.lists(st.sampled_from(pairs), max_size=12)) if pairs else []:
        weight, way = draw(WEIGHTS), draw(st.sampled_from(["funds", "hosts", "trusts"]))
        held = {} if weight is None else {"weight": weight}
        if graph.is_multigraph():
            graph.add_edge(tail, head, key=way, **held)
        else:
            graph.add_edge(tail, head, kind=way, **held)
    return graph


def list_edges(graph):
    """Each tie as from, to, kind and weight, in order; of one without direction both ways."""
    directed = graph if graph.is_directed() else graph.to_directed()
    edges = []
    if graph.is_multigraph() and "kind" not in next(iter(graph.edges(data=True)), ("", "", {}))[2]:
        edges = [
            (tail, head, key, held)
            for tail, head, key, held in directed.edges(keys=True, data=True)
        ]
    else:
        edges = [(tail, head, held["kind"], held) for tail, head, held in directed.edges(data=True)]
    return sorted(
        (str(tail), str(head), kind, float(held.get("weight", -1)))
        for tail, head, kind, held in edges
    )


@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph])
@settings(max_examples=25)
@given(data=st.data())
def test_networkx_in_and_out_is_the_same_graph(kind, data):
    graph = data.draw(draw_graphs(kind))
    back = eco.to_networkx(eco.read(graph))
    named = {str(node): name or str(node) for node, name in graph.nodes(data="name")}
    assert dict(back.nodes(data="name")) == named
    assert list_edges(back) == list_edges(graph)
    # And once more: what comes out is read as what went in.
    assert list_edges(eco.to_networkx(eco.read(back))) == list_edges(back)


@pytest.mark.parametrize("is_directed", [True, False])
@settings(max_examples=25)
@given(data=st.data())
def test_igraph_in_and_out_is_the_same_graph(is_directed, data):
    drawn = data.draw(draw_graphs(nx.DiGraph if is_directed else nx.Graph))
    places = {node: place for place, node in enumerate(drawn)}
    graph = igraph.Graph(
        n=len(drawn), edges=[(places[a], places[b]) for a, b in drawn.edges], directed=is_directed
    )
    graph.vs["name"] = [str(node) for node in drawn]
    graph.vs["label"] = [name or str(node) for node, name in drawn.nodes(data="name")]
    for name in ("kind", "weight"):
        graph.es[name] = [held.get(name) for _, _, held in drawn.edges(data=True)]
    back = eco.to_igraph(eco.read(graph))
    assert dict(zip(back.vs["name"], back.vs["label"], strict=True)) == dict(
        zip(graph.vs["name"], graph.vs["label"], strict=True)
    )
    found = sorted(
        (
            back.vs[edge.source]["name"],
            back.vs[edge.target]["name"],
            edge["kind"],
            -1.0 if edge["weight"] != edge["weight"] else edge["weight"],
        )
        for edge in back.es
    )
    assert found == list_edges(drawn)


def test_classic_networks_keep_every_node_and_tie():
    """Zachary (1977): 34 and 78. Knuth (1993): 77 and 254; the heaviest tie is 31."""
    karate = eco.to_networkx(eco.read(nx.karate_club_graph()))
    assert (len(karate), karate.number_of_edges()) == (34, 2 * 78)
    miserables = eco.to_networkx(eco.read(nx.les_miserables_graph()))
    assert (len(miserables), miserables.number_of_edges()) == (77, 2 * 254)
    heaviest = max(miserables.edges(data="weight"), key=lambda edge: edge[2])
    assert set(heaviest[:2]) == {"Cosette", "Valjean"}
    assert heaviest[2] == 31


def test_two_sorts_of_nodes_are_organisations_and_groups():
    """Davis, Gardner and Gardner (1941): 18 women at 14 events, 89 times."""
    davis = nx.davis_southern_women_graph()
    e = eco.read(davis)
    assert (len(e.organisations), len(e.groups), len(e.memberships)) == (18, 14, 89)
    assert e.relationships.empty
    back = eco.to_networkx(e, bipartite=True)
    assert {frozenset(edge) for edge in back.edges} == {frozenset(edge) for edge in davis.edges}
    assert dict(back.nodes(data="bipartite")) == dict(davis.nodes(data="bipartite"))
    note = e.problems["message"].iloc[0]
    assert note == (
        "this is a network of two sorts: 18 nodes read as organisations, 14 as groups in which "
        "they sit, 89 ties as memberships."
    )


@settings(max_examples=25)
@given(data=st.data())
def test_two_sorts_in_and_out_are_the_same_graph(data):
    graph = nx.Graph()
    for side, ids in enumerate(
        (data.draw(st.permutations("abcd")), data.draw(st.permutations("wxyz")))
    ):
        for node in ids[: data.draw(st.integers(1, 4))]:
            graph.add_node(node, name=data.draw(NAMES), bipartite=side)
    for tail, first in graph.nodes(data="bipartite"):
        for head, second in graph.nodes(data="bipartite"):
            if first < second and data.draw(st.booleans()):
                weight = data.draw(WEIGHTS)
                graph.add_edge(tail, head, **({} if weight is None else {"weight": weight}))
    back = eco.to_networkx(eco.read(graph), bipartite=True)
    assert dict(back.nodes(data=True)) == dict(graph.nodes(data=True))
    assert nx.utils.edges_equal(back.edges(data=True), graph.edges(data=True))


def test_attributes_that_tell_of_people_are_kept_out_as_from_a_file():
    graph = nx.Graph()
    graph.add_node("ash", email="jo@example.org", contact="Jo Bloggs")
    e = eco.read(graph)
    assert not {"email", "contact"} & set(e.organisations)
    assert "holds contact details of staff and was not read" in e.problems["message"].iloc[0]
    graph.add_node("elm", client="K. A.")
    with pytest.raises(eco.DataError, match="looks like data about clients"):
        eco.read(graph)


def test_memberships_given_twice_are_one_unless_the_role_differs():
    """Weights 2 and 3 of one seat are 5; chair and member are two seats."""
    graph = nx.MultiGraph([("ash", "hub", {"weight": 2}), ("ash", "hub", {"weight": 3})])
    graph.add_edge("ash", "forum", role="chair")
    graph.add_edge("forum", "ash", role="member")
    graph.add_node("ash", bipartite=0)
    graph.add_nodes_from(["hub", "forum"], bipartite=1)
    e = eco.read(graph)
    seats = e.memberships[["group_id", "role", "weight"]].fillna("")
    assert seats.sort_values(["group_id", "role"]).to_numpy().tolist() == [
        ["forum", "chair", ""],
        ["forum", "member", ""],
        ["hub", "", "5"],
    ]
    assert "1 membership on several rows that differ" in " ".join(e.problems["message"])


def test_two_sorts_of_igraph():
    graph = igraph.Graph.Bipartite([0, 0, 1, 1], [(0, 2), (1, 3), (0, 3)])
    graph.vs["name"] = ["Ash", "Birch", "Forum", "Hub"]
    e = eco.read(graph)
    assert e.organisations["name"].tolist() == ["Ash", "Birch"]
    assert e.memberships[["group_id", "organisation_id"]].to_numpy().tolist() == [
        ["Forum", "Ash"],
        ["Hub", "Ash"],
        ["Hub", "Birch"],
    ]


@pytest.mark.parametrize(("tail", "head"), [("a", "b"), ("f", "g")])
def test_an_edge_between_two_of_one_sort_makes_it_an_ordinary_graph(tail, head):
    graph = nx.Graph([(tail, head), ("a", "f")])
    graph.add_nodes_from("ab", bipartite=0)
    graph.add_nodes_from("fg", bipartite=1)
    e = eco.read(graph)
    assert (len(e.organisations), len(e.groups), len(e.relationships)) == (4, 0, 2)


def test_attributes_are_columns():
    graph = nx.DiGraph()
    graph.add_node("ash", name="Ash", sector="council", budget=12.5, tags=["a", "b"], id="X1")
    graph.add_edge("ash", "elm", relation="funds", amount=5000, since=2019)
    e = eco.read(graph)
    ash = e.organisations.iloc[0]
    assert (ash["sector"], ash["budget"], ash["tags"]) == ("statutory", "12.5", "a|b")
    assert ash["id (as given)"] == "X1"
    tie = e.relationships.iloc[0]
    assert (tie["kind"], tie["direction"], tie["amount"]) == ("funds", "one way", 5000)
    # In other words, as from a file.
    assert tie["start"].year == 2019


def test_parallel_edges_are_joined_as_the_rows_of_a_file_are():
    """2 and 3 are 5, whichever way each was written; of 4 and no number the sum is not known.

    An edge that says nothing of its own, as the second of a and d, is a repeat.
    """
    graph = nx.MultiGraph()
    graph.add_edge("a", "b", weight=2)
    graph.add_edge("b", "a", weight=3)
    graph.add_edge("a", "c", weight=4, note="by phone")
    graph.add_edge("a", "c", note="by post")
    graph.add_edge("a", "d", weight=6)
    graph.add_edge("a", "d")
    e = eco.read(graph)
    weights = e.relationships.set_index("to_id")["weight"]
    assert (weights["b"], weights["d"]) == ("5", "6")
    assert weights.isna()["c"]
    said = " ".join(e.problems["message"])
    assert "2 ties on several rows that differ, each read as one, with 'weight' added up" in said
    assert "1 tie repeated; each was read once" in said


def test_an_edge_is_a_referral_as_in_a_file():
    """Ash to Elm is one. What goes both ways, or has an amount, is a relationship."""
    graph = nx.MultiDiGraph()
    graph.add_edge("ash", "elm", kind="Referrals", sent=7)
    graph.add_edge("ash", "elm", kind="referral", amount=100)
    e = eco.read(graph)
    assert e.referrals[["from_id", "to_id", "sent"]].to_numpy().tolist() == [["ash", "elm", 7]]
    assert e.relationships[["kind", "amount"]].to_numpy().tolist() == [["referral", 100]]
    both = eco.read(nx.Graph([("ash", "elm", {"kind": "referral"})]))
    assert (len(both.referrals), both.relationships["direction"].tolist()) == (0, ["both ways"])


def test_referrals_come_back_as_referrals(west_midlands):
    """Rows of referrals, with people, type and period, as they stand in the sample."""
    graph = eco.to_networkx(west_midlands, kinds=["referral"])
    e = eco.read(graph)
    columns = ["from_id", "to_id", "service_type", "period", "sent"]
    kept = west_midlands.referrals[west_midlands.referrals["sent"] != 0]
    pd.testing.assert_frame_equal(e.referrals[columns], kept[columns].reset_index(drop=True))
    assert e.relationships.empty


def test_nodes_that_would_be_one_are_refused():
    with pytest.raises(eco.DataError, match="two nodes become the id '1', because ids are text"):
        eco.read(nx.Graph([(1, "1")]))


def test_a_graph_of_nothing_is_an_ecosystem_of_nothing():
    assert eco.read(nx.Graph()).organisations.empty
    assert eco.read(igraph.Graph()).organisations.empty


def test_a_question_of_a_graph_says_how_to_read_it():
    with pytest.raises(ValueError, match=r"e is of type networkx Graph\. Give an Ecosystem: eco"):
        eco.find_core(nx.karate_club_graph())


def test_an_empty_cell_of_a_matrix_is_said_where_a_library_made_a_tie_of_it():
    """Two pairs are tied; the other 8 of 10 pairs, with each to itself, are empty and so nan."""
    names = list("abcd")
    matrix = pd.DataFrame(float("nan"), index=names, columns=names)
    for tail, head, weight in (("a", "b", 5), ("c", "d", 2)):
        matrix.loc[tail, head] = matrix.loc[head, tail] = weight
    for graph in (
        nx.from_pandas_adjacency(matrix),
        igraph.Graph.Weighted_Adjacency(matrix, mode="undirected"),
    ):
        problems = eco.read(graph).problems
        assert problems["message"].str.startswith("8 edges have the weight nan").sum() == 1
    assert len(eco.read(matrix, format="matrix").relationships) == 2
    whole = eco.read(nx.from_pandas_adjacency(matrix.fillna(0))).problems
    assert not whole["message"].str.contains("nan").any()
