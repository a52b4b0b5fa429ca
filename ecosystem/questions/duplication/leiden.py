"""Groups of rows that overlap, by Leiden's method: arrays in, arrays out."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from ecosystem.graph import seed_igraph, splitmix64

from .overlap import count_times

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray


_SMALL = 500
"""Rows up to which a part of the graph gets the thorough search: `_TRIES` from different starts,
each until nothing improves. Beyond, it is searched once, `_ROUNDS` times over, because there the
search is what takes the time."""

_ROUNDS = 2
"""Rounds of Leiden's method in a large part, as many as igraph does unasked. More may find better
groups, and take longer."""

_TRIES = 5
"""Searches of a small part, of which the best counts. Five find the best of all partitions in
nearly every graph of seven rows (tests/questions/duplication/test_leiden.py)."""

_MOST_ROUNDS = 100
"""Rounds after which a search ends in any case, so that it always does; a round that is no better
than the one before ends it sooner."""

_LINKS_AT_ONCE = 250_000
"""Links looked at in one step: bounds the memory, and changes no answer."""

_REFINEMENTS = 3
"""How many links away rows are looked at to tell their standing in the graph. Rows that still look
the same keep the order they are given; more refinements leave fewer of them, and take longer."""


def find_clusters(  # noqa: PLR0913 - a graph, and how it is searched
    size: int,
    pairs: tuple[NDArray[np.integer[Any]], NDArray[np.integer[Any]]],
    weights: NDArray[np.float64],
    *,
    least: float,
    seed: int,
    kinds: NDArray[np.integer[Any]] | None = None,
    order: NDArray[np.intp] | None = None,
    counts: NDArray[np.int64] | None = None,
) -> NDArray[np.intp]:
    """Return the cluster of each of `size` rows; -1 for a row that joins none.

    `kinds` (pairs,) says which of `weights` each pair has, where many have the same; None: each
    has its own.
    `counts` (rows,) says how many rows each stands for, 0 for one that has another stand for it; a
    row that stands for several is paired with itself, too. None: each stands for itself.
    `order` (rows,) decides between rows that stand alike in the graph: what it ranks by must be no
    id, or another id would be another answer. None: the order of the rows.

    Clusters are those of the constant Potts model: joining two groups pays as long as the
    members of the two overlap on average by more than `least`. Their numbers mean nothing.

    Notes
    -----
    Each connected part is clustered by itself, its rows ordered by their standing in the graph, so
    that neither other parts nor the order of the rows change its answer.

    Rows that overlap alike with all others, and with each other by more than `least`, are together
    in every best division: the one of them that gains less from its cluster would gain more in the
    other's. So one row may stand for them all, and no best division is lost.
    """
    counts = np.ones(size, dtype=np.int64) if counts is None else counts
    kinds = np.arange(len(pairs[0])) if kinds is None else kinds
    order = np.arange(size) if order is None else order
    links = _Links(*pairs, kinds, weights)
    part = _find_parts(size, links)
    is_whole, joined = _find_whole(part, links, least=least, counts=counts)
    labels = np.where(is_whole[part], part, -1).astype(np.intp)

    # Rows and links part by part, and within a part by their standing: the search depends on the
    # order it is given, and must not depend on the order of the data.
    rows = np.lexsort((_rank_rows(order, links, counts), part))
    ordered = _order_links(rows, links)
    held = np.bincount(part, minlength=1)
    row_ends, link_ends = np.cumsum(held), np.cumsum(joined)
    for number in np.flatnonzero((held > 1) & ~is_whole):
        start, end = row_ends[number] - held[number], row_ends[number]
        chosen = rows[start:end]
        inner = ordered[link_ends[number] - joined[number] : link_ends[number]]
        key, kind = np.divmod(inner, len(weights))
        inside = np.column_stack(np.divmod(key, size)) - start

        first = _run_leiden(counts[chosen], inside, weights[kind], least=least, seed=seed)

        # Numbered by a row of theirs, after the numbers of whole parts, so that none comes twice.
        labels[chosen] = np.where(first >= 0, len(held) + chosen[first], -1)
    return labels


class _Links(NamedTuple):
    """Links between rows, with which of the weights each has."""

    a: NDArray[np.integer[Any]]
    b: NDArray[np.integer[Any]]
    kind: NDArray[np.integer[Any]]
    weights: NDArray[np.float64]

    def blocks(self) -> Iterator[tuple[slice, NDArray[Any], NDArray[Any], NDArray[Any]]]:
        """Give some of the links at a time: where they stand, both rows, and the kind."""
        for start in range(0, len(self.a), _LINKS_AT_ONCE):
            at = slice(start, start + _LINKS_AT_ONCE)
            yield at, self.a[at], self.b[at], self.kind[at]


def _find_parts(size: int, links: _Links) -> NDArray[np.intp]:
    """Return the connected part of each row, numbered by its first row."""
    # A link of each row joins nearly all that is joined; few others join anything more.
    partner = np.arange(size)
    for _, a, b, _ in links.blocks():
        partner[b] = a
    part = _join_parts(np.arange(size), np.arange(size), partner)
    for _, a, b, _ in links.blocks():
        more = np.flatnonzero(part[a] != part[b])
        if len(more):
            part = _join_parts(part, a[more], b[more])
    return part


def _join_parts(
    part: NDArray[np.intp], a: NDArray[np.integer[Any]], b: NDArray[np.integer[Any]]
) -> NDArray[np.intp]:
    """Return the part of each row once these rows are joined, numbered by its first row."""
    ends = part[a], part[b]
    graph = sparse.coo_array((np.ones(len(a), dtype=np.int8), ends), shape=(len(part), len(part)))
    _, label = connected_components(graph, directed=False)
    return pd.factorize(label[part])[0]


def _find_whole(
    part: NDArray[np.intp], links: _Links, *, least: float, counts: NDArray[np.int64]
) -> tuple[NDArray[np.bool_], NDArray[np.intp]]:
    """Tell in which parts all overlap with all, and enough; how many links each part has.

    Of these one cluster is the best answer there can be.
    """
    parts = int(part.max(initial=0)) + 1
    joined = np.zeros(parts, dtype=np.intp)
    for _, a, _, _ in links.blocks():
        joined += np.bincount(part[a], minlength=parts)

    # All there may be: a link for two rows, and one for each row that stands for several.
    rows = np.bincount(part[counts > 0], minlength=parts)
    several = np.bincount(part[counts > 1], minlength=parts)
    is_whole = (joined == rows * (rows - 1) // 2 + several) & (joined > 0)
    for _, a, _, kind in links.blocks():
        of = part[a]
        asked = np.flatnonzero(is_whole[of])
        is_whole[of[asked[links.weights[kind[asked]] < least]]] = False
    return is_whole, joined


def _order_links(rows: NDArray[np.intp], links: _Links) -> NDArray[np.int64]:
    """Return the links in the order of `rows`: (lower · rows + higher) · weights + kind."""
    place = np.empty(len(rows), dtype=np.int64)
    place[rows] = np.arange(len(rows))
    ordered = np.empty(len(links.a), dtype=np.int64)
    for at, a, b, kind in links.blocks():
        one, other = place[a], place[b]
        key = np.minimum(one, other) * len(rows) + np.maximum(one, other)
        ordered[at] = key * len(links.weights) + kind
    ordered.sort()
    return ordered


def _run_leiden(
    counts: NDArray[np.int64],
    links: NDArray[np.intp],
    weights: NDArray[np.float64],
    *,
    least: float,
    seed: int,
) -> NDArray[np.intp]:
    """Return for each row the first row of its cluster, or -1 if it is alone in it.

    `counts`: (rows,) how many rows each stands for; `links`: (links, 2), the rows they join, one
    of them twice where its own overlap; `weights`: (links,).
    """
    import igraph  # noqa: PLC0415 - a second of start-up that reading tables does not need

    # A cluster's quality is what its links weigh in all, so each weighs as much as all the links it
    # is. Those among the rows that one stands for are in every division, and left out.
    totals = weights * count_times(links[:, 0], links[:, 1], counts)
    is_between = links[:, 0] != links[:, 1]
    links, totals = links[is_between], totals[is_between]

    # Added afterwards: 3 million links given to the graph at once took three times the time and
    # 450 MB, not 120 (igraph 1.0.0).
    graph = igraph.Graph(n=len(counts))
    graph.add_edges(links)
    given, given_counts = totals.tolist(), counts.tolist()

    def search(rounds: int, membership: list[int] | None = None) -> list[int]:
        clusters = graph.community_leiden(
            "CPM",
            weights=given,
            node_weights=given_counts,
            resolution=least,
            n_iterations=rounds,
            initial_membership=membership,
        )
        labels: list[int] = clusters.membership
        return labels

    @cache
    def measure(membership: tuple[int, ...]) -> float:
        return _measure_quality(np.array(membership), links, totals, counts, least)

    def search_on() -> list[int]:
        # igraph's own "until nothing changes" never ends where two divisions are equally good but
        # for the last digit: it goes from one to the other. So each round is judged here, by the
        # quality rounded to nine places, and the first that is no better is not taken.
        labels, best = search(1), -np.inf
        for _ in range(_MOST_ROUNDS):
            quality = measure(tuple(labels))
            if quality <= best:
                break
            kept, best = labels, quality
            labels = search(1, kept)
        return kept

    with seed_igraph(seed):
        is_small = len(counts) <= _SMALL
        memberships = [search_on() for _ in range(_TRIES)] if is_small else [search(_ROUNDS)]

    # The first of the best counts; most tries agree, and then there is nothing to compare.
    different = list(dict.fromkeys(map(tuple, memberships)))
    labels = different[0] if len(different) == 1 else max(different, key=measure)
    _, first, back = np.unique(np.array(labels), return_index=True, return_inverse=True)
    members = np.bincount(back, weights=counts)
    return np.where(members[back] > 1, first[back], -1)


def _measure_quality(
    labels: NDArray[np.intp],
    links: NDArray[np.intp],
    totals: NDArray[np.float64],
    counts: NDArray[np.int64],
    least: float,
) -> float:
    """Return what the links within clusters exceed `least` by, summed over all pairs in them.

    Pairs of rows that one row stands for are counted, their links are not: that is the same for
    every division.
    """
    sizes = np.bincount(labels, weights=counts)
    inside = totals[labels[links[:, 0]] == labels[links[:, 1]]].sum()
    return float(round(inside - least * (sizes * (sizes - 1) / 2).sum(), 9))


def _rank_rows(
    order: NDArray[np.intp], links: _Links, counts: NDArray[np.int64]
) -> NDArray[np.intp]:
    """Return the rank of each row by its standing in the graph; `order` (rows,) breaks ties.

    Colours of rows are refined by the colours of their neighbours and the weights to them, as in
    the Weisfeiler-Leman test. Sums of 64-bit words do not depend on the order of the terms.
    """
    # number: (weights,) equal weights have equal numbers, whatever their last digit.
    is_used = np.bincount(links.kind, minlength=len(links.weights)) > 0
    number = np.zeros(len(links.weights), dtype=np.uint64)
    rounded = np.round(links.weights[is_used], 9)
    number[is_used] = np.unique(rounded, return_inverse=True)[1]
    word = splitmix64(number)

    colour = (np.maximum(counts, 1) - 1).astype(np.uint64)
    for _ in range(_REFINEMENTS):
        new, told = splitmix64(colour), colour * np.uint64(3)
        for _, a, b, kind in links.blocks():
            np.add.at(new, a, splitmix64(told[b] + word[kind]))
            np.add.at(new, b, splitmix64(told[a] + word[kind]))
        colour = np.unique(new, return_inverse=True)[1].astype(np.uint64)

    rank = np.empty(len(order), dtype=np.intp)
    rank[np.lexsort((order, colour))] = np.arange(len(order))
    return rank
