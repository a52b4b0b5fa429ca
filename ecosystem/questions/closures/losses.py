"""What is lost when organisations close: alone, in pairs, and when the numbers are off."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from .market import Offer
from .max_flow import MOST_UNITS, Placing, spread_people

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from .market import Field, Market

    Matrix = sparse.csr_array[Any, tuple[int, int]]
    Rule = Callable[[Offer, Offer], bool]
    Pair = tuple[int, int]


_FINEST = 1000.0
_MOST_PLACES = 2**40
_TOP = 5


@dataclass(frozen=True, kw_only=True, eq=False)
class Settled:
    """A market with its people placed.

    use: people at each service. unit: into how many parts a person is counted, so that even
    shares stay whole numbers. alone: which services close with an organisation.
    """

    market: Market
    placing: Placing
    use: NDArray[np.float64]
    unit: float
    alone: dict[int, list[int]]


def settle(
    field: Field,
    rule: Rule = Offer.may_suit,
    *,
    unlimited: bool = False,
    draw: np.random.Generator | None = None,
    swing: float = 0.0,
) -> list[Settled]:
    """Return every market with as many people placed as can be, as evenly as can be.

    `rule` tells who may move where later; at first all may use what reaches them. Places that are
    not known are none, or as many as anyone could want (`unlimited`). With `draw`, every number
    is first changed by up to the share `swing`, up or down.
    """
    settled = []
    for market in field.markets:
        people, places = market.people, market.places
        places = np.where(np.isnan(places), people.sum() if unlimited else 0.0, places)
        if draw is not None:
            people = people * draw.uniform(1 - swing, 1 + swing, len(people))
            places = places * draw.uniform(1 - swing, 1 + swing, len(places))
        settled.append(_settle_market(field, market, rule, people, places))
    return settled


def _settle_market(
    field: Field,
    market: Market,
    rule: Rule,
    people: NDArray[np.float64],
    places: NDArray[np.float64],
) -> Settled:
    unit = choose_unit(people.sum())
    parts = np.round(people * unit).astype(np.int64)
    room = np.minimum(np.floor(places * unit + 1e-6), _MOST_PLACES).astype(np.int64)
    placed, use = spread_people(parts, room, market.reach)
    placing = Placing(parts, room, market.reach, placed)
    suits = np.array([[rule(to, at) for to in market.offers] for at in market.offers], dtype=bool)
    if not suits.all():
        placing = _part_by_offer(market, suits, placing.count_placed(), room)
    return Settled(
        market=market,
        placing=placing,
        use=use / unit,
        unit=unit,
        alone=_list_alone(field, market),
    )


def choose_unit(people: float) -> float:
    """Return into how many parts to count a person: a thousand, or what can still be counted."""
    unit = _FINEST
    while people * unit >= MOST_UNITS:
        unit /= 10
    return unit


def _part_by_offer(
    market: Market, suits: NDArray[np.bool_], placed: Matrix, room: NDArray[np.int64]
) -> Placing:
    """Return the people placed as they are, each group of one offer to move only to what suits."""
    cell, service = placed.tocoo().coords
    kinds = len(market.offers)
    groups, which = np.unique(cell * kinds + market.offer[service], return_inverse=True)
    area, offer = np.divmod(groups, kinds)
    group, to = market.reach[area].tocoo().coords
    fits = suits[offer[group], market.offer[to]]
    shape = (len(groups), len(room))
    reach = sparse.csr_array((np.ones(fits.sum()), (group[fits], to[fits])), shape=shape)
    units = placed.tocoo().data
    people = np.bincount(which, weights=units, minlength=len(groups)).astype(np.int64)
    return Placing(people, room, reach, sparse.csr_array((units, (which, service)), shape=shape))


def _list_alone(field: Field, market: Market) -> dict[int, list[int]]:
    """Return the services that only one organisation runs, by organisation."""
    alone = defaultdict(list)
    for place, service in enumerate(market.services.tolist()):
        if len(field.runs[service]) == 1:
            alone[next(iter(field.runs[service]))].append(place)
    return alone


def count_lost(settled: Sequence[Settled], organisations: int) -> NDArray[np.float64]:
    """Return how many people are left without a place by each organisation's closing alone."""
    lost = np.zeros(organisations)
    for one in settled:
        for organisation, services in one.alone.items():
            lost[organisation] += _try_closing(one.placing, services) / one.unit
    return lost


def count_least_lost(settled: Sequence[Settled], organisations: int) -> NDArray[np.float64]:
    """Return the least that can be lost, in markets settled with unlimited unknown places.

    An organisation's own places that are not known are none then: what their closing alone takes
    is taken off.
    """
    lost = count_lost(settled, organisations)
    for one in settled:
        blank = np.isnan(one.market.places)
        for organisation, services in one.alone.items():
            own = [service for service in services if blank[service]]
            if own:
                lost[organisation] -= _try_closing(one.placing, own) / one.unit
    return lost


