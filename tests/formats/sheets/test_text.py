"""From bytes to text and from text to cells, in every odd form."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from odd_workbooks import join_problems
from sheets_by_hand import read_bytes

import ecosystem as eco
from ecosystem.formats.sheets.text import decode

_ROWS = [["name", "sector", "Notes"], ["Café Müller", "voluntary", "a"], ["Bor", "faith", "b"]]


def text_of(rows, *, end="\n", sign=","):
    out = io.StringIO()
    csv.writer(out, lineterminator=end, delimiter=sign).writerows(rows)
    return out.getvalue()


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
    assert said in join_problems(e.problems)


def test_mixed_encodings_in_one_file(tmp_path):
    raw = "name\nCafé\nÉté\nMüller\n".encode() + "Señor\n".encode("cp1252")
    e = read_bytes(tmp_path, raw)
    assert list(e.organisations["name"]) == ["Café", "Müller", "Señor", "Été"]
    assert "mixes UTF-8 and Windows-1252; 1 letter was read" in join_problems(e.problems)


def test_windows_letters_that_happen_to_fit_utf_8(tmp_path):
    """In Windows-1252 É and a closing quotation mark are the bytes of one letter of UTF-8."""
    text = "name\n“CAFÉ”\nÀ Ã Õ ü ö ä ß é\n"
    names = read_bytes(tmp_path, text.encode("cp1252")).organisations["name"]
    assert set(names) == {"À Ã Õ ü ö ä ß é", "“CAFÉ”"}


def test_letters_that_were_lost_before_are_said(tmp_path):
    e = read_bytes(tmp_path, "name\nCaf\ufffd\n".encode())
    assert "1 letters were lost" in join_problems(e.problems)


def test_a_quotation_mark_that_is_never_closed(tmp_path):
    raw = b'name,notes\nACH,fine\nBor,"open\nUni,lost\nCol,lost\n'
    with pytest.raises(eco.DataError, match="row 3 has a quotation mark that is opened"):
        read_bytes(tmp_path, raw)


def test_a_cell_that_goes_on_for_ever(tmp_path):
    with pytest.raises(eco.DataError, match="cannot be split into cells"):
        read_bytes(tmp_path, b'name,notes\nACH,"' + b"x\n" * 200_000)


def test_too_many_cells_name_the_limit(tmp_path, monkeypatch):
    monkeypatch.setattr("ecosystem.formats.sheets.text.MOST_CELLS", 5)
    monkeypatch.setattr("ecosystem.formats.sheets.text.MOST_TABLE_CELLS", 6)
    whole = text_of(_ROWS)
    for text in (whole, whole + '"A","b","c"\n'):
        with pytest.raises(eco.DataError, match="more than 6 cells, the limit"):
            read_bytes(tmp_path, text.encode())
    with pytest.raises(eco.DataError, match="rows or 5 cells, the limit"):
        read_bytes(tmp_path, f"{whole}a,b,c,d,e,f\n".encode())


def test_what_is_no_text_is_said(tmp_path):
    with pytest.raises(eco.DataError, match="not a text file"):
        read_bytes(tmp_path, b"name\n\0\0\0\0\1")


@given(raw=st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_text_or_no_text_file(raw):
    try:
        text, _ = decode(raw, "x.csv")
    except eco.DataError:
        return
    assert isinstance(text, str)
    text.encode("utf-8", "surrogatepass")


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
