"""Between which numbers a placement lies where nobody knows how many people a service can see."""

from functools import partial

import numpy as np
import pandas as pd
import pytest
import row_of_towns
from hypothesis import given, settings
from hypothesis import strategies as st

import ecosystem as eco

make = partial(row_of_towns.make, areas="ABC", organisations=["o1", "o2"])

SILENT = {"services": [("s", {})], "sites": [("s", "A")], "demand": [("A", 60), ("B", 50)]}


def test_a_service_that_does_not_say_whom_it_can_see_makes_a_range():
    """S, in A (60), may see nobody or all 60; in B (50) there is none.

    The place goes to B, where 50 are without whatever S can see: 0 + 50 or 60 + 50 are reached.
    """
    found = eco.find_placements(make(**SILENT), "advice", count=1)
    assert found.table["name"].tolist() == ["Town B"]
    row = found.table.loc[1]
    assert row[["people_covered", "people_covered_low"]].tolist() == [50, 50]
    assert row[["total_covered", "total_covered_high"]].tolist() == [50, 110]
    assert found.uncovered["people"].to_dict() == {"A": 60}
    assert found.uncovered["people_low"].to_dict() == {"A": 0}
    ends = ["covered_before", "covered_before_high", "covered", "covered_high"]
    assert found.summary[ends].tolist() == [0, 60, 50, 110]
    assert found.headline == (
        "1 new place for advice, in Town B, would reach 50 more people; no other one does better "
        "if places whose capacity is not known are enough."
    )
    assert found.explain("1") == (
        "Alone, a place in Town B would reach 50 more people; 50 to 110 would then be reached in "
        "all."
    )
    assert (
        "In 1 area there are places whose capacity is not known. To choose, they are taken to be "
        "enough; they may see nobody, and the figures say so."
    ) in found.notes


def test_a_place_beside_it_adds_up_to_all_who_may_be_without():
    """A place that must be in A adds 0 to 60, and 60 are reached then whatever S can see."""
    must = pd.DataFrame({"area_code": ["A"], "choice": ["must"]})
    found = eco.find_placements(make(**SILENT), "advice", count=1, candidates=must)
    assert found.headline == (
        "1 new place for advice, in Town A, would reach up to 60 more people; no other one does "
        "better if places whose capacity is not known are enough."
    )
    assert found.explain("A") == (
        "Alone, a place in Town A would reach up to 60 more people; 60 would then be reached in "
        "all."
    )
    assert found.summary[["people_covered_low", "people_covered"]].tolist() == [0, 60]


def test_where_the_capacity_is_known_nothing_is_a_range():
    e = make(**SILENT)
    full = e.replace(services=e.services.assign(capacity=60))
    found = eco.find_placements(full, "advice", count=1)
    assert "people_covered_low" not in found.table
    assert "covered_high" not in found.summary
    assert "people_low" not in found.uncovered
    assert found.headline == (
        "1 new place for advice, in Town B, would reach 50 more people, 100% of those counted as "
        "in need where it is 55% now; no other one does better."
    )


@pytest.mark.parametrize("objective", ["covered", "everyone", "fairest"])
def test_nothing_to_open_is_not_called_enough_where_that_is_not_known(objective):
    """S may see nobody: whether A's 60 have help is not known, so no place is called useless."""
    alone = make(**(SILENT | {"demand": [("A", 60)]}))
    found = eco.find_placements(alone, "advice", count=1, objective=objective)
    assert found.headline == (
        "No new place for advice would help more people than have one now if places whose capacity "
        "is not known are enough; otherwise up to 60 may be without."
    )
    never = pd.DataFrame({"area_code": ["B"], "choice": ["never"]})
    shut = eco.find_placements(
        make(**SILENT), "advice", count=1, objective=objective, candidates=never
    )
    assert shut.headline == (
        "None of the places that could be opened would help more people to advice if places whose "
        "capacity is not known are enough; otherwise up to 110 may be without."
    )


def test_who_does_not_say_whether_it_takes_people_is_counted_in_a_note():
    e = make(**SILENT)
    words = (
        "1 of 1 service does not say whether it takes people now: its places count as help that is "
        "there, and may be none."
    )
    assert words in eco.find_placements(e, "advice", count=1).notes
    told = e.replace(services=e.services.assign(accepting_referrals="yes"))
    assert not any(
        "takes people now" in n for n in eco.find_placements(told, "advice", count=1).notes
    )
    way = eco.find_placements(e, "advice", count=1, objective="distance")
    assert words not in way.notes


def test_the_shortest_way_does_not_hang_on_capacities():
    found = eco.find_placements(make(**SILENT), "advice", count=1, objective="distance")
    assert found.headline.endswith("no other one does better.")
    assert "capacity" not in " ".join(found.notes)
    assert "people_covered_low" not in found.table


def test_the_least_share_is_not_told_where_a_capacity_is_not_known():
    """S may see none of A's 60, so that no share of A's larger place is sure to be reached."""
    e = make(**SILENT)
    e = e.replace(areas=e.areas.assign(parent_code=["N", "S", "S"]))
    found = eco.find_placements(e, "advice", count=1, objective="fairest")
    assert found.headline.startswith(
        "1 new place for advice, in Town B, would reach 50 more people;"
    )


