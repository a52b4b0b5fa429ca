"""What an answer does not say, in sentences."""

from itertools import combinations

from core_networks import make_ecosystem

import ecosystem as eco


def test_equally_good_divisions_are_named():
    """Two triangles side by side: with delta 0 either is as good a core, so no one is in it."""
    ties = [*combinations("abc", 2), *combinations("def", 2), ("c", "d")]
    core = eco.find_core(make_ecosystem(ties), delta=0.0)
    assert not core.table["in_borgatti_everett_core"].any()
    names = ", ".join(f"Organisation {one}" for one in "abcde")
    assert any(f"Everett: {names} and Organisation f are" in note for note in core.notes)
    one = eco.find_core(make_ecosystem([*combinations("abc", 2), ("a", "d")]), delta=0.0)
    assert not any("Everett" in note for note in one.notes)
