"""The sweep engine: the best division into core and rest, for any objective of block counts.

An objective sees a division only as its size and its block counts. Along an order of the
organisations, the block counts of the first k follow for every k at once from two running sums,
in time that grows with the ties. So a sweep gives the best core of a whole order for the price of
one look at the ties; a new order is made from that core, and swept again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from .local_search import EQUAL, Division, climb
from .network import Blocks, count_pairs
from .orders import list_orders, list_random_orders, order_by_ties
from .symmetry import find_symmetry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .local_search import Objective
    from .network import Flags, Integers, Network


_MOST_ROUNDS = 6
"""Sweeps after the first. Each must better the last one, and two to six usually do all they can;
more would cost time where it is not yet settled, and moves and swaps come after in any case."""


_MOST_CELLS = 300_000
"""Ties and organisations of all orders swept at once: so few that what is looked up stays at hand,
and that a million ties are swept in one order at a time."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Best:
    """What the best divisions share.

    Attributes
    ----------
    always : (organisations,) bool
        Who is in the core in all of them.
    sometimes : (organisations,) bool
        Who is in the core in some of them.
    value : float
        The value of each of them; NaN if no division has one.
    count : int
        How many equally good divisions are known.
    is_certified : bool
        Whether it is proven that no other division is better.
    """

    always: Flags
    sometimes: Flags
    value: float
    count: int
    is_certified: bool

    @classmethod
    def none(cls, size: int) -> Best:
        """Return that no division is any good."""
        nobody = np.zeros(size, dtype=bool)
        return cls(always=nobody, sometimes=nobody, value=np.nan, count=0, is_certified=True)

    def scatter(self, rows: Integers, size: int) -> Best:
        """Return the same for `size` organisations, of which these are `rows`; others are out."""
        always, sometimes = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
        always[rows], sometimes[rows] = self.always, self.sometimes
        return replace(self, always=always, sometimes=sometimes)


def find_best(
    network: Network,
    objective: Objective,
    *,
    mixes: Sequence[float],
    seed: int,
    alike: Integers | None = None,
) -> Best:
    """Return the best of the divisions reached from several starts.

    Parameters
    ----------
    network
        The ties.
    objective
        What to make as large as possible.
    mixes
        How to put organisations in order, given a division: by m ties to the rest and 1 - m ties
        to the core, for each m of these.
    seed
        For the random starts.
    alike
        Who is alike (`symmetry.py`), if that is known already.
    """
    starts = alternate(network, objective, list_orders(network), mixes)
    starts += best_of_orders(network, objective, list_random_orders(network, seed))
    distinct = {start.core.tobytes(): start for start in starts}
    reached = climb(network, objective, list(distinct.values()))
    value = max(division.value for division in reached)
    if not np.isfinite(value):
        return Best.none(network.size)
    best = [division.core for division in reached if division.value > value - EQUAL]
    alike = find_symmetry(network).alike if alike is None else alike
    return _share_alike(best, value, alike)


def find_good(network: Network, objective: Objective, *, mixes: Sequence[float]) -> Division:
    """Return the best division reached from one start: those with most ties."""
    starts = alternate(network, objective, [order_by_ties(network)], mixes)
    return climb(network, objective, starts)[0]


def _share_alike(cores: list[Flags], value: float, alike: Integers) -> Best:
    """Return what these best divisions share, with those who could stand in for one another.

    `alike` holds a group number for each: if b is like a in all but the name, each division with a
    in the core has a twin with b there instead, as good as it, whether the search met it or not.
    """
    distinct = np.unique(np.array(cores), axis=0)
    always, sometimes = distinct.all(axis=0), distinct.any(axis=0)

    # A group is always in only if all of it is, and sometimes in if any of it is.
    groups = int(alike.max()) + 1
    has_one_in = np.bincount(alike, weights=sometimes, minlength=groups) > 0
    has_one_out = np.bincount(alike, weights=~always, minlength=groups) > 0
    return Best(
        always=always & ~has_one_out[alike],
        sometimes=has_one_in[alike],
        value=value,
        count=len(distinct),
        is_certified=False,
    )


def sweep_orders(network: Network, orders: Integers) -> Blocks:
    """Return the block counts of every core made of the first k of an order, k = 0 … size.

    A row is an order, a column a k.
    """
    rank = rank_orders(orders)
    ranks = rank[:, network.source], rank[:, network.target]
    return count_along(network, orders, ranks, np.arange(network.size + 1))


