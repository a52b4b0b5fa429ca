"""Who reviews whom, held against every way to pair a few."""

from itertools import permutations, product

import pytest

from ecosystem.questions.focus.reviews import pair_reviews


def count_across(sectors, pairs):
    known = [(sectors[one], sectors[other]) for one, other in pairs]
    return sum(None not in pair and pair[0] != pair[1] for pair in known)


def find_most(sectors):
    """Return the most pairs of two sectors in any pairing without a mutual one."""
    size, most = len(sectors), 0
    for reviewed in permutations(range(size)):
        if any(reviewed[reviewed[one]] == one for one in range(size)):
            continue
        most = max(most, count_across(sectors, enumerate(reviewed)))
    return most


@pytest.mark.parametrize("size", [3, 4, 5, 6])
def test_no_pairing_joins_more_sectors(size):
    for sectors in {tuple(sorted(one)) for one in product("abc?", repeat=size)}:
        told = [None if sector == "?" else sector for sector in sectors]
        pairs = pair_reviews(told)
        assert sorted(one for one, _ in pairs) == sorted(other for _, other in pairs)
        assert len(pairs) == size
        assert not {(one, other) for one, other in pairs} & {(two, one) for one, two in pairs}
        assert count_across(told, pairs) == find_most(told), sectors


def test_fewer_than_three_are_not_paired():
    """Of two each would review the other."""
    for sectors in ([], ["faith"], ["faith", "statutory"], [None, None]):
        assert pair_reviews(sectors) == []


def test_names_decide_nothing_but_who():
    """Two of one sector and one of another: two visits of three join two sectors, in any order."""
    for order in permutations(["faith", "faith", "statutory"]):
        assert count_across(order, pair_reviews(order)) == 2
