"""The least and the most that closings can take, given what is not known."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from .losses import (
    count_lost,
    count_lost_together,
    judge_moves,
    list_joint,
    settle,
    try_closing,
)
from .max_flow import place_people
from .offer import Offer, list_anyone

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from .losses import Settled
    from .market import Field, Market

    Matrix = sparse.csr_array[Any, tuple[int, int]]


_MOST_KINDS = 6
"""Kinds of services of one body of which every choice is tried: 64 small flows. Few run services of
more kinds in one market; beyond these the most is larger than it need be, and still holds."""


def count_least_lost(field: Field, organisations: int) -> NDArray[np.float64]:
    """Return the least that each closing can take: anyone may go anywhere in reach.

    Places that are not known are room for everyone, and a service may reach any area where that is
    not recorded. Of an organisation's own such services nothing is counted: what their closing
    alone takes is taken off. However people are seated, no fewer lose their place.
    """
    wide = replace(field, markets=tuple(_reach_any(market) for market in field.markets))
    least = settle(wide, list_anyone, unlimited=True)
    lost = count_lost(least, organisations)
    for part in least:
        is_unknown = np.isnan(part.market.places) | part.market.is_unplaced
        for organisation, services in part.sole.items():
            unknown = [service for service in services if is_unknown[service]]
            if unknown:
                lost[organisation] -= try_closing(part.placing, unknown) / part.unit
    return lost


def _reach_any(market: Market) -> Market:
    """Return the market in which services reach every area where it is not recorded which."""
    if not market.is_unplaced.any():
        return market
    anywhere = sparse.csr_array(np.outer(np.ones(len(market.people)), market.is_unplaced))
    reach = sparse.csr_array(market.reach + anywhere)
    reach.data[:] = 1.0
    return replace(market, reach=reach)


def count_least_extra(field: Field) -> dict[tuple[int, int], float]:
    """Return for pairs how many more are lost by both closing than by each, at the least.

    Where places or reach of one of them are not known, nothing is added: that is still the least.
    """
    wide = replace(field, markets=tuple(_reach_any(market) for market in field.markets))
    least = settle(wide, list_anyone, unlimited=True)
    unknown = {
        organisation
        for part in least
        for organisation, services in part.sole.items()
        if (np.isnan(part.market.places) | part.market.is_unplaced)[services].any()
    }
    extra = count_lost_together(least, wide)
    return {pair: more for pair, more in extra.items() if not unknown & set(pair)}


def count_most_lost(settled: Sequence[Settled], organisations: int) -> NDArray[np.float64]:
    """Return the most that each closing can take, whoever sits where."""
    lost = np.zeros(organisations)
    for part in settled:
        sure = find_sure(part)
        for organisation, services in part.sole.items():
            lost[organisation] += _count_most(part, sure, services)
    return lost


def count_most_together(
    settled: Sequence[Settled], field: Field, pairs: Sequence[tuple[int, int]]
) -> NDArray[np.float64]:
    """Return the most that the closing of both of each pair can take, whoever sits where."""
    lost = np.zeros(len(pairs))
    for part in settled:
        sure, joint = find_sure(part), list_joint(field, part.market)
        for number, (a, b) in enumerate(pairs):
            services = [*part.sole.get(a, ()), *part.sole.get(b, ())]
            services += joint.get((min(a, b), max(a, b)), ())
            lost[number] += _count_most(part, sure, services) if services else 0.0
    return lost


def _count_most(part: Settled, sure: Matrix | None, services: Sequence[int]) -> float:
    if sure is None:
        # All may go anywhere, so that it does not matter who is where.
        return try_closing(part.placing, services) / part.unit
    return count_stranded(part, sure, dict.fromkeys(services, np.inf))


def find_sure(part: Settled) -> Matrix | None:
    """Return from which service (row) anyone surely can go to which (column); None: to all.

    It surely suits whoever is there, and reaches all areas that they can be from.
    """
    market = part.market
    is_sure = judge_moves(market.offers, Offer.surely_suits)
    if is_sure.all() and not market.is_unplaced.any():
        return None
    # (services, services): areas with people that both reach. Who is at a service that may reach
    # any area can be from any; and where it reaches nobody can be sure of it.
    has_people = market.people > 0
    origin = _reach_any(market).reach[has_people]
    target = market.reach[has_people].multiply(~market.is_unplaced[None, :])
    shared = sparse.csr_array(origin.T @ sparse.csr_array(target))
    row, column = shared.tocoo().coords
    covers = shared.data >= np.asarray(origin.sum(axis=0)).ravel()[row]
    offer = market.offer
    goes = covers & is_sure[offer[row], offer[column]] & (row != column)
    return sparse.csr_array((np.ones(goes.sum()), (row[goes], column[goes])), shape=shared.shape)


def count_stranded(part: Settled, sure: Matrix, closing: Mapping[int, float]) -> float:
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
    room = part.room.copy()
    for service, places in closing.items():
        room[service] = min(room[service], round(min(places * part.unit, float(room[service]))))
    reach = _reach_any(part.market).reach.T.tocsr()
    people = np.round(part.market.people * part.unit).astype(np.int64)

    # Services with the same N are stranded together. Those that nobody takes the people of are in
    # every A; so are those of more kinds than can be tried, which can only make the most larger.
    kinds: dict[frozenset[int], list[int]] = defaultdict(list)
    for service in closing:
        refuges = sure.indices[sure.indptr[service] : sure.indptr[service + 1]]
        kinds[frozenset(refuges.tolist()).difference(closing)].append(service)
    lost = kinds.pop(frozenset(), [])
    tried = sorted(kinds.items(), key=lambda kind: min(kind[1]))
    lost = [*lost, *(service for _, some in tried[_MOST_KINDS:] for service in some)]
    most = 0
    for taken in product([False, True], repeat=min(len(tried), _MOST_KINDS)):
        chosen = [kind for kind, is_taken in zip(tried, taken, strict=False) if is_taken]
        stranded = sorted({*lost, *(service for _, some in chosen for service in some)})
        refuge = sorted(frozenset().union(*(refuges for refuges, _ in chosen)))
        at_most = _count_taken(people, room, reach, [*stranded, *refuge]) - room[refuge].sum()
        most = max(most, int(at_most))
    return most / part.unit


def _count_taken(
    people: NDArray[np.int64], room: NDArray[np.int64], reach: Matrix, services: list[int]
) -> int:
    """Return the most people that some services can take, in units; reach: (services, cells)."""
    if not services:
        return 0
    reached = sparse.csr_array(reach[services].T)
    cells = np.flatnonzero(np.diff(reached.indptr))
    if len(services) == 1:
        return int(min(people[cells].sum(), room[services[0]]))
    return int(place_people(people[cells], room[services], reached[cells]).sum())
