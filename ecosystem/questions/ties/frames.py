"""The frames of `find_ties`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.data import is_running
from ecosystem.graph import find_positions

from .brokerage import ROLES, count_brokerage, expect_brokerage
from .permutation import TieCounts, count_ties, draw_index, measure_index, measure_p_value

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem

    from .bridges import Bridges
    from .groups import Groups
    from .network import TieNetwork

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

SIGNIFICANCE = 0.05
"""Share of draws that may stay within their groups as much before it is called more than chance:
the limit that is usual in the field."""

INWARD, OUTWARD, BY_CHANCE = "inward", "outward", "as by chance"
OPEN, UNTIED = "not known", "no ties"


@dataclass(frozen=True, kw_only=True, eq=False)
class Indices:
    """What the test measured; the last of each array is of all groups together.

    Attributes
    ----------
    counts : TieCounts
        Ties between organisations whose groups are known.
    not_known : (groups + 1,) int
        Ties of which the group of the other end is not known.
    index, low, high, expected, p_value, p_value_outward : (groups + 1,) float
        E-I index as counted, and if all ties not known stay within or leave; what chance gives.
    status : (groups + 1,) text
        Whether ties stay within, whatever the groups that are not known.
    """

    counts: TieCounts
    not_known: NDArray[np.int64]
    index: Floats
    low: Floats
    high: Floats
    expected: Floats
    p_value: Floats
    p_value_outward: Floats
    status: NDArray[np.object_]


def measure_indices(
    network: TieNetwork,
    groups: Groups,
    order: NDArray[np.int64],
    *,
    permutations: int,
    seed: int,
) -> Indices:
    """Return the E-I index of each group and of all, with its test.

    `order`: the organisations with ties and a known group, as `order_tied` puts them.
    """
    label, source, target = groups.label, network.source, network.target
    is_known = (label[source] >= 0) & (label[target] >= 0)
    place = np.full(network.size, -1, dtype=np.int64)
    place[order] = np.arange(len(order))
    one, other = place[source[is_known]], place[target[is_known]]
    degree = np.bincount(np.concatenate([one, other]), minlength=len(order))
    dealt = label[order]
    counted = count_ties(dealt[None], groups.holds, one, other, degree)
    internal, external = counted.internal[0], counted.external[0]
    not_known = _count_not_known(network, groups)

    drawn = draw_index(dealt, groups.holds, one, other, permutations, seed)
    index = measure_index(internal, external)
    low = measure_index(internal + not_known, external)
    high = measure_index(internal, external + not_known)
    has_draws = ~np.isnan(drawn).all(axis=0)
    expected = np.full(len(index), np.nan)
    expected[has_draws] = np.nanmean(drawn[:, has_draws], axis=0)
    expected[np.isnan(index)] = np.nan
    # Dealing out one label changes nothing, so chance has nothing to say.
    if len(np.unique(dealt)) < 2:
        expected[:] = np.nan
        drawn[:] = np.nan
    return Indices(
        counts=TieCounts(internal=internal, external=external),
        not_known=not_known,
        index=index,
        low=low,
        high=high,
        expected=expected,
        p_value=measure_p_value(drawn, index, is_below=True),
        p_value_outward=measure_p_value(drawn, index, is_below=False),
        status=_judge(drawn, index, low, high),
    )


def _count_not_known(network: TieNetwork, groups: Groups) -> NDArray[np.int64]:
    """Return the ties of each group whose other end has no known group; last, all such ties."""
    label = groups.label
    counts = np.zeros(len(groups.keys) + 1, dtype=np.int64)
    for end, other in ((network.source, network.target), (network.target, network.source)):
        is_open = (label[end] >= 0) & (label[other] < 0)
        ends = np.bincount(label[end[is_open]], minlength=len(groups.holds))
        counts[:-1] += ends @ groups.holds.astype(np.int64)
    counts[-1] = int(((label[network.source] < 0) | (label[network.target] < 0)).sum())
    return counts


def _judge(drawn: Floats, index: Floats, low: Floats, high: Floats) -> NDArray[np.object_]:
    """Return what may be said of each index whatever the ties not known turn out to be."""
    stays, may_stay = (
        measure_p_value(drawn, one, is_below=True) <= SIGNIFICANCE for one in (high, low)
    )
    leaves, may_leave = (
        measure_p_value(drawn, one, is_below=False) <= SIGNIFICANCE for one in (low, high)
    )
    cases = [np.isnan(low), np.isnan(index), stays, leaves, may_stay | may_leave]
    words = [UNTIED, OPEN, INWARD, OUTWARD, OPEN]
    return np.asarray(np.select(cases, words, default=BY_CHANCE), dtype=object)


def make_table(groups: Groups, indices: Indices, is_active: Flags) -> pd.DataFrame:
    """Return the table, a row a group in which an organisation runs."""
    counted = groups.label[is_active & (groups.label >= 0)]
    size = np.bincount(counted, minlength=len(groups.holds)) @ groups.holds.astype(np.int64)
    frame = pd.DataFrame(
        {
            "name": pd.Series(groups.names, dtype="str"),
            "organisations": size,
            "internal": indices.counts.internal[:-1],
            "external": indices.counts.external[:-1],
            "not_known": indices.not_known[:-1],
            "ei_index": indices.index[:-1],
            "ei_index_low": indices.low[:-1],
            "ei_index_high": indices.high[:-1],
            "expected": indices.expected[:-1],
            "p_value": indices.p_value[:-1],
            "p_value_outward": indices.p_value_outward[:-1],
            "status": indices.status[:-1],
        }
    )
    frame.index = pd.Index(groups.keys, name="group", dtype="str")
    return frame[frame["organisations"] > 0]


def make_brokers(e: Ecosystem, network: TieNetwork, groups: Groups, parts: Bridges) -> pd.DataFrame:
    """Return the go-betweens, a row an organisation."""
    start, end, label = network.arcs_from, network.arcs_to, groups.label
    counted = count_brokerage(start, end, label)
    expected, expected_total = expect_brokerage(start, end, label)
    # Each pair once, whoever of the two passes on to whom.
    both = (
        np.concatenate([network.source, network.target]),
        np.concatenate([network.target, network.source]),
    )
    pairs = count_brokerage(*both, label)
    names = np.array([*groups.class_names, None], dtype=object)
    frame = pd.DataFrame(
        {
            "name": e.organisations["name"].to_numpy(),
            "group": names[label],
            **{role: counted.roles[:, number] for number, role in enumerate(ROLES)},
            "total": counted.total,
            "not_known": counted.total - counted.roles.sum(axis=1),
            **{f"{role}_expected": expected[:, number] for number, role in enumerate(ROLES)},
            "total_expected": expected_total,
            "pairs": pairs.total // 2,
            "pairs_of_three_groups": pairs.roles[:, ROLES.index("liaison")] // 2,
            "pairs_not_known": (pairs.total - pairs.roles.sum(axis=1)) // 2,
            "ties": network.degree,
            "is_only_link": parts.is_only_link,
        },
        index=pd.Index(e.organisations["organisation_id"], name="organisation_id"),
    )
    return frame.assign(group=frame["group"].astype("str").where(frame["group"].notna()))


def make_bridges(e: Ecosystem, found: Bridges) -> pd.DataFrame:
    """Return the ties that alone hold two parts together, those of the largest parts first."""
    ids, names = (e.organisations[column].to_numpy() for column in ("organisation_id", "name"))
    # No id decides which end is named first.
    is_first = names[found.source] <= names[found.target]
    a = np.where(is_first, found.source, found.target)
    b = np.where(is_first, found.target, found.source)
    frame = pd.DataFrame(
        {
            "a": ids[a],
            "name_a": names[a],
            "b": ids[b],
            "name_b": names[b],
            "organisations_a": np.where(is_first, found.at_source, found.at_target),
            "organisations_b": np.where(is_first, found.at_target, found.at_source),
        }
    )
    smaller = frame[["organisations_a", "organisations_b"]].min(axis=1)
    frame = frame.iloc[np.lexsort((frame["name_b"], frame["name_a"], -smaller))]
    return frame.set_index(pd.RangeIndex(1, len(frame) + 1, name="bridge"))


def make_steering(e: Ecosystem, network: TieNetwork, role: pd.Series | None) -> pd.DataFrame:
    """Return who sits on a steering group today, beside their ties and, if given, their role."""
    kind, name = (e.groups[column].astype("str").str.casefold() for column in ("kind", "name"))
    steers = e.groups[kind.str.contains("steering") | name.str.contains("steering")]
    positions = find_positions(e)
    seats = e.memberships[is_running(e.memberships, e.snapshot_date)]
    # Who observes does not steer.
    seats = seats[seats["group_id"].isin(set(steers["group_id"])) & (seats["role"] != "observer")]
    row = positions.find_organisations(seats["organisation_id"])
    seats, row = seats[positions.is_active[row]], row[positions.is_active[row]]
    seats = seats.assign(row=row).drop_duplicates(["group_id", "organisation_id"])
    titles = dict(zip(steers["group_id"], steers["name"], strict=True))
    row = seats["row"].to_numpy(dtype=np.intp)
    is_member = np.zeros(network.size, dtype=bool)
    is_member[row] = True
    frame = pd.DataFrame(
        {
            "group_id": seats["group_id"].to_numpy(),
            "group": [titles[one] for one in seats["group_id"]],
            "organisation_id": seats["organisation_id"].to_numpy(),
            "name": e.organisations["name"].to_numpy()[row],
            "role_by_ties": pd.Series(
                [None] * len(row) if role is None else role.to_numpy()[row], dtype="str"
            ),
            "ties": network.degree[row],
            "ties_to_steering": _count_into(network, is_member)[row],
        }
    )
    return frame.set_index(pd.RangeIndex(1, len(frame) + 1, name="seat"))


def _count_into(network: TieNetwork, inside: Flags) -> NDArray[np.int64]:
    """Return how many of those inside each organisation is tied to."""
    source, target, size = network.source, network.target, network.size
    counts: NDArray[np.int64] = np.bincount(source[inside[target]], minlength=size)
    counts += np.bincount(target[inside[source]], minlength=size)
    return counts


def make_summary(network: TieNetwork, groups: Groups, indices: Indices) -> pd.Series:
    """Return the single figures: those of all groups together."""
    tied = network.degree > 0
    figures: dict[str, object] = {
        "organisations": int(tied.sum()),
        "organisations_not_known": int((tied & (groups.label < 0)).sum()),
        "ties": len(network.source),
        "internal": int(indices.counts.internal[-1]),
        "external": int(indices.counts.external[-1]),
        "not_known": int(indices.not_known[-1]),
        "ei_index": float(indices.index[-1]),
        "ei_index_low": float(indices.low[-1]),
        "ei_index_high": float(indices.high[-1]),
        "expected": float(indices.expected[-1]),
        "p_value": float(indices.p_value[-1]),
        "p_value_outward": float(indices.p_value_outward[-1]),
        "status": str(indices.status[-1]),
    }
    return pd.Series(figures, name="summary", dtype=object)
