"""Where organisations stand on a page: packed by their ties, or as on the ground.

Positions are in units of the page, a pixel at its natural size; y points down. The third layout,
core rings, is in `rings`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from ecosystem.geo import flatten
from ecosystem.graph import seed_igraph
from ecosystem.maps.packing import pack_boxes, push_apart

if TYPE_CHECKING:
    import igraph
    from numpy.typing import NDArray


LayoutName = Literal["core rings", "packed", "geographic"]

RINGS: Final = "core rings"
PACKED: Final = "packed"
GROUND: Final = "geographic"
LAYOUTS: tuple[LayoutName, ...] = (RINGS, PACKED, GROUND)
"""The layouts a reader chooses among, in the order in which the page offers them."""

NOT_LINKED = "Not linked yet"
NO_POSITION = "Position not known"

SPACING = 120.0
"""Units between two marks side by side: a mark of the core is 52 wide, and a name is wrapped to
lines of about this width. Larger: names overlap less, and the whole is smaller on a screen."""

RING_GAP = 105.0
"""Units between two rings, or two rows: a mark, and two lines of its name below it."""

_LEAST_APART = 90.0
"""Units below which two marks are pushed apart: less than the spacing, because names may stand
closer where that keeps a shape, but marks may not touch."""

_PUSH_SHARE = 0.52
"""Each of two that are too near moves a little more than half of what they lack, so that a pair is
past the limit after one round, whatever the last digits are."""

_PUSH_ROUNDS = 60
"""Rounds of pushing at most. In a crowd, whoever leaves one mark nears another, so that all of
these are used; more would part a crowd further, and each takes the same time."""

_NUDGE = 0.01
"""Units by which marks at one position are parted first: far less than a pixel."""

_MOST_EXACT = 1000
"""Organisations in one connected part up to which every pair of them repels. Above, only near ones
do (igraph's grid): all pairs of 1,500 take 1.3 processor seconds, near ones 0.02. Larger: better
pictures of large parts, and a longer wait."""


_LEAST_STAR = 12
"""Organisations above which a part in which one is tied to all others, and few others to one
another, is laid out as a star: the springs give smaller ones their circle."""

_SEED_SPACING = 55.0
"""Units by which the seeds of a sunflower are spaced: the nearest two are then 90 apart."""

_SEEDS_FREE = 5
"""Seeds left out in the middle, so that the hub's name has room."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Layout:
    """Where each organisation stands, and what is drawn behind them.

    Attributes
    ----------
    positions : (organisations, 2) float, units of the page
        Across and down.
    rings : radii
        Circles round the middle (0, 0).
    lines : (x, y, x, y)
        The two ends of each.
    labels : (x, y, text)
        The middle of each text, and what it says.
    """

    positions: NDArray[np.float64]
    rings: tuple[float, ...] = ()
    lines: tuple[tuple[float, float, float, float], ...] = ()
    labels: tuple[tuple[float, float, str], ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False)
class Row:
    """Those who have no position of their own, and what is said of them.

    Attributes
    ----------
    label : str
        What they have in common.
    members : (members,) int
        Their rows.
    """

    label: str
    members: NDArray[np.intp]


def lay_out_packed(pairs: NDArray[np.intp], size: int, *, seed: int = 0) -> Layout:
    """Return each connected part laid out alone, the parts side by side, the largest first.

    `pairs` (m, 2) are rows of tied organisations, `size` is how many organisations there are. A
    part is laid out by Fruchterman and Reingold's springs from a seeded start.
    """
    import igraph  # noqa: PLC0415 - a map of places does without, and so runs in a browser

    positions = np.zeros((size, 2))
    is_linked = find_linked(pairs, size)
    graph = igraph.Graph(n=size, edges=pairs)
    parts = [np.array(part) for part in graph.connected_components() if len(part) > 1]
    parts.sort(key=lambda part: (-len(part), int(part[0])))

    # All together are about as wide as they need for a square.
    all_spots = [_lay_out_part(graph.induced_subgraph(part.tolist()), seed) for part in parts]
    widest = max((float(np.ptp(spots[:, 0])) for spots in all_spots), default=0.0)
    width = max(widest, SPACING * 1.3 * np.sqrt(max(1, is_linked.sum())))
    boxes = [tuple((np.ptp(spots, axis=0) + SPACING).tolist()) for spots in all_spots]
    corners = pack_boxes(boxes, width=width + SPACING)
    for part, spots, corner in zip(parts, all_spots, corners, strict=True):
        positions[part] = spots - spots.min(axis=0) + corner

    drawn = positions[is_linked]
    if len(drawn):
        positions[is_linked] -= (drawn.max(axis=0) + drawn.min(axis=0)) / 2
    return _finish(positions, is_linked, NOT_LINKED)


def lay_out_ground(degrees: NDArray[np.float64]) -> Layout:
    """Return organisations near their true place, pushed apart; who has none in a row below.

    `degrees` (n, 2) are latitudes and longitudes, NaN where not known.
    """
    is_known = np.asarray(~np.isnan(degrees).any(axis=1))
    positions = np.zeros((len(degrees), 2))
    if is_known.any():
        known = degrees[is_known]
        flat = flatten(known, known[:, 0].mean())
        flat -= (flat.max(axis=0) + flat.min(axis=0)) / 2

        # As wide as all of them need for a square, and some more, because people crowd in towns.
        width = SPACING * 1.6 * np.sqrt(is_known.sum())
        positions[is_known] = _push_apart(flat * (width / (np.ptp(flat, axis=0).max() or 1.0)))
    return _finish(positions, is_known, NO_POSITION)


def find_linked(pairs: NDArray[np.intp], size: int) -> NDArray[np.bool_]:
    """Tell which organisations (size,) have a tie."""
    is_linked = np.zeros(size, dtype=bool)
    is_linked[pairs.ravel()] = True
    return is_linked


def stand_below(
    positions: NDArray[np.float64], row: Row, *, edge: float, low: float
) -> list[tuple[float, float, str]]:
    """Stand those who have no position in rows below the rest; return the label above them.

    `edge` is how far the rest reach from the middle, `low` how far down. Nobody is left out of
    the picture: not to be linked is itself a finding.
    """
    count = len(row.members)
    if not count:
        return []
    # As wide as the rest, and no higher than wide: hundreds would hang down in a narrow column.
    per_row = max(6, int(2 * edge / SPACING), int(np.ceil(np.sqrt(count))))
    top = low + 0.9 * RING_GAP
    columns = np.arange(count) % per_row
    widest = min(per_row, count)
    positions[row.members, 0] = (columns - (widest - 1) / 2) * SPACING * 1.2
    positions[row.members, 1] = top + RING_GAP * (0.6 + np.arange(count) // per_row)
    return [(0.0, top, row.label)]


def _finish(positions: NDArray[np.float64], has_position: NDArray[np.bool_], label: str) -> Layout:
    """Return the layout with those who have no position in rows below, under their label."""
    drawn = positions[has_position]
    edge = float(np.abs(drawn).max()) if len(drawn) else 0.0
    low = float(drawn[:, 1].max()) if len(drawn) else 0.0
    below = Row(label=label, members=np.flatnonzero(~has_position))
    labels = stand_below(positions, below, edge=edge, low=low)
    return Layout(positions=positions, labels=tuple(labels))


def _lay_out_part(graph: igraph.Graph, seed: int) -> NDArray[np.float64]:
    """Return a connected part: a star round its middle, any other by springs."""
    size = graph.vcount()
    if size > _LEAST_STAR and graph.ecount() < size + size // 4:
        hub = int(np.argmax(graph.degree()))
        if graph.degree(hub) == size - 1:
            return _lay_out_star(size, hub)
    return _lay_out_springs(graph, seed)


def _lay_out_star(size: int, hub: int) -> NDArray[np.float64]:
    """Return (size, 2): the hub in the middle, the others round it as the seeds of a sunflower.

    Springs alone leave the hub of a large star at its edge: hundreds of ties of one length have no
    room on one circle, and whoever is pushed off it pushes the hub aside. The seeds of a sunflower
    fill a disc evenly, in any number (Vogel 1979, https://doi.org/10.1016/0025-5564(79)90080-4).
    """
    order = np.delete(np.arange(size), hub)
    rank = np.arange(size - 1)
    radius = _SEED_SPACING * np.sqrt(rank + _SEEDS_FREE)
    angle = rank * np.pi * (3 - np.sqrt(5))
    spots = np.zeros((size, 2))
    spots[order] = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    return spots


def _lay_out_springs(graph: igraph.Graph, seed: int) -> NDArray[np.float64]:
    """Return a connected part laid out by springs: (vertices, 2), marks pushed apart."""
    size = graph.vcount()
    # The start is given, so that the seed alone decides it.
    start = np.random.default_rng(seed).uniform(-1, 1, (size, 2)).tolist()
    with seed_igraph(seed):
        layout = (
            graph.layout_fruchterman_reingold(seed=start, niter=300, grid="nogrid")
            if size <= _MOST_EXACT
            else graph.layout_fruchterman_reingold(seed=start, niter=100, grid="grid")
        )
    spots = np.array(layout.coords)

    # The springs know no units: the median tie becomes a little longer than the spacing.
    ends = np.array(graph.get_edgelist())
    length = np.median(np.hypot(*(spots[ends[:, 0]] - spots[ends[:, 1]]).T))
    spots = spots * (1.1 * SPACING / max(float(length), 1e-6))

    # A few thrown far out by the springs would shrink all others to a dot. Beyond three times the
    # median distance from the middle, distances grow by their logarithm only: order is kept.
    away = spots - np.median(spots, axis=0)
    distance = np.hypot(*away.T)
    most = 3 * np.median(distance) + SPACING
    is_far = distance > most
    pulled = most * (1 + np.log(distance[is_far] / most)) / distance[is_far]
    away[is_far] *= pulled[:, None]
    return _push_apart(away)


def _push_apart(positions: NDArray[np.float64]) -> NDArray[np.float64]:
    return push_apart(
        positions, least=_LEAST_APART, share=_PUSH_SHARE, rounds=_PUSH_ROUNDS, nudge=_NUDGE
    )
