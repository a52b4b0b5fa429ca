"""What runs on the day the data describe."""

import pandas as pd

import ecosystem as eco
from ecosystem.data.snapshot import is_running


def _make(snapshot_date):
    return eco.Ecosystem(
        organisations=pd.DataFrame(
            {
                "organisation_id": ["a", "b", "c", "d", "e", "f"],
                "name": ["A", "B", "C", "D", "E", "F"],
                "status": [None, "active", "closed", None, None, None],
                "start": [None, None, None, "2024-04-01", None, "2024-03-31"],
                "end": [None, None, None, None, "2024-03-30", "2024-03-31"],
            }
        ),
        about=pd.DataFrame({"title": ["x"], "snapshot_date": [snapshot_date]}),
    )


def test_the_first_and_the_last_day_count():
    """On 31 March: c is closed, d begins a day later, e ended a day earlier, f is of that day."""
    e = _make("2024-03-31")
    assert is_running(e.organisations, e.snapshot_date).tolist() == [
        True,
        True,
        False,
        False,
        False,
        True,
    ]


def test_without_a_day_the_day_of_reading_counts():
    """All ends and beginnings are of 2024, so long past: d has begun; e and f have ended."""
    e = _make(None)
    assert e.snapshot_date > pd.Timestamp("2024-12-31")
    ended = e.organisations["end"].notna().tolist()
    is_closed = [False, False, True, False, False, False]
    expected = [not (end or closed) for end, closed in zip(ended, is_closed, strict=True)]
    assert is_running(e.organisations, e.snapshot_date).tolist() == expected
