"""How much the ties speak for a core: the marginal likelihood of a division, against chance."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
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
"""Points at which the middle density is integrated out, by Gauss and Legendre's rule on the ranks
of its distribution. In 2,000 divisions with counts drawn at random the chance was within 0.0005
of that with 400 points (with 16: 0.0024). The log of a chance near nought is less sure, and the
divisions that have one weigh little."""

_FAR = 45.0
"""Log evidence below another by this much is left out: some 10 to the 20 times less, so that all of
1,600 swaps together change no digit of a sum."""

_MOST_FOR_TABLE = 4_000_000
"""Known pairs up to which log factorials are looked up in a table (32 MB, some 2,800
organisations); beyond, the beta function is worked out each time, which is slower and the same
but for rounding."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Evidence:
    """Log of the evidence for a division, against ties at random.

    The model: each organisation is in the core with an unknown share, drawn from a beta
    distribution; two organisations are tied with a density that depends on whether both, one or
    none of them is in the core. The three densities are uniform but for falling in that order.
    Against it stands one uniform density for all pairs.

    Attributes
    ----------
    of_size : (organisations + 1,) float
        The log chance of one division with a core of 0, 1, 2, … organisations.
    log_factorials : (pairs + 2,) float, or None
        The log of 0!, 1!, 2!, …; None where there are too many pairs to list them all.
    """

    of_size: Floats
    log_factorials: Floats | None

    def __call__(self, blocks: Blocks, /) -> Floats:
        """Return the log evidence of each division; the order of densities is approximated."""
        return self.unordered(blocks) + LOG_ORDERS + _log_in_order(blocks)

    def precisely(self, blocks: Blocks) -> Floats:
        """Return the log evidence of each division, the order of densities integrated.

        `blocks` has one axis. It takes hundreds of times as long as the approximation.
        """
        chance = np.maximum(_chance_in_order(blocks), 1e-300)
        return np.asarray(self.unordered(blocks) + LOG_ORDERS + np.log(chance))

    def unordered(self, blocks: Blocks) -> Floats:
        """Return the log evidence were the three densities in no order."""
        value = self.of_size[blocks.size]
        for tied, pairs in zip(blocks.ties, blocks.pairs, strict=True):
            value = value + self._log_beta(tied, pairs)

        # All divisions have the same ties and pairs in all, so the first stands for any.
        first = (0,) * blocks.size.ndim
        all_tied = sum(int(tied[first]) for tied in blocks.ties)
        all_pairs = sum(int(pairs[first]) for pairs in blocks.pairs)
        by_chance = float(special.betaln(all_tied + 1.0, all_pairs - all_tied + 1.0))
        return np.asarray(value - by_chance)

    def _log_beta(self, tied: Integers, pairs: Integers) -> Floats:
        """Return the log marginal likelihood of `tied` among `pairs` of one density."""
        table = self.log_factorials
        if table is None:
            return np.asarray(special.betaln(tied + 1.0, pairs - tied + 1.0))
        return np.asarray(table[tied] + table[pairs - tied] - table[pairs + 1])


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
        leaving, joining, possible = list_swaps(now, evidence(flips))
        swaps = swap_each(network, now, leaving[possible][None], joining[possible][None])
        parts += [flips, swaps]

    # (divisions,) each: the size, the three counts of ties and the three of pairs.
    counts = [(part.size, *part.ties, *part.pairs) for part in parts]
    columns = [np.concatenate([count[k].ravel() for count in counts]) for k in range(7)]

    # Most of these divisions have the same counts as another, so each kind is weighed once, by
    # the slow and precise way, and counted as often as it occurs.
    kinds, times = _list_kinds(columns)
    blocks = _make_blocks(network, kinds)

    # Without the order of densities a kind only looks likelier. So what is far below the precise
    # weight of one kind even then adds nothing that a float could hold.
    most = evidence.unordered(blocks) + LOG_ORDERS + np.log(times)
    first = int(np.argmax(most))
    one = evidence.precisely(_make_blocks(network, kinds[:, first : first + 1]))
    kept = most >= float(one[0]) + np.log(times[first]) - _FAR
    blocks = _make_blocks(network, kinds[:, kept])
    return float(special.logsumexp(evidence.precisely(blocks), b=times[kept]))


def _list_kinds(columns: list[Integers]) -> tuple[Integers, Integers]:
    """Return the different rows of these columns, a column each, and how often each is there."""
    table = np.array(columns)
    table = table[:, np.lexsort(table[::-1])]
    is_new = np.append(True, (table[:, 1:] != table[:, :-1]).any(axis=0))
    starts = np.flatnonzero(is_new)
    return table[:, starts], np.diff(np.append(starts, table.shape[1]))


def _make_blocks(network: Network, kinds: Integers) -> Blocks:
    """Return divisions of these kinds: their sizes, three counts of ties and three of pairs."""
    size, *rest = kinds
    return Blocks(
        total=network.size,
        size=size,
        ties=(rest[0], rest[1], rest[2]),
        pairs=(rest[3], rest[4], rest[5]),
    )


def _log_in_order(blocks: Blocks) -> Floats:
    """Return the log chance that the densities fall, each taken as normal.

    Given its ties a density is beta distributed; the normal has its mean and variance. The two
    comparisons (core above between, between above wider) are taken as independent.
    """
    means, variances = [], []
    for tied, pairs in zip(blocks.ties, blocks.pairs, strict=True):
        mean = (tied + 1.0) / (pairs + 2.0)
        means.append(mean)
        variances.append(mean * (1 - mean) / (pairs + 3.0))
    first = (means[0] - means[1]) / np.sqrt(variances[0] + variances[1])
    second = (means[1] - means[2]) / np.sqrt(variances[1] + variances[2])
    return np.asarray(special.log_ndtr(first) + special.log_ndtr(second))


def _chance_in_order(blocks: Blocks) -> Floats:
    """Return the chance that the densities fall, given the ties: the middle one integrated out."""
    nodes, weights = _list_nodes()

    # (divisions, 1) each: a, b and c of the pairs are tied within, between and outside.
    (a, b, c), (pairs_a, pairs_b, pairs_c) = (
        [part[:, None].astype(float) for part in parts] for parts in (blocks.ties, blocks.pairs)
    )

    # (divisions, nodes): the middle density at evenly weighed ranks of its distribution, so that
    # the points lie where it is likely; and how likely the others are above and below it there.
    # To be above is the chance that the rest of it is below the rest, many times quicker.
    middle = special.betaincinv(b + 1, pairs_b - b + 1, (nodes + 1) / 2)
    above = special.betainc(pairs_a - a + 1, a + 1, 1 - middle)
    below = special.betainc(c + 1, pairs_c - c + 1, middle)
    return np.asarray((above * below) @ weights / 2)


@cache
def _list_nodes() -> tuple[Floats, Floats]:
    """Return the points of Gauss and Legendre's rule, -1 to 1, and their weights."""
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    return nodes, weights
