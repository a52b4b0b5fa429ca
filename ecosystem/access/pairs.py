"""Pairs of an area and a service that reaches it, and how far the two are from one another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = sparse.csr_array[Any, tuple[int, int]]


@dataclass(frozen=True, kw_only=True, eq=False)
class Pairs:
    """Areas and the services that reach them, a row a pair; a pair may stand there twice.

    Attributes
    ----------
    area : (pairs,) int
        Row of the area.
    service : (pairs,) int
        Number of the service among those asked for.
    distance : (pairs,) float, km or minutes
        From the area to the service; NaN where it is not known.
    """

    area: NDArray[np.intp]
    service: NDArray[np.intp]
    distance: NDArray[np.float64]


def no_pairs() -> Pairs:
    """Return pairs of which there are none."""
    rows = np.empty(0, dtype=np.intp)
    return Pairs(area=rows, service=rows, distance=np.empty(0))


def join(first: Pairs, second: Pairs) -> Pairs:
    """Return the pairs of both, those of the first before those of the second."""
    return Pairs(
        area=np.concatenate([first.area, second.area]),
        service=np.concatenate([first.service, second.service]),
        distance=np.concatenate([first.distance, second.distance]),
    )


def make_matrix(pairs: Pairs, shape: tuple[int, int]) -> Matrix:
    """Return pairs as a matrix (areas, services) of distances; of equal pairs the shortest counts.

    It is written in its final form, because scipy would add up the distances of equal pairs where
    it is handed a list of them.
    """
    areas, services = shape
    # One number for each pair, in the order of the matrix: area by area, then by service.
    key, distance = pairs.area * services + pairs.service, pairs.distance

    # Pairs that come in order and once each, as those of `find_within` do, need no sorting.
    if (np.diff(key) <= 0).any():
        order = np.argsort(key, kind="stable")
        key, distance = key[order], distance[order]
        first = np.flatnonzero(np.diff(key, prepend=-1))
        key, distance = key[first], np.fmin.reduceat(distance, first)

    area, service = np.divmod(key, services) if services else (key, key)
    starts = np.concatenate([[0], np.cumsum(np.bincount(area, minlength=areas))])
    return sparse.csr_array((distance, service, starts), shape=shape)
