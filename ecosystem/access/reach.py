"""Which services count, which areas they reach, and how many people there need them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import sparse

from ecosystem.geo import find_within, measure_km
from ecosystem.graph import find_positions
from ecosystem.wording import count_of

from .asked import is_of_type, name_left_out
from .travel import read_travel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem

    from .travel import Triple

    Pairs = sparse.csr_array[Any, tuple[int, int]]


_NAMED = 5


@dataclass(frozen=True, kw_only=True, eq=False)
class Reach:
    """Services, where they are and which areas they reach.

    Attributes
    ----------
    services
        Rows of the services table, renumbered from 0; every `service` below is such a number.
    sites
        service, area (position in areas, -1 if not known), latitude, longitude of each place that
        people can go to, ordered by service.
    pairs
        (areas, services): an entry is an area in reach; its value is the distance from the area's
        centre to the nearest place of the service, NaN where not known.
    unit
        Of the distances: "km" or "minutes".
    notes
        What was assumed, and what was not counted.
    """

    services: pd.DataFrame
    sites: pd.DataFrame
    pairs: Pairs
    unit: str = "km"
    notes: tuple[str, ...] = ()

    def keep(self, which: NDArray[np.bool_]) -> Reach:
        """Return the reach of these services only."""
        number = np.where(which, np.cumsum(which) - 1, -1)
        sites = self.sites.assign(service=number[self.sites["service"].to_numpy()])
        return replace(
            self,
            services=self.services[which].reset_index(drop=True),
            sites=sites[sites["service"] >= 0].reset_index(drop=True),
            pairs=sparse.csr_array(self.pairs[:, np.flatnonzero(which)]),
        )


def list_services(
    e: Ecosystem,
    service_type: str,
    *,
    legal_aid: bool | None = None,
    within_km: float | None = None,
    travel: pd.DataFrame | None = None,
) -> Reach:
    """Return the running services of a type and contract, of any level, and what they reach.

    A service reaches its catchment and the areas it has a site in; with `within_km` also every
    area whose centre is that near to one of its sites; with `travel` the areas that have a row
    there. A service that is remote only is nowhere to go to: it has no sites here. A service
    whose contract is not recorded does not meet an asked one; it is named in the notes.
    """
    services = e.services
    meets = find_positions(e).is_offered & is_of_type(services, service_type)
    notes = []
    if legal_aid is not None:
        contract = services["legal_aid"]
        silent = services[meets & contract.isna().to_numpy()]
        notes += name_left_out(silent, "no record of a legal aid contract, yes or no")
        meets &= (contract == legal_aid).fillna(value=False).to_numpy(dtype=bool)
    chosen = np.flatnonzero(meets)
    sites = _list_sites_of(e, chosen)
    assumed = sites.loc[sites["is_assumed"], "service"].nunique()
    if assumed:
        notes.append(
            f"{count_of(assumed, 'service')} with neither a site nor a catchment "
            f"{'is' if assumed == 1 else 'are'} taken to be where the organisation is based."
        )
    services = services.iloc[chosen].reset_index(drop=True)
    remote = (services["access"] == "remote only").to_numpy()
    sites = sites[~remote[sites["service"].to_numpy()]].reset_index(drop=True)
    unit, journeys = read_travel(e, services, sites, travel, within_km)
    pairs = _join_pairs(
        (len(e.areas), len(services)),
        *_pair_stated(e, chosen, sites if travel is None else sites.iloc[:0]),
        *(_pair_near(e, sites, within_km) if travel is None else journeys),
    )
    return Reach(services=services, sites=sites, pairs=pairs, unit=unit, notes=tuple(notes))


def keep_level(reach: Reach, level: int | None) -> Reach:
    """Return the services that meet a level: levels are cumulative, no record does not meet it."""
    if level is None:
        return reach
    levels = reach.services["level"]
    kept = reach.keep((levels >= level).to_numpy())
    silent = name_left_out(reach.services[levels.isna()], "no recorded level")
    return replace(kept, notes=(*reach.notes, *silent))


def _list_sites_of(e: Ecosystem, chosen: NDArray[np.intp]) -> pd.DataFrame:
    number = np.full(len(e.services), -1)
    number[chosen] = np.arange(len(chosen))
    sites = find_positions(e).sites
    sites = sites.assign(service=number[sites["service"].to_numpy()])
    sites = sites[sites["service"] >= 0].sort_values("service", kind="stable")
    return sites.reset_index(drop=True)


def _pair_stated(e: Ecosystem, chosen: NDArray[np.intp], sites: pd.DataFrame) -> Triple:
    """Return the pairs from catchments and sites, with the distance to these sites if any."""
    stated = find_positions(e).reach[chosen].tocoo()
    service, area = stated.coords
    distance = np.full(len(area), np.nan)
    if len(sites):
        pairs = pd.DataFrame({"service": service, "area": area, "pair": np.arange(len(area))})
        joined = pairs.merge(sites[["service", "latitude", "longitude"]], on="service")
        km = measure_km(
            find_positions(e).centres[joined["area"].to_numpy()],
            joined[["latitude", "longitude"]].to_numpy(dtype=float),
        )
        np.fmin.at(distance, joined["pair"].to_numpy(), km)
    return area.astype(np.intp), service.astype(np.intp), distance


def _pair_near(e: Ecosystem, sites: pd.DataFrame, within_km: float | None) -> Triple:
    if within_km is None:
        return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp), np.empty(0)
    positions = sites[["latitude", "longitude"]].to_numpy(dtype=float)
    pairs = find_within(find_positions(e).centres, positions, within_km)
    area = np.repeat(np.arange(pairs.shape[0]), np.diff(pairs.indptr))
    return area, sites["service"].to_numpy(dtype=np.intp)[pairs.indices], pairs.data


def _join_pairs(  # noqa: PLR0913, PLR0917 - two lists of three
    shape: tuple[int, int],
    area: NDArray[np.intp],
    service: NDArray[np.intp],
    distance: NDArray[np.float64],
    more_area: NDArray[np.intp],
    more_service: NDArray[np.intp],
    more_distance: NDArray[np.float64],
) -> Pairs:
    """Return both lists of pairs as one matrix; of equal pairs the shortest counts."""
    keys = np.concatenate([area * shape[1] + service, more_area * shape[1] + more_service])
    distances = np.concatenate([distance, more_distance])
    if len(area) or (np.diff(keys) <= 0).any():
        order = np.argsort(keys, kind="stable")
        keys, distances = keys[order], distances[order]
        first = np.flatnonzero(np.diff(keys, prepend=-1))
        keys = keys[first]
        distances = np.fmin.reduceat(distances, first) if len(first) else distances
    area, service = np.divmod(keys, shape[1]) if shape[1] else (keys, keys)
    starts = np.concatenate([[0], np.cumsum(np.bincount(area, minlength=shape[0]))])
    return sparse.csr_array((distances, service, starts), shape=shape)
