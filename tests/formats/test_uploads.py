"""Bytes and open files: read as the file that they are of."""

import io
import os

import pytest
from written_tables import assert_equal, write_book, write_csv

import ecosystem as eco
from ecosystem.formats.uploads import keep_as_file

TIES = "From,To\nAsh,Elm\nElm,Oak\n"
GRAPHML = """<graphml><graph edgedefault="undirected"><node id="a"/><node id="b"/>
<edge source="a" target="b"/></graph></graphml>"""


class Uploaded:
    """A file as a web framework hands it over: `name` is that of the field in the form."""

    name, filename = "file", "C:\\fakepath\\ties.csv"

    def read(self, size=-1):
        return TIES.encode()[:size]


@pytest.fixture
def book(tmp_path):
    sheets = {"Organisations": [["Name"], ["Ash"], ["Elm"]]}
    return write_book(tmp_path / "sector.xlsx", **sheets)


@pytest.mark.parametrize("name", ["", "x.xlsx", "x"])
def test_bytes_of_a_workbook(book, name):
    assert_equal(eco.read(book.read_bytes(), name=name), eco.read(book))


def test_an_open_file_says_its_name(book):
    with book.open("rb") as file:
        e = eco.read(file)
    assert_equal(e, eco.read(book))
    with (
        write_csv(book.parent / "t", ties=[["From", "To"], ["Ash", "Elm"]])
        .joinpath("ties.csv")
        .open(encoding="utf-8") as file
    ):
        assert set(eco.read(file).problems["file"]) == {"ties.csv"}


@pytest.mark.parametrize(
    "source",
    [TIES.encode(), bytearray(TIES, "utf-8"), io.BytesIO(TIES.encode()), io.StringIO(TIES)],
)
def test_a_table_as_bytes_or_text(source):
    assert len(eco.read(source).relationships) == 2


def test_what_a_web_page_hands_over():
    e = eco.read(Uploaded())
    assert set(e.problems["file"]) == {"ties.csv"}


def test_a_format_shows_in_the_bytes():
    assert len(eco.read(GRAPHML.encode()).relationships) == 1
    kumu = b'{"elements": [{"label": "Ash"}, {"label": "Elm"}], "connections": []}'
    assert eco.read(kumu).organisations["name"].tolist() == ["Ash", "Elm"]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.csv", "passwd.csv"),
        ("..", "data.csv"),
        ("a\\b/c;$(x)\x00.csv", "c__(x)_.csv"),
        ("x" * 300 + ".csv", "x" * 100 + ".csv"),
        (".csv", "csv.csv"),
    ],
)
def test_a_name_leads_to_no_other_folder(name, kept):
    with keep_as_file(b"a", name) as path:
        assert path.name == kept
        assert path.read_bytes() == b"a"
    assert not path.parent.exists()


@pytest.mark.skipif(os.name != "posix", reason="who may open a folder is told otherwise there")
def test_nobody_else_may_open_the_folder():
    with keep_as_file(b"a", "") as path:
        assert path.parent.stat().st_mode & 0o077 == 0


def test_no_more_is_copied_than_a_reader_takes(monkeypatch):
    monkeypatch.setattr("ecosystem.formats.uploads._MOST_BYTES", 10)
    with keep_as_file(io.BytesIO(b"a" * 100), "") as path:
        assert path.stat().st_size == 11


def test_bytes_that_are_no_file_are_answered_as_a_file_is():
    with pytest.raises(eco.DataError, match=r"x\.xlsx"):
        eco.read(b"PK\x03\x04 nothing", name="x.xlsx")
    problems = eco.check(b"Name,Latitude\nAsh,north\n", name="organisations.csv")
    assert problems.loc[0, ["file", "row", "column"]].tolist() == [
        "organisations.csv",
        2,
        "Latitude",
    ]