LED = {
    "services": [("one", {"level": 1}), ("two", {"level": 1, "capacity": 80})],
    "runs": [("one", "o1"), ("two", "o2")],
    "sites": [("one", "A"), ("two", "B")],
    "demand": [("A", 60), ("B", 50)],
}


def test_training_where_the_capacity_is_not_known_is_up_to_what_is_in_reach():
    """O1 leads ONE, of unknown capacity: trained it sees 0 to 60. O2 sees a quarter of 80: 20."""
    e = make(**LED)
    found = eco.find_placements(e, "advice", count=1, level=2, candidates="organisations")
    assert found.table["people_covered"].tolist() == [60]
    assert found.table["people_covered_low"].tolist() == [0]
    assert found.table["total_covered"].tolist() == [0]
    assert found.headline == (
        "O1, trained to level 2, would reach up to 60 more people; no other one does better if "
        "places whose capacity is not known are enough."
    )
    assert found.explain("o1") == (
        "Alone, a place at O1 would reach up to 60 more people; up to 60 would then be reached in "
        "all."
    )
    both = eco.find_placements(e, "advice", count=2, level=2, candidates="organisations")
    assert "would reach 20 to 80 more people" in both.headline


def test_what_is_known_of_the_capacity_is_the_least():
    """O1 leads ONE, of unknown capacity, and MORE, of 40: a quarter of these is sure, 10."""
    e = make(
        **{
            **LED,
            "services": [*LED["services"], ("more", {"level": 1, "capacity": 40})],
            "runs": [*LED["runs"], ("more", "o1")],
            "sites": [*LED["sites"], ("more", "A")],
        }
    )
    found = eco.find_placements(e, "advice", count=1, level=2, candidates="organisations")
    assert found.table[["people_covered_low", "people_covered"]].to_numpy().tolist() == [[10, 60]]


def test_small_ends_of_a_range_are_not_given_away():
    """B has 3 people, in the public copy 2.5: "up to" says nothing of them."""
    e = make(**(SILENT | {"demand": [("A", 3), ("B", 50)]})).select(visibility="public")
    found = eco.find_placements(e, "advice", count=1)
    assert found.shown_frames["uncovered"]["people"].tolist() == ["under 5"]
    must = pd.DataFrame({"area_code": ["A"], "choice": ["must"]})
    few = eco.find_placements(e, "advice", count=1, candidates=must)
    assert "would reach under 5 more people" in few.headline
    assert few.shown_frames["summary"]["people_covered"] == "under 5"


CAPACITY = st.sampled_from([None, None, 0, 5, 40])
REACH = st.sampled_from(["A", "B", "AB", "BC", "ABC"])
SERVICES = st.lists(st.tuples(CAPACITY, REACH, st.sampled_from([1, 2])), min_size=1, max_size=4)
PEOPLE = st.tuples(*[st.sampled_from([0, 8, 60, None])] * 3)


@settings(deadline=None, max_examples=60)
@given(SERVICES, PEOPLE, st.sampled_from(["covered", "everyone", "fairest"]), st.data())
def test_whatever_capacity_is_filled_in_the_truth_was_within_the_range(
    services, people, objective, data
):
    """Those of level 1 are led by o1 or o2, both of whom are trained; those of 2 are there."""
    e = make(
        services=[
            (f"s{row}", {"level": level, "capacity": capacity})
            for row, (capacity, _, level) in enumerate(services)
        ],
        catchments=[
            (f"s{row}", code) for row, service in enumerate(services) for code in service[1]
        ],
        runs=[(f"s{row}", f"o{1 + row % 2}") for row in range(len(services))],
        demand=list(zip("ABC", people, strict=True)),
    )
    trained = pd.DataFrame({"organisation_id": ["o1", "o2"], "choice": "must"})
    frame = data.draw(st.sampled_from([trained, trained.assign(capacity=[7, None])]))

    def ask(e):
        options = {"count": 2, "level": 2, "objective": objective, "candidates": frame}
        found = eco.find_placements(e, "advice", **options)
        return found.summary, found.table.set_index("organisation_id")

    before, told = ask(e)
    filled = [
        data.draw(st.sampled_from([0, 3, 30, 900])) if pd.isna(capacity) else capacity
        for capacity in e.services["capacity"]
    ]
    after, table = ask(e.replace(services=e.services.assign(capacity=filled)))
    for name in ("covered_before", "covered"):
        high = before.get(f"{name}_high", before[name])
        assert before[name] - 1e-6 <= after[name] <= high + 1e-6
    more = before["covered"] - before["covered_before"]
    low, most = before.get("people_covered_low", more), before.get("people_covered", more)
    assert low - 1e-6 <= table["people_covered"].sum() <= most + 1e-6
    assert np.isclose(table["people_covered"].sum(), after["covered"] - after["covered_before"])
    # What each adds hangs on the order, which is another where another adds most.
    if list(table.index) == list(told.index):
        least = told.get("people_covered_low", told["people_covered"])
        assert (least - 1e-6 <= table["people_covered"]).all()
        assert (table["people_covered"] <= told["people_covered"] + 1e-6).all()
