"""Shapes with fewer points, simplified so that neighbours still meet.

A ring is a closed line of positions (n, 2), across and up: longitude and latitude.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from .outlines import Rings

    Point = tuple[int, int]
    Ring = list[Point]


_GRID = 20_000
"""Steps of the grid on which points are put, over the longer side of the map: far finer than the
picture, whose 900 units have 22 steps each, so that only points meant to be one become one."""

_TOLERANCE = 14.0
"""Steps of the grid by which a simplified line may leave the true one: 0.6 units of the picture,
which is not seen. Larger: smaller files and coarser coasts."""


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
