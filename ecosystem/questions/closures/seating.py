"""Who sits where at first: of many markets, and many runs of each, as one network."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from .blocks import cut_blocks, cut_network, find_ends, join_blocks
from .max_flow import Placing, fill_up
from .seats import mix_people
from .spread import spread_people

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from .market import Market
    from .offer import Offer

    Matrix = sparse.csr_array[Any, tuple[int, int]]
    Rule = Callable[[Offer, Offer], bool]


_MOST_PAIRS = 2_000_000
"""Pairs of groups and services looked at together: about 50 MB."""

_KEPT = 32
"""Markets of which is kept who may go where: each is asked for again in every run."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Numbers:
    """The numbers of a market in whole units: people (cells,), room (services,), and the unit."""

    people: NDArray[np.int64]
    room: NDArray[np.int64]
    unit: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Seating:
    """People of markets with their seats, one market after the other.

    A group is who of one cell sits at services of one offer: they may move only to what suits.

    Attributes
    ----------
    room : (services,) int, units
        Places.
    reach : (groups, services) sparse
        1 where the group may move to the service.
    placed : (groups, services) sparse, units
        Who sits where.
    use : (services,) float, units
        The most even use of the services.
    group_ends, service_ends : list of int
        Where each market begins, and the end of the last.
    """

    room: NDArray[np.int64]
    reach: Matrix
    placed: Matrix
    use: NDArray[np.float64]
    group_ends: list[int]
    service_ends: list[int]

    def place(self) -> Placing:
        """Return all markets ready for closings to be tried."""
        return Placing(self.room, self.reach, self.placed)

    def place_each(self) -> list[Placing]:
        """Return each market ready for closings to be tried."""
        ends = (self.group_ends, self.service_ends)
        blocks = zip(cut_blocks(self.reach, *ends), cut_blocks(self.placed, *ends), strict=True)
        rooms = np.split(self.room, self.service_ends[1:-1])
        return [Placing(room, *block) for room, block in zip(rooms, blocks, strict=True)]


def seat_people(
    parts: Sequence[tuple[Market, Numbers]],
    rule: Rule,
    cut: tuple[NDArray[np.bool_], NDArray[np.bool_]] | None = None,
) -> Seating:
    """Return as many people of each market seated as can be, evenly, mixed, and parted by offer.

    `rule` tells who may move where later; at first all may use what reaches them. `cut` leaves only
    some cells and services, two masks: groups and services are numbered as they are left.
    """
    network = join_blocks(
        [(numbers.people, numbers.room, market.reach) for market, numbers in parts]
    )
    offer = np.concatenate([market.offer for market, _ in parts])
    if cut:
        network, kept = cut_network(network, *cut)
        parts, offer = [parts[block] for block in kept.tolist()], offer[cut[1]]
    spread = spread_people(network)
    suits = [judge_moves(market.offers, rule) for market, _ in parts]
    is_mixed = np.array([not suit.all() for suit in suits])

    # Where people are of one offer, losses hang on who sits where: ids must not decide it.
    placed = mix_people(network, spread, is_mixed) if is_mixed.any() else spread.placed
    placed = fill_up(network.people, network.places, network.reach, placed)
    offer = np.where(is_mixed[network.service_block], offer, 0)
    cell, reach, placed = _part_by_offer(network.reach, placed, offer, network.cell_block, suits)
    return Seating(
        room=network.places,
        reach=reach,
        placed=placed,
        use=spread.use,
        group_ends=find_ends(network.cell_block[cell], network.blocks),
        service_ends=find_ends(network.service_block, network.blocks),
    )


@lru_cache(maxsize=_KEPT)
def judge_moves(offers: tuple[Offer, ...], rule: Rule) -> NDArray[np.bool_]:
    """Return whether who is seen at the offer of the row may go to the column's, by a rule."""
    return np.array([[rule(to, here) for to in offers] for here in offers], dtype=bool)


def _part_by_offer(
    reach: Matrix,
    placed: Matrix,
    offer: NDArray[np.intp],
    block: NDArray[np.intp],
    suits: Sequence[NDArray[np.bool_]],
) -> tuple[NDArray[np.intp], Matrix, Matrix]:
    """Return the cell of each group, where it may go, and where it is.

    The need is not known by group or level. So whoever is seen at an offer is taken to be one whom
    that offer is for: the people of a cell at services of one offer become a group of their own,
    which reaches only services whose offer suits. Who has no place belongs to no group, and cannot
    lose one: only those placed are kept.
    """
    cell = np.repeat(np.arange(placed.shape[0]), np.diff(placed.indptr))
    service, kinds = placed.indices, int(offer.max(initial=0)) + 1

    # A number for each pair of cell and offer that has people; `group` is that of each entry.
    pairs, group = np.unique(cell * kinds + offer[service], return_inverse=True)
    cell_of, offer_of = np.divmod(pairs, kinds)
    seated = sparse.csr_array((placed.data, (group, service)), shape=(len(pairs), len(offer)))

    # What the cell reached, the group reaches too, if it suits. All judgements stand in one row:
    # those of a block from `first`, as many as it has offers for each of them.
    judged = np.concatenate([suit.ravel() for suit in suits])
    width = np.array([len(suit) for suit in suits])
    first = np.concatenate([[0], np.cumsum(width**2)[:-1]])
    start = first[block[cell_of]] + width[block[cell_of]] * offer_of
    many = np.diff(reach.indptr)[cell_of]
    step = np.cumsum(many) // _MOST_PAIRS
    targets, counts = [], [np.zeros(1, dtype=np.int32)]
    for groups in np.split(np.arange(len(pairs)), np.flatnonzero(np.diff(step)) + 1):
        ends = np.concatenate([[0], np.cumsum(many[groups])])
        first_pair = reach.indptr[cell_of[groups]] - ends[:-1]
        target = reach.indices[np.arange(ends[-1]) + np.repeat(first_pair, many[groups])]
        fits = judged[np.repeat(start[groups], many[groups]) + offer[target]]
        targets.append(target[fits].astype(np.int32))
        counts.append(np.diff(np.concatenate([[0], np.cumsum(fits)])[ends]).astype(np.int32))
    column = np.concatenate(targets)
    entries = (np.ones(len(column), dtype=np.int8), column, np.cumsum(np.concatenate(counts)))
    return cell_of, sparse.csr_array(entries, shape=seated.shape), seated
