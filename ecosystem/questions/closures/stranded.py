"""Who loses their place and is not sure of another, whoever sits where."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import reduce
from itertools import product
from operator import or_
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from .blocks import find_alike
from .max_flow import place_people
from .offer import Offer
from .seating import judge_moves

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from .market import Market
    from .max_flow import Placing

    Matrix = sparse.csr_array[Any, tuple[int, int]]


_MOST_KINDS = 6
"""Kinds of services of one body of which every choice is tried: 64 small flows. Few run services of
more kinds in one market; beyond these the most is larger than it need be, and still holds."""

_FEW_PATTERNS = 13
"""Patterns of reach up to which every cut is tried: eight thousand sums, quicker than a flow."""

_MOST_PAIRS = 2_000_000
"""Pairs of kinds of services compared at once: about 100 MB."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Sure:
    """Where anyone surely can go from each service of a market.

    Services that reach the same cells and offer the same are *alike*: whoever is sure of one is
    sure of all of them. So each kind is kept once: the memory does not grow with the square of
    the services.

    Attributes
    ----------
    unit : float
        Units that a person is counted in.
    places : (services,) int, units
        Places of each service.
    alike : (services,) int
        The number of the kind each service is of.
    size : list of int
        For each kind, how many services are of it.
    room : list of int, units
        For each kind, the places of all of them.
    refuges : (kinds, kinds) sparse
        Which kinds whoever is at the row surely can go to, its own among them.
    pattern : (kinds,) int
        Which column of `reach` tells the cells it reaches.
    reach : (cells, patterns) sparse
        1 where services of the pattern may reach the cell.
    people : (cells,) int, units
        People in need.
    cells : list of int
        For each kind, the cells it may reach: the bit of each is set.
    is_full : list of bool
        For each kind, whether all its places are taken where as many as possible have one.
    is_sealed : list of bool
        For each service, whether its kind is full and so is every kind of `refuges`.
    """

    unit: float
    places: NDArray[np.int64]
    alike: NDArray[np.intp]
    size: list[int]
    room: list[int]
    refuges: Matrix
    pattern: NDArray[np.intp]
    reach: sparse.csc_array[Any]
    people: NDArray[np.int64]
    cells: list[int]
    is_full: list[bool]
    is_sealed: list[bool]


@dataclass(frozen=True, kw_only=True, eq=False)
class Group:
    """Kinds that close and are sure of the same kinds that stay: `refuges`, none where nobody is.

    Those whose people are stranded whatever is tried have none either.
    """

    kinds: list[int]
    refuges: frozenset[int] = frozenset()


@dataclass(kw_only=True)
class Closing:
    """What closes of one kind: services, all their places, and how many of these go, in units."""

    services: int = 0
    room: int = 0
    gone: int = 0


def reach_any(market: Market) -> Market:
    """Return the market in which services reach every area where it is not recorded which."""
    if not market.is_unplaced.any():
        return market
    cells, unplaced = len(market.people), np.flatnonzero(market.is_unplaced)
    pairs = (np.repeat(np.arange(cells), len(unplaced)), np.tile(unplaced, cells))
    anywhere = sparse.csr_array((np.ones(len(pairs[0])), pairs), shape=market.reach.shape)
    reach = sparse.csr_array(market.reach + anywhere)
    reach.data[:] = 1.0
    return replace(market, reach=reach)


def find_sure(
    market: Market, placing: Placing, room: NDArray[np.int64], unit: float
) -> Sure | None:
    """Return from which services anyone surely can go to which; None: to all.

    It surely suits whoever is there, and reaches all areas that they can be from. `placing` holds
    as many people as can be placed, and `room` (services,) the places, in units.
    """
    is_sure = judge_moves(market.offers, Offer.surely_suits)
    if is_sure.all() and not market.is_unplaced.any():
        return None
    reach = sparse.csc_array(reach_any(market).reach)
    reach.sort_indices()
    pattern, first_of_pattern = find_alike(reach.indices, reach.indptr)

    # chosen: one service of each kind.
    traits = np.column_stack([pattern, market.is_unplaced, market.offer])
    _, chosen, alike = np.unique(traits, axis=0, return_index=True, return_inverse=True)
    alike = alike.ravel()
    together, held = (np.zeros(len(chosen), dtype=np.int64) for _ in range(2))
    np.add.at(together, alike, room)
    np.add.at(held, alike, placing.count_held())
    cells = _spell_columns(reach, first_of_pattern)
    refuges = _list_refuges(market, is_sure, chosen)
    is_full = held == together
    is_sealed = is_full & (refuges @ (~is_full).astype(float) == 0)
    return Sure(
        unit=unit,
        places=room,
        alike=alike,
        size=np.bincount(alike, minlength=len(chosen)).tolist(),
        room=together.tolist(),
        refuges=refuges,
        pattern=pattern[chosen],
        reach=sparse.csc_array(reach[:, first_of_pattern]),
        people=np.round(market.people * unit).astype(np.int64),
        cells=[cells[one] for one in pattern[chosen].tolist()],
        is_full=is_full.tolist(),
        is_sealed=is_sealed[alike].tolist(),
    )


