"""The frames of the answer: groups of services, and a row a service."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.data import LIST_MARK

from .gathering import look_inside
from .judging import DUPLICATION, OVERLAP, collect_facts, judge_groups
from .need import weigh_groups
from .niches import COMPLEMENTARY, SAME_ORGANISATION, name_marked

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem

    from .duplicates import Duplicates
    from .gathering import Gathered, Inside
    from .need import Supply
    from .niches import Niches, Overlaps


_WEIGHED = ["provision", "demand", "coverage", "coverage_without_largest", "coverage_with_others"]
_TOLD = ["differs_in", "silent_in", "contained_in", "not_recorded"]
"""Columns of clusters as they are weighed, and as the services tell them."""


def list_clusters(
    e: Ecosystem,
    niches: Niches,
    overlaps: Overlaps,
    labels: NDArray[np.intp],
    duplicates: Duplicates,
) -> tuple[pd.DataFrame, NDArray[np.intp]]:
    """Return the clusters, the most telling first, and the number of each service's cluster.

    `labels`: (running services,) any number a group, negative for none. The numbers returned start
    at 1, in the order of the clusters; 0 for none.
    """
    # group: (running services,) from 0 without holes; -1 for none.
    used, group = np.unique(labels, return_inverse=True)
    group = group - int(len(used) > 0 and used[0] < 0)
    groups = int(group.max(initial=-1)) + 1
    is_member = group >= 0
    size = np.bincount(group[is_member], minlength=groups)

    inside = look_inside(niches, overlaps, group, groups)
    people_alike, known_by = _measure_people(niches, inside)

    # Supply counts all services, running or not.
    group_of_service = np.full(niches.supply.type_of.shape, -1, dtype=np.intp)
    group_of_service[niches.rows] = group
    is_duplicate = np.bincount(group[duplicates.group >= 0], minlength=groups) > 0
    is_plain = ~np.isin(niches.supply.entries["service"], niches.rows[duplicates.group >= 0])
    weighed, meetings = weigh_groups(
        niches.supply, group_of_service, groups, is_plain | duplicates.is_counted
    )
    area_names = e.areas["name"].take(meetings["area"].to_numpy())
    capacity = niches.services["capacity"].to_numpy(dtype=float)[is_member]
    facts = collect_facts(niches, inside, group, groups)

    frame = pd.DataFrame(
        {
            "service_type": _join_names(niches.services["service_type"], group, groups),
            "services": size,
            "organisations": _count_organisations(niches, group, groups),
            "areas": _join_names(area_names, meetings["group"].to_numpy(), groups),
            "is_all_in_each": _are_all_in_each(meetings, size),
            # Over all pairs of members: a pair that is not found overlaps by nothing.
            "mean_overlap": inside.overlap / (size * (size - 1) / 2),
            "people_alike": people_alike,
            "people_known_by": known_by,
            "capacity": np.bincount(group[is_member], weights=capacity, minlength=groups),
            **{name: weighed[name] for name in _WEIGHED},
            **{name: facts[name] for name in _TOLD},
        }
    )
    judged = judge_groups(frame, weighed["silent"], facts, is_duplicate)
    frame = frame.assign(kind=judged["kind"], reading=judged["reading"])
    order = _order_clusters(frame, group)

    # One more entry, of 0: the group of a service without one is -1, the last.
    number = np.zeros(groups + 1, dtype=np.intp)
    number[order] = np.arange(1, groups + 1)
    frame = frame.iloc[order].set_index(pd.RangeIndex(1, groups + 1, name="cluster"))
    return frame, number[group]


def _are_all_in_each(meetings: pd.DataFrame, size: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Tell of which groups every service is in each area in which the group meets."""
    fewest = np.zeros(len(size), dtype=np.intp)
    # Written from the most to the fewest, so that these stay.
    order = np.argsort(-meetings["services"].to_numpy(), kind="stable")
    fewest[meetings["group"].to_numpy()[order]] = meetings["services"].to_numpy()[order]
    return np.asarray(fewest == size)


