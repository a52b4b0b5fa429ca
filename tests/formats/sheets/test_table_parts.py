"""Several tables below one another on one sheet of a workbook."""

import openpyxl
import pytest
from directories import list_services

import ecosystem as eco
from ecosystem.formats.sheets.table_parts import Part, find_parts


def write(path, rows, merged=()):
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row or [None])
    for cells in merged:
        book.worksheets[0].merge_cells(cells)
    book.save(path)
    return path


@pytest.mark.usefixtures("reader")
def test_partners_and_below_them_who_refers_to_whom(tmp_path):
    """Two organisations with a service each; 12 people one way, 4 the other. Rows keep numbers."""
    rows = [
        ["Partners"],
        ["Organisation", "What they do", "Area"],
        ["Ash", "Legal advice", "Leeds"],
        ["Elm", "ESOL", "Bradford"],
        [],
        [],
        ["Referrals last year"],
        ["From", "To", "Number", "Comments"],
        ["Ash", "Elm", 12, None],
        ["Elm", "Ash", "4.5", None],
        [],
        ["Area", "Service type", "People"],
        ["Leeds", "ESOL", 90],
    ]
    e = eco.read(write(tmp_path / "all.xlsx", rows, ["A1:C1", "A7:D7"]))
    assert list_services(e) == [
        ("Ash", "Legal advice", "legal advice"),
        ("Elm", "ESOL", "ESOL"),
    ]
    assert e.referrals[["from_id", "sent"]].to_numpy().tolist() == [["ash", 12], ["elm", 4.5]]
    assert e.demand["people"].tolist() == [90]
    odd = e.problems[e.problems["message"].str.contains("fraction of a person")]
    assert odd[["row", "sheet"]].to_numpy().tolist() == [[10, "Sheet"]]


@pytest.mark.parametrize(
    "rows",
    [
        # The same headings again, in another order too, are those of the next section.
        [["Who", "Area"], ["Ash", "Leeds"], [], ["Bradford"], ["Who", "Area"], ["Elm", "York"]],
        # A blank row between rows of data, and a row of which a cell is no heading.
        [["Who", "Area"], ["Ash", "Leeds"], [], ["Elm", "Area"], ["Oak", "York"]],
        # A title above the only table.
        [["Our partners"], [], ["Who", "Area"], ["Ash", "Leeds"]],
        # Headings with nothing below them.
        [["Who", "Area"], ["Ash", "Leeds"], [], ["From", "To"]],
    ],
)
def test_one_table_stays_one(rows):
    assert find_parts(rows) == [Part(0, "")]
