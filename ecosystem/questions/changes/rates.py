"""Shares before and after: how sure the difference is, and what made it.

Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions:
comparison of eleven methods. Statistics in Medicine 17, 873-890.

Kitagawa, E. M. (1955). Components of a difference between two rates. Journal of the American
Statistical Association 50, 1168-1194. https://doi.org/10.1080/01621459.1955.10501299
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_Z = 1.959963984540054
"""Standard deviations within which 95 % of a normal distribution lie."""


def limit_share(part: float, whole: float) -> tuple[float, float]:
    """Return Wilson's limits, of 95 %, for a share of `whole` counted.

    Examples
    --------
    >>> [round(limit, 4) for limit in limit_share(48, 80)]
    [0.4905, 0.7004]
    """
    share = part / whole
    middle = (share + _Z**2 / (2 * whole)) / (1 + _Z**2 / whole)
    half = _Z * np.sqrt(share * (1 - share) / whole + _Z**2 / (4 * whole**2)) / (1 + _Z**2 / whole)
    return float(max(middle - half, 0.0)), float(min(middle + half, 1.0))


def limit_difference(
    before: tuple[float, float], after: tuple[float, float]
) -> tuple[float, float, float]:
    """Return the difference of two shares and Newcombe's limits, of 95 %, for it.

    `before` and `after`: part and whole. The limits are as far from the difference as those of both
    shares are from these, squared and added up (his method 10).

    Examples
    --------
    The first example of the paper, 56 of 70 and 48 of 80:

    >>> [round(number, 4) for number in limit_difference((48, 80), (56, 70))]
    [0.2, 0.0524, 0.3339]
    """
    shares = [part / whole for part, whole in (before, after)]
    (low_before, high_before), (low_after, high_after) = (
        limit_share(*counts) for counts in (before, after)
    )
    difference = shares[1] - shares[0]
    down = np.hypot(shares[1] - low_after, high_before - shares[0])
    up = np.hypot(high_after - shares[1], shares[0] - low_before)
    return difference, float(difference - down), float(difference + up)


def split_difference(
    parts_before: Floats, wholes_before: Floats, parts_after: Floats, wholes_after: Floats
) -> tuple[float, float]:
    """Return how much of a difference is within those who take part, and how much their mix.

    parts_before, wholes_before, parts_after, wholes_after : (organisations,)    counts

    Within: each organisation's own rise, weighed by its mean share of all; mix: the rise of its
    share of all, weighed by its mean rate. Who takes part once only has no rise of its own, so all
    it brings or takes away is mix. The two add up to the difference.

    Examples
    --------
    One rises from 2 of 10 to 6 of 10 and stays half of all: all of the 0.2 is within.

    >>> counts = [np.array([2.0, 5.0]), np.array([10.0, 10.0])]
    >>> [round(part, 9) for part in split_difference(*counts, np.array([6.0, 5.0]), counts[1])]
    [0.2, 0.0]
    """
    weight_before = wholes_before / wholes_before.sum()
    weight_after = wholes_after / wholes_after.sum()
    rate_before, rate_after = (
        np.divide(parts, wholes, out=np.full(len(wholes), np.nan), where=wholes > 0)
        for parts, wholes in ((parts_before, wholes_before), (parts_after, wholes_after))
    )
    rate_before, rate_after = (
        np.where(np.isnan(one), other, one)
        for one, other in ((rate_before, rate_after), (rate_after, rate_before))
    )
    # Of an organisation with nobody either time there is no rate, and no weight.
    within = np.nansum((weight_before + weight_after) / 2 * (rate_after - rate_before))
    mix = np.nansum((rate_before + rate_after) / 2 * (weight_after - weight_before))
    return float(within), float(mix)
