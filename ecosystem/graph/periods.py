"""Which period of a link counts: of one that is recorded for several, the latest.

Fifty people in 2024 and seventy in 2025 are not a hundred and twenty on the way today. Every answer
takes the same rows: those of the latest period of each link, or those of one period that is named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecosystem.errors import wrong_choice

if TYPE_CHECKING:
    import pandas as pd


_LINK = ("from_id", "to_id", "service_type")
"""What a link is: people passed on from one to another for one service type."""


def keep_period(referrals: pd.DataFrame, period: str | None = None) -> pd.DataFrame:
    """Return the referrals of a period, or of the latest of each link, in their order.

    Periods are compared as text, as "2023-24" and "2024-25" are. A row without a period is older
    than any that has one.

    Raises
    ------
    ValueError
        If no referral is of that period.
    """
    if period is not None:
        known = set(referrals["period"].dropna())
        if period not in known:
            raise wrong_choice(option="period", value=period, choices=known)
        return referrals[referrals["period"] == period]
    told = referrals["period"].fillna("")
    if (told == told.min()).all():
        return referrals
    link = [referrals[name].fillna("").str.casefold() for name in _LINK]
    latest = told.groupby(link).transform("max")
    return referrals[told == latest]
