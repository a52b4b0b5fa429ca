"""How many referrals are answered, accepted and heard of again, and after how long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ecosystem.disclosure import LEAST_SHOWN

from .log import ACCEPTED, CANCELLED, COMPLETED, FAILED, REJECTED, REQUESTED, is_one_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .log import Log

    Floats = NDArray[np.float64]


WINDOW_DAYS = 60
"""A referral is old enough to judge after this many days, as in CMS50, the published measure of
closed loops: a younger one may still be answered."""

LAPSE_DAYS = 90
"""A referral without an answer is silent after this many days: a month past the day from which
it is judged. Fewer would count the slow as silent; more would leave those who will hear nothing
among the waiting."""

FEWEST = LEAST_SHOWN
"""Below this many referrals no rate is given: times their number, it would tell a small one."""

_Z = 1.959963984540054
"""Standard deviations within which 95 % of a normal distribution lie: limits are of 95 %."""

_ROUNDING = 1e-9
"""What sums of logarithms may be off, so that exactly half answered counts as half."""

_LEAST_LEFT = 1e-12
"""In place of 0 where nobody is left waiting, whose logarithm there is not."""

SHARES = ("answered_share", "accepted_share", "closed_loop_share", "got_help_share")

LIMITS = ("", "_low", "_high")
"""How the columns of a share end: the share itself, and its limits."""

RATES = tuple(share + end for share in SHARES for end in LIMITS)
TOLD = tuple(f"told_share{end}" for end in LIMITS)
"""The share of those it sent of whom a sender learned the result, and its limits."""

KNOWN = {
    "accepted_share": "accepted_known",
    "closed_loop_share": "closed_loop_known",
    "got_help_share": "got_help_known",
}
"""Of how many people a share is known, by share; with a log only whether they got help."""


def mark_rows(log: Log) -> pd.DataFrame:
    """Return what has become of each referral of a log, as claims.

    Columns: is_due (old enough to judge), is_answered, is_accepted, is_closed (the sender knows
    how it ended), is_silent, is_helped and is_unhelped (it ended with help, or without; neither
    where it has not ended, or that is not recorded).
    """
    rows = log.rows
    state = rows["state"].to_numpy()
    replied = rows["responded"].notna().to_numpy()
    is_closed = is_one_of(state, REJECTED, CANCELLED, FAILED, COMPLETED)
    age = log.as_of - rows["sent"].to_numpy()

    # A status that only a receiver can give is an answer, even where its day is not recorded.
    is_answered = replied | is_one_of(state, ACCEPTED, REJECTED, FAILED, COMPLETED)
    return pd.DataFrame(
        {
            "is_due": age >= WINDOW_DAYS,
            "is_answered": is_answered,
            "is_accepted": is_one_of(state, ACCEPTED, FAILED, COMPLETED),
            "is_closed": is_closed,
            "is_silent": (state == REQUESTED) & ~replied & (age > LAPSE_DAYS),
            "is_helped": is_closed & (rows["helped"] == 1).to_numpy(),
            "is_unhelped": is_closed & (rows["helped"] == 0).to_numpy(),
        }
    )


def count_rates(marks: pd.DataFrame, group: NDArray[np.intp], groups: int) -> pd.DataFrame:
    """Return rates a row a group: sent, due, and the shares with their limits.

    `marks` is what `mark_rows` returns, `group` the group of each of its rows. Of the referrals
    that are due: answered_share were answered, and of these accepted_share accepted; of
    closed_loop_share of those due the sender learned the result. _low and _high are the limits of
    95 % intervals after Wilson. got_help_share is of those due whose end, with help or without, is
    recorded; its limits are those of `rate_known`. Shares of fewer than five are empty, and those
    of how referrals end where that is not recorded.
    """
    due = marks["is_due"].to_numpy()

    def count(claim: NDArray[np.bool_]) -> Floats:
        """Return how many rows of each group make the claim."""
        return np.bincount(group[claim], minlength=groups).astype(float)

    answered = due & marks["is_answered"].to_numpy()
    all_due = count(due)

    # Where ends are not recorded there is no share, not a share of none.
    could_close = all_due if records_ends(marks) else np.zeros(groups)
    counts = {
        "answered_share": (count(answered), all_due),
        "accepted_share": (count(answered & marks["is_accepted"].to_numpy()), count(answered)),
        "closed_loop_share": (count(due & marks["is_closed"].to_numpy()), could_close),
    }
    rates = {"sent": count(np.ones(len(group), dtype=bool)), "due": all_due}
    for name, (part, whole) in counts.items():
        rates |= rate(name, part, whole)
    helped = count(due & marks["is_helped"].to_numpy())
    ended = helped + count(due & marks["is_unhelped"].to_numpy())
    rates |= rate_known("got_help", helped, np.minimum(ended, could_close), all_due)
    return pd.DataFrame(rates)


def records_ends(marks: pd.DataFrame) -> bool:
    """Tell whether a log records how referrals end.

    A refusal is its own end, so it tells nothing: where no referral that was taken on ever ends,
    the log does not say how those end.
    """
    accepted = marks["is_accepted"]
    return bool(
        marks["is_closed"].any() and (not accepted.any() or marks["is_closed"][accepted].any())
    )


def rate_known(name: str, part: Floats, known: Floats, people: Floats) -> dict[str, Floats]:
    """Return a share of those of whom it is known, and what it may be of all, as columns.

    `part` of the `known` of all `people`, counts, one a group. The limits are what the share of all
    would be if nobody of the others belonged to it, or all. Empty where it is known of too few.
    """
    enough = np.where(known >= FEWEST, known, np.nan)
    return {
        f"{name}_share": part / enough,
        f"{name}_share_low": np.where(known >= FEWEST, part, np.nan) / np.maximum(people, 1),
        f"{name}_share_high": (people - enough + part) / np.maximum(people, 1),
        f"{name}_known": known,
    }


def rate(name: str, part: Floats, whole: Floats) -> dict[str, Floats]:
    """Return a share with its Wilson limits, as columns; empty where there are too few.

    `part` and `whole` are counts, one a group. Unlike the usual interval, Wilson's stays between 0
    and 1 and holds for few and for extreme shares.
    """
    enough = np.where(whole >= FEWEST, whole, np.nan)
    share = part / enough
    middle = (share + _Z**2 / (2 * enough)) / (1 + _Z**2 / enough)
    half = np.sqrt(share * (1 - share) / enough + _Z**2 / (4 * enough**2)) * _Z
    half /= 1 + _Z**2 / enough
    return {
        name: share,
        f"{name}_low": np.clip(middle - half, 0, share),
        f"{name}_high": np.clip(middle + half, share, 1),
    }


def measure_waits(
    days: Floats, is_over: NDArray[np.bool_], group: NDArray[np.intp], groups: int
) -> pd.DataFrame:
    """Return the median wait of each group, those still waiting counted, and the longest seen.

    `days` is the time to the answer (`is_over`) or the time waited so far, in whole days.
    median_wait_days is the first day by which at least half have their answer, after Kaplan and
    Meier; empty if there is no such day yet.
    """
    # Sorted by group, then day, then answers before those who only waited until then: who is
    # still waiting on a day was at risk of an answer on it.
    order = _sort(days * 2 + ~is_over)
    order = order[_sort(group[order])]
    group, days, is_over = group[order], days[order], is_over[order]

    # at_risk: of each row, how many of its group are there from it on.
    sizes = np.bincount(group, minlength=groups)
    ends = np.cumsum(sizes)
    at_risk = ends[group] - np.arange(len(group))

    # Answers on one day are taken one after the other: (n-1)/n · (n-2)/(n-1) … is (n-d)/n.
    still_waiting = np.where(is_over, (at_risk - 1) / at_risk, 1.0)

    # The product within each group, as a running sum of logarithms less the sum before the group.
    logs = np.cumsum(np.log(np.maximum(still_waiting, _LEAST_LEFT)))
    before = np.concatenate([[0.0], logs])[ends - sizes]
    is_half = is_over & (logs - before[group] <= np.log(0.5) + _ROUNDING)

    # The first row of each group by which half have their answer; the last is the longest wait.
    median = np.full(groups, np.nan)
    groups_with_half, first = np.unique(group[is_half], return_index=True)
    median[groups_with_half] = days[is_half][first]
    longest = np.full(groups, np.nan)
    longest[sizes > 0] = days[ends[sizes > 0] - 1]
    return pd.DataFrame({"median_wait_days": median, "longest_wait_days": longest})


def measure_known_waits(waits: pd.DataFrame, group: NDArray[np.intp], groups: int) -> pd.DataFrame:
    """Return what `measure_waits` does, and waits_known: of how many referrals the wait is known.

    `waits` is what `list_waits` returns, `group` the group of each row of the log. Empty for fewer
    than five, as the middle wait of one or two people is a person's wait; and where no day of an
    answer is known, as then those who wait would stand for those who had their answer.
    """
    of_wait, is_over = group[waits["row"]], waits["is_over"].to_numpy()
    found = measure_waits(waits["days"].to_numpy(), is_over, of_wait, groups)
    known = np.bincount(of_wait, minlength=groups)
    with_day = np.bincount(of_wait[is_over], minlength=groups)
    is_without_day = np.bincount(group, minlength=groups) > known

    has_days = (with_day > 0) | (~is_without_day & is_over.any())
    is_told = (known >= FEWEST) & has_days
    found.loc[~is_told] = np.nan
    return found.assign(waits_known=known.astype(float))


def _sort(values: NDArray[Any]) -> NDArray[np.intp]:
    """Return the order of whole numbers, equal ones as they were; small ones are just counted."""
    return np.argsort(values.astype(np.min_scalar_type(int(values.max(initial=0)))), kind="stable")


def list_waits(log: Log) -> tuple[pd.DataFrame, int]:
    """Return the wait of each referral, and how many have none: their answer has no good date.

    Columns: row (of the log), days, is_over. Who has no answer waits until the
    day looked at, or until the referral was withdrawn.
    """
    rows = log.rows
    sent, responded = rows["sent"].to_numpy(), rows["responded"].to_numpy()
    closed, state = rows["closed"].to_numpy(), rows["state"].to_numpy()
    is_over = ~np.isnan(responded)

    # Who has no answer waits on, unless the state says that there was one, on a day not recorded.
    waits_on = ~is_over & is_one_of(state, REQUESTED, CANCELLED)
    withdrawn = (state == CANCELLED) & ~np.isnan(closed)
    until = np.where(is_over, responded, np.where(withdrawn, closed, float(log.as_of)))
    days = until - sent

    # An answer before the referral is a slip of the pen, and its wait is not known.
    is_known = (is_over | (waits_on & ((state == REQUESTED) | withdrawn))) & (days >= 0)
    row = np.flatnonzero(is_known)
    waits = pd.DataFrame({"row": row, "days": days[row], "is_over": is_over[row]})
    return waits, len(rows) - len(row)
