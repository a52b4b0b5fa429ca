"""Who is the core? Hand-worked, published, by brute force, and what must not change an answer."""

import json
from itertools import combinations, product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ecosystem as eco
from ecosystem import Ecosystem
from ecosystem.core.correlation import Correlation
from ecosystem.core.exact import find_certified
from ecosystem.core.network import make_network
from ecosystem.core.sweep import find_best
from ecosystem.graph import to_sparse

CASES = Path(__file__).parent / "cases" / "core"
BETTER_THAN_PUBLISHED = {
    ("zachary", 0.0): 0.3805,
    ("zachary", 0.05): 0.3804,
    ("zachary", 0.3): 0.3964,
}
INCONSISTENT = {("baker", 0.7), ("zachary", 0.35)}
"""The division printed beside the published correlation does not have that correlation."""


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


@pytest.fixture
def triangle():
    """Three tied to one another (a, b, c), each with one of its own (d, e, f), and one alone (g).

    Without the core-periphery pairs all 3 inside are tied and none of the 3 outside: r = 1.
    With delta 1 the core explains 6 of 6 ties but expects 12: pairs 15, ties 6, ideal 12, product
    6, r = (15·6 - 6·12) / √((15·6 - 36)(15·12 - 144)) = 18 / √(54·36) = 0.408.
    """
    ties = [*combinations("abc", 2), ("a", "d"), ("b", "e"), ("c", "f")]
    return make_ecosystem(ties, also="g", stated={"a": "core", "d": "core", "b": "wider network"})


def test_hand_worked_case(triangle):
    core = eco.find_core(triangle)
    assert core.table["role"].tolist() == ["core"] * 3 + ["wider network"] * 3 + ["not connected"]
    assert core.table["ties_total"].tolist() == [3, 3, 3, 1, 1, 1, 0]
    assert core.table["ties_to_core"].tolist() == [2, 2, 2, 1, 1, 1, 0]
    assert core.table["rank"].tolist()[:6] == [1, 1, 1, 4, 4, 4]
    assert core.summary["correlation"] == pytest.approx(1)
    assert core.summary["is_certified"]
    assert core.summary["ties"] == 6
    value = Correlation(delta=1.0)
    network = make_network(to_sparse(triangle)[:6, :6], np.zeros(6, dtype=bool))
    assert find_best(network, value, mixes=(1.0,), seed=0).value >= 18 / np.sqrt(54 * 36)


def test_sentences_of_the_hand_worked_case(triangle):
    core = eco.find_core(triangle)
    assert core.headline == (
        "The core is 3 of 7 organisations: Organisation a, Organisation b and Organisation c; "
        "3 are in the wider network and 1 is not connected; "
        "1 of the 2 named as core is in it, Organisation d not."
    )
    assert core.explain("a") == (
        "Organisation a is in the core: it is tied to both other core organisations and to 1 of "
        "the 3 in the wider network."
    )
    assert core.explain("d") == (
        "Organisation d is in the wider network: it is tied to 1 of the 3 core organisations and "
        "to none of the 2 others in the wider network, though the partnership has it as core."
    )
    assert core.explain("g") == ("Organisation g is not connected: no tie of it is in the data.")
    assert any("Organisation b is in the core by the ties" in note for note in core.notes)
    with pytest.raises(ValueError, match="'h' is not in this answer"):
        core.explain("h")


@pytest.mark.parametrize("name", ["baker", "borgatti_everett_figure_1", "galtung", "zachary"])
def test_published_correlations_and_cores(name):
    case = read_case(name)
    e = make_ecosystem([tuple(tie) for tie in case["ties"]])
    for model in case["models"]:
        core = eco.find_core(e, delta=model["delta"])
        better = BETTER_THAN_PUBLISHED.get((name, model["delta"]))
        found = float(core.summary["correlation"])
        assert round(found, 4) == pytest.approx(better or model["correlation"], abs=1e-9)
        members = set(core.table.index[core.table["in_borgatti_everett_core"]])
        either = set(core.table.index[core.table["is_boundary"]])
        if better is None and (name, model["delta"]) not in INCONSISTENT:
            assert members <= set(model["core"]) <= members | either
        if not either:
            by_definition = correlate(case["ties"], case["nodes"], members, model["delta"])
            assert found == pytest.approx(by_definition)


@pytest.mark.parametrize("delta", [None, 0.0, 0.5, 1.0])
def test_every_division_looked_at_agrees_with_brute_force(delta):
    for seed in range(12):
        ties = make_random(7, 0.3, seed)
        e = make_ecosystem(ties)
        nodes = e.organisations["organisation_id"].tolist()
        values = {
            core: correlate(ties, nodes, core, delta)
            for core in (
                frozenset(one for one, taken in zip(nodes, bits, strict=True) if taken)
                for bits in product([0, 1], repeat=len(nodes))
            )
        }
        most = max(values.values())
        best = [core for core, value in values.items() if value > most - 1e-9]
        answer = eco.find_core(e, delta=delta)
        if not np.isfinite(most):
            assert set(answer.table["role"]) == {"no core found"}
            continue
        assert answer.summary["correlation"] == pytest.approx(most)
        members = answer.table.index[answer.table["in_borgatti_everett_core"]]
        assert set(members) == frozenset.intersection(*best)
        either = answer.table.index[answer.table["is_boundary"]]
        assert set(either) == frozenset.union(*best) - set(members)


@pytest.mark.parametrize("delta", [None, 0.0, 0.5, 1.0])
def test_search_finds_what_enumeration_proves(delta):
    objective = Correlation(delta=delta)
    for seed in range(40, 80):
        ties = make_random(12, 0.25, seed)
        matrix = to_sparse(make_ecosystem(ties))
        network = make_network(matrix, np.zeros(matrix.shape[0], dtype=bool))
        proven = find_certified(network, objective)
        found = find_best(network, objective, mixes=objective.mixes, seed=0)
        assert found.value == pytest.approx(proven.value)


