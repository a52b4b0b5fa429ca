import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from overlapping_services import DEMAND, SERVICES, make, named, three_alike

import ecosystem as eco
from ecosystem.graph import find_positions
from ecosystem.questions.duplication.need import count_supply, sum_supply, weigh_groups

OPEN = {"languages": "Dari", "accepting_referrals": "yes"}


@pytest.mark.parametrize(
    ("people", "reading", "status"),
    [
        (0, "overlapping; no one in need is recorded", "no one in need"),
        (200, "possible duplication", "possible duplication"),
        (250, "backup worth keeping", "spare but none without the largest"),
        (290, "backup worth keeping", "covered, shared"),
        (301, "needed capacity", "short: needed capacity"),
    ],
)
def test_need_decides_how_the_same_overlap_reads(people, reading, status):
    e = make(three_alike(capacity=100), demand=[("east", "food", people)])
    result = eco.find_duplication(e)
    assert list(result.clusters["reading"]) == [reading]
    assert list(result.cells["status"]) == [status]
    assert (result.clusters["kind"] == "duplication").any() == (people == 200)


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        (
            {"by": "a", "eligibility": "women"},
            {"by": "b", "eligibility": "men"},
            "spare, no overlap known",
        ),
        (
            {"by": "a", "languages": "Somali"},
            {"by": "b", "languages": "Dari"},
            "spare, no overlap known",
        ),
        (
            {"by": "a", "eligibility": "women"},
            {"by": "b", "eligibility": "women"},
            "spare, overlap not certain",
        ),
        (
            {"by": "a", "eligibility": "women", **OPEN},
            {"by": "b", "eligibility": "women", **OPEN},
            "possible duplication",
        ),
        ({"by": "a"}, {"by": "b"}, "spare, overlap not certain"),
        ({"by": ""}, {"by": "b"}, "spare, no overlap known"),
    ],
)
def test_a_place_with_enough_for_two_kinds_of_people_holds_no_duplication(first, second, status):
    """Two services of 100 places each for 50 people: enough even without one of them."""
    both = {"in_": "east", "capacity": 100}
    e = make({"ann": first | both, "bob": second | both}, demand=[("east", "food", 50)])
    assert list(eco.find_duplication(e).cells["status"]) == [status]


def test_capacity_is_shared_out_by_need():
    """Ann's 100 places meet 30 people in the east and 70 in the west: 30 and 70 places."""
    e = make(
        {"ann": {"by": "a", "in_": "east|west", "capacity": 100}},
        demand=[("east", "food", 30), ("west", "FOOD", 70), ("north", "food", 5)],
    )
    cells = eco.find_duplication(e).cells.set_index("area_code")
    assert cells["provision"].to_dict() == pytest.approx({"east": 30, "north": 0, "west": 70})
    assert cells["status"].to_dict() == {
        "east": "single provider",
        "north": "gap",
        "west": "single provider",
    }


def test_need_not_known_in_one_area_leaves_the_share_unknown_in_all():
    e = make(
        {"ann": {"by": "a", "in_": "east|west", "capacity": 100}}, demand=[("east", "food", 30)]
    )
    cells = eco.find_duplication(e).cells.set_index("area_code")
    assert cells["provision"].isna().all()
    assert cells["status"].to_dict() == {
        "east": "need elsewhere not known",
        "west": "need not known",
    }


def test_the_latest_period_of_need_counts():
    e = make(three_alike(capacity=100))
    demand = pd.DataFrame(
        {
            "area_code": "east",
            "service_type": "food",
            "people": [999, 150, 888],
            "period": ["2022", "2024", None],
        }
    )
    assert list(eco.find_duplication(e.replace(demand=demand)).cells["demand"]) == [150]


def test_coordination_is_the_share_of_pairs_that_are_tied():
    """Of three pairs, Ann and Bob refer, Bob and Cat run Cat's service together: 2 of 3.

    Places: Ann 100, Bob 100 + 50, Cat 50. Σ share² = (100² + 150² + 50²) / 300² = 7/18.
    """
    services = three_alike(capacity=100)
    services["cat"]["by"] = "bob|cat"
    referrals = pd.DataFrame({"from_id": ["ann"], "to_id": ["bob"]})
    e = make(services, demand=[("east", "food", 150)], referrals=referrals)
    cell = eco.find_duplication(e).cells.iloc[0]
    assert cell["organisations"] == 3
    assert cell["coordination"] == pytest.approx(2 / 3)
    assert cell["effective_providers"] == pytest.approx(18 / 7)
    assert cell["fragmentation"] == pytest.approx((11 / 18) / 3)


@settings(deadline=None, max_examples=15)
@given(SERVICES, DEMAND)
def test_more_capacity_never_makes_a_place_shorter(rows, demand):
    more = [row | {"capacity": row["capacity"] and row["capacity"] * 2} for row in rows]
    before = eco.find_duplication(make(named(rows), demand=demand)).cells["coverage"]
    after = eco.find_duplication(make(named(more), demand=demand)).cells["coverage"]
    assert (after.fillna(-1) >= before.fillna(-1)).all()


def supply_of(e):
    return count_supply(e, find_positions(e))


def test_capacity_is_shared_out_evenly_where_nobody_is_in_need():
    """Ann's 100 places in two areas without need: 50 and 50."""
    e = make(
        {"ann": {"by": "a", "in_": "east|west", "capacity": 100}},
        demand=[("east", "food", 0), ("west", "food", 0)],
    )
    assert supply_of(e).entries["provision"].tolist() == [50, 50]


