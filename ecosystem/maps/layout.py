"""Where organisations stand on a page: core in the middle, unlinked ones in a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import igraph
import numpy as np

from ecosystem.graph import seed_igraph

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SPACING = 120.0
_RING_GAP = 105.0
_CORE_RADIUS = 95.0
_CORE_SPACING = 220.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Layout:
    """Positions of all organisations (n, 2), y down, and where the unlinked row begins."""

    positions: NDArray[np.float64]
    rings: tuple[float, ...]
    row_top: float | None


def lay_out(pairs: NDArray[np.intp], is_core: NDArray[np.bool_], *, seed: int = 0) -> Layout:
    """Return core rings: the core on an inner circle, the rest on circles around it.

    `pairs` (m, 2) are positions of tied organisations. Neighbours stand at similar angles, taken
    from a Fruchterman-Reingold layout with a seeded start. Who has no tie stands in a row below.
    """
    size = len(is_core)
    linked = np.zeros(size, dtype=bool)
    linked[pairs.ravel()] = True
    positions = np.zeros((size, 2))
    angles = _angles(pairs, size, seed)
    core = np.flatnonzero(is_core & linked)
    wider = np.flatnonzero(~is_core & linked)
    rings = []
    inner = 0.0
    if len(core):
        inner = max(_CORE_RADIUS, len(core) * _CORE_SPACING / (2 * np.pi)) if len(core) > 1 else 0.0
        _place_on_ring(positions, core, angles, inner)
        rings.append(inner)
    for members, radius in _split_rings(wider, angles, inner + 1.5 * _RING_GAP):
        _place_on_ring(positions, members, angles, radius)
        rings.append(radius)
    alone = np.flatnonzero(~linked)
    outer = max(rings, default=0.0)
    row_top = None
    if len(alone):
        per_row = max(6, int(2 * outer / _SPACING))
        row_top = outer + 1.3 * _RING_GAP
        columns = np.arange(len(alone)) % per_row
        used = min(per_row, len(alone))
        positions[alone, 0] = (columns - (used - 1) / 2) * _SPACING * 1.2
        positions[alone, 1] = row_top + _RING_GAP * (0.6 + np.arange(len(alone)) // per_row)
    return Layout(positions=positions, rings=tuple(rings), row_top=row_top)


def _angles(pairs: NDArray[np.intp], size: int, seed: int) -> NDArray[np.float64]:
    if not len(pairs):
        return np.zeros(size)
    start = np.random.default_rng(seed).uniform(-1, 1, (size, 2)).tolist()
    graph = igraph.Graph(n=size, edges=pairs)
    with seed_igraph(seed):
        found = np.array(
            graph.layout_fruchterman_reingold(seed=start, niter=300, grid="nogrid").coords
            if size <= 1000
            else graph.layout_fruchterman_reingold(seed=start, niter=100).coords
        )
    centred = found - found.mean(axis=0)
    angles: NDArray[np.float64] = np.arctan2(centred[:, 1], centred[:, 0])
    return angles


def _split_rings(
    members: NDArray[np.intp], angles: NDArray[np.float64], radius: float
) -> list[tuple[NDArray[np.intp], float]]:
    """Deal members to as few rings as hold them, each in order of angle."""
    ordered = members[np.argsort(angles[members], kind="stable")]
    radii: list[float] = []
    room = 0
    while room < len(ordered):
        radii.append(radius)
        room += int(2 * np.pi * radius / _SPACING)
        radius += _RING_GAP
    # Deal in turn, in proportion to the room on each ring, so that angles stay near their own.
    ring = np.zeros(len(ordered), dtype=int)
    if radii:
        share = np.cumsum(radii) / np.sum(radii)
        turn = (np.arange(len(ordered)) * 0.6180339887) % 1.0
        ring = np.searchsorted(share, turn, side="right").clip(0, len(radii) - 1)
    return [(ordered[ring == number], radius) for number, radius in enumerate(radii)]


def _place_on_ring(
    positions: NDArray[np.float64],
    members: NDArray[np.intp],
    angles: NDArray[np.float64],
    radius: float,
) -> None:
    """Spread members evenly on a circle in order of angle, turned to lie near their angles."""
    if not len(members):
        return
    ordered = members[np.argsort(angles[members], kind="stable")]
    even = np.arange(len(ordered)) * 2 * np.pi / len(ordered)
    turn = np.angle(np.exp(1j * (angles[ordered] - even)).mean())
    positions[ordered, 0] = radius * np.cos(even + turn)
    positions[ordered, 1] = radius * np.sin(even + turn)
