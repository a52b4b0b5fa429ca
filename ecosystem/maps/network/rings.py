"""Core rings: the core in the middle, the rest in rings around it, each sector a slice.

Directions are angles in radians, 0 to the right, growing clockwise because y points down.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .layout import NOT_LINKED, RING_GAP, SPACING, Layout, Row, find_linked, stand_below

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


_CORE_RADIUS = 95.0
"""Radius of the innermost ring, in units of the page: a core of two or three stands this far from
the middle, so that ties between them are lines that can be seen. Larger: a hole in the middle."""

_CORE_SPACING = 220.0
"""Units of ring for each member of an inner ring, nearly twice what two marks need: ties from all
sides pass between the members of a core, and their names are larger."""

_MARGIN = 0.06
"""Share of its slice that a sector leaves free, half of it at either side, so that the line between
two sectors touches no mark."""

_ROUNDS = 3
"""How often the rings are ordered by those they are tied to. Each round an order meets the last
one of the other rings; more rounds untangle more ties, and another number draws another map."""


@dataclass(frozen=True, kw_only=True, eq=False)
class _Slice:
    """The part of the circle that belongs to a sector.

    Attributes
    ----------
    sector : str
        Its name.
    members : (members,) int
        Rows of its organisations.
    start, width : float, radians
        Where the slice begins and how far it reaches.
    """

    sector: str
    members: NDArray[np.intp]
    start: float
    width: float

    @property
    def middle(self) -> float:
        """The direction of its middle."""
        return self.start + self.width / 2


def lay_out_rings(pairs: NDArray[np.intp], roles: Sequence[str], sectors: Sequence[str]) -> Layout:
    """Return core rings: the core inside, then who is uncertain, then the rest by sector.

    `pairs` (m, 2) are rows of tied organisations. Each sector takes a part of the circle as
    large as its share; within it, organisations stand near those they are tied to. Who has no tie
    stands in a row below.
    """
    role, sector = np.array(roles, dtype=object), np.array(sectors, dtype=object)
    is_linked = find_linked(pairs, len(roles))
    inner = [np.flatnonzero((role == name) & is_linked) for name in ("core", "uncertain")]
    outer = np.flatnonzero((role != "core") & (role != "uncertain") & is_linked)
    slices = _divide_circle(outer, sector)
    angles = _choose_angles(pairs, inner, slices, len(roles))

    positions = np.zeros((len(roles), 2))
    rings = _fill_inner_rings(positions, inner, angles)
    # The sectors begin half a ring further out than the next ring would, so that the eye sees
    # where the core ends.
    first = (rings[-1] if rings else 0.0) + 1.5 * RING_GAP
    rings += _fill_outer_rings(positions, outer, angles, first)

    edge = max(rings, default=0.0)
    lines, labels = _mark_sectors(slices, first - RING_GAP / 2, edge)
    below = Row(label=NOT_LINKED, members=np.flatnonzero(~is_linked))
    # The names of the sectors stand beyond the last ring: the row begins below them.
    labelled = stand_below(positions, below, edge=edge, low=edge + 0.9 * RING_GAP)
    return Layout(
        positions=positions, rings=tuple(rings), lines=tuple(lines), labels=(*labels, *labelled)
    )


def _divide_circle(outer: NDArray[np.intp], sector: NDArray[np.object_]) -> list[_Slice]:
    """Return a slice of the circle for each sector of the outer organisations, from the top on."""
    names = sorted(set(sector[outer]))
    members = [outer[sector[outer] == name] for name in names]
    starts, widths = np.full(len(names), -np.pi / 2), np.full(len(names), 2 * np.pi)
    if len(names) > 1:
        counts = np.array([len(rows) for rows in members])
        # As large as its share; a sector of one counts as 1.4, or its name would not fit.
        share = np.sqrt(counts) * np.sqrt(np.maximum(counts, 2))
        widths = share / share.sum() * 2 * np.pi
        starts = np.cumsum(widths) - widths - np.pi / 2
    return [
        _Slice(sector=name, members=rows, start=start, width=width)
        for name, rows, start, width in zip(names, members, starts, widths, strict=True)
    ]


def _choose_angles(
    pairs: NDArray[np.intp],
    inner: Sequence[NDArray[np.intp]],
    slices: Sequence[_Slice],
    size: int,
) -> NDArray[np.float64]:
    """Return the direction of each organisation (n,), near the directions of those it is tied to.

    The barycentre heuristic of layered drawings (Sugiyama, Tagawa and Toda 1981,
    https://doi.org/10.1109/TSMC.1981.4308636) on rings: each ring in turn is put in the order of
    the mean directions of its members' partners, which leaves few ties to cross.
    """
    # Before the first round all of a sector stand in its middle, and so pull the core that way.
    angles = np.zeros(size)
    for part in slices:
        angles[part.members] = part.middle
    for _ in range(_ROUNDS):
        for members in inner:
            _spread_round(angles, members, _mean_angles(pairs, angles, members))
        for part in slices:
            _spread_in_slice(angles, part, _mean_angles(pairs, angles, part.members))
    return angles


def _mean_angles(
    pairs: NDArray[np.intp], angles: NDArray[np.float64], members: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Return the mean direction (members,) of those each member is tied to."""
    # Directions are added as points on the unit circle: the mean of 350 and 10 degrees is 0.
    turned = np.exp(1j * angles)
    total = np.zeros(len(angles), dtype=complex)
    np.add.at(total, pairs[:, 0], turned[pairs[:, 1]])
    np.add.at(total, pairs[:, 1], turned[pairs[:, 0]])
    return np.angle(total[members])


def _spread_round(
    angles: NDArray[np.float64], members: NDArray[np.intp], wanted: NDArray[np.float64]
) -> None:
    """Spread members evenly round the circle in the order of the wanted angles, near them."""
    if not len(members):
        return
    # Rounded, because the last digits of a mean differ between machines; then by row.
    ordered = members[np.lexsort((members, np.round(wanted, 9)))]
    even = np.arange(len(ordered)) * 2 * np.pi / len(ordered)

    # The even ring is turned as a whole to where it is nearest to the wanted angles. Angles that
    # cancel out have no direction: the small number turns the ring to the right then.
    turn = np.angle(np.exp(1j * (np.sort(wanted) - even)).sum() + 1e-9)
    angles[ordered] = even + turn


def _spread_in_slice(
    angles: NDArray[np.float64], part: _Slice, wanted: NDArray[np.float64]
) -> None:
    """Spread members evenly over their slice in the order of the wanted angles."""
    # Measured from the slice's middle, so that the cut at 180 degrees lies opposite the slice.
    turned = np.angle(np.exp(1j * (wanted - part.middle)))
    ordered = part.members[np.lexsort((part.members, np.round(turned, 9)))]
    inside = part.width * (1 - _MARGIN) if part.width < 2 * np.pi else part.width
    steps = (np.arange(len(ordered)) + 0.5) / len(ordered)
    angles[ordered] = part.start + (part.width - inside) / 2 + inside * steps


def _fill_inner_rings(
    positions: NDArray[np.float64],
    inner: Sequence[NDArray[np.intp]],
    angles: NDArray[np.float64],
) -> list[float]:
    """Stand each group that has members on a ring of its own; return the radii, growing."""
    rings: list[float] = []
    for members in inner:
        if not len(members):
            continue
        # Whoever is a core of one is the middle itself.
        radius = 0.0
        if rings or len(members) > 1:
            least = (rings[-1] if rings else 0.0) + RING_GAP
            radius = max(least, _CORE_RADIUS, len(members) * _CORE_SPACING / (2 * np.pi))
        positions[members, 0] = radius * np.cos(angles[members])
        positions[members, 1] = radius * np.sin(angles[members])
        rings.append(radius)
    return rings


def _fill_outer_rings(
    positions: NDArray[np.float64],
    members: NDArray[np.intp],
    angles: NDArray[np.float64],
    radius: float,
) -> list[float]:
    """Deal members to as few rings as hold them, from `radius` on; return the radii, growing.

    A member keeps its direction and only goes further out, so it stays in its sector; on a ring
    two neighbours are never nearer than the spacing.
    """
    waiting = members[np.argsort(angles[members], kind="stable")]
    rings = []
    while len(waiting):
        passed = []
        first = float(angles[waiting[0]])
        last = -np.inf
        for row in waiting.tolist():
            angle = float(angles[row])
            # A ring closes: the last on it must leave room to the first as well.
            to_first = (first + 2 * np.pi - angle) * radius
            if (angle - last) * radius < SPACING or (np.isfinite(last) and to_first < SPACING):
                passed.append(row)
                continue
            last = angle
            positions[row] = radius * np.cos(angle), radius * np.sin(angle)
        rings.append(radius)
        radius += RING_GAP
        waiting = np.array(passed, dtype=np.intp)
    return rings


def _mark_sectors(
    slices: Sequence[_Slice], inside: float, edge: float
) -> tuple[list[tuple[float, float, float, float]], list[tuple[float, float, str]]]:
    """Return the lines between sectors, and their names outside the last ring, as `Layout` has.

    The lines reach from radius `inside` to beyond `edge`, the radius of the last ring. One sector
    alone needs neither.
    """
    if len(slices) < 2:
        return [], []
    outside = edge + 0.9 * RING_GAP
    lines = []
    labels = []
    for part in slices:
        across, down = np.cos(part.start), np.sin(part.start)
        lines.append((inside * across, inside * down, outside * across, outside * down))
        labels.append(
            (
                1.06 * outside * np.cos(part.middle),
                1.06 * outside * np.sin(part.middle),
                part.sector.capitalize(),
            )
        )
    return lines, labels
