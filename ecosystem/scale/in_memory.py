"""The same counts of a log that is a frame already, without an engine.

Shapes: R rows, G groups of sender, receiver, need and period. Every text becomes a number once, by
its different values, of which there are few; what follows is sums over R numbers by group.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from .counts import EXACT, WAIT_NAMES, WAITS, Counts, code_texts, join_codes
from .kinds import read_kinds
from .periods import number_periods

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .periods import Period

    Numbers = NDArray[np.int64]

MOST_ROWS = 5_000_000
"""Rows up to which a frame is counted here: past them an engine is faster and holds less, measured
in docs/benchmarks/scale.md."""

_NO_DAY = np.iinfo(np.int64).min


def count_frame(
    log: pd.DataFrame,
    *,
    period: Period,
    last: int | None,
    exact: bool,
) -> Counts:
    """Return the counts of each sender, receiver, need and period, as the query of an engine does.

    Parameters
    ----------
    log
        from_name, to_name, and as far as there are any: need, sent_day, answer_day, outcome,
        case_id.
    period
        What is counted together.
    last
        The day since 1970 up to which waits go on; by default the last in the log.
    exact
        Whether to count people and the median wait.
    """
    ends = [_code(log, name) for name in ("from_name", "to_name", "need")]
    sent, answered = _read_days(log, "sent_day"), _read_days(log, "answer_day")
    times, periods = pd.factorize(number_periods(sent, period))
    key = join_codes([*((codes, len(texts)) for codes, texts in ends), (times, len(periods))])
    group, found = pd.factorize(key)
    size = len(found)
    first = np.empty(size, dtype=np.intp)
    # From the last row to the first, so that the first of each group stays.
    first[group[::-1]] = np.arange(len(group) - 1, -1, -1)

    def count(chosen: NDArray[np.bool_]) -> Numbers:
        return np.bincount(group[chosen], minlength=size)

    def add(days: Numbers, chosen: NDArray[np.bool_]) -> Numbers:
        total = np.bincount(group[chosen], weights=days[chosen], minlength=size)
        return total.astype(np.int64)

    wait, open_wait = _measure_waits(sent, answered, last)
    has_wait, is_open = wait >= 0, open_wait >= 0
    sums = {
        "sent": np.bincount(group, minlength=size),
        "dated": count(sent != _NO_DAY),
        "answered": count(answered != _NO_DAY),
        "wait_days": add(wait, has_wait),
        "open_waits": count(is_open),
        "open_wait_days": add(open_wait, is_open),
    }
    length = np.searchsorted(WAITS, wait)
    length[~has_wait] = len(WAIT_NAMES)
    for number, name in enumerate(WAIT_NAMES):
        sums[name] = count(length == number)
    words, different = _code(log, "outcome")
    kinds = read_kinds([str(word).lower() for word in different])
    kind = np.array(kinds.of_words)[words]
    sums |= {f"kind_{number}": count(kind == number) for number in kinds.flags.index}
    source, target, need = ((codes[first], texts) for codes, texts in ends)
    return Counts(
        (source, target, need),
        periods[times[first]],
        sums,
        kinds.flags,
        _count_exactly(log, group, wait) if exact else {},
    )


def _measure_waits(sent: Numbers, answered: Numbers, last: int | None) -> tuple[Numbers, Numbers]:
    """Return days until the answer, and until the last day without one; below 0 for none."""
    has_sent, has_answer = sent != _NO_DAY, answered != _NO_DAY
    until = last
    if until is None:
        until = max(int(days.max(initial=_NO_DAY)) for days in (sent, answered))
    begin = np.where(has_sent, sent, 0)
    wait = np.where(has_sent & has_answer, answered - begin, -1)
    return wait, np.where(has_sent & ~has_answer, until - begin, -1)


def _count_exactly(
    log: pd.DataFrame, group: NDArray[np.intp], wait: Numbers
) -> dict[str, NDArray[np.float64]]:
    """Return different cases and the median wait of each group."""
    case = log["case_id"] if "case_id" in log else pd.Series(None, index=log.index, dtype="str")
    by_group = pd.DataFrame({"group": group, "case": case.to_numpy()})
    by_group["wait"] = np.where(wait >= 0, wait, np.nan)
    grouped = by_group.groupby("group")
    told = (grouped["case"].nunique(), grouped["wait"].median())
    return {name: one.to_numpy(dtype=float) for name, one in zip(EXACT, told, strict=True)}


def _code(log: pd.DataFrame, name: str) -> tuple[Numbers, NDArray[Any]]:
    """Return the number of each row's text, and the texts, trimmed."""
    if name not in log:
        return np.zeros(len(log), dtype=np.int64), np.array([""], dtype=object)
    return code_texts(log[name])


def _read_days(log: pd.DataFrame, name: str) -> Numbers:
    """Return the days since 1970; the least number where there is none."""
    if name not in log:
        return np.full(len(log), _NO_DAY)
    if isinstance(log[name].dtype, np.dtype) and log[name].dtype.kind == "M":
        return log[name].to_numpy().astype("datetime64[D]").astype(np.int64)
    codes, texts = pd.factorize(log[name], use_na_sentinel=True)
    read = pd.to_datetime(pd.Series(texts), errors="coerce", format="ISO8601")
    days = read.to_numpy().astype("datetime64[D]").astype(np.int64)
    # The last stands for what is missing, to which the code -1 points.
    return np.append(days, _NO_DAY)[codes]
