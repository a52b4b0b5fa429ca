"""Travel times and distances that the user brings."""

import numpy as np
import pandas as pd
import pytest
from row_of_towns import make

from ecosystem.access.travel import read_travel
from ecosystem.graph import find_positions

SERVICES = [("s", {}), ("food", {"service_type": "food"}), ("t", {})]


def read(rows, within_km=None):
    """Read a travel table; s is service 0 with a site in A, t is 1 with two in B, food neither."""
    e = make(areas="ABC", services=SERVICES)
    sites = pd.DataFrame({"service": [0, 1, 1], "area": [0, 1, 1]})
    number = np.array([-1, 0, 1])  # in order of their ids: food, s, t
    return read_travel(pd.DataFrame(rows), find_positions(e), number, sites, within_km)


def list_pairs(pairs):
    return list(zip(pairs.area.tolist(), pairs.service.tolist(), pairs.distance, strict=True))


def test_a_journey_to_a_service_is_a_pair_if_it_is_asked_for():
    rows = {"area_code": ["C", "A", "B"], "service_id": ["t", "food", "s"], "minutes": [9, 5, "7"]}
    unit, pairs = read(rows)
    assert unit == "minutes"
    assert list_pairs(pairs) == [(2, 1, 9), (1, 0, 7)]


def test_a_journey_to_an_area_leads_to_each_service_there_once():
    """To A: s. To B: t, once for its two sites. To C: nothing is there."""
    rows = {"area_code": ["C", "C", "A"], "to_area_code": ["A", "B", "C"], "km": [4.5, 2, 1]}
    unit, pairs = read(rows)
    assert unit == "km"
    assert list_pairs(pairs) == [(2, 0, 4.5), (2, 1, 2)]


def test_longer_journeys_are_left_out_and_the_limit_itself_is_in():
    rows = {"area_code": ["A", "B", "C"], "service_id": ["s"] * 3, "km": [1.0, 2.0, 2.1]}
    assert list_pairs(read(rows, within_km=2)[1]) == [(0, 0, 1), (1, 0, 2)]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"km": [1]}, "needs one of the columns km and minutes"),
        ({"to_area_code": ["A"]}, "needs one of the columns service_id and to_area_code"),
        ({"area_code": ["Z"]}, "travel, area_code: 'Z' is not in this data"),
        ({"service_id": ["z"]}, "travel, service_id: 'z' is not in this data"),
        ({"minutes": [-1]}, "travel, minutes: np.int64.-1. is no distance"),
    ],
)
def test_a_wrong_table_says_where_and_what(change, message):
    with pytest.raises(ValueError, match=message):
        read({"area_code": ["A"], "service_id": ["s"], "minutes": [5]} | change)


def test_spans_of_time_are_minutes_and_no_kilometres():
    """90 seconds are 1.5 minutes, not 90,000,000,000 of anything."""
    rows = {"area_code": ["A"], "service_id": ["s"], "minutes": pd.to_timedelta(["90s"])}
    _, pairs = read(rows)
    assert pairs.distance.tolist() == [1.5]
    with pytest.raises(ValueError, match="is no distance"):
        read({"area_code": ["A"], "service_id": ["s"], "km": pd.to_timedelta(["90s"])})
