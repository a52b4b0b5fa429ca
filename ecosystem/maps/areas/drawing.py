"""Areas as drawn: hexagons or true shapes, marked by status, with sites and flows over them."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ecosystem.maps.labels import INK, Label
from ecosystem.pages import render

from .hexagons import DRAWN, make_dots, make_hatch, trace_hexagon
from .land import WIDTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from ecosystem.questions.gaps import GapsResult

    from .hexagons import Pattern
    from .land import Land
    from .services import Dot


CAPTION = (
    "A hexagon is an area, near its true place; all are of one size, so that small places are "
    "seen too."
)

_BELOW = "No shape in the file"
"""What stands over the areas below a map of true shapes."""

_COLOURS = {
    "gap": "#c8481f",
    "thin": "#f0b24a",
    "covered": "#3f8f6b",
    "no one in need": "#d3e2ee",
    "not known": "#e6ebea",
}
"""The fill of each status, in the order of the key: from where help is shortest to where nothing is
known. Gap and thin have a pattern as well, not known a dashed outline."""

_MOST_LABELLED = 45
"""Areas up to which each has its whole name, and the people in need; of more, four letters each
stand in the hexagons, and names are read by pointing at them."""

_LETTER_WIDTH = 0.56
"""Width of a letter of a sans-serif face, as a share of its size: names are wrapped by it."""


@dataclass(frozen=True, kw_only=True)
class AreaMark:
    """An area as `places.svg` draws it.

    Attributes
    ----------
    row : int
        Its row in the table of the answer.
    sentence : str
        Why it has its status: shown when it is pointed at, and read out.
    status, colour : str
        What it is, and what it is filled with for that.
    path : str
        Its outline.
    pattern : Pattern or None
        What tells its status without colour, in a hexagon.
    """

    row: int
    sentence: str
    status: str
    colour: str
    path: str
    pattern: Pattern | None = None


@dataclass(frozen=True, kw_only=True)
class Flow:
    """People referred from one area to another.

    Attributes
    ----------
    start, end : int
        Rows of the two areas.
    people : float
        How many; one number stands for all that are too small to show.
    words : str
        The same in words.
    """

    start: int
    end: int
    people: float
    words: str


def draw_land(
    land: Land,
    result: GapsResult,
    *,
    dots: Sequence[Dot] = (),
    flows: Sequence[Flow] = (),
) -> Markup:
    """Return the map as inline SVG, each area with its sentence as a tooltip."""
    is_of_hexagons = land.projection is None
    radius = max(1.0, min(4.0, land.room * 0.032)) if is_of_hexagons else 4.0
    is_labelled = len(result.table) <= _MOST_LABELLED
    # Who stands below the map is told by name alone.
    rows = [row for row in range(len(land.paths)) if is_labelled or land.is_below[row]]
    return render(
        "places.svg",
        ink=INK,
        headline=result.headline,
        width=WIDTH,
        height=land.height,
        has_areas=land.has_areas,
        has_shapes=not is_of_hexagons,
        areas=_list_areas(land, result),
        labels=_list_labels(land, result, rows),
        letters=_list_letters(land, result) if is_of_hexagons and not is_labelled else [],
        letter_size=round(land.room * 0.27, 1),
        dots=dots,
        radius=radius,
        has_flows=bool(flows),
        flows=_list_curves(land, flows),
    )


def _list_areas(land: Land, result: GapsResult) -> list[AreaMark]:
    """Return the areas that have an outline, in the order of the answer."""
    statuses = result.table["status"].astype(str).tolist()
    areas = []
    for row, (code, status) in enumerate(zip(result.table.index, statuses, strict=True)):
        if not land.paths[row]:
            continue
        pattern = None
        if land.is_hexagon(row):
            x, y = land.middles[row].tolist()
            pattern = _choose_pattern(status, x, y, land.hexagon * DRAWN)
        areas.append(
            AreaMark(
                row=row,
                sentence=result.explain(str(code)),
                status=status,
                colour=_COLOURS[status],
                path=land.paths[row],
                pattern=pattern,
            )
        )
    return areas


def _choose_pattern(status: str, x: float, y: float, width: float) -> Pattern | None:
    """Return hatching for a gap, dots for thin, nothing for the rest."""
    if status == "gap":
        return make_hatch(x, y, width)
    return make_dots(x, y, width) if status == "thin" else None


def _list_labels(land: Land, result: GapsResult, rows: Sequence[int]) -> list[Label]:
    """Return the names of the areas in some rows; in hexagons, with the people in need if shown."""
    names, needs = result.table["name"].tolist(), result.shown["demand"].tolist()
    labels = []
    if land.heading:
        x, y = land.heading
        labels.append(Label(lines=[_BELOW], x=x, y=y, size=14, weight=600))
    for row in rows:
        if not land.paths[row]:
            continue
        is_hexagon = land.is_hexagon(row)
        room = land.hexagon if is_hexagon else land.room
        size = min(14.0, max(8.0, room / 8.5))
        lines = textwrap.wrap(shorten(names[row]), max(8, int(room / size / _LETTER_WIDTH)))
        if is_hexagon:
            lines += _say_need(needs[row])
        x, y = land.middles[row].tolist()
        # The lines stand round the middle of the area.
        top = y - (len(lines) - 1) * size * 0.56 + size * 0.3
        labels.append(Label(lines=lines, x=x, y=top, size=round(size, 1), halo=3.4))
    return labels


def _list_letters(land: Land, result: GapsResult) -> list[tuple[float, float, str]]:
    """Return the first letters of the names of many areas, and where they stand."""
    return [
        (x, y + land.room * 0.1, "".join(shorten(name).replace("-", " ").split())[:4])
        for name, path, (x, y) in zip(
            result.table["name"], land.paths, land.middles.tolist(), strict=True
        )
        if path
    ]


def shorten(name: object) -> str:
    """Return a name without what follows its comma: "Bristol, City of" is Bristol."""
    return str(name).split(",", maxsplit=1)[0]


def _say_need(need: object) -> list[str]:
    if isinstance(need, str):
        return [need]
    return [f"{need:,.0f}"] if isinstance(need, (int, float)) and not np.isnan(need) else []


def _list_curves(land: Land, flows: Sequence[Flow]) -> list[dict[str, object]]:
    """Return flows between areas that are drawn, as curves as wide as their people are many."""
    most = max((flow.people for flow in flows), default=0.0)
    curves: list[dict[str, object]] = []
    for flow in flows:
        start, end = land.middles[flow.start], land.middles[flow.end]
        if np.isnan(start).any() or np.isnan(end).any():
            continue
        # A curve bends to the right of its direction, so that both directions are seen.
        along = end - start
        bend = (start + end) / 2 + np.array([-along[1], along[0]]) * 0.15
        path = "M{:.0f},{:.0f}Q{:.0f},{:.0f} {:.0f},{:.0f}".format(*start, *bend, *end)
        width = 1 + 7 * np.sqrt(flow.people / most)
        curves.append({"path": path, "width": float(width), "words": flow.words})
    return curves


def list_key(result: GapsResult, land: Land) -> list[dict[str, object]]:
    """Return the key: each status, its mark and how many areas drawn have it.

    Where none is drawn, as where no position is known, it counts those of the table.
    """
    statuses = result.table["status"]
    counts = (statuses[land.is_drawn] if land.has_areas else statuses).value_counts()
    return [
        {
            "name": status,
            "count": int(counts.get(status, 0)),
            "mark": render(
                "key_area.svg",
                ink=INK,
                path=trace_hexagon(10, 10, 17),
                colour=colour,
                status=status,
                pattern=_choose_pattern(status, 10, 10, 17),
            ),
        }
        for status, colour in _COLOURS.items()
    ]
