"""The frames about news: who hears when and by whom, and what is lost without a conduit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .news import count_days
from .seats import look_up
from .temporal_paths import measure_absence

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem

    from .news import News
    from .seats import Seats
    from .temporal_paths import Spread


_SPREAD = {
    "name": "str",
    "status": "str",
    "sits_there": "bool",
    "meetings": "Int64",
    "days": "Int64",
    "days_low": "Int64",
    "days_high": "Int64",
    "days_if_even": "Int64",
    "brought_by": "str",
    "brought_by_name": "str",
    "heard_in": "str",
    "up_days": "Int64",
    "up_days_low": "Int64",
    "up_days_high": "Int64",
    "is_voiceless": "boolean",
}
_CONDUITS = {
    "name": "str",
    "groups": "int64",
    "unreached_without": "int64",
    "too_late_without": "Int64",
    "extra_days": "Int64",
}


def list_spread(
    e: Ecosystem, seats: Seats, news: News | None, voiceless: pd.Series
) -> pd.DataFrame:
    """Return a row a running organisation: whether it hears, when, and by whom."""
    if news is None:
        return _make_empty(_SPREAD)
    size = len(news.is_running)
    heard_in, bringer = _find_bringers(news)
    # Who brings news to a confidential group sits in it: that is not told.
    bringer[~np.append(seats.is_shown, True)[heard_in]] = -1
    ids, names = (e.organisations[column] for column in ("organisation_id", "name"))
    known, possible = news.certain.days, news.possible.days
    low, high = (count_days(one, news.day, size) for one in (news.earliest, news.latest))
    up_low, up_high = (
        count_days(one, news.up_from, size) for one in (news.up_earliest, news.up_latest)
    )
    frame = pd.DataFrame(
        {
            "name": names.to_numpy(),
            "status": news.name_statuses(),
            "sits_there": news.sits_there,
            "meetings": _as_whole(np.where(np.isfinite(known), known, possible)),
            "days": _as_whole(np.where(low == high, low, np.nan)),
            "days_low": _as_whole(low),
            "days_high": _as_whole(high),
            "days_if_even": _as_whole(count_days(news.if_even, news.day or 0, size)),
            "brought_by": look_up(ids, bringer),
            "brought_by_name": look_up(names, bringer),
            "heard_in": look_up(seats.names, heard_in),
            "up_days": _as_whole(np.where(up_low == up_high, up_low, np.nan)),
            "up_days_low": _as_whole(up_low),
            "up_days_high": _as_whole(up_high),
            "is_voiceless": voiceless.array,
        },
        index=pd.Index(ids, name="organisation_id"),
    )
    return frame[news.is_running].astype(_SPREAD)


def _find_bringers(news: News) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the group in which each hears and who brings the news there; -1 for none.

    By recorded days where these suffice, else by the fewest meetings.
    """
    cases: list[Spread] = [news.possible, news.certain]
    cases += [news.latest] if news.latest else []
    heard_in = np.full(len(news.is_running), -1, dtype=np.intp)
    bringer = heard_in.copy()
    for spread in cases:
        hears = np.isfinite(spread.days)
        heard_in[hears] = spread.heard_in[hears]
        bringer[hears] = spread.brought_to[spread.heard_in[hears]]
    return heard_in, bringer


def list_conduits(e: Ecosystem, news: News | None) -> pd.DataFrame:
    """Return a row an organisation without which somebody hears later, or has no way."""
    if news is None:
        return _make_empty(_CONDUITS)
    latest = news.latest
    bringers = set(latest.brought_to[latest.brought_to >= 0].tolist()) if latest else set()
    rows = sorted(bringers | set(np.flatnonzero(news.cut_off).tolist()))
    found = []
    for row in rows:
        late, delay = (0.0, 0.0) if latest else (np.nan, np.nan)
        if latest and row in bringers:
            late, delay = measure_absence(news.room, news.latest_calendar, latest, row)
        found.append((news.cut_off[row], late, delay))
    counts = np.array(found, dtype=float).reshape(-1, 3)
    organisations = e.organisations.iloc[rows]
    frame = pd.DataFrame(
        {
            "name": organisations["name"].to_numpy(),
            "groups": [len(news.room.seats[row]) for row in rows],
            "unreached_without": counts[:, 0],
            "too_late_without": _as_whole(counts[:, 1]),
            "extra_days": _as_whole(counts[:, 2]),
        },
        index=pd.Index(organisations["organisation_id"], name="organisation_id"),
    ).astype(_CONDUITS)
    order = ["unreached_without", "too_late_without", "extra_days", "name"]
    matters: pd.DataFrame = frame.iloc[np.flatnonzero((counts > 0).any(axis=1))]
    return matters.sort_values(order, ascending=[False, False, False, True], kind="stable")


def _make_empty(columns: dict[str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(columns=list(columns), index=pd.Index([], name="organisation_id"))
    return frame.astype(columns)


def _as_whole(numbers: NDArray[np.float64]) -> pd.api.extensions.ExtensionArray:
    """Return days as whole numbers, a part of a day as the whole of it; empty where not known."""
    whole = np.ceil(np.where(np.isfinite(numbers), numbers, np.nan))
    return pd.array(whole, dtype="Int64")
