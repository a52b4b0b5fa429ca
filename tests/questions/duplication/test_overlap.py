from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from overlapping_services import to_dimension

from ecosystem.questions.duplication.overlap import count_candidates
from ecosystem.questions.duplication.search import PairSearch

RESPECTS = ("service_type", "area", "eligibility", "languages")


def niches(values, *, low=0):
    return st.frozensets(st.integers(0, values - 1), min_size=low, max_size=4)


NICHE = st.tuples(niches(3, low=1), niches(4, low=1), niches(3), niches(70))


@settings(deadline=None)
@given(st.lists(NICHE, min_size=2, max_size=12), st.sampled_from([0.05, 0.1, 0.3, 0.9]))
def test_pairs_are_those_found_by_building_every_cell(rows, least):
    """Cells of the dimensions known in both, counted one by one, give the same overlap."""
    dimensions = [
        to_dimension(name, [row[at] for row in rows], is_needed=at < 2)
        for at, name in enumerate(RESPECTS)
    ]
    found = PairSearch(dimensions, least).list_all()
    overlaps = dict(
        zip(zip(found.a.tolist(), found.b.tolist(), strict=True), found.overlap, strict=True)
    )
    assert len(overlaps) == len(found.a)
    for b, second in enumerate(rows):
        for a, first in enumerate(rows[:b]):
            known = [at for at in range(4) if first[at] and second[at]]
            cells = [set(product(*(row[at] for at in known))) for row in (first, second)]
            expected = len(cells[0] & cells[1]) / np.sqrt(len(cells[0]) * len(cells[1]))
            if expected >= least + 1e-9:
                assert overlaps[a, b] == pytest.approx(expected)
            elif expected > 0:
                assert (a, b) not in overlaps or expected == pytest.approx(least)
            elif (a, b) in overlaps:
                assert overlaps[a, b] == 0
                shares = [bool(first[at] & second[at]) for at in known]
                assert shares[:2] == [True, True]
                assert not all(shares)


def test_the_overlap_of_a_pair_is_the_product_of_what_is_known_in_both():
    """0 and 1 share 1 of 2 and 2 places: ½; the people of 1 are not known, so they say nothing.

    0 and 2 share both places, and no people: they complete each other.
    """
    place = to_dimension("area", [{0, 1}, {1, 2}, {0, 1}], is_needed=True)
    people = to_dimension("eligibility", [{0}, frozenset(), {1}])
    pairs = PairSearch([place, people], least=0.1).list_all()
    assert list(zip(pairs.a.tolist(), pairs.b.tolist(), strict=True)) == [(0, 1), (0, 2), (1, 2)]
    assert pairs.overlap == pytest.approx([0.5, 0, 0.5])
    assert pairs.cases.differs[pairs.case].tolist() == [
        [False, False],
        [False, True],
        [False, False],
    ]
    assert pairs.cases.shared[pairs.case].tolist() == [[1, 0], [2, 0], [1, 0]]


def test_candidates_are_counted_value_by_value():
    """Three rows hold the first value and two the second: 3 + 1 pairs at most."""
    holds = to_dimension("area", [{0}, {0, 1}, {0, 1}]).holds
    assert count_candidates(holds) == 4
