"""Which services count, which areas they reach, and how many people there need them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import sparse

from .data import is_running
from .errors import count_of, did_you_mean, is_small, join_words
from .geo import find_within, measure_km
from .graph import list_reach, list_sites

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from .data import Ecosystem

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


def check_question(
    e: Ecosystem, service_type: str, *, level: object, legal_aid: object, within_km: float | None
) -> None:
    """Raise ValueError if the data know nothing of the service type, or an option is none."""
    known = {*e.services["service_type"], *e.demand["service_type"]}
    if str(service_type).casefold() not in {one.casefold() for one in known}:
        parts = [
            f"service_type {service_type!r} is not in this data.",
            did_you_mean(str(service_type), known),
            f"Choose one of {sorted(known)}.",
        ]
        raise ValueError(" ".join(part for part in parts if part))
    if level not in {None, 1, 2, 3}:
        msg = f"level {level!r} is not a level. Choose 1, 2 or 3, or None for any."
        raise ValueError(msg)
    if legal_aid not in {None, True, False}:
        msg = f"legal_aid {legal_aid!r} is not a choice. Choose True, False, or None for both."
        raise ValueError(msg)
    if within_km is not None and not 0 <= within_km < np.inf:
        msg = f"within_km {within_km!r} is not a distance. Give kilometres, 0 or more, or None."
        raise ValueError(msg)


def name_service(service_type: str, *, level: int | None, legal_aid: bool | None) -> str:
    """Return what is asked for in words: "immigration advice at level 2 with legal aid"."""
    words = service_type
    if level is not None:
        words += f" at level {level}" + (" or above" if level < 3 else "")
    if legal_aid is not None:
        words += " with legal aid" if legal_aid else " without legal aid"
    return words


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
    meets = is_running(e, services) & is_of_type(services, service_type)
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
    unit, journeys = _read_travel(e, services, sites, travel, within_km)
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


def is_of_type(rows: pd.DataFrame, service_type: str) -> NDArray[np.bool_]:
    """Tell which rows are of a service type; case is ignored."""
    return (rows["service_type"].str.casefold() == service_type.casefold()).to_numpy(dtype=bool)


def name_left_out(services: pd.DataFrame, why: str) -> list[str]:
    """Return the note, if any is due, that services were not counted and why."""
    if services.empty:
        return []
    return [
        (
            f"{count_of(len(services), 'service')} not counted, with {why}: "
            f"{join_words(services['name'], most=_NAMED)}."
        )
    ]


def read_extra(frame: pd.DataFrame, name: str) -> NDArray[np.float64]:
    """Return a column beyond the schema as numbers, 0 or more; NaN where it is none, or absent."""
    if name not in frame:
        return np.full(len(frame), np.nan)
    values = pd.to_numeric(frame[name].astype(object), errors="coerce").to_numpy(dtype=float)
    return np.where((values >= 0) & np.isfinite(values), values, np.nan)


def list_demand(e: Ecosystem, service_type: str) -> tuple[pd.DataFrame, list[str]]:
    """Return the demand in each area, row for row with areas, and notes.

    Columns: people, low and high (people; NaN if not given) and period. Where an area has several
    periods the latest counts. Empty is not known.
    """
    rows = e.demand
    rows = rows[is_of_type(rows, service_type)].sort_values("period", na_position="first")
    rows = rows.assign(low=read_extra(rows, "people_low"), high=read_extra(rows, "people_high"))
    latest = rows.drop_duplicates("area_code", keep="last").set_index("area_code")
    columns = ["people", "low", "high", "period"]
    demand = latest[columns].reindex(e.areas["area_code"]).reset_index(drop=True)
    notes = []
    if len(rows) > len(latest):
        notes.append("Where demand is given for several periods, the latest is used.")
        if _changes_source(rows):
            notes.append(
                "The source of demand changed between periods: a change of the figures from one "
                "to the next may be a change of counting."
            )
    periods = sorted(latest["period"].dropna().unique())
    if len(periods) > 1:
        notes.append(f"Demand is from different periods: {join_words(periods, most=_NAMED)}.")
    return demand, notes


def are_small(people: pd.Series) -> NDArray[np.bool_]:
    """Tell which numbers of people are from 1 to 4."""
    return np.array([is_small(number) for number in people], dtype=bool)


def list_hidden(demand: pd.Series, parent: pd.Series) -> NDArray[np.bool_]:
    """Return which counts may not be shown: 1 to 4, and one more where the total would tell.

    Where just one area of a larger place, or of all, is hidden, its count is the total less the
    others: the smallest other count is hidden too.
    """
    small = are_small(demand)
    hidden = small.copy()
    groups = [np.flatnonzero(parent == code) for code in parent[small].dropna().unique()]
    for group in [*groups, np.arange(len(demand))]:
        others = group[(demand.iloc[group] > 0).to_numpy() & ~hidden[group]]
        if np.count_nonzero(hidden[group]) == 1 and len(others):
            hidden[others[np.argmin(demand.iloc[others])]] = True
    return hidden


def _changes_source(rows: pd.DataFrame) -> bool:
    sources = rows[["area_code", "source"]].dropna().drop_duplicates()
    return bool(sources["area_code"].duplicated().any())


def _list_sites_of(e: Ecosystem, chosen: NDArray[np.intp]) -> pd.DataFrame:
    number = np.full(len(e.services), -1)
    number[chosen] = np.arange(len(chosen))
    sites = list_sites(e)
    sites = sites.assign(service=number[sites["service"].to_numpy()])
    sites = sites[sites["service"] >= 0].sort_values("service", kind="stable")
    return sites.reset_index(drop=True)


Triple = tuple["NDArray[np.intp]", "NDArray[np.intp]", "NDArray[np.float64]"]


def _pair_stated(e: Ecosystem, chosen: NDArray[np.intp], sites: pd.DataFrame) -> Triple:
    """Return the pairs from catchments and sites, with the distance to these sites if any."""
    stated = list_reach(e)[chosen].tocoo()
    service, area = stated.coords
    distance = np.full(len(area), np.nan)
    if len(sites):
        pairs = pd.DataFrame({"service": service, "area": area, "pair": np.arange(len(area))})
        joined = pairs.merge(sites[["service", "latitude", "longitude"]], on="service")
        km = measure_km(
            _centres(e)[joined["area"].to_numpy()],
            joined[["latitude", "longitude"]].to_numpy(dtype=float),
        )
        np.fmin.at(distance, joined["pair"].to_numpy(), km)
    return area.astype(np.intp), service.astype(np.intp), distance


def _pair_near(e: Ecosystem, sites: pd.DataFrame, within_km: float | None) -> Triple:
    if within_km is None:
        return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp), np.empty(0)
    positions = sites[["latitude", "longitude"]].to_numpy(dtype=float)
    pairs = find_within(_centres(e), positions, within_km)
    area = np.repeat(np.arange(pairs.shape[0]), np.diff(pairs.indptr))
    return area, sites["service"].to_numpy(dtype=np.intp)[pairs.indices], pairs.data


def _centres(e: Ecosystem) -> NDArray[np.float64]:
    return e.areas[["latitude", "longitude"]].to_numpy(dtype=float)


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


def _read_travel(
    e: Ecosystem,
    services: pd.DataFrame,
    sites: pd.DataFrame,
    travel: pd.DataFrame | None,
    within_km: float | None,
) -> tuple[str, Triple]:
    """Return the unit of a travel table and its pairs of area and service."""
    none = np.empty(0, dtype=np.intp)
    if travel is None:
        return "km", (none, none, np.empty(0))
    unit = _choose_column(travel, ("km", "minutes"))
    to = _choose_column(travel, ("service_id", "to_area_code"))
    codes = pd.Index(e.areas["area_code"])
    area = _find_codes(travel, "area_code", codes)
    distance = _read_distances(travel, unit)
    if to == "service_id":
        _find_codes(travel, to, pd.Index(e.services["service_id"]))
        service = pd.Index(services["service_id"]).get_indexer(pd.Index(travel[to]))
    else:
        towards = pd.DataFrame({"to": _find_codes(travel, to, codes), "row": np.arange(len(area))})
        placed = sites.loc[sites["area"] >= 0, ["area", "service"]].drop_duplicates()
        joined = towards.merge(placed, left_on="to", right_on="area")
        row = joined["row"].to_numpy()
        area, distance, service = area[row], distance[row], joined["service"].to_numpy()
    is_in = service >= 0
    if within_km is not None:
        if unit == "minutes":
            msg = (
                f"within_km {within_km!r} does not go with travel in minutes. Leave it out and "
                "keep only the rows of travel within your limit."
            )
            raise ValueError(msg)
        is_in &= distance <= within_km
    return unit, (area[is_in], service[is_in], distance[is_in])


def _choose_column(travel: pd.DataFrame, names: Collection[str]) -> str:
    found = [name for name in names if name in travel]
    if len(found) != 1:
        msg = f"travel needs one of the columns {join_words(names)}; it has {list(travel.columns)}."
        raise ValueError(msg)
    return found[0]


def _find_codes(travel: pd.DataFrame, column: str, known: pd.Index) -> NDArray[np.intp]:
    if column not in travel:
        msg = f"travel needs the column {column}; it has {list(travel.columns)}."
        raise ValueError(msg)
    found = known.get_indexer(pd.Index(travel[column]))
    if (found < 0).any():
        value = str(travel[column].iloc[int(np.argmax(found < 0))])
        hint = did_you_mean(value, list(known))
        msg = f"travel, {column}: {value!r} is not in this data. {hint}".strip()
        raise ValueError(msg)
    return found


def _read_distances(travel: pd.DataFrame, unit: str) -> NDArray[np.float64]:
    values = pd.to_numeric(travel[unit], errors="coerce").to_numpy(dtype=float)
    wrong = ~((values >= 0) & np.isfinite(values))
    if wrong.any():
        value = travel[unit].iloc[int(np.argmax(wrong))]
        msg = f"travel, {unit}: {value!r} is no distance. Give numbers, 0 or more, in every row."
        raise ValueError(msg)
    return values
