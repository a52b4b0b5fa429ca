"""How headings are found, and what becomes of rows that do not fit them."""

import pytest

from ecosystem.formats.sheets.sheet import make_sheet


def _messages(sheet):
    return [problem.message for problem in sheet.found]


def test_titles_above_the_headings_are_passed_over():
    """Row 4 has two known headings; the rows above have none."""
    cells = [["Our map"], [], ["as of 2024"], ["Name", "Sector"], ["ACH", "voluntary"]]
    sheet = make_sheet("organisations", "x.csv", "", cells)
    assert sheet.headings == ["Name", "Sector"]
    assert (sheet.rows, sheet.numbers) == ([["ACH", "voluntary"]], [5])
    assert _messages(sheet) == ["the headings were found in row 4."]


def test_blank_rows_between_are_counted_and_after_the_last_are_nothing():
    cells = [["Name"], ["ACH"], [""], [" "], ["Bor"], [""]]
    sheet = make_sheet("organisations", "x.csv", "", cells)
    assert sheet.numbers == [2, 5]
    assert _messages(sheet) == ["2 blank rows left out."]
    assert sheet.found[0].row == 3


def test_rows_are_as_wide_as_the_headings():
    cells = [["Name", "Sector"], ["ACH"], ["Bor", "faith", "x"], ["Uni", "academic", " "]]
    sheet = make_sheet("organisations", "x.csv", "", cells)
    assert sheet.rows == [["ACH", ""], ["Bor", "faith"], ["Uni", "academic"]]
    (problem,) = sheet.found
    assert (problem.row, problem.value) == (3, "x")


def test_a_column_without_a_heading_is_not_read():
    sheet = make_sheet("organisations", "x.csv", "", [["Name", "", "Sector"], ["ACH", "x", "y"]])
    assert (sheet.headings, sheet.rows) == (["Name", "Sector"], [["ACH", "y"]])
    assert _messages(sheet) == ["column 2 has no heading and was not read."]


def test_the_empty_corner_of_a_matrix_is_the_names():
    sheet = make_sheet("x", "x.csv", "", [["", "ACH", "Bor"], ["ACH", "0", "1"], ["Bor", "1", "0"]])
    assert sheet.headings == ["name", "ACH", "Bor"]


@pytest.mark.parametrize("cells", [[], [[]], [["", " "]]])
def test_a_sheet_that_holds_nothing(cells):
    sheet = make_sheet("x", "x.csv", "", cells)
    assert (sheet.headings, sheet.rows, sheet.numbers) == ([], [], [])


def test_a_column_that_is_not_there_is_empty():
    sheet = make_sheet("x", "x.csv", "", [["Name"], ["ACH"]])
    assert (sheet.column("Name"), sheet.column("Sector")) == (["ACH"], [""])


def test_headings_in_two_rows_are_one():
    """Advice goes over three columns; Area has no second name, and Other has one."""
    cells = [
        ["Organisation", "Advice", "", "", "Other", "", "Area"],
        ["", "Immigration", "Housing", "Benefits", "ESOL", "Food"],
        ["A", "x", "", "x", "", "x", "Oxford"],
    ]
    sheet = make_sheet("who", "x.csv", "", cells)
    assert sheet.headings == [
        "Organisation",
        "Advice: Immigration",
        "Advice: Housing",
        "Advice: Benefits",
        "Other: ESOL",
        "Other: Food",
        "Area",
    ]
    assert (sheet.numbers, sheet.rows[0][-1]) == ([3], "Oxford")
    assert _messages(sheet) == ["the headings were found in rows 1 and 2."]


@pytest.mark.parametrize(
    "row", [["", "x", "x", "x"], ["B", "Housing", "Benefits", ""], ["", "Housing", "", ""]]
)
def test_a_row_of_data_is_no_second_row_of_headings(row):
    sheet = make_sheet("who", "x.csv", "", [["Organisation", "Advice", "", ""], row, ["A", "x"]])
    assert sheet.headings == ["Organisation", "Advice"]


def test_the_wider_of_two_rows_with_one_known_heading_has_the_headings():
    cells = [["Services"], ["Who", "What they do"], ["A", "food"]]
    assert make_sheet("who", "x.csv", "", cells).headings == ["Who", "What they do"]


def test_a_row_of_groups_is_above_the_headings():
    """Access is a heading of ours, but its row leaves the first cell empty: it is a group."""
    rows = [["", "", "Access"], ["Organisation", "Services", "How to refer"], ["A", "ESOL", "self"]]
    assert make_sheet("s", "f", "s", rows).headings == ["Organisation", "Services", "How to refer"]
