"""The edge of a limit or a band: what is written as just as far is within it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


ROUNDING = 1e-6
"""How far beyond a limit still is at it, in km or minutes: a millimetre, or less than a ten
thousandth of a second.

A third of 1.2 km is not 0.4 km to a computer, and the way between two points is worked out to a
millionth of a metre at best. Positions are written to a metre or worse, travel tables to ten metres
or worse: nobody is moved over an edge that was meant to be there.
"""


def is_within(distance: NDArray[np.float64], limit: float) -> NDArray[np.bool_]:
    """Tell which distances are no longer than a limit, in its unit; one not known is not."""
    within: NDArray[np.bool_] = distance <= widen(limit)
    return within


def widen(limit: float) -> float:
    """Return a limit with the rounding that is allowed for, for what compares by itself."""
    return limit + ROUNDING
