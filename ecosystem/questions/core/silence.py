"""Whom to ask next: those of whom it is not known that they told their own ties."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecosystem.access import ask_all_needed, make_cells

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray


def ask_silent(table: pd.DataFrame, is_running: NDArray[np.bool_]) -> pd.DataFrame:
    """Return the frame `to_ask`: running organisations that are not known to have answered.

    Each settles itself: whom it is tied to is then known from it. Those that others name most come
    first, because their silence hides most.
    """
    silent = table[is_running & ~table["reported"].fillna(value=False).to_numpy(dtype=bool)]
    silent = silent.sort_values("ties_total", ascending=False, kind="stable")
    numbers = np.arange(len(silent))
    cells = make_cells(
        "organisations",
        "answered",
        unit=numbers,
        ids=silent.index.to_series(),
        names=silent["name"],
    )
    weights = np.tile([0.0, 1.0, 0.0], (len(silent), 1))
    return ask_all_needed(cells, (numbers, numbers), weights)
