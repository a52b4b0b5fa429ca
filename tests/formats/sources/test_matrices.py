"""Adjacency matrices: with direction and without."""

from network_files import list_ties, save

import ecosystem as eco


def test_a_symmetric_matrix_has_each_tie_once(tmp_path):
    text = ",ACH,Borderlands,Uni\nACH,0,2,\nBorderlands,2,0,1\nUni,,1,0\n"
    e = eco.read(save(tmp_path, "who-works-with-whom.csv", text))
    assert e.organisations["name"].tolist() == ["ACH", "Borderlands", "Uni"]
    assert list_ties(e) == [
        ("ach", "borderlands", "tied", "both ways"),
        ("borderlands", "uni", "tied", "both ways"),
    ]
    assert e.relationships["weight"].tolist() == ["2", "1"]


def test_a_matrix_that_is_not_symmetric_goes_from_row_to_column(tmp_path):
    text = "name,ACH,Uni\nACH,,x\nUni,,\n"
    assert list_ties(eco.read(save(tmp_path, "m.csv", text))) == [("ach", "uni", "tied", "one way")]
