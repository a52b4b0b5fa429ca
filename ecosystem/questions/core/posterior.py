"""How likely each organisation is in the core, and how large the core is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

if TYPE_CHECKING:
    from .network import Floats, Integers


TAIL = 0.1
"""The smallest and the largest tenth of the likely sizes give the range of P(core)."""

_OUTSIDE = 0.05
"""What is left out at either end of the range of sizes, so that nine in ten lie between."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Posterior:
    """How likely each organisation is in the core, given the ties.

    Attributes
    ----------
    probability : (organisations,) float, 0 to 1
        The chance to be in the core; NaN for those that took no part.
    low, high : (organisations,) float, 0 to 1
        The same chance, if the core is as small or as large as in a tenth of the likely cases.
    sizes : (organisations + 1,) float, 0 to 1
        The chance of a core of 0, 1, 2, … organisations; they sum to 1.
    """

    probability: Floats
    low: Floats
    high: Floats
    sizes: Floats

    @property
    def size_range(self) -> tuple[int, int]:
        """The sizes of the core between which nine in ten of the likely cases lie."""
        below = np.cumsum(self.sizes)
        last = len(below) - 1
        low, high = np.searchsorted(below, [_OUTSIDE, 1 - _OUTSIDE])

        # Rounding can leave the running sum short of 0.95 at the very end.
        return min(int(low), last), min(int(high), last)

    def share_alike(self, alike: Integers) -> Posterior:
        """Return the same, equal for organisations that only their name tells apart.

        `alike` holds a group number for each. What was drawn at random differs a little between
        them; nothing in the data does, so neither may the answer.
        """
        counts = np.bincount(alike)

        def mean(values: Floats) -> Floats:
            means: Floats = np.bincount(alike, values) / counts
            return means[alike]

        return replace(
            self, probability=mean(self.probability), low=mean(self.low), high=mean(self.high)
        )

    def scatter(self, rows: Integers, size: int) -> Posterior:
        """Return the same for `size` organisations, of which these are `rows`; NaN for others."""

        def fill(values: Floats) -> Floats:
            filled = np.full(size, np.nan)
            filled[rows] = values
            return filled

        return replace(
            self, probability=fill(self.probability), low=fill(self.low), high=fill(self.high)
        )

    def bounded(self) -> Posterior:
        """Return the same with each range around its chance, all from 0 to 1.

        A larger core need not raise every chance, and draws have noise: so a range can come out
        beside the chance it belongs to.
        """
        middle = np.clip(self.probability, 0.0, 1.0)
        return replace(
            self,
            probability=middle,
            low=np.clip(self.low, 0.0, middle),
            high=np.clip(self.high, middle, 1.0),
        )


def weigh_tails(sizes: Floats) -> tuple[Floats, Floats]:
    """Return which share of each core size lies in the smallest and in the largest tenth.

    `sizes` holds the chance of each size. The size at which the tenth ends belongs to it in part.
    """
    return _weigh_tail(sizes), _weigh_tail(sizes[::-1])[::-1]


def _weigh_tail(sizes: Floats) -> Floats:
    """Return which share of each size lies in the first tenth of the weight."""
    before = np.concatenate([[0.0], np.cumsum(sizes)[:-1]])
    inside = np.clip(TAIL * sizes.sum() - before, 0.0, sizes)
    shares: Floats = np.divide(inside, sizes, out=np.zeros_like(sizes), where=sizes > 0)
    return shares


def count_likelihood(tied: Floats, more: Floats) -> Floats:
    """Return the log marginal likelihood of the counts of `tied` ties, `more` above one in all.

    The counts of a block are geometric with one unknown, uniform chance to stop.
    """
    return np.asarray(special.betaln(tied + 1.0, more + 1.0))