def _try_closing(placing: Placing, services: Sequence[int]) -> int:
    mark = placing.mark
    lost = placing.close(services)
    placing.undo(mark)
    return lost


def count_people(
    field: Field, settled: Sequence[Settled], organisations: int
) -> NDArray[np.float64]:
    """Return how many people each organisation serves; a shared service counts in equal parts."""
    served = np.zeros(organisations)
    for one in settled:
        for service, people in zip(one.market.services.tolist(), one.use, strict=True):
            for organisation in field.runs[service]:
                served[organisation] += people / len(field.runs[service])
    return served


def count_top(field: Field, *, runs: int, swing: float, seed: int) -> NDArray[np.float64]:
    """Return how often each organisation is among the five whose closing leaves most without.

    Each of the `runs` changes every number by up to `swing`. NaN without runs.
    """
    organisations = len(field.counts)
    often = np.zeros(organisations)
    draw = np.random.default_rng(seed)
    for _ in range(runs):
        lost = count_lost(settle(field, draw=draw, swing=swing), organisations).round(6)
        worse = organisations - np.searchsorted(np.sort(lost), lost, side="right")
        often += (lost > 0) & (worse < _TOP)
    return often / runs if runs else np.full(organisations, np.nan)


def count_lost_together(settled: Sequence[Settled], field: Field) -> dict[Pair, float]:
    """Return for pairs of organisations how many more lose by both closing than by each alone.

    A pair that is not there loses no more. See `_find_extra`.
    """
    extra: dict[Pair, float] = defaultdict(float)
    for one in settled:
        for pair, units in _find_extra(one, _list_joint(field, one.market)).items():
            extra[pair] += units / one.unit
    return extra


def _list_joint(field: Field, market: Market) -> dict[Pair, list[int]]:
    """Return the services that just two organisations run, by pair."""
    joint = defaultdict(list)
    for place, service in enumerate(market.services.tolist()):
        if len(field.runs[service]) == 2:
            first, second = sorted(field.runs[service])
            joint[first, second].append(place)
    return joint


Repair = dict[int, dict[int, int]]


def _find_extra(settled: Settled, joint: dict[Pair, list[int]]) -> dict[Pair, int]:
    """Return how many more units each pair loses together, where it is any.

    What closings lose is supermodular: together no less than the sum. It is the sum when both
    sets of moves can be made at once, so only pairs whose moves get in each other's way are
    worked out, the second closing on top of the first.
    """
    placing, alone = settled.placing, settled.alone
    lost: dict[int, int] = {}
    repairs: dict[int, Repair] = {}
    for organisation, services in alone.items():
        mark = placing.mark
        lost[organisation] = placing.close(services)
        repairs[organisation] = _list_moves(placing, mark, set(services))
        placing.undo(mark)
    pairs = _find_conflicts(placing, alone, repairs) | set(joint)
    by_first = defaultdict(list)
    for first, second in sorted(pairs):
        by_first[first].append(second)
    extra = {}
    for first, others in by_first.items():
        start = placing.mark
        placing.close(alone.get(first, ()))
        for second in others:
            mark = placing.mark
            services = [*alone.get(second, ()), *joint.get((first, second), ())]
            more = placing.close(services) - lost.get(second, 0)
            placing.undo(mark)
            if more:
                extra[first, second] = more
        placing.undo(start)
    return extra


def _list_moves(placing: Placing, mark: int, closed: set[int]) -> Repair:
    """Return the moves since the mark at services still open: units by service and cell."""
    moves: Repair = defaultdict(dict)
    for (service, cell), units in placing.list_changes(mark).items():
        if service not in closed:
            moves[service][cell] = units
    return moves


def _find_conflicts(
    placing: Placing, alone: dict[int, list[int]], repairs: dict[int, Repair]
) -> set[Pair]:
    """Return the pairs whose moves cannot both be made: one uses the other, or room runs out."""
    owner = {service: one for one, services in alone.items() for service in services}
    takers: dict[int, list[tuple[int, dict[int, int]]]] = defaultdict(list)
    pairs = set()
    for organisation, moves in repairs.items():
        for service, taken in moves.items():
            takers[service].append((organisation, taken))
            if service in owner:
                pairs.add(_in_order(organisation, owner[service]))
    for service, taking in takers.items():
        scarce = {
            cell: room
            for cell in {cell for _, taken in taking for cell in taken}
            if sum(min(taken.get(cell, 0), 0) for _, taken in taking)
            < -(room := placing.count_room(service, cell))
        }
        for cell, room in scarce.items():
            users = [(one, -taken[cell]) for one, taken in taking if taken.get(cell, 0) < 0]
            pairs |= {
                _in_order(first, second)
                for (first, some), (second, more) in combinations(users, 2)
                if some + more > room
            }
    return pairs


def _in_order(first: int, second: int) -> Pair:
    return (first, second) if first < second else (second, first)
