"""Areas as drawn: hexagons or true shapes, marked by status, with sites and flows over them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ecosystem.maps.labels import INK, Label, measure_height, measure_text, wrap_text
from ecosystem.maps.naming import Taken
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
    "Darker is worse. Each hexagon is an area, near where it lies. All are of one size, so that "
    "small areas are seen too."
)

_COLOURS = {
    "gap": "#b5401b",
    "thin": "#eeb45a",
    "covered": "#bfdccb",
    "no one in need": "#e4edf4",
    "not known": "#f6f7f7",
}
"""The fill of each status, in the order of the key: from where help is shortest to where nothing is
known. What is worse is darker, so that a print in grey tells it too. Gap and thin have a pattern as
well, not known a dashed outline."""

NUMBERS = "The number in a hexagon is people counted as in need."

_MOST_LABELLED = 45
"""Areas up to which each has its whole name, and the people in need; of more, four letters each
stand in the hexagons, and names are read by pointing at them."""

_SIZE = 13.5
"""Size of names: 7.2 points where the picture is 17 cm wide, as it is on paper."""

_LARGEST = 18.0
"""Size of names in hexagons that have room: some 11 pixels where the whole map is on the screen."""

_LETTERS = 0.33
"""Size of four letters in a hexagon, as a share of its width; with W and M they are smaller."""

_COMPASS = {"north", "east", "south", "west"}
"""First words that many names share: of these their first letter stands, so that others are told
from one another."""

_NARROW = 0.38
"""Pixels a unit is wide on a screen of 375."""

_LEAST_NARROW = 11.0
"""Pixels that letters are high on such a screen; where hexagons have not room, they go without."""


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
    labels = _list_labels(land, result, rows)
    if is_of_hexagons and not is_labelled:
        labels += _list_letters(land, result, max(_SIZE, land.hexagon * _LETTERS))
    is_small = land.hexagon * _LETTERS * _NARROW < _LEAST_NARROW
    narrow = [] if is_small else _list_letters(land, result, _LEAST_NARROW / _NARROW)
    return render(
        "places.svg",
        ink=INK,
        headline=result.headline,
        width=WIDTH,
        height=land.height,
        has_areas=land.has_areas,
        frames=land.frames,
        has_shapes=not is_of_hexagons,
        areas=_list_areas(land, result),
        labels=labels,
        narrow_labels=narrow,
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
    """Return the names of the areas in some rows; in hexagons, with the people in need if shown.

    On true shapes a name that would lie over another is left out: pointing at its area tells it.
    """
    names, needs = result.table["name"].tolist(), result.shown["demand"].tolist()
    taken = Taken(np.empty((0, 4)))
    labels = list(land.headings)
    for label in labels:
        taken.take(label.edges)
    for row in rows:
        if not land.paths[row]:
            continue
        is_hexagon = land.is_hexagon(row)
        need = _say_need(needs[row]) if is_hexagon else []
        x, y = land.middles[row].tolist()
        room, most = (land.hexagon * 0.92, _LARGEST) if is_hexagon else (land.room, _SIZE)
        label = _fit_label(shorten(names[row]), need, (x, y), room, most)
        if taken.choose([label.edges], hides=0) is not None:
            labels.append(label)
    return labels


def _fit_label(
    name: str, more: Sequence[str], middle: tuple[float, float], room: float, most: float
) -> Label:
    """Return a name in lines round a middle, as large as lets its longest word fit the room."""
    x, y = middle
    words = [*wrap_text(name, 0), *more]
    size = min(most, room / max(measure_text(word) for word in words))
    lines = [*wrap_text(name, room / size), *more]
    top = y - measure_height(len(lines), size) / 2 + size
    return Label(lines=lines, x=x, y=top, size=round(size, 1))


def _list_letters(land: Land, result: GapsResult, most: float) -> list[Label]:
    """Return the first letters of the names of all areas in hexagons, `most` units high at most."""
    labels = []
    for row, (name, (x, y)) in enumerate(
        zip(result.table["name"], land.middles.tolist(), strict=True)
    ):
        if land.paths[row] and land.is_hexagon(row):
            letters = _abbreviate(name)
            size = min(most, (land.hexagon * DRAWN - 5) / measure_text(letters))
            labels.append(Label(lines=[letters], x=x, y=y + size * 0.35, size=round(size, 1)))
    return labels


def _abbreviate(name: object) -> str:
    """Return four letters of a name: Stok; ESta of East Staffordshire, as East says nothing."""
    first, *others = shorten(name).replace("-", " ").split() or [""]
    if others and first.lower() in _COMPASS:
        return first[0] + "".join(others)[:3]
    return "".join([first, *others])[:4]


def shorten(name: object) -> str:
    """Return a name without what follows its comma: "Bristol, City of" is Bristol."""
    return str(name).split(",", maxsplit=1)[0]


def say_numbers(result: GapsResult) -> list[str]:
    """Say what the numbers in the hexagons are, where they stand there."""
    is_shown = len(result.table) <= _MOST_LABELLED and result.table["demand"].notna().any()
    return [NUMBERS] if is_shown else []


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
