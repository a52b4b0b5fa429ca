"""GraphML and GEXF: read with every name and attribute, written as other programs read them."""

from xml.etree import ElementTree as ET

import igraph
import networkx as nx
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from network_files import join_messages, list_ties, save
from written_tables import TIES, make_tables, sort_ties

import ecosystem as eco
from ecosystem.formats.cells_out import flatten
from ecosystem.formats.sources.graphml_gexf import make_gexf, make_graphml

_GRAPHML = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <graph edgedefault="directed">
    <key id="nid" for="node" attr.name="label" attr.type="string"/>
    <key id="town" for="node" attr.name="town" attr.type="string"><default>Bristol</default></key>
    <node id="a"><data key="nid">ACH</data></node>
    <node id="b"><data key="nid">Borderlands &amp; friends</data><data key="town">Bath</data></node>
    <key id="w" for="edge" attr.name="weight" attr.type="double"/>
    <key id="k" for="edge" attr.name="relationship" attr.type="string"/>
    <edge source="a" target="b"><data key="w">2.5</data><data key="k">funds</data></edge>
    <edge source="a" target="b"><data key="k">funds</data></edge>
    <edge source="b" target="b" directed="false"/>
    <edge source="b" target="elsewhere"/>
  </graph>
</graphml>"""


def test_graphml_with_keys_inside_the_graph_keeps_every_name(tmp_path):
    e = eco.read(save(tmp_path, "map.graphml", _GRAPHML))
    assert e.organisations["name"].tolist() == ["ACH", "Borderlands & friends", "elsewhere"]
    assert e.organisations["town"].tolist()[:2] == ["Bristol", "Bath"]
    assert list_ties(e) == [
        ("a", "b", "funds", "one way"),
        ("b", "b", "tied", "both ways"),
        ("b", "elsewhere", "tied", "one way"),
    ]
    assert e.relationships["weight"].tolist()[0] == "2.5"
    assert "1 tie repeated" in join_messages(e)
    assert "1 node named only by an edge" in join_messages(e)
    assert "tied to itself" in join_messages(e)


def test_graphml_is_known_by_what_it_holds_not_by_its_name(tmp_path):
    assert len(eco.read(save(tmp_path, "map.gml", _GRAPHML)).organisations) == 3
    assert len(eco.read(save(tmp_path, "map.xml", _GRAPHML)).organisations) == 3


def test_graphml_with_entities_is_refused(tmp_path):
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><graphml>&a;</graphml>'
    with pytest.raises(eco.DataError, match="defines entities"):
        eco.read(save(tmp_path, "map.graphml", bomb))


def test_graphml_that_is_cut_off_is_said(tmp_path):
    with pytest.raises(eco.DataError, match="not XML that can be read"):
        eco.read(save(tmp_path, "map.graphml", _GRAPHML[:400]))


def test_attributes_that_do_not_fit_our_columns_are_kept_apart(tmp_path):
    text = _GRAPHML.replace('attr.name="town"', 'attr.name="sector"')
    e = eco.read(save(tmp_path, "map.graphml", text))
    assert e.organisations["sector"].isna().all()
    assert e.organisations["sector (as given)"].tolist()[:2] == ["Bristol", "Bath"]
    assert "do not fit sector" in join_messages(e)


def test_an_attribute_without_a_name_is_kept(tmp_path):
    text = _GRAPHML.replace('attr.name="relationship"', 'attr.name=""').replace('"k"', '""')
    e = eco.read(save(tmp_path, "map.graphml", text))
    assert e.relationships["no name"].tolist()[0] == "funds"


_GEXF = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" version="1.3">
  <graph defaultedgetype="undirected">
    <attributes class="node"><attribute id="0" title="languages" type="liststring"/></attributes>
    <attributes class="edge"><attribute id="0" title="kind" type="string"/></attributes>
    <nodes>
      <node id="1" label="ACH"><attvalues><attvalue for="0" value="ar|fa"/></attvalues></node>
      <node id="2" label="Borderlands"/>
    </nodes>
    <edges>
      <edge source="1" target="2" weight="3">
        <attvalues><attvalue for="0" value="trusts"/></attvalues>
      </edge>
    </edges>
  </graph>
</gexf>"""


@pytest.mark.parametrize("version", ["1.3", "1.2draft"])
def test_gexf_keeps_the_attributes_of_edges(tmp_path, version):
    e = eco.read(save(tmp_path, "map.gexf", _GEXF.replace("1.3", version)))
    assert e.organisations["name"].tolist() == ["ACH", "Borderlands"]
    assert e.organisations["languages"].tolist()[0] == "ar|fa"
    assert list_ties(e) == [("1", "2", "trusts", "both ways")]
    assert e.relationships["weight"].tolist() == ["3"]


