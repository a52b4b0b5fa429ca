"""True shapes of areas from GeoJSON or TopoJSON, simplified so that neighbours still meet.

A ring is a closed line of positions (n, 2), across and up as the file has them: longitude and
latitude, or easting and northing. An area has as many rings as it has parts and holes.
"""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import os
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

    Point = tuple[int, int]
    Ring = list[Point]
    Rings = list[NDArray[np.float64]]


_GRID = 20_000
"""Steps of the grid on which points are put, over the longer side of the map: far finer than the
picture, whose 900 units have 22 steps each, so that only points meant to be one become one."""

_TOLERANCE = 14.0
"""Steps of the grid by which a simplified line may leave the true one: 0.6 units of the picture,
which is not seen. Larger: smaller files and coarser coasts."""

_LEAST_POINTS = 4
"""Positions of a ring with a surface: three corners, and the first again."""


def read_shapes(
    source: str | os.PathLike[str] | Mapping[str, Any], codes: Collection[str]
) -> dict[str, Rings]:
    """Return the rings of each area, by code: (n, 2) positions as the file has them.

    A feature belongs to the area whose code one of its properties, or its id, holds; of several
    such properties the one that names most areas is taken.

    Raises
    ------
    ValueError
        If the file is neither GeoJSON nor TopoJSON, or names none of the areas.
    """
    features = _list_features(_load(source))
    wanted = set(codes)
    name = _find_code_property([properties for properties, _ in features], wanted)
    shapes: dict[str, Rings] = defaultdict(list)
    for properties, rings in features:
        # An area may be several features, such as an island each.
        if str(properties.get(name)) in wanted:
            shapes[str(properties[name])] += rings
    return dict(shapes)


def _load(source: str | os.PathLike[str] | Mapping[str, Any]) -> object:
    """Return the content of a file of JSON, or what is content already."""
    if not isinstance(source, (str, Path)) and not hasattr(source, "__fspath__"):
        return source
    try:
        return json.loads(Path(source).read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        msg = f"shapes {str(source)!r} is not JSON. Give a GeoJSON or TopoJSON file."
        raise ValueError(msg) from error


def _list_features(content: object) -> list[tuple[dict[str, Any], Rings]]:
    """Return what the file says of each feature, and its rings."""
    data = content if isinstance(content, dict) else {}
    kind = data.get("type")
    if kind == "Topology":
        return _read_topology(data)
    if kind == "FeatureCollection":
        return [
            (_list_properties(feature), _list_rings(feature.get("geometry")))
            for feature in data["features"]
        ]
    msg = "shapes: neither a GeoJSON FeatureCollection nor a TopoJSON Topology. Give either."
    raise ValueError(msg)


def _find_code_property(features: Sequence[Mapping[str, Any]], wanted: set[str]) -> str:
    """Return the name of the property that holds the code of most areas, or raise ValueError."""
    counts: dict[str, int] = defaultdict(int)
    for properties in features:
        for name, value in properties.items():
            counts[name] += str(value) in wanted
    best = max(sorted(counts), key=lambda name: counts[name], default="")
    if not best or not counts[best]:
        code = min(wanted, default="")
        msg = f"shapes: no property holds the code of an area, as {code!r}. Give shapes of these."
        raise ValueError(msg)
    return best


def _list_properties(feature: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": feature.get("id"), **(feature.get("properties") or {})}


def _list_rings(geometry: Mapping[str, Any] | None) -> Rings:
    if not geometry:
        return []
    if geometry["type"] == "Polygon":
        polygons = [geometry["coordinates"]]
    elif geometry["type"] == "MultiPolygon":
        polygons = geometry["coordinates"]
    else:
        return []
    rings = [np.asarray(ring, dtype=float)[:, :2] for polygon in polygons for ring in polygon]
    return [ring for ring in rings if len(ring) >= _LEAST_POINTS]


def _read_topology(data: Mapping[str, Any]) -> list[tuple[dict[str, Any], Rings]]:
    """Return the features of a TopoJSON file, whose rings are joined from arcs."""
    arcs = [np.asarray(arc, dtype=float)[:, :2] for arc in data["arcs"]]
    if "transform" in data:
        # Then each position is a step from the one before, on a grid.
        scale, move = data["transform"]["scale"], data["transform"]["translate"]
        arcs = [np.cumsum(arc, axis=0) * scale + move for arc in arcs]

    features = []
    for collection in data["objects"].values():
        for geometry in collection.get("geometries", [collection]):
            indices = geometry.get("arcs", [])
            if geometry.get("type") == "Polygon":
                rings = [_join_arcs(arcs, ring) for ring in indices]
            elif geometry.get("type") == "MultiPolygon":
                rings = [_join_arcs(arcs, ring) for polygon in indices for ring in polygon]
            else:
                continue
            rings = [ring for ring in rings if len(ring) >= _LEAST_POINTS]
            features.append((_list_properties(geometry), rings))
    return features


def _join_arcs(arcs: Rings, indices: Sequence[int]) -> NDArray[np.float64]:
    """Return one ring of several arcs; a negative index, ~i, is arc i backwards."""
    parts = [arcs[index] if index >= 0 else arcs[~index][::-1] for index in indices]
    # Each arc begins where the one before ends: that position counts once.
    return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])


