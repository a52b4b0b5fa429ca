"""Who only their name tells apart, and an order that no name and no row changes.

Two organisations are alike if some renaming of all organisations puts one in the place of the
other and leaves the ties as they are: no answer may tell them apart. Finding such renamings is
for igraph (BLISS). What is done here is to make the network small first: whoever follows from
another (a twin, or someone with a single tie) is folded into it, because hundreds around one hub
have more renamings than could ever be listed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
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
"""Above this many organisations igraph's canonical labelling may take too long; a few rounds of
colours are used instead, and nobody is known to be alike."""

_MOST_FOR_ORBITS = 5_000
"""Above this many left after folding the renamings are not listed: each is a list of all that are
left, and up to as many are needed to make all others: 200 MB at 5,000."""

_REFINEMENTS = 4
"""Rounds of colours in place of the canonical labelling: organisations are told apart by all ties
within four steps. Fewer leave more of them to the order of their rows."""

_MOST_ROUNDS = 20
"""Rounds of folding. Each takes one layer off the trees that hang on the rest; what is left after
20 is left to igraph."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Symmetry:
    """What is left to tell organisations apart once their names and rows are forgotten.

    Attributes
    ----------
    order : (organisations,) int
        The organisations in an order that their row in the table does not change.
    alike : (organisations,) int
        A group number for each: equal for those that only their name tells apart.
    """

    order: Integers
    alike: Integers


def find_symmetry(network: Network) -> Symmetry:
    """Return the order of the organisations by structure, and who is alike.

    Up to 20,000 organisations the order is the canonical labelling of igraph (BLISS), of what is
    left when those that follow from others are folded away: two tables of the same ties give the
    same list of ties. Those alike are the orbits of the automorphism group. Beyond that a few
    rounds of colour refinement give the order, organisations that these cannot tell apart keep the
    order of their rows, and each is its own group.
    """
    colour = _list_first_colours(network)
    if network.size > _MOST_FOR_CANONICAL:
        for _ in range(_REFINEMENTS):
            colour = _refine(network, colour)
        return Symmetry(order=np.argsort(colour, kind="stable"), alike=np.arange(network.size))
    folded = _fold(network, colour)
    graph, colours = folded.make_graph()
    groups = _find_orbits(graph, colours)
    graph.vs["organisation"] = folded.kept
    tidy = graph.permute_vertices(graph.canonical_permutation(color=colours))
    rows = [row for organisation in tidy.vs["organisation"] for row in folded.unfold(organisation)]
    return Symmetry(order=np.array(rows), alike=folded.spread_groups(groups, network.size))


@dataclass(frozen=True, kw_only=True, eq=False)
class _Folded:
    """What is left of a network when those that follow from others are folded into these.

    Its lists change in place while folding goes on.

    Attributes
    ----------
    kept : list of int
        The organisations that are left.
    number : list of int
        A large number for each organisation: two sets of these hardly ever have one sum.
    neighbours : list of set of int
        The neighbours that are left, of each organisation.
    colour : list of int
        A number for each organisation, which differs if what is folded into it differs.
    held : dict of list
        What is folded into each: in which step, with which colour, and which organisation.
    away : list
        Who was folded away, in that order: which organisation, into which, and what it was there:
        nothing for a twin, which is like that one itself; else when and with which colour.
    """

    kept: list[int]
    number: list[int]
    neighbours: list[set[int]]
    colour: list[int]
    held: dict[int, list[tuple[int, int, int]]]
    away: list[tuple[int, int, Key]]

    def make_graph(self) -> tuple[Any, list[int]]:
        """Return what is left as a graph of igraph, and the colours of its vertices."""
        import igraph  # noqa: PLC0415 - start-up time that reading tables does not need

        vertex = {organisation: number for number, organisation in enumerate(self.kept)}
        edges = [
            (vertex[organisation], vertex[neighbour])
            for organisation in self.kept
            for neighbour in sorted(self.neighbours[organisation])
            if organisation < neighbour
        ]
        colours = [self.colour[organisation] for organisation in self.kept]
        return igraph.Graph(n=len(vertex), edges=edges), colours

    def unfold(self, organisation: int) -> Iterator[int]:
        """Yield one that is left, and all that is folded into it."""
        yield organisation
        for *_, inner in sorted(self.held[organisation]):
            yield from self.unfold(inner)

    def spread_groups(self, groups: Iterable[int], size: int) -> Integers:
        """Return the group of each of all, given those of the ones left."""
        group = np.zeros(size, dtype=np.intp)
        names: dict[Key, int] = {}
        for organisation, number in zip(self.kept, groups, strict=True):
            group[organisation] = names.setdefault((int(number),), len(names))

        # Last folded, first unfolded: each was folded into one that was there still. A twin has
        # the group of its twin; others are alike if they were the same in those that are alike.
        for organisation, into, was in reversed(self.away):
            holder = int(group[into])
            group[organisation] = names.setdefault((holder, was), len(names)) if was else holder
        return group