def _order_clusters(clusters: pd.DataFrame, group: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the order of clusters: duplication, overlap known and not known, the rest.

    Within these by how much overlaps, then by type and by the first service, so that there are no
    ties. `group`: (running services,) the cluster of each, -1 for none.
    """
    is_overlap, is_unknown = clusters["kind"] == OVERLAP, clusters["people_alike"].isna()
    ranks = [clusters["kind"] == DUPLICATION, is_overlap & ~is_unknown, is_overlap]
    rank = np.select([holds.to_numpy(bool) for holds in ranks], range(len(ranks)), len(ranks))

    # Rounded, because equal groups must stay equal however their overlaps were added up.
    weight = ((clusters["services"] - 1) * clusters["mean_overlap"]).round(9)
    _, first = np.unique(group[group >= 0], return_index=True)
    return np.lexsort((first, clusters["service_type"], -weight, rank))


def _count_organisations(niches: Niches, group: NDArray[np.intp], groups: int) -> NDArray[np.intp]:
    """Return how many organisations run the services of each group."""
    # Group and organisation as one number: who runs two services of a group counts once.
    providers = niches.providers
    group_of_entry = np.repeat(group, np.diff(providers.indptr))
    is_member = group_of_entry >= 0
    members = np.unique(
        group_of_entry[is_member] * providers.shape[1] + providers.indices[is_member]
    )
    return np.bincount(members // max(providers.shape[1], 1), minlength=groups)


def _measure_people(niches: Niches, inside: Inside) -> tuple[NDArray[np.float64], pd.Series]:
    """Return how alike the people are where they are least so, and the respects that tell."""
    groups = len(inside.overlap)
    least = np.full(groups, np.nan)
    for count, total in zip(inside.known, inside.alike, strict=True):
        mean = np.divide(total, count, out=np.full(groups, np.nan), where=count > 0)

        # fmin leaves out what is not known: a respect that nobody tells makes nobody less alike.
        least = np.fmin(least, mean)
    respects = [niches.dimensions[dimension].name for dimension in niches.for_whom]
    return least, name_marked(inside.known.T > 0, respects)


def list_services(
    niches: Niches, gathered: Gathered, labels: NDArray[np.intp], clusters: pd.DataFrame
) -> pd.DataFrame:
    """Return a row for each running service, indexed by its row in the table of all services.

    `labels`: (running services,) the number of the cluster of each, 0 for none.
    """
    is_placed = niches.is_placed
    crowding = gathered.crowding[niches.proxy]
    has_complement, has_sister = (
        is_end[niches.proxy] for is_end in (gathered.has_complement, gathered.has_sister)
    )

    # The most telling first: a service in a group may also complete others.
    words = clusters["kind"].reindex(pd.Index(labels)).to_numpy(dtype=object)
    status = np.select(
        [~is_placed, labels > 0, crowding > 0, has_complement, has_sister],
        ["place not known", words, "some overlap", COMPLEMENTARY, SAME_ORGANISATION],
        "no overlap",
    )
    cluster = pd.Series(labels, index=niches.rows, dtype="Int64")
    unique_share = _measure_unique_share(niches, gathered.is_covered)
    return pd.DataFrame(
        {
            "cluster": cluster.where(cluster > 0),
            "crowding": np.where(is_placed, crowding, np.nan),
            "unique_share": np.where(is_placed, unique_share, np.nan),
            "status": status.astype(object),
        },
        index=niches.rows,
    )


def _measure_unique_share(niches: Niches, is_covered: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the share of the areas a service reaches where none reaches that overlaps with it.

    `is_covered`: the entries of `niches.reach` where one does. NaN without an area.
    """
    reached = np.diff(niches.reach.indptr)
    row = np.repeat(np.arange(len(reached)), reached)
    covered = np.bincount(row[is_covered], minlength=len(reached))[niches.proxy]
    share: NDArray[np.float64] = np.divide(
        reached - covered, reached, out=np.full(len(reached), np.nan), where=reached > 0
    )
    return share


def make_table(e: Ecosystem, supply: Supply, running: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each service, running or not, by its id; `running`: of `list_services`."""
    services, providers = e.services, supply.providers
    names = e.organisations["name"].take(providers.indices)
    service = np.repeat(np.arange(len(services)), np.diff(providers.indptr))
    table = services[["service_id", "name", "service_type"]].assign(
        organisations=_join_names(names, service, len(services)),
        level=services["level"],
        legal_aid=services["legal_aid"],
        queue=pd.Series(supply.queue, index=services.index, dtype="str"),
    )
    table = table.join(running)
    status = table["status"].fillna("not running").astype("str")
    return table.assign(status=status).set_index("service_id")


def _join_names(names: pd.Series, group: NDArray[np.intp], groups: int) -> pd.Series:
    """Return the different names in each group, in their order, as one text.

    `group`: the group of each name, -1 for none.
    """
    parts: list[dict[str, None]] = [{} for _ in range(groups)]
    for number, name in zip(group.tolist(), names.tolist(), strict=True):
        if number >= 0:
            parts[number][name] = None
    return pd.Series([LIST_MARK.join(part) for part in parts], dtype="str")
