"""The correlation of Borgatti and Everett: published values, and by its definition."""

from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest
from core_networks import correlate, draw_network, make_ecosystem, make_tied, read_case

import ecosystem as eco
from ecosystem.questions.core.borgatti_everett import Correlation
from ecosystem.questions.core.enumeration import find_certified, list_cores
from ecosystem.questions.core.network import count_blocks, make_network
from ecosystem.questions.core.sweep import find_best

BETTER = {("zachary", 0.0): 0.3805, ("zachary", 0.05): 0.3804, ("zachary", 0.3): 0.3964}
"""Correlations better than the published ones."""

INCONSISTENT = {("baker", 0.7), ("zachary", 0.35)}
"""The division printed beside the published correlation does not have that correlation."""


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


@pytest.mark.parametrize("name", ["baker", "borgatti_everett_figure_1", "galtung", "zachary"])
def test_published_correlations_and_cores(name):
    case = read_case(name)
    ids = pd.Index(case["nodes"])
    ends = [ids.get_indexer(pd.Index(end)) for end in zip(*case["ties"], strict=True)]
    network = make_tied(len(ids), np.column_stack(ends))
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


def test_no_correlation_where_nothing_varies():
    """All tied, or nobody in the core, or everybody: one of the two variables is the same."""
    whole = make_tied(4, list(combinations(range(4), 2)))
    half = make_tied(4, [(0, 1), (0, 2), (1, 2)])
    for delta in (None, 0.0, 0.5, 1.0):
        objective = Correlation(delta=delta)
        assert objective(count_blocks(whole, np.arange(4) < 2))[0] == -np.inf
        assert objective(count_blocks(half, np.zeros(4, dtype=bool)))[0] == -np.inf
        assert objective(count_blocks(half, np.ones(4, dtype=bool)))[0] == -np.inf
