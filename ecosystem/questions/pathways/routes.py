"""Which pathways were agreed, which are used, and how far the right service is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import sparse

from .first_contacts import FEWEST_CASES
from .log import ACCEPTED, COMPLETED, FAILED, is_one_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem
    from ecosystem.graph import Positions

    from .journeys import Journeys
    from .log import Log

    Matrix = sparse.csr_array[Any, tuple[int, int]]


PROVIDES = "provides it itself"
ROUTE = "route"
NO_ROUTE = "no route recorded"
NO_SERVICE = "no such service reaches its area"
UNKNOWN = "not known"

AGREED_USED = "agreed and used"
AGREED_UNUSED = "agreed, not used"
USED_UNAGREED = "used, not agreed"
USED_UNKNOWN = "used, agreement not known"

_BYTES = 8
"""Bytes of a word."""

_STEP_COLUMNS = [
    "organisation_id",
    "service_type",
    "level",
    "steps",
    "route",
    "cases",
    "mean_referrals",
]


def is_agreed(links: pd.DataFrame) -> pd.Series:
    """Tell which links are known to have a written agreement."""
    return links["agreement"].fillna(value=False).astype(bool)


def compare_agreed(links: pd.DataFrame) -> pd.DataFrame:
    """Return each link with whether it was agreed and is used, in the order given.

    `links`: from_id, to_id, service_type, agreement, is_used, sent.
    """
    agreed = is_agreed(links)

    # Not recorded is neither: a link is unagreed only where it says so.
    refused = ~links["agreement"].fillna(value=True).astype(bool)
    kind = np.select(
        [agreed & links["is_used"], agreed, links["is_used"] & refused, links["is_used"]],
        [AGREED_USED, AGREED_UNUSED, USED_UNAGREED, USED_UNKNOWN],
        "",
    )
    frame = links.assign(kind=pd.Series(kind, index=links.index, dtype="str"))
    columns = ["from_id", "to_id", "service_type", "kind", "sent"]
    return frame.loc[frame["kind"] != "", columns].reset_index(drop=True)


def count_steps(
    e: Ecosystem, positions: Positions, links: pd.DataFrame, trace: Trace | None
) -> pd.DataFrame:
    """Return how many referrals bring someone from each organisation to the right service.

    A row for each organisation, service type and level: organisation_id, service_type, level (at
    least; empty: any), steps (0: it provides it itself; empty: no route, or not known), route,
    cases (of those who turned up there first, how many were taken on by such a provider) and
    mean_referrals (that took; empty for fewer than ten cases). Only links for that type or for
    none in particular count, and providers whose service reaches the area where the organisation
    is based. Where none reaches that area, that is a gap and no missing route. Where an
    organisation sends nobody anywhere, nothing is known of its routes; nor where a service whose
    level is not recorded may be what is needed.

    `links`: from_id, to_id, type_key. `trace`: what the log has, if there is one.
    """
    ids = positions.organisation_ids
    source = positions.find_organisations(links["from_id"])
    target = positions.find_organisations(links["to_id"])

    # Who sends nobody anywhere may only not have told: that there is no route is not known.
    sends = np.zeros(len(ids), dtype=bool)
    sends[source] = True
    area, areas = _list_bases(positions)
    frames = []
    for kind, level, providers, possible in _list_needs(e, positions, areas):
        fits = ((links["type_key"] == kind.casefold()) | links["type_key"].isna()).to_numpy()
        onward = _to_matrix(source[fits], target[fits], len(ids))
        steps = _walk(onward, providers, area)
        is_known = np.isfinite(steps)

        # No route, and no service, only if that stands whatever the unrecorded levels are.
        may_arrive = np.zeros(len(ids), dtype=bool)
        if possible is not providers:
            may_arrive = np.isfinite(_walk(onward, possible, area)) & ~is_known
        is_reached = np.asarray(possible.any(axis=0))[area]
        frame = pd.DataFrame(
            {
                "organisation_id": ids,
                "service_type": kind,
                "level": level,
                "steps": np.where(is_known, steps, np.nan),
                "route": np.select(
                    [steps == 0, is_known, may_arrive | ~sends, is_reached],
                    [PROVIDES, ROUTE, UNKNOWN, NO_ROUTE],
                    NO_SERVICE,
                ),
                "cases": np.nan,
                "mean_referrals": np.nan,
            }
        )
        if trace is not None:
            # The last column: a log says who took people on, wherever they came from.
            frame["cases"], frame["mean_referrals"] = _observe(trace, kind, providers[:, -1])
        frames.append(frame)
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=_STEP_COLUMNS)


@dataclass(frozen=True, kw_only=True, eq=False)
class Trace:
    """What a log has.

    Attributes
    ----------
    log : Log
        Its referrals.
    journeys : Journeys
        The journeys they make up, by the rows of the log.
    """

    log: Log
    journeys: Journeys


def _observe(
    trace: Trace, kind: str, provides: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return for each first contact how many cases reached a provider, and in how many steps.

    `provides` is (organisations,): who gives what was needed. So are both arrays returned; steps
    are the mean, NaN of fewer than ten cases.
    """
    rows, journeys = trace.log.rows, trace.journeys

    # (rows of the log,): this referral was of the type, to a provider, and was taken on.
    names = [*trace.log.types, ""]
    is_kind = np.array([name == kind.casefold() for name in names])
    target, state = rows["target"].to_numpy(), rows["state"].to_numpy()
    arrives = is_kind[rows["service_type"].to_numpy()] & provides[target]
    arrives &= is_one_of(state, ACCEPTED, FAILED, COMPLETED)

    # The first such referral of each journey says how many it took: rows are in order.
    step = np.arange(len(rows)) - journeys.first[journeys.journey] + 1
    taken = np.where(arrives, step, np.inf)
    steps = np.minimum.reduceat(taken, journeys.first) if len(taken) else taken
    has_arrived = np.isfinite(steps)
    door = rows["source"].to_numpy()[journeys.first][has_arrived]
    cases = np.bincount(door, minlength=len(provides)).astype(float)
    total = np.bincount(door, weights=steps[has_arrived], minlength=len(provides))
    mean = np.divide(total, cases, out=np.full(len(cases), np.nan), where=cases >= FEWEST_CASES)
    return cases, mean


