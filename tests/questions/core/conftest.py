"""Two ecosystems whose core is worked by hand."""

from itertools import combinations

import pytest
from core_networks import make_ecosystem


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
