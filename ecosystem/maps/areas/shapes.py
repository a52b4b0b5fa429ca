"""True shapes of areas from GeoJSON or TopoJSON, simplified so that neighbours still meet."""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import os
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray

    Ring = list[tuple[int, int]]


_GRID = 20_000
_TOLERANCE = 14.0
_LEAST_POINTS = 4


def read_shapes(
    source: str | os.PathLike[str] | Mapping[str, Any], codes: Collection[str]
) -> dict[str, list[NDArray[np.float64]]]:
    """Return the rings of each area, by code: (n, 2) positions as the file has them.

    A feature belongs to the area whose code one of its properties, or its id, holds; of several
    such properties the one that names most areas is taken.

    Raises
    ------
    ValueError
        If the file is neither GeoJSON nor TopoJSON, or names none of the areas.
    """
    if isinstance(source, (str, Path)) or hasattr(source, "__fspath__"):
        try:
            data = json.loads(Path(source).read_text(encoding="utf-8-sig"))
        except (UnicodeDecodeError, json.JSONDecodeError) as error:
            msg = f"shapes {str(source)!r} is not JSON. Give a GeoJSON or TopoJSON file."
            raise ValueError(msg) from error
    else:
        data = source
    kind = data.get("type") if isinstance(data, dict) else None
    if kind == "Topology":
        found = _read_topology(data)
    elif kind == "FeatureCollection":
        found = [
            (_list_properties(one), _list_rings(one.get("geometry"))) for one in data["features"]
        ]
    else:
        msg = "shapes: neither a GeoJSON FeatureCollection nor a TopoJSON Topology. Give either."
        raise ValueError(msg)
    wanted = set(codes)
    counts: dict[str, int] = defaultdict(int)
    for properties, _ in found:
        for name, value in properties.items():
            counts[name] += str(value) in wanted
    best = max(sorted(counts), key=lambda name: counts[name], default="")
    if not best or not counts[best]:
        code = min(wanted, default="")
        msg = f"shapes: no property holds the code of an area, as {code!r}. Give shapes of these."
        raise ValueError(msg)
    shapes: dict[str, list[NDArray[np.float64]]] = defaultdict(list)
    for properties, rings in found:
        if str(properties.get(best)) in wanted:
            shapes[str(properties[best])] += rings
    return dict(shapes)


def _list_properties(feature: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": feature.get("id"), **(feature.get("properties") or {})}


def _list_rings(geometry: Mapping[str, Any] | None) -> list[NDArray[np.float64]]:
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


def _read_topology(
    data: Mapping[str, Any],
) -> list[tuple[dict[str, Any], list[NDArray[np.float64]]]]:
    arcs = [np.asarray(arc, dtype=float)[:, :2] for arc in data["arcs"]]
    if "transform" in data:
        scale, move = data["transform"]["scale"], data["transform"]["translate"]
        arcs = [np.cumsum(arc, axis=0) * scale + move for arc in arcs]

    def join(indices: list[int]) -> NDArray[np.float64]:
        parts = [arcs[one] if one >= 0 else arcs[~one][::-1] for one in indices]
        return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])

    found = []
    for collection in data["objects"].values():
        for geometry in collection.get("geometries", [collection]):
            lists = geometry.get("arcs", [])
            if geometry.get("type") == "Polygon":
                rings = [join(one) for one in lists]
            elif geometry.get("type") == "MultiPolygon":
                rings = [join(one) for polygon in lists for one in polygon]
            else:
                continue
            found.append(
                (_list_properties(geometry), [ring for ring in rings if len(ring) >= _LEAST_POINTS])
            )
    return found


