"""How stable the worst closings are when all numbers are somewhat off."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from .losses import count_units, list_sole
from .offer import Offer
from .quick_bounds import bound_closings, fold_market
from .seating import seat_people

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from .market import Field
    from .max_flow import Placing
    from .quick_bounds import Bounds
    from .seating import Numbers


_DIGITS = 6
"""Digits of people to which losses are compared, so that equal ones are equal."""

_CLOSE = 1e-5
"""People by which a bound must be below a loss to be surely below: more than rounding moves it."""

_MOST_NUMBERS = 1_000_000
"""Numbers of services, in all the runs looked at together: about 100 MB."""

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


@dataclass(frozen=True, kw_only=True, eq=False)
class Trial:
    """One run: what is told of each closing, and what is not.

    Attributes
    ----------
    told : (organisations,) float, people
        What the closing takes; 0 where it is open, or too little to be among the worst.
    most : (organisations,) float, people
        What it takes at the most.
    is_open : (organisations,) bool
        Whether what it takes is to be found.
    units : list of float
        Units a person is counted in, of each market.
    sure : (services,) int, units
        What the closing of each takes that has no column.
    column : (services,) int
        The number of each in the placing; -1: it is not there.
    """

    told: NDArray[np.float64]
    most: NDArray[np.float64]
    is_open: NDArray[np.bool_]
    units: list[float]
    sure: NDArray[np.int64]
    column: NDArray[np.intp]


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
    folds = [fold_market(market) for market in field.markets]

    # Many runs are looked at together, as many as the memory allows.
    step = max(1, _MOST_NUMBERS // max(sum(len(market.services) for market in field.markets), 1))
    for start in range(0, runs, step):
        drawn = [count_units(field, draw=draw, swing=swing) for _ in range(min(step, runs - start))]
        bounds = [
            bound_closings(fold, numbers)
            for fold, numbers in zip(folds, zip(*drawn, strict=True), strict=True)
        ]
        placing, trials = _set_trials(field, own, drawn, bounds)
        for trial in trials:
            often[_find_worst(placing, own, trial)] += 1
    return often / runs


def _set_trials(
    field: Field, own: Own, drawn: Sequence[Sequence[Numbers]], bounds: Sequence[Bounds]
) -> tuple[Placing | None, list[Trial]]:
    """Return each run, and the people seated wherever it is open who is among the worst."""
    units = np.array([[numbers.unit for numbers in run] for run in drawn])

    # (runs, services of all markets), (runs, services run alone), then (runs, organisations).
    sure, held = (_join(getattr(one, name) for one in bounds) for name in ("least", "most"))
    unit = units[:, own.market]
    least, most = sure[:, own.service], held[:, own.service]
    sums = [
        _sum_by_body(values, own.body, len(field.counts))
        for values in (least / unit, most / unit, (least != most).astype(float))
    ]
    is_open = sums[2] > 0
    in_question = _find_in_question(sums[0], sums[1], is_open)

    # People move only within a part of the network: only those parts are seated that decide it.
    is_asked = np.zeros(sure.shape, dtype=bool)
    is_asked[:, own.service] = in_question[:, own.body] & (least != most)
    placing, is_there = _seat_parts(field, drawn, bounds, is_asked)
    if placing:
        # No more lose their place than have one.
        held[is_there] = placing.count_held()
        sums[1] = _sum_by_body(held[:, own.service] / unit, own.body, len(field.counts))
    columns = np.where(is_there, np.cumsum(is_there).reshape(is_there.shape) - 1, -1)
    trials = [
        Trial(
            told=np.where(is_open[run], 0.0, sums[0][run]),
            most=sums[1][run],
            is_open=in_question[run],
            units=units[run].tolist(),
            sure=sure[run],
            column=columns[run],
        )
        for run in range(len(drawn))
    ]
    return placing, trials


def _join(of_markets: Iterable[NDArray[Any]]) -> NDArray[Any]:
    """Return the lines of all markets, a row a run, of arrays (lines, runs)."""
    return np.ascontiguousarray(np.concatenate(list(of_markets)).T)


def _seat_parts(
    field: Field,
    drawn: Sequence[Sequence[Numbers]],
    bounds: Sequence[Bounds],
    is_asked: NDArray[np.bool_],
) -> tuple[Placing | None, NDArray[np.bool_]]:
    """Return the people of those parts seated that a service asked about is in.

    And which services these are, as `is_asked`: (runs, services of all markets), run by run.
    """
    ends = np.cumsum([len(market.services) for market in field.markets])
    are_cells, are_services = [], []
    for some, asked in zip(bounds, np.split(is_asked, ends[:-1], axis=1), strict=True):
        is_needed = np.zeros(some.parts + 1, dtype=bool)
        is_needed[some.service_part[asked.T]] = True
        is_needed[-1] = False
        are_cells.append(is_needed[some.cell_part])
        are_services.append(is_needed[some.service_part])
    is_there = _join(are_services)
    parts, cells, services = [], [], []
    for run, drawn_run in enumerate(drawn):
        of_markets = zip(field.markets, drawn_run, are_cells, are_services, strict=True)
        for market, numbers, is_cell, is_service in of_markets:
            if is_service[:, run].any():
                parts.append((market, numbers))
                cells.append(is_cell[:, run])
                services.append(is_service[:, run])
    if not parts:
        return None, is_there
    cut = (np.concatenate(cells), np.concatenate(services))
    return seat_people(parts, Offer.may_suit, cut).place(), is_there


def _sum_by_body(
    values: NDArray[np.float64], body: NDArray[np.intp], organisations: int
) -> NDArray[np.float64]:
    """Return the sums of (runs, services run alone) by organisation."""
    runs = len(values)
    key = (np.arange(runs)[:, None] * organisations + body).ravel()
    sums = np.bincount(key, values.ravel(), runs * organisations)
    return np.asarray(sums.reshape(runs, organisations), dtype=np.float64)


def _find_in_question(
    least: NDArray[np.float64], most: NDArray[np.float64], is_open: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Return of which open closings it may matter what they take: (runs, organisations)."""
    # Five take at least as much as the fifth of the least: who takes less at the most is not
    # among the worst, whatever the others take.
    fifth = np.zeros(len(least))
    if least.shape[1] >= _TOP:
        fifth = np.partition(least, -_TOP, axis=1)[:, -_TOP]
    return is_open & (most > 0) & (most >= fifth[:, None] - _CLOSE)


