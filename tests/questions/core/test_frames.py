"""Roles, moves and ranks from chances."""

import numpy as np
import pandas as pd
from core_networks import make_ecosystem, plant

import ecosystem as eco
from ecosystem.questions.core.frames import _name_roles, _rank


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


def test_roles_at_their_limits():
    """2/3 is core, 1/3 wider network, between uncertain; without a tie neither."""
    chance, ties = np.array([2 / 3, 0.66, 1 / 3, np.nan]), np.array([4, 4, 4, 0])
    roles = _name_roles(chance, ties, has_core=np.ones(4, dtype=bool))
    assert roles.tolist() == ["core", "uncertain", "wider network", "not connected"]
    roles = _name_roles(chance, ties, has_core=np.zeros(4, dtype=bool))
    assert roles.tolist() == ["no core found"] * 3 + ["not connected"]


def test_equals_share_a_rank_and_the_next_one_counts_them():
    """Chances .9, .9, .9, .5: two have 3 ties to the core and one has 2; the last has no tie."""
    chance = np.array([0.5, 0.9, 0.9, 0.9 + 1e-9, np.nan])
    ranks = _rank(chance, np.array([4, 3, 2, 3, 0]), np.array([4, 5, 5, 5, 0]))
    assert ranks[:4].tolist() == [4, 1, 3, 1]
    assert pd.isna(ranks[4])


def test_a_summary_of_nothing_has_every_figure(west_midlands):
    """Two tied are too few: what was not worked out is empty, not nought."""
    summary = eco.find_core(make_ecosystem([("a", "b")])).summary
    assert summary.index.tolist() == eco.find_core(west_midlands).summary.index.tolist()
    assert summary[["core_size", "core_size_high", "ties"]].tolist() == [0, 0, 1]
    assert summary[["evidence", "p_value_random", "density_core"]].isna().all()
    assert summary["method"] == "none"
