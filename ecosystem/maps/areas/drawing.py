"""Areas as drawn: hexagons or true shapes, marked by status, with sites and flows over them."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from markupsafe import Markup, escape

from ecosystem.maps.network.marks import INK, draw_label

from .hexagons import draw_hexagon, place_hexagons
from .shapes import project, read_shapes, simplify

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem
    from ecosystem.questions.gaps import GapsResult


CAPTION = (
    "A hexagon is an area, near its true place; all are of one size, so that small places are "
    "seen too."
)
_WIDTH = 900.0
_MOST_LABELLED = 45
_LARGE = 60.0
_COLOURS = {"gap": "#c8481f", "thin": "#f0b24a", "covered": "#3f8f6b", "not known": "#e6ebea"}
_NO_PLACES = "The areas have no positions, so there is no map; see the table."


@dataclass(frozen=True, kw_only=True, eq=False)
class Land:
    """The outline of each area as an SVG path, empty where there is none, and its middle.

    `wide` is how much room a label has, 0 where none; `scale` turns degrees into the picture and
    is None for hexagons.
    """

    paths: list[str]
    middles: NDArray[np.float64]
    height: float
    wide: float
    scale: tuple[float, NDArray[np.float64], NDArray[np.float64]] | None = None

    @property
    def has_places(self) -> bool:
        """Whether any area is drawn."""
        return any(self.paths)

    @classmethod
    def of(cls, e: Ecosystem, *, shapes: str | os.PathLike[str] | Mapping[str, Any] | None) -> Land:
        """Return the areas of an ecosystem as hexagons, or as the shapes given."""
        if shapes is None:
            return cls._of_hexagons(e)
        codes = e.areas["area_code"].tolist()
        found = simplify(read_shapes(shapes, codes))
        every = np.concatenate([ring for rings in found.values() for ring in rings])
        flat = project(every, every)
        low = flat.min(axis=0)
        factor = (_WIDTH - 20) / max(float(np.ptp(flat, axis=0).max()), 1e-9)

        def turn(ring: NDArray[np.float64]) -> NDArray[np.float64]:
            turned: NDArray[np.float64] = (project(ring, every) - low) * factor + 10
            return turned

        paths, middles = [], np.full((len(codes), 2), np.nan)
        for number, code in enumerate(codes):
            rings = [turn(ring) for ring in found.get(code, [])]
            paths.append("".join(_draw_ring(ring) for ring in rings))
            if rings:
                middles[number] = _find_middle(max(rings, key=_measure_ring))
        height = float((flat[:, 1].max() - low[1]) * factor + 20)
        return cls(paths=paths, middles=middles, height=height, wide=70, scale=(factor, low, every))

    @classmethod
    def _of_hexagons(cls, e: Ecosystem) -> Land:
        degrees = e.areas[["latitude", "longitude"]].to_numpy(dtype=float)
        here = ~np.isnan(degrees).any(axis=1)
        paths, middles = [""] * len(degrees), np.full((len(degrees), 2), np.nan)
        if not here.any():
            return cls(paths=paths, middles=middles, height=0, wide=0)
        squeeze = np.cos(np.radians(degrees[here, 0].mean()))
        flat = np.column_stack([degrees[here, 1] * squeeze, -degrees[here, 0]])
        cells = place_hexagons(flat)
        span = np.ptp(cells, axis=0) + np.array([1, 2 / np.sqrt(3)])
        wide = min((_WIDTH - 20) / span[0], 150.0)
        left = (_WIDTH - wide * span[0]) / 2
        spots = cells * wide + [left + wide / 2, wide / np.sqrt(3) + 10]
        middles[here] = spots
        for number, (x, y) in zip(np.flatnonzero(here).tolist(), spots.tolist(), strict=True):
            paths[number] = draw_hexagon(x, y, wide * 0.97)
        return cls(
            paths=paths, middles=middles, height=float(span[1] * wide + 20), wide=float(wide)
        )

    def place_sites(self, sites: pd.DataFrame) -> list[tuple[float, float]]:
        """Return where sites stand in the picture: truly on shapes, in a row in hexagons."""
        if self.scale is not None:
            factor, low, every = self.scale
            known = sites.dropna(subset=["longitude", "latitude"])
            degrees = known[["longitude", "latitude"]].to_numpy(dtype=float)
            if not len(degrees) or np.abs(every).max() > 180:
                return []
            spots = (project(degrees, every) - low) * factor + 10
            return [(float(x), float(y)) for x, y in spots]
        placed = []
        counts = sites.loc[sites["area"] >= 0, "area"].value_counts().sort_index()
        for area, count in counts.items():
            x, y = self.middles[int(str(area))]
            most = min(int(count), 7)
            for one in range(most if not np.isnan(x) else 0):
                across = (one - (most - 1) / 2) * self.wide * 0.09
                placed.append((float(x + across), float(y + self.wide * 0.37)))
        return placed


def _draw_ring(ring: NDArray[np.float64]) -> str:
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in ring) + "Z"


def _measure_ring(ring: NDArray[np.float64]) -> float:
    after = np.roll(ring, -1, axis=0)
    return float(abs((ring[:, 0] * after[:, 1] - after[:, 0] * ring[:, 1]).sum()) / 2)


def _find_middle(ring: NDArray[np.float64]) -> NDArray[np.float64]:
    middle: NDArray[np.float64] = (ring.min(axis=0) + ring.max(axis=0)) / 2
    return middle


def draw_land(
    land: Land,
    result: GapsResult,
    *,
    sites: Sequence[tuple[float, float]] = (),
    flows: Sequence[tuple[int, int, float, str]] = (),
) -> Markup:
    """Return the map as inline SVG, each area with its sentence as a tooltip."""
    if not land.has_places:
        return Markup("<p>{}</p>").format(_NO_PLACES)
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:.0f} {land.height:.0f}" '
        f'role="img" font-family="sans-serif" aria-label="{escape(result.headline)}">'
    )
    parts = [opening, _PATTERNS if land.scale is not None else ""]
    parts.append(f'<g stroke="{INK}" stroke-width="1">')
    statuses = result.table["status"].astype(str).tolist()
    for number, code in enumerate(result.table.index):
        if land.paths[number]:
            parts.append(
                f'<g class="area" data-at="{number}"><title>{escape(result.explain(str(code)))}'
                f"</title>{_draw_area(land, number, statuses[number])}</g>"
            )
    parts.append("</g>")
    parts.append(_draw_names(land, result))
    radius = 3.0 if land.scale is not None else max(1.0, min(3.0, land.wide * 0.035))
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>' for x, y in sites)
    parts.append(
        f'<g class="sites" fill="#ffffff" stroke="{INK}" stroke-width="{radius / 2:.1f}">{dots}</g>'
        if sites
        else ""
    )
    if flows:
        parts.append(_draw_flows(land, flows))
    return Markup("".join([*parts, "</svg>"]))  # noqa: S704 - all text in it is escaped


_PATTERNS = (
    '<defs><pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><line x1="0" y1="0" x2="0" y2="7" stroke="#ffffff" '
    'stroke-width="2.4"/></pattern>'
    '<pattern id="dots" width="8" height="8" patternUnits="userSpaceOnUse">'
    '<circle cx="4" cy="4" r="1.6" fill="#5a3c05"/></pattern></defs>'
)


def _draw_area(land: Land, number: int, status: str) -> str:
    """Return an area in its colour, and over it the pattern of its status."""
    path = land.paths[number]
    dash = ' stroke-dasharray="3 2"' if status == "not known" else ""
    fill = f'<path class="fill" d="{path}" fill="{_COLOURS[status]}"{dash}/>'
    if status not in {"gap", "thin"}:
        return fill
    if land.scale is not None:
        pattern = "hatch" if status == "gap" else "dots"
        return f'{fill}<path class="status" d="{path}" fill="url(#{pattern})" stroke="none"/>'
    x, y = land.middles[number]
    return fill + draw_pattern(status, float(x), float(y), land.wide * 0.97)


def draw_pattern(status: str, x: float, y: float, width: float) -> str:
    """Return hatching for a gap, dots for thin, inside a hexagon; every viewer draws these."""
    if status == "gap":
        # Chords beside one pair of sides: their middles lie on the normal to these.
        normal, along = np.array([0.5, np.sqrt(3) / 2]), np.array([np.sqrt(3) / 2, -0.5])
        lines = []
        for offset in np.linspace(-0.8, 0.8, 7 if width > _LARGE else 4) * width / 2:
            middle = offset * normal
            end = along * (width - abs(offset)) / np.sqrt(3) * 0.97
            lines.append(
                f"M{x + middle[0] - end[0]:.1f},{y + middle[1] - end[1]:.1f}"
                f"L{x + middle[0] + end[0]:.1f},{y + middle[1] + end[1]:.1f}"
            )
        return (
            f'<path class="status" d="{"".join(lines)}" fill="none" stroke="#ffffff" '
            f'stroke-width="{max(0.7, width * 0.022):.1f}"/>'
        )
    step = width / (6 if width > _LARGE else 4)
    dots = []
    most = 2 if width > _LARGE else 1
    for row in range(-most, most + 1):
        for column in range(-most, most + 1):
            across = (column + (row % 2) / 2) * step
            down = row * step * 0.87
            if abs(across) + abs(down) * 0.58 < width * 0.44:
                dots.append(f"M{x + across:.1f},{y + down:.1f}h0")
    return (
        f'<path class="status" d="{"".join(dots)}" fill="none" stroke="#5a3c05" '
        f'stroke-linecap="round" stroke-width="{max(1.0, width * 0.035):.1f}"/>'
    )


def _draw_names(land: Land, result: GapsResult) -> str:
    """Return the areas' names, and of few areas the people in need as well."""
    few = len(result.table) <= _MOST_LABELLED
    if not land.wide or (not few and land.scale is not None):
        return ""
    texts = []
    for number, (name, need) in enumerate(
        zip(result.table["name"], result.shown["demand"], strict=True)
    ):
        if not land.paths[number]:
            continue
        x, y = (float(part) for part in land.middles[number])
        short = str(name).split(",", maxsplit=1)[0]
        if not few:
            letters = "".join(short.replace("-", " ").split())[:4]
            texts.append(
                f'<text x="{x:.0f}" y="{y + land.wide * 0.1:.0f}">{escape(letters)}</text>'
            )
            continue
        size = min(14.0, max(8.0, land.wide / 8.5))
        lines = textwrap.wrap(short, max(8, int(land.wide / size / 0.56)))
        if land.scale is None:
            lines += _say_need(need)
        top = y - (len(lines) - 1) * size * 0.56 + size * 0.3
        texts.append(draw_label(lines, x, top, size=round(size, 1), halo=3.4))
    if few:
        return f'<g class="fixed">{"".join(texts)}</g>'
    size = round(land.wide * 0.27, 1)
    look = f'class="fixed" text-anchor="middle" font-size="{size}"'
    return (
        f'<g {look} fill="#ffffff" stroke="#ffffff" stroke-width="{size / 4:.1f}" '
        f'stroke-linejoin="round" aria-hidden="true" data-halo="">{"".join(texts)}</g>'
        f'<g {look} fill="{INK}">{"".join(texts)}</g>'
    )


