"""How many people in each area need a service."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.wording import join_words

from .asked import is_of_type

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem


def read_extra(frame: pd.DataFrame, name: str) -> NDArray[np.float64]:
    """Return a column beyond the schema as numbers, 0 or more; NaN where it is none, or absent."""
    if name not in frame:
        return np.full(len(frame), np.nan)
    values = pd.to_numeric(frame[name].astype(object), errors="coerce").to_numpy(dtype=float)
    return np.where((values >= 0) & np.isfinite(values), values, np.nan)


def list_demand(e: Ecosystem, service_type: str) -> tuple[pd.DataFrame, list[str]]:
    """Return the demand in each area, row for row with areas, and notes.

    Columns: people, low and high (people; NaN if not given) and period. Where an area has several
    periods the latest counts. Empty is not known.
    """
    # A row without a period comes first, so that any row with one is later than it.
    rows = e.demand
    rows = rows[is_of_type(rows, service_type)].sort_values("period", na_position="first")
    rows = rows.assign(low=read_extra(rows, "people_low"), high=read_extra(rows, "people_high"))
    latest = rows.drop_duplicates("area_code", keep="last").set_index("area_code")
    columns = ["people", "low", "high", "period"]
    demand = latest[columns].reindex(e.areas["area_code"]).reset_index(drop=True)

    notes = []
    if len(rows) > len(latest):
        notes.append("Where demand is given for several periods, the latest is used.")
        if _changes_source(rows):
            notes.append(
                "The source of demand changed between periods: a change of the figures from one "
                "to the next may be a change of counting."
            )

    periods = sorted(latest["period"].dropna().unique())
    if len(periods) > 1:
        notes.append(f"Demand is from different periods: {join_words(periods, most=5)}.")
    return demand, notes


def _changes_source(rows: pd.DataFrame) -> bool:
    """Tell whether an area's demand comes from more than one source over the periods."""
    sources = rows[["area_code", "source"]].dropna().drop_duplicates()
    return bool(sources["area_code"].duplicated().any())
