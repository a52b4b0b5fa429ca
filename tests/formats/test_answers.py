"""An answer to a file: small numbers hidden, formulas escaped, guarded rows refused."""

import json
from dataclasses import replace

import pytest
from small_answer import make_answer

import ecosystem as eco


@pytest.fixture
def answer():
    return make_answer()


def test_write_result_as_csv_escapes_formulas_and_hides_small_numbers(answer, tmp_path):
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
    for hidden in (guarded, unsaid):
        for visibility in ("public", "partners"):
            with pytest.raises(ValueError, match="this answer rests on private rows"):
                eco.write_result(hidden, tmp_path / "answer.csv", visibility=visibility)
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
