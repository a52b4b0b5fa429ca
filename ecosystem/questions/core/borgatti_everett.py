"""The correlation of Borgatti and Everett (2000), at any delta."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .network import Blocks, Floats, Integers


_LEAST_VARIANCE = 1e-9
"""Of the ties and the perfect core, in squared pairs and by pair: less than this is nought with
rounding, as where all pairs are tied, or none; a correlation is then not defined."""


@dataclass(frozen=True, kw_only=True)
class Correlation:
    """Correlation of the ties with a perfect core: all tied inside, none outside.

    Attributes
    ----------
    delta : float, 0 to 1, or None
        The share of pairs between core and rest that the perfect core has tied; None leaves these
        pairs out.
    """

    delta: float | None

    def __call__(self, blocks: Blocks, /) -> Floats:
        """Return the correlation of each division; -inf where it is not defined."""
        within, between, outside = blocks.ties
        pairs_within, pairs_between, pairs_outside = blocks.pairs

        # Pearson's correlation over the pairs, of which one variable is 0 or 1 (tied) and the
        # other 1, delta or 0 (the perfect core). So five sums over the pairs say all: their
        # number, both variables, the square of the second (that of the first is itself), and the
        # product.
        if self.delta is None:
            pairs, ties = (pairs_within + pairs_outside).astype(float), within + outside
            ideal = squares = pairs_within.astype(float)
            product: Floats | Integers = within
        else:
            pairs = (pairs_within + pairs_between + pairs_outside).astype(float)
            ties = within + between + outside
            ideal = pairs_within + self.delta * pairs_between
            squares = pairs_within + self.delta**2 * pairs_between
            product = within + self.delta * between

        # Without any variation in one of the two there is no correlation to speak of.
        variance = (pairs * ties - ties**2) * (pairs * squares - ideal**2)
        defined = variance > _LEAST_VARIANCE * np.maximum(pairs, 1.0)
        value = (pairs * product - ties * ideal) / np.sqrt(np.where(defined, variance, 1.0))
        return np.where(defined & (blocks.size > 0), value, -np.inf)

    @property
    def mixes(self) -> tuple[float, ...]:
        """How to weigh ties to the rest when organisations are put in order.

        A tie to the rest adds delta of what a tie to the core adds. Where these pairs are left
        out no one weight follows, so several are tried.
        """
        return (0.0, 0.25, 0.5, 0.75, 1.0) if self.delta is None else (self.delta, 0.5)
