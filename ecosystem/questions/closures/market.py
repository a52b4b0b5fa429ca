"""Who needs a type of service, who gives it, and who may go where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import sparse

from ecosystem.access import is_of_type, list_demand
from ecosystem.data import split_list
from ecosystem.graph import find_positions
from ecosystem.wording import join_words

from .notes import name_assumed, name_unclear, name_unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem

    Matrix = sparse.csr_array[Any, tuple[int, int]]


_NAMED = 5
_HIGHEST = 3


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What a service offers: its level (0: not known) and whom it is for (none: not known)."""

    level: int
    groups: frozenset[str]

    def spell(self) -> str:
        """Return the offer as text."""
        return "|".join([str(self.level), *sorted(self.groups)])

    def may_suit(self, other: Offer) -> bool:
        """Tell whether someone seen at the other could be seen here, going by what is known.

        Both are for one of the same groups, and the level is no lower; what is not known is no
        bar.
        """
        share = not self.groups or not other.groups or bool(self.groups & other.groups)
        return share and (not self.level or self.level >= other.level)

    def surely_suits(self, other: Offer) -> bool:
        """Tell whether anyone seen at the other can be seen here.

        This one is for all the groups the other is for, and its level is no lower; who is seen
        at a level that is not known may need the highest.
        """
        share = not self.groups or (bool(other.groups) and other.groups <= self.groups)
        high = self.level >= other.level if other.level else self.level in {0, _HIGHEST}
        return self == other or (share and high)


