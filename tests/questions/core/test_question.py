"""Who is the core? Hand-worked, published, by brute force, and what must not change an answer."""

import json
from collections import Counter
from itertools import combinations, product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, sparse, special

import ecosystem as eco
from ecosystem import Ecosystem
from ecosystem.questions.core import null_models as nulls
from ecosystem.questions.core.belief_propagation import propagate
from ecosystem.questions.core.borgatti_everett import Correlation
from ecosystem.questions.core.enumeration import find_certified, list_cores, weigh_cores
from ecosystem.questions.core.evidence import bound_evidence, make_evidence
from ecosystem.questions.core.gibbs_sampling import sample_cores
from ecosystem.questions.core.layers import find_pattern
from ecosystem.questions.core.local_search import flip_each, list_divisions, swap_each
from ecosystem.questions.core.network import count_blocks, make_network
from ecosystem.questions.core.orders import order_by_ties
from ecosystem.questions.core.sweep import _share_alike, best_of_order, find_best, find_good

CASES = Path(__file__).parents[2] / "cases" / "core"
BETTER = {("zachary", 0.0): 0.3805, ("zachary", 0.05): 0.3804, ("zachary", 0.3): 0.3964}
"""Correlations better than the published ones."""

INCONSISTENT = {("baker", 0.7), ("zachary", 0.35)}
"""The division printed beside the published correlation does not have that correlation."""

PRIOR = (2.0, 6.0)


def make_ecosystem(ties, *, also=(), stated=None, **columns):
    """Return an ecosystem of these ties; `also` are organisations without any."""
    ids = sorted({one for tie in ties for one in tie} | set(also))
    organisations = pd.DataFrame(
        {
            "organisation_id": ids,
            "name": [f"Organisation {one}" for one in ids],
            "stated_role": [(stated or {}).get(one) for one in ids],
        }
    )
    if not ties:
        return Ecosystem(organisations=organisations)
    relationships = pd.DataFrame(ties, columns=["from_id", "to_id"])
    return Ecosystem(
        organisations=organisations,
        relationships=relationships.assign(kind="works with", **columns),
    )


def make_random(size, share, seed):
    """Return the ties of a random graph with a denser group at its start."""
    random = np.random.default_rng(seed)
    core = max(2, size // 4)
    return [
        (f"{one:02}", f"{other:02}")
        for one, other in combinations(range(size), 2)
        if random.random() < share * (2.5 if other < core else 1.5 if one < core else 1)
    ]


def plant(size, core, densities, seed, *, silent=0.0):
    """Return a network whose first organisations are its core, tied with these densities."""
    random = np.random.default_rng(seed)
    inside = np.arange(size) < core
    outer = (~inside[:, None]).astype(int) + ~inside[None]
    tied = np.triu(random.random((size, size)) < np.array(densities)[outer], 1)
    quiet = random.random(size) < silent
    matrix = sparse.csr_array((tied | tied.T).astype(float))
    return make_network(matrix, silent=quiet), inside


def draw_network(size, ties, seed):
    """Return a network of ties drawn at random."""
    random = np.random.default_rng(seed)
    pairs = np.array(list(combinations(range(size), 2)))
    one, other = pairs[random.choice(len(pairs), ties, replace=False)].T
    matrix = sparse.coo_array((np.ones(ties), (one, other)), shape=(size, size)).tocsr()
    return make_network(matrix + matrix.T, silent=np.zeros(size, dtype=bool))


def measure_loss(chance, inside):
    """Return the mean of minus the log chance given to what is true."""
    chance = np.clip(chance, 1e-6, 1 - 1e-6)
    return float(-np.log(np.where(inside, chance, 1 - chance)).mean())


def read_case(name):
    return json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))


def correlate(ties, nodes, core, delta):
    """Return the correlation by its definition: two lists of cells, numpy's corrcoef."""
    tied = {frozenset(tie) for tie in ties}
    cells, ideal = [], []
    for one, other in combinations(nodes, 2):
        inside = (one in core) + (other in core)
        if inside == 1 and delta is None:
            continue
        cells.append(float(frozenset((one, other)) in tied))
        ideal.append({2: 1.0, 1: delta, 0: 0.0}[inside])
    if np.ptp(cells) == 0 or np.ptp(ideal) == 0:
        return -np.inf
    return float(np.corrcoef(cells, ideal)[0, 1])


def list_counts(blocks, place):
    """Return the size and the block counts of one division."""
    parts = (np.broadcast_to(blocks.size, np.shape(blocks.ties[0])), *blocks.ties, *blocks.pairs)
    return [int(part.ravel()[place]) for part in parts]


@pytest.fixture
def triangle():
    """Three tied to one another (a, b, c), each with one of its own (d, e, f), and one alone (g).

    Without the core-periphery pairs all 3 inside are tied and none of the 3 outside: r = 1.
    Six ties among 15 pairs are too few to tell from chance, so there is no core yet.
    """
    ties = [*combinations("abc", 2), ("a", "d"), ("b", "e"), ("c", "f")]
    return make_ecosystem(ties, also="g", stated={"a": "core", "d": "core", "b": "wider network"})


@pytest.fixture(scope="module")
def wheel():
    """Four tied to one another (A to D), each of twelve others (e to p) tied to two of them.

    30 ties: 6 of 6 within {A, B, C, D}, 24 of 48 between, 0 of 66 outside.
    """
    others = "efghijklmnop"
    ties = list(combinations("ABCD", 2))
    for place, one in enumerate(others):
        ties += [("ABCD"[place % 4], one), ("ABCD"[(place + 1) % 4], one)]
    return make_ecosystem(
        ties,
        also="z",
        stated={"A": "core", "B": "core", "e": "core", "C": "wider network"},
    )


