"""Tests of who sits where: as mixed as can be, whatever areas are called."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markets import networks
from scipy import sparse

from ecosystem.questions.closures.blocks import join_blocks
from ecosystem.questions.closures.seats import mix_people
from ecosystem.questions.closures.spread import spread_people

UNIT = 10_000


def _spread_and_mix(people, places, reach):
    """Return the uses and who sits where, in units."""
    network = join_blocks([(people, places, reach)])
    spread = spread_people(network)
    return spread.use, mix_people(network, spread, np.array([True])).toarray()


def _mix(people, places, reach):
    """Return who sits where, in people."""
    people, places = np.array(people) * UNIT, np.array(places) * UNIT
    reach = sparse.csr_array(np.array(reach, dtype=float))
    return _spread_and_mix(people, places, reach)[1] / UNIT


def test_people_of_all_areas_are_mixed_alike():
    """30 and 10 people share services of 20 and 60 places: a quarter and three quarters of each."""
    placed = _mix([30, 10], [20, 60], [[1, 1], [1, 1]])
    np.testing.assert_allclose(placed, [[7.5, 22.5], [2.5, 7.5]], atol=1e-3)


def test_who_waits_is_mixed_too():
    """Of 20 and 10 people 15 have a place: half of each area."""
    np.testing.assert_allclose(_mix([20, 10], [15], [[1], [1]]), [[10], [5]], atol=1e-3)


def test_nobody_sits_at_a_fuller_service_than_another_they_reach():
    """20 people reach a (10 places) only; 10 reach a and b (10): they all sit at b."""
    placed = _mix([20, 10], [10, 10], [[1, 0], [1, 1]])
    np.testing.assert_allclose(placed, [[10, 0], [0, 10]], atol=1e-3)


@given(networks(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_order_changes_nothing_and_the_sums_hold(network, random):
    people, places, reach = (network[0] * UNIT, network[1] * UNIT, network[2])
    use, placed = _spread_and_mix(people, places, reach)
    assert (placed.sum(axis=1) <= people).all()
    assert (placed.sum(axis=0) <= use + 1).all()
    assert placed.sum() == pytest.approx(use.sum(), rel=0.02, abs=2 * placed.size)
    assert not placed[reach.toarray() == 0].any()

    cells, services = list(range(len(people))), list(range(len(places)))
    random.shuffle(cells)
    random.shuffle(services)
    turned = sparse.csr_array(reach.toarray()[cells][:, services])
    again = _spread_and_mix(people[cells], places[services], turned)[1]
    np.testing.assert_allclose(again, placed[cells][:, services], atol=2)
