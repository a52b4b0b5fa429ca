"""Which services count, which areas they reach, and how many people there need them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from .data import is_running
from .errors import count_of, did_you_mean, join_words
from .geo import find_within
from .graph import list_reach, list_sites

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from .data import Ecosystem

_NAMED = 5


@dataclass(frozen=True, kw_only=True, eq=False)
class Eligible:
    """The services that count, where they are and which areas they reach.

    services: rows of the services table, renumbered from 0; every `service` below is such a
    number. sites: service, area (position in areas, -1 if not known), latitude, longitude, of
    places people can go to. reaches: (areas, services), of ones.
    """

    services: pd.DataFrame
    sites: pd.DataFrame
    reaches: sparse.csr_array[Any, tuple[int, int]]
    notes: tuple[str, ...]


def check_question(
    e: Ecosystem, service_type: str, level: int | None, within_km: float | None
) -> None:
    """Raise ValueError if the data know nothing of the service type, or a limit is no limit."""
    known = {*e.services["service_type"], *e.demand["service_type"]}
    if service_type.casefold() not in {one.casefold() for one in known}:
        parts = [
            f"service_type {service_type!r} is not in this data.",
            did_you_mean(str(service_type), known),
            f"Choose one of {sorted(known)}.",
        ]
        raise ValueError(" ".join(part for part in parts if part))
    if level is not None and level not in {1, 2, 3}:
        msg = f"level {level!r} is not a level. Choose 1, 2 or 3, or None for any."
        raise ValueError(msg)
    if within_km is not None and not 0 <= within_km < np.inf:
        msg = f"within_km {within_km!r} is not a distance. Give kilometres, 0 or more, or None."
        raise ValueError(msg)


def name_service(service_type: str, level: int | None, legal_aid: bool | None) -> str:  # noqa: FBT001 - three plain facts
    """Return what is asked for in words: "immigration advice at level 2 with legal aid"."""
    words = service_type
    if level is not None:
        words += f" at level {level}" + (" or above" if level < 3 else "")
    if legal_aid is not None:
        words += " with legal aid" if legal_aid else " without legal aid"
    return words


def list_eligible(
    e: Ecosystem,
    service_type: str,
    *,
    level: int | None = None,
    legal_aid: bool | None = None,
    within_km: float | None = None,
) -> Eligible:
    """Return the running services of a type that meet the level and contract asked for.

    Levels are cumulative. A service whose level or contract is not recorded does not meet an
    asked one; it is named in the notes. A service reaches its catchment and the areas it has a
    site in and, with `within_km`, every area whose centre is that near to one of its sites.
    A service that is remote only is nowhere to go to: it has no sites here.
    """
    services = e.services
    of_type = is_running(e, services) & _is_of(services, service_type)
    meets = of_type.copy()
    notes = []
    if level is not None:
        unknown = of_type & services["level"].isna().to_numpy()
        notes += _name_left_out(services[unknown], "no recorded level")
        meets &= (services["level"] >= level).to_numpy()
    if legal_aid is not None:
        contract = services["legal_aid"]
        unknown = meets & contract.isna().to_numpy()
        notes += _name_left_out(services[unknown], "no record of a legal aid contract, yes or no")
        meets &= (contract == legal_aid).fillna(value=False).to_numpy(dtype=bool)
    chosen = np.flatnonzero(meets)
    number = np.full(len(services), -1)
    number[chosen] = np.arange(len(chosen))
    sites = list_sites(e)
    sites = sites.assign(service=number[sites["service"].to_numpy()])
    sites = sites[sites["service"] >= 0]
    assumed = sites.loc[sites["is_assumed"], "service"].nunique()
    if assumed:
        notes.append(
            f"{count_of(assumed, 'service')} with neither a site nor a catchment "
            f"{'is' if assumed == 1 else 'are'} taken to be where the organisation is based."
        )
    services = services.iloc[chosen].reset_index(drop=True)
    remote = (services["access"] == "remote only").to_numpy()
    sites = sites[~remote[sites["service"].to_numpy()]].reset_index(drop=True)
    reaches = list_reach(e)[chosen].T.tocsr()
    if within_km is not None:
        reaches = _or(reaches, _near(e, sites, len(chosen), within_km))
    return Eligible(services=services, sites=sites, reaches=reaches, notes=tuple(notes))


def _is_of(rows: pd.DataFrame, service_type: str) -> NDArray[np.bool_]:
    return (rows["service_type"].str.casefold() == service_type.casefold()).to_numpy(dtype=bool)


def _name_left_out(services: pd.DataFrame, why: str) -> list[str]:
    if services.empty:
        return []
    return [
        (
            f"{count_of(len(services), 'service')} not counted, with {why}: "
            f"{join_words(services['name'], most=_NAMED)}."
        )
    ]


def _near(
    e: Ecosystem, sites: pd.DataFrame, count: int, within_km: float
) -> sparse.csr_array[Any, tuple[int, int]]:
    centres = e.areas[["latitude", "longitude"]].to_numpy(dtype=float)
    area, site, _ = find_within(
        centres, sites[["latitude", "longitude"]].to_numpy(dtype=float), within_km
    )
    service = sites["service"].to_numpy()[site]
    return sparse.csr_array((np.ones(len(area)), (area, service)), shape=(len(centres), count))


def _or(
    one: sparse.csr_array[Any, tuple[int, int]], other: sparse.csr_array[Any, tuple[int, int]]
) -> sparse.csr_array[Any, tuple[int, int]]:
    both = sparse.csr_array(one + other)
    both.data[:] = 1.0
    return both


def list_demand(e: Ecosystem, service_type: str) -> tuple[pd.DataFrame, list[str]]:
    """Return the demand in each area, row for row with areas: people and period, and notes.

    Where an area has several periods the latest counts. Empty is not known.
    """
    rows = e.demand
    rows = rows[_is_of(rows, service_type)].sort_values("period", na_position="first")
    latest = rows.drop_duplicates("area_code", keep="last").set_index("area_code")
    demand = latest[["people", "period"]].reindex(e.areas["area_code"]).reset_index(drop=True)
    notes = []
    older = len(rows) - len(latest)
    if older:
        notes.append("Where demand is given for several periods, the latest is used.")
    periods = sorted(latest["period"].dropna().unique())
    if len(periods) > 1:
        notes.append(f"Demand is from different periods: {join_words(periods, most=_NAMED)}.")
    return demand, notes