# --- the hand-worked cases


def test_hand_worked_roles(wheel):
    core = eco.find_core(wheel)
    expected = ["core"] * 4 + ["wider network"] * 12 + ["not connected"]
    assert core.table["role"].tolist() == expected
    assert core.table["ties_total"].tolist() == [9] * 4 + [2] * 12 + [0]
    assert core.table["ties_to_core"].tolist() == [3] * 4 + [2] * 12 + [0]
    assert core.table["ties_to_core_needed"].tolist()[:4] == [0] * 4
    assert core.table["rank"].tolist()[:16] == [1] * 4 + [5] * 12
    assert core.table["in_borgatti_everett_core"].tolist() == [True] * 4 + [False] * 13
    assert core.summary["ties"] == 30
    assert core.summary["core_size"] == 4
    assert core.summary["correlation"] == pytest.approx(1)
    assert core.summary["method"] == "exact"
    assert core.summary["is_certified"]
    assert core.summary["is_core_found"]
    assert core.summary["density_core"] == pytest.approx(7 / 8)
    assert core.summary["density_between"] == pytest.approx(25 / 50)
    assert core.summary["density_wider"] == pytest.approx(1 / 68)


def test_hand_worked_correlation_without_and_with_the_pairs_between(triangle):
    """r = 1 without them; with delta 1 for {a, b, c}: 15 pairs, 6 ties, ideal 12, product 6.

    r = (15·6 - 6·12) / √((15·6 - 36)(15·12 - 144)) = 18 / √(54·36) = 0.408.
    """
    core = eco.find_core(triangle)
    assert core.summary["correlation"] == pytest.approx(1)
    assert core.table["in_borgatti_everett_core"].tolist() == [True] * 3 + [False] * 4
    network = make_network(eco.to_sparse(triangle)[:6][:, :6], silent=np.zeros(6, dtype=bool))
    blocks = count_blocks(network, np.arange(6) < 3)
    assert Correlation(delta=1.0)(blocks)[0] == pytest.approx(18 / np.sqrt(54 * 36))


def test_too_little_to_tell_is_no_core(triangle):
    core = eco.find_core(triangle)
    assert set(core.table["role"][:6]) == {"no core found"}
    assert core.table.loc["g", "role"] == "not connected"
    assert core.headline == (
        "No core was found among 7 organisations: their ties look no more like a core and a wider "
        "network than ties at random."
    )
    assert core.explain("a") == (
        "Organisation a is tied to 3 organisations; no core was found that it could be in."
    )
    assert core.table["ties_to_core"].isna().all()


def test_sentences(wheel):
    core = eco.find_core(wheel)
    assert core.headline == (
        "The core is 4 of 17 organisations: Organisation A, Organisation B, Organisation C and "
        "Organisation D; 12 are in the wider network and 1 is not connected; 2 of the 3 named as "
        "core are in it, Organisation e is not, with 2 ties to it."
    )
    assert core.explain("A") == (
        "Organisation A is in the core: it is tied to all 3 other core organisations and to 6 of "
        "the 12 in the wider network."
    )
    assert core.explain("f") == (
        "Organisation f is in the wider network: it is tied to 2 of the 4 core organisations and "
        "to none of the 11 others in the wider network."
    )
    assert "though the partnership has it as wider network" in core.explain("C")
    assert core.explain("z") == "Organisation z is not connected: no tie of it is in the data."
    assert any("Organisation C is in the core by the ties" in note for note in core.notes)
    with pytest.raises(ValueError, match="'y' is not in this answer"):
        core.explain("y")


@pytest.mark.parametrize(
    ("ties", "also", "words"),
    [
        ([], "abc", "fewer than three"),
        ([("a", "b")], "c", "fewer than three"),
        ([], "a", "fewer than three"),
        (list(combinations("abcde", 2)), "", "are tied alike"),
        ([("a", "b"), ("b", "c")], "", "no more like a core"),
    ],
)
def test_no_core_is_an_answer(ties, also, words):
    core = eco.find_core(make_ecosystem(ties, also=also))
    assert set(core.table["role"]) <= {"no core found", "not connected"}
    assert core.headline.startswith("No core was found")
    assert words in core.headline
    assert all(core.explain(one) for one in core.table.index)
    assert core.to_dict()["summary"]["core_size"] == 0


def test_a_star_has_a_core_of_one_and_its_rays_are_alike():
    star = [("hub", f"leaf {one:02}") for one in range(30)]
    table = eco.find_core(make_ecosystem(star)).table
    assert table.index[table["role"] == "core"].tolist() == ["hub"]
    rays = table.drop(index="hub")
    for column in ("role", "p_core", "in_borgatti_everett_core", "rank"):
        assert rays[column].duplicated().sum() == 29


def test_sample_has_its_planted_core(west_midlands):
    core = eco.find_core(west_midlands)
    members = core.table.index[core.table["role"] == "core"]
    assert members.tolist() == [
        "canalside-welcome",
        "potteries-newcomers-network",
        "three-spires-refugee-advice",
        "wulfrun-migrant-support",
    ]


# --- Borgatti and Everett's division


