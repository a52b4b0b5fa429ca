"""Whom training could raise to a level, and with how many places."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from row_of_towns import make

import ecosystem as eco
from ecosystem.graph import find_positions
from ecosystem.questions.placement.training import TRAINED_SHARE, list_trainable

HALL = {
    "areas": "A",
    "organisations": ["charity", "hall", "partner"],
    "services": [("s", {"level": 1, "capacity": 400})],
    "sites": [("s", "A")],
    "demand": [("A", 700)],
    "runs": [("s", "charity"), ("s", "hall"), ("s", "partner")],
}


def with_roles(e, *roles):
    return e.replace(providers=e.providers.assign(role=roles))


def train(e, **options):
    return eco.find_placements(
        e, "advice", **({"count": 1, "level": 2, "candidates": "organisations"} | options)
    )


def test_training_moves_only_the_places_of_the_lead_at_the_rate_that_is_said():
    """The charity leads S, 400 places at level 1: trained it sees a quarter, 100 of 700."""
    found = train(with_roles(make(**HALL), "lead", "host", "partner"), count=3)
    assert found.table["organisation_id"].tolist() == ["charity"]
    assert found.table["people_covered"].tolist() == [400 * TRAINED_SHARE]
    assert found.headline.startswith("CHARITY, trained to level 2, would reach up to 100 more")
    notes = " ".join(found.notes)
    assert "only places of services that the organisation leads, and at 0.25 of a place" in notes
    assert "It brings no legal aid contract." in notes


@pytest.mark.parametrize(
    ("roles", "own"),
    [
        (("lead", "host", "partner"), [1, 0, 0]),
        ((None, "host", None), [0.5, 0, 0.5]),
        (("lead", None, "subcontractor"), [1, 0, 0]),
        (("lead", "host", "lead"), [0.5, 0, 0.5]),
        (("partner", "host", "subcontractor"), [0, 0, 0]),
    ],
)
def test_places_are_the_leads_or_in_equal_parts_of_those_whose_part_is_not_recorded(roles, own):
    e = with_roles(make(**HALL), *roles)
    training = list_trainable(e, find_positions(e), "advice", 2)
    assert training.leads.toarray().tolist() == [own]
    assert training.is_trainable.tolist() == [part > 0 for part in own]


def test_a_service_that_takes_nobody_is_not_moved_and_a_contract_tells_the_level():
    """SHUT takes nobody; CONTRACT has no level, but legal aid, so it is at level 2 already."""
    e = make(
        areas="A",
        organisations=["o", "p"],
        services=[
            ("shut", {"level": 1, "capacity": 90, "accepting_referrals": "no"}),
            ("contract", {"legal_aid": True, "capacity": 90}),
        ],
        sites=[("shut", "A"), ("contract", "A")],
        demand=[("A", 700)],
        runs=[("shut", "o"), ("contract", "p")],
    )
    found = train(e)
    assert found.table.empty
    assert found.summary["covered_before"] == pytest.approx(90)
    assert "Places of 1 service that takes nobody now are not moved: SHUT." in found.notes


def test_a_capacity_that_is_given_goes_before_the_rate():
    e = with_roles(make(**HALL), "lead", "host", "partner")
    frame = e.organisations[["organisation_id"]].head(1).assign(capacity=250)
    assert train(e, candidates=frame).table["people_covered"].tolist() == [250]


def test_what_may_be_there_already_makes_less_of_a_new_place():
    """At level 2: nobody in A (60) and B (50) is seen for certain; MAY, in A, has 40 places.

    If MAY is of level 2, 20 of A are without: a place in A adds 20 to 60, one in B 50 either way.
    In order A adds 60 (20), B 50: 60 and 110 in all, or 40 + 20 = 60 and 110.
    """
    e = make(
        services=[("may", {"capacity": 40})], sites=[("may", "A")], demand=[("A", 60), ("B", 50)]
    )
    found = eco.find_placements(e, "advice", count=2, level=2)
    assert found.table["name"].tolist() == ["Town A", "Town B"]
    assert found.table["people_covered"].tolist() == [60, 50]
    assert found.table["people_covered_low"].tolist() == pytest.approx([20, 50])
    assert found.table["total_covered"].tolist() == [60, 110]
    assert found.table["total_covered_high"].tolist() == pytest.approx([60, 110])
    assert found.headline == (
        "2 new places for advice at level 2 or above, in Town A and Town B, would reach 70 to 110 "
        "more people; no other choice does better by what is recorded."
    )
    assert found.explain("1") == (
        "Alone, a place in Town A would reach 20 to 60 more people; 60 would then be reached in "
        "all."
    )
    assert (
        "1 service of which not all is recorded is not counted as help that is there: in 1 area "
        "fewer people may be without, and what a new place adds may be less."
    ) in found.notes
    one = eco.find_placements(e, "advice", count=1, level=2, candidates="areas")
    assert one.table["total_covered_high"].tolist() == pytest.approx([60])
    # With the level known nothing is open, and there is no range.
    sure = e.replace(services=e.services.assign(level=1))
    assert "people_covered_low" not in eco.find_placements(sure, "advice", count=1, level=2).table


def test_one_that_may_be_anywhere_may_be_in_any_area():
    """LINE, 40 places, says nothing of where it works: A's 60 may be 20, B's 50 may be 10."""
    e = make(services=[("line", {"capacity": 40})], demand=[("A", 60), ("B", 50)])
    found = eco.find_placements(e, "advice", count=2)
    assert found.table["people_covered_low"].tolist() == pytest.approx([20, 10])
    assert np.diff(found.table["total_covered_high"]).tolist() == pytest.approx([10])


def test_a_way_is_the_most_where_a_service_may_be_nearer():
    """At level 2 SURE is in C. MAY, in A, may be of level 2: then A's way is 0 and no place helps.

    A is two steps of 6.85 km from SURE; a place in A would bring 13.7 km to 0.
    """
    e = make(
        areas="ABC",
        services=[("sure", {"level": 2}), ("may", {})],
        sites=[("sure", "C"), ("may", "A")],
        demand=[("A", 60)],
    )
    found = eco.find_placements(e, "advice", count=1, level=2, objective="distance")
    assert found.headline == (
        "1 new place for advice at level 2 or above, in Town A, would bring the mean way to less "
        "than 0.1 km at most, where it is 13.7 km at most now; no other one does better by what "
        "is recorded."
    )
    assert found.explain("A") == (
        "A place in Town A would be nearer for up to 60 people and bring the mean way to less "
        "than 0.1 km at most."
    )
    assert found.summary["services_possible"] == 1


def test_a_larger_place_is_not_reached_beside_its_parts():
    """W's 120 are those of A (60) and B (40), who count: 100 in need, 60 with a place in A."""
    e = make(areas="ABW", demand=[("A", 60), ("B", 40), ("W", 120)])
    e = e.replace(areas=e.areas.assign(parent_code=["W", "W", None]))
    found = eco.find_placements(e, "advice", count=1)
    assert found.summary["people"] == 100
    assert found.table["name"].tolist() == ["Town A"]
    assert "Demand is not known" not in " ".join(found.notes)


