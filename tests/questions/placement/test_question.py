"""Where the next places, or the next training, would do most."""

import json
import pickle
import re
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import row_of_towns
from hypothesis import given, settings
from hypothesis import strategies as st

import ecosystem as eco

make = partial(row_of_towns.make, areas="ABCDE", organisations=["o1", "o2", "o3", "o4"])


DEMAND = [("A", 10), ("B", 20), ("C", 30), ("D", 40), ("E", 50)]


def test_one_place_by_hand():
    """Within 7 km a place reaches the areas either side: in D it reaches 30 + 40 + 50 of 150."""
    found = eco.find_placements(make(demand=DEMAND), "advice", count=1, within_km=7)
    assert found.table["area_code"].tolist() == ["D"]
    assert found.table["people_covered"].tolist() == [120]
    assert found.summary["is_proven"]
    assert found.summary["share"] == pytest.approx(0.8)
    assert found.uncovered["people"].to_dict() == {"A": 10, "B": 20}
    assert found.uncovered.loc["B", "nearest_km"] == pytest.approx(13.69, abs=0.05)
    assert found.uncovered["can_be_covered"].all()
    assert found.headline == (
        "1 new place for advice, in Town D, would reach 120 more people, 80% of those counted as "
        "in need where it is 0% now; no other one does better."
    )
    assert found.explain("D") == found.explain("1")
    assert found.explain("1") == (
        "Alone, a place in Town D would reach 120 more people; 120 would then be reached in all."
    )


def test_places_there_already_stay_and_count():
    """With 120 in D, the next reaches A and B: from A or B; B also reaches C, covered."""
    e = make(demand=DEMAND, services=[("s", {"capacity": 120})], sites=[("s", "D")])
    found = eco.find_placements(e, "advice", count=1, within_km=7)
    assert found.summary["covered_before"] == 120
    assert found.table["people_covered"].tolist() == [30]
    assert found.table["total_covered"].tolist() == [150]
    assert found.uncovered.empty
    assert found.table["name"].tolist() == ["Town A"]
    assert found.swaps[["out", "into", "loss"]].to_numpy().tolist() == [["A", "B", 0.0]]


def test_places_come_in_order_of_what_each_adds():
    found = eco.find_placements(make(demand=DEMAND), "advice", count=3)
    assert found.table["area_code"].tolist() == ["E", "D", "C"]
    assert found.table["people_covered"].tolist() == [50, 40, 30]
    assert found.table["total_covered"].tolist() == [50, 90, 120]
    assert found.explain("3").startswith("After the first 2, a place in Town C would reach 30")


def test_everyone_by_the_fewest_places():
    """B and E, or B and D, reach all five; one place cannot."""
    found = eco.find_placements(make(demand=DEMAND), "advice", objective="everyone", within_km=7)
    assert len(found.table) == 2
    assert found.uncovered.empty
    assert (found.summary["bound"], found.summary["is_proven"]) == (2, True)
    assert found.headline.endswith("fewer or cheaper cannot reach as many.")
    few = eco.find_placements(
        make(demand=DEMAND), "advice", objective="everyone", count=1, within_km=7
    )
    assert "This takes more than the 1 asked for." in few.notes


def test_who_cannot_be_reached_is_named():
    found = eco.find_placements(
        make(demand=DEMAND),
        "advice",
        objective="everyone",
        candidates=pd.DataFrame({"area_code": ["A", "B", "C"]}),
    )
    assert found.table["area_code"].tolist() == ["C", "B", "A"]
    assert found.uncovered["can_be_covered"].to_dict() == {"D": False, "E": False}
    assert "No candidate reaches Town D and Town E: the people there stay without." in found.notes


def test_the_shortest_way_by_hand():
    """Steps of 6.85 km. People times steps to the place: in A 400, B 270, C 180, D 150, E 200."""
    found = eco.find_placements(make(demand=DEMAND), "advice", count=1, objective="distance")
    assert found.table["area_code"].tolist() == ["D"]
    assert found.summary["mean_km"] == pytest.approx(6.846, abs=0.01)
    assert found.summary["bound"] == pytest.approx(found.summary["mean_km"])
    assert np.isnan(found.summary["mean_km_before"])
    e = make(demand=DEMAND, services=[("s", {})], sites=[("s", "A")])
    more = eco.find_placements(e, "advice", count=1, objective="distance", within_km=7)
    assert more.table["area_code"].tolist() == ["D"]
    assert more.summary["mean_km_before"] == pytest.approx(6.846 * 400 / 150, abs=0.01)
    assert more.table.loc[1, "people_covered"] == 120
    assert more.uncovered.empty
    assert "A place in Town D would be nearer for 120 people" in more.explain("D")


