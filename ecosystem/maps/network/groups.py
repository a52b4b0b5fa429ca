"""Groups of organisations for an overview: by area where that is known, else by their ties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ecosystem.graph import find_positions, seed_igraph

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem


_MOST_AREAS = 400
"""Areas that are shown as groups at once: the United Kingdom has 361 local authorities. Of more,
clusters are made instead."""

_LEAST_KNOWN = 0.5
"""Share of organisations whose area must be known: with less, the largest group would be those of
whom it is not known."""

_LEIDEN_ROUNDS = 4
"""Passes of Leiden's method. Another number may draw other clusters; each pass costs the same."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Groups:
    """Which group each organisation is in, and what the groups are called.

    Attributes
    ----------
    member : (organisations,) int
        The group of each.
    names : (groups,) words
        What they are called.
    by : str
        What they were made by: "area" or "cluster".
    """

    member: NDArray[np.intp]
    names: list[str]
    by: str


def find_groups(
    e: Ecosystem,
    rows: NDArray[np.intp],
    pairs: NDArray[np.intp],
    largest: int,
    *,
    seed: int = 0,
) -> Groups:
    """Return groups of the organisations in some rows, none with more than `largest` of them.

    Areas, if at least half of the organisations have one and no area holds too many; otherwise
    clusters of organisations tied more closely to one another (Leiden's method), each named after
    its most tied member. `pairs` (m, 2) are numbers of tied organisations among these.
    """
    base = find_positions(e).base[rows]
    used = np.unique(base[base >= 0])
    if (base >= 0).mean() >= _LEAST_KNOWN and 1 < len(used) <= _MOST_AREAS:
        names = e.areas["name"].iloc[used].astype(str).tolist()
        member = np.searchsorted(used, base)
        if (base < 0).any():
            member[base < 0] = len(used)
            names.append("Area not known")
        if np.bincount(member).max() <= largest:
            return Groups(member=member, names=names, by="area")
    # Rows stand in the order of ids: in that of names other ids give the same clusters.
    names = e.organisations["name"].iloc[rows].tolist()
    order = sorted(range(len(names)), key=names.__getitem__)
    place = np.argsort(order)
    moved = np.unique(np.sort(place[pairs], axis=1), axis=0)
    found = _find_clusters([names[row] for row in order], moved, largest, seed)
    return Groups(member=found.member[place], names=found.names, by="cluster")


def _find_clusters(
    names_of_members: list[str], pairs: NDArray[np.intp], largest: int, seed: int
) -> Groups:
    """Return clusters of members in the order of their names, of `pairs` in order, too."""
    import igraph  # noqa: PLC0415 - a map of places does without, and so runs in a browser

    size = len(names_of_members)
    degrees = np.bincount(pairs.ravel(), minlength=size)
    graph = igraph.Graph(n=size, edges=pairs)
    with seed_igraph(seed):
        clusters = graph.community_leiden("modularity", n_iterations=_LEIDEN_ROUNDS)
    cluster = np.where(degrees > 0, np.array(clusters.membership, dtype=np.intp), -1)

    # A cluster that is too large is dealt out to pieces by turns, from the most tied on, so that
    # each piece has some of those whom all know, and is named after another.
    parts: list[NDArray[np.intp]] = []
    for number in np.unique(cluster[cluster >= 0]):
        rows = np.flatnonzero(cluster == number)
        rows = rows[np.argsort(-degrees[rows], kind="stable")]
        pieces = -(-len(rows) // largest)
        parts += [rows[piece::pieces] for piece in range(pieces)]
    parts.sort(key=lambda rows: (-len(rows), int(rows[0])))
    names = [f"Around {names_of_members[rows[0]]}" for rows in parts]

    # Leiden would make each of those without a tie a cluster of its own.
    loose = np.flatnonzero(degrees == 0)
    pieces = max(1, -(-len(loose) // largest))
    for piece, rows in enumerate(np.array_split(loose, pieces)):
        if len(rows):
            parts.append(rows)
            names.append("Not linked yet" if piece == 0 else f"Not linked yet, part {piece + 1}")

    member = np.empty(size, dtype=np.intp)
    for number, rows in enumerate(parts):
        member[rows] = number
    return Groups(member=member, names=names, by="cluster")