@dataclass(frozen=True, kw_only=True, eq=False)
class Market:
    """One service type: people in need and the services that reach them.

    people: of each cell, an area where the need is known. services: positions in services, in an
    order that depends on what they offer and not on their ids. places: NaN where not known.
    reach: cells by services. offer: which of `offers` each service makes.
    """

    service_type: str
    areas: NDArray[np.intp]
    people: NDArray[np.float64]
    services: NDArray[np.intp]
    places: NDArray[np.float64]
    reach: Matrix
    offer: NDArray[np.intp]
    offers: tuple[Offer, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Field:
    """Everything a question about closures needs.

    runs: for each service, the organisations that run it. counts: for each organisation, how many
    of its services are counted, and how many cannot be.
    """

    markets: tuple[Market, ...]
    runs: tuple[frozenset[int], ...]
    counts: pd.DataFrame
    notes: tuple[str, ...]


def read_field(e: Ecosystem, service_type: str | None, level: int | None) -> Field:
    """Return the markets of a service type, or of all, and what is not known of them."""
    services = e.services
    runs = _list_runs(e)
    asked = find_positions(e).is_offered & np.array([one is not None for one in runs], dtype=bool)
    if service_type is not None:
        asked &= is_of_type(services, service_type)
    notes = []
    if level is not None:
        silent = services[asked & services["level"].isna().to_numpy()]
        notes += name_unclear(silent, "not counted, with no recorded level")
        asked &= (services["level"] >= level).to_numpy()
    reach = find_positions(e).reach
    types = services.loc[asked, "service_type"]
    found = [
        _read_market(e, str(name), asked, reach)
        for name in sorted(types.groupby(types.str.casefold()).min())
    ]
    markets = tuple(market for market, _ in found if market.reach.nnz)
    notes += dict.fromkeys(note for _, said in found for note in said)
    is_reached = np.zeros(len(services), dtype=bool)
    for market in markets:
        is_reached[market.services] = True
    is_counted = is_reached & services["capacity"].notna().to_numpy()
    return Field(
        markets=markets,
        runs=tuple(one or frozenset() for one in runs),
        counts=_count_services(len(e.organisations), runs, asked, is_counted),
        notes=(
            *notes,
            *name_unknown(services, asked, is_reached, types),
            *name_assumed(e, runs, is_counted),
        ),
    )


def _list_runs(e: Ecosystem) -> list[frozenset[int] | None]:
    """Return who runs each service: organisations that are open; None if all have closed."""
    ids = pd.Index(e.organisations["organisation_id"])
    is_open = find_positions(e).is_active
    number = pd.Index(e.services["service_id"]).get_indexer(pd.Index(e.providers["service_id"]))
    body = ids.get_indexer(pd.Index(e.providers["organisation_id"]))
    runs: list[set[int]] = [set() for _ in range(len(e.services))]
    has_any = np.zeros(len(runs), dtype=bool)
    has_any[number] = True
    for service, organisation in zip(number.tolist(), body.tolist(), strict=True):
        if is_open[organisation]:
            runs[service].add(organisation)
    return [
        frozenset(one) if one or not known else None
        for one, known in zip(runs, has_any.tolist(), strict=True)
    ]


def _read_market(
    e: Ecosystem, service_type: str, asked: NDArray[np.bool_], reach: Matrix
) -> tuple[Market, list[str]]:
    """Return a service type's market, and notes on its demand."""
    demand, notes = list_demand(e, service_type)
    people = demand["people"].to_numpy(dtype=float)
    areas = np.flatnonzero(~np.isnan(people))
    chosen = np.flatnonzero(asked & is_of_type(e.services, service_type))
    uses = reach[chosen]
    unknown = np.flatnonzero((uses.sum(axis=0) > 0) & np.isnan(people))
    if len(areas) and len(unknown):
        names = e.areas["name"].iloc[unknown]
        notes.append(
            f"How many people need {service_type} is not known in "
            f"{join_words(names, most=_NAMED)}: nobody there is counted."
        )
    uses = sparse.csr_array(uses[:, areas])
    uses.sort_indices()
    places = e.services["capacity"].to_numpy(dtype=float)[chosen]
    offers = _list_offers(e.services.iloc[chosen])
    order = [
        place
        for place in _order(uses, places, offers)
        if uses.indptr[place + 1] > uses.indptr[place]
    ]
    kinds = sorted(set(offers), key=Offer.spell)
    number = {offer: place for place, offer in enumerate(kinds)}
    return Market(
        service_type=service_type,
        areas=areas,
        people=people[areas],
        services=chosen[order],
        places=places[order],
        reach=sparse.csr_array(uses[order].T),
        offer=np.array([number[offers[place]] for place in order], dtype=np.intp),
        offers=tuple(kinds),
    ), notes


def _list_offers(services: pd.DataFrame) -> list[Offer]:
    levels = services["level"].fillna(0).astype(int)
    groups = services["eligibility"].fillna("").str.casefold()
    return [
        Offer(level=level, groups=frozenset(split_list(group)))
        for level, group in zip(levels, groups, strict=True)
    ]


def _order(uses: Matrix, places: NDArray[np.float64], offers: list[Offer]) -> list[int]:
    """Return the services in an order that what they are called does not change."""
    areas = [part.tolist() for part in np.split(uses.indices, uses.indptr[1:-1])]
    room = np.nan_to_num(places, nan=-1).tolist()
    keys = [(areas[place], room[place], offers[place].spell()) for place in range(len(room))]
    return sorted(range(len(room)), key=keys.__getitem__)


def _count_services(
    organisations: int,
    runs: Sequence[frozenset[int] | None],
    asked: NDArray[np.bool_],
    is_counted: NDArray[np.bool_],
) -> pd.DataFrame:
    """Return for each organisation how many services it runs that are counted, and are not."""
    counted, uncounted = [0] * organisations, [0] * organisations
    for service in np.flatnonzero(asked).tolist():
        for organisation in runs[service] or ():
            (counted if is_counted[service] else uncounted)[organisation] += 1
    return pd.DataFrame({"counted": counted, "uncounted": uncounted})


def list_anyone(_: Offer, __: Offer) -> bool:
    """Tell that any service may take anyone: the bound below which no loss can fall."""
    return True
