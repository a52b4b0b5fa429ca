"""Where organisations stand on a page: in rings, packed by ties, or as on the ground."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import igraph
import numpy as np

from ecosystem.graph import seed_igraph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


RINGS = "core rings"
PACKED = "packed"
GROUND = "geographic"
LAYOUTS = (RINGS, PACKED, GROUND)

NOT_LINKED = "Not linked yet"
NO_PLACE = "Place not known"
_SPACING = 120.0
_RING_GAP = 105.0
_CORE_RADIUS = 95.0
_CORE_SPACING = 220.0
_EXACT = 1000
_CLOSE = 90.0
_ROUNDS = 60
_MARGIN = 0.06


@dataclass(frozen=True, kw_only=True, eq=False)
class Layout:
    """Positions of all organisations (n, 2), y down, and what is drawn behind them.

    A line is its two ends; a label its middle and its text.
    """

    positions: NDArray[np.float64]
    rings: tuple[float, ...] = ()
    lines: tuple[tuple[float, float, float, float], ...] = ()
    labels: tuple[tuple[float, float, str], ...] = field(default=())


def lay_out_rings(pairs: NDArray[np.intp], roles: Sequence[str], sectors: Sequence[str]) -> Layout:
    """Return core rings: the core inside, then who is uncertain, then the rest by sector.

    `pairs` (m, 2) are positions of tied organisations. Each sector takes a part of the circle as
    large as its share; within it, organisations stand near those they are tied to. Who has no tie
    stands in a row below.
    """
    size = len(roles)
    role, sector = np.array(roles, dtype=object), np.array(sectors, dtype=object)
    linked = _find_linked(pairs, size)
    core = np.flatnonzero((role == "core") & linked)
    between = np.flatnonzero((role == "uncertain") & linked)
    wider = np.flatnonzero((role != "core") & (role != "uncertain") & linked)
    names = sorted(set(sector[wider]))
    starts, widths = _divide(np.array([(sector[wider] == one).sum() for one in names]))
    angles = np.zeros(size)
    for one, start, width in zip(names, starts, widths, strict=True):
        angles[wider[sector[wider] == one]] = start + width / 2
    near = [core, between]
    for _ in range(3):
        for members in near:
            _spread(angles, members, _mean_angles(pairs, angles, members))
        for one, start, width in zip(names, starts, widths, strict=True):
            members = wider[sector[wider] == one]
            _order_within(angles, members, _mean_angles(pairs, angles, members), start, width)
    positions = np.zeros((size, 2))
    rings: list[float] = []
    radius = 0.0
    for members in near:
        if len(members):
            alone = len(members) == 1 and not rings
            radius = 0.0 if alone else max(radius + _RING_GAP, _CORE_RADIUS)
            radius = max(radius, 0 if alone else len(members) * _CORE_SPACING / (2 * np.pi))
            _stand(positions, members, angles, radius)
            rings.append(radius)
    first = radius + 1.5 * _RING_GAP
    outer = _fill_rings(positions, wider, angles, first)
    rings += outer
    edge = max(rings, default=0.0)
    lines, labels = _mark_sectors(names, starts, widths, first - _RING_GAP / 2, edge)
    row, labelled = _line_up(positions, np.flatnonzero(~linked), edge, NOT_LINKED)
    return Layout(
        positions=row, rings=tuple(rings), lines=tuple(lines), labels=(*labels, *labelled)
    )


def lay_out_packed(pairs: NDArray[np.intp], size: int, *, seed: int = 0) -> Layout:
    """Return each connected part laid out alone, the parts side by side, the largest first.

    A part is laid out by Fruchterman and Reingold's springs from a seeded start.
    """
    positions = np.zeros((size, 2))
    linked = _find_linked(pairs, size)
    graph = igraph.Graph(n=size, edges=pairs)
    parts = [np.array(part) for part in graph.connected_components() if len(part) > 1]
    parts.sort(key=lambda part: (-len(part), int(part[0])))
    left = top = height = 0.0
    width = _SPACING * 1.3 * np.sqrt(max(1, linked.sum()))
    for part in parts:
        spots = _spring(graph.induced_subgraph(part.tolist()), seed)
        box = np.ptp(spots, axis=0)
        if left and left + box[0] > width:
            left, top, height = 0.0, top + height + _SPACING, 0.0
        positions[part] = spots - spots.min(axis=0) + [left, top]
        left += box[0] + _SPACING
        height = max(height, float(box[1]))
    if linked.any():
        drawn = positions[linked]
        positions[linked] -= (drawn.max(axis=0) + drawn.min(axis=0)) / 2
    edge = float(np.abs(positions[linked]).max()) if linked.any() else 0.0
    low = float(positions[linked, 1].max()) if linked.any() else 0.0
    row, labels = _line_up(positions, np.flatnonzero(~linked), edge, NOT_LINKED, low=low)
    return Layout(positions=row, labels=tuple(labels))


def lay_out_ground(degrees: NDArray[np.float64]) -> Layout:
    """Return organisations near their true place, pushed apart; who has none in a row below.

    `degrees` (n, 2) are latitudes and longitudes, NaN where not known.
    """
    known = ~np.isnan(degrees).any(axis=1)
    positions = np.zeros((len(degrees), 2))
    if known.any():
        here = degrees[known]
        middle = np.cos(np.radians(here[:, 0].mean()))
        flat = np.column_stack([here[:, 1] * middle, -here[:, 0]])
        flat -= (flat.max(axis=0) + flat.min(axis=0)) / 2
        wide = _SPACING * 1.6 * np.sqrt(known.sum())
        spots = flat * (wide / (np.ptp(flat, axis=0).max() or 1.0))
        positions[known] = _push_apart(spots)
    low = float(positions[known, 1].max()) if known.any() else 0.0
    edge = float(np.abs(positions[known]).max()) if known.any() else 0.0
    row, labels = _line_up(positions, np.flatnonzero(~known), edge, NO_PLACE, low=low)
    return Layout(positions=row, labels=tuple(labels))


def _find_linked(pairs: NDArray[np.intp], size: int) -> NDArray[np.bool_]:
    linked = np.zeros(size, dtype=bool)
    linked[pairs.ravel()] = True
    return linked


def _divide(counts: NDArray[np.intp]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return where each part of the circle begins and how wide it is, with a little between."""
    if len(counts) < 2:
        return np.full(len(counts), -np.pi / 2), np.full(len(counts), 2 * np.pi)
    share = np.sqrt(counts) * np.sqrt(np.maximum(counts, 2))
    whole = share / share.sum() * 2 * np.pi
    return np.cumsum(whole) - whole - np.pi / 2, whole


