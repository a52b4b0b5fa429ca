"""True shapes: read from either format, simplified without tearing neighbours apart."""

import pytest
from drawn_maps import make_squares

import ecosystem as eco
from ecosystem.maps.areas.shapes import read_shapes
from ecosystem.maps.areas.simplification import simplify


def test_shapes_are_simplified_and_neighbours_still_meet():
    shapes = simplify(read_shapes(make_squares(), ["north", "south"]).rings)
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
    shapes = read_shapes(topology, ["north", "south"]).rings
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


def _make_file(coded, **members):
    """Return GeoJSON with a geometry for each code."""
    features = [
        {"type": "Feature", "properties": {"code": code}, "geometry": geometry}
        for code, geometry in coded.items()
    ]
    return {"type": "FeatureCollection", "features": features, **members}


def _square(x, y, size=0.2):
    ring = [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.mark.parametrize(
    ("shapes", "said"),
    [
        (_make_file({"north": _square(406_000, 286_000, 20_000)}), "eastings and northings"),
        (_make_file({"north": _square(406, 286)}), "eastings and northings"),
        (
            _make_file(
                {"north": _square(1, 1)},
                crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}},
            ),
            r"on the British National Grid \(EPSG:27700\)",
        ),
    ],
)
def test_shapes_on_a_national_grid_are_refused_with_the_way_to_degrees(
    tiny, tmp_path, shapes, said
):
    gaps = eco.find_gaps(tiny, "advice")
    with pytest.raises(ValueError, match=said) as refused:
        eco.draw_places(tiny, gaps, tmp_path / "map.html", shapes=shapes)
    assert "ogr2ogr -t_srs EPSG:4326" in str(refused.value)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_says_it_is_in_degrees_is_read():
    name = "urn:ogc:def:crs:OGC:1.3:CRS84"
    shapes = _make_file(
        {"north": _square(-2, 52)}, crs={"type": "name", "properties": {"name": name}}
    )
    assert list(read_shapes(shapes, ["north"]).rings) == ["north"]


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        {},
        {"type": "GeometryCollection", "geometries": []},
        {"type": "GeometryCollection", "geometries": None},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": None},
        {"type": "Polygon", "coordinates": [[]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, None], [1, 1], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[["a", "b"]] * 4]},
        {"type": "MultiPolygon", "coordinates": None},
        {"type": "Point", "coordinates": [0, 0]},
        {"type": "Blob", "coordinates": 7},
        7,
    ],
)
def test_an_area_whose_outline_is_none_has_no_shape(geometry):
    shapes = read_shapes(
        _make_file({"north": _square(0, 0), "south": geometry}), ["north", "south"]
    )
    assert list(shapes.rings) == ["north"]


def test_a_file_in_which_no_area_has_an_outline_is_refused():
    with pytest.raises(ValueError, match="no area has an outline"):
        read_shapes(_make_file({"north": None}), ["north"])


@pytest.mark.parametrize("features", [None, {}, [None, 7], "text"])
def test_features_that_are_none_name_no_area(features):
    with pytest.raises(ValueError, match="no property holds the code"):
        read_shapes({"type": "FeatureCollection", "features": features}, ["north"])


def test_the_polygons_of_a_collection_are_the_areas_shape():
    """A square with a height at each position, and a point, in a collection in a collection."""
    ring = [[x, y, 7.0] for x, y in _square(0, 0)["coordinates"][0]]
    inner = {
        "type": "GeometryCollection",
        "geometries": [{"type": "Polygon", "coordinates": [ring]}],
    }
    outer = {
        "type": "GeometryCollection",
        "geometries": [{"type": "Point", "coordinates": [0, 0]}, inner],
    }
    (found,) = read_shapes(_make_file({"north": outer}), ["north"]).rings["north"]
    assert found.shape == (5, 2)


def test_a_topology_without_an_outline_for_an_area_gives_it_no_shape():
    """South is nothing, or made of an arc that is not there; north is a closed arc."""
    for south in ({"type": None}, {"type": "Polygon", "arcs": [[9]]}, {"type": "Polygon"}):
        topology = {
            "type": "Topology",
            "arcs": [[[0, 0], [1, 0], [1, 1], [0, 0]], []],
            "objects": {
                "areas": {
                    "type": "GeometryCollection",
                    "geometries": [
                        {"type": "Polygon", "id": "north", "arcs": [[0]]},
                        {"id": "south", **south},
                    ],
                }
            },
        }
        assert list(read_shapes(topology, ["north", "south"]).rings) == ["north"]


def test_a_shape_is_found_by_the_code_that_its_area_had_before():
    """Sheffield was numbered anew; Cumberland was three districts, Eden none of these."""
    old = {"E08000019": _square(-1.5, 53.4)}
    old |= {code: _square(-3, 54) for code in ("E07000026", "E07000028", "E07000029", "E07000030")}
    shapes = read_shapes(_make_file(old), ["E08000039", "E06000063", "E08000026"])
    assert shapes.former == {
        "E08000039": ("E08000019",),
        "E06000063": ("E07000026", "E07000028", "E07000029"),
    }
    assert len(shapes.rings["E06000063"]) == 3


def test_a_part_of_what_an_area_was_made_of_is_not_its_shape():
    """Of Bournemouth, Poole and Christchurch the file has one: the area has no shape."""
    shapes = read_shapes(
        _make_file({"E06000029": _square(-2, 50.7), "E08000026": _square(-1.5, 52.4)}),
        ["E06000058", "E08000026"],
    )
    assert list(shapes.rings) == ["E08000026"]


def test_data_of_old_codes_find_the_shapes_of_today_only_of_the_same_place():
    """Sheffield is the same place under both codes; Poole is only a part of what is there now."""
    shapes = read_shapes(
        _make_file({"E08000039": _square(-1.5, 53.4), "E06000058": _square(-2, 50.7)}),
        ["E08000019", "E06000029"],
    )
    assert shapes.former == {"E08000019": ("E08000039",)}
    assert list(shapes.rings) == ["E08000019"]


def test_a_feature_without_an_outline_does_not_hide_the_shape_of_the_old_code():
    coded = {"E08000039": None, "E08000019": _square(-1.5, 53.4)}
    assert read_shapes(_make_file(coded), ["E08000039"]).former == {"E08000039": ("E08000019",)}