@pytest.mark.parametrize("name", ["baker", "borgatti_everett_figure_1", "galtung", "zachary"])
def test_published_correlations_and_cores(name):
    case = read_case(name)
    ids = pd.Index(case["nodes"])
    one, other = (ids.get_indexer(pd.Index(side)) for side in zip(*case["ties"], strict=True))
    matrix = sparse.coo_array((np.ones(len(one)), (one, other)), shape=(len(ids),) * 2).tocsr()
    network = make_network(matrix + matrix.T, silent=np.zeros(len(ids), dtype=bool))
    cores = list_cores(network) if len(ids) <= 20 else None
    for model in case["models"]:
        objective = Correlation(delta=model["delta"])
        searched = find_best(network, objective, mixes=objective.mixes, seed=0)
        best = find_certified(network, cores, objective) if cores else searched
        assert searched.value == pytest.approx(best.value)
        better = BETTER.get((name, model["delta"]))
        assert round(best.value, 4) == pytest.approx(better or model["correlation"], abs=1e-9)
        members, either = set(ids[best.always]), set(ids[best.sometimes])
        if better is None and (name, model["delta"]) not in INCONSISTENT:
            assert members <= set(model["core"]) <= either
        if members == either:
            by_definition = correlate(case["ties"], case["nodes"], members, model["delta"])
            assert best.value == pytest.approx(by_definition)


def test_find_core_gives_the_published_answer_for_baker():
    e = make_ecosystem([tuple(tie) for tie in read_case("baker")["ties"]])
    for delta, correlation, size in ((None, 0.8596, 7), (1.0, 0.5400, 5)):
        core = eco.find_core(e, delta=delta)
        assert core.summary["correlation"] == pytest.approx(correlation, abs=5e-5)
        assert core.table["in_borgatti_everett_core"].sum() == size
        assert core.settings["delta"] == delta


@pytest.mark.parametrize("delta", [None, 0.0, 0.5, 1.0])
def test_every_division_looked_at_agrees_with_brute_force(delta):
    objective = Correlation(delta=delta)
    for seed in range(12):
        network = draw_network(7, 6 + seed, seed)
        ties = list(zip(network.source.tolist(), network.target.tolist(), strict=True))
        values = {
            bits: correlate(ties, range(7), set(np.flatnonzero(bits)), delta)
            for bits in product([0, 1], repeat=7)
        }
        most = max(values.values())
        best = np.array([bits for bits, value in values.items() if value > most - 1e-9])
        answer = find_certified(network, list_cores(network), objective)
        assert answer.value == pytest.approx(most)
        assert answer.count == len(best)
        assert answer.always.tolist() == best.all(axis=0).tolist()
        assert answer.sometimes.tolist() == best.any(axis=0).tolist()


def test_equally_good_divisions_are_named():
    """Two triangles side by side: with delta 0 either is as good a core, so no one is in it."""
    ties = [*combinations("abc", 2), *combinations("def", 2), ("c", "d")]
    core = eco.find_core(make_ecosystem(ties), delta=0.0)
    assert not core.table["in_borgatti_everett_core"].any()
    names = ", ".join(f"Organisation {one}" for one in "abcde")
    assert any(f"Everett: {names} and Organisation f are" in note for note in core.notes)
    one = eco.find_core(make_ecosystem([*combinations("abc", 2), ("a", "d")]), delta=0.0)
    assert not any("Everett" in note for note in one.notes)


def test_who_could_stand_in_for_another_is_not_marked_alone():
    """A search that found one of two like cliques knows of the other by their symmetry."""
    ties = [*combinations(range(4), 2), *combinations(range(4, 8), 2), (0, 4)]
    one, other = np.array(ties).T
    matrix = sparse.coo_array((np.ones(13), (one, other)), shape=(8, 8)).tocsr()
    network = make_network(matrix + matrix.T, silent=np.zeros(8, dtype=bool))
    best = _share_alike(network, [np.arange(8) < 4], 0.5)
    assert not best.always.any()
    assert best.sometimes.all()


@pytest.mark.parametrize("delta", [None, 0.0, 0.5, 1.0])
def test_search_finds_what_enumeration_proves(delta):
    objective = Correlation(delta=delta)
    for seed in range(75):
        network = draw_network(9 + seed % 4, 12 + seed % 11, seed)
        proven = find_certified(network, list_cores(network), objective)
        found = find_best(network, objective, mixes=objective.mixes, seed=0)
        assert found.value == pytest.approx(proven.value)
        good = find_good(network, objective, mixes=objective.mixes)
        assert good.value <= proven.value + 1e-9
        assert objective(count_blocks(network, good.core))[0] == pytest.approx(good.value)


def test_moves_and_swaps_are_counted_as_if_counted_anew():
    for seed in range(6):
        network, core = plant(9, 4, (0.7, 0.5, 0.3), seed, silent=0.3)
        now = list_divisions(network, core[None])
        flips = flip_each(network, now)
        for one in range(9):
            moved = core ^ (np.arange(9) == one)
            assert list_counts(flips, one) == list_counts(count_blocks(network, moved), 0)
        out, into = (part[None] for part in np.array(list(product(range(4), range(4, 9)))).T)
        swaps = swap_each(network, now, out, into)
        for place, pair in enumerate(zip(out[0], into[0], strict=True)):
            swapped = core ^ np.isin(np.arange(9), pair)
            assert list_counts(swaps, place) == list_counts(count_blocks(network, swapped), 0)


