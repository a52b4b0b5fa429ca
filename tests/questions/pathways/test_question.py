"""Tests of find_pathways: properties, nothing to go by, and the samples."""

import json

import pandas as pd
from referral_logs import (
    NAMES,
    hand_log,
    make,
)

import ecosystem as eco


def test_order_of_rows_and_ids_change_nothing(hand):
    mixed = hand_log().sample(frac=1, random_state=3)
    again = eco.find_pathways(make(), log=mixed, as_of="2024-07-01")
    pd.testing.assert_frame_equal(again.table, hand.table)
    pd.testing.assert_frame_equal(again.pairs, hand.pairs)
    new = dict(zip(NAMES, ["z", "y", "x", "w", "v"], strict=True))
    e = eco.Ecosystem(
        organisations=pd.DataFrame(
            {"organisation_id": [new[one] for one in NAMES], "name": list(NAMES.values())}
        )
    )
    log = hand_log().replace({"from": new, "to": new})
    other = eco.find_pathways(e, log=log, as_of="2024-07-01")
    back = other.table.rename(index={after: before for before, after in new.items()})
    pd.testing.assert_frame_equal(back.loc[list(NAMES)], hand.table)
    pd.testing.assert_series_equal(other.summary, hand.summary)


def test_an_empty_log_says_nothing():
    answer = eco.find_pathways(make(), log=hand_log().iloc[:0])
    assert "cannot be said" in answer.headline
    assert answer.table["answered_share"].isna().all()
    assert answer.findings == ()


def test_the_sample_answers(west_midlands):
    answer = eco.find_pathways(west_midlands)
    assert list(answer.table.index) == list(west_midlands.organisations["organisation_id"])
    for key in answer.table.index:
        assert answer.explain(key).endswith(".")
    json.dumps(answer.to_dict())


def test_no_tables_at_all_is_no_error():
    answer = eco.find_pathways(make())
    assert answer.headline == (
        "No referrals with numbers are recorded, so how they go cannot be said."
    )
    assert answer.findings == ()
    assert answer.table["sent"].isna().all()
