"""Which areas have too little help."""

import json
import pickle
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from row_of_towns import make

import ecosystem as eco

TEN = {
    "Sandwell", "Wigan", "Derby", "Oldham", "Barnsley", "Blackburn with Darwen", "Tameside",
    "Kingston upon Hull, City of", "Dudley", "Swindon",
}  # fmt: skip


def test_names_the_ten_authorities_of_2015_without_a_place():
    """45 authorities with 150 or more supported people; 10 without a place, 4,687 people."""
    gaps = eco.find_gaps(eco.read_sample("legal-aid-2015"), "immigration advice", legal_aid=True)
    large = gaps.table[gaps.table["demand"] >= 150]
    assert len(large) == 45
    found = large[large["is_gap"]]
    assert set(found["name"]) == TEN
    assert found["demand"].sum() == 4687
    stoke, coventry = gaps.table.loc["E06000021"], gaps.table.loc["E08000026"]
    assert (stoke["demand"], stoke["providers_in_area"], stoke["status"]) == (716, 1, "thin")
    assert (coventry["demand"], coventry["providers_in_area"]) == (551, 5)
    assert gaps.explain("E06000021").startswith(
        "716 people on asylum support in Stoke-on-Trent, taken as the need for immigration advice "
        "with legal aid, share one service; the nearest other on record is "
    )


def test_what_the_data_remark_of_an_area_follows_its_sentence():
    """Oldham's zero is not safe: one of the ten places without a position has its address."""
    gaps = eco.find_gaps(eco.read_sample("legal-aid-2015"), "immigration advice", legal_aid=True)
    assert gaps.explain("E08000004").endswith(
        " One place with an Oldham address has no position and is not counted."
    )
    assert gaps.table["remark"].notna().sum() == 1


def test_capacity_is_shared_among_the_people_a_service_reaches():
    """One service of 60 reaches A (100 people) and B (20): half of each. A also has one of 30."""
    e = make(
        services=[("s", {"capacity": 60}), ("t", {"capacity": 30})],
        sites=[("s", "A"), ("t", "A")],
        catchments=[("s", "B")],
        demand=[("A", 100), ("B", 20)],
    )
    table = eco.find_gaps(e, "advice").table
    assert table["provision"].tolist() == pytest.approx([80, 10])
    assert table["coverage"].tolist() == pytest.approx([0.8, 0.5])
    assert table["deficit"].tolist() == pytest.approx([20, 10])
    assert table["status"].tolist() == ["thin", "thin"]
    assert eco.find_gaps(e, "advice", limit=0.6).table["status"].tolist() == ["thin", "gap"]


def test_an_unknown_type_is_refused_with_the_nearest_one():
    with pytest.raises(ValueError, match="Did you mean 'advice'"):
        eco.find_gaps(make(demand=[("A", 5)]), "advise")


def test_works_without_areas_positions_or_services():
    empty = eco.find_gaps(make(areas="", services=[("s", {})]), "advice")
    assert len(empty.table) == 0
    assert empty.headline == "How many people need advice is not known for any area."
    e = make(demand=[("A", 100)])
    e = e.replace(areas=e.areas.drop(columns=["latitude", "longitude"]))
    gaps = eco.find_gaps(e, "advice")
    assert gaps.table["nearest_km"].isna().all()
    assert gaps.table["status"].tolist() == ["gap", "not known"]
    assert gaps.explain("A") == (
        "100 people in Town A are counted as needing advice; no service is in reach."
    )
    assert gaps.explain("B") == "It is not known how many people need advice in Town B."


def test_the_tiny_case_of_the_fixture(tiny):
    """The 30 places of the one service go 20 to north, 10 to south: half of each."""
    table = eco.find_gaps(tiny, "advice").table
    assert table["provision"].to_dict() == pytest.approx({"north": 20, "south": 10})
    assert table["coverage"].tolist() == pytest.approx([0.5, 0.5])
    assert table["status"].tolist() == ["thin", "thin"]


