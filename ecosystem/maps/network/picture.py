"""The network map as a still picture, as wide as a page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ecosystem.maps.labels import INK, Label
from ecosystem.maps.naming import Taken
from ecosystem.pages import render

from .drawn import MOST_LINES, list_drawn
from .layout import lay_out_packed
from .marks import SECTOR_COLOURS, list_sectors, place_mark
from .rings import lay_out_rings
from .standing import GAP, MOST_NAMED, SIZE, WIDTH, Still, keep_inside, stand

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from markupsafe import Markup
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem
    from ecosystem.questions.core import CoreResult

    from .drawn import Drawn


_NARROW_SIZE = 31.0
"""Size of the names of the core on a screen of 375 pixels, where a unit is 0.38 of them: 12."""

_SOME_NAMED = 20
"""How many of the most tied are named as well, where not all are: whom readers look for first."""

_MOST_HIDDEN = 2
"""Marks that the name of one of the most tied may hide; the table has them all."""

_STEPS_OUT = 5
"""Steps of one and a half letters, away from its mark, at which room is looked for for the names
that readers look for first."""

_TURNS = np.pi / 4 * np.array([2, 6, 0, 4, 1, 3, 7, 5])
"""Directions in which a name may stand from its mark: below first, as all names of a small picture
do, then above, beside, and between."""


_MOST_SINGLE = 3_000
"""Ties drawn as lines of their own, and marks drawn with their names: more are one path for all
that look alike, an eighth as large."""


@dataclass(frozen=True, kw_only=True)
class _Named:
    """A name, and the mark it belongs to where a line must lead there.

    Attributes
    ----------
    label : Label
        The name.
    start : (x, y)
        The middle of the mark.
    has_line : bool
        Whether the name stands away from its mark.
    """

    label: Label
    start: tuple[float, float] = (0.0, 0.0)
    has_line: bool = False

    @property
    def end(self) -> tuple[float, float]:
        """The middle of the plate, where the line leads."""
        left, top, width, height = self.label.box
        return left + width / 2, top + height / 2


def picture_network(e: Ecosystem, result: CoreResult, *, seed: int = 0) -> Markup:
    """Return the network as inline SVG: all names if they are few, else those looked for first.

    On a narrow screen the page shows the names of the core alone, larger.
    """
    drawn = list_drawn(e, result)
    table = result.table.iloc[drawn.rows]
    names, roles = table["name"].astype(str).tolist(), table["role"].astype(str).tolist()
    sectors = list_sectors(e.organisations.iloc[drawn.rows])
    is_core = np.array([role == "core" for role in roles], dtype=bool)
    layout = (
        lay_out_rings(drawn.pairs, roles, sectors)
        if is_core.any()
        else lay_out_packed(drawn.pairs, len(roles), seed=seed)
    )
    still = stand(layout, drawn.pairs, names, roles)
    labels = _name_all(still) if len(names) <= MOST_NAMED else _name_some(still, drawn)
    top, foot = _measure_height(still, [named.label for named in labels])
    return render(
        "network.svg",
        ink=INK,
        headline=result.headline,
        box=(0, top, WIDTH, foot - top),
        backdrop_labels=still.texts,
        ties=_list_lines(still.spots, drawn, is_core),
        dots=_list_dots(still, sectors) if len(names) > _MOST_SINGLE else {},
        marks=[
            (name, place_mark(role, SECTOR_COLOURS[sector], x, y, scale=still.scale))
            for name, role, sector, (x, y) in zip(
                names, roles, sectors, still.spots.tolist(), strict=True
            )
            if len(names) <= _MOST_SINGLE or role == "core"
        ],
        labels=labels,
        narrow_labels=_name_core(still),
    )


def _measure_height(still: Still, labels: Sequence[Label]) -> tuple[float, float]:
    """Return where the picture begins and ends, down: all marks and texts are in it."""
    boxes = [label.edges for label in [*labels, *still.texts]]
    marks = [(y, still.reach(row)) for row, (_, y) in enumerate(still.spots.tolist())]
    tops = [*(box[1] for box in boxes), *(y - reach for y, reach in marks)]
    feet = [*(box[3] for box in boxes), *(y + reach for y, reach in marks)]
    # Where everyone has closed there is an empty strip.
    return min(tops, default=0.0) - GAP, max(feet, default=40.0) + GAP


def _name_all(still: Still) -> list[_Named]:
    return [_Named(label=still.name(row)) for row in range(len(still.names))]


def _name_some(still: Still, drawn: Drawn) -> list[_Named]:
    """Return the names of the core and the most tied, and those that hide nobody."""
    size = len(still.names)
    ties = np.bincount(drawn.pairs.ravel(), minlength=size)
    order = sorted(range(size), key=lambda row: (not still.is_core(row), -ties[row], row))
    most = [row for row in order if not still.is_core(row) and ties[row] > np.median(ties)]
    looked_for = set(most[:_SOME_NAMED])
    taken = _take_marks(still, looked_for)
    labels: list[_Named] = []
    core = still.spots[[row for row in order if still.is_core(row)]]
    for number, row in enumerate(order):
        # The middle of the core is its own: whoever else were named there would seem to be in it.
        if number == len(core) > 0:
            taken.take((*core.min(axis=0).tolist(), *core.max(axis=0).tolist()))
        # Who has no tie stands in a row, too close to be named.
        if not ties[row]:
            continue
        hides = size if still.is_core(row) else _MOST_HIDDEN if row in looked_for else 0
        steps = _STEPS_OUT if hides else 1
        if label := _find_room(still, taken, row, SIZE, labels, hides=hides, steps=steps):
            labels.append(label)
    return labels


def _name_core(still: Still) -> list[_Named]:
    """Return the names of the core for a narrow screen."""
    taken = _take_marks(still)
    size = len(still.names)
    rows = still.list_core()
    labels: list[_Named] = []
    for row in rows:
        label = _find_room(still, taken, row, _NARROW_SIZE, labels, hides=size, steps=_STEPS_OUT)
        if label:
            labels.append(label)
    return labels


def _take_marks(still: Still, looked_for: Collection[int] = ()) -> Taken:
    """Return where marks and texts are: no name may hide the core or who is looked for as well."""
    reach = np.array([still.reach(row) for row in range(len(still.names))])[:, None]
    taken = Taken(np.hstack([still.spots - reach, still.spots + reach]))
    for row in (row for row in range(len(still.names)) if still.is_core(row) or row in looked_for):
        inner = still.reach(row) * 0.9
        x, y = still.spots[row].tolist()
        taken.take((x - inner, y - inner, x + inner, y + inner))
    for text in still.texts:
        taken.take(text.edges)
    return taken


def _find_room(  # noqa: PLR0913 - what is named, and how much it may cost
    still: Still,
    taken: Taken,
    row: int,
    size: float,
    named: Sequence[_Named],
    *,
    hides: int,
    steps: int,
) -> _Named | None:
    """Return a name at its mark, or some steps away with a line to it; None if there is no room.

    Of the places in sight of the mark, the one that hides fewest other marks; of these the nearest.
    Of the core, the nearest of those that can be read as no other's, if there are any.
    """
    places = _list_places(still, row, size, steps)
    is_clear = ~_are_led_astray(places, named)
    clear = [place for place, is_own in zip(places, is_clear, strict=True) if is_own]
    if not still.is_core(row):
        return _choose(clear, taken, hides)
    others = [one for one in still.list_core() if one != row]
    own = _keep_nearest(clear, still.spots[others])
    near = [[place for place in own if not place.has_line], own, clear, places]
    return next((found for tried in near if (found := _choose(tried, taken, hides))), None)


def _choose(places: Sequence[_Named], taken: Taken, hides: int) -> _Named | None:
    chosen = taken.choose([place.label.edges for place in places], hides=hides)
    return None if chosen is None else places[chosen]


def _list_places(still: Still, row: int, size: float, steps: int) -> list[_Named]:
    """Return where a name could stand, the nearest first; of the core, outward first."""
    below = still.name(row, size)
    _, _, width, height = below.box
    x, y = still.spots[row].tolist()
    reach = still.reach(row) + GAP
    turns = _TURNS
    core = still.list_core() if still.is_core(row) else []
    if len(core) > 2:
        # The core is a ring, so its names stand round it as its marks do.
        across, down = still.spots[row] - still.spots[core].mean(axis=0)
        turns = _TURNS[np.argsort(-np.cos(_TURNS - np.arctan2(down, across)), kind="stable")]
    places = []
    for step in range(steps):
        for turn in turns:
            across, down = np.cos(turn), np.sin(turn)
            # The plate touches the mark, or stands so many steps further out.
            middle_x = x + across * (reach + width / 2 + step * size * 1.5)
            middle_y = y + down * (reach + height / 2 + step * size * 1.5)
            label = replace(below, x=float(middle_x), y=float(middle_y - height / 2 + size))
            places.append(_Named(label=keep_inside(label), start=(x, y), has_line=step > 0))
    return places


def _keep_nearest(places: Sequence[_Named], others: NDArray[np.float64]) -> list[_Named]:
    """Return the places that are nearer to their own mark than to any of the others (n, 2).

    A name nearer to another mark of the core would be read as that one's.
    """
    if not len(others):
        return list(places)
    kept = []
    for place in places:
        edges = np.array(place.label.edges)
        marks = np.vstack([others, place.start])
        outside = np.maximum(np.maximum(edges[:2] - marks, marks - edges[2:]), 0)
        far = np.hypot(*outside.T)
        if far[-1] <= far[:-1].min():
            kept.append(place)
    return kept


def _are_led_astray(places: Sequence[_Named], named: Sequence[_Named]) -> NDArray[np.bool_]:
    """Tell of each place whether a line would seem to end at another name: its own, or one's."""
    if not named:
        return np.zeros(len(places), dtype=bool)
    own, others = _trace(places), _trace([one for one in named if one.has_line])
    boxes = np.array([place.label.edges for place in places])
    taken = np.array([one.label.edges for one in named])
    has_line = np.array([place.has_line for place in places])
    is_led: NDArray[np.bool_] = has_line & _meet(own, taken).any(axis=1)
    return is_led | _meet(others, boxes).any(axis=0)