def test_missing_reports_leave_pairs_out():
    """Of a, b, c, d only a and b reported; c-d is not known, so its pair is in no count."""
    ties = [("a", "b"), ("a", "c"), ("b", "c"), ("a", "d")]
    silent = np.array([False, False, True, True])
    network = make_network(to_sparse(make_ecosystem(ties)), silent)
    assert network.pairs == 5
    best = find_certified(network, Correlation(delta=0.5))
    values = {}
    for bits in product([0, 1], repeat=4):
        cells = [
            (float((one, other) in {(0, 1), (0, 2), (1, 2), (0, 3)}), bits[one] + bits[other])
            for one, other in combinations(range(4), 2)
            if (one, other) != (2, 3)
        ]
        tied, inside = np.array(cells).T
        if np.ptp(inside):
            values[bits] = np.corrcoef(tied, inside)[0, 1]
    assert best.value == pytest.approx(max(values.values()))


@pytest.mark.parametrize(
    ("ties", "also", "words"),
    [
        ([], "abc", "Fewer than three"),
        ([("a", "b")], "c", "Fewer than three"),
        ([], "a", "Fewer than three"),
        (list(combinations("abcde", 2)), "", "tied to every other"),
    ],
)
def test_no_core_is_an_answer(ties, also, words):
    core = eco.find_core(make_ecosystem(ties, also=also))
    assert set(core.table["role"]) <= {"no core found", "not connected"}
    assert core.headline.startswith("No core was found")
    assert any(words in note for note in core.notes)
    assert all(core.explain(one) for one in core.table.index)
    assert not core.table["in_borgatti_everett_core"].any()
    assert core.to_dict()["summary"]["core_size"] == 0


def test_who_could_stand_in_for_one_another_is_not_chosen_by_name():
    star = [("hub", f"leaf {one:02}") for one in range(30)]
    table = eco.find_core(make_ecosystem(star)).table
    assert table.index[table["role"] == "core"].tolist() == ["hub"]
    assert set(table.loc[table.index != "hub", "role"]) <= {"uncertain", "wider network"}
    assert table.loc[table.index != "hub", "role"].duplicated().sum() == 29


def test_an_organisation_that_closed_is_left_out(triangle):
    organisations = triangle.organisations
    closed = organisations["organisation_id"] == "c"
    e = triangle.replace(
        organisations=organisations.assign(status=np.where(closed, "closed", "active"))
    )
    core = eco.find_core(e)
    assert core.table.loc["c", "role"] == "not connected"
    assert "no longer active" in core.explain("c")
    assert core.table.loc["a", "ties_total"] == 2


def test_sample_has_its_planted_core():
    core = eco.find_core(eco.read_sample("west-midlands"))
    members = core.table.index[core.table["role"] == "core"]
    assert members.tolist() == [
        "canalside-welcome",
        "potteries-newcomers-network",
        "three-spires-refugee-advice",
        "wulfrun-migrant-support",
    ]


@given(
    size=st.integers(3, 9), share=st.floats(0.1, 0.6), seed=st.integers(0, 10_000), data=st.data()
)
@settings(max_examples=40, deadline=None)
def test_names_and_row_order_and_the_unconnected_change_nothing(size, share, seed, data):
    ties = make_random(size, share, seed)
    before = eco.find_core(make_ecosystem(ties, also=[f"{one:02}" for one in range(size)]))
    new = data.draw(st.permutations([f"name {one:02}" for one in range(size)]))
    names = {f"{one:02}": new[one] for one in range(size)}
    renamed = [(names[other], names[one]) for one, other in reversed(ties)]
    after = eco.find_core(make_ecosystem(renamed, also=[*new, "x", "y"]))
    columns = ["role", "rank", "ties_total", "ties_to_core", "in_borgatti_everett_core"]
    expected = before.table[columns].rename(index=names).sort_index()
    found = after.table[columns].drop(index=["x", "y"])
    pd.testing.assert_frame_equal(expected, found, check_names=False)


@pytest.mark.parametrize("seed", [0, 1])
def test_names_and_row_order_change_nothing_in_a_search(seed):
    ties = make_random(40, 0.06, seed)
    random = np.random.default_rng(seed)
    new = [f"n{one:02}" for one in random.permutation(40)]
    renamed = [(new[int(other)], new[int(one)]) for one, other in random.permutation(ties)]
    before = eco.find_core(make_ecosystem(ties)).table
    after = eco.find_core(make_ecosystem(renamed)).table
    for column in ("role", "in_borgatti_everett_core", "rank"):
        expected = before[column].rename(index=lambda one: new[int(one)]).sort_index()
        pd.testing.assert_series_equal(expected, after[column], check_names=False)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"kinds": "referral"}, "Give a list of kinds"),
        ({"kinds": ["refferal"]}, "Did you mean 'referral'"),
        ({"delta": 1.5}, "delta 1.5 is not between 0 and 1"),
    ],
)
def test_wrong_options_say_what_to_do(triangle, options, words):
    with pytest.raises(ValueError, match=words):
        eco.find_core(triangle, **options)


def test_settings_repeat_the_answer(triangle):
    core = eco.find_core(triangle, delta=0.5, seed=3)
    options = {name: value for name, value in core.settings.items() if name != "visibility"}
    again = eco.find_core(triangle, **options)
    pd.testing.assert_frame_equal(core.table, again.table)
    assert core.settings["visibility"] == "public"
