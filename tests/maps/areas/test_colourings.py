"""What areas can be coloured by, in classes."""

from dataclasses import replace

import numpy as np
import pandas as pd

import ecosystem as eco
from ecosystem.maps.areas.colourings import list_measures


def test_a_region_of_gaps_can_be_coloured(tiny):
    """North is part of a hot spot and south is not; without any, there is nothing to colour."""
    gaps = eco.find_gaps(tiny, "advice")
    name = "Gaps that form a region"
    assert name not in [one.name for one in list_measures(gaps)]
    codes = gaps.table.index
    spots = pd.DataFrame({"region": pd.array([1, None], dtype="Int64")}, index=codes)
    found = {one.name: one for one in list_measures(replace(gaps, hot_spots=spots))}[name]
    assert found.class_of_area.tolist() == [0, 1]


def _measure(result, name):
    return {measure.name: measure for measure in list_measures(result)}[name]


def test_small_numbers_of_people_share_a_class_with_none(tiny):
    """3 people and 0 are told apart by no colour."""
    gaps = eco.find_gaps(tiny.replace(demand=tiny.demand.assign(people=[3, 0])), "advice")
    need = _measure(gaps, "People counted as in need")
    assert need.classes[need.class_of_area[0]] == "under 5"
    assert need.class_of_area.tolist() == [0, 0]


def test_classes_of_people_begin_at_round_numbers_near_the_quartiles(tiny):
    """40 and 20 people: their quartiles are 25, 30 and 35, none of them nearer to 50 than to 20."""
    need = _measure(eco.find_gaps(tiny, "advice"), "People counted as in need")
    assert need.classes == ["under 5", "5 to 19", "20 or more"]
    assert need.class_of_area.tolist() == [2, 2]
    assert need.to_plain(np.array([True, True]))["counts"] == [0, 0, 2]
    # Of one of them no place is known: the key counts what is drawn.
    assert need.to_plain(np.array([True, False]))["counts"] == [0, 0, 1]


def test_a_share_at_a_break_belongs_to_the_class_above(tiny):
    """Half of the need is met in both areas."""
    share = _measure(eco.find_gaps(tiny, "advice"), "Share of need there is room for")
    assert share.classes[2] == "a half to three quarters"
    assert share.class_of_area.tolist() == [2, 2]


def test_room_where_nobody_is_taken_now_is_no_need_that_is_met(tiny):
    """The only advice service takes no referrals: half of the need has room on record, and none."""
    services = tiny.services.assign(accepting_referrals="no")
    measures = list_measures(eco.find_gaps(tiny.replace(services=services), "advice"))
    assert "Share of need there is room for" not in [measure.name for measure in measures]
