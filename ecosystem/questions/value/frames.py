"""The frames of `find_value`: what each outcome is worth, and all together."""

from __future__ import annotations

import numpy as np
import pandas as pd

_MONTHS = 12
"""Months of a year."""


def list_values(outcomes: pd.DataFrame) -> pd.DataFrame:
    """Return what each outcome is worth, a row an outcome, in the order given."""
    table = outcomes.set_index("outcome")
    table.index = table.index.astype("str")
    # Where nothing happened nothing was gained, whatever a unit is worth.
    low = (table["units_low"] * table["unit_value_low"]).mask(table["units_low"] == 0, 0.0)
    high = (table["units_high"] * table["unit_value_high"]).mask(table["units_high"] == 0, 0.0)
    return pd.DataFrame(
        {
            "units": table["units_low"],
            "units_high": table["units_high"],
            "unit": table["unit"],
            "unit_value_low": table["unit_value_low"],
            "unit_value_high": table["unit_value_high"],
            "value_low": low,
            "value_high": high,
            "source": table["source"],
            "is_counted": table["is_counted"],
        }
    )


def make_summary(table: pd.DataFrame, months: float | None) -> pd.Series:
    """Return what all outcomes are worth together, and in a year."""
    known = table["value_low"].notna()
    low = float(table.loc[known, "value_low"].sum()) if known.any() else np.nan
    # What has no upper limit in one outcome has none in all.
    highs = table.loc[known, "value_high"]
    high = float(highs.sum()) if known.any() and highs.notna().all() else np.nan
    a_year = np.nan if months is None else _MONTHS / months
    return pd.Series(
        {
            "outcomes": len(table),
            "outcomes_known": int(known.sum()),
            "value_low": low,
            "value_high": high,
            "value_a_year_low": low * a_year,
            "value_a_year_high": high * a_year,
        },
        name="summary",
    )
