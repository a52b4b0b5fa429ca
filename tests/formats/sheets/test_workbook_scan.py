"""Workbooks that would bring a reader down, or are none, are known before one opens them."""

import io
import zipfile

import pytest
from odd_workbooks import ACH, BOOK, HEAD, cell, join_problems, raw_book

import ecosystem as eco
from ecosystem.formats.sheets import workbook_scan
from ecosystem.formats.sheets.workbook_scan import scan_workbook

pytestmark = pytest.mark.usefixtures("reader")


def test_one_stray_cell_far_down_and_to_the_right(tmp_path):
    """A thousand rows and a hundred columns off: in the last corner it would do harm elsewhere."""
    far = f'<row r="1500">{cell("CZ1500", "x")}</row>'
    e = eco.read(raw_book(tmp_path / "far.xlsx", HEAD + ACH + far))
    assert list(e.organisations["name"]) == ["ACH"]
    assert "far outside the table" in join_problems(e.problems)


def test_only_a_stray_cell(tmp_path):
    far = f'<row r="1500">{cell("CZ1500", "x")}</row>'
    problems = eco.check(raw_book(tmp_path / "far.xlsx", far))
    assert (problems["severity"] == "error").any() or "no organisation" in join_problems(problems)


def test_many_blank_formatted_rows_are_cut_off(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook_scan, "_PADDING", 10_000)
    blank = "".join(f'<row r="{row}" s="1" customFormat="1"/>' for row in range(3, 3000))
    e = eco.read(raw_book(tmp_path / "blank.xlsx", HEAD + ACH + blank))
    assert list(e.organisations["name"]) == ["ACH"]


def test_what_unpacks_to_more_than_the_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook_scan, "MOST_UNPACKED", 1024**2)
    path = tmp_path / "large.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("xl/worksheets/sheet1.xml", "w") as out:
            out.write(b" " * 1024**2)
        archive.writestr("xl/workbook.xml", BOOK)
    with pytest.raises(eco.DataError, match="larger than 1 MB"):
        eco.read(path)


def test_shared_texts_larger_than_the_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook_scan, "_MOST_TEXT", 1024**2)
    path = raw_book(tmp_path / "large.xlsx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", b" " * (2 * 1024**2))
    with pytest.raises(eco.DataError, match="larger than 1 MB"):
        eco.read(path)


@pytest.mark.parametrize("where", ["sheet", "relations"])
def test_entities_are_refused(tmp_path, where):
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    path = raw_book(tmp_path / "laughs.xlsx", before=laughs if where == "sheet" else "")
    if where == "relations":
        path = tmp_path / "other.xlsx"
        with (
            zipfile.ZipFile(raw_book(tmp_path / "x.xlsx")) as old,
            zipfile.ZipFile(path, "w") as new,
        ):
            for name in old.namelist():
                text = old.read(name)
                new.writestr(name, laughs.encode() + text if name.endswith("k.xml.rels") else text)
    with pytest.raises(eco.DataError, match="parts that no spreadsheet program writes"):
        eco.read(path)


def test_a_workbook_with_a_password(tmp_path):
    path = tmp_path / "secret.xlsx"
    stream = "EncryptedPackage".encode("utf-16-le")
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + stream + bytes(600))
    with pytest.raises(eco.DataError, match="has a password"):
        eco.read(path)


def _zip(*names):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return made.getvalue()


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "the file is empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), r"old kind \(.xls\)"),
        (b"<html><table><tr><td>Name</td></tr></table></html>", "this is a web page"),
        (b"Name,Sector\nACH,voluntary\n", "this is a text file"),
        (b"PK\x03\x04 and then nothing of use", "damaged"),
        (_zip("content.xml", "mimetype"), "LibreOffice file"),
        (_zip("xl/workbook.bin"), r"binary workbook \(.xlsb\)"),
        (_zip("word/document.xml"), "no workbook"),
        (bytes(range(256)), "no workbook"),
    ],
    ids=["empty", "xls", "html", "csv", "cut", "ods", "xlsb", "docx", "noise"],
)
def test_what_is_called_a_workbook_and_is_none(tmp_path, raw, said):
    path = tmp_path / "data.xlsx"
    path.write_bytes(raw)
    with pytest.raises(eco.DataError, match=said) as raised:
        eco.read(path)
    (problem,) = raised.value.problems.to_dict("records")
    assert problem["suggestion"]


