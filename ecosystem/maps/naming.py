"""Names beside marks so that each can be read: no two over one another.

A box is what a mark or a name fills: four numbers, its left, top, right and bottom, in units of the
picture; y points down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


_ROUNDS = 120
"""Rounds of parting at most, 0.01 processor seconds for 60 boxes of names: most are apart after 40.
Who is not then moves down in one go."""

_NEAREST = 5
"""Marks that are looked at first for whether a box hides one: of 3,000 organisations they leave 40
to be looked at beside all marks, a single one leaves 187, and more take longer to find."""

_PUSH = 0.51
"""Each of two boxes moves a little more than half of what lies over the other, so that a pair is
apart after one round, whatever the last digits are."""


def part_boxes(
    spots: NDArray[np.float64], reach: NDArray[np.float64], *, width: float
) -> NDArray[np.float64]:
    """Return spots (n, 2) moved until no box round one lies over another's.

    Parameters
    ----------
    spots
        Where the marks stand.
    reach : (n, 4)
        How far the box of each reaches from its spot: to the left, up, to the right and down.
    width
        Boxes stay between 0 and this, across.
    """
    moved = spots.copy()
    low, high = reach[:, :2] * [-1, -1], reach[:, 2:]
    for _ in range(_ROUNDS):
        moved[:, 0] = np.clip(moved[:, 0], -low[:, 0], width - high[:, 0])
        tops, ends = moved + low, moved + high
        # (n, n, 2): how far two boxes lie over one another, across and down.
        over = np.minimum(ends[:, None], ends) - np.maximum(tops[:, None], tops)
        first, second = np.nonzero(np.triu((over > 0).all(axis=2), 1))
        if not len(first):
            break
        between = (tops + ends)[first] - (tops + ends)[second]
        axis = np.where(over[first, second, 0] < over[first, second, 1], 0, 1)
        pair = np.arange(len(first))
        # Two that stand at one height part by their order, so that they do part.
        way = np.where(between[pair, axis] > 0, 1.0, -1.0)
        push = over[first, second, axis] * _PUSH * way

        # A box in several pairs is pushed by all of them: add.at sums.
        np.add.at(moved, (first, axis), push)
        np.add.at(moved, (second, axis), -push)
    moved[:, 0] = np.clip(moved[:, 0], -low[:, 0], width - high[:, 0])
    return _move_down(moved, low, high)


def _move_down(
    spots: NDArray[np.float64], low: NDArray[np.float64], high: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return spots (n, 2) of which those whose boxes still meet one above stand below it.

    Each moves past at least one of those that stand already, and never back up: it ends.
    """
    moved = spots.copy()
    standing: list[int] = []
    for row in np.argsort(moved[:, 1] + low[:, 1], kind="stable").tolist():
        others = np.array(standing, dtype=np.intp)
        for _ in standing:
            start, end = moved[row] + low[row], moved[row] + high[row]
            is_over = (moved[others] + low[others] < end) & (moved[others] + high[others] > start)
            met = others[is_over.all(axis=1)]
            if not len(met):
                break
            moved[row, 1] = (moved[met] + high[met])[:, 1].max() - low[row, 1] + _APART
        standing.append(row)
    return moved


_APART = 1e-6
"""Units between one box and the next below it, so that rounding does not let them meet."""


class Taken:
    """The boxes that are taken, where more are to find room."""

    def __init__(self, marks: NDArray[np.float64]) -> None:
        """Begin with the boxes of the marks (n, 4), which names should not hide."""
        self._marks = marks
        self._names = np.empty((0, 4))

    def take(self, boxes: ArrayLike) -> None:
        """Keep all names out of a box, or of several (n, 4)."""
        self._names = np.vstack([self._names, boxes])

    def are_free(self, boxes: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Tell which boxes (n, 4) lie over nothing that is taken."""
        return ~np.asarray(_lie_over(boxes[:, None], self._names).any(axis=1), dtype=bool)

    def may_hide_nothing(self, boxes: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Tell which boxes (..., 4) lie over none of the marks nearest to their middle.

        Where marks are many that settles nearly all, without a look at each of the others.
        """
        from scipy.spatial import cKDTree  # noqa: PLC0415 - start-up time

        marks, middles = self._marks, (boxes[..., :2] + boxes[..., 2:]) / 2
        ranks = np.arange(min(_NEAREST, len(marks))) + 1
        _, nearest = cKDTree((marks[:, :2] + marks[:, 2:]) / 2).query(middles, ranks)
        is_over = _lie_over(boxes[..., None, :], marks[nearest]).any(axis=-1)
        return ~np.asarray(is_over, dtype=bool)

    def choose(self, boxes: ArrayLike, *, hides: int) -> int | None:
        """Return which of several boxes (n, 4) for one name is free and hides fewest marks.

        Of equals the first; None if all lie over a name or hide more marks than `hides`. The one
        chosen is taken.
        """
        tried = np.asarray(boxes, dtype=float).reshape(-1, 4)
        best, fewest = None, hides + 1
        for number in np.flatnonzero(self.are_free(tried)).tolist():
            hidden = int(_lie_over(self._marks, tried[number]).sum())
            if hidden < fewest:
                best, fewest = number, hidden
        if best is not None:
            self.take(tried[best])
        return best


def _lie_over(boxes: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which boxes (..., 4) lie over which others, whose shape goes with theirs."""
    is_over: NDArray[np.bool_] = (
        (boxes[..., 0] < others[..., 2])
        & (boxes[..., 2] > others[..., 0])
        & (boxes[..., 1] < others[..., 3])
        & (boxes[..., 3] > others[..., 1])
    )
    return is_over
