"""The sweep engine: the best division into core and rest, for any objective of block counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from .network import Blocks, count_pairs, find_alike

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from .network import Flags, Floats, Integers, Network

EQUAL = 1e-9
"""Values no further apart than this are the same value, up to rounding."""

_MOST_SWAPS = 40
_MOST_ROUNDS = 6
_RANDOM_STARTS = 30
_MOST_FOR_STARTS = 300
_MOST_STEPS = 400
_WORK_OF_STEPS = 4_000_000


class Objective(Protocol):
    """How good divisions are, from their block counts; -inf where it is not defined."""

    def __call__(self, blocks: Blocks, /) -> Floats:
        """Return a value for each division."""
        ...


@dataclass(frozen=True, kw_only=True, eq=False)
class Division:
    """Who is in the core, and how good the division is."""

    core: Flags
    value: float


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


def sweep_order(network: Network, order: Integers) -> Blocks:
    """Return the block counts of every core made of the first k of an order, k = 0 … size."""
    rank = np.empty(network.size, dtype=np.int64)
    rank[order] = np.arange(network.size)
    one, other = rank[network.source], rank[network.target]
    within = _running(np.maximum(one, other), network.size)
    touching = _running(np.minimum(one, other), network.size)
    sizes = np.arange(network.size + 1, dtype=np.int64)
    silent = np.concatenate([[0], np.cumsum(network.silent[order])]).astype(np.int64)
    return Blocks(
        size=sizes,
        ties=(within, touching - within, len(network.source) - touching),
        pairs=count_pairs(network, sizes, silent),
    )


def _running(rank: Integers, size: int) -> Integers:
    counts = np.bincount(rank, minlength=size).astype(np.int64)
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def count_blocks(network: Network, core: Flags) -> Blocks:
    """Return the block counts of one division."""
    one, other = core[network.source], core[network.target]
    within = np.array([int((one & other).sum())], dtype=np.int64)
    outside = np.array([int((~one & ~other).sum())], dtype=np.int64)
    size = np.array([int(core.sum())], dtype=np.int64)
    silent = np.array([int((core & network.silent).sum())], dtype=np.int64)
    return Blocks(
        size=size,
        ties=(within, len(network.source) - within - outside, outside),
        pairs=count_pairs(network, size, silent),
    )


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
    best: list[Division] = []
    for start in _list_starts(network, objective, mixes, seed):
        found = climb(network, objective, start)
        if not best or found.value > best[0].value + EQUAL:
            best = [found]
        elif found.value > best[0].value - EQUAL and not any(
            np.array_equal(found.core, other.core) for other in best
        ):
            best.append(found)
    if not np.isfinite(best[0].value):
        return Best.none(network.size)
    cores = np.array([one.core for one in best])
    return _share_alike(network, cores, best[0].value)


def _share_alike(network: Network, cores: NDArray[np.bool_], value: float) -> Best:
    """Return what these best divisions share, with those who could stand in for one another."""
    alike = find_alike(network)
    always, sometimes = cores.all(axis=0), cores.any(axis=0)
    groups = int(alike.max()) + 1
    some = np.bincount(alike, weights=sometimes, minlength=groups) > 0
    split = np.bincount(alike, weights=~always, minlength=groups) > 0
    return Best(
        always=always & ~split[alike],
        sometimes=some[alike],
        value=value,
        count=len(cores),
        is_certified=False,
    )


def best_of_order(network: Network, objective: Objective, order: Integers) -> Division:
    """Return the best core made of the first k of an order."""
    values = objective(sweep_order(network, order))
    size = int(np.argmax(values))
    core = np.zeros(network.size, dtype=bool)
    core[order[:size]] = True
    return Division(core=core, value=float(values[size]))


def _alternate(
    network: Network, objective: Objective, start: Integers, mixes: Sequence[float]
) -> Division:
    """Sweep, put in order anew by the core found, sweep again, until it gets no better."""
    best = best_of_order(network, objective, start)
    for _ in range(_MOST_ROUNDS):
        to_core = network.ties_into(best.core)
        to_rest = network.degree - to_core
        orders = [
            np.lexsort((-network.degree, -(mix * to_rest + (1 - mix) * to_core))) for mix in mixes
        ]
        found = max(
            (best_of_order(network, objective, order) for order in orders), key=lambda d: d.value
        )
        if found.value <= best.value + EQUAL:
            break
        best = found
    return best


def climb(network: Network, objective: Objective, start: Division) -> Division:
    """Move single organisations, or swap two, as long as the division gets better."""
    core, value = start.core.copy(), start.value
    steps = min(_MOST_STEPS, max(_WORK_OF_STEPS // max(network.size, 1), 2))
    to_core = network.ties_into(core)
    for _ in range(steps):
        flips = objective(_after_flips(network, core, to_core))
        one = int(np.argmax(flips))
        changed, found = [one], float(flips[one])
        if found <= value + EQUAL:
            changed, found = _best_swap(network, objective, core, to_core, flips)
        if found <= value + EQUAL:
            break
        value = found
        for one in changed:
            to_core[network.neighbours_of(one)] += -1 if core[one] else 1
            core[one] = ~core[one]
    return Division(core=core, value=value)


def _after_flips(network: Network, core: Flags, to_core: Integers) -> Blocks:
    """Return the block counts after moving each organisation across, one at a time."""
    now = count_blocks(network, core)
    to_rest = network.degree - to_core
    step = np.where(core, -1, 1).astype(np.int64)
    size = now.size + step
    within = now.ties[0] + step * to_core
    outside = now.ties[2] - step * to_rest
    silent = int((core & network.silent).sum()) + step * network.silent
    return Blocks(
        size=size,
        ties=(within, len(network.source) - within - outside, outside),
        pairs=count_pairs(network, size, silent),
    )


def _best_swap(
    network: Network, objective: Objective, core: Flags, to_core: Integers, flips: Floats
) -> tuple[list[int], float]:
    """Return the best swap among the organisations whose own move costs least."""
    leaving, joining = _cheapest(flips, core), _cheapest(flips, ~core)
    if not len(leaving) or not len(joining):
        return [], -np.inf
    out, into = (part.ravel() for part in np.meshgrid(leaving, joining, indexing="ij"))
    tied = np.isin(
        np.arange(len(out)),
        [
            row * len(joining) + column
            for row, one in enumerate(leaving)
            for column in np.flatnonzero(np.isin(joining, network.neighbours_of(one)))
        ],
    )
    now = count_blocks(network, core)
    to_rest = network.degree - to_core
    within = now.ties[0] - to_core[out] + to_core[into] - tied
    outside = now.ties[2] + to_rest[out] - to_rest[into] - tied
    silent = int((core & network.silent).sum()) - network.silent[out] + network.silent[into]
    size = np.full(len(out), now.size[0])
    values = objective(
        Blocks(
            size=size,
            ties=(within, len(network.source) - within - outside, outside),
            pairs=count_pairs(network, size, silent),
        )
    )
    best = int(np.argmax(values))
    return [int(out[best]), int(into[best])], float(values[best])


def _cheapest(flips: Floats, among: Flags) -> Integers:
    here = np.flatnonzero(among)
    return here[np.argsort(-flips[here], kind="stable")[:_MOST_SWAPS]]


def _list_starts(
    network: Network, objective: Objective, mixes: Sequence[float], seed: int
) -> Iterator[Division]:
    """Yield where to start from: orders by ties, by eigenvector, by peeling; cliques; chance."""
    orders = [
        np.argsort(-network.degree, kind="stable"),
        np.argsort(-_spread(network), kind="stable"),
    ]
    is_small = network.size <= _MOST_FOR_STARTS
    if is_small:
        orders += [_peel(network), *_grow_cliques(network)]
    for order in orders:
        yield _alternate(network, objective, order, mixes)
    random = np.random.default_rng(seed)
    for _ in range(_RANDOM_STARTS if is_small else 0):
        yield best_of_order(network, objective, random.permutation(network.size))


def _spread(network: Network) -> Floats:
    """Return a rounded eigenvector score: ties, counted by the score of the other end."""
    score = np.ones(network.size)
    for _ in range(30):
        sums = np.concatenate([[0.0], np.cumsum(score[network.neighbours])])
        score = score + sums[network.starts[1:]] - sums[network.starts[:-1]]
        score /= score.max()
    return np.round(score, 9)


def _peel(network: Network) -> Integers:
    """Return the order in which the least tied are taken away, last one first."""
    left = network.degree.astype(float)
    order = np.empty(network.size, dtype=np.int64)
    for place in range(network.size - 1, -1, -1):
        one = int(np.argmin(left))
        order[place] = one
        left[network.neighbours_of(one)] -= 1
        left[one] = np.inf
    return order


def _grow_cliques(network: Network) -> Iterator[Integers]:
    """Yield orders that begin with a group in which all are tied, grown from each organisation.

    They matter when ties between core and rest count for nothing or against.
    """
    seen: set[tuple[int, ...]] = set()
    for first in range(network.size):
        members, fit = [first], np.zeros(network.size, dtype=bool)
        fit[network.neighbours_of(first)] = True
        while fit.any():
            joined = network.ties_into(fit) + network.degree / (network.size + 1)
            one = int(np.argmax(np.where(fit, joined, -1)))
            members.append(one)
            around = np.zeros(network.size, dtype=bool)
            around[network.neighbours_of(one)] = True
            fit &= around
        key = tuple(sorted(members))
        if len(members) < 3 or key in seen:
            continue
        seen.add(key)
        core = np.zeros(network.size, dtype=bool)
        core[members] = True
        yield np.lexsort((-network.ties_into(core), ~core))
