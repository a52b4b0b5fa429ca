"""The frames of the answer: groups of services, pairs, and a row a service."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import sparse

from ecosystem.data import LIST_MARK

from .answer import DUPLICATION, FRAGMENTATION, OVERLAP
from .need import POSSIBLE_DUPLICATION, weigh_groups
from .niches import COMPLEMENTARY, DUPLICATE, OVERLAPPING, SAME_ORGANISATION, find_apart
from .overlap import ALIKE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem

    from .need import Supply
    from .niches import Niches
    from .overlap import Pairs


def list_clusters(
    e: Ecosystem, niches: Niches, pairs: Pairs, labels: NDArray[np.intp]
) -> tuple[pd.DataFrame, NDArray[np.intp]]:
    """Return the clusters, largest first, and the number of the cluster of each service."""
    used, code = np.unique(labels, return_inverse=True)
    code = code - int(len(used) > 0 and used[0] < 0)
    groups = int(code.max(initial=-1)) + 1
    size = np.bincount(code[code >= 0], minlength=groups)
    inside = (code[pairs.a] == code[pairs.b]) & (code[pairs.a] >= 0)
    within = code[pairs.a[inside]]
    total = np.bincount(within, weights=pairs.overlap[inside], minlength=groups)
    of_service = np.full(niches.supply.type_of.shape, -1, dtype=np.intp)
    of_service[niches.rows] = code
    weighed, places = weigh_groups(niches.supply, of_service, groups)
    alike, known_by = _measure_people(niches, pairs.alike[inside], within, groups)
    frame = pd.DataFrame(
        {
            "service_type": _join_names(niches.services["service_type"], code, groups),
            "services": size,
            "organisations": _count_organisations(niches, code, groups),
            "areas": _join_names(
                e.areas["name"].take(places["area"].to_numpy()), places["group"].to_numpy(), groups
            ),
            "mean_overlap": total / (size * (size - 1) / 2),
            "people_alike": alike,
            "people_known_by": known_by,
            "capacity": np.bincount(
                code[code >= 0],
                weights=niches.services["capacity"].to_numpy(dtype=float)[code >= 0],
                minlength=groups,
            ),
        }
    ).join(
        weighed[
            ["provision", "demand", "coverage", "coverage_without_largest", "coverage_with_others"]
        ]
    )
    frame = frame.join(_judge(frame))
    _, first = np.unique(code[code >= 0], return_index=True)
    weight = ((size - 1) * frame["mean_overlap"]).round(9)
    is_overlap, is_unknown = frame["kind"] == OVERLAP, frame["people_alike"].isna()
    ranks = [frame["kind"] == DUPLICATION, is_overlap & ~is_unknown, is_overlap]
    rank = np.select([here.to_numpy(bool) for here in ranks], range(len(ranks)), len(ranks))
    order = np.lexsort((first, frame["service_type"], -weight, rank))
    number = np.zeros(groups + 1, dtype=np.intp)
    number[order] = np.arange(1, groups + 1)
    frame = frame.iloc[order].set_index(pd.RangeIndex(1, groups + 1, name="cluster"))
    return frame, number[code]


def _count_organisations(niches: Niches, code: NDArray[np.intp], groups: int) -> NDArray[np.intp]:
    providers = niches.providers
    of = np.repeat(code, np.diff(providers.indptr))
    each = np.unique(of[of >= 0] * providers.shape[1] + providers.indices[of >= 0])
    return np.bincount(each // max(providers.shape[1], 1), minlength=groups)


def _measure_people(
    niches: Niches, alike: NDArray[np.float64], within: NDArray[np.intp], groups: int
) -> tuple[NDArray[np.float64], pd.Series]:
    """Return how alike the people are where they are least so, and the respects that tell."""
    least = np.full(groups, np.nan)
    told = pd.Series([""] * groups, dtype="str")
    for at in niches.for_whom:
        is_known = ~np.isnan(alike[:, at])
        count = np.bincount(within[is_known], minlength=groups)
        total = np.bincount(within[is_known], weights=alike[is_known, at], minlength=groups)
        mean = np.divide(total, count, out=np.full(groups, np.nan), where=count > 0)
        least = np.fmin(least, mean)
        told = told.mask(count > 0, told + niches.dimensions[at].name + LIST_MARK)
    return least, told.str.removesuffix(LIST_MARK)


def _judge(clusters: pd.DataFrame) -> pd.DataFrame:
    """Return one of GAO's words for each cluster, and what the need makes of it."""
    bears = clusters["coverage_without_largest"] >= 1
    is_for_others = clusters["people_alike"] < ALIKE
    is_for_same = clusters["people_alike"] >= ALIKE
    readings = [
        (clusters["demand"].isna(), "overlapping; need not known"),
        (clusters["demand"] == 0, "overlapping; no one in need is recorded"),
        (bears & is_for_same & (clusters["organisations"] > 1), POSSIBLE_DUPLICATION),
        (bears & is_for_same, "spare places; by whom is not known"),
        (bears & is_for_others, "spare places, but partly for other people"),
        (bears, "spare places; for whom is not known"),
        (clusters["coverage_with_others"].isna(), "overlapping; capacity not known"),
        (clusters["coverage_with_others"] < 1, "needed capacity"),
    ]
    reading = np.select(
        [here.to_numpy(bool) for here, _ in readings],
        [word for _, word in readings],
        "backup worth keeping",
    )
    kind = np.select(
        [is_for_others.to_numpy(bool), reading == POSSIBLE_DUPLICATION],
        [FRAGMENTATION, DUPLICATION],
        OVERLAP,
    )
    columns = {"kind": kind, "reading": reading}
    return pd.DataFrame(columns, index=clusters.index, dtype="str")


