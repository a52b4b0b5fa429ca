"""Referrals by pair, service type and period, from a log of any size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ecosystem.data import name_log_columns
from ecosystem.errors import wrong_choice
from ecosystem.options import check_options

from .batches import Batches
from .columns import refuse_persons, require
from .counts import EXACT, WAIT_NAMES, WAITS, Counts, write_referrals
from .engines import open_engine
from .in_memory import MOST_ROWS, count_frame
from .kinds import read_kinds
from .periods import PERIOD_QUERIES, PERIODS, Period

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

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

_EVENTS = """
select *, cast({days} as int) as wait, cast({open_days} as int) as open_wait, {period} as period
from (
  select
    {name}(cast(from_name as string)) as from_id,
    {name}(cast(to_name as string)) as to_id,
    {name}(cast(need as string)) as service_type,
    try_cast(sent_day as date) as sent_on,
    try_cast(answer_day as date) as answered_on,
    {word} as word,
    case_id
  from log_source
) event
where from_id is not null and to_id is not null
"""

_COUNTED = """
select
  from_id, to_id, service_type, period,
  count(*) as sent,
  count(sent_on) as dated,
  count(answered_on) as answered,
  coalesce(cast(sum(case when wait >= 0 then wait end) as bigint), 0) as wait_days,
  count(case when answered_on is null and open_wait >= 0 then 1 end) as open_waits,
  coalesce(
    cast(sum(case when answered_on is null and open_wait >= 0 then open_wait end) as bigint), 0
  ) as open_wait_days,
  {counts}
from events left join kinds on events.word = kinds.word
where {part}
group by from_id, to_id, service_type, period
"""
"""The one query, in the part of SQL that DuckDB and Spark share.

One pass, and as few bytes a group as there can be: texts are grouped by as they stand in the file,
periods and kinds of outcome are numbers, and what follows from other counts is worked out after.
"""

_WORD = "coalesce(lower(trim(cast(outcome as string))), '')"

_WORDS = f"""
select
  {_WORD} as word,
  count(*) as rows,
  max(max(try_cast(sent_day as date))) over () as sent_on,
  max(max(try_cast(answer_day as date))) over () as answered_on
from log_source
group by {_WORD}
order by rows desc
limit {_MOST_OUTCOMES}
"""
"""The different words for an outcome, the most frequent first, and the last day of all."""


@check_options
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
        The most memory this process holds, as "1GB", with Python and the table that comes back.
        What would not fit is counted in parts, each of which reads the log, or put in `folder`.
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
        If an option is none of its choices, the source is no table, a column is missing or about
        single people, or the memory is too little, at the least for the table.
    ImportError
        If the extra `scale` is not installed.

    Notes
    -----
    Time grows with the rows, memory with the pairs: sums need one row a pair, service type and
    period, about 0.6 KB. Outcomes are read as in a log in a spreadsheet; a
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
        found = _find_ours([str(name) for name in source.columns])
        log = pd.DataFrame({ours: source[theirs] for ours, theirs in found.items()})
        last = None if day is None else int(day.to_datetime64().astype("datetime64[D]").astype(int))
        return write_referrals(count_frame(log, period=period, last=last, exact=exact), period)
    with open_engine(engine, memory=memory, folder=folder) as opened:
        _name_log(opened, source)
        words = opened.ask(_WORDS)
        kinds = read_kinds([str(word) for word in words["word"]])
        opened.name_frame("kinds", words[["word"]].assign(kind=kinds.of_words))
        if day is None:
            days = words[["sent_on", "answered_on"]].head(1)
            day = pd.to_datetime(days.melt()["value"]).max()
        queries = _write_queries(opened, period, day, list(kinds.flags.index), exact=exact)
        counted = Batches(opened.read(query) for query in queries)
    return write_referrals(_take_counts(counted, kinds.flags, exact=exact), period)


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


def _name_log(engine: Engine, source: object) -> None:
    """Let queries read the log by our names; what is not there reads as nothing."""
    table = engine.open_source(source)
    found = _find_ours([str(name) for name in table.columns])
    engine.name_columns("log_there", table, found)
    nothing = ", ".join(
        f"cast(null as string) as {name}" for name in _ROLES.values() if name not in found
    )
    engine.name_query("log_source", f"select *{', ' if nothing else ''}{nothing} from log_there")


def _write_queries(
    engine: Engine, period: Period, last: pd.Timestamp, kinds: Iterable[int], *, exact: bool
) -> list[str]:
    """Name the events of the log, and return what counts them, a query a part."""
    until = "cast(null as date)" if pd.isna(last) else f"date '{last:%Y-%m-%d}'"
    events = _EVENTS.format(
        # Because people do not add up, names that differ in blanks are one before they are counted.
        name="trim" if exact else "",
        word=_WORD,
        period=PERIOD_QUERIES[period],
        days=engine.days.format(first="sent_on", last="answered_on"),
        open_days=engine.days.format(first="sent_on", last=until),
    )
    engine.name_query("events", events)
    edges = zip([-1, *WAITS], [*WAITS, None], WAIT_NAMES, strict=True)
    counts = [
        f"count(case when wait > {low}{'' if high is None else f' and wait <= {high}'} then 1 end)"
        f" as {name}"
        for low, high, name in edges
    ]
    counts += [f"count(case when kind = {kind} then 1 end) as kind_{kind}" for kind in kinds]
    if exact:
        counts += ["count(distinct case_id) as people", "median(wait) as median_wait_days"]
    keys = ["from_id", "to_id", "service_type", "period"]
    parts = engine.split("events", keys, ["case_id"] if exact else [])
    counted = ",\n  ".join(counts)
    return [_COUNTED.format(counts=counted, part=part) for part in parts]


def _take_counts(counted: Batches, kinds: pd.DataFrame, *, exact: bool) -> Counts:
    """Return what an engine counted, each column let go of when it is taken."""
    source, target, need = (
        counted.take_texts(name) for name in ("from_id", "to_id", "service_type")
    )
    period = counted.take_numbers("period")
    told = {name: counted.take_numbers(name).astype(float) for name in EXACT if exact}
    sums = {name: counted.take_numbers(name) for name in counted.list_names()}
    return Counts((source, target, need), period, sums, kinds, told)