def _list_own(field: Field) -> Own:
    """Return the services that each organisation alone runs, market by market."""
    by_body = defaultdict(list)
    bodies, markets, services = [], [], []
    first = 0
    for number, market in enumerate(field.markets):
        for body, columns in list_sole(field, market).items():
            numbers = [first + column for column in columns]
            by_body[body].append((number, numbers))
            bodies += [body] * len(numbers)
            markets += [number] * len(numbers)
            services += numbers
        first += len(market.services)
    return Own(
        by_body=dict(by_body),
        body=np.array(bodies, dtype=np.intp),
        market=np.array(markets, dtype=np.intp),
        service=np.array(services, dtype=np.intp),
    )


def _find_worst(placing: Placing | None, own: Own, trial: Trial) -> NDArray[np.intp]:
    """Return the organisations whose closing leaves people without, and fewer than five more."""
    # Rounded, so that equal ones are equal.
    lost = np.round(trial.told, _DIGITS)
    worst = np.sort(lost[lost > 0])[-_TOP:].tolist()

    # No closing takes more than the most: from where these are less than the fifth worst, nobody
    # needs to be asked.
    asked = np.flatnonzero(trial.is_open)
    for organisation in asked[np.argsort(-trial.most[asked], kind="stable")].tolist():
        if len(worst) == _TOP and trial.most[organisation] < worst[0] - _CLOSE:
            break
        taken = 0.0
        for market, services in own.by_body[organisation]:
            column = trial.column[services]
            units = int(trial.sure[services][column < 0].sum())
            if placing and (column >= 0).any():
                units += placing.try_closing(column[column >= 0].tolist())
            taken += units / trial.units[market]
        lost[organisation] = np.round(taken, _DIGITS)
        if lost[organisation] > 0:
            worst = sorted([*worst, float(lost[organisation])])[-_TOP:]
    return np.flatnonzero((lost > 0) & (lost >= worst[0])) if worst else asked[:0]
