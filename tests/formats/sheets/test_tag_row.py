"""The tag row of HXL: where it stands, and which headings stand above it."""

import pytest

from ecosystem.formats.sheets.sheet import make_sheet
from ecosystem.formats.sheets.tag_row import find_tag_row


def _tags(sheet):
    return {heading: str(tag) for heading, tag in sheet.tags.items()}


def test_the_row_above_the_tags_holds_the_headings_whatever_they_are_called():
    sheet = make_sheet(
        "3w",
        "3w.csv",
        "",
        [["Organisation"], ["Who", "Onde"], ["#org", "#ADM1 +Name"], ["Harbour", "Alma"]],
    )
    assert sheet.headings == ["Who", "Onde"]
    assert _tags(sheet) == {"Who": "#org", "Onde": "#adm1+name"}
    assert (sheet.rows, sheet.numbers) == ([["Harbour", "Alma"]], [4])


def test_a_heading_merged_over_two_rows_is_that_of_its_column():
    rows = [["Agency", "Where", ""], ["", "District", "Code"], ["#org", "#adm1+name", "#adm1+code"]]
    sheet = make_sheet("3w", "3w.csv", "", [*rows, ["Harbour", "Alma", "XX01"]])
    assert sheet.headings == ["Agency", "District", "Code"]


def test_columns_that_share_a_heading_are_told_apart_by_their_tags_without_a_warning():
    rows = [["Org", "Code", "Code"], ["#org", "#adm1+code", "#adm2+code"], ["Harbour", "1", "2"]]
    sheet = make_sheet("3w", "3w.csv", "", rows)
    assert sheet.headings == ["Org", "Code #adm1+code", "Code #adm2+code"]
    assert [problem.severity for problem in sheet.found] == ["note"]


def test_tags_may_stand_in_the_first_row():
    sheet = make_sheet("3w", "3w.csv", "", [["#org", "#sector"], ["Harbour", "Food"]])
    assert sheet.headings == ["#org", "#sector"]


def test_a_column_without_a_tag_keeps_its_heading_and_has_none():
    sheet = make_sheet("3w", "3w.csv", "", [["Org", "Our notes"], ["#org", ""], ["Harbour", "x"]])
    assert (sheet.headings, _tags(sheet)) == (["Org", "Our notes"], {"Org": "#org"})


@pytest.mark.parametrize(
    "row",
    [
        ["#ourtown", ""],
        ["#1", "#2"],
        ["#org", "Harbour", "Food"],
        ["Harbour", "#REF!"],
        ["", ""],
    ],
    ids=["another hashtag", "numbers", "one of three", "an error", "nothing"],
)
def test_what_is_no_row_of_tags_is_data(row):
    assert find_tag_row([["Name", "Notes", "More"], row]) is None


def test_tags_are_looked_for_in_the_first_25_rows():
    above = [["a title"]] * 24
    assert find_tag_row([*above, ["#org"]]) == 24
    assert find_tag_row([*above, ["one more"], ["#org"]]) is None
