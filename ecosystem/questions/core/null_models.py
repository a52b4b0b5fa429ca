"""Whether it is more of a core than chance makes: many random graphs as one list of ties.

Two kinds of chance are drawn: as many ties between any pairs, and ties in which everyone has as
many as here (`swapping.py`). A tie of a graph is one number, low end times size plus high end; all
graphs are drawn and scored together, a row each, so that no step goes through them one by one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from .local_search import EQUAL
from .network import are_silent, number_pairs
from .swapping import MOST_TO_SWAP, find_hub
from .sweep import count_along, rank_orders

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .evidence import Evidence
    from .network import Blocks, Floats, Integers, Network


SIGNIFICANCE = 0.05
"""What random ties do in at most 5 of 100 tries is taken as more than chance: the usual level, and
as rare as evidence of 20 to 1."""

_CLEAR = 1.8
"""Standard errors between the share and the limit from which on no more graphs are drawn: just few
enough that 99 graphs with none as high end it. Where the true share is at the limit, that comes up
in 6 of 1,000 first batches; 8 or more as high, which end it too, in 12 of 100."""

_MOST_BATCHES = 10
"""Ten batches of 99 put a share of 0.05 within 0.014; each costs as much as the first."""

_ENOUGH_AS_HIGH = 20
"""So many graphs of the first batch that score as high end the drawing, and the share is theirs of
all drawn until the last of them came up: it is a p-value as it would be of the whole batch (Besag
and Clifford 1991, Sequential Monte Carlo p-values, https://doi.org/10.1093/biomet/78.2.301). Its
standard error is below 0.09 wherever it is; with 10 it would be 0.12."""

_FIRST = 25
"""Graphs drawn before the first count: where most score as high, these settle it."""

_ROUNDS = 3
"""Orders swept for each graph: by share of known ties, then twice anew by the best core so far.
The network itself is scored the same way, so fewer only make all scores a little lower."""

_LEAST_OF_POPULAR = 2
"""A core of one is all popularity, so it is no sign of more than that."""

_MOST_SIZES = 500
"""Up to so many organisations every size of a core along an order is weighed; above, so many sizes,
each a little larger than the one before (1.2 in 100 at 3,000), as the evidence of neighbours is
nearly the same. The network itself is scored the same way."""


def compare_with_chance(network: Network, evidence: Evidence, *, graphs: int, seed: int) -> float:
    """Return how often as many ties drawn at random look as much like a core: a p-value."""
    random = np.random.default_rng([seed, 1])
    batches = (draw_ties(network, graphs, random) for _ in range(_MOST_BATCHES))
    parts = (part for batch in batches for part in (batch[:_FIRST], batch[_FIRST:]))
    return _compare(network, evidence, parts, batch=graphs, least=1)


def compare_with_popularity(
    network: Network, evidence: Evidence, *, graphs: int, seed: int
) -> float:
    """Return the same for ties drawn so that everyone keeps its number of ties.

    NaN beyond about 5,000 organisations, where it is not worked out.
    """
    if network.size > MOST_TO_SWAP:
        return np.nan
    hub = find_hub(network, np.random.default_rng([seed, 2]))
    first = min(_FIRST, graphs)
    sizes = [first, graphs - first] * _MOST_BATCHES
    parts = (hub.draw(size) for size in sizes)
    return _compare(network, evidence, parts, batch=graphs, least=_LEAST_OF_POPULAR)


def _compare(
    network: Network, evidence: Evidence, parts: Iterable[Integers], *, batch: int, least: int
) -> float:
    """Return the share of graphs that score as high as the network, the network among them.

    With itself among them the share is never 0, and at most 0.05 in at most 5 of 100 networks
    that are no different from the graphs. `parts` are graphs, drawn as they are asked for. Once
    enough of the first batch score as high, no more are drawn. While the share is so near the limit
    that another batch could fall on its other side, more are: a verdict should not be the luck of
    one.
    """
    own = number_pairs(network, network.source, network.target)[None]
    drawn, share, score = 0, 1.0, np.inf
    as_high: list[int] = []
    for part in parts:
        # The network is scored with the first of the graphs, in the same steps.
        scored = part if drawn else np.concatenate([own, part])
        scores = score_graphs(network, evidence, scored, least=least)
        if not drawn:
            score, scores = float(scores[0]), scores[1:]
        as_high += (drawn + np.flatnonzero(scores >= score - EQUAL)).tolist()
        if drawn < batch and len(as_high) >= _ENOUGH_AS_HIGH:
            return _ENOUGH_AS_HIGH / (as_high[_ENOUGH_AS_HIGH - 1] + 1)
        drawn += len(part)
        share = (1 + len(as_high)) / (1 + drawn)
        error = float(np.sqrt(SIGNIFICANCE * (1 - SIGNIFICANCE) / drawn))
        if drawn % batch == 0 and abs(share - SIGNIFICANCE) > _CLEAR * error:
            break
    return share


def score_graphs(network: Network, evidence: Evidence, ties: Integers, *, least: int) -> Floats:
    """Return the log evidence of a core for each graph, over the best of a few orders.

    It is summed over the cores that the first k of an order make: for each k from `least`, but
    not all (in large networks, for some k). A row of `ties` holds the ties of a graph, as numbers
    of pairs. All graphs have the organisations of `network`, and the same of them did not report.
    """
    graphs, size = len(ties), network.size
    sizes = _list_sizes(least, size)

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
        rank = rank_orders(order)
        first, second = (rank.ravel()[end].reshape(ties.shape) for end in ends)
        blocks = count_along(network, order, (first, second), sizes)

        # (graphs, sizes): the evidence of each k. A core of nobody, or of all, is none.
        values = evidence(blocks)
        best = np.maximum(best, special.logsumexp(values, axis=1))

        # The best core of this order gives a better one.
        cut = np.argmax(values, axis=1)
        scores = _score_again(network, blocks, cut, rank, ends=ends, degree=degree)
    return best


def _list_sizes(least: int, organisations: int) -> Integers:
    """Return the sizes of a core that are weighed, from the least up to all but one."""
    if organisations <= _MOST_SIZES:
        return np.arange(least, organisations)
    spread = np.geomspace(least, organisations - 1, _MOST_SIZES)
    return np.unique(np.rint(spread).astype(np.int64))


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
    matters. `cut` is which of the sizes swept each graph's core has.
    """
    # (graphs, organisations): who is in, and how many ties each has to those.
    graphs = np.arange(len(cut))
    members = blocks.size[graphs, cut][:, None]
    core = rank < members
    inside = core.ravel()
    to_core = np.bincount(ends[0], inside[ends[1]], core.size)
    to_core = (to_core + np.bincount(ends[1], inside[ends[0]], core.size)).reshape(core.shape)

    # (3, graphs): the density of each block, with half a tie added so that none is 0 or 1.
    densities = np.array(
        [
            (tied[graphs, cut] + 0.5) / (np.broadcast_to(pairs, tied.shape)[graphs, cut] + 1.0)
            for tied, pairs in zip(blocks.ties, blocks.pairs, strict=True)
        ]
    )
    untied = np.log1p(-densities)
    tied = np.log(densities) - untied

    # Of the core those count of whom it is known whether they are tied to this one: for one that
    # did not report those that did, for another all but itself.
    reporting = (core & ~network.silent).sum(axis=1)[:, None]
    members = np.where(network.silent, reporting, members - core)

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
        known = ~are_silent(network, low, high)
        pairs = number_pairs(network, low[known], high[known])
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
        known = ~are_silent(network, source, target)
        drawn = graph[known] * base + number_pairs(network, source[known], target[known])
        # Merged into the sorted list, not sorted anew with it.
        drawn.sort()
        chosen = np.insert(chosen, np.searchsorted(chosen, drawn), drawn)
        chosen = chosen[np.append(True, chosen[1:] != chosen[:-1])]
        missing = ties - np.diff(np.searchsorted(chosen, np.arange(graphs + 1) * base))
    return (chosen % base).reshape(graphs, ties)
