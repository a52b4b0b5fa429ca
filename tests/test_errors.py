"""What is wrong, where, and what was meant."""

import pickle

import ecosystem as eco
from ecosystem.errors import (
    Problem,
    Problems,
    did_you_mean,
    find_nearest,
    make_problems,
    wrong_choice,
)


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


def test_the_last_of_equally_near_names_is_meant():
    """Ids come after names, so that an id wins over a name that differs from it in case only."""
    assert find_nearest(["achh"], ["ACH", "ach"]) == {"achh": "ach"}
    assert find_nearest(["achh"], ["ach", "ACH"]) == {"achh": "ACH"}


def test_likeness_below_the_least_is_nothing():
    """ "food" and "foot" share three of four letters in order: 2 * 3 / 8 = 0.75."""
    assert find_nearest(["food"], ["foot"], least=0.75) == {"food": "foot"}
    assert find_nearest(["food"], ["foot"], least=0.76) == {}
    assert find_nearest(["food"], []) == {}


def test_problems_stand_where_they_are_said_to():
    problems = Problems(table="services", file="services.csv")
    problems.add("note", "x", row=3)
    problems.add("error", "y", table="areas", value=None)
    frame = make_problems(problems)
    assert list(frame["table"]) == ["services", "areas"]
    assert list(frame["file"]) == ["services.csv", "services.csv"]
    assert frame["row"].fillna(-1).tolist() == [3, -1]
    assert problems.has_errors
