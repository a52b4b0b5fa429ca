"""Which places have too little help: `find_gaps`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .errors import count_of, count_people, is_small, join_words, wrong_choice
from .geo import ROAD_SPEED_KM_H, estimate_minutes, find_nearest, find_nearest_elsewhere, measure_km
from .provision import METHODS, NEEDS_DISTANCE, measure_met
from .reach import (
    are_small,
    check_question,
    keep_level,
    list_demand,
    list_hidden,
    list_services,
    name_service,
    read_extra,
)
from .result import Result, hide_small
from .spread import FEWEST_AREAS, find_hot_spots, measure_inequality

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .data import Ecosystem
    from .reach import Reach

_THIN_PLACE = 500.0
_NAMED = 3
_MOST_FALSE = 0.05
_CLASSES = np.array(["none", "one", "two", "three", "more than three"], dtype=object)
_DERIVED = [
    "provision",
    "coverage",
    "coverage_low",
    "coverage_high",
    "deficit_low",
    "deficit_high",
    "access",
    "people_per_place",
]
_DEFICIT_TOTALS = ["provision", "deficit", "deficit_share"]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class GapsResult(Result):
    """How well each area's need for one type of service is met.

    Attributes
    ----------
    levels
        For each area and each level of advice, at that level or above: area_code, name, level,
        providers_in_area, providers_in_reach, nearest_km, nearest_minutes, nearest_service_id.
        Empty if no service has a level.
    hot_spots
        For each area with people in need, by area_code: name, shortfall, z_score, p_value,
        q_value, region (number; empty: in none). Gaps that lie together make a region. Empty if
        there are too few areas.
    summary
        areas, people (in need), areas_gap, areas_thin, areas_covered, areas_not_known,
        people_in_gaps, provision, deficit (people, where coverage is known), deficit_share, gini,
        theil (of coverage among people in need; 0: the same for all).
    """

    levels: pd.DataFrame
    hot_spots: pd.DataFrame
    summary: pd.Series

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
        shown = gaps[~gaps["is_hidden"]]
        have = "has" if len(gaps) == 1 else "have"
        words = f"{len(gaps):,} of {count_of(len(known), 'area')} with people in need {have} "
        words += f"too little {asked}"
        if shown.empty:
            return f"{words}."
        least = "at least " if len(shown) < len(gaps) else ""
        people = count_people(shown["demand"].sum())
        most = ", most of them in " if len(gaps) > _NAMED else ", in "
        return (
            f"{words}: {least}{people} people need it there"
            f"{most}{join_words(shown['name'].head(_NAMED))}."
        )

    def explain(self, key: str) -> str:
        """Return how one area stands, in one sentence; counts of 1 to 4 are never given away."""
        row, asked = self._row(key), str(self.settings["asked"])
        if pd.isna(row["demand"]):
            return f"How many people in {row['name']} need {asked} is not known."
        if row["demand"] == 0:
            return f"No need for {asked} is recorded in {row['name']}."
        need = f"{_say_people(row)} in {row['name']}"
        closed = "; none is taking people now" if row["is_drought"] else ""
        if not row["providers_in_reach"]:
            away = _say_away(row, "nearest", by_minutes=self.settings["unit"] == "minutes")
            nearest = f"; the nearest, {row['nearest_name']}, is {away} away" if away else ""
            return f"{need} need {asked} and no place is in reach{nearest}."
        if pd.isna(row["coverage"]) or row["is_hidden"]:
            return f"{need} share {_say_shared(row, asked)}{closed}."
        return f"{need} need {asked}; {_say_served(row)}{closed}."

    @property
    def shown(self) -> pd.DataFrame:
        """The table as it may be shown to anyone.

        Counts of people from 1 to 4 read "under 5"; a count from which one of these could be
        worked out reads "not shown"; what follows from either is blank.
        """
        table = self.table
        derived = [name for name in _DERIVED if name in table]
        shown = hide_small(table, ["demand", "deficit"], derived)
        also = table["is_hidden"] & ~are_small(table["demand"])
        shown["demand"] = shown["demand"].mask(also, "not shown")
        hidden = table["is_hidden"]
        shown["deficit"] = shown["deficit"].mask(hidden)
        for name in derived:
            shown[name] = shown[name].mask(hidden)
        return shown

    @property
    def shown_frames(self) -> dict[str, pd.DataFrame | pd.Series]:
        """The levels, hot spots and summary as they may be shown to anyone.

        Where a total less what is shown would be the count of one area, the total is "not shown".
        """
        table, summary = self.table, self.summary.astype(object)
        hidden = table["is_hidden"].astype(bool)
        left_out = hidden & table["deficit"].notna()
        if (left_out | are_small(table["deficit"])).sum() == 1:
            summary[_DEFICIT_TOTALS] = "not shown"
        if (hidden & table["is_gap"]).sum() == 1:
            summary["people_in_gaps"] = "not shown"
        for name in ("people", "people_in_gaps", "deficit"):
            if not isinstance(summary[name], str) and is_small(summary[name]):
                summary[name] = "under 5"
        spots = self.hot_spots
        unsafe = hidden.reindex(spots.index, fill_value=False)
        return {
            "levels": self.levels,
            "hot_spots": spots.assign(shortfall=spots["shortfall"].mask(unsafe)),
            "summary": summary,
        }


def _say_people(row: pd.Series) -> str:
    if is_small(row["demand"]):
        return "Under 5 people"
    return "Some people" if row["is_hidden"] else f"{count_people(row['demand'])} people"


def _say_away(row: pd.Series, which: str, *, by_minutes: bool = False) -> str:
    """Return how far away the nearest is, or nothing if that is not known."""
    if by_minutes and pd.notna(row[f"{which}_minutes"]):
        return f"{row[f'{which}_minutes']:,.0f} minutes"
    distance = row[f"{which}_km"]
    if pd.isna(distance):
        return ""
    return f"{distance:,.0f} km" if distance >= 0.5 else "less than 1 km"


def _say_shared(row: pd.Series, asked: str) -> str:
    if row["providers_in_reach"] > 1:
        how_many = "" if row["is_hidden"] else "; how many people these can see is not known"
        return f"{row['providers_in_reach']:,} places for {asked}{how_many}"
    away = _say_away(row, "nearest_elsewhere")
    return f"one place for {asked}" + (f"; the nearest other is {away} away" if away else "")


def _say_served(row: pd.Series) -> str:
    within = row["providers_in_reach"]
    places = "the one place in reach" if within == 1 else f"the {within:,} places in reach"
    if row["status"] == "covered":
        return f"{places} can see all of them"
    if is_small(row["deficit"]) or is_small(row["provision"]):
        return f"{places} can see {'nearly all' if is_small(row['deficit']) else 'few'} of them"
    low, high = row.get("deficit_low", np.nan), row.get("deficit_high", np.nan)
    between = ""
    if low < high and not is_small(low) and not is_small(high):
        between = f" ({count_people(low)} to {count_people(high)} by the low and high figures)"
    return (
        f"{places} can see {count_people(row['provision'])} of them, and "
        f"{count_people(row['deficit'])}{between} are left without"
    )


def find_gaps(  # noqa: PLR0913 - as many options as a question may have
    e: Ecosystem,
    service_type: str,
    *,
    level: int | None = None,
    legal_aid: bool | None = None,
    within_km: float | None = None,
    limit: float = 0.5,
    method: str = "2sfca",
    travel: pd.DataFrame | None = None,
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
        A service also reaches every area whose centre is this near to one of its sites, in
        kilometres: in a straight line, or those of `travel`.
    limit
        Coverage below this is a gap, 0 to 1.
    method
        How capacity is shared among people in reach. "2sfca" (two-step): near and far count the
        same. "e2sfca" and "gaussian": less with distance. "3sfca": people choose among services
        by distance. "balanced": each person is counted at one service. "raam": people move to
        where crowding and travel cost them least. All but 2sfca, 3sfca and balanced need
        `within_km` or `travel`.
    travel
        Journeys from a route planner, used in place of straight lines: a frame with area_code,
        one of service_id and to_area_code, and one of km and minutes. What has no row is not in
        reach, but for the area of a site and its catchment. The way back need not be as long.

    Returns
    -------
    GapsResult
        `table` by area_code: name; demand (people) and its period; providers_in_area (services
        with a site there) and provider_class (none, one, two, three, more than three);
        providers_in_reach (services that reach it), and of these legal_aid_in_reach,
        remote_in_reach and open_in_reach (not known to be closed to new people); access (places
        for each person in need; with "raam" a cost); provision (people that can be seen), coverage
        (0 to 1) and deficit (people), and where the data give low and high figures coverage_low,
        coverage_high, deficit_low, deficit_high; people_per_place (people in need for each service
        in reach); nearest_km, nearest_minutes, nearest_service_id and nearest_name;
        nearest_elsewhere_km and nearest_elsewhere_name (services without a site in the area);
        is_drought (there are places, none can take people); status (gap, thin, covered, not
        known); is_gap; is_hidden (counts that may not be shown). Empty where not known.

    Raises
    ------
    ValueError
        If the service type is in neither services nor demand, or an option is out of range.

    Notes
    -----
    Two-step floating catchment: each service j shares its capacity Sⱼ among the demand D of the
    areas it reaches, Rⱼ = Sⱼ / Σ Dₖ; an area i gets provision Dᵢ Σ Rⱼ. Where a service in reach
    has no known capacity the known part is a lower bound: coverage is given only if that is
    enough already. Otherwise an area with one place, with fewer than 2 places per 1,000 people in
    need, or with none that can take people, is thin, and the rest are not known.

    Low and high: columns people_low and people_high of demand, capacity_low and capacity_high of
    services, are used together, all against the area and all for it. A column `used` of services
    (people seen) at or above the capacity means that it can take no more.

    Minutes without a travel table are an estimate: 1.3 times the straight line, at 50 km an hour.

    Hot spots: Getis-Ord G* of the shortfall (1 - coverage; if coverage is not known everywhere, 1
    where no place is in reach and 0 elsewhere) over each area and its 8 nearest, those with a
    false discovery rate of 5 % or less.

    Time and memory grow with the pairs of area and service in reach.

    References
    ----------
    Luo, W. and Wang, F. (2003). Measures of spatial accessibility to health care in a GIS
    environment. Environment and Planning B 30(6). https://doi.org/10.1068/b29120

    Luo, W. and Qi, Y. (2009). An enhanced two-step floating catchment area method. Health & Place
    15(4). https://doi.org/10.1016/j.healthplace.2009.06.002

    Ord, J. K. and Getis, A. (1995). Local spatial autocorrelation statistics. Geographical
    Analysis 27(4). https://doi.org/10.1111/j.1538-4632.1995.tb00912.x

    Examples
    --------
    >>> import ecosystem as eco
    >>> e = eco.read_sample("legal-aid-2015")
    >>> gaps = eco.find_gaps(e, "immigration advice", legal_aid=True)
    >>> gaps.explain("E06000021")
    '716 people in Stoke-on-Trent share one place for immigration advice with legal aid; ...'
    """
    check_question(e, service_type, level=level, legal_aid=legal_aid, within_km=within_km)
    _check_method(limit, method, is_far_known=within_km is not None or travel is not None)
    every = list_services(e, service_type, legal_aid=legal_aid, within_km=within_km, travel=travel)
    reach = keep_level(every, level)
    demand, notes = list_demand(e, service_type)
    farthest = _find_limit(reach, within_km, by_road=travel is not None)
    areas = e.areas
    table = pd.DataFrame(
        {"name": areas["name"], "demand": demand["people"], "period": demand["period"]}
    )
    table = table.join(_count_places(reach))
    table = table.join(_measure(reach, demand, method, farthest))
    table = table.join(_measure_distance(reach, areas, by_road=travel is not None))
    table["is_drought"] = (table["providers_in_reach"] > 0) & (table["open_in_reach"] == 0)
    table["status"] = _judge(table, limit)
    table["is_gap"] = table["status"] == "gap"
    table["is_hidden"] = list_hidden(table["demand"], areas["parent_code"])
    table.index = pd.Index(areas["area_code"], name="area_code")
    hot_spots, measure = _list_hot_spots(table, areas)
    return GapsResult(
        table=table,
        levels=_list_levels(every, areas, by_road=travel is not None),
        hot_spots=hot_spots,
        summary=_summarise(table),
        settings={
            "service_type": service_type,
            "level": level,
            "legal_aid": legal_aid,
            "within_km": within_km,
            "limit": limit,
            "method": method,
            "travel": None if travel is None else f"{len(travel):,} journeys in {reach.unit}",
            "unit": reach.unit,
            "asked": name_service(service_type, level=level, legal_aid=legal_aid),
            "visibility": e.visibility,
        },
        notes=(*reach.notes, *notes, *_list_limits(table, reach, travel is None), *measure),
    )