def test_the_sweep_engine_is_exact_for_other_objectives():
    """Lip (2011): as few missing ties inside and ties outside as can be; degree order has it."""

    def lip(blocks):
        return -(blocks.pairs[0] - blocks.ties[0] + blocks.ties[2]).astype(float)

    for seed in range(40):
        network = draw_network(9, 8 + seed % 20, seed)
        swept = best_of_order(network, lip, order_by_ties(network))
        assert swept.value == lip(list_cores(network).blocks).max()


def test_missing_reports_leave_pairs_out():
    """Of a, b, c, d only a and b reported; c-d is not known, so its pair is in no count."""
    ties = [(0, 1), (0, 2), (1, 2), (0, 3), (2, 3)]
    one, other = zip(*ties, strict=True)
    matrix = sparse.coo_array((np.ones(5), (one, other)), shape=(4, 4)).tocsr()
    network = make_network(matrix + matrix.T, silent=np.array([False, False, True, True]))
    assert network.pairs == 5
    assert len(network.source) == 4
    best = find_certified(network, list_cores(network), Correlation(delta=0.5))
    values = []
    for bits in product([0, 1], repeat=4):
        known = [pair for pair in combinations(range(4), 2) if pair != (2, 3)]
        cells = [float(pair in ties) for pair in known]
        inside = [bits[one] + bits[other] for one, other in known]
        if np.ptp(inside):
            values.append(np.corrcoef(cells, inside)[0, 1])
    assert best.value == pytest.approx(max(values))


# --- chances and evidence


@pytest.mark.parametrize("silent", [(), (2, 3)])
def test_exact_chances_agree_with_integrals_by_brute_force(silent):
    """Every division of five, its likelihood integrated over p1 > p2 > p3 by quadrature."""
    drawn = draw_network(5, 5, 3)
    matrix = sparse.csr_array(drawn.are_tied.astype(float))
    network = make_network(matrix, silent=np.isin(np.arange(5), silent))

    def integral(tied, of):
        def likelihood(low, middle, high):
            densities = (high, middle, low)
            return np.prod(
                [p**a * (1 - p) ** (b - a) for p, a, b in zip(densities, tied, of, strict=True)]
            )

        limits = (0, 1, 0, lambda high: high, 0, min)
        return 6 * integrate.tplquad(likelihood, *limits)[0]

    seen, total, inside = {}, 0.0, np.zeros(5)
    for bits in product([0, 1], repeat=5):
        core = np.array(bits, dtype=bool)
        blocks = count_blocks(network, core)
        key = tuple(int(part[0]) for part in (*blocks.ties, *blocks.pairs))
        seen.setdefault(key, integral(key[:3], key[3:]))
        size = int(core.sum())
        weight = special.beta(size + 2, 5 - size + 6) / special.beta(2, 6) * seen[key]
        total += weight
        inside += weight * core
    ties = len(network.source)
    chance = special.beta(ties + 1, network.pairs - ties + 1)
    found, log_evidence = weigh_cores(network, list_cores(network), make_evidence(network, PRIOR))
    assert found.probability == pytest.approx(inside / total, rel=1e-6)
    assert log_evidence == pytest.approx(np.log(total / chance), abs=1e-6)
    assert (found.low <= found.probability).all()
    assert (found.probability <= found.high).all()


def test_the_range_is_the_chance_in_small_and_in_large_cores():
    """The cores by size, a tenth of their weight from either end, worked out anew."""
    for seed in range(4):
        network, inside = plant(12, 4, (0.7, 0.4, 0.25), seed)
        evidence, cores = make_evidence(network, PRIOR), list_cores(network)
        found = weigh_cores(network, cores, evidence)[0]
        weights = special.softmax(evidence.precisely(cores.blocks)[cores.which])
        members = (np.arange(1 << 12)[:, None] >> np.arange(12)) & 1
        sizes = np.bincount(members.sum(axis=1), weights, 13)
        assert found.sizes == pytest.approx(sizes, abs=1e-3)
        for chance, by_size in ((found.low, range(13)), (found.high, range(12, -1, -1))):
            left, expected = 0.1, np.zeros(12)
            for size in by_size:
                taken = min(left, sizes[size])
                of = members.sum(axis=1) == size
                expected += taken * (weights[of] @ members[of]) / max(sizes[size], 1e-300)
                left -= taken
            expected /= 0.1
            bound = np.minimum if chance is found.low else np.maximum
            assert chance == pytest.approx(bound(expected, found.probability), abs=2e-3)
        assert (found.high - found.low).max() > 0.2
        drawn = sample_cores(network, PRIOR, inside, seed=0)
        assert np.abs(drawn.low - found.low).mean() < 0.06
        assert np.abs(drawn.high - found.high).mean() < 0.06


def test_the_bound_of_the_evidence_is_never_above_it():
    for seed in range(20):
        network = draw_network(11, 14 + seed, seed)
        evidence = make_evidence(network, PRIOR)
        exact = weigh_cores(network, list_cores(network), evidence)[1]
        core = find_good(network, evidence, mixes=(0.3, 0.5, 0.7)).core
        assert bound_evidence(network, evidence, core) <= exact + 1e-6


