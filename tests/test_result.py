"""The shape of every answer, tried on a small one."""

import json
import pickle
from dataclasses import FrozenInstanceError, dataclass, replace

import pandas as pd
import pytest

import ecosystem as eco
from ecosystem.disclosure import hide_small


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class _Answer(eco.Result):
    """An answer about two places."""

    summary: pd.Series

    @property
    def headline(self):
        return "One of two <b>places</b>."

    def explain(self, key):
        return f"{self._row(key)['name']} is a place."

    @property
    def shown(self):
        return hide_small(self.table, ["people"], ["share"])


@pytest.fixture
def answer():
    table = pd.DataFrame(
        {
            "name": ["North", "=HYPERLINK(1)"],
            "people": [3.0, 40.0],
            "share": [0.25, None],
            "date": [pd.Timestamp("2024-03-31"), pd.NaT],
        },
        index=pd.Index(["n", "s"], name="area_code"),
    )
    return _Answer(
        table=table,
        settings={"kinds": ["referral"], "seed": 0, "visibility": "public"},
        notes=("Only <two> places.",),
        summary=pd.Series({"places": 2}),
    )


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


def test_write_result_as_csv_guards_formulas_and_hides_small_numbers(answer, tmp_path):
    path = eco.write_result(answer, tmp_path / "answer.csv")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "area_code,name,people,share,date"
    assert lines[1].startswith("n,North,under 5,,")
    assert lines[2].startswith("s,'=HYPERLINK(1),40.0")


def test_write_result_as_json_holds_the_whole_answer(answer, tmp_path):
    path = eco.write_result(answer, tmp_path / "answer.json")
    again = json.loads(path.read_text(encoding="utf-8"))
    assert again["headline"] == answer.headline
    assert again["table"][0]["people"] == "under 5"


def test_an_answer_about_guarded_rows_is_written_only_for_those_who_may_see_them(answer, tmp_path):
    guarded = replace(answer, settings={**answer.settings, "visibility": "private"})
    unsaid = replace(answer, settings={})
    for one in (guarded, unsaid):
        for visibility in ("public", "partners"):
            with pytest.raises(ValueError, match="this answer rests on private rows"):
                eco.write_result(one, tmp_path / "answer.csv", visibility=visibility)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ValueError, match="visibility 'all' is not one of the choices"):
        eco.write_result(answer, tmp_path / "answer.csv", visibility="all")
    assert eco.write_result(guarded, tmp_path / "a.csv", visibility="private").exists()


def test_write_result_refuses_other_endings_and_leaves_nothing(answer, tmp_path):
    with pytest.raises(ValueError, match="ends in neither"):
        eco.write_result(answer, tmp_path / "answer.txt")
    with pytest.raises(ValueError, match="does not exist"):
        eco.write_result(answer, tmp_path / "no" / "answer.csv")
    assert list(tmp_path.iterdir()) == []
