"""Groups of organisations for an overview: by area where that is known, else by their ties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import igraph
import numpy as np

from ecosystem.graph import seed_igraph

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem


_MOST_GROUPS = 400
_KNOWN = 0.5


@dataclass(frozen=True, kw_only=True, eq=False)
class Groups:
    """Which group each organisation is in, and what the groups are called."""

    member: NDArray[np.intp]
    names: list[str]
    by: str


def find_groups(e: Ecosystem, pairs: NDArray[np.intp], largest: int, *, seed: int = 0) -> Groups:
    """Return groups none of which holds more than `largest` organisations.

    Areas, if at least half of the organisations have one and no area holds too many; otherwise
    clusters of organisations tied more closely to one another (Leiden's method), each named after
    its most tied member.
    """
    codes = e.organisations["area_code"]
    areas = e.areas.set_index("area_code")["name"]
    counts = codes.value_counts()
    if codes.notna().mean() >= _KNOWN and 1 < len(counts) <= _MOST_GROUPS:
        found = sorted(counts.index)
        names = [str(areas[one]) for one in found]
        member = codes.map({one: number for number, one in enumerate(found)}).fillna(len(found))
        if codes.isna().any():
            names.append("Place not known")
        whole = Groups(member=member.to_numpy(dtype=np.intp), names=names, by="area")
        if np.bincount(whole.member).max() <= largest:
            return whole
    return _find_clusters(e, pairs, largest, seed)


def _find_clusters(e: Ecosystem, pairs: NDArray[np.intp], largest: int, seed: int) -> Groups:
    size = len(e.organisations)
    graph = igraph.Graph(n=size, edges=pairs)
    degrees = np.bincount(pairs.ravel(), minlength=size)
    with seed_igraph(seed):
        found = graph.community_leiden("modularity", n_iterations=4).membership
    member = np.array(found, dtype=np.intp)
    alone = degrees == 0
    member[alone] = -1
    parts: list[NDArray[np.intp]] = []
    for one in np.unique(member[member >= 0]):
        rows = np.flatnonzero(member == one)
        rows = rows[np.argsort(-degrees[rows], kind="stable")]
        pieces = -(-len(rows) // largest)
        parts += [rows[piece::pieces] for piece in range(pieces)]
    parts.sort(key=lambda rows: (-len(rows), int(rows[0])))
    names = [f"Around {e.organisations['name'].iloc[rows[0]]}" for rows in parts]
    loose = np.flatnonzero(alone)
    for number, piece in enumerate(np.array_split(loose, max(1, -(-len(loose) // largest)))):
        if len(piece):
            parts.append(piece)
            names.append("Not linked yet" if number == 0 else f"Not linked yet, part {number + 1}")
    for number, rows in enumerate(parts):
        member[rows] = number
    return Groups(member=member, names=names, by="cluster")
