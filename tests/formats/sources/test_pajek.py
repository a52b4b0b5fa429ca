"""Pajek networks: vertices, arcs, edges, lists and matrices."""

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