def _list_bases(positions: Positions) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return for each organisation the number of its base among the areas with one, and these.

    The last number is for organisations whose base is not known.
    """
    base = positions.base
    areas = np.unique(base[base >= 0])
    number = np.where(base >= 0, np.searchsorted(areas, base), len(areas))
    return number, areas


def _list_needs(
    e: Ecosystem, positions: Positions, areas: NDArray[np.intp]
) -> list[tuple[str, float, NDArray[np.bool_], NDArray[np.bool_]]]:
    """Return each service type and level with who provides it in which area, and who may.

    Both are (organisations, areas + 1); the last column is for anywhere. A service that is not
    known to reach anywhere in particular counts everywhere. One whose level is not recorded may
    have any.
    """
    services, is_offered = e.services, positions.is_offered
    reach, runs = positions.reach, positions.providers

    near = sparse.csr_array(reach[:, areas])
    is_anywhere = positions.is_unplaced | (np.diff(reach.indptr) == 0)

    def list_providers(chosen: pd.Index) -> NDArray[np.bool_]:
        gives = sparse.csr_array(runs[chosen].T)
        where = (gives @ near[chosen]).tocoo()
        provides = np.zeros((*where.shape[:1], len(areas) + 1), dtype=bool)
        provides[where.coords] = where.data > 0
        provides[:, -1] = gives @ np.ones(len(chosen)) > 0
        provides[gives @ is_anywhere[chosen].astype(float) > 0] = True
        return provides & positions.is_active[:, None]

    types = services["service_type"].str.casefold()
    needs = []
    for _, rows in services[is_offered].groupby(types[is_offered]):
        name = str(rows["service_type"].min())

        # Level 1 is any advice, so only the levels above it are needs of their own.
        above = sorted(level for level in rows["level"].dropna().unique() if level > 1)
        for level in [np.nan, *above]:
            is_any = np.isnan(level)
            has_level = (rows["level"] >= level).fillna(value=False).to_numpy(dtype=bool) | is_any
            may_have = has_level | rows["level"].isna().to_numpy()
            provides = list_providers(rows.index[has_level])
            is_same = bool((may_have == has_level).all())
            possible = provides if is_same else list_providers(rows.index[may_have])
            needs.append((name, float(level), provides, possible))
    return needs


def _to_matrix(source: NDArray[np.intp], target: NDArray[np.intp], size: int) -> Matrix:
    """Return links as (organisations, organisations): above 0 where the row sends to the column."""
    return sparse.csr_array((np.ones(len(source)), (source, target)), shape=(size, size))


def _walk(
    onward: Matrix, providers: NDArray[np.bool_], area: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Return the steps from each organisation to a provider for its area; without a way, inf.

    Breadth first and backwards from the providers, for all areas at once. `onward` is
    (organisations, organisations), `providers` (organisations, areas + 1), `area` (organisations,)
    the column of `providers` that an organisation needs.
    """
    # (organisations, words): 64 areas a word, a bit each, for most of the work is in reading them.
    bits = np.packbits(providers, axis=1, bitorder="little")
    bits = np.pad(bits, [(0, 0), (0, -bits.shape[1] % _BYTES)])
    reached = bits.view(np.uint64)
    steps = np.where(providers[np.arange(len(area)), area], 0.0, np.inf)

    # (links,): in the order of who sends. `new` holds what the last step brought, of those fresh.
    source = np.repeat(np.arange(len(area)), np.diff(onward.indptr))
    target, new = onward.indices, reached.copy()
    is_fresh, taken = np.asarray(reached.any(axis=1)), 0
    while (leads := np.flatnonzero(is_fresh[target])).size:
        # What is new at those sent to is new at who sends, if it was not there before.
        taken += 1
        sends = source[leads]
        first = np.flatnonzero(np.append(True, sends[1:] != sends[:-1]))
        passed = np.bitwise_or.reduceat(new[target[leads]], first, axis=0)
        passed &= ~reached[sends[first]]
        is_more = passed.any(axis=1)
        rows, passed = sends[first[is_more]], passed[is_more]
        reached[rows] |= passed
        new[rows] = passed
        is_fresh[:] = False
        is_fresh[rows] = True
        own, column = np.arange(len(rows)), area[rows]
        has_own = passed.view(np.uint8)[own, column // 8] >> (column % 8).astype(np.uint8) & 1
        steps[rows[has_own > 0]] = taken
    return steps
