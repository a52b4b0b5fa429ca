"""Lists of ties, with headings and without."""

import pytest
from network_files import list_ties, save
from written_tables import write_csv

import ecosystem as eco


def test_a_list_of_ties_without_headings_is_read_when_it_is_said_to_be_one(tmp_path):
    path = save(tmp_path, "list.csv", "ACH,Borderlands\nBorderlands,Uni\n")
    e = eco.read(path, format="ties")
    assert [tie[:3] for tie in list_ties(e)] == [
        ("ach", "borderlands", "tied"),
        ("borderlands", "uni", "tied"),
    ]


@pytest.mark.parametrize("ends", [("From", "To"), ("from", "to"), ("source", "target")])
def test_a_list_of_ties_makes_placeholder_organisations(tmp_path, ends):
    path = write_csv(tmp_path, ties=[list(ends), ["ACH", "Borderlands"], ["ACH", "Uni"]])
    e = eco.read(path / "ties.csv")
    assert list(e.organisations["name"]) == ["ACH", "Borderlands", "Uni"]
    assert set(e.organisations["is_placeholder"]) == {"yes"}
    assert len(e.relationships) == 2
    assert e.problems["message"].str.contains("only by name").any()


def test_gephis_pair_of_tables_keeps_names_direction_and_whoever_has_no_tie(tmp_path):
    """Three nodes by their labels, one of them alone; one edge both ways and one that is not."""
    folder = write_csv(
        tmp_path / "gephi",
        nodes=[["Id", "Label"], ["1", "Harbour Aid"], ["2", "River Trust"], ["3", "Lone Centre"]],
        edges=[
            ["Source", "Target", "Type", "Weight"],
            ["1", "2", "Undirected", "3"],
            ["2", "1", "Directed", "2"],
        ],
    )
    e = eco.read(folder)
    assert e.organisations["name"].tolist() == ["Harbour Aid", "River Trust", "Lone Centre"]
    assert list_ties(e) == [("1", "2", "tied", "both ways"), ("2", "1", "tied", "one way")]
