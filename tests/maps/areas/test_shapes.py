"""True shapes: read from either format, simplified without tearing neighbours apart."""

import numpy as np
import pytest
from drawn_maps import make_squares

import ecosystem as eco
from ecosystem.maps.areas.shapes import find_middle_latitude, read_shapes, simplify


def test_shapes_are_simplified_and_neighbours_still_meet():
    shapes = simplify(read_shapes(make_squares(), ["north", "south"]))
    (west,), (east,) = shapes["north"], shapes["south"]
    assert len(west) < 8
    shared = {tuple(one) for one in west.round(3)} & {tuple(one) for one in east.round(3)}
    assert shared == {(1.0, 0.0), (1.0, 1.0)}


def test_a_topology_gives_the_shapes_that_its_arcs_make():
    """One arc shared by both squares, used forwards by one and backwards by the other."""
    topology = {
        "type": "Topology",
        "transform": {"scale": [0.5, 0.5], "translate": [0, 0]},
        "arcs": [
            [[2, 0], [0, 2]],
            [[2, 2], [-2, 0], [0, -2], [2, 0]],
            [[2, 0], [2, 0], [0, 2], [-2, 0]],
        ],
        "objects": {
            "areas": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Polygon", "id": "north", "arcs": [[0, 1]]},
                    {"type": "Polygon", "id": "south", "arcs": [[2, -1]]},
                ],
            }
        },
    }
    shapes = read_shapes(topology, ["north", "south"])
    assert {tuple(one) for one in shapes["north"][0]} == {(0, 0), (1, 0), (1, 1), (0, 1)}
    assert {tuple(one) for one in shapes["south"][0]} == {(1, 0), (2, 0), (2, 1), (1, 1)}


@pytest.mark.parametrize(
    ("shapes", "said"),
    [
        ({"type": "Point"}, "neither a GeoJSON FeatureCollection nor a TopoJSON"),
        ({"type": "FeatureCollection", "features": []}, "no property holds the code of an area"),
    ],
)
def test_shapes_of_nothing_known_are_refused(tiny, tmp_path, shapes, said):
    gaps = eco.find_gaps(tiny, "advice")
    with pytest.raises(ValueError, match=said):
        eco.draw_places(tiny, gaps, tmp_path / "map.html", shapes=shapes)
    bad = tmp_path / "bad.json"
    bad.write_text("{", encoding="utf-8")
    with pytest.raises(ValueError, match="is not JSON"):
        eco.draw_places(tiny, gaps, tmp_path / "map.html", shapes=bad)


def test_the_middle_latitude_is_that_of_degrees_only():
    """From 50 to 54 degrees it is 52; eastings and northings have none."""
    degrees = np.array([[-2.0, 50.0], [-1.0, 51.0], [0.0, 54.0]])
    assert find_middle_latitude(degrees) == 52
    assert find_middle_latitude(np.array([[400_000.0, 300_000.0], [410_000.0, 290_000.0]])) == 0
