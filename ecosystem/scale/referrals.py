"""Referrals by pair, service type and period, from a log of any size."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.data import name_log_columns, read_outcome
from ecosystem.disclosure import LEAST_SHOWN
from ecosystem.errors import wrong_choice

from .columns import refuse_persons, require
from .engines import open_engine
from .in_memory import MOST_ROWS, count_frame
from .periods import PERIOD_QUERIES, PERIODS, Period, name_days, name_years

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from .engines import Engine

_ROLES = {
    "from": "from_name",
    "to": "to_name",
    "sent": "sent_day",
    "status": "outcome",
    "service_type": "need",
    "case": "case_id",
    "responded": "answer_day",
}
"""What each column of a log is called in the query."""

_MOST_OUTCOMES = 100_000
"""Different words for an outcome that are read. A log with more holds remarks there, of which each
would be a word of its own."""

WAITS = (0, 7, 28, 84)
"""Days up to which a wait is counted together: the same day, a week, four weeks, twelve weeks."""

_COUNTED = """
with event as (
  select
    trim(cast(from_name as string)) as from_id,
    trim(cast(to_name as string)) as to_id,
    coalesce(trim(cast(need as string)), '') as service_type,
    try_cast(sent_day as date) as sent_on,
    try_cast(answer_day as date) as answered_on,
    coalesce(lower(trim(cast(outcome as string))), '') as word,
    case_id
  from log_source
),
dated as (
  select *, {period} as period_number, {days} as wait, {open_days} as open_wait
  from event
  where from_id <> '' and to_id <> '' and from_id is not null and to_id is not null
),
counted as (
  select
    from_id, to_id, service_type, period_number,
    count(*) as sent,
    count(case when o.is_accepted = 1 then 1 end) as accepted_low,
    count(case when o.is_refused = 1 then 1 end) as refused,
    count(case when o.has_reached = 1 then 1 end) as reached,
    count(case when o.is_reach_told = 1 then 1 end) as reach_told,
    count(case when o.has_help = 1 then 1 end) as got_help,
    count(case when o.has_none = 1 then 1 end) as ended_without_help,
    count(answered_on) as answered,
    sum(case when wait >= 0 then wait else 0 end) as wait_days,
    count(case when answered_on is null and open_wait >= 0 then 1 end) as open_waits,
    sum(case when answered_on is null and open_wait >= 0 then open_wait else 0 end)
      as open_wait_days,
    {histogram}
    {exact}
    count(*) - count(sent_on) as undated
  from dated left join outcomes o on dated.word = o.word
  group by from_id, to_id, service_type, period_number
)
select
  from_id, to_id, service_type, {period_name} as period,
  sent, accepted_low, sent - refused as accepted_high, reached, reach_told,
  got_help, ended_without_help, got_help + ended_without_help as ended,
  answered, {waits} as waits, wait_days, open_waits, open_wait_days,
  {wait_names},
  {told}
  undated
from counted
"""
"""The one query, in the part of SQL that DuckDB and Spark share.

