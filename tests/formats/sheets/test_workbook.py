"""Workbooks by hand: both readers give the same cells, and what is odd is said."""

import zipfile

import openpyxl
import pytest
from odd_workbooks import HEAD, book, join_problems, raw_book

import ecosystem as eco
from ecosystem.formats.sheets import workbook

pytestmark = pytest.mark.usefixtures("reader")


def test_a_workbook_with_too_many_cells_names_the_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_CELLS", 3)
    monkeypatch.setattr(workbook, "_MOST_SLOW", 3)
    with pytest.raises(eco.DataError, match="has 4 cells; the limit is 3"):
        eco.read(raw_book(tmp_path / "large.xlsx"))


def test_titles_above_and_instructions_below_the_headings(tmp_path):
    path = book(
        tmp_path / "hand.xlsx",
        [
            ["Refugee sector in Bristol"],
            ["last changed by Ann"],
            [],
            [None, "ORGANISATION NAME", "Sector*", "Lat", "Long", "Start date"],
            [None, "full name", "choose one", "decimal", "decimal", "DD/MM/YYYY"],
            [None, "ACH", "Voluntary", "51.5", "-2.5", "31/03/2001"],
            [None, "Borderlands", "Faith", None, None, None],
        ],
    )
    e = eco.read(path)
    assert list(e.organisations["name"]) == ["ACH", "Borderlands"]
    assert e.organisations["latitude"].tolist()[0] == 51.5
    said = join_problems(e.problems)
    assert "headings were found in row 4" in said
    assert "reads like instructions" in said
    assert "day first" in said


def test_hidden_and_ignored_sheets_are_passed_over_and_named(tmp_path):
    def hide(made):
        made.create_sheet("Services").sheet_state = "hidden"
        made["Services"].append(["Name", "Service type"])
        made.create_sheet("Referrals").sheet_state = "veryHidden"
        made.create_sheet("Groups (ignore)").append(["Name"])

    e = eco.read(book(tmp_path / "x.xlsx", [["Name"], ["ACH"]], change=hide))
    assert e.services.empty
    assert "'Services', 'Referrals' and 'Groups (ignore)'" in join_problems(e.problems)


def test_merged_cells_below_the_headings_are_named(tmp_path):
    def merge(made):
        made.worksheets[0].merge_cells("A1:B1")
        made.worksheets[0].merge_cells("B3:B4")

    rows = [["Our list"], ["Name", "Sector"], ["ACH", "voluntary"], ["Bor", None]]
    e = eco.read(book(tmp_path / "x.xlsx", rows, change=merge))
    assert "1 range of merged cells (B3:B4)" in join_problems(e.problems)


def test_error_cells_are_errors_and_a_text_like_one_is_text(tmp_path):
    def spoil(made):
        made.worksheets[0]["B2"].value = "#N/A"
        made.worksheets[0]["B2"].data_type = "e"

    rows = [["Name", "Charity number"], ["#ourtown", "x"]]
    problems = eco.check(book(tmp_path / "x.xlsx", rows, change=spoil))
    (row,) = problems[problems["severity"] == "error"].to_dict("records")
    assert (row["row"], row["column"], row["sheet"]) == (2, "Charity number", "Organisations")
    assert row["message"].startswith("the cell shows")


def test_a_formula_gives_its_value_and_one_without_value_is_an_error(tmp_path):
    value = '<row r="2"><c r="A2" t="str"><f>"A"&amp;"CH"</f><v>ACH</v></c></row>'
    e = eco.read(raw_book(tmp_path / "x.xlsx", HEAD + value))
    assert list(e.organisations["name"]) == ["ACH"]
    rows = [["Name", "Latitude"], ["ACH", "=50+1"]]
    problems = eco.check(book(tmp_path / "y.xlsx", rows))
    (row,) = problems[problems["severity"] == "error"].to_dict("records")
    assert (row["row"], row["column"]) == (2, "Latitude")
    assert "save it" in row["suggestion"]


def test_numbers_as_text_and_ids_as_numbers(tmp_path):
    path = tmp_path / "x.xlsx"
    made = openpyxl.Workbook()
    made.worksheets[0].title = "Organisations"
    for row in (
        ["Organisation id", "Name", "Latitude", "Company number"],
        [7, "ACH", " 51.5 ", 738693],
        ["8.0", "Bor", None, "SC 123456"],
    ):
        made.worksheets[0].append(row)
    ties = made.create_sheet("Relationships")
    for row in (["From", "To", "Kind"], ["7", 8.0, "funds"]):
        ties.append(row)
    made.save(path)
    e = eco.read(path)
    assert list(e.organisations["organisation_id"]) == ["7", "8"]
    assert e.organisations["company_number"].tolist() == ["00738693", "SC123456"]
    assert e.relationships.loc[0, ["from_id", "to_id"]].tolist() == ["7", "8"]
    assert "without its zeros" in join_problems(e.problems)


def test_rows_keep_their_numbers_when_the_first_are_empty(tmp_path):
    path = book(tmp_path / "x.xlsx", [[], [], ["Name", "Latitude"], [], ["ACH", "north"]])
    problems = eco.check(path)
    assert problems[problems["severity"] == "error"]["row"].tolist() == [5]


def test_prefixes_that_other_programs_put_before_tags(tmp_path):
    """As the SDK of Microsoft writes them: <x:c> for <c>."""
    path = raw_book(tmp_path / "x.xlsx")
    again = tmp_path / "y.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(again, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            if name.endswith("sheet1.xml"):
                text = text.replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:")
                text = text.replace("<x:?xml", "<?xml").replace("xmlns=", "xmlns:x=")
            new.writestr(name, text)
    assert list(eco.read(again).organisations["name"]) == ["ACH"]
