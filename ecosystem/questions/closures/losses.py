"""What is lost when organisations close: alone, in pairs, and when the numbers are off."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, combinations
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from .max_flow import MOST_UNITS, Placing
from .offer import Offer
from .seats import mix_each
from .spread import spread_each

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from .market import Field, Market

    Matrix = sparse.csr_array[Any, tuple[int, int]]
    Rule = Callable[[Offer, Offer], bool]
    Pair = tuple[int, int]


_FINEST = 1e6
"""Parts a person is counted in, so that even shares stay whole numbers: a thousandth of what the
answer is rounded to, so that which part is left over does not show in it."""

_KEPT = 32
"""Markets of which is kept who may go where: each is asked for again in every run."""

_MOST_PLACES = 2**40
"""Units of room beyond which more makes no difference; it keeps them in 64 bits."""

_ROUNDING = 1e-6
"""Units added before rounding down, so that a place that the product left just short is kept."""

_DIGITS = 6
"""Digits of people to which losses are compared, so that equal ones are equal."""

_CLOSE = 1e-5
"""People by which a bound must be below a loss to be surely below: more than rounding moves it."""

_MOST_PAIRS = 200_000
"""Pairs of areas and services in reach that are one network: about 100 MB."""

_TOP = 5
"""How many closings count as the worst: what `top_five_share` is named after."""


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


@dataclass(frozen=True, kw_only=True, eq=False)
class Numbers:
    """The numbers of a market in whole units: people (cells,), room (services,), and the unit."""

    people: NDArray[np.int64]
    room: NDArray[np.int64]
    unit: float


def settle(field: Field, rule: Rule = Offer.may_suit, *, unlimited: bool = False) -> list[Settled]:
    """Return every market with as many people placed as can be, as evenly as can be.

    `rule` tells who may move where later; at first all may use what reaches them. Places that are
    not known are none, or as many as anyone could want (`unlimited`).
    """
    return _settle_all(field, rule, [_count_units(field, unlimited=unlimited)])[0]


def _count_units(
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


def _settle_all(field: Field, rule: Rule, runs: Sequence[list[Numbers]]) -> list[list[Settled]]:
    """Return for each run its markets with their people placed, all spread as one network."""
    if not field.markets:
        return [[] for _ in runs]
    parts = [
        (market, numbers)
        for run in runs
        for market, numbers in zip(field.markets, run, strict=True)
    ]
    placings, uses = _place_each(parts, rule)
    soles = [_list_sole(field, market) for market in field.markets]
    settled = [
        Settled(
            market=market,
            placing=placing,
            room=numbers.room,
            use=use / numbers.unit,
            unit=numbers.unit,
            sole=soles[number % len(soles)],
        )
        for number, ((market, numbers), placing, use) in enumerate(
            zip(parts, placings, uses, strict=True)
        )
    ]
    size = len(field.markets)
    return [settled[start : start + size] for start in range(0, len(settled), size)]


def _place_each(
    parts: Sequence[tuple[Market, Numbers]], rule: Rule
) -> tuple[list[Placing], list[NDArray[np.float64]]]:
    """Return the people of each market placed, and the most even uses, in units."""
    problems = [(numbers.people, numbers.room, market.reach) for market, numbers in parts]
    spreads = spread_each(problems)

    # Where people are of one offer, losses hang on who sits where: ids must not decide it.
    suits = [judge_moves(market.offers, rule) for market, _ in parts]
    mixing = [number for number, suit in enumerate(suits) if not suit.all()]
    mixed = mix_each([problems[one] for one in mixing], [spreads[one] for one in mixing])
    placed = [spread.placed for spread in spreads]
    for number, seats in zip(mixing, mixed, strict=True):
        placed[number] = seats
    placings = [Placing(*problem, some) for problem, some in zip(problems, placed, strict=True)]
    for number in mixing:
        market, numbers = parts[number]
        seats = placings[number].count_placed()
        placings[number] = _part_by_offer(market, suits[number], seats, numbers.room)
    return placings, [spread.use for spread in spreads]


@lru_cache(maxsize=_KEPT)
def judge_moves(offers: tuple[Offer, ...], rule: Rule) -> NDArray[np.bool_]:
    """Return whether who is seen at the offer of the row may go to the column's, by a rule."""
    return np.array([[rule(to, here) for to in offers] for here in offers], dtype=bool)


