"""How many more ties bring an organisation in."""

from itertools import combinations

import numpy as np
from core_networks import make_ecosystem, make_tied
from scipy import special

import ecosystem as eco
from ecosystem.questions.core.ties_needed import count_needed


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


def test_hand_worked_ties_needed():
    """Five in the core, all tied to one another; each further tie within is worth 0.5.

    5, tied to one of them, has log odds -1: it takes 1.6 to reach 0.6, so 4 ties, and 4 are free.
    6, tied to one, has -2: it would take 6. 7 has next to no chance, and 8 is tied to all five.
    """
    ties = [*combinations(range(5), 2), (0, 5), (0, 6), (0, 7), *((core, 8) for core in range(5))]
    network = make_tied(9, ties)
    chance = np.array([0.9] * 5 + [*special.expit([-1.0, -2.0]), 1e-7, 0.4])

    def evidence(blocks):
        return 0.5 * blocks.ties[0]

    needed = count_needed(network, evidence, chance)
    np.testing.assert_array_equal(needed, [0] * 5 + [4, np.nan, np.nan, np.nan])


def test_nothing_is_needed_where_all_are_in():
    network = make_tied(3, [(0, 1), (0, 2), (1, 2)])
    assert count_needed(network, lambda blocks: blocks.ties[0], np.ones(3)).tolist() == [0, 0, 0]
