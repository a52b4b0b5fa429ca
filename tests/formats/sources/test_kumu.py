"""Kumu: workbook and JSON, read and written."""

import json

import openpyxl
import pytest
from network_files import join_messages, list_ties, save
from written_tables import TIES, make_tables, sort_ties

import ecosystem as eco


def kumu_book(path, elements, connections):
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Elements"
    for row in elements:
        book["Elements"].append(row)
    sheet = book.create_sheet("Connections")
    for row in connections:
        sheet.append(row)
    book.create_sheet("notes (ignore)").append(["Label"])
    book.save(path)
    return path


def test_a_kumu_workbook_is_read(tmp_path):
    """Labels name the ends; | makes several ties; an end not listed is added, as Kumu does."""
    path = kumu_book(
        tmp_path / "map.xlsx",
        [
            ["Label", "Type", "Tags", "Budget"],
            ["ACH", "Charity", "a|b", "9876498"],
            ["Borderlands  ", "Charity", None, "0%"],
            ["ACH", "Charity", None, None],
            ["Advice", "Service", None, None],
            ["Advice", "Idea", None, None],
        ],
        [
            ["From", "To", "Type", "Direction", "Strength"],
            ["ACH", "Borderlands | Council", "funds", "mutual", 3],
            ["ACH", "Borderlands", "funds", "mutual", 3],
            ["Council", "ACH", None, "directed", 9],
        ],
    )
    e = eco.read(path)
    assert e.organisations["organisation_id"].tolist() == [
        "ach",
        "advice-idea",
        "advice-service",
        "borderlands",
        "council",
    ]
    assert list_ties(e) == [
        ("ach", "borderlands", "funds", "both ways"),
        ("ach", "council", "funds", "both ways"),
        ("council", "ach", "tied", "one way"),
    ]
    assert e.organisations["Budget"].tolist()[0] == "9876498"
    for said in ("read once", "named only by a connection", "(ignore)", "1 tie repeated"):
        assert said in join_messages(e)


def test_kumu_json_is_read_in_both_forms(tmp_path):
    blueprint = {
        "elements": [{"label": "ACH", "type": "charity"}, {"label": "Bor"}],
        "connections": [{"from": "ACH", "to": "Bor", "type": "trusts", "direction": "mutual"}],
    }
    backup = {
        "elements": [
            {"_id": "e1", "attributes": {"label": "ACH", "element type": "charity"}},
            {"_id": "e2", "attributes": {"label": "Bor"}},
        ],
        "connections": [
            {
                "_id": "c1",
                "from": "e1",
                "to": "e2",
                "direction": "mutual",
                "attributes": {"connection type": "trusts", "tags": ["a", "b"]},
            }
        ],
        "loops": [{"_id": "l"}],
    }
    one = eco.read(save(tmp_path, "one.json", json.dumps(blueprint)))
    two = eco.read(save(tmp_path, "two.json", json.dumps(backup)))
    assert list_ties(one) == [("ach", "bor", "trusts", "both ways")]
    assert list_ties(two) == [("e1", "e2", "trusts", "both ways")]
    assert two.organisations["name"].tolist() == ["ACH", "Bor"]
    assert two.relationships["tags"].tolist() == ["a|b"]
    assert "1 loop of Kumu not read" in join_messages(two)


@pytest.mark.parametrize("name", ["map.xlsx", "map.json"])
def test_kumu_reads_back_with_names_and_kinds(tmp_path, name):
    path = eco.write_tables(make_tables(), tmp_path / name, format="kumu")
    e = eco.read(path)
    assert e.organisations["organisation_id"].tolist() == ["a", "b", "c"]
    assert e.organisations["name"].tolist() == ["ACH & <friends>", 'The "B"', "C|D\n=1"]
    assert sort_ties(e) == TIES
    assert e.referrals[["from_id", "to_id"]].to_numpy().tolist() == [["a", "b"]]


def test_kumu_headings_are_those_kumu_asks_for(tmp_path):
    path = eco.write_tables(make_tables(), tmp_path / "map.xlsx", format="kumu")
    book = openpyxl.load_workbook(path)
    assert [cell.value for cell in book["Elements"][1]][:3] == ["ID", "Label", "Type"]
    assert [cell.value for cell in book["Connections"][1]][:4] == [
        "From",
        "To",
        "Type",
        "Direction",
    ]


def test_signs_of_kumu_are_kinds_of_tie(tmp_path):
    """ "-" is Kumu's sign for less of the other, and no empty cell; an empty type is a tie."""
    data = {
        "elements": [{"label": label} for label in ("A", "B", "C")],
        "connections": [
            {"from": "A", "to": "B", "connection type": "-"},
            {"from": "B", "to": "C", "connection type": "+"},
            {"from": "C", "to": "A", "connection type": ""},
        ],
    }
    e = eco.read(save(tmp_path, "map.json", json.dumps(data)))
    assert e.relationships["kind"].tolist() == ["negative (-)", "positive (+)", "tied"]
