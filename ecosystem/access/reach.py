"""Which services count, where they are and which areas they reach."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import sparse

from ecosystem.geo import find_within, measure_km
from ecosystem.graph import find_positions
from ecosystem.wording import count_of, say_are

from .asked import is_of_type
from .conditions import meets_contract, meets_level, note_unrecorded
from .limits import widen
from .pairs import Pairs, join, make_matrix, no_pairs
from .stopped import note_stopped
from .travel import read_travel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem
    from ecosystem.graph import Positions

    Matrix = sparse.csr_array[Any, tuple[int, int]]


_PLACE = ["service", "area", "latitude", "longitude", "is_assumed"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Reach:
    """Services, where they are and which areas they reach.

    Attributes
    ----------
    services : DataFrame
        Rows of the services table, numbered from 0; every `service` below is such a number.
    sites : DataFrame
        A row a place that people can go to, ordered by service: service, area (row of areas, -1
        if not known), latitude, longitude (degrees), is_assumed.
    bases : DataFrame
        Likewise the bases of those who run a service that states what it reaches but no site:
        where it is nearest, as far as is known; people may not be seen there.
    pairs : (areas, services) sparse, km or minutes
        An entry is an area in reach; its value is the distance from the area's centre to the
        nearest place of the service, NaN where not known.
    unit : str
        Of the distances: "km" or "minutes".
    notes : tuple of str
        What was assumed, and what is not recorded.
    is_certain : (services,) bool
        Whether all that is asked of the service, and where it reaches, is recorded. Of the others
        nothing recorded says that they do not count: they may.
    is_anywhere : (services,) bool
        Whether nothing says which areas the service reaches, or a file says more than could be
        read: it may reach any, besides those it has a pair with.
    """

    services: pd.DataFrame
    sites: pd.DataFrame
    bases: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=_PLACE))
    pairs: Matrix
    unit: str = "km"
    notes: tuple[str, ...] = ()
    is_certain: NDArray[np.bool_]
    is_anywhere: NDArray[np.bool_]

    def keep(self, which: NDArray[np.bool_]) -> Reach:
        """Return the reach of these services only, numbered from 0; itself if they are all."""
        if which.all():
            return self
        number = np.where(which, np.cumsum(which) - 1, -1)
        return replace(
            self,
            services=self.services[which].reset_index(drop=True),
            sites=_number_services(self.sites, number),
            bases=_number_services(self.bases, number),
            pairs=sparse.csr_array(self.pairs[:, np.flatnonzero(which)]),
            is_certain=self.is_certain[which],
            is_anywhere=self.is_anywhere[which],
        )

    @cached_property
    def places(self) -> pd.DataFrame:
        """Where each service is nearest, as far as is known: its sites or else its bases."""
        if self.bases.empty:
            return self.sites
        places = pd.concat([self.sites, self.bases], ignore_index=True)
        return places.sort_values("service", kind="stable").reset_index(drop=True)

    @cached_property
    def certain(self) -> Reach:
        """The services that count whatever the cells hold that are not recorded."""
        return self.keep(self.is_certain)


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
    there. A service that is remote only is nowhere to go to: it has no sites here. One whose
    contract, or whose reach, is not recorded is here, and not certain.
    """
    positions = find_positions(e)
    services = e.services
    contract = meets_contract(services, legal_aid)
    is_asked = is_of_type(services, service_type)
    meets = positions.is_offered & is_asked
    notes = [
        *note_stopped(e, services=is_asked),
        *_note_contracts(services[meets], contract[meets]),
    ]
    meets &= contract.fillna(value=True).to_numpy(dtype=bool)

    # From here on a service goes by its number among those asked for; -1 is one that is not.
    asked = np.flatnonzero(meets)
    number = np.full(len(services), -1)
    number[asked] = np.arange(len(asked))
    services = services.iloc[asked].reset_index(drop=True)

    sites = _list_sites(positions, number)
    notes += note_assumed(sites)
    is_remote = (services["access"] == "remote only").to_numpy()
    sites = sites[~is_remote[sites["service"].to_numpy()]].reset_index(drop=True)
    bases = _list_bases(e, positions, number)
    bases = bases[~is_remote[bases["service"].to_numpy()]].reset_index(drop=True)

    # With a travel table no straight line counts: what the table leaves out is not known.
    if travel is None:
        unit, reached = "km", _pair_within(positions, sites, within_km)
        stated = _pair_stated(positions, asked, sites)
    else:
        unit, reached = read_travel(travel, positions, number, sites, within_km)
        stated = _pair_stated(positions, asked, sites.iloc[:0])
    pairs = make_matrix(join(stated, reached), (len(positions.area_codes), len(services)))

    # A journey or a site on the map places a service, too; without any it may be anywhere.
    has_pair = np.bincount(pairs.indices, minlength=len(services)) > 0
    is_anywhere = positions.is_unplaced[asked] & (~has_pair | positions.reaches_more[asked])
    notes += _note_anywhere(services, is_anywhere, positions.reaches_more[asked])
    is_certain = contract[asked].notna().to_numpy(dtype=bool) & ~is_anywhere
    return Reach(
        services=services,
        sites=sites,
        bases=bases,
        pairs=pairs,
        unit=unit,
        notes=tuple(notes),
        is_certain=is_certain,
        is_anywhere=is_anywhere,
    )


def _note_contracts(services: pd.DataFrame, contract: pd.Series) -> list[str]:
    """Return the note, if any is due, that services do not say whether they have a contract."""
    return note_unrecorded(
        services,
        contract.isna(),
        "whether it has a legal aid contract",
        "whether they have a legal aid contract",
    )


