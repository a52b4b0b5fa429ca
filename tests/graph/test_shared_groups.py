"""Members of one group as ties, where asked for.

Ash, Birch and Cedar sit in the forum, Ash and Birch also on the board, which is confidential;
Dogwood left the forum in 2020, and Elm sits alone at the table.
"""

import networkx as nx
import pandas as pd
import pytest
from networkx.algorithms import bipartite

import ecosystem as eco
from ecosystem.graph import SAME_GROUP, list_sitting, list_ties

SITTING = [
    ("board", "a", "chair", None),
    ("board", "b", None, None),
    ("forum", "a", "member", None),
    ("forum", "a", "chair", None),
    ("forum", "b", None, None),
    ("forum", "c", "observer", None),
    ("forum", "d", None, "2020-01-01"),
    ("table", "e", None, None),
]
TOGETHER = [("a", "b"), ("a", "b"), ("a", "c"), ("b", "c")]


@pytest.fixture
def sitting(tiny):
    groups = pd.DataFrame(
        {
            "group_id": ["board", "forum", "table"],
            "name": ["Board", "Forum", "Table"],
            "is_confidential": [True, False, False],
        }
    )
    memberships = pd.DataFrame(SITTING, columns=["group_id", "organisation_id", "role", "end"])
    return tiny.replace(groups=groups, memberships=memberships)


def list_pairs(e, ties):
    ids = e.organisations["organisation_id"].to_numpy()
    return sorted(zip(ids[ties["source"]], ids[ties["target"]], strict=True))


def test_each_two_that_sit_together_are_tied_once_a_group(sitting):
    """a and b by two groups; who left, and who sits alone, is tied to nobody; two roles are one."""
    ties = list_ties(sitting, kinds=[SAME_GROUP])
    assert list_pairs(sitting, ties) == TOGETHER
    assert ties["goes_both_ways"].all()
    assert sorted(ties["visibility"]) == ["private", "public", "public", "public"]
    assert eco.to_sparse(sitting, kinds=[SAME_GROUP], weight="rows")[0, 1] == 2


def test_nobody_sits_together_unless_it_is_asked_for(sitting, tiny):
    assert SAME_GROUP not in set(list_ties(sitting)["kind"])
    pd.testing.assert_frame_equal(list_ties(sitting), list_ties(tiny))
    both = list_ties(sitting, kinds=["trusts", SAME_GROUP])
    assert both["kind"].tolist() == ["trusts"] + [SAME_GROUP] * 4


def test_without_memberships_it_is_no_kind(tiny):
    with pytest.raises(ValueError, match="kind 'member of the same group'"):
        list_ties(tiny, kinds=[SAME_GROUP])


def test_a_confidential_group_ties_nobody_in_public(sitting):
    public = sitting.select(visibility="public")
    assert list_pairs(public, list_ties(public, kinds=[SAME_GROUP])) == [
        ("a", "b"),
        ("a", "c"),
        ("b", "c"),
    ]


def test_too_many_pairs_are_refused(sitting, monkeypatch):
    monkeypatch.setattr("ecosystem.graph.shared_groups._MOST_PAIRS", 3)
    with pytest.raises(ValueError, match="makes 4 pairs; the limit is 3"):
        list_ties(sitting, kinds=[SAME_GROUP])


def test_who_sits_where_has_the_first_of_several_roles(sitting):
    """The table is in the order of its keys: chair before member."""
    rows = list_sitting(sitting)
    assert len(rows) == 6
    ash = rows[(rows["organisation_id"] == "a") & (rows["group_id"] == "forum")]
    assert ash["role"].tolist() == ["chair"]


