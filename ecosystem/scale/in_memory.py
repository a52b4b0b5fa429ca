"""The same counts of a log that is a frame already, without an engine.

Shapes: R rows, G groups of sender, receiver, need and period. Every text becomes a number once, by
its different values, of which there are few; what follows is sums over R numbers by group.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    Codes = tuple[NDArray[np.intp], NDArray[Any]]

MOST_ROWS = 5_000_000
"""Rows up to which a frame is counted here: past them an engine is faster and holds less, measured
in docs/benchmarks/scale.md."""

_NO_DAY = np.iinfo(np.int64).min

_EVER = np.iinfo(np.int64).max


def count_frame(  # noqa: PLR0913 - what is told of rows, and how it is counted
    log: pd.DataFrame,
    *,
    read_outcomes: Callable[[Sequence[str]], pd.DataFrame],
    name_periods: Callable[[NDArray[np.int64]], NDArray[Any]],
    waits: Sequence[int],
    names: Sequence[str],
    last: int | None,
    exact: bool,
) -> pd.DataFrame:
    """Return a row for each sender, receiver, need and period, as the query of an engine does.

    Parameters
    ----------
    log
        from_name, to_name, and as far as there are any: need, sent_day, answer_day, outcome,
        case_id.
    read_outcomes
        Gives for different words what each tells, a column a flag.
    name_periods
        Gives for days since 1970 the name of the period of each.
    waits, names
        Days up to which waits are counted together, and what these counts are called.
    last
        The day since 1970 up to which waits go on; by default the last in the log.
    exact
        Whether to count people and the median wait.
    """
    log = _drop_unnamed(log)
    source, sources = _code(log, "from_name")
    target, targets = _code(log, "to_name")
    need, needs = _code(log, "need")
    sent, answered = _read_days(log, "sent_day"), _read_days(log, "answer_day")
    period, periods = pd.factorize(name_periods(sent))
    parts = ((source, len(sources)), (target, len(targets)), (need, len(needs)))
    group, groups = _join((*parts, (period, len(periods))))
    size = len(groups)

    def add(values: NDArray[Any]) -> NDArray[np.int64]:
        return np.bincount(group, weights=values, minlength=size).astype(np.int64)

    word, words = _code(log, "outcome", fold=True)
    told = read_outcomes([str(one) for one in words])
    flags = {str(name): add(told[name].to_numpy()[word]) for name in told if name != "word"}
    wait, open_wait = _measure_waits(sent, answered, last)
    counts = np.bincount(group, minlength=size).astype(np.int64)
    first = np.full(size, len(log), dtype=np.int64)
    np.minimum.at(first, group, np.arange(len(log)))
    counted = {
        "from_id": sources[source[first]],
        "to_id": targets[target[first]],
        "service_type": needs[need[first]],
        "period": np.asarray(periods)[period[first]],
        "sent": counts,
        **_tell(flags, counts),
        "answered": add(answered != _NO_DAY),
        "waits": add(wait >= 0),
        "wait_days": add(np.where(wait >= 0, wait, 0)),
        "open_waits": add(open_wait >= 0),
        "open_wait_days": add(np.where(open_wait >= 0, open_wait, 0)),
    }
    for low, high, name in zip([-1, *waits], [*waits, _EVER], names, strict=True):
        counted[name] = add((wait > low) & (wait <= high))
    if exact:
        counted |= _count_exactly(log, group, wait)
    counted["undated"] = add(sent == _NO_DAY)
    return pd.DataFrame(counted)


def _measure_waits(
    sent: NDArray[np.int64], answered: NDArray[np.int64], last: int | None
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return days until the answer, and until the last day without one; below 0 for none."""
    has_sent, has_answer = sent != _NO_DAY, answered != _NO_DAY
    days = np.append(sent, answered)
    until = last if last is not None else int(days.max(initial=_NO_DAY))
    begin = np.where(has_sent, sent, 0)
    wait = np.where(has_sent & has_answer, answered - begin, -1)
    return wait, np.where(has_sent & ~has_answer, until - begin, -1)


def _drop_unnamed(log: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that say who sent and to whom."""
    ends = [log[name].fillna("").astype("str").str.strip() for name in ("from_name", "to_name")]
    is_named = (ends[0] != "") & (ends[1] != "")
    return log if is_named.all() else log[is_named]


def _tell(
    flags: Mapping[str, NDArray[np.int64]], counts: NDArray[np.int64]
) -> dict[str, NDArray[np.int64]]:
    """Return what outcomes come to: who was not refused may have been taken on."""
    return {
        "accepted_low": flags["is_accepted"],
        "accepted_high": counts - flags["is_refused"],
        "reached": flags["has_reached"],
        "reach_told": flags["is_reach_told"],
        "got_help": flags["has_help"],
        "ended_without_help": flags["has_none"],
        "ended": flags["is_ended"],
    }


def _count_exactly(
    log: pd.DataFrame, group: NDArray[np.intp], wait: NDArray[np.int64]
) -> dict[str, NDArray[Any]]:
    """Return different cases and the median wait of each group."""
    case = log["case_id"] if "case_id" in log else pd.Series(None, index=log.index, dtype="str")
    by_group = pd.DataFrame({"group": group, "case": case.to_numpy()})
    by_group["wait"] = np.where(wait >= 0, wait, np.nan)
    grouped = by_group.groupby("group")
    return {
        "people": grouped["case"].nunique().to_numpy(),
        "median_wait_days": grouped["wait"].median().to_numpy(),
    }


def _code(log: pd.DataFrame, name: str, *, fold: bool = False) -> Codes:
    """Return the number of each row's text, and the texts, trimmed."""
    if name not in log:
        return np.zeros(len(log), dtype=np.intp), np.array([""], dtype=object)
    codes, texts = pd.factorize(log[name], use_na_sentinel=True)
    words = ["" if pd.isna(one) else str(one).strip() for one in texts]
    # Texts that differ in blanks only are one; what is missing is the empty text.
    folded, unique = pd.factorize(
        np.array([*(one.lower() if fold else one for one in words), ""], dtype=object)
    )
    return folded[codes], np.asarray(unique)


def _read_days(log: pd.DataFrame, name: str) -> NDArray[np.int64]:
    """Return the days since 1970; the least number where there is none."""
    if name not in log:
        return np.full(len(log), _NO_DAY)
    codes, texts = pd.factorize(log[name], use_na_sentinel=True)
    read = pd.to_datetime(pd.Series(texts), errors="coerce", format="ISO8601")
    days = read.to_numpy().astype("datetime64[D]").astype(np.int64)
    # The last stands for what is missing, to which the code -1 points.
    return np.append(days, _NO_DAY)[codes]


def _join(parts: Sequence[tuple[NDArray[np.intp], int]]) -> Codes:
    """Return the number of each row's combination, and the combinations."""
    key = np.zeros(len(parts[0][0]), dtype=np.int64)
    for codes, size in parts:
        key = key * size + codes
    joined, unique = pd.factorize(key)
    return joined, np.asarray(unique)
