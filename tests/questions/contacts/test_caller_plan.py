"""Tests of the plan: as many called by who knows them as a linear program finds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from planted_people import KEY, LISTS, hash_all, name_people
from scipy.optimize import linprog

import ecosystem as eco
from ecosystem.questions.contacts.caller_plan import plan_callers, share_evenly


def solve_program(people, knows, capacity):
    """Return the most people who can be called by someone who knows them."""
    sets, organisations = knows.shape
    upper = np.where(knows, people[:, None], 0).ravel()
    by_set = np.kron(np.eye(sets), np.ones(organisations))
    by_organisation = np.kron(np.ones(sets), np.eye(organisations))
    solved = linprog(
        -np.ones(sets * organisations),
        A_ub=np.vstack([by_set, by_organisation]),
        b_ub=np.concatenate([people, capacity]),
        bounds=list(zip(np.zeros_like(upper), upper, strict=True)),
    )
    return round(-solved.fun)


@given(
    people=arrays(np.int64, 5, elements=st.integers(0, 30)),
    knows=arrays(bool, (5, 3)),
    capacity=arrays(np.int64, 3, elements=st.integers(0, 40)),
)
@settings(max_examples=50)
def test_as_many_are_called_by_who_knows_them_as_can_be(people, knows, capacity):
    called = plan_callers(people, knows, capacity)
    assert called.sum() == solve_program(people, knows, capacity)
    assert (called.sum(axis=0) <= capacity).all()
    assert (called.sum(axis=1) <= people).all()
    assert (called[~knows] == 0).all()


def test_without_limits_each_goes_on_with_the_same_share_of_its_list():
    """Thirty people whom both know, ten known to the first alone.

    The lists are 40 and 30. With a share of 17/30 there are 23 (22.67, rounded up) and 17 places,
    40 in all; with any less than that 17 is 16, or 23 is 22, and one person has no caller.
    """
    people, knows = np.array([30, 10]), np.array([[True, True], [True, False]])
    assert share_evenly(people, knows, 0).tolist() == [23, 17]


def test_each_person_has_one_caller_who_knows_them_where_there_is_one():
    reference = eco.hash_contacts(name_people(range(90)), key=KEY)
    found = eco.find_contact_overlap(hash_all(LISTS), reference=reference)
    plan = found.plan
    assert (plan["caller"] != "").all()
    own = plan[plan["organisation"] != "reference"]
    # 80 people are known to someone, and each of them is called by one of those.
    assert (own["caller"] == own["organisation"]).sum() == 80
    alone = plan[(plan["organisation"] == "reference") & (plan["organisations_in_touch"] == 0)]
    assert len(alone) == 10


def test_capacities_hold_and_whoever_has_no_caller_is_said():
    found = eco.find_contact_overlap(hash_all(LISTS), capacity={"ash": 5, "birch": 0, "cedar": 7})
    own = found.plan[found.plan["caller"] == found.plan["organisation"]]
    assert own["organisation"].value_counts().to_dict() == {"cedar": 7, "ash": 5}
    assert any("no caller" in note for note in found.notes)


def test_one_who_is_not_named_can_call_its_whole_list():
    found = eco.find_contact_overlap(hash_all(LISTS), capacity={"cedar": 0})
    # Ash and Birch have 40 places each, for 80 people.
    assert found.plan["caller"].isin(["ash", "birch"]).all()


@pytest.mark.parametrize("capacity", [{"elm": 3}, {"ash": -1}])
def test_a_capacity_of_nobody_or_below_nought_is_refused(capacity):
    with pytest.raises(ValueError, match="capacity"):
        eco.find_contact_overlap(hash_all(LISTS), capacity=capacity)
