"""Which pathways were agreed, which are used, and how far the right service is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import sparse

from ecosystem.graph import find_positions

from .first_contacts import FEWEST_CASES
from .log import ACCEPTED, COMPLETED, FAILED, is_one_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem

    from .journeys import Journeys
    from .log import Log

    Matrix = sparse.csr_array[Any, tuple[int, int]]


PROVIDES = "provides it itself"
ROUTE = "route"
NO_ROUTE = "no route recorded"
UNKNOWN = "not known"

AGREED_USED = "agreed and used"
AGREED_UNUSED = "agreed, not used"
USED_UNAGREED = "used, not agreed"
USED_UNKNOWN = "used, agreement not known"

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
    refused = ~links["agreement"].fillna(value=True).astype(bool)
    kind = np.select(
        [agreed & links["is_used"], agreed, links["is_used"] & refused, links["is_used"]],
        [AGREED_USED, AGREED_UNUSED, USED_UNAGREED, USED_UNKNOWN],
        "",
    )
    frame = links.assign(kind=pd.Series(kind, index=links.index, dtype="str"))
    columns = ["from_id", "to_id", "service_type", "kind", "sent"]
    return frame.loc[frame["kind"] != "", columns].reset_index(drop=True)


def count_steps(e: Ecosystem, links: pd.DataFrame, trace: Trace | None) -> pd.DataFrame:
    """Return how many referrals bring someone from each organisation to the right service.

    A row for each organisation, service type and level: organisation_id, service_type, level (at
    least; empty: any), steps (0: it provides it itself; empty: no route, or not known), route,
    cases (of those who turned up there first, how many were taken on by such a provider) and
    mean_referrals (that took; empty for fewer than ten cases). Only links for that type or for
    none in particular count, and providers whose service reaches the area where the organisation
    is based. Where an organisation is known to send nobody anywhere, nothing is known of its
    routes.

    `links`: from_id, to_id, type_key. `trace`: what the log has, if there is one.
    """
    ids = pd.Index(e.organisations["organisation_id"])
    source = ids.get_indexer(pd.Index(links["from_id"]))
    target = ids.get_indexer(pd.Index(links["to_id"]))
    sends = np.zeros(len(ids), dtype=bool)
    sends[source] = True
    area, areas = _list_bases(e)
    frames = []
    for kind, level, providers in _list_needs(e, areas):
        fits = ((links["type_key"] == kind.casefold()) | links["type_key"].isna()).to_numpy()
        steps = _walk(_to_matrix(source[fits], target[fits], len(ids)), providers, area)
        known = np.isfinite(steps)
        frame = pd.DataFrame(
            {
                "organisation_id": ids,
                "service_type": kind,
                "level": level,
                "steps": np.where(known, steps, np.nan),
                "route": np.select(
                    [steps == 0, known, sends], [PROVIDES, ROUTE, NO_ROUTE], UNKNOWN
                ),
                "cases": np.nan,
                "mean_referrals": np.nan,
            }
        )
        if trace is not None:
            frame["cases"], frame["mean_referrals"] = _observe(trace, kind, providers[:, -1])
        frames.append(frame)
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=_STEP_COLUMNS)


@dataclass(frozen=True, kw_only=True, eq=False)
class Trace:
    """What a log has: its referrals and journeys."""

    log: Log
    journeys: Journeys


def _observe(
    trace: Trace, kind: str, provides: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return for each first contact how many cases reached a provider, and in how many steps."""
    rows, journeys = trace.log.rows, trace.journeys
    names = [*trace.log.types, ""]
    is_kind = np.array([name == kind.casefold() for name in names])
    target, state = rows["target"].to_numpy(), rows["state"].to_numpy()
    there = is_kind[rows["service_type"].to_numpy()] & provides[target]
    there &= is_one_of(state, ACCEPTED, FAILED, COMPLETED)
    place = np.arange(len(rows)) - journeys.first[journeys.journey] + 1
    taken = np.where(there, place, np.inf)
    steps = np.minimum.reduceat(taken, journeys.first) if len(taken) else taken
    came = np.isfinite(steps)
    door = rows["source"].to_numpy()[journeys.first][came]
    cases = np.bincount(door, minlength=len(provides)).astype(float)
    total = np.bincount(door, weights=steps[came], minlength=len(provides))
    mean = np.divide(total, cases, out=np.full(len(cases), np.nan), where=cases >= FEWEST_CASES)
    return cases, mean


def _list_bases(e: Ecosystem) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return for each organisation the number of its base among the areas with one, and these.

    The last number is for organisations whose base is not known.
    """
    place = find_positions(e).base
    areas = np.unique(place[place >= 0])
    number = np.where(place >= 0, np.searchsorted(areas, place), len(areas))
    return number, areas


def _list_needs(
    e: Ecosystem, areas: NDArray[np.intp]
) -> list[tuple[str, float, NDArray[np.bool_]]]:
    """Return each service type and level with who provides it in which area, and anywhere.

    A service that is not known to reach anywhere in particular counts everywhere.
    """
    services = e.services
    running = find_positions(e).is_offered
    reach = find_positions(e).reach
    reaches = np.hstack([reach[:, areas].toarray() > 0, np.ones((len(services), 1), dtype=bool)])
    reaches[np.diff(reach.indptr) == 0] = True
    is_open = find_positions(e).is_active
    runs = find_positions(e).providers
    types = services["service_type"].str.casefold()
    needs = []
    for _, rows in services[running].groupby(types[running]):
        name = str(rows["service_type"].min())
        above = sorted(level for level in rows["level"].dropna().unique() if level > 1)
        for level in [np.nan, *above]:
            chosen = rows.index[rows["level"] >= level] if level == level else rows.index  # noqa: PLR0124 - NaN
            provides = (runs[chosen].T @ reaches[chosen].astype(float)) > 0
            needs.append((name, float(level), provides & is_open[:, None]))
    return needs


def _to_matrix(source: NDArray[np.intp], target: NDArray[np.intp], size: int) -> Matrix:
    return sparse.csr_array((np.ones(len(source)), (source, target)), shape=(size, size))


def _walk(
    onward: Matrix, providers: NDArray[np.bool_], area: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Return the steps from each organisation to a provider for its area; without a way, inf.

    Breadth first and backwards from the providers, for all areas at once.
    """
    reached = providers.copy()
    steps = np.where(providers, 0.0, np.inf)
    taken = 0
    new = reached
    while new.any():
        taken += 1
        new = (onward @ reached.astype(float) > 0) & ~reached
        steps[new] = taken
        reached |= new
    return np.asarray(steps[np.arange(len(area)), area])
