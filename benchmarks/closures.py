"""Closures beside plain maximum flows of igraph and scipy, one for each closure.

    python benchmarks/closures.py

Networks are planted: areas and organisations in a square, each organisation reaching the areas
nearest to it, places and people of very different number. `slack` is how many places there are
for each person: below 1 most people cannot move, far above 1 everybody finds a place next door,
and just above 1 they find it by long chains of moves. Each case runs in a process of its own, on
one thread; the processor time is the median of five (of one where a run takes minutes). Ours
counts the first maximum flow and everything after it. Answers of all closures are compared, of
the networks with over 100,000 pairs of areas and organisations twenty; the peers' time is then
that of twenty, scaled up.
"""

from __future__ import annotations

import sys
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import maximum_flow
from scipy.spatial import KDTree
from sector import make_sector
from timing import describe_machine, read_options, run_case, time_case

from ecosystem.questions.closures.losses import count_lost_together, settle
from ecosystem.questions.closures.market import Field, Market
from ecosystem.questions.closures.max_flow import Placing, place_people
from ecosystem.questions.closures.offer import Offer
from ecosystem.questions.closures.stability import count_top

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    Network = tuple[np.ndarray, np.ndarray, sparse.csr_array[Any, tuple[int, int]]]

SLACKS = (0.8, 1.02, 1.1, 1.5)
NEAR, WIDE = 8, 80
SIZES = [(300, NEAR), (300, 40), (3000, NEAR), (3000, WIDE), (30000, WIDE)]
SINGLES = [(size, near, slack) for size, near in SIZES for slack in SLACKS]
TARGETS = {300: "0.1", 3000: "1 tight, 5 hardest", 30000: "60"}
SAMPLED = 20
MOST_PAIRS = 100_000
WHOLE = [("sector", 300, 0.8), ("sector", 3000, 0.8), ("alike", 10000, 0.0)]
SMALL = [(15, 5), (60, 20), (100, 33)]


