"""Where the next places would help most people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .max_flow import find_crowded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem

    from .losses import Settled


_STEPS = 10
_COLUMNS = ["service_id", "name", "service_type", "places", "people_helped", "total_helped"]


def find_additions(e: Ecosystem, settled: Sequence[Settled], places: int) -> pd.DataFrame:
    """Return the services where more places would help most people, one after the other.

    Each step gives `places` to the service that lets most more people in, given the steps before;
    of equal ones to the service in whose areas there are fewest places a person in need. At most
    ten steps; none that helps nobody. The settled markets are used up by it.

    Notes
    -----
    How many people are helped is submodular in the places, so a service never helps more after
    another has grown: what it could do at an earlier step bounds what it can do now, and only
    those whose bound is the largest are tried.
    """
    candidates = [
        (number, service)
        for number, one in enumerate(settled)
        for service in np.flatnonzero(~np.isnan(one.market.places)).tolist()
    ]
    most = np.concatenate([_bound(one, places) for one in settled] or [np.zeros(0)])
    rows: list[tuple[object, ...]] = []
    total = 0.0
    room = [np.nan_to_num(one.market.places) for one in settled]
    while len(rows) < _STEPS and most.any():
        supply = np.concatenate(
            [_count_supply(one, space) for one, space in zip(settled, room, strict=True)]
        )
        best = _find_best(settled, candidates, most, supply, places)
        if best is None:
            break
        number, service = candidates[best]
        one = settled[number]
        one.placing.add(service, round(places * one.unit))
        room[number][service] += places
        total += most[best]
        row = e.services.iloc[one.market.services[service]]
        rows.append(
            (row["service_id"], row["name"], row["service_type"], places, most[best], total)
        )
    order = pd.RangeIndex(1, len(rows) + 1, name="order")
    return pd.DataFrame(rows, columns=_COLUMNS, index=order)


def _bound(one: Settled, places: int) -> NDArray[np.float64]:
    """Return the most that each candidate of a market could help: nobody where nobody waits."""
    waiting = one.placing.people_waiting
    _, services = find_crowded(waiting, one.placing.count_placed(), one.market.reach)
    return np.where(services, float(places), 0.0)[~np.isnan(one.market.places)]


def _count_supply(one: Settled, places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the places a person in need around each candidate of a market."""
    market = one.market
    people = market.reach.T @ market.people
    share = np.divide(places, people, out=np.zeros(len(people)), where=people > 0)
    access = market.reach @ share
    shared = market.reach.T @ (access * market.people)
    supply = np.divide(shared, people, out=np.full(len(people), np.inf), where=people > 0)
    return np.asarray(supply[~np.isnan(market.places)])


def _find_best(
    settled: Sequence[Settled],
    candidates: Sequence[tuple[int, int]],
    most: NDArray[np.float64],
    supply: NDArray[np.float64],
    places: int,
) -> int | None:
    """Return the candidate that helps most people; lower `most` to what was found on the way."""
    fresh = np.zeros(len(candidates), dtype=bool)
    while most.any():
        best = int(np.lexsort((supply, -most))[0])
        if fresh[best]:
            return best
        number, service = candidates[best]
        one = settled[number]
        mark = one.placing.mark
        most[best] = one.placing.add(service, round(places * one.unit)) / one.unit
        one.placing.undo(mark)
        fresh[best] = True
    return None
