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
from scipy import sparse

from ecosystem.data import Ecosystem, is_running, list_inside, reaches_more

from .incidence import make_incidence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

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
        Whether a service is running on that day: its own dates and status allow it, and one of
        those who run it is running, if anybody is known to run it.
    is_unplaced : (services,) bool
        Whether nothing says which areas a service reaches, or only a site whose area is not told or
        is a larger place, or that it is remote: it may reach any area. So may one that
        `reaches_more`.
    reaches_more : (services,) bool
        Whether a file says more of the areas a service reaches than could be read: besides those it
        is known to reach it may reach any.
    base : (organisations,) int
        The area an organisation is based in; -1 if not known.
    centres : (areas, 2) float, degrees
        Latitude and longitude of each area's centre; NaN if not known.
    is_larger : (areas,) bool
        Whether an area has others of the table in it: a county, a region, a nation.
    inside : (areas, areas) sparse
        1 where the area of the column lies in that of the row.
    providers : (services, organisations) sparse
        1 where the organisation runs the service: as lead, partner or subcontractor, or in a part
        that is not recorded. A host gives the room and does not run it.
    sites : DataFrame
        A row a place where a service is delivered: service, area (-1 if not known), latitude,
        longitude (degrees), is_assumed. A confidential site, or one without a position, stands at
        its area's centre. A service with neither site nor catchment is assumed at the base of the
        organisations that run it (`is_assumed`).
    reach : (services, areas) sparse
        1 where the service reaches the area: its catchment with all that lies in it, and the
        areas it has a site in.
    """

    organisation_ids: pd.Index
    service_ids: pd.Index
    area_codes: pd.Index
    is_active: NDArray[np.bool_]
    is_offered: NDArray[np.bool_]
    is_unplaced: NDArray[np.bool_]
    reaches_more: NDArray[np.bool_]
    base: NDArray[np.intp]
    centres: NDArray[np.float64]
    is_larger: NDArray[np.bool_]
    inside: Matrix
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
    organisation_ids = pd.Index(organisations["organisation_id"])
    service_ids, area_codes = pd.Index(services["service_id"]), pd.Index(areas["area_code"])
    is_active = is_running(organisations, e.snapshot_date)
    providers = _list_providers(e, service_ids, organisation_ids)
    more = reaches_more(services)
    sites = _place_sites(e, service_ids, area_codes, more)
    inside = _list_inside(areas, area_codes)
    is_larger = np.diff(inside.indptr) > 0
    reach = _list_reach(e, service_ids, area_codes, sites, inside)

    # A site in "London" is somewhere there: it says no more of the areas reached than no site. Nor
    # does a position whose area is not told.
    is_fine = (sites["area"] >= 0) & ~np.append(is_larger, False)[sites["area"].to_numpy()]
    is_placed = np.zeros(len(services), dtype=bool)
    is_placed[sites.loc[is_fine, "service"].to_numpy()] = True
    is_placed[_find_rows(service_ids, e.catchments["service_id"])] = True

    # Who is closed runs nothing; a service of which nobody is known to run it may well run.
    has_open = (providers @ is_active.astype(float)) > 0
    is_anybodys = np.diff(providers.indptr) > 0
    positions = Positions(
        organisation_ids=organisation_ids,
        service_ids=service_ids,
        area_codes=area_codes,
        is_active=is_active,
        is_offered=is_running(services, e.snapshot_date) & (has_open | ~is_anybodys),
        is_unplaced=~is_placed | more,
        reaches_more=more,
        base=_find_rows(area_codes, organisations["area_code"]),
        centres=areas[["latitude", "longitude"]].to_numpy(dtype=float, copy=True),
        is_larger=is_larger,
        inside=inside,
        providers=providers,
        sites=sites,
        reach=reach,
    )
    for array in vars(positions).values():
        if isinstance(array, np.ndarray):
            array.flags.writeable = False
    return positions


def _list_providers(e: Ecosystem, service_ids: pd.Index, organisation_ids: pd.Index) -> Matrix:
    """Return who runs which service, hosts left out, as `Positions.providers` has it."""
    runs = e.providers[e.providers["role"] != "host"]
    return make_incidence(
        _find_rows(service_ids, runs["service_id"]),
        _find_rows(organisation_ids, runs["organisation_id"]),
        (len(service_ids), len(organisation_ids)),
    )


def _list_inside(areas: pd.DataFrame, area_codes: pd.Index) -> Matrix:
    """Return which areas of the table lie in which: (areas, areas), 1 where the column is inside.

    By the parent codes of the table, and for places of the United Kingdom by the lookups of the
    Office for National Statistics.
    """
    parents = dict(zip(areas["area_code"], areas["parent_code"], strict=True))
    rows = {code: row for row, code in enumerate(area_codes)}
    pairs = {
        (row, rows[inner])
        for code, row in rows.items()
        for inner in list_inside(code) & rows.keys()
    }
    for code, row in rows.items():
        above = parents[code]
        passed = {code}
        # Parents that lead in a circle are followed once.
        while isinstance(above, str) and above not in passed:
            if above in rows:
                pairs.add((rows[above], row))
            passed.add(above)
            above = parents.get(above)
    outer, inner = np.array(sorted(pairs), dtype=np.intp).reshape(-1, 2).T
    return make_incidence(outer, inner, (len(rows), len(rows)))


def _list_reach(
    e: Ecosystem, service_ids: pd.Index, area_codes: pd.Index, sites: pd.DataFrame, inside: Matrix
) -> Matrix:
    """Return which service reaches which area, as `Positions.reach` has it."""
    shape = (len(service_ids), len(area_codes))
    catchments = make_incidence(
        _find_rows(service_ids, e.catchments["service_id"]),
        _find_rows(area_codes, e.catchments["area_code"]),
        shape,
    )
    in_area = sites[sites["area"] >= 0]
    stands = make_incidence(in_area["service"].to_numpy(), in_area["area"].to_numpy(), shape)
    # Who reaches a county reaches all that lies in it.
    reach = sparse.csr_array(catchments + catchments @ inside + stands)
    reach.data[:] = 1.0
    return reach


def _place_sites(
    e: Ecosystem, service_ids: pd.Index, area_codes: pd.Index, more: NDArray[np.bool_]
) -> pd.DataFrame:
    """Return where each service is delivered, as `Positions.sites` has it."""
    areas, providers = e.areas, e.providers
    sites = e.sites[["service_id", "area_code", "latitude", "longitude", "is_confidential"]]
    given = sites.assign(
        is_assumed=False, is_confidential=sites["is_confidential"].fillna(value=False).astype(bool)
    )

    # A service of which nothing says where it is would be lost: it is taken to be at its base. One
    # that is remote only is at no place, and its base says nothing of whom it reaches.
    # Nor does a base where a file said it in words that could not be read.
    is_placed = (e.services["access"] == "remote only").to_numpy(dtype=bool) | more
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
