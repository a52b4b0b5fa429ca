"""Meeting days as people write them, and which groups meet."""

import datetime as dt

import pandas as pd
import pytest

import ecosystem as eco
from ecosystem.graph import find_positions
from ecosystem.questions.representation.seats import list_seats


def seat(**columns):
    """Return the seats of one group with these columns."""
    e = eco.Ecosystem(
        organisations=pd.DataFrame({"organisation_id": ["a"], "name": ["Ash"]}),
        groups=pd.DataFrame({"group_id": ["g"], "name": ["Forum"]} | columns),
    )
    return list_seats(e, find_positions(e))


@pytest.mark.parametrize(
    ("cell", "days", "unread"),
    [
        ("2024-03-05|2024-01-10|2024-03-05", ["2024-01-10", "2024-03-05"], 0),
        ("10/01/2024; 5 March 2024, 1 Oct 2024", ["2024-01-10", "2024-03-05", "2024-10-01"], 0),
        ("March 5, 2024 and 6 March 2024", ["2024-03-05", "2024-03-06"], 0),
        ("March 2024|monthly|2024-02-30", [], 3),
        (None, [], 0),
    ],
)
def test_days_are_read_as_people_write_them(cell, days, unread):
    seats = seat(meeting_days=[cell])
    assert [str(dt.date.fromordinal(day)) for day in seats.days[0]] == days
    assert seats.unread == unread
    assert seats.is_complete.tolist() == [bool(days)]


@pytest.mark.parametrize(
    ("told", "days", "a_year", "is_complete", "may_meet"),
    [
        (3, "2024-01-01|2024-05-01", 3, False, True),
        (2, "2024-01-01|2024-05-01", 2, True, True),
        (None, "2024-01-01|2024-05-01|2025-01-01", 2, True, True),
        (0, "2024-01-01", 1, True, True),
        (0, None, 0, False, False),
        (None, None, None, False, True),
    ],
)
def test_a_group_meets_as_often_as_is_told_or_listed(told, days, a_year, is_complete, may_meet):
    """Of three days the last is 366 days after the first, in 2024: in another year."""
    seats = seat(meetings_per_year=[told], meeting_days=[days])
    assert seats.a_year.tolist() == [a_year] or (a_year is None and pd.isna(seats.a_year[0]))
    assert seats.is_complete.tolist() == [is_complete]
    assert seats.may_meet.tolist() == [may_meet]
    assert seats.does_meet.tolist() == [bool(a_year)]


def test_parents_in_a_circle_are_followed_once():
    e = eco.Ecosystem(
        organisations=pd.DataFrame({"organisation_id": ["a"], "name": ["Ash"]}),
        groups=pd.DataFrame(
            {"group_id": ["g", "h"], "name": ["Forum", "Panel"], "parent_id": ["h", "g"]}
        ),
    )
    assert list_seats(e, find_positions(e)).tier.tolist() == [2, 2]
    assert eco.find_representation(e).settings["begins_in"] == "g"
