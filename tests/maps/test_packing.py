"""Marks that overlap are pushed apart, and nobody else."""

import numpy as np
import pytest
from drawn_maps import measure_between

from ecosystem.maps.packing import push_apart


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