def mark_duplicates(
    niches: Niches,
    pairs: Pairs,
    kind: NDArray[np.object_],
    labels: NDArray[np.intp],
    clusters: pd.DataFrame,
) -> NDArray[np.object_]:
    """Return the kinds, pairs beyond what the need bears marked as duplicates."""
    duplications = clusters.index[clusters["kind"] == DUPLICATION]
    together = (labels[pairs.a] == labels[pairs.b]) & np.isin(labels[pairs.a], duplications)
    people = pairs.alike[:, niches.for_whom]
    is_for_same = (people > 0).any(axis=1) & ~(people < ALIKE).any(axis=1)
    chosen = (kind == OVERLAPPING) & together & is_for_same & find_apart(niches, pairs)
    return np.where(chosen, DUPLICATE, kind)


def list_pairs(
    niches: Niches,
    pairs: Pairs,
    kind: NDArray[np.object_],
    chance: tuple[NDArray[np.float64], NDArray[np.float64]],
) -> pd.DataFrame:
    """Return a row a pair, the closest first."""
    ids = niches.services["service_id"]
    known = ~np.isnan(pairs.alike)
    sizes = np.column_stack([one.sizes for one in niches.dimensions]).astype(float)
    shared, first, second = (
        np.where(known, part, 1.0).prod(axis=1)
        for part in (pairs.shared, sizes[pairs.a], sizes[pairs.b])
    )
    names = np.array([one.name for one in niches.dimensions], dtype=object)
    # Which respects differ as one number a pair: few numbers, each put into words once.
    kinds, back = np.unique(pairs.differs @ (1 << np.arange(len(names))), return_inverse=True)
    differs = (kinds[:, None] >> np.arange(len(names))) & 1 > 0
    words = pd.Series([LIST_MARK.join(names[row]) for row in differs], dtype="str")
    frame = pd.DataFrame(
        {
            "service_a": ids.take(pairs.a).array,
            "service_b": ids.take(pairs.b).array,
            "overlap": pairs.overlap,
            "contained_share": shared / np.minimum(first, second),
            "kind": pd.array(kind, dtype="str"),
            "differs_in": words.take(back).array,
            "p_value": chance[0],
            "q_value": chance[1],
        }
    )
    for at, name in enumerate(names):
        frame[f"overlap_{name}"] = pairs.alike[:, at]
    order = np.lexsort((pairs.b, pairs.a, -pairs.overlap.round(9)))
    return frame.iloc[order].reset_index(drop=True)


def list_services(
    niches: Niches,
    pairs: Pairs,
    kind: NDArray[np.object_],
    labels: NDArray[np.intp],
    clusters: pd.DataFrame,
) -> pd.DataFrame:
    """Return a row for each running service, indexed by its position."""
    size = len(niches.services)
    is_placed = np.ones(size, dtype=bool)
    for one in niches.dimensions:
        if one.is_needed:
            is_placed &= one.sizes > 0
    overlaps = np.isin(kind, (OVERLAPPING, DUPLICATE))
    a, b = pairs.a[overlaps], pairs.b[overlaps]
    linked = sparse.coo_array((pairs.overlap[overlaps], (a, b)), shape=(size, size)).tocsr()
    linked = linked + linked.T
    reach = niches.supply.reach[niches.rows]
    covered = ((linked @ reach).multiply(reach) > 0).sum(axis=1)
    reached = np.diff(reach.indptr)
    alone = np.divide(reached - covered, reached, out=np.full(size, np.nan), where=reached > 0)
    words = clusters["kind"].reindex(pd.Index(labels)).to_numpy(dtype=object)
    at_home = pairs.alike[:, [one.is_needed for one in niches.dimensions]].all(axis=1)
    kind = np.where((kind == COMPLEMENTARY) & ~at_home, "", kind)
    has = [
        np.bincount(np.concatenate([pairs.a[kind == one], pairs.b[kind == one]]), minlength=size)
        > 0
        for one in (OVERLAPPING, COMPLEMENTARY, SAME_ORGANISATION)
    ]
    status = np.select(
        [~is_placed, labels > 0, *has],
        ["place not known", words, "some overlap", COMPLEMENTARY, SAME_ORGANISATION],
        "no overlap",
    )
    cluster = pd.Series(labels, index=niches.rows, dtype="Int64")
    return pd.DataFrame(
        {
            "cluster": cluster.where(cluster > 0),
            "crowding": np.where(is_placed, linked.sum(axis=1), np.nan),
            "unique_share": np.where(is_placed, alone, np.nan),
            "status": status.astype(object),
        },
        index=niches.rows,
    )


def make_table(e: Ecosystem, supply: Supply, found: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each service, running or not, by its id."""
    services, providers = e.services, supply.providers
    names = e.organisations["name"].take(providers.indices)
    service = np.repeat(np.arange(len(services)), np.diff(providers.indptr))
    table = services[["service_id", "name", "service_type"]].assign(
        organisations=_join_names(names, service, len(services))
    )
    table = table.join(found)
    status = table["status"].fillna("not running").astype("str")
    return table.assign(status=status).set_index("service_id")


def _join_names(names: pd.Series, group: NDArray[np.intp], groups: int) -> pd.Series:
    """Return the different names in each group, in their order, as one text."""
    parts: list[dict[str, None]] = [{} for _ in range(groups)]
    for at, name in zip(group.tolist(), names.tolist(), strict=True):
        if at >= 0:
            parts[at][name] = None
    return pd.Series([LIST_MARK.join(part) for part in parts], dtype="str")