def _check_method(limit: float, method: str, *, is_far_known: bool) -> None:
    if not 0 <= limit <= 1:
        msg = f"limit {limit!r} is not a share. Give a number from 0 to 1."
        raise ValueError(msg)
    if method not in METHODS:
        raise wrong_choice(option="method", value=method, choices=METHODS)
    if method in NEEDS_DISTANCE and not is_far_known:
        msg = f"method {method!r} counts distance. Give within_km, or travel, as well."
        raise ValueError(msg)


def _find_limit(reach: Reach, within_km: float | None, *, by_road: bool) -> float:
    """Return the distance at which reach ends; infinite where none is asked or given."""
    if within_km is not None:
        return within_km or np.inf
    return (float(np.nanmax(reach.pairs.data, initial=0)) if by_road else 0) or np.inf


def _count_places(reach: Reach) -> pd.DataFrame:
    sites, services = reach.sites, reach.services
    placed = sites.loc[sites["area"] >= 0, ["service", "area"]].drop_duplicates()
    in_area = np.bincount(placed["area"].to_numpy(), minlength=reach.pairs.shape[0])
    return pd.DataFrame(
        {
            "providers_in_area": in_area,
            "provider_class": _CLASSES[np.minimum(in_area, len(_CLASSES) - 1)],
            "providers_in_reach": np.diff(reach.pairs.indptr),
            "legal_aid_in_reach": _count(reach, services["legal_aid"].fillna(value=False)),
            "remote_in_reach": _count(reach, services["access"] == "remote only"),
            "open_in_reach": _count(reach, ~_is_closed(services)),
        }
    )


