"""The notes of `find_representation`: how far its answer goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecosystem.wording import count_of, say_are

from .voices import OVER, UNKNOWN

if TYPE_CHECKING:
    import pandas as pd

    from .news import News
    from .seats import Seats
    from .voices import Voices


_GUARDED = (
    "Copies for the public and for partners hold no confidential group: in these nobody on record "
    "means nobody in a group that may be shown."
)


def list_notes(seats: Seats, voices: Voices, summary: pd.Series, news: News | None) -> list[str]:
    """Return the limits of the answer, in sentences."""
    if seats.groups.empty:
        return []
    return [
        *_note_confidential(seats),
        *_note_voices(voices, summary),
        *_note_meetings(seats, news),
        *_note_hours(seats),
    ]


def _note_confidential(seats: Seats) -> list[str]:
    hidden = int((~seats.is_shown).sum())
    if not hidden:
        # The same sentence whether or not there is one: its absence would tell of it.
        return [_GUARDED]
    count = count_of(hidden, "confidential group")
    return [f"{count} {'counts' if hidden == 1 else 'count'} here and {say_are(hidden)} not named."]


def _note_voices(voices: Voices, summary: pd.Series) -> list[str]:
    notes = []
    rows = voices.rows[voices.rows["term"] != OVER]
    untold = int(rows["is_elected"].isna().sum())
    if untold:
        notes.append(
            f"Whether there was an election is not recorded for {untold:,} of "
            f"{count_of(len(rows), 'role')} of speaking for an area."
        )
    undated = int((rows["term"] == UNKNOWN).sum())
    if undated:
        notes.append(
            f"The first or last day of the term is not recorded for {undated:,} of "
            f"{count_of(len(rows), 'role')} of speaking for an area: whether it still runs is not "
            "known."
        )
    if len(voices.unplaced):
        notes.append(
            f"{count_of(len(voices.unplaced), 'representative')} of whom it is not recorded for "
            "which area: any area may be theirs, so that none is said to have nobody."
        )
    if summary["without_area"]:
        notes.append(
            f"Where {count_of(summary['without_area'], 'organisation')} "
            f"{say_are(summary['without_area'])} based is not recorded: in no area's count."
        )
    return notes


def _note_meetings(seats: Seats, news: News | None) -> list[str]:
    if news is None:
        return []
    notes = []
    undated = int((~seats.is_complete & seats.may_meet).sum())
    if undated:
        notes.append(
            f"Not all meeting days are recorded for {undated:,} of "
            f"{count_of(len(seats.groups), 'group')}: days through these are at the least and at "
            "the most, or not known."
        )
    unknown = int(np.isnan(seats.a_year).sum())
    if unknown:
        notes.append(
            f"How often {count_of(unknown, 'group')} {'meets' if unknown == 1 else 'meet'} is not "
            "recorded: whether news goes through there is not known."
        )
    if seats.unread:
        notes.append(f"{count_of(seats.unread, 'meeting day')} could not be read as a day.")
    notes.append(
        "News goes through meetings on record only, and whoever sits in a group is taken to be at "
        "each; what people tell one another elsewhere is not recorded."
    )
    return notes


def _note_hours(seats: Seats) -> list[str]:
    """Return what hours are of: one person of each organisation, in groups whose hours are told."""
    hours = seats.groups["hours_per_meeting"].isna().to_numpy() & (seats.a_year != 0)
    unknown = int((hours | np.isnan(seats.a_year)).sum())
    of_one = "Hours are of one person of each organisation at each meeting."
    if not unknown:
        return [of_one]
    return [
        of_one,
        (
            f"Hours of {unknown:,} of {count_of(len(seats.groups), 'group')} are not recorded: "
            "hours a year are of the others, so at the least."
        ),
    ]
