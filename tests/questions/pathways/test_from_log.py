"""Tests of what a log says: thirteen referrals worked by hand."""

import numpy as np
import pandas as pd
import pytest
from referral_logs import hand_log, make

import ecosystem as eco


def test_hand_totals(hand):
    numbers = hand.summary
    expected = {
        "referrals": 13,
        "cases": 9,
        "due": 12,
        "answered": 10,
        "accepted": 7,
        "closed": 10,
        "passed_on_cases": 3,
        "bounces": 1,
        "loops": 1,
        "retries": 1,
        "parallel_share": 0,
        "dead_ends": 2,
        "in_hand": 1,
        "waiting": 1,
        "silent": 1,
    }
    assert numbers[list(expected)].to_dict() == expected
    assert numbers["answered_share"] == pytest.approx(10 / 12)
    assert numbers["accepted_share"] == pytest.approx(7 / 10)
    assert numbers["closed_loop_share"] == pytest.approx(10 / 12)
    assert numbers["outcome_known_share"] == pytest.approx(6 / 7)
    assert hand.headline == (
        "Of 12 referrals old enough to judge, all but under 5 were answered, and of all but under "
        "5 the sender learned the result."
    )


def test_hand_housing_trust(hand):
    """Six referrals came, all due, four answered (one of these accepted, too few to rate).

    Waits: 1, 1, 1 and 1 days; one waits 122 days still, one was withdrawn after 5. At day 1 the
    share without an answer falls to 2/6, so half are answered within a day.
    """
    row = hand.table.loc["housing"]
    assert (row["sent"], row["due"]) == (6, 6)
    assert row["answered_share"] == pytest.approx(4 / 6)
    assert np.isnan(row["accepted_share"])
    assert row["closed_loop_share"] == pytest.approx(5 / 6)
    assert (row["median_wait_days"], row["longest_wait_days"]) == (1, 122)
    assert (row["bounces"], row["dead_ends"], row["silent"], row["passed_on"]) == (1, 2, 1, 2)
    assert hand.explain("housing") == (
        "Of 6 referrals to Housing Trust old enough to judge, under 5 were answered; none got "
        "help, not counting under 5 for which it is not known. "
        "Half are answered within 1 day. Under 5 people were sent "
        "straight back. Under 5 people were refused, withdrawn or tried in vain, with "
        "nothing after that on record. Under 5 referrals "
        "had no answer for over 90 days."
    )


def test_hand_sender_and_pairs(hand):
    """The food bank sent eight, seven due; of c8 alone of these it does not know the end."""
    assert hand.table.loc["food", "passed_on"] == 8
    assert hand.table.loc["food", "told_share"] == pytest.approx(6 / 7)
    pairs = hand.pairs.set_index(["from_id", "to_id"])
    assert pairs.loc[("food", "housing"), "sent"] == 4
    assert pairs.loc[("food", "housing"), "bounces"] == 1
    assert pairs["bounces"].sum() == 1
    assert np.isnan(pairs.loc[("food", "law"), "answered_share"])


def test_without_outcomes_nothing_is_said_of_closed_loops():
    log = hand_log()
    log["status"] = np.where(log["responded"].notna(), "accepted", "requested")
    answer = eco.find_pathways(make(), log=log, as_of="2024-07-01")
    assert answer.table.filter(like="closed_loop").isna().all(axis=None)
    assert answer.table.filter(like="told").isna().all(axis=None)
    assert np.isnan(answer.summary["closed"])
    assert "learned" not in answer.headline
    assert any("none that was taken on has an end" in note for note in answer.notes)


def test_all_but_a_few_are_not_counted_nor_is_their_share_shown():
    """37 of 40 are answered: with that, or with 92.5 %, the 3 without an answer would be told."""
    log = pd.DataFrame(
        {
            "case": [f"c{number}" for number in range(40)],
            "from": "council",
            "to": "law",
            "sent": "2024-01-01",
            "status": ["requested"] * 3 + ["accepted"] * 6 + ["rejected"] * 31,
        }
    )
    answer = eco.find_pathways(make(), log=log, as_of="2024-07-01")
    assert "all but under 5 were answered" in answer.headline
    assert answer.explain("law").startswith(
        "Of 40 referrals to Law Clinic old enough to judge, all but under 5 were answered and 16%"
    )
    summary = answer.shown_frames["summary"]
    assert summary["answered"] == "not shown"
    assert summary[["answered_share", "answered_share_low"]].isna().all()
    assert answer.shown.loc["law", "silent"] == "under 5"
    assert pd.isna(answer.shown.loc["law", "answered_share"])


def test_1195_of_1200_is_not_said_to_be_all():
    """1,195 of 1,200 are answered, and 1,200 of 1,200 beside them: only the second is 100%."""
    log = pd.DataFrame(
        {
            "case": [f"c{number}" for number in range(2400)],
            "from": "council",
            "to": ["law"] * 1200 + ["advice"] * 1200,
            "sent": "2024-01-01",
            "status": ["requested"] * 5 + ["rejected"] * 2395,
        }
    )
    answer = eco.find_pathways(make(), log=log, as_of="2024-07-01")
    assert "more than 99% were answered" in answer.explain("law")
    assert "100% were answered" in answer.explain("advice")
