"""The still picture of a network."""

from xml.etree import ElementTree as ET

import pytest
from hostile import PAYLOADS, make_hostile

import ecosystem as eco
from ecosystem.maps import picture_network
from ecosystem.maps.network.picture import _trace_dots

SVG = "{http://www.w3.org/2000/svg}"


def test_a_picture_holds_a_mark_and_a_name_an_organisation_and_a_line_a_tie(tiny):
    """`tiny` has five organisations and four tied pairs; five names fit on a page."""
    root = ET.fromstring(picture_network(tiny, eco.find_core(tiny)))  # noqa: S314 - our own
    assert len(root.findall(f"{SVG}g/{SVG}title")) == 5
    assert len([line for line in root.iter(f"{SVG}line") if line.get("class") == "tie"]) == 4
    words = ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]
    assert {"Ash", "Birch", "Cedar", "Dogwood", "Elm"} <= set(words)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_name_becomes_an_element_of_the_picture(payload):
    counts = []
    for text in ("plain", payload):
        e = make_hostile(text)
        root = ET.fromstring(picture_network(e, eco.find_core(e)))  # noqa: S314 - our own
        names = [node.tag for node in root.iter() if node.tag != f"{SVG}tspan"]
        counts.append(names)
        assert f"{text} organisation a" in {title.text for title in root.iter(f"{SVG}title")}
    assert counts[0] == counts[1]


def test_dots_are_told_by_the_step_from_the_one_before():
    """In order (2, 9), (5, 1), (5, 4): 3 to the right and 8 up, then 3 down; h0 moves nothing."""
    assert _trace_dots([(5, 4), (2, 9), (5, 1)]) == "m2,9h0m3,-8h0m0,3h0"


def test_of_many_organisations_the_picture_draws_as_many_in_a_few_paths(west_midlands, monkeypatch):
    core = eco.find_core(west_midlands)
    small = ET.fromstring(picture_network(west_midlands, core))  # noqa: S314 - our own
    monkeypatch.setattr("ecosystem.maps.network.picture._MOST_SINGLE", 5)
    large = ET.fromstring(picture_network(west_midlands, core))  # noqa: S314 - our own

    def list_paths(root, name):
        return [one.get("d") for one in root.iter() if one.get("class") == name]

    ties = "".join(list_paths(large, "tie"))
    assert ties.count("M") == len(list_paths(small, "tie"))
    assert len(list_paths(large, "tie")) < 5
    assert not list_paths(small, "dots")
    marks = sum(one.get("class") == "mark" for one in small.iter())
    dots = "".join(list_paths(large, "dots")).count("h0")
    assert dots + sum(one.get("class") == "mark" for one in large.iter()) == marks
