"""Groups of overlapping services beside components, HDBSCAN and Leiden, and chance beside `bicm`.

    pip install scikit-learn leidenalg bicm
    python benchmarks/duplication.py

Services are planted: groups that do the same work, each entered with values left out and put in
(the truth); decoys, the same as a group but for one respect in which they share nothing; services
that reach far; and services drawn at random. In a twentieth of all the type is entered wrongly.
The peers see the same services as vectors, once one-hot as they come and once with the same weight
for each respect, and get the best of their thresholds, chosen by the truth: once anew for each
case, once one for all cases of a size and noise. We get our defaults.
Each timed case runs in a process of its own, on one thread; the processor time is the median of
five, of 25 where a run takes milliseconds.
"""

from __future__ import annotations

import sys
import warnings
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse.csgraph import connected_components
from timing import describe_machine, read_options, run_case, time_case

from ecosystem import Ecosystem, find_duplication
from ecosystem.questions.duplication.chance import measure_tails

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

RESPECTS = ("type", "area", "eligibility", "languages", "opening")
FIRST_SEED = 700
CASES = {60: 100, 150: 40, 1000: 10}
SHARE_IN_GROUPS = 0.45
SHARE_DECOYS = 0.2
SHARE_WIDE = 0.08
SHARE_WRONG_TYPE = 0.05
NOISE = 0.15
NOISES = (0.1, 0.12, 0.14, 0.16, 0.18, 0.2)
WITHIN = ("service_type", "area", "eligibility", "languages", "opening")
GROUPS_OF_PEOPLE = 12
LANGUAGES = 24
TIMES_OF_OPENING = 6
MEAN_GROUP = 3.5


