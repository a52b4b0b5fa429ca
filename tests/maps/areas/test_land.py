"""Outlines of areas, and where sites stand in them."""

import numpy as np
import pandas as pd
import pytest
from drawn_maps import make_squares

from ecosystem.maps.areas.land import WIDTH, outline_areas


def test_true_shapes_fill_the_width_and_keep_their_proportions(tiny):
    """Two squares side by side: 2 degrees wide, 1 high, squeezed by the cosine of half a degree."""
    land = outline_areas(tiny, make_squares())
    squeeze = np.cos(np.radians(0.5))
    factor = (WIDTH - 20) / (2 * squeeze)
    assert land.height == pytest.approx(factor + 20)
    west, east = land.middles
    assert west == pytest.approx([10 + factor * squeeze / 2, 10 + factor / 2])
    assert east[0] - west[0] == pytest.approx(factor * squeeze)


def test_sites_stand_truly_on_shapes(tiny):
    land = outline_areas(tiny, make_squares())
    sites = pd.DataFrame({"area": [0, 0], "latitude": [0.5, np.nan], "longitude": [0.5, np.nan]})
    assert land.place_sites(sites) == [pytest.approx(tuple(land.middles[0]))]


def test_sites_stand_in_a_row_in_their_hexagon_seven_at_most(tiny):
    """Nine in the first area, one in the second, one nowhere."""
    land = outline_areas(tiny, None)
    sites = pd.DataFrame({"area": [0] * 9 + [1, -1]})
    placed = np.array(land.place_sites(sites))
    assert len(placed) == 8
    assert len(set(placed[:7, 1])) == 1
    assert placed[:7, 0].mean() == pytest.approx(land.middles[0, 0])
    assert np.ptp(placed[:7, 0]) < land.room


def test_an_area_without_a_position_is_not_drawn(tiny):
    areas = tiny.areas.assign(latitude=[52.5, np.nan])
    land = outline_areas(tiny.replace(areas=areas), None)
    assert [bool(path) for path in land.paths] == [True, False]
    assert np.isnan(land.middles[1]).all()
    assert land.place_sites(pd.DataFrame({"area": [1]})) == []