def test_wildings_deficit_of_2022_23():
    """Need 78,768 x 92.8 %, 35,646 matter starts: 37,450 without, 51 % (Wilding 2023)."""
    e = make(
        areas="E",
        services=[("all", {"capacity": 35646})],
        catchments=[("all", "E")],
        demand=[("E", 78768 * 0.928, "2022-23")],
    )
    gaps = eco.find_gaps(e, "advice")
    assert gaps.summary["deficit"] == pytest.approx(37450, abs=1)
    assert round(gaps.summary["deficit_share"], 2) == 0.51
    assert gaps.table.loc["E", "period"] == "2022-23"


def test_the_classes_of_the_law_society():
    """Housing in 2019: 184, 81, 29, 17 and 37 authorities with 0, 1, 2, 3 and more providers."""
    counts = dict(zip([0, 1, 2, 3, 5], [184, 81, 29, 17, 37], strict=True))
    providers = [count for count, areas in counts.items() for _ in range(areas)]
    codes = [f"A{number:03}" for number in range(len(providers))]
    sites = [(f"s{code}-{one}", code) for code, n in zip(codes, providers, strict=True)
             for one in range(n)]  # fmt: skip
    e = make(areas=codes, services=[(service, {}) for service, _ in sites], sites=sites)
    classes = eco.find_gaps(e, "advice").table["provider_class"].value_counts()
    assert classes.to_dict() == {
        "none": 184, "one": 81, "two": 29, "three": 17, "more than three": 37,
    }  # fmt: skip


def test_unknown_capacity_is_only_a_lower_bound():
    """A has 100 known places for 100 people, so it is covered whatever the other service has.

    B has 30 for 100 and one not known: not known, and with two places for 100 people not thin.
    C has one place, not known: thin. D has two for 1,100 people, under 2 per 1,000: thin.
    """
    known, unknown = {"capacity": 100}, {}
    e = make(
        areas="ABCDE",
        services=[("a", known), ("b", {"capacity": 30}), ("d", unknown), ("x", unknown)],
        sites=[("a", "A"), ("b", "B"), ("x", "D"), ("d", "D")],
        catchments=[("x", "A"), ("x", "B"), ("d", "C")],
        demand=[("A", 100), ("B", 100), ("C", 100), ("D", 1100)],
    )
    gaps = eco.find_gaps(e, "advice")
    assert gaps.table["status"].tolist() == ["covered", "not known", "thin", "thin", "not known"]
    assert gaps.table["coverage"].tolist() == pytest.approx(
        [1, np.nan, np.nan, np.nan, np.nan], nan_ok=True
    )
    assert not gaps.table["is_gap"].any()
    assert "not known for 2 of 4 services" in " ".join(gaps.notes)
    assert gaps.explain("B") == (
        "100 people in Town B counted as needing advice share 2 services; how many people these "
        "can see is not known."
    )


def test_unknown_demand_is_never_green_and_never_a_gap():
    e = make(areas="ABC", services=[("s", {"capacity": 9})], sites=[("s", "A")],
             demand=[("A", None), ("B", 0)])  # fmt: skip
    gaps = eco.find_gaps(e, "advice")
    assert gaps.table["status"].tolist() == ["not known", "no one in need", "not known"]
    assert gaps.explain("A") == "It is not known how many people need advice in Town A."
    assert gaps.explain("B") == "No need for advice is recorded in Town B."
    assert "Demand is not known for 2 areas of 3" in " ".join(gaps.notes)


