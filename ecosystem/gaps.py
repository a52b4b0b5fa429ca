"""Which places have too little help: `find_gaps`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .errors import count_of, count_people, is_small, join_words
from .geo import find_nearest, find_nearest_elsewhere
from .provision import share_capacity
from .reach import check_question, list_demand, list_eligible, name_service
from .result import Result, hide_small

if TYPE_CHECKING:
    from .data import Ecosystem
    from .reach import Eligible

_ENOUGH = 1 - 1e-9
_THIN_PLACE = 500.0
_NAMED = 3


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class GapsResult(Result):
    """How well each area's need for one type of service is met; see `find_gaps`."""

    @property
    def headline(self) -> str:
        """The answer in one sentence."""
        asked = self.settings["asked"]
        known = self.table[self.table["demand"] > 0]
        gaps = known[known["is_gap"]].sort_values("demand", ascending=False, kind="stable")
        if known.empty:
            return f"How many people need {asked} is not known for any area."
        if gaps.empty:
            thin = int((known["status"] == "thin").sum())
            return (
                f"No area is known to have too little {asked}; in {thin:,} of "
                f"{count_of(len(known), 'area')} with people in need it is thin."
            )
        small = gaps["demand"].map(is_small)
        people = gaps.loc[~small, "demand"].sum()
        named = join_words(gaps.loc[~small, "name"].head(_NAMED))
        where = f", most of them in {named}" if len(gaps) > _NAMED else f", in {named}"
        return (
            f"{count_of(len(gaps), 'area')} of {len(known):,} with people in need "
            f"{'has' if len(gaps) == 1 else 'have'} too little {asked}"
            + (
                f": {'at least ' if small.any() else ''}{count_people(people)} people need it"
                f" there{where}."
                if people
                else "."
            )
        )

    def explain(self, key: str) -> str:
        """Return how one area stands, in one sentence; counts of 1 to 4 are never given away."""
        row, asked = self._row(key), str(self.settings["asked"])
        if pd.isna(row["demand"]):
            return f"How many people in {row['name']} need {asked} is not known."
        if row["demand"] == 0:
            return f"No need for {asked} is recorded in {row['name']}."
        people = count_people(row["demand"])
        need = f"{people[0].upper()}{people[1:]} people in {row['name']}"
        if not row["providers_in_reach"]:
            return f"{need} need {asked} and no place is in reach{_say_nearest(row)}."
        if pd.isna(row["coverage"]) or is_small(row["demand"]):
            return f"{need} share {_say_shared(row, asked)}."
        return f"{need} need {asked}; {_say_served(row)}."

    @property
    def shown(self) -> pd.DataFrame:
        """The table as it may be shown to anyone: counts from 1 to 4 as "under 5"."""
        return hide_small(
            self.table, ["demand", "deficit"], ["provision", "coverage", "people_per_place"]
        )


def _say_nearest(row: pd.Series) -> str:
    if pd.isna(row["nearest_km"]):
        return ""
    return f"; the nearest, {row['nearest_name']}, is {_say_km(row['nearest_km'])} away"


def _say_shared(row: pd.Series, asked: str) -> str:
    if row["providers_in_reach"] > 1:
        how_many = "" if is_small(row["demand"]) else "; how many people these can see is not known"
        return f"{row['providers_in_reach']:,} places for {asked}{how_many}"
    other = row["nearest_elsewhere_km"]
    nearest = "" if pd.isna(other) else f"; the nearest other is {_say_km(other)} away"
    return f"one place for {asked}{nearest}"


def _say_served(row: pd.Series) -> str:
    within = row["providers_in_reach"]
    places = "the one place in reach" if within == 1 else f"the {within:,} places in reach"
    if row["status"] == "covered":
        return f"{places} can see all of them"
    if is_small(row["deficit"]) or is_small(row["provision"]):
        return f"{places} can see {'nearly all' if is_small(row['deficit']) else 'few'} of them"
    return (
        f"{places} can see {count_people(row['provision'])} of them, and "
        f"{count_people(row['deficit'])} are left without"
    )


