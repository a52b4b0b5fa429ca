"""The notes of `find_changes`: how far its answer goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecosystem.wording import count_of, join_words, say_are

if TYPE_CHECKING:
    import pandas as pd

_MOST_NAMES = 4


def list_notes(unsure: pd.DataFrame, pairs: pd.DataFrame, rates: pd.DataFrame) -> list[str]:
    """Return how far the answer goes, in sentences."""
    notes = []
    if len(unsure):
        about = unsure["why"].value_counts()
        reasons = join_words(f"{why} ({count:,})" for why, count in about.items())
        notes.append(
            f"{count_of(len(unsure), 'more difference')} {say_are(len(unsure))} not called a "
            f"change, because what is not recorded could explain it: {reasons}."
        )
    taken = pairs["why"].str.endswith("taken as one") if len(pairs) else pairs["why"] == ""
    for rows, start in (
        (pairs[taken], "taken as one, because the id is the same, though the name is not"),
        (pairs[~taken], "not taken as one, though they may be, so somebody should look"),
    ):
        if len(rows):
            names = [
                f"{before} and {after}"
                for before, after in zip(rows["before_name"], rows["after_name"], strict=True)
            ]
            notes.append(f"{start.capitalize()}: {join_words(names, most=_MOST_NAMES)}.")
    if len(rates):
        notes.append(
            "Limits are Newcombe's at 95 % and take each person as one draw; people sent on one "
            "route often fare alike, so the true limits are wider."
        )
    return notes


def note_tables() -> list[str]:
    """Return the note on what a comparison of two maps rests on."""
    return [
        (
            "Joined and left mean listed now, or before, and not the other time: whoever was left "
            "out of a list is not told from who was not there."
        )
    ]