def _mean_angles(
    pairs: NDArray[np.intp], angles: NDArray[np.float64], members: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Return the mean direction of those each member is tied to."""
    turned = np.exp(1j * angles)
    total = np.zeros(len(angles), dtype=complex)
    np.add.at(total, pairs[:, 0], turned[pairs[:, 1]])
    np.add.at(total, pairs[:, 1], turned[pairs[:, 0]])
    return np.angle(total[members])


def _spread(
    angles: NDArray[np.float64], members: NDArray[np.intp], wanted: NDArray[np.float64]
) -> None:
    """Spread members evenly round the circle in the order of the wanted angles, near them."""
    if not len(members):
        return
    ordered = members[np.lexsort((members, np.round(wanted, 9)))]
    even = np.arange(len(ordered)) * 2 * np.pi / len(ordered)
    wanted = np.sort(wanted)
    turn = np.angle(np.exp(1j * (wanted - even)).sum() + 1e-9)
    angles[ordered] = even + turn


def _order_within(
    angles: NDArray[np.float64],
    members: NDArray[np.intp],
    wanted: NDArray[np.float64],
    start: float,
    width: float,
) -> None:
    """Spread members over their part of the circle in the order of the wanted angles."""
    middle = start + width / 2
    turned = np.angle(np.exp(1j * (wanted - middle)))
    ordered = members[np.lexsort((members, np.round(turned, 9)))]
    inside = width * (1 - _MARGIN) if width < 2 * np.pi else width
    angles[ordered] = (
        start + (width - inside) / 2 + inside * (np.arange(len(ordered)) + 0.5) / len(ordered)
    )


def _stand(
    positions: NDArray[np.float64],
    members: NDArray[np.intp],
    angles: NDArray[np.float64],
    radius: float,
) -> None:
    positions[members, 0] = radius * np.cos(angles[members])
    positions[members, 1] = radius * np.sin(angles[members])


def _fill_rings(
    positions: NDArray[np.float64],
    members: NDArray[np.intp],
    angles: NDArray[np.float64],
    radius: float,
) -> list[float]:
    """Deal members to as few rings as hold them; neighbours on a ring never stand too close."""
    left = members[np.argsort(angles[members], kind="stable")]
    rings = []
    while len(left):
        wait = []
        first = float(angles[left[0]])
        last = -np.inf
        for one in left.tolist():
            here = float(angles[one])
            around = (first + 2 * np.pi - here) * radius
            if (here - last) * radius < _SPACING or (np.isfinite(last) and around < _SPACING):
                wait.append(one)
                continue
            last = here
            positions[one] = radius * np.cos(here), radius * np.sin(here)
        rings.append(radius)
        radius += _RING_GAP
        left = np.array(wait, dtype=np.intp)
    return rings


def _mark_sectors(
    names: Sequence[str],
    starts: NDArray[np.float64],
    widths: NDArray[np.float64],
    inner: float,
    edge: float,
) -> tuple[list[tuple[float, float, float, float]], list[tuple[float, float, str]]]:
    """Return the lines between sectors and their names outside the last ring."""
    if len(names) < 2:
        return [], []
    outer = edge + 0.9 * _RING_GAP
    lines = [
        (inner * np.cos(one), inner * np.sin(one), outer * np.cos(one), outer * np.sin(one))
        for one in starts
    ]
    labels = [
        (
            1.06 * outer * np.cos(start + width / 2),
            1.06 * outer * np.sin(start + width / 2),
            name.capitalize(),
        )
        for name, start, width in zip(names, starts, widths, strict=True)
    ]
    return lines, labels


def _line_up(
    positions: NDArray[np.float64],
    alone: NDArray[np.intp],
    edge: float,
    label: str,
    *,
    low: float | None = None,
) -> tuple[NDArray[np.float64], list[tuple[float, float, str]]]:
    """Stand those who have no place in rows below, and return the label above the first."""
    if not len(alone):
        return positions, []
    per_row = max(6, int(2 * edge / _SPACING))
    top = (edge + 0.9 * _RING_GAP if low is None else low) + 0.9 * _RING_GAP
    columns = np.arange(len(alone)) % per_row
    used = min(per_row, len(alone))
    positions[alone, 0] = (columns - (used - 1) / 2) * _SPACING * 1.2
    positions[alone, 1] = top + _RING_GAP * (0.6 + np.arange(len(alone)) // per_row)
    return positions, [(0.0, top, label)]


def _spring(graph: igraph.Graph, seed: int) -> NDArray[np.float64]:
    """Return a connected part laid out by springs, its mean tie as long as the spacing."""
    size = graph.vcount()
    start = np.random.default_rng(seed).uniform(-1, 1, (size, 2)).tolist()
    with seed_igraph(seed):
        found = np.array(
            graph.layout_fruchterman_reingold(seed=start, niter=300, grid="nogrid").coords
            if size <= _EXACT
            else graph.layout_fruchterman_reingold(seed=start, niter=100, grid="grid").coords
        )
    ends = np.array(graph.get_edgelist())
    length = np.median(np.hypot(*(found[ends[:, 0]] - found[ends[:, 1]]).T))
    spots = found * (1.1 * _SPACING / max(float(length), 1e-6))
    # A few thrown far out by the springs would shrink all others to a dot.
    middle = np.median(spots, axis=0)
    away = spots - middle
    distance = np.hypot(*away.T)
    most = 3 * np.median(distance) + _SPACING
    far = distance > most
    away[far] *= (most * (1 + np.log(distance[far] / most)) / distance[far])[:, None]
    return _push_apart(away)


def _push_apart(spots: NDArray[np.float64]) -> NDArray[np.float64]:
    """Move those that stand too close apart, each by half of what is missing."""
    from scipy.spatial import cKDTree  # noqa: PLC0415 - start-up time

    # Two at one position part along a direction of their own.
    turn = np.arange(len(spots)) * 2.399963
    moved = spots + np.column_stack([np.cos(turn), np.sin(turn)]) * 1e-2
    for _ in range(_ROUNDS):
        near = cKDTree(moved).query_pairs(_CLOSE, output_type="ndarray")
        if not len(near):
            break
        gap = moved[near[:, 0]] - moved[near[:, 1]]
        distance = np.hypot(*gap.T)
        push = gap / distance[:, None] * ((_CLOSE - distance) * 0.52)[:, None]
        np.add.at(moved, near[:, 0], push)
        np.add.at(moved, near[:, 1], -push)
    return moved
