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
from .symmetry import find_alike

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .local_search import Objective
    from .network import Flags, Integers, Network


_MOST_ROUNDS = 6
"""Sweeps after the first. Each must better the last one, and two to six usually do all they can;
more would cost time where it is not yet settled, and moves and swaps come after in any case."""


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


def find_best(network: Network, objective: Objective, *, mixes: Sequence[float], seed: int) -> Best:
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
    """
    starts = [alternate(network, objective, order, mixes) for order in list_orders(network)]
    starts += [
        best_of_order(network, objective, order) for order in list_random_orders(network, seed)
    ]
    reached = climb(network, objective, starts)
    value = max(division.value for division in reached)
    if not np.isfinite(value):
        return Best.none(network.size)
    best = [division.core for division in reached if division.value > value - EQUAL]
    return _share_alike(network, best, value)


def find_good(network: Network, objective: Objective, *, mixes: Sequence[float]) -> Division:
    """Return the best division reached from one start: those with most ties."""
    start = alternate(network, objective, order_by_ties(network), mixes)
    return climb(network, objective, [start])[0]


def _share_alike(network: Network, cores: list[Flags], value: float) -> Best:
    """Return what these best divisions share, with those who could stand in for one another.

    If b is like a in all but the name, each division with a in the core has a twin with b there
    instead, as good as it, whether the search met it or not.
    """
    distinct = np.unique(np.array(cores), axis=0)
    always, sometimes = distinct.all(axis=0), distinct.any(axis=0)

    # A group is always in only if all of it is, and sometimes in if any of it is.
    alike = find_alike(network)
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


def sweep_order(network: Network, order: Integers) -> Blocks:
    """Return the block counts of every core made of the first k of an order, k = 0 … size."""
    # (organisations,): how many come before each.
    rank = np.empty(network.size, dtype=np.intp)
    rank[order] = np.arange(network.size)
    source_rank, target_rank = rank[network.source], rank[network.target]

    # A tie lies within the core from the moment that the later of its ends joins, and touches it
    # from the moment that the earlier one does.
    within = _sum_running(np.maximum(source_rank, target_rank), network.size)
    touching = _sum_running(np.minimum(source_rank, target_rank), network.size)

    # Where all reported, one nought serves for every k.
    sizes = np.arange(network.size + 1, dtype=np.int64)
    silent = np.zeros(network.size + 1 if network.silent_total else 1, dtype=np.int64)
    if network.silent_total:
        np.cumsum(network.silent[order], out=silent[1:])
    return Blocks(
        total=network.size,
        size=sizes,
        ties=(within, touching - within, len(network.source) - touching),
        pairs=count_pairs(network, sizes, silent),
    )


def _sum_running(ranks: Integers, size: int) -> Integers:
    """Return how many ranks are below 0, 1, … size."""
    sums = np.zeros(size + 1, dtype=np.int64)
    np.cumsum(np.bincount(ranks, minlength=size), out=sums[1:])
    return sums


def best_of_order(network: Network, objective: Objective, order: Integers) -> Division:
    """Return the best core made of the first k of an order."""
    values = objective(sweep_order(network, order))
    size = int(np.argmax(values))
    core = np.zeros(network.size, dtype=bool)
    core[order[:size]] = True
    return Division(core=core, value=float(values[size]))


def alternate(
    network: Network, objective: Objective, start: Integers, mixes: Sequence[float]
) -> Division:
    """Sweep, put in order anew by the core of the sweep, and again, until it gets no better."""
    best = best_of_order(network, objective, start)

    # (organisations,): what makes up for the pairs that are not known of those who did not
    # report. Their few ties are then as good as the many of those whose pairs are all known.
    fair = (network.size - 1) / np.maximum(network.known, 1)
    for _ in range(_MOST_ROUNDS):
        to_core = network.ties_into(best.core)
        to_rest = network.degree - to_core

        # Which ties speak for a place in the core hangs on the objective: one that wants ties
        # between core and rest asks for ties to the rest, another only for ties to the core.
        # The number of all ties, far below one tie, decides between equals.
        scores = [
            fair * (mix * to_rest + (1 - mix) * to_core) + network.degree / 1e6 for mix in mixes
        ]
        swept = [
            best_of_order(network, objective, np.argsort(-score, kind="stable")) for score in scores
        ]
        better = max(swept, key=lambda division: division.value)
        if better.value <= best.value + EQUAL:
            break
        best = better
    return best
