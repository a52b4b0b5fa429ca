"""What is lost when organisations close: alone, in pairs, and when the numbers are off."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from .max_flow import MOST_UNITS
from .offer import Offer
from .seating import Numbers, seat_people
from .stranded import find_sure

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from .market import Field, Market
    from .max_flow import Placing
    from .stranded import Sure

    Rule = Callable[[Offer, Offer], bool]
    Pair = tuple[int, int]


_FINEST = 1e6
"""Parts a person is counted in, so that even shares stay whole numbers: a thousandth of what the
answer is rounded to, so that which part is left over does not show in it."""

_MOST_PLACES = 2**40
"""Units of room beyond which more makes no difference; it keeps them in 64 bits."""

_ROUNDING = 1e-6
"""Units added before rounding down, so that a place that the product left just short is kept."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Settled:
    """A market with its people placed.

    Attributes
    ----------
    market : Market
        Who needs the service type and who gives it.
    placing : Placing
        The people at the services, in units, ready for closings to be tried.
    room : (services,) int, units
        Places of each service.
    use : (services,) float, people
        People at each service.
    unit : float
        Units that a person is counted in.
    sole : dict
        For each organisation (its row), the services that it alone runs, as columns of the
        market: they close with it.
    """

    market: Market
    placing: Placing
    room: NDArray[np.int64]
    use: NDArray[np.float64]
    unit: float
    sole: dict[int, list[int]]

    @cached_property
    def sure(self) -> Sure | None:
        """Where anyone surely can go from each service; None: from all to all."""
        return find_sure(self.market, self.placing, self.room, self.unit)


def settle(field: Field, rule: Rule = Offer.may_suit, *, unlimited: bool = False) -> list[Settled]:
    """Return every market with as many people placed as can be, as evenly as can be.

    `rule` tells who may move where later; at first all may use what reaches them. Places that are
    not known are none, or as many as anyone could want (`unlimited`).
    """
    if not field.markets:
        return []
    counted = count_units(field, unlimited=unlimited)
    seating = seat_people(list(zip(field.markets, counted, strict=True)), rule)
    uses = np.split(seating.use, seating.service_ends[1:-1])
    return [
        Settled(
            market=market,
            placing=placing,
            room=numbers.room,
            use=use / numbers.unit,
            unit=numbers.unit,
            sole=list_sole(field, market),
        )
        for market, numbers, placing, use in zip(
            field.markets, counted, seating.place_each(), uses, strict=True
        )
    ]


def count_units(
    field: Field,
    *,
    unlimited: bool = False,
    draw: np.random.Generator | None = None,
    swing: float = 0.0,
) -> list[Numbers]:
    """Return the numbers of each market in whole units.

    With `draw`, every number is first changed by up to the share `swing`, up or down.
    """
    numbers = []
    for market in field.markets:
        people, places = market.people, market.places

        # Places that are not known count as none, so that no loss is talked small; as room for
        # everyone where the least loss is asked for.
        places = np.where(np.isnan(places), people.sum() if unlimited else 0.0, places)
        if draw is not None:
            people = people * draw.uniform(1 - swing, 1 + swing, len(people))[market.cell_rank]
            places = places * draw.uniform(1 - swing, 1 + swing, len(places))[market.service_rank]

        # Flows are of whole units: people to the nearest, places rounded down, so that nobody is
        # placed in part of one.
        unit = choose_unit(people.sum())
        parts = np.round(people * unit).astype(np.int64)
        room = np.minimum(np.floor(places * unit + _ROUNDING), _MOST_PLACES).astype(np.int64)
        numbers.append(Numbers(people=parts, room=room, unit=unit))
    return numbers


def choose_unit(people: float) -> float:
    """Return the units to count a person in: a million, or as many as can still be counted."""
    unit = _FINEST
    while people * unit >= MOST_UNITS:
        unit /= 10
    return unit


def list_sole(field: Field, market: Market) -> dict[int, list[int]]:
    """Return the services that only one organisation runs, by organisation."""
    sole = defaultdict(list)
    for column, service in enumerate(market.services.tolist()):
        if len(field.runs[service]) == 1:
            sole[next(iter(field.runs[service]))].append(column)
    return sole


