"""What `check` found as a workbook: each row leads to its cell."""

import openpyxl
import pytest

import ecosystem as eco
from ecosystem.errors import describe_problems
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


@pytest.mark.parametrize(
    "files",
    [
        {"services.csv": "name,service_type\nAdvice,advice\n", "organisations.csv": "name\nAsh\n"},
        {"organisations.csv": "name\n"},
        {"people.csv": "what,where\nx,y\n"},
    ],
    ids=["a service nobody runs", "no row yet", "no organisations at all"],
)
@pytest.mark.parametrize("is_book", [True, False])
def test_problems_without_a_row_are_listed_without_a_link(files, is_book, tmp_path):
    """What is wrong with a table as a whole has no row and so no cell to lead to."""
    source = tmp_path / "ours.xlsx" if is_book else tmp_path / "ours"
    if is_book:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, text in files.items():
            sheet = book.create_sheet(name.removesuffix(".csv"))
            for line in text.splitlines():
                sheet.append(line.split(","))
        book.save(source)
    else:
        source.mkdir()
        for name, text in files.items():
            (source / name).write_text(text, encoding="utf-8")
    problems = eco.check(source)
    assert problems["row"].isna().any()
    path = write_problems(problems, tmp_path / "problems.xlsx", source=source)
    rows = list(openpyxl.load_workbook(path)["Problems"].iter_rows(min_row=2))
    assert len(rows) == len(problems)
    assert [row[4].hyperlink is None for row in rows] == problems["row"].isna().tolist()


def test_each_cell_of_a_warning_is_found(tmp_path):
    """Two of three answers in row 3 and 4 tell no choice: one warning, and two rows in the list."""
    (tmp_path / "data").mkdir()
    for name, text in {
        "organisations.csv": "organisation_id,name\na,Ash\nb,Beech\nc,Cedar\n",
        "referrals.csv": "from_id,to_id,sent,feedback\na,b,5,yes\na,c,5,perhaps\nb,c,5,unsure\n",
    }.items():
        (tmp_path / "data" / name).write_text(text, encoding="utf-8")
    problems = eco.check(tmp_path / "data")
    assert list(problems["cells"]) == [((3, "perhaps"), (4, "unsure"))]
    assert describe_problems(problems)[0].startswith(
        "referrals.csv rows 3 and 4, feedback: 2 cells"
    )
    path = write_problems(problems, tmp_path / "problems.xlsx", source=tmp_path / "data")
    _, *rows = openpyxl.load_workbook(path)["Problems"].iter_rows(values_only=True)
    assert [row[4:7] for row in rows] == [(3, "feedback", "perhaps"), (4, "feedback", "unsure")]
