"""A hexagon for every area, all of one size: small crowded places are seen as well as wide ones."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
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

_LEAST_AROUND = 4
"""Areas below which none is surrounded: their hexagons are as well as they can be."""

_FLAT = 1e-6
"""Share of the whole extent below which areas are taken to stand in one row."""

_TOUCH = 1.01
"""Widths of a hexagon below which the middles of two touch: they are 1 apart, but for rounding."""

_BESIDE = ((2, 0), (-2, 0), (1, 1), (-1, 1), (1, -1), (-1, -1))
"""The six hexagons beside one, in half widths across and rows down."""

_IS_BESIDE = frozenset(_BESIDE)

_CHANGES = 12
"""Rounds of changing hexagons at most: it ended after three on every map tried."""

_FARTHEST = 4
"""Widths of a hexagon that one change may move an area."""

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

    `flat` (n, 2) are positions on a plane, y down. Each area takes a hexagon of its own so that all
    together move least (squared distances): from where it is, and once more with crowded ones first
    pushed apart. The map on which more neighbours touch is taken: pushing keeps 88 in 100 in the
    West Midlands (84 without), and loses some among the 318 authorities of 2015 (71 and 76).
    """
    return _place(flat.tobytes(), len(flat)).copy()


@lru_cache(maxsize=8)
def _place(content: bytes, size: int) -> NDArray[np.float64]:
    """Place areas once: every map of a report, and the key of each, has the same."""
    flat = np.frombuffer(content).reshape(size, 2)
    if size == 1:
        return np.zeros((1, 2))

    # The map is scaled until its box holds one hexagon an area, and the room between. A row of
    # areas has no surface: it is taken to be a quarter as high as it is wide.
    spots = flat - flat.min(axis=0)
    box = np.maximum(np.ptp(spots, axis=0), np.ptp(spots, axis=0).max() / 4 + 1e-9)
    spots = spots * np.sqrt(_ROOM * size * _ROW / box.prod())
    pushed = push_apart(
        spots, least=_LEAST_APART, share=_PUSH_SHARE, rounds=_PUSH_ROUNDS, nudge=_NUDGE
    )
    pairs = find_neighbours_on_ground(flat)
    tried = [keep_neighbours(_deal(start), pairs) for start in (pushed, spots)]
    # Of equals the first: crowded areas are then nearer to those they crowd with.
    placed = max(tried, key=lambda cells: measure_kept(cells, pairs))
    placed -= placed.min(axis=0)
    return placed


def _deal(spots: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the centre of the hexagon that each takes, so that all together move least."""
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 - start-up time

    # (areas, cells): what it costs an area to move there. Squared, so that many small moves are
    # taken before a large one.
    cells = _make_grid(spots)
    cost = ((spots[:, None, :] - cells[None, :, :]) ** 2).sum(axis=2)
    _, chosen = linear_sum_assignment(cost)
    dealt: NDArray[np.float64] = cells[chosen]
    return dealt


def find_neighbours_on_ground(flat: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return who are neighbours on the ground: pairs (m, 2) of rows, each once.

    Two are, if nobody stands in the circle of which their line is the diameter (Gabriel and Sokal
    1969, https://doi.org/10.2307/2412323): of shapes only the middles are known here.
    """
    from scipy.spatial import Delaunay, cKDTree  # noqa: PLC0415 - start-up time

    # Who stand in one row are nobody's neighbours but by that row, which their hexagons keep.
    away = flat - flat.mean(axis=0)
    if len(flat) < _LEAST_AROUND or np.linalg.matrix_rank(away, tol=_FLAT * np.ptp(away)) < 2:
        return np.empty((0, 2), dtype=np.intp)
    # QJ: several at one position are moved apart by a little, or they would be left out.
    corners = Delaunay(flat, qhull_options="QJ").simplices
    sides = np.vstack([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [0, 2]]])
    pairs = np.unique(np.sort(sides, axis=1), axis=0).astype(np.intp)
    ends = flat[pairs]
    half = np.hypot(*(ends[:, 0] - ends[:, 1]).T) / 2
    nearest, _ = cKDTree(flat).query(ends.mean(axis=1))
    kept: NDArray[np.intp] = pairs[nearest >= half * (1 - 1e-9)]
    return kept


