"""Floating catchments and hot spots beside PySAL `access` and `esda`, on the same input.

    pip install access esda
    python benchmarks/gaps.py

Areas and sites are planted: towns of different size in a box as large as England and Wales,
areas around the towns, sites where people are. Each case runs in a process of its own, on one
thread; the processor time is the median of five.
"""

from __future__ import annotations

import math
import sys
import warnings
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from timing import describe_machine, differ, read_options, run_case, time_case

import ecosystem as eco
from ecosystem.access.catchments import assign_agents, measure_provision
from ecosystem.geo import find_neighbours, find_within
from ecosystem.questions.gaps.hot_spots import NEIGHBOURS, measure_hot_spots

if TYPE_CHECKING:
    from collections.abc import Callable

LIMIT_KM = 30.0
SIZES = {"small": (1000, 100), "middle": (7264, 1000), "large": (35672, 5000)}
TARGETS = {
    "2sfca": 15,
    "e2sfca": 40,
    "gaussian": 40,
    "3sfca": 40,
    "raam": 12,
    "end to end": 40,
    "G*": 10,
}
ROWS = [
    *[(size, method) for size in SIZES for method in ("2sfca", "e2sfca", "gaussian", "3sfca")],
    ("small", "raam"),
    ("middle", "raam"),
    ("small", "end to end"),
    ("middle", "end to end"),
    ("middle", "G*"),
]
INDEXED = {"max_cost": LIMIT_KM, "demand_index": True, "supply_index": True}
ALONE = [("large", "end to end"), ("large", "raam"), ("large", "find_gaps")]


@cache
def plant(size: str) -> dict[str, np.ndarray]:
    """Return positions of areas and sites in degrees, people in need and capacity."""
    areas, sites = SIZES[size]
    rng = np.random.default_rng(2015)
    towns = rng.uniform((50.6, -4.0), (54.8, 1.2), (200, 2))
    weight = rng.pareto(1.2, 200) + 0.05
    town = rng.choice(200, areas, p=weight / weight.sum())
    places = towns[town] + rng.normal(0, (0.09, 0.14), (areas, 2))
    demand = rng.lognormal(3.5, 1.0, areas).round() + 1
    chosen = rng.choice(areas, sites, p=demand / demand.sum())
    return {
        "places": places,
        "sites": places[chosen] + rng.normal(0, 0.01, (sites, 2)),
        "demand": demand,
        "capacity": rng.lognormal(3.0, 0.7, sites).round() + 1,
    }


def pair(size: str) -> sparse.csr_array[Any, tuple[int, int]]:
    """Return the distance of every pair within the limit."""
    planted = plant(size)
    return find_within(planted["places"], planted["sites"], LIMIT_KM)


def set_up_ours(size: str, what: str) -> Callable[[], np.ndarray]:
    """Return the case in this package."""
    planted = plant(size)
    demand, capacity = planted["demand"], planted["capacity"]
    if what == "G*":
        neighbours = find_neighbours(planted["places"], NEIGHBOURS)
        return lambda: measure_hot_spots(demand, neighbours)
    if what == "end to end":

        def run() -> np.ndarray:
            return measure_provision(
                pair(size), demand, capacity, method="e2sfca", limit=LIMIT_KM
            ).access

        return run
    if what == "find_gaps":
        e = make_ecosystem(size)

        def ask() -> np.ndarray:
            return (
                eco.find_gaps(e, "advice", within_km=LIMIT_KM, method="e2sfca")
                .table["access"]
                .to_numpy()
            )

        return ask
    pairs = pair(size)
    if what == "raam":
        return lambda: move_whole_people(pairs, demand, capacity)
    return lambda: measure_provision(pairs, demand, capacity, method=what, limit=LIMIT_KM).access


def make_ecosystem(size: str) -> eco.Ecosystem:
    """Return the same as tables, a third of the services at each level."""
    import pandas as pd  # noqa: PLC0415 - the cases in arrays are timed without it

    planted = plant(size)
    areas, sites = SIZES[size]
    codes = [f"A{number:05}" for number in range(areas)]
    ids = [f"s{number:05}" for number in range(sites)]
    where = dict(zip(("latitude", "longitude"), planted["places"].T, strict=True))
    there = dict(zip(("latitude", "longitude"), planted["sites"].T, strict=True))
    advice = {"service_type": "advice"}
    return eco.Ecosystem(
        organisations=pd.DataFrame({"organisation_id": ["o"], "name": ["O"]}),
        areas=pd.DataFrame({"area_code": codes, "name": codes} | where),
        demand=pd.DataFrame({"area_code": codes, "people": planted["demand"]} | advice),
        services=pd.DataFrame(
            {"service_id": ids, "name": ids, "capacity": planted["capacity"]}
            | {"level": np.arange(sites) % 3 + 1}
            | advice
        ),
        sites=pd.DataFrame({"service_id": ids} | there),
    )


def move_whole_people(
    pairs: sparse.csr_array[Any, tuple[int, int]], demand: np.ndarray, capacity: np.ndarray
) -> np.ndarray:
    """Return the cost of rational agents as the peer reckons it: only whole people move."""
    here = np.flatnonzero(np.diff(pairs.indptr) > 0)
    near = sparse.csr_array(pairs[here])
    travel = sparse.csr_array((near.data / LIMIT_KM, near.indices, near.indptr), shape=near.shape)
    load = demand.sum() / capacity.sum()
    cost = np.full(len(demand), np.nan)
    cost[here] = assign_agents(travel, demand[here], capacity * load, move=1.0)[0]
    return cost


