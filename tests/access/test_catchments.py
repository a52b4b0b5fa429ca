"""How capacity reaches people: each method against its definition."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from ecosystem.access.catchments import (
    METHODS,
    assign_agents,
    measure_met,
    measure_provision,
    weigh,
)


def make_pairs(distance):
    """Distances as pairs; NaN is out of reach."""
    distance = np.asarray(distance, dtype=float)
    area, service = np.nonzero(~np.isnan(distance))
    return sparse.csr_array((distance[area, service], (area, service)), shape=distance.shape)


@st.composite
def cases(draw):
    areas, services = draw(st.integers(1, 6)), draw(st.integers(1, 5))
    cell = st.one_of(st.just(np.nan), st.integers(0, 30).map(float))
    distance = draw(st.lists(cell, min_size=areas * services, max_size=areas * services))
    people = st.integers(0, 50).map(float)
    demand = draw(st.lists(people, min_size=areas, max_size=areas))
    capacity = draw(st.lists(people, min_size=services, max_size=services))
    return np.reshape(distance, (areas, services)), np.array(demand), np.array(capacity)


def weight_of(method, kilometres, limit):
    """The published weight of one distance."""
    if np.isnan(kilometres):
        return 0.0
    share = kilometres / limit
    if method == "2sfca":
        return 1.0
    if method == "gaussian":
        return (np.exp(-0.5 * share**2) - np.exp(-0.5)) / (1 - np.exp(-0.5))
    steps = [(1 / 3, 1.0), (2 / 3, 0.68), (1, 0.22)]
    if method == "3sfca":
        steps = [(1 / 6, 0.962), (1 / 3, 0.704), (1 / 2, 0.377), (1, 0.042)]
    return next(weight for end, weight in steps if share <= end + 1e-12)


def reckon(method, distance, demand, capacity, limit):
    """Access by the formulas, one area and service at a time."""
    areas, services = distance.shape
    w = np.array([[weight_of(method, cell, limit) for cell in row] for row in distance])
    if method == "3sfca":
        total = w.sum(axis=1, keepdims=True)
        w = w * np.divide(w, total, out=np.zeros_like(w), where=total > 0)
    if method == "balanced":
        rows, columns = w.sum(axis=1, keepdims=True), w.sum(axis=0, keepdims=True)
        go = np.divide(w, rows, out=np.zeros_like(w), where=rows > 0)
        given = np.divide(w, columns, out=np.zeros_like(w), where=columns > 0)
    else:
        go = given = w
    access = np.zeros(areas)
    for j in range(services):
        asked = sum(demand[i] * go[i, j] for i in range(areas))
        if asked > 0:
            access += capacity[j] / asked * given[:, j]
    return access


@pytest.mark.parametrize("method", [name for name in METHODS if name != "raam"])
@settings(deadline=None, max_examples=50)
@given(case=cases())
def test_access_is_that_of_the_definition(method, case):
    distance, demand, capacity = case
    found = measure_provision(make_pairs(distance), demand, capacity, method=method, limit=30.0)
    assert found.access == pytest.approx(reckon(method, distance, demand, capacity, 30.0))


def test_two_step_by_hand():
    """Two services, three areas, as drawn in Luo and Wang (2003), with our own numbers.

    Service 1 (20 places) reaches areas 1 and 2 (30 and 10 people): a half for each person.
    Service 2 (5 places) reaches areas 2 and 3 (10 and 10): a quarter. Area 2 gets both.
    """
    pairs = make_pairs([[1, np.nan], [1, 1], [np.nan, 1]])
    found = measure_provision(pairs, np.array([30.0, 10, 10]), np.array([20.0, 5]))
    assert found.access.tolist() == [0.5, 0.75, 0.25]
    assert found.people.tolist() == [15, 7.5, 2.5]


@pytest.mark.parametrize("method", ["2sfca", "e2sfca", "gaussian", "3sfca"])
@settings(deadline=None, max_examples=50)
@given(case=cases())
def test_what_is_shared_out_adds_up_to_the_capacity(method, case):
    """Each service's places go to somebody, if anyone it reaches (with a weight) needs it."""
    distance, demand, capacity = case
    pairs = make_pairs(distance)
    found = measure_provision(pairs, demand, capacity, method=method, limit=30.0)
    weights = weigh(pairs, method, 30.0)
    used = capacity[weights.T @ demand > 0].sum()
    assert found.people.sum() == pytest.approx(used)


