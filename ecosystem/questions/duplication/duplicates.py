"""Services that are the same in all that is recorded, where need is met without the largest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from ecosystem.data import ANYONE, split_list

from .niches import WORK
from .overlap import number_cases, split_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .niches import Niches
    from .overlap import NichePairs


_ROUNDING = 1e-9
"""Share by which the need is eased, so that 1 is 1 however places were added up."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Duplicates:
    """Where the same work is done for the same people beyond what the need bears.

    Attributes
    ----------
    group : (running services,) int
        Which services are duplicates of one another; -1 for none.
    is_pair : (twins,) bool
        Which of the pairs of twins are of one group.
    is_counted : (entries of supply,) bool
        What the members of groups bring to the areas where their places are more than enough.
    cells : (cells,) int
        These areas, as type · areas + area.
    """

    group: NDArray[np.intp]
    is_pair: NDArray[np.bool_]
    is_counted: NDArray[np.bool_]
    cells: NDArray[np.int64]


def label_records(niches: Niches) -> NDArray[np.intp]:
    """Return a number for all that is recorded of what a service does and for whom.

    -1 where it is not known to be the same as another with the same records: for whom, in which
    languages, or another respect compared is not recorded, or the level or the legal aid contract
    of work that has levels.
    """
    records = niches.records
    is_silent = np.zeros(len(niches.rows), dtype=bool)
    for name, label in records.items():
        if name in WORK:
            is_silent |= niches.is_levelled & (label < 0)
        elif name != "service_type":
            is_silent |= label < 0
    number, _ = number_cases([label + 1 for label in records.values()])
    return np.where(is_silent, -1, number)


def may_be_full(niches: Niches) -> NDArray[np.bool_]:
    """Tell which services have a queue or a shut door, or may: not all of it is recorded."""
    is_silent = niches.services[["capacity", "accepting_referrals"]].isna().any(axis=1)
    is_full: NDArray[np.bool_] = niches.has_queue | is_silent.to_numpy()
    return is_full


def find_rivals(
    niches: Niches, group: NDArray[np.intp], is_full: NDArray[np.bool_]
) -> NDArray[np.intp]:
    """Return the groups beside which an unplaced service may have a queue for the same work.

    It may be in any area, so it keeps each area of the group from being judged.
    """
    services = niches.services
    names = ["service_type", *WORK, "eligibility", "languages"]
    records = services[names].astype("str").where(services[names].notna(), "")
    records = records.apply(lambda column: column.str.casefold())
    beside = records[~niches.is_placed & is_full].drop_duplicates()

    # All of a group record the same, so the first stands for all.
    groups, first = np.unique(group, return_index=True)
    found = [
        int(number)
        for number, row in zip(groups, first, strict=True)
        if number >= 0
        and any(_may_share(records.iloc[row], rival) for _, rival in beside.iterrows())
    ]
    return np.array(found, dtype=np.intp)


def _may_share(record: pd.Series, other: pd.Series) -> bool:
    """Tell whether two records may be of the same work for some of the same people."""
    if record["service_type"] != other["service_type"]:
        return False
    for name in record.index[1:]:
        here, there = set(split_list(record[name])), set(split_list(other[name]))
        if here and there and ANYONE not in here | there and not here & there:
            return False
    return True


def find_duplicates(
    niches: Niches, twins: NichePairs, is_contested: NDArray[np.bool_]
) -> Duplicates:
    """Return the services that duplicate one another, whatever the cells that are empty hold.

    `twins`: pairs of services of independent organisations, of which all is recorded and is the
    same; `is_contested`: by the entries of `niches.reach`, where a service meets one that may be
    full.

    Notes
    -----
    A group of twins, and twins of twins, is judged in each area by itself: their known places
    there, less all that the largest organisation has a part in, must still be enough for everybody
    in need. An area counts only where nobody who may do the same work has a queue, or may have one.
    A cell that is filled can add places and take doubt away, so it takes no group away.
    """
    supply = niches.supply
    if not len(twins.a):
        return Duplicates(
            group=np.full(len(niches.rows), -1),
            is_pair=np.zeros(0, dtype=bool),
            is_counted=np.zeros(len(supply.entries), dtype=bool),
            cells=np.empty(0, dtype=np.int64),
        )
    # Whoever is folded has the twins of the service that stands for it.
    group = _join_twins(len(niches.rows), twins)[niches.proxy]

    # A queue for the same work beside them tells that more people are in need than is recorded;
    # and whose places, or whether people are taken, nobody recorded may have such a queue.
    row = np.repeat(np.arange(len(group)), np.diff(niches.reach.indptr))
    cell = supply.type_of[niches.rows[row]] * supply.demand.shape[1] + niches.reach.indices
    is_slot = is_contested & (group[row] >= 0)
    slots = np.unique((group[row] * supply.demand.size + cell)[is_slot])
    rivals = find_rivals(niches, group, may_be_full(niches))

    # (meetings, 2): which service, and group · cells + cell, its slot.
    meetings = _list_meetings(niches, twins, group)
    meetings = meetings[~np.isin(meetings[:, 1], slots)]
    meetings = meetings[~np.isin(group[meetings[:, 0]], rivals)]
    is_counted, slot_of_entry = _find_spare(niches, group, meetings)

    is_member = np.zeros(len(supply.type_of), dtype=bool)
    is_member[supply.entries["service"].to_numpy()[is_counted]] = True
    member_of = np.where(is_member[niches.rows], group, -1)
    is_together = (member_of[twins.a] == member_of[twins.b]) & (member_of[twins.a] >= 0)
    found = slot_of_entry[is_counted]
    return Duplicates(
        group=member_of,
        is_pair=_meet_in(niches, twins, is_together, group, found),
        is_counted=is_counted,
        cells=np.unique(found % max(supply.demand.size, 1)),
    )


