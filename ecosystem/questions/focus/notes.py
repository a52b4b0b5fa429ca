"""The notes of `find_focus`: how far its answer goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecosystem.wording import count_of, say_are

if TYPE_CHECKING:
    import pandas as pd

    from .scores import Scores

_COUNTED = (
    "How well one fits a type of service is how many of that type it runs now. It says "
    "who does it, not who does it well: give scores to plan by what people say they could take on."
)
_GIVEN = "How well one fits a type of service is its score, as given."
_PROPOSAL = "A lead is a proposal: nobody has been asked, and the people there know more than this."


def list_notes(
    scores: Scores,
    table: pd.DataFrame,
    reviews: pd.DataFrame,
    *,
    least: int | None,
    is_given: bool,
) -> tuple[str, ...]:
    """Return the limits of the answer, in sentences; `least` is a capacity that was worked out."""
    notes = [_GIVEN if is_given else _COUNTED, _PROPOSAL]
    if least is not None and table["is_covered"].any():
        notes.append(
            f"No organisation leads on more than {count_of(least, 'type')}: with a smaller limit "
            "fewer types would have a lead."
            if least > 1
            else "No organisation leads on more than 1 type: that is enough."
        )
    notes += scores.notes
    # Without scores every empty cell is one: that it is not recorded to run any is no answer.
    if is_given and (silent := int((table["not_recorded"] > 0).sum())):
        notes.append(
            f"For {count_of(silent, 'type')} of {len(table):,} not every organisation has a score. "
            "No score is not 0: it may well be able to lead."
        )
    if table["is_covered"].any() and reviews.empty:
        notes.append("With fewer than three leads two would review one another, so none is paired.")
    unknown = int(reviews["is_other_sector"].isna().sum())
    if unknown:
        notes.append(
            f"In {count_of(unknown, 'pair')} of {len(reviews):,} who review, a sector is not "
            f"recorded, so whether they {say_are(2)} of two sectors is not known."
        )
    return tuple(notes)
