"""Marks that overlap are pushed apart, and nobody else."""

import numpy as np
import pytest
from drawn_maps import measure_between
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem.maps.packing import pack_boxes, push_apart


def test_a_pair_too_near_moves_by_its_share_each():
    """6 apart where 10 is the least: 4 are lacking, each moves half of them, to -2 and 8."""
    pair = np.array([[0.0, 0.0], [6.0, 0.0], [50.0, 0.0]])
    moved = push_apart(pair, least=10, share=0.5, rounds=1, nudge=0)
    assert moved == pytest.approx(np.array([[-2, 0], [8, 0], [50, 0]]))
    assert push_apart(pair, least=10, share=0.25, rounds=1, nudge=0)[1, 0] == pytest.approx(7)


def test_a_mark_in_several_pairs_is_pushed_by_all_of_them():
    """The middle one of three is pushed left and right alike and stays."""
    moved = push_apart(
        np.array([[0.0, 0], [6, 0], [12, 0]]), least=10, share=0.5, rounds=1, nudge=0
    )
    assert moved[:, 0] == pytest.approx([-2, 6, 14])


def test_marks_at_one_position_part():
    moved = push_apart(np.zeros((40, 2)), least=1, share=0.52, rounds=60, nudge=1e-3)
    assert measure_between(moved).min() > 0.9


def test_the_positions_given_are_left_as_they_were():
    pair = np.array([[0.0, 0.0], [1.0, 0.0]])
    push_apart(pair, least=10, share=0.5, rounds=5, nudge=0.1)
    assert pair.tolist() == [[0, 0], [1, 0]]


def test_small_boxes_fill_the_room_beside_a_large_one():
    """A width of 10: beside 6 by 4 stand 3 by 2 and, below that, 3 by 1; 5 by 2 stands below all
    that are on the left, and 12 by 1, wider than the width, below everything.
    """
    sizes = [(6.0, 4.0), (3.0, 2.0), (3.0, 1.0), (5.0, 2.0), (12.0, 1.0)]
    assert pack_boxes(sizes, width=10) == [(0, 0), (6, 0), (6, 2), (0, 4), (0, 6)]


@given(sizes=st.lists(st.tuples(*[st.integers(1, 20)] * 2), max_size=20), width=st.integers(1, 30))
@settings(max_examples=25)
def test_no_packed_box_lies_over_another_nor_leaves_the_width(sizes, width):
    corners = pack_boxes(sizes, width=width)
    cells = [
        (left + x, top + y)
        for (left, top), (wide, high) in zip(corners, sizes, strict=True)
        for x in range(wide)
        for y in range(int(high))
    ]
    assert len(set(cells)) == len(cells)
    for (left, _), (wide, _) in zip(corners, sizes, strict=True):
        assert left + wide <= max(width, wide)
