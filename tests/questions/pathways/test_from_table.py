"""Tests of what the referrals table alone says."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from referral_logs import AGREED, NAMES, make

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
    # No row leads to the food bank, which is not to say that nobody is sent there.
    assert np.isnan(answer.table.loc["food", "sent"])
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
        "At least 50 people were sent on; 76% were taken on; the sender learns what became of 80%."
    )


def test_who_is_on_one_side_of_no_row_has_no_number_on_that_side():
    """50 go from ash to birch, 30 on to cedar: nobody is recorded before ash or after cedar."""
    e = eco.Ecosystem(
        organisations=pd.DataFrame(
            {"organisation_id": ["ash", "birch", "cedar", "elm"], "name": [*"ABCE"]}
        ),
        referrals=pd.DataFrame(
            {"from_id": ["ash", "birch"], "to_id": ["birch", "cedar"], "sent": [50, 30]}
        ),
    )
    table = eco.find_pathways(e).table[["sent", "passed_on"]]
    assert table.fillna(-1).to_numpy().tolist() == [[-1, 50], [50, 30], [30, -1], [-1, -1]]


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


def _half_told():
    """Three send to advice: 13 with feedback, 40 and 6 of whom nothing is recorded; 20 accepted."""
    return {
        "from_id": ["food", "council", "housing"],
        "to_id": "advice",
        "sent": [13, 40, 6],
        "accepted": [None, 20, None],
        "feedback": ["yes", None, None],
    }


def test_a_share_says_of_how_many_it_is_known_and_what_it_may_be_of_all():
    """Heard of: 13 of 13, of all 59 from 13 (22.03 %) to 59. Taken on: 20 of 40, from 20 to 39.

    Rounded outwards: 20 of 59 is 33.9 %, so 33; 39 of 59 is 66.1 %, so 67.
    """
    answer = eco.find_pathways(make(_half_told()))
    row = answer.table.loc["advice"]
    assert [row["closed_loop_known"], row["accepted_known"]] == [13, 40]
    assert row["closed_loop_share_low"] == pytest.approx(13 / 59)
    assert [row["accepted_share_low"], row["accepted_share_high"]] == pytest.approx(
        [20 / 59, 39 / 59]
    )
    assert answer.explain("advice") == (
        "59 people were sent to Advice Centre; of the 40 of 59 for whom it is known, 50% were "
        "taken on (between 33% and 67% of all 59); of the 13 of 59 for whom it is known, the "
        "sender learns the result of all (between 22% and 100% of all 59)."
    )


def test_the_few_of_whom_it_is_not_known_are_not_told():
    """Of 50 people 47 have a result: neither 47 nor limits 3 people apart may be shown."""
    rows = {"from_id": ["food", "law"], "to_id": "advice", "sent": [47, 3], "accepted": [30, None]}
    answer = eco.find_pathways(make(rows))
    assert answer.explain("advice") == (
        "50 people were sent to Advice Centre; 64% were taken on, not counting under 5 for whom it "
        "is not known."
    )
    shown = answer.shown.loc["advice"]
    assert shown["accepted_share"] == pytest.approx(30 / 47)
    hidden = ["accepted_share_low", "accepted_share_high", "accepted_known"]
    assert shown[hidden].isna().all()
    assert answer.shown_frames["summary"][hidden].isna().all()


def test_no_middle_wait_is_given_of_one_or_two_people():
    """Two people waited 30 days: that is a person's wait. With three more it is a middle."""
    rows = {"from_id": ["food", "law"], "to_id": "advice", "sent": [2, 3]}
    few = make(rows | {"median_wait_days": [30, None]})
    assert np.isnan(eco.find_pathways(few).table.loc["advice", "median_wait_days"])
    five = make(rows | {"median_wait_days": [30, 30]})
    assert eco.find_pathways(five).table.loc["advice", "median_wait_days"] == 30


