"""Bad input: each is read rightly, or answered by one clear sentence."""

import csv
import io
import random
import zipfile

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ecosystem as eco
from ecosystem.formats.sheets import workbook
from ecosystem.formats.sheets.text import decode

_TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType=
"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType=
"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"""
_RELATIONS = """<?xml version="1.0"?><Relationships xmlns=
"http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type=
"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/>
</Relationships>"""
_BOOK = """<?xml version="1.0"?><workbook xmlns=
"http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r=
"http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>
<sheet name="Organisations" sheetId="1" r:id="rId1"/></sheets></workbook>"""
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def cell(ref, text):
    return f'<c r="{ref}" t="inlineStr"><is><t>{text}</t></is></c>'


_HEAD = f'<row r="1">{cell("A1", "Name")}{cell("B1", "Latitude")}</row>'
_ACH = f'<row r="2">{cell("A2", "ACH")}<c r="B2"><v>51.5</v></c></row>'


def raw_book(path, rows=_HEAD + _ACH, *, before="", after=""):
    """Write a workbook part by part, as no library would."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        relations = _RELATIONS.format(kind="officeDocument", target="xl/workbook.xml")
        archive.writestr("_rels/.rels", relations)
        archive.writestr("xl/workbook.xml", _BOOK)
        relations = _RELATIONS.format(kind="worksheet", target="worksheets/sheet1.xml")
        archive.writestr("xl/_rels/workbook.xml.rels", relations)
        sheet = f"<?xml version='1.0'?>{before}<worksheet {_MAIN}><sheetData>{rows}</sheetData>"
        archive.writestr("xl/worksheets/sheet1.xml", f"{sheet}{after}</worksheet>")
    return path


def book(path, rows, *, name="Organisations", change=None):
    made = openpyxl.Workbook()
    made.worksheets[0].title = name
    for row in rows:
        made.worksheets[0].append(row)
    if change:
        change(made)
    made.save(path)
    return path


def messages(problems):
    return " / ".join(problems["message"] + " " + problems["suggestion"])


@pytest.fixture(params=["calamine", "openpyxl"], autouse=True)
def reader(request, monkeypatch):
    """Every workbook is read by each of the two readers."""
    if request.param == "calamine":
        pytest.importorskip("python_calamine", reason="the extra xlsx is not installed")
    else:
        monkeypatch.setattr(workbook, "find_spec", lambda _: None)
    return request.param


# Workbooks that would bring a reader down


def test_one_stray_cell_in_the_last_row_and_column(tmp_path):
    far = f'<row r="1048576">{cell("XFD1048576", "x")}</row>'
    e = eco.read(raw_book(tmp_path / "far.xlsx", _HEAD + _ACH + far))
    assert list(e.organisations["name"]) == ["ACH"]
    assert "far outside the table" in messages(e.problems)


def test_only_a_stray_cell(tmp_path):
    far = f'<row r="1048576">{cell("XFD1048576", "x")}</row>'
    problems = eco.check(raw_book(tmp_path / "far.xlsx", far))
    assert (problems["severity"] == "error").any() or "no organisation" in messages(problems)


def test_a_million_blank_formatted_rows(tmp_path):
    blank = "".join(f'<row r="{row}" s="1" customFormat="1"/>' for row in range(3, 1_048_577))
    e = eco.read(raw_book(tmp_path / "blank.xlsx", _HEAD + _ACH + blank))
    assert list(e.organisations["name"]) == ["ACH"]


def test_what_unpacks_to_more_than_the_limit(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("xl/worksheets/sheet1.xml", "w") as out:
            for _ in range(520):
                out.write(b" " * 1024**2)
        archive.writestr("xl/workbook.xml", _BOOK)
    with pytest.raises(eco.DataError, match="larger than 512 MB"):
        eco.read(path)


def test_shared_texts_larger_than_the_limit(tmp_path):
    path = raw_book(tmp_path / "bomb.xlsx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", b" " * (70 * 1024**2))
    with pytest.raises(eco.DataError, match="larger than 64 MB"):
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


def test_a_workbook_with_too_many_cells_names_the_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_CELLS", 3)
    monkeypatch.setattr(workbook, "_MOST_SLOW", 3)
    with pytest.raises(eco.DataError, match="has 4 cells; the limit is 3"):
        eco.read(raw_book(tmp_path / "large.xlsx"))


# Workbooks by hand


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
    said = messages(e.problems)
    assert "headings were found in row 4" in said
    assert "reads like instructions" in said
    assert "day first" in said


def test_other_words_for_sheets_and_headings(tmp_path):
    path = tmp_path / "hand.xlsx"
    made = openpyxl.Workbook()
    made.worksheets[0].title = "Organizations "
    for row in (["Organization", "Local Authority", "Post code"], ["ACH", "bristol", "bs14st"]):
        made.worksheets[0].append(row)
    ties = made.create_sheet("Connections")
    for row in (["Source", "Target", "Type"], ["ACH", "ACH", "funds"]):
        ties.append(row)
    made.save(path)
    e = eco.read(path)
    assert e.organisations.loc[0, ["name", "area_code", "postcode"]].tolist() == [
        "ACH",
        "E06000023",
        "BS1 4ST",
    ]
    assert e.relationships.loc[0, "kind"] == "funds"


def test_a_sheet_of_any_name_is_known_by_its_headings(tmp_path):
    path = book(
        tmp_path / "x.xlsx", [["Name of organisation", "Website"], ["ACH", None]], name="Sheet1"
    )
    e = eco.read(path)
    assert list(e.organisations["name"]) == ["ACH"]
    assert "'Sheet1' was read as organisations, from its headings" in messages(e.problems)


def test_a_list_of_services_alone_names_its_organisations(tmp_path):
    rows = [["Service", "Type", "Provider"], ["Advice", "legal advice", "ACH|Bor"]]
    e = eco.read(book(tmp_path / "x.xlsx", rows, name="Directory 2024"))
    assert list(e.organisations["name"]) == ["ACH", "Bor"]
    assert len(e.providers) == 2


def test_hidden_and_ignored_sheets_are_passed_over_and_named(tmp_path):
    def hide(made):
        made.create_sheet("Services").sheet_state = "hidden"
        made["Services"].append(["Name", "Service type"])
        made.create_sheet("Referrals").sheet_state = "veryHidden"
        made.create_sheet("Groups (ignore)").append(["Name"])

    e = eco.read(book(tmp_path / "x.xlsx", [["Name"], ["ACH"]], change=hide))
    assert e.services.empty
    assert "'Services', 'Referrals' and 'Groups (ignore)'" in messages(e.problems)


def test_merged_cells_below_the_headings_are_named(tmp_path):
    def merge(made):
        made.worksheets[0].merge_cells("A1:B1")
        made.worksheets[0].merge_cells("B3:B4")

    rows = [["Our list"], ["Name", "Sector"], ["ACH", "voluntary"], ["Bor", None]]
    e = eco.read(book(tmp_path / "x.xlsx", rows, change=merge))
    assert "1 range of merged cells (B3:B4)" in messages(e.problems)


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
    e = eco.read(raw_book(tmp_path / "x.xlsx", _HEAD + value))
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
    assert "without its zeros" in messages(e.problems)


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


# CSV in every odd form


_ROWS = [["name", "sector", "Notes"], ["Café Müller", "voluntary", "a"], ["Bor", "faith", "b"]]


def text_of(rows, *, end="\n", sign=","):
    out = io.StringIO()
    csv.writer(out, lineterminator=end, delimiter=sign).writerows(rows)
    return out.getvalue()


def read_bytes(tmp_path, raw, name="organisations.csv"):
    (tmp_path / name).write_bytes(raw)
    return eco.read(tmp_path / name)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (text_of(_ROWS).encode(), ""),
        (text_of(_ROWS).encode("utf-8-sig"), "byte-order mark"),
        (text_of(_ROWS).encode("utf-16"), "UTF-16"),
        (text_of(_ROWS).encode("utf-16-le"), "UTF-16"),
        (text_of(_ROWS).encode("utf-16-be"), "UTF-16"),
        (text_of(_ROWS).encode("utf-32"), "UTF-32"),
        (text_of(_ROWS).encode("cp1252"), "Windows-1252"),
        (text_of(_ROWS, end="\r").encode(), ""),
        (text_of(_ROWS, end="\r\n").encode(), ""),
        (text_of(_ROWS, sign=";").encode(), "semicolons"),
        (text_of(_ROWS, sign="\t").encode(), "tabs"),
        (b"sep=;\r\n" + text_of(_ROWS, sign=";").encode(), "semicolons"),
        ("".join(f'{a}, "{b}", "{c}"\n' for a, b, c in _ROWS).encode(), ""),
    ],
    ids=[
        "utf8",
        "bom",
        "utf16",
        "utf16le",
        "utf16be",
        "utf32",
        "cp1252",
        "cr",
        "crlf",
        "semicolons",
        "tabs",
        "sep",
        "spaced",
    ],
)
def test_csv_in_any_encoding_line_end_and_delimiter(tmp_path, raw, said):
    e = read_bytes(tmp_path, raw)
    assert list(e.organisations["name"]) == ["Bor", "Café Müller"]
    assert list(e.organisations["Notes"]) == ["b", "a"]
    assert said in messages(e.problems)


def test_mixed_encodings_in_one_file(tmp_path):
    raw = "name\nCafé\nÉté\nMüller\n".encode() + "Señor\n".encode("cp1252")
    e = read_bytes(tmp_path, raw)
    assert list(e.organisations["name"]) == ["Café", "Müller", "Señor", "Été"]
    assert "mixes UTF-8 and Windows-1252; 1 letter was read" in messages(e.problems)


def test_windows_letters_that_happen_to_fit_utf_8(tmp_path):
    """In Windows-1252 É and a closing quotation mark are the bytes of one letter of UTF-8."""
    text = "name\n“CAFÉ”\nÀ Ã Õ ü ö ä ß é\n"
    names = read_bytes(tmp_path, text.encode("cp1252")).organisations["name"]
    assert set(names) == {"À Ã Õ ü ö ä ß é", "“CAFÉ”"}


def test_ragged_rows_and_repeated_headings(tmp_path):
    raw = b"name,Comments,Comments\nACH,one,two,three,four\nBor\n"
    e = read_bytes(tmp_path, raw)
    assert list(e.organisations["Comments (2)"].fillna("")) == ["two", ""]
    said = messages(e.problems)
    assert "the row has 5 cells and there are 3 headings" in said
    assert "'Comments' is there twice" in said


def test_letters_that_were_lost_before_are_said(tmp_path):
    e = read_bytes(tmp_path, "name\nCaf\ufffd\n".encode())
    assert "1 letters were lost" in messages(e.problems)


def test_a_quotation_mark_that_is_never_closed(tmp_path):
    raw = b'name,notes\nACH,fine\nBor,"open\nUni,lost\nCol,lost\n'
    with pytest.raises(eco.DataError, match="row 3 has a quotation mark that is opened"):
        read_bytes(tmp_path, raw)


def test_a_cell_that_goes_on_for_ever(tmp_path):
    with pytest.raises(eco.DataError, match="cannot be split into cells"):
        read_bytes(tmp_path, b'name,notes\nACH,"' + b"x\n" * 200_000)


def test_too_many_cells_name_the_limit(tmp_path, monkeypatch):
    monkeypatch.setattr("ecosystem.formats.sheets.text.MOST_CELLS", 5)
    with pytest.raises(eco.DataError, match="rows or 5 cells, the limit"):
        read_bytes(tmp_path, text_of(_ROWS).encode())


def test_many_small_files_together_keep_the_limit(tmp_path, monkeypatch):
    monkeypatch.setattr("ecosystem.formats.sheets.csv_files.MOST_ROWS", 3)
    for name in ("organisations", "services"):
        (tmp_path / f"{name}.csv").write_bytes(b"name\nA\nB\n")
    with pytest.raises(eco.DataError, match="the limit"):
        eco.read(tmp_path)


def test_what_is_no_text_is_said(tmp_path):
    with pytest.raises(eco.DataError, match="not a text file"):
        read_bytes(tmp_path, b"name\n\0\0\0\0\1")


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


@given(raw=st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_text_or_no_text_file(raw):
    try:
        text, _ = decode(raw, "x.csv")
    except eco.DataError:
        return
    assert isinstance(text, str)
    text.encode("utf-8", "surrogatepass")


# Areas


def demand(tmp_path, *rows, headings=("area", "service_type", "people")):
    folder = tmp_path / "d"
    folder.mkdir()
    (folder / "organisations.csv").write_text("name\nACH\n", encoding="utf-8")
    with (folder / "demand.csv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([headings, *rows])
    return folder


def test_codes_and_names_of_the_past_are_changed_and_said(tmp_path):
    rows = [["E08000019", "x", "5"], ["Harrogate", "x", "5"], ["E07000165", "y", "5"]]
    e = eco.read(demand(tmp_path, *rows))
    assert sorted(e.demand["area_code"]) == ["E06000065", "E06000065", "E08000039"]
    assert "the area 'E08000019' is now Sheffield (E08000039)" in messages(e.problems)
    assert "the area 'Harrogate' is now North Yorkshire" in messages(e.problems)


def test_a_place_that_was_split_is_never_guessed(tmp_path):
    problems = eco.check(demand(tmp_path, ["E10000006", "x", "5"], ["Cumbria", "y", "5"]))
    errors = problems[problems["severity"] == "error"]
    assert errors["row"].tolist() == [2, 3]
    assert errors["suggestion"].str.contains("split into Cumberland and Westmorland").all()


def test_a_code_and_a_name_that_disagree_are_an_error(tmp_path):
    headings = ("area_code", "local authority", "service_type", "people")
    folder = demand(
        tmp_path,
        ["E06000010", "Kingston upon Hull", "x", "5"],
        ["E06000010", "Harrogate", "y", "5"],
        headings=headings,
    )
    problems = eco.check(folder)
    (row,) = problems[problems["severity"] == "error"].to_dict("records")
    assert row["row"] == 3
    assert (
        "is the code of Kingston upon Hull, City of, but the row says 'Harrogate'" in row["message"]
    )


def test_uk_wide_is_one_area(tmp_path):
    e = eco.read(demand(tmp_path, ["UK wide", "x", "5"], ["England Wide", "x", "6"]))
    assert list(e.areas["name"]) == ["England", "United Kingdom"]


def test_an_area_misspelt_is_asked_about(tmp_path):
    problems = eco.check(demand(tmp_path, ["Covntry", "x", "5"], ["N/A - Section 4", "x", "5"]))
    errors = problems[problems["severity"] == "error"]
    assert errors["row"].tolist() == [2, 3]
    assert "Did you mean 'Coventry'?" in errors["suggestion"].iloc[0]


def test_an_areas_table_may_go_by_codes_of_the_past(tmp_path):
    folder = demand(tmp_path, ["E08000039", "x", "5"])
    (folder / "areas.csv").write_text("area_code,name\nE08000019,Sheffield\n", encoding="utf-8")
    e = eco.read(folder)
    assert e.areas["area_code"].tolist() == ["E08000039"]


# Anything at all


_STARTS = (
    b"",
    b"name,sector\nACH,voluntary\n",
    b"From,To\nA,B\n",
    b'{"elements": [{"label": "A"}], "connections": [{"from": "A", "to": "B"}]}',
    b'{"grants": [{"id": 1, "fundingOrganization": [{"id": "x"}]}]}',
    b'[{"id": "1", "name": "s", "organization": {"id": 1, "name": "o"}}]',
    b"<graphml><graph><node id='a'/><edge source='a' target='b'/></graph></graphml>",
    b"<gexf><graph><nodes><node id='a'/></nodes></graph></gexf>",
    b"*Vertices 2\n1 A\n2 B\n*Arcs\n1 2 3\n",
    b"dl n=2\nlabels:\nA,B\ndata:\n0 1\n1 0\n",
)
_NAMES = ("x.csv", "x.json", "x.xlsx", "x.graphml", "x.gexf", "x.net", "x.dl", "x.zip", "x.txt")


def answers(path):
    """Return whether `check` ends in a table of problems."""
    problems = eco.check(path)
    assert {"severity", "row", "message"} <= set(problems.columns)
    return problems


@given(
    raw=st.one_of(
        st.binary(max_size=200),
        st.builds(
            lambda start, more: start + more, st.sampled_from(_STARTS), st.binary(max_size=60)
        ),
        st.text(alphabet="name,sector\n\"'{}[]:<>/= 123", max_size=200).map(str.encode),
    ),
    name=st.sampled_from(_NAMES),
)
@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_bytes_end_in_a_table_of_problems(tmp_path, raw, name):
    (tmp_path / name).write_bytes(raw)
    answers(tmp_path / name)


def test_damaged_bytes_of_good_files_end_in_a_table_of_problems(tmp_path):
    """A byte changed, cut off or put in, at places drawn from a fixed seed."""
    draw = random.Random(7)  # noqa: S311 - a fixed seed
    e = eco.Ecosystem(
        organisations=pd.DataFrame({"organisation_id": ["a", "b"], "name": ["A", "B"]}),
        relationships=pd.DataFrame({"from_id": ["a"], "to_id": ["b"], "kind": ["funds"]}),
    )
    for name in ("x.xlsx", "x.graphml", "x.gexf"):
        good = eco.write_tables(e, tmp_path / name).read_bytes()
        for _ in range(15):
            place = draw.randrange(len(good))
            change = draw.choice(
                [
                    good[:place],
                    good[:place] + bytes([draw.randrange(256)]) + good[place + 1 :],
                    good[:place] + bytes(draw.randrange(1, 9)) + good[place:],
                ]
            )
            (tmp_path / name).write_bytes(change)
            answers(tmp_path / name)


def test_damaged_xml_inside_a_good_zip_ends_in_a_table_of_problems(tmp_path):
    draw = random.Random(11)  # noqa: S311 - a fixed seed
    path = raw_book(tmp_path / "good.xlsx")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for turn in range(30):
        name = draw.choice(sorted(parts))
        good = parts[name]
        place = draw.randrange(len(good))
        bad = good[:place] + bytes([draw.randrange(32, 127)]) + good[place + 1 :]
        if turn % 3 == 0:
            bad = good[:place] + good[place + draw.randrange(1, 20) :]
        with zipfile.ZipFile(tmp_path / "bad.xlsx", "w") as archive:
            for part, text in parts.items():
                archive.writestr(part, bad if part == name else text)
        answers(tmp_path / "bad.xlsx")
