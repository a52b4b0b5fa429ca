"""Days with words around them in sheets filled in by hand."""

import openpyxl
import pandas as pd
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from sheets_by_hand import say_of, write_texts

import ecosystem as eco


@pytest.mark.parametrize(
    ("heading", "cell", "day", "severity"),
    [
        ("Start", "March 2026", "2026-03-01", "note"),
        ("End", "03/2026", "2026-03-31", "note"),
        ("Start", "Sept 2025", "2025-09-01", "note"),
        ("Start", "Mar '26", "2026-03-01", "note"),
        ("Start", "2025", "2025-01-01", "note"),
        ("Start", "since 2019", "2019-01-01", "note"),
        ("Start", "Mon 3 March 2025", "2025-03-03", "note"),
        ("End", "until March 2026", "2026-03-31", "note"),
        ("End", "ongoing", None, "note"),
        ("Start", "ongoing", None, "warning"),
        ("Start", "until March 2026", None, "warning"),
        ("Start", "spring 2026", None, "warning"),
        ("Start", "early 2025", None, "warning"),
        ("Start", "2025/26", None, "warning"),
        ("Start", "c. 2019", None, "warning"),
        ("Start", "2019 - present", None, "warning"),
    ],
)
def test_a_day_is_read_and_some_time_is_not_known(tmp_path, heading, cell, day, severity):
    text = f"Name,{heading}\nACH,{cell}\n"
    e = eco.read(write_texts(tmp_path / "x", organisations=text))
    read = e.organisations.loc[0, heading.lower()]
    assert (None if pd.isna(read) else str(read.date())) == day
    assert e.problems.query("column == @heading")["severity"].max() == severity


def test_what_was_read_is_said_once(tmp_path):
    text = "Name,Start\nACH,since 2019\nBor,est. 2015\nAsh,spring 2024\n"
    e = eco.read(write_texts(tmp_path / "x", organisations=text))
    words = say_of(e, "Start")
    assert "2 cells under 'Start' with a day and more, read so: 'since 2019' as 2019" in words
    assert "1 cell under 'Start' that may be many days, read as not known: 'spring 2024'." in words


def test_what_is_no_time_at_all_is_refused(tmp_path):
    path = write_texts(tmp_path / "x", organisations="Name,Start\nACH,purple\n")
    assert eco.check(path).query("severity == 'error'")["value"].tolist() == ["purple"]


@pytest.mark.parametrize(
    ("epoch", "day"), [(CALENDAR_MAC_1904, "2024-03-31"), (None, "2020-03-30")]
)
def test_a_bare_number_is_a_day_as_its_workbook_counts(tmp_path, epoch, day):
    """43920 days after 1 January 1904 are 31 March 2024; after 30 December 1899, 30 March 2020."""
    book = openpyxl.Workbook()
    if epoch:
        book.epoch = epoch
    sheet = book.active
    sheet.title = "Organisations"
    sheet.append(["Name", "Start"])
    sheet.append(["ACH", 43920])
    book.save(tmp_path / "x.xlsx")
    e = eco.read(tmp_path / "x.xlsx")
    assert str(e.organisations.loc[0, "start"].date()) == day
    assert e.problems.query("column == 'Start'")["severity"].tolist() == ["warning"]