def count_lost(settled: Sequence[Settled], organisations: int) -> NDArray[np.float64]:
    """Return how many people are left without a place by each organisation's closing alone."""
    lost = np.zeros(organisations)
    for part in settled:
        for organisation, services in part.sole.items():
            lost[organisation] += part.placing.try_closing(services) / part.unit
    return lost


def sum_served(field: Field, settled: Sequence[Settled], organisations: int) -> NDArray[np.float64]:
    """Return how many people each organisation serves; a shared service counts in equal parts."""
    served = np.zeros(organisations)
    for part in settled:
        for service, people in zip(part.market.services.tolist(), part.use, strict=True):
            for organisation in field.runs[service]:
                served[organisation] += people / len(field.runs[service])
    return served


def count_lost_together(settled: Sequence[Settled], field: Field) -> dict[Pair, float]:
    """Return for pairs of organisations how many more lose by both closing than by each alone.

    A pair that is not there loses no more. See `_find_extra`.
    """
    extra: dict[Pair, float] = defaultdict(float)
    for part in settled:
        for pair, units in _find_extra(part, list_joint(field, part.market)).items():
            extra[pair] += units / part.unit
    return extra


def list_joint(field: Field, market: Market) -> dict[Pair, list[int]]:
    """Return the services that just two organisations run, by pair."""
    joint = defaultdict(list)
    for column, service in enumerate(market.services.tolist()):
        if len(field.runs[service]) == 2:
            first, second = sorted(field.runs[service])
            joint[first, second].append(column)
    return joint


Repair = dict[int, dict[int, int]]
"""How a closing was made good: units by service and cell, more or fewer than before."""


def _find_extra(settled: Settled, joint: dict[Pair, list[int]]) -> dict[Pair, int]:
    """Return how many more units each pair loses together, where it is any.

    What closings lose is supermodular: together no less than the sum. It is the sum when both
    sets of moves can be made at once, so only pairs whose moves get in each other's way are
    worked out, the second closing on top of the first.
    """
    placing, sole = settled.placing, settled.sole

    # Each closing alone: what it loses, and how the others moved for it.
    lost: dict[int, int] = {}
    repairs: dict[int, Repair] = {}
    for organisation, services in sole.items():
        mark = placing.mark
        lost[organisation] = placing.close(services)
        repairs[organisation] = _list_moves(placing, mark, set(services))
        placing.undo(mark)

    # A service that two run closes only with both, so these pairs are always worked out.
    pairs = _find_conflicts(placing, sole, repairs) | set(joint)
    by_first = defaultdict(list)
    for first, second in sorted(pairs):
        by_first[first].append(second)

    # The first closes once for all its partners; each second closes on top of it.
    extra = {}
    for first, partners in by_first.items():
        start = placing.mark
        placing.close(sole.get(first, ()))
        for second in partners:
            mark = placing.mark
            services = [*sole.get(second, ()), *joint.get((first, second), ())]
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
    placing: Placing, sole: dict[int, list[int]], repairs: dict[int, Repair]
) -> set[Pair]:
    """Return the pairs whose moves cannot both be made: one uses the other, or room runs out."""
    owner = {
        service: organisation for organisation, services in sole.items() for service in services
    }

    # Who moves people into or out of each service, and which; that the service is the other's own
    # is a conflict already, because it closes.
    takers: dict[int, list[tuple[int, dict[int, int]]]] = defaultdict(list)
    pairs = set()
    for organisation, moves in repairs.items():
        for service, taken in moves.items():
            takers[service].append((organisation, taken))
            if service in owner:
                pairs.add(_in_order(organisation, owner[service]))

    # What all together take (negative) must be there: free places, or people who can move on.
    for service, taking in takers.items():
        scarce = {
            cell: room
            for cell in {cell for _, taken in taking for cell in taken}
            if sum(min(taken.get(cell, 0), 0) for _, taken in taking)
            < -(room := placing.count_room(service, cell))
        }
        for cell, room in scarce.items():
            users = [
                (organisation, -taken[cell])
                for organisation, taken in taking
                if taken.get(cell, 0) < 0
            ]
            pairs |= {
                _in_order(first, second)
                for (first, some), (second, more) in combinations(users, 2)
                if some + more > room
            }
    return pairs


def _in_order(first: int, second: int) -> Pair:
    """Return a pair with the smaller row first."""
    return (first, second) if first < second else (second, first)
