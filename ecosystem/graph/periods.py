"""Which row of a link counts: of several periods the latest, of two reports the sender's.

Fifty people in 2024 and seventy in 2025 are not a hundred and twenty on the way today. Every answer
takes the same rows: those of the latest period of each link, or those of one period that is named.
And ten people whom the sender counts, and nine whom the receiver counts, are not nineteen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from ecosystem.errors import wrong_choice

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray


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


def rank_reports(referrals: pd.DataFrame, side: Literal["from_id", "to_id"]) -> NDArray[np.int_]:
    """Return how near each row is to one side of its link: 0 its own report, 1 nobody's, 2 other's.

    Nobody's is a row that does not say who reported it.
    """
    by = referrals["reported_by"]
    return np.select([by == referrals[side], by.isna()], [0, 1], 2)


def keep_sender_reports(referrals: pd.DataFrame) -> pd.DataFrame:
    """Return the referrals, each link of a period once, in their order.

    Of several reports that which says how many were sent, and of those the sender's, then the one
    of nobody in particular.
    """
    link = referrals[["from_id", "to_id", "period"]].assign(
        service_type=referrals["service_type"].str.casefold()
    )
    if not link.duplicated().any():
        return referrals
    best = np.lexsort((rank_reports(referrals, "from_id"), referrals["sent"].isna()))
    is_second = link.iloc[best].duplicated()
    return referrals[~is_second.reindex(referrals.index)]
