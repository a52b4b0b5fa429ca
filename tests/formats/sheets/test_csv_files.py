"""CSV files, and folders and zips of them."""

import pytest
from odd_workbooks import join_problems
from sheets_by_hand import read_bytes
from written_tables import write_csv

import ecosystem as eco


def test_ragged_rows_and_repeated_headings(tmp_path):
    raw = b"name,Comments,Comments\nACH,one,two,three,four\nBor\n"
    e = read_bytes(tmp_path, raw)
    assert list(e.organisations["Comments (2)"].fillna("")) == ["two", ""]
    said = join_problems(e.problems)
    assert "the row has 5 cells and there are 3 headings" in said
    assert "'Comments' is there twice" in said


def test_many_small_files_together_keep_the_limit(tmp_path, monkeypatch):
    """Two rows of one cell in each of two files are four cells; with a ragged row, two rows."""
    monkeypatch.setattr("ecosystem.formats.sheets.csv_files.MOST_TABLE_CELLS", 3)
    monkeypatch.setattr("ecosystem.formats.sheets.csv_files.MOST_ROWS", 3)
    for name in ("organisations", "services"):
        (tmp_path / f"{name}.csv").write_bytes(b"name\nA\nB\n")
    with pytest.raises(eco.DataError, match="more than 24,000,000 cells, the limit"):
        eco.read(tmp_path)
    for name in ("organisations", "services"):
        (tmp_path / f"{name}.csv").write_bytes(b"name\nA,x\nB\n")
    with pytest.raises(eco.DataError, match="more than 300,000 rows or"):
        eco.read(tmp_path)


def test_a_table_of_ours_may_have_more_rows_than_another_sheet(tmp_path, monkeypatch):
    """Three rows, where others may have two: organisations are read, who sits where is not."""
    monkeypatch.setattr("ecosystem.formats.sheets.plain_sheet.MOST_ROWS", 2)
    monkeypatch.setattr("ecosystem.formats.sheets.text.MOST_ROWS", 2)
    (tmp_path / "organisations.csv").write_bytes(b'name,sector\n"A, B",faith\nC,\nD,\n')
    assert len(eco.read(tmp_path).organisations) == 3
    (tmp_path / "forum.csv").write_bytes(b"Organisation,Forum\nC,x\nD,\nE,x\n")
    with pytest.raises(eco.DataError, match="more than 2 rows") as caught:
        eco.read(tmp_path)
    assert "Of a table of ours more is read" in caught.value.problems.loc[0, "suggestion"]


def test_errors_of_formulas_in_csv(tmp_path):
    (tmp_path / "x.csv").write_text("name,website\n#REF!,x\n#ourtown,#N/A\n", encoding="utf-8")
    problems = eco.check(tmp_path / "x.csv")
    errors = problems[problems["message"].str.startswith("the cell shows")]
    assert list(zip(errors["row"], errors["value"], strict=True)) == [(2, "#REF!"), (3, "#N/A")]


def test_a_phone_number_and_a_formula_stay_text(tmp_path):
    e = read_bytes(tmp_path, b'name,Notes\n"=HYPERLINK(""http://x"")",+44 117\n')
    assert e.organisations.loc[0, ["name", "Notes"]].tolist() == [
        '=HYPERLINK("http://x")',
        "+44 117",
    ]


def test_the_same_heading_twice_is_said(tmp_path):
    folder = write_csv(tmp_path / "d", organisations=[["name", "Name"], ["ACH", "ABC"]])
    assert eco.check(folder)["message"].str.contains("twice").any()