class Planter:
    """Draws niches: for each respect the set of values a service holds."""

    def __init__(self, size: int, seed: int, noise: float) -> None:
        self.rng = np.random.default_rng([size, seed])
        self.noise = noise
        areas = int(np.clip(size // 15, 4, 380))
        types = int(np.clip(size // 12, 8, 40))
        liking = {
            "type": np.arange(1, types + 1) ** -0.5,
            "area": self.rng.lognormal(0, 0.7, areas),
            "eligibility": np.arange(1.0, GROUPS_OF_PEOPLE + 1) ** -0.6,
            "languages": np.arange(1.0, LANGUAGES + 1) ** -0.8,
            "opening": np.arange(1.0, TIMES_OF_OPENING + 1) ** -0.5,
        }
        self.count = {name: len(one) for name, one in liking.items()}
        self.up_to = {name: (one / one.sum()).cumsum() for name, one in liking.items()}

    def draw(self, name: str, most: int) -> set[int]:
        """Return one to `most` values, the popular more often."""
        chance = self.rng.random(int(self.rng.integers(1, most + 1)))
        found = np.searchsorted(self.up_to[name], chance).tolist()
        return {min(one, self.count[name] - 1) for one in found}

    def draw_niche(self, *, is_wide: bool = False) -> dict[str, set[int]]:
        """Return a niche; a wide one has many areas and languages."""
        return {
            "type": self.draw("type", 1),
            "area": self.draw("area", 20 if is_wide else 4),
            "eligibility": self.draw("eligibility", 3),
            "languages": self.draw("languages", 12 if is_wide else 4),
            "opening": self.draw("opening", 3),
        }

    def blur(self, niche: dict[str, set[int]]) -> dict[str, set[int]]:
        """Return the niche as another organisation would enter it."""
        copy = dict(niche)
        for name in RESPECTS[1:]:
            held = sorted(niche[name])
            kept = {one for one in held if self.rng.random() >= self.noise}
            copy[name] = kept or {held[int(self.rng.integers(len(held)))]}
            for _ in range(int(self.rng.binomial(2, self.noise))):
                copy[name] |= self.draw(name, 1)
        return copy

    def swap(self, niche: dict[str, set[int]]) -> dict[str, set[int]]:
        """Return the niche with nothing in common in one respect."""
        free = {name: sorted(set(range(self.count[name])) - niche[name]) for name in RESPECTS[1:]}
        open_names = [name for name, others in free.items() if others]
        name = open_names[int(self.rng.integers(len(open_names)))]
        count = min(len(niche[name]), len(free[name]))
        return niche | {name: set(self.rng.choice(free[name], count, replace=False).tolist())}

    def draw_all(self, size: int) -> tuple[list[dict[str, set[int]]], list[int]]:
        """Return the niches of all services and the group of each, -1 for none."""
        niches: list[dict[str, set[int]]] = []
        truth: list[int] = []
        while len(niches) < SHARE_IN_GROUPS * size:
            core, group = self.draw_niche(), len(niches)
            members = int(self.rng.integers(2, 6))
            decoys = int(self.rng.poisson(MEAN_GROUP * SHARE_DECOYS / SHARE_IN_GROUPS))
            niches += [self.blur(core) for _ in range(members)]
            niches += [self.swap(core) for _ in range(decoys)]
            truth += [group] * members + [-1] * decoys
        while len(niches) < size:
            niches.append(self.draw_niche(is_wide=self.rng.random() < SHARE_WIDE))
            truth.append(-1)
        for niche in niches:
            if self.rng.random() < SHARE_WRONG_TYPE:
                niche["type"] = {int(self.rng.integers(self.count["type"]))}
        return niches, truth


@cache
def plant(size: int, seed: int, noise: float = NOISE) -> dict[str, Any]:
    """Return which value each service holds in each respect, and its true group.

    `noise` is how likely each value is left out, and how likely each of two others is put in.
    """
    planter = Planter(size, seed, noise)
    niches, truth = planter.draw_all(size)
    order = planter.rng.permutation(len(niches))[:size]
    holds = {}
    for name in RESPECTS:
        held = [sorted(niches[at][name]) for at in order]
        row = np.repeat(np.arange(size), [len(one) for one in held])
        column = np.array([value for one in held for value in one])
        shape = (size, planter.count[name])
        holds[name] = sparse.csr_array((np.ones(len(row)), (row, column)), shape=shape)
    return {"holds": holds, "truth": np.array(truth)[order]}


def build(size: int, seed: int, noise: float = NOISE) -> Ecosystem:
    """Return the planted services as an ecosystem, an organisation each."""
    holds = plant(size, seed, noise)["holds"]
    ids = pd.Series([f"s{at:06d}" for at in range(size)])
    people, languages, opening = (
        ["|".join(f"v{one:02d}" for one in row) for row in list_rows(holds[name])]
        for name in ("eligibility", "languages", "opening")
    )
    reach = holds["area"]
    areas = pd.Series([f"a{at:03d}" for at in range(reach.shape[1])])
    return Ecosystem(
        organisations=pd.DataFrame({"organisation_id": ids, "name": ids}),
        services=pd.DataFrame(
            {
                "service_id": ids,
                "name": ids,
                "service_type": [f"t{at:02d}" for at in holds["type"].indices],
                "eligibility": people,
                "languages": languages,
                "opening": opening,
                "capacity": 50.0,
            }
        ),
        providers=pd.DataFrame({"service_id": ids, "organisation_id": ids}),
        areas=pd.DataFrame({"area_code": areas, "name": areas}),
        catchments=pd.DataFrame(
            {
                "service_id": ids.repeat(np.diff(reach.indptr)).array,
                "area_code": areas.take(reach.indices).array,
            }
        ),
    )


def list_rows(matrix: sparse.csr_array[Any, tuple[int, int]]) -> list[np.ndarray]:
    """Return the values each row holds."""
    return np.split(matrix.indices, matrix.indptr[1:-1])


def score(labels: np.ndarray, truth: np.ndarray) -> tuple[float, float, float]:
    """Return precision, recall and F over pairs of services in the same group."""

    def count(*keys: np.ndarray) -> float:
        kept = np.all([key >= 0 for key in keys], axis=0)
        sizes = np.unique(np.column_stack(keys)[kept], axis=0, return_counts=True)[1]
        return float((sizes * (sizes - 1) / 2).sum())

    both, found, wanted = count(labels, truth), count(labels), count(truth)
    precision, recall = both / max(found, 1), both / max(wanted, 1)
    return precision, recall, 2 * both / max(found + wanted, 1)


def group_ours(e: Ecosystem) -> np.ndarray:
    """Return the group of each service by this package, with its defaults."""
    found = find_duplication(e, within=WITHIN)
    return found.table["cluster"].fillna(-1).to_numpy(dtype=int)


def make_vectors(size: int, seed: int, noise: float, *, is_even: bool) -> Any:  # noqa: ANN401
    """Return the services as vectors of length 1; `is_even`: each respect with the same weight."""
    blocks = list(plant(size, seed, noise)["holds"].values())
    if is_even:
        blocks = [
            sparse.diags_array(1 / np.sqrt(np.maximum(np.diff(one.indptr), 1))) @ one
            for one in blocks
        ]
    vectors = sparse.csr_array(sparse.hstack(blocks))
    return sparse.csr_array(sparse.diags_array(1 / sparse.linalg.norm(vectors, axis=1)) @ vectors)


def list_similar(vectors: Any, least: float) -> sparse.coo_array[Any, tuple[int, int]]:  # noqa: ANN401
    """Return the pairs of services whose cosine is at least this."""
    product = sparse.triu(vectors @ vectors.T, k=1).tocoo()
    kept = product.data >= least
    return sparse.coo_array(
        (product.data[kept], (product.row[kept], product.col[kept])), shape=product.shape
    )


def group_components(vectors: Any) -> Iterator[np.ndarray]:  # noqa: ANN401
    """Give the connected parts at each threshold."""
    links = list_similar(vectors, 0.4)
    for least in np.arange(0.5, 1.0, 0.025):
        kept = links.data >= least
        chosen = sparse.coo_array(
            (links.data[kept], (links.row[kept], links.col[kept])), shape=links.shape
        )
        yield connected_components(chosen, directed=False)[1]


def group_hdbscan(vectors: Any) -> Iterator[np.ndarray]:  # noqa: ANN401
    """Give the clusters of HDBSCAN for several settings."""
    from sklearn.cluster import HDBSCAN  # noqa: PLC0415 - not on our side of the run

    apart = np.clip(1 - (vectors @ vectors.T).toarray(), 0, 1)
    for samples in (1, 2, 3):
        for chosen in ("eom", "leaf"):
            model = HDBSCAN(
                min_cluster_size=2,
                min_samples=samples,
                cluster_selection_method=chosen,
                metric="precomputed",
                copy=True,
            ).fit(apart)
            yield model.labels_
        for cut in np.arange(0.025, 0.5, 0.025):
            yield model.dbscan_clustering(cut, min_cluster_size=2)


def group_leiden(vectors: Any) -> Iterator[np.ndarray]:  # noqa: ANN401
    """Give the communities of Leiden, by modularity and by the constant Potts model."""
    import igraph  # noqa: PLC0415
    import leidenalg  # noqa: PLC0415 - not on our side of the run

    links = list_similar(vectors, 0.4)
    for least in (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9):
        kept = links.data >= least
        graph = igraph.Graph(
            n=links.shape[0], edges=np.column_stack([links.row[kept], links.col[kept]])
        )
        weights = links.data[kept]
        found = leidenalg.find_partition(
            graph, leidenalg.ModularityVertexPartition, weights=weights, seed=0
        )
        yield np.array(found.membership)
        for resolution in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
            found = leidenalg.find_partition(
                graph,
                leidenalg.CPMVertexPartition,
                weights=weights,
                resolution_parameter=resolution,
                seed=0,
            )
            yield np.array(found.membership)


PEERS: dict[str, Callable[[Any], Iterator[np.ndarray]]] = {
    "components": group_components,
    "HDBSCAN": group_hdbscan,
    "Leiden": group_leiden,
}


def compare_groups() -> None:
    """Print how well the planted groups are found."""
    warnings.simplefilter("ignore")
    heads = [f"{name}, {how}" for how in ("one-hot", "even") for name in PEERS]
    print(f"| services | noise | ours P / R / F | {' | '.join(heads)} | lead over one-hot |")
    print(f"|---|---|---|{'---|' * len(heads)}---|")
    for size, cases in CASES.items():
        for noise in NOISES:
            ours, peers = [], []
            for seed in range(FIRST_SEED, FIRST_SEED + cases):
                truth = plant(size, seed, noise)["truth"]
                ours.append(score(group_ours(build(size, seed, noise)), truth))
                peers.append(
                    [
                        [score(labels, truth)[2] for labels in group(vectors)]
                        for is_even in (False, True)
                        for vectors in (make_vectors(size, seed, noise, is_even=is_even),)
                        for group in PEERS.values()
                    ]
                )
                plant.cache_clear()
            mean, spread = np.mean(ours, axis=0), np.std(ours, axis=0)
            of_peers = [np.array(scores) for scores in zip(*peers, strict=True)]
            theirs = " | ".join(
                f"{scores.max(axis=1).mean():.3f} / {scores.mean(axis=0).max():.3f}"
                for scores in of_peers
            )
            print(
                f"| {size:,} | {noise:.2f} | {mean[0]:.3f} / {mean[1]:.3f} / **{mean[2]:.3f}** "
                f"± {spread[2]:.3f} | {theirs} | "
                f"{say_lead(np.array(ours)[:, 2], of_peers[: len(PEERS)])} |",
                flush=True,
            )


def say_lead(ours: np.ndarray, of_peers: list[np.ndarray]) -> str:
    """Return how far our F lies above the best peer's: settings anew for each case, one for all."""
    anew = max((scores.max(axis=1) for scores in of_peers), key=np.mean)
    error = np.std(ours - anew, ddof=1) / np.sqrt(len(ours))
    one = max(scores.mean(axis=0).max() for scores in of_peers)
    return f"{np.mean(ours - anew):.3f} ± {error:.3f} / {np.mean(ours) - one:.3f}"


def set_up(case: str) -> Callable[[], np.ndarray]:
    """Return a case, ready to be timed."""
    whose, what, size = case.split("|")
    if what == "groups" and whose == "ours":
        e = build(int(size), FIRST_SEED)
        group_ours(build(60, FIRST_SEED))
        return lambda: group_ours(e)
    if what == "groups":
        planted = make_vectors(int(size), FIRST_SEED, NOISE, is_even=False)
        return lambda: connected_components(list_similar(planted, 0.75), directed=False)[1]
    respects = list(plant(int(size), FIRST_SEED)["holds"].values())
    a, b = np.triu_indices(int(size), k=1)
    at = a * int(size) + b
    if whose == "ours":

        def measure(holds: sparse.csr_array[Any, tuple[int, int]]) -> np.ndarray:
            rows = holds.toarray().astype(np.float32)
            return measure_tails(holds, a, b, (rows @ rows.T).take(at).astype(np.int64))

        return lambda: np.concatenate([measure(holds) for holds in respects])
    from bicm import BipartiteGraph  # noqa: PLC0415 - not on our side of the run

    def run() -> np.ndarray:
        found = []
        for holds in respects:
            graph = BipartiteGraph()
            graph.set_biadjacency_matrix(holds.toarray().astype(int))
            # Its other two ways of solving stop at residuals up to 5e-6.
            graph.solve_tool(method="fixed-point", tol=1e-15, eps=1e-15, max_steps=5000)
            graph.compute_projection(approx_method="poibin", threads_num=1, alpha=0.05)
            found.append(graph.get_projected_pvals_mat("rows")[a, b])
        return np.concatenate(found)

    return run


def compare_speed(repeats: int) -> None:
    """Print what groups and chances take, and how far the chances are from the peer's."""
    print(
        "| work | services | peer s (first) | ours s (first) | times faster (first) | peer MB | "
        "ours MB | difference |"
    )
    print("|---|---|---|---|---|---|---|---|")
    cases = (
        # Of runs of two milliseconds, five times as many for a steady median.
        ("chance", 150, 5 * repeats),
        ("chance", 1000, repeats),
        ("groups", 1000, repeats),
        ("groups", 10_000, repeats),
    )
    for what, size, times in cases:
        ours, answer = run_case(f"ours|{what}|{size}", times)
        peer, theirs = run_case(f"peer|{what}|{size}", times)
        said = f"{np.abs(answer - theirs).max():.1e}" if what == "chance" else ""
        print(
            f"| {what} | {size:,} | {peer['seconds']:.3f} ({peer['first']:.3f}) | "
            f"{ours['seconds']:.4f} ({ours['first']:.4f}) | "
            f"{peer['seconds'] / ours['seconds']:.1f} ({peer['first'] / ours['first']:.1f}) | "
            f"{peer['peak_mb']:.0f} | {ours['peak_mb']:.0f} | {said} |",
            flush=True,
        )
    ours, _ = run_case("ours|groups|100000", repeats)
    print(f"| groups | 100,000 | | {ours['seconds']:.2f} | | | {ours['peak_mb']:.0f} | |")


def main() -> None:
    """Run every case and print the tables."""
    options = read_options()
    if options.case:
        warnings.simplefilter("ignore")
        time_case(lambda: set_up(options.case), options.repeats, options.answer)
        return
    if options.only in "groups":
        compare_groups()
        print()
    if options.only in "speed":
        compare_speed(options.repeats)
    packages = ("numpy", "scipy", "pandas", "igraph", "scikit-learn", "leidenalg", "bicm")
    print(f"\n{describe_machine(packages)}", file=sys.stdout)


if __name__ == "__main__":
    main()
