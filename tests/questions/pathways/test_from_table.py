"""Tests of what the referrals table alone says."""

import numpy as np
import pytest
from referral_logs import AGREED, make

import ecosystem as eco


def test_the_referrals_table_alone():
    """Known: 50 sent, 38 accepted, 32 reached; feedback for 40 of 50; agreement for 40 of 50."""
    answer = eco.find_pathways(make(AGREED))
    numbers = answer.summary
    assert numbers["referrals"] == 50
    assert numbers["accepted_share"] == pytest.approx(38 / 50)
    assert numbers["reached_share"] == pytest.approx(32 / 38)
    assert numbers["closed_loop_share"] == pytest.approx(40 / 50)
    assert numbers["agreed_share"] == pytest.approx(40 / 50)
    assert answer.table.loc["advice", "median_wait_days"] == 10
    assert np.isnan(answer.table.loc["housing", "sent"])
    assert answer.table.loc["food", "sent"] == 0
    assert answer.table["answered_share"].isna().all()
    assert answer.explain("council") == "No referrals to Council are recorded."
    kinds = answer.agreed_and_used.set_index(["from_id", "to_id"])["kind"].to_dict()
    assert kinds == {
        ("food", "advice"): "agreed and used",
        ("food", "housing"): "used, agreement not known",
        ("advice", "law"): "used, not agreed",
        ("law", "council"): "agreed, not used",
    }
    assert answer.headline == (
        "76% of people sent on were taken on; for 80% the sender learns what became of them, where "
        "that is recorded."
    )


def test_the_middle_wait_is_weighed_by_people():
    """Ten people waited 3 days, four 8 and five 20: the tenth of 19 is in the middle, after 3 days.

    Without the ten, the middle of nine is the fifth, who waited 20 days.
    """
    waits = {
        "from_id": ["food", "council", "housing"],
        "to_id": "advice",
        "sent": [10, 4, 5],
        "median_wait_days": [3, 8, 20],
    }
    answer = eco.find_pathways(make(waits))
    assert answer.table.loc["advice", "median_wait_days"] == 3
    fewer = {name: values if name == "to_id" else values[1:] for name, values in waits.items()}
    assert eco.find_pathways(make(fewer)).table.loc["advice", "median_wait_days"] == 20


def test_more_taken_on_than_sent_is_all_and_no_more():
    """Two sides counted: 8 of 6 sent were taken on, and 2 of 4: 8 of 10, not 10."""
    rows = {"from_id": ["food", "law"], "to_id": "advice", "sent": [6, 4], "accepted": [8, 2]}
    assert eco.find_pathways(make(rows)).table.loc["advice", "accepted_share"] == 0.8
