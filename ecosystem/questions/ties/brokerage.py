"""Go-betweens: the five roles of Gould and Fernandez, and what chance alone would give.

Gould, R. V. and Fernandez, R. M. (1989). Structures of mediation: a formal approach to brokerage in
transaction networks. Sociological Methodology 19, 89-126. https://doi.org/10.2307/270949
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING, Any

import igraph
import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Matrix = sparse.csr_array[Any, tuple[int, int]]

ROLES = ("coordinator", "itinerant", "gatekeeper", "representative", "liaison")
"""From a by way of b to c, of one group all three; a and c of one, b of another; b and c of one, a
of another; a and b of one, c of another; of three."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Brokerage:
    """How often each organisation is between two others of which the first has no tie to the last.

    Attributes
    ----------
    roles : (organisations, 5) int
        In the order of ROLES; only where the groups of all three are known.
    total : (organisations,) int
        Whatever the groups.
    """

    roles: Integers
    total: Integers


def count_brokerage(start: Integers, end: Integers, label: Integers) -> Brokerage:
    """Count for each organisation the pairs that it is between, by role.

    start, end : (arcs,)          where each arc leads from and to; none twice
    label : (organisations,)      the group of each; -1 where not known

    Of a pair a, c with arcs from a to b and from b to c, and none from a to c, b is the broker. All
    two-step paths are counted from how many arcs come in and go out by group, which takes one step
    for each arc; those that an arc from a to c closes are then taken off, which needs the triangles
    alone.
    """
    size = len(label)
    roles, total = _count_paths(start, end, label, size)
    closed_roles, closed = _count_closed(start, end, label, size)
    return Brokerage(roles=roles - closed_roles, total=total - closed)


def _count_paths(
    start: Integers, end: Integers, label: Integers, size: int
) -> tuple[Integers, Integers]:
    """Return all two-step paths between two different ends, by role and in all."""
    ones = np.ones(len(start), dtype=np.int64)
    goes: Matrix = sparse.csr_array((ones, (start, end)), shape=(size, size))
    known = np.flatnonzero(label >= 0)
    groups = int(label.max(initial=-1)) + 1
    group: Matrix = sparse.csr_array(
        (np.ones(len(known), dtype=np.int64), (known, label[known])), shape=(size, max(groups, 1))
    )
    back: Matrix = sparse.csr_array(goes.T)
    mutual: Matrix = sparse.csr_array(goes.multiply(back))

    # (organisations, groups): arcs that come in from each group and go out to each; and to whom
    # they do both, because a path from a to b back to a joins no pair.
    comes_in, goes_out, both_ways = back @ group, goes @ group, mutual @ group
    own_in, own_out, own_both = (_own(one, group) for one in (comes_in, goes_out, both_ways))
    in_known, out_known, both_known = (_sum(one) for one in (comes_in, goes_out, both_ways))
    one_group = _sum(comes_in.multiply(goes_out))

    coordinator = own_in * own_out - own_both
    itinerant = one_group - own_in * own_out - (both_known - own_both)
    gatekeeper = (in_known - own_in) * own_out
    representative = own_in * (out_known - own_out)
    liaison = in_known * out_known - one_group - gatekeeper - representative
    roles = np.column_stack([coordinator, itinerant, gatekeeper, representative, liaison])
    roles[label < 0] = 0
    return roles, _sum(back) * _sum(goes) - _sum(mutual)


def _own(counts: Matrix, group: Matrix) -> Integers:
    """Return of each row the count of its own group; 0 where that is not known."""
    return _sum(counts.multiply(group))


def _sum(matrix: Any) -> Integers:  # noqa: ANN401 - scipy has several types for a product
    return np.asarray(matrix.sum(axis=1), dtype=np.int64).ravel()


def _count_closed(
    start: Integers, end: Integers, label: Integers, size: int
) -> tuple[Integers, Integers]:
    """Return the two-step paths whose ends have an arc from the first to the last."""
    keys = np.sort(start * size + end)
    # (triangles, 3): three organisations, each two with an arc between them in some direction.
    graph = igraph.Graph(n=size, edges=np.column_stack([start, end]))
    triangles = np.array(graph.simplify().list_triangles(), dtype=np.int64).reshape(-1, 3)
    roles, total = np.zeros((size, len(ROLES)), dtype=np.int64), np.zeros(size, dtype=np.int64)
    for order in permutations(range(3)):
        first, between, last = triangles[:, list(order)].T
        is_closed = (
            _are_arcs(keys, first * size + between)
            & _are_arcs(keys, between * size + last)
            & _are_arcs(keys, first * size + last)
        )
        first, between, last = first[is_closed], between[is_closed], last[is_closed]
        total += np.bincount(between, minlength=size)
        role = name_roles(label[first], label[between], label[last])
        is_known = role >= 0
        cell = between[is_known] * len(ROLES) + role[is_known]
        roles += np.bincount(cell, minlength=size * len(ROLES)).reshape(size, len(ROLES))
    return roles, total


def _are_arcs(keys: Integers, wanted: Integers) -> NDArray[np.bool_]:
    place = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
    return keys[place] == wanted if len(keys) else np.zeros(len(wanted), dtype=bool)


def name_roles(first: Integers, between: Integers, last: Integers) -> Integers:
    """Return the number in ROLES of each path by the groups on it; -1 where one is not known."""
    is_own_in, is_own_out = first == between, between == last
    role = np.select(
        [is_own_in & is_own_out, is_own_out, is_own_in, first == last], [0, 2, 3, 1], default=4
    )
    return np.where((first < 0) | (between < 0) | (last < 0), -1, role).astype(np.int64)


def expect_brokerage(start: Integers, end: Integers, label: Integers) -> tuple[Floats, Floats]:
    """Return the counts that chance gives: by role (organisations, 5), and in all (organisations,).

    As many arcs dealt out at random, each pair as likely as any: d² (1 - d) for each pair that an
    organisation could be between, d the share of pairs with an arc. Organisations without any arc
    take no part. Roles are of those whose group is known, and NaN for the others.
    """
    size = len(label)
    is_tied = np.zeros(size, dtype=bool)
    is_tied[start] = is_tied[end] = True
    is_known = is_tied & (label >= 0)
    inside = is_known[start] & is_known[end]
    chance_all = _chance(len(start), int(is_tied.sum()))
    chance, known = _chance(int(inside.sum()), int(is_known.sum())), int(is_known.sum())
    tied = int(is_tied.sum())

    # sizes[g]: organisations of group g; same: ordered pairs of one group, in all groups.
    sizes = np.bincount(label[is_known], minlength=int(label.max(initial=-1)) + 1).astype(float)
    pairs = sizes * (sizes - 1)
    same, squares = pairs.sum(), (sizes**2).sum()
    others = known - sizes
    by_group = np.column_stack(
        [
            np.maximum(sizes - 1, 0) * np.maximum(sizes - 2, 0),
            same - pairs,
            others * (sizes - 1),
            others * (sizes - 1),
            # Two of different groups, neither of them this one.
            others**2 - (squares - sizes**2),
        ]
    )
    roles = np.full((size, len(ROLES)), np.nan)
    roles[is_known] = chance * by_group[label[is_known]]
    total = np.where(is_tied, chance_all * (tied - 1) * (tied - 2), np.nan)
    return roles, total


def _chance(arcs: int, size: int) -> float:
    density = arcs / (size * (size - 1)) if size > 1 else 0.0
    return density**2 * (1 - density)
