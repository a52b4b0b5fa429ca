"""Tests of placing: full recomputation by networkx, and small networks worked by hand."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markets import (
    most_placed,
    networks,
    without_places,
)
from scipy import sparse

from ecosystem.questions.closures.blocks import join_blocks
from ecosystem.questions.closures.max_flow import (
    Placing,
    fill_up,
    find_crowded,
    place_people,
)
from ecosystem.questions.closures.spread import spread_people


@given(networks())
@settings(max_examples=60, deadline=None)
def test_losses_equal_full_recomputation(network):
    people, places, reach = network
    placing = Placing(places, reach, place_people(people, places, reach))
    most = most_placed(*network)
    for size in (1, 2):
        for closed in combinations(range(len(places)), size):
            mark = placing.mark
            lost = placing.close(closed)
            placing.undo(mark)
            assert lost == most - most_placed(people, without_places(places, closed), reach)
            assert lost == placing.try_closing(closed)
    assert _list_room(placing, network)[:, :-1].sum() == most


def _list_room(placing, network):
    """Return the units of each cell at each service, and in the last column the free places."""
    cells, services = len(network[0]), len(network[1])
    rooms = [[placing.count_room(at, cell) for cell in range(-1, cells)] for at in range(services)]
    return np.roll(np.array(rooms), -1, axis=1)


@given(networks(), st.data())
@settings(max_examples=40, deadline=None)
def test_cuts_equal_full_recomputation(network, data):
    people, places, reach = network
    cut = np.array([data.draw(st.integers(0, int(number))) for number in places])
    placing = Placing(places, reach, place_people(people, places, reach))
    before, mark = _list_room(placing, network), placing.mark
    most = most_placed(*network)
    lost = most - most_placed(people, places - cut, reach)
    assert placing.cut(enumerate(cut.tolist())) == lost
    placing.undo(mark)
    assert placing.try_cutting(enumerate(cut.tolist())) == lost
    np.testing.assert_array_equal(_list_room(placing, network), before)


@given(networks())
@settings(max_examples=60, deadline=None)
def test_the_even_use_cannot_be_made_more_even(network):
    """A lexicographically optimal base: no shift from a fuller to an emptier service is possible.

    Checked by maximum flows with the uses as places, 0.05 people shifted.
    """
    people, places, reach = network
    unit, shift = 1000, 50
    spread = spread_people(join_blocks([(people * unit, places * unit, reach)]))
    use = spread.use
    most = most_placed(*network)
    assert use.sum() == pytest.approx(most * unit)
    room = np.ceil(use - 1e-6).astype(int)
    assert most_placed(people * unit, room, reach) >= most * unit - 1
    for high, low in product(range(len(places)), repeat=2):
        if not places[high] or not places[low] or use[high] < shift:
            continue
        step = shift * (1 / places[high] + 1 / places[low]) / unit
        if use[high] / places[high] / unit - use[low] / places[low] / unit <= step:
            continue
        shifted = room.copy()
        shifted[high] -= shift
        shifted[low] = min(shifted[low] + shift, places[low] * unit)
        assert most_placed(people * unit, shifted, reach) < most * unit - shift / 2


def _dense(rows):
    return sparse.csr_array(np.array(rows, dtype=float))


def test_as_many_as_possible_are_placed():
    """Three of cell 0 may go to both services, five of cell 1 only to the second, of two places.

    So cell 0 goes to the first, of four places, and two of cell 1 to the second: five of eight.
    """
    placed = place_people(np.array([3, 5]), np.array([4, 2]), _dense([[1, 1], [0, 1]]))
    assert placed.toarray().tolist() == [[3, 0], [0, 2]]


def test_the_even_use_of_two_parts():
    """Cell 0 (9 people) may use services of 10 and 20 places, cell 1 (6) only the third, of 6.

    The third is full; the others share nine people as 10 to 20: three and six.
    """
    reach = _dense([[1, 1, 0], [0, 0, 1]])
    spread = spread_people(join_blocks([(np.array([9, 6]), np.array([10, 20, 6]), reach)]))
    assert spread.use.tolist() == [3, 6, 6]
    assert spread.placed.toarray().tolist() == [[3, 6, 0], [0, 0, 6]]


def test_who_could_move_on_is_crowded_too():
    """One of cell 0 waits for service 0, where people of cell 1 are, who could go to service 1.

    Cell 2, with a service of its own, has nothing to do with it.
    """
    reach = _dense([[1, 0, 0], [1, 1, 0], [0, 0, 1]])
    placed = sparse.csr_array(np.array([[0, 0, 0], [2, 0, 0], [0, 0, 2]]))
    cells, services = find_crowded(np.array([1, 0, 0]), placed, reach)
    assert cells.tolist() == [True, True, False]
    assert services.tolist() == [True, True, False]


def test_a_closing_is_listed_and_taken_back():
    """Two of cell 0 leave service 0 for service 1, which has three places and one of cell 1.

    All three of its places are then in use; taken back, there are two free again.
    """
    places, reach = np.array([2, 3]), _dense([[1, 1], [0, 1]])
    placing = Placing(places, reach, sparse.csr_array(np.array([[2, 0], [0, 1]])))
    mark = placing.mark
    assert placing.close([0]) == 0
    assert placing.list_changes(mark) == {(0, 0): -2, (1, 0): 2, (1, -1): -2}
    assert [placing.count_room(1, cell) for cell in (0, 1, -1)] == [2, 1, 0]
    placing.undo(mark)
    assert [placing.count_room(1, cell) for cell in (0, 1, -1)] == [0, 1, 2]
    assert [placing.count_room(0, cell) for cell in (0, 1, -1)] == [2, 0, 0]


def test_room_elsewhere_is_that_of_one_other_service(monkeypatch):
    """Service 0 holds 2 of cell 0 and 1 of cell 1; its own 2 free places go with it.

    Cell 0 has 4 free places at service 1, cell 1 has 3 at service 2: nobody is lost, by no search.
    With 2 at service 2 there need not be enough for all 3, and only a search tells that there is.
    """
    reach = _dense([[1, 1, 0], [1, 0, 1]])
    placed = sparse.csr_array(np.array([[2, 0, 0], [1, 0, 0]]))
    searched = []
    search = Placing._search
    monkeypatch.setattr(Placing, "_search", lambda *args: searched.append(1) or search(*args))
    assert Placing(np.array([5, 4, 3]), reach, placed).try_closing([0]) == 0
    assert not searched
    assert Placing(np.array([5, 4, 2]), reach, placed).try_closing([0]) == 0
    assert searched


def test_who_is_left_over_gets_a_place_and_others_move_up():
    """Two of cell 0 wait for service 0, which is full; cell 1 could move on to service 1.

    Of its three, two move there, where two places are free: all five have one.
    """
    reach = _dense([[1, 0], [1, 1]])
    placed = sparse.csr_array(np.array([[0, 0], [3, 0]]))
    filled = fill_up(np.array([2, 3]), np.array([3, 2]), reach, placed)
    assert filled.toarray().tolist() == [[2, 0], [1, 2]]


def test_who_has_no_way_waits_on():
    """Cell 0 reaches only service 0, which cell 1 fills; cell 1 reaches nothing else: all stay."""
    placed = sparse.csr_array(np.array([[0, 0], [3, 0]]))
    filled = fill_up(np.array([2, 3]), np.array([3, 2]), _dense([[1, 0], [1, 0]]), placed)
    assert filled.toarray().tolist() == [[0, 0], [3, 0]]


@given(networks(), st.integers(0, 3))
@settings(max_examples=30, deadline=None)
def test_filling_up_makes_any_placing_a_largest_one(network, taken):
    """By networkx: from a largest placing some are sent away, and all who can be are placed."""
    people, places, reach = network
    placed = place_people(people, places, reach)
    placed.data = np.maximum(placed.data - taken, 0)
    filled = fill_up(people, places, reach, placed).toarray()
    assert filled.sum() == most_placed(people, places, reach)
    assert (filled.sum(axis=1) <= people).all()
    assert (filled.sum(axis=0) <= places).all()
    assert not filled[reach.toarray() == 0].any()
