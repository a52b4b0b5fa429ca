"""Who is tied to whom as arrays, in an order that no id decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ecosystem.graph import splitmix64

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]
    Words = NDArray[np.uint64]

_ROUNDS = 4
"""Rounds of refining colours: after each an organisation is told apart by all that is one step
further away. Two that still look alike differ, if at all, four steps away; they may change places
in a draw."""


@dataclass(frozen=True, kw_only=True, eq=False)
class TieNetwork:
    """Ties between organisations, by their row numbers.

    Attributes
    ----------
    size : int
        Organisations, with and without ties.
    source, target : (pairs,) int
        The two ends of each pair that is tied, once, the lower number first.
    arcs_from, arcs_to : (arcs,) int
        Each direction in which a tie goes, once.
    """

    size: int
    source: Integers
    target: Integers
    arcs_from: Integers
    arcs_to: Integers

    @property
    def degree(self) -> Integers:
        """The number of organisations that each is tied to."""
        return np.bincount(np.concatenate([self.source, self.target]), minlength=self.size)


def make_network(ties: pd.DataFrame, size: int) -> TieNetwork:
    """Return the network of ties as `list_ties` gives them."""
    source, target = (ties[end].to_numpy(dtype=np.int64) for end in ("source", "target"))
    pairs = np.unique(np.minimum(source, target) * size + np.maximum(source, target))
    back = ties["goes_both_ways"].to_numpy(dtype=bool)
    arcs = np.unique(np.concatenate([source * size + target, target[back] * size + source[back]]))
    low, high = np.divmod(pairs, max(size, 1))
    start, end = np.divmod(arcs, max(size, 1))
    return TieNetwork(size=size, source=low, target=high, arcs_from=start, arcs_to=end)


def order_tied(network: TieNetwork, label: Integers) -> Integers:
    """Return the organisations with ties and a group, in an order made from their ties alone.

    Labels are drawn by place in this order, so that other ids draw the same.
    """
    degree = network.degree
    colour = splitmix64(degree.astype(np.uint64))
    is_same = (label[network.source] == label[network.target]).astype(np.uint64)
    ends = np.concatenate([network.source, network.target])
    others = np.concatenate([network.target, network.source])
    same = np.concatenate([is_same, is_same])
    by_end, by_label = _Sums(ends, network.size), _Sums(label + 1, int(label.max(initial=-1)) + 2)
    for _ in range(_ROUNDS):
        # What a neighbour, and whoever is of the same class, is like: as a sum, which no order
        # changes.
        near = by_end.add(splitmix64(colour[others] ^ splitmix64(same)))
        alike = by_label.add(splitmix64(colour ^ splitmix64(near)))
        colour = splitmix64(colour ^ splitmix64(near) ^ splitmix64(alike[label + 1] + np.uint64(1)))
    taken = np.flatnonzero((degree > 0) & (label >= 0))
    return taken[np.argsort(colour[taken], kind="stable")]


class _Sums:
    """Sums of 64-bit words by number, which wrap round as such words do."""

    def __init__(self, numbers: Integers, size: int) -> None:
        self.order = np.argsort(numbers, kind="stable")
        self.starts = np.searchsorted(numbers[self.order], np.arange(size + 1))

    def add(self, words: Words) -> Words:
        running = np.zeros(len(words) + 1, dtype=np.uint64)
        np.cumsum(words[self.order], out=running[1:])
        return np.asarray(running[self.starts[1:]] - running[self.starts[:-1]])