def test_levels_add_up_and_a_level_that_is_not_recorded_may_be_any():
    """Level 3 is enough for a need at level 2; a service without a level may be, and is named."""
    services = [("one", {"level": 1}), ("three", {"level": 3}), ("blank", {})]
    e = make(services=[(name, facts | {"capacity": 50}) for name, facts in services],
             sites=[("one", "A"), ("three", "B"), ("blank", "A")],
             demand=[("A", 50), ("B", 50)])  # fmt: skip
    assert eco.find_gaps(e, "advice").table["providers_in_area"].tolist() == [2, 1]
    gaps = eco.find_gaps(e, "advice", level=2)
    assert gaps.table["providers_in_area"].tolist() == [0, 1]
    assert gaps.table["status"].tolist() == ["not known", "covered"]
    assert "1 of 3 services does not say at which level it advises: BLANK." in " ".join(gaps.notes)
    levels = gaps.levels.set_index(["area_code", "level"])
    assert levels["providers_in_reach"].to_dict() == {
        ("A", 1): 1, ("A", 2): 0, ("A", 3): 0, ("B", 1): 1, ("B", 2): 1, ("B", 3): 1,
    }  # fmt: skip
    assert levels["nearest_service_id"].loc[[("A", 1), ("A", 3)]].tolist() == ["one", "three"]
    assert levels["nearest_km"].loc[("A", 3)] == pytest.approx(6.85, abs=0.05)
    assert gaps.explain("A") == (
        "50 people in Town A are counted as needing advice at level 2 or above; no service is "
        "known to be in reach; of 1 service that may reach them not all is recorded."
    )


def test_no_levels_no_rows_of_levels(tiny):
    assert len(eco.find_gaps(make(services=[("s", {})]), "advice").levels) == 0
    assert len(eco.find_gaps(tiny, "advice").levels) == 6


def test_legal_aid_is_apart_from_the_level():
    e = make(services=[("yes", {"legal_aid": True}), ("no", {"legal_aid": False}), ("blank", {})],
             sites=[("yes", "A"), ("no", "A"), ("blank", "A")], demand=[("A", 9)])  # fmt: skip
    every = eco.find_gaps(e, "advice").table.loc["A"]
    assert (every["providers_in_reach"], every["legal_aid_in_reach"]) == (3, 1)
    with_it = eco.find_gaps(e, "advice", legal_aid=True)
    assert with_it.table.loc["A", "providers_in_reach"] == 1
    words = "1 of 3 services does not say whether it has a legal aid contract: BLANK."
    assert words in " ".join(with_it.notes)
    assert eco.find_gaps(e, "advice", legal_aid=False).table.loc["A", "providers_in_reach"] == 1


def test_only_services_that_run_count():
    e = make(services=[("s", {"status": "closed"}), ("t", {"status": "active"})],
             sites=[("s", "A"), ("t", "B")], demand=[("A", 9)])  # fmt: skip
    assert eco.find_gaps(e, "advice").table["providers_in_area"].tolist() == [0, 1]


def test_remote_advice_is_reach_but_no_place_to_go():
    e = make(services=[("line", {"access": "remote only"})], sites=[("line", "A")],
             catchments=[("line", "B")], demand=[("A", 9), ("B", 9)])  # fmt: skip
    table = eco.find_gaps(e, "advice").table
    assert table["providers_in_area"].tolist() == [0, 0]
    assert table["providers_in_reach"].tolist() == [1, 1]
    assert table["remote_in_reach"].tolist() == [1, 1]
    assert table["nearest_km"].isna().all()


def test_within_km_is_from_the_middle_of_the_area():
    """A, B and C lie 6.8 km apart; within 7 km a place in A reaches B, not C."""
    e = make(areas="ABC", services=[("s", {"capacity": 30})], sites=[("s", "A")],
             demand=[("A", 10), ("B", 20), ("C", 30)])  # fmt: skip
    assert eco.find_gaps(e, "advice").table["providers_in_reach"].tolist() == [1, 0, 0]
    table = eco.find_gaps(e, "advice", within_km=7).table
    assert table["providers_in_reach"].tolist() == [1, 1, 0]
    assert table["deficit"].tolist() == pytest.approx([0, 0, 30], abs=1e-9)
    assert table["nearest_km"].tolist() == pytest.approx([0, 6.85, 13.69], abs=0.05)
    assert table["nearest_elsewhere_km"].tolist()[1:] == table["nearest_km"].tolist()[1:]
    assert np.isnan(table["nearest_elsewhere_km"].iloc[0])


