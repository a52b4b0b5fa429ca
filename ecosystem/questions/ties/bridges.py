"""The only links between two parts: ties, and organisations, without which the network falls apart.

igraph finds both; here is how many organisations stand on either side.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import igraph
import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import breadth_first_order, connected_components

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]
    Matrix = sparse.csr_array[Any, tuple[int, int]]


@dataclass(frozen=True, kw_only=True, eq=False)
class Bridges:
    """Ties and organisations that alone hold two parts together.

    Attributes
    ----------
    source, target : (bridges,) int
        The two ends of a tie that no other way goes round.
    at_source, at_target : (bridges,) int
        Organisations on each side of it, the end counted.
    is_only_link : (organisations,) bool
        Whether some would have no way to one another without this organisation.
    """

    source: Integers
    target: Integers
    at_source: Integers
    at_target: Integers
    is_only_link: NDArray[np.bool_]


def find_bridges(source: Integers, target: Integers, size: int) -> Bridges:
    """Return the bridges of a network of pairs, each given once."""
    graph = igraph.Graph(n=size, edges=np.column_stack([source, target]))
    is_only_link = np.zeros(size, dtype=bool)
    is_only_link[graph.articulation_points()] = True
    edges = np.array(graph.bridges(), dtype=np.int64)
    one, other = source[edges], target[edges]

    # Without the bridges there remain blocks, and the bridges join these to trees. Because a tree
    # has one way only, what lies behind a bridge is all that hangs below it.
    stays = np.ones(len(source), dtype=bool)
    stays[edges] = False
    blocks, found = connected_components(_join(source[stays], target[stays], size), directed=False)
    block = found.astype(np.int64)
    trees = _join(block[one], block[other], blocks)
    below, parent, whole = _sum_below(trees, np.bincount(block, minlength=blocks))
    is_other_below = parent[block[other]] == block[one]
    at_other = np.where(
        is_other_below, below[block[other]], whole[block[other]] - below[block[one]]
    )
    return Bridges(
        source=one,
        target=other,
        at_source=whole[block[one]] - at_other,
        at_target=at_other,
        is_only_link=is_only_link,
    )


def _join(source: Integers, target: Integers, size: int) -> Matrix:
    return sparse.csr_array((np.ones(len(source)), (source, target)), shape=(size, size))


def _sum_below(trees: Matrix, weight: Integers) -> tuple[Integers, Integers, Integers]:
    """Return of each node of the trees the weight below it, its parent (-1), and its tree's weight.

    All trees are hung under one more node, so that one walk reaches them all.
    """
    size = len(weight)
    count, tree = connected_components(trees, directed=False)
    _, first = np.unique(tree, return_index=True)
    rooted = sparse.block_array(
        [[trees, None], [None, sparse.csr_array((1, 1), dtype=float)]], format="lil"
    )
    rooted[size, first] = 1.0
    order, parent = breadth_first_order(rooted.tocsr(), size, directed=False)
    below = np.append(weight, 0)
    for node in order[:0:-1]:
        below[parent[node]] += below[node]
    whole = np.bincount(tree, weights=weight, minlength=count).astype(np.int64)[tree]
    parents = np.where(parent[:size] == size, -1, parent[:size])
    return below[:size], parents.astype(np.int64), whole