_ALONG = np.linspace(0, 1, 25)[:, None, None]
"""Where on a line it is looked at: a name is wider than a twenty-fifth of the way to it."""


def _trace(named: Sequence[_Named]) -> NDArray[np.float64]:
    """Return points along the line to each name: (25, names, 2)."""
    ends = np.array([[*one.start, *one.end] for one in named]).reshape(-1, 4)
    points: NDArray[np.float64] = ends[:, :2] + (ends[:, 2:] - ends[:, :2]) * _ALONG
    return points


def _meet(lines: NDArray[np.float64], boxes: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell of lines (25, n, 2) and boxes (m, 4) which meet: (n, m)."""
    points = lines[:, :, None]
    is_in = ((points > boxes[:, :2]) & (points < boxes[:, 2:])).all(axis=3)
    return np.asarray(is_in.any(axis=0), dtype=bool)


def _list_lines(
    positions: NDArray[np.float64], drawn: Drawn, is_core: NDArray[np.bool_]
) -> list[dict[str, object]]:
    """Return each tie as a line: its ends, whether it counts, and whether it is within the core.

    Of many, all that look alike are one: a path.
    """
    in_core = is_core[drawn.pairs].sum(axis=1)
    chosen = np.sort(np.argsort(-in_core, kind="stable")[:MOST_LINES])
    ends = positions[drawn.pairs[chosen]].reshape(-1, 4).tolist()
    is_counted = drawn.is_counted[chosen]
    is_strong = (in_core[chosen] == 2) & is_counted
    looks = list(zip(is_strong.tolist(), is_counted.tolist(), strict=True))
    if len(ends) <= _MOST_SINGLE:
        return [
            {"ends": end, "path": "", "is_strong": strong, "is_counted": counted}
            for (strong, counted), end in zip(looks, ends, strict=True)
        ]
    paths: dict[tuple[bool, bool], list[str]] = {}
    for look, (x1, y1, x2, y2) in zip(looks, ends, strict=True):
        paths.setdefault(look, []).append(f"M{x1:.0f},{y1:.0f}L{x2:.0f},{y2:.0f}")
    return [
        {"path": "".join(parts), "is_strong": strong, "is_counted": counted}
        for (strong, counted), parts in paths.items()
    ]


def _list_dots(still: Still, sectors: Sequence[str]) -> dict[tuple[str, float], str]:
    """Return the marks outside the core as one path for each colour and width."""
    dots: dict[tuple[str, float], list[str]] = {}
    for row, ((x, y), sector) in enumerate(zip(still.spots.tolist(), sectors, strict=True)):
        if not still.is_core(row):
            look = SECTOR_COLOURS[sector], 2 * still.reach(row)
            dots.setdefault(look, []).append(f"M{x:.0f},{y:.0f}h0")
    return {look: "".join(parts) for look, parts in dots.items()}
