"""What is counted together in time, in a query and in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Period = Literal["financial year", "year", "month", "all"]
PERIODS: tuple[Period, ...] = get_args(Period)

NO_PERIOD = -1
"""The number of the period of what has no day. The years before 1 are in no log."""

_FIRST_MONTH = 4
"""The month in which a financial year begins, by which charities and councils count."""

PERIOD_QUERIES = {
    "all": "-1",
    "year": "coalesce(year(sent_on), -1)",
    "month": "coalesce(year(sent_on) * 100 + month(sent_on), -1)",
    "financial year": (
        "coalesce(year(sent_on) - case when month(sent_on) < 4 then 1 else 0 end, -1)"
    ),
}
"""The period of sent_on as a number: a financial year is that of the year in which it begins."""


def number_periods(days: NDArray[np.int64], period: Period) -> NDArray[np.int64]:
    """Return the number of the period of each day since 1970; the least day is none."""
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    years = months // 12 + 1970
    month = months % 12 + 1
    numbers = {
        "all": np.full(len(days), NO_PERIOD),
        "year": years,
        "month": years * 100 + month,
        "financial year": years - (month < _FIRST_MONTH),
    }[period]
    return np.where(np.isnat(days.astype("datetime64[D]")), NO_PERIOD, numbers)


def name_periods(numbers: NDArray[np.int64], period: Period) -> NDArray[np.object_]:
    """Return what periods are called, by their numbers; nothing for none.

    Examples
    --------
    >>> name_periods(np.array([1999, -1, 2024]), "financial year").tolist()
    ['1999-00', '', '2024-25']
    >>> name_periods(np.array([202403]), "month").tolist()
    ['2024-03']
    """
    names = [""] * len(numbers)
    for place, number in enumerate(numbers.tolist()):
        if number == NO_PERIOD:
            continue
        if period == "financial year":
            names[place] = f"{number}-{(number + 1) % 100:02d}"
        elif period == "month":
            names[place] = f"{number // 100}-{number % 100:02d}"
        else:
            names[place] = f"{number}"
    return np.array(names, dtype=object)
