"""Files in: folders of CSV files, workbooks, samples, and `check`."""

import os

import pytest
from network_files import save
from written_tables import assert_equal, write_book, write_csv

import ecosystem as eco
from ecosystem.formats.sheets import csv_files, text


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
            ["Advice", "Borderland", 2, "blue"],  # 8 not a known one, 9 yes or no
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
            ("Services", 2, "Legal aid", "blue"),
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


def test_stray_spaces_are_taken_off_and_said(tmp_path):
    folder = write_csv(
        tmp_path / "d", organisations=[[" name ", "sector"], ["\u00a0ACH \u200b", " voluntary"]]
    )
    e = eco.read(folder)
    assert e.organisations.loc[0, ["name", "sector"]].tolist() == ["ACH", "voluntary"]
    assert e.problems["message"].str.contains("spaces").sum() == 2


def test_what_is_no_workbook_is_said(tmp_path):
    path = tmp_path / "data.xlsx"
    path.write_bytes(b"<html>no workbook</html>")
    with pytest.raises(eco.DataError, match=r"save it as \.xlsx"):
        eco.read(path)


def test_check_never_raises_on_wrong_tables(tmp_path):
    folder = write_csv(tmp_path / "d", organisations=[["name", "latitude"], ["", "x"]])
    assert len(eco.check(folder)) >= 2


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("x.json", "{", "not JSON"),
        ("x.json", "[" * 100_000, "not JSON"),
        ("x.json", '{"a": 1}', "neither Open Referral"),
        ("x.json", '{"a": ' + "9" * 5000 + "}", "not JSON"),
        ("x.pdf", "%PDF", "no format that can be read"),
        ("x.parquet", "PAR1", "Parquet file is damaged or locked"),
        ("x.pq", "hello", "Parquet file is damaged or locked"),
        ("x.fods", '<d xmlns="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>', "LibreOffice"),
        ("x.vna", "*Node data\nID kind\na food\n", "VNA file of NetDraw, which is not read"),
        ("x.vna", "*tie data\nfrom to\na b\n", "Save it as Pajek"),
        ("x.dot", "digraph { a -> b }", "DOT file of Graphviz"),
        ("x.xml", '<?xml version="1.0"?><DynamicMetaNetwork id="m"/>', "DyNetML file of ORA"),
        ("x.dl", "hello", "no UCINET DL"),
        ("x.net", "hello", "no vertices"),
        ("x.gexf", "<html/>", "neither GraphML nor GEXF"),
    ],
)
def test_what_is_no_format_is_one_sentence(tmp_path, name, text, said):
    with pytest.raises(eco.DataError, match=said):
        eco.read(save(tmp_path, name, text))


def test_a_wrong_format_is_answered_with_the_choices(tmp_path):
    with pytest.raises(ValueError, match="Did you mean 'kumu'"):
        eco.read(save(tmp_path, "x.csv", "a,b\n"), format="kumo")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes are a matter of POSIX")
@pytest.mark.parametrize("name", ["ties.csv", "ties.xlsx", "ties.json", "ties.net", "ties.graphml"])
def test_a_pipe_or_an_endless_device_is_refused_at_once(name, tmp_path):
    """Whoever waits for the end of either waits for ever."""
    os.mkfifo(tmp_path / name)
    assert "a pipe, a device" in eco.check(tmp_path / name)["message"].iloc[0]
    (tmp_path / f"link-{name}").symlink_to("/dev/zero")
    assert "a pipe, a device" in eco.check(tmp_path / f"link-{name}")["message"].iloc[0]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes are a matter of POSIX")
def test_a_pipe_among_the_files_of_a_folder_is_refused(tmp_path):
    write_csv(tmp_path / "d", organisations=[["name"], ["Ash"]])
    os.mkfifo(tmp_path / "d" / "services.csv")
    assert "a pipe, a device" in eco.check(tmp_path / "d")["message"].iloc[0]


@pytest.mark.parametrize("name", ["ties.csv", "ties.json", "ties.net", "ties.dl", "ties.graphml"])
def test_a_file_over_the_limit_is_refused_and_never_read_whole(name, tmp_path, monkeypatch):
    monkeypatch.setattr(text, "MOST_BYTES", 1000)
    monkeypatch.setattr(csv_files, "MOST_TABLE_BYTES", 1000)
    path = tmp_path / name
    path.write_bytes(b"From,To\n" + b"a,b\n" * 1000)
    assert "larger than" in eco.check(path)["message"].iloc[0]


def test_a_made_id_is_none_that_another_row_has(tmp_path):
    """ "Ash" is the id that somebody gave to Birch: Ash, without one, is told apart."""
    folder = write_csv(
        tmp_path / "d",
        organisations=[["organisation_id", "name"], ["ash", "Birch"], ["", "Ash"], ["", "Cedar"]],
        relationships=[["from_id", "to_id", "kind"], ["Cedar", "ash-2", "trusts"]],
    )
    e = eco.read(folder)
    names = dict(zip(e.organisations["organisation_id"], e.organisations["name"], strict=True))
    assert names == {"ash": "Birch", "ash-2": "Ash", "cedar": "Cedar"}
    assert e.relationships["to_id"].tolist() == ["ash-2"]


def test_a_quotation_mark_left_open_shows_no_cell(tmp_path):
    """The cell may hold the rest of a log of single referrals."""
    path = save(tmp_path, "ties.csv", 'From,To\na,"Jane Doe\nb,c\n')
    problem = eco.check(path).iloc[0]
    assert "opened and not closed" in problem["message"]
    assert "Jane" not in " ".join(map(str, problem))
