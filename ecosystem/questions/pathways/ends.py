"""How referrals end: with help or without, and why those without did."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.disclosure import (
    LEAST_SHOWN,
    NOT_SHOWN,
    SMALL,
    are_small,
    count_people,
    hide_parts,
    is_small,
)
from ecosystem.wording import join_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


OTHERS = "other reasons"
NOT_RECORDED = "not recorded"

COUNT = "ended_without_help"
"""The column that counts those who ended without help."""

HELP = tuple(f"got_help_{end}" for end in ("share", "share_low", "share_high", "known"))

_NAMED = 3
"""Reasons named in a sentence; the others are in the frame."""


def list_reasons(
    reason: NDArray[np.intp], people: NDArray[np.float64], words: Sequence[str]
) -> pd.DataFrame:
    """Return a row for each reason that five people or more have, the most frequent first.

    `reason` is the number among `words` of each row, -1 where none is recorded, and `people` how
    many ended so. The reasons of fewer are one row, and the last has those of whom none is
    recorded. Columns: reason, ended_without_help.
    """
    counts = np.bincount(reason + 1, weights=people, minlength=len(words) + 1)
    blank, each = counts[0], counts[1:]

    # A reason that few have, in words of their own, would tell who they are: these are one row.
    is_told = each >= LEAST_SHOWN
    order = [row for row in np.lexsort((np.arange(len(each)), -each)) if is_told[row]]
    rows = [(words[row], float(each[row])) for row in order]
    rows += [
        (name, float(count))
        for name, count in ((OTHERS, each[~is_told].sum()), (NOT_RECORDED, blank))
        if count
    ]
    return pd.DataFrame(
        {
            "reason": pd.array([name for name, _ in rows], dtype="str"),
            COUNT: np.array([count for _, count in rows], dtype=float),
        }
    )


def show_reasons(reasons: pd.DataFrame, helped: float) -> pd.DataFrame:
    """Return the reasons as they may be shown: neither a small count nor what would tell it.

    `helped` is how many got help: if few, all others together would tell how few.
    """
    if is_small(helped):
        return reasons.assign(**{COUNT: NOT_SHOWN})
    return hide_parts(reasons, COUNT)


def hide_ends(shown: pd.DataFrame, exact: pd.DataFrame) -> pd.DataFrame:
    """Return the table without the shares of help that tell how few ended without it."""
    without = exact["got_help_known"] * (1 - exact["got_help_share"])
    is_told = are_small(without.astype(float).round())
    return shown.assign(**{name: shown[name].mask(is_told) for name in HELP})


def hide_totals(summary: pd.Series, exact: pd.Series) -> pd.Series:
    """Return the single figures with both counts of ends hidden, if one of them is small."""
    counts = exact[["got_help", COUNT]]
    if not are_small(counts).any():
        return summary
    shown = summary.copy()
    for name, number in counts.items():
        shown[str(name)] = SMALL if is_small(number) else NOT_SHOWN
    shown[list(HELP)] = None
    return shown


def say_ends(summary: pd.Series, reasons: pd.DataFrame, *, is_log: bool) -> str:
    """Return how many got help of those whose end is recorded, and why the others did not.

    Examples
    --------
    >>> numbers = pd.Series({"got_help": 140.0, "ended_without_help": 72.0, "referrals": 212.0})
    >>> numbers["due"] = 212.0
    >>> reasons = list_reasons(np.array([0, -1]), np.array([20.0, 52.0]), ["no longer in touch"])
    >>> say_ends(numbers, reasons, is_log=True)
    'Of the 212 referrals whose end is recorded, 140 got help; why the others ended without: no \
longer in touch (20) and not recorded (52).'
    """
    helped, without = summary["got_help"], summary[COUNT]
    ended, whole = helped + without, summary["due" if is_log else "referrals"]
    if pd.isna(ended) or ended < LEAST_SHOWN:
        return ""
    counted = count_people(ended)
    if ended != whole and not is_small(whole - ended):
        counted += f" of {count_people(whole)}"
    whose = "referrals whose end is recorded" if is_log else "people sent on whose end is recorded"
    start = f"Of the {counted} {whose}, "
    if is_small(without):
        return f"{start}{SMALL} ended without help."
    if not without:
        return f"{start}all got help."
    got = count_people(helped) if helped else "none"
    return f"{start}{got} got help; {_say_why(reasons, helped)}."


def _say_why(reasons: pd.DataFrame, helped: float) -> str:
    """Return why those without help ended so: what most have, and what else there is."""
    shown = show_reasons(reasons, helped)
    is_named = ~shown["reason"].isin([OTHERS, NOT_RECORDED])
    if not is_named.any() and OTHERS not in set(shown["reason"]):
        return "why the others ended without is not recorded"
    named = shown[is_named]
    parts = [_say_reason(row) for _, row in named.head(_NAMED).iterrows()]
    more = reasons.loc[named.index[_NAMED:], COUNT].sum()
    for _, row in shown[~is_named].iterrows():
        if row["reason"] == OTHERS and more:
            continue
        parts.append(_say_reason(row))
    if more:
        parts.insert(_NAMED, OTHERS)
    return f"why the others ended without: {join_words(parts)}"


def _say_reason(row: pd.Series) -> str:
    """Return a reason with how many have it, if that may be shown."""
    number = row[COUNT]
    if number == NOT_SHOWN:
        return str(row["reason"])
    return f"{row['reason']} ({number if isinstance(number, str) else count_people(number)})"