def test_a_binary_saved_as_text_is_damaged(tmp_path):
    """As one published workbook is: every byte that is no letter became a question mark."""
    good = raw_book(tmp_path / "good.xlsx").read_bytes()
    path = tmp_path / "bad.xlsx"
    path.write_bytes(good.decode("utf-8", errors="replace").encode("utf-8"))
    with pytest.raises(eco.DataError, match="damaged"):
        eco.read(path)


@pytest.fixture
def small_sheets(monkeypatch):
    """The scan with sheets of five columns and twenty rows, so that harmless cells lie outside."""
    monkeypatch.setattr(workbook_scan, "_LAST_COLUMN", 5)
    monkeypatch.setattr(workbook_scan, "_LAST_ROW", 20)


@pytest.mark.usefixtures("small_sheets")
@pytest.mark.parametrize(
    "row",
    [
        '<row r="3"><c r="F3"><v>1</v></c></row>',
        '<row r="21"><c r="A21"><v>1</v></c></row>',
        '<row r="21"></row>',
        '<row r="3"><c s="1" t="n" r="AB3"><v>1</v></c></row>',
        '<row r="3"><c r="F3" s="1"/></row>',
        '<row r="3"><x:c xmlns:x="a" r="F3"><v>1</v></x:c></row>',
        '<row r="3"><x-y.z:c xmlns:x-y.z="a" r = "F3"><v>1</v></x-y.z:c></row>',
        '<row r="3"><c\nr="F3"><v>1</v></c></row>',
    ],
)
def test_a_cell_outside_a_sheet_is_refused_before_a_reader_sees_it(row, tmp_path):
    """A reader may end the process on a number that no sheet has; so none gets as far.

    What is looked at is the number itself, however many letters and figures it has: with the limits
    lowered the same lines of code see these harmless cells as they see the others.
    """
    with pytest.raises(eco.DataError, match="outside a sheet"):
        scan_workbook(raw_book(tmp_path / "far.xlsx", HEAD + ACH + row))


@pytest.mark.parametrize(
    "row", ["<row r='3'/>", '<row r="x"/>', '<row r="3"><c r="&#65;3"/></row>']
)
def test_an_address_that_is_none_is_refused(row, tmp_path):
    with pytest.raises(eco.DataError, match="no spreadsheet program writes"):
        scan_workbook(raw_book(tmp_path / "odd.xlsx", HEAD + ACH + row))


@pytest.mark.usefixtures("small_sheets")
def test_a_range_outside_a_sheet_is_refused(tmp_path):
    path = tmp_path / "range.xlsx"
    with pytest.raises(eco.DataError, match="F2 lies outside a sheet"):
        scan_workbook(raw_book(path, after='<dimension ref="A1:F2"/>'))
    assert scan_workbook(raw_book(path, after='<dimension ref="A1:E20"/>'))


def test_a_tag_too_long_to_be_looked_at_whole_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook_scan, "_LONGEST_CELL", 100)
    long = f'<row r="3"><c s="{"1" * 500}" r="B3"><v>1</v></c></row>'
    with pytest.raises(eco.DataError, match="no spreadsheet program writes"):
        scan_workbook(raw_book(tmp_path / "long.xlsx", HEAD + ACH + long))


@pytest.mark.usefixtures("small_sheets")
def test_the_last_cell_of_a_sheet_is_inside_and_text_is_no_address(tmp_path):
    text = cell("A3", 'write r="F3" or &lt;c r="F3"&gt;')
    last = f'<row r="3">{text}</row><row r="20"><c r="E20" s="1"/></row>'
    (facts,) = scan_workbook(raw_book(tmp_path / "last.xlsx", HEAD + ACH + last))
    assert facts.filled == 5


@pytest.mark.parametrize("target", ["/xl/{}", "xl/{}", "{}"])
def test_a_sheet_is_found_from_the_root_from_xl_and_from_xl_again(target, tmp_path):
    """Programs write where the part of a sheet lies in three ways."""
    plain, path = raw_book(tmp_path / "plain.xlsx"), tmp_path / "other.xlsx"
    part = b"worksheets/sheet1.xml"
    with zipfile.ZipFile(plain) as archive, zipfile.ZipFile(path, "w") as made:
        for name in archive.namelist():
            written = archive.read(name)
            if name.endswith("workbook.xml.rels"):
                written = written.replace(part, target.format(part.decode()).encode())
            made.writestr(name, written)
    assert [facts.filled for facts in scan_workbook(path)] == [4]