def test_the_worst_off_larger_place_comes_first():
    """North (A to D, 100 people) has a place in D; one more can go to C (30) or south (E, 9).

    Most people would be C. The least share is south's: 0 of 9, so E.
    """
    full = ("s", {"capacity": 40})
    e = make(demand=[*DEMAND[:4], ("E", 9)], services=[full], sites=[("s", "D")])
    e = e.replace(areas=e.areas.assign(parent_code=["N", "N", "N", "N", "S"]))
    assert eco.find_placements(e, "advice", count=1).table["area_code"].tolist() == ["C"]
    found = eco.find_placements(e, "advice", count=1, objective="fairest")
    assert found.table["area_code"].tolist() == ["E"]
    assert found.summary["least_share"] == pytest.approx(0.4)
    assert "40% or more of the people in each larger place" in found.headline


def test_must_and_never_are_kept_to():
    frame = pd.DataFrame({"area_code": ["A", "C", "D"], "choice": ["must", None, "never"]})
    found = eco.find_placements(
        make(demand=DEMAND), "advice", count=2, within_km=7, candidates=frame
    )
    assert set(found.table["area_code"]) == {"A", "C"}
    assert found.table.set_index("area_code")["is_required"].to_dict() == {"A": True, "C": False}
    assert set(found.swaps["out"]) <= {"C"}


def test_a_budget_is_kept_to():
    """D costs 5 and reaches 120; for 5 B and E, at 2 and 3, reach 60 + 90 = 150 together."""
    frame = pd.DataFrame({"area_code": ["B", "D", "E"], "cost": [2, 5, 3]})
    found = eco.find_placements(
        make(demand=DEMAND), "advice", count=5, within_km=7, candidates=frame
    )
    assert set(found.table["area_code"]) == {"B", "E"}
    assert found.summary["cost"] == 5


def test_capacity_limits_what_a_place_adds():
    """D could see 25 of the 120 it reaches, B 60 of 60: B first, then D."""
    frame = pd.DataFrame({"area_code": ["B", "D"], "capacity": [60, 25]})
    found = eco.find_placements(
        make(demand=DEMAND), "advice", count=2, within_km=7, candidates=frame
    )
    assert found.table["area_code"].tolist() == ["B", "D"]
    assert found.table["people_covered"].tolist() == pytest.approx([60, 25])
    assert found.uncovered["people"].sum() == pytest.approx(65)


def test_only_people_without_a_place_count_where_capacity_is_known():
    """Of 50 in E 45 are seen there now, so a place in D (40) does more than one in E (5)."""
    e = make(demand=DEMAND[3:], services=[("s", {"capacity": 45})], sites=[("s", "E")])
    found = eco.find_placements(e, "advice", count=1)
    assert found.table["area_code"].tolist() == ["D"]
    assert found.summary["covered_before"] == pytest.approx(45)
    assert found.uncovered["people"].to_dict() == pytest.approx({"E": 5})


TRAIN = {
    "services": [
        ("one", {"level": 1, "capacity": 30}),
        ("two", {"level": 1, "capacity": 80}),
        ("blank", {"capacity": None}),
        ("high", {"level": 3, "capacity": 10}),
        ("low", {"level": 1, "capacity": 99}),
    ],
    "runs": [("one", "o1"), ("two", "o2"), ("blank", "o3"), ("high", "o4"), ("low", "o4")],
    "sites": [("one", "E"), ("two", "B"), ("blank", "C"), ("high", "A"), ("low", "A")],
}


def test_whom_to_train_is_who_is_below_the_level():
    """o4 is at level 3 already. A quarter of 30 and of 80 places: o1 could see 7.5, o2 20 of 20.

    o3 is the only one in C; how many it can see is not known: nobody, or all 30, to choose by. It
    does not say its level and may be there already: then it adds nobody, and 30 fewer are without.
    So 10 + 0, 20, 27.5 in all at the least.
    """
    e = make(demand=DEMAND, **TRAIN)
    found = eco.find_placements(e, "advice", count=3, level=2, candidates="organisations")
    assert set(found.table["organisation_id"]) == {"o1", "o2", "o3"}
    added = found.table.set_index("organisation_id")["people_covered"].to_dict()
    assert added == pytest.approx({"o1": 7.5, "o3": 30, "o2": 20})
    assert found.table["people_covered_low"].tolist() == pytest.approx([0, 20, 7.5])
    assert found.table["total_covered"].tolist() == pytest.approx([10, 30, 37.5])
    assert found.table["total_covered_high"].tolist() == pytest.approx([40, 60, 67.5])
    assert "Capacity is not known for 1 candidate: O3." in " ".join(found.notes)
    assert found.headline == (
        "O3, O2 and O1, trained to level 2, would reach 28 to 58 more people; no other choice does "
        "better by what is recorded if places whose capacity is not known are enough."
    )
    assert found.explain("o3") == (
        "Alone, a place at O3 would reach up to 30 more people; 10 to 40 would then be reached in "
        "all."
    )
    assert "a place at O1 would reach up to 8 more people" in found.explain("o1")


