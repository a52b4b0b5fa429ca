"""What does not run on the day of the data, and so counts in no answer: how much of it there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecosystem.data import is_running
from ecosystem.graph import find_positions
from ecosystem.wording import count_of, join_words, say_are

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem


def are_stopped(e: Ecosystem, ties: pd.DataFrame) -> NDArray[np.bool_]:
    """Tell which referrals or relationships have ended or not begun, themselves or one of the ends.

    `ties` are rows of these tables, with from_id and to_id; start and end where there are any.
    """
    positions = find_positions(e)
    ends = [positions.find_organisations(ties[name]) for name in ("from_id", "to_id")]
    has_both = positions.is_active[ends[0]] & positions.is_active[ends[1]]
    runs = is_running(ties, e.snapshot_date) if "end" in ties else np.ones(len(ties), dtype=bool)
    stopped: NDArray[np.bool_] = ~(runs & has_both)
    return stopped


def note_stopped(
    e: Ecosystem,
    *,
    services: NDArray[np.bool_] | None = None,
    ties: Sequence[pd.DataFrame] = (),
) -> list[str]:
    """Return the note, if any is due, on how much does not run and is left out.

    Parameters
    ----------
    e
        The ecosystem.
    services
        Of each row of services, whether it is asked about; None where an answer is about none.
    ties
        The rows of referrals and relationships that are asked about.
    """
    positions = find_positions(e)
    closed = int((~positions.is_active).sum())
    ended = 0 if services is None else int((services & ~positions.is_offered).sum())
    stopped = sum(int(are_stopped(e, rows).sum()) for rows in ties)
    counts = [(closed, "organisation"), (ended, "service"), (stopped, "tie")]
    parts = [count_of(number, noun) for number, noun in counts if number]
    if not parts:
        return []
    are = say_are(closed + ended + stopped)
    day = f"{e.snapshot_date:%d %B %Y}".lstrip("0")
    why = f"closed, ended or not begun on {day}, or run by one that is"
    return [f"{join_words(parts)} {are} left out: {why}."]
