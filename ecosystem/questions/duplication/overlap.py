"""How far the niches of rows overlap, and groups of rows that overlap: arrays in, arrays out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from ecosystem.graph import seed_igraph, splitmix64

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Incidence = sparse.csr_array[Any, tuple[int, int]]


ALIKE = 0.5
"""From this cosine on, two rows count as alike in a dimension."""

_WORK_AT_ONCE = 4_000_000
"""Products worked out in one block of rows: bounds the memory, and changes no answer."""

_WORD = 64
"""Bits in a word, so that one machine operation compares 64 values."""

_SMALL = 500
"""Rows up to which a part of the graph gets the thorough search: `_TRIES` from different starts,
each until nothing improves. Beyond, it is searched once, `_ROUNDS` times over, because there the
search is what takes the time."""

_ROUNDS = 2
"""Rounds of Leiden's method in a large part, as many as igraph does unasked. More may find better
groups, and take longer."""

_TRIES = 5
"""Searches of a small part, of which the best counts. Five find the best of all partitions in
nearly every graph of seven rows (tests/questions/duplication/test_overlap.py)."""

_MOST_ROUNDS = 100
"""Rounds after which a search ends in any case, so that it always does; a round that is no better
than the one before ends it sooner."""

_REFINEMENTS = 3
"""How many links away rows are looked at to tell their standing in the graph. Rows that still look
the same keep the order they are given; more refinements leave fewer of them, and take longer."""

_ROUNDING = 1e-12
"""Share by which a limit is eased, so that what equals it is not lost to the last digit."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Dimension:
    """One respect in which rows are compared.

    Attributes
    ----------
    name
        The respect, as in `within`.
    holds : (rows, values) sparse
        1 where the row holds the value. A row without a value is not known in this dimension,
        unless it is open.
    is_open : (rows,) bool
        Which rows are open to every value, such as a service for anyone; they hold none by name.
        None where no row can be.
    is_needed
        Whether pairs must share a value here to be looked at; in the other dimensions they may be
        unknown, or share nothing.
    """

    name: str
    holds: Incidence
    is_open: NDArray[np.bool_] | None = None
    is_needed: bool = False

    @property
    def sizes(self) -> NDArray[np.int64]:
        """How many values each row holds: all there are, where it is open; 0 where not known."""
        held = np.diff(self.holds.indptr).astype(np.int64)
        # One more than are named: open to all is more than the longest list.
        return (
            held if self.is_open is None else np.where(self.is_open, self.holds.shape[1] + 1, held)
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class NichePairs:
    """Pairs of rows, and what their niches share.

    Attributes
    ----------
    a, b : (pairs,) int
        The two rows; `a` before `b`.
    shared : (pairs, dimensions) int
        How many values both hold.
    alike : (pairs, dimensions) float
        The cosine, shared / √(size a · size b), 0 to 1; 1 where one of the two is open to all; NaN
        where one of the two is not known.
    """

    a: NDArray[np.intp]
    b: NDArray[np.intp]
    shared: NDArray[np.int64]
    alike: NDArray[np.float64]

    def take(self, chosen: NDArray[Any]) -> NichePairs:
        """Return some of the pairs."""
        return NichePairs(
            a=self.a[chosen], b=self.b[chosen], shared=self.shared[chosen], alike=self.alike[chosen]
        )

    @property
    def differs(self) -> NDArray[np.bool_]:
        """In which dimensions a pair, known in both, shares nothing."""
        nothing: NDArray[np.bool_] = self.alike == 0
        return nothing

    @property
    def overlap(self) -> NDArray[np.float64]:
        """The cosine of the two whole niches: the product over the dimensions known in both."""
        known: NDArray[np.float64] = np.where(np.isnan(self.alike), 1.0, self.alike).prod(axis=1)
        return known


def find_pairs(dimensions: Sequence[Dimension], least: float) -> NichePairs:
    """Return the pairs that share a value in every needed dimension and are alike enough.

    Kept are pairs whose overlap is at least `least`, and pairs that share nothing in some other
    dimension but are alike (a cosine of `ALIKE`) in every one they share. Pairs are ordered by
    `a`, then `b`.

    Notes
    -----
    A niche is a product of sets, one a dimension, so the number of cells two niches share is the
    product of the numbers of values they share, and the cosine of the niches the product of the
    cosines. No cell is ever made. Each factor is at most 1: a pair is dropped as soon as the
    needed dimensions alone fall below the limit. Cost: the sum over the cells of the needed
    dimensions of the square of the rows in each, in blocks of bounded memory.
    """
    # (rows, cells): the cells of the needed dimensions only, such as a type in an area.
    needed = [dimension.holds for dimension in dimensions if dimension.is_needed]
    cells = needed[0]
    for holds in needed[1:]:
        cells = _cross(cells, holds)

    # masks: for each dimension the values of each row as bits; sizes: (rows, dimensions).
    masks = [_make_masks(dimension.holds) for dimension in dimensions]
    sizes = np.column_stack([dimension.sizes for dimension in dimensions])
    is_open = [dimension.is_open for dimension in dimensions]

    # Complementary pairs may overlap by less than `least`, but are alike in each needed dimension.
    limit = min(least, ALIKE ** len(needed))
    measured = (
        _measure(a, b, masks, sizes, is_open)
        for a, b in _list_candidates(cells, limit * (1 - _ROUNDING))
    )
    kept = [pairs.take(_is_kept(pairs, least)) for pairs in measured]

    # An empty part first, so that there is something to join where no pair is kept.
    none = np.empty(0, dtype=np.intp)
    return join_pairs([_measure(none, none, masks, sizes, is_open), *kept])


def count_candidates(holds: Incidence) -> int:
    """Return how many pairs of rows share a value, at most: each value counted by itself."""
    rows = holds.sum(axis=0)
    return int((rows * (rows - 1) / 2).sum())


def join_pairs(parts: Sequence[NichePairs]) -> NichePairs:
    """Return the pairs of several lists, one after the other."""
    return NichePairs(
        a=np.concatenate([part.a for part in parts]),
        b=np.concatenate([part.b for part in parts]),
        shared=np.concatenate([part.shared for part in parts]),
        alike=np.concatenate([part.alike for part in parts]),
    )


def _is_kept(pairs: NichePairs, least: float) -> NDArray[np.bool_]:
    """Tell which pairs overlap by `least`, or are alike in all but where they share nothing."""
    differs = pairs.differs
    others = np.where(differs | np.isnan(pairs.alike), 1.0, pairs.alike)
    enough = others.prod(axis=1) >= least * (1 - _ROUNDING)
    complementary: NDArray[np.bool_] = others.min(axis=1) >= ALIKE - _ROUNDING
    return np.where(differs.any(axis=1), complementary, enough)


def _cross(first: Incidence, second: Incidence) -> Incidence:
    """Return which row holds which pair of values: the row-wise Kronecker product.

    A row stays a row; a column is a pair of values that some row holds.
    """
    # Each entry of the first is repeated for all entries the second has in the same row.
    # within: 0, 1, … for the repeats of one entry, which walks through that row of the second.
    per_row = np.diff(second.indptr)
    row = np.repeat(np.arange(first.shape[0]), np.diff(first.indptr))
    times = per_row[row]
    ends = np.cumsum(times)
    within = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - times, times)

    # Pairs of values as one number, then numbered anew: most pairs are held by no row.
    columns = (
        np.repeat(first.indices, times).astype(np.int64) * second.shape[1]
        + second.indices[np.repeat(second.indptr[row], times) + within]
    )
    used, columns = np.unique(columns, return_inverse=True)
    return sparse.csr_array(
        (np.ones(len(columns)), (np.repeat(row, times), columns)),
        shape=(first.shape[0], len(used)),
    )


