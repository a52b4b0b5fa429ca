"""The E-I index and its permutation test: whether ties stay within groups by chance.

Krackhardt, D. and Stern, R. N. (1988). Informal networks and organizational crises. Social
Psychology Quarterly 51, 123-140. https://doi.org/10.2307/2786835
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

_CELLS = 1 << 18
"""Ties times draws worked on at once: 2 MB of labels stay in a processor's cache. On 100,000 ties a
draw at a time is fastest, on 100 ties all at once."""

_EQUAL = 1e-9
"""Indices this near are equal: what adding floats leaves decides no draw."""


@dataclass(frozen=True, kw_only=True, eq=False)
class TieCounts:
    """How many ties stay within each group and how many leave it; the last column is all groups.

    Attributes
    ----------
    internal : (rows, groups + 1) int
        Ties with both ends in the group; of all, ties whose ends share a group.
    external : (rows, groups + 1) int
        Ties with one end in it; of all, ties whose ends share none.
    """

    internal: Integers
    external: Integers

    @property
    def index(self) -> Floats:
        """(E - I) / (E + I): -1 is all within, 1 all beyond; NaN where there is no tie."""
        return measure_index(self.internal, self.external)


def measure_index(internal: NDArray[np.generic], external: NDArray[np.generic]) -> Floats:
    """Return (E - I) / (E + I); NaN where there is no tie."""
    inner, outer = np.asarray(internal, dtype=float), np.asarray(external, dtype=float)
    total = inner + outer
    index: Floats = np.full_like(total, np.nan)
    np.divide(outer - inner, total, out=index, where=total > 0)
    return index


def count_ties(
    labels: Integers, holds: Flags, source: Integers, target: Integers, degree: Integers
) -> TieCounts:
    """Count ties within and beyond each group, for each row of labels.

    labels : (rows, nodes)       the class of each node
    holds : (classes, groups)    the groups of a class
    source, target : (ties,)     nodes
    degree : (nodes,)            ties of each node
    """
    rows, classes = len(labels), len(holds)
    one, other = labels.take(source, axis=1), labels.take(target, axis=1)
    # (rows, classes): ends of ties by class. Because an end is in all groups of its class, each
    # group has the ends of its classes.
    row = np.arange(rows)[:, None] * classes
    ends = np.bincount((labels + row).ravel(), np.tile(degree, rows), minlength=rows * classes)
    ends_in = ends.reshape(rows, classes).astype(np.int64)
    if np.array_equal(holds, np.eye(classes, dtype=bool)):
        # A class is a group, so that a tie within one is in no other.
        row_of, tie = np.nonzero(one == other)
        keys = one[row_of, tie] + row_of * classes
        internal = np.bincount(keys, minlength=rows * classes).reshape(rows, classes)
        shared = internal.sum(axis=1)
    else:
        ends_in = ends_in @ holds.astype(np.int64)
        both = holds[one] & holds[other]
        internal, shared = both.sum(axis=1), both.any(axis=2).sum(axis=1)
    return TieCounts(
        # A tie within a group has two of its ends there.
        internal=np.column_stack([internal, shared]),
        external=np.column_stack([ends_in - 2 * internal, len(source) - shared]),
    )


def draw_index(  # noqa: PLR0913, PLR0917 - the network, its groups, and how to draw
    label: Integers,
    holds: Flags,
    source: Integers,
    target: Integers,
    permutations: int,
    seed: int,
) -> Floats:
    """Return the E-I index of each group, and of all, with the labels dealt out anew.

    label : (nodes,), source, target : (ties,) as in `count_ties`; returns (permutations,
    groups + 1). Ties stay as they are and so does how many organisations each class has, because
    the question is whether it matters who is of which.
    """
    random = np.random.default_rng(seed)
    degree = np.bincount(np.concatenate([source, target]), minlength=len(label))
    at_once = max(1, min(permutations, _CELLS // max(len(source), len(label), 1)))
    # Small numbers, because most of the time goes into fetching them.
    small = label.astype(np.min_scalar_type(-max(len(holds), 1)))
    drawn = np.full((permutations, holds.shape[1] + 1), np.nan)
    for start in range(0, permutations, at_once):
        rows = min(at_once, permutations - start)
        labels = random.permuted(np.tile(small, (rows, 1)), axis=1)
        drawn[start : start + rows] = count_ties(labels, holds, source, target, degree).index
    return drawn


def measure_p_value(drawn: Floats, index: Floats, *, is_below: bool) -> Floats:
    """Return how often a draw is as low as the index, or as high; NaN where there is none.

    (r + 1) / (n + 1) for r of n draws, because the data themselves are one of the ways to deal.
    """
    is_drawn = ~np.isnan(drawn)
    reaches = drawn <= index + _EQUAL if is_below else drawn >= index - _EQUAL
    share = ((reaches & is_drawn).sum(axis=0) + 1) / (is_drawn.sum(axis=0) + 1)
    return np.where(np.isnan(index) | ~is_drawn.any(axis=0), np.nan, share)