def _join_twins(size: int, twins: NichePairs) -> NDArray[np.intp]:
    """Return the group of each running service: twins, and twins of twins; -1 for none."""
    links = sparse.coo_array((np.ones(len(twins.a)), (twins.a, twins.b)), shape=(size, size))
    _, part = connected_components(links, directed=False)
    has_twin = np.zeros(size, dtype=bool)
    has_twin[twins.a] = has_twin[twins.b] = True
    return np.where(has_twin, part, -1).astype(np.intp)


def _list_meetings(niches: Niches, twins: NichePairs, group: NDArray[np.intp]) -> NDArray[np.int64]:
    """Return where twins meet: (meetings, 2), a service, and its slot.

    A slot is group · cells + cell.
    """
    supply = niches.supply
    parts = [np.empty((0, 2), dtype=np.int64)]
    for asked in split_rows(np.ones(len(twins.a), dtype=bool)):
        a, b = twins.a[asked], twins.b[asked]
        pair, area = niches.reach[a].multiply(niches.reach[b]).nonzero()
        for end in (a[pair], b[pair]):
            cell = supply.type_of[niches.rows[end]] * supply.demand.shape[1] + area
            met = pd.DataFrame({"end": end, "slot": group[end] * supply.demand.size + cell})
            parts.append(met.drop_duplicates().to_numpy(dtype=np.int64))
    return np.unique(np.concatenate(parts), axis=0)


def _find_spare(
    niches: Niches, group: NDArray[np.intp], meetings: NDArray[np.int64]
) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Tell which entries are of slots with enough without the largest; the slot of each entry."""
    supply = niches.supply
    entries, cells = supply.entries, supply.demand.size
    group_of = np.full(len(supply.type_of), -1, dtype=np.int64)
    group_of[niches.rows] = group
    service = entries["service"].to_numpy()
    cell = entries["type"].to_numpy() * supply.demand.shape[1] + entries["area"].to_numpy()
    slot = group_of[service] * cells + cell

    # Only twins that meet a twin there, with places, by organisations that are known.
    proxy = np.full(len(group_of), -1, dtype=np.int64)
    proxy[niches.rows] = niches.proxy
    met = pd.MultiIndex.from_arrays([meetings[:, 0], meetings[:, 1]])
    is_used = pd.MultiIndex.from_arrays([proxy[service], slot]).isin(met)
    is_used &= (entries["provision"] > 0).to_numpy()
    used = entries[is_used]
    slots, slot_of_used = np.unique(slot[is_used], return_inverse=True)

    # Who stops may take along all that it has a part in, not only its own part of it.
    places = np.bincount(slot_of_used, weights=used["provision"], minlength=len(slots))
    partners = np.diff(supply.providers.indptr)[used["service"].to_numpy()]
    taken = pd.Series(used["provision"].to_numpy() * partners)
    taken = taken.groupby([slot_of_used, used["body"].to_numpy()]).sum()
    largest = taken.groupby(level=0).max().to_numpy()
    need = supply.demand.ravel()[slots % max(cells, 1)]
    is_enough = (need > 0) & (places - largest >= need * (1 - _ROUNDING))
    return is_used & np.isin(slot, slots[is_enough]), slot


def _meet_in(
    niches: Niches,
    pairs: NichePairs,
    chosen: NDArray[np.bool_],
    group: NDArray[np.intp],
    slots: NDArray[np.int64],
) -> NDArray[np.bool_]:
    """Tell which of the chosen pairs meet in one of these slots."""
    supply = niches.supply
    meets = np.zeros(len(chosen), dtype=bool)
    for number in split_rows(chosen):
        first = niches.rows[pairs.a[number]]
        second = niches.rows[pairs.b[number]]
        pair, area = supply.reach[first].multiply(supply.reach[second]).nonzero()
        cell = supply.type_of[first[pair]] * supply.demand.shape[1] + area
        slot = group[pairs.a[number[pair]]] * supply.demand.size + cell
        meets[number[pair[np.isin(slot, slots)]]] = True
    return meets
