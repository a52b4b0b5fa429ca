"""Sheets kept by column hold what the same sheets hold by row, whatever is done to them."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ecosystem.formats.sheets.csv_files import read_csv_bytes
from ecosystem.formats.sheets.plain_sheet import PlainSheet, make_plain_sheet
from ecosystem.formats.sheets.sheet import make_sheet
from ecosystem.formats.sheets.text import split_cells, split_columns

_LETTERS = [*"ab1 #'|.,;\t\r\n\"", "\ufeff", "\x0b", "\u2028", "\u00e9"]
_TEXTS = st.text(alphabet=_LETTERS, max_size=60)


@given(text=_TEXTS)
@example(text="sep=,x\na,b\n")
@example(text=" a, b\n\n")
@example(text="\n\n")
@settings(max_examples=50)
def test_columns_hold_the_cells_that_csv_splits(text: str) -> None:
    """A text that is split by column has by row the cells that `csv` gives."""
    columns = split_columns(text, "x.csv")
    if columns is not None:
        assert split_cells(text, "x.csv") == list(map(list, zip(*columns, strict=True)))


_CELLS = st.sampled_from(["", " ", "a", "name", "#org", "1", "organisation"])
_ROWS = st.lists(st.lists(_CELLS, min_size=3, max_size=3), min_size=1, max_size=8)


@given(rows=_ROWS)
@example(rows=[["name", "sector", "notes"], ["A", "", ""], ["B", "x", " "]])
def test_a_plain_sheet_is_the_sheet_of_the_same_rows(rows: list[list[str]]) -> None:
    """Where a plain sheet is made it has headings, rows and numbers of the one made by row."""
    plain = make_plain_sheet("s", "s.csv", list(map(list, zip(*rows, strict=True))))
    whole = make_sheet("s", "s.csv", "", rows)
    if plain is not None:
        assert plain.headings == whole.headings
        assert plain.numbers == whole.numbers
        assert plain.found == whole.found
        assert plain.columns() == whole.columns()
        assert plain.rows == whole.rows


@pytest.mark.parametrize("is_by_row", [True, False])
def test_cells_are_put_and_rows_left_out_alike(*, is_by_row: bool) -> None:
    """Of three rows the second goes, and the first says B: kept by row or by column."""
    sheet = read_csv_bytes(b"name,place\nA,x\nC,y\nD,z\n", "s.csv")
    assert isinstance(sheet, PlainSheet)
    if is_by_row:
        assert len(sheet.rows) == 3
    sheet.put(0, 0, "B")
    sheet.leave_out(1)
    assert (sheet.row(0), sheet.row(-1)) == (["B", "x"], ["D", "z"])
    assert sheet.column("place") == ["x", "z"]
    assert sheet.column("other") == ["", ""]
    assert sheet.numbers == [2, 4]
    assert sheet.rows == [["B", "x"], ["D", "z"]]
