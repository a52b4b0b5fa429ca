"""Covers found by exchanges, and what cuts prove of all that are better."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from ecosystem.questions.placement import covering
from ecosystem.questions.placement.cover_cuts import choose_likely, improve_cover, tighten
from ecosystem.questions.placement.covering import cover_all
from ecosystem.questions.placement.solver import relax

PAIRS = sparse.csr_array(np.array([[1.0, 1, 0], [0, 1, 1], [1, 0, 1]]))


def test_three_areas_each_two_of_which_share_a_site_need_two_sites():
    """Half of each of three sites covers all, 1½ in all; whole sites take 2: nothing costs 1."""
    known = tighten(PAIRS, np.ones(3), 2.0, seconds=9)
    assert known.bound == pytest.approx(2)
    assert known.cuts.toarray().tolist() == [[1, 1, 1]]
    assert tighten(PAIRS, np.ones(3), 1.0, seconds=9).bound == np.inf


def test_a_site_of_all_three_counts_twice():
    """The fourth site covers all three areas: open alone it is enough, and costs 1.4."""
    covers = sparse.csr_array(np.vstack([PAIRS.toarray(), np.ones(3)]))
    cost = np.array([1.0, 1.0, 1.0, 1.4])
    known = tighten(covers, cost, 2.0, seconds=9)
    assert known.bound == pytest.approx(1.4)


def test_exchanges_find_the_two_sites_that_do_what_four_did():
    """Four sites cover an area each; two others cover two each."""
    covers = np.vstack([np.eye(4), [[1, 1, 0, 0], [0, 0, 1, 1]]])
    search = {"enough": 2, "steps": 100, "seconds": 9}
    found = improve_cover(sparse.csr_array(covers), np.ones(6), np.arange(4), **search)
    assert found.tolist() == [4, 5]


def test_a_site_that_costs_the_relaxation_more_is_not_tried_unless_it_is_chosen():
    """Two sites cover an area each, for 1; a third both for 1.9, and the relaxation takes it.

    What the two areas are worth adds up to 1.9, so one of them is worth less than 1, and its site
    raises the cost. It is tried all the same where it is of the choice known.
    """
    covers = sparse.csr_array(np.array([[1.0, 0], [0, 1], [1, 1]]))
    cost = np.array([1.0, 1.0, 1.9])
    relaxed = relax(cost, -covers.T, -np.ones(2))
    assert 2 in choose_likely(relaxed, cost, np.array([2]))
    assert len(choose_likely(relaxed, cost, np.array([2]))) < 3
    assert choose_likely(relaxed, cost, np.array([0, 1])).tolist() == [0, 1, 2]


def draw(seed, size=40):
    """Return points on a plane that cover those near them, and what each costs."""
    random = np.random.default_rng(seed)
    points = random.uniform(0, 10, (size, 2))
    apart = np.linalg.norm(points[:, None] - points[None], axis=2)
    return sparse.csr_array((apart < 2).astype(float)), random.integers(1, 4, size).astype(float)


@settings(deadline=None, max_examples=10)
@given(st.integers(0, 10_000), st.booleans())
def test_with_exchanges_and_cuts_the_least_is_the_same(seed, is_even):
    """What the solver proves alone is what is found and proven with cuts; all areas are covered."""
    covers, cost = draw(seed)
    cost = np.ones(len(cost)) if is_even else cost
    plain = cover_all(covers, cost, seconds=20)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(covering, "_MOST_PLAIN", 0)
        found = cover_all(covers, cost, seconds=20)
    assert found.value == pytest.approx(plain.value)
    assert found.is_proven
    assert plain.is_proven
    assert cost[found.sites].sum() == pytest.approx(found.value)
    assert (covers[found.sites].sum(axis=0) > 0).all()


def test_without_time_a_choice_is_returned_that_covers_all(monkeypatch):
    monkeypatch.setattr(covering, "_MOST_PLAIN", 0)
    covers, cost = draw(3)
    found = cover_all(covers, cost, seconds=0.0)
    assert (covers[found.sites].sum(axis=0) > 0).all()
    assert found.bound <= found.value
