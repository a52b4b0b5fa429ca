"""Pushing marks that overlap apart, so that each can be seen and touched; setting parts in rows."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray


_GOLDEN_ANGLE = 2.399963
"""Radians, pi * (3 - sqrt(5)): multiples of it never come back to a direction, so that however many
marks stand at one position, no two of them are nudged the same way."""


def push_apart(
    positions: NDArray[np.float64], *, least: float, share: float, rounds: int, nudge: float
) -> NDArray[np.float64]:
    """Return positions (n, 2) moved apart until no two are nearer than `least`, or rounds are over.

    Parameters
    ----------
    positions
        A row a mark: across and down, in any unit.
    least
        Distance, in the same unit, below which two marks are too near.
    share
        How much of what two marks lack each of them moves in a round: 0.5 settles a pair at once,
        less is calmer where many crowd.
    rounds
        At most so often; it ends before, as soon as no two are too near.
    nudge
        Length of the first small step that parts marks at one position: without it they would
        have no direction to go.
    """
    from scipy.spatial import cKDTree  # noqa: PLC0415 - start-up time

    turn = np.arange(len(positions)) * _GOLDEN_ANGLE
    moved = positions + np.column_stack([np.cos(turn), np.sin(turn)]) * nudge
    for _ in range(rounds):
        # (pairs, 2): the rows of two marks that stand too near.
        pairs = cKDTree(moved).query_pairs(least, output_type="ndarray")
        if not len(pairs):
            break
        between = moved[pairs[:, 0]] - moved[pairs[:, 1]]
        distance = np.hypot(*between.T)
        push = between / distance[:, None] * ((least - distance) * share)[:, None]

        # A mark in several pairs is pushed by all of them: add.at sums, plain indexing would not.
        np.add.at(moved, pairs[:, 0], push)
        np.add.at(moved, pairs[:, 1], -push)
    return moved


def pack_boxes(sizes: Iterable[tuple[float, float]], *, width: float) -> list[tuple[float, float]]:
    """Return the left and the top of boxes, each set as high up as it can be, in their order.

    What is set already is known by its foot alone, as steps: where each begins, and how far down it
    reaches. A box stands at the begin of the step where it hangs highest, so that small ones fill
    the room beside a large one (the skyline of Burke and others 2004,
    https://doi.org/10.1287/opre.1040.0109). One wider than `width` stands below all others.
    """
    begins, feet = [0.0], [0.0]
    corners = []
    for wide, high in sizes:
        open_steps = [step for step, left in enumerate(begins) if left + wide <= width] or [0]
        tops = [max(feet[step : bisect_left(begins, begins[step] + wide)]) for step in open_steps]
        top = min(tops)
        step = open_steps[tops.index(top)]
        left, right = begins[step], begins[step] + wide
        after = bisect_right(begins, right) - 1
        # The step in which the box ends goes on to its right.
        begins[step : after + 1] = [left, right]
        feet[step : after + 1] = [top + high, feet[after]]
        corners.append((left, top))
    return corners
