"""Whether it is more of a core than chance makes: many random graphs as one list of ties.

Two kinds of chance are drawn: as many ties between any pairs, and ties in which everyone has as
many as here. A tie of a graph is one number, low end times size plus high end; all graphs are
drawn and scored together, a row each, so that no step goes through them one by one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from .local_search import EQUAL
from .network import Blocks, count_pairs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from .evidence import Evidence
    from .network import Flags, Floats, Integers, Network


SIGNIFICANCE = 0.05
"""What random ties do in at most 5 of 100 tries is taken as more than chance: the usual level, and
as rare as evidence of 20 to 1."""

_CLEAR = 1.8
"""Standard errors between the share and the limit from which on no more graphs are drawn: just few
enough that 99 graphs with none as high end it. Where the true share is at the limit, that comes up
in 6 of 1,000 first batches; 8 or more as high, which end it too, in 12 of 100."""

_MOST_BATCHES = 10
"""Ten batches of 99 put a share of 0.05 within 0.014; each costs as much as the first."""

_ROUNDS = 3
"""Orders swept for each graph: by share of known ties, then twice anew by the best core so far.
The network itself is scored the same way, so fewer only make all scores a little lower."""

_LEAST_OF_POPULAR = 2
"""A core of one is all popularity, so it is no sign of more than that."""

_SMALL = 300
"""Up to so many ties a round of swaps is cheap, and 60 are made."""

_SWAPS_IN_SMALL = 60
"""Rounds in which every tie is offered a swap once. After 60, all 250 graphs of seven ties come
up equally often (tests/questions/core/test_null_models.py). Too few would leave the graphs like
the network itself, and its core would seem common."""

_SWAPS_OF_EACH = 20
"""The same above 300 ties, where more of the swaps offered fit: seldom does one meet a tie that is
already there."""

_MOST_CELLS = 30_000_000
"""Cells of the tables of all pairs that are held at once: graphs times the square of the
organisations, 5 bytes each, so 150 MB. Above 5,477 organisations not even one graph fits, and
ties of the same numbers are not drawn."""

_CELLS_AT_HAND = 4_000_000
"""Cells of these tables that are looked up at a time: few enough that most are still at hand in the
processor; more take twice the time. It changes no answer."""


def compare_with_chance(network: Network, evidence: Evidence, *, graphs: int, seed: int) -> float:
    """Return how often as many ties drawn at random look as much like a core: a p-value."""
    random = np.random.default_rng([seed, 1])
    return _compare(network, evidence, lambda: draw_ties(network, graphs, random), least=1)


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

    def draw() -> Integers:
        return np.concatenate([swap_ties(network, size, random) for size in sizes])

    return _compare(network, evidence, draw, least=_LEAST_OF_POPULAR)


def _compare(
    network: Network, evidence: Evidence, draw: Callable[[], Integers], *, least: int
) -> float:
    """Return the share of graphs that score as high as the network, the network among them.

    With itself among them the share is never 0, and at most 0.05 in at most 5 of 100 networks
    that are no different from the graphs. `draw` gives a batch of graphs. While the share is so
    near the limit that another batch could fall on its other side, more are drawn: a verdict
    should not be the luck of one batch.
    """
    ties = _number_pairs(network, network.source, network.target)[None]
    score = score_graphs(network, evidence, ties, least=least)
    drawn = as_high = 0
    for _ in range(_MOST_BATCHES):
        scores = score_graphs(network, evidence, draw(), least=least)
        drawn += len(scores)
        as_high += int(np.count_nonzero(scores >= score - EQUAL))
        share = float((1 + as_high) / (1 + drawn))
        error = np.sqrt(SIGNIFICANCE * (1 - SIGNIFICANCE) / drawn)
        if abs(share - SIGNIFICANCE) > _CLEAR * error:
            break
    return share


def _number_pairs(network: Network, source: Integers, target: Integers) -> Integers:
    """Return one number for each pair, the same in both directions."""
    low, high = np.minimum(source, target), np.maximum(source, target)
    return np.asarray(low * network.size + high)


def score_graphs(network: Network, evidence: Evidence, ties: Integers, *, least: int) -> Floats:
    """Return the log evidence of a core for each graph, over the best of a few orders.

    It is summed over the cores that the first k of an order make: for each k from `least`, but
    not all. A row of `ties` holds the ties of a graph, as numbers of pairs. All graphs have the
    organisations of `network`, and the same of them did not report.
    """
    graphs, size = len(ties), network.size

    # (graphs * ties,) each: the ends of all ties, as cells of a table (graphs, organisations).
    offset = np.arange(graphs)[:, None] * size
    ends = ((offset + ties // size).ravel(), (offset + ties % size).ravel())
    cells = graphs * size
    degree = np.bincount(np.concatenate(ends), minlength=cells).reshape(graphs, size)

    # First come those with the largest share of the ties that are known of them.
    scores = degree / np.maximum(network.known, 1)
    best = np.full(graphs, -np.inf)
    for _ in range(_ROUNDS):
        # (graphs, organisations): who comes first, second, …; and how many come before each.
        order = np.argsort(-scores, axis=1, kind="stable")
        rank = np.empty_like(order)
        np.put_along_axis(rank, order, np.arange(size)[None], axis=1)
        blocks = _sweep(network, order, rank, ends)

        # (graphs, size + 1): the evidence of each k. A core of nobody, or of all, is none.
        values = evidence(blocks)
        cut = least + np.argmax(values[:, least:-1], axis=1)
        best = np.maximum(best, special.logsumexp(values[:, least:-1], axis=1))

        # The best core of this order gives a better one.
        scores = _score_again(network, blocks, cut, rank, ends=ends, degree=degree)
    return best


def _sweep(
    network: Network, order: Integers, rank: Integers, ends: tuple[Integers, Integers]
) -> Blocks:
    """Return the block counts of the first k = 0 … size of each graph's order.

    As `sweep_order` does it for one: a tie is within the core once the later of its ends has
    joined, and touches it once the earlier one has.
    """
    # (graphs * ties,) each: the ranks of the two ends, and the first cell of the graph's row.
    graphs, size = order.shape
    first_rank, second_rank = (rank.ravel()[end] for end in ends)
    row = ends[0] // size * size
    within = _sum_running(row + np.maximum(first_rank, second_rank), graphs, size)
    touching = _sum_running(row + np.minimum(first_rank, second_rank), graphs, size)
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


def _sum_running(cells: Integers, graphs: int, size: int) -> Integers:
    """Return for each graph how many cells lie in its first 0, 1, … size."""
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
    """Return the log odds of each to be in the core, given the best core of its graph.

    The odds are (graphs, organisations); what all of a graph share is left out, as only the order
    matters. `cut` is how many of each graph's order are in its core.
    """
    # (graphs, organisations): who is in, and how many ties each has to those.
    graphs = np.arange(len(cut))
    core = rank < cut[:, None]
    inside = core.ravel()
    to_core = np.bincount(ends[0], inside[ends[1]], core.size)
    to_core = (to_core + np.bincount(ends[1], inside[ends[0]], core.size)).reshape(core.shape)

    # (3, graphs): the density of each block, with half a tie added so that none is 0 or 1.
    densities = np.array(
        [
            (tied[graphs, cut] + 0.5) / (pairs[graphs, cut] + 1.0)
            for tied, pairs in zip(blocks.ties, blocks.pairs, strict=True)
        ]
    )
    untied = np.log1p(-densities)
    tied = np.log(densities) - untied

    # Of the core those count of whom it is known whether they are tied to this one: for one that
    # did not report those that did, for another all but itself.
    reporting = (core & ~network.silent).sum(axis=1)[:, None]
    members = np.where(network.silent, reporting, cut[:, None] - core)

    # To be in moves pairs with members from between to within, and others from wider to between.
    odds = to_core * (tied[0] - tied[1])[:, None]
    odds += (degree - to_core) * (tied[1] - tied[2])[:, None]
    odds += members * (untied[0] - untied[1])[:, None]
    odds += (network.known - members) * (untied[1] - untied[2])[:, None]
    return np.asarray(odds)


def draw_ties(network: Network, graphs: int, random: np.random.Generator) -> Integers:
    """Return graphs with the same number of ties, between any pairs that are known of.

    A row is a graph, its ties as numbers of pairs.
    """
    ties = len(network.source)

    # Where more than half of the pairs are tied, drawing until all are different would take
    # long, and the pairs are few enough to list.
    if 2 * ties > network.pairs:
        low, high = np.triu_indices(network.size, 1)
        known = ~_are_silent(network, low, high)
        pairs = _number_pairs(network, low[known], high[known])
        return np.array([np.sort(random.permutation(pairs)[:ties]) for _ in range(graphs)])

    # Ties of all graphs in one sorted list, as graph times base plus pair. What was drawn twice,
    # or is not known of, is drawn again; what is there stays, so every set is equally likely.
    base = network.size**2
    chosen = np.empty(0, dtype=np.int64)
    missing = np.full(graphs, ties)
    while missing.any():
        graph = np.repeat(np.arange(graphs), missing)
        source = random.integers(0, network.size, len(graph))
        target = random.integers(0, network.size - 1, len(graph))
        target += target >= source
        known = ~_are_silent(network, source, target)
        drawn = graph[known] * base + _number_pairs(network, source[known], target[known])
        chosen = np.sort(np.concatenate([chosen, drawn]))
        chosen = chosen[np.append(True, chosen[1:] != chosen[:-1])]
        missing = ties - np.bincount(chosen // base, minlength=graphs)
    return (chosen % base).reshape(graphs, ties)


def swap_ties(network: Network, graphs: int, random: np.random.Generator) -> Integers:
    """Return graphs in which everyone has as many ties as in the network.

    Ties swap ends, half of a graph's ties with the other half at once: a-b and c-d become a-d and
    c-b. A swap is made if neither new tie is there, or wanted by another swap, and neither old one
    is wanted by another: so a round is as likely as the round that undoes it, and all graphs
    become equally likely. A row is a graph, its ties as numbers of pairs.
    """
    # (rounds,) each: an order of the ties, a turn for each graph, and a toss for each swap.
    # One order serves all graphs, which saves drawing one for each; the second half is turned by
    # another number in each graph, so that other ties meet.
    half = len(network.source) // 2
    rounds = _SWAPS_IN_SMALL if len(network.source) <= _SMALL else _SWAPS_OF_EACH
    draws = [
        (
            random.permutation(len(network.source)),
            random.integers(0, half, graphs)[:, None],
            random.random((graphs, half)) < 0.5,
        )
        for _ in range(rounds if half else 0)
    ]
    step = max(1, _CELLS_AT_HAND // network.size**2)
    parts = [
        _swap_in_part(network, draws, slice(start, min(start + step, graphs)))
        for start in range(0, graphs, step)
    ]
    return np.concatenate(parts)


def _swap_in_part(
    network: Network, draws: Sequence[tuple[Integers, Integers, Flags]], part: slice
) -> Integers:
    """Return some of the graphs, as numbers of pairs: their ties after all rounds of swaps."""
    graphs, size, half = part.stop - part.start, network.size, len(network.source) // 2

    # Two arrays (graphs * ties,): the ends of each tie of each graph, which all begin as here.
    ties = len(network.source)
    ends = [np.tile(end, graphs) for end in (network.source, network.target)]

    # A cell for every pair of every graph: whether it is tied, and which swap wants it. Looking a
    # pair up is then one step, which is what makes this fast and what limits its size.
    graph = np.arange(graphs)[:, None]
    first_cell = np.repeat(np.arange(graphs) * size**2, half)
    present = np.zeros(graphs * size**2, dtype=bool)
    present[np.repeat(np.arange(graphs) * size**2, ties) + _number_pairs(network, *ends)] = True
    wanted = np.zeros(graphs * size**2, dtype=np.int32)
    for order, turn, toss in draws:
        # (graphs * half,) each: the places of two ties among all, and their ends.
        first = (graph * ties + order[:half]).ravel()
        second = (graph * ties + order[half + (np.arange(half) + turn[part]) % half]).ravel()
        a, b, c, d = (end.take(at) for at in (first, second) for end in ends)

        # Ties have no direction: without the toss an end in the first array could only ever be
        # tied to one in the second.
        flip = toss[part].ravel()
        c, d = np.where(flip, d, c), np.where(flip, c, d)
        old, new = (
            [first_cell + _number_pairs(network, *pair) for pair in pairs]
            for pairs in (((a, b), (c, d)), ((a, d), (c, b)))
        )

        # Nobody is tied to itself, no two silent ones are tied, and no tie is there twice.
        fits = (a != d) & (c != b) & _are_undisputed(wanted, new, old)
        for tie, pair in zip(new, ((a, d), (c, b)), strict=True):
            fits &= ~present.take(tie) & ~_are_silent(network, *pair)

        # All old ties go before any new one comes: no cell is then cleared after it was set.
        for tie in old:
            present[tie[fits]] = False
        for tie in new:
            present[tie[fits]] = True
        ends[1][first] = np.where(fits, d, b)
        ends[0][second] = c
        ends[1][second] = np.where(fits, b, d)
    return _number_pairs(network, *ends).reshape(graphs, ties)


def _are_undisputed(wanted: NDArray[np.int32], new: list[Integers], old: list[Integers]) -> Flags:
    """Tell which swaps want no tie that another wants, and give up none that another wants.

    `wanted` has a cell for each pair and is all zero before and after. Each swap leaves its
    number where it wants a tie; one that finds another's number there is disputed, and so is that
    other.
    """
    number = np.arange(1, new[0].size + 1, dtype=np.int32).reshape(new[0].shape)
    for tie in new:
        wanted[tie] = number
    undisputed = np.ones(new[0].size + 1, dtype=bool)

    # Of several that want a tie the last one's number stands there. Every other finds it, and
    # marks both: so none of them passes.
    for tie in new:
        holder = wanted.take(tie)
        is_other = holder != number
        undisputed[holder[is_other]] = False
        undisputed[number[is_other]] = False
    for tie in old:
        undisputed[1:] &= (wanted.take(tie) == 0).ravel()

    # Only the cells that were written are cleared: the table is far larger than the ties.
    for tie in new:
        wanted[tie] = 0
    return undisputed[number]


def _are_silent(network: Network, source: Integers, target: Integers) -> Flags:
    """Tell of which pairs neither end reported."""
    if not network.silent_total:
        return np.zeros(len(source), dtype=bool)
    return network.silent[source] & network.silent[target]
