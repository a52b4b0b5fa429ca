"""Where a row was read, through the table that several files were put into."""

import numpy as np
import pandas as pd

from ecosystem.data.sources import Part, PlacedProblems, mark_source
from ecosystem.errors import Problem, make_problems

_PARTS = (
    Part(file="a.csv", rows=np.array([2, 4])),
    Part(file="b.xlsx", sheet="Orgs", rows=np.array([9]), headings={"name": "Charity"}),
)


def _place(**marks):
    problems = PlacedProblems()
    problems.place_table(
        "organisations", mark_source(pd.DataFrame(index=range(3)), _PARTS, **marks)
    )
    return problems


def test_a_problem_stands_where_its_row_does():
    """Rows 0 and 1 are rows 2 and 4 of a.csv; row 2 is row 9 of the sheet Orgs."""
    problems = _place()
    for position in (0, 1, 2):
        problems.add("note", "organisations", "x", column="name", position=position)
    frame = make_problems(problems.problems)
    assert frame[["file", "sheet", "column"]].to_numpy().tolist() == [
        ["a.csv", "", "name"],
        ["a.csv", "", "name"],
        ["b.xlsx", "Orgs", "Charity"],
    ]
    assert frame["row"].tolist() == [2, 4, 9]
    assert [problems.show_row("organisations", row) for row in (0, 1, 2)] == [2, 4, 9]


def test_a_problem_with_a_whole_table_names_its_first_file():
    problems = _place()
    problems.add("note", "organisations", "x")
    (problem,) = problems.problems
    assert (problem.file, problem.row) == ("a.csv", None)


def test_a_frame_from_no_file_has_the_numbers_of_its_index():
    problems = PlacedProblems()
    problems.place_table("areas", pd.DataFrame({"name": ["x", "y"]}, index=[7, 3]))
    problems.place_table("groups", pd.DataFrame({"name": ["x", "y"]}, index=["p", "q"]))
    assert problems.show_row("areas", 1) == 3
    assert problems.show_row("groups", 1) == 1


def test_what_the_reader_of_the_file_refused_is_known():
    """It refused the name in row 9, which its file calls Charity; the note is no refusal."""
    refused = [
        Problem(severity="error", row=9, column="Charity", message="x"),
        Problem(severity="note", row=2, column="name", message="x"),
    ]
    problems = _place(problems=refused)
    assert len(problems.problems) == 2
    assert problems.has_error_in_row("organisations", 2)
    assert problems.has_error_in_cell("organisations", 2, "name")
    assert not problems.has_error_in_cell("organisations", 2, "sector")
    assert not problems.has_error_in_row("organisations", 0)


def test_hints_are_handed_on():
    assert _place(hints={"Cumbria": "It was split."}).list_hints("organisations") == {
        "Cumbria": "It was split."
    }
    assert PlacedProblems().list_hints("organisations") == {}