def measure_kept(cells: NDArray[np.float64], pairs: NDArray[np.intp]) -> float:
    """Return the share of neighbours on the ground whose hexagons touch: 1 if there are none."""
    if not len(pairs):
        return 1.0
    apart = np.hypot(*(cells[pairs[:, 0]] - cells[pairs[:, 1]]).T)
    return float((apart < _TOUCH).mean())


def keep_neighbours(cells: NDArray[np.float64], pairs: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return cells (n, 2) changed hands until no change lets more neighbours touch.

    Each area in turn moves to the free hexagon, or changes with the area in the one, beside it or
    beside a neighbour, that lets most more neighbours touch. Every change raises that number, so it
    ends; on the 318 authorities of 2015 after three rounds, 58 in 100 neighbours being 71 then, and
    0.04 processor seconds.
    """
    dealt = _Dealt(cells, pairs)
    for _ in range(_CHANGES):
        if not sum(dealt.improve(row) for row in range(len(cells))):
            break
    spots: NDArray[np.float64] = np.array(dealt.spots, dtype=float).reshape(-1, 2) * [0.5, _ROW]
    return spots


class _Dealt:
    """Who has which hexagon. A spot counts half widths across and rows down: whole numbers."""

    def __init__(self, cells: NDArray[np.float64], pairs: NDArray[np.intp]) -> None:
        self.near: list[list[int]] = [[] for _ in cells]
        for one, other in pairs.tolist():
            self.near[one].append(other)
            self.near[other].append(one)
        self.spots = [(round(2 * x), round(y / _ROW)) for x, y in cells.tolist()]
        self._owner = {spot: row for row, spot in enumerate(self.spots)}

    def improve(self, row: int) -> bool:
        """Give an area the hexagon that lets most more neighbours touch; tell whether one does."""
        here = self.spots[row]
        around = [here, *(self.spots[one] for one in self.near[row])]
        open_to = dict.fromkeys((x + dx, y + dy) for x, y in around for dx, dy in _BESIDE)
        touching = self._count(row, here)
        best, most = here, 0
        for there in open_to:
            if there != here and _is_near(here, there):
                gain = self._gain(row, there, touching, most)
                if gain > most:
                    best, most = there, gain
        if not most:
            return False
        other = self._owner.get(best)
        self._owner[best], self.spots[row] = row, best
        if other is None:
            del self._owner[here]
        else:
            self._owner[here], self.spots[other] = other, here
        return True

    def _gain(self, row: int, there: tuple[int, int], touching: int, least: int) -> int:
        """Return how many more neighbours touch, if an area and who is there change places.

        Now it touches so many. It ends early where there cannot be more than `least`.
        """
        here, other = self.spots[row], self._owner.get(there)
        if other is None:
            return self._count(row, there) - touching
        others = self._count(other, there)
        if len(self.near[row]) - touching + len(self.near[other]) - others <= least:
            return 0
        self.spots[other], self.spots[row] = here, there
        gain = self._count(row, there) - touching + self._count(other, here) - others
        self.spots[other], self.spots[row] = there, here
        return gain

    def _count(self, row: int, spot: tuple[int, int]) -> int:
        """Count whom one touches at a spot."""
        across, down = spot
        count = 0
        for one in self.near[row]:
            x, y = self.spots[one]
            if (x - across, y - down) in _IS_BESIDE:
                count += 1
        return count


def _is_near(here: tuple[int, int], there: tuple[int, int]) -> bool:
    """Tell whether a change of hexagons moves nobody so far that the map is no longer known."""
    return (here[0] - there[0]) ** 2 + 3 * (here[1] - there[1]) ** 2 <= 4 * _FARTHEST**2


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
