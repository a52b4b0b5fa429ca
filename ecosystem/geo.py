"""Distances and neighbours on the earth, and flat maps of it: arrays in, arrays out.

Places are rows of latitude and longitude in degrees. A place without a position has no distance
and no neighbours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from scipy.spatial import KDTree

if TYPE_CHECKING:
    from numpy.typing import NDArray


EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the earth (IUGG), in kilometres."""

ROUTE_FACTOR = 1.3
"""Kilometres by road for a kilometre in a straight line: an assumption, not a measurement."""

ROAD_SPEED_KM_H = 50.0
"""Speed by road, in kilometres an hour: an assumption, not a measurement."""

_ALMOST = 1 + 1e-12


def measure_km(here: NDArray[np.float64], there: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the great-circle distance in km between the rows of two arrays of places."""
    apart = _on_sphere(here) - _on_sphere(there)
    return _arc(np.sqrt((apart**2).sum(axis=1)))


def measure_table_km(here: NDArray[np.float64], there: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the great-circle distance in km from every place of one array to every of another.

    Shape (here, there): memory grows with the product of the two.
    """
    chord = np.zeros((len(here), len(there)))
    for one, other in zip(_on_sphere(here).T, _on_sphere(there).T, strict=True):
        chord += np.subtract.outer(one, other) ** 2
    return _arc(np.sqrt(chord, out=chord))


def estimate_minutes(km: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return minutes by road for kilometres in a straight line: 1.3 times as far, at 50 km/h."""
    return km * (ROUTE_FACTOR / ROAD_SPEED_KM_H * 60)


def find_nearest(
    places: NDArray[np.float64], sites: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Return the great-circle distance in km to the nearest site, and which site it is.

    Of several sites at one position it is the first. A place without a position, or with no site
    anywhere, gets NaN and -1.
    """
    nearest_km = np.full(len(places), np.nan)
    which = np.full(len(places), -1, dtype=np.intp)
    here, there = _known(places), _known(sites)
    if len(there) and len(here):
        positions, first = np.unique(sites[there], axis=0, return_index=True)
        chord, found = KDTree(_on_sphere(positions)).query(_on_sphere(places[here]))
        nearest_km[here] = _arc(np.atleast_1d(chord))
        which[here] = there[first[np.atleast_1d(found)]]
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
    left, there = _known(places), _known(sites)
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
        nearest_km[left[row]] = _arc(np.asarray(chord)[row, first[row]])
        which[left[row]] = site[row, first[row]]
        if count == len(there):
            break
        left, count = left[~is_found], min(2 * count, len(there))
    return nearest_km, which


def find_within(
    places: NDArray[np.float64], sites: NDArray[np.float64], within_km: float
) -> sparse.csr_array[Any, tuple[int, int]]:
    """Return all pairs of a place and a site no further apart than `within_km`.

    Shape (places, sites); an entry is a pair, its value the distance in km, which may be 0.
    Time and memory grow with the number of pairs.
    """
    here, there = _known(places), _known(sites)
    shape = (len(places), len(sites))
    if not (len(here) and len(there)):
        return sparse.csr_array(shape)
    reach = 2 * np.sin(min(within_km / EARTH_RADIUS_KM, np.pi) / 2)
    found = _tree(places[here]).sparse_distance_matrix(
        _tree(sites[there]), reach * _ALMOST, output_type="ndarray"
    )
    row, column, chord = found["i"], found["j"], found["v"]
    if len(here) < len(places):
        row = here[row]
    if len(there) < len(sites):
        column = there[column]
    pairs = sparse.csr_array((chord, (row, column)), shape=shape)
    pairs.data = _arc(pairs.data)
    return pairs


def find_neighbours(places: NDArray[np.float64], count: int) -> NDArray[np.intp]:
    """Return the `count` nearest other places of each place: shape (places, count).

    Every place needs a position, and there must be more places than `count`.
    """
    _, found = KDTree(_on_sphere(places)).query(_on_sphere(places), k=count + 1)
    found = np.asarray(found)
    is_other = found != np.arange(len(places))[:, None]
    is_other[is_other.all(axis=1), -1] = False  # many at one position: the last, not the place
    return np.asarray(found[is_other].reshape(len(places), count), dtype=np.intp)


def flatten(places: NDArray[np.float64], latitude: float) -> NDArray[np.float64]:
    """Return places on a plane: (n, 2) degrees across and down, true to scale at one latitude.

    East is right and north is up, as on a screen, whose second axis points down. Degrees of
    longitude are squeezed by the cosine of `latitude`, because there they are so much shorter than
    degrees of latitude (the equirectangular projection). At latitude 0 nothing is squeezed.
    """
    squeeze = float(np.cos(np.radians(latitude)))
    return np.column_stack([places[:, 1] * squeeze, -places[:, 0]])


def _tree(degrees: NDArray[np.float64]) -> KDTree:
    """Return a tree that is quick to make, for places that are spread out."""
    return KDTree(_on_sphere(degrees), compact_nodes=False, balanced_tree=False)


def _known(places: NDArray[np.float64]) -> NDArray[np.intp]:
    return np.flatnonzero(np.isfinite(places).all(axis=1))


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
    angle = chord / 2
    np.minimum(angle, 1, out=angle)
    np.arcsin(angle, out=angle)
    angle *= 2 * EARTH_RADIUS_KM
    return angle
