"""Outlines of areas, and where sites stand in them."""

import numpy as np
import pandas as pd
import pytest
from drawn_maps import make_squares, measure_between

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
    """One in the middle of the first square, one nowhere, one beyond the picture."""
    land = outline_areas(tiny, make_squares())
    sites = pd.DataFrame(
        {
            "service": [0, 1, 2],
            "area": [0, 0, 0],
            "latitude": [0.5, np.nan, 7],
            "longitude": [0.5, np.nan, 7],
        }
    )
    spots = land.place_sites(sites)
    assert spots == [pytest.approx(tuple(land.middles[0])), None, None]
    assert land.has_place(sites, spots).tolist() == [True, False, False]


def test_sites_stand_in_a_row_in_their_hexagon_seven_at_most(tiny):
    """Nine in the first area, one of them twice, one in the second, one nowhere."""
    land = outline_areas(tiny, None)
    sites = pd.DataFrame({"service": [*range(9), 8, 9, 10], "area": [0] * 10 + [1, -1]})
    spots = land.place_sites(sites)
    assert [spot is not None for spot in spots] == [True] * 7 + [False] * 3 + [True, False]
    placed = np.array([spot for spot in spots if spot])
    assert len(set(placed[:7, 1])) == 1
    assert placed[:7, 0].mean() == pytest.approx(land.middles[0, 0])
    assert np.ptp(placed[:7, 0]) < land.room
    assert land.has_place(sites, spots).tolist() == [True] * 11 + [False]


def _leave_out(shapes, code):
    """Return the file without the feature of one area."""
    kept = [one for one in shapes["features"] if one["properties"]["code"] != code]
    return shapes | {"features": kept}


def test_an_area_without_a_shape_is_a_hexagon_below_the_map_with_its_services(tiny):
    """North is a square that fills the width of 900; south stands below it, and its one service."""
    land = outline_areas(tiny, _leave_out(make_squares(), "south"))
    assert land.is_below.tolist() == [False, True]
    assert land.is_hexagon(1)
    assert not land.is_hexagon(0)
    foot = 2 * land.middles[0, 1]
    assert land.middles[1, 1] > foot
    assert land.middles[1, 0] == pytest.approx(WIDTH / 2)
    assert land.height > land.middles[1, 1] + land.hexagon / 2
    sites = pd.DataFrame(
        {"service": [0, 1], "area": [0, 1], "latitude": [0.5, 0.5], "longitude": [0.5, 1.5]}
    )
    first, second = land.place_sites(sites)
    assert first == pytest.approx(tuple(land.middles[0]))
    assert second[1] > land.middles[1, 1]


def test_many_areas_without_a_shape_stand_in_rows_that_do_not_touch(tiny):
    """Of 21 areas one has a shape; twenty hexagons stand in three rows, nine at most in each."""
    codes = [f"a{number:02}" for number in range(21)]
    e = tiny.replace(
        areas=pd.DataFrame({"area_code": codes, "name": codes}),
        demand=pd.DataFrame({"area_code": codes, "service_type": "advice", "people": 10}),
        sites=None,
        catchments=None,
    )
    shapes = _leave_out(make_squares(), "south")
    shapes["features"][0]["properties"]["code"] = "a00"
    land = outline_areas(e, shapes)
    middles = land.middles[land.is_below]
    assert len(middles) == 20
    assert sorted(np.unique(middles[:, 1], return_counts=True)[1]) == [2, 9, 9]
    assert measure_between(middles).min() >= land.hexagon - 1e-6
    assert middles[:, 0].min() - land.hexagon / 2 >= 0
    assert middles[:, 0].max() + land.hexagon / 2 <= WIDTH


def test_a_larger_place_without_a_shape_is_left_out_unless_people_in_need_are_counted_there(tiny):
    """Both areas lie in a county; its shape is not drawn over them, and it is no area without."""
    areas = pd.concat(
        [
            tiny.areas.assign(parent_code="county"),
            pd.DataFrame({"area_code": ["county"], "name": ["The county"]}),
        ]
    )
    e = tiny.replace(areas=areas)
    row = list(e.areas["area_code"]).index("county")
    assert outline_areas(e, make_squares()).paths[row] == ""
    need = pd.DataFrame({"area_code": ["county"], "service_type": ["advice"], "people": [9]})
    counted = e.replace(demand=pd.concat([e.demand, need]))
    assert outline_areas(counted, make_squares()).is_below[row]


def test_an_area_without_a_position_is_not_drawn(tiny):
    areas = tiny.areas.assign(latitude=[52.5, np.nan])
    land = outline_areas(tiny.replace(areas=areas), None)
    assert [bool(path) for path in land.paths] == [True, False]
    assert np.isnan(land.middles[1]).all()
    assert land.place_sites(pd.DataFrame({"service": [0], "area": [1]})) == [None]
