"""How much the ties speak for a core: the marginal likelihood of a division, against chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from .local_search import MOST_FOR_SWAPS, flip_each, list_divisions, list_swaps, swap_each
from .network import Blocks, count_blocks

if TYPE_CHECKING:
    from .network import Flags, Floats, Integers, Network


LOG_ORDERS = float(np.log(6.0))
"""Three densities can fall in six orders; the model is one of them."""

_NODES = 32
_MOST_FOR_TABLE = 4_000_000


@dataclass(frozen=True, kw_only=True, eq=False)
class Evidence:
    """Log of the evidence for a division, against ties at random.

    The model: each organisation is in the core with an unknown share, drawn from a beta
    distribution; two organisations are tied with a density that depends on whether both, one or
    none of them is in the core. The three densities are uniform but for falling in that order.
    Against it stands one uniform density for all pairs.

    `of_size` is the log chance of one division with a core of each size; `log_factorials` are
    looked up where there are few enough pairs to list them all.
    """

    of_size: Floats
    log_factorials: Floats | None

    def __call__(self, blocks: Blocks, /) -> Floats:
        """Return the log evidence of each division; the order of densities is approximated."""
        return self.unordered(blocks) + LOG_ORDERS + _log_in_order(blocks)

    def precisely(self, blocks: Blocks) -> Floats:
        """Return the log evidence of each division, the order of densities integrated."""
        chance = np.maximum(_chance_in_order(blocks), 1e-300)
        return np.asarray(self.unordered(blocks) + LOG_ORDERS + np.log(chance))

    def unordered(self, blocks: Blocks) -> Floats:
        """Return the log evidence were the three densities in no order."""
        value = self.of_size[blocks.size]
        for tied, of in zip(blocks.ties, blocks.pairs, strict=True):
            value = value + self._log_beta(tied, of)
        first = (0,) * blocks.size.ndim
        ties = sum(int(part[first]) for part in blocks.ties)
        pairs = sum(int(part[first]) for part in blocks.pairs)
        return np.asarray(value - float(special.betaln(ties + 1.0, pairs - ties + 1.0)))

    def _log_beta(self, tied: Integers, of: Integers) -> Floats:
        """Return the log marginal likelihood of `tied` among `of` pairs of one density."""
        table = self.log_factorials
        if table is None:
            return np.asarray(special.betaln(tied + 1.0, of - tied + 1.0))
        return np.asarray(table[tied] + table[of - tied] - table[of + 1])


def make_evidence(network: Network, size_prior: tuple[float, float]) -> Evidence:
    """Return how divisions of this network are weighed."""
    sizes = np.arange(network.size + 1)
    of_size = special.betaln(sizes + size_prior[0], network.size - sizes + size_prior[1])
    table = None
    if network.pairs <= _MOST_FOR_TABLE:
        table = special.gammaln(np.arange(network.pairs + 2) + 1.0)
    return Evidence(of_size=of_size - special.betaln(*size_prior), log_factorials=table)


def bound_evidence(network: Network, evidence: Evidence, core: Flags) -> float:
    """Return the log evidence of a division and of those one move or one swap away, summed.

    The evidence for a core is the sum over all divisions; this is a part of it, so it is never
    too much. Beyond 2,000 organisations it is that of the one division.
    """
    parts = [count_blocks(network, core)]
    if network.size <= MOST_FOR_SWAPS:
        now = list_divisions(network, core[None])
        flips = flip_each(network, now)
        out, into, possible = list_swaps(now, evidence(flips))
        parts += [flips, swap_each(network, now, out[possible][None], into[possible][None])]
    counts = [(part.size, *part.ties, *part.pairs) for part in parts]
    columns = [np.concatenate([one[k].ravel() for one in counts]) for k in range(7)]
    distinct, times = np.unique(np.column_stack(columns), axis=0, return_counts=True)
    size, *rest = distinct.T
    blocks = Blocks(
        total=network.size,
        size=size,
        ties=(rest[0], rest[1], rest[2]),
        pairs=(rest[3], rest[4], rest[5]),
    )
    return float(special.logsumexp(evidence.precisely(blocks), b=times))


def _log_in_order(blocks: Blocks) -> Floats:
    """Return the log chance that the densities fall, each taken as normal."""
    means, spreads = [], []
    for tied, of in zip(blocks.ties, blocks.pairs, strict=True):
        mean = (tied + 1.0) / (of + 2.0)
        means.append(mean)
        spreads.append(mean * (1 - mean) / (of + 3.0))
    first = (means[0] - means[1]) / np.sqrt(spreads[0] + spreads[1])
    second = (means[1] - means[2]) / np.sqrt(spreads[1] + spreads[2])
    return np.asarray(special.log_ndtr(first) + special.log_ndtr(second))


def _chance_in_order(blocks: Blocks) -> Floats:
    """Return the chance that the densities fall, given the ties: the middle one integrated out."""
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    (a, b, c), (of_a, of_b, of_c) = (
        [part[:, None].astype(float) for part in parts] for parts in (blocks.ties, blocks.pairs)
    )
    middle = special.betaincinv(b + 1, of_b - b + 1, (nodes + 1) / 2)
    above = special.betaincc(a + 1, of_a - a + 1, middle)
    below = special.betainc(c + 1, of_c - c + 1, middle)
    return np.asarray((above * below) @ weights / 2)
