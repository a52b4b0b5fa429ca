"""Tests of the template's sheets for one question: outcomes and scores."""

import openpyxl

import ecosystem as eco
from ecosystem.commands import main


def _run(*words):
    return main([str(word) for word in words])


def test_outcomes_and_scores_are_taken_from_the_template(tmp_path, capsys):
    """Ash and Birch could lead on advice, Birch better; 20 homes kept at £4,000 are £80,000."""
    path = eco.write_template(tmp_path / "my-sector.xlsx")
    book = openpyxl.load_workbook(path)
    rows = {
        "Organisations": [["Ash"], ["Birch"]],
        "Services": [["Advice", "advice", "Ash"], ["More advice", "advice", "Birch"]],
        "Outcomes": [["Homes kept", 20, "families", 4000, None, "Our council, 2024"]],
        "Scores": [["Ash", "advice", 1], ["Birch", "advice", 3]],
    }
    for name, cells in rows.items():
        for number, row in enumerate(cells, 2):
            for column, cell in enumerate(row, 1):
                book[name].cell(number, column).value = cell
    book.save(path)
    e = eco.read(path)
    assert len(e.organisations) == 2
    assert not [one for one in e.problems["message"] if "Scores" in one or "Outcomes" in one]
    assert _run("value", path) == 0
    assert "£80,000" in capsys.readouterr().out
    assert _run("focus", path, "--scores", path) == 0
    assert "Birch could lead on advice" in capsys.readouterr().out


def test_a_sheet_of_outcomes_without_rows_is_asked_for(tmp_path, capsys):
    path = eco.write_template(tmp_path / "my-sector.xlsx")
    book = openpyxl.load_workbook(path)
    book["Organisations"].cell(2, 1).value = "Ash"
    book.save(path)
    assert _run("value", path) == 2
    assert "the sheet Outcomes of" in capsys.readouterr().err
