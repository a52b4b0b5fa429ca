"""The shape of every answer, tried on a small one."""

import json
import pickle
from dataclasses import FrozenInstanceError

import numpy as np
import pandas as pd
import pytest
from small_answer import make_answer

from ecosystem.disclosure import hide_small
from ecosystem.result import Rows


@pytest.fixture
def answer():
    return make_answer()


def test_an_answer_cannot_be_set(answer):
    with pytest.raises(FrozenInstanceError):
        answer.notes = ()


def test_repr_is_headline_and_notes(answer):
    assert repr(answer) == "One of two <b>places</b>.\nNote: Only <two> places."


def test_html_is_escaped(answer):
    html = answer._repr_html_()
    assert "<b>" not in html
    assert "<two>" not in html
    assert "&lt;b&gt;" in html


def test_html_in_a_notebook_hides_small_numbers(answer):
    html = answer._repr_html_()
    assert "under 5" in html
    assert "3.0" not in html


def test_to_dict_is_json_ready_and_empty_is_none(answer):
    again = json.loads(json.dumps(answer.to_dict()))
    assert again["table"][1]["share"] is None
    assert again["table"][0]["date"] == "2024-03-31"
    assert again["table"][0]["area_code"] == "n"
    assert again["summary"] == {"places": 2}
    assert again["settings"]["kinds"] == ["referral"]


def test_an_unknown_row_is_named_with_the_nearest(answer):
    with pytest.raises(ValueError, match="area_code 'nn' is not in this answer"):
        answer.explain("nn")


def test_an_answer_survives_pickling(answer):
    again = pickle.loads(pickle.dumps(answer))  # noqa: S301 - our own bytes
    pd.testing.assert_frame_equal(again.table, answer.table)


def test_small_numbers_and_what_gives_them_away_are_hidden(answer):
    shown = hide_small(answer.table, ["people"], ["share"])
    assert shown["people"].tolist() == ["under 5", 40.0]
    assert pd.isna(shown["share"].iloc[0])
    assert answer.table["people"].iloc[0] == 3


@pytest.mark.parametrize(("people", "hidden"), [(0, False), (1, True), (4, True), (5, False)])
def test_the_limits_of_small(people, hidden):
    shown = hide_small(pd.DataFrame({"people": [float(people)]}), ["people"])
    assert (shown["people"].iloc[0] == "under 5") is hidden


def test_a_row_taken_from_columns_holds_the_same_cells_as_one_cut_from_the_frame():
    frame = pd.DataFrame(
        {"name": ["Ash", None], "sent": [3, 4], "share": [0.5, np.nan], "open": [True, False]},
        index=pd.Index(["a", "b"], name="organisation_id"),
    )
    frame = frame.assign(people=pd.array([7, None], dtype="Int64"))
    rows = Rows(frame)
    for key in frame.index:
        cut = frame.loc[[key]].iloc[0]
        pd.testing.assert_series_equal(rows[key], cut)
        assert list(map(type, rows[key])) == list(map(type, cut))
    assert "c" not in rows
