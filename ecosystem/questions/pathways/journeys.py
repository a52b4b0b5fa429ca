"""Where each case went: straight on, back again, round in a ring, or nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ecosystem.disclosure import LEAST_SHOWN
from ecosystem.graph import splitmix64

from .log import ACCEPTED, COMPLETED, FAILED, REQUESTED, is_one_of
from .rates import LAPSE_DAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from .log import Log

    Claims = NDArray[np.bool_]


SERVED, IN_HAND, WAITING, SILENT, STOPPED = range(5)
"""How a journey stands: served; taken on; no answer yet; no answer for long; turned away."""

_COUNTS = ["served", "in_hand", "waiting", "silent", "stopped"]

_JOIN = " > "
_APART = "; "
_OTHERS = "others"


@dataclass(frozen=True, kw_only=True, eq=False)
class Journeys:
    """The referrals of each case for one service type, in time.

    Attributes
    ----------
    journey : (rows of the log,) int
        The journey each referral belongs to.
    first, last : (journeys,) int
        The first and the last row of each in the log.
    outcome : (journeys,) int
        How each stands: SERVED and so on.
    is_bounce : (rows of the log,) bool
        It goes straight back to who sent the person.
    is_loop : (rows of the log,) bool
        It goes, in another way, back to an organisation that had the person before.
    is_retry : (rows of the log,) bool
        The same sender tries again, not having been accepted.
    is_parallel : (rows of the log,) bool
        The same sender sends the person to another on the same day.
    """

    journey: NDArray[np.intp]
    first: NDArray[np.intp]
    last: NDArray[np.intp]
    outcome: NDArray[np.intp]
    is_bounce: Claims
    is_loop: Claims
    is_retry: Claims
    is_parallel: Claims


def trace_journeys(log: Log) -> Journeys:
    """Return the journeys of a log, whose rows are in order."""
    rows = log.rows
    source, target = rows["source"].to_numpy(), rows["target"].to_numpy()
    sent, state = rows["sent"].to_numpy(), rows["state"].to_numpy()

    # Rows are in order, so a journey starts where the case or the service type changes.
    starts = np.ones(len(rows), dtype=bool)
    keys = rows[["case", "service_type"]].to_numpy()
    starts[1:] = (keys[1:] != keys[:-1]).any(axis=1)
    journey = np.cumsum(starts) - 1
    first = np.flatnonzero(starts)
    last = np.append(first[1:], len(rows)).astype(np.intp)[: len(first)] - 1

    # What a row is hangs on the row before, but only within a journey.
    goes_on = ~starts
    same_sender = goes_on & (source == _before(source))
    is_parallel = same_sender & (sent == _before(sent))
    accepted = is_one_of(_before(state), ACCEPTED, FAILED, COMPLETED)
    is_bounce = goes_on & (source == _before(target)) & (target == _before(source))
    is_loop = goes_on & ~is_bounce & ~same_sender & _had_before(journey, source, target)
    return Journeys(
        journey=journey,
        first=first,
        last=last,
        outcome=_judge(log, journey, last),
        is_bounce=is_bounce,
        is_loop=is_loop,
        is_retry=same_sender & ~is_parallel & ~accepted,
        is_parallel=is_parallel,
    )


def _before(values: NDArray[Any]) -> NDArray[Any]:
    """Return each row's value in the row before; the first row has its own."""
    return np.concatenate([values[:1], values[:-1]])


def _had_before(
    journey: NDArray[np.intp], source: NDArray[np.intp], target: NDArray[np.intp]
) -> Claims:
    """Tell for each row whether its target had the person earlier in the journey."""
    # Who had the person, in order: sender, receiver, sender, receiver … A visit is the journey
    # and the organisation as one number, and one that is there already comes back.
    size = int(max(source.max(initial=0), target.max(initial=0))) + 1
    visits = np.empty(2 * len(journey), dtype=np.int64)
    visits[0::2] = journey * size + source
    visits[1::2] = journey * size + target
    return pd.Series(visits).duplicated().to_numpy()[1::2]