def simplify(
    shapes: Mapping[str, list[NDArray[np.float64]]],
) -> dict[str, list[NDArray[np.float64]]]:
    """Return the shapes with fewer points; a border that two areas share stays shared.

    Points are put on a grid of 20,000 steps. Where borders of different areas meet or part, a
    point stays; the lines between these are simplified once each (Douglas and Peucker 1973,
    https://doi.org/10.3138/FM57-6770-U75U-7727), so that both sides get the same line.
    """
    every = np.concatenate([ring for rings in shapes.values() for ring in rings])
    low = every.min(axis=0)
    step = np.ptp(every, axis=0).max() / _GRID or 1.0
    gridded = {
        code: [ring for ring in (_to_grid(one, low, step) for one in rings) if len(ring) >= 3]
        for code, rings in shapes.items()
    }
    corners = _find_corners([ring for rings in gridded.values() for ring in rings])
    lines: dict[tuple[tuple[int, int], ...], list[tuple[int, int]]] = {}
    simple = {}
    for code, rings in gridded.items():
        kept = [_simplify_ring(ring, corners, lines) for ring in rings]
        large = [ring for ring in kept if len(ring) >= 3] or kept[:1]
        simple[code] = [np.array(ring, dtype=float) * step + low for ring in large]
    return simple


def _to_grid(ring: NDArray[np.float64], low: NDArray[np.float64], step: float) -> Ring:
    steps = np.round((ring - low) / step).astype(int)
    changes = np.any(steps != np.roll(steps, 1, axis=0), axis=1)
    return [(int(x), int(y)) for x, y in steps[changes]]


def _find_corners(rings: list[Ring]) -> set[tuple[int, int]]:
    """Return the points at which borders meet or part: those with more than two neighbours."""
    near: dict[tuple[int, int], set[tuple[int, int]]] = defaultdict(set)
    for ring in rings:
        for before, here in zip([ring[-1], *ring], ring, strict=False):
            near[here].add(before)
            near[before].add(here)
    return {point for point, others in near.items() if len(others) > 2}


def _simplify_ring(
    ring: Ring,
    corners: set[tuple[int, int]],
    lines: dict[tuple[tuple[int, int], ...], list[tuple[int, int]]],
) -> Ring:
    starts = [at for at, point in enumerate(ring) if point in corners]
    if not starts:
        # An island: begin at its lowest point, so that the same ring elsewhere begins there too.
        starts = [min(range(len(ring)), key=lambda at: ring[at])]
    turned = ring[starts[0] :] + ring[: starts[0]]
    turned.append(turned[0])
    cuts = [at for at, point in enumerate(turned) if point in corners]
    if len(cuts) < 2:
        cuts = [0, len(turned) - 1]
    result: Ring = []
    for begin, end in pairwise(cuts):
        line = tuple(turned[begin : end + 1])
        back = line[::-1]
        key = min(line, back)
        if key not in lines:
            lines[key] = _thin(key)
        piece = lines[key] if key == line else lines[key][::-1]
        result += piece[:-1]
    return result


def _thin(line: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    """Return the points of a line that lie off the line without them, by Douglas and Peucker."""
    points = np.array(line, dtype=float)
    keep = np.zeros(len(points), dtype=bool)
    keep[[0, -1]] = True
    waiting = [(0, len(points) - 1)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        along = points[last] - points[first]
        away = points[first + 1 : last] - points[first]
        length = np.hypot(*along)
        off = (
            np.abs(along[0] * away[:, 1] - along[1] * away[:, 0]) / length
            if length
            else np.hypot(*away.T)
        )
        most = int(off.argmax())
        if off[most] > _TOLERANCE:
            keep[first + 1 + most] = True
            waiting += [(first, first + 1 + most), (first + 1 + most, last)]
    return [point for point, kept in zip(line, keep, strict=True) if kept]


def project(positions: NDArray[np.float64], around: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return positions on a plane, y down: degrees are squeezed by the middle's latitude.

    `around` are positions of the whole map. Eastings and northings, too large for degrees, are
    only turned over.
    """
    is_degrees = np.abs(around[:, 0]).max() <= 180 and np.abs(around[:, 1]).max() <= 90
    squeeze = 1.0
    if is_degrees:
        squeeze = float(np.cos(np.radians((around[:, 1].min() + around[:, 1].max()) / 2)))
    return np.column_stack([positions[:, 0] * squeeze, -positions[:, 1]])
