"""`Positions`: the ids of an ecosystem as row numbers, worked out once and kept with it.

Here is the one place to learn who runs, who runs what, where that is and which areas it reaches.
An ecosystem does not change, so what is worked out of it holds as long as it lives.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from ecosystem.data import is_running

from .incidence import make_incidence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray
    from scipy import sparse

    from ecosystem.data import Ecosystem

    Matrix = sparse.csr_array[Any, tuple[int, int]]


@dataclass(frozen=True, kw_only=True, eq=False)
class Positions:
    """An ecosystem in row numbers: row i of an array is row i of its table.

    Nothing here may be written to, because all questions share it.

    Attributes
    ----------
    organisation_ids, service_ids, area_codes : Index
        The ids, in the order of their tables.
    is_active : (organisations,) bool
        Whether an organisation is running on the day the data describe.
    is_offered : (services,) bool
        Whether a service is running on that day.
    base : (organisations,) int
        The area an organisation is based in; -1 if not known.
    centres : (areas, 2) float, degrees
        Latitude and longitude of each area's centre; NaN if not known.
    providers : (services, organisations) sparse
        1 where the organisation runs the service.
    sites : DataFrame
        A row a place where a service is delivered: service, area (-1 if not known), latitude,
        longitude (degrees), is_assumed. A confidential site, or one without a position, stands at
        its area's centre. A service with neither site nor catchment is assumed at the base of the
        organisations that run it (`is_assumed`).
    reach : (services, areas) sparse
        1 where the service reaches the area: its catchment, and the areas it has a site in.
    """

    organisation_ids: pd.Index
    service_ids: pd.Index
    area_codes: pd.Index
    is_active: NDArray[np.bool_]
    is_offered: NDArray[np.bool_]
    base: NDArray[np.intp]
    centres: NDArray[np.float64]
    providers: Matrix
    sites: pd.DataFrame
    reach: Matrix

    def find_organisations(self, ids: Iterable[object]) -> NDArray[np.intp]:
        """Return the row of each organisation; -1 where there is none of that id."""
        return _find_rows(self.organisation_ids, ids)

    def find_services(self, ids: Iterable[object]) -> NDArray[np.intp]:
        """Return the row of each service; -1 where there is none of that id."""
        return _find_rows(self.service_ids, ids)

    def find_areas(self, codes: Iterable[object]) -> NDArray[np.intp]:
        """Return the row of each area; -1 where there is none of that code."""
        return _find_rows(self.area_codes, codes)


_kept: WeakKeyDictionary[Ecosystem, Positions] = WeakKeyDictionary()
_keeping = threading.Lock()


def find_positions(e: Ecosystem) -> Positions:
    """Return the positions of an ecosystem: made at the first call, the same at every other."""
    with _keeping:
        positions = _kept.get(e)
        if positions is None:
            positions = _kept[e] = _make_positions(e)
    return positions


def _make_positions(e: Ecosystem) -> Positions:
    organisations, services, areas = e.organisations, e.services, e.areas
    providers, catchments = e.providers, e.catchments
    organisation_ids = pd.Index(organisations["organisation_id"])
    service_ids, area_codes = pd.Index(services["service_id"]), pd.Index(areas["area_code"])

    # A service reaches the areas it has a site in, whether or not its catchment says so.
    sites = _place_sites(e, service_ids, area_codes)
    in_area = sites[sites["area"] >= 0]
    positions = Positions(
        organisation_ids=organisation_ids,
        service_ids=service_ids,
        area_codes=area_codes,
        is_active=is_running(e, organisations),
        is_offered=is_running(e, services),
        base=_find_rows(area_codes, organisations["area_code"]),
        centres=areas[["latitude", "longitude"]].to_numpy(dtype=float, copy=True),
        providers=make_incidence(
            _find_rows(service_ids, providers["service_id"]),
            _find_rows(organisation_ids, providers["organisation_id"]),
            (len(services), len(organisations)),
        ),
        sites=sites,
        reach=make_incidence(
            np.concatenate(
                [
                    _find_rows(service_ids, catchments["service_id"]),
                    in_area["service"].to_numpy(),
                ]
            ),
            np.concatenate(
                [_find_rows(area_codes, catchments["area_code"]), in_area["area"].to_numpy()]
            ),
            (len(services), len(areas)),
        ),
    )
    for array in (positions.is_active, positions.is_offered, positions.base, positions.centres):
        array.flags.writeable = False
    return positions


def _place_sites(e: Ecosystem, service_ids: pd.Index, area_codes: pd.Index) -> pd.DataFrame:
    """Return where each service is delivered, as `Positions.sites` has it."""
    areas, providers = e.areas, e.providers
    sites = e.sites[["service_id", "area_code", "latitude", "longitude", "is_confidential"]]
    given = sites.assign(
        is_assumed=False, is_confidential=sites["is_confidential"].fillna(value=False).astype(bool)
    )

    # A service of which nothing says where it is would be lost: it is taken to be at its base.
    is_placed = np.zeros(len(service_ids), dtype=bool)
    for frame in (sites, e.catchments):
        is_placed[_find_rows(service_ids, frame["service_id"])] = True
    unplaced = providers[~is_placed[_find_rows(service_ids, providers["service_id"])]]
    bases = unplaced.merge(e.organisations, on="organisation_id")
    bases = bases[["service_id", "area_code", "latitude", "longitude"]].dropna(
        how="all", subset=["area_code", "latitude", "longitude"]
    )
    assumed = bases.drop_duplicates().assign(is_assumed=True, is_confidential=False)
    rows = pd.concat([given, assumed], ignore_index=True)

    # A refuge is never placed more finely than its area, whatever position the table holds.
    area = _find_rows(area_codes, rows["area_code"])
    is_coarse = rows["is_confidential"] | rows["latitude"].isna() | rows["longitude"].isna()
    position = rows[["latitude", "longitude"]].to_numpy(dtype=float, copy=True)
    # One more row, of NaN, for the areas that are not known: their number is -1, the last.
    centres = np.vstack(
        [areas[["latitude", "longitude"]].to_numpy(dtype=float), [[np.nan, np.nan]]]
    )
    position[is_coarse] = centres[area[is_coarse.to_numpy()]]
    return pd.DataFrame(
        {
            "service": _find_rows(service_ids, rows["service_id"]),
            "area": area,
            "latitude": position[:, 0],
            "longitude": position[:, 1],
            "is_assumed": rows["is_assumed"].astype(bool),
        }
    )


def _find_rows(ids: pd.Index, wanted: Iterable[object]) -> NDArray[np.intp]:
    return ids.get_indexer(pd.Index(wanted))
