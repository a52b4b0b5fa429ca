"""Who is tied to whom: referrals and relationships as one table, a row a tie."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.errors import wrong_choice

from .positions import find_positions

if TYPE_CHECKING:
    from collections.abc import Collection

    from ecosystem.data import Ecosystem


REFERRAL = "referral"
"""The kind of a tie that comes from the referrals table."""


def list_ties(e: Ecosystem, *, kinds: Collection[str] | None = None) -> pd.DataFrame:
    """Return every tie in the tables, a row each: referrals first, then relationships.

    Parameters
    ----------
    e
        The ecosystem.
    kinds
        Which to take: "referral" for the referrals table, and kinds of relationships. None takes
        all.

    Returns
    -------
    DataFrame
        source, target (positions in organisations), kind, goes_both_ways, sent (people, referrals
        only), strength (1 to 5, relationships only), visibility. A row from an organisation to
        itself is left out.

    Raises
    ------
    ValueError
        If a kind is not in the data.
    """
    referrals, relationships = e.referrals, e.relationships
    known = {REFERRAL, *relationships["kind"]}
    for kind in kinds or ():
        if kind not in known:
            raise wrong_choice(option="kind", value=kind, choices=known)
    ties = pd.concat(
        [
            referrals[["from_id", "to_id", "sent", "visibility"]].assign(
                kind=REFERRAL, goes_both_ways=False, strength=np.nan
            ),
            relationships[["from_id", "to_id", "kind", "strength", "visibility"]].assign(
                goes_both_ways=relationships["direction"] == "both ways", sent=np.nan
            ),
        ],
        ignore_index=True,
    )
    if kinds is not None:
        ties = ties[ties["kind"].isin(set(kinds))]
    positions = find_positions(e)
    ties = ties.assign(
        source=positions.find_organisations(ties["from_id"]),
        target=positions.find_organisations(ties["to_id"]),
        visibility=ties["visibility"].fillna("public"),
    )
    columns = ["source", "target", "kind", "goes_both_ways", "sent", "strength", "visibility"]
    return ties.loc[ties["source"] != ties["target"], columns].reset_index(drop=True)
