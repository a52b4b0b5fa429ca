"""What a log of single referrals says of how they go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.access import are_stopped

from .ends import list_reasons
from .first_contacts import compare_doors
from .frames import Frames, make_doors, make_pairs, make_summary, make_table
from .journeys import IN_HAND, STOPPED, WAITING, list_routes, no_routes, trace_journeys
from .links import join_log
from .log import ACCEPTED
from .notes import note_log
from .rates import count_rates, list_waits, mark_rows, measure_known_waits, records_ends
from .routes import Trace, compare_agreed, count_steps, is_agreed

if TYPE_CHECKING:
    from ecosystem.data import Ecosystem
    from ecosystem.graph import Positions

    from .journeys import Journeys
    from .links import Joined
    from .log import Log


_OF_CASES = (
    *("cases", "passed_on_cases", "bounces", "loops", "retries", "parallel_share", "dead_ends"),
    *("in_hand", "waiting", "door_low", "door_high", "door_gap", "model_error"),
)
"""Single figures that need to know which referrals are of one person."""


def make_log_frames(e: Ecosystem, positions: Positions, links: pd.DataFrame, log: Log) -> Frames:
    """Return the frames from a log, and from the links of the referrals table for agreements."""
    marks, journeys = mark_rows(log), trace_journeys(log)
    joined = join_log(positions, links, log)
    both = joined.links

    # People can go where the log saw them go, where it was agreed, and where the table has them
    # go: a log is of some months, and a way that nobody took in them is still a way.
    ways = pd.concat([both[both["is_used"] | is_agreed(both)], links[links["is_used"]]])
    ways = ways[~are_stopped(e, ways)]
    waits, without_wait = list_waits(log)
    doors, hidden = compare_doors(log, journeys, len(e.organisations))
    doors = make_doors(e, doors)
    numbers = _sum_up(log, marks, journeys, waits, doors)
    table, pairs = _make_table(e, log, marks, journeys, waits), _make_pairs(marks, journeys, joined)
    routes = list_routes(log, journeys, positions.organisation_ids.tolist())
    if not log.has_cases:
        # Each referral stands alone, so nothing can be said of what came after it.
        table, pairs = table.assign(bounces=np.nan, dead_ends=np.nan), pairs.assign(bounces=np.nan)
        doors, hidden, routes = doors.iloc[:0], 0, no_routes()
        numbers |= dict.fromkeys(_OF_CASES, np.nan)
    return Frames(
        table=table,
        pairs=pairs,
        journeys=routes,
        agreed_and_used=compare_agreed(both.iloc[joined.order]),
        doors=doors,
        steps=count_steps(
            e, positions, ways, Trace(log=log, journeys=journeys) if log.has_cases else None
        ),
        reasons=_list_reasons(log, marks),
        summary=make_summary(numbers, both[both["is_used"]]),
        notes=tuple(note_log(marks, hidden, without_wait)),
    )


def _make_table(
    e: Ecosystem, log: Log, marks: pd.DataFrame, journeys: Journeys, waits: pd.DataFrame
) -> pd.DataFrame:
    """Return the table of the answer: a row an organisation, as receiver and as sender.

    `marks` is of each row of the log, `waits` of those that have one.
    """
    size = len(e.organisations)
    source, target = log.rows["source"].to_numpy(), log.rows["target"].to_numpy()

    # What became of the people sent to it, and what it was told of those it sent.
    as_receiver = count_rates(marks, target, size)
    as_sender = count_rates(marks, source, size).filter(like="closed_loop")
    half = measure_known_waits(waits, target, size)

    # A bounce counts where the person was sent back from: at the sender of that row. A dead end
    # counts where the journey ended.
    stopped = target[journeys.last][journeys.outcome == STOPPED]
    counts = {
        "bounces": np.bincount(source[journeys.is_bounce], minlength=size),
        "dead_ends": np.bincount(stopped, minlength=size),
        "silent": np.bincount(target[marks["is_silent"]], minlength=size),
        "passed_on": np.bincount(source, minlength=size),
    }
    columns = {
        **as_receiver,
        **half,
        **counts,
        **as_sender.rename(columns=lambda name: name.replace("closed_loop", "told")),
    }
    return make_table(e, {name: np.asarray(values) for name, values in columns.items()})


def _make_pairs(marks: pd.DataFrame, journeys: Journeys, joined: Joined) -> pd.DataFrame:
    """Return the rates of each sender, receiver and service type.

    The links of the log come first among those joined, so `joined.link` numbers them.
    """
    used = joined.links[joined.links["is_used"]]
    rates = count_rates(marks, joined.link, len(used))
    # A bounce is of the referral before it: the one that was sent straight back.
    returned = np.zeros(len(marks), dtype=bool)
    returned[:-1] = journeys.is_bounce[1:]
    bounces = np.bincount(joined.link[returned], minlength=len(used))
    columns = {str(name): rates[name].to_numpy() for name in rates}
    return make_pairs(used.assign(**columns, bounces=bounces))


def _list_reasons(log: Log, marks: pd.DataFrame) -> pd.DataFrame:
    """Return why the referrals that are due ended without help."""
    ended = (marks["is_due"] & marks["is_unhelped"]).to_numpy() & records_ends(marks)
    reason = log.rows["reason"].to_numpy()[ended]
    return list_reasons(reason, np.ones(len(reason)), log.reasons)


def _sum_up(
    log: Log,
    marks: pd.DataFrame,
    journeys: Journeys,
    waits: pd.DataFrame,
    doors: pd.DataFrame,
) -> dict[str, float]:
    """Return the single figures of a log."""
    # All rows as one group: the same rates and waits as of each organisation, over everyone.
    whole = np.zeros(len(log.rows), dtype=np.intp)
    rates = count_rates(marks, whole, 1)
    half = measure_known_waits(waits, whole, 1)

    # Of the referrals that are due and were taken on, some are still open: the share whose end
    # is known says how much of the story the log tells.
    due = marks[marks["is_due"]]
    is_open = (log.rows["state"] == ACCEPTED).to_numpy()[marks["is_due"]]
    accepted = int((due["is_answered"] & due["is_accepted"]).sum())
    is_passed_on = journeys.last > journeys.first
    outcome = np.bincount(journeys.outcome, minlength=STOPPED + 1)

    def count_cases(claim: np.ndarray) -> float:
        """Return of how many journeys a row makes the claim."""
        return float(np.count_nonzero(np.bincount(journeys.journey[claim])))

    return {
        **{str(name): float(part[name].iloc[0]) for part in (rates, half) for name in part},
        "referrals": len(log.rows),
        "cases": len(journeys.first),
        "signposts": log.signposts,
        "answered": int(due["is_answered"].sum()),
        "accepted": accepted,
        "closed": int(due["is_closed"].sum()) if records_ends(marks) else np.nan,
        "got_help": int(due["is_helped"].sum()) if records_ends(marks) else np.nan,
        "ended_without_help": int(due["is_unhelped"].sum()) if records_ends(marks) else np.nan,
        "outcome_known_share": 1 - is_open.sum() / accepted if accepted else np.nan,
        "passed_on_cases": int(is_passed_on.sum()),
        "bounces": count_cases(journeys.is_bounce),
        "loops": count_cases(journeys.is_loop),
        "retries": count_cases(journeys.is_retry),
        "parallel_share": float(journeys.is_parallel.mean()) if len(log.rows) else np.nan,
        "dead_ends": outcome[STOPPED],
        "in_hand": outcome[IN_HAND],
        "waiting": outcome[WAITING],
        "silent": int(marks["is_silent"].sum()),
        "door_low": doors["served_share"].min(),
        "door_high": doors["served_share"].max(),
        "door_gap": doors["served_share"].max() - doors["served_share"].min(),
        "model_error": (doors["modelled_served_share"] - doors["served_share"]).abs().mean(),
    }
