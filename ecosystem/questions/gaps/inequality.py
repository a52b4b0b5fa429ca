"""How unequally help is spread: the Gini index."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def measure_inequality(
    values: NDArray[np.float64], people: NDArray[np.float64]
) -> tuple[float, float]:
    """Return the Gini and the Theil T index of values among people; 0: all have the same.

    NaN without people or if all values are 0.
    """
    order = np.argsort(values)
    values, share = values[order], people[order] / max(people.sum(), 1e-300)
    mean = float(values @ share)
    if not mean > 0:
        return np.nan, np.nan
    up_to = np.cumsum(share * values / mean)
    gini = 1 - share @ (up_to + np.concatenate([[0.0], up_to[:-1]]))
    ratio = values / mean
    theil = share @ (ratio * np.log(ratio, out=np.zeros(len(ratio)), where=ratio > 0))
    return max(float(gini), 0.0), max(float(theil), 0.0)
