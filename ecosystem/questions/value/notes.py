"""The notes of `find_value`: how far its answer goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecosystem.disclosure import note_stand_ins
from ecosystem.wording import join_words

if TYPE_CHECKING:
    import pandas as pd

_NAMED = 5
"""Outcomes named in a note, which still reads as a sentence; the rest are counted."""


def list_notes(table: pd.DataFrame, helped: pd.Series, months: float | None) -> tuple[str, ...]:
    """Return the limits of the answer, in sentences; `helped` are the counts that were added up."""
    if table.empty:
        return ()
    notes = [
        "The unit values are those given, each with its source; none comes from this library.",
        (
            "What would have happened anyway, and what the work itself cost, is not taken off. "
            "Whoever is in two outcomes counts in both."
        ),
    ]
    if months is None:
        notes.append("Over how many months is not said, so what it comes to in a year is not.")
    else:
        notes.append("A year is worked out as if every month were like these.")
    counted = table[table["is_counted"]]
    if len(counted):
        notes.append(
            f"Counted in the referrals of these data: {join_words(counted.index, most=_NAMED)}. "
            "Whoever got help after two referrals counts twice; where it is not recorded how many "
            "got help, none may have, or all who were sent."
        )
        notes += note_stand_ins(helped)
    for column, what in (("units", "how many there were"), ("unit_value_low", "what one is worth")):
        unknown = table[table[column].isna()]
        if len(unknown):
            notes.append(
                f"Of {join_words(unknown.index, most=_NAMED)} it is not known {what}: that is not "
                "nothing, and not in the total."
            )
    return tuple(notes)
