"""Distances and neighbours on the earth, and flat maps of it: arrays in, arrays out.

Points are arrays of shape (points, 2): latitude and longitude in degrees, NaN where not known. A
point without a position has no distance and no neighbours.

Nearest points are looked for on the unit sphere in three dimensions, not on a flat map: there the
straight line between two points, the chord, grows with the distance along the ground, everywhere
alike, so that an ordinary tree of points finds the right neighbours. Only the chords that are asked
for are then turned into kilometres.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.spatial import KDTree


EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the earth (IUGG), in kilometres."""

ROUTE_FACTOR = 1.3
"""Kilometres by road for a kilometre in a straight line: an assumption, not a measurement."""

ROAD_SPEED_KM_H = 50.0
"""Speed by road, in kilometres an hour: an assumption, not a measurement."""


def measure_km(here: NDArray[np.float64], there: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the great-circle distance in km between the rows of two arrays of points."""
    difference = _on_sphere(here) - _on_sphere(there)
    return _arc(np.sqrt((difference**2).sum(axis=1)))


def measure_table_km(here: NDArray[np.float64], there: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the great-circle distance in km from every point of one array to every one of another.

    Shape (here, there): memory grows with the product of the two.
    """
    chord = np.zeros((len(here), len(there)))
    for coordinate, other_coordinate in zip(_on_sphere(here).T, _on_sphere(there).T, strict=True):
        chord += np.subtract.outer(coordinate, other_coordinate) ** 2
    return _arc(np.sqrt(chord, out=chord))


def estimate_minutes(km: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return minutes by road for kilometres in a straight line: 1.3 times as far, at 50 km/h."""
    return km * (ROUTE_FACTOR / ROAD_SPEED_KM_H * 60)


def find_nearest(
    points: NDArray[np.float64], sites: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Return the great-circle distance in km to the nearest site, and which site it is.

    A row a point. Of several sites at one position it is the first. A point without a position, or
    with no site anywhere, gets NaN and -1.
    """
    nearest_km = np.full(len(points), np.nan)
    site = np.full(len(points), -1, dtype=np.intp)
    here, there = _known(points), _known(sites)
    if len(there) and len(here):
        distinct, first = np.unique(sites[there], axis=0, return_index=True)
        chord, nearest = _make_tree(distinct).query(_on_sphere(points[here]))
        nearest_km[here] = _arc(np.atleast_1d(chord))
        site[here] = there[first[np.atleast_1d(nearest)]]
    return nearest_km, site


def find_nearest_elsewhere(
    points: NDArray[np.float64],
    sites: NDArray[np.float64],
    owner: NDArray[np.intp],
    inside: NDArray[np.intp],
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Return, for each area, the nearest site whose owner has no site in the area itself.

    Parameters
    ----------
    points : (areas, 2), degrees
        The centres of the areas.
    sites : (sites, 2), degrees
        Where something is offered.
    owner : (sites,)
        The number of who each site belongs to.
    inside : (sites,)
        The area each site lies in; -1 if in none.

    Returns
    -------
    tuple
        A row an area: distance in km, and the number of the site; NaN and -1 where there is none.
    """
    nearest_km = np.full(len(points), np.nan)
    nearest_site = np.full(len(points), -1, dtype=np.intp)
    unserved, there = _known(points), _known(sites)
    if not len(there):
        return nearest_km, nearest_site

    # An owner and an area as one number, so that pairs can be looked up in an array.
    size = max(len(points), 1)
    owners_in_area = np.unique((owner * size + inside)[inside >= 0])

    # For nearly all areas one of the nearest few sites will do: twice as many are asked for at each
    # turn, and only for the areas that have found none.
    tree, count = _make_tree(sites[there]), 1
    while len(unserved):
        chord, nearest = tree.query(_on_sphere(points[unserved]), k=np.arange(1, count + 1))
        site = there[nearest]
        is_elsewhere = ~np.isin(owner[site] * size + unserved[:, None], owners_in_area)
        first, has_one = is_elsewhere.argmax(axis=1), is_elsewhere.any(axis=1)
        row = np.flatnonzero(has_one)
        nearest_km[unserved[row]] = _arc(np.asarray(chord)[row, first[row]])
        nearest_site[unserved[row]] = site[row, first[row]]
        if count == len(there):
            break
        unserved, count = unserved[~has_one], min(2 * count, len(there))
    return nearest_km, nearest_site


def find_within(
    points: NDArray[np.float64], sites: NDArray[np.float64], within_km: float
) -> sparse.csr_array[Any, tuple[int, int]]:
    """Return all pairs of a point and a site no further apart than `within_km`.

    Shape (points, sites); an entry is a pair, its value the distance in km, which may be 0. One at
    exactly the limit may be lost to rounding: whoever asks widens the limit by as much as is meant.
    Time and memory grow with the number of pairs.
    """
    here, there = _known(points), _known(sites)
    shape = (len(points), len(sites))
    if not (len(here) and len(there)):
        return sparse.csr_array(shape)
    reach = 2 * np.sin(min(within_km / EARTH_RADIUS_KM, np.pi) / 2)
    pairs_found = _make_quick_tree(points[here]).sparse_distance_matrix(
        _make_quick_tree(sites[there]), reach, output_type="ndarray"
    )

    # The tree counts only points with a position: back to rows of all points, and of all sites.
    row, column, chord = pairs_found["i"], pairs_found["j"], pairs_found["v"]
    if len(here) < len(points):
        row = here[row]
    if len(there) < len(sites):
        column = there[column]
    pairs = sparse.csr_array((chord, (row, column)), shape=shape)
    pairs.data = _arc(pairs.data)
    return pairs


def find_neighbours(points: NDArray[np.float64], count: int) -> NDArray[np.intp]:
    """Return the `count` nearest other points of each point: shape (points, count).

    Every point needs a position, and there must be more points than `count`.
    """
    _, nearest = _make_tree(points).query(_on_sphere(points), k=count + 1)
    nearest = np.asarray(nearest)
    is_other = nearest != np.arange(len(points))[:, None]
    # Where many are at one position a point may not be among its own nearest: the last goes then.
    is_other[is_other.all(axis=1), -1] = False
    return np.asarray(nearest[is_other].reshape(len(points), count), dtype=np.intp)


def flatten(places: NDArray[np.float64], latitude: float) -> NDArray[np.float64]:
    """Return places on a plane: (n, 2) degrees across and down, true to scale at one latitude.

    East is right and north is up, as on a screen, whose second axis points down. Degrees of
    longitude are squeezed by the cosine of `latitude`, because there they are so much shorter than
    degrees of latitude (the equirectangular projection). At latitude 0 nothing is squeezed.
    """
    squeeze = float(np.cos(np.radians(latitude)))
    return np.column_stack([places[:, 1] * squeeze, -places[:, 0]])


def _make_quick_tree(degrees: NDArray[np.float64]) -> KDTree:
    """Return a tree that is quick to make, for points that are spread out."""
    from scipy.spatial import KDTree  # noqa: PLC0415 - start-up time

    return KDTree(_on_sphere(degrees), compact_nodes=False, balanced_tree=False)


def _make_tree(degrees: NDArray[np.float64]) -> KDTree:
    from scipy.spatial import KDTree  # noqa: PLC0415 - as above

    return KDTree(_on_sphere(degrees))


def _known(points: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return the rows of the points that have a position."""
    return np.flatnonzero(np.isfinite(points).all(axis=1))


def _on_sphere(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return points on the unit sphere: shape (points, 3)."""
    latitude, longitude = np.radians(degrees).T
    return np.column_stack(
        [
            np.cos(latitude) * np.cos(longitude),
            np.cos(latitude) * np.sin(longitude),
            np.sin(latitude),
        ]
    )


def _arc(chord: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the distance in km along the ground for chords of the unit sphere, in new memory."""
    angle = chord / 2
    np.minimum(angle, 1, out=angle)
    np.arcsin(angle, out=angle)
    angle *= 2 * EARTH_RADIUS_KM
    return angle
