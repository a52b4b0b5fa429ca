"""Who reported its ties, because an organisation that was not asked is not one without ties."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ecosystem.graph import REFERRAL, SAME_GROUP

if TYPE_CHECKING:
    from collections.abc import Collection

    from ecosystem.data import Ecosystem


MONEY = "funds"
"""The kind of tie that is left out unless asked for: to give money is not to plan together, and a
funder with many grants would be the core of all who hold one, and a go-between of them all."""


def list_reported(e: Ecosystem, kinds: Collection[str] | None = None) -> pd.Series:
    """Tell which organisations reported their ties, a row an organisation.

    Parameters
    ----------
    e
        The ecosystem.
    kinds
        Which ties count, as in `find_core`. None takes all but "funds". Of "member of the same
        group" alone nobody reports: lists of members say it, of all alike.

    Returns
    -------
    Series
        Indexed by organisation_id. As the column `answered` of organisations says. Where that is
        empty: True if a row says that the organisation reported it. Empty if that is not known: it
        is the giving side of a row (either side, if that goes both ways) that does not say who
        reported it; or no row says. Else False.
    """
    if kinds is not None and set(kinds) == {SAME_GROUP}:
        ids = pd.Index(e.organisations["organisation_id"])
        return pd.Series(pd.NA, index=ids, dtype="boolean")
    told = e.organisations["answered"].astype("boolean").to_numpy()
    guessed = _guess_reported(e, kinds)
    return guessed.mask(pd.notna(told), told)


def _guess_reported(e: Ecosystem, kinds: Collection[str] | None) -> pd.Series:
    """Return who reported by what the ties say of it, as `list_reported` does."""
    columns = ["from_id", "to_id", "reported_by"]
    referrals = e.referrals[columns].assign(kind=REFERRAL, goes_both_ways=False)
    relationships = e.relationships
    standing = relationships[[*columns, "kind"]].assign(
        goes_both_ways=(relationships["direction"] == "both ways").to_numpy()
    )
    rows = pd.concat([referrals, standing], ignore_index=True)

    # Who was asked for its referrals only did not report the relationships that count here.
    rows = rows[rows["kind"] != MONEY if kinds is None else rows["kind"].isin(set(kinds))]
    ids = e.organisations["organisation_id"]
    reported = pd.Series(pd.NA, index=pd.Index(ids), dtype="boolean")
    unsaid = rows["reported_by"].isna()
    if unsaid.all():
        return reported

    # A row that does not say may well come from whoever gives, who knows of it first hand.
    both = unsaid & rows["goes_both_ways"]
    may_have = {*rows.loc[unsaid, "from_id"], *rows.loc[both, "to_id"]}
    reported[~reported.index.isin(may_have)] = False
    reported[reported.index.isin(set(rows.loc[~unsaid, "reported_by"]))] = True
    return reported