def rank_orders(orders: Integers) -> Integers:
    """Return how many come before each organisation in each order."""
    rank = np.empty_like(orders)
    np.put_along_axis(rank, orders, np.arange(orders.shape[1])[None], axis=1)
    return rank


def count_along(
    network: Network, orders: Integers, ranks: tuple[Integers, Integers], sizes: Integers
) -> Blocks:
    """Return the block counts of the first k of each order, for each k of `sizes`.

    `ranks` are those of the two ends of every tie, (orders, ties) each.
    """
    # A tie lies within the core from the moment that the later of its ends joins, and touches it
    # from the moment that the earlier one does.
    within, touching = (
        _sum_running(later(*ranks), network.size)[:, sizes] for later in (np.maximum, np.minimum)
    )

    # Where all reported, one row of noughts serves for every order.
    silent = np.zeros((1, len(sizes)), dtype=np.int64)
    if network.silent_total:
        joined = np.zeros((len(orders), network.size + 1), dtype=np.int64)
        np.cumsum(network.silent[orders], axis=1, out=joined[:, 1:])
        silent = joined[:, sizes]
    return Blocks(
        total=network.size,
        size=np.broadcast_to(sizes, within.shape),
        ties=(within, touching - within, ranks[0].shape[1] - touching),
        pairs=count_pairs(network, sizes[None], silent),
    )


def _sum_running(ranks: Integers, size: int) -> Integers:
    """Return how many ranks of each row are below 0, 1, … size."""
    rows = len(ranks)
    # As indices, also where the platform's are of 32 bits.
    cells = (ranks + np.arange(rows)[:, None] * size).ravel().astype(np.intp)
    counts = np.bincount(cells, minlength=rows * size).reshape(rows, size)
    sums = np.zeros((rows, size + 1), dtype=np.int64)
    np.cumsum(counts, axis=1, out=sums[:, 1:])
    return sums


def best_of_orders(
    network: Network, objective: Objective, orders: Sequence[Integers]
) -> list[Division]:
    """Return the best core made of the first k of each order."""
    step = max(1, _MOST_CELLS // (len(network.source) + network.size))
    best = []
    for start in range(0, len(orders), step):
        some = np.array(orders[start : start + step])
        values = objective(sweep_orders(network, some))
        sizes = np.argmax(values, axis=1)
        cores = rank_orders(some) < sizes[:, None]
        reached = values[np.arange(len(sizes)), sizes]
        best += [
            Division(core=core, value=float(one)) for core, one in zip(cores, reached, strict=True)
        ]
    return best


def alternate(
    network: Network, objective: Objective, starts: Sequence[Integers], mixes: Sequence[float]
) -> list[Division]:
    """Sweep, put in order anew by the core of the sweep, and again, until it gets no better.

    From each of the orders that it starts with, for all of them together.
    """
    best = best_of_orders(network, objective, starts)

    # (organisations,): what makes up for the pairs that are not known of those who did not
    # report. Their few ties are then as good as the many of those whose pairs are all known.
    fair = (network.size - 1) / np.maximum(network.known, 1)
    open_ones = list(range(len(best)))
    for _ in range(_MOST_ROUNDS):
        # Which ties speak for a place in the core hangs on the objective: one that wants ties
        # between core and rest asks for ties to the rest, another only for ties to the core.
        # The number of all ties, far below one tie, decides between equals.
        to_core = network.ties_into(np.array([best[row].core for row in open_ones]))[:, None]
        mix = np.array(mixes)[:, None]
        scores = fair * (mix * (network.degree - to_core) + (1 - mix) * to_core)
        scores += network.degree / 1e6
        orders = np.argsort(-scores, axis=-1, kind="stable").reshape(-1, network.size)
        swept = best_of_orders(network, objective, list(orders))
        better = [
            max(swept[at : at + len(mixes)], key=lambda division: division.value)
            for at in range(0, len(swept), len(mixes))
        ]

        # Each goes on as long as it gets better.
        went_up = [
            (row, division)
            for row, division in zip(open_ones, better, strict=True)
            if division.value > best[row].value + EQUAL
        ]
        for row, division in went_up:
            best[row] = division
        open_ones = [row for row, _ in went_up]
        if not open_ones:
            break
    return best
