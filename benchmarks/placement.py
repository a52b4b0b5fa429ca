"""Placing services beside `spopt` with its default solver, on the same input.

    pip install "spopt==0.7.0" pulp
    python benchmarks/placement.py
    python benchmarks/placement.py --folder FOLDER

Points are planted as towns and their surroundings, each a place in need and a place to open, with
the sizes of the instances of Lorena (324 to 818). The time of a peer is to build and solve its
model, ours is the whole search with its proof. Each case runs in a process of its own; the
processor time is the median of five. With a folder of the files pmed1.txt … pmed40.txt of the
OR-Library (http://people.brunel.ac.uk/~mastjjb/jeb/orlib/pmedinfo.html) the published optima are
checked too.
"""

from __future__ import annotations

import sys
import time
import warnings
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse.csgraph import shortest_path
from timing import describe_machine, read_options, run_case, time_case

import ecosystem as eco
from ecosystem.questions.placement.covering import cover_all, cover_most
from ecosystem.questions.placement.p_median import MedianProblem, solve_p_median

if TYPE_CHECKING:
    from collections.abc import Callable

RADIUS = 800.0
SECONDS = 60.0
TARGET = 10
CASES = [
    ("covered", 324, 2),
    ("covered", 324, 5),
    ("covered", 402, 4),
    ("covered", 708, 4),
    ("covered", 818, 10),
    ("everyone", 324, 0),
    ("everyone", 402, 0),
    ("everyone", 708, 0),
    ("distance", 100, 5),
    ("distance", 100, 10),
    ("distance", 100, 33),
    ("distance", 200, 10),
]
PLAIN = (402, 708, 800, 818)
NATION = [("covered", 10), ("covered", 20), ("covered", 40), ("everyone", 0), ("distance", 24)]
OPTIMA = [
    5819, 4093, 4250, 3034, 1355, 7824, 5631, 4445, 2734, 1255, 7696, 6634, 4374, 2968, 1729,
    8162, 6999, 4809, 2845, 1789, 9138, 8579, 4619, 2961, 1828, 9917, 8307, 4498, 3033, 1989,
    10086, 9297, 4700, 3013, 10400, 9934, 5057, 11060, 9423, 5128,
]  # fmt: skip


@cache
def plant(size: int) -> tuple[np.ndarray, np.ndarray]:
    """Return distances between points, in metres, and the people at each."""
    rng = np.random.default_rng(size)
    centres = rng.uniform(0, 9000, (12, 2))
    points = centres[rng.integers(0, 12, size)] + rng.normal(0, 900, (size, 2))
    apart = np.linalg.norm(points[:, None] - points[None], axis=2)
    return apart, rng.integers(1, 120, size).astype(float)


