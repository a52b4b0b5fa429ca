"""Tests of how referrals end: with help, without, and why; what is not recorded is neither."""

import pandas as pd
import pytest
from referral_logs import FIVE, make

import ecosystem as eco
from ecosystem.data.tables import TABLES

LINKS = {
    "from_id": ["food", "council", "housing", "law"],
    "to_id": ["advice", "advice", "advice", "food"],
    "sent": [100, 100, 60, 40],
    "got_help": [80, 60, None, None],
    "ended_without_help": [20, 30, 22, None],
    "reason": ["No longer in touch", "Moved away", None, None],
    "feedback": ["no", "no", None, "yes"],
}
"""Of 300 sent, 140 got help and 72 did not: 20 no longer in touch, 30 moved away, 22 unsaid."""


def test_help_is_got_apart_from_the_loop_that_closes():
    """To advice 260: 140 of 212 got help, and the senders hear of none of the 200 known.

    Low: 140 of 260; high: all but the 72 that did not, 188 of 260. To food 40: nothing known of
    the ends, and of all 40 the sender hears.
    """
    answer = eco.find_pathways(make(LINKS))
    row = answer.table.loc["advice"]
    shares = ["got_help_share", "got_help_share_low", "got_help_share_high", "got_help_known"]
    assert row[shares].tolist() == pytest.approx([140 / 212, 140 / 260, 188 / 260, 212])
    assert row["closed_loop_share"] == 0
    assert answer.table.loc["food", shares[:3]].isna().all()
    assert answer.table.loc["food", "closed_loop_share"] == 1
    assert "of the 212 of 260 for whom it is known, 66% got help (between 53% and 73%" in (
        answer.explain("advice")
    )
    assert "got help" not in answer.explain("food")


def test_why_referrals_end_without_help_is_counted_and_what_is_not_recorded_said():
    answer = eco.find_pathways(make(LINKS))
    assert answer.summary[["got_help", "ended_without_help"]].tolist() == [140, 72]
    assert answer.reasons.to_numpy().tolist() == [
        ["moved away", 30],
        ["no longer in touch", 20],
        ["not recorded", 22],
    ]
    assert answer.findings[0] == (
        "Of the 212 of 300 people sent on whose end is recorded, 140 got help; why the others "
        "ended without: moved away (30), no longer in touch (20) and not recorded (22)."
    )
    assert any("A reason is recorded of a link, not of a person" in note for note in answer.notes)


def test_where_no_end_is_recorded_nothing_is_said_of_help():
    rows = {name: LINKS[name] for name in ("from_id", "to_id", "sent")}
    answer = eco.find_pathways(make(rows))
    assert answer.reasons.empty
    assert answer.table["got_help_share"].isna().all()
    assert not any("help" in sentence for sentence in answer.findings)


def _log(words, **columns):
    """Return a log of single referrals to the law clinic with these states, all due."""
    return pd.DataFrame(
        {
            "case": [f"c{number}" for number in range(len(words))],
            "from": "food",
            "to": "law",
            "sent": "2024-01-01",
            "status": words,
            **columns,
        }
    )


def _ask(log):
    return eco.find_pathways(FIVE, log=log, as_of="2024-07-01")


def test_a_log_says_in_words_who_got_help_and_why_the_others_did_not():
    """Of 30 due, 12 got help, 13 did not (6 lost touch, 5 no space, 2 of whom none is said)."""
    words = ["got help"] * 12 + ["rejected"] * 5 + ["failed"] * 6 + ["cancelled"] * 2
    reasons = [None] * 12 + ["No space"] * 5 + ["Lost touch"] * 6 + [None] * 2
    answer = _ask(_log([*words, *["accepted"] * 5], reason=[*reasons, *[None] * 5]))
    numbers = answer.summary
    assert numbers[["closed", "got_help", "ended_without_help"]].tolist() == [25, 12, 13]
    assert [numbers["got_help_share"], numbers["got_help_known"]] == [12 / 25, 25]
    assert [numbers["got_help_share_low"], numbers["got_help_share_high"]] == pytest.approx(
        [12 / 30, 17 / 30]
    )
    assert answer.reasons.to_numpy().tolist() == [
        ["lost touch", 6],
        ["no space", 5],
        ["not recorded", 2],
    ]
    # 2 of 13 would be told by the others, so one more count is left out.
    assert answer.findings[0] == (
        "Of the 25 of 30 referrals whose end is recorded, 12 got help; why the others ended "
        "without: lost touch (6), no space and not recorded (under 5)."
    )


def test_a_column_tells_help_apart_from_the_end():
    """Ten are done with: 6 got help, of 2 it is not recorded, 2 did not; 6 were refused."""
    helped = ["yes"] * 6 + [None] * 2 + ["no"] * 2 + [None] * 6
    answer = _ask(_log(["completed"] * 10 + ["rejected"] * 6, got_help=helped))
    numbers = answer.summary
    assert numbers[["closed", "got_help", "ended_without_help"]].tolist() == [16, 6, 8]
    assert numbers["got_help_known"] == 14
    assert not any("Completed is read" in note for note in answer.notes)
    without = _ask(_log(["completed"] * 10 + ["rejected"] * 6))
    assert without.summary["got_help"] == 10
    assert any("Completed is read as: got help" in note for note in without.notes)


def test_words_for_an_end_without_help_are_asked_about():
    with pytest.raises(eco.DataError, match="'failed' if they were taken on and it led nowhere"):
        _ask(_log(["ended without help"] * 5))
    with pytest.raises(eco.DataError, match="got_help"):
        _ask(_log(["completed"] * 5, got_help="perhaps"))


def test_the_reasons_of_few_are_one_row_and_tell_nobody():
    """7 no space, 3 and 2 in words of their own: five of other reasons."""
    reasons = ["No space"] * 7 + ["Gone to Leeds"] * 3 + ["Shop burnt down"] * 2
    answer = _ask(_log(["got help"] * 9 + ["rejected"] * 12, reason=[None] * 9 + reasons))
    assert answer.reasons["reason"].tolist() == ["no space", "other reasons"]
    assert "Leeds" not in f"{answer.findings}{answer.to_dict()}"
    few = _ask(_log(["got help"] * 3 + ["rejected"] * 12, reason=[None] * 3 + reasons))
    shown = few.shown_frames
    assert shown["summary"][["got_help", "ended_without_help"]].tolist() == [
        "under 5",
        "not shown",
    ]
    assert set(shown["reasons"]["ended_without_help"]) == {"not shown"}
    assert pd.isna(shown["summary"]["got_help_share"])
    most = _ask(_log(["got help"] * 30 + ["rejected"] * 3))
    assert most.findings[0] == (
        "Of the 33 referrals whose end is recorded, under 5 ended without help."
    )
    assert pd.isna(most.shown.loc["law", "got_help_share"])


def test_more_ends_than_people_sent_are_told():
    rows = LINKS | {"got_help": [90, 60, None, None]}
    found = make(rows).problems
    assert found["message"].str.contains("more people ended").sum() == 1


def test_the_columns_are_those_of_the_table():
    assert {"got_help", "ended_without_help", "reason"} <= set(TABLES["referrals"].names)
