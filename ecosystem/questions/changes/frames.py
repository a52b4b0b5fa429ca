"""The frames of `find_changes` that are no list of differences."""

from __future__ import annotations

import pandas as pd

RATE_COLUMNS = [
    *("before", "after", "difference", "low", "high", "within", "mix"),
    *("known_before", "known_after", "people_before", "people_after", "status"),
]


def empty_rates() -> pd.DataFrame:
    """Return the frame `rates` of an answer that compares none."""
    frame = pd.DataFrame(columns=RATE_COLUMNS, index=pd.Index([], name="rate", dtype="str"))
    numbers = dict.fromkeys(RATE_COLUMNS[:-1], "float64")
    return frame.astype({**numbers, "status": "str"})
