"""What is running on the day the data describe."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from .ecosystem import Ecosystem


def is_running(e: Ecosystem, frame: pd.DataFrame) -> NDArray[np.bool_]:
    """Tell which rows of services or organisations run on the day the data describe.

    A row runs if it is active and neither ended before that day nor begins after it. An empty
    status is active; a start or end that is not known rules nothing out. Without a day of the data
    only the status counts.
    """
    running = frame["status"].isna() | (frame["status"] == "active")
    about = e.about
    date = about["snapshot_date"].iloc[0] if len(about) else pd.NaT
    if pd.notna(date):
        running &= ~(frame["end"] < date) & ~(frame["start"] > date)
    return running.to_numpy(dtype=bool)
