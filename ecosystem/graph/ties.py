"""Who is tied to whom: referrals, relationships and, if asked for, groups, a row a tie."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from ecosystem.data import is_running
from ecosystem.errors import wrong_choice

from .periods import keep_period, keep_sender_reports
from .positions import find_positions
from .shared_groups import SAME_GROUP, pair_members

if TYPE_CHECKING:
    from collections.abc import Collection

    from ecosystem.data import Ecosystem


REFERRAL = "referral"
"""The kind of a tie that comes from the referrals table."""

_ENDS = ["from_id", "to_id"]

_COLUMNS = [
    "source",
    "target",
    "kind",
    "goes_both_ways",
    "sent",
    "service_type",
    "period",
    "strength",
    "weight",
    "visibility",
]


_kept: WeakKeyDictionary[Ecosystem, pd.DataFrame] = WeakKeyDictionary()
"""All ties of an ecosystem, which does not change: a report asks for them eight times."""


def list_ties(
    e: Ecosystem, *, kinds: Collection[str] | None = None, period: str | None = None
) -> pd.DataFrame:
    """Return every tie in the tables, a row each: referrals, relationships, members of a group.

    Parameters
    ----------
    e
        The ecosystem.
    kinds
        Which to take: "referral" for the referrals table, kinds of relationships, and "member of
        the same group" for each two that sit in a group together. None takes all but the last.
    period
        Of which period referrals count. None takes the latest of each link.

    Returns
    -------
    DataFrame
        source, target (positions in organisations), kind, goes_both_ways, sent (people, referrals
        only), service_type and period (likewise), strength (1 to 5, relationships only), weight
        (people sent, or else strength, or else the data's own column of that name), visibility.
        Left out is a row from an
        organisation to itself, one that has ended or not begun, one of an organisation that is
        not running, referrals of an earlier period, the receiver's report of a link that the sender
        reports too, and referrals of which it is recorded that nobody was sent.

    Raises
    ------
    ValueError
        If a kind or the period is not in the data.
    """
    if kinds is not None or period is not None:
        return _list_ties(e, kinds, period)
    find_positions(e)
    if e not in _kept:
        _kept[e] = _list_ties(e, None, None)
    # A copy that shares its columns until they are written to.
    return _kept[e].copy(deep=False)


def _list_ties(e: Ecosystem, kinds: Collection[str] | None, period: str | None) -> pd.DataFrame:
    referrals = keep_sender_reports(keep_period(e.referrals, period))
    relationships = e.relationships
    is_empty = (referrals["sent"] == 0).to_numpy(dtype=bool, na_value=False)
    does_run = np.concatenate([~is_empty, is_running(relationships, e.snapshot_date)])
    known = {REFERRAL, *relationships["kind"], *([SAME_GROUP] if len(e.memberships) else [])}
    for kind in kinds or ():
        if kind not in known:
            raise wrong_choice(option="kind", value=kind, choices=known)
    ties = pd.concat(
        [
            referrals[[*_ENDS, "sent", "service_type", "period", "visibility"]].assign(
                kind=REFERRAL, goes_both_ways=False, strength=np.nan, weight=referrals["sent"]
            ),
            relationships[[*_ENDS, "kind", "strength", "visibility"]].assign(
                goes_both_ways=relationships["direction"] == "both ways",
                sent=np.nan,
                weight=relationships["strength"].fillna(_read_weights(relationships)),
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
    is_active = positions.is_active
    source, target = ties["source"].to_numpy(), ties["target"].to_numpy()
    is_tie = (source != target) & is_active[source] & is_active[target]
    kept: pd.DataFrame = ties.loc[is_tie, _COLUMNS]
    if kinds is not None and SAME_GROUP in kinds:
        shared = pair_members(e).assign(kind=SAME_GROUP, goes_both_ways=True)
        kept = pd.concat([kept, shared.reindex(columns=_COLUMNS).astype(kept.dtypes)])
    return kept.reset_index(drop=True)


def _read_weights(relationships: pd.DataFrame) -> pd.Series:
    """Return the numbers of a column called weight, which the data may have beside ours."""
    if "weight" not in relationships:
        return pd.Series(np.nan, index=relationships.index)
    return pd.to_numeric(relationships["weight"], errors="coerce")
