"""Who reported its ties, because an organisation that was not asked is not one without ties."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.graph import REFERRAL

if TYPE_CHECKING:
    from collections.abc import Collection

    from ecosystem.data import Ecosystem


def list_reported(e: Ecosystem, kinds: Collection[str] | None) -> pd.Series:
    """Tell which organisations reported their ties, a row an organisation; empty if not known.

    If any row says who reported it, an organisation reported if it is one of these, or if it is
    the giving side of a row (either side, if it goes both ways) that does not say. If no row
    says, nothing is known.
    """
    columns = ["from_id", "to_id", "reported_by"]
    referrals = e.referrals[columns].assign(kind=REFERRAL, goes_both_ways=False)
    relationships = e.relationships
    standing = relationships[[*columns, "kind"]].assign(
        goes_both_ways=(relationships["direction"] == "both ways").to_numpy()
    )
    rows = pd.concat([referrals, standing], ignore_index=True)

    # Who was asked for its referrals only did not report the relationships that count here.
    if kinds is not None:
        rows = rows[rows["kind"].isin(set(kinds))]
    ids = e.organisations["organisation_id"]
    unsaid = rows["reported_by"].isna()
    if unsaid.all():
        return pd.Series(pd.NA, index=pd.Index(ids), dtype="boolean")

    # A row that does not say is taken to come from whoever gives, who knows of it first hand.
    both = unsaid & rows["goes_both_ways"]
    reporters = {
        *rows.loc[~unsaid, "reported_by"],
        *rows.loc[unsaid, "from_id"],
        *rows.loc[both, "to_id"],
    }
    return pd.Series(
        np.asarray(ids.isin(reporters), dtype=bool), index=pd.Index(ids), dtype="boolean"
    )