def _note_anywhere(
    services: pd.DataFrame, is_anywhere: NDArray[np.bool_], reaches_more: NDArray[np.bool_]
) -> list[str]:
    """Return the notes, if any are due, that services do not say where they work, or not all."""
    notes = []
    for which, where in ((~reaches_more, "where"), (reaches_more, "everywhere")):
        silent = pd.Series(is_anywhere & which)
        notes += note_unrecorded(services, silent, f"{where} it works", f"{where} they work")
    return notes


def note_assumed(sites: pd.DataFrame) -> list[str]:
    """Return the note, if any is due, that services are taken to be at their base.

    `sites` has a row a place, with `service` and `is_assumed`.
    """
    assumed = sites.loc[sites["is_assumed"], "service"].nunique()
    if not assumed:
        return []
    return [
        (
            f"{count_of(assumed, 'service')} with neither a site nor a catchment "
            f"{say_are(assumed)} taken to be where the organisation is based."
        )
    ]


def keep_level(reach: Reach, level: int | None) -> Reach:
    """Return the services that meet a level, or of which it is not recorded: those not certain."""
    if level is None:
        return reach
    meets = meets_level(reach.services, level)
    silent = note_unrecorded(
        reach.services, meets.isna(), "at which level it advises", "at which level they advise"
    )
    is_known = reach.is_certain & meets.notna().to_numpy(dtype=bool)
    kept = replace(reach, is_certain=is_known, notes=(*reach.notes, *silent))
    return kept.keep(meets.fillna(value=True).to_numpy(dtype=bool))


def count_partly(possible: Reach, inside: Matrix, has_need: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return how many services reach a part of each area and not, as far as is known, all of it.

    `inside` (areas, areas) says which areas lie in which; only those of known need are looked at.
    How many of the people of the whole such a service reaches is not known.
    """
    reaches = possible.pairs.copy()
    # A distance may be 0 or not known: what counts is that the pair is there.
    reaches.data = np.ones(len(reaches.data))
    reaches_part = sparse.csr_array(inside @ reaches > 0).astype(float)
    partly = np.asarray((reaches_part - reaches_part.multiply(reaches)).sum(axis=1)).ravel()
    return np.where(has_need, partly, 0).astype(np.int64)


def _list_sites(positions: Positions, number: NDArray[np.intp]) -> pd.DataFrame:
    """Return the sites of the services that have a number, ordered by it."""
    sites = _number_services(positions.sites, number)
    return sites.sort_values("service", kind="stable").reset_index(drop=True)


def _number_services(places: pd.DataFrame, number: NDArray[np.intp]) -> pd.DataFrame:
    """Return the places of the services that have a number, by it; -1 is none."""
    service = number[places["service"].to_numpy(dtype=np.intp)]
    kept = np.flatnonzero(service >= 0)
    columns = {name: places[name].to_numpy()[kept] for name in _PLACE}
    return pd.DataFrame(columns | {"service": service[kept]})


def _list_bases(e: Ecosystem, positions: Positions, number: NDArray[np.intp]) -> pd.DataFrame:
    """Return the bases of the services that have a number and no site at all, ordered by it."""
    has_no_site = np.ones(len(number), dtype=bool)
    has_no_site[positions.sites["service"].to_numpy()] = False
    service, organisation = positions.providers.tocoo().coords
    counts = has_no_site[service] & (number[service] >= 0)
    asked, organisation = number[service[counts]], organisation[counts]

    # The position of the organisation, or else the middle of its area; -1 is the last row, of NaN.
    own = e.organisations[["latitude", "longitude"]].to_numpy(dtype=float)[organisation]
    area = positions.base[organisation]
    middle = np.vstack([positions.centres, [[np.nan, np.nan]]])[area]
    at = np.where(np.isfinite(own).all(axis=1)[:, None], own, middle)
    bases = pd.DataFrame(
        {
            "service": asked,
            "area": area,
            "latitude": at[:, 0],
            "longitude": at[:, 1],
            "is_assumed": True,
        }
    )
    bases = bases[bases["latitude"].notna()]
    return bases.sort_values(["service", "latitude", "longitude"]).reset_index(drop=True)


def _pair_stated(positions: Positions, asked: NDArray[np.intp], sites: pd.DataFrame) -> Pairs:
    """Return the pairs from catchments and sites, with the distance to these sites if any.

    A catchment is stated whether or not anyone knows where the service is, so a pair without a
    distance stays.
    """
    stated = positions.reach[asked].tocoo()
    service, area = stated.coords
    distance = np.full(len(area), np.nan)
    if len(sites):
        # Each pair with each site of its service, which stand together: the nearest site counts.
        first, end = (
            np.searchsorted(sites["service"], service, side) for side in ("left", "right")
        )
        pair = np.repeat(np.arange(len(area)), end - first)
        site = np.arange(len(pair)) - np.repeat(np.cumsum(end - first) - end, end - first)
        sites_at = sites[["latitude", "longitude"]].to_numpy(dtype=float)
        np.fmin.at(distance, pair, measure_km(positions.centres[area[pair]], sites_at[site]))
    return Pairs(area=area.astype(np.intp), service=service.astype(np.intp), distance=distance)


def _pair_within(positions: Positions, sites: pd.DataFrame, within_km: float | None) -> Pairs:
    """Return the pairs of an area and a service with a site this near to the area's centre."""
    if within_km is None:
        return no_pairs()
    sites_at = sites[["latitude", "longitude"]].to_numpy(dtype=float)
    within = find_within(positions.centres, sites_at, widen(within_km))
    area = np.repeat(np.arange(within.shape[0]), np.diff(within.indptr))
    service = sites["service"].to_numpy(dtype=np.intp)[within.indices]
    return Pairs(area=area, service=service, distance=within.data)
