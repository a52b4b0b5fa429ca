"""Tests of who waits however people are seated: by hand, and against a flow of all."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markets import networks
from scipy import sparse

from ecosystem.questions.closures import crowding
from ecosystem.questions.closures.crowding import find_waiting
from ecosystem.questions.closures.max_flow import count_by_cell, find_crowded, place_people

LEFT_OPEN = ([[1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 1], [0, 0, 1, 1]], [9, 9, 4, 4], [5, 9, 5, 9])
"""The first two cells have 18 people for 14 places, the others 8 for 14; no one cell tells it."""


def _cap(people, places, reach):
    """Return the numbers of one run as columns, places no more than the people who reach them."""
    people, reach = np.array(people), sparse.csr_array(reach, dtype=float)
    places = np.minimum(places, (reach.T @ people).astype(np.int64))
    return people[:, None], places[:, None], reach


def _wait(people, places, reach):
    return find_waiting(*_cap(people, places, reach))[:, 0].tolist()


def _wait_by_flow(people, places, reach):
    """Return who waits, by one flow of everything."""
    placed = place_people(people, places, reach)
    return find_crowded(people - count_by_cell(placed), placed, reach)[0]


def test_sums_of_neighbours_tell_it(monkeypatch):
    """10 people for 6 places wait, so 5 more have 4 left, not 10: they wait too. 3 have 20.

    Without any flow.
    """
    monkeypatch.setattr(crowding, "place_people", None)
    assert _wait([10, 5, 3], [6, 4, 20], [[1, 0, 0], [1, 1, 0], [0, 0, 1]]) == [True, True, False]


def test_who_has_room_leaves_none_for_nobody(monkeypatch):
    """20 places for the 8 and 4 who reach them: the 4 leave their other 3 to the 3, by no flow."""
    monkeypatch.setattr(crowding, "place_people", None)
    assert not any(_wait([8, 4, 3], [20, 3], [[1, 0], [1, 1], [0, 1]]))


def test_what_is_left_open_is_told_by_a_flow():
    reach, people, places = LEFT_OPEN
    assert _wait(people, places, reach) == [True, True, False, False]


@given(networks(), st.integers(1, 4), st.integers(1, 40))
@settings(max_examples=50, deadline=None)
def test_it_is_as_by_one_flow_in_every_run(network, runs, arcs):
    """Runs of one market, its numbers in another order in each, in flows of any size."""
    people, places, reach = network
    draw = np.random.default_rng(runs)
    columns = [_cap(draw.permutation(people), draw.permutation(places), reach) for _ in range(runs)]
    people, places = (np.hstack([column[part] for column in columns]) for part in (0, 1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crowding, "_MOST_ARCS", arcs)
        waits = find_waiting(people, places, reach)
    for run in range(runs):
        expected = _wait_by_flow(people[:, run], places[:, run], reach)
        assert waits[:, run].tolist() == expected.tolist()
