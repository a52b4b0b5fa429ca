"""Hexagons: one for each area, near where it is."""

import re

import numpy as np
from drawn_maps import measure_between
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem.geo import flatten
from ecosystem.graph import find_positions
from ecosystem.maps.areas.hexagons import (
    find_neighbours_on_ground,
    keep_neighbours,
    make_dots,
    make_hatch,
    measure_kept,
    place_hexagons,
)
from ecosystem.maps.areas.land import outline_areas


def _cover(positions):
    """Return positions of hexagons, 1 wide, rounded, and the least distance of two."""
    cells = place_hexagons(np.array(positions, dtype=float))
    return cells, measure_between(cells).min() if len(cells) > 1 else 1.0


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.tuples(st.floats(-5, 5, width=16), st.floats(-5, 5, width=16)), min_size=1, max_size=60
    )
)
def test_each_area_has_a_hexagon_of_its_own(positions):
    cells, least = _cover(positions)
    assert np.isfinite(cells).all()
    assert least > 0.99


def test_hexagons_keep_north_and_east_of_a_row_and_a_column():
    cells, _ = _cover([[0, 0], [1, 0], [2, 0]])
    assert list(np.argsort(cells[:, 0])) == [0, 1, 2]
    cells, _ = _cover([[0, 0], [0, 1], [0, 2]])
    assert list(np.argsort(cells[:, 1])) == [0, 1, 2]


def test_patterns_stay_inside_their_hexagon():
    """A hexagon 100 wide reaches 50 to each side and 100 / sqrt(3) = 57.7 up and down."""
    for pattern in (make_hatch(0, 0, 100), make_dots(0, 0, 100)):
        numbers = re.findall(r"(-?[\d.]+),(-?[\d.]+)", pattern.path)
        assert len(numbers) >= 7
        for x, y in numbers:
            assert abs(float(x)) <= 50
            assert abs(float(y)) <= 57.8 - abs(float(x)) * 0.57


def test_a_small_hexagon_has_fewer_lines():
    assert make_hatch(0, 0, 100).path.count("M") == 7
    assert make_hatch(0, 0, 30).path.count("M") == 4


def test_neighbours_on_the_ground_have_nobody_between_them():
    """A square of side 2 with one in its middle: the middle has four neighbours.

    The circle over a side has radius 1 round (1, 0), and the middle lies on it: nobody in it. That
    over a diagonal has the middle at its centre: those two are none.
    """
    square = np.array([[0.0, 0], [2, 0], [2, 2], [0, 2], [1, 1]])
    pairs = {tuple(pair) for pair in find_neighbours_on_ground(square).tolist()}
    assert {(0, 4), (1, 4), (2, 4), (3, 4)} <= pairs
    assert not pairs & {(0, 2), (1, 3)}


def test_an_area_moves_to_where_it_touches_its_neighbours():
    """Three in a row, a b c, of which a and c are neighbours, and c and b: b and a change places.

    Then both pairs touch; before, only that of b and c did.
    """
    row = np.array([[0.0, 0], [1, 0], [2, 0]])
    pairs = np.array([[0, 2], [1, 2]])
    assert measure_kept(row, pairs) == 0.5
    assert measure_kept(keep_neighbours(row, pairs), pairs) == 1
    assert measure_kept(row, pairs[:0]) == 1


def test_of_the_real_neighbours_most_touch_on_the_map(west_midlands, legal_aid):
    """88 in 100 in the West Midlands, pushed apart; 76 in England and Wales of 2015, not pushed."""
    for e, least in ((west_midlands, 0.87), (legal_aid, 0.76)):
        centres = find_positions(e).centres
        centres = centres[~np.isnan(centres).any(axis=1)]
        flat = flatten(centres, centres[:, 0].mean())
        assert measure_kept(place_hexagons(flat), find_neighbours_on_ground(flat)) >= least


def test_london_has_an_inset_apart_and_its_place_is_kept(legal_aid, west_midlands):
    """33 boroughs among 318 areas. Without London there is none."""
    land = outline_areas(legal_aid, None)
    codes = find_positions(legal_aid).area_codes
    is_london = np.array([str(code).startswith("E09") for code in codes])
    is_drawn = ~np.isnan(land.middles).any(axis=1)
    inside, outside = land.middles[is_london & is_drawn], land.middles[~is_london & is_drawn]
    assert len(inside) == 33
    apart = np.hypot(*(inside[:, None] - outside[None]).transpose(2, 0, 1))
    assert apart.min() > 1.3 * land.hexagon
    assert [label.lines for label in land.headings] == [["London"], ["London"]]
    assert len(land.frames) == 1
    assert outline_areas(west_midlands, None).frames == ()
