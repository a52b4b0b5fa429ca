"""Where each area lies in the picture and what its outline is: a hexagon, or its true shape."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from ecosystem.geo import flatten
from ecosystem.graph import find_positions
from ecosystem.maps.labels import Label, measure_text

from .hexagons import DRAWN, place_hexagons, trace_hexagon
from .shapes import read_shapes
from .simplification import simplify

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

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

MOST_IN_A_ROW = 7
"""Services that stand side by side in a hexagon: more would reach into the next one. The table says
how many there are."""

_BELOW = 96.0
"""Units a hexagon below the map is wide: its name stands in it, nine fit in a row."""

_LONDON = "E09"
"""How the codes of London's boroughs begin (ONS, Code History Database)."""

_LEAST_INSET = 8
"""Boroughs, and areas beside them, from which on London has an inset; a map of London needs none,
nor do a few of its boroughs."""

_CLEAR = 1.4
"""Widths of a hexagon that stay free between an inset and the rest, so that none seems to touch."""

_HEADING = 1.0
"""Widths of a hexagon that stay free above an inset, for its heading."""

_HEAD_ROOM = 16.0
"""Units above the whole for the heading of an inset that stands highest."""

_TALLER = 0.3
"""What a width of a hexagon more of height costs, where one more of width costs 1."""

_NO_SHAPE = "No shape in the file"
"""What stands over the areas below a map of true shapes."""

_BELOW_GAP = 34.0
"""Units between the map and the hexagons below it, with their heading."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Projection:
    """How positions on the ground become positions in the picture.

    Attributes
    ----------
    latitude : float, degrees
        Where the map is true to scale.
    corner : (2,) float
        The flattened position that comes to the upper left.
    factor : float
        Units of the picture for one flattened degree.
    """

    latitude: float
    corner: NDArray[np.float64]
    factor: float

    def to_picture(self, positions: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return positions (n, 2), across and down in the picture, of those on the ground.

        On the ground the first column is the longitude, as in the files of shapes.
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
    is_below : (areas,) bool
        Whether it stands below a map of true shapes, as a hexagon, having no shape itself.
    height : float, units of the picture
        How high the picture is.
    room : float, units of the picture
        How wide a name on a shape may be; 0 if nothing is drawn.
    hexagon : float, units of the picture
        How wide a hexagon and what surrounds it is.
    projection : Projection or None
        For true shapes; None for hexagons, which stand only near their place.
    headings : labels
        What is said of areas that stand apart: below the map, or in an inset.
    frames : words
        Outlines that are no area: where London would be, whose boroughs are in an inset.
    foot : float, units of the picture
        Where the map ends and what stands below it begins.
    former : dict
        By its code, the codes by which the file of shapes knows an area, if those of another day.
    """

    paths: list[str]
    middles: NDArray[np.float64]
    is_below: NDArray[np.bool_]
    height: float
    room: float
    hexagon: float
    projection: Projection | None = None
    headings: tuple[Label, ...] = ()
    frames: tuple[str, ...] = ()
    foot: float = 0.0
    former: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def has_areas(self) -> bool:
        """Whether any area is drawn."""
        return any(self.paths)

    def is_hexagon(self, area: int) -> bool:
        """Tell whether an area is drawn as a hexagon."""
        return self.projection is None or bool(self.is_below[area])

    def place_sites(self, sites: pd.DataFrame) -> list[tuple[float, float] | None]:
        """Return where each site stands in the picture, None for one that has no place there.

        `sites` is as `Positions.sites`, and begins with those that come first where there is not
        room for all: on shapes each stands truly, in a hexagon a service stands once, in a row.
        """
        spots: list[tuple[float, float] | None] = [None] * len(sites)
        areas = sites["area"].to_numpy(dtype=np.intp)
        is_in_row = (areas >= 0) & np.array([self.is_hexagon(area) for area in areas], dtype=bool)
        if self.projection is not None:
            degrees = sites[["longitude", "latitude"]].to_numpy(dtype=float)
            for row, (x, y) in enumerate(self.projection.to_picture(degrees).tolist()):
                # What lies outside the picture, or nowhere, would be cut off.
                if not is_in_row[row] and 0 <= x <= WIDTH and 0 <= y <= self.foot:
                    spots[row] = (x, y)

        in_rows = sites.assign(row=np.arange(len(sites)))[is_in_row]
        in_rows = in_rows.drop_duplicates(["area", "service"])
        for area, rows in in_rows.groupby("area")["row"]:
            x, y = self.middles[int(str(area))].tolist()
            if np.isnan(x):
                continue
            shown = rows.tolist()[:MOST_IN_A_ROW]
            # Below the name: a third of the width down, a tenth of it apart.
            for number, row in enumerate(shown):
                across = (number - (len(shown) - 1) / 2) * self.hexagon * 0.09
                spots[row] = (x + across, y + self.hexagon * 0.37)
        return spots

    def has_place(
        self, sites: pd.DataFrame, spots: Sequence[tuple[float, float] | None]
    ) -> NDArray[np.bool_]:
        """Tell which sites are in the picture, or in a hexagon that has not room for all."""
        return np.array(
            [
                spot is not None or (area >= 0 and self.is_hexagon(area) and bool(self.paths[area]))
                for spot, area in zip(spots, sites["area"].tolist(), strict=True)
            ],
            dtype=bool,
        )


