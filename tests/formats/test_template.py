"""The workbook to fill in: made from the tables, filled in by hand, read back."""

import csv
import shutil
import subprocess

import openpyxl
import pytest

import ecosystem as eco
from ecosystem.data.shorthands import SERVICE_SHORTHANDS
from ecosystem.data.tables import TABLES
from ecosystem.data.text import fold_heading
from ecosystem.formats.template import list_headings

_OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.fixture
def template(tmp_path):
    return eco.write_template(tmp_path / "my-sector.xlsx")


def fill(path, **sheets):
    """Fill in a template by heading, as a person would; return the headings found."""
    book = openpyxl.load_workbook(path)
    for name, rows in sheets.items():
        sheet = book[name]
        columns = {fold_heading(cell.value): cell.column for cell in sheet[1]}
        for number, row in enumerate(rows, 2):
            for heading, value in row.items():
                sheet.cell(number, columns[heading]).value = value
    book.save(path)
    return path


def fill_in(path):
    return fill(
        path,
        Organisations=[
            {"name": "ACH", "sector": "voluntary", "area": "Bristol", "company_number": "00738693"},
            {"name": "Borderlands", "sector": "faith", "postcode": "BS1 4ST"},
            {"name": "City Council", "sector": "statutory", "area": "E08000026"},
        ],
        Services=[
            {
                "name": "Advice",
                "service_type": "immigration advice",
                "organisation": "ACH|Borderlands",
                "delivered_in": "Bristol",
                "areas_reached": "Bristol|Coventry",
                "level": 2,
                "legal_aid": "yes",
                "languages": "Arabic|Farsi",
            }
        ],
        Relationships=[{"from": "City Council", "to": "ACH", "kind": "funds", "amount": 12000}],
        Referrals=[{"from": "ACH", "to": "Borderlands", "sent": 12, "period": "2023-24"}],
        Demand=[{"area": "Coventry", "service_type": "immigration advice", "people": 551}],
        Groups=[{"name": "Forum", "meetings_per_year": 6}],
        Memberships=[{"group": "Forum", "organisation": "ACH", "role": "chair"}],
        About=[{"title": "Our sector", "snapshot_date": "2024-03-31"}],
    )


def assert_filled_in(e):
    assert list(e.organisations["organisation_id"]) == ["ach", "borderlands", "city-council"]
    assert e.organisations["company_number"].tolist()[0] == "00738693"
    assert list(e.providers["organisation_id"]) == ["ach", "borderlands"]
    assert list(e.catchments["area_code"]) == ["E06000023", "E08000026"]
    assert e.services.loc[0, "level"] == 2
    assert e.services.loc[0, "legal_aid"]
    assert e.relationships.loc[0, "amount"] == 12000
    assert e.referrals.loc[0, "sent"] == 12
    assert e.demand.loc[0, "area_code"] == "E08000026"
    assert e.memberships.loc[0, "role"] == "chair"
    assert str(e.about.loc[0, "snapshot_date"].date()) == "2024-03-31"
    assert not (e.problems["severity"] != "note").any()


def test_every_table_is_a_sheet_and_every_column_a_heading(template):
    book = openpyxl.load_workbook(template)
    assert book.sheetnames[0] == "Read me"
    assert set(book.sheetnames) == {"Read me", "Lists", "Outcomes", "Scores"} | {
        name.capitalize() for name in TABLES
    }
    for table in TABLES.values():
        headings = {fold_heading(cell.value) for cell in book[table.name.capitalize()][1]}
        wanted = {fold_heading(column.title) for column in table.columns}
        if table.name == "services":
            wanted |= {one.column.name for one in SERVICE_SHORTHANDS}
        assert headings == wanted


def test_needed_columns_carry_a_star_and_each_heading_explains_itself(template):
    book = openpyxl.load_workbook(template)
    for table in TABLES.values():
        cells = book[table.name.capitalize()][1]
        for cell, column in zip(cells, list_headings(table), strict=True):
            needed = column.required and table.key != (column.name,)
            assert cell.value.endswith(" *") == needed
            assert column.about in cell.comment.text


def _list_behind(book, formula):
    sheet, cells = formula.lstrip("=").split("!")
    return [row[0].value for row in book[sheet][cells.replace("$", "")]]


def test_lists_offer_the_choices_of_the_tables_and_only_warn(template):
    book = openpyxl.load_workbook(template)
    for table in TABLES.values():
        sheet = book[table.name.capitalize()]
        offered = {
            str(one.sqref).split(":")[0].rstrip("0123456789"): one
            for one in sheet.data_validations.dataValidation
        }
        assert all(one.errorStyle == "warning" for one in offered.values())
        assert all(not one.showDropDown for one in offered.values())  # True would hide the arrow
        for cell, column in zip(sheet[1], list_headings(table), strict=True):
            one = offered.get(cell.column_letter)
            if column.choices:
                assert _list_behind(book, one.formula1) == list(column.choices)
            elif column.kind == "yes/no":
                assert _list_behind(book, one.formula1) == ["yes", "no"]
            elif column.links_to == "areas":
                assert "Coventry" in _list_behind(book, one.formula1)
            elif column.links_to:
                name, first = one.formula1.lstrip("=").split("!")
                assert name == column.links_to.capitalize()
                heading = book[name][first.split("$")[1] + "1"].value
                assert fold_heading(heading) == "name"
            else:
                assert one is None


def test_cells_for_names_and_numbers_that_are_names_keep_their_zeros(template):
    sheet = openpyxl.load_workbook(template)["Organisations"]
    columns = {fold_heading(cell.value): cell.column_letter for cell in sheet[1]}
    assert sheet[f"{columns['company_number']}2"].number_format == "@"


def test_a_filled_in_template_reads_back(template):
    assert_filled_in(eco.read(fill_in(template)))


def test_an_empty_template_is_answered_with_what_to_fill_in(template):
    problems = eco.check(template)
    assert list(problems["message"]) == ["no organisation is listed yet."]
    assert list(problems["sheet"]) == ["Organisations"]


def test_a_template_must_be_a_workbook(tmp_path):
    with pytest.raises(ValueError, match=r"does not end in \.xlsx"):
        eco.write_template(tmp_path / "my-sector.csv")


@pytest.mark.skipif(not _OFFICE, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_template_and_what_it_writes_reads_back_equal(template, tmp_path):
    """Opened headless and saved again as a workbook, and as one CSV file a sheet."""
    fill_in(template)
    before = eco.read(template)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    out = tmp_path / "out"
    for form in (
        "xlsx",
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
    ):
        subprocess.run(
            [_OFFICE, profile, "--headless", "--convert-to", form, "--outdir", out, template],
            check=True,
            capture_output=True,
            timeout=180,
        )
    assert_filled_in(eco.read(out / "my-sector.xlsx"))
    folder = tmp_path / "sheets"
    folder.mkdir()
    for file in out.glob("my-sector-*.csv"):
        name = file.stem.removeprefix("my-sector-").casefold()
        if name in TABLES:
            shutil.copy(file, folder / f"{name}.csv")
    after = eco.read(folder)
    for name in TABLES:
        assert getattr(after, name).equals(getattr(before, name)), name


def test_the_welcome_has_only_text(template):
    sheet = openpyxl.load_workbook(template)["Read me"]
    lines = [cell.value for row in sheet for cell in row if cell.value]
    assert not any(line.startswith(("#", "=")) for line in lines)
    assert list(csv.reader(lines))
