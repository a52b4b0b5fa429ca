"""What the words of a log's status column come to: those of FHIR Task, or those of daily life."""

from __future__ import annotations

from ecosystem.data import DAILY_STATUSES, UNSURE_STATUSES
from ecosystem.errors import find_nearest

from .log import ACCEPTED, CANCELLED, COMPLETED, FAILED, NO_REFERRAL, REJECTED, REQUESTED

MEANS = {
    "draft": NO_REFERRAL,
    "requested": REQUESTED,
    "received": REQUESTED,
    "accepted": ACCEPTED,
    "rejected": REJECTED,
    "ready": ACCEPTED,
    "cancelled": CANCELLED,
    "in-progress": ACCEPTED,
    "on-hold": ACCEPTED,
    "failed": FAILED,
    "completed": COMPLETED,
    "entered-in-error": NO_REFERRAL,
}
"""The status words of FHIR Task, and what each comes to."""

_SLIP = 0.8
"""Likeness from which a word may be a slip of the pen: one letter of five. Words that mean the
opposite are often nearly as alike, so the first letter has to be the same too: incomplete is no
slip for complete."""


def suggest_status(word: str) -> str:
    """Return what to write instead of a folded word that is no status, in a sentence or two."""
    if word in UNSURE_STATUSES:
        return f"Write {UNSURE_STATUSES[word]}."
    names = [name for name in (*MEANS, *DAILY_STATUSES) if name[:1] == word[:1]]
    meant = find_nearest([word], names, least=_SLIP).get(word)
    choices = f"Choose one of {', '.join(MEANS)}."
    return f"Did you mean '{meant}'? {choices}" if meant else choices