One pass, and as few bytes a group as there can be: a count is a third of a sum, periods are numbers
until they are named, and what follows from other counts is worked out after.
"""

_EXACT = ("people", "median_wait_days")

_COLUMNS = (
    *("from_id", "to_id", "service_type", "period", "sent", "accepted"),
    *("accepted_low", "accepted_high", "reached", "median_wait_days", "got_help"),
    "ended_without_help",
)


def reduce_referrals(  # noqa: PLR0913 - what, how counted, where
    source: object,
    *,
    period: Period = "financial year",
    as_of: str | dt.date | None = None,
    exact: bool = False,
    engine: object = None,
    memory: str | None = None,
    folder: str | None = None,
) -> pd.DataFrame:
    """Count the referrals of a log by sender, receiver, service type and period.

    The log may be larger than memory: a file, a folder or a pattern of CSV or Parquet files, a
    relation of DuckDB, a table of Spark, or a frame. No row of it leaves the engine.

    Parameters
    ----------
    source
        One row a referral, with columns for who sent it, to whom, and as far as they are there its
        day, outcome, service type, day of answer and case. Headings as in `find_pathways`.
    period
        What is counted together: "financial year" (from April), "year", "month", or "all".
    as_of
        The day up to which who has no answer has waited; by default the last day in the log.
    exact
        Whether also to count people (different cases) and the median wait, which holds about twice
        the memory.
    engine
        None for DuckDB in this process, or a Spark session.
    memory
        The most memory DuckDB holds, as "1GB". It puts what does not fit in `folder`.
    folder
        Where that is; a temporary folder by default.

    Returns
    -------
    pandas.DataFrame
        The table `referrals`: from_id, to_id, service_type, period, sent, accepted (empty where
        the log leaves it open), accepted_low and accepted_high, reached, median_wait_days (with
        `exact`, else empty), got_help, ended_without_help. And what no question reads: answered,
        waits and wait_days (how many and how long in all), open_waits and open_wait_days (without
        an answer until `as_of`), wait_0, wait_1_7, wait_8_28, wait_29_84 and wait_85 (how many),
        undated, and with `exact` people. Needs of fewer than five referrals on a way are counted
        with the others of the pair.

    Raises
    ------
    ValueError
        If an option is none of its choices, the source is no table, or a column is missing or
        about single people.
    ImportError
        If the extra `scale` is not installed.

    Notes
    -----
    Time and memory grow with the pairs, not with the rows: sums need one row a pair in memory, and
    DuckDB spills when there are more than fit. Outcomes are read as in a log in a spreadsheet; a
    word that is unknown leaves open whether the person was taken on. Case ids stay in the engine.

    Examples
    --------
    >>> import ecosystem as eco
    >>> import pandas as pd
    >>> log = pd.DataFrame({"from": ["a"] * 6, "to": "b", "status": ["accepted"] * 5 + ["odd"]})
    >>> eco.reduce_referrals(log)[["sent", "accepted_low", "accepted_high"]].iloc[0].tolist()
    [6, 5, 6]
    """
    if period not in PERIODS:
        raise wrong_choice(option="period", value=period, choices=PERIODS)
    day = None if as_of is None else pd.Timestamp(as_of)
    if engine is None and isinstance(source, pd.DataFrame) and len(source) <= MOST_ROWS:
        return _finish(_count_here(source, period, day, exact=exact), period)
    with open_engine(engine, memory=memory, folder=folder) as opened:
        _name_log(opened, source)
        opened.name_frame("outcomes", _read_outcomes(_list_words(opened)))
        query = _write_query(opened, period, _find_last(opened, day), exact=exact)
        return _finish(opened.ask(query), period)


def _find_ours(headings: list[str]) -> dict[str, str]:
    """Return our name to theirs for the columns of a log.

    Raises
    ------
    ValueError
        If sender or receiver is missing, or one is about single people.
    """
    found = name_log_columns(headings, tuple(_ROLES))
    require(found, ("from", "to"), headings)
    # Cases are people, and are only counted; whoever else is named in a heading is refused.
    refuse_persons(headings, [theirs for ours, theirs in found.items() if ours != "case"])
    return {_ROLES[role]: theirs for role, theirs in found.items()}


def _count_here(
    log: pd.DataFrame, period: Period, day: pd.Timestamp | None, *, exact: bool
) -> pd.DataFrame:
    """Count a frame without an engine."""
    found = _find_ours([str(name) for name in log.columns])
    named = pd.DataFrame({ours: log[theirs] for ours, theirs in found.items()})
    return count_frame(
        named,
        read_outcomes=_read_outcomes,
        name_periods=lambda days: name_days(days, period),
        waits=WAITS,
        names=_name_waits(),
        last=None if day is None else int(day.to_datetime64().astype("datetime64[D]").astype(int)),
        exact=exact,
    )


def _name_log(engine: Engine, source: object) -> None:
    """Let queries read the log by our names; what is not there reads as nothing."""
    table = engine.open_source(source)
    found = _find_ours([str(name) for name in table.columns])
    engine.name_columns("log_there", table, found)
    nothing = ", ".join(
        f"cast(null as string) as {name}" for name in _ROLES.values() if name not in found
    )
    engine.name_query("log_source", f"select *{', ' if nothing else ''}{nothing} from log_there")


def _list_words(engine: Engine) -> Sequence[str]:
    """Return the different words for an outcome, the most frequent first."""
    words = engine.ask(
        "select coalesce(lower(trim(cast(outcome as string))), '') as word, count(*) as rows "
        f"from log_source group by 1 order by rows desc limit {_MOST_OUTCOMES}"
    )["word"]
    return [str(word) for word in words]


def _read_outcomes(words: Sequence[str]) -> pd.DataFrame:
    """Return what each word tells, as numbers that can be summed."""
    told = [read_outcome(word) for word in words]
    outcomes = [None if one is None else one[0] for one in told]
    flags: dict[str, Callable[..., bool]] = {
        "is_accepted": lambda one: one.accepted is True,
        "is_refused": lambda one: one.accepted is False,
        "has_reached": lambda one: one.reached is True,
        "is_reach_told": lambda one: one.reached is not None,
        "has_help": lambda one: one.got_help is True,
        "has_none": lambda one: one.got_help is False,
        "is_ended": lambda one: one.got_help is not None,
    }
    columns = {
        name: [int(one is not None and flag(one)) for one in outcomes]
        for name, flag in flags.items()
    }
    return pd.DataFrame({"word": list(words), **columns})


def _find_last(engine: Engine, as_of: pd.Timestamp | None) -> str:
    """Return the day up to which waits go on, as a date of a query."""
    if as_of is not None:
        return f"date '{as_of:%Y-%m-%d}'"
    day = engine.ask(
        "select max(try_cast(sent_day as date)) as sent, max(try_cast(answer_day as date)) as "
        "answered from log_source"
    )
    last = pd.to_datetime(day.iloc[0]).max()
    return "cast(null as date)" if pd.isna(last) else f"date '{last:%Y-%m-%d}'"


def _write_query(engine: Engine, period: Period, last: str, *, exact: bool) -> str:
    edges = [-1, *WAITS]
    names = _name_waits()
    parts = [
        f"count(case when wait > {low} and wait <= {high} then 1 end) as {name},"
        for low, high, name in zip(edges, WAITS, names, strict=False)
    ]
    parts.append(f"count(case when wait > {WAITS[-1]} then 1 end) as {names[-1]},")
    told = "count(distinct case_id) as people, median(wait) as median_wait_days,"
    number, name = PERIOD_QUERIES[period]
    return _COUNTED.format(
        period=number,
        period_name=name,
        waits=" + ".join(names),
        wait_names=", ".join(names),
        told=f"{', '.join(_EXACT)}," if exact else "",
        days=engine.days.format(first="sent_on", last="answered_on"),
        open_days=engine.days.format(first="sent_on", last=last),
        histogram="\n    ".join(parts),
        exact=told if exact else "",
    )


def _name_waits() -> list[str]:
    """Return what the counts of waits are called.

    Examples
    --------
    >>> _name_waits()
    ['wait_0', 'wait_1_7', 'wait_8_28', 'wait_29_84', 'wait_85']
    """
    between = [f"wait_{low + 1}_{high}" for low, high in pairwise(WAITS)]
    return ["wait_0", *between, f"wait_{WAITS[-1] + 1}"]


def _finish(counted: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Return the counts as our table, small needs with the others of their pair."""
    sums = [name for name in counted if name not in ("from_id", "to_id", "service_type", "period")]
    sums = [name for name in sums if name != "median_wait_days"]
    is_few = (counted["service_type"] != "") & (counted["sent"] < LEAST_SHOWN)
    if is_few.any():
        # Only what is joined, and what it is joined with, is grouped anew: mostly a small part.
        is_other = is_few | (counted["service_type"] == "")
        others = counted[is_other].assign(service_type="")
        keys = ["from_id", "to_id", "service_type", "period"]
        is_joined = others.duplicated(keys, keep=False)
        # People and medians of several needs do not add up: of what is joined they are not known,
        # and of what is not joined the first is the only one.
        told = [name for name in _EXACT if name in counted]
        others.loc[is_joined, told] = np.nan
        how = dict.fromkeys(sums, "sum") | dict.fromkeys(told, "first")
        joined = others.groupby(keys, as_index=False, sort=False).agg(how)
        counted = pd.concat([counted[~is_other], joined], ignore_index=True)
    counts = counted[sums].astype("Int64")
    counts["accepted"] = counts["accepted_low"].where(
        counts["accepted_low"] == counts["accepted_high"]
    )
    # As everywhere: how many came is a number only where each row tells it.
    counts["reached"] = counts["reached"].where(counts["reach_told"] == counts["sent"])
    for name in ("got_help", "ended_without_help"):
        counts[name] = counts[name].where(counts["ended"] > 0)
    words = counted[["from_id", "to_id", "service_type", "period"]].astype("str")
    words = words.mask(words == "")
    if period == "financial year":
        words["period"] = name_years(words["period"])
    table = words.join(counts.drop(columns=["reach_told", "ended"]))
    if "median_wait_days" in counted:
        table["median_wait_days"] = counted["median_wait_days"].astype(float)
    else:
        table["median_wait_days"] = np.nan
    further = [name for name in table if name not in _COLUMNS]
    table = table[[*_COLUMNS, *further]]
    return table.sort_values(list(_COLUMNS[:4]), ignore_index=True, na_position="first")
