"""Where a search for the best division starts: orders of the organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .network import Floats, Integers, Network


_MOST_FOR_ALL = 300
_RANDOM = 30
_CLIQUES = 20
_ROUNDS_OF_SPREAD = 30


def list_orders(network: Network) -> list[Integers]:
    """Return orders by ties, by eigenvector, by peeling and by cliques, the last two if small."""
    orders = [order_by_ties(network), np.argsort(-_spread(network), kind="stable")]
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


def _spread(network: Network) -> Floats:
    """Return a rounded eigenvector score: ties, counted by the score of the other end."""
    score = np.ones(network.size)
    sums = np.zeros(len(network.neighbours) + 1)
    for _ in range(_ROUNDS_OF_SPREAD):
        np.cumsum(score[network.neighbours], out=sums[1:])
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
    """Yield orders that begin with a group in which all are tied, grown from those most tied.

    They matter when ties between core and rest count for nothing or against.
    """
    seen: set[tuple[int, ...]] = set()
    for first in np.argsort(-network.degree, kind="stable")[:_CLIQUES]:
        members = _grow_clique(network, int(first))
        key = tuple(sorted(members))
        if len(members) > 2 and key not in seen:
            seen.add(key)
            core = np.zeros(network.size, dtype=bool)
            core[members] = True
            yield np.lexsort((-network.ties_into(core), ~core))


def _grow_clique(network: Network, first: int) -> list[int]:
    members, fit = [first], network.are_tied[first].copy()
    while fit.any():
        joined = network.ties_into(fit) + network.degree / (network.size + 1)
        one = int(np.argmax(np.where(fit, joined, -1)))
        members.append(one)
        fit &= network.are_tied[one]
    return members