def test_a_service_of_several_bodies_counts_for_each_in_equal_parts():
    """Ann's 90 places are run by a, b and c: 30 each. Bob's 10 are nobody's that is known.

    The shares .3, .3, .3 and .1 make 1 / (3 · .09 + .01) = 3.57 bodies of equal size.
    """
    e = make(
        {
            "ann": {"by": "a|b|c", "in_": "east", "capacity": 90},
            "bob": {"in_": "east", "capacity": 10},
        }
    )
    supply = supply_of(e)
    sums = sum_supply(supply, np.zeros(len(supply.entries), dtype=int), 1).iloc[0]
    assert sums[["services", "organisations", "bodies"]].tolist() == [2, 3, 4]
    assert sums[["provision", "largest"]].tolist() == [100, 30]
    assert sums["effective"] == pytest.approx(1 / 0.28)


def test_a_group_is_weighed_where_two_of_its_bodies_meet():
    """Ann and Bob meet in the east alone: 60 and 40 places for 50 people there, 2 a person.

    Without Ann it is 40 / 50. With Cat, who is of the same type and not of the group, 150 / 50.
    """
    e = make(
        {
            "ann": {"by": "a", "in_": "east", "capacity": 60},
            "bob": {"by": "b", "in_": "east", "capacity": 40},
            "cat": {"by": "c", "in_": "east", "capacity": 50},
            "dan": {"by": "a", "in_": "west", "capacity": 500},
        },
        demand=[("east", "food", 50), ("west", "food", 10)],
    )
    frame, where = weigh_groups(supply_of(e), np.array([0, 0, -1, 0]), 1)
    group = frame.iloc[0]
    assert group[["provision", "demand", "coverage"]].tolist() == [100, 50, 2]
    assert group[["coverage_without_largest", "coverage_with_others"]].tolist() == [0.8, 3]
    # Ann and Bob are both in the east, and Dan is in the west alone.
    assert where.to_numpy().tolist() == [[0, 0, 2]]


def test_a_group_that_meets_nowhere_has_no_need_to_be_measured_by():
    e = make(
        {"ann": {"by": "a", "in_": "east"}, "bob": {"by": "b", "in_": "west"}},
        demand=[("east", "food", 50), ("west", "food", 50)],
    )
    frame, where = weigh_groups(supply_of(e), np.array([0, 0]), 1)
    assert frame["demand"].isna().tolist() == [True]
    assert where.empty


def test_an_area_is_no_gap_where_a_service_of_unknown_place_may_work():
    """ann's place is not recorded. East (100 people) has nobody else, west bob's 200 places.

    ann may be in east, and bob need not be the only one in west. Without room ann changes nothing.
    """
    services = {
        "ann": {"by": "ann", "capacity": 40},
        "bob": {"by": "bob", "in_": "west", "capacity": 200},
    }
    need = [("east", "food", 100), ("west", "food", 100)]
    cells = eco.find_duplication(make(services, demand=need)).cells.set_index("area_code")
    assert cells["status"].to_dict() == dict.fromkeys(
        ["east", "west"], "place of a service not known"
    )
    services["ann"]["capacity"] = 0
    cells = eco.find_duplication(make(services, demand=need)).cells.set_index("area_code")
    assert cells["status"].to_dict() == {"east": "gap", "west": "single provider"}


def test_places_are_not_shared_out_to_a_larger_place_and_to_its_parts():
    """A service reaches the county and so both its districts, 30 and 60 people: 10 and 20 of 30.

    With a need for the whole county only, 90, all 30 are for the county.
    """
    areas = pd.DataFrame(
        {
            "area_code": ["county", "east", "west"],
            "name": ["County", "East", "West"],
            "parent_code": [None, "county", "county"],
        }
    )
    services = {"ann": {"by": "ann", "in_": "county", "capacity": 30}}

    def list_provision(need):
        e = make(services, areas=("county", "east", "west")).replace(areas=areas, demand=need)
        cells = eco.find_duplication(e).cells.set_index("area_code")
        return cells["provision"].to_dict()

    columns = ["area_code", "service_type", "people"]
    parts = pd.DataFrame([("east", "food", 30), ("west", "food", 60)], columns=columns)
    assert list_provision(parts) == pytest.approx({"east": 10, "west": 20})
    whole = pd.DataFrame([("county", "food", 90)], columns=columns)
    assert list_provision(whole) == pytest.approx({"county": 30})
    both = pd.concat([parts, whole])
    assert list_provision(both) == pytest.approx({"east": 10, "west": 20})


def test_of_a_service_with_areas_that_could_not_be_read_no_share_is_known():
    """Two of three alike, 100 places each, are known to be for the 100 in the east; the third may
    give its places elsewhere, and is one more that may be anywhere.
    """
    e = make(three_alike(capacity=100), demand=[("east", "food", 100)])
    words = [None] * (len(e.services) - 1) + ["city wide"]
    unclear = e.replace(services=e.services.assign(areas_unclear=words))
    supply = count_supply(unclear, find_positions(unclear))
    assert supply.entries["service"].nunique() == 2
    assert supply.entries["provision"].sum() == 200
    assert supply.unplaced.tolist() == [1]