@given(
    st.lists(
        st.tuples(
            st.integers(0, 30),
            st.integers(0, 30),
            st.booleans(),
            st.booleans(),
            st.booleans(),
        ),
        min_size=1,
        max_size=5,
    )
)
@settings(max_examples=60, deadline=None)
def test_filling_what_is_not_recorded_stays_within_the_limits(links):
    """Each link: sent, accepted (at most sent), heard of; and whether either is recorded.

    As many got help as were accepted, and the rest ended without.
    """
    truth = {
        "from_id": [name for name in NAMES if name != "law"] + ["law"],
        "sent": [sent for sent, *_ in links],
    }
    truth["from_id"] = truth["from_id"][: len(links)]
    truth["to_id"] = ["law" if name != "law" else "food" for name in truth["from_id"]]
    accepted = [min(taken, sent) for sent, taken, *_ in links]
    heard = ["yes" if is_heard else "no" for _, _, is_heard, _, _ in links]
    half = {
        "accepted": [a if link[3] else None for a, link in zip(accepted, links, strict=True)],
        "feedback": [h if link[4] else None for h, link in zip(heard, links, strict=True)],
        "got_help": [a if link[4] else None for a, link in zip(accepted, links, strict=True)],
    }
    unhelped = [s - a for a, (s, *_) in zip(accepted, links, strict=True)]
    half["ended_without_help"] = [
        u if link[3] else None for u, link in zip(unhelped, links, strict=True)
    ]
    whole = {"accepted": accepted, "feedback": heard, "got_help": accepted}
    whole["ended_without_help"] = unhelped
    known = eco.find_pathways(make(truth | half)).table
    full = eco.find_pathways(make(truth | whole)).table
    for name in ("accepted_share", "closed_loop_share", "got_help_share"):
        said = known[name].notna() & full[name].notna()
        assert (known[f"{name}_low"][said] <= full[name][said] + 1e-9).all()
        assert (known[f"{name}_high"][said] >= full[name][said] - 1e-9).all()


BOUNDED = {
    "from_id": ["food", "advice", "council"],
    "to_id": ["law", "law", "law"],
    "sent": [40, 20, 30],
    "accepted": [30, None, None],
    "accepted_low": [None, 10, None],
    "accepted_high": [None, 14, None],
}


def test_what_only_some_rows_tell_is_said_as_what_it_lies_between():
    """30 of 40 were taken on; of 20 10 to 14; of 30 it is not recorded: 40 to 74 of 90."""
    answer = eco.find_pathways(make(BOUNDED))
    assert answer.headline == "90 people were sent on; between 44% and 83% were taken on."
    assert answer.explain("law") == (
        "90 people were sent to Law Clinic; between 44% and 83% were taken on."
    )
    law = answer.table.loc["law"]
    assert law[["accepted_share", "accepted_known"]].isna().all()
    assert law["accepted_share_low"] == pytest.approx(40 / 90)
    assert law["accepted_share_high"] == pytest.approx(74 / 90)


def test_bounds_that_are_none_are_not_read():
    """More at least than at most, and a word: what was accepted is not recorded."""
    wrong = BOUNDED | {"accepted_low": [None, 15, "some"], "accepted_high": [None, 14, 20]}
    answer = eco.find_pathways(make(wrong))
    assert "of the 40 of 90 for whom it is known, 75% were taken on" in answer.headline


@pytest.mark.parametrize(("low", "high", "said"), [(0, 20, "too few"), (3, 17, "too few")])
def test_bounds_that_may_not_be_told_are_not_called_missing(low, high, said):
    one = {"from_id": ["food"], "to_id": ["law"], "sent": [20]}
    answer = eco.find_pathways(make(one | {"accepted_low": [low], "accepted_high": [high]}))
    assert said in answer.headline
    assert "not recorded" not in answer.headline


def test_few_on_each_route_are_not_added_up_to_a_number():
    """Three routes of 1 to 4: 3 to 12 people, of whom nobody is said to have been turned away."""
    few = {
        "from_id": ["food", "advice", "council"],
        "to_id": "law",
        "sent": [1, 3, 4],
        "accepted": [0, 3, 4],
    }
    answer = eco.find_pathways(make(few).select(visibility="public"))
    assert answer.headline == (
        "Between 3 and 12 people were sent on, under 5 on each of 3 routes; how many of so few "
        "were taken on is not shown."
    )
    assert eco.find_pathways(make(few)).headline == "8 people were sent on; 88% were taken on."


def test_refusals_alone_are_no_share_of_how_referrals_end():
    """Of 40 ten ended without help; that somebody got help is recorded nowhere."""
    refused = {"from_id": ["food"], "to_id": ["law"], "sent": [40], "ended_without_help": [10]}
    answer = eco.find_pathways(make(refused))
    assert "got help" not in " ".join([answer.explain("law"), *answer.findings])
    assert pd.isna(answer.summary["got_help"])
