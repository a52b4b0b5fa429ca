"""What is counted together in time, in a query and in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

Period = Literal["financial year", "year", "month", "all"]
PERIODS: tuple[Period, ...] = get_args(Period)

_FIRST_MONTH = 4
"""The month in which a financial year begins, by which charities and councils count."""

_YEAR = "coalesce(cast(period_number as string), '')"
_MONTH = (
    "coalesce(cast((period_number - period_number % 100) / 100 as int) || '-' || "
    "right(cast(period_number as string), 2), '')"
)
PERIOD_QUERIES = {
    "all": ("0", "''"),
    "year": ("year(sent_on)", _YEAR),
    "month": ("year(sent_on) * 100 + month(sent_on)", _MONTH),
    # Begins in April; named by both years below.
    "financial year": ("year(sent_on) - case when month(sent_on) < 4 then 1 else 0 end", _YEAR),
}
"""The period of sent_on as a number, by which a query counts, and what it names that number: a
financial year by the year in which it begins."""


def name_days(days: NDArray[np.int64], period: Period) -> NDArray[np.object_]:
    """Return the period of each day, as the query names it; empty where there is no day."""
    different, codes = np.unique(days, return_inverse=True)
    dates = pd.Series(different.astype("datetime64[D]").astype("datetime64[s]"))
    year, month = dates.dt.year.astype("Int64"), dates.dt.month.astype("Int64")
    named = {
        "all": pd.Series("", index=dates.index),
        "year": year.astype("str"),
        "month": year.astype("str") + "-" + month.astype("str").str.zfill(2),
        "financial year": (year - (month < _FIRST_MONTH).astype("Int64")).astype("str"),
    }[period]
    return named.mask(dates.isna(), "").to_numpy(dtype=object)[codes]


def name_years(begins: pd.Series) -> pd.Series:
    """Return financial years by both their years.

    Examples
    --------
    >>> name_years(pd.Series(["2024", None, "1999"])).tolist()
    ['2024-25', nan, '1999-00']
    """
    first = pd.to_numeric(begins).astype("Int64")
    last = ((first + 1) % 100).astype("str").str.zfill(2)
    return (first.astype("str") + "-" + last).mask(first.isna())
