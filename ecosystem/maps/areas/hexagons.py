"""A hexagon for every area, all of one size: small crowded places are seen as well as wide ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ecosystem.maps.packing import push_apart

if TYPE_CHECKING:
    from numpy.typing import NDArray


_ROW = np.sqrt(3) / 2
"""Distance of two rows of hexagons that are 1 wide; also the surface of each."""

_ROOM = 1.25
"""Surface that the areas are spread over, as a multiple of what their hexagons fill. The quarter
that stays empty lets bays and gaps between towns be seen; with none, all areas are one block."""

_LEAST_APART = 0.95
"""Widths of a hexagon below which two areas are pushed apart before they choose theirs: just under
1, so that who stands well already is left where it is."""

_PUSH_SHARE = 0.3
"""Each of two that are too near moves less than half of what they lack: gently, because here order
counts more than distance, which the hexagons give anyway."""

_PUSH_ROUNDS = 120
"""Rounds of pushing at most. More part a crowd further before hexagons are dealt out; each takes
the same time."""

_NUDGE = 1e-3
"""Widths of a hexagon by which areas at one position are parted first: too little to be seen."""

DRAWN = 0.97
"""Width of a hexagon as drawn, as a share of its cell: a line stays free, so that neighbours of one
colour are told apart."""

_LARGE = 60.0
"""Units of the picture from which a hexagon holds the finer of two patterns; in a smaller one its
lines would run together."""


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """What tells a status without colour, inside a hexagon; drawn by `pattern` of `marks.svg`.

    Attributes
    ----------
    kind : str
        "hatch" or "dots".
    path : str
        Its lines, or dots as lines of no length, as the path of an SVG.
    width : float, units of the picture
        How thick it is drawn.
    """

    kind: str
    path: str
    width: float


def place_hexagons(flat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the centre of each area's hexagon on a grid whose hexagons are 1 wide: (n, 2).

    `flat` (n, 2) are positions on a plane, y down. Crowded areas are first pushed apart, then each
    takes a hexagon of its own so that all together move least (squared distances).
    """
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 - start-up time

    size = len(flat)
    if size == 1:
        return np.zeros((1, 2))

    # The map is scaled until its box holds one hexagon an area, and the room between. A row of
    # areas has no surface: it is taken to be a quarter as high as it is wide.
    spots = flat - flat.min(axis=0)
    box = np.maximum(np.ptp(spots, axis=0), np.ptp(spots, axis=0).max() / 4 + 1e-9)
    spots = spots * np.sqrt(_ROOM * size * _ROW / box.prod())
    spots = push_apart(
        spots, least=_LEAST_APART, share=_PUSH_SHARE, rounds=_PUSH_ROUNDS, nudge=_NUDGE
    )

    # (areas, cells): what it costs an area to move there. Squared, so that many small moves are
    # taken before a large one.
    cells = _make_grid(spots)
    cost = ((spots[:, None, :] - cells[None, :, :]) ** 2).sum(axis=2)
    _, chosen = linear_sum_assignment(cost)
    placed: NDArray[np.float64] = cells[chosen]
    placed -= placed.min(axis=0)
    return placed


def _make_grid(spots: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return centres of hexagons (cells, 2) over the spots and a little beyond, pointed at the top.

    There are always more cells than spots, because spots were given more room than they need.
    """
    low, high = spots.min(axis=0) - 1.5, spots.max(axis=0) + 1.5
    rows = np.arange(np.floor(low[1] / _ROW), np.ceil(high[1] / _ROW) + 1)
    columns = np.arange(np.floor(low[0]), np.ceil(high[0]) + 1)
    across, down = np.meshgrid(columns, rows)
    return np.column_stack([(across + 0.5 * (down % 2)).ravel(), (down * _ROW).ravel()])


def trace_hexagon(x: float, y: float, width: float) -> str:
    """Return the outline of a hexagon, pointed at the top, as the path of an SVG."""
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


def make_hatch(x: float, y: float, width: float) -> Pattern:
    """Return lines across a hexagon. They are drawn one by one: every viewer shows these."""
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
    return Pattern(kind="hatch", path="".join(lines), width=max(0.7, width * 0.022))


def make_dots(x: float, y: float, width: float) -> Pattern:
    """Return dots in a hexagon, in rows that are shifted by half a step."""
    step, most = (width / 6, 2) if width > _LARGE else (width / 4, 1)
    dots = []
    for row in range(-most, most + 1):
        for column in range(-most, most + 1):
            across = (column + (row % 2) / 2) * step
            down = row * step * 0.87
            # Within the slanting sides: 0.58 is their slope, 1 / sqrt(3).
            if abs(across) + abs(down) * 0.58 < width * 0.44:
                dots.append(f"M{x + across:.1f},{y + down:.1f}h0")
    return Pattern(kind="dots", path="".join(dots), width=max(1.0, width * 0.035))
