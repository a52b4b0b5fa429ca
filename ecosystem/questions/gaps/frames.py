"""The frames of `find_gaps`: what is measured for each area."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.access import ADDITIVE, OpenAreas, keep_level, measure_met, read_extra
from ecosystem.geo import (
    ROAD_SPEED_KM_H,
    estimate_minutes,
    find_nearest,
    find_nearest_elsewhere,
    measure_km,
)

from .hot_spots import FEWEST_AREAS, find_hot_spots
from .inequality import measure_inequality

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecosystem.access import Method, Reach


_THIN_PLACE = 500.0
"""People in need for one place above which help counts as thin where capacity is not known: fewer
than 2 places per 1,000 people. A choice of this house; no source gives such a figure. Lower, and
more areas are thin rather than not known; it makes no area a gap."""

_MOST_FALSE = 0.05
"""Share of the hot spots that may be chance, by the usual level of Benjamini and Hochberg (1995).
Lower, and regions are fewer and smaller."""

_CLASSES = np.array(["none", "one", "two", "three", "more than three"], dtype=object)
"""Of the services in an area: the classes of the Law Society's maps of legal aid."""


def count_places(reach: Reach) -> pd.DataFrame:
    """Return how many services each area has inside it and in reach, a row an area."""
    sites, services = reach.sites, reach.services
    # A service with several sites in an area is one service there.
    placed = sites.loc[sites["area"] >= 0, ["service", "area"]].drop_duplicates()
    in_area = np.bincount(placed["area"].to_numpy(), minlength=reach.pairs.shape[0])
    return pd.DataFrame(
        {
            "providers_in_area": in_area,
            "provider_class": _CLASSES[np.minimum(in_area, len(_CLASSES) - 1)],
            "providers_in_reach": np.diff(reach.pairs.indptr),
            "legal_aid_in_reach": _count_reaching(reach, services["legal_aid"].fillna(value=False)),
            "remote_in_reach": _count_reaching(reach, services["access"] == "remote only"),
            "open_in_reach": _count_reaching(reach, ~_is_closed(services)),
        }
    )


def _count_reaching(reach: Reach, which: pd.Series) -> NDArray[np.int64]:
    """Return how many of these services reach each area."""
    chosen = np.flatnonzero(which.to_numpy(dtype=bool))
    return np.diff(reach.pairs[:, chosen].indptr).astype(np.int64)


def _is_closed(services: pd.DataFrame) -> pd.Series:
    is_full = read_extra(services, "used") >= services["capacity"]
    return (services["accepting_referrals"] == "no") | is_full


def measure_access(
    reach: Reach, demand: pd.DataFrame, method: Method, limit: float
) -> pd.DataFrame:
    """Return what capacity comes to in each area, a row an area, where that is known."""
    # (areas,) and (services,): people; NaN is not known.
    people = demand["people"].to_numpy()
    capacity = reach.services["capacity"].to_numpy(dtype=float)
    measured = _measure_met(reach, people, capacity, method, limit)

    # What has no low or high figure is as the plain one says; no limit lies on its wrong side.
    low, high = demand["low"].to_numpy(), demand["high"].to_numpy()
    fewer = np.fmin(read_extra(reach.services, "capacity_low"), capacity)
    more = np.fmax(read_extra(reach.services, "capacity_high"), capacity)
    # Limits hold only all together: everything against the area, or everything for it.
    if np.isfinite([*low, *high]).any() or (fewer < more).any():
        worst = _measure_met(reach, np.fmax(high, people), fewer, method, limit)
        best = _measure_met(reach, np.fmin(low, people), more, method, limit)
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


def _measure_met(
    reach: Reach,
    people: NDArray[np.float64],
    capacity: NDArray[np.float64],
    method: Method,
    limit: float,
) -> pd.DataFrame:
    """Return how far the need of each area is met, a row an area."""
    met = measure_met(reach.pairs, people, capacity, method=method, limit=limit)
    return pd.DataFrame(
        {
            "access": met.access,
            "provision": met.provision,
            "coverage": met.coverage,
            "deficit": met.deficit,
        }
    )