def _say_km(distance: float) -> str:
    return f"{distance:,.0f} km" if distance >= 0.5 else "less than 1 km"


def find_gaps(  # noqa: PLR0913 - as many options as a question may have
    e: Ecosystem,
    service_type: str,
    *,
    level: int | None = None,
    legal_aid: bool | None = None,
    within_km: float | None = None,
    limit: float = 0.5,
) -> GapsResult:
    """Return how well each area's need for a type of service is met.

    A service reaches its catchment and the areas it has a site in. Its capacity is shared among
    the people in need of all areas it reaches; the sum of what reaches an area, against the
    people there who need it, is the area's coverage. Below `limit` it is a gap. What is not known
    is never a gap.

    Parameters
    ----------
    e
        The ecosystem; needs areas and services, and demand to find gaps.
    service_type
        As in services or demand; case is ignored.
    level
        Least level of advice, 1 to 3; None for any. A service without a recorded level does not
        meet it.
    legal_aid
        True: only services with a legal aid contract; False: only those without; None: both.
    within_km
        A service also reaches every area whose centre is this near to one of its sites.
    limit
        Coverage below this is a gap, 0 to 1.

    Returns
    -------
    GapsResult
        `table` by area_code: name, demand (people), providers_in_area (services with a site
        there), providers_in_reach (services that reach it), provision (people that can be seen),
        coverage (0 to 1), deficit (people), people_per_place, nearest_km, nearest_service_id,
        nearest_name, nearest_elsewhere_km, nearest_elsewhere_name (services without a site in the
        area), status (gap, thin, covered, not known) and is_gap.

    Raises
    ------
    ValueError
        If the service type is in neither services nor demand, or an option is out of range.

    Notes
    -----
    Two-step floating catchment: each service j shares its capacity Sⱼ among the demand D of the
    areas it reaches, Rⱼ = Sⱼ / Σ Dₖ; an area i gets provision Dᵢ Σ Rⱼ. Where a service in reach
    has no known capacity the known part is a lower bound: coverage is given only if that is
    enough already. Otherwise an area with one place, or with fewer than 2 places per 1,000
    people in need, is thin, and the rest are not known. Cost grows with the pairs of area and
    service in reach.

    References
    ----------
    Luo, W. and Wang, F. (2003). Measures of spatial accessibility to health care in a GIS
    environment. Environment and Planning B 30(6). https://doi.org/10.1068/b29120

    Examples
    --------
    >>> import ecosystem as eco
    >>> e = eco.read_sample("legal-aid-2015")
    >>> gaps = eco.find_gaps(e, "immigration advice", legal_aid=True)
    >>> gaps.explain("E06000021")
    '716 people in Stoke-on-Trent share one place for immigration advice with legal aid; ...'
    """
    check_question(e, service_type, level, within_km)
    if not 0 <= limit <= 1:
        msg = f"limit {limit!r} is not a share. Give a number from 0 to 1."
        raise ValueError(msg)
    eligible = list_eligible(e, service_type, level=level, legal_aid=legal_aid, within_km=within_km)
    demand, notes = list_demand(e, service_type)
    areas = e.areas
    table = pd.DataFrame({"name": areas["name"], "demand": demand["people"]})
    table = table.join(_count_places(eligible, len(areas)))
    table = table.join(_measure(eligible, table))
    table = table.join(_measure_distance(eligible, areas))
    table["status"] = _judge(table, limit)
    table["is_gap"] = table["status"] == "gap"
    table.index = pd.Index(areas["area_code"], name="area_code")
    return GapsResult(
        table=table,
        settings={
            "service_type": service_type,
            "level": level,
            "legal_aid": legal_aid,
            "within_km": within_km,
            "limit": limit,
            "asked": name_service(service_type, level, legal_aid),
            "visibility": e.visibility,
        },
        notes=(*eligible.notes, *notes, *_list_limits(table, eligible)),
    )


