"""Whom to ask next: those of whom it is not known that they told their own ties."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecosystem.result import TO_ASK_COUNTS, empty_to_ask, make_to_ask

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray


_MOST = 10
"""Organisations listed: what a meeting can share out, as in every other answer."""


def ask_silent(table: pd.DataFrame, is_running: NDArray[np.bool_]) -> pd.DataFrame:
    """Return the frame `to_ask`: running organisations that are not known to have answered.

    Each settles itself, and nobody else: whom it is tied to is then known from it. So none settles
    more than another, and those that others name most come first, because their silence hides most.
    """
    silent = np.flatnonzero(
        is_running & ~table["reported"].fillna(value=False).to_numpy(dtype=bool)
    )
    # Of equals the first by name, because no id may decide.
    names = table["name"].to_numpy()[silent].astype(str)
    ties = table["ties_total"].to_numpy()[silent]
    order = np.lexsort((names, -ties))[:_MOST]
    first = silent[order]
    if not len(first):
        return empty_to_ask()
    cells: dict[str, Sequence[object]] = {
        "table": ["organisations"] * len(first),
        "id": table.index.to_numpy()[first].tolist(),
        "column": ["answered"] * len(first),
        "name": names[order].tolist(),
    }
    counts = {
        f"{name}{side}": range(1, len(first) + 1) if name == "organisations" else [0] * len(first)
        for name in TO_ASK_COUNTS
        for side in ("", "_high")
    }
    return make_to_ask(cells | counts)