def measure_distance(reach: Reach, centres: NDArray[np.float64], *, by_road: bool) -> pd.DataFrame:
    """Return the distance from each area to its nearest service, and which it is: a row an area.

    `centres` (areas, 2) are latitudes and longitudes; `by_road`: the pairs of `reach` are journeys.
    """
    # (sites,): where each is, whose it is, and the row of the area it is in.
    sites = reach.sites
    sites_at = sites[["latitude", "longitude"]].to_numpy(dtype=float)
    service_of_site, area_of_site = sites["service"].to_numpy(), sites["area"].to_numpy()

    # Where no site is near, its number is -1, and so must be that of the service.
    km, site = find_nearest(centres, sites_at)
    service = np.append(service_of_site, -1)[site]
    minutes = estimate_minutes(km)

    # A journey that is given takes the place of the straight line, and of what follows from it. An
    # area without a journey keeps the line, as a hint of where the nearest service is.
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

    elsewhere_km, elsewhere = find_nearest_elsewhere(
        centres, sites_at, service_of_site, area_of_site
    )
    return pd.DataFrame(
        {
            "nearest_km": km,
            "nearest_minutes": minutes,
            "nearest_service_id": _pick_column(reach, "service_id", service),
            "nearest_name": _pick_column(reach, "name", service),
            "nearest_elsewhere_km": elsewhere_km,
            "nearest_elsewhere_name": _pick_column(
                reach, "name", np.append(service_of_site, -1)[elsewhere]
            ),
        }
    )