def _count(reach: Reach, which: pd.Series) -> NDArray[np.int64]:
    """Return how many of these services reach each area."""
    chosen = np.flatnonzero(which.to_numpy(dtype=bool))
    return np.diff(reach.pairs[:, chosen].indptr).astype(np.int64)


def _is_closed(services: pd.DataFrame) -> pd.Series:
    is_full = read_extra(services, "used") >= services["capacity"]
    return (services["accepting_referrals"] == "no") | is_full


def _measure(reach: Reach, demand: pd.DataFrame, method: str, limit: float) -> pd.DataFrame:
    """Return what capacity comes to in each area, where that is known."""
    people = demand["people"].to_numpy()
    capacity = reach.services["capacity"].to_numpy(dtype=float)
    measured = _cover(reach, people, capacity, method, limit)
    low, high = demand["low"].to_numpy(), demand["high"].to_numpy()
    fewer = np.fmin(read_extra(reach.services, "capacity_low"), capacity)
    more = np.fmax(read_extra(reach.services, "capacity_high"), capacity)
    if np.isfinite([*low, *high]).any() or (fewer < more).any():
        worst = _cover(reach, np.fmax(high, people), fewer, method, limit)
        best = _cover(reach, np.fmin(low, people), more, method, limit)
        for side, column, bound in (
            ("coverage_low", "coverage", worst),
            ("coverage_high", "coverage", best),
            ("deficit_low", "deficit", best),
            ("deficit_high", "deficit", worst),
        ):
            measured[side] = bound[column].where(measured["coverage"].notna())
    in_reach = np.diff(reach.pairs.indptr)
    measured["people_per_place"] = np.where(
        (people > 0) & (in_reach > 0), people / np.maximum(in_reach, 1), np.nan
    )
    return measured


