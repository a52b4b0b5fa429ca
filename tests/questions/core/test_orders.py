"""Orders of the organisations: what comes first, worked by hand."""

import numpy as np
import pytest
from core_networks import draw_network, make_tied

from ecosystem.questions.core.orders import (
    _grow_cliques,
    _peel,
    _score_eigenvector,
    list_orders,
    list_random_orders,
    order_by_ties,
)


@pytest.fixture
def kite():
    """A triangle 0, 1, 2 with a tail 2-3-4."""
    return make_tied(5, [(0, 1), (0, 2), (1, 2), (2, 3), (3, 4)])


def test_the_share_of_known_ties_comes_first():
    """0 has 2 ties of 3 known; 2 and 3, silent, have 1 and 2 of the 2 known of them."""
    network = make_tied(4, [(0, 3), (1, 3), (0, 2)], silent=[2, 3])
    assert network.known.tolist() == [3, 3, 2, 2]
    assert order_by_ties(network).tolist() == [3, 0, 2, 1]


def test_peeling_takes_the_least_tied_away_last_first(kite):
    """4 goes, then 3, which has no other tie left; of the triangle 0, 1 and 2 in turn."""
    assert _peel(kite).tolist() == [2, 1, 0, 3, 4]


def test_the_score_is_the_eigenvector(kite):
    """With each its own score besides, the power method finds it also where ties swing."""
    values, vectors = np.linalg.eigh(kite.are_tied.astype(float))
    expected = np.abs(vectors[:, np.argmax(values)])
    assert _score_eigenvector(kite) == pytest.approx(expected / expected.max(), abs=1e-3)
    square = make_tied(4, [(0, 1), (1, 2), (2, 3), (0, 3)])
    assert _score_eigenvector(square).tolist() == [1, 1, 1, 1]


def test_an_order_begins_with_each_clique_that_cannot_grow(kite):
    """The triangle is one; 2-3 and 3-4 are two only. Then who is tied to it: 3 before 4."""
    orders = [order.tolist() for order in _grow_cliques(kite)]
    assert orders == [[0, 1, 2, 3, 4]]


def test_large_networks_have_two_orders_and_no_random_start():
    small, large = draw_network(40, 80, 0), draw_network(301, 400, 0)
    assert len(list_orders(small)) > 2
    assert len(list_random_orders(small, 0)) == 30
    assert len(list_orders(large)) == 2
    assert list_random_orders(large, 0) == []
    for order in (*list_orders(small), *list_random_orders(small, 1), *list_orders(large)):
        assert sorted(order) == list(range(len(order)))