def test_drought_is_places_that_take_nobody():
    """A's only two places are closed to new people, or full; one of B's is not."""
    closed, full = {"accepting_referrals": "no"}, {"capacity": 20, "used": "20"}
    e = make(services=[("closed", closed), ("full", full), ("open", {})],
             sites=[("closed", "A"), ("full", "A"), ("closed", "B"), ("open", "B")],
             demand=[("A", 90), ("B", 90)])  # fmt: skip
    gaps = eco.find_gaps(e, "advice")
    assert gaps.table["open_in_reach"].tolist() == [0, 1]
    assert gaps.table["is_drought"].tolist() == [True, False]
    assert gaps.table["status"].tolist() == ["thin", "not known"]
    assert gaps.explain("A").endswith(
        "share 2 services, none of which is taking people now; how many people these can see is "
        "not known."
    )


def test_the_latest_period_counts_and_a_new_source_is_said():
    demand = pd.DataFrame(
        {
            "area_code": ["A", "A", "A", "B"],
            "service_type": "Advice",
            "people": [500, 40, 30, 7],
            "period": ["2022-23", "2023-24", None, "2021-22"],
            "source": ["counted by case", "counted by matter", "counted by case", "x"],
        }
    )
    gaps = eco.find_gaps(make(services=[("s", {})], demand=()).replace(demand=demand), "advice")
    assert gaps.table["demand"].tolist() == [40, 7]
    assert gaps.table["period"].tolist() == ["2023-24", "2021-22"]
    notes = " ".join(gaps.notes)
    assert "the latest is used" in notes
    assert "source of demand changed" in notes
    assert "different periods: 2021-22 and 2023-24" in notes


def test_low_and_high_are_carried_through():
    """10 to 20 places (15) for 20 to 40 people (30): 0.25 to 1 covered; 0 to 30 without."""
    demand = pd.DataFrame(
        {"area_code": ["A"], "service_type": "advice", "people": [30], "people_low": ["20"],
         "people_high": [40]}
    )  # fmt: skip
    facts = {"capacity": 15, "capacity_low": 10, "capacity_high": 20}
    gaps = eco.find_gaps(
        make(services=[("s", facts)], sites=[("s", "A")], demand=()).replace(demand=demand),
        "advice",
    )
    row = gaps.table.loc["A"]
    assert (row["coverage_low"], row["coverage"], row["coverage_high"]) == (0.25, 0.5, 1)
    assert (row["deficit_low"], row["deficit"], row["deficit_high"]) == (0, 15, 30)
    assert "15 (0 to 30 by the low and high figures) are left without" in gaps.explain("A")
    plain = eco.find_gaps(make(services=[("s", {})]), "advice").table
    assert "coverage_low" not in plain


def test_odd_extra_columns_are_not_known():
    facts = {"capacity": 15, "capacity_low": "about 10", "used": "-3"}
    e = make(services=[("s", facts)], sites=[("s", "A")], demand=[("A", 30)])
    table = eco.find_gaps(e, "advice").table
    assert "coverage_low" not in table
    assert table.loc["A", "open_in_reach"] == 1


def journeys(*rows, **columns):
    return pd.DataFrame(rows, columns=["area_code", "service_id", "minutes"]).assign(**columns)


def test_a_travel_table_takes_the_place_of_straight_lines():
    """From C it is 20 minutes to t and 40 to s; from B there is no row, so nothing is in reach."""
    e = make(areas="ABC", services=[("s", {"capacity": 10}), ("t", {"capacity": 10})],
             sites=[("s", "A"), ("t", "A")], demand=[("A", 5), ("B", 5), ("C", 15)])  # fmt: skip
    travel = journeys(("C", "t", 20), ("C", "s", 40), ("A", "s", 3))
    gaps = eco.find_gaps(e, "advice", travel=travel)
    assert gaps.table["providers_in_reach"].tolist() == [2, 0, 2]
    assert gaps.table["nearest_minutes"].tolist() == pytest.approx([3, np.nan, 20], nan_ok=True)
    assert gaps.table["nearest_service_id"].tolist() == ["s", "s", "t"]
    assert gaps.table["nearest_km"].iloc[2] == pytest.approx(13.69, abs=0.05)
    assert gaps.table["deficit"].tolist() == pytest.approx([0, 5, 0], abs=1e-9)
    assert gaps.settings["travel"] == "3 journeys in minutes"
    nearer = eco.find_gaps(e, "advice", travel=travel, method="gaussian").table
    assert nearer.loc["A", "access"] > nearer.loc["C", "access"]
    area_to_area = travel.rename(columns={"service_id": "to_area_code"}).assign(to_area_code="A")
    there = eco.find_gaps(e, "advice", travel=area_to_area.iloc[[0]]).table
    assert there["providers_in_reach"].tolist() == [2, 0, 2]