def test_training_shows_when_gaps_are_asked_again():
    """After o1 is trained, find_gaps at level 2 finds in E what find_placements said."""
    e = make(demand=DEMAND, **TRAIN)
    e = e.replace(services=e.services.assign(level=e.services["level"].fillna(1)))
    found = eco.find_placements(e, "advice", count=1, level=2, candidates="organisations")
    chosen = found.table["organisation_id"].iloc[0]
    own = e.providers.loc[e.providers["organisation_id"] == chosen, "service_id"]
    services = e.services
    trained = services.assign(level=services["level"].mask(services["service_id"].isin(own), 2))
    before = eco.find_gaps(e, "advice", level=2).summary["deficit"]
    after = eco.find_gaps(e.replace(services=trained), "advice", level=2).summary["deficit"]
    assert before - after == pytest.approx(found.table["people_covered"].iloc[0])


def test_an_organisation_without_such_a_service_would_be_at_its_base():
    e = make(demand=DEMAND)
    organisations = e.organisations.assign(area_code=["B", None, None, None])
    frame = pd.DataFrame({"organisation_id": ["o1", "o2"]})
    found = eco.find_placements(
        e.replace(organisations=organisations), "advice", count=2, candidates=frame
    )
    assert found.table.set_index("organisation_id")["people_covered"].to_dict()["o1"] == 20


def test_small_counts_are_not_given_away(tmp_path):
    """A has 3 people, in the copy 2.5, so that 52.5 are reached whatever stands there."""
    e = make(demand=[("A", 3), ("B", 50)])
    with pytest.raises(ValueError, match="exact counts from 1 to 4"):
        eco.write_result(eco.find_placements(e, "advice", count=2), tmp_path / "found.json")
    found = eco.find_placements(e.select(visibility="public"), "advice", count=2)
    assert found.shown["people_covered"].tolist() == [50, "under 5"]
    assert found.shown["total_covered"].tolist() == [50, 52.5]
    assert found.explain("2") == (
        "After the first, a place in Town A would reach under 5 more people; 52 would then be "
        "reached in all."
    )
    assert "1 number of people from 1 to 4 is counted as 2.5" in found.notes[-1]
    written = json.loads(eco.write_result(found, tmp_path / "found.json").read_text())
    assert written["summary"]["covered"] == 52.5
    alone = eco.find_placements(make(demand=[("A", 3)]), "advice", count=1)
    assert alone.shown_frames["summary"][["people", "covered"]].tolist() == ["under 5"] * 2


def test_areas_left_with_few_read_under_five():
    left = eco.find_placements(make(demand=[("A", 3), ("B", 50), ("C", 9)]), "advice", count=1)
    assert left.shown_frames["uncovered"]["people"].to_dict() == {"A": "under 5", "C": 9}
    assert left.uncovered["is_hidden"].to_dict() == {"A": True, "C": False}


@pytest.mark.parametrize("objective", ["covered", "everyone", "distance", "fairest"])
def test_nothing_to_open_and_no_known_need_are_not_called_enough(objective):
    never = pd.DataFrame({"area_code": ["A"], "choice": ["never"]})
    found = eco.find_placements(
        make(demand=DEMAND), "advice", count=1, objective=objective, candidates=never
    )
    assert found.headline == (
        "None of the places that could be opened would help more people to advice."
    )
    unknown = eco.find_placements(
        make(demand=[("A", None)]), "advice", count=1, objective=objective
    )
    assert unknown.table.empty
    assert unknown.headline.startswith("No need for advice is known in any area")


