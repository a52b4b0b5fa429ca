"""Who is tied to whom: referrals and relationships as one table, a row a tie."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.data import is_running
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
        only), strength (1 to 5, relationships only), visibility. Left out is a row from an
        organisation to itself, one that has ended or not begun, one of an organisation that is
        not running, and referrals of which it is recorded that nobody was sent.

    Raises
    ------
    ValueError
        If a kind is not in the data.
    """
    referrals, relationships = e.referrals, e.relationships
    is_empty = (referrals["sent"] == 0).to_numpy(dtype=bool, na_value=False)
    does_run = np.concatenate([~is_empty, is_running(relationships, e.snapshot_date)])
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
    )[does_run]
    if kinds is not None:
        ties = ties[ties["kind"].isin(set(kinds))]
    positions = find_positions(e)
    ties = ties.assign(
        source=positions.find_organisations(ties["from_id"]),
        target=positions.find_organisations(ties["to_id"]),
        visibility=ties["visibility"].fillna("public"),
    )
    columns = ["source", "target", "kind", "goes_both_ways", "sent", "strength", "visibility"]
    is_active = positions.is_active
    source, target = ties["source"].to_numpy(), ties["target"].to_numpy()
    is_tie = (source != target) & is_active[source] & is_active[target]
    kept: pd.DataFrame = ties.loc[is_tie, columns].reset_index(drop=True)
    return kept
