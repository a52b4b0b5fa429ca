"""Areas that a file names and nobody could read: the service may reach any.

The words stand in a column beyond the tables, so that they can be shown and asked about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray


AREAS_UNCLEAR = "areas_unclear"
"""A column of services: what a file says of the areas reached and nobody could read, "city wide".
Where it is filled the service may reach more than its catchments say."""


def reaches_more(services: pd.DataFrame) -> NDArray[np.bool_]:
    """Tell which services have words about their areas that nobody could read."""
    if AREAS_UNCLEAR not in services:
        return np.zeros(len(services), dtype=bool)
    words = services[AREAS_UNCLEAR].astype(object)
    return (words.notna() & (words != "")).to_numpy(dtype=bool)