def simplify(shapes: Mapping[str, Rings]) -> dict[str, Rings]:
    """Return the shapes with fewer points; a border that two areas share stays shared.

    Points are put on a grid of 20,000 steps. Where borders of different areas meet or part, a
    point stays; the lines between these are simplified once each (Douglas and Peucker 1973,
    https://doi.org/10.3138/FM57-6770-U75U-7727), so that both sides get the same line.
    """
    every = np.concatenate([ring for rings in shapes.values() for ring in rings])
    low = every.min(axis=0)
    step = np.ptp(every, axis=0).max() / _GRID or 1.0
    gridded = {
        code: [ring for ring in (_to_grid(ring, low, step) for ring in rings) if len(ring) >= 3]
        for code, rings in shapes.items()
    }
    corners = _find_corners([ring for rings in gridded.values() for ring in rings])

    # Each line that was simplified, so that whoever shares it finds it.
    lines: dict[tuple[Point, ...], list[Point]] = {}
    simple = {}
    for code, rings in gridded.items():
        thinned = [_simplify_ring(ring, corners, lines) for ring in rings]
        # An islet may shrink to a line and goes; an area of nothing else keeps one, to be there.
        kept = [ring for ring in thinned if len(ring) >= 3] or thinned[:1]
        simple[code] = [np.array(ring, dtype=float) * step + low for ring in kept]
    return simple


def _to_grid(ring: NDArray[np.float64], low: NDArray[np.float64], step: float) -> Ring:
    """Return a ring in steps of the grid, without the points that fall on the one before."""
    steps = np.round((ring - low) / step).astype(int)
    changes = np.any(steps != np.roll(steps, 1, axis=0), axis=1)
    return [(int(x), int(y)) for x, y in steps[changes]]


def _find_corners(rings: list[Ring]) -> set[Point]:
    """Return the points at which borders meet or part: those with more than two neighbours."""
    neighbours: dict[Point, set[Point]] = defaultdict(set)
    for ring in rings:
        for before, here in zip([ring[-1], *ring], ring, strict=False):
            neighbours[here].add(before)
            neighbours[before].add(here)
    return {point for point, others in neighbours.items() if len(others) > 2}


def _simplify_ring(
    ring: Ring, corners: set[Point], lines: dict[tuple[Point, ...], list[Point]]
) -> Ring:
    """Return a ring with fewer points; `lines` holds lines simplified before, and gets new ones."""
    starts = [index for index, point in enumerate(ring) if point in corners]
    if not starts:
        # An island: begin at its lowest point, so that the same ring elsewhere begins there too.
        starts = [min(range(len(ring)), key=lambda index: ring[index])]
    turned = ring[starts[0] :] + ring[: starts[0]]
    turned.append(turned[0])
    cuts = [index for index, point in enumerate(turned) if point in corners]
    if len(cuts) < 2:
        cuts = [0, len(turned) - 1]

    result: Ring = []
    for begin, end in pairwise(cuts):
        # The neighbour walks the same line backwards: both look it up in one direction.
        line = tuple(turned[begin : end + 1])
        key = min(line, line[::-1])
        if key not in lines:
            lines[key] = _thin(key)
        piece = lines[key] if key == line else lines[key][::-1]
        result += piece[:-1]
    return result


def _thin(line: tuple[Point, ...]) -> list[Point]:
    """Return the points of a line that lie off the line without them, by Douglas and Peucker."""
    points = np.array(line, dtype=float)
    is_kept = np.zeros(len(points), dtype=bool)
    is_kept[[0, -1]] = True

    # Pieces still to look at; a list, because a coast is deeper than Python may recurse.
    waiting = [(0, len(points) - 1)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        along = points[last] - points[first]
        away = points[first + 1 : last] - points[first]
        length = np.hypot(*along)
        # A ring ends where it began: there is no line then, only the distance from that point.
        off = (
            np.abs(along[0] * away[:, 1] - along[1] * away[:, 0]) / length
            if length
            else np.hypot(*away.T)
        )
        most = int(off.argmax())
        if off[most] > _TOLERANCE:
            middle = first + 1 + most
            is_kept[middle] = True
            waiting += [(first, middle), (middle, last)]
    return [point for point, kept in zip(line, is_kept, strict=True) if kept]


def find_middle_latitude(positions: NDArray[np.float64]) -> float:
    """Return the latitude halfway between the southernmost and northernmost position.

    0 for eastings and northings, which are too large for degrees and need no flattening.
    """
    if np.abs(positions[:, 0]).max() > 180 or np.abs(positions[:, 1]).max() > 90:
        return 0.0
    return float((positions[:, 1].min() + positions[:, 1].max()) / 2)
