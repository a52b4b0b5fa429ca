"""Marks of roles: shapes and sizes, still and in the key."""

import re
from xml.etree import ElementTree as ET

import pytest

import ecosystem as eco
from ecosystem.maps.network.marks import list_role_key, list_sector_key, place_mark


@pytest.mark.parametrize(
    ("role", "shape", "half", "border"),
    [
        ("core", "dot", 24, 4),
        ("uncertain", "diamond", 18, 2),
        ("not connected", "square", 11, 2),
        ("wider network", "dot", 14, 1.5),
    ],
)
def test_roles_differ_in_shape_or_size(role, shape, half, border):
    mark = place_mark(role, "#ffffff", 3, 4)
    assert (mark.shape, mark.half, mark.border) == (shape, half, border)


def test_an_outline_is_never_thinner_than_one():
    """1.5 at half the size would be 0.75."""
    assert place_mark("", "#ffffff", 0, 0, scale=0.5).border == 1


def test_the_key_counts_each_role_and_draws_its_mark(tiny):
    core = eco.find_core(tiny)
    key = list_role_key(core)
    assert {one["name"]: one["count"] for one in key} == dict(core.table["role"].value_counts())
    for one in key:
        element = ET.fromstring(one["mark"])  # noqa: S314 - our own drawing
        assert element.get("class") == "mark"
        assert element.get("fill") == "#ffffff"


def test_the_key_of_sectors_holds_those_there_are_in_the_order_of_the_palette(tiny):
    """Two voluntary, one statutory, one faith, one not known."""
    key = list_sector_key(tiny.organisations)
    counts = [(one["name"], one["count"]) for one in key]
    assert counts == [("voluntary", 2), ("statutory", 1), ("faith", 1), ("sector not known", 1)]
    assert re.search('fill="(.*?)"', key[0]["mark"])[1] == "#0072B2"
