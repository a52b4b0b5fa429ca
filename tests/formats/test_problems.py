"""What `check` found as a workbook: each row leads to its cell."""

import openpyxl

import ecosystem as eco
from ecosystem.formats.problems import write_problems


def test_problems_lead_to_the_faulty_cell(tmp_path):
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Organisations"
    for row in (["Our list"], [], ["Name", "Latitude"], ["ACH", "north"]):
        book.worksheets[0].append(row)
    source = tmp_path / "our sector.xlsx"
    book.save(source)
    problems = eco.check(source)
    path = write_problems(problems, tmp_path / "problems.xlsx", source=source)
    sheet = openpyxl.load_workbook(path)["Problems"]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == "error")
    assert [row[4].value, row[5].value, row[6].value] == [4, "Latitude", "north"]
    assert row[4].hyperlink.target == "our sector.xlsx"
    assert row[4].hyperlink.location == "'Organisations'!B4"


def test_problems_of_a_folder_lead_to_the_file(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "organisations.csv").write_text(
        "name,latitude\nACH,=1\n", encoding="utf-8"
    )
    problems = eco.check(tmp_path / "data")
    path = write_problems(problems, tmp_path / "problems.xlsx", source=tmp_path / "data")
    row = openpyxl.load_workbook(path)["Problems"][2]
    assert row[4].hyperlink.target == "data/organisations.csv"
    assert row[6].data_type == "s"
