"""The frames of `find_gaps`: what is measured for each area."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from ecosystem.access import (
    ADDITIVE,
    OpenAreas,
    are_shut,
    count_partly,
    find_told,
    measure_met,
    meets_level,
    read_extra,
)
from ecosystem.data import split_list

from .distance import measure_nearest, pick_column
from .hot_spots import FEWEST_AREAS, find_hot_spots
from .inequality import measure_inequality

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecosystem.access import Method, Reach
    from ecosystem.graph import Positions


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
    services, in_area = reach.services, _count_inside(reach)
    return pd.DataFrame(
        {
            "providers_in_area": in_area,
            "provider_class": _CLASSES[np.minimum(in_area, len(_CLASSES) - 1)],
            "providers_in_reach": np.diff(reach.pairs.indptr),
            "legal_aid_in_reach": _count_reaching(reach, services["legal_aid"].fillna(value=False)),
            "remote_in_reach": _count_reaching(reach, services["access"] == "remote only"),
            "open_in_reach": _count_reaching(reach, ~are_shut(services)),
            "for_some_in_reach": _count_reaching(reach, are_for_some(services)),
        }
    )


def _count_inside(reach: Reach) -> NDArray[np.int64]:
    """Return how many services have a site in each area."""
    area, service = (reach.sites[name].to_numpy(dtype=np.int64) for name in ("area", "service"))
    # A service with several sites in an area is one service there.
    placed = np.unique(area * len(reach.services) + service)
    inside = placed[placed >= 0] // max(len(reach.services), 1)
    return np.bincount(inside, minlength=reach.pairs.shape[0])


def _count_reaching(reach: Reach, which: pd.Series) -> NDArray[np.int64]:
    """Return how many of these services reach each area."""
    chosen = np.flatnonzero(which.to_numpy(dtype=bool))
    return np.diff(reach.pairs[:, chosen].indptr).astype(np.int64)


def are_for_some(services: pd.DataFrame) -> pd.Series:
    """Tell which services are, by what is recorded, not for everyone who needs one."""
    # What is not recorded says nothing: neither that a service is for anyone nor that it is not.
    restricted = [
        pd.notna(cell) and "anyone" not in split_list(cell) for cell in services["eligibility"]
    ]
    return services["languages"].notna() | np.array(restricted, dtype=bool)


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


def count_possible(every: Reach) -> NDArray[np.int64]:
    """Return how many services may reach each area, of which that is not recorded."""
    placed = np.flatnonzero(~every.is_certain & ~every.is_anywhere)
    return np.diff(every.pairs[:, placed].indptr) + np.count_nonzero(every.is_anywhere)


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


def _leave_out_shared(reach: Reach, is_unknown: NDArray[np.bool_]) -> Reach:
    """Return the reach with no places known of services that also serve areas of unknown need.

    How much of these is left for the others is not known: it may be all, and it may be nothing.
    `is_unknown` (areas,): of which nothing tells the need.
    """
    is_shared = np.diff(reach.pairs[np.flatnonzero(is_unknown)].tocsc().indptr) > 0
    services = reach.services.assign(capacity=reach.services["capacity"].mask(is_shared, 0.0))
    return replace(reach, services=services)


def _leave_out_shut(reach: Reach) -> Reach:
    """Return the reach with no places of services that are known to take nobody now."""
    services = reach.services
    capacity = services["capacity"].mask(are_shut(services), 0.0)
    return replace(reach, services=services.assign(capacity=capacity))


def find_entangled(every: Reach, method: Method) -> NDArray[np.bool_]:
    """Tell of which areas what reaches them may change with a service that may count elsewhere.

    With methods that are not additive people choose among services, so whatever hangs together by
    services in reach changes together. Shape (areas,).
    """
    areas, services = every.pairs.shape
    if method in ADDITIVE or every.is_certain.all():
        return np.zeros(areas, dtype=bool)
    if every.is_anywhere.any():
        return np.ones(areas, dtype=bool)
    links = every.pairs.tocoo()
    ends = (links.row, areas + links.col)
    joined = sparse.csr_array((np.ones(len(links.data)), ends), shape=(areas + services,) * 2)
    _, part = connected_components(joined, directed=False)
    return np.isin(part[:areas], part[areas:][~every.is_certain])


def open_coverage(
    table: pd.DataFrame,
    may_change: NDArray[np.bool_],
    least: NDArray[np.float64],
    most: NDArray[np.float64],
) -> pd.DataFrame:
    """Return the table with coverage known only where no unrecorded cell can change it.

    (areas,): whether a service may count besides, and what is covered at the least and at the best.
    Columns that hold the two come with it: coverage_low and coverage_high, and the people left
    without, likewise.
    """
    is_open = may_change & (table["demand"] > 0) & (most > least) & (least < 1)
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
    areas: pd.DataFrame,
    possible: Reach,
    demand: pd.DataFrame,
    positions: Positions,
    method: Method,
    farthest: float,
    limit: float,
) -> tuple[pd.DataFrame, OpenAreas]:
    """Return the table with what may count besides and the status, and which areas are open."""
    # Nobody knows how many of a larger place are reached by a service that reaches a part of it.
    partly = count_partly(possible, positions.inside, (demand["people"] > 0).to_numpy())
    table["possible_in_reach"] = count_possible(possible) + partly
    table["is_drought"] = find_drought(table)

    # What may count opens what was known, before anything is judged by it.
    is_entangled = find_entangled(possible, method)
    least = measure_least(possible.certain, demand, method, farthest)
    is_told = find_told(positions, demand["people"].to_numpy(dtype=float))
    is_unknown = demand["people"].isna().to_numpy() & ~is_told
    sure = measure_least(_leave_out_shared(possible.certain, is_unknown), demand, method, farthest)
    # Where people choose among services, a need elsewhere changes what all of them have left.
    sure = np.where(is_entangled | ((sure < least) & (method not in ADDITIVE)), 0.0, sure)
    table["shares_with_unknown"] = (sure < least) & (demand["people"] > 0).to_numpy()
    least = np.where(is_entangled, 0.0, least)
    most = bound_coverage(possible, demand, method, farthest)
    most = np.where((partly > 0) | is_entangled, 1.0, most)
    may_change = (table["possible_in_reach"] > 0).to_numpy() | is_entangled
    table = open_coverage(table, may_change, np.minimum(least, sure), most)
    # What is at the most below the limit is a gap however many people share the places.
    may_fall = table["shares_with_unknown"].to_numpy() & (table["coverage"] >= limit).to_numpy()
    table = open_coverage(table, may_fall, sure, least)
    is_room_open = measure_least(_leave_out_shut(possible.certain), demand, method, farthest) >= 1
    table["status"] = judge_areas(table, np.minimum(least, sure), is_room_open, limit)
    table["is_gap"] = table["status"] == "gap"
    # Of a larger place that services reach in part no cell that is asked for tells enough, nor does
    # one cell where all services change together.
    is_askable = (partly == 0) & ~is_told & (method in ADDITIVE)
    return table, _list_open(table, areas, is_askable, limit - least)


def _list_open(
    table: pd.DataFrame,
    areas: pd.DataFrame,
    is_askable: NDArray[np.bool_],
    missing: NDArray[np.float64],
) -> OpenAreas:
    demand = table["demand"].to_numpy(dtype=float)
    sure = table["providers_in_reach"].to_numpy()
    places = sure + table["possible_in_reach"].to_numpy()
    return OpenAreas(
        areas=areas,
        people=demand,
        is_open=is_askable & (table["status"] == "not known").to_numpy(),
        is_hidden=table["is_hidden"].to_numpy(dtype=bool),
        missing=missing,
        # Of fewer places than may be there, each has more people still.
        is_thin_anyway=(places == 1) | (demand > _THIN_PLACE * np.maximum(places, 1)),
        is_thin_at_best=(sure <= 1) | (demand > _THIN_PLACE * sure),
    )


def judge_areas(
    table: pd.DataFrame,
    least: NDArray[np.float64],
    is_room_open: NDArray[np.bool_],
    limit: float,
) -> NDArray[np.object_]:
    """Return the status of each area: gap, thin, covered, no one in need or not known.

    The first of the conditions that holds decides. Coverage that is not known is neither above nor
    below any limit, so what is not known never ends as a gap: not where a service may reach of
    which not all is recorded, even if it alone would hardly be enough. `is_room_open` (areas,):
    there is room for all without the places that are known to take nobody.
    """
    demand, coverage = table["demand"], table["coverage"]
    few = (table["providers_in_reach"] == 1) | (table["people_per_place"] > _THIN_PLACE)
    # Where something is not recorded, one known place may not be the only one.
    few &= table["possible_in_reach"] == 0
    is_shut = (table["providers_in_reach"] > 0) & (table["open_in_reach"] == 0)
    return np.select(
        [
            demand == 0,
            demand.isna(),
            coverage < limit,
            # Room that takes nobody helps nobody, so it is never "covered".
            table["is_drought"],
            is_shut,
            (coverage >= 1) & is_room_open,
            least >= limit,
            few,
        ],
        ["no one in need", "not known", "gap", "thin", "not known", "covered", "thin", "thin"],
        default="not known",
    ).astype(object)


def list_levels(
    every: Reach, areas: pd.DataFrame, centres: NDArray[np.float64], *, by_road: bool
) -> pd.DataFrame:
    """Return the nearest service and the count at each level, a row an area and level."""
    # Most types of service have no level, and an empty frame.
    rows = np.arange(len(areas)) if every.services["level"].notna().any() else np.arange(0)
    frames = []
    for level in (1, 2, 3):
        meets = meets_level(every.services, level).fillna(value=False).to_numpy(dtype=bool)
        reach = every.keep(every.is_certain & meets)
        km, minutes, service = measure_nearest(reach, centres, by_road=by_road)
        frames.append(
            pd.DataFrame(
                {
                    "area_code": areas["area_code"].array,
                    "name": areas["name"].array,
                    "level": level,
                    "providers_in_area": _count_inside(reach),
                    "providers_in_reach": np.diff(reach.pairs.indptr),
                    "nearest_km": km,
                    "nearest_minutes": minutes,
                    "nearest_service_id": pick_column(reach, "service_id", service),
                }
            ).iloc[rows]
        )
        if not len(rows):
            break
    # Areas stand in the order of their codes, so a stable sort by row is one by code and level.
    levels = pd.concat(frames)
    return levels.iloc[np.argsort(levels.index, kind="stable")].reset_index(drop=True)


def list_hot_spots(
    table: pd.DataFrame, centres: NDArray[np.float64]
) -> tuple[pd.DataFrame, list[str]]:
    """Return the areas of `hot_spots`, and the note on what was measured."""
    # Only where there is need can there be too little; without a centre nothing is next to it.
    is_measured = (table["demand"] > 0).to_numpy() & np.isfinite(centres).all(axis=1)
    rows = table.loc[is_measured, ["name", "coverage", "providers_in_reach"]]
    if len(rows) < FEWEST_AREAS:
        nothing = np.empty(0)
        return _make_spots(rows.iloc[:0], nothing, (*[nothing] * 3, nothing.astype(np.intp))), []

    # Coverage known for some only would make hot spots of where people count, not of need.
    if rows["coverage"].notna().all():
        shortfall, note = (1 - rows["coverage"]).to_numpy(), []
    else:
        shortfall = (rows["providers_in_reach"] == 0).to_numpy(dtype=float)
        note = [
            "Hot spots are of areas with no place in reach, as coverage is not known everywhere."
        ]
    found = find_hot_spots(shortfall, centres[is_measured], _MOST_FALSE)
    return _make_spots(rows, shortfall, found), note


def _make_spots(
    rows: pd.DataFrame, shortfall: NDArray[np.float64], found: tuple[NDArray[Any], ...]
) -> pd.DataFrame:
    """Return the frame of what `find_hot_spots` found, a row an area."""
    z_score, p_value, q_value, region = found
    return pd.DataFrame(
        {
            "name": rows["name"],
            "shortfall": shortfall,
            "z_score": z_score,
            "p_value": p_value,
            "q_value": q_value,
            # Numbered from 1 for readers; what is in no region goes blank.
            "region": pd.arrays.IntegerArray(region.astype(np.int64) + 1, region < 0),
        },
        index=rows.index,
    )


def make_summary(table: pd.DataFrame) -> pd.Series:
    """Return the single figures of the answer; shares and inequality are of known coverage."""
    known = table.loc[table["coverage"].notna(), ["coverage", "demand", "provision", "deficit"]]
    # A larger place whose need is that of the areas inside it is not counted beside them.
    is_counted = ~table["is_whole"]
    counts = Counter(table["status"].to_numpy()[is_counted])
    people = known["demand"].sum()
    gini, theil = measure_inequality(
        known["coverage"].to_numpy(dtype=float), known["demand"].to_numpy(dtype=float)
    )
    return pd.Series(
        {
            "areas": int(is_counted.sum()),
            "people": table["demand"].sum(min_count=1),
            **{
                f"areas_{status.replace(' ', '_')}": counts[status]
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
