"""The sweep engine: the best division into core and rest, for any objective of block counts."""

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


@dataclass(frozen=True, kw_only=True, eq=False)
class Best:
    """What the best divisions share: who is in the core in all of them, and who in some.

    `count` is how many equally good divisions are known; `is_certified` says that no other is
    better.
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

    def spread(self, places: Integers, size: int) -> Best:
        """Return the same for `size` organisations, of which this one's are at `places`."""
        always, sometimes = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
        always[places], sometimes[places] = self.always, self.sometimes
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
    found = climb(network, objective, starts)
    value = max(one.value for one in found)
    if not np.isfinite(value):
        return Best.none(network.size)
    return _share_alike(network, [one.core for one in found if one.value > value - EQUAL], value)


def find_good(network: Network, objective: Objective, *, mixes: Sequence[float]) -> Division:
    """Return the best division reached from one start: those with most ties."""
    start = alternate(network, objective, order_by_ties(network), mixes)
    return climb(network, objective, [start])[0]


def _share_alike(network: Network, cores: list[Flags], value: float) -> Best:
    """Return what these best divisions share, with those who could stand in for one another."""
    distinct = np.unique(np.array(cores), axis=0)
    alike = find_alike(network)
    always, sometimes = distinct.all(axis=0), distinct.any(axis=0)
    groups = int(alike.max()) + 1
    some = np.bincount(alike, weights=sometimes, minlength=groups) > 0
    split = np.bincount(alike, weights=~always, minlength=groups) > 0
    return Best(
        always=always & ~split[alike],
        sometimes=some[alike],
        value=value,
        count=len(distinct),
        is_certified=False,
    )


def sweep_order(network: Network, order: Integers) -> Blocks:
    """Return the block counts of every core made of the first k of an order, k = 0 … size."""
    rank = np.empty(network.size, dtype=np.int64)
    rank[order] = np.arange(network.size)
    one, other = rank[network.source], rank[network.target]
    within = _running(np.maximum(one, other), network.size)
    touching = _running(np.minimum(one, other), network.size)
    sizes = np.arange(network.size + 1, dtype=np.int64)
    silent = np.zeros(network.size + 1 if network.quiet else 1, dtype=np.int64)
    if network.quiet:
        np.cumsum(network.silent[order], out=silent[1:])
    return Blocks(
        total=network.size,
        size=sizes,
        ties=(within, touching - within, len(network.source) - touching),
        pairs=count_pairs(network, sizes, silent),
    )


def _running(rank: Integers, size: int) -> Integers:
    sums = np.zeros(size + 1, dtype=np.int64)
    np.cumsum(np.bincount(rank, minlength=size), out=sums[1:])
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
    """Sweep, put in order anew by the core found, sweep again, until it gets no better."""
    best = best_of_order(network, objective, start)
    fair = (network.size - 1) / np.maximum(network.known, 1)
    for _ in range(_MOST_ROUNDS):
        to_core = network.ties_into(best.core)
        to_rest = network.degree - to_core
        scores = [
            fair * (mix * to_rest + (1 - mix) * to_core) + network.degree / 1e6 for mix in mixes
        ]
        found = [
            best_of_order(network, objective, np.argsort(-score, kind="stable")) for score in scores
        ]
        better = max(found, key=lambda division: division.value)
        if better.value <= best.value + EQUAL:
            break
        best = better
    return best
