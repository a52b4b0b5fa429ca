"""How unequally help is spread: the Gini and the Theil index. Arrays in, numbers out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def measure_inequality(
    values: NDArray[np.float64], people: NDArray[np.float64]
) -> tuple[float, float]:
    """Return the Gini and the Theil T index of values among people; 0: all have the same.

    `values` and `people` have a row a group of people that have the same. NaN without people or if
    all values are 0.
    """
    # (groups,): from those who have least to those who have most, and each group's share of people.
    order = np.argsort(values)
    values, share = values[order], people[order] / max(people.sum(), 1e-300)
    mean = float(values @ share)
    if not mean > 0:
        return np.nan, np.nan

    # Gini: twice the surface between the Lorenz curve, by trapezoids, and the line of equality.
    up_to = np.cumsum(share * values / mean)
    gini = 1 - share @ (up_to + np.concatenate([[0.0], up_to[:-1]]))

    # Theil: a group that has nothing adds nothing, as x log x goes to 0 with x.
    ratio = values / mean
    theil = share @ (ratio * np.log(ratio, out=np.zeros(len(ratio)), where=ratio > 0))
    # Rounding may leave either a little below 0 where all have the same.
    return max(float(gini), 0.0), max(float(theil), 0.0)
