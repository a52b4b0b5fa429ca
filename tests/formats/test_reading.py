"""Files in and out: folders of CSV files, workbooks, lists of ties, samples, and `check`."""

import csv

import openpyxl
import pandas as pd
import pytest

import ecosystem as eco
from ecosystem.data.tables import TABLES


def write_csv(folder, **tables):
    """Write rows of text as CSV files: the first row of each is the headings."""
    folder.mkdir(exist_ok=True)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows(rows)
    return folder


def write_book(path, **sheets):
    """Write rows of cells as the sheets of a workbook."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def make_full():
    """Return an ecosystem with a row or more in each of the twelve tables, and awkward cells."""
    return eco.Ecosystem(
        organisations=pd.DataFrame(
            {
                "organisation_id": ["ach", "bor", "uni"],
                "name": ["ACH, Bristol", 'The "Borderlands"', "=SUM(A1)"],
                "sector": ["voluntary", "faith", "academic"],
                "area_code": ["E06000023", None, "E08000026"],
                "latitude": [51.4545, None, 52.40800000000001],
                "longitude": [-2.5879, None, -1.5],
                "company_number": ["00738693", None, None],
                "start": ["1999-12-31", None, "2001-02-03"],
                "our own column": ["'=quoted", "+44 117 000", "two\nlines"],
            }
        ),
        services=pd.DataFrame(
            {
                "service_id": ["s1", "s2"],
                "name": ["Advice", "Müsli \u2013 b\u00e9b\u00e9s"],
                "service_type": ["immigration advice", "food"],
                "level": [2, None],
                "legal_aid": ["yes", None],
                "capacity": [3, 120.5],
                "languages": ["Arabic|Farsi", None],
            }
        ),
        providers=pd.DataFrame(
            {"service_id": ["s1", "s1", "s2"], "organisation_id": ["ach", "bor", "bor"]}
        ),
        sites=pd.DataFrame(
            {
                "service_id": ["s1", "s2"],
                "area_code": ["E06000023", "E08000026"],
                "is_confidential": ["no", "yes"],
            }
        ),
        catchments=pd.DataFrame({"service_id": ["s1"], "area_code": ["E06000023"]}),
        areas=pd.DataFrame(
            {"area_code": ["E06000023", "E08000026"], "name": ["Bristol, City of", "Coventry"]}
        ),
        demand=pd.DataFrame(
            {
                "area_code": ["E06000023", "E08000026"],
                "service_type": "immigration advice",
                "people": [4, None],
            }
        ),
        referrals=pd.DataFrame(
            {
                "from_id": ["ach", "bor", "ach"],
                "to_id": ["bor", "uni", "uni"],
                "sent": [3, 4.5, 40],
                "accepted": [0, None, 7],
                "visibility": [None, "partners", "private"],
            }
        ),
        relationships=pd.DataFrame(
            {"from_id": ["ach"], "to_id": ["uni"], "kind": ["trusts"], "amount": [0.1 + 0.2]}
        ),
        groups=pd.DataFrame(
            {
                "group_id": ["g", "h"],
                "name": ["Forum", "Refuge group"],
                "parent_id": ["h", None],
                "is_confidential": [None, "yes"],
            }
        ),
        memberships=pd.DataFrame({"group_id": ["g", "h"], "organisation_id": ["ach", "bor"]}),
        about=pd.DataFrame({"title": ["-1 to start"], "snapshot_date": ["2024-03-31"]}),
    )


def assert_equal(one, other):
    """Compare all twelve tables: values, order, types, columns."""
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name), obj=name)


# What comes in


def test_a_folder_of_csv_files_is_read(tmp_path):
    folder = write_csv(
        tmp_path / "data",
        organisations=[["organisation_id", "name"], ["a", "ACH"], ["b", "Borderlands"]],
        referrals=[["from_id", "to_id", "sent"], ["a", "b", "12"]],
    )
    e = eco.read(folder)
    assert list(e.organisations["name"]) == ["ACH", "Borderlands"]
    assert e.referrals["sent"].tolist() == [12.0]
    assert e.problems.empty


def test_a_workbook_is_read(tmp_path):
    book = write_book(
        tmp_path / "data.xlsx",
        Organisations=[["Name *", "Sector"], ["ACH", "Voluntary"], ["Borderlands", None]],
        Relationships=[["From", "To", "Kind"], ["ACH", "borderlands", "trusts"]],
    )
    e = eco.read(book)
    assert list(e.organisations["organisation_id"]) == ["ach", "borderlands"]
    assert e.relationships.loc[0, ["from_id", "to_id"]].tolist() == ["ach", "borderlands"]


@pytest.mark.parametrize("ends", [("From", "To"), ("from", "to"), ("source", "target")])
def test_a_list_of_ties_makes_placeholder_organisations(tmp_path, ends):
    path = write_csv(tmp_path, ties=[list(ends), ["ACH", "Borderlands"], ["ACH", "Uni"]])
    e = eco.read(path / "ties.csv")
    assert list(e.organisations["name"]) == ["ACH", "Borderlands", "Uni"]
    assert set(e.organisations["is_placeholder"]) == {"yes"}
    assert len(e.relationships) == 2
    assert e.problems["message"].str.contains("only by name").any()


def test_several_organisations_on_a_service_become_providers(tmp_path):
    book = write_book(
        tmp_path / "data.xlsx",
        Organisations=[["Name"], ["ACH"], ["Borderlands"]],
        Services=[
            ["Name", "Service type", "Organisation", "Delivered in", "Areas reached"],
            ["Advice", "legal advice", "ACH | Borderlands", "Coventry", "Coventry|Bristol"],
        ],
    )
    e = eco.read(book)
    assert list(e.providers["organisation_id"]) == ["ach", "borderlands"]
    assert list(e.sites["area_code"]) == ["E08000026"]
    assert list(e.catchments["area_code"]) == ["E06000023", "E08000026"]
    assert list(e.areas["name"]) == ["Bristol, City of", "Coventry"]


def test_columns_beyond_the_tables_are_kept(tmp_path):
    folder = write_csv(tmp_path / "d", organisations=[["name", "Our notes"], ["ACH", "7"]])
    assert eco.read(folder).organisations["Our notes"].tolist() == ["7"]


def test_contact_columns_are_dropped_and_client_columns_refused(tmp_path):
    folder = write_csv(
        tmp_path / "d", organisations=[["name", "Email address"], ["ACH", "x@example.org"]]
    )
    e = eco.read(folder)
    assert "Email address" not in e.organisations
    assert e.problems["message"].str.contains("contact details").any()
    write_csv(folder, organisations=[["name", "Client name"], ["ACH", "A. Person"]])
    assert eco.check(folder)["message"].str.contains("clients").any()


def test_samples_are_read():
    for name in ("west-midlands", "legal-aid-2015"):
        e = eco.read_sample(name)
        assert len(e.organisations)
        assert not (e.problems["severity"] == "error").any()


def test_an_unknown_sample_is_answered_with_the_names():
    with pytest.raises(ValueError, match="Did you mean 'west-midlands'"):
        eco.read_sample("west-midland")


def test_a_missing_path_is_answered_with_the_nearest_name(tmp_path):
    (tmp_path / "sector.xlsx").touch()
    with pytest.raises(ValueError, match=r"Did you mean 'sector\.xlsx'"):
        eco.read(tmp_path / "sectr.xlsx")


def test_input_order_changes_nothing(tmp_path):
    rows = [["ACH", "1"], ["Borderlands", "2"], ["Uni", "3"]]
    one = write_csv(tmp_path / "one", organisations=[["name", "x"], *rows])
    two = write_csv(tmp_path / "two", organisations=[["name", "x"], *reversed(rows)])
    assert_equal(eco.read(one), eco.read(two))


# What is wrong with it


def test_twelve_faults_in_a_workbook_are_twelve_rows_in_check(tmp_path):
    """Each planted fault is one row: file, sheet, row as shown, heading, value, what to do."""
    path = write_book(
        tmp_path / "faults.xlsx",
        Organisations=[
            ["Organisation id", "Name", "Sector", "Latitude", "Start"],
            ["ach", "ACH", "voluntary", 51.5, "2001-02-03"],
            ["bor", "Borderlands", "volunteer", 51.5, "03/02/2001"],  # 1 sector, (note: day first)
            ["ach", "ACH again", None, 51.5, None],  # 2 the id is there already
            ["uni", "University", None, "north", None],  # 3 no number
            ["cou", "Council", None, 951.5, None],  # 4 out of range
            ["col", "College", None, 51.5, "31 Foo 2001"],  # 5 no date
            ["chu", None, None, 51.5, None],  # 6 no name
        ],
        Services=[
            ["Name", "Organisation", "Level", "Legal aid"],  # 7 no service type
            ["Advice", "Borderland", 2, "perhaps"],  # 8 not a known one, 9 yes or no
            ["Casework", "Borderlands", 2.5, "yes"],  # 10 not whole
        ],
        Referrals=[
            ["From", "To", "Sent"],
            ["ACH", "Nobody At All", 5],  # 11 not a known one
            ["bor", "uni", -5],  # 12 out of range
        ],
    )
    problems = eco.check(path)
    errors = problems[problems["severity"] == "error"]
    shown = errors[["sheet", "row", "column", "value"]].astype(object)
    assert sorted(map(tuple, shown.where(shown.notna(), 0).to_numpy())) == sorted(
        [
            ("Organisations", 3, "Sector", "volunteer"),
            ("Organisations", 4, "Organisation id", "ach"),
            ("Organisations", 5, "Latitude", "north"),
            ("Organisations", 6, "Latitude", "951.5"),
            ("Organisations", 7, "Start", "31 Foo 2001"),
            ("Organisations", 8, "Name", ""),
            ("Services", 0, "service_type", ""),
            ("Services", 2, "Organisation", "Borderland"),
            ("Services", 2, "Legal aid", "perhaps"),
            ("Services", 3, "Level", "2.5"),
            ("Referrals", 2, "To", "Nobody At All"),
            ("Referrals", 3, "Sent", "-5"),
        ]
    )
    assert len(errors) == 12
    assert (errors["file"] == "faults.xlsx").all()
    assert (errors["suggestion"] != "").all()
    with pytest.raises(eco.DataError) as raised:
        eco.read(path)
    assert raised.value.problems.equals(problems)
    assert "Did you mean 'Borderlands'?" in str(raised.value)


def test_rows_are_numbered_as_the_spreadsheet_shows_them(tmp_path):
    """Blank rows and cells with line breaks do not shift the number."""
    folder = write_csv(
        tmp_path / "d",
        organisations=[
            ["name", "latitude"],
            [],
            ["two\nlines", "51"],
            ["", ""],
            ["ACH", "north"],
        ],
    )
    problems = eco.check(folder)
    (error,) = problems[problems["severity"] == "error"].to_dict("records")
    assert (error["file"], error["row"], error["column"]) == ("organisations.csv", 5, "latitude")
    (note,) = problems[problems["message"].str.contains("blank")].to_dict("records")
    assert (note["row"], note["message"]) == (2, "2 blank rows left out.")


def test_a_missing_table_of_organisations_is_one_clear_error(tmp_path):
    folder = write_csv(tmp_path / "d", organisationz=[["name"], ["ACH"]], stuff=[["x"], ["1"]])
    problems = eco.check(folder)
    assert problems["message"].str.contains("no table of organisations").any()
    assert problems["suggestion"].str.contains("Did you mean 'organisations'").any()


def test_stray_spaces_are_taken_off_and_said(tmp_path):
    folder = write_csv(
        tmp_path / "d", organisations=[[" name ", "sector"], ["\u00a0ACH \u200b", " voluntary"]]
    )
    e = eco.read(folder)
    assert e.organisations.loc[0, ["name", "sector"]].tolist() == ["ACH", "voluntary"]
    assert e.problems["message"].str.contains("spaces").sum() == 2


def test_a_byte_order_mark_is_no_part_of_the_heading(tmp_path):
    (tmp_path / "organisations.csv").write_bytes(b"\xef\xbb\xbfname\nACH\n")
    e = eco.read(tmp_path)
    assert list(e.organisations["name"]) == ["ACH"]
    assert e.problems["message"].str.contains("byte-order mark").any()


def test_windows_1252_is_read_and_said(tmp_path):
    (tmp_path / "organisations.csv").write_bytes("name\nCafé “Müller”\n".encode("cp1252"))
    e = eco.read(tmp_path)
    assert list(e.organisations["name"]) == ["Café “Müller”"]
    assert e.problems["message"].str.contains("Windows-1252").any()


def test_the_same_heading_twice_is_said(tmp_path):
    folder = write_csv(tmp_path / "d", organisations=[["name", "Name"], ["ACH", "ABC"]])
    assert eco.check(folder)["message"].str.contains("twice").any()


def test_what_is_no_workbook_is_said(tmp_path):
    path = tmp_path / "data.xlsx"
    path.write_bytes(b"<html>no workbook</html>")
    with pytest.raises(eco.DataError, match=r"save it as \.xlsx"):
        eco.read(path)


def test_check_never_raises_on_wrong_tables(tmp_path):
    folder = write_csv(tmp_path / "d", organisations=[["name", "latitude"], ["", "x"]])
    assert len(eco.check(folder)) >= 2


def test_an_organisation_may_be_called_na(tmp_path):
    """A word that means "not known" elsewhere is a name where it is listed as one."""
    folder = write_csv(
        tmp_path / "d",
        organisations=[["name"], ["NA"], ["ACH"]],
        relationships=[["from", "to", "kind"], ["NA", "ACH", "trusts"]],
    )
    e = eco.read(folder)
    assert list(e.organisations["name"]) == ["ACH", "NA"]
    assert len(e.relationships) == 1


# What goes out


@pytest.mark.parametrize("name", ["copy", "copy.xlsx"])
def test_private_copies_read_back_equal(tmp_path, name):
    e = make_full()
    again = eco.read(eco.write_tables(e, tmp_path / name, visibility="private"))
    assert_equal(again, e)


@pytest.mark.parametrize("sample", ["west-midlands", "legal-aid-2015"])
@pytest.mark.parametrize("name", ["copy", "copy.xlsx"])
def test_samples_read_back_equal(tmp_path, sample, name):
    e = eco.read_sample(sample)
    assert_equal(eco.read(eco.write_tables(e, tmp_path / name, visibility="private")), e)


@pytest.mark.parametrize("name", ["copy", "copy.xlsx"])
def test_public_copies_leave_out_what_is_not_public(tmp_path, name):
    again = eco.read(eco.write_tables(make_full(), tmp_path / name))
    assert list(again.referrals["to_id"]) == ["bor"]
    assert list(again.groups["name"]) == ["Forum"]
    assert again.groups["parent_id"].isna().all()
    assert list(again.memberships["group_id"]) == ["g"]
    assert list(again.sites["service_id"]) == ["s1"]


def test_small_numbers_of_people_are_under_5_in_public(tmp_path):
    """Counts of people only: a capacity of 3 is no count of clients. 0 stays 0."""
    folder = eco.write_tables(make_full(), tmp_path / "copy")
    (row,) = pd.read_csv(folder / "referrals.csv", dtype=str).to_dict("records")
    assert (row["sent"], row["accepted"]) == ("under 5", "0")
    assert pd.read_csv(folder / "services.csv")["capacity"].tolist() == [3, 120.5]
    again = eco.read(folder)
    assert again.referrals["sent"].isna().all()
    assert again.problems["message"].str.contains("under 5").any()


def test_partners_see_their_rows_and_no_private_one(tmp_path):
    again = eco.read(eco.write_tables(make_full(), tmp_path / "copy", visibility="partners"))
    assert list(again.referrals["to_id"]) == ["bor", "uni"]
    assert list(again.referrals["from_id"]) == ["ach", "bor"]


def test_text_like_a_formula_runs_in_no_spreadsheet(tmp_path):
    e = make_full()
    folder = eco.write_tables(e, tmp_path / "copy", visibility="private")
    with (folder / "organisations.csv").open(encoding="utf-8", newline="") as lines:
        cells = [cell for row in csv.reader(lines) for cell in row]
    assert {"'=SUM(A1)", "''=quoted", "'+44 117 000"} <= set(cells)
    path = eco.write_tables(e, tmp_path / "copy.xlsx", visibility="private")
    sheet = openpyxl.load_workbook(path)["Organisations"]
    assert not [cell for row in sheet for cell in row if cell.data_type == "f"]
    risky = next(cell for row in sheet for cell in row if cell.value == "=SUM(A1)")
    assert risky.quotePrefix


def test_a_wrong_audience_writes_nothing(tmp_path):
    with pytest.raises(ValueError, match="visibility 'everyone'"):
        eco.write_tables(make_full(), tmp_path / "copy", visibility="everyone")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["nowhere/copy", "nowhere/copy.xlsx"])
def test_a_missing_folder_above_is_said(tmp_path, name):
    with pytest.raises(ValueError, match="does not exist"):
        eco.write_tables(make_full(), tmp_path / name)


def test_writing_again_replaces_what_was_there(tmp_path):
    eco.write_tables(make_full(), tmp_path / "copy", visibility="private")
    small = eco.Ecosystem(organisations=pd.DataFrame({"organisation_id": ["z"], "name": ["Z"]}))
    assert_equal(eco.read(eco.write_tables(small, tmp_path / "copy")), small)
