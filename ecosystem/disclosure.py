"""Who may see what, and which numbers may be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .errors import wrong_choice

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray


def count_people(number: float) -> str:
    """Return a number of people as it may be shown: 1 to 4 as "under 5", empty as "not known".

    Examples
    --------
    >>> count_people(3), count_people(0), count_people(1234.4)
    ('under 5', '0', '1,234')
    """
    if pd.isna(number):
        return "not known"
    return "under 5" if is_small(number) else f"{number:,.0f}"


def is_small(number: float) -> bool:
    """Tell whether a number of people is too small to show: above 0, below 5."""
    return 0 < number < 4.5


def are_small(people: pd.Series) -> NDArray[np.bool_]:
    """Tell which numbers of people are from 1 to 4."""
    return np.array([is_small(number) for number in people], dtype=bool)


def list_hidden(demand: pd.Series, parent: pd.Series) -> NDArray[np.bool_]:
    """Return which counts may not be shown: 1 to 4, and one more where the total would tell.

    Where just one area of a larger place, or of all, is hidden, its count is the total less the
    others: the smallest other count is hidden too.
    """
    small = are_small(demand)
    hidden = small.copy()
    groups = [np.flatnonzero(parent == code) for code in parent[small].dropna().unique()]
    for group in [*groups, np.arange(len(demand))]:
        others = group[(demand.iloc[group] > 0).to_numpy() & ~hidden[group]]
        if np.count_nonzero(hidden[group]) == 1 and len(others):
            hidden[others[np.argmin(demand.iloc[others])]] = True
    return hidden


def hide_small(
    table: pd.DataFrame, people: Iterable[str], derived: Iterable[str] = ()
) -> pd.DataFrame:
    """Return the table as it may be shown: numbers of people from 1 to 4 as "under 5".

    `derived` are columns from which such a number could be worked out; they go blank in the same
    rows.
    """
    shown = table.copy(deep=False)
    hidden = np.zeros(len(table), dtype=bool)
    for name in people:
        # A column of which nothing is known may be of any type; no cell of it is small.
        known = pd.to_numeric(table[name], errors="coerce").to_numpy(dtype=float, na_value=np.nan)
        small = np.array([is_small(value) for value in known], dtype=bool)
        shown[name] = table[name].astype(object).mask(small, "under 5")
        hidden |= small
    for name in derived:
        shown[name] = table[name].astype(object).mask(hidden)
    return shown


VISIBILITIES = ("public", "partners", "private")


def refuse_guarded(settings: Mapping[str, object], visibility: str) -> None:
    """Refuse to show an answer that rests on more guarded rows than an audience may see.

    Raises
    ------
    ValueError
        If it does: its numbers would tell of them.
    """
    if visibility not in VISIBILITIES:
        raise wrong_choice(option="visibility", value=visibility, choices=VISIBILITIES)
    behind = str(settings.get("visibility", VISIBILITIES[-1]))
    if VISIBILITIES.index(behind) > VISIBILITIES.index(visibility):
        msg = (
            f"visibility {visibility!r}: this answer rests on {behind} rows, and its numbers would "
            f"tell of them. Ask again of e.select(visibility={visibility!r}), or give "
            f"visibility={behind!r}."
        )
        raise ValueError(msg)
