"""The ties as arrays: what every fit of the core works on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from typing import TypeAlias

    from numpy.typing import NDArray

    Integers: TypeAlias = NDArray[np.int64]
    Floats: TypeAlias = NDArray[np.float64]
    Flags: TypeAlias = NDArray[np.bool_]

_MOST_FOR_CANONICAL = 20_000
_REFINEMENTS = 4


@dataclass(frozen=True, kw_only=True, eq=False)
class Network:
    """Organisations 0 to size - 1 and each tie between two of them, once.

    Attributes
    ----------
    size
        Number of organisations.
    source, target
        The two ends of each tie.
    neighbours, starts
        The neighbours of i are `neighbours[starts[i]:starts[i + 1]]`.
    silent
        Who did not report. Whether two of these are tied is not known, so no tie between two of
        them is here, and their pairs are left out of every count.
    """

    size: int
    source: Integers
    target: Integers
    neighbours: Integers
    starts: Integers
    silent: Flags

    @property
    def degree(self) -> Integers:
        """The number of ties of each."""
        return np.diff(self.starts)

    @property
    def pairs(self) -> int:
        """How many pairs it is known of whether they are tied."""
        silent = int(self.silent.sum())
        return self.size * (self.size - 1) // 2 - silent * (silent - 1) // 2

    def neighbours_of(self, one: int) -> Integers:
        """Return the neighbours of one organisation."""
        return self.neighbours[self.starts[one] : self.starts[one + 1]]

    def ties_into(self, core: Flags) -> Integers:
        """Return how many ties each organisation has to those in the core."""
        inside = np.zeros(len(self.neighbours) + 1, dtype=np.int64)
        np.cumsum(core[self.neighbours], out=inside[1:])
        return inside[self.starts[1:]] - inside[self.starts[:-1]]


@dataclass(frozen=True, kw_only=True, eq=False)
class Blocks:
    """Ties and pairs within the core, between it and the rest, and within the rest.

    Each is an array over the divisions that are compared; only pairs that are known count.
    """

    size: Integers
    ties: tuple[Integers, Integers, Integers]
    pairs: tuple[Integers, Integers, Integers]


def count_pairs(
    network: Network, size: Integers, silent: Integers
) -> tuple[Integers, Integers, Integers]:
    """Return the known pairs in the three blocks for a core of `size` with `silent` in it."""
    rest, quiet = network.size - size, int(network.silent.sum()) - silent
    return (
        (size * (size - 1) - silent * (silent - 1)) // 2,
        size * rest - silent * quiet,
        (rest * (rest - 1) - quiet * (quiet - 1)) // 2,
    )


def make_network(matrix: sparse.csr_array[Any, tuple[int, int]], silent: Flags) -> Network:
    """Return the network of a symmetric matrix, without what is not known of the silent."""
    pairs = sparse.triu(matrix, k=1).tocoo()
    known = ~(silent[pairs.row] & silent[pairs.col])
    source, target = pairs.row[known].astype(np.int64), pairs.col[known].astype(np.int64)
    return _index(matrix.shape[0], source, target, silent)


def _index(size: int, source: Integers, target: Integers, silent: Flags) -> Network:
    both = sparse.csr_array(
        (
            np.ones(2 * len(source), dtype=np.int8),
            (np.concatenate([source, target]), np.concatenate([target, source])),
        ),
        shape=(size, size),
    )
    both.sort_indices()
    return Network(
        size=size,
        source=source,
        target=target,
        neighbours=both.indices.astype(np.int64),
        starts=both.indptr.astype(np.int64),
        silent=silent,
    )


def order_by_structure(network: Network) -> Integers:
    """Return the organisations in an order that their row in the table does not change.

    Up to 20,000 organisations this is the canonical labelling of igraph (BLISS): two tables of
    the same ties give the same list of ties. Beyond that a few rounds of colour refinement are
    used, and organisations that these cannot tell apart keep the order of their rows.
    """
    colour = network.silent.astype(np.int64)
    if network.size <= _MOST_FOR_CANONICAL:
        graph = _to_igraph(network)
        graph.vs["number"] = range(network.size)
        tidy = graph.permute_vertices(graph.canonical_permutation(color=colour.tolist()))
        return np.array(tidy.vs["number"], dtype=np.int64)
    for _ in range(_REFINEMENTS):
        colour = _refine(network, colour)
    return np.argsort(colour, kind="stable")


def find_alike(network: Network) -> Integers:
    """Return a group number for each: equal for those that only their name tells apart.

    These are the orbits of the automorphism group; beyond 20,000 organisations, where they are
    not worked out, each is its own group.
    """
    if network.size > _MOST_FOR_CANONICAL:
        return np.arange(network.size)
    colour = network.silent.astype(np.int64).tolist()
    moves = _to_igraph(network).automorphism_group(color=colour)
    if not moves:
        return np.arange(network.size)
    images = np.array(moves, dtype=np.int64)
    here = np.tile(np.arange(network.size), len(images))
    links = sparse.coo_array(
        (np.ones(images.size, dtype=np.int8), (here, images.ravel())),
        shape=(network.size, network.size),
    )
    return sparse.csgraph.connected_components(links, directed=False)[1].astype(np.int64)


def rearrange(network: Network, order: Integers) -> Network:
    """Return the network with organisation `order[i]` as number i, its ties sorted."""
    place = np.empty(network.size, dtype=np.int64)
    place[order] = np.arange(network.size)
    one, other = place[network.source], place[network.target]
    low, high = np.minimum(one, other), np.maximum(one, other)
    tidy = np.lexsort((high, low))
    return _index(network.size, low[tidy], high[tidy], network.silent[order])


def _to_igraph(network: Network) -> Any:  # noqa: ANN401 - igraph has no types
    import igraph  # noqa: PLC0415 - start-up time that reading tables does not need

    return igraph.Graph(n=network.size, edges=np.column_stack([network.source, network.target]))


def _refine(network: Network, colour: Integers) -> Integers:
    """Return colours split further by degree and by the colours of the neighbours."""
    mixed = (colour.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(32)
    sums = np.concatenate([[np.uint64(0)], np.cumsum(mixed[network.neighbours])])
    around = sums[network.starts[1:]] - sums[network.starts[:-1]]
    return _rank(colour, network.degree, around)


def _rank(*keys: NDArray[Any]) -> Integers:
    order = np.lexsort(keys[::-1])
    changes = np.zeros(len(order), dtype=np.int64)
    for key in keys:
        changes[1:] |= key[order[1:]] != key[order[:-1]]
    ranks = np.empty(len(order), dtype=np.int64)
    ranks[order] = np.cumsum(changes)
    return ranks
