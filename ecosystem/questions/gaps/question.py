"""Which areas have too little help: `find_gaps`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.access import (
    METHODS,
    NEEDS_DISTANCE,
    ask_about_areas,
    check_question,
    keep_level,
    list_demand,
    list_services,
    name_service,
    note_who_was_counted,
)
from ecosystem.disclosure import are_small
from ecosystem.errors import wrong_choice
from ecosystem.graph import find_positions
from ecosystem.options import check_options

from .answer import REMARK, GapsResult
from .distance import measure_distance
from .frames import (
    add_status,
    count_places,
    list_hot_spots,
    list_levels,
    make_summary,
    measure_access,
)
from .notes import list_notes

if TYPE_CHECKING:
    from ecosystem.access import Method, Reach
    from ecosystem.data import Ecosystem


@check_options
def find_gaps(  # noqa: PLR0913 - as many options as a question may have
    e: Ecosystem,
    service_type: str,
    *,
    level: int | None = None,
    legal_aid: bool | None = None,
    within_km: float | None = None,
    limit: float = 0.5,
    method: Method = "2sfca",
    travel: pd.DataFrame | None = None,
) -> GapsResult:
    """Return how well each area's need for a type of service is met.

    A service reaches its catchment and the areas it has a site in. Its capacity is shared among
    the people in need of all areas it reaches; the sum of what reaches an area, against the
    people counted there as needing it, is the area's coverage. Below `limit` it is a gap. What is
    not known is never a gap.

    Parameters
    ----------
    e
        The ecosystem; needs areas and services, and demand to find gaps.
    service_type
        As in services or demand; case is ignored.
    level
        Least level of advice, 1 to 3; None for any. A service without a recorded level may meet
        it: it keeps what it may reach from being a gap. A legal aid contract tells of level 2.
    legal_aid
        True: only services with a legal aid contract; False: only those without; None: both. One
        that does not say may be either.
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
        `table` by area_code: name; demand (people), counted_as (who was counted) and period;
        is_whole (a larger place whose need is that of the areas inside it: it has no demand of its
        own and counts in no total); providers_in_area (services with a site there) and
        provider_class (none, one, two, three, more than three); providers_in_reach (services that
        reach it), and of these legal_aid_in_reach, remote_in_reach, open_in_reach (not known to be
        closed to new people) and for_some_in_reach (with an eligibility other than anyone, or with
        their languages named); access (places for each person in need; with "raam" a cost);
        provision (people there is room for), coverage (0 to 1) and deficit (people), and where the
        data give low and high figures coverage_low, coverage_high, deficit_low, deficit_high;
        people_per_place (people in need for each service in reach); nearest_km, nearest_minutes,
        nearest_service_id and nearest_name (of services known to meet what is asked: their sites,
        or without any the bases of those who run them; km empty where one reaches the area from
        nobody knows where and no other in reach has a known place); nearest_elsewhere_km and
        nearest_elsewhere_name (services without a site or base in the area); is_drought (there are
        places, none can take people); status (gap, thin, covered, not known, no one in need);
        is_gap; is_hidden (counts from 1 to 4); remark (if areas has such a column: a sentence that
        follows what is said of the area); shares_with_unknown (a service in reach
        also serves areas whose need is not known, so that coverage is at the most what it says, and
        empty where less would be another status). Empty where not known. possible_in_reach:
        services that may reach the area or meet what is asked, of which that is not recorded, and
        those that reach a part of a larger place; where they could change it, coverage is empty,
        and coverage_low and coverage_high (and deficit_low, deficit_high) say how far. `to_ask`:
        which of these cells keep most areas open, for the methods 2sfca, e2sfca and gaussian.

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
    need, or with none that can take people, is thin, and the rest are not known. Room of services
    that are for some people only, or take nobody now, is the most there is for them.

    Low and high: columns people_low and people_high of demand, capacity_low and capacity_high of
    services, are used together, all against the area and all for it. A column `used` of services
    (people seen) at or above the capacity means that it can take no more.

    Minutes without a travel table are an estimate: 1.3 times the straight line, at 50 km an hour.

    Hot spots: Getis-Ord G* of the shortfall (1 - coverage; if coverage is not known everywhere, 1
    where no service is in reach and 0 elsewhere) over each area and its 8 nearest, those with a
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
    '716 people on asylum support in Stoke-on-Trent, taken as the need for immigration advice ...'
    """
    check_question(e, service_type, level=level, within_km=within_km)
    _check_method(limit, method, is_far_known=within_km is not None or travel is not None)
    by_road = travel is not None
    options: dict[str, object] = {"service_type": service_type, "level": level}
    options |= {"legal_aid": legal_aid, "within_km": within_km, "limit": limit, "method": method}
    # What is known, once each: below this only these arrays and frames travel. Every frame of areas
    # has their rows in the order of the areas table.
    positions, areas = find_positions(e), e.areas
    every = list_services(e, service_type, legal_aid=legal_aid, within_km=within_km, travel=travel)
    possible = keep_level(every, level)
    reach = possible.certain
    demand, notes = list_demand(e, service_type)

    farthest = _find_limit(reach, within_km, by_road=by_road)
    access = measure_access(reach, demand, method, farthest)
    distance = measure_distance(reach, positions.centres, by_road=by_road)
    parts = [_begin_table(areas, demand), count_places(reach), access, distance]
    table = pd.concat(parts, axis="columns")
    table["is_hidden"] = are_small(table["demand"])
    table, is_open = add_status(table, areas, possible, demand, positions, method, farthest, limit)
    to_ask = ask_about_areas(
        possible, is_open, level=level, legal_aid=legal_aid, method=method, limit=farthest
    )
    # Only now: until here rows are joined by their number.
    table.index = pd.Index(areas["area_code"], name="area_code")
    notes += note_who_was_counted(demand, level=level, legal_aid=legal_aid)
    hot_spots, measured = list_hot_spots(table, positions.centres)
    notes += [*list_notes(table, reach, by_road=by_road), *measured]
    return GapsResult(
        table=table,
        levels=list_levels(every, areas, positions.centres, by_road=by_road),
        hot_spots=hot_spots,
        summary=make_summary(table),
        settings={
            **options,
            "travel": None if travel is None else f"{len(travel):,} journeys in {reach.unit}",
            "unit": reach.unit,
            "asked": name_service(service_type, level=level, legal_aid=legal_aid),
            "visibility": e.visibility_of_counts,
        },
        notes=(*possible.notes, *notes),
        to_ask=to_ask,
    )


def _begin_table(areas: pd.DataFrame, demand: pd.DataFrame) -> pd.DataFrame:
    """Return a row an area: its name, what the data remark of it, and its need."""
    told = demand[["people", "counted_as", "period", "is_whole"]]
    names = [name for name in ("name", REMARK) if name in areas]
    return pd.concat([areas[names], told.rename(columns={"people": "demand"})], axis="columns")


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
