"""Tests of the sentences about pathways, and of what they may not tell."""

import json

import pandas as pd
import pytest
from referral_logs import (
    FIVE,
)

import ecosystem as eco


def test_hand_says_what_it_found(hand):
    assert hand.findings[0] == (
        "Of the 10 referrals whose end is recorded, under 5 got help; why the others ended without "
        "is not recorded."
    )
    assert hand.findings[1] == "Half of referrals are answered within 2 days."
    assert "Under 5 people were sent straight back." in hand.findings
    assert any(
        "withdrawn or tried in vain, with nothing after that on record, most at Housing Trust" in s
        for s in hand.findings
    )


def test_counts_of_one_to_four_are_not_shown(hand):
    shown = hand.shown
    assert shown.loc["housing", "sent"] == 6
    assert shown.loc["housing", "bounces"] == "under 5"
    assert shown.loc["law", "sent"] == "under 5"
    assert hand.table.loc["law", "sent"] == 2


def test_no_small_number_is_written(hand, tmp_path):
    """The hand log is full of them: two came to the law clinic, one was sent straight back."""
    path = eco.write_result(hand, tmp_path / "answer.json", visibility="partners")
    written = json.loads(path.read_text(encoding="utf-8"))
    frames = ("pairs", "journeys", "agreed_and_used", "steps")
    rows = [row for name in ("table", *frames) for row in written[name]]
    counts = ("sent", "due", "people", "served", "stopped", "cases", "bounces", "dead_ends")
    told = [row[name] for row in [*rows, written["summary"]] for name in counts if name in row]
    assert "under 5" in told
    assert not any(isinstance(number, (int, float)) and 0 < number < 5 for number in told)
    assert written["summary"]["bounces"] == "under 5"
    assert written["summary"]["referrals"] == 13


def test_no_share_tells_a_hidden_count():
    """Of twelve referrals all are answered, two accepted and ended: 2 of 12 would tell."""
    log = pd.DataFrame(
        {
            "case": [f"c{number}" for number in range(12)],
            "from": "council",
            "to": "law",
            "sent": "2024-01-01",
            "responded": "2024-01-03",
            "status": ["rejected"] * 10 + ["accepted"] * 2,
        }
    )
    answer = eco.find_pathways(FIVE, log=log, as_of="2024-07-01")
    shown = answer.shown_frames["summary"]
    assert answer.summary["accepted_share"] == pytest.approx(2 / 12)
    assert shown["accepted"] == "under 5"
    assert shown[["accepted_share", "accepted_share_low", "accepted_share_high"]].isna().all()
    assert [shown["answered"], shown["answered_share"]] == [12, 1]


def test_an_unknown_id_is_told(hand):
    with pytest.raises(
        ValueError, match=r"'hosing' is not in this answer\. Did you mean 'housing'"
    ):
        hand.explain("hosing")


def test_a_share_that_tells_a_small_count_is_not_shown():
    """Of 50 sent 4 % were taken on: that is 2 people. Of 50 to the other 60 %: 30."""
    names = ["a", "b", "c"]
    e = eco.Ecosystem(
        organisations=pd.DataFrame({"organisation_id": names, "name": ["Ann", "Bob", "Cat"]}),
        referrals=pd.DataFrame(
            {"from_id": "a", "to_id": ["b", "c"], "sent": [50, 50], "accepted": [2, 30]}
        ),
    )
    found = eco.find_pathways(e)
    assert found.table.loc["b", "accepted_share"] == pytest.approx(0.04)
    for shown in (found.shown, found.shown_frames["pairs"].set_index("to_id")):
        assert pd.isna(shown.loc["b", ["accepted_share", "accepted_share_low"]]).all()
        assert shown.loc["c", "accepted_share"] == pytest.approx(0.6)
    assert "4%" not in found.explain("b")
    assert "60%" in found.explain("c")
    few = e.replace(referrals=e.referrals.query("to_id == 'b'"))
    assert eco.find_pathways(few).headline == ("50 people were sent on; under 5 were taken on.")
