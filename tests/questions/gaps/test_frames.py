"""What is measured for each area, and what its status is."""

import numpy as np
import pandas as pd
import pytest
from row_of_towns import make

import ecosystem as eco
from ecosystem.access import list_services
from ecosystem.graph import find_positions
from ecosystem.questions.gaps.distance import measure_distance
from ecosystem.questions.gaps.frames import count_places, judge_areas

STEP = 6.846


@pytest.mark.parametrize(
    ("demand", "coverage", "in_reach", "people_per_place", "is_drought", "status"),
    [
        (np.nan, np.nan, 1, np.nan, False, "not known"),
        (0, np.nan, 0, np.nan, False, "no one in need"),
        (9, 1.0, 1, 9, False, "covered"),
        (9, 1.0, 1, 9, True, "thin"),
        (9, 0.4, 1, 9, True, "gap"),
        (9, 0.5, 1, 9, False, "thin"),
        (9, 0.49, 3, 3, False, "gap"),
        (9, 0.0, 0, np.nan, False, "gap"),
        (9, np.nan, 1, 9, False, "thin"),
        (1000, np.nan, 2, 500, False, "not known"),
        (1002, np.nan, 2, 501, False, "thin"),
        (9, np.nan, 2, 4.5, True, "thin"),
    ],
)
def test_the_first_rule_that_holds_decides(  # noqa: PLR0913, PLR0917 - what rules look at
    demand, coverage, in_reach, people_per_place, is_drought, status
):
    """With a limit of a half; 500 people for one place are not yet too many, 501 are."""
    row = {
        "demand": demand,
        "coverage": coverage,
        "providers_in_reach": in_reach,
        "people_per_place": people_per_place,
        "is_drought": is_drought,
        "possible_in_reach": 0,
        "open_in_reach": 0 if is_drought else in_reach,
    }
    least = np.nan_to_num([coverage])
    is_room_open = np.array([not is_drought])
    assert judge_areas(pd.DataFrame([row]), least, is_room_open, 0.5).tolist() == [status]


def test_places_that_are_enough_are_thin_whatever_the_others_hold():
    """Six of ten people can be seen by one place; how many the second can see is not known."""
    e = make(
        services=[("sure", {"capacity": 6}), ("silent", {})],
        sites=[("sure", "A"), ("silent", "A")],
        demand=[("A", 10), ("B", 0)],
    )
    assert eco.find_gaps(e, "advice").table["status"].tolist() == ["thin", "no one in need"]
    assert eco.find_gaps(e, "advice", limit=0.7).table.loc["A", "status"] == "not known"


def test_a_service_with_two_sites_in_an_area_is_one_there():
    """s has both its sites in A and takes people from B; t, full, is in A; u, in B, is remote."""
    e = make(
        services=[
            ("s", {"legal_aid": True}),
            ("t", {"capacity": 5, "used": 5}),
            ("u", {"access": "remote only"}),
        ],
        sites=[("s", "A"), ("t", "A"), ("u", "B")],
        catchments=[("s", "B")],
    )
    second = pd.DataFrame({"service_id": ["s"], "area_code": ["A"], "postcode": ["B1 1AA"]})
    e = e.replace(sites=pd.concat([e.sites, second]))
    counts = count_places(list_services(e, "advice"))
    assert counts["providers_in_area"].tolist() == [2, 0]
    assert counts["provider_class"].tolist() == ["two", "none"]
    assert counts["providers_in_reach"].tolist() == [2, 2]
    assert counts["legal_aid_in_reach"].tolist() == [1, 1]
    assert counts["remote_in_reach"].tolist() == [0, 1]
    assert counts["open_in_reach"].tolist() == [1, 2]


def test_a_journey_takes_the_place_of_the_line_and_without_one_the_line_stays():
    """s is in A, t in C. From B the table leads to t only, 26 km; from A and C nowhere else."""
    e = make(areas="ABC", services=[("s", {}), ("t", {})], sites=[("s", "A"), ("t", "C")])
    travel = pd.DataFrame({"area_code": ["B"], "service_id": ["t"], "km": [26.0]})
    reach = list_services(e, "advice", travel=travel)
    table = measure_distance(reach, find_positions(e).centres, by_road=True)
    assert table["nearest_km"].tolist() == pytest.approx([0, 26, 0])
    assert table["nearest_service_id"].tolist() == ["s", "t", "t"]
    assert table["nearest_minutes"].tolist()[1] == pytest.approx(26 / 50 * 60)
    assert table["nearest_elsewhere_km"].tolist() == pytest.approx(
        [2 * STEP, STEP, 2 * STEP], abs=0.01
    )


def test_what_reaches_an_area_from_nobody_knows_where_is_nearest_at_no_known_distance():
    """s reaches A from a place that is not known; B, which nothing reaches, is near nothing."""
    e = make(services=[("s", {})], catchments=[("s", "A")])
    table = measure_distance(list_services(e, "advice"), find_positions(e).centres, by_road=False)
    assert table["nearest_service_id"].fillna("none").tolist() == ["s", "none"]
    assert table.drop(columns=["nearest_service_id", "nearest_name"]).isna().all(axis=None)


@pytest.mark.parametrize(
    ("base", "nearest_km", "nearest"),
    [("A", 0, "s"), ("B", STEP, "s"), (None, np.nan, "s"), ("E", 3 * STEP, "t")],
)
def test_a_service_without_a_site_is_at_its_base(base, nearest_km, nearest):
    """s reaches A and has no site; t has one in D, three steps from A, and does not reach it.

    From A: s at its base in A is 0 away, in B one step; with no base known s is in reach, how far
    is not known, and t is not called the nearest. With the base in E, four steps away, t is nearer.
    """
    e = make(
        areas="ABCDE",
        services=[("s", {}), ("t", {})],
        sites=[("t", "D")],
        catchments=[("s", "A")],
        runs=[("s", "o")],
    )
    e = e.replace(organisations=e.organisations.assign(area_code=base))
    reach = list_services(e, "advice")
    row = measure_distance(reach, find_positions(e).centres, by_road=False).iloc[0]
    assert row["nearest_km"] == pytest.approx(nearest_km, abs=0.01, nan_ok=True)
    assert row["nearest_service_id"] == nearest
    # A base is where to ask, not a place of its own: it adds no reach and no place in the area.
    assert count_places(reach)["providers_in_area"].tolist() == [0, 0, 0, 1, 0]
    assert np.diff(list_services(e, "advice", within_km=7).pairs.indptr).tolist() == [1, 0, 1, 1, 1]
