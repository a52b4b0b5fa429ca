"""Whether it is more of a core than chance makes: many random graphs as one list of ties."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from .local_search import EQUAL
from .network import Blocks, count_pairs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .evidence import Evidence
    from .network import Flags, Floats, Integers, Network


_ROUNDS = 3
_LEAST_OF_POPULAR = 2
"""A core of one is all popularity, so it is no sign of more than that."""

_SMALL = 300
_SWAPS_IN_SMALL = 60
_SWAPS_OF_EACH = 20
_MOST_CELLS = 30_000_000


def compare_with_chance(network: Network, evidence: Evidence, *, graphs: int, seed: int) -> float:
    """Return how often as many ties drawn at random look as much like a core: a p-value."""
    random = np.random.default_rng([seed, 1])
    return _compare(network, evidence, draw_ties(network, graphs, random), least=1)


def compare_with_popularity(
    network: Network, evidence: Evidence, *, graphs: int, seed: int
) -> float:
    """Return the same for ties drawn so that everyone keeps its number of ties.

    NaN beyond about 5,000 organisations, where it is not worked out.
    """
    if network.size**2 > _MOST_CELLS:
        return np.nan
    random = np.random.default_rng([seed, 2])
    batch = _MOST_CELLS // network.size**2
    sizes = [min(batch, graphs - start) for start in range(0, graphs, batch)]
    drawn = [swap_ties(network, size, random) for size in sizes]
    return _compare(network, evidence, np.concatenate(drawn), least=_LEAST_OF_POPULAR)


def _compare(network: Network, evidence: Evidence, drawn: Integers, *, least: int) -> float:
    ties = _number(network, network.source, network.target)[None]
    own = score_graphs(network, evidence, ties, least=least)
    others = score_graphs(network, evidence, drawn, least=least)
    return float((1 + np.count_nonzero(others >= own - EQUAL)) / (1 + len(drawn)))


def _number(network: Network, one: Integers, other: Integers) -> Integers:
    """Return one number for each pair, the same in both directions."""
    return np.asarray(np.minimum(one, other) * network.size + np.maximum(one, other))


def score_graphs(network: Network, evidence: Evidence, ties: Integers, *, least: int) -> Floats:
    """Return the log evidence of a core for each graph, over the best of a few orders.

    It is summed over the cores that the first k of an order make: for each k from `least`, but
    not all. A row of `ties` holds the ties of a graph, as numbers of pairs. All graphs have the
    organisations of `network`, and the same of them did not report.
    """
    graphs, size = len(ties), network.size
    offset = np.arange(graphs)[:, None] * size
    ends = ((offset + ties // size).ravel(), (offset + ties % size).ravel())
    cells = graphs * size
    degree = np.bincount(np.concatenate(ends), minlength=cells).reshape(graphs, size)
    scores = degree / np.maximum(network.known, 1)
    best = np.full(graphs, -np.inf)
    for _ in range(_ROUNDS):
        order = np.argsort(-scores, axis=1, kind="stable")
        rank = np.empty_like(order)
        np.put_along_axis(rank, order, np.arange(size)[None], axis=1)
        blocks = _sweep(network, order, rank, ends)
        values = evidence(blocks)
        cut = least + np.argmax(values[:, least:-1], axis=1)
        best = np.maximum(best, special.logsumexp(values[:, least:-1], axis=1))
        scores = _score_again(network, blocks, cut, rank, ends=ends, degree=degree)
    return best


def _sweep(
    network: Network, order: Integers, rank: Integers, ends: tuple[Integers, Integers]
) -> Blocks:
    """Return the block counts of the first k = 0 … size of each graph's order."""
    graphs, size = order.shape
    one, other = (rank.ravel()[end] for end in ends)
    graph = ends[0] // size * size
    within = _running(graph + np.maximum(one, other), graphs, size)
    touching = _running(graph + np.minimum(one, other), graphs, size)
    silent = np.zeros((graphs, size + 1), dtype=np.int64)
    if network.silent_total:
        np.cumsum(network.silent[order], axis=1, out=silent[:, 1:])
    sizes = np.broadcast_to(np.arange(size + 1), silent.shape)
    return Blocks(
        total=size,
        size=sizes,
        ties=(within, touching - within, len(ends[0]) // graphs - touching),
        pairs=count_pairs(network, sizes, silent),
    )


def _running(cells: Integers, graphs: int, size: int) -> Integers:
    counts = np.bincount(cells, minlength=graphs * size).reshape(graphs, size)
    sums = np.zeros((graphs, size + 1), dtype=np.int64)
    np.cumsum(counts, axis=1, out=sums[:, 1:])
    return sums


def _score_again(  # noqa: PLR0913 - one step of a loop over these
    network: Network,
    blocks: Blocks,
    cut: Integers,
    rank: Integers,
    *,
    ends: tuple[Integers, Integers],
    degree: Integers,
) -> Floats:
    """Return the log odds of each to be in the core, given the best core of its graph."""
    graphs = np.arange(len(cut))
    core = rank < cut[:, None]
    inside = core.ravel()
    to_core = np.bincount(ends[0], inside[ends[1]], core.size)
    to_core = (to_core + np.bincount(ends[1], inside[ends[0]], core.size)).reshape(core.shape)
    densities = np.array(
        [
            (tied[graphs, cut] + 0.5) / (of[graphs, cut] + 1.0)
            for tied, of in zip(blocks.ties, blocks.pairs, strict=True)
        ]
    )
    missing = np.log1p(-densities)
    tied = np.log(densities) - missing
    heard = (core & ~network.silent).sum(axis=1)[:, None]
    members = np.where(network.silent, heard, cut[:, None] - core)
    odds = to_core * (tied[0] - tied[1])[:, None]
    odds += (degree - to_core) * (tied[1] - tied[2])[:, None]
    odds += members * (missing[0] - missing[1])[:, None]
    odds += (network.known - members) * (missing[1] - missing[2])[:, None]
    return np.asarray(odds)


def draw_ties(network: Network, graphs: int, random: np.random.Generator) -> Integers:
    """Return graphs with the same number of ties, between any pairs that are known of."""
    ties = len(network.source)
    if 2 * ties > network.pairs:
        one, other = np.triu_indices(network.size, 1)
        known = ~(network.silent[one] & network.silent[other])
        pairs = _number(network, one[known], other[known])
        return np.array([np.sort(random.permutation(pairs)[:ties]) for _ in range(graphs)])
    base = network.size**2
    chosen = np.empty(0, dtype=np.int64)
    missing = np.full(graphs, ties)
    while missing.any():
        graph = np.repeat(np.arange(graphs), missing)
        one = random.integers(0, network.size, len(graph))
        other = random.integers(0, network.size - 1, len(graph))
        other += other >= one
        known = ~(network.silent[one] & network.silent[other])
        drawn = graph[known] * base + _number(network, one[known], other[known])
        chosen = np.sort(np.concatenate([chosen, drawn]))
        chosen = chosen[np.append(True, chosen[1:] != chosen[:-1])]
        missing = ties - np.bincount(chosen // base, minlength=graphs)
    return (chosen % base).reshape(graphs, ties)


def swap_ties(network: Network, graphs: int, random: np.random.Generator) -> Integers:
    """Return graphs in which everyone has as many ties as in the network.

    Ties swap ends, half of a graph's ties with the other half at once. A swap is made if neither
    new tie is there, or wanted by another swap, and neither old one is wanted by another: so a
    round is as likely as the round that undoes it, and all graphs become equally likely.
    """
    size, half = network.size, len(network.source) // 2
    ends = [np.tile(end, (graphs, 1)) for end in (network.source, network.target)]
    offset = np.arange(graphs)[:, None] * size**2
    present = np.zeros(graphs * size**2, dtype=bool)
    present[offset + _number(network, *ends)] = True
    wanted = np.zeros(graphs * size**2, dtype=np.int32)
    rows = np.arange(graphs)[:, None]
    rounds = _SWAPS_IN_SMALL if len(network.source) <= _SMALL else _SWAPS_OF_EACH
    for _ in range(rounds if half else 0):
        order = random.permutation(len(network.source))
        first = np.broadcast_to(order[:half], (graphs, half))
        turn = random.integers(0, half, graphs)[:, None]
        second = order[half + (np.arange(half) + turn) % half]
        a, b = ends[0][rows, first], ends[1][rows, first]
        c, d = ends[0][rows, second], ends[1][rows, second]
        flip = random.random(c.shape) < 0.5
        c, d = np.where(flip, d, c), np.where(flip, c, d)
        old = [offset + _number(network, a, b), offset + _number(network, c, d)]
        new = [offset + _number(network, a, d), offset + _number(network, c, b)]
        fits = (a != d) & (c != b) & ~_are_silent(network, a, d) & ~_are_silent(network, c, b)
        fits &= _are_alone(wanted, new, old)
        for tie in new:
            fits &= ~present[tie]
        for tie in old:
            present[tie[fits]] = False
        for tie in new:
            present[tie[fits]] = True
        ends[1][rows, first] = np.where(fits, d, b)
        ends[0][rows, second] = c
        ends[1][rows, second] = np.where(fits, b, d)
    return _number(network, *ends)


def _are_alone(wanted: NDArray[np.int32], new: list[Integers], old: list[Integers]) -> Flags:
    """Tell which swaps want no tie that another wants, and give up none that another wants.

    `wanted` has a place for each pair and is all zero before and after. Each swap leaves its
    number where it wants a tie; one that finds another's number there is not alone, and neither
    is that other.
    """
    number = np.arange(1, new[0].size + 1, dtype=np.int32).reshape(new[0].shape)
    for tie in new:
        wanted[tie] = number
    alone = np.ones(new[0].size + 1, dtype=bool)
    for tie in new:
        found = wanted[tie]
        other = found != number
        alone[found[other]] = False
        alone[number[other]] = False
    for tie in old:
        alone[number[wanted[tie] != 0]] = False
    for tie in new:
        wanted[tie] = 0
    return alone[number]


def _are_silent(network: Network, one: Integers, other: Integers) -> Flags:
    return network.silent[one] & network.silent[other]