def test_the_way_back_need_not_be_as_long():
    """A row from B to A says nothing of the way from A to B."""
    e = make(services=[("s", {}), ("t", {})], sites=[("s", "A"), ("t", "B")])
    travel = pd.DataFrame({"area_code": ["B"], "to_area_code": ["A"], "km": [9.0]})
    table = eco.find_gaps(e, "advice", travel=travel).table
    assert table["providers_in_reach"].tolist() == [1, 2]
    assert table["nearest_km"].tolist()[1] == 9
    assert eco.find_gaps(e, "advice", travel=travel, within_km=8).table[
        "providers_in_reach"
    ].tolist() == [1, 1]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"level": 4}, "level 4 is not a level. Choose 1, 2 or 3"),
        ({"legal_aid": "yes"}, "legal_aid 'yes' is of type str. Give True, False or None"),
        ({"within_km": -1}, "within_km -1 is not a distance"),
        ({"limit": 50}, "limit 50 is not a share"),
        ({"method": "3sfa"}, "method '3sfa' is not one of the choices. Did you mean '3sfca'"),
        ({"method": "raam"}, "method 'raam' counts distance. Give within_km, or travel"),
        ({"travel": journeys(("A", "s", 1)), "within_km": 5}, "does not go with travel in minutes"),
        ({"travel": journeys(("A", "s", 1), km=2)}, "needs one of the columns km and minutes"),
        ({"travel": journeys(("A", "s", "far"))}, "'far' is no distance"),
        ({"travel": journeys(("A", "z", 1))}, "travel, service_id: 'z' is not in this data"),
        ({"travel": journeys(("Z", "s", 1))}, "travel, area_code: 'Z' is not in this data"),
        ({"travel": journeys(("A", "s", 1)).drop(columns="area_code")}, "needs the column area"),
    ],
)
def test_a_wrong_option_says_what_it_was_and_what_to_do(options, message):
    e = make(services=[("s", {})], sites=[("s", "A")], demand=[("A", 9)])
    with pytest.raises(ValueError, match=re.escape(message)):
        eco.find_gaps(e, "advice", **options)


def test_a_region_of_gaps_is_found_where_it_was_planted():
    """Of 49 towns in a grid those of one corner have no place; the others are covered."""
    codes = [f"{row}{column}" for row in range(7) for column in range(7)]
    corner = {code for code in codes if code[0] < "3" and code[1] < "3"}
    open_ = [code for code in codes if code not in corner]
    e = make(areas=codes, services=[(f"s{code}", {"capacity": 50}) for code in open_],
             sites=[(f"s{code}", code) for code in open_],
             demand=[(code, 50) for code in codes])  # fmt: skip
    areas = e.areas.assign(
        latitude=[52 + 0.1 * int(code[0]) for code in e.areas["area_code"]],
        longitude=[-2 + 0.15 * int(code[1]) for code in e.areas["area_code"]],
    )
    gaps = eco.find_gaps(e.replace(areas=areas), "advice")
    found = gaps.hot_spots["region"].dropna()
    assert found.unique().tolist() == [1]
    assert set(found.index) <= corner
    assert {"00", "01", "10", "11"} <= set(found.index)
    assert gaps.summary["gini"] == pytest.approx(9 / 49)
    few = eco.find_gaps(make(demand=[("A", 9)]), "advice").hot_spots
    assert (len(few), list(few.columns)) == (0, list(gaps.hot_spots.columns))


