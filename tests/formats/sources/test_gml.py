"""GML networks, as the programs of the field write them."""

import igraph
import networkx as nx
import pytest
from network_files import join_messages, list_ties, save

import ecosystem as eco

_GML = """Creator "a program"
Version 1
# a remark
graph
[
  comment "in a block"
  directed 1
  edge [ source 2 target 1 label "funds" weight 2.5 ]
  node [ id 1 label "Caf&#233; &quot;Ash&quot;" graphics [ x 1.5 y 2 type "circle" ] town "Bath" ]
  node [ id 2 label "Birch" tag "a" tag "b" ]
  node [ id 3 label "Birch" ]
  edge [ source 1 target 2 kind "trusts" ]
  edge [ source 1 target 2 kind "meets" ]
]
"""


def test_gml_is_read_with_names_isolates_and_every_tie(tmp_path):
    """Three nodes, of which two have one label and one has no tie, and three ties."""
    e = eco.read(save(tmp_path, "map.gml", _GML))
    assert e.organisations["name"].tolist() == ['Caf\u00e9 "Ash"', "Birch", "Birch"]
    assert e.organisations["tag"].tolist()[1] == "a|b"
    assert e.organisations["town"].tolist()[0] == "Bath"
    assert list_ties(e) == [
        ("1", "2", "meets", "one way"),
        ("1", "2", "trusts", "one way"),
        ("2", "1", "funds", "one way"),
    ]


def test_gml_is_known_by_what_it_holds(tmp_path):
    assert len(eco.read(save(tmp_path, "map.txt", _GML)).relationships) == 3


def test_gml_without_directed_goes_both_ways(tmp_path):
    text = "graph [ node [ id 0 ] node [ id 1 ] edge [ source 0 target 1 ] ]"
    assert list_ties(eco.read(save(tmp_path, "m.gml", text))) == [("0", "1", "tied", "both ways")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("graph [ node [ id 1 ]", "ends in the middle"),
        ("graph [ node [ id 1 ] ] ]", "closed that was not opened"),
        ("graph [ 5 5 ]", "a value stands where a key should: 5"),
        ("graph [ [ ] ]", "a value stands where a key should"),
        ("graph [ edge [ source 1 ] ]", "edge without source and target"),
        ("graph [ directed 1 ]", "there are no nodes"),
        ("graph [ node [ id ] ]", "closed that was not opened"),
        ("graph " + "[ a " * 60, "blocks inside blocks, than the limit"),
        ("Creator x", "there is no graph"),
    ],
)
def test_gml_that_is_damaged_is_said(tmp_path, text, said):
    with pytest.raises(eco.DataError, match=said):
        eco.read(save(tmp_path, "m.gml", text))


def test_a_second_graph_is_left_out_and_said(tmp_path):
    text = "graph [ node [ id 1 ] ] graph [ node [ id 2 ] ]"
    assert "1 further graph in the file left out" in join_messages(
        eco.read(save(tmp_path, "m.gml", text))
    )


def test_networks_of_networkx_and_igraph_keep_their_counts(tmp_path):
    """Les Miserables: 77 characters, 254 ties; the karate club: 34 members, 78 ties."""
    nx.write_gml(nx.les_miserables_graph(), tmp_path / "les.gml")
    e = eco.read(tmp_path / "les.gml")
    assert (len(e.organisations), len(e.relationships)) == (77, 254)
    assert "Valjean" in set(e.organisations["name"])
    igraph.Graph.Famous("Zachary").write_gml(str(tmp_path / "karate.gml"))
    e = eco.read(tmp_path / "karate.gml")
    assert (len(e.organisations), len(e.relationships)) == (34, 78)
