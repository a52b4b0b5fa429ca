"""Days as people write them."""

import calendar
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.data.dates import read_day


@pytest.mark.parametrize(
    ("text", "day", "assumed"),
    [
        ("2024-03-31", "2024-03-31", ""),
        ("2024/3/1", "2024-03-01", ""),
        ("20240331", "2024-03-31", ""),
        ("2024-03-31T00:00:00Z", "2024-03-31", ""),
        ("2024-03-31 14:05", "2024-03-31", "time"),
        ("31/03/2024", "2024-03-31", "day first"),
        ("03/03/2024", "2024-03-03", "day first"),
        ("03/04/2024", "2024-04-03", "day or month"),
        ("31.3.24", "2024-03-31", "short year"),
        ("31st March 2024", "2024-03-31", ""),
        ("31 Mar 87", "1987-03-31", "short year"),
        ("March 31, 2024", "2024-03-31", ""),
        ("Sept 2024", "2024-09-01", "part"),
        ("2024-09", "2024-09-01", "part"),
        ("2024", "2024-01-01", "part"),
        ("45382", "2024-03-31", "serial"),
    ],
)
def test_each_form(text, day, assumed):
    """45382 is what Excel counts: 1899-12-30 and 45,382 days on."""
    assert read_day(text, is_last=False) == (dt.date.fromisoformat(day), assumed)


@pytest.mark.parametrize(
    ("text", "day"),
    [("February 2024", "2024-02-29"), ("2023-02", "2023-02-28"), ("2024", "2024-12-31")],
)
def test_the_end_of_a_month_or_year_is_its_last_day(text, day):
    assert read_day(text, is_last=True) == (dt.date.fromisoformat(day), "part")


@pytest.mark.parametrize("text", ["1970-01-01", "1 January 1970", "01/01/1900", "1899-12-30"])
def test_what_programs_write_for_no_date_is_none(text):
    assert read_day(text, is_last=False) == (None, "no date")


@pytest.mark.parametrize(
    "text",
    ["", "soon", "31/13/2024", "30 Feb 2024", "3/4", "31/03-2024", "12345", "Marsh 2024", "0"],
)
def test_what_is_no_day(text):
    with pytest.raises(ValueError, match=r"\w"):
        read_day(text, is_last=False)


@given(day=st.dates(min_value=dt.date(1901, 1, 1), max_value=dt.date(2199, 12, 31)))
def test_every_day_is_read_in_every_form_without_doubt(day):
    if day == dt.date(1970, 1, 1) or day == dt.date(1969, 12, 31):
        return
    month = calendar.month_name[day.month]
    for text in (day.isoformat(), f"{day.day} {month} {day.year}", f"{month} {day.day} {day.year}"):
        assert read_day(text, is_last=False) == (day, "")
    assert read_day(f"{day.day}/{day.month}/{day.year}", is_last=False)[0] == day