@pytest.mark.parametrize("ending", ["graphml", "gexf"])
def test_networks_read_back_with_names_and_kinds(tmp_path, ending):
    path = eco.write_tables(make_tables(), tmp_path / f"map.{ending}")
    e = eco.read(path)
    assert e.organisations["name"].tolist() == ["ACH & <friends>", 'The "B"', "C|D\n=1"]
    assert e.organisations["latitude"].tolist()[0] == 51.5
    assert e.organisations["list"].tolist()[0] == "x|y"
    assert sort_ties(e) == TIES
    assert e.relationships.set_index("kind")["amount"]["funds"] == 1200.5
    assert e.referrals[["from_id", "to_id"]].to_numpy().tolist() == [["a", "b"]]
    assert e.referrals["sent"].isna().all()


def test_networkx_and_igraph_read_our_graphml(tmp_path):
    path = eco.write_tables(make_tables(), tmp_path / "map.graphml")
    g = nx.read_graphml(path)
    assert g.nodes["a"]["name"] == "ACH & <friends>"
    assert igraph.Graph.Read_GraphML(str(path)).vs["name"][1] == 'The "B"'


def test_networkx_reads_our_gexf(tmp_path):
    g = nx.read_gexf(eco.write_tables(make_tables(), tmp_path / "map.gexf"), version="1.3")
    assert g.nodes["a"]["label"] == "ACH & <friends>"
    assert {data["kind"] for *_, data in g.edges(data=True)} == {"trusts", "funds", "referral"}


@given(name=st.text(max_size=30))
@settings(max_examples=40, deadline=None)
def test_no_name_makes_a_network_that_is_not_well_formed(name):
    """What goes in is what `flatten` lets through."""
    e = eco.Ecosystem(organisations=pd.DataFrame({"organisation_id": ["a"], "name": [f"x{name}"]}))
    cells = flatten(e, visibility="public")
    assert ET.fromstring(make_graphml(cells)).tag.endswith("graphml")  # noqa: S314 - our own
    assert ET.fromstring(make_gexf(cells)).tag.endswith("gexf")  # noqa: S314


def test_names_of_igraph_are_ids_and_its_labels_names(tmp_path):
    """igraph numbers nodes anew, n0 and n1: who they are stands in name, what they are called in
    label. A number that is not known is written nan, and is not known.
    """
    graph = igraph.Graph([(0, 1), (0, 1)], directed=True)
    graph.vs["name"], graph.vs["label"] = ["ash", "birch"], ["Ash House", "Birch"]
    graph.es["kind"], graph.es["sent"] = ["referral", "trusts"], [7, float("nan")]
    graph.write_graphml(str(tmp_path / "map.graphml"))
    e = eco.read(tmp_path / "map.graphml")
    assert e.organisations["organisation_id"].tolist() == ["ash", "birch"]
    assert e.organisations["name"].tolist() == ["Ash House", "Birch"]
    assert list_ties(e) == [("ash", "birch", "trusts", "one way")]
    assert e.referrals["sent"].tolist() == [7]


def test_a_node_that_is_listed_twice_is_said(tmp_path):
    text = _GRAPHML.replace('<node id="a">', '<node id="b"/><node id="a">')
    said = join_messages(eco.read(save(tmp_path, "map.graphml", text)))
    assert "1 node with the id of another; the two were read as one" in said


def test_the_kind_that_networkx_writes_as_the_type_of_an_edge_is_the_kind_of_the_tie(tmp_path):
    """GEXF says the direction there. "funds" was read as a tie both ways, and of no kind."""
    graph = nx.DiGraph()
    graph.add_edge("a", "b", type="funds")
    graph.add_edge("b", "c", type="trusts", kind="hosts")
    graph.add_edge("c", "a")
    nx.write_gexf(graph, tmp_path / "map.gexf")
    assert sort_ties(eco.read(tmp_path / "map.gexf")) == [
        ("a", "b", "funds", "one way"),
        ("b", "c", "hosts", "one way"),
        ("c", "a", "tied", "one way"),
    ]


def test_a_text_that_is_missing_in_pandas_is_missing_after_gexf(tmp_path):
    """networkx writes the letters NaN for it, and reads them as text."""
    ties = pd.DataFrame({"from": ["a", "b"], "to": ["b", "c"], "kind": ["funds", None]})
    graph = nx.from_pandas_edgelist(ties, "from", "to", "kind", nx.DiGraph)
    nx.write_gexf(graph, tmp_path / "map.gexf")
    assert eco.read(tmp_path / "map.gexf").relationships["kind"].tolist() == ["funds", "tied"]
