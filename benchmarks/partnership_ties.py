"""Time the E-I index with its permutation test beside networkx doing the same permutations.

networkx has no E-I index. Its count of edges by the attributes of their ends
(`attribute_mixing_dict`) is what it is made of, and gives the same counts for the same labels.
networkx deals out 9 of the 999 permutations, and its time is taken times 111: all of them would
take minutes. Labels are dealt out alike, and for the same labels both find the same index.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import pandas as pd
from timing import describe_machine, read_options, run_case, time_case

from ecosystem import Ecosystem, find_ties
from ecosystem.questions.ties.permutation import draw_index

if TYPE_CHECKING:
    from collections.abc import Callable

SECTORS = ("voluntary", "statutory", "academic", "commercial", "faith", "funder")
SHARES = (0.6, 0.12, 0.04, 0.12, 0.1, 0.02)
SIZES = {"300": 300, "3000": 3_000, "30000": 30_000}
TIES_EACH = 3.5
PERMUTATIONS = 999
PEER_PERMUTATIONS = 9


def plant(size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return sectors and ties, half of them within the sector of the first end."""
    random = np.random.default_rng(2026)
    label = random.choice(len(SECTORS), size, p=SHARES)
    source = random.integers(size, size=int(TIES_EACH * size))
    target = random.integers(size, size=len(source))
    members = [np.flatnonzero(label == sector) for sector in range(len(SECTORS))]
    for tie in np.flatnonzero(random.random(len(source)) < 0.5):
        target[tie] = random.choice(members[label[source[tie]]])
    pairs = {
        (min(one, other), max(one, other))
        for one, other in zip(source.tolist(), target.tolist(), strict=True)
        if one != other
    }
    low, high = np.array(sorted(pairs)).T
    return label, low, high


def make_ecosystem(size: int) -> Ecosystem:
    """Return the same as tables."""
    label, low, high = plant(size)
    ids = np.array([f"o{number:05}" for number in range(size)])
    return Ecosystem(
        organisations=pd.DataFrame(
            {"organisation_id": ids, "name": ids, "sector": np.array(SECTORS)[label]}
        ),
        relationships=pd.DataFrame({"from_id": ids[low], "to_id": ids[high]}).assign(kind="trusts"),
    )


def set_up(name: str) -> Callable[[], Any]:
    """Return the case: the whole question, its permutations alone, or the peer's."""
    what, _, size = name.partition(" ")
    if what == "question":
        e = make_ecosystem(SIZES[size])
        return lambda: [find_ties(e).summary["ei_index"]]
    label, low, high = plant(SIZES[size])
    if what == "permutations":
        holds = np.eye(len(SECTORS), dtype=bool)
        return lambda: draw_index(label, holds, low, high, PERMUTATIONS, 0)[:, -1]
    graph = nx.Graph(zip(low.tolist(), high.tolist(), strict=True))
    random = np.random.default_rng(0)

    def run() -> list[float]:
        return [
            measure_with_networkx(graph, random.permuted(label)) for _ in range(PEER_PERMUTATIONS)
        ]

    return run


def measure_with_networkx(graph: nx.Graph, label: np.ndarray) -> float:
    """Return the E-I index of all ties from networkx's counts by the labels of both ends."""
    nx.set_node_attributes(graph, {node: int(label[node]) for node in graph}, "sector")
    mixing = nx.attribute_mixing_dict(graph, "sector")
    within = sum(counts.get(sector, 0) for sector, counts in mixing.items())
    ends = sum(sum(counts.values()) for counts in mixing.values())
    return (ends - 2 * within) / ends


def check() -> None:
    """Refuse to go on unless both find the same index for the same labels."""
    label, low, high = plant(300)
    graph = nx.Graph(zip(low.tolist(), high.tolist(), strict=True))
    same = label[low] == label[high]
    ours = ((~same).sum() - same.sum()) / len(same)
    assert abs(measure_with_networkx(graph, label) - ours) < 1e-12  # noqa: S101 - a benchmark


def main() -> None:
    """Run every case and print the table."""
    options = read_options()
    if options.case:
        time_case(lambda: set_up(options.case), options.repeats, options.answer)
        return
    check()
    print("| organisations | ties | question, s | 999 permutations, s | networkx, s | times | MB |")
    print("|---|---|---|---|---|---|---|")
    for size, count in SIZES.items():
        if options.only not in size:
            continue
        whole, _ = run_case(f"question {size}", options.repeats)
        ours, drawn = run_case(f"permutations {size}", options.repeats)
        peer, others = run_case(f"networkx {size}", 1)
        seconds = peer["seconds"] * PERMUTATIONS / PEER_PERMUTATIONS
        print(
            f"| {count:,} | {len(plant(count)[1]):,} | {whole['seconds']:.2f} | "
            f"{ours['seconds']:.2f} | {seconds:,.0f} | {seconds / ours['seconds']:,.0f} | "
            f"{whole['peak_mb']:.0f} |",
            flush=True,
        )
        print(f"<!-- means {drawn.mean():+.4f} and {others.mean():+.4f} -->")
    print(f"\n{describe_machine(('numpy', 'scipy', 'pandas', 'networkx', 'igraph'))}")


if __name__ == "__main__":
    main()