def _count_places(eligible: Eligible, size: int) -> pd.DataFrame:
    sites = eligible.sites
    placed = sites.loc[sites["area"] >= 0, ["service", "area"]].drop_duplicates()
    return pd.DataFrame(
        {
            "providers_in_area": np.bincount(placed["area"].to_numpy(), minlength=size),
            "providers_in_reach": np.diff(eligible.reaches.indptr),
        }
    )


def _measure(eligible: Eligible, table: pd.DataFrame) -> pd.DataFrame:
    """Return provision, coverage, deficit and people_per_place where they are known."""
    demand = table["demand"].to_numpy()
    in_reach = table["providers_in_reach"].to_numpy()
    capacity = eligible.services["capacity"].to_numpy(dtype=float)
    per_person = share_capacity(eligible.reaches, np.nan_to_num(demand), np.nan_to_num(capacity))
    is_complete = eligible.reaches @ np.isnan(capacity).astype(float) == 0
    is_known = (demand > 0) & (is_complete | (per_person >= _ENOUGH))
    coverage = np.where(per_person >= _ENOUGH, 1.0, per_person)
    provision = per_person * demand
    return pd.DataFrame(
        {
            "provision": np.where(is_known, provision, np.nan),
            "coverage": np.where(is_known, coverage, np.nan),
            "deficit": np.where(is_known, np.where(coverage == 1, 0.0, demand - provision), np.nan),
            "people_per_place": np.divide(
                demand,
                in_reach,
                out=np.full(len(demand), np.nan),
                where=(demand > 0) & (in_reach > 0),
            ),
        }
    )


def _measure_distance(eligible: Eligible, areas: pd.DataFrame) -> pd.DataFrame:
    centres = areas[["latitude", "longitude"]].to_numpy(dtype=float)
    sites = eligible.sites
    positions = sites[["latitude", "longitude"]].to_numpy(dtype=float)
    nearest_km, nearest = find_nearest(centres, positions)
    service, area = sites["service"].to_numpy(), sites["area"].to_numpy()
    elsewhere_km, elsewhere = find_nearest_elsewhere(centres, positions, service, area)
    return pd.DataFrame(
        {
            "nearest_km": nearest_km,
            "nearest_service_id": _pick(eligible, "service_id", nearest),
            "nearest_name": _pick(eligible, "name", nearest),
            "nearest_elsewhere_km": elsewhere_km,
            "nearest_elsewhere_name": _pick(eligible, "name", elsewhere),
        }
    )


def _pick(eligible: Eligible, column: str, site: np.ndarray) -> pd.Series:
    service = eligible.sites["service"].reindex(site).to_numpy()
    return eligible.services[column].reindex(service).reset_index(drop=True)


def _judge(table: pd.DataFrame, limit: float) -> np.ndarray:
    demand, coverage = table["demand"], table["coverage"]
    few = (table["providers_in_reach"] == 1) | (table["people_per_place"] > _THIN_PLACE)
    return np.select(
        [
            ~(demand > 0),
            coverage >= 1,
            coverage >= limit,
            coverage < limit,
            few,
        ],
        ["not known", "covered", "thin", "gap", "thin"],
        default="not known",
    ).astype(object)


def _list_limits(table: pd.DataFrame, eligible: Eligible) -> list[str]:
    notes = []
    unknown = int(table["demand"].isna().sum())
    if unknown:
        notes.append(
            f"Demand is not known for {count_of(unknown, 'area')} of {len(table):,}: "
            "not known is not zero, and no gap."
        )
    services = eligible.services
    silent = int(services["capacity"].isna().sum())
    if silent:
        notes.append(
            f"Capacity is not known for {silent:,} of {count_of(len(services), 'service')}: where "
            "one of these is in reach, coverage is not known unless the others are enough."
        )
    return notes