def _cover(
    reach: Reach,
    people: NDArray[np.float64],
    capacity: NDArray[np.float64],
    method: str,
    limit: float,
) -> pd.DataFrame:
    met = measure_met(reach.pairs, people, capacity, method=method, limit=limit)
    return pd.DataFrame(
        {
            "access": met.access,
            "provision": met.provision,
            "coverage": met.coverage,
            "deficit": met.deficit,
        }
    )


def _measure_distance(reach: Reach, areas: pd.DataFrame, *, by_road: bool) -> pd.DataFrame:
    centres = areas[["latitude", "longitude"]].to_numpy(dtype=float)
    sites = reach.sites
    positions = sites[["latitude", "longitude"]].to_numpy(dtype=float)
    km, site = find_nearest(centres, positions)
    owner, inside = sites["service"].to_numpy(), sites["area"].to_numpy()
    service = np.append(owner, -1)[site]
    minutes = estimate_minutes(km)
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
    elsewhere_km, elsewhere = find_nearest_elsewhere(centres, positions, owner, inside)
    return pd.DataFrame(
        {
            "nearest_km": km,
            "nearest_minutes": minutes,
            "nearest_service_id": _pick(reach, "service_id", service),
            "nearest_name": _pick(reach, "name", service),
            "nearest_elsewhere_km": elsewhere_km,
            "nearest_elsewhere_name": _pick(reach, "name", np.append(owner, -1)[elsewhere]),
        }
    )


