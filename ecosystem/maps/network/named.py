"""Which names stand in a still picture of a network, and where: those looked for come first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ecosystem.maps.naming import Taken

from .standing import GAP, SIZE, WIDTH, Still

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ecosystem.maps.labels import Label


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


@dataclass(frozen=True, kw_only=True)
class Named:
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


@dataclass(frozen=True, kw_only=True, eq=False)
class _Places:
    """Where one name could stand, the nearest first.

    Attributes
    ----------
    start : (2,) float, units of the picture
        The middle of its mark.
    texts : (places, 2) float
        Where its letters would stand: `x` and `y` of the label.
    boxes : (places, 4) float
        The edges of its plate there.
    has_line : (places,) bool
        Whether it stands away from its mark there.
    """

    start: NDArray[np.float64]
    texts: NDArray[np.float64]
    boxes: NDArray[np.float64]
    has_line: NDArray[np.bool_]

    def keep(self, is_kept: NDArray[np.bool_]) -> _Places:
        """Return some of the places."""
        return replace(
            self,
            texts=self.texts[is_kept],
            boxes=self.boxes[is_kept],
            has_line=self.has_line[is_kept],
        )


def name_all(still: Still) -> list[Named]:
    """Return every name, below its mark."""
    return [Named(label=still.name(row)) for row in range(len(still.names))]


def name_some(still: Still, pairs: NDArray[np.intp]) -> list[Named]:
    """Return the names of the core and the most tied, and those that hide nobody.

    `pairs` (m, 2) are rows of tied organisations.
    """
    # The core first, then who has most ties; who has none stands in a row, too close to be named.
    size = len(still.names)
    ties = np.bincount(pairs.ravel(), minlength=size)
    is_core = np.isin(np.arange(size), still.core)
    order = np.lexsort((-ties, ~is_core))
    order = order[ties[order] > 0]
    core, others = order[is_core[order]], order[~is_core[order]]
    most = others[ties[others] > np.median(ties)][:_SOME_NAMED]

    taken = _take_marks(still, most)
    labels: list[Named] = []
    _add_names(labels, still, taken, core, hides=size)
    if len(still.core):
        # The middle of the core is its own: whoever else were named there would seem to be in it.
        spots = still.spots[still.core]
        taken.take([*spots.min(axis=0), *spots.max(axis=0)])
    _add_names(labels, still, taken, most, hides=_MOST_HIDDEN)
    _add_names(labels, still, taken, _find_open(still, taken, others[len(most) :]), hides=0)
    return labels


def name_core(still: Still, top: float, foot: float) -> list[Named]:
    """Return the names of the core for a narrow screen, between the top and foot of the picture."""
    labels: list[Named] = []
    taken = _take_marks(still, still.core)
    # The picture is as high as its smaller names need: one beyond its edge would be cut off.
    taken.take([[-np.inf, -np.inf, np.inf, top], [-np.inf, foot, np.inf, np.inf]])
    _add_names(labels, still, taken, still.core, hides=len(still.names), size=_NARROW_SIZE)
    return labels


def _take_marks(still: Still, looked_for: NDArray[np.intp]) -> Taken:
    """Return where marks and texts are: no name may hide the core or who is looked for as well."""
    reach = still.reaches[:, None]
    taken = Taken(np.hstack([still.spots - reach, still.spots + reach]))
    rows = np.union1d(still.core, looked_for)
    inner = reach[rows] * 0.9
    taken.take(np.hstack([still.spots[rows] - inner, still.spots[rows] + inner]))
    for text in still.texts:
        taken.take(text.edges)
    return taken


def _add_names(  # noqa: PLR0913 - who is named, and how much it may cost
    labels: list[Named],
    still: Still,
    taken: Taken,
    rows: NDArray[np.intp],
    *,
    hides: int,
    size: float = SIZE,
) -> None:
    """Name those of some rows for whom there is room: beside the mark, or away if it may hide."""
    steps = _STEPS_OUT if hides else 1
    for row in rows.tolist():
        if named := _find_room(still, taken, row, size, labels, hides=hides, steps=steps):
            labels.append(named)


def _find_open(still: Still, taken: Taken, rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the rows whose name may hide nobody somewhere beside its mark."""
    if not len(rows):
        return rows
    plates = np.array([still.name(row).box[2:] for row in rows.tolist()])
    reach = still.reaches[rows] + GAP
    _, boxes = _set_plates(still.spots[rows], reach, plates, SIZE, turns=_TURNS, steps=1)
    return rows[taken.may_hide_nothing(boxes).any(axis=1)]


