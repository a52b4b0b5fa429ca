"""Where a search for the best division starts: orders of the organisations.

A core is cut from the front of an order, so an order is good if those who belong in the core come
first. Each function returns the numbers of the organisations, first to last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .network import Floats, Integers, Network


_MOST_FOR_ALL = 300
"""Above this many organisations only the two orders that take time in proportion to the ties are
made: peeling and cliques take its square, and each random start a search of its own."""

_RANDOM = 30
"""Random starts. With them, and the orders above, the best known division was found in all of
100 networks of 50 organisations in which one start found it in 59 (docs/benchmarks/core.md)."""

_CLIQUES = 20
"""Cliques are grown from this many of the most tied. Without them it is left to the random starts
whether the best division of Zachary's network at delta 0 is reached (0.3805; from seed 0 it is
the published 0.3555), with them each of four seeds does."""

_EIGENVECTOR_ROUNDS = 30
"""More bring the scores closer to the eigenvector; only their order matters, and settles soon."""


def list_orders(network: Network) -> list[Integers]:
    """Return orders by ties, by eigenvector, by peeling and by cliques, the last two if small."""
    orders = [order_by_ties(network), np.argsort(-_score_eigenvector(network), kind="stable")]
    if network.size <= _MOST_FOR_ALL:
        orders += [_peel(network), *_grow_cliques(network)]
    return orders


def list_random_orders(network: Network, seed: int) -> list[Integers]:
    """Return orders by chance, if the network is small."""
    if network.size > _MOST_FOR_ALL:
        return []
    random = np.random.default_rng(seed)
    return [random.permutation(network.size) for _ in range(_RANDOM)]


def order_by_ties(network: Network) -> Integers:
    """Return who has the largest share of the ties that are known of it, first."""
    return np.argsort(-network.degree / np.maximum(network.known, 1), kind="stable")


def _score_eigenvector(network: Network) -> Floats:
    """Return how central each organisation is: its ties, counted by the score of the other end.

    This is the power method for the eigenvector of the largest eigenvalue.
    """
    score = np.ones(network.size)
    sums = np.zeros(len(network.neighbours) + 1)
    for _ in range(_EIGENVECTOR_ROUNDS):
        # Each keeps its own score besides: without it the scores of a network in two camps, with
        # ties only between the camps, would swing for ever.
        np.cumsum(score[network.neighbours], out=sums[1:])
        score = score + sums[network.starts[1:]] - sums[network.starts[:-1]]
        score /= score.max()

    # Those alike differ in the last digits only, by the order of the terms: rounding makes them
    # equal, so that their numbers decide and not the noise.
    return np.round(score, 9)


def _peel(network: Network) -> Integers:
    """Return the order in which the least tied are taken away, last one first."""
    ties_left = network.degree.astype(float)
    order = np.empty(network.size, dtype=np.int64)
    for rank in range(network.size - 1, -1, -1):
        least = int(np.argmin(ties_left))
        order[rank] = least
        ties_left[network.neighbours_of(least)] -= 1
        ties_left[least] = np.inf
    return order


def _grow_cliques(network: Network) -> Iterator[Integers]:
    """Yield orders that begin with a group in which all are tied, grown from those most tied.

    They matter when ties between core and rest count for nothing or against.
    """
    seen: set[tuple[int, ...]] = set()
    for first in np.argsort(-network.degree, kind="stable")[:_CLIQUES]:
        members = _grow_clique(network, int(first))
        key = tuple(sorted(members))

        # Two tied are no more of a clique than any other tie.
        if len(members) > 2 and key not in seen:
            seen.add(key)
            core = np.zeros(network.size, dtype=bool)
            core[members] = True
            yield np.lexsort((-network.ties_into(core), ~core))


def _grow_clique(network: Network, first: int) -> list[int]:
    """Return a clique around `first` to which nobody can be added."""
    members, candidates = [first], network.are_tied[first].copy()
    while candidates.any():
        # Who is tied to most candidates keeps most of them in; the number of all ties, as a
        # fraction below one, decides between equals.
        joined = network.ties_into(candidates) + network.degree / (network.size + 1)
        best = int(np.argmax(np.where(candidates, joined, -1)))
        members.append(best)
        candidates &= network.are_tied[best]
    return members
