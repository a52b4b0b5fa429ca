"""Several rows on one tie: repeats are one, and numbers that differ are added up."""

import pytest
from network_files import join_messages, save

import ecosystem as eco


def test_amounts_of_one_pair_are_added_up_and_said(tmp_path):
    """1000 + 2500.50 = 3500.50; the third row says nothing that the second does not."""
    text = "From,To,Kind,Amount,Note\nFund,Harbour,funds,1000,rent\n"
    text += "Fund,Harbour,funds,2500.50,staff\nFund,Harbour,funds,2500.50,\n"
    e = eco.read(save(tmp_path, "ties.csv", text))
    assert e.relationships["amount"].tolist() == [3500.5]
    assert e.relationships["Note"].tolist() == ["rent|staff"]
    said = join_messages(e)
    assert "1 tie on several rows that differ, each read as one, with 'Amount' added up" in said
    assert "1 tie repeated; each was read once" in said


def test_a_sum_of_which_a_part_is_not_known_is_not_known(tmp_path):
    """7 people in one row, and in the other it is not known how many: not 7 in all."""
    text = "from_id,to_id,sent,reason\nAsh,Birch,7,full\nAsh,Birch,,moved\n"
    e = eco.read(save(tmp_path, "referrals.csv", text))
    assert e.referrals["sent"].isna().tolist() == [True]
    assert e.referrals["reason"].tolist() == ["full|moved"]


@pytest.mark.parametrize(
    ("heading", "cells", "joined"),
    [
        ("strength", ("2", "5"), 5),
        ("direction", ("one way", "both ways"), "both ways"),
        ("visibility", ("private", "partners"), "private"),
        ("weight", ("1.5", "-2"), "-0.5"),
        ("year", ("2019", "2020"), "2019|2020"),
    ],
)
def test_what_cannot_be_added_up(tmp_path, heading, cells, joined):
    """The stronger counts, the more open way, the most guarded; other columns list both."""
    rows = "".join(f"Ash,Birch,trusts,{cell}\n" for cell in cells)
    e = eco.read(save(tmp_path, "ties.csv", f"From,To,Kind,{heading}\n{rows}"))
    assert e.relationships[heading].tolist() == [joined]


def test_a_tie_ends_when_the_last_of_its_rows_does(tmp_path):
    """One row ends in 2020 and the other in 2024; if one does not end, the tie does not."""
    head = "From,To,Kind,End,Note\n"
    both = head + "A,B,trusts,2020-01-01,x\nA,B,trusts,2024-01-01,y\n"
    e = eco.read(save(tmp_path, "ties.csv", both))
    assert e.relationships["end"].dt.year.tolist() == [2024]
    open_end = head + "A,B,trusts,2020-01-01,x\nA,B,trusts,,y\n"
    e = eco.read(save(tmp_path, "ties.csv", open_end))
    assert e.relationships["end"].isna().tolist() == [True]


def test_rows_of_other_years_stay_rows(tmp_path):
    text = "from_id,to_id,period,sent\nAsh,Birch,2024,50\nAsh,Birch,2025,70\n"
    e = eco.read(save(tmp_path, "referrals.csv", text))
    assert e.referrals["sent"].tolist() == [50, 70]
    assert "rows that differ" not in join_messages(e)
    assert "repeated" not in join_messages(e)


def test_names_that_mean_one_organisation_are_one_tie(tmp_path):
    """Ash and ash are one; with the kind in other letters it is another kind."""
    text = "From,To,Kind,Weight\nAsh,Birch,funds,3\nash,birch,funds,4\nAsh,Birch,Funds,5\n"
    e = eco.read(save(tmp_path, "ties.csv", text))
    assert sorted(zip(e.relationships["kind"], e.relationships["Weight"], strict=True)) == [
        ("Funds", "5"),
        ("funds", "7"),
    ]


@pytest.mark.parametrize("name", ["kumu.json", "map.graphml"])
def test_every_reader_adds_up_by_the_same_rule(tmp_path, name):
    """Fund to Harbour, 1000 and 2500, with ids of their own: 3500."""
    texts = {
        "kumu.json": """{"elements": [{"_id": "f", "label": "Fund"}, {"_id": "h", "label": "H"}],
            "connections": [
            {"_id": "1", "from": "f", "to": "h", "type": "funds", "amount": 1000},
            {"_id": "2", "from": "f", "to": "h", "type": "funds", "amount": 2500}]}""",
        "map.graphml": """<graphml><key id="k" for="edge" attr.name="kind"/>
            <key id="a" for="edge" attr.name="amount"/><graph><node id="f"/><node id="h"/>
            <edge id="1" source="f" target="h"><data key="k">funds</data>
            <data key="a">1000</data></edge>
            <edge id="2" source="f" target="h"><data key="k">funds</data>
            <data key="a">2500</data></edge></graph></graphml>""",
    }
    e = eco.read(save(tmp_path, name, texts[name]))
    assert e.relationships["amount"].tolist() == [3500]
    assert "added up" in join_messages(e)
