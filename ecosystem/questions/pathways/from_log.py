"""What a log of single referrals says of how they go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.disclosure import find_most_guarded

from .answer import PathwaysResult
from .first_contacts import compare_doors
from .frames import make_doors, make_pairs, make_summary, make_table
from .journeys import IN_HAND, STOPPED, WAITING, list_routes, trace_journeys
from .links import join_log
from .log import ACCEPTED
from .notes import note_log
from .rates import LAPSE_DAYS, WINDOW_DAYS, count_rates, list_waits, mark_rows, measure_waits
from .routes import Trace, compare_agreed, count_steps, is_agreed

if TYPE_CHECKING:
    from ecosystem.data import Ecosystem

    from .journeys import Journeys
    from .links import Joined
    from .log import Log


def answer_from_log(
    e: Ecosystem, links: pd.DataFrame, notes: list[str], log: Log
) -> PathwaysResult:
    """Return the answer from a log, and from the links of the referrals table for agreements."""
    marks, journeys = mark_rows(log), trace_journeys(log)
    joined = join_log(e, links, log)
    both = joined.links
    used = both[both["is_used"]]
    ways = pd.concat([both[both["is_used"] | is_agreed(both)], links[links["is_used"]]])
    waits, without = list_waits(log)
    doors, hidden = compare_doors(log, journeys, len(e.organisations))
    doors = make_doors(e, doors)
    return PathwaysResult(
        table=_make_table(e, log, marks, journeys, waits),
        pairs=_make_pairs(marks, journeys, joined),
        journeys=list_routes(log, journeys, e.organisations["organisation_id"].tolist()),
        agreed_and_used=compare_agreed(both.iloc[joined.order]),
        doors=doors,
        steps=count_steps(e, ways, Trace(log=log, journeys=journeys)),
        summary=make_summary(_sum_up(log, marks, journeys, waits, doors), used),
        settings={
            "log": True,
            "as_of": str(np.datetime64(log.as_of, "D")),
            "window_days": WINDOW_DAYS,
            "lapse_days": LAPSE_DAYS,
            "visibility": find_most_guarded([e.visibility, "partners"]),
        },
        notes=(*log.notes, *notes, *note_log(marks, hidden, without)),
    )


def _make_table(
    e: Ecosystem, log: Log, marks: pd.DataFrame, journeys: Journeys, waits: pd.DataFrame
) -> pd.DataFrame:
    size = len(e.organisations)
    source, target = log.rows["source"].to_numpy(), log.rows["target"].to_numpy()
    told = count_rates(marks, source, size).filter(like="closed_loop")
    half = measure_waits(
        waits["days"].to_numpy(), waits["is_over"].to_numpy(), target[waits["row"]], size
    )
    stopped = target[journeys.last][journeys.outcome == STOPPED]
    counts = {
        "bounces": np.bincount(source[journeys.is_bounce], minlength=size),
        "dead_ends": np.bincount(stopped, minlength=size),
        "silent": np.bincount(target[marks["is_silent"]], minlength=size),
        "passed_on": np.bincount(source, minlength=size),
    }
    columns = {
        **count_rates(marks, target, size),
        **half,
        **counts,
        **told.rename(columns=lambda name: name.replace("closed_loop", "told")),
    }
    return make_table(e, {name: np.asarray(values) for name, values in columns.items()})


def _make_pairs(marks: pd.DataFrame, journeys: Journeys, joined: Joined) -> pd.DataFrame:
    """Return the rates of each sender, receiver and service type."""
    used = joined.links[joined.links["is_used"]]
    rates = count_rates(marks, joined.link, len(used))
    # A bounce is of the referral before it: the one that was sent straight back.
    returned = np.zeros(len(marks), dtype=bool)
    returned[:-1] = journeys.is_bounce[1:]
    bounces = np.bincount(joined.link[returned], minlength=len(used))
    columns = {str(name): rates[name].to_numpy() for name in rates}
    return make_pairs(used.assign(**columns, bounces=bounces))


def _sum_up(
    log: Log,
    marks: pd.DataFrame,
    journeys: Journeys,
    waits: pd.DataFrame,
    doors: pd.DataFrame,
) -> dict[str, float]:
    """Return the single figures of a log."""
    nobody = np.zeros(len(log.rows), dtype=np.intp)
    rates = count_rates(marks, nobody, 1)
    days, is_over = waits["days"].to_numpy(), waits["is_over"].to_numpy()
    half = measure_waits(days, is_over, nobody[: len(waits)], 1)
    due = marks[marks["is_due"]]
    is_open = (log.rows["state"] == ACCEPTED).to_numpy()[marks["is_due"]]
    accepted = int((due["is_answered"] & due["is_accepted"]).sum())
    several = journeys.last > journeys.first
    outcome = np.bincount(journeys.outcome, minlength=STOPPED + 1)

    def count_cases(claim: np.ndarray) -> float:
        return float(np.count_nonzero(np.bincount(journeys.journey[claim])))

    return {
        **{str(name): float(part[name].iloc[0]) for part in (rates, half) for name in part},
        "referrals": len(log.rows),
        "cases": len(journeys.first),
        "signposts": log.signposts,
        "answered": int(due["is_answered"].sum()),
        "accepted": accepted,
        "closed": int(due["is_closed"].sum()) if marks["is_closed"].any() else np.nan,
        "outcome_known_share": 1 - is_open.sum() / accepted if accepted else np.nan,
        "passed_on_cases": int(several.sum()),
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