def _list_candidates(
    holds: Incidence, limit: float
) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Give the pairs of rows whose cosine is at least `limit`, block by block."""
    # Counts of shared cells are small whole numbers: four bytes hold them exactly.
    matrix = holds.astype(np.float32)
    turned = matrix.T.tocsr()
    sizes = np.diff(matrix.indptr)

    # The work a row takes is known before: how many rows hold each of its cells. Blocks of rows are
    # cut where the sum passes another `_WORK_AT_ONCE`.
    work = np.cumsum(matrix @ np.diff(turned.indptr).astype(np.float32), dtype=np.float64)
    blocks = (work // _WORK_AT_ONCE).astype(np.int64)
    starts = [*np.flatnonzero(np.diff(blocks, prepend=-1)), matrix.shape[0]]

    for start, end in pairwise(starts):
        # (rows of the block, rows): how many cells two rows share, where they share any.
        product = matrix[start:end] @ turned
        a = np.repeat(np.arange(start, end), np.diff(product.indptr))
        b = product.indices.astype(np.intp)
        is_close = (b > a) & (product.data >= limit * np.sqrt(sizes[a] * sizes[b]))
        a, b = a[is_close], b[is_close]
        order = np.lexsort((b, a))
        yield a[order], b[order]


def _make_masks(holds: Incidence) -> NDArray[np.uint64]:
    """Return the values each row holds as bits: (rows, words of 64)."""
    words = max(1, -(-holds.shape[1] // _WORD))
    masks = np.zeros((holds.shape[0], words), dtype=np.uint64)
    row = np.repeat(np.arange(holds.shape[0]), np.diff(holds.indptr))
    bits = np.uint64(1) << (holds.indices % _WORD).astype(np.uint64)
    np.bitwise_or.at(masks, (row, holds.indices // _WORD), bits)
    return masks


def _measure(
    a: NDArray[np.intp],
    b: NDArray[np.intp],
    masks: Sequence[NDArray[np.uint64]],
    sizes: NDArray[np.int64],
    is_open: Sequence[NDArray[np.bool_] | None],
) -> NichePairs:
    """Return the pairs of rows with what they share in each dimension."""
    shared = np.zeros((len(a), len(masks)), dtype=np.int64)
    for column, mask in enumerate(masks):
        shared[:, column] = np.bitwise_count(mask[a] & mask[b]).sum(axis=1)
    product = (sizes[a] * sizes[b]).astype(float)
    alike = shared / np.sqrt(np.where(product, product, np.nan))

    # Who is open to all is open to all that the other holds; who is not known stays not known.
    for column, rows in enumerate(is_open):
        if rows is not None:
            is_either = (rows[a] | rows[b]) & (product[:, column] > 0)
            least = np.minimum(sizes[a, column], sizes[b, column])
            shared[:, column] = np.where(is_either, least, shared[:, column])
            alike[is_either, column] = 1.0
    return NichePairs(a=a, b=b, shared=shared, alike=alike)


def find_clusters(  # noqa: PLR0913 - a graph, and how it is searched
    size: int,
    pairs: tuple[NDArray[np.intp], NDArray[np.intp]],
    weights: NDArray[np.float64],
    *,
    least: float,
    seed: int,
    order: NDArray[np.intp] | None = None,
) -> NDArray[np.intp]:
    """Return the cluster of each of `size` rows; -1 for a row that joins none.

    `order` (rows,) decides between rows that stand alike in the graph: what it ranks by must be no
    id, or another id would be another answer. None: the order of the rows.

    Clusters are those of the constant Potts model: joining two groups pays as long as the
    members of the two overlap on average by more than `least`. Their numbers mean nothing.

    Notes
    -----
    Each connected part is clustered by itself, its rows ordered by their standing in the graph, so
    that neither other parts nor the order of the rows change its answer.
    """
    a, b = pairs
    links = sparse.coo_array((weights, (a, b)), shape=(size, size))
    _, part = connected_components(links, directed=False)

    # One entry a part: its rows, its links and its weakest link.
    members = np.bincount(part, minlength=1)
    edges = np.bincount(part[a], minlength=len(members))
    weakest = np.full(len(members), np.inf)
    np.minimum.at(weakest, part[a], weights)

    # Where all overlap with all, and enough, one cluster is the best answer there can be.
    is_whole = (edges == members * (members - 1) // 2) & (weakest >= least) & (members > 1)
    labels = np.where(is_whole[part], part, -1).astype(np.intp)
    is_open = (members > 1) & ~is_whole

    # Rows and links part by part, and within a part by their standing: the search depends on the
    # order it is given, and must not depend on the order of the data.
    order = np.arange(size) if order is None else order
    standing = _rank_rows(order, a, b, weights)
    rows = np.lexsort((standing, part))
    low, high = np.minimum(standing[a], standing[b]), np.maximum(standing[a], standing[b])
    ordered = np.lexsort((high, low))
    ordered = ordered[np.argsort(part[a][ordered], kind="stable")]
    row_ends, link_ends = np.cumsum(members), np.cumsum(edges)
    for number in np.flatnonzero(is_open):
        chosen = rows[row_ends[number] - members[number] : row_ends[number]]
        joined = ordered[link_ends[number] - edges[number] : link_ends[number]]

        # Leiden numbers rows from 0: from the standing to the position within the part.
        ends = np.column_stack([a[joined], b[joined]])
        inside = np.searchsorted(standing[chosen], standing[ends])
        first = _run_leiden(len(chosen), inside, weights[joined], least=least, seed=seed)

        # Numbered by a row of theirs, after the numbers of whole parts, so that none comes twice.
        labels[chosen] = np.where(first >= 0, len(members) + chosen[first], -1)
    return labels


def _run_leiden(
    size: int,
    links: NDArray[np.intp],
    weights: NDArray[np.float64],
    *,
    least: float,
    seed: int,
) -> NDArray[np.intp]:
    """Return for each row the first row of its cluster, or -1 if it is alone in it.

    `links`: (links, 2), the rows they join; `weights`: (links,).
    """
    import igraph  # noqa: PLC0415 - a second of start-up that reading tables does not need

    graph = igraph.Graph(n=size, edges=links)
    given = weights.tolist()

    def search(rounds: int, membership: list[int] | None = None) -> list[int]:
        clusters = graph.community_leiden(
            "CPM",
            weights=given,
            resolution=least,
            n_iterations=rounds,
            initial_membership=membership,
        )
        labels: list[int] = clusters.membership
        return labels

    def search_on() -> list[int]:
        # igraph's own "until nothing changes" never ends where two divisions are equally good but
        # for the last digit: it goes from one to the other. So each round is judged here, by the
        # quality rounded to nine places, and the first that is no better is not taken.
        labels, best = search(1), -np.inf
        for _ in range(_MOST_ROUNDS):
            quality = _measure_quality(np.array(labels), links, weights, least)
            if quality <= best:
                break
            kept, best = labels, quality
            labels = search(1, kept)
        return kept

    with seed_igraph(seed):
        is_small = size <= _SMALL
        memberships = [search_on() for _ in range(_TRIES)] if is_small else [search(_ROUNDS)]

    # The first of the best counts; most tries agree, and then there is nothing to compare.
    different = [
        np.array(labels, dtype=np.intp) for labels in dict.fromkeys(map(tuple, memberships))
    ]
    labels = different[0]
    if len(different) > 1:
        labels = max(different, key=lambda one: _measure_quality(one, links, weights, least))

    _, first, back, count = np.unique(
        labels, return_index=True, return_inverse=True, return_counts=True
    )
    return np.where(count[back] > 1, first[back], -1)


def _measure_quality(
    labels: NDArray[np.intp], links: NDArray[np.intp], weights: NDArray[np.float64], least: float
) -> float:
    """Return what the links within clusters exceed `least` by, summed over all pairs in them."""
    sizes = np.bincount(labels)
    inside = weights[labels[links[:, 0]] == labels[links[:, 1]]].sum()
    return float(round(inside - least * (sizes * (sizes - 1) / 2).sum(), 9))


def _rank_rows(
    order: NDArray[np.intp],
    a: NDArray[np.intp],
    b: NDArray[np.intp],
    weights: NDArray[np.float64],
) -> NDArray[np.intp]:
    """Return the rank of each row by its standing in the graph; `order` (rows,) breaks ties.

    Colours of rows are refined by the colours of their neighbours and the weights to them, as
    in the Weisfeiler-Leman test. Sums of 64-bit words do not depend on the order of the terms.
    """
    # kind: (links,) links of equal weight have equal numbers, whatever their last digit.
    kind = np.unique(np.round(weights, 9), return_inverse=True)[1].astype(np.uint64)
    colour = np.zeros(len(order), dtype=np.uint64)
    for _ in range(_REFINEMENTS):
        new = splitmix64(colour)
        np.add.at(new, a, splitmix64(colour[b] * np.uint64(3) + splitmix64(kind)))
        np.add.at(new, b, splitmix64(colour[a] * np.uint64(3) + splitmix64(kind)))
        colour = np.unique(new, return_inverse=True)[1].astype(np.uint64)

    rank = np.empty(len(order), dtype=np.intp)
    rank[np.lexsort((order, colour))] = np.arange(len(order))
    return rank