def _find_shortest(reach: Reach) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Return the shortest journey from each area and the service it leads to; NaN, -1: none."""
    size = reach.pairs.shape[0]
    area = np.repeat(np.arange(size), np.diff(reach.pairs.indptr))
    known = np.flatnonzero(np.isfinite(reach.pairs.data))
    order = known[np.lexsort((reach.pairs.data[known], area[known]))]
    found, first = np.unique(area[order], return_index=True)
    journey, service = np.full(size, np.nan), np.full(size, -1, dtype=np.intp)
    journey[found] = reach.pairs.data[order[first]]
    service[found] = reach.pairs.indices[order[first]]
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


def _pick(reach: Reach, column: str, service: NDArray[np.intp]) -> pd.Series:
    return reach.services[column].reindex(service).reset_index(drop=True)


def _judge(table: pd.DataFrame, limit: float) -> NDArray[np.object_]:
    demand, coverage = table["demand"], table["coverage"]
    few = (table["providers_in_reach"] == 1) | (table["people_per_place"] > _THIN_PLACE)
    return np.select(
        [
            ~(demand > 0),
            coverage >= 1,
            coverage >= limit,
            coverage < limit,
            few | table["is_drought"],
        ],
        ["not known", "covered", "thin", "gap", "thin"],
        default="not known",
    ).astype(object)


def _list_levels(every: Reach, areas: pd.DataFrame, *, by_road: bool) -> pd.DataFrame:
    columns = [
        "providers_in_area",
        "providers_in_reach",
        "nearest_km",
        "nearest_minutes",
        "nearest_service_id",
    ]
    frames = []
    for level in (1, 2, 3):
        reach = keep_level(every, level)
        known = _count_places(reach).join(_measure_distance(reach, areas, by_road=by_road))
        frames.append(areas[["area_code", "name"]].assign(level=level).join(known[columns]))
    if every.services["level"].isna().all():
        frames = [frame.iloc[:0] for frame in frames]
    levels = pd.concat(frames).sort_values(["area_code", "level"], kind="stable")
    return levels.reset_index(drop=True)


def _list_hot_spots(table: pd.DataFrame, areas: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Return the areas of `hot_spots`, and the note on what was measured."""
    here = (table["demand"] > 0).to_numpy() & areas[["latitude", "longitude"]].notna().all(
        axis=1
    ).to_numpy()
    rows = table.loc[here, ["name", "coverage", "providers_in_reach"]]
    spots = pd.DataFrame(
        columns=["name", "shortfall", "z_score", "p_value", "q_value", "region"],
        index=rows.index[:0],
    ).astype(dict.fromkeys(["shortfall", "z_score", "p_value", "q_value"], "float64"))
    spots = spots.astype({"name": "str", "region": "Int64"})
    if len(rows) < FEWEST_AREAS:
        return spots, []
    if rows["coverage"].notna().all():
        shortfall, note = (1 - rows["coverage"]).to_numpy(), []
    else:
        shortfall = (rows["providers_in_reach"] == 0).to_numpy(dtype=float)
        note = [
            "Hot spots are of areas with no place in reach, as coverage is not known everywhere."
        ]
    centres = areas.loc[here, ["latitude", "longitude"]].to_numpy(dtype=float)
    z_score, p_value, q_value, region = find_hot_spots(shortfall, centres, _MOST_FALSE)
    found = {
        "name": rows["name"],
        "shortfall": shortfall,
        "z_score": z_score,
        "p_value": p_value,
        "q_value": q_value,
        "region": pd.array(region + 1, dtype="Int64"),
    }
    spots = pd.DataFrame(found, index=rows.index)
    return spots.assign(region=spots["region"].mask(region < 0)), note


