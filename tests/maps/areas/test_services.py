"""Dots and lists of services: those that answer the question, and apart those that may."""

import pandas as pd
import pytest
from drawn_maps import draw_places

import ecosystem as eco
from ecosystem.maps.areas.land import MOST_IN_A_ROW, outline_areas
from ecosystem.maps.areas.services import show_services


@pytest.fixture
def advice(tiny):
    """Six services of advice by Cedar, all with a site in north, and one that is remote.

    At level 2 with legal aid: "Yes" answers; of "Level open" and "Contract open" one cell is
    empty; "Contract, no level" answers, as a contract is for level 2 at least; "Level 1" and "No
    contract" do not; "Remote" answers and is nowhere to go to.
    """
    services = pd.DataFrame(
        [
            ("yes", "Yes", 2, True),
            ("level-open", "Level open", None, None),
            ("contract-open", "Contract open", 3, None),
            ("contract", "Contract, no level", None, True),
            ("one", "Level 1", 1, True),
            ("no-contract", "No contract", 2, False),
            ("remote", "Remote", 2, True),
        ],
        columns=["service_id", "name", "level", "legal_aid"],
    ).assign(service_type="advice")
    services["access"] = [None] * 6 + ["remote only"]
    ids = services["service_id"]
    return tiny.replace(
        services=services,
        providers=pd.DataFrame({"service_id": ids, "organisation_id": "c"}),
        sites=pd.DataFrame({"service_id": ids, "area_code": "north"}),
        catchments=pd.DataFrame({"service_id": ids, "area_code": "south"}),
    )


def _show(e, **asked):
    return show_services(e, eco.find_gaps(e, "advice", **asked), outline_areas(e, None))


def test_dots_and_list_are_of_the_services_that_answer_the_question(advice):
    """Two answer and have a dot, two may; the remote one answers and can be chosen."""
    offer = _show(advice, level=2, legal_aid=True)
    assert [dot.is_certain for dot in offer.dots] == [True, True, False, False]
    assert [(entry["name"], entry["count"]) for entry in offer.key] == [
        ("service there that answers", 2),
        ("may answer: not recorded", 2),
    ]
    chosen = [(service["name"], service["is_certain"]) for service in offer.services]
    assert chosen == [
        ("Contract, no level", True),
        ("Remote", True),
        ("Yes", True),
        ("Contract open", False),
        ("Level open", False),
    ]
    assert offer.services[0]["areas"] == [0, 1]


@pytest.mark.parametrize(("level", "is_answer"), [(2, True), (1, False)])
def test_filling_a_cell_settles_one_service_and_leaves_what_was_certain(advice, level, is_answer):
    """Level open gets its level: it answers, or is gone; nobody else changes."""
    before = {one["name"]: one["is_certain"] for one in _show(advice, level=2).services}
    assert before.pop("Level open") is False
    is_open = advice.services["service_id"] == "level-open"
    services = advice.services.assign(level=advice.services["level"].mask(is_open, level))
    after = {
        one["name"]: one["is_certain"]
        for one in _show(advice.replace(services=services), level=2).services
    }
    assert after.pop("Level open", False) is is_answer
    assert after == before


def test_where_any_service_counts_all_dots_are_certain(advice):
    offer = _show(advice)
    assert [dot.is_certain for dot in offer.dots] == [True] * 6
    assert len(offer.services) == 7


def test_a_service_that_has_no_dot_is_counted_in_words(advice):
    said = "1 service has no dot: it is remote, or no place of it in the picture is recorded."
    assert said in _show(advice, level=2).notes


def test_a_service_that_has_ended_is_counted_in_words_and_no_dot(advice):
    services = advice.services.assign(status=[None, "closed", *[None] * 5])
    offer = _show(advice.replace(services=services))
    assert len(offer.dots) == 5
    assert any(note.startswith("1 service of advice is left out") for note in offer.notes)


def test_as_many_dots_as_the_table_says_services_in_the_area(west_midlands):
    """Of immigration advice with legal aid, in each area of the sample; a hexagon holds seven."""
    gaps = eco.find_gaps(west_midlands, "immigration advice", legal_aid=True)
    land = outline_areas(west_midlands, None)
    dots = [dot for dot in show_services(west_midlands, gaps, land).dots if dot.is_certain]
    for row, count in enumerate(gaps.table["providers_in_area"]):
        x, y = land.middles[row]
        here = [dot for dot in dots if abs(dot.x - x) + abs(dot.y - y) < land.hexagon * 0.7]
        assert len(here) == min(count, MOST_IN_A_ROW)


def test_services_within_the_distance_asked_reach_what_the_table_counts(west_midlands):
    gaps = eco.find_gaps(west_midlands, "immigration advice", level=2, within_km=30)
    offer = show_services(west_midlands, gaps, outline_areas(west_midlands, None))
    counts = [0] * len(gaps.table)
    for service in offer.services:
        for area in service["areas"]:
            counts[area] += service["is_certain"]
    assert counts == gaps.table["providers_in_reach"].tolist()


def test_an_answer_by_journeys_lists_no_areas_reached_and_says_so(advice):
    travel = pd.DataFrame({"area_code": ["north"], "service_id": ["yes"], "km": [3.0]})
    offer = _show(advice, travel=travel)
    assert offer.services == []
    assert any("journeys given is not kept" in note for note in offer.notes)


@pytest.mark.browser
def test_the_page_says_of_a_service_that_it_may_answer_and_hides_dots_with_their_key(
    advice, tmp_path, open_page
):
    advice = advice.select(visibility="public")
    gaps = eco.find_gaps(advice, "advice", level=2, legal_aid=True)
    opened = open_page(draw_places(advice, gaps, tmp_path / "map.html"), ready=True)
    assert opened.page.get_attribute("#service optgroup", "label") == "may answer: not recorded"
    opened.page.select_option("#service", label="Level open")
    words = "May answer: not all that is asked is recorded of it. Reaches Northtown, Southtown."
    assert opened.page.text_content("#what") == words
    opened.page.select_option("#service", label="Yes")
    assert opened.page.text_content("#what") == "Reaches Northtown, Southtown."
    assert opened.page.locator(".keys .dot, figure .dot").count() == 4 + 2
    assert opened.page.is_visible("#dots")
    opened.page.uncheck("#sites")
    assert not opened.page.is_visible("#dots")
    assert not opened.page.is_visible("figure .sites")
