"""Tests of a log as it stood on a day."""

import numpy as np
import pandas as pd
import pytest
from referral_logs import hand_log, make

import ecosystem as eco
from ecosystem.questions.pathways.log import (
    ACCEPTED,
    CANCELLED,
    COMPLETED,
    FAILED,
    REJECTED,
    REQUESTED,
    make_log,
)


def test_an_earlier_day_sees_what_was_known_then():
    """On 11 January, c1 is accepted, not completed; of c2 and c3 the first answers are there."""
    then = eco.find_pathways(make(), log=hand_log(), as_of="2024-01-11")
    assert then.summary["referrals"] == 4
    assert then.summary["in_hand"] == 2
    assert then.summary["due"] == 0
    assert then.headline == "Too few referrals are old enough to judge how they go."
    assert any("9 rows left out: sent later" in note for note in then.notes)


def test_a_refusal_stands_though_it_is_filed_later():
    log = hand_log().iloc[[8]].assign(closed="2024-05-01")
    then = eco.find_pathways(make(), log=log, as_of="2024-03-01")
    assert then.summary["dead_ends"] == 1
    before = eco.find_pathways(make(), log=log, as_of="2024-02-15")
    assert before.summary["waiting"] == 1


def test_without_a_day_the_last_date_is_taken_and_said():
    answer = eco.find_pathways(make(), log=hand_log())
    assert answer.settings["as_of"] == "2024-06-01"
    assert sum("Looked at as of 2024-06-01" in note for note in answer.notes) == 1


def test_signposts_drafts_and_errors_are_no_referrals():
    extra = pd.DataFrame(
        {
            "case": ["d1", "d2", "d3", "d4"],
            "from": ["food", "food", "food", "law"],
            "to": ["advice", "advice", "advice", "law"],
            "sent": "2024-01-02",
            "status": ["requested", "draft", "entered-in-error", "requested"],
            "kind": ["signpost", None, None, None],
            "service_type": "advice",
        }
    )
    log = pd.concat([hand_log(), extra], ignore_index=True)
    answer = eco.find_pathways(make(), log=log, as_of="2024-07-01")
    assert answer.summary["referrals"] == 13
    assert answer.summary["signposts"] == 1
    assert {note.split(" left out: ")[1] for note in answer.notes if " left out: " in note} == {
        "drafts or entered in error.",
        "from an organisation to itself.",
        "signposts, of which no answer is due.",
    }


def _look_at(as_of, **columns):
    """Return the log of one referral sent on day 0, as it was on a day."""
    row = {"case": 0, "source": 0, "target": 1, "service_type": -1, "sent": 0.0}
    row |= {"responded": np.nan, "closed": np.nan} | columns
    return make_log(pd.DataFrame([row]), np.array([False]), [], as_of).rows.iloc[0]


@pytest.mark.parametrize(
    ("state", "days", "as_of", "then"),
    [
        (COMPLETED, {"responded": 5, "closed": 9}, 4, REQUESTED),
        (COMPLETED, {"responded": 5, "closed": 9}, 6, ACCEPTED),
        (COMPLETED, {"responded": 5, "closed": 9}, 9, COMPLETED),
        (FAILED, {"responded": 5, "closed": 9}, 6, ACCEPTED),
        (REJECTED, {"responded": 5, "closed": 9}, 6, REJECTED),
        (REJECTED, {"closed": 9}, 6, REQUESTED),
        (CANCELLED, {"closed": 9}, 6, REQUESTED),
    ],
)
def test_a_referral_looked_back_at_stands_as_it_did_then(state, days, as_of, then):
    """Answered on day 5 and ended on day 9, or only one of the two."""
    assert _look_at(as_of, state=state, **days)["state"] == then


def test_days_that_had_not_come_are_empty():
    """Answered on day 5 and ended on day 9."""
    row = {"state": COMPLETED, "responded": 5, "closed": 9}
    assert _look_at(4, **row)[["responded", "closed"]].isna().tolist() == [True, True]
    assert _look_at(6, **row)[["responded", "closed"]].isna().tolist() == [False, True]


def test_rows_are_in_the_order_of_cases_types_and_days_and_else_as_they_were():
    rows = pd.DataFrame(
        {
            "case": [1, 0, 1, 1, 0],
            "source": [0, 1, 2, 3, 4],
            "target": 9,
            "service_type": [0, -1, -1, 0, -1],
            "sent": [3.0, 2.0, 9.0, 3.0, 1.0],
            "responded": np.nan,
            "closed": np.nan,
            "state": REQUESTED,
        }
    )
    log = make_log(rows, np.zeros(5, dtype=bool), ["food"], None)
    assert log.rows["source"].tolist() == [4, 1, 2, 0, 3]
    assert log.as_of == 9