def _say_need(need: object) -> list[str]:
    if isinstance(need, str):
        return [need]
    return [f"{need:,.0f}"] if isinstance(need, (int, float)) and not np.isnan(need) else []


def _draw_flows(land: Land, flows: Sequence[tuple[int, int, float, str]]) -> str:
    most = max(people for _, _, people, _ in flows)
    lines = []
    for start, end, people, words in flows:
        a, b = land.middles[start], land.middles[end]
        if np.isnan(a).any() or np.isnan(b).any():
            continue
        # A curve bends to the right of its direction, so that both directions are seen.
        bend = (a + b) / 2 + np.array([-(b - a)[1], (b - a)[0]]) * 0.15
        lines.append(
            f'<path d="M{a[0]:.0f},{a[1]:.0f}Q{bend[0]:.0f},{bend[1]:.0f} {b[0]:.0f},{b[1]:.0f}" '
            f'stroke-width="{1 + 7 * np.sqrt(people / most):.1f}"><title>{escape(words)}</title>'
            "</path>"
        )
    return (
        '<g class="flows" hidden="" fill="none" stroke="#3b2c85" stroke-opacity="0.65" '
        f'stroke-linecap="round">{"".join(lines)}</g>'
    )


def list_key(result: GapsResult) -> list[dict[str, object]]:
    """Return the key: each status, its mark and how many areas have it."""
    counts = result.table["status"].value_counts()
    key: list[dict[str, object]] = []
    for status, colour in _COLOURS.items():
        dash = ' stroke-dasharray="3 2"' if status == "not known" else ""
        mark = f'<path d="{draw_hexagon(10, 10, 17)}" fill="{colour}" stroke="{INK}"{dash}/>'
        if status in {"gap", "thin"}:
            mark += draw_pattern(status, 10, 10, 17)
        key.append(
            {
                "name": status,
                "count": int(counts.get(status, 0)),
                "mark": Markup(mark),  # noqa: S704 - made above
            }
        )
    return key
