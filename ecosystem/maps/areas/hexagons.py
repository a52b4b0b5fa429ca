"""A hexagon for every area, all of one size: small crowded places are seen as well as wide ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


_ROUNDS = 120
_ROOM = 1.25
_HALF = np.sqrt(3) / 2


def place_hexagons(flat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the centre of each area's hexagon on a grid whose hexagons are 1 wide.

    `flat` (n, 2) are positions on a plane, y down. Crowded areas are first pushed apart, then each
    takes a hexagon of its own so that all together move least (squared distances).
    """
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 - start-up time

    size = len(flat)
    if size == 1:
        return np.zeros((1, 2))
    spots = flat - flat.min(axis=0)
    box = np.maximum(np.ptp(spots, axis=0), np.ptp(spots, axis=0).max() / 4 + 1e-9)
    spots = spots * np.sqrt(_ROOM * size * _HALF / box.prod())
    spots = _push_apart(spots)
    cells = _make_grid(spots)
    # Few areas stand on their own grid; many would make the table of costs large.
    cost = ((spots[:, None, :] - cells[None, :, :]) ** 2).sum(axis=2)
    _, chosen = linear_sum_assignment(cost)
    placed: NDArray[np.float64] = cells[chosen]
    placed -= placed.min(axis=0)
    return placed


def _make_grid(spots: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return centres of hexagons over the spots and a little beyond, pointed at the top."""
    low, high = spots.min(axis=0) - 1.5, spots.max(axis=0) + 1.5
    rows = np.arange(np.floor(low[1] / _HALF), np.ceil(high[1] / _HALF) + 1)
    columns = np.arange(np.floor(low[0]), np.ceil(high[0]) + 1)
    across, down = np.meshgrid(columns, rows)
    return np.column_stack([(across + 0.5 * (down % 2)).ravel(), (down * _HALF).ravel()])


def _push_apart(spots: NDArray[np.float64]) -> NDArray[np.float64]:
    from scipy.spatial import cKDTree  # noqa: PLC0415 - start-up time

    turn = np.arange(len(spots)) * 2.399963
    moved = spots + np.column_stack([np.cos(turn), np.sin(turn)]) * 1e-3
    for _ in range(_ROUNDS):
        near = cKDTree(moved).query_pairs(0.95, output_type="ndarray")
        if not len(near):
            break
        gap = moved[near[:, 0]] - moved[near[:, 1]]
        distance = np.hypot(*gap.T)
        push = gap / distance[:, None] * ((0.95 - distance) * 0.3)[:, None]
        np.add.at(moved, near[:, 0], push)
        np.add.at(moved, near[:, 1], -push)
    return moved


def draw_hexagon(x: float, y: float, width: float) -> str:
    """Return the outline of a hexagon, pointed at the top, as an SVG path."""
    half, tall = width / 2, width / np.sqrt(3)
    corners = [
        (x, y - tall),
        (x + half, y - tall / 2),
        (x + half, y + tall / 2),
        (x, y + tall),
        (x - half, y + tall / 2),
        (x - half, y - tall / 2),
    ]
    return "M" + "L".join(f"{across:.1f},{down:.1f}" for across, down in corners) + "Z"
