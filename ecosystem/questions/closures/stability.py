"""How stable the worst closings are when all numbers are somewhat off."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .losses import count_units, list_sole, try_closing
from .offer import Offer
from .seating import seat_people

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from .market import Field
    from .max_flow import Placing


_DIGITS = 6
"""Digits of people to which losses are compared, so that equal ones are equal."""

_CLOSE = 1e-5
"""People by which a bound must be below a loss to be surely below: more than rounding moves it."""

_MOST_PAIRS = 200_000
"""Pairs of areas and services in reach that are one network: about 100 MB."""

_TOP = 5
"""How many closings count as the worst: what `top_five_share` is named after."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Own:
    """The services that one organisation alone runs, of all markets; numbered through all of these.

    Attributes
    ----------
    by_body : dict
        For each organisation (its row): the number of each market, and its services there.
    body, market, service : (services run alone,) int
        The same as arrays.
    """

    by_body: dict[int, list[tuple[int, list[int]]]]
    body: NDArray[np.intp]
    market: NDArray[np.intp]
    service: NDArray[np.intp]


def count_top(field: Field, *, runs: int, swing: float, seed: int) -> NDArray[np.float64]:
    """Return how often each organisation is among the five whose closing leaves most without.

    Each of the `runs` changes every number by up to `swing`. NaN without runs.
    """
    organisations = len(field.counts)
    if not runs:
        return np.full(organisations, np.nan)
    often = np.zeros(organisations)
    if not field.markets:
        return often
    draw = np.random.default_rng(seed)
    own = _list_own(field)

    # Many runs are one network, as large as the memory for it.
    pairs = sum(market.reach.nnz + sum(market.reach.shape) for market in field.markets)
    step = max(1, _MOST_PAIRS // max(pairs, 1))
    for start in range(0, runs, step):
        drawn = [count_units(field, draw=draw, swing=swing) for _ in range(min(step, runs - start))]
        parts = [pair for run in drawn for pair in zip(field.markets, run, strict=True)]
        placing = seat_people(parts, Offer.may_suit).place()
        held = placing.count_held().reshape(len(drawn), -1)
        for number, run in enumerate(drawn):
            units = [numbers.unit for numbers in run]
            first = number * held.shape[1]
            at_most = _bound_losses(held[number], own, units, organisations)
            often[_find_worst(placing, own, at_most, units, first)] += 1
    return often / runs


def _list_own(field: Field) -> Own:
    """Return the services that each organisation alone runs, market by market."""
    by_body = defaultdict(list)
    entries = []
    first = 0
    for number, market in enumerate(field.markets):
        for body, services in list_sole(field, market).items():
            columns = [first + service for service in services]
            by_body[body].append((number, columns))
            entries += [(body, number, column) for column in columns]
        first += len(market.services)
    rows = np.array(entries, dtype=np.intp).reshape(-1, 3)
    return Own(by_body=dict(by_body), body=rows[:, 0], market=rows[:, 1], service=rows[:, 2])


def _bound_losses(
    held: NDArray[np.int64], own: Own, units: Sequence[float], organisations: int
) -> NDArray[np.float64]:
    """Return how many people are at the services that close with each organisation."""
    people = held[own.service] / np.array(units)[own.market]
    return np.asarray(np.bincount(own.body, people, organisations), dtype=np.float64)


def _find_worst(
    placing: Placing, own: Own, at_most: NDArray[np.float64], units: Sequence[float], first: int
) -> list[int]:
    """Return the organisations whose closing leaves people without, and fewer than five more.

    `first` is the number in the placing of the first service of the run.
    """
    # No closing loses more people than are at the services that close: from where these are
    # fewer than the fifth worst loses, nobody needs to be asked.
    lost: dict[int, float] = {}
    worst: list[float] = []
    order = np.argsort(-at_most, kind="stable")
    for organisation, most in zip(order.tolist(), at_most[order].tolist(), strict=True):
        if most <= 0 or (len(worst) == _TOP and most < worst[0] - _CLOSE):
            break
        taken = 0.0
        for market, columns in own.by_body[organisation]:
            taken += try_closing(placing, [first + column for column in columns]) / units[market]
        if taken:
            # Rounded, so that equal ones are equal.
            lost[organisation] = float(np.round(taken, _DIGITS))
            worst = sorted([*worst, lost[organisation]])[-_TOP:]
    return [one for one, taken in lost.items() if taken > 0 and taken >= worst[0]]
