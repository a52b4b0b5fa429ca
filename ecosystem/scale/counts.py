"""From counts of groups, as an engine or memory gives them, to the table `referrals`.

Shapes: G groups of sender, receiver, need and period. Their texts are numbers, in the order of the
different texts, so that one number tells a group and its place in the table: what was counted apart
and belongs together (names that differ in blanks only, needs of too few) is a run of that number.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ecosystem.disclosure import LEAST_SHOWN

from .periods import name_periods

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from .periods import Period

    Numbers = NDArray[np.signedinteger]
    Coded = tuple[Numbers, NDArray[np.object_]]

WAITS = (0, 7, 28, 84)
"""Days up to which a wait is counted together: the same day, a week, four weeks, twelve weeks."""

WAIT_NAMES = (
    "wait_0",
    *(f"wait_{low + 1}_{high}" for low, high in pairwise(WAITS)),
    f"wait_{WAITS[-1] + 1}",
)
"""What the counts of waits are called: wait_0, wait_1_7 and on to wait_85."""

EXACT = ("people", "median_wait_days")
"""What does not add up: of groups that are joined it is not known."""

_MOST_PLACES = 2**62
"""Combinations that a number of 64 bits can tell apart."""


@dataclass(frozen=True)
class Counts:
    """What was counted of each group.

    Attributes
    ----------
    ends
        Of sender, receiver and need: the number of each group's text (G), and the texts in order.
    period
        The number of its period (G).
    sums
        What adds up (G each): "sent", "kind_1" and on, "dated", "answered", "wait_days",
        "open_waits", "open_wait_days" and each of `WAIT_NAMES`.
    kinds
        What the rows of each kind of outcome are, by its number; a flag a column.
    exact
        Each of `EXACT` (G), or nothing where they were not asked for.
    """

    ends: tuple[Coded, Coded, Coded]
    period: Numbers
    sums: dict[str, Numbers]
    kinds: pd.DataFrame
    exact: dict[str, NDArray[np.float64]]


def code_texts(values: Any) -> Coded:  # noqa: ANN401 - a series or an array
    """Return the number of each text, trimmed, and the different texts in order; "" for none.

    Examples
    --------
    >>> codes, texts = code_texts(pd.Series(["b ", None, "a", "b"]))
    >>> codes.tolist(), texts.tolist()
    ([2, 0, 1, 2], ['', 'a', 'b'])
    """
    codes, found = pd.factorize(values, use_na_sentinel=True)
    return order_texts(codes, np.asarray(found, dtype=object))


def order_texts(codes: Numbers, found: Iterable[object]) -> Coded:
    """Return numbers of texts as those of the texts trimmed and in order; -1 becomes "".

    Examples
    --------
    >>> codes, texts = order_texts(np.array([0, -1, 1, 2]), ["b ", "a", "b"])
    >>> codes.tolist(), texts.tolist()
    ([2, 0, 1, 2], ['', 'a', 'b'])
    """
    # The last stands for what is missing, to which the code -1 points.
    trimmed = [*(str(text).strip() for text in found), ""]
    texts = sorted(set(trimmed))
    place = {text: number for number, text in enumerate(texts)}
    of_found = np.array([place[text] for text in trimmed], dtype=np.int32)
    return of_found[codes], np.array(texts, dtype=object)


def join_codes(parts: Sequence[tuple[Numbers, int]]) -> Numbers:
    """Return a number for each combination of numbers, in their order.

    `parts` are the numbers, and for each how many different ones there may be.

    Examples
    --------
    >>> join_codes([(np.array([1, 0, 1]), 2), (np.array([2, 1, 0]), 3)]).tolist()
    [5, 1, 3]
    """
    joined, places = np.zeros(len(parts[0][0]), dtype=np.int64), 1
    for codes, size in parts:
        if places * size > _MOST_PLACES:
            # Because more combinations than numbers would fall together: only those that are there.
            found, joined = np.unique(joined, return_inverse=True)
            places = len(found)
        joined, places = joined * size + codes, places * size
    return joined


def write_referrals(counts: Counts, period: Period) -> pd.DataFrame:
    """Return the table `referrals`, small needs with the others of their pair.

    The counts are taken out of `counts.sums`, which is empty then.
    """
    (source, sources), (target, targets), (_, needs) = counts.ends
    time, times = pd.factorize(counts.period, sort=True)
    need, first, rest, run = _find_rows(counts, time, len(times))
    texts = {
        "from_id": _take(sources, source[first]),
        "to_id": _take(targets, target[first]),
        "service_type": _take(needs, need[first]),
        "period": _take(name_periods(times, period), time[first]),
    }
    # Let go of before the numbers are made, which are the most that is ever held.
    del need, time
    left = counts.sums
    sums = {name: _add_up(left.pop(name), first, rest, run) for name in list(left)}
    exact = {name: values[first] for name, values in counts.exact.items()}
    for values in exact.values():
        values[run] = np.nan
    return pd.DataFrame(texts | _list_columns(sums, exact, counts.kinds), copy=False)


def _find_rows(
    counts: Counts, time: Numbers, periods: int
) -> tuple[Numbers, NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Return which groups make which row, the rows in order.

    The needs, small ones hidden (G); the first group of each row; the other groups that belong to
    one, and to which.
    """
    (source, sources), (target, targets), (need, needs) = counts.ends
    around = [(source, len(sources)), (target, len(targets))]
    when = (time, periods)
    need = _hide_few(join_codes([*around, (need, len(needs)), when]), counts.sums["sent"], need)
    rows = np.flatnonzero((sources != "")[source] & (targets != "")[target])
    order, starts = _find_runs(join_codes([*around, (need, len(needs)), when])[rows])
    rows = rows[order]
    is_first = np.zeros(len(rows), dtype=bool)
    is_first[starts] = True
    # Few are joined, so that to add them to the first of their run is quicker than to sum all runs.
    return need, rows[starts], rows[~is_first], (np.cumsum(is_first) - 1)[~is_first]


