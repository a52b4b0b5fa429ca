"""The notes of `find_gaps`: how far its answer goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecosystem.disclosure import note_stand_ins
from ecosystem.wording import count_of, say_are

from .frames import are_for_some

if TYPE_CHECKING:
    import pandas as pd

    from ecosystem.access import Reach


def list_notes(table: pd.DataFrame, reach: Reach, *, by_road: bool) -> list[str]:
    """Return the limits of the answer, in sentences."""
    notes = []
    is_counted = ~table["is_whole"]
    unknown = int(table.loc[is_counted, "demand"].isna().sum())
    if unknown:
        notes.append(
            f"Demand is not known for {count_of(unknown, 'area')} of {is_counted.sum():,}: "
            "not known is not zero, and no gap."
        )
    shared = int(table["shares_with_unknown"].sum())
    if shared:
        notes.append(
            f"Services in reach of {count_of(shared, 'area')} also serve areas whose need is not "
            "known: what they have room for there is told at the most."
        )
    notes += _note_services(reach.services)
    if not by_road and table["nearest_km"].notna().any():
        notes.append(
            "Kilometres are in a straight line from the middle of the area; minutes are an "
            "estimate from them."
        )
    return [*notes, *note_stand_ins(table["demand"])]


def _note_services(services: pd.DataFrame) -> list[str]:
    """Return what services do not say, or are not for everyone, and how it is read."""
    notes = []
    silent = int(services["capacity"].isna().sum())
    if silent:
        notes.append(
            f"Capacity is not known for {silent:,} of {count_of(len(services), 'service')}: where "
            "one of these is in reach, coverage is not known unless the others are enough."
        )
    for_some = int(are_for_some(services).sum())
    if for_some:
        notes.append(
            f"{for_some:,} of {count_of(len(services), 'service')} {say_are(for_some)} only for "
            "some people, or in some languages: how many of those in need they are for is not "
            "known."
        )
    for_whom = int(services["eligibility"].isna().sum())
    if for_whom:
        notes.append(
            f"{for_whom:,} of {count_of(len(services), 'service')} "
            f"{'does' if for_whom == 1 else 'do'} not say for whom: taken to be for everyone in "
            "need."
        )
    unsaid = int(services["accepting_referrals"].isna().sum())
    if unsaid:
        do, its, they = ("does", "its", "it takes") if unsaid == 1 else ("do", "their", "they take")
        notes.append(
            f"{unsaid:,} of {count_of(len(services), 'service')} {do} not say whether {they} "
            f"people now: {its} places count as room, and may be none."
        )
    return notes
