"""What is wrong, where, and what was meant."""

import pickle

import ecosystem as eco
from ecosystem.errors import (
    Problem,
    Problems,
    describe_problems,
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
    """30 causes, each of its own column: 20 lines, and 10 counted."""
    error = eco.DataError(
        make_problems([_problem(column=f"column {row}", message="x") for row in range(30)])
    )
    assert "and 10 more" in str(error)
    assert len(error.problems) == 30


def test_problems_of_one_cause_are_one_line_the_commonest_first():
    """Two words for a number under Places, one level, and a table without a column."""
    listed = [
        _problem(row=3, column="Level", value="4", message="'4' is not a level."),
        _problem(row=2, column="Places", value="a few", message="'a few' is not a number."),
        _problem(row=9, column="Places", value="lots", message="'lots' is not a number."),
        _problem(row=10, column="Places", value="lots", message="'lots' is not a number."),
        _problem(row=None, message="the column name is missing."),
    ]
    assert describe_problems(make_problems(listed)) == [
        "services.csv: the column name is missing.",
        "services.csv rows 2, 9 and 10, Places: 'a few' is not a number. The same of 'lots'.",
        "services.csv row 3, Level: '4' is not a level.",
    ]


def test_what_each_value_may_mean_is_said_beside_it():
    listed = [
        _problem(row=2, value="Xx", message="'Xx' is not in areas.", suggestion="Add it."),
        _problem(
            row=3,
            value="Derbi",
            message="'Derbi' is not in areas.",
            suggestion="Did you mean 'Derby'? Add it.",
        ),
    ]
    (line,) = describe_problems(make_problems(listed))
    where, _, said = line.partition(": ")
    assert where == "services.csv rows 2 and 3"
    assert said.endswith("Add it. The same of 'Derbi' (Did you mean 'Derby'?).")


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
