"""Distances and neighbours on the earth: arrays in, arrays out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import KDTree

if TYPE_CHECKING:
    from numpy.typing import NDArray

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the earth (IUGG), in kilometres."""


def find_nearest(
    places: NDArray[np.float64], sites: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Return the great-circle distance in km to the nearest site, and which site it is.

    `places` (n, 2) and `sites` (m, 2) hold latitude and longitude in degrees. A place without a
    position, or with no site anywhere, gets NaN and -1.
    """
    nearest_km = np.full(len(places), np.nan)
    which = np.full(len(places), -1, dtype=np.intp)
    here = np.isfinite(places).all(axis=1)
    there = np.flatnonzero(np.isfinite(sites).all(axis=1))
    if len(there) and here.any():
        chord, found = KDTree(_on_sphere(sites[there])).query(_on_sphere(places[here]))
        nearest_km[here] = _arc(np.atleast_1d(chord))
        which[here] = there[np.atleast_1d(found)]
    return nearest_km, which


def find_nearest_elsewhere(
    places: NDArray[np.float64],
    sites: NDArray[np.float64],
    owner: NDArray[np.intp],
    inside: NDArray[np.intp],
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Return distance to, and number of, the nearest site whose owner has none in the place.

    `owner` numbers who each site belongs to; `inside` is the place each site lies in, -1 if in
    none. NaN and -1 where there is no such site.
    """
    nearest_km = np.full(len(places), np.nan)
    which = np.full(len(places), -1, dtype=np.intp)
    there = np.flatnonzero(np.isfinite(sites).all(axis=1))
    left = np.flatnonzero(np.isfinite(places).all(axis=1))
    if not len(there):
        return nearest_km, which
    size = max(len(places), 1)
    at_home = np.unique((owner * size + inside)[inside >= 0])
    tree, count = KDTree(_on_sphere(sites[there])), 1
    while len(left):
        chord, found = tree.query(_on_sphere(places[left]), k=np.arange(1, count + 1))
        site = there[found]
        counts = ~np.isin(owner[site] * size + left[:, None], at_home)
        first, is_found = counts.argmax(axis=1), counts.any(axis=1)
        row = np.flatnonzero(is_found)
        nearest_km[left[row]] = _arc(chord[row, first[row]])
        which[left[row]] = site[row, first[row]]
        if count == len(there):
            break
        left, count = left[~is_found], min(2 * count, len(there))
    return nearest_km, which


def find_within(
    places: NDArray[np.float64], sites: NDArray[np.float64], within_km: float
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
    """Return all pairs of a place and a site no further apart than `within_km`.

    The three arrays hold the place, the site and the distance in km, ordered by place and site.
    """
    here = np.flatnonzero(np.isfinite(places).all(axis=1))
    there = np.flatnonzero(np.isfinite(sites).all(axis=1))
    if not (len(here) and len(there)):
        none = np.empty(0, dtype=np.intp)
        return none, none, np.empty(0)
    reach = 2 * np.sin(min(within_km / EARTH_RADIUS_KM, np.pi) / 2)
    pairs = KDTree(_on_sphere(places[here])).sparse_distance_matrix(
        KDTree(_on_sphere(sites[there])), reach * (1 + 1e-12), output_type="ndarray"
    )
    order = np.lexsort((pairs["j"], pairs["i"]))
    return here[pairs["i"][order]], there[pairs["j"][order]], _arc(pairs["v"][order])


def _on_sphere(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    latitude, longitude = np.radians(degrees).T
    return np.column_stack(
        [
            np.cos(latitude) * np.cos(longitude),
            np.cos(latitude) * np.sin(longitude),
            np.sin(latitude),
        ]
    )


def _arc(chord: NDArray[np.float64]) -> NDArray[np.float64]:
    return 2 * EARTH_RADIUS_KM * np.arcsin(np.clip(chord / 2, 0, 1))
