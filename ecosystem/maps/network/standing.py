"""Where organisations stand on a page of a fixed width, with room for their names.

Positions are in units of the picture; y points down.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from ecosystem.maps.labels import Label, wrap_text
from ecosystem.maps.naming import part_boxes

from .layout import NOT_LINKED, Layout, find_linked
from .marks import place_mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


WIDTH = 900.0
"""Units of the picture across. On paper it is 17 cm wide: a unit is 0.535 points."""

SIZE = 13.5
"""Size of names: 7.2 points on paper, and 7 is the least that is read at arm's length."""

MOST_NAMED = 60
"""Organisations up to which all are named, and make room for each other's names. Of more, the core
and the most tied are, and others where a name hides nobody."""

_LINE = 8.6
"""Width of a line of a name, as a share of the size of its letters: some 14 letters, so that most
names stand in two lines, about as wide as twice their height, and pack well."""

_SPREAD = 0.8
"""Height that ties are given, as a share of the width, before names make room for themselves."""

_FEW_SCALE = 0.62
"""Size of marks where all are named, as a share of that on a screen: 11 units for the many, 30 for
the core, beside names of 13.5."""

_SMALLEST = 0.22
"""Marks are drawn no smaller than this share of their size on a screen: 3 units for the least."""

GAP = 3.0
"""Units that stay free round a name, so that two do not read as one."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Still:
    """Who is drawn where.

    Attributes
    ----------
    spots : (organisations, 2) float, units of the picture
        Where the marks stand.
    names, roles : (organisations,) words
        Of each.
    scale : float
        Size of the marks, as a share of that on a screen.
    texts : labels
        Names of sectors, and what is said of those without a tie.
    """

    spots: NDArray[np.float64]
    names: Sequence[str]
    roles: Sequence[str]
    scale: float
    texts: list[Label]

    def reach(self, row: int) -> float:
        """How far the mark of one reaches from its middle."""
        return _measure_reach(self.roles[row], self.scale)

    def is_core(self, row: int) -> bool:
        """Whether one is in the core."""
        return self.roles[row] == "core"

    @cached_property
    def core(self) -> NDArray[np.intp]:
        """Who is in the core: their rows."""
        return np.flatnonzero([role == "core" for role in self.roles])

    @cached_property
    def core_middle(self) -> NDArray[np.float64]:
        """The middle of the core: (2,)."""
        middle: NDArray[np.float64] = self.spots[self.core].mean(axis=0)
        return middle

    @cached_property
    def reaches(self) -> NDArray[np.float64]:
        """How far the mark of each reaches from its middle: (organisations,)."""
        return np.array([self.reach(row) for row in range(len(self.names))], dtype=float)

    def name(self, row: int, size: float = SIZE) -> Label:
        """Return the name of one, below its mark."""
        x, y = self.spots[row].tolist()
        weight = 700 if self.is_core(row) else 400
        y += self.reach(row) + size * 1.08
        return Label(lines=self.lines[row], x=x, y=y, size=size, weight=weight)

    @cached_property
    def lines(self) -> list[list[str]]:
        """Each name in lines, which are the same wherever it stands."""
        return [wrap_text(name, _LINE) for name in self.names]


@lru_cache(maxsize=1_000)
def _measure_reach(role: str, scale: float) -> float:
    return place_mark(role, "", 0, 0, scale=scale).reach


def stand(
    layout: Layout, pairs: NDArray[np.intp], names: Sequence[str], roles: Sequence[str]
) -> Still:
    """Return who stands where: the layout as wide as the picture, who has no tie in rows below."""
    is_linked = find_linked(pairs, len(names))
    edge = 70.0 if len(names) <= MOST_NAMED else 30.0
    linked = layout.positions[is_linked]
    texts = np.array([[x, y] for x, y, text in layout.labels if text != NOT_LINKED])
    extent = np.vstack([linked, texts.reshape(-1, 2), np.zeros((0 if len(linked) else 1, 2))])
    corner, span = extent.min(axis=0), np.maximum(np.ptp(extent, axis=0), 1.0)
    room = np.array([WIDTH - 2 * edge, WIDTH * _SPREAD])
    # Stretched across, because names are wide; by little, so that shapes are known again.
    factor = np.minimum(room / span, min(room / span) * 1.6)
    shift = edge + (room[0] - span[0] * factor[0]) / 2, 40.0
    spots = (layout.positions - corner) * factor + shift
    scale = float(min(1.0, max(_SMALLEST, min(factor) * 0.9)))
    if len(names) <= MOST_NAMED:
        scale = _FEW_SCALE
    labels = [
        keep_inside(Label(lines=[text], x=x, y=y, size=SIZE, weight=600))
        for (x, y), text in zip(
            ((texts - corner) * factor + shift).tolist() if len(texts) else [],
            [text for *_, text in layout.labels if text != NOT_LINKED],
            strict=True,
        )
    ]
    still = Still(spots=spots, names=names, roles=roles, scale=scale, texts=labels)
    rows = np.flatnonzero(is_linked).tolist()
    # Of many only the names of sectors make room; the others find it or are left out.
    _make_room(still, rows if len(names) <= MOST_NAMED else [])
    foot = max(
        [
            0.0,
            *(still.name(row).edges[3] for row in rows),
            *(label.edges[3] for label in still.texts),
        ]
    )
    _stand_in_rows(still, np.flatnonzero(~is_linked).tolist(), foot)
    return still


def spread_names(
    layout: Layout, pairs: NDArray[np.intp], names: Sequence[str], roles: Sequence[str]
) -> Layout:
    """Return a layout of few with room for every name, in units of the page; of many as it is.

    Rings and lines between sectors are left out, because those who made room stand beside them.
    """
    if not 0 < len(names) <= MOST_NAMED:
        return layout
    still = stand(layout, pairs, names, roles)
    texts = tuple((one.x / _FEW_SCALE, one.y / _FEW_SCALE, one.lines[0]) for one in still.texts)
    return Layout(positions=still.spots / _FEW_SCALE, labels=texts)


def _make_room(still: Still, rows: Sequence[int]) -> None:
    """Part the marks with their names, and the names of sectors, until each has room."""
    count = len(rows)
    labels = [*(still.name(row) for row in rows), *still.texts]
    spots = np.array([*still.spots[rows].tolist(), *([one.x, one.y] for one in still.texts)])
    reach = np.empty((len(labels), 4))
    for number, label in enumerate(labels):
        left, top, right, bottom = label.edges
        x, y = spots[number]
        mark = still.reach(rows[number]) if number < count else 0.0
        reach[number] = (
            max(x - left, mark) + GAP,
            max(y - top, mark) + GAP,
            max(right - x, mark) + GAP,
            max(bottom - y, mark) + GAP,
        )
    if not len(spots):
        return
    moved = part_boxes(spots, reach, width=WIDTH)
    still.spots[rows] = moved[:count]
    still.texts[:] = [
        replace(one, x=x, y=y)
        for one, (x, y) in zip(still.texts, moved[count:].tolist(), strict=True)
    ]


def _stand_in_rows(still: Still, rows: Sequence[int], foot: float) -> None:
    """Stand those without a tie below the rest, in rows, under their heading."""
    if not rows:
        return
    is_named = len(still.names) <= MOST_NAMED
    widest = max(still.name(one).width for one in rows) if is_named else 0.0
    step = widest + 4 * GAP if is_named else max(14.0, 34 * still.scale)
    in_a_row = max(1, int((WIDTH - 20) // step))
    still.texts.append(Label(lines=[NOT_LINKED], x=WIDTH / 2, y=foot + 30, size=SIZE, weight=600))
    top = foot + 40
    for start in range(0, len(rows), in_a_row):
        row = list(rows[start : start + in_a_row])
        mark = max(still.reach(one) for one in row)
        for number, one in enumerate(row):
            across = WIDTH / 2 + (number - (len(row) - 1) / 2) * step
            still.spots[one] = across, top + mark + 4
        foot = max(still.name(one).edges[3] for one in row) if is_named else 0.0
        top = foot + 6 if is_named else top + 2 * mark + 8


def keep_inside(label: Label) -> Label:
    """Return a label moved, if need be, to stand within the width of the picture."""
    half = label.width / 2 + 4
    return replace(label, x=min(max(label.x, half), WIDTH - half))
