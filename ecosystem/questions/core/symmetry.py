"""Who only their name tells apart, and an order that no name and no row changes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from .network import Integers, Network

    Key: TypeAlias = tuple[object, ...]


_MOST_FOR_CANONICAL = 20_000
_MOST_FOR_ORBITS = 5_000
_REFINEMENTS = 4
_MOST_ROUNDS = 20


def order_by_structure(network: Network) -> Integers:
    """Return the organisations in an order that their row in the table does not change.

    Up to 20,000 organisations this is the canonical labelling of igraph (BLISS), of what is left
    when those that follow from others are folded away: two tables of the same ties give the same
    list of ties. Beyond that a few rounds of colour refinement are used, and organisations that
    these cannot tell apart keep the order of their rows.
    """
    colour = _first_colours(network)
    if network.size > _MOST_FOR_CANONICAL:
        for _ in range(_REFINEMENTS):
            colour = _refine(network, colour)
        return np.argsort(colour, kind="stable")
    folded = _fold(network, colour)
    graph, colours = folded.make_graph()
    graph.vs["one"] = folded.kept
    tidy = graph.permute_vertices(graph.canonical_permutation(color=colours))
    return np.array([other for one in tidy.vs["one"] for other in folded.unfold(one)])


def find_alike(network: Network) -> Integers:
    """Return a group number for each: equal for those that only their name tells apart.

    These are the orbits of the automorphism group; beyond 20,000 organisations, where they are
    not worked out, each is its own group.
    """
    if network.size > _MOST_FOR_CANONICAL:
        return np.arange(network.size)
    folded = _fold(network, _first_colours(network))
    return folded.spread_groups(_find_orbits(folded), network.size)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Folded:
    """What is left of a network when those that follow from others are folded into these.

    Attributes
    ----------
    kept
        Who is left.
    around
        The neighbours of each that are left.
    colour
        A number for each that differs if what is folded into it differs.
    held
        What is folded into each: when, with which colour, and which.
    away
        Who was folded away, in that order: which, into which, and what it was there.
    """

    kept: list[int]
    around: list[set[int]]
    colour: list[int]
    held: dict[int, list[tuple[int, int, int]]]
    away: list[tuple[int, int, Key]]

    def make_graph(self) -> tuple[Any, list[int]]:
        """Return what is left as a graph of igraph, and the colours of its vertices."""
        import igraph  # noqa: PLC0415 - start-up time that reading tables does not need

        place = {one: number for number, one in enumerate(self.kept)}
        edges = [
            (place[one], place[other])
            for one in self.kept
            for other in sorted(self.around[one])
            if one < other
        ]
        return igraph.Graph(n=len(place), edges=edges), [self.colour[one] for one in self.kept]

    def unfold(self, one: int) -> Iterator[int]:
        """Yield one that is left, and all that is folded into it."""
        yield one
        for *_, other in sorted(self.held[one]):
            yield from self.unfold(other)

    def spread_groups(self, groups: Iterable[int], size: int) -> Integers:
        """Return the group of each of all, given those of the ones left."""
        group = np.zeros(size, dtype=np.int64)
        names: dict[Key, int] = {}
        for one, number in zip(self.kept, groups, strict=True):
            group[one] = names.setdefault((int(number),), len(names))
        for one, into, was in reversed(self.away):
            same = int(group[into])
            group[one] = names.setdefault((same, was), len(names)) if was else same
        return group


def _find_orbits(folded: _Folded) -> Integers:
    """Return a number for each that is left: equal for those that a symmetry exchanges.

    Beyond 5,000, whose symmetries might not fit in memory, each has its own.
    """
    size = len(folded.kept)
    if size > _MOST_FOR_ORBITS:
        return np.arange(size)
    graph, colours = folded.make_graph()
    moves = graph.automorphism_group(color=colours)
    if not moves:
        return np.arange(size)
    images = np.array(moves, dtype=np.int64)
    here = np.tile(np.arange(size), len(images))
    links = sparse.coo_array(
        (np.ones(images.size, dtype=np.int8), (here, images.ravel())), shape=(size, size)
    )
    return sparse.csgraph.connected_components(links, directed=False)[1].astype(np.int64)


def _fold(network: Network, colours: Integers) -> _Folded:
    """Fold away twins and those with a single tie, again and again.

    Hundreds that are tied to the same one have so many symmetries that listing them takes hours;
    what is left of most networks has few. Each step takes away only what the rest determines up
    to names, so nothing is lost.
    """
    ends = [*network.starts.tolist()]
    near = network.neighbours.tolist()
    around = [set(near[ends[one] : ends[one + 1]]) for one in range(network.size)]
    folded = _Folded(
        kept=list(range(network.size)),
        around=around,
        colour=colours.tolist(),
        held=defaultdict(list),
        away=[],
    )
    for step in range(_MOST_ROUNDS):
        before = len(folded.away)
        marks: dict[int, list[Key]] = defaultdict(list)
        _fold_twins(folded, step, marks)
        _drop_away(folded, before)
        _recolour(folded, marks)
        marks.clear()
        between = len(folded.away)
        _fold_single(folded, step, marks)
        _drop_away(folded, between)
        _recolour(folded, marks)
        if len(folded.away) == before:
            break
    return folded


def _fold_twins(folded: _Folded, step: int, marks: dict[int, list[Key]]) -> None:
    """Fold those that have the same neighbours, apart from one another, into the first of them."""
    groups: dict[Key, list[int]] = defaultdict(list)
    for one in folded.kept:
        near, colour = folded.around[one], folded.colour[one]
        groups[colour, False, frozenset(near)].append(one)
        if near:
            groups[colour, True, frozenset(near | {one})].append(one)
    for (_, are_tied, _), (first, *others) in groups.items():
        for one in others:
            _take_away(folded, one, first, step=2 * step, was=())
        if others:
            marks[first].append((are_tied, len(others)))


def _fold_single(folded: _Folded, step: int, marks: dict[int, list[Key]]) -> None:
    """Fold those with a single tie into the one that they are tied to.

    Of two tied only to each other the one of the higher colour stays; equals are twins, for the
    next step.
    """
    single = [one for one in folded.kept if len(folded.around[one]) == 1]
    ends = [(one, next(iter(folded.around[one]))) for one in single]
    are_single = set(single)
    for one, into in ends:
        if into in are_single and folded.colour[one] >= folded.colour[into]:
            continue
        marks[into].append((folded.colour[one],))
        _take_away(folded, one, into, step=2 * step + 1, was=(step, folded.colour[one]))


def _take_away(folded: _Folded, one: int, into: int, *, step: int, was: Key) -> None:
    for other in folded.around[one]:
        folded.around[other].discard(one)
    folded.held[into].append((step, folded.colour[one], one))
    folded.away.append((one, into, was))


def _drop_away(folded: _Folded, before: int) -> None:
    gone = {one for one, *_ in folded.away[before:]}
    folded.kept[:] = [one for one in folded.kept if one not in gone]


def _recolour(folded: _Folded, marks: dict[int, list[Key]]) -> None:
    """Give those that are left colours by their colour so far and by what was folded into them."""
    keys = {one: (folded.colour[one], tuple(sorted(marks.get(one, ())))) for one in folded.kept}
    numbers = {key: number for number, key in enumerate(sorted(set(keys.values())))}
    for one, key in keys.items():
        folded.colour[one] = numbers[key]


def _first_colours(network: Network) -> Integers:
    """Return a number for each that differs where reports or counts of ties differ."""
    if network.counts is None:
        return network.silent.astype(np.int64)
    numbers = np.nan_to_num(network.counts)
    sums = np.bincount(network.source, numbers, network.size)
    sums += np.bincount(network.target, numbers, network.size)
    squares = np.bincount(network.source, numbers**2, network.size)
    squares += np.bincount(network.target, numbers**2, network.size)
    return _rank(network.silent, sums, squares)


def _refine(network: Network, colour: Integers) -> Integers:
    """Return colours split further by degree and by the colours of the neighbours."""
    mixed = (colour.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(32)
    sums = np.zeros(len(network.neighbours) + 1, dtype=np.uint64)
    np.cumsum(mixed[network.neighbours], out=sums[1:])
    return _rank(colour, network.degree, sums[network.starts[1:]] - sums[network.starts[:-1]])


def _rank(*keys: NDArray[Any]) -> Integers:
    """Return 0 for the smallest row of keys, 1 for the next; equal rows have one number."""
    order = np.lexsort(keys[::-1])
    changes = np.zeros(len(order), dtype=np.int64)
    for key in keys:
        changes[1:] |= key[order[1:]] != key[order[:-1]]
    ranks = np.empty(len(order), dtype=np.int64)
    ranks[order] = np.cumsum(changes)
    return ranks
