"""Where each area lies in the picture and what its outline is: a hexagon, or its true shape."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ecosystem.geo import flatten
from ecosystem.graph import find_positions

from .hexagons import DRAWN, place_hexagons, trace_hexagon
from .shapes import find_middle_latitude, read_shapes, simplify

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem


WIDTH = 900.0
"""Units of the picture across: pixels at its natural size, about a page of A4 at print."""

MARGIN = 10.0
"""Units left free at each side, so that outlines and dots at the edge are whole."""

_WIDEST = 150.0
"""Units a hexagon is wide at most: few areas would otherwise fill a screen each."""

_ROOM_ON_SHAPES = 70.0
"""Units that a name may be wide on a true shape. Shapes differ, so some names reach beyond theirs;
less would break most names into many lines."""

_MOST_IN_A_ROW = 7
"""Sites that stand side by side in a hexagon: more would reach into the next one. The table says
how many there are."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Projection:
    """How positions on the ground become positions in the picture.

    Attributes
    ----------
    latitude : float, degrees
        Where the map is true to scale; 0 for eastings and northings, which are flat already.
    corner : (2,) float
        The flattened position that comes to the upper left.
    factor : float
        Units of the picture for one flattened degree or metre.
    is_in_degrees : bool
        Whether positions given in degrees can be drawn with it.
    """

    latitude: float
    corner: NDArray[np.float64]
    factor: float
    is_in_degrees: bool

    def to_picture(self, positions: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return positions (n, 2), across and down in the picture, of those on the ground.

        On the ground the first column is the longitude or easting, as in the files of shapes.
        """
        flat = flatten(positions[:, ::-1], self.latitude)
        picture: NDArray[np.float64] = (flat - self.corner) * self.factor + MARGIN
        return picture


@dataclass(frozen=True, kw_only=True, eq=False)
class Land:
    """The areas in the picture.

    Attributes
    ----------
    paths : (areas,) words
        The outline of each as the path of an SVG; empty if it is not drawn.
    middles : (areas, 2) float, units of the picture
        Where its name stands; NaN if it is not drawn.
    height : float, units of the picture
        How high the picture is.
    room : float, units of the picture
        How wide a name may be, and a hexagon is; 0 if nothing is drawn.
    projection : Projection or None
        For true shapes; None for hexagons, which stand only near their place.
    """

    paths: list[str]
    middles: NDArray[np.float64]
    height: float
    room: float
    projection: Projection | None = None

    @property
    def has_areas(self) -> bool:
        """Whether any area is drawn."""
        return any(self.paths)

    def place_sites(self, sites: pd.DataFrame) -> list[tuple[float, float]]:
        """Return where sites stand in the picture: truly on shapes, in a row in hexagons.

        `sites` is as `Positions.sites`; one that has no place in the picture is left out.
        """
        if self.projection is not None:
            known = sites.dropna(subset=["longitude", "latitude"])
            degrees = known[["longitude", "latitude"]].to_numpy(dtype=float)
            if not len(degrees) or not self.projection.is_in_degrees:
                return []
            return [(x, y) for x, y in self.projection.to_picture(degrees).tolist()]

        placed = []
        counts = sites.loc[sites["area"] >= 0, "area"].value_counts().sort_index()
        for area, count in counts.items():
            x, y = self.middles[int(str(area))].tolist()
            if np.isnan(x):
                continue
            shown = min(int(count), _MOST_IN_A_ROW)
            # Below the name: a third of the width down, a tenth of it apart.
            placed += [
                (x + (number - (shown - 1) / 2) * self.room * 0.09, y + self.room * 0.37)
                for number in range(shown)
            ]
        return placed


def outline_areas(e: Ecosystem, shapes: str | os.PathLike[str] | Mapping[str, Any] | None) -> Land:
    """Return the areas of an ecosystem as hexagons, or as the shapes given."""
    known = find_positions(e)
    if shapes is None:
        return _outline_hexagons(known.centres)
    return _outline_shapes(known.area_codes.tolist(), shapes)


def _outline_hexagons(centres: NDArray[np.float64]) -> Land:
    """Return a hexagon for each centre (areas, 2), in degrees, that is known."""
    is_known = ~np.isnan(centres).any(axis=1)
    paths, middles = [""] * len(centres), np.full((len(centres), 2), np.nan)
    if not is_known.any():
        return Land(paths=paths, middles=middles, height=0, room=0)
    known = centres[is_known]
    cells = place_hexagons(flatten(known, known[:, 0].mean()))

    # Cells are centres: the picture reaches half a hexagon further at each side.
    span = np.ptp(cells, axis=0) + np.array([1, 2 / np.sqrt(3)])
    width = min((WIDTH - 2 * MARGIN) / span[0], _WIDEST)
    left_edge = (WIDTH - width * span[0]) / 2
    spots = cells * width + [left_edge + width / 2, width / np.sqrt(3) + MARGIN]
    middles[is_known] = spots
    for row, (x, y) in zip(np.flatnonzero(is_known).tolist(), spots.tolist(), strict=True):
        paths[row] = trace_hexagon(x, y, width * DRAWN)
    return Land(
        paths=paths,
        middles=middles,
        height=float(span[1] * width + 2 * MARGIN),
        room=float(width),
    )


def _outline_shapes(codes: list[str], shapes: str | os.PathLike[str] | Mapping[str, Any]) -> Land:
    """Return the shape of each area that the file has; the others are not drawn."""
    rings_of_area = simplify(read_shapes(shapes, codes))
    every = np.concatenate([ring for rings in rings_of_area.values() for ring in rings])
    latitude = find_middle_latitude(every)
    flat = flatten(every[:, ::-1], latitude)
    corner = flat.min(axis=0)
    projection = Projection(
        latitude=latitude,
        corner=corner,
        factor=(WIDTH - 2 * MARGIN) / max(float(np.ptp(flat, axis=0).max()), 1e-9),
        is_in_degrees=bool(np.abs(every).max() <= 180),
    )
    paths, middles = [], np.full((len(codes), 2), np.nan)
    for row, code in enumerate(codes):
        rings = [projection.to_picture(ring) for ring in rings_of_area.get(code, [])]
        paths.append("".join(_trace_ring(ring) for ring in rings))
        if rings:
            # The name stands on the mainland, not between it and an island.
            mainland = max(rings, key=_measure_ring)
            middles[row] = (mainland.min(axis=0) + mainland.max(axis=0)) / 2
    return Land(
        paths=paths,
        middles=middles,
        height=float((flat[:, 1].max() - corner[1]) * projection.factor + 2 * MARGIN),
        room=_ROOM_ON_SHAPES,
        projection=projection,
    )


def _trace_ring(ring: NDArray[np.float64]) -> str:
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in ring) + "Z"


def _measure_ring(ring: NDArray[np.float64]) -> float:
    """Return the surface inside a ring, by the shoelace formula."""
    following = np.roll(ring, -1, axis=0)
    crossed = ring[:, 0] * following[:, 1] - following[:, 0] * ring[:, 1]
    return float(abs(crossed.sum()) / 2)