@cache
def plant(size: int, slack: float, near: int = NEAR, seed: int = 8) -> Network:
    """Return people of areas, places of organisations and who reaches whom: `near` on average."""
    rng = np.random.default_rng([size, round(slack * 100), seed])
    areas = max(5, size // 3)
    tree = KDTree(rng.random((areas, 2)))
    homes = rng.random((size, 2))
    number = rng.integers(1, 2 * near, size).clip(max=areas)
    nearest = tree.query(homes, k=int(number.max()))[1].reshape(size, -1)
    reaches = np.arange(nearest.shape[1]) < number[:, None]
    row, column = nearest[reaches], np.repeat(np.arange(size), number)
    reach = sparse.csr_array((np.ones(len(row)), (row, column)), shape=(areas, size))
    places = np.maximum(1, rng.lognormal(3.0, 1.0, size)).astype(np.int64)
    weight = rng.lognormal(0.0, 1.0, areas)
    people = np.round(weight / weight.sum() * places.sum() / slack).astype(np.int64)
    return people, places, reach


def make_field(network: Network) -> Field:
    """Return the network as the question reads it: each organisation with one service."""
    people, places, reach = network
    market = Market(
        service_type="advice",
        areas=np.arange(len(people)),
        people=people.astype(float),
        services=np.arange(len(places)),
        places=places.astype(float),
        reach=reach,
        is_unplaced=np.zeros(len(places), dtype=bool),
        cell_rank=np.arange(len(people)),
        service_rank=np.arange(len(places)),
        offer=np.zeros(len(places), dtype=np.intp),
        offers=(Offer(),),
    )
    import pandas as pd  # noqa: PLC0415 - the peers are timed without it

    counts = pd.DataFrame({"counted": np.ones(len(places)), "uncounted": 0})
    runs = tuple(frozenset([number]) for number in range(len(places)))
    return Field(markets=(market,), runs=runs, counts=counts, notes=())


def close_each(network: Network) -> list[int]:
    """Return how many people each closure leaves without a place."""
    people, places, reach = network
    placing = Placing(places, reach, place_people(people, places, reach))
    lost = []
    for service in range(len(places)):
        mark = placing.mark
        lost.append(placing.close([service]))
        placing.undo(mark)
    return lost


def list_arcs(network: Network) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return source, target and room of each arc; the last ones lead from services to the sink."""
    people, places, reach = network
    cells, services = reach.shape
    row, column = reach.tocoo().coords
    source = np.concatenate([np.zeros(cells), row + 1, np.arange(services) + 1 + cells])
    target = np.concatenate(
        [np.arange(cells) + 1, column + 1 + cells, np.full(services, 1 + cells + services)]
    )
    room = np.concatenate([people, people[row], places])
    return source.astype(np.int64), target.astype(np.int64), room


def choose(network: Network) -> list[int]:
    """Return the closures the peers work out: all, or as many as can be waited for."""
    services = len(network[1])
    if network[2].nnz <= MOST_PAIRS:
        return list(range(services))
    return np.random.default_rng(1).choice(services, SAMPLED, replace=False).tolist()


def set_up_igraph(network: Network, groups: list[tuple[int, ...]]) -> Callable[[], list[float]]:
    """Return igraph's maximum flow without each group of services; the graph is built once."""
    import igraph  # noqa: PLC0415

    source, target, room = list_arcs(network)
    services = len(network[1])
    size = int(target.max()) + 1
    graph = igraph.Graph(n=size, edges=np.column_stack([source, target]), directed=True)

    def run() -> list[float]:
        full = room.astype(float).tolist()
        flows = [graph.maxflow_value(0, size - 1, full)]
        for group in groups:
            left = full.copy()
            for service in group:
                left[len(room) - services + service] = 0.0
            flows.append(graph.maxflow_value(0, size - 1, left))
        return [flows[0] - flow for flow in flows[1:]]

    return run


def set_up_scipy(network: Network, groups: list[tuple[int, ...]]) -> Callable[[], list[float]]:
    """Return scipy's maximum flow without each group of services; the matrix is built once."""
    source, target, room = list_arcs(network)
    services = len(network[1])
    size = int(target.max()) + 1
    matrix = sparse.csr_array((room.astype(np.int32), (source, target)), shape=(size, size))
    matrix.sort_indices()
    first = matrix.indptr[size - 1 - services : size - 1]

    def run() -> list[float]:
        most = maximum_flow(matrix, 0, size - 1).flow_value
        lost = []
        for group in groups:
            left = matrix.copy()
            left.data[first[list(group)]] = 0
            lost.append(float(most - maximum_flow(left, 0, size - 1).flow_value))
        return lost

    return run


def set_up(case: str) -> Callable[[], Any]:
    """Return a case: whose, what, organisations, areas each reaches, and slack."""
    whose, what, size, near, slack = case.split("|")
    if what in {"alike", "sector"}:
        return set_up_whole(what, int(size), float(slack))
    network = plant(int(size), float(slack), int(near))
    if what == "public":
        return set_up_public(network)
    if what in {"pairs", "runs"}:
        field = make_field(network)
        if what == "runs":
            return lambda: count_top(field, runs=100, swing=0.2, seed=0)
        return lambda: sorted(
            [a, b, more] for (a, b), more in count_lost_together(settle(field), field).items()
        )
    groups = [(one,) for one in choose(network)]
    if whose == "ours":
        return lambda: close_each(network)
    return {"igraph": set_up_igraph, "scipy": set_up_scipy}[whose](network, groups)


def set_up_public(network: Network) -> Callable[[], Any]:
    """Return the whole question on the same network, as an ecosystem in memory."""
    import pandas as pd  # noqa: PLC0415

    import ecosystem as eco  # noqa: PLC0415

    people, places, reach = network
    areas = [f"A{number:05d}" for number in range(len(people))]
    ids = [f"o{number:05d}" for number in range(len(places))]
    row, column = reach.tocoo().coords
    e = eco.Ecosystem(
        organisations=pd.DataFrame({"organisation_id": ids, "name": ids}),
        services=pd.DataFrame(
            {"service_id": ids, "name": ids, "service_type": "advice", "capacity": places}
        ),
        providers=pd.DataFrame({"service_id": ids, "organisation_id": ids}),
        catchments=pd.DataFrame(
            {"service_id": np.array(ids)[column], "area_code": np.array(areas)[row]}
        ),
        areas=pd.DataFrame({"area_code": areas, "name": areas}),
        demand=pd.DataFrame({"area_code": areas, "service_type": "advice", "people": people}),
    )
    return lambda: eco.find_closures(e, runs=0).table["unserved"]


def set_up_whole(what: str, size: int, slack: float) -> Callable[[], Any]:
    """Return the whole question with its 100 runs, on services all alike, or on a whole sector."""
    import ecosystem as eco  # noqa: PLC0415

    e = eco.Ecosystem(**(make_alike(size) if what == "alike" else make_sector(size, slack)))
    return lambda: eco.find_closures(e).table["unserved"]


def make_alike(size: int) -> dict[str, pd.DataFrame]:
    """Return services of one type in one area, each of its own organisation, for 1,000 people."""
    import pandas as pd  # noqa: PLC0415

    ids = [f"o{number:05d}" for number in range(size)]
    places = np.random.default_rng(0).integers(5, 200, size).astype(float)
    return {
        "organisations": pd.DataFrame({"organisation_id": ids, "name": ids}),
        "services": pd.DataFrame(
            {"service_id": ids, "name": ids, "service_type": "advice", "capacity": places}
        ),
        "providers": pd.DataFrame({"service_id": ids, "organisation_id": ids}),
        "catchments": pd.DataFrame({"service_id": ids, "area_code": "a"}),
        "areas": pd.DataFrame({"area_code": ["a"], "name": ["a"]}),
        "demand": pd.DataFrame({"area_code": ["a"], "service_type": "advice", "people": [1000]}),
    }


def print_singles(only: str, repeats: int) -> None:
    """Time all single closures beside the peers and compare every loss."""
    heads = ["organisations", "slack", "pairs in reach", "ours s", "target s", "igraph s"]
    heads += ["scipy s", "times faster than igraph", "than scipy", "ours MB", "compared", "differ"]
    print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    for size, near, slack in SINGLES:
        if only not in f"singles {size} {near} {slack}":
            continue
        case = f"singles|{size}|{near}|{slack}"
        some = repeats if size < 30000 else 1
        ours, lost = run_case(f"ours|{case}", some)
        network = plant(size, slack, near)
        chosen = choose(network)
        peers, differ = {}, 0
        for name in ("igraph", "scipy"):
            taken, theirs = run_case(f"{name}|{case}", repeats if size < 3000 else 1)
            peers[name] = taken["seconds"] * size / len(chosen)
            differ += int((lost[chosen] != theirs).sum())
        row = [f"{size:,}", f"{slack}", f"{network[2].nnz:,}"]
        row += [f"{ours['seconds']:.3f}", TARGETS[size]]
        row += [f"{seconds:.2f}" for seconds in peers.values()]
        row += [f"{seconds / ours['seconds']:.1f}" for seconds in peers.values()]
        row += [f"{ours['peak_mb']:.0f}", f"{2 * len(chosen):,}", f"{differ}"]
        print(f"| {' | '.join(row)} |", flush=True)


def print_others(only: str, repeats: int) -> None:
    """Time all pairs, a hundred runs with changed numbers, and the whole question."""
    print("\n| what | organisations | slack | ours s | target s |\n|---|---|---|---|---|")
    cases = [("pairs", 300, slack, "60") for slack in SLACKS]
    cases += [("runs", 300, slack, "15") for slack in SLACKS]
    cases += [("public", size, slack, "") for size in (300, 3000) for slack in (0.8, 1.1)]
    for what, size, slack, target in cases:
        if only not in f"{what} {size} {slack}":
            continue
        taken, _ = run_case(f"ours|{what}|{size}|{NEAR}|{slack}", 1 if what == "runs" else repeats)
        print(f"| {what} | {size:,} | {slack} | {taken['seconds']:.2f} | {target} |", flush=True)


def print_whole(only: str, repeats: int) -> None:
    """Time the whole question with its 100 runs on sectors of many types, offers and funders."""
    print("\n| what | organisations | slack | ours s | ours MB |\n|---|---|---|---|---|")
    for what, size, slack in WHOLE:
        if only in f"{what} {size} {slack}":
            taken, _ = run_case(f"ours|{what}|{size}|{NEAR}|{slack}", repeats)
            row = [what, f"{size:,}", f"{slack}", f"{taken['seconds']:.2f}"]
            print(f"| {' | '.join(row)} | {taken['peak_mb']:.0f} |", flush=True)


def check_small(only: str) -> None:
    """Compare every single closure and every pair of small networks with both peers."""
    if only not in "small":
        return
    compared = differ = 0
    for size, seeds in SMALL:
        for slack in (0.8, 1.0, 1.02, 1.1, 1.5, 2.5):
            network = plant(size, slack, seed=seeds)
            lost = close_each(network)
            field = make_field(network)
            extra = count_lost_together(settle(field), field)
            pairs = list(combinations(range(size), 2))
            ours = [*lost, *(lost[a] + lost[b] + extra.get((a, b), 0.0) for a, b in pairs)]
            groups = [*((one,) for one in range(size)), *pairs]
            for peer in (set_up_igraph, set_up_scipy):
                theirs = peer(network, groups)()
                compared += len(groups)
                differ += int((np.abs(np.array(ours) - theirs) > 1e-9).sum())
    print(f"\nAll closures and pairs of 18 small networks: {compared:,} compared, {differ} differ.")


def main() -> None:
    """Run every case and print the tables."""
    options = read_options()
    if options.case:
        time_case(lambda: set_up(options.case), options.repeats, options.answer)
        return
    print_singles(options.only, options.repeats)
    print_others(options.only, options.repeats)
    print_whole(options.only, options.repeats)
    check_small(options.only)
    print(f"\n{describe_machine(('numpy', 'scipy', 'igraph', 'pandas'))}", file=sys.stdout)


if __name__ == "__main__":
    main()
