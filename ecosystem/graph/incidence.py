"""Which service is run by whom, is where, and reaches what: by row numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import sparse

from ecosystem.data import split_list

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem


def list_providers(e: Ecosystem) -> sparse.csr_array[Any, tuple[int, int]]:
    """Return which organisation runs which service: shape (services, organisations), of ones."""
    services, organisations, providers = e.services, e.organisations, e.providers
    return make_incidence(
        pd.Index(services["service_id"]).get_indexer(pd.Index(providers["service_id"])),
        pd.Index(organisations["organisation_id"]).get_indexer(
            pd.Index(providers["organisation_id"])
        ),
        (len(services), len(organisations)),
    )


def list_sites(e: Ecosystem) -> pd.DataFrame:
    """Return where each service is delivered: service and area (positions), position, how known.

    Returns
    -------
    DataFrame
        service (position in services), area (position in areas, -1 if not known), latitude,
        longitude (degrees), is_assumed. A confidential site, or one without a position, stands at
        its area's. A service with neither site nor catchment is assumed at the base of the
        organisations that run it (`is_assumed`).
    """
    services, areas = e.services, e.areas
    ids, codes = pd.Index(services["service_id"]), pd.Index(areas["area_code"])
    sites = e.sites[["service_id", "area_code", "latitude", "longitude", "is_confidential"]]
    given = sites.assign(
        is_assumed=False, is_confidential=sites["is_confidential"].fillna(value=False).astype(bool)
    )
    placed = np.zeros(len(ids), dtype=bool)
    for frame in (sites, e.catchments):
        placed[ids.get_indexer(pd.Index(frame["service_id"]))] = True
    providers = e.providers
    is_placed = placed[ids.get_indexer(pd.Index(providers["service_id"]))]
    bases = providers[~is_placed].merge(e.organisations, on="organisation_id")
    bases = bases[["service_id", "area_code", "latitude", "longitude"]].dropna(
        how="all", subset=["area_code", "latitude", "longitude"]
    )
    assumed = bases.drop_duplicates().assign(is_assumed=True, is_confidential=False)
    rows = pd.concat([given, assumed], ignore_index=True)
    area = codes.get_indexer(pd.Index(rows["area_code"]))
    coarse = rows["is_confidential"] | rows["latitude"].isna() | rows["longitude"].isna()
    position = rows[["latitude", "longitude"]].to_numpy(dtype=float, copy=True)
    centres = np.vstack(
        [areas[["latitude", "longitude"]].to_numpy(dtype=float), [[np.nan, np.nan]]]
    )
    position[coarse] = centres[area[coarse.to_numpy()]]
    return pd.DataFrame(
        {
            "service": ids.get_indexer(pd.Index(rows["service_id"])),
            "area": area,
            "latitude": position[:, 0],
            "longitude": position[:, 1],
            "is_assumed": rows["is_assumed"].astype(bool),
        }
    )


def list_reach(e: Ecosystem) -> sparse.csr_array[Any, tuple[int, int]]:
    """Return which service reaches which area: its catchment and the areas it has a site in.

    Shape (services, areas), of ones. A service with neither is assumed to reach the area its
    organisations are based in; see `list_sites`.
    """
    services, areas, catchments = e.services, e.areas, e.catchments
    sites = list_sites(e)
    sites = sites[sites["area"] >= 0]
    service = pd.Index(services["service_id"]).get_indexer(pd.Index(catchments["service_id"]))
    area = pd.Index(areas["area_code"]).get_indexer(pd.Index(catchments["area_code"]))
    return make_incidence(
        np.concatenate([service, sites["service"].to_numpy()]),
        np.concatenate([area, sites["area"].to_numpy()]),
        (len(services), len(areas)),
    )


def list_values(column: pd.Series) -> tuple[sparse.csr_array[Any, tuple[int, int]], list[str]]:
    """Return which row of a list column holds which value, and the values, sorted.

    Shape (rows, values), of ones; a row of an empty cell is empty. Case is ignored.
    """
    # Few cells are different: each is taken apart once.
    cell, cells = pd.factorize(column.fillna(""))
    parts = [split_list(str(one).casefold()) for one in cells]
    codes, values = pd.factorize(
        np.array([part for held in parts for part in held], dtype=object), sort=True
    )
    each = make_incidence(
        np.repeat(np.arange(len(cells)), [len(held) for held in parts]),
        codes,
        (len(cells), len(values)),
    )
    matrix = each[cell]
    return matrix, [str(value) for value in values]


def make_incidence(
    rows: NDArray[np.intp], columns: NDArray[np.intp], shape: tuple[int, int]
) -> sparse.csr_array[Any, tuple[int, int]]:
    """Return a matrix of ones where a row and a column go together; shape (rows, columns)."""
    matrix = sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)
    matrix.sum_duplicates()
    matrix.data[:] = 1.0
    return matrix