def _find_room(  # noqa: PLR0913 - what is named, and how much it may cost
    still: Still,
    taken: Taken,
    row: int,
    size: float,
    named: Sequence[Named],
    *,
    hides: int,
    steps: int,
) -> Named | None:
    """Return a name at its mark, or some steps away with a line to it; None if there is no room.

    Of the places in sight of the mark, the one that hides fewest other marks; of these the nearest.
    Of the core, the nearest of those that can be read as no other's, if there are any.
    """
    label = still.name(row, size)
    places = _list_places(still, row, label, steps)
    # In a full picture hardly any place is free, and the rest takes long to tell.
    places = places.keep(taken.are_free(places.boxes))
    if not len(places.boxes):
        return None
    is_clear = ~_are_led_astray(places, named)
    tried = [is_clear]
    if still.is_core(row):
        is_own = is_clear & _are_nearest(places, still.spots[still.core[still.core != row]])
        tried = [is_own & ~places.has_line, is_own, is_clear, np.ones_like(is_clear)]
    for is_tried in tried:
        some = places.keep(is_tried)
        chosen = taken.choose(some.boxes, hides=hides)
        if chosen is not None:
            x, y = some.texts[chosen].tolist()
            start_x, start_y = some.start.tolist()
            return Named(
                label=replace(label, x=x, y=y),
                start=(start_x, start_y),
                has_line=bool(some.has_line[chosen]),
            )
    return None


def _list_places(still: Still, row: int, label: Label, steps: int) -> _Places:
    """Return where a name could stand, the nearest first; of the core, outward first."""
    turns = _TURNS
    if still.is_core(row) and len(still.core) > 2:
        # The core is a ring, so its names stand round it as its marks do.
        across, down = still.spots[row] - still.core_middle
        turns = _TURNS[np.argsort(-np.cos(_TURNS - np.arctan2(down, across)), kind="stable")]
    spot, reach = still.spots[[row]], still.reaches[[row]] + GAP
    plate = np.array([label.box[2:]])
    texts, boxes = _set_plates(spot, reach, plate, label.size, turns=turns, steps=steps)
    return _Places(
        start=spot[0],
        texts=texts[0],
        boxes=boxes[0],
        has_line=np.repeat(np.arange(steps), len(turns)) > 0,
    )


def _set_plates(  # noqa: PLR0913 - marks, plates and where these may stand
    spots: NDArray[np.float64],
    reach: NDArray[np.float64],
    plates: NDArray[np.float64],
    size: float,
    *,
    turns: NDArray[np.float64],
    steps: int,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return where names could stand: their texts (n, places, 2) and plates (n, places, 4).

    Parameters
    ----------
    spots : (n, 2)
        The marks.
    reach : (n,)
        How far from the middle of its mark a plate begins.
    plates : (n, 2)
        How wide and high each is, with letters of one `size`.
    turns, steps
        The directions tried at each step out, the first of which touches the mark.
    """
    out = np.repeat(np.arange(steps), len(turns)) * size * 1.5
    turn = np.tile(turns, steps)
    half = plates[:, None] / 2
    far = reach[:, None, None] + half + out[:, None]
    middles = spots[:, None] + np.column_stack([np.cos(turn), np.sin(turn)]) * far
    # As `keep_inside`: the whole plate, and two units more, stand within the picture.
    inside = half[..., 0] + 2
    x = np.minimum(np.maximum(middles[..., 0], inside), WIDTH - inside)
    y = middles[..., 1] - half[..., 1] + size
    left, top = x - half[..., 0], y - size
    wide, high = plates[:, :1], plates[:, 1:]
    return np.stack([x, y], axis=2), np.stack([left, top, left + wide, top + high], axis=2)


def _are_nearest(places: _Places, others: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which places are nearer to their own mark than to any of the others (n, 2).

    A name nearer to another mark of the core would be read as that one's.
    """
    if not len(others):
        return np.ones(len(places.boxes), dtype=bool)
    marks = np.vstack([others, places.start])
    low, high = places.boxes[:, None, :2], places.boxes[:, None, 2:]
    outside = np.maximum(np.maximum(low - marks, marks - high), 0)
    # Of each place a row, of each mark a column.
    far = np.hypot(outside[..., 0], outside[..., 1])
    is_nearest: NDArray[np.bool_] = far[:, -1] <= far[:, :-1].min(axis=1)
    return is_nearest


def _are_led_astray(places: _Places, named: Sequence[Named]) -> NDArray[np.bool_]:
    """Tell of each place whether a line would seem to end at another name: its own, or one's."""
    if not named:
        return np.zeros(len(places.boxes), dtype=bool)
    middles = (places.boxes[:, :2] + places.boxes[:, 2:]) / 2
    own = _trace(np.broadcast_to(places.start, middles.shape), middles)
    lines = np.array([[*one.start, *one.end] for one in named if one.has_line]).reshape(-1, 4)
    taken = np.array([one.label.edges for one in named])
    is_led: NDArray[np.bool_] = places.has_line & _meet(own, taken).any(axis=1)
    return is_led | _meet(_trace(lines[:, :2], lines[:, 2:]), places.boxes).any(axis=0)


_ALONG = np.linspace(0, 1, 25)[:, None, None]
"""Where on a line it is looked at: a name is wider than a twenty-fifth of the way to it."""


def _trace(starts: NDArray[np.float64], ends: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return points along the line to each name: (25, names, 2)."""
    points: NDArray[np.float64] = starts + (ends - starts) * _ALONG
    return points


def _meet(lines: NDArray[np.float64], boxes: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell of lines (25, n, 2) and boxes (m, 4) which meet: (n, m)."""
    points = lines[:, :, None]
    is_in = ((points > boxes[:, :2]) & (points < boxes[:, 2:])).all(axis=3)
    return np.asarray(is_in.any(axis=0), dtype=bool)
