"""Graphs in which everyone has as many ties as in the network, drawn by swapping ends of ties.

A network that is no different from such graphs must come out like one of them however few swaps are
made. So none begins at the network: some rounds of swaps lead from it back to a hub, and each graph
is as many rounds away from the hub as the network is. A round is as likely as the round that undoes
it; so, seen from the hub, the network is one more graph drawn in the same way, and a test by them
holds exactly (Besag and Clifford 1989, Generalized Monte Carlo significance tests,
https://doi.org/10.1093/biomet/76.4.633). More rounds only make the graphs less like the network,
which a test needs to see that it is different.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .network import are_silent, number_pairs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .network import Flags, Integers, Network


MOST_TO_SWAP = 5_477
"""Above this many organisations ties of the same numbers are not drawn: the tables of all pairs of
one graph would take more than 150 MB, 5 bytes a pair."""

_CELLS_AT_HAND = 4_000_000
"""Cells of these tables that are looked up at a time: few enough that most are still at hand in the
processor; more take twice the time."""

_ROUNDS = 10
"""Rounds to the hub, and from it, in which every tie is offered a swap once; so twice as many lie
between the network and a graph. The mean scores of networks of 50 to 60 organisations, a tenth of
whose pairs are tied, are after 10 rounds what they are after 60."""

_ROUNDS_IN_DENSE = 20
"""The same where many pairs are tied, as more of the swaps offered meet a tie that is there: scores
of 20 organisations with a third of their pairs tied still change a little between 20 and 60."""

_DENSE = 0.2
"""The share of pairs above which many are tied."""

_ROUNDS_IN_FULL = 60
"""The same where most pairs are tied and a round is cheap: few of the swaps offered fit. Of twenty
organisations with two thirds of their pairs tied a graph shares 0.74 of the ties after 60 rounds,
0.86 after 20."""

_FULL = 0.5
"""The share of pairs above which most are tied."""

_ROUNDS_IN_THIN = 2
"""The same where few pairs are tied, and a round is not cheap: after four rounds, as many as lie
between the network and a graph, the mean scores of sectors of 300 and 1,000 organisations are what
they are after 60."""

_THIN = 0.05
"""The share of pairs up to which few are tied: at most one of 20 swaps meets a tie by chance."""

_SMALL = 300
"""Up to so many ties a round of swaps is cheap."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Tables:
    """A cell for every pair of some graphs, one after another: all nought between two uses.

    Looking a pair up is then one step, which is what makes swaps fast and what limits their size.

    Attributes
    ----------
    graphs : int
        How many graphs have room.
    present : (graphs * organisations ** 2,) bool
        Whether the pair is tied.
    wanted : (graphs * organisations ** 2,) int
        Which swap wants it tied.
    """

    graphs: int
    present: Flags
    wanted: NDArray[np.int32]

    @classmethod
    def make(cls, organisations: int) -> Tables:
        """Return tables for as many graphs as are swapped at once."""
        graphs = max(1, _CELLS_AT_HAND // organisations**2)
        cells = graphs * organisations**2
        return cls(
            graphs=graphs,
            present=np.zeros(cells, dtype=bool),
            wanted=np.zeros(cells, dtype=np.int32),
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class Hub:
    """The graph from which all are drawn, its ties in any order and direction.

    Attributes
    ----------
    network : Network
        The network, as many rounds away as every graph.
    source, target : (ties,) int
        The two ends of each tie.
    orders : list of (ties,) int
        The order of the ties in each round. All graphs share them, and so did the way back from the
        network, in reverse: which saves drawing one for each, and leaves the network one of them.
    tables : Tables
        Where pairs are looked up.
    random : Generator
        What is drawn for each graph comes from here.
    """

    network: Network
    source: Integers
    target: Integers
    orders: list[Integers]
    tables: Tables
    random: np.random.Generator

    def draw(self, graphs: int) -> Integers:
        """Return graphs, a row each: its ties as numbers of pairs."""
        step = self.tables.graphs
        parts = []
        for start in range(0, graphs, step):
            number = min(step, graphs - start)
            ends = np.tile(self.source, (number, 1)), np.tile(self.target, (number, 1))
            source, target = _swap(self.network, ends, self.orders, self.tables, self.random)
            parts.append(number_pairs(self.network, source, target))
        return np.concatenate(parts)


def find_hub(network: Network, random: np.random.Generator) -> Hub:
    """Return the graph that some rounds of swaps lead to from the network."""
    ties = len(network.source)
    orders = [random.permutation(ties) for _ in range(_count_rounds(network))]

    # In any order and direction: a round is then as likely as the one that undoes it.
    turned = random.random(ties) < 0.5
    order = random.permutation(ties)
    source = np.where(turned, network.target, network.source)[order]
    target = np.where(turned, network.source, network.target)[order]
    tables = Tables.make(network.size)
    back = _swap(network, (source[None], target[None]), orders[::-1], tables, random)
    return Hub(
        network=network,
        source=back[0][0],
        target=back[1][0],
        orders=orders,
        tables=tables,
        random=random,
    )


def _count_rounds(network: Network) -> int:
    """Return how many rounds lie between the hub and each graph; none if no two ties can swap."""
    ties = len(network.source)
    if ties < 2:
        return 0
    if ties > _DENSE * network.pairs:
        is_full = _FULL * network.pairs < ties <= _SMALL
        return _ROUNDS_IN_FULL if is_full else _ROUNDS_IN_DENSE
    return _ROUNDS_IN_THIN if _SMALL < ties <= _THIN * network.pairs else _ROUNDS


def _swap(
    network: Network,
    ends: tuple[Integers, Integers],
    orders: list[Integers],
    tables: Tables,
    random: np.random.Generator,
) -> tuple[Integers, Integers]:
    """Return the ends of the ties of each graph, (graphs, ties) each, after a round an order.

    Ties swap ends, half of a graph's ties with the other half at once: a-b and c-d become a-d and
    c-b, or a-c and b-d. A swap is made if neither new tie is there, or wanted by another swap, and
    neither old one is wanted by another: so a round is as likely as the round that undoes it.
    """
    graphs, ties = ends[0].shape
    half, size = ties // 2, network.size
    source, target = (end.ravel().copy() for end in ends)

    graph = np.arange(graphs)[:, None]
    first_cell = np.repeat(np.arange(graphs) * size**2, half)
    cells, present = np.repeat(np.arange(graphs) * size**2, ties), tables.present
    present[cells + number_pairs(network, source, target)] = True
    for order in orders:
        # (graphs * half,) each: the places of two ties among all. The second half is turned by
        # another number in each graph, so that other ties meet.
        turn = random.integers(0, half, (graphs, 1))
        first = (graph * ties + order[:half]).ravel()
        second = (graph * ties + order[half + (np.arange(half) + turn) % half]).ravel()
        a, b, c, d = (end.take(at) for at in (first, second) for end in (source, target))

        # Ties have no direction: without the toss an end in the first array could only ever be
        # tied to one in the second.
        toss = random.random(len(first)) < 0.5
        to_a, to_b = np.where(toss, c, d), np.where(toss, d, c)
        old, new = (
            [first_cell + number_pairs(network, *pair) for pair in pairs]
            for pairs in (((a, b), (c, d)), ((a, to_a), (b, to_b)))
        )

        # Nobody is tied to itself, no two silent ones are tied, and no tie is there twice.
        fits = (a != to_a) & (b != to_b) & _are_undisputed(tables.wanted, new, old)
        for tie in new:
            fits &= ~present.take(tie)
        if network.silent_total:
            fits &= ~(are_silent(network, a, to_a) | are_silent(network, b, to_b))

        # All old ties go before any new one comes: no cell is then cleared after it was set.
        for tie in old:
            present[tie[fits]] = False
        for tie in new:
            present[tie[fits]] = True

        # Written so that the same turn and toss would undo it: a-d and c-b, or a-c and b-d.
        target[first] = np.where(fits, to_a, b)
        source[second] = np.where(fits & toss, b, c)
        target[second] = np.where(fits & ~toss, b, d)
    present[cells + number_pairs(network, source, target)] = False
    return source.reshape(graphs, ties), target.reshape(graphs, ties)


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
