"""Hexagons: one for each area, near where it is."""

import re

import numpy as np
from drawn_maps import measure_between
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem.maps.areas.hexagons import make_dots, make_hatch, place_hexagons


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
