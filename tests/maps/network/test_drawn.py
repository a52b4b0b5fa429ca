"""Who and which ties a network map shows, and what it says of the others."""

import re
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest

import ecosystem as eco
from ecosystem.maps import caption_network, list_network_key, picture_network
from ecosystem.maps.network.drawn import list_drawn, say_drawn

browser = pytest.mark.browser

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def funded(tiny):
    """`tiny`, in which Elm also funds Ash and Birch, and Ash funds Birch, whom it works with."""
    money = pd.DataFrame(
        {"from_id": ["e", "e", "a"], "to_id": ["a", "b", "b"], "kind": "funds", "amount": 1000}
    )
    return tiny.replace(relationships=pd.concat([tiny.relationships, money]))


@pytest.fixture
def aged(tiny):
    """`tiny` on a day of 2024: Dogwood has closed; the steering of Ash and Birch ended in 2012.

    Of its ties the one of Ash and Dogwood goes with Dogwood; a tie of Elm to itself is none, nor
    are referrals of nobody.
    """
    e = tiny
    relationships = e.relationships
    is_steering = relationships["kind"] == "steering"
    assert is_steering.sum() == 1
    relationships["end"] = pd.to_datetime(
        pd.Series(np.where(is_steering, "2012-01-01", None), index=relationships.index)
    )
    itself = pd.DataFrame({"from_id": ["e"], "to_id": ["e"], "kind": ["trusts"]})
    nobody = pd.DataFrame({"from_id": ["c"], "to_id": ["b"], "sent": [0]})
    return e.replace(
        organisations=e.organisations.assign(status=[None, None, None, "closed", None]),
        relationships=pd.concat([relationships, itself]),
        referrals=pd.concat([e.referrals, nobody]),
        about=pd.DataFrame({"snapshot_date": ["2024-06-01"]}),
    )


def test_ties_of_kinds_that_did_not_count_are_drawn_apart(funded):
    """Six pairs: four that work together, and Elm with Ash and Birch by money alone."""
    drawn = list_drawn(funded, eco.find_core(funded))
    pairs = [tuple(pair) for pair in drawn.pairs.tolist()]
    assert pairs == [(0, 1), (0, 2), (0, 3), (0, 4), (1, 2), (1, 4)]
    assert drawn.is_counted.tolist() == [True, True, True, False, True, False]
    assert drawn.other_kinds == ["funds"]


def test_the_still_picture_says_and_shows_which_ties_do_not_count(funded):
    core = eco.find_core(funded)
    root = ET.fromstring(picture_network(funded, core))  # noqa: S314 - our own
    ties = [line for line in root.iter(f"{SVG}line") if line.get("class") == "tie"]
    assert len([tie for tie in ties if tie.get("stroke-dasharray")]) == 2
    assert len(ties) == 6
    assert "Thin dashed lines are not counted in the core: funds." in caption_network(funded, core)
    key = {entry["name"]: entry["count"] for entry in list_network_key(funded, core)}
    assert key["tie that counts in the core"] == 4
    assert key["only funds: not counted in the core"] == 2


def test_where_all_kinds_count_no_line_is_dashed(funded):
    core = eco.find_core(funded, kinds=["referral", *set(funded.relationships["kind"])])
    assert "dashed" not in caption_network(funded, core)
    assert "dash" not in re.sub('class="faint".*?/>', "", picture_network(funded, core))
    assert not any("tie" in str(entry["name"]) for entry in list_network_key(funded, core))


def test_a_question_of_some_kinds_has_the_others_drawn_apart(tiny):
    """By referrals alone steering does not count, whatever it is called."""
    core = eco.find_core(tiny, kinds=["referral"])
    drawn = list_drawn(tiny, core)
    assert drawn.counted_kinds == ["referral"]
    assert drawn.other_kinds == sorted(set(tiny.relationships["kind"]))
    assert say_drawn(drawn)[0] == "Each line is a tie of this kind: referrals."


def test_the_core_is_said_to_be_in_the_middle_only_where_there_is_one(tiny, west_midlands):
    middle = "The core is in the middle."
    core = eco.find_core(tiny)
    assert not (core.table["role"] == "core").any()
    assert middle not in caption_network(tiny, core)
    assert middle in caption_network(west_midlands, eco.find_core(west_midlands))


def test_closed_organisations_and_ended_ties_are_left_out_and_counted(aged):
    """Dogwood, its tie to Ash, and the steering that ended: one organisation and two ties."""
    core = eco.find_core(aged)
    drawn = list_drawn(aged, core)
    assert drawn.rows.tolist() == [0, 1, 2, 4]
    assert (drawn.closed, drawn.ended) == (1, 2)
    said = (
        "Not on the map: 1 organisation that is not active; 2 ties that have ended or not begun, "
        "or are with an organisation that is not active."
    )
    assert say_drawn(drawn)[-1] == said
    assert said in caption_network(aged, core)
    root = ET.fromstring(picture_network(aged, core))  # noqa: S314 - our own
    assert "Dogwood" not in "".join(root.itertext())
    key = list_network_key(aged, core)
    sectors = {"voluntary", "statutory", "faith", "sector not known"}
    assert sum(entry["count"] for entry in key if entry["name"] in sectors) == 4


def test_where_nothing_is_left_out_nothing_is_said_of_it(tiny):
    assert not any(
        "Not on the map" in words for words in say_drawn(list_drawn(tiny, eco.find_core(tiny)))
    )


@browser
def test_an_ecosystem_in_which_everyone_has_closed_is_drawn(tiny, tmp_path, open_page):
    e = tiny.replace(organisations=tiny.organisations.assign(status="closed"))
    core = eco.find_core(e)
    opened = open_page(eco.draw_network(e, core, tmp_path / "map.html").path, ready=True)
    said = "Not on the map: 5 organisations that are not active"
    assert said in opened.page.text_content("main")
    assert "<svg" in picture_network(e, core)


@browser
def test_the_page_leaves_out_who_is_closed_and_says_so(aged, tmp_path, open_page):
    path = eco.draw_network(aged, eco.find_core(aged), tmp_path / "map.html").path
    opened = open_page(path, ready=True)
    names = [button.text_content() for button in opened.page.query_selector_all("button.name")]
    assert names == ["Ash", "Birch", "Cedar", "Elm"]
    assert "Not on the map: 1 organisation that is not active" in opened.page.text_content("main")


@browser
def test_the_page_counts_ties_as_its_sentences_do_and_says_which_do_not_count(
    funded, tmp_path, open_page
):
    """Elm has ties of money alone: tied to nobody, as the answer says; they are listed apart."""
    core = eco.find_core(funded)
    opened = open_page(eco.draw_network(funded, core, tmp_path / "map.html").path, ready=True)
    cells = opened.page.query_selector_all("#rows tr td:nth-child(4)")
    assert [int(cell.text_content()) for cell in cells] == core.table["ties_total"].tolist()
    opened.page.click("button.name >> text=Elm")
    assert "Funds (from it), not counted in the core: Ash, Birch" in opened.page.text_content(
        "#ties"
    )
    opened.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    lines = opened.page.query_selector_all("#still svg line[stroke-dasharray='8 5']")
    assert len(lines) == 2
