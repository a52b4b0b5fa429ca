"""A file as it was understood, and answers to its questions."""

import openpyxl
import pandas as pd
import pytest

import ecosystem as eco
from ecosystem.data.tables import TABLES


@pytest.fixture
def half(tmp_path):
    """A workbook as a tired hand fills it in.

    Services row 2: level "L1" is read as 1, the languages are split, the area "Stoke" is
    Stoke-on-Trent; capacity "lots" cannot be read. Referrals row 2 leads to nobody.
    """
    book = openpyxl.Workbook()
    sheets = {
        "Organisations": [["Name"], ["Ash"], ["Elm"]],
        "Services": [
            [
                "Name",
                "Service type",
                "Organisation",
                "Areas reached",
                "Level",
                "Capacity",
                "Languages",
            ],
            ["Ash advice", "advice", "Ash", "Stoke", "L1", "lots", "Arabic, Farsi"],
        ],
        "Referrals": [["From", "To", "Sent"], ["Ash", "Nobody at all", 7], ["Ash", "Elm", 20]],
    }
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = tmp_path / "half.xlsx"
    book.save(path)
    return path


def _find(sheet, heading, row):
    column = next(cell.column for cell in sheet[1] if cell.value.removesuffix(" *") == heading)
    return sheet.cell(row, column)


def _colour(cell):
    return cell.fill.fgColor.rgb[-6:] if cell.fill.fill_type else None


def test_it_reads_back_to_the_same_tables(half):
    path = eco.write_as_understood(half, half.with_name("understood.xlsx"))
    before, after = eco.read(half, set_aside=True), eco.read(path)
    for name in TABLES:
        expected, read = getattr(before, name), getattr(after, name)
        pd.testing.assert_frame_equal(
            expected.dropna(axis=1, how="all"), read.dropna(axis=1, how="all"), check_like=True
        )
    assert not after.problems["severity"].eq("warning").any()


@pytest.mark.parametrize("name", ["west-midlands", "legal-aid-2015"])
def test_a_sample_comes_back_the_same(name, tmp_path):
    e = eco.read_sample(name)
    folder = eco.write_tables(e, tmp_path / "copy", visibility="private")
    again = eco.read(eco.write_as_understood(folder, tmp_path / "copy.xlsx"))
    for table in TABLES:
        expected, read = getattr(e, table), getattr(again, table)
        pd.testing.assert_frame_equal(
            expected.dropna(axis=1, how="all"), read.dropna(axis=1, how="all"), check_like=True
        )


def test_what_was_read_otherwise_is_marked_with_what_stands_in_the_file(half):
    sheet = openpyxl.load_workbook(
        eco.write_as_understood(half, half.with_name("understood.xlsx"))
    )["Services"]
    level, places = _find(sheet, "Level", 2), _find(sheet, "Capacity", 2)
    assert (level.value, _colour(level)) == (1, "FFF2CC")
    assert level.comment.text == "Services row 2, Level: L1"
    assert (places.value, _colour(places)) == (None, "F8CBAD")
    assert places.comment.text == "Not read. Services row 2, Capacity: lots"
    area = _find(sheet, "Areas reached", 2)
    assert (area.value, _colour(area)) == ("Stoke-on-Trent", "FFF2CC")
    # What stands so in the file is not marked, wherever it stood.
    for heading in ("Name", "Service type", "Organisation"):
        assert _colour(_find(sheet, heading, 2)) is None


def test_every_warning_is_a_question_with_a_choice(half):
    book = openpyxl.load_workbook(eco.write_as_understood(half, half.with_name("understood.xlsx")))
    sheet = book["Questions"]
    warnings = eco.read(half, set_aside=True).problems["severity"].eq("warning").sum()
    assert sheet.max_row - 1 == warnings > 0
    asked = {cell.value for cell in sheet["A"]}
    assert {"Services row 2, Capacity", "Referrals row 2, To"} <= asked
    offered = {
        str(choice.sqref): choice.formula1 for choice in sheet.data_validations.dataValidation
    }
    assert set(offered) == {f"C{row}" for row in range(2, sheet.max_row + 1)}


