"""Distances and neighbours on the earth."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ecosystem.geo import (
    EARTH_RADIUS_KM,
    estimate_minutes,
    find_nearest,
    find_nearest_elsewhere,
    find_neighbours,
    find_within,
    flatten,
    measure_km,
    measure_table_km,
)

LONDON, BIRMINGHAM = [51.5074, -0.1278], [52.4796, -1.9026]
places = arrays(
    float,
    st.tuples(st.integers(1, 12), st.just(2)),
    elements=st.floats(-80, 80, allow_subnormal=False).map(lambda degrees: round(degrees, 3)),
)


def haversine(one, other):
    """The textbook formula, one pair at a time."""
    north, east, to_north, to_east = np.radians([*one, *other])
    half = (
        np.sin((to_north - north) / 2) ** 2
        + np.cos(north) * np.cos(to_north) * np.sin((to_east - east) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(half))


def test_known_distances():
    """A quarter of the way round the earth, one degree of latitude, and two cities."""
    here = np.array([[90.0, 0.0], [52.0, 0.0], LONDON])
    there = np.array([[0.0, 0.0], [53.0, 0.0], BIRMINGHAM])
    quarter = EARTH_RADIUS_KM * np.pi / 2
    assert measure_km(here, there) == pytest.approx([quarter, quarter / 90, 162.6], abs=0.1)


def test_minutes_are_the_stated_estimate():
    """25 km straight are 32.5 km by road: at 50 km an hour, 39 minutes."""
    assert estimate_minutes(np.array([25.0, np.nan]))[0] == pytest.approx(39)


@settings(deadline=None, max_examples=50)
@given(places, places)
def test_distances_agree_with_the_textbook(here, there):
    expected = np.array([[haversine(one, other) for other in there] for one in here])
    table = measure_table_km(here, there)
    assert table == pytest.approx(expected, abs=1e-4)
    assert find_nearest(here, there)[0] == pytest.approx(expected.min(axis=1), abs=1e-4)
    limit = float(np.median(expected)) + 0.5
    near = find_within(here, there, limit).toarray()
    inside = expected <= limit
    at_border = np.abs(expected - limit) < 1e-3
    assert ((near > 0) | (expected < 1e-3))[inside & ~at_border].all()
    assert (near == 0)[~inside & ~at_border].all()
    assert near[inside & ~at_border] == pytest.approx(expected[inside & ~at_border], abs=1e-4)


def test_pairs_at_one_position_are_kept():
    here = np.array([LONDON, BIRMINGHAM])
    pairs = find_within(here, here, 0.0)
    assert pairs.nnz == 2
    assert pairs.data.tolist() == [0.0, 0.0]


def test_what_has_no_position_is_near_nothing():
    here = np.array([LONDON, [np.nan, np.nan]])
    there = np.array([[np.nan, np.nan], BIRMINGHAM])
    km, which = find_nearest(here, there)
    assert which.tolist() == [1, -1]
    assert np.isnan(km).tolist() == [False, True]
    pairs = find_within(here, there, 1000).tocoo()
    assert (pairs.coords[0].tolist(), pairs.coords[1].tolist()) == ([0], [1])
    assert find_within(here, there[:1], 1000).nnz == 0
    assert find_nearest(here, there[:1])[1].tolist() == [-1, -1]


def test_of_sites_at_one_position_the_first_is_nearest():
    there = np.array([BIRMINGHAM, LONDON, LONDON])
    assert find_nearest(np.array([LONDON]), there)[1].tolist() == [1]


@settings(deadline=None, max_examples=50)
@given(places, places, st.data())
def test_nearest_elsewhere_leaves_out_owners_in_the_place(here, there, data):
    owner = np.array(
        data.draw(st.lists(st.integers(0, 3), min_size=len(there), max_size=len(there)))
    )
    inside = np.array(
        data.draw(
            st.lists(st.integers(-1, len(here) - 1), min_size=len(there), max_size=len(there))
        )
    )
    km, which = find_nearest_elsewhere(here, there, owner, inside)
    for place, position in enumerate(here):
        at_home = set(owner[inside == place])
        allowed = [site for site in range(len(there)) if owner[site] not in at_home]
        if not allowed:
            assert which[place] == -1
            assert np.isnan(km[place])
            continue
        assert which[place] in allowed
        expected = min(haversine(position, there[site]) for site in allowed)
        assert km[place] == pytest.approx(expected, abs=1e-4)


def test_neighbours_are_others_even_at_one_position():
    """Four places at one spot, one apart: nobody is a neighbour of itself."""
    spots = np.array([LONDON] * 4 + [BIRMINGHAM])
    found = find_neighbours(spots, 2)
    assert found.shape == (5, 2)
    assert all(place not in found[place] for place in range(5))
    assert set(found[:4].ravel()) <= {0, 1, 2, 3}


def test_a_flat_map_squeezes_longitudes_and_has_north_above():
    """At 60 degrees a degree of longitude is half as long as one of latitude."""
    flat = flatten(np.array([[60.0, 10.0], [61.0, 12.0], [np.nan, np.nan]]), 60)
    assert flat[:2] == pytest.approx(np.array([[5, -60], [6, -61]]))
    assert np.isnan(flat[2]).all()
