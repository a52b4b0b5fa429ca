"""What is running on the day the data describe."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def is_running(frame: pd.DataFrame, day: pd.Timestamp) -> NDArray[np.bool_]:
    """Tell which rows of any table with status, start or end run on a day.

    The one rule for organisations, services and relationships: an empty status means active, and
    what has ended before that day or begins after it does not run. Whether anybody is left to run
    a service is not looked at here: see `Positions.is_offered`.
    """
    running = pd.Series(data=True, index=frame.index)
    if "status" in frame:
        running &= frame["status"].isna() | (frame["status"] == "active")
    return (running & ~(frame["end"] < day) & ~(frame["start"] > day)).to_numpy(dtype=bool)
