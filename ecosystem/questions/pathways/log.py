"""`Log`: referrals one by one, as they stood on a day, free of the case ids they came with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.wording import count_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray


REQUESTED, ACCEPTED, REJECTED, CANCELLED, FAILED, COMPLETED = range(6)
"""How a referral stands: waiting, in hand, refused, withdrawn, tried in vain, done."""

NO_REFERRAL = -1
"""In place of these: a draft, or entered in error."""

DATES = ("sent", "responded", "closed")
"""The columns of a log that hold days."""


def is_one_of(codes: NDArray[np.intp], *some: int) -> NDArray[np.bool_]:
    """Tell which of small whole numbers, 0 or more, are among some."""
    marks = np.zeros(max(int(codes.max(initial=0)), *some) + 1, dtype=bool)
    marks[list(some)] = True
    return marks[codes]


@dataclass(frozen=True, kw_only=True, eq=False)
class Log:
    """Referrals in the order of their cases, then of service types, then of days.

    Attributes
    ----------
    rows : DataFrame
        A row a referral: case (a number of no meaning), source, target (rows of organisations),
        service_type (its number in `types`; -1 not known), sent, responded, closed (days
        since 1970; NaN if not, or not known), state (REQUESTED and so on), helped (1: it ended
        with help, 0: without; NaN not known), reason (its number in `reasons`; -1 not known).
    types : list of str
        The service types, in lower case.
    reasons : list of str
        Why referrals ended without help, in lower case.
    as_of : int
        The day on which the log is looked at, in days since 1970.
    signposts : int
        Rows left out because no answer is due to them.
    notes : tuple of str
        Which day was taken, and which rows were left out.
    has_cases : bool
        Whether it says which referrals are of one person; if not, each is a case of its own.
    spellings : mapping
        How types are spelt, by themselves in lower case.
    """

    rows: pd.DataFrame
    types: list[str]
    reasons: list[str]
    as_of: int
    signposts: int
    notes: tuple[str, ...]
    has_cases: bool = True
    spellings: Mapping[str, str] = field(default_factory=dict)


def make_log(
    rows: pd.DataFrame,
    is_signpost: NDArray[np.bool_],
    types: Sequence[str],
    as_of: int | None,
    reasons: Sequence[str] = (),
) -> Log:
    """Return rows as the log of them that there was on a day; None takes the last day in them.

    `rows` has the columns of `Log.rows`, in the order written; state may be NO_REFERRAL.
    `is_signpost` is of each row.
    """
    notes = []
    day = as_of
    if day is None:
        last = rows[list(DATES)].max().max()
        day = 0 if pd.isna(last) else int(last)
        notes.append(
            f"Looked at as of {np.datetime64(day, 'D')}, the last date in the log; give as_of to "
            "choose another."
        )
    kept, remarks = _choose_rows(rows, is_signpost, day)
    return Log(
        rows=_sort_rows(_look_back(kept, day), len(types)),
        types=list(types),
        reasons=list(reasons),
        as_of=day,
        signposts=int(is_signpost.sum()),
        notes=(*notes, *remarks),
    )


def _choose_rows(
    rows: pd.DataFrame, is_signpost: NDArray[np.bool_], day: int
) -> tuple[pd.DataFrame, list[str]]:
    """Return the rows that are referrals sent by that day, and notes on the others.

    A row that is left out for two reasons is counted for the first of them.
    """
    is_void = (rows["state"] == NO_REFERRAL).to_numpy()
    is_later = (rows["sent"] > day).to_numpy() & ~is_void
    is_to_self = (rows["source"] == rows["target"]).to_numpy() & ~is_void & ~is_later
    left_out = {
        "drafts or entered in error": is_void,
        "sent later than the day looked at": is_later,
        "from an organisation to itself": is_to_self,
        "signposts, of which no answer is due": is_signpost & ~is_void & ~is_later & ~is_to_self,
    }
    notes = [
        f"{count_of(some.sum(), 'row')} left out: {why}."
        for why, some in left_out.items()
        if some.any()
    ]
    return rows[~(is_void | is_later | is_to_self | is_signpost)], notes


def _look_back(rows: pd.DataFrame, day: int) -> pd.DataFrame:
    """Return the rows as they were on a day: what came later had not happened."""
    state = rows["state"].to_numpy()

    # An answer that came later was not there, and without an answer there was no end either.
    is_unanswered = (rows["responded"] > day).to_numpy()

    # An end that came later leaves it as it was before: in hand if it had been taken on, else
    # waiting. A refusal is the answer itself, so it stands though it was filed later.
    was_refused = (state == REJECTED) & rows["responded"].notna().to_numpy()
    is_reopened = (rows["closed"] > day).to_numpy() & ~is_unanswered & ~was_refused
    was_in_hand = is_one_of(state, FAILED, COMPLETED)
    state = np.where(is_reopened, np.where(was_in_hand, ACCEPTED, REQUESTED), state)
    return rows.assign(
        state=np.where(is_unanswered, REQUESTED, state),
        responded=rows["responded"].mask(is_unanswered),
        closed=rows["closed"].mask(is_unanswered | is_reopened),
    )


def _sort_rows(rows: pd.DataFrame, types: int) -> pd.DataFrame:
    """Return the rows by case, service type and day; on one day as they were."""
    # One number holds all three, because one stable sort of numbers is the fastest there is.
    day = rows["sent"].to_numpy() - rows["sent"].min()
    case = rows["case"].to_numpy() * (types + 1) + rows["service_type"].to_numpy() + 1
    order = np.argsort(case * (day.max(initial=0) + 1) + day, kind="stable")
    return rows.iloc[order].reset_index(drop=True)