def outline_areas(e: Ecosystem, shapes: str | os.PathLike[str] | Mapping[str, Any] | None) -> Land:
    """Return the areas of an ecosystem as hexagons, or as the shapes given.

    An area of which the file has no shape stands below the map; a larger place of which no need
    is known is left out then, because those that lie in it are there.
    """
    known = find_positions(e)
    if shapes is None:
        return _outline_hexagons(known.centres, known.area_codes.tolist())
    is_wanted = ~known.is_larger | np.isin(known.area_codes, e.demand["area_code"])
    return _outline_shapes(known.area_codes.tolist(), is_wanted, shapes)


def _outline_hexagons(centres: NDArray[np.float64], codes: Sequence[str]) -> Land:
    """Return a hexagon for each centre (areas, 2), in degrees, that is known.

    London has an inset where there is much beside it: its 33 boroughs, as large as all others here,
    would push the counties round them far away.
    """
    is_known = ~np.isnan(centres).any(axis=1)
    paths, middles = [""] * len(centres), np.full((len(centres), 2), np.nan)
    nowhere = np.zeros(len(centres), dtype=bool)
    if not is_known.any():
        return Land(paths=paths, middles=middles, is_below=nowhere, height=0, room=0, hexagon=0)
    known = centres[is_known]
    flat = flatten(known, known[:, 0].mean())
    is_london = np.array([str(code).startswith(_LONDON) for code in codes])[is_known]
    has_inset = min(is_london.sum(), (~is_london).sum()) >= _LEAST_INSET
    cells, gate = _place_with_inset(flat, is_london) if has_inset else (place_hexagons(flat), None)

    # Cells are centres: the picture reaches half a hexagon further at each side.
    span = np.ptp(cells, axis=0) + np.array([1, 2 / np.sqrt(3)])
    width = min((WIDTH - 2 * MARGIN) / span[0], _WIDEST)
    left_edge = (WIDTH - width * span[0]) / 2
    # Above an inset its heading needs a line.
    head = _HEAD_ROOM if gate is not None else 0.0
    corner = np.array([left_edge + width / 2, width / np.sqrt(3) + MARGIN + head])
    spots = cells * width + corner
    middles[is_known] = spots
    for row, (x, y) in zip(np.flatnonzero(is_known).tolist(), spots.tolist(), strict=True):
        paths[row] = trace_hexagon(x, y, width * DRAWN)
    frames, headings = [], []
    if gate is not None:
        x, y = (gate * width + corner).tolist()
        frames = [trace_hexagon(x, y, width * DRAWN)]
        inset = spots[is_london]
        above = float(inset[:, 1].min()) - width / np.sqrt(3) - 8
        size = min(14.0, (width * DRAWN - 5) / measure_text("London"))
        headings = [
            Label(lines=["London"], x=x, y=y + size * 0.35, size=round(size, 1)),
            _head("London", float(inset[:, 0].mean()), above),
        ]
    return Land(
        paths=paths,
        middles=middles,
        is_below=nowhere,
        frames=tuple(frames),
        headings=tuple(headings),
        height=float(span[1] * width + 2 * MARGIN + head),
        room=float(width),
        hexagon=float(width),
    )


