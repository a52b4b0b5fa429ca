"""How far each area is from the nearest service, and which that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.geo import (
    ROAD_SPEED_KM_H,
    estimate_minutes,
    find_nearest,
    find_nearest_elsewhere,
    measure_km,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pandas.api.extensions import ExtensionArray

    from ecosystem.access import Reach


def measure_distance(reach: Reach, centres: NDArray[np.float64], *, by_road: bool) -> pd.DataFrame:
    """Return the distance from each area to its nearest services, and which: a row an area.

    The nearest is as in `measure_nearest`; that elsewhere has no site in the area itself.
    """
    sites = reach.places
    service_of_site = sites["service"].to_numpy()
    elsewhere_km, elsewhere = find_nearest_elsewhere(
        centres,
        sites[["latitude", "longitude"]].to_numpy(dtype=float),
        service_of_site,
        sites["area"].to_numpy(),
    )
    km, minutes, service = measure_nearest(reach, centres, by_road=by_road)
    return pd.DataFrame(
        {
            "nearest_km": km,
            "nearest_minutes": minutes,
            "nearest_service_id": pick_column(reach, "service_id", service),
            "nearest_name": pick_column(reach, "name", service),
            "nearest_elsewhere_km": elsewhere_km,
            "nearest_elsewhere_name": pick_column(
                reach, "name", np.append(service_of_site, -1)[elsewhere]
            ),
        }
    )


def measure_nearest(
    reach: Reach, centres: NDArray[np.float64], *, by_road: bool
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.intp]]:
    """Return how far each area is from its nearest service, in km and minutes, and which it is.

    `centres` (areas, 2) are latitudes and longitudes; `by_road`: the pairs of `reach` are journeys.
    A service without a site is at its base. One that reaches an area and of which no place is known
    may be nearer than any that does not reach it: then it is the nearest, and how far is not known.
    Where there is none its number is -1.
    """
    # (sites,): where each is, and whose it is.
    sites = reach.places
    sites_at = sites[["latitude", "longitude"]].to_numpy(dtype=float)
    service_of_site = sites["service"].to_numpy()

    # Where no site is near, its number is -1, and so must be that of the service.
    km, site = find_nearest(centres, sites_at)
    service = np.append(service_of_site, -1)[site]
    minutes = estimate_minutes(km)

    # A journey that is given takes the place of the straight line, and of what follows from it. An
    # area without a journey keeps the line, as a hint of where the nearest service is.
    if by_road:
        journey, nearest = _find_shortest(reach)
        has_row = nearest >= 0
        service = np.where(has_row, nearest, service)
        if reach.unit == "km":
            km = np.where(has_row, journey, km)
            minutes = np.where(has_row, journey / ROAD_SPEED_KM_H * 60, np.nan)
        else:
            km = np.where(has_row, _measure_to(centres, sites, nearest), km)
            minutes = np.where(has_row, journey, np.nan)

    unplaced = _find_unplaced(reach, service)
    is_unknown = unplaced >= 0
    km, minutes = (np.where(is_unknown, np.nan, distance) for distance in (km, minutes))
    service = np.where(is_unknown, unplaced, service)
    return km, minutes, service


def _find_unplaced(reach: Reach, nearest: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the first service that reaches each area and is nowhere known; -1: none is needed.

    None is where another in reach has a known place, or the `nearest` (areas,) is a journey away.
    Advice that is remote only is nowhere to go to, so it is not looked for.
    """
    is_placed = np.zeros(len(reach.services), dtype=bool)
    places = reach.places
    service_of_place = places["service"].to_numpy(dtype=np.intp)
    is_placed[service_of_place[places["latitude"].notna()]] = True
    is_sought = ~is_placed & (reach.services["access"] != "remote only").to_numpy(dtype=bool)

    # (pairs,): area by area, the first service of each area first.
    pairs = reach.pairs.tocoo()
    area, service = pairs.coords
    first = np.full(pairs.shape[0], -1, dtype=np.intp)
    sought = np.flatnonzero(is_sought[service])[::-1]
    first[area[sought]] = service[sought]
    # Not by which of two at one spot is the nearest: their ids would decide that.
    first[area[is_placed[service] | (service == nearest[area])]] = -1
    return first


def _find_shortest(reach: Reach) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Return the shortest journey from each area and the service it leads to; NaN, -1: none."""
    size = reach.pairs.shape[0]
    area = np.repeat(np.arange(size), np.diff(reach.pairs.indptr))
    known = np.flatnonzero(np.isfinite(reach.pairs.data))
    # Area by area, the shortest first: the first of each area is the one looked for.
    order = known[np.lexsort((reach.pairs.data[known], area[known]))]
    reached, first = np.unique(area[order], return_index=True)
    journey, service = np.full(size, np.nan), np.full(size, -1, dtype=np.intp)
    journey[reached] = reach.pairs.data[order[first]]
    service[reached] = reach.pairs.indices[order[first]]
    return journey, service


def _measure_to(
    centres: NDArray[np.float64], sites: pd.DataFrame, service: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Return the straight line from each area to the nearest site of one service."""
    wanted = pd.DataFrame({"service": service, "area": np.arange(len(service))})
    joined = wanted.merge(sites[["service", "latitude", "longitude"]], on="service")
    km = measure_km(
        centres[joined["area"].to_numpy()],
        joined[["latitude", "longitude"]].to_numpy(dtype=float),
    )
    nearest = np.full(len(service), np.nan)
    np.fmin.at(nearest, joined["area"].to_numpy(), km)
    return nearest


def pick_column(reach: Reach, column: str, service: NDArray[np.intp]) -> ExtensionArray:
    """Return a column of the services by their numbers; empty where the number is -1."""
    picked: ExtensionArray = reach.services[column].array.take(service, allow_fill=True)
    return picked
