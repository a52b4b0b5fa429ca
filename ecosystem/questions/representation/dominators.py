"""Dominators: through whom all ways lead that news could take.

An organisation dominates another if every way from where news begins leads through it. The tree of
dominators (Lengauer and Tarjan 1979, doi:10.1145/357062.357071, as igraph has it) gives for each
one in a single pass how many have no way without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy import sparse

    Matrix = sparse.csr_array[Any, tuple[int, int]]


def count_cut_off(sits: Matrix, begins_in: int, steps: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return for each organisation how many others have no way on record without it.

    Parameters
    ----------
    sits : (groups, organisations) sparse
        Who sits in which of the groups that may meet.
    begins_in
        The group in which news is told first.
    steps : (organisations,) float
        In how many meetings an organisation hears at the least; infinite if it has no way.
    """
    import igraph  # noqa: PLC0415 - start-up time

    groups, organisations = sits.shape
    pairs = sits.tocoo()
    # Vertices are groups first, then organisations; news passes a seat both ways.
    ends = np.column_stack([pairs.row, groups + pairs.col])
    graph = igraph.Graph(
        n=groups + organisations, edges=np.vstack([ends, ends[:, ::-1]]), directed=True
    )
    above = np.array(graph.dominator(begins_in, mode="out"), dtype=float)

    # Each vertex hands its count up, farthest first, because what dominates is nearer.
    counted = np.zeros(groups + organisations, dtype=np.intp)
    counted[groups:] = np.isfinite(steps)
    for vertex in _order_from_far(sits, steps):
        if above[vertex] >= 0:
            counted[int(above[vertex])] += counted[vertex]
    cut_off: NDArray[np.intp] = np.maximum(counted[groups:] - 1, 0)
    return cut_off


def _order_from_far(sits: Matrix, steps: NDArray[np.float64]) -> list[int]:
    """Return the vertices that news reaches, farthest first."""
    groups = sits.shape[0]
    # A group stands behind the nearest of its members, who brings the news, and before the others.
    nearest = np.full(groups, np.inf)
    pairs = sits.tocoo()
    np.minimum.at(nearest, pairs.row, steps[pairs.col])
    distance = np.concatenate([nearest + 0.5, steps])
    order = np.argsort(-distance, kind="stable")
    return [int(vertex) for vertex in order if np.isfinite(distance[vertex])]
