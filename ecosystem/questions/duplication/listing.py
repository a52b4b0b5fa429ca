"""The frame of pairs: which are listed where there are too many, and a row for each of these."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.data import LIST_MARK

from .folding import MOST_PAIRS
from .niches import CONTAINED, OVERLAPPING, find_contained, rename_kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .niches import Niches
    from .overlap import NichePairs


_MOST_EACH = 10
"""Pairs a service up to which all are listed, however many services there are."""


def list_pairs(
    niches: Niches,
    pairs: NichePairs,
    kind: NDArray[np.object_],
    chance: tuple[NDArray[np.float64], NDArray[np.float64]],
) -> pd.DataFrame:
    """Return a row a pair, the closest first. `chance`: the p values and the q values.

    Where there are too many, the closest, and of each service the closest of each kind.
    """
    ids = niches.services["service_id"]
    names = np.array([dimension.name for dimension in niches.dimensions], dtype=object)

    # The size of a niche is the product of the numbers of values it holds, over the respects that
    # both tell: cells shared, and cells of each of the two. All by case.
    cases = pairs.cases
    known = ~np.isnan(cases.alike)
    sizes = np.column_stack([dimension.sizes for dimension in niches.dimensions]).astype(float)
    shared, first, second = (
        np.where(known, part, 1.0).prod(axis=1)
        for part in (cases.shared, sizes[cases.a], sizes[cases.b])
    )

    # Overlap, in which one is for some of those whom the other is for.
    is_inside = np.asarray(find_contained(niches, cases).any(axis=1))[pairs.case]
    kind = rename_kind(kind, (kind == OVERLAPPING) & is_inside, CONTAINED)

    # Which respects differ as one number a pair: few numbers, each put into words once.
    kinds, back = np.unique(cases.differs @ (1 << np.arange(len(names))), return_inverse=True)
    differs = (kinds[:, None] >> np.arange(len(names))) & 1 > 0
    words = pd.Series([LIST_MARK.join(names[row]) for row in differs], dtype="str")

    # From here on a row a pair of services. a, b: who they are; row: in which of `pairs`.
    a, b, row = _choose_pairs(niches, pairs, kind)
    case = pairs.case[row]
    frame = pd.DataFrame(
        {
            "service_a": ids.take(a).array,
            "service_b": ids.take(b).array,
            "overlap": cases.overlap[case],
            "contained_share": (shared / np.minimum(first, second))[case],
            "kind": pd.array(kind[row], dtype="str"),
            "differs_in": words.take(back[case]).array,
            "p_value": chance[0][case],
            "q_value": chance[1][case],
        }
    )
    for dimension, name in enumerate(names):
        frame[f"overlap_{name}"] = cases.alike[case, dimension]
    return frame


def _choose_pairs(
    niches: Niches, pairs: NichePairs, kind: NDArray[np.object_]
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Return the pairs that are listed, in order: two services, and the row of `pairs`."""
    size = len(niches.services)
    most = max(MOST_PAIRS, _MOST_EACH * size)

    # rank: (pairs,) 0 for the closest, the same for those that are as close.
    closeness = np.unique(-pairs.cases.overlap.round(9), return_inverse=True)[1]
    rank = closeness.astype(np.int32)[pairs.case]
    a, b, row = _unfold(niches, pairs, _find_closest(pairs, rank, most), most)
    if len(row) < pairs.times.sum():
        # What is left out is told by one pair of each kind a service has.
        parts = [(a, b, row), _list_first_of_kind(niches, pairs, kind, rank)]
        a, b, row = (np.concatenate(part) for part in zip(*parts, strict=True))
        _, once = np.unique(a * size + b, return_index=True)
        a, b, row = a[once], b[once], row[once]
    listed = np.lexsort((b, a, rank[row]))
    return a[listed], b[listed], row[listed]


def _find_closest(pairs: NichePairs, rank: NDArray[np.int32], most: int) -> NDArray[np.intp]:
    """Return the rows behind which the `most` closest pairs stand, in order of their rank."""
    # Only the last rank that is needed at all may be needed in part.
    times = pairs.times
    found = np.cumsum(np.bincount(rank, weights=times))
    last = np.searchsorted(found, most)
    before, there = np.flatnonzero(rank < last), np.flatnonzero(rank == last)
    left = most - times[before].sum()
    there = there[np.cumsum(times[there]) - times[there] < left]
    return np.concatenate([before[np.argsort(rank[before], kind="stable")], there])


def _unfold(
    niches: Niches, pairs: NichePairs, order: NDArray[np.intp], most: int
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Return the first `most` pairs of services that stand behind these pairs, in this order."""
    members, start = _list_members(niches)
    times = pairs.times[order]
    ends = np.cumsum(times)
    taken = np.clip(most - (ends - times), 0, times).astype(np.intp)
    row = np.repeat(order, taken)
    number = np.arange(len(row)) - np.repeat(np.cumsum(taken) - taken, taken)

    # Number 0, 1, … of the pairs behind a row: of two services each of one with each of the other;
    # of one (0, 1), (0, 2), (1, 2), (0, 3), …: j (j - 1) / 2 pairs come before the first with j.
    a, b = pairs.a[row], pairs.b[row]
    first, second = np.divmod(number, niches.counts[b])
    itself = a == b
    later = ((1 + np.sqrt(1 + 8.0 * number[itself])) / 2).astype(np.int64)
    first[itself], second[itself] = number[itself] - later * (later - 1) // 2, later
    one, other = members[start[a] + first], members[start[b] + second]
    return np.minimum(one, other), np.maximum(one, other), row


def _list_first_of_kind(
    niches: Niches, pairs: NichePairs, kind: NDArray[np.object_], rank: NDArray[np.int32]
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Return for each service its closest pair of each kind; of those as close, the first."""
    members, start = _list_members(niches)
    counts = niches.counts
    code, kinds = pd.factorize(kind)

    # (services, kinds): rank and row as one number, of which the least is wanted.
    place = rank * np.int64(len(rank)) + np.arange(len(rank))
    none = np.iinfo(np.int64).max
    least = np.full((len(counts), len(kinds)), none)
    for side in (pairs.a, pairs.b):
        np.minimum.at(least, (side, code), place)
    end = np.nonzero(least < none)[0]
    row = least[least < none] % len(rank)
    other = (pairs.a + pairs.b)[row] - end

    # All for whom the one stands, each with the first of the other; that one with the second.
    row, other = np.repeat(row, counts[end]), np.repeat(other, counts[end])
    number = np.arange(len(row)) - np.repeat(np.cumsum(counts[end]) - counts[end], counts[end])
    service = members[start[np.repeat(end, counts[end])] + number]
    partner = members[start[other]]
    is_itself = np.flatnonzero(partner == service)
    partner[is_itself] = members[start[other[is_itself]] + 1]
    return np.minimum(service, partner), np.maximum(service, partner), row


def _list_members(niches: Niches) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the services in the order of who stands for them, and where each of these starts."""
    counts = niches.counts
    return np.argsort(niches.proxy, kind="stable"), (np.cumsum(counts) - counts).astype(np.intp)