@pytest.mark.parametrize("silent", [0.0, 0.3])
@pytest.mark.parametrize("counted", [False, True])
def test_sampling_agrees_with_enumeration(silent, counted):
    for seed in range(4):
        network, inside = plant(16, 4, (0.8, 0.4, 0.15), seed, silent=silent)
        if counted:
            random = np.random.default_rng(seed)
            both = inside[network.source] & inside[network.target]
            counts = random.geometric(np.where(both, 0.2, 0.6)).astype(float)
            counts[:3] = np.nan
            object.__setattr__(network, "counts", counts)
        exact = weigh_cores(network, list_cores(network), make_evidence(network, PRIOR))[0]
        drawn = sample_cores(network, PRIOR, inside, seed=0)
        assert drawn.probability == pytest.approx(exact.probability, abs=0.09)
        assert np.abs(drawn.probability - exact.probability).mean() < 0.025
        assert abs(drawn.size_range[0] - exact.size_range[0]) <= 1
        assert abs(drawn.size_range[1] - exact.size_range[1]) <= 1


@pytest.mark.parametrize("silent", [0.0, 0.3])
def test_propagation_agrees_with_sampling(silent):
    network, inside = plant(400, 40, (0.2, 0.06, 0.02), 1, silent=silent)
    drawn = sample_cores(network, PRIOR, inside, seed=0)
    passed = propagate(network, PRIOR, inside, seed=0)
    apart = np.abs(passed.probability - drawn.probability)
    assert apart.mean() < 0.005
    if silent:
        assert apart[network.silent].mean() < 0.004
    unknowing = measure_loss(np.full(400, 0.1), inside)
    assert measure_loss(passed.probability, inside) < unknowing


def test_propagation_with_counts_agrees_with_sampling():
    network, inside = plant(400, 40, (0.16, 0.06, 0.03), 2)
    random = np.random.default_rng(0)
    both = inside[network.source] & inside[network.target]
    object.__setattr__(network, "counts", random.geometric(np.where(both, 0.2, 0.6)).astype(float))
    drawn = sample_cores(network, PRIOR, inside, seed=0)
    passed = propagate(network, PRIOR, inside, seed=0)
    assert np.abs(passed.probability - drawn.probability).mean() < 0.02
    object.__setattr__(network, "counts", None)
    plain = propagate(network, PRIOR, inside, seed=0)
    assert measure_loss(passed.probability, inside) < measure_loss(plain.probability, inside)


def test_masking_the_silent_finds_more_of_the_core():
    """A silent core organisation has few ties in the data: those that others report."""
    masked, ignored = [], []
    for seed in range(6):
        network, inside = plant(80, 10, (0.8, 0.3, 0.08), seed, silent=0.4)
        known = make_network(
            sparse.csr_array(network.are_tied.astype(float)), silent=np.zeros(80, dtype=bool)
        )
        of = inside & network.silent
        masked.append(sample_cores(network, PRIOR, inside, seed=0).probability[of])
        ignored.append(sample_cores(known, PRIOR, inside, seed=0).probability[of])
    assert np.concatenate(masked).mean() > np.concatenate(ignored).mean() + 0.03


# --- is there a core at all


def test_swapping_ends_makes_all_graphs_of_these_ties_equally_likely():
    """Chi-square over the 250 graphs with degrees 3 2 2 2 2 2 1: expected 249, spread 22."""
    one, other = zip((0, 1), (0, 2), (0, 3), (1, 2), (3, 4), (4, 5), (5, 6), strict=True)
    matrix = sparse.coo_array((np.ones(7), (one, other)), shape=(7, 7)).tocsr()
    network = make_network(matrix + matrix.T, silent=np.zeros(7, dtype=bool))
    drawn = nulls.swap_ties(network, 10_000, np.random.default_rng(0))
    seen = Counter(map(tuple, np.sort(drawn, axis=1).tolist()))
    assert len(seen) == 250
    expected = 10_000 / 250
    assert sum((count - expected) ** 2 / expected for count in seen.values()) < 249 + 4 * 22