def test_the_graph_of_two_sorts(sitting):
    graph = eco.to_networkx(sitting, bipartite=True)
    assert bipartite.is_bipartite_node_set(graph, list("abcde"))
    assert sorted(graph.edges("forum")) == [("forum", "a"), ("forum", "b"), ("forum", "c")]
    assert graph.edges["a", "board"] == {"role": "chair"}
    assert graph.nodes["board"] == {"name": "Board", "bipartite": 1}
    assert graph.graph == {"organisations_left_out": 0, "memberships_left_out": 2}
    projected = bipartite.projected_graph(graph, list("abcde"))
    assert sorted(map(sorted, projected.edges)) == [["a", "b"], ["a", "c"], ["b", "c"]]


def test_a_group_with_the_id_of_an_organisation_is_another_node(sitting):
    groups = pd.DataFrame({"group_id": ["a"], "name": ["A group called a"]})
    memberships = pd.DataFrame({"group_id": ["a"], "organisation_id": ["a"]})
    e = sitting.replace(groups=groups, memberships=memberships)
    assert list(eco.to_networkx(e, bipartite=True).edges) == [("a", "a (group)")]


def test_options_that_choose_ties_do_not_go_with_it(sitting):
    with pytest.raises(ValueError, match="leave them out, or leave out bipartite"):
        eco.to_networkx(sitting, kinds=["trusts"], bipartite=True)


def test_graphs_say_how_many_memberships_they_leave_out(sitting):
    assert eco.to_networkx(sitting).graph["memberships_left_out"] == 8
    assert eco.to_igraph(sitting)["memberships_left_out"] == 8
    graph = eco.to_networkx(sitting, kinds=[SAME_GROUP])
    assert graph.graph["memberships_left_out"] == 0
    assert graph.number_of_edges() == 2 * 4


def test_the_core_says_that_memberships_are_not_used_and_what_they_mean_where_they_are(sitting):
    unused = "6 memberships of groups are not counted"
    assert any(note.startswith(unused) for note in eco.find_core(sitting).notes)
    together = eco.find_core(sitting, kinds=[SAME_GROUP])
    assert together.table["ties_total"].tolist() == [2, 2, 2, 0, 0]
    assert not any(unused in note for note in together.notes)
    assert any(note.startswith("Members of one group are tied each to") for note in together.notes)
    assert any("on none may sit with others all the same" in note for note in together.notes)


def test_nobody_is_asked_to_report_what_lists_of_members_say(sitting):
    """Who is known not to have answered is not taken as silent here."""
    e = sitting.replace(organisations=sitting.organisations.assign(answered=False))
    core = eco.find_core(e, kinds=[SAME_GROUP])
    assert core.to_ask.empty
    assert core.table["ties_total"].tolist() == [2, 2, 2, 0, 0]
    assert core.summary["not_reported"] == 0
    assert not any("did not report" in note for note in core.notes)


def test_the_map_draws_who_sits_together_where_it_counts(sitting, tmp_path):
    public = sitting.select(visibility="public")
    unused = eco.draw_network(public, eco.find_core(public), tmp_path / "unused.html")
    assert "Not on the map: 4 memberships of groups." in unused.html
    together = eco.find_core(public, kinds=[SAME_GROUP])
    text = eco.draw_network(public, together, tmp_path / "map.html").html
    assert "Each line is a tie of this kind: member of the same group." in text
    assert "memberships of groups." not in text.split("<table")[0]


def test_davis_women_are_projected_as_networkx_does():
    davis = nx.davis_southern_women_graph()
    e = eco.read(davis)
    women = [node for node, side in davis.nodes(data="bipartite") if side == 0]
    expected = bipartite.weighted_projected_graph(davis, women)
    matrix = eco.to_sparse(e, kinds=[SAME_GROUP], weight="rows").tocoo()
    ids = e.organisations["organisation_id"].to_numpy()
    found = {
        frozenset((ids[row], ids[column])): int(shared)
        for row, column, shared in zip(*matrix.coords, matrix.data, strict=True)
    }
    assert found == {frozenset((a, b)): shared for a, b, shared in expected.edges(data="weight")}