def _find_shortest(reach: Reach) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Return the shortest journey from each area and the service it leads to; NaN, -1: none."""
    size = reach.pairs.shape[0]
    area = np.repeat(np.arange(size), np.diff(reach.pairs.indptr))
    known = np.flatnonzero(np.isfinite(reach.pairs.data))
    # Area by area, the shortest first: the first of each area is the one looked for.
    order = known[np.lexsort((reach.pairs.data[known], area[known]))]
    reached, first = np.unique(area[order], return_index=True)
    journey, service = np.full(size, np.nan), np.full(size, -1, dtype=np.intp)
    journey[reached] = reach.pairs.data[order[first]]
    service[reached] = reach.pairs.indices[order[first]]
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


def _pick_column(reach: Reach, column: str, service: NDArray[np.intp]) -> pd.Series:
    """Return a column of the services by their numbers; empty where the number is -1."""
    return reach.services[column].reindex(service).reset_index(drop=True)


def count_possible(every: Reach) -> NDArray[np.int64]:
    """Return how many services may reach each area, of which that is not recorded."""
    open_questions = every.keep(~every.is_certain)
    return np.diff(open_questions.pairs.indptr) + np.count_nonzero(open_questions.is_anywhere)


def find_drought(table: pd.DataFrame) -> pd.Series:
    """Tell where there are places and none takes people, nor may any other that could count."""
    return (
        (table["providers_in_reach"] > 0)
        & (table["open_in_reach"] == 0)
        & (table["possible_in_reach"] == 0)
    )


def bound_coverage(
    every: Reach, demand: pd.DataFrame, method: Method, limit: float
) -> NDArray[np.float64]:
    """Return the most that could be covered in each area if all that is not recorded were yes.

    `every` holds the services that are certain and those that may count. Shape (areas,), 0 to 1.
    """
    people = np.fmin(demand["low"].to_numpy(), demand["people"].to_numpy())
    capacity = every.services["capacity"].to_numpy(dtype=float)
    capacity = np.fmax(read_extra(every.services, "capacity_high"), capacity)
    # With one more service to choose from people spread otherwise in these methods, so that an
    # area may lose by it: no bound is known but all.
    if method not in ADDITIVE:
        return np.ones(len(people))
    most = measure_met(every.pairs, people, capacity, method=method, limit=limit).coverage

    # A service that may be anywhere could give all it has to this area.
    anywhere = np.where(np.isnan(capacity), np.inf, capacity)[every.is_anywhere].sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        most = most + np.where(anywhere > 0, anywhere / people, 0.0)
    # NaN: some capacity is not known, and may be enough.
    return np.minimum(np.where(np.isnan(most), 1.0, most), 1.0)


def measure_least(
    reach: Reach, demand: pd.DataFrame, method: Method, limit: float
) -> NDArray[np.float64]:
    """Return the coverage that is known: of services that are certain and of known capacity."""
    capacity = np.nan_to_num(reach.services["capacity"].to_numpy(dtype=float))
    people = demand["people"].to_numpy()
    known = measure_met(reach.pairs, people, capacity, method=method, limit=limit)
    return np.nan_to_num(known.coverage)


def open_coverage(
    table: pd.DataFrame, least: NDArray[np.float64], most: NDArray[np.float64]
) -> pd.DataFrame:
    """Return the table with coverage known only where no unrecorded cell can change it.

    `least` and `most` (areas,) are what is covered at the least and at the best. Columns that hold
    them come with it: coverage_low and coverage_high, and the people left without, likewise.
    """
    is_open = (table["possible_in_reach"] > 0) & (table["demand"] > 0)
    is_open &= (most > least) & (least < 1)
    if not is_open.any():
        return table
    people = table["demand"]
    low = table.get("coverage_low", table["coverage"]).mask(is_open, least)
    high = table.get("coverage_high", table["coverage"]).mask(is_open, most)
    deficit_low = table.get("deficit_low", table["deficit"]).mask(is_open, people * (1 - most))
    deficit_high = table.get("deficit_high", table["deficit"]).mask(is_open, people * (1 - least))
    blank = dict.fromkeys(["access", "provision", "coverage", "deficit"], np.nan)
    known = {name: table[name].mask(is_open, value) for name, value in blank.items()}
    return table.assign(
        **known,
        coverage_low=low,
        coverage_high=high,
        deficit_low=deficit_low,
        deficit_high=deficit_high,
    )


def add_status(  # noqa: PLR0913, PLR0917 - what is known of services and need, and the question
    table: pd.DataFrame,
    possible: Reach,
    demand: pd.DataFrame,
    method: Method,
    farthest: float,
    limit: float,
) -> tuple[pd.DataFrame, NDArray[np.float64]]:
    """Return the table with what may count besides and the status, and the coverage known."""
    # What may count opens what was known, before anything is judged by it.
    table["possible_in_reach"] = count_possible(possible)
    table["is_drought"] = find_drought(table)
    least = measure_least(possible.certain, demand, method, farthest)
    table = open_coverage(table, least, bound_coverage(possible, demand, method, farthest))
    table["status"] = judge_areas(table, least, limit)
    table["is_gap"] = table["status"] == "gap"
    return table, least


def judge_areas(
    table: pd.DataFrame, least: NDArray[np.float64], limit: float
) -> NDArray[np.object_]:
    """Return the status of each area: gap, thin, covered, no one in need or not known.

    The first of the conditions that holds decides. Coverage that is not known is neither above nor
    below any limit, so what is not known never ends as a gap: not where a service may reach of
    which not all is recorded, even if it alone would hardly be enough.
    """
    demand, coverage = table["demand"], table["coverage"]
    few = (table["providers_in_reach"] == 1) | (table["people_per_place"] > _THIN_PLACE)
    # Where something is not recorded, one known place may not be the only one.
    few &= table["possible_in_reach"] == 0
    return np.select(
        [
            demand == 0,
            demand.isna(),
            coverage < limit,
            # Room that takes nobody helps nobody, so it is never "covered".
            table["is_drought"],
            coverage >= 1,
            least >= limit,
            few,
        ],
        ["no one in need", "not known", "gap", "thin", "covered", "thin", "thin"],
        default="not known",
    ).astype(object)


def list_open_areas(
    table: pd.DataFrame, areas: pd.DataFrame, least: NDArray[np.float64], limit: float
) -> OpenAreas:
    """Return which areas are open, and what they want to be known as thin at the least."""
    demand = table["demand"].to_numpy(dtype=float)
    places = (table["providers_in_reach"] + table["possible_in_reach"]).to_numpy()
    return OpenAreas(
        areas=areas,
        people=demand,
        is_open=(table["status"] == "not known").to_numpy(),
        is_hidden=table["is_hidden"].to_numpy(dtype=bool),
        missing=limit - least,
        # Of fewer places than may be there, each has more people still.
        is_thin_anyway=(places == 1) | (demand > _THIN_PLACE * np.maximum(places, 1)),
    )


def list_levels(
    every: Reach, areas: pd.DataFrame, centres: NDArray[np.float64], *, by_road: bool
) -> pd.DataFrame:
    """Return the nearest service and the count at each level, a row an area and level."""
    columns = [
        "providers_in_area",
        "providers_in_reach",
        "nearest_km",
        "nearest_minutes",
        "nearest_service_id",
    ]
    frames = []
    for level in (1, 2, 3):
        reach = keep_level(every, level).certain
        known = count_places(reach).join(measure_distance(reach, centres, by_road=by_road))
        frames.append(areas[["area_code", "name"]].assign(level=level).join(known[columns]))
    if every.services["level"].isna().all():
        frames = [frame.iloc[:0] for frame in frames]
    levels = pd.concat(frames).sort_values(["area_code", "level"], kind="stable")
    return levels.reset_index(drop=True)


def list_hot_spots(
    table: pd.DataFrame, centres: NDArray[np.float64]
) -> tuple[pd.DataFrame, list[str]]:
    """Return the areas of `hot_spots`, and the note on what was measured."""
    # Only where there is need can there be too little; without a centre nothing is next to it.
    is_measured = (table["demand"] > 0).to_numpy() & np.isfinite(centres).all(axis=1)
    rows = table.loc[is_measured, ["name", "coverage", "providers_in_reach"]]

    # The empty frame has the types of a full one, so that neither surprises who reads it.
    spots = pd.DataFrame(
        columns=["name", "shortfall", "z_score", "p_value", "q_value", "region"],
        index=rows.index[:0],
    ).astype(dict.fromkeys(["shortfall", "z_score", "p_value", "q_value"], "float64"))
    spots = spots.astype({"name": "str", "region": "Int64"})
    if len(rows) < FEWEST_AREAS:
        return spots, []

    # Coverage known for some only would make hot spots of where people count, not of need.
    if rows["coverage"].notna().all():
        shortfall, note = (1 - rows["coverage"]).to_numpy(), []
    else:
        shortfall = (rows["providers_in_reach"] == 0).to_numpy(dtype=float)
        note = [
            "Hot spots are of areas with no place in reach, as coverage is not known everywhere."
        ]

    z_score, p_value, q_value, region = find_hot_spots(shortfall, centres[is_measured], _MOST_FALSE)
    spots = pd.DataFrame(
        {
            "name": rows["name"],
            "shortfall": shortfall,
            "z_score": z_score,
            "p_value": p_value,
            "q_value": q_value,
            # Numbered from 1 for readers; what was -1, in no region, is 0 and goes blank.
            "region": pd.array(region + 1, dtype="Int64"),
        },
        index=rows.index,
    )
    return spots.assign(region=spots["region"].mask(region < 0)), note


def make_summary(table: pd.DataFrame) -> pd.Series:
    """Return the single figures of the answer; shares and inequality are of known coverage."""
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
                for status in ("gap", "thin", "covered", "no one in need", "not known")
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