def _spell_columns(columns: sparse.csc_array[Any], chosen: NDArray[np.intp]) -> list[int]:
    """Return the rows of the entries of some columns, as the bits of a number for each."""
    spelt = []
    for column in chosen.tolist():
        is_in = np.zeros(columns.shape[0], dtype=bool)
        is_in[columns.indices[slice(*columns.indptr[column : column + 2])]] = True
        spelt.append(int.from_bytes(np.packbits(is_in, bitorder="little").tobytes(), "little"))
    return spelt


def _list_refuges(market: Market, is_sure: NDArray[np.bool_], chosen: NDArray[np.intp]) -> Matrix:
    """Return which of the chosen services (columns) surely take whoever is at each (row)."""
    # Who is at a service that may reach any area can be from any; and where it reaches nobody can
    # be sure of it.
    has_people = market.people > 0
    origin = sparse.csr_array(reach_any(market).reach[has_people][:, chosen].T)
    known = market.reach[has_people][:, chosen].multiply(~market.is_unplaced[chosen][None, :])
    target = sparse.csr_array(known)
    offer, size = market.offer[chosen], len(chosen)
    areas = np.asarray(origin.sum(axis=1)).ravel()

    # shared: areas with people that both reach. So many rows at a time as fit into memory,
    # because many share some area and few reach all areas of another.
    blocks = []
    rows = max(1, _MOST_PAIRS // max(size, 1))
    for start in range(0, size, rows):
        shared = sparse.csr_array(origin[start : start + rows] @ target)
        row, column = shared.tocoo().coords
        covers = shared.data >= areas[start + row]
        goes = covers & is_sure[offer[start + row], offer[column]]
        pairs = (row[goes].astype(np.int32), column[goes].astype(np.int32))
        ones = np.ones(len(pairs[0]), dtype=bool)
        blocks.append(sparse.csr_array((ones, pairs), shape=shared.shape))
    return sparse.csr_array(sparse.vstack(blocks, format="csr"))


def count_stranded(sure: Sure, closing: Mapping[int, float]) -> float:
    """Return the most who lose their place and are not sure of a free one, whoever sits where.

    `closing` are the services that close, each with how many of its places go.

    Notes
    -----
    Who sits where may be any largest placing. If those at the services A lose their place, they
    are sure of what is free at N(A), the services that surely suit them. So those at A and at N(A)
    together, less the places of N(A), are stranded; and in a largest placing at most F(A and N(A))
    people are at these, the most that they can take (people can be moved there along augmenting
    paths). By the theorem of maximum flow and minimum cut the most who are stranded is the largest
    such number over all A among the services that close.
    """
    if all(sure.is_sealed[service] for service in closing):
        # No place that anyone is sure of is free: all of them are stranded, by A of all that close.
        return sum(_count_gone(sure, *one) for one in closing.items()) / sure.unit
    closed = _sum_closing(sure, closing)

    # Kinds with the same N are stranded together. Those that nobody takes the people of are in
    # every A; so are those beyond the number that can be tried, which can only make the most
    # larger. They come in the order of their first services.
    groups: dict[frozenset[int], list[int]] = defaultdict(list)
    for kind in closed:
        refuges = sure.refuges.indices[slice(*sure.refuges.indptr[kind : kind + 2])].tolist()
        full = {one for one, some in closed.items() if some.services == sure.size[one]}
        groups[frozenset(refuges).difference(full)].append(kind)
    lost = groups.pop(frozenset(), [])
    tried = [Group(kinds=kinds, refuges=refuges) for refuges, kinds in groups.items()]
    lost += [kind for group in tried[_MOST_KINDS:] for kind in group.kinds]
    every = [Group(kinds=[kind]) for kind in lost] + tried[:_MOST_KINDS]

    # Groups that no one cell reaches both of take nothing from each other: each is a sum of its
    # own, with far fewer A to try.
    most = sum(_strand_region(sure, closed, region) for region in _part_regions(sure, every))
    return most / sure.unit


def _part_regions(sure: Sure, groups: Sequence[Group]) -> list[list[Group]]:
    """Return the groups in parts that share no cell."""
    regions: list[tuple[int, list[Group]]] = []
    for group in groups:
        cells, members = _mark_cells(sure, [*group.kinds, *group.refuges]), [group]
        apart = []
        for other, some in regions:
            if other & cells:
                cells, members = cells | other, some + members
            else:
                apart.append((other, some))
        regions = [*apart, (cells, members)]
    return [members for _, members in regions]


def _strand_region(sure: Sure, closed: Mapping[int, Closing], region: Sequence[Group]) -> int:
    """Return the most units of people who are stranded in one region."""
    lost = [group for group in region if not group.refuges]
    tried = [group for group in region if group.refuges]
    most = 0
    for taken in product([True, False], repeat=len(tried)):
        chosen = [group for group, is_taken in zip(tried, taken, strict=True) if is_taken]
        stranded = [kind for group in (*lost, *chosen) for kind in group.kinds]
        refuge = frozenset().union(*(group.refuges for group in chosen))
        gone = [closed[kind].gone for kind in stranded]
        kept = [sure.room[kind] - (closed[kind].room if kind in closed else 0) for kind in refuge]

        # Neither more than their places nor than there are people; and all of their places where
        # people are in all of them already: then no flow is needed.
        if sum(gone) <= most:
            continue
        kinds = [*stranded, *refuge]
        if all(sure.is_full[kind] for kind in kinds):
            most = sum(gone)
        elif _count_people(sure, _mark_cells(sure, kinds)) - sum(kept) > most:
            most = max(most, _count_taken(sure, kinds, [*gone, *kept]) - sum(kept))
    return most


def _mark_cells(sure: Sure, kinds: Iterable[int]) -> int:
    """Return the cells that some kinds may reach, a bit each."""
    return reduce(or_, (sure.cells[kind] for kind in kinds), 0)


def _count_people(sure: Sure, cells: int) -> int:
    """Return the units of people in the cells of the bits."""
    bits = np.frombuffer(cells.to_bytes(-(-len(sure.people) // 8), "little"), dtype=np.uint8)
    is_in = np.unpackbits(bits, count=len(sure.people), bitorder="little").astype(bool)
    return int(sure.people[is_in].sum())


def _sum_closing(sure: Sure, closing: Mapping[int, float]) -> dict[int, Closing]:
    """Return what closes of each kind, kinds in the order of their first services."""
    closed: dict[int, Closing] = defaultdict(Closing)
    for service, places in sorted(closing.items()):
        some = closed[int(sure.alike[service])]
        some.services += 1
        some.room += int(sure.places[service])
        some.gone += _count_gone(sure, service, places)
    return dict(closed)


def _count_gone(sure: Sure, service: int, places: float) -> int:
    """Return how many units go of a service when so many of its places do."""
    return round(min(places * sure.unit, float(sure.places[service])))


def _count_taken(sure: Sure, kinds: Sequence[int], places: Sequence[int]) -> int:
    """Return the most people that some kinds of services can take, given their places, in units."""
    # Services that reach the same cells take as many as one with the places of all.
    patterns, number = np.unique(sure.pattern[list(kinds)], return_inverse=True)
    room = np.zeros(len(patterns), dtype=np.int64)
    np.add.at(room, number, np.array(places, dtype=np.int64))
    if len(patterns) == 1:
        start, end = sure.reach.indptr[patterns[0] : patterns[0] + 2]
        return int(min(sure.people[sure.reach.indices[start:end]].sum(), room[0]))
    spans = [slice(*sure.reach.indptr[one : one + 2]) for one in patterns.tolist()]
    reached = [sure.reach.indices[span] for span in spans]
    cells, at = np.unique(np.concatenate(reached), return_inverse=True)
    people = sure.people[cells]
    if len(patterns) <= _FEW_PATTERNS:
        bits = np.repeat(1 << np.arange(len(patterns)), [len(some) for some in reached])
        reaches = np.bincount(at, bits, len(cells)).astype(np.intp)
        by_set = np.bincount(reaches, people, 1 << len(patterns)).astype(np.float64)
        return _cut_least(by_set, room)
    ends = np.cumsum([0, *(len(some) for some in reached)])
    shape = (len(cells), len(patterns))
    columns = sparse.csc_array((np.ones(len(at)), at, ends), shape=shape)
    return int(place_people(people, room, sparse.csr_array(columns)).sum())


def _cut_least(people: NDArray[np.float64], room: NDArray[np.int64]) -> int:
    """Return the most people who can be placed, by the least cut of all.

    `people` (sets of patterns,) are those who reach just these, a bit a pattern; `room` (patterns,)
    the places. A cut takes some patterns' places, and the people who reach any other pattern.
    """
    # inside: people all of whose patterns are in the set. Summed over subsets, a pattern at a time.
    inside = people.copy()
    taken = np.zeros(len(people))
    for pattern, places in enumerate(room.tolist()):
        halves = inside.reshape(-1, 2, 1 << pattern)
        halves[:, 1] += halves[:, 0]
        taken.reshape(-1, 2, 1 << pattern)[:, 1] += places
    return int((taken + people.sum() - inside).min())
