"""The least and the most that closings can take, given what is not known."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from .losses import count_lost, judge_moves, settle, try_closing
from .max_flow import place_people
from .offer import Offer, list_anyone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from .losses import Settled
    from .market import Field, Market

    Matrix = sparse.csr_array[Any, tuple[int, int]]


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


def count_most_lost(settled: Sequence[Settled], organisations: int) -> NDArray[np.float64]:
    """Return the most that each closing can take, whoever of those in reach is at its services."""
    lost = np.zeros(organisations)
    for part in settled:
        sure = find_sure(part)
        for organisation, services in part.sole.items():
            if sure is None:
                # All may go anywhere, so that it does not matter who is where.
                lost[organisation] += try_closing(part.placing, services) / part.unit
            else:
                taken = np.zeros(len(part.use))
                taken[services] = part.use[services]
                lost[organisation] += count_stranded(part, sure, taken)
    return lost


def find_sure(part: Settled) -> Matrix | None:
    """Return from which service (row) anyone surely can go to which (column); None: to all.

    It surely suits whoever is there, and reaches all areas that they can be from.
    """
    is_sure = judge_moves(part.market.offers, Offer.surely_suits)
    if is_sure.all():
        return None
    # (services, services): areas with people that both reach.
    reach = part.market.reach[part.market.people > 0]
    shared = sparse.csr_array(reach.T @ reach)
    row, column = shared.tocoo().coords
    covers = shared.data >= shared.diagonal()[row]
    offer = part.market.offer
    goes = covers & is_sure[offer[row], offer[column]]
    return sparse.csr_array((np.ones(goes.sum()), (row[goes], column[goes])), shape=shared.shape)


def count_stranded(part: Settled, sure: Matrix, taken: NDArray[np.float64]) -> float:
    """Return how many of those who lose their place are not sure of a free one elsewhere.

    `taken` (services,) are the people who lose theirs at each service.
    """
    units = np.ceil(taken * part.unit).astype(np.int64)
    free = np.maximum(np.floor(part.room - part.use * part.unit), 0).astype(np.int64)
    moving = np.flatnonzero(units)
    free[moving] = 0
    kept = place_people(units[moving], free, sure[moving]).sum()
    return float(units.sum() - kept) / part.unit