def test_who_is_reached_is_said_as_counted():
    e = make(demand=[("A", 60), ("B", 50)])
    e = e.replace(demand=e.demand.assign(counted_as="people on asylum support"))
    found = eco.find_placements(e, "advice", count=1)
    assert found.headline == (
        "1 new place for advice, in Town A, would reach 60 more people on asylum support, 55% of "
        "those counted as in need where it is 0% now; no other one does better."
    )
    assert found.explain("1").startswith(
        "Alone, a place in Town A would reach 60 more people on asylum support; 60 would then"
    )


def test_a_gap_to_the_bound_never_reads_as_none(west_midlands):
    full = west_midlands.services.assign(capacity=west_midlands.services["capacity"].fillna(50))
    found = eco.find_placements(west_midlands.replace(services=full), "immigration advice", count=1)
    summary = found.summary.copy()
    summary["gap"], summary["is_proven"] = 0.0002, False
    said = type(found)(**(vars(found) | {"summary": summary})).headline
    assert said.endswith("no choice can do better by more than 0.1%.")


SERVICES = st.lists(
    st.tuples(st.sampled_from([None, None, 1, 2]), st.sampled_from([5, 40]), st.integers(0, 4)),
    min_size=1,
    max_size=4,
)


@settings(max_examples=25)
@given(SERVICES, st.tuples(*[st.sampled_from([0, 8, 60])] * 3), st.data())
def test_whatever_is_filled_in_the_truth_was_within_the_range(services, people, data):
    """A place in A and one in B, whatever they add: as told before the levels were known.

    Places of a service number 0 to 4: nowhere known, A, B, C, or all three.
    """
    named = [
        (f"s{row}", {"level": level, "capacity": capacity})
        for row, (level, capacity, _) in enumerate(services)
    ]
    reaches = [
        (f"s{row}", code)
        for row, (_, _, where) in enumerate(services)
        for code in ("", "A", "B", "C", "ABC")[where]
    ]
    need = list(zip("ABC", people, strict=True))
    e = make(areas="ABC", services=named, catchments=reaches, demand=need)
    frame = pd.DataFrame({"area_code": ["A", "B"], "choice": "must"})

    def ask(e):
        found = eco.find_placements(e, "advice", count=2, level=2, candidates=frame)
        return found.table.set_index("area_code").sort_index(), found.summary

    before, told = ask(e)
    levels = [data.draw(st.sampled_from([1, 2, 3])) if pd.isna(level) else level
              for level in e.services["level"]]  # fmt: skip
    after, summary = ask(e.replace(services=e.services.assign(level=levels)))
    low = before.get("people_covered_low", before["people_covered"])
    most = before.get("total_covered_high", before["total_covered"]).max()
    assert (after["people_covered"] <= before["people_covered"] + 1e-6).all()
    assert (after.get("people_covered_low", after["people_covered"]) >= low - 1e-6).all()
    assert told["covered"] - 1e-6 <= summary["covered"] <= most + 1e-6