def set_up_peer(size: str, what: str) -> Callable[[], np.ndarray]:
    """Return the case in the peer."""
    import pandas as pd  # noqa: PLC0415 - our own cases are timed without the peers' imports

    warnings.simplefilter("ignore")
    planted = plant(size)
    places, sites = SIZES[size]
    if what == "G*":
        import esda  # noqa: PLC0415
        import libpysal  # noqa: PLC0415

        neighbours = find_neighbours(planted["places"], NEIGHBOURS)
        around = libpysal.weights.W(
            {i: [i, *row] for i, row in enumerate(neighbours.tolist())}, silence_warnings=True
        )
        return lambda: (
            esda.G_Local(planted["demand"], around, transform="B", star=None, permutations=0).Zs
        )
    from access import Access, fca, raam  # noqa: PLC0415

    demand = pd.DataFrame({"demand": planted["demand"]}, index=pd.RangeIndex(places, name="a"))
    supply = pd.DataFrame({"supply": planted["capacity"]}, index=pd.RangeIndex(sites, name="s"))
    step = step_weight((1 / 3, 2 / 3, 1), (1.0, 0.68, 0.22))
    if what == "end to end":
        import geopandas  # noqa: PLC0415

        def run() -> np.ndarray:
            located = [
                geopandas.GeoDataFrame(
                    frame, geometry=geopandas.points_from_xy(where[:, 1], where[:, 0]), crs=4326
                ).to_crs(27700)
                for frame, where in ((demand, planted["places"]), (supply, planted["sites"]))
            ]
            model = Access(
                demand_df=located[0],
                demand_index=True,
                demand_value="demand",
                supply_df=located[1],
                supply_index=True,
                supply_value="supply",
            )
            model.create_euclidean_distance(threshold=LIMIT_KM * 1000)
            cost = model.cost_df.rename(columns={"euclidean": "cost"})
            cost["cost"] /= 1000
            found = fca.two_stage_fca(demand, supply, cost, weight_fn=step, **INDEXED)
            return found.reindex(demand.index).to_numpy()

        return run
    pairs = pair(size).tocoo()
    cost = pd.DataFrame({"origin": pairs.coords[0], "dest": pairs.coords[1], "cost": pairs.data})
    if what == "raam":

        def run() -> np.ndarray:
            found = raam.raam(demand, supply, cost, tau=LIMIT_KM)
            return found.reindex(demand.index).to_numpy()

        return run
    function = fca.three_stage_fca if what == "3sfca" else fca.two_stage_fca
    weight = {
        "2sfca": None,
        "e2sfca": step,
        "gaussian": gaussian_weight,
        "3sfca": step_weight((1 / 6, 1 / 3, 1 / 2, 1), (0.962, 0.704, 0.377, 0.042)),
    }[what]

    def run() -> np.ndarray:
        found = function(demand, supply, cost, weight_fn=weight, **INDEXED)
        return found.reindex(demand.index).to_numpy()

    return run


def step_weight(shares: tuple[float, ...], weights: tuple[float, ...]) -> Callable[[float], float]:
    """Return a step function of the distance as the peer wants it: one value in, one out."""
    from access import weights as peer  # noqa: PLC0415

    steps = zip(shares, weights, strict=True)
    return peer.step_fn({share * LIMIT_KM: weight for share, weight in steps})


def gaussian_weight(km: float) -> float:
    """Return the Gaussian weight that falls to 0 at the limit."""
    end = math.exp(-0.5)
    return (math.exp(-0.5 * (km / LIMIT_KM) ** 2) - end) / (1 - end)


def main() -> None:
    """Run every case and print the table."""
    options = read_options()
    if options.case:
        whose, size, what = options.case.split("|")
        set_up = set_up_ours if whose == "ours" else set_up_peer
        time_case(lambda: set_up(size, what), options.repeats, options.answer)
        return
    heads = ["case", "areas x sites", "peer s", "ours s", "times faster", "target", "peer MB"]
    heads += ["ours MB", "greatest difference"]
    print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    for size, what in [*ROWS, *ALONE]:
        if options.only not in f"{size} {what}":
            continue
        ours, answer = run_case(f"ours|{size}|{what}", options.repeats)
        areas, sites = SIZES[size]
        row = [what, f"{areas:,} x {sites:,}"]
        if (size, what) in ALONE:
            row += ["", f"{ours['seconds']:.4f}", "", "", "", f"{ours['peak_mb']:.0f}", ""]
        else:
            peer, theirs = run_case(f"peer|{size}|{what}", options.repeats)
            far = differ(answer, theirs)
            if what == "end to end":  # the peer measures on a map grid, so steps fall elsewhere
                far = float(np.median(np.abs(answer / theirs - 1)[np.isfinite(theirs)]))
            row += [f"{peer['seconds']:.4f}", f"{ours['seconds']:.4f}"]
            row += [f"{peer['seconds'] / ours['seconds']:.0f}", f"{TARGETS[what]}"]
            row += [f"{peer['peak_mb']:.0f}", f"{ours['peak_mb']:.0f}", f"{far:.1e}"]
        print(f"| {' | '.join(row)} |", flush=True)
    packages = ("numpy", "scipy", "pandas", "access", "esda", "libpysal", "geopandas")
    print(f"\n{describe_machine(packages)}", file=sys.stdout)


if __name__ == "__main__":
    main()
