"""Roles, moves and ranks from chances."""

from core_networks import make_ecosystem, plant

import ecosystem as eco


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