def test_a_confidential_site_is_at_its_area():
    sites = pd.DataFrame(
        {"service_id": ["s"], "area_code": ["B"], "latitude": [52.03], "longitude": [-1.93],
         "is_confidential": ["yes"]}
    )  # fmt: skip
    gaps = eco.find_gaps(make(services=[("s", {})], sites=()).replace(sites=sites), "advice")
    assert gaps.table.loc["B", "nearest_km"] == pytest.approx(0, abs=1e-6)
    assert gaps.settings["visibility"] == "private"


def test_an_answer_is_plain_data(west_midlands):
    gaps = eco.find_gaps(west_midlands, "immigration advice", level=2, within_km=25)
    json.dumps(gaps.to_dict())
    again = pickle.loads(pickle.dumps(gaps))  # noqa: S301 - our own answer
    pd.testing.assert_frame_equal(again.table, gaps.table)
    assert list(gaps.table.index) == west_midlands.areas["area_code"].tolist()
    assert all(gaps.explain(code).endswith(".") for code in gaps.table.index)


@st.composite
def sectors(draw):
    """Five towns, up to four services with a place or none, capacity known or not."""
    capacity = st.one_of(st.none(), st.integers(0, 80))
    count = draw(st.integers(1, 4))
    services = [(f"s{number}", {"capacity": draw(capacity)}) for number in range(count)]
    reach = st.lists(st.sampled_from("ABCDE"), max_size=3, unique=True)
    catchments = [(name, code) for name, _ in services for code in draw(reach)]
    people = st.one_of(st.none(), st.integers(0, 200))
    demand = [(code, draw(people)) for code in "ABCDE"]
    sites = [(name, draw(st.sampled_from("ABCDE"))) for name, _ in services]
    return {"areas": "ABCDE", "services": services, "sites": sites, "catchments": catchments,
            "demand": demand}  # fmt: skip


@settings(deadline=None, max_examples=25)
@given(sectors(), st.randoms())
def test_row_order_and_names_change_nothing(parts, random):
    e = make(**parts)
    before = eco.find_gaps(e, "advice", within_km=7).table
    shuffled = {name: list(rows) for name, rows in parts.items()}
    for rows in shuffled.values():
        random.shuffle(rows)
    named = make(**parts)
    turned = make(**(shuffled | {"areas": parts["areas"]}))
    pd.testing.assert_frame_equal(eco.find_gaps(turned, "advice", within_km=7).table, before)
    renamed = named.replace(services=named.services.assign(name="Same name"))
    numbers = before.drop(columns=["nearest_name", "nearest_elsewhere_name"])
    found = eco.find_gaps(renamed, "advice", within_km=7).table
    pd.testing.assert_frame_equal(found[list(numbers.columns)], numbers)


@settings(deadline=None, max_examples=25)
@given(sectors(), st.sampled_from("ABCDE"), st.integers(1, 100))
def test_a_place_more_makes_no_area_worse(parts, code, places):
    before = eco.find_gaps(make(**parts), "advice", within_km=7).table
    more = parts | {
        "services": [*parts["services"], ("new", {"capacity": places})],
        "sites": [*parts["sites"], ("new", code)],
    }
    after = eco.find_gaps(make(**more), "advice", within_km=7).table
    known = before["coverage"].notna()
    # Places shared with an area of unknown need may all be for it: then the most is no less.
    most = after["coverage"].fillna(after.get("coverage_high", after["coverage"]))
    assert (most[known] >= before["coverage"][known] - 1e-9).all()
    assert not (after["is_gap"] & ~before["is_gap"] & known).any()
    assert (after["nearest_km"].fillna(0) <= before["nearest_km"].fillna(np.inf) + 1e-9).all()


@settings(deadline=None, max_examples=25)
@given(sectors())
def test_what_is_not_known_is_never_a_gap(parts):
    table = eco.find_gaps(make(**parts), "advice", within_km=7).table
    assert not table.loc[table["coverage"].isna(), "is_gap"].any()
    assert (table.loc[table["demand"].isna(), "status"] == "not known").all()
    assert (table.loc[table["status"] == "covered", "coverage"] == 1).all()
    assert (table["providers_in_reach"] >= table["providers_in_area"]).all()