def test_random_graphs_keep_what_they_must():
    network, _ = plant(40, 6, (0.7, 0.3, 0.1), 0, silent=0.2)
    random = np.random.default_rng(1)
    size, ties = network.size, len(network.source)
    for drawn in (nulls.draw_ties(network, 30, random), nulls.swap_ties(network, 30, random)):
        assert drawn.shape == (30, ties)
        one, other = drawn // size, drawn % size
        assert (one < other).all()
        assert not (network.silent[one] & network.silent[other]).any()
        assert all(len(np.unique(graph)) == ties for graph in drawn)
    for graph in nulls.swap_ties(network, 10, random):
        ends = np.concatenate([graph // size, graph % size])
        assert np.bincount(ends, minlength=size).tolist() == network.degree.tolist()


def test_chance_is_seldom_taken_for_a_core():
    """Over 60 random graphs p is at most 0.05 in about 3; more than 8 come up once in 300."""
    low, found = 0, 0
    for seed in range(60):
        network = draw_network(25, 60, seed)
        evidence = make_evidence(network, PRIOR)
        low += nulls.compare_with_chance(network, evidence, graphs=99, seed=seed) <= 0.05
        good = find_good(network, evidence, mixes=(0.3, 0.5, 0.7))
        found += bound_evidence(network, evidence, good.core) >= np.log(20)
    assert low <= 8
    assert found <= 3


@pytest.mark.parametrize("silent", [0.0, 0.3])
def test_the_score_of_a_graph_lies_between_one_core_and_all_of_them(silent):
    """More than the best core of its first order, less than all 2^9 together; alone or in a row."""
    for seed in range(12):
        network, _ = plant(9, 3, (0.8, 0.5, 0.2), seed, silent=silent)
        evidence = make_evidence(network, PRIOR)
        drawn = nulls.draw_ties(network, 5, np.random.default_rng(seed))
        scores = nulls.score_graphs(network, evidence, drawn, least=1)
        for score, ties in zip(scores, drawn, strict=True):
            one, other = ties // 9, ties % 9
            matrix = sparse.coo_array((np.ones(len(ties)), (one, other)), shape=(9, 9)).tocsr()
            graph = make_network(matrix + matrix.T, silent=network.silent)
            cores = list_cores(graph)
            some = (np.arange(1 << 9) > 0) & (np.arange(1 << 9) < (1 << 9) - 1)
            values = evidence(cores.blocks)[cores.which]
            inner = [sum(1 << int(i) for i in order_by_ties(graph)[:k]) for k in range(1, 9)]
            assert score >= special.logsumexp(values[inner]) - 1e-9
            assert score <= special.logsumexp(values[some]) + 1e-9
            alone = nulls.score_graphs(graph, evidence, ties[None], least=1)
            assert alone[0] == pytest.approx(score)


def test_chance_says_how_often_random_ties_score_as_high():
    """Worked out again here: one more than the graphs that score as high, of one more in all."""
    network = draw_network(20, 45, 3)
    evidence = make_evidence(network, PRIOR)
    p = nulls.compare_with_chance(network, evidence, graphs=60, seed=4)
    drawn = nulls.draw_ties(network, 60, np.random.default_rng([4, 1]))
    own = nulls.score_graphs(
        network, evidence, (network.source * 20 + network.target)[None], least=1
    )
    assert 0.1 < p < 0.9
    assert p == pytest.approx(
        (1 + sum(nulls.score_graphs(network, evidence, drawn, least=1) >= own[0])) / 61
    )


def test_popularity_alone_is_seldom_more_than_popularity():
    """Ties by how sought-after each is: p_value_degree is at most 0.05 in about 2 of 40."""
    low = chance = 0
    for seed in range(40):
        random = np.random.default_rng(seed)
        sought = random.lognormal(0, 0.7, 30)
        share = np.minimum(0.12 * np.outer(sought, sought), 0.9)
        tied = np.triu(random.random((30, 30)) < share, 1)
        matrix = sparse.csr_array((tied | tied.T).astype(float))
        network = make_network(matrix, silent=np.zeros(30, dtype=bool))
        evidence = make_evidence(network, PRIOR)
        chance += nulls.compare_with_chance(network, evidence, graphs=39, seed=seed) <= 0.05
        low += nulls.compare_with_popularity(network, evidence, graphs=39, seed=seed) <= 0.05
    assert chance > 25
    assert low <= 7


def test_layers_are_more_than_popularity():
    random = np.random.default_rng(2)
    layer = np.repeat([0, 1, 2], [8, 16, 36])
    share = np.array([0.95, 0.45, 0.05])[np.maximum(layer[:, None], layer[None])]
    tied = np.triu(random.random((60, 60)) < share, 1)
    matrix = sparse.csr_array((tied | tied.T).astype(float))
    network = make_network(matrix, silent=np.zeros(60, dtype=bool))
    evidence = make_evidence(network, PRIOR)
    assert nulls.compare_with_popularity(network, evidence, graphs=39, seed=0) <= 0.05


def test_a_planted_core_is_found_and_is_more_than_chance():
    network, _ = plant(50, 5, (0.8, 0.32, 0.12), 3)
    evidence = make_evidence(network, PRIOR)
    assert nulls.compare_with_chance(network, evidence, graphs=99, seed=0) == pytest.approx(0.01)


def test_layers_are_told_from_a_hub():
    hub, inside = plant(60, 6, (0.9, 0.4, 0.05), 0)
    evidence = make_evidence(hub, PRIOR)
    assert find_pattern(hub, float(evidence(count_blocks(hub, inside))[0])) == "hub"
    random = np.random.default_rng(0)
    layer = np.repeat([0, 1, 2, 3], 15)
    chance = np.array([0.9, 0.5, 0.2, 0.03])[np.maximum(layer[:, None], layer[None])]
    tied = np.triu(random.random((60, 60)) < chance, 1)
    matrix = sparse.csr_array((tied | tied.T).astype(float))
    layered = make_network(matrix, silent=np.zeros(60, dtype=bool))
    evidence = make_evidence(layered, PRIOR)
    best = find_good(layered, evidence, mixes=(0.3, 0.5, 0.7))
    assert find_pattern(layered, best.value) == "layered"


# --- the question as it is asked


def test_methods_agree(wheel):
    exact = eco.find_core(wheel)
    drawn = eco.find_core(wheel, method="sampling")
    assert drawn.summary["method"] == "sampling"
    assert exact.table["role"].tolist() == drawn.table["role"].tolist()
    assert drawn.table["p_core"][:16].tolist() == pytest.approx(
        exact.table["p_core"][:16].tolist(), abs=0.05
    )


def test_many_organisations_are_answered_by_propagation():
    network, _ = plant(700, 40, (0.5, 0.06, 0.01), 0)
    ties = [(f"{a:03}", f"{b:03}") for a, b in zip(network.source, network.target, strict=True)]
    core = eco.find_core(make_ecosystem(ties))
    assert core.summary["method"] == "propagation"
    assert set(core.table.index[core.table["role"] == "core"]) == {f"{a:03}" for a in range(40)}


def test_an_organisation_that_closed_is_left_out(wheel):
    organisations = wheel.organisations
    closed = organisations["organisation_id"] == "D"
    e = wheel.replace(
        organisations=organisations.assign(status=np.where(closed, "closed", "active"))
    )
    core = eco.find_core(e)
    assert core.table.loc["D", "role"] == "not connected"
    assert "no longer active" in core.explain("D")
    assert core.table.loc["A", "ties_total"] == 8


def test_who_did_not_report_is_not_read_as_having_no_ties():
    """a and b report, c gives a row without saying who did, d is only named by others."""
    ties = [("a", "b"), ("a", "d"), ("b", "d"), ("c", "a")]
    core = eco.find_core(make_ecosystem(ties, also="e", reported_by=["a", "a", "b", None]))
    assert core.table["reported"].tolist() == [True, True, True, False, False]
    assert core.summary["not_reported"] == 2
    assert any("2 organisations of 5 did not report" in note for note in core.notes)
    assert "did not report its ties and no other" in core.explain("e")
    unsaid = eco.find_core(make_ecosystem(ties))
    assert unsaid.table["reported"].isna().all()
    assert any("do not say who reported" in note for note in unsaid.notes)


def test_who_did_not_report_is_not_pulled_out_of_the_core():
    """Five all tied to one another, F tied to three of them, each of 20 others to three of the six.

    F and 14 of the others did not report, so F's ties to these are not in the data: the 3 to the
    core and 3 to others that are left look like few, if silence is read as "no".
    """
    others = [f"o{place:02}" for place in range(20)]
    quiet = {"F", *others[6:]}
    ties = [*combinations("ABCDE", 2), ("A", "F"), ("B", "F"), ("C", "F")]
    ties += [("ABCDEF"[(place + step) % 6], one) for place, one in enumerate(others)
             for step in (0, 1, 3)]  # fmt: skip
    said = [(one, other) for one, other in ties if not {one, other} <= quiet]
    by = [one if other in quiet else other for one, other in said]
    masked = eco.find_core(make_ecosystem(said, reported_by=by), seed=1)
    read_as_none = eco.find_core(make_ecosystem(said), seed=1)
    assert masked.table.index[~masked.table["reported"].astype(bool)].tolist() == sorted(quiet)
    assert masked.table.loc["F", "role"] == "core"
    assert read_as_none.table.loc["F", "role"] == "wider network"
    assert masked.explain("F").startswith("Organisation F is in the core: by what others report, ")
    assert "by what others report" not in masked.explain("A")


def test_a_relationship_both_ways_without_a_reporter_speaks_for_both():
    ties = [("a", "b"), ("c", "d"), ("e", "f")]
    e = make_ecosystem(
        ties, direction=["both ways", "one way", None], reported_by=[None, None, "a"]
    )
    reported = eco.find_core(e).table["reported"]
    assert reported.tolist() == [True, True, True, False, False, False]


def test_counts_of_people_move_chances_but_not_the_ties(wheel):
    ties = [tuple(tie) for tie in wheel.relationships[["from_id", "to_id"]].to_numpy()]
    sent = [30 if one in "ABCD" and other in "ABCD" else 1 for one, other in ties]
    e = Ecosystem(
        organisations=wheel.organisations,
        referrals=pd.DataFrame(ties, columns=["from_id", "to_id"]).assign(sent=sent),
    )
    plain, counted = eco.find_core(e), eco.find_core(e, weight="sent")
    assert counted.table["ties_total"].tolist() == plain.table["ties_total"].tolist()
    assert counted.summary["evidence"] == plain.summary["evidence"]
    assert counted.table["p_core"]["A"] > plain.table["p_core"]["A"]
    assert counted.table["p_core"]["e"] < plain.table["p_core"]["e"]
    assert any("How often ties were counted" in note for note in counted.notes)
    unknown = eco.find_core(e.replace(referrals=e.referrals.assign(sent=np.nan)), weight="sent")
    assert unknown.table["p_core"].dropna().tolist() == pytest.approx(
        plain.table["p_core"].dropna().tolist()
    )


def test_the_ties_that_are_needed_bring_an_organisation_in():
    """Twelve in a wheel around five, and x with ties to three of these: on the edge."""
    others = [f"w{one:02}" for one in range(12)]
    ties = list(combinations("ABCDE", 2)) + [
        ("ABCDE"[(place + step) % 5], one) for place, one in enumerate(others) for step in (0, 1)
    ]
    ties += [("x", "A"), ("x", "B"), ("x", others[0]), ("x", others[3])]
    core = eco.find_core(make_ecosystem(ties))
    needed = core.table.loc["x", "ties_to_core_needed"]
    assert core.table.loc["x", "p_core"] < 0.5
    assert 1 <= needed <= 3
    more = [("x", one) for one in "CDE"[:needed]]
    after = eco.find_core(make_ecosystem([*ties, *more]))
    assert after.table.loc["x", "p_core"] > 0.5


def test_roles_boundaries_and_moves_follow_from_the_chances():
    moves = set()
    for seed in range(5):
        network, _ = plant(30, 6, (0.7, 0.35, 0.12), seed)
        ends = zip(network.source, network.target, strict=True)
        core = eco.find_core(make_ecosystem([(f"{a:02}", f"{b:02}") for a, b in ends]))
        assert core.summary["is_core_found"]
        for row in core.table.itertuples():
            chance = row.p_core
            outside = "wider network" if chance <= 1 / 3 else "uncertain"
            assert row.role == ("core" if chance >= 2 / 3 else outside)
            assert row.is_boundary == (0.2 < chance < 0.8)
            expected = "could move out" if chance >= 0.5 else "could move in"
            assert row.move == (expected if row.is_boundary else "")
            assert row.p_core_low <= chance <= row.p_core_high
            moves.add((row.role, row.move))
    assert {("core", "could move out"), ("wider network", "could move in")} <= moves


def test_only_the_kinds_asked_for_count_as_ties_and_as_reports():
    """a-b-c work together, c funds d and says so, a sends people to e and says so."""
    relationships = pd.DataFrame(
        [("a", "b", "works with", "a"), ("b", "c", "works with", "b"), ("c", "d", "funds", "c")],
        columns=["from_id", "to_id", "kind", "reported_by"],
    )
    ids = list("abcde")
    e = Ecosystem(
        organisations=pd.DataFrame({"organisation_id": ids, "name": ids}),
        relationships=relationships,
        referrals=pd.DataFrame({"from_id": ["a"], "to_id": ["e"], "reported_by": ["e"]}),
    )
    everything = eco.find_core(e).table
    assert everything["ties_total"].tolist() == [2, 2, 2, 1, 1]
    assert everything["reported"].tolist() == [True, True, True, False, True]
    works = eco.find_core(e, kinds=["works with"])
    assert works.table["ties_total"].tolist() == [1, 2, 1, 0, 0]
    assert works.table["reported"].tolist() == [True, True, False, False, False]
    assert works.settings["kinds"] == ["works with"]
    referred = eco.find_core(e, kinds=["referral", "funds"]).table
    assert referred["ties_total"].tolist() == [1, 0, 1, 1, 1]
    assert referred["reported"].tolist() == [False, False, True, False, True]


def test_the_expected_size_of_the_core_is_an_option(triangle):
    small = eco.find_core(triangle, size_prior=(1, 30)).table["p_core"].sum()
    large = eco.find_core(triangle, size_prior=(10, 10)).table["p_core"].sum()
    assert small < large


# --- what must not change an answer


@given(
    size=st.integers(3, 9), share=st.floats(0.1, 0.6), seed=st.integers(0, 10_000), data=st.data()
)
@settings(max_examples=25, deadline=None)
def test_names_and_row_order_and_the_unconnected_change_nothing(size, share, seed, data):
    ties = make_random(size, share, seed)
    before = eco.find_core(make_ecosystem(ties, also=[f"{one:02}" for one in range(size)]))
    new = data.draw(st.permutations([f"name {one:02}" for one in range(size)]))
    names = {f"{one:02}": new[one] for one in range(size)}
    renamed = [(names[other], names[one]) for one, other in reversed(ties)]
    after = eco.find_core(make_ecosystem(renamed, also=[*new, "x", "y"]))
    drop = ["name", "stated_role"]
    expected = before.table.drop(columns=drop).rename(index=names).sort_index()
    found = after.table.drop(columns=drop).drop(index=["x", "y"])
    pd.testing.assert_frame_equal(expected, found, check_names=False)
    assert before.summary["p_value_random"] == pytest.approx(
        after.summary["p_value_random"], nan_ok=True
    )


@pytest.mark.parametrize("seed", [0, 1])
def test_names_and_row_order_change_nothing_in_a_search(seed):
    ties = make_random(40, 0.06, seed)
    random = np.random.default_rng(seed)
    new = [f"n{one:02}" for one in random.permutation(40)]
    renamed = [(new[int(other)], new[int(one)]) for one, other in random.permutation(ties)]
    before = eco.find_core(make_ecosystem(ties))
    after = eco.find_core(make_ecosystem(renamed, also=["x"]))
    for column in ("role", "p_core", "p_core_low", "in_borgatti_everett_core", "rank"):
        expected = before.table[column].rename(index=lambda one: new[int(one)]).sort_index()
        pd.testing.assert_series_equal(
            expected, after.table[column].drop(index="x"), check_names=False
        )
    assert before.summary["p_value_random"] == after.summary["p_value_random"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"kinds": "referral"}, "Give a list of kinds"),
        ({"kinds": ["refferal"]}, "Did you mean 'referral'"),
        ({"delta": 1.5}, "delta 1.5 is not between 0 and 1"),
        ({"weight": "strength"}, "weight 'strength' is not one of the choices"),
        ({"method": "gibbs"}, "method 'gibbs' is not one of the choices"),
        ({"size_prior": (0, 6)}, r"size_prior \(0, 6\) is not two numbers above 0"),
    ],
)
def test_wrong_options_say_what_to_do(triangle, options, words):
    with pytest.raises(ValueError, match=words):
        eco.find_core(triangle, **options)


def test_exact_is_refused_where_it_would_take_too_long(west_midlands):
    with pytest.raises(ValueError, match="'exact' takes at most 20 organisations with ties; here"):
        eco.find_core(west_midlands, method="exact")


@pytest.mark.parametrize("method", ["sampling", "propagation"])
def test_settings_repeat_the_answer(wheel, method):
    core = eco.find_core(wheel, delta=0.5, seed=3, method=method)
    options = {name: value for name, value in core.settings.items() if name != "visibility"}
    again = eco.find_core(wheel, **options)
    pd.testing.assert_frame_equal(core.table, again.table)
    assert core.settings["visibility"] == "public"
