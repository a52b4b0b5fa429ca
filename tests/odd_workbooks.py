"""Workbooks as no library would write them, for tests of what reads them."""

import zipfile

import openpyxl

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


BOOK = """<?xml version="1.0"?><workbook xmlns=
"http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r=
"http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>
<sheet name="Organisations" sheetId="1" r:id="rId1"/></sheets></workbook>"""


_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def cell(ref, text):
    return f'<c r="{ref}" t="inlineStr"><is><t>{text}</t></is></c>'


HEAD = f'<row r="1">{cell("A1", "Name")}{cell("B1", "Latitude")}</row>'


ACH = f'<row r="2">{cell("A2", "ACH")}<c r="B2"><v>51.5</v></c></row>'


def raw_book(path, rows=HEAD + ACH, *, before="", after=""):
    """Write a workbook part by part, as no library would."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        relations = _RELATIONS.format(kind="officeDocument", target="xl/workbook.xml")
        archive.writestr("_rels/.rels", relations)
        archive.writestr("xl/workbook.xml", BOOK)
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


def join_problems(problems):
    return " / ".join(problems["message"] + " " + problems["suggestion"])
