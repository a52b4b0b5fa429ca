"""The features of a GeoJSON or TopoJSON file: what each says of itself, and its rings.

What a file does not hold, or holds in no way that can be drawn, gives no rings: which areas have
none is told where they are counted, in place of an error about one feature of many.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    Rings = list[NDArray[np.float64]]
    Feature = tuple[dict[str, Any], Rings]


_LEAST_POINTS = 4
"""Positions of a ring with a surface: three corners, and the first again."""

_DEEPEST = 8
"""Collections within collections that are opened: files have one or two, and one that holds itself
would never end."""


def list_features(content: object) -> list[Feature]:
    """Return what the file says of each feature, and its rings (n, 2) as the file has them.

    Raises
    ------
    ValueError
        If it is neither GeoJSON with features nor TopoJSON.
    """
    data = content if isinstance(content, dict) else {}
    if data.get("type") == "Topology":
        return _read_topology(data)
    if data.get("type") == "FeatureCollection":
        return [
            (_list_properties(feature), _list_rings(feature.get("geometry")))
            for feature in _list_plain(data.get("features"))
        ]
    msg = "shapes: neither a GeoJSON FeatureCollection nor a TopoJSON Topology. Give either."
    raise ValueError(msg)


def _as_list(thing: object) -> list[Any]:
    return list(thing) if isinstance(thing, (list, tuple)) else []


def _list_plain(things: object) -> list[dict[str, Any]]:
    """Return the objects of a list; of what is none, nothing."""
    return [thing for thing in _as_list(things) if isinstance(thing, dict)]


def _unnest(kind: object, nested: object) -> list[Any]:
    """Return the rings of a polygon or of several; of points, lines and unknown kinds none."""
    polygons = [nested] if kind == "Polygon" else nested if kind == "MultiPolygon" else []
    return [ring for polygon in _as_list(polygons) for ring in _as_list(polygon)]


def _list_properties(feature: Mapping[str, Any]) -> dict[str, Any]:
    properties = feature.get("properties")
    return {"id": feature.get("id"), **(properties if isinstance(properties, dict) else {})}


def _list_rings(geometry: object, depth: int = 0) -> Rings:
    """Return the rings of a geometry of GeoJSON; points and lines have none."""
    if not isinstance(geometry, dict) or depth > _DEEPEST:
        return []
    if geometry.get("type") == "GeometryCollection":
        parts = _list_plain(geometry.get("geometries"))
        return [ring for part in parts for ring in _list_rings(part, depth + 1)]
    rings = _unnest(geometry.get("type"), geometry.get("coordinates"))
    return _keep_drawn(_to_positions(ring) for ring in rings)


def _to_positions(ring: Iterable[Any]) -> NDArray[np.float64]:
    """Return positions (n, 2) without their heights; none if they are no numbers."""
    try:
        return np.array([position[:2] for position in ring], dtype=float).reshape(-1, 2)
    except (TypeError, ValueError):
        return np.empty((0, 2))


def _keep_drawn(rings: Iterable[NDArray[np.float64]]) -> Rings:
    """Return the rings that have a surface and whose positions are all known."""
    return [ring for ring in rings if len(ring) >= _LEAST_POINTS and np.isfinite(ring).all()]


def _read_topology(data: Mapping[str, Any]) -> list[Feature]:
    """Return the features of a TopoJSON file, whose rings are joined from arcs."""
    arcs = [_to_positions(arc) for arc in data.get("arcs") or []]
    if "transform" in data:
        # Then each position is a step from the one before, on a grid.
        scale, move = data["transform"]["scale"], data["transform"]["translate"]
        arcs = [np.cumsum(arc, axis=0) * scale + move for arc in arcs]
    return [
        (_list_properties(geometry), _list_joined(geometry, arcs))
        for thing in (data.get("objects") or {}).values()
        for geometry in _open_collection(thing)
    ]


def _open_collection(thing: object, depth: int = 0) -> list[dict[str, Any]]:
    """Return the geometries of an object of TopoJSON, which may be a collection or one alone."""
    if not isinstance(thing, dict) or depth > _DEEPEST:
        return []
    # A collection that is a feature itself, with properties, is one area of several parts.
    if thing.get("type") != "GeometryCollection" or "properties" in thing or "id" in thing:
        return [thing]
    parts = _list_plain(thing.get("geometries"))
    return [geometry for part in parts for geometry in _open_collection(part, depth + 1)]


def _list_joined(geometry: Mapping[str, Any], arcs: Rings, depth: int = 0) -> Rings:
    """Return the rings of a geometry of TopoJSON, each joined from arcs."""
    if geometry.get("type") == "GeometryCollection" and depth < _DEEPEST:
        parts = _list_plain(geometry.get("geometries"))
        return [ring for part in parts for ring in _list_joined(part, arcs, depth + 1)]
    rings = _unnest(geometry.get("type"), geometry.get("arcs"))
    return _keep_drawn(_join_arcs(arcs, ring) for ring in rings)


def _join_arcs(arcs: Rings, indices: Sequence[int]) -> NDArray[np.float64]:
    """Return one ring of several arcs; a negative index, ~i, is arc i backwards."""
    try:
        parts = [arcs[index] if index >= 0 else arcs[~index][::-1] for index in indices]
    except (TypeError, IndexError):
        parts = []
    if not parts:
        return np.empty((0, 2))
    # Each arc begins where the one before ends: that position counts once.
    return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])