def test_nothing_more_to_reach_is_said():
    e = make(demand=[("A", 9)], services=[("s", {"capacity": 9})], sites=[("s", "A")])
    found = eco.find_placements(e, "advice", count=2)
    assert found.headline == "No new place for advice would help more people than have one now."
    assert found.table.empty
    for objective in ("covered", "everyone", "distance", "fairest"):
        nobody = eco.find_placements(
            make(services=[("s", {})]), "advice", count=1, objective=objective
        )
        assert nobody.table["people_covered"].sum() == 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"count": None}, "count None: give how many places"),
        ({"count": 0}, "count 0 is not a number of places"),
        ({"objective": "cover"}, "objective 'cover' is not one of the choices. Did you mean 'cov"),
        ({"seconds": -1}, "seconds -1 is not a time"),
        ({"level": 5}, "level 5 is not a level"),
        ({"candidates": "charities"}, "candidates 'charities' is not one of the choices"),
        ({"candidates": "organisations"}, "needs level: the level to train them to"),
        ({"candidates": pd.DataFrame({"x": [1]})}, "needs one of the columns area_code and"),
        ({"candidates": pd.DataFrame({"area_code": ["Z"]})}, "'Z' is not in areas"),
        ({"candidates": pd.DataFrame({"area_code": ["A", "A"]})}, "'A' is there twice"),
        (
            {"candidates": pd.DataFrame({"area_code": ["A"], "cost": [0]})},
            "candidates, cost: np.int64(0) is no amount",
        ),
        (
            {"candidates": pd.DataFrame({"area_code": ["A"], "choice": ["shall"]})},
            "candidates, choice 'shall' is not one of the choices",
        ),
        (
            {"candidates": pd.DataFrame({"area_code": ["A", "B"], "choice": ["must", "must"]})},
            "count 1 is less than what must be opened: 2",
        ),
    ],
)
def test_a_wrong_option_says_what_it_was_and_what_to_do(options, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        eco.find_placements(make(demand=DEMAND), "advice", **({"count": 1} | options))


def test_an_answer_is_plain_data(west_midlands):
    found = eco.find_placements(
        west_midlands, "immigration advice", count=2, level=2, candidates="organisations"
    )
    json.dumps(found.to_dict())
    again = pickle.loads(pickle.dumps(found))  # noqa: S301 - our own answer
    pd.testing.assert_frame_equal(again.table, found.table)
    assert found.summary["is_proven"]


def test_the_nation_is_proven(legal_aid):
    """England and Wales from nothing: 10 places within 30 km, and the fewest for everyone."""
    closed = legal_aid.replace(services=legal_aid.services.assign(status="closed"))
    ten = eco.find_placements(closed, "immigration advice", count=10, within_km=30)
    assert ten.summary["is_proven"]
    assert ten.summary["share"] == pytest.approx(0.908, abs=0.001)
    fewest = eco.find_placements(closed, "immigration advice", objective="everyone", within_km=30)
    assert (fewest.summary["places"], fewest.summary["is_proven"]) == (39, True)
    near = eco.find_placements(closed, "immigration advice", count=24, objective="distance")
    assert near.summary["gap"] < 0.01


@st.composite
def sectors(draw):
    people = st.one_of(st.none(), st.integers(0, 90))
    demand = [(code, draw(people)) for code in "ABCDE"]
    capacity = st.one_of(st.none(), st.integers(0, 60))
    services = [(f"s{number}", {"capacity": draw(capacity)}) for number in range(2)]
    sites = [(name, draw(st.sampled_from("ABCDE"))) for name, _ in services]
    return {"demand": demand, "services": services, "sites": sites}


@settings(deadline=None, max_examples=20)
@given(sectors(), st.sampled_from(["covered", "distance", "fairest"]), st.integers(1, 3))
def test_more_places_do_no_worse_and_rows_may_stand_in_any_order(parts, objective, count):
    options = {"objective": objective, "within_km": 7}
    found = eco.find_placements(make(**parts), "advice", count=count, **options)
    more = eco.find_placements(make(**parts), "advice", count=count + 1, **options)
    value = {"covered": "covered", "distance": "mean_km", "fairest": "least_share"}[objective]
    sign = -1 if objective == "distance" else 1
    one, other = sign * found.summary[value], sign * more.summary[value]
    assert np.isnan(one) or other >= one - 1e-6
    turned = {name: rows[::-1] for name, rows in parts.items()}
    again = eco.find_placements(make(**turned), "advice", count=count, **options)
    pd.testing.assert_frame_equal(again.table, found.table)
    assert len(found.table) <= count
    assert found.summary["covered"] <= found.summary["people"] + 1e-9 or objective == "distance"


@pytest.mark.parametrize(
    ("count", "people"), [(10, 76_452), (20, 94_689), (40, 104_252)], ids=["10", "20", "40"]
)
def test_the_united_kingdom_in_2024_is_reached_as_published(count, people):
    """Of 106,181 people on asylum support 72.0, 89.2 and 98.2 % are within 30 km, and no more."""
    figures = pd.read_csv(
        Path(eco.__file__).parent / "formats" / "tables" / "places" / "uk_areas.csv",
        dtype={"area_code": str},
    )
    demand = figures.rename(columns={"asylum_supported_2024_09_30": "people"})
    e = eco.Ecosystem(
        organisations=pd.DataFrame({"organisation_id": ["x"], "name": ["X"]}),
        areas=figures[["area_code", "name", "latitude", "longitude"]],
        demand=demand[["area_code", "people"]].dropna().assign(service_type="advice"),
    )
    summary = eco.find_placements(e, "advice", count=count, within_km=30).summary
    assert summary["people"] == 106_181
    assert (summary["covered"], summary["bound"], summary["is_proven"]) == (people, people, True)