def _hide_few(key: Numbers, sent: Numbers, need: Numbers) -> Numbers:
    """Return the needs, 0 (none) where too few were sent for one on this way to be shown."""
    order, starts = _find_runs(key)
    is_few = np.add.reduceat(sent[order], starts, dtype=np.int64) < LEAST_SHOWN
    hidden = need.copy()
    hidden[order[np.repeat(is_few, np.diff(starts, append=len(order)))]] = 0
    return hidden


def _add_up(
    values: Numbers, first: NDArray[np.intp], rest: NDArray[np.intp], run: NDArray[np.intp]
) -> NDArray[np.int64]:
    """Return the sum of each run: the first of its values, and the rest that belong to it."""
    total = values[first].astype(np.int64)
    np.add.at(total, run, values[rest].astype(np.int64))
    return total


def _find_runs(key: Numbers) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the order of numbers, and where in it each different one begins."""
    order = np.argsort(key)
    return order, np.flatnonzero(np.diff(key[order], prepend=-1))


def _take(texts: NDArray[np.object_], codes: Numbers) -> pd.Series:
    """Return the text of each number; nothing for the empty one."""
    different = pd.Series(texts, dtype="str")
    return different.mask(different == "").take(codes).reset_index(drop=True)


def _list_columns(
    sums: dict[str, Numbers], exact: dict[str, NDArray[np.float64]], kinds: pd.DataFrame
) -> dict[str, Any]:
    """Return the columns of numbers in their order, empty where they are not known.

    What is no column itself is taken out of `sums` as soon as it was told.
    """
    sent = sums["sent"]

    def tell(flag: str) -> NDArray[np.int64]:
        """Return how many a flag is true of, anew each time: kept, they would all be held."""
        return _add([sums[f"kind_{kind}"] for kind in kinds.index[kinds[flag]]], len(sent))

    # Who was not refused may have been taken on.
    low, high = tell("is_accepted"), sent - tell("is_refused")
    is_open = tell("has_help") + tell("has_none") == 0
    reached = _count(tell("has_reached"), is_unknown=tell("is_reach_told") != sent)
    got_help = _count(tell("has_help"), is_unknown=is_open)
    ended_without_help = _count(tell("has_none"), is_unknown=is_open)
    undated = _count(sent - sums.pop("dated"))
    for kind in kinds.index:
        del sums[f"kind_{kind}"]
    columns = {
        "sent": _count(sent),
        "accepted": _count(low, is_unknown=low != high),
        # A copy, because whoever corrects one column of the table corrects that one only.
        "accepted_low": _count(low.copy()),
        "accepted_high": _count(high),
        # As everywhere: how many came is a number only where each row tells it.
        "reached": reached,
        "median_wait_days": exact.get("median_wait_days", np.full(len(sent), np.nan)),
        "got_help": got_help,
        "ended_without_help": ended_without_help,
        "answered": _count(sums["answered"]),
        "waits": _count(_add([sums[name] for name in WAIT_NAMES], len(sent))),
    }
    for name in ("wait_days", "open_waits", "open_wait_days", *WAIT_NAMES):
        columns[name] = _count(sums[name])
    if "people" in exact:
        is_unknown = np.isnan(exact["people"])
        columns["people"] = _count(np.where(is_unknown, 0, exact["people"]), is_unknown=is_unknown)
    return columns | {"undated": undated}


def _add(values: Sequence[Numbers], size: int) -> NDArray[np.int64]:
    total = np.zeros(size, dtype=np.int64)
    for each in values:
        total += each
    return total


def _count(
    values: NDArray[Any], *, is_unknown: NDArray[np.bool_] | None = None
) -> pd.arrays.IntegerArray:
    whole = values.astype(np.int64, copy=False)
    mask = np.zeros(len(whole), dtype=bool) if is_unknown is None else is_unknown
    return pd.arrays.IntegerArray(whole, mask)