def _find_orbits(graph: Any, colours: list[int]) -> Integers:  # noqa: ANN401 - igraph, untyped
    """Return a number for each vertex: equal for those that a symmetry exchanges.

    Beyond 5,000, whose symmetries might not fit in memory, each has its own.
    """
    size = len(colours)
    if size > _MOST_FOR_ORBITS:
        return np.arange(size)
    generators = graph.automorphism_group(color=colours)
    if not generators:
        return np.arange(size)

    # Every renaming is made of these few; so who can reach whom by going along them is alike.
    images = np.array(generators, dtype=np.int64)
    vertices = np.tile(np.arange(size), len(images))
    links = sparse.coo_array(
        (np.ones(images.size, dtype=np.int8), (vertices, images.ravel())), shape=(size, size)
    )
    return sparse.csgraph.connected_components(links, directed=False)[1].astype(np.intp)


def _fold(network: Network, colours: Integers) -> _Folded:
    """Fold away twins and those with a single tie, again and again.

    Hundreds that are tied to the same one have so many symmetries that listing them takes hours;
    what is left of most networks has few. Each step takes away only what the rest determines up
    to names, so nothing is lost.
    """
    starts, entries = network.starts.tolist(), network.neighbours.tolist()
    folded = _Folded(
        kept=list(range(network.size)),
        number=_scatter(np.arange(network.size)).tolist(),
        neighbours=[set(entries[starts[row] : starts[row + 1]]) for row in range(network.size)],
        colour=colours.tolist(),
        held=defaultdict(list),
        away=[],
    )
    for step in range(_MOST_ROUNDS):
        before = len(folded.away)

        # Twins first: of two that are tied only to each other neither is single once they are one.
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
    """Fold those that have the same neighbours, apart from one another, into the first of them.

    `marks` takes note of how many, and whether these are tied to one another.
    """
    # Twins that are not tied have the same neighbours; twins that are have them if each counts
    # as its own neighbour. Sums of the neighbours' numbers are quicker to compare than sets, and
    # sets are made only of those whose sums are equal.
    number, colour = folded.number, folded.colour
    sums = {row: sum(map(number.__getitem__, folded.neighbours[row])) for row in folded.kept}
    apart = Counter((colour[row], sums[row]) for row in folded.kept)
    joined = Counter((colour[row], sums[row] + number[row]) for row in folded.kept)
    groups: dict[Key, list[int]] = defaultdict(list)
    for row in folded.kept:
        neighbours = folded.neighbours[row]
        if apart[colour[row], sums[row]] > 1:
            groups[colour[row], False, frozenset(neighbours)].append(row)
        if neighbours and joined[colour[row], sums[row] + number[row]] > 1:
            groups[colour[row], True, frozenset(neighbours | {row})].append(row)
    for (_, are_tied, _), (first, *others) in groups.items():
        for twin in others:
            _take_away(folded, twin, first, step=2 * step, was=())
        if others:
            marks[first].append((are_tied, len(others)))


