"""Who needs a type of service, who gives it, and who may go where.

Each service type is a market of its own, because nobody can take a place of another type.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import sparse

from ecosystem.access import find_told, is_of_type, list_demand, name_left_out, note_assumed
from ecosystem.wording import join_words

from .notes import name_assumed, name_unknown
from .offer import Offer, list_offers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem
    from ecosystem.graph import Positions

    Matrix = sparse.csr_array[Any, tuple[int, int]]


_NAMED = 5
"""Areas named in a note; the others are counted."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Market:
    """One service type: people in need and the services that reach them.

    A cell is an area where the need is known.

    Attributes
    ----------
    service_type : str
        The type, as it is spelt in the data.
    areas : (cells,) int
        Rows in areas.
    people : (cells,) float
        People in need.
    services : (services,) int
        Rows in services, in an order that depends on what they offer and not on their ids.
    places : (services,) float, people
        Capacity; NaN where not known.
    reach : (cells, services) sparse
        1 where the service reaches the area.
    is_unplaced : (services,) bool
        Whether it is not recorded which areas a service reaches: it may be any.
    cell_rank, service_rank : (cells,), (services,) int
        The place of each by its name: chance is handed out in this order, because ids must not
        decide who is lucky.
    offer : (services,) int
        Which of `offers` each service makes.
    offers : tuple of Offer
        The different offers.
    """

    service_type: str
    areas: NDArray[np.intp]
    people: NDArray[np.float64]
    services: NDArray[np.intp]
    places: NDArray[np.float64]
    reach: Matrix
    is_unplaced: NDArray[np.bool_]
    cell_rank: NDArray[np.intp]
    service_rank: NDArray[np.intp]
    offer: NDArray[np.intp]
    offers: tuple[Offer, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Field:
    """Everything a question about closures needs.

    Attributes
    ----------
    markets : tuple of Market
        One a service type that is asked for and reaches a known need.
    runs : tuple of frozenset
        For each row of services, the rows of the open organisations that run it.
    counts : DataFrame
        For each row of organisations: counted (services whose places and need are known),
        uncounted, and partial (of those counted, which also serve areas whose need is not known).
    notes : tuple of str
        What is not known, and what is taken for granted.
    """

    markets: tuple[Market, ...]
    runs: tuple[frozenset[int], ...]
    counts: pd.DataFrame
    notes: tuple[str, ...]


def read_field(
    e: Ecosystem, positions: Positions, service_type: str | None, level: int | None
) -> Field:
    """Return the markets of a service type, or of all, and what is not known of them."""
    services = e.services
    runs = _list_runs(positions)

    # (services,): asked for, running, and not of organisations that have all closed.
    is_asked = positions.is_offered & np.array([bodies is not None for bodies in runs], dtype=bool)
    if service_type is not None:
        is_asked &= is_of_type(services, service_type)
    notes = []
    if level is not None:
        has_level = services["level"].notna().to_numpy()
        notes += name_left_out(services[is_asked & ~has_level], "no recorded level")
        is_asked &= (services["level"] >= level).to_numpy()

    # A type spelt in two ways is one market, named by the first of them in the alphabet.
    types = services["service_type"].str.casefold()
    spellings = sorted(set(services.loc[is_asked, "service_type"]), reverse=True)
    spelt = {name.casefold(): name for name in spellings}
    read = [
        _read_market(e, name, is_asked & (types == folded).to_numpy(dtype=bool), positions)
        for name, folded in sorted((name, folded) for folded, name in spelt.items())
    ]
    markets = tuple(market for market, _, _ in read if market.reach.nnz)
    notes += dict.fromkeys(note for _, remarks, _ in read for note in remarks)

    # A loss can be counted only where both the places and the need are known.
    is_reached = np.zeros(len(services), dtype=bool)
    for market in markets:
        is_reached[market.services[market.reach.sum(axis=0) > 0]] = True
    is_counted = is_reached & services["capacity"].notna().to_numpy()
    is_partial = np.logical_or.reduce([serves for _, _, serves in read], initial=False)
    return Field(
        markets=markets,
        runs=tuple(bodies or frozenset() for bodies in runs),
        counts=_count_services(len(e.organisations), runs, is_asked, is_counted, is_partial),
        notes=(
            *notes,
            *name_unknown(services, is_asked, is_reached, types),
            *note_assumed(positions.sites[is_counted[positions.sites["service"]]]),
            *name_assumed(
                services, runs, is_counted, positions.is_unplaced, positions.reaches_more
            ),
        ),
    )


def _list_runs(positions: Positions) -> list[frozenset[int] | None]:
    """Return who runs each service: organisations that are open; None if all have closed.

    A service of which nobody is known to run it stays: that it is not recorded is no closing.
    """
    bodies, is_active = positions.providers.indices.tolist(), positions.is_active.tolist()
    runs: list[frozenset[int] | None] = []
    for start, end in pairwise(positions.providers.indptr.tolist()):
        still_open = frozenset(body for body in bodies[start:end] if is_active[body])
        runs.append(still_open if still_open or start == end else None)
    return runs


def _read_market(
    e: Ecosystem, service_type: str, is_asked: NDArray[np.bool_], positions: Positions
) -> tuple[Market, list[str], NDArray[np.bool_]]:
    """Return a service type's market, notes on its demand, and who also serves unknown need.

    `is_asked` are the services of the type. The last is of all services: whether one reaches an
    area of which nothing tells the need.
    """
    demand, notes = list_demand(e, service_type)
    people = demand["people"].to_numpy(dtype=float)

    # Areas without a number of people are left out: nobody there is guessed.
    areas = np.flatnonzero(~np.isnan(people))
    chosen = np.flatnonzero(is_asked)
    uses = positions.reach[chosen]
    is_unknown = np.isnan(people) & ~find_told(positions, people)
    unknown = np.flatnonzero((uses.sum(axis=0) > 0) & is_unknown)
    serves_unknown = np.zeros(len(e.services), dtype=bool)
    serves_unknown[chosen] = uses[:, unknown].sum(axis=1) > 0
    if len(areas) and len(unknown):
        names = e.areas["name"].iloc[unknown]
        notes.append(
            f"How many people need {service_type} is not known in "
            f"{join_words(names, most=_NAMED)}: nobody there is counted."
        )
    uses = sparse.csr_array(uses[:, areas])
    uses.sort_indices()
    places = e.services["capacity"].to_numpy(dtype=float)[chosen]
    offers = list_offers(e.services.iloc[chosen])

    # Services that are known to reach nobody whose need is known have no part in the market.
    may_reach = (np.diff(uses.indptr) > 0) | positions.is_unplaced[chosen]
    order = [row for row in _order_services(uses, places, offers) if may_reach[row]]
    kinds = sorted(set(offers), key=Offer.spell)
    number = {offer: kind for kind, offer in enumerate(kinds)}
    return (
        Market(
            service_type=service_type,
            areas=areas,
            people=people[areas],
            services=chosen[order],
            places=places[order],
            reach=sparse.csr_array(uses[order].T),
            is_unplaced=positions.is_unplaced[chosen[order]],
            cell_rank=_rank(e.areas["name"].iloc[areas]),
            service_rank=_rank(e.services["name"].iloc[chosen[order]]),
            offer=np.array([number[offers[row]] for row in order], dtype=np.intp),
            offers=tuple(kinds),
        ),
        notes,
        serves_unknown,
    )


def _rank(names: pd.Series) -> NDArray[np.intp]:
    """Return the place of each name in their order, from 0; of equal ones the first comes first."""
    return np.argsort(np.argsort(names.to_numpy(dtype=str), kind="stable"), kind="stable")


def _order_services(uses: Matrix, places: NDArray[np.float64], offers: list[Offer]) -> list[int]:
    """Return the rows of services in an order that what they are called does not change.

    Which of several largest placings is found hangs on the order, so ids must not decide it.
    """
    areas, spans = uses.indices.tolist(), pairwise(uses.indptr.tolist())
    room = np.nan_to_num(places, nan=-1).tolist()
    spelt = {offer: offer.spell() for offer in set(offers)}
    keys = [
        (areas[start:end], some, spelt[offer])
        for (start, end), some, offer in zip(spans, room, offers, strict=True)
    ]
    return sorted(range(len(room)), key=keys.__getitem__)


def _count_services(
    organisations: int,
    runs: Sequence[frozenset[int] | None],
    is_asked: NDArray[np.bool_],
    is_counted: NDArray[np.bool_],
    is_partial: NDArray[np.bool_],
) -> pd.DataFrame:
    """Return for each organisation how many services it runs that are counted, and are not.

    And of those that are counted how many also serve areas whose need is not known.
    """
    counted, uncounted, partial = ([0] * organisations for _ in range(3))
    for service in np.flatnonzero(is_asked).tolist():
        for organisation in runs[service] or ():
            (counted if is_counted[service] else uncounted)[organisation] += 1
            partial[organisation] += bool(is_counted[service] and is_partial[service])
    return pd.DataFrame({"counted": counted, "uncounted": uncounted, "partial": partial})