@cache
def plant_network(size: int) -> np.ndarray:
    """Return shortest ways in a random network, as the OR-Library plants them."""
    rng = np.random.default_rng(size)
    walk = rng.permutation(size)
    more = rng.integers(0, size, (2, size * size // 50))
    ends = np.hstack([more, np.vstack([walk[:-1], walk[1:]])])
    return _measure_network(size, ends, rng.integers(1, 101, ends.shape[1]).astype(float))


def _measure_network(size: int, ends: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Return shortest ways; of an edge given twice the last counts."""
    table = np.zeros((size, size))
    for one, other, length in zip(*ends, lengths, strict=True):
        if one != other:
            table[one, other] = table[other, one] = length
    return shortest_path(sparse.csr_array(table), directed=False)


def set_up_ours(what: str, size: int, count: int) -> Callable[[], np.ndarray]:
    """Return the case in this package: the value, the bound and whether it is proven."""
    if what == "distance":
        ways = _list_ways(plant_network(size), count)
        return lambda: _tell(solve_p_median(ways, seconds=SECONDS))
    apart, people = plant(size)
    ones = np.ones(size)

    def run() -> np.ndarray:
        covers = sparse.csr_array((apart <= RADIUS).astype(float))
        if what == "covered":
            return _tell(cover_most(covers, people, ones, count, seconds=SECONDS))
        return _tell(cover_all(covers, ones, seconds=SECONDS))

    return run


def _list_ways(distance: np.ndarray, count: int) -> MedianProblem:
    ones = np.ones(len(distance))
    return MedianProblem(
        distance=distance, people=ones, start=np.full(len(ones), np.inf), cost=ones, budget=count
    )


def _tell(found: object) -> np.ndarray:
    return np.array([found.value, found.bound, float(found.is_proven)])


def set_up_peer(what: str, size: int, count: int) -> Callable[[], np.ndarray]:
    """Return the case in the peer, with the solver it comes with."""
    warnings.simplefilter("ignore")
    import pulp  # noqa: PLC0415 - our own cases are timed without the peers' imports
    from spopt.locate import LSCP, MCLP, PMedian  # noqa: PLC0415

    if what == "distance":
        ways = plant_network(size)

        def make() -> object:
            return PMedian.from_cost_matrix(ways, np.ones(size), p_facilities=count)

    elif what == "covered":
        apart, people = plant(size)

        def make() -> object:
            return MCLP.from_cost_matrix(apart, people, service_radius=RADIUS, p_facilities=count)

    else:
        apart, _ = plant(size)

        def make() -> object:
            return LSCP.from_cost_matrix(apart, service_radius=RADIUS)

    def run() -> np.ndarray:
        model = make().solve(pulp.PULP_CBC_CMD(msg=False))
        value = pulp.value(model.problem.objective)
        return np.array([value, value, 1.0])

    return run


def set_up_plain(size: int) -> Callable[[], np.ndarray]:
    """Return *everyone* as written by hand for scipy's `milp`, which asks HiGHS."""
    apart, _ = plant(size)
    ones = np.ones(size)

    def run() -> np.ndarray:
        covers = sparse.csc_array((apart.T <= RADIUS).astype(float))
        found = milp(
            ones,
            constraints=LinearConstraint(covers, lb=1),
            integrality=ones,
            bounds=Bounds(0, 1),
            options={"mip_rel_gap": 0.0},
        )
        return np.array([found.fun, found.mip_dual_bound, 1.0])

    return run


def time_plain(repeats: int) -> None:
    """Print *everyone* beside a plain `milp`."""
    print("\n| points | plain s | ours s | times faster | plain | ours | bound |")
    print("|---|---|---|---|---|---|---|")
    for size in PLAIN:
        ours, answer = run_case(f"ours|everyone|{size}|0", repeats)
        plain, theirs = run_case(f"plain|everyone|{size}|0", repeats)
        print(
            f"| {size} | {plain['seconds']:.2f} | {ours['seconds']:.2f} | "
            f"{plain['seconds'] / ours['seconds']:.1f} | {theirs[0]:.0f} | {answer[0]:.0f} | "
            f"{answer[1]:.0f} |",
            flush=True,
        )


def time_nation() -> None:
    """Print how long the whole question takes for England and Wales, and the West Midlands."""
    print("\n| question | areas | s | found | proven |\n|---|---|---|---|---|")
    e = eco.read_sample("legal-aid-2015")
    closed = e.replace(services=e.services.assign(status="closed"))
    for objective, count in NATION:
        taken = []
        for _ in range(5):
            start = time.process_time()
            found = eco.find_placements(
                closed,
                "immigration advice",
                count=count or None,
                objective=objective,
                within_km=None if objective == "distance" else 30,
            )
            taken.append(time.process_time() - start)
        told = found.summary
        value = f"{told['mean_km']:.2f} km" if objective == "distance" else f"{told['share']:.1%}"
        value += f", {told['places']} places"
        proven = "yes" if told["is_proven"] else f"within {told['gap']:.2%}"
        name = f"{objective}, {count or 'fewest'}, from nothing"
        print(f"| {name} | {len(e.areas)} | {np.median(taken):.2f} | {value} | {proven} |")


def check_library(folder: Path) -> None:
    """Print what is found on the OR-Library's p-median problems beside the published optima."""
    heads = ["problem", "points", "open", "published", "found", "bound", "s"]
    print(f"\n| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    for number, optimum in enumerate(OPTIMA, start=1):
        path = folder / f"pmed{number}.txt"
        if not path.exists():
            continue
        numbers = np.array(path.read_text(encoding="ascii").split(), dtype=float)
        size, _, count = numbers[:3].astype(int)
        edges = numbers[3:].reshape(-1, 3)
        ways = _list_ways(
            _measure_network(size, edges[:, :2].T.astype(int) - 1, edges[:, 2]), count
        )
        start = time.process_time()
        found = solve_p_median(ways, seconds=SECONDS)
        taken = time.process_time() - start
        print(
            f"| pmed{number} | {size} | {count} | {optimum} | {found.value:.0f} | "
            f"{found.bound:.1f} | {taken:.2f} |"
        )


def main() -> None:
    """Run every case and print the tables."""
    options = read_options()
    if options.case:
        whose, what, size, count = options.case.split("|")
        if whose == "plain":
            time_case(lambda: set_up_plain(int(size)), options.repeats, options.answer)
            return
        set_up = set_up_ours if whose == "ours" else set_up_peer
        time_case(lambda: set_up(what, int(size), int(count)), options.repeats, options.answer)
        return
    heads = ["objective", "points", "open", "peer s", "ours s", "times faster", "target"]
    heads += ["peer", "ours", "bound", "peer MB", "ours MB"]
    print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    for what, size, count in CASES:
        if options.only not in f"{what} {size} {count}":
            continue
        ours, answer = run_case(f"ours|{what}|{size}|{count}", options.repeats)
        peer, theirs = run_case(f"peer|{what}|{size}|{count}", options.repeats)
        row = [what, f"{size}", f"{count or 'fewest'}"]
        row += [f"{peer['seconds']:.3f}", f"{ours['seconds']:.3f}"]
        row += [f"{peer['seconds'] / ours['seconds']:.0f}", f"{TARGET}"]
        row += [f"{theirs[0]:.0f}", f"{answer[0]:.0f}", f"{answer[1]:.0f}"]
        row += [f"{peer['peak_mb']:.0f}", f"{ours['peak_mb']:.0f}"]
        print(f"| {' | '.join(row)} |", flush=True)
    if options.only in "plain":
        time_plain(options.repeats)
    if not options.only:
        time_nation()
    if options.folder:
        check_library(Path(options.folder))
    print(f"\n{describe_machine(('numpy', 'scipy', 'spopt', 'pulp'))}", file=sys.stdout)


if __name__ == "__main__":
    main()