@pytest.mark.parametrize("method", ["balanced", "raam"])
@settings(deadline=None, max_examples=50)
@given(case=cases())
def test_where_both_sides_are_limited_neither_is_exceeded(method, case):
    distance, demand, capacity = case
    found = measure_provision(make_pairs(distance), demand, capacity, method=method, limit=30.0)
    assert (found.people <= demand + 1e-9).all()
    assert found.people.sum() <= capacity.sum() + 1e-9


@pytest.mark.parametrize("method", ["2sfca", "e2sfca", "gaussian"])
@settings(deadline=None, max_examples=50)
@given(case=cases(), more=st.integers(1, 40), which=st.integers(0, 4))
def test_more_places_make_no_area_worse(method, case, more, which):
    distance, demand, capacity = case
    pairs = make_pairs(distance)
    before = measure_provision(pairs, demand, capacity, method=method, limit=30.0)
    capacity = capacity.copy()
    capacity[which % len(capacity)] += more
    after = measure_provision(pairs, demand, capacity, method=method, limit=30.0)
    assert (after.people >= before.people - 1e-9).all()


@pytest.mark.parametrize("method", ["2sfca", "e2sfca", "gaussian", "3sfca"])
@settings(deadline=None, max_examples=50)
@given(case=cases())
def test_splitting_an_area_at_one_point_changes_nothing(method, case):
    distance, demand, capacity = case
    whole = measure_provision(make_pairs(distance), demand, capacity, method=method, limit=30.0)
    halves = np.concatenate([[demand[0] * 0.3, demand[0] * 0.7], demand[1:]])
    twice = np.vstack([distance[:1], distance])
    split = measure_provision(make_pairs(twice), halves, capacity, method=method, limit=30.0)
    assert split.access[1:] == pytest.approx(whole.access)
    assert split.people[0] + split.people[1] == pytest.approx(whole.people[0])


def test_rational_agents_level_crowding_against_travel():
    """100 people, two services of 50, one 6 km off, the other 18, with 30 km the limit.

    Crowding is people over places: x/50 and (100 - x)/50. With travel, 0.2 and 0.6 of the limit,
    the two are level at x = 60, where both cost 1.4. Of the 60 the nearer can see 50.
    """
    pairs = make_pairs([[6, 18]])
    found = measure_provision(
        pairs, np.array([100.0]), np.array([50.0, 50.0]), method="raam", limit=30.0
    )
    assert found.access == pytest.approx([1.4], abs=1e-3)
    assert found.people == pytest.approx([50 + 40], abs=0.1)


def test_whole_people_move_as_far_as_whole_people_can():
    """Twice the places: level at x/100 + 0.2 = (100 - x)/100 + 0.6, x = 70, where both cost 0.9."""
    pairs = make_pairs([[6 / 30, 18 / 30]])
    cost, going = assign_agents(pairs, np.array([100.0]), np.array([100.0, 100.0]), move=1.0)
    assert going.tolist() == [70, 30]
    assert cost == pytest.approx([0.9])


def test_what_is_not_known_is_a_lower_bound():
    """Area 1 (10 people): 10 known places, one service not known: enough, so known.

    Area 2 (10 people): 5 known places and one not known: not known. Area 3 has no place: nothing.
    """
    pairs = make_pairs([[1, np.nan, 1], [np.nan, 1, 1], [np.nan, np.nan, np.nan]])
    met = measure_met(pairs, np.array([10.0, 10, 10]), np.array([10.0, 5, np.nan]))
    assert met.coverage[0] == 1
    assert met.deficit[0] == 0
    assert np.isnan([met.coverage[1], met.deficit[1], met.provision[1], met.access[1]]).all()
    assert (met.coverage[2], met.deficit[2], met.provision[2]) == (0, 10, 0)
    unknown = measure_met(pairs, np.array([np.nan, 0.0, 10]), np.array([10.0, 5, 1]))
    assert np.isnan(unknown.coverage[:2]).all()