def test_an_answer_is_put_in_the_cell_that_it_is_about(half):
    """The places are said to be 40; the lost referral stays as it is."""
    path = eco.write_as_understood(half, half.with_name("understood.xlsx"))
    book = openpyxl.load_workbook(path)
    sheet = book["Questions"]
    for row in range(2, sheet.max_row + 1):
        is_places = sheet.cell(row, 1).value == "Services row 2, Capacity"
        sheet.cell(row, 3).value = 40 if is_places else "as it is"
    book.save(path)
    e = eco.read(path)
    assert e.services["capacity"].tolist() == [40]
    assert e.referrals["sent"].tolist() == [20]
    assert "1 answer taken from the sheet Questions." in set(e.problems["message"])


def test_hostile_text_stays_text(tmp_path):
    folder = tmp_path / "sector"
    folder.mkdir()
    (folder / "organisations.csv").write_text(
        "name,sector\n=1+1,odd\n<b>Ash</b>,=2+2\n", encoding="utf-8"
    )
    path = eco.write_as_understood(folder, tmp_path / "out.xlsx")
    book = openpyxl.load_workbook(path)
    for sheet in book:
        if sheet.title not in {"Lists", "Read me"}:
            assert not any(cell.data_type == "f" for row in sheet for cell in row)
    assert set(eco.read(path).organisations["name"]) == {"=1+1", "<b>Ash</b>"}


def test_another_ending_is_refused(half, tmp_path):
    with pytest.raises(ValueError, match=r"does not end in \.xlsx"):
        eco.write_as_understood(half, tmp_path / "out.csv")


def test_a_directory_and_a_log_are_written_without_a_person(tmp_path):
    """The contact of the directory, and the initials of the log, stand nowhere."""
    book = openpyxl.Workbook()
    sheets = {
        "Who does what": [
            ["Organisation", "What they do", "Contact person", "Area covered"],
            ["Ash Trust", "food bank, ESOL classes", "Jo Bloggs", "Leeds"],
            ["Elm House", "befriending", "Al Smith", None],
        ],
        "Log": [
            ["Date", "Initials", "From", "To", "Need", "Outcome"],
            *[
                [f"0{day}/03/2026", "QX", "Ash Trust", "Elm House", "food", "Accepted"]
                for day in range(1, 8)
            ],
        ],
    }
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(tmp_path / "kept.xlsx")
    made = openpyxl.load_workbook(
        eco.write_as_understood(tmp_path / "kept.xlsx", tmp_path / "understood.xlsx")
    )
    cells = [cell for sheet in made for row in sheet.iter_rows() for cell in row]
    texts = [str(cell.value) for cell in cells] + [
        cell.comment.text for cell in cells if cell.comment
    ]
    assert not [text for text in texts if any(one in text for one in ("Bloggs", "Smith", "QX"))]
    sent = _find(made["Referrals"], "Sent", 2)
    assert (sent.value, sent.comment.text) == (7, "Counted from rows of Log.")
    assert _colour(_find(made["Referrals"], "Reached", 2)) is None
    assert {cell.value for cell in made["Services"]["A"]} >= {"food bank", "ESOL classes"}


def test_a_service_without_an_area_beside_one_with_it_leaves_an_empty_cell(tmp_path):
    """NaN in a cell would be no workbook that opens."""
    (tmp_path / "sector.csv").write_text(
        "Organisation,Service,Areas\nAsh,drop-in,Leeds\nElm,food bank,\n", encoding="utf-8"
    )
    eco.write_as_understood(tmp_path / "sector.csv", tmp_path / "out.xlsx")
    rows = list(openpyxl.load_workbook(tmp_path / "out.xlsx")["Services"].values)
    areas = [heading.startswith("Area") for heading in rows[0]].index(True)
    assert [row[areas] for row in rows[1:3]] in (["Leeds", None], [None, "Leeds"])