def _fold_single(folded: _Folded, step: int, marks: dict[int, list[Key]]) -> None:
    """Fold those with a single tie into the one that they are tied to.

    Of two tied only to each other the one of the higher colour stays; equals are twins, for the
    next step. `marks` takes note of the colour of each that is folded.
    """
    single = [row for row in folded.kept if len(folded.neighbours[row]) == 1]

    # Listed before anyone is folded, as folding changes who has a single tie.
    ties = [(organisation, next(iter(folded.neighbours[organisation]))) for organisation in single]
    are_single = set(single)
    for organisation, into in ties:
        colour = folded.colour[organisation]
        if into in are_single and colour >= folded.colour[into]:
            continue
        marks[into].append((colour,))
        _take_away(folded, organisation, into, step=2 * step + 1, was=(step, colour))


def _take_away(folded: _Folded, organisation: int, into: int, *, step: int, was: Key) -> None:
    """Fold an organisation into another; it stays listed as kept until `_drop_away`."""
    for neighbour in folded.neighbours[organisation]:
        folded.neighbours[neighbour].discard(organisation)
    folded.held[into].append((step, folded.colour[organisation], organisation))
    folded.away.append((organisation, into, was))


def _drop_away(folded: _Folded, before: int) -> None:
    """Take those folded away since then off the list of those kept, all at once."""
    gone = {organisation for organisation, *_ in folded.away[before:]}
    folded.kept[:] = [organisation for organisation in folded.kept if organisation not in gone]


def _recolour(folded: _Folded, marks: dict[int, list[Key]]) -> None:
    """Give those that are left colours by their colour so far and by what was folded into them."""
    keys = {
        organisation: (folded.colour[organisation], tuple(sorted(marks.get(organisation, ()))))
        for organisation in folded.kept
    }

    # Numbers go by the order of the keys, not of the rows, so that no row changes a colour.
    numbers = {key: number for number, key in enumerate(sorted(set(keys.values())))}
    for organisation, key in keys.items():
        folded.colour[organisation] = numbers[key]


def _list_first_colours(network: Network) -> Integers:
    """Return a number for each that differs where reports or counts of ties differ."""
    if network.counts is None:
        return network.silent.astype(np.int64)

    # The sum and the sum of squares of an organisation's counts: whole numbers, so that the order
    # of the ties does not change a digit.
    numbers = np.nan_to_num(network.counts)
    sums = np.bincount(network.source, numbers, network.size)
    sums += np.bincount(network.target, numbers, network.size)
    squares = np.bincount(network.source, numbers**2, network.size)
    squares += np.bincount(network.target, numbers**2, network.size)
    return _rank_rows(network.silent, sums, squares)


def _refine(network: Network, colour: Integers) -> Integers:
    """Return colours split further by degree and by the colours of the neighbours."""
    # The neighbours' colours are summed, so that their order does not matter.
    sums = network.sum_entries(_scatter(colour)[network.neighbours], np.uint64)
    return _rank_rows(colour, network.degree, sums)


def _scatter(numbers: Integers) -> NDArray[np.uint64]:
    """Return the numbers scattered over 64 bits: two different sets hardly ever have one sum.

    1 + 4 is 2 + 3, but not here. The mixing is of the kind of splitmix64, with two of its constants
    but a step fewer and other shifts; any other would put organisations in another order.
    """
    mixed = (numbers.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(32)
    return mixed


def _rank_rows(*keys: NDArray[Any]) -> Integers:
    """Return 0 for the smallest row of keys, 1 for the next; equal rows have one number."""
    order = np.lexsort(keys[::-1])
    changes = np.zeros(len(order), dtype=np.int64)
    for key in keys:
        changes[1:] |= key[order[1:]] != key[order[:-1]]
    ranks = np.empty(len(order), dtype=np.int64)
    ranks[order] = np.cumsum(changes)
    return ranks
