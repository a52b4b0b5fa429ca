"""The correlation of Borgatti and Everett, at any delta."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .network import Blocks, Floats


@dataclass(frozen=True, kw_only=True)
class Correlation:
    """Correlation of the ties with a perfect core: all tied inside, none outside.

    `delta` is the density that ties between core and rest should have, 0 to 1; None leaves
    these pairs out.
    """

    delta: float | None

    def __call__(self, blocks: Blocks, /) -> Floats:
        """Return the correlation of each division; -inf where it is not defined."""
        within, between, outside = blocks.ties
        pairs_within, pairs_between, pairs_outside = (part.astype(float) for part in blocks.pairs)
        if self.delta is None:
            pairs, ties = pairs_within + pairs_outside, (within + outside).astype(float)
            ideal, squares, product = pairs_within, pairs_within, within.astype(float)
        else:
            pairs = pairs_within + pairs_between + pairs_outside
            ties = (within + between + outside).astype(float)
            ideal = pairs_within + self.delta * pairs_between
            squares = pairs_within + self.delta**2 * pairs_between
            product = within + self.delta * between
        spread = (pairs * ties - ties**2) * (pairs * squares - ideal**2)
        defined = spread > 1e-9 * np.maximum(pairs, 1.0)
        root = np.sqrt(np.where(defined, spread, 1.0))
        value = (pairs * product - ties * ideal) / root
        return np.where(defined & (blocks.size > 0), value, -np.inf)

    @property
    def mixes(self) -> tuple[float, ...]:
        """How to weigh ties to the rest when organisations are put in order."""
        return (0.0, 0.25, 0.5, 0.75, 1.0) if self.delta is None else (self.delta, 0.5)