def _place_with_inset(
    flat: NDArray[np.float64], is_inset: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return cells (n, 2), those of the inset apart, and the cell (2,) that holds its place."""
    middle = flat[is_inset].mean(axis=0)
    main = place_hexagons(np.vstack([flat[~is_inset], middle]))
    inset = place_hexagons(flat[is_inset])

    # The inset stands where the picture grows least, clear of all others and of its heading: aside
    # counts more, because what is wider is drawn smaller.
    high, edge = inset.max(axis=0), main.max(axis=0)
    best, least = np.array([edge[0] + 2, 0.0]), np.inf
    for down in np.arange(-high[1], edge[1] - high[1] / 2, 0.5):
        for across in np.arange(0, edge[0] + 3, 0.5):
            start = np.array([across, down])
            is_over = (main + _CLEAR > start - [0, _HEADING]) & (main - _CLEAR < start + high)
            if is_over.all(axis=1).any():
                continue
            wider = max(0.0, across + high[0] - edge[0])
            grown = wider + _TALLER * max(0.0, -down, down + high[1] - edge[1])
            if grown < least:
                best, least = start, grown
            break
    cells = np.empty_like(flat)
    cells[~is_inset], cells[is_inset] = main[:-1], inset + best
    low = cells.min(axis=0)
    return cells - low, main[-1] - low


def _outline_shapes(
    codes: list[str],
    is_wanted: NDArray[np.bool_],
    source: str | os.PathLike[str] | Mapping[str, Any],
) -> Land:
    """Return the shape of each area wanted, and below them those of which the file has none."""
    shapes = read_shapes(source, np.array(codes, dtype=object)[is_wanted].tolist())
    rings_of_area = simplify(shapes.rings)
    every = np.concatenate([ring for rings in rings_of_area.values() for ring in rings])
    latitude = float((every[:, 1].min() + every[:, 1].max()) / 2)
    flat = flatten(every[:, ::-1], latitude)
    corner = flat.min(axis=0)
    projection = Projection(
        latitude=latitude,
        corner=corner,
        factor=(WIDTH - 2 * MARGIN) / max(float(np.ptp(flat, axis=0).max()), 1e-9),
    )
    paths, middles = [], np.full((len(codes), 2), np.nan)
    for row, code in enumerate(codes):
        rings = [projection.to_picture(ring) for ring in rings_of_area.get(code, [])]
        paths.append("".join(_trace_ring(ring) for ring in rings))
        if rings:
            # The name stands on the mainland, not between it and an island.
            mainland = max(rings, key=_measure_ring)
            middles[row] = (mainland.min(axis=0) + mainland.max(axis=0)) / 2

    height = float((flat[:, 1].max() - corner[1]) * projection.factor + 2 * MARGIN)
    is_below = np.array([not path for path in paths]) & is_wanted
    spots, foot = _stand_below(int(is_below.sum()), height + _BELOW_GAP)
    for row, (x, y) in zip(np.flatnonzero(is_below).tolist(), spots.tolist(), strict=True):
        paths[row], middles[row] = trace_hexagon(x, y, _BELOW * DRAWN), (x, y)
    return Land(
        paths=paths,
        middles=middles,
        is_below=is_below,
        height=foot if len(spots) else height,
        room=_ROOM_ON_SHAPES,
        hexagon=_BELOW,
        projection=projection,
        headings=(_head(_NO_SHAPE, WIDTH / 2, height + _BELOW_GAP / 2),) if len(spots) else (),
        foot=height,
        former=shapes.former,
    )


def _head(text: str, x: float, y: float) -> Label:
    return Label(lines=[text], x=x, y=y, size=14, weight=600)


def _stand_below(count: int, top: float) -> tuple[NDArray[np.float64], float]:
    """Return the middles (count, 2) of hexagons in rows from `top` down, and where they end."""
    in_a_row = int((WIDTH - 2 * MARGIN) // _BELOW)
    tall = _BELOW * 2 / np.sqrt(3)
    down, across = np.divmod(np.arange(count), in_a_row)
    # The last row may be shorter: each row stands in the middle.
    lengths = np.minimum(in_a_row, count - down * in_a_row)
    x = WIDTH / 2 + (across - (lengths - 1) / 2) * _BELOW
    rows = -(-count // in_a_row)
    return np.column_stack([x, top + (down + 0.5) * tall]), float(top + rows * tall + MARGIN)


def _trace_ring(ring: NDArray[np.float64]) -> str:
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in ring) + "Z"


def _measure_ring(ring: NDArray[np.float64]) -> float:
    """Return the surface inside a ring, by the shoelace formula."""
    following = np.roll(ring, -1, axis=0)
    crossed = ring[:, 0] * following[:, 1] - following[:, 0] * ring[:, 1]
    return float(abs(crossed.sum()) / 2)
