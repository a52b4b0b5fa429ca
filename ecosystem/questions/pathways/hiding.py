"""Shares of referrals that may not be shown, because they tell a small number of people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecosystem.disclosure import are_small, hide_shares, hide_small

from .ends import hide_ends
from .rates import KNOWN, LIMITS, SHARES

if TYPE_CHECKING:
    import pandas as pd


def hide_rates(table: pd.DataFrame, *, is_log: bool) -> pd.DataFrame:
    """Return the table without the shares that tell a small part of the people sent, or due.

    A log is counted exactly, so there the shares that tell how few are not of them go as well.
    """
    shown = table
    for people in ("sent", "due"):
        shown = hide_shares(shown, dict.fromkeys(SHARES, table[people]), LIMITS)
    if is_log:
        due = table["due"].astype(float)
        answered = due * table["answered_share"].astype(float)
        bases = {SHARES[0]: due, SHARES[1]: answered, SHARES[2]: due}
        shown = hide_shares(shown, bases, LIMITS, both_sides=True)
    return hide_ends(hide_known(shown, "sent"), table)


def hide_known(table: pd.DataFrame, people: str) -> pd.DataFrame:
    """Return the table without the shares and limits that tell a small number of people.

    That is the number who belong to a share, or of whom it is not known whether they do: the
    limits lie as far apart as these are many. With a log, they are of those that are due.
    """
    shown = table
    of_all = table["due"].astype(float).fillna(table[people].astype(float))
    for name, known in KNOWN.items():
        shown = hide_shares(shown, {name: table[known]}, LIMITS)
        others = of_all - table[known].astype(float)
        is_told = are_small(others)
        for column in (f"{name}_low", f"{name}_high", known):
            shown[column] = shown[column].mask(is_told)
        shown = hide_small(shown, [known])
    return shown
