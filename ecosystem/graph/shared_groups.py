"""Who sits in a group together: memberships as ties between the members of one group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.data import is_running

from .positions import find_positions

if TYPE_CHECKING:
    from ecosystem.data import Ecosystem


SAME_GROUP = "member of the same group"
"""The kind of a tie that comes from the memberships table: counted only where it is asked for."""

_MOST_PAIRS = 5_000_000
"""Pairs of members, all groups together: half a gigabyte of rows. A list of everybody, called a
group, ties all with all and says nothing."""


def list_sitting(e: Ecosystem) -> pd.DataFrame:
    """Return who sits where on the day of the data, a row an organisation and a group.

    Columns: organisation and group (rows of their tables), and role; of several roles or terms
    the first. Members that are not running are left out, as are memberships that have ended or not
    begun.
    """
    held = e.memberships[is_running(e.memberships, e.snapshot_date)]
    positions = find_positions(e)
    groups = pd.Index(e.groups["group_id"])
    sitting = held.assign(
        organisation=positions.find_organisations(held["organisation_id"]),
        group=groups.get_indexer(pd.Index(held["group_id"])),
    )
    is_active = positions.is_active[sitting["organisation"].to_numpy(dtype=np.intp)]
    once: pd.DataFrame = sitting[is_active].drop_duplicates(["organisation", "group"])
    return once.reset_index(drop=True)


def pair_members(e: Ecosystem) -> pd.DataFrame:
    """Return each two members of a group, a row a pair and group: source, target, visibility.

    Source and target are rows of organisations, the smaller first. What a group is that nobody may
    know of, its members' ties are, too.

    Raises
    ------
    ValueError
        If there are more pairs than can be held.
    """
    sitting = list_sitting(e)
    members = [
        np.sort(rows["organisation"].to_numpy(dtype=np.intp))
        for _, rows in sitting.groupby("group")
    ]
    pairs = sum(len(held) * (len(held) - 1) // 2 for held in members)
    if pairs > _MOST_PAIRS:
        msg = (
            f"kind {SAME_GROUP!r} makes {pairs:,} pairs; the limit is {_MOST_PAIRS:,}. Leave out "
            "groups that everybody is in."
        )
        raise ValueError(msg)
    # (2, pairs): the places of the two ends among the members of their group, group after group.
    places = [held[np.array(np.triu_indices(len(held), k=1))] for held in members]
    ends = np.hstack([np.empty((2, 0), dtype=np.intp), *places])
    is_hidden = e.groups["is_confidential"].fillna(value=False).to_numpy(dtype=bool)
    group = np.repeat(
        np.array(sorted(sitting["group"].unique()), dtype=np.intp),
        [placed.shape[1] for placed in places],
    )
    return pd.DataFrame(
        {
            "source": ends[0],
            "target": ends[1],
            "visibility": np.where(is_hidden[group], "private", "public"),
        }
    )
