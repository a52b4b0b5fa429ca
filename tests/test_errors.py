"""The wording that every message shares."""

import pickle

import pytest

import ecosystem as eco
from ecosystem.errors import Problem, did_you_mean, make_problems, wrong_choice
from ecosystem.wording import count_of, join_words


def _problem(**parts):
    given = {"severity": "error", "table": "services", "file": "services.csv", "row": 7}
    return Problem(**given | parts)


def test_a_data_error_says_where_what_and_what_to_do():
    problem = _problem(
        column="organisation",
        value="bor",
        message="'bor' is not in organisations.",
        suggestion="Did you mean 'borderlands'? Add it, or correct it.",
    )
    assert str(eco.DataError(make_problems([problem]))) == (
        "1 problem in the tables:\n"
        "  services.csv row 7, organisation: 'bor' is not in organisations. "
        "Did you mean 'borderlands'? Add it, or correct it."
    )


def test_a_sheet_is_named_with_its_file():
    error = eco.DataError(make_problems([_problem(file="my.xlsx", sheet="Services", message="x")]))
    assert "my.xlsx, Services row 7: x" in str(error)


def test_a_long_list_is_cut_in_the_message_only():
    error = eco.DataError(make_problems([_problem(row=row, message="x") for row in range(30)]))
    assert "and 10 more" in str(error)
    assert len(error.problems) == 30


def test_a_data_error_survives_pickling():
    error = eco.DataError(make_problems([_problem(message="x")]))
    assert str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301 - our own bytes


def test_did_you_mean_ignores_case_and_finds_beginnings():
    assert did_you_mean("BORDERLAND", ["borderlands"]) == "Did you mean 'borderlands'?"
    assert did_you_mean("bor", ["Borderlands", "ACH"]) == "Did you mean 'Borderlands'?"
    assert did_you_mean("zzz", ["borderlands"]) == ""


def test_wrong_choice_lists_the_choices():
    error = wrong_choice(option="visibility", value="publik", choices=["public", "private"])
    assert "visibility 'publik'" in str(error)
    assert "Did you mean 'public'?" in str(error)
    assert "['private', 'public']" in str(error)


@pytest.mark.parametrize(("words", "joined"), [([], ""), (["a"], "a"), (["a", "b"], "a and b")])
def test_join_words(words, joined):
    assert join_words(words) == joined


def test_count_of():
    assert count_of(1, "organisation") == "1 organisation"
    assert count_of(1200, "service") == "1,200 services"
    assert count_of(2, "body", "bodies") == "2 bodies"
