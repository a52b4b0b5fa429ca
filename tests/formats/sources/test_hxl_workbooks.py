"""3W as they come in workbooks: headings in two rows, merged cells, a million rows declared."""

import re
import zipfile

import openpyxl
import pytest
from network_files import join_messages, pairs

import ecosystem as eco

_ROWS = (
    ("Who does what, where, 2026",),
    ("Agency", "What", None, "Where", None),
    (None, "Cluster", "Activity", "District", "Code"),
    ("#org", "#sector", "#activity", "#adm1+name", "#adm1+code"),
    ("Harbour", "Health", "Clinic", "Alma", "XX01"),
    (None, None, "Training", "Bela", "XX02"),
    ("River", "Health", "Clinic", "Alma", "XX01"),
    (None, None, "Training", "Bela", "XX02"),
)
_MERGED = ("A2:A3", "B2:C2", "D2:E2", "A5:A6", "B5:B6", "A7:A8", "B7:B8")


def _write(path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "3W"
    for row in _ROWS:
        sheet.append(row)
    for cells in _MERGED:
        sheet.merge_cells(cells)
    book.save(path)
    return path


def _declare_a_million_rows(path, empty_rows):
    """Write the workbook again: a million rows declared, some of them there and empty."""
    made = path.with_name("million.xlsx")
    more = b"".join(
        b'<row r="%d" spans="1:5" ht="15"><c r="A%d" s="0"/></row>' % (row, row)
        for row in range(9, 9 + empty_rows)
    )
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            text = old.read(info)
            if info.filename.endswith("sheet1.xml"):
                text = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', text)
                text = text.replace(b"</sheetData>", more + b"</sheetData>")
            new.writestr(info, text)
    return made


@pytest.mark.usefixtures("reader")
def test_merged_headings_and_cells_are_read_as_what_they_go_over(tmp_path):
    """Two organisations with two activities each: 4 services, none of them of nobody."""
    e = eco.read(_write(tmp_path / "3w.xlsx"))
    assert pairs(e.services, "service_id", "name", "service_type") == [
        ("harbour-clinic", "Clinic", "Health"),
        ("harbour-training", "Training", "Health"),
        ("river-clinic", "Clinic", "Health"),
        ("river-training", "Training", "Health"),
    ]
    assert e.catchments["area_code"].tolist() == ["XX01", "XX02"] * 2
    assert "merged" not in join_messages(e)
    assert "equal to another" not in join_messages(e)
    assert "Sheet '3W': HXL, 4 rows" in join_messages(e)


@pytest.mark.usefixtures("reader")
def test_a_sheet_that_declares_a_million_rows_and_holds_few_is_read(tmp_path):
    path = _write(tmp_path / "3w.xlsx")
    same = eco.read(path)
    for empty_rows in (0, 20_000):
        e = eco.read(_declare_a_million_rows(path, empty_rows))
        assert e.services.equals(same.services)
        assert e.catchments.equals(same.catchments)
