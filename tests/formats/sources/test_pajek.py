"""Pajek networks: vertices, arcs, edges, lists and matrices."""

import zipfile

import pytest
from network_files import join_messages, list_ties, save

import ecosystem as eco

_PAJEK = """% made by hand
*Network forum
*Vertices 3
1 "Bristol \\"Refugee\\" Rights" 0.1 0.2 0.5
2 "Red Cross"
3 ACH
*Arcs :1 "funds"
1 2 3.5
*Edges :2 "meets"
2 3
*Arcslist
3 1 2
*Partition sector
*Vertices 3
1
1
2
"""


def test_pajek_sections_make_ties_and_never_organisations(tmp_path):
    e = eco.read(save(tmp_path, "map.net", _PAJEK.partition("*Partition")[0]))
    assert e.organisations["name"].tolist() == ['Bristol "Refugee" Rights', "Red Cross", "ACH"]
    assert list_ties(e) == [
        ("1", "2", "funds", "one way"),
        ("2", "3", "meets", "both ways"),
        ("3", "1", "tied", "one way"),
        ("3", "2", "tied", "one way"),
    ]


def test_a_partition_in_a_pajek_project_is_left_out_and_said(tmp_path):
    e = eco.read(save(tmp_path, "map.paj", _PAJEK))
    assert e.organisations["name"].tolist() == ['Bristol "Refugee" Rights', "Red Cross", "ACH"]
    assert len(e.relationships) == 4
    assert "*partition was left out" in join_messages(e)


def test_a_pajek_matrix_is_read(tmp_path):
    e = eco.read(save(tmp_path, "m.net", "*Vertices 2\n1 A\n2 B\n*Matrix\n0 2\n0 0\n"))
    assert list_ties(e) == [("1", "2", "tied", "one way")]


def test_a_line_of_pajek_that_is_no_tie_is_named(tmp_path):
    with pytest.raises(eco.DataError, match=r"row 4: line 4 is no tie"):
        eco.read(save(tmp_path, "m.net", "*Vertices 2\n1 A\n*Arcs\nhello world\n"))


def test_a_matrix_of_two_sorts_ties_rows_to_columns(tmp_path):
    """Three rows and two columns: 1-4, 2-4, 2-5 and 3-5, never 1-1 or 2-2."""
    text = '*Vertices 5 3\n1 "A"\n2 "B"\n3 "C"\n4 "Forum"\n5 "Board"\n*Matrix\n1 0\n1 1\n0 1\n'
    e = eco.read(save(tmp_path, "two.net", text))
    assert e.organisations["name"].tolist() == ["A", "B", "C"]
    seats = e.memberships[["organisation_id", "group_id"]].to_numpy().tolist()
    assert sorted(map(tuple, seats)) == [
        ("1", "group-4"),
        ("2", "group-4"),
        ("2", "group-5"),
        ("3", "group-5"),
    ]
    assert "tied to itself" not in join_messages(e)


def test_vertices_without_a_line_of_their_own_are_known_by_number(tmp_path):
    """igraph 1.0 writes *Vertices 3 and no list; of four that are declared two may be listed."""
    e = eco.read(save(tmp_path, "a.net", "*Vertices 3\n*Edges\n1 2\n"))
    assert e.organisations["name"].tolist() == ["1", "2", "3"]
    e = eco.read(save(tmp_path, "b.net", '*Vertices 4\n1 "A"\n2 "B"\n*Arcs\n1 2\n'))
    assert e.organisations["name"].tolist() == ["A", "B", "3", "4"]
    e = eco.read(save(tmp_path, "c.net", "*Vertices 3\n"))
    assert len(e.organisations) == 3


def test_a_partition_declares_no_vertices(tmp_path):
    text = "*Network x\n*Vertices 2\n*Arcs\n1 2\n*Vector y\n*Vertices 9\n0.5\n"
    e = eco.read(save(tmp_path, "m.paj", text))
    assert e.organisations["name"].tolist() == ["1", "2"]


def test_more_vertices_than_can_be_read_are_refused(tmp_path):
    with pytest.raises(eco.DataError, match="more than 300,000 vertices"):
        eco.read(save(tmp_path, "m.net", "*Vertices 999999999999\n"))


def test_weights_below_one_and_below_nought_are_kept(tmp_path):
    """.5 and -1 as igraph writes them; what is no number, as a colour, is no weight."""
    text = "*Vertices 4\n*Arcs\n1 2 .5\n2 3 -1\n3 4 c Blue\n"
    e = eco.read(save(tmp_path, "m.net", text))
    assert e.relationships["weight"].fillna("").tolist() == [".5", "-1", ""]


def test_a_zip_of_one_network_is_read(tmp_path):
    path = tmp_path / "net.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("folder/Forum.NET", "*Vertices 2\n1 A\n2 B\n*Arcs\n1 2\n")
        archive.writestr("readme.txt", "made by hand")
    assert list_ties(eco.read(path)) == [("1", "2", "tied", "one way")]
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("other.paj", "*Vertices 2\n")
    with pytest.raises(eco.DataError, match="there are 2 networks in it"):
        eco.read(path)


def test_names_as_networkx_and_igraph_write_them(tmp_path):
    """networkx calls a vertex by its node and names it behind; igraph writes a code for a "."""
    text = """*vertices 2
1 a 0.0 0.0 ellipse name "Ash House"
2 "The &#34;B&#34; &#38; &lt;c>"
"""
    e = eco.read(save(tmp_path, "m.net", text))
    assert e.organisations["name"].tolist() == ["Ash House", 'The "B" & <c>']


def test_a_label_of_a_line_is_the_kind_of_tie(tmp_path):
    """How a line is drawn (c Blue) is no column; what networkx writes of a tie is."""
    text = '*Vertices 2\n1 A\n2 B\n*Arcs\n1 2 5 l "funds" c Blue\n2 1 1 direction "both ways"\n'
    e = eco.read(save(tmp_path, "m.net", text))
    assert list_ties(e) == [("1", "2", "funds", "one way"), ("2", "1", "tied", "both ways")]
    assert "c" not in e.relationships