def _summarise(table: pd.DataFrame) -> pd.Series:
    known = table[table["coverage"].notna()]
    counts = table["status"].value_counts()
    people = known["demand"].sum()
    gini, theil = measure_inequality(
        known["coverage"].to_numpy(dtype=float), known["demand"].to_numpy(dtype=float)
    )
    return pd.Series(
        {
            "areas": len(table),
            "people": table["demand"].sum(min_count=1),
            **{
                f"areas_{status.replace(' ', '_')}": int(counts.get(status, 0))
                for status in ("gap", "thin", "covered", "not known")
            },
            "people_in_gaps": table.loc[table["is_gap"], "demand"].sum(),
            "provision": known["provision"].sum(min_count=1),
            "deficit": known["deficit"].sum(min_count=1),
            "deficit_share": known["deficit"].sum() / people if people else np.nan,
            "gini": gini,
            "theil": theil,
        },
        name="summary",
    )


def _list_limits(table: pd.DataFrame, reach: Reach, is_straight: bool) -> list[str]:  # noqa: FBT001
    notes = []
    unknown = int(table["demand"].isna().sum())
    if unknown:
        notes.append(
            f"Demand is not known for {count_of(unknown, 'area')} of {len(table):,}: "
            "not known is not zero, and no gap."
        )
    services = reach.services
    silent = int(services["capacity"].isna().sum())
    if silent:
        notes.append(
            f"Capacity is not known for {silent:,} of {count_of(len(services), 'service')}: where "
            "one of these is in reach, coverage is not known unless the others are enough."
        )
    if is_straight and table["nearest_km"].notna().any():
        notes.append(
            "Kilometres are in a straight line from the middle of the area; minutes are an "
            "estimate from them."
        )
    also = int((table["is_hidden"] & ~are_small(table["demand"])).sum())
    if also:
        notes.append(
            f"The count of {count_of(also, 'area')} is not shown, as a count of 1 to 4 could be "
            "worked out from it."
        )
    return notes