def choose_unit(people: float) -> float:
    """Return the units to count a person in: a million, or as many as can still be counted."""
    unit = _FINEST
    while people * unit >= MOST_UNITS:
        unit /= 10
    return unit


def _part_by_offer(
    market: Market, suits: NDArray[np.bool_], placed: Matrix, room: NDArray[np.int64]
) -> Placing:
    """Return the people placed as they are, each group of one offer to move only to what suits.

    The need is not known by group or level. So whoever is seen at an offer is taken to be one whom
    that offer is for: the people of a cell at services of one offer become a cell of their own,
    which reaches only services whose offer suits.
    """
    cell, service = placed.tocoo().coords
    kinds = len(market.offers)

    # A number for each pair of cell and offer that has people; `group` is that of each entry.
    pairs, group = np.unique(cell * kinds + market.offer[service], return_inverse=True)
    area, offer = np.divmod(pairs, kinds)

    # What the cell reached, the group reaches too, if it suits.
    origin, target = market.reach[area].tocoo().coords
    fits = suits[offer[origin], market.offer[target]]
    shape = (len(pairs), len(room))
    reach = sparse.csr_array((np.ones(fits.sum()), (origin[fits], target[fits])), shape=shape)

    # Who has no place belongs to no group, and cannot lose one: only those placed are kept.
    units = placed.tocoo().data
    people = np.bincount(group, weights=units, minlength=len(pairs)).astype(np.int64)
    return Placing(people, room, reach, sparse.csr_array((units, (group, service)), shape=shape))


def _list_sole(field: Field, market: Market) -> dict[int, list[int]]:
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
            lost[organisation] += try_closing(part.placing, services) / part.unit
    return lost


def try_closing(placing: Placing, services: Sequence[int]) -> int:
    """Return the units that lose their place if services close; nothing stays changed."""
    mark = placing.mark
    lost = placing.close(services)
    placing.undo(mark)
    return lost


def sum_served(field: Field, settled: Sequence[Settled], organisations: int) -> NDArray[np.float64]:
    """Return how many people each organisation serves; a shared service counts in equal parts."""
    served = np.zeros(organisations)
    for part in settled:
        for service, people in zip(part.market.services.tolist(), part.use, strict=True):
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

    # Many runs are one network, as large as the memory for it.
    pairs = sum(market.reach.nnz + sum(market.reach.shape) for market in field.markets)
    step = max(1, _MOST_PAIRS // max(pairs, 1))
    for start in range(0, runs, step):
        numbers = [
            _count_units(field, draw=draw, swing=swing) for _ in range(min(step, runs - start))
        ]
        for settled in _settle_all(field, Offer.may_suit, numbers):
            often[_find_worst(settled, organisations)] += 1
    return often / runs if runs else np.full(organisations, np.nan)


def _find_worst(settled: Sequence[Settled], organisations: int) -> list[int]:
    """Return the organisations whose closing leaves people without, and fewer than five more."""
    # No closing loses more people than are at the services that close: from where these are
    # fewer than the fifth worst loses, nobody needs to be asked.
    at_most = np.zeros(organisations)
    for part in settled:
        held = part.placing.count_held() / part.unit
        owner = np.repeat(list(part.sole), [len(services) for services in part.sole.values()])
        columns = list(chain.from_iterable(part.sole.values()))
        at_most += np.bincount(
            owner.astype(np.intp), held[np.array(columns, dtype=np.intp)], organisations
        )
    lost: dict[int, float] = {}
    worst: list[float] = []
    order = np.argsort(-at_most, kind="stable")
    for organisation, most in zip(order.tolist(), at_most[order].tolist(), strict=True):
        if most <= 0 or (len(worst) == _TOP and most < worst[0] - _CLOSE):
            break
        taken = 0.0
        for part in settled:
            if services := part.sole.get(organisation):
                taken += try_closing(part.placing, services) / part.unit
        if taken:
            # Rounded, so that equal ones are equal.
            lost[organisation] = float(np.round(taken, _DIGITS))
            worst = sorted([*worst, lost[organisation]])[-_TOP:]
    return [one for one, taken in lost.items() if taken > 0 and taken >= worst[0]]


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
