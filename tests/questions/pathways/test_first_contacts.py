"""Tests of doors: the published chain, and chains worked by hand."""

import numpy as np
import pandas as pd
import pytest
from referral_logs import make
from scipy import sparse

import ecosystem as eco
from ecosystem.questions.pathways import first_contacts as doors_module


def test_the_drunkards_walk_of_grinstead_and_snell():
    """Examples 11.13 to 11.15: corners 1 to 3 between home (4) and the bar (0).

    Expected steps 3, 4 and 3; chances to end at the bar 3/4, 1/2 and 1/4.
    """
    moves = sparse.csr_array(np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]], dtype=float))
    chance, length = doors_module._solve(
        moves,
        np.array([1.0, 0.0, 0.0]),
        np.array([2.0, 2.0, 2.0]),
        np.array([True, False, True]),
    )
    np.testing.assert_allclose(chance, [0.75, 0.5, 0.25])
    np.testing.assert_allclose(length, [3, 4, 3])


def test_a_ring_without_an_end_has_no_chance_and_no_length():
    moves = sparse.csr_array(np.array([[0, 1, 0], [1, 0, 0], [1, 0, 0]], dtype=float))
    chance, _ = doors_module._solve(
        moves, np.zeros(3), np.array([1.0, 1, 2]), np.array([0, 0, 1]) > 0
    )
    assert np.isnan(chance).all()


def _two_doors(food_served, law_served):
    rows = [
        ("food", "completed" if n < food_served else "rejected", f"f{n}") for n in range(20)
    ] + [("law", "completed" if n < law_served else "rejected", f"l{n}") for n in range(20)]
    return pd.DataFrame(
        [(case, door, "advice", "2024-01-01", status) for door, status, case in rows],
        columns=["case", "from", "to", "sent", "status"],
    )


def test_doors_are_compared_and_the_chain_mixes_what_it_cannot_tell_apart():
    """Of 20 from the food bank 15 are served, of 20 from the law clinic 8.

    Both go to the advice centre, where 23 of 40 are served: the chain gives 0.575 to both.
    """
    answer = eco.find_pathways(make(), log=_two_doors(15, 8), as_of="2024-07-01")
    doors = answer.doors
    assert doors["served_share"].to_dict() == {"food": 0.75, "law": 0.4}
    np.testing.assert_allclose(doors["modelled_served_share"], 0.575)
    np.testing.assert_allclose(doors["modelled_referrals"], 1)
    assert answer.summary["door_gap"] == pytest.approx(0.35)
    assert answer.summary["model_error"] == pytest.approx(0.175)
    assert any("runs from 40% to 75%" in s and "at Law Clinic" in s for s in answer.findings)


@pytest.mark.parametrize("served", [18, 3])
def test_a_door_does_not_tell_how_few_were_served_or_were_not(served):
    """Of 20 who came by the food bank 3 were served, or 18 and not 2: 0.15 and 0.9 would tell."""
    answer = eco.find_pathways(make(), log=_two_doors(served, 8), as_of="2024-07-01")
    shown = answer.shown_frames["doors"]
    assert shown["served_share"].isna().to_dict() == {"food": True, "law": False}
    assert shown.loc["food", ["served_share_low", "modelled_served_share"]].isna().all()
    assert answer.shown_frames["summary"][["door_low", "door_high", "door_gap"]].isna().all()
    assert not any("first turns up" in sentence for sentence in answer.findings)


def test_the_chain_follows_people_on():
    """Twelve go food > advice; six are served there, six go on to law, where three are served.

    From the food bank 1/2 + 1/2 · 1/2 = 3/4 are served, after 1 + 1/2 referrals.
    """
    first = [(f"c{n}", "food", "advice", "2024-01-01", "completed") for n in range(6)]
    first += [(f"d{n}", "food", "advice", "2024-01-01", "failed") for n in range(6)]
    on = [
        (f"d{n}", "advice", "law", "2024-01-09", "completed" if n < 3 else "rejected")
        for n in range(6)
    ]
    log = pd.DataFrame(first + on, columns=["case", "from", "to", "sent", "status"])
    door = eco.find_pathways(make(), log=log, as_of="2024-07-01").doors.loc["food"]
    assert (door["served_share"], door["referrals"]) == (0.75, 1.5)
    assert door["modelled_served_share"] == pytest.approx(0.75)
    assert door["modelled_referrals"] == pytest.approx(1.5)


def test_doors_with_fewer_than_ten_cases_are_hidden():
    log = _two_doors(18, 8)
    answer = eco.find_pathways(make(), log=log[log["case"] != "l0"].iloc[:29], as_of="2024-07-01")
    assert list(answer.doors.index) == ["food"]
    assert any("1 first contact not compared" in note for note in answer.notes)
    assert not any("first turns up" in s for s in answer.findings)


def test_only_states_that_cannot_circle_for_ever_are_sure_to_end():
    """0 goes to 1, which ends; 2 goes to 1 or to 3, which only goes to itself; 4 never moved."""
    moves = np.zeros((5, 5))
    moves[0, 1] = moves[2, 1] = moves[2, 3] = moves[3, 3] = 1
    ends_here = np.array([False, True, False, False, False])
    has_moves = np.array([True, True, True, True, False])
    sure = doors_module._is_sure_to_end(sparse.csr_array(moves), ends_here, has_moves)
    assert sure.tolist() == [True, True, False, False, False]


def test_people_who_go_round_for_long_are_added_up_all_the_same():
    """From 0 to 1 and back 999 times in 1,000; else 0 is served and 1 is not: 1,000 / 1,999.

    A chain of p = 0.999 q + 0.001 and q = 0.999 p, too long to be followed move by move.
    """
    moves = sparse.csr_array(np.array([[0, 999.0], [999, 0]]))
    chance, length = doors_module._solve(
        moves, np.array([1.0, 0]), np.array([1000.0, 1000]), np.array([True, True])
    )
    np.testing.assert_allclose(chance, [1000 / 1999, 999 / 1999])
    np.testing.assert_allclose(length, [1000, 1000])