def _judge(log: Log, journey: NDArray[np.intp], last: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return how each journey stands, by its best row, else by its last.

    Who is served or in hand anywhere is not lost, whatever another referral came to.
    """
    state, sent = log.rows["state"].to_numpy(), log.rows["sent"].to_numpy()
    size = len(last)
    is_served = np.bincount(journey[state == COMPLETED], minlength=size) > 0
    is_in_hand = np.bincount(journey[state == ACCEPTED], minlength=size) > 0
    is_waiting = state[last] == REQUESTED
    is_old = log.as_of - sent[last] > LAPSE_DAYS
    return np.select(
        [is_served, is_in_hand, is_waiting & is_old, is_waiting],
        [SERVED, IN_HAND, SILENT, WAITING],
        STOPPED,
    ).astype(np.intp)


def list_routes(log: Log, journeys: Journeys, ids: Sequence[str]) -> pd.DataFrame:
    """Return a row for each route that five people or more took, busiest first.

    Columns: route (ids of organisations), referrals (in it), people, and how many of them were
    served, are in hand, waiting, silent and stopped. The last row holds all other routes.
    """
    source, target = log.rows["source"].to_numpy(), log.rows["target"].to_numpy()

    # A fingerprint of each journey: its steps, each scattered over 64 bits with its position,
    # summed. Equal routes have equal sums, and no route has to be spelt to be counted.
    position = np.arange(len(source)) - journeys.first[journeys.journey]
    steps = splitmix64(source.astype(np.uint64) << np.uint64(32) | target.astype(np.uint64))
    steps = splitmix64(steps + position.astype(np.uint64))
    fingerprint = np.add.reduceat(steps, journeys.first) if len(steps) else steps

    # route: of each journey. example: of each route, a journey that took it.
    route, kinds = pd.factorize(fingerprint)
    example = np.zeros(len(kinds), dtype=np.intp)
    example[route] = np.arange(len(route))

    # (routes, outcomes): people.
    people = np.bincount(route, minlength=len(kinds))
    size = len(_COUNTS)
    cells = np.bincount(route * size + journeys.outcome, minlength=len(kinds) * size)
    counts = pd.DataFrame(cells.reshape(-1, size), columns=_COUNTS)
    counts.insert(0, "people", people)
    counts.insert(0, "referrals", journeys.last[example] - journeys.first[example] + 1)

    # A way that few took would tell who they are: these are one row.
    is_shown = people >= LEAST_SHOWN
    shown = counts[is_shown].reset_index(drop=True)
    texts = [
        _spell_route(source, target, journeys.first[journey], journeys.last[journey], ids)
        for journey in example[is_shown].tolist()
    ]
    shown.insert(0, "route", np.array(texts, dtype=object))
    shown = shown.sort_values(["people", "route"], ascending=[False, True])
    if not is_shown.all():
        rest = counts[~is_shown].sum().to_dict() | {"route": _OTHERS, "referrals": np.nan}
        shown = pd.concat([shown, pd.DataFrame([rest])])[list(shown.columns)]
    return shown.reset_index(drop=True).astype({"route": "str", "referrals": "float64"})


def no_routes() -> pd.DataFrame:
    """Return the frame of routes without a row."""
    columns = ["route", "referrals", "people", *_COUNTS]
    return pd.DataFrame(columns=columns).astype({"route": "str"})


def _spell_route(
    source: NDArray[np.intp],
    target: NDArray[np.intp],
    first: int,
    last: int,
    ids: Sequence[str],
) -> str:
    """Return a route as text: "a > b > c"; "a > b; a > c" where a tried again."""
    parts = [f"{ids[source[first]]}{_JOIN}{ids[target[first]]}"]
    for row in range(first + 1, last + 1):
        on = source[row] == target[row - 1]
        parts.append(_JOIN if on else f"{_APART}{ids[source[row]]}{_JOIN}")
        parts.append(ids[target[row]])
    return "".join(parts)
