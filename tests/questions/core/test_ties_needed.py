"""How many more ties bring an organisation in."""

from itertools import combinations

from core_networks import make_ecosystem

import ecosystem as eco


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
