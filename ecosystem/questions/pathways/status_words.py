"""What the words of a log's status column mean: those of FHIR Task, and those of daily life."""

from __future__ import annotations

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

DAILY = {
    "declined": "rejected",
    "declined-by-service": "rejected",
    "refused": "rejected",
    "refused-by-service": "rejected",
    "turned-down": "rejected",
    "not-accepted": "rejected",
    "client-declined": "cancelled",
    "declined-by-client": "cancelled",
    "withdrawn": "cancelled",
    "canceled": "cancelled",
    "taken-on": "accepted",
    "got-help": "completed",
    "helped": "completed",
    "received-help": "completed",
    "no-reply": "requested",
    "no-response": "requested",
    "no-answer": "requested",
    "unanswered": "requested",
    "awaiting-reply": "requested",
    "awaiting-response": "requested",
}
"""Words that people write, and the one word of FHIR Task they can mean."""

_ENDED = (
    "'completed' if they were helped, 'failed' if they were taken on and it led nowhere, "
    "'rejected' if they were never taken on, 'cancelled' if it was withdrawn"
)
_UNHELPED = (
    "'failed' if they were taken on and it led nowhere, 'rejected' if they were never taken on, "
    "'cancelled' if it was withdrawn: each has ended without help, and the column reason says why"
)
_CAME = "'completed' if that was the end of it, 'in-progress' if they are still being helped"
_STAYED_AWAY = "'failed' if it ended there, 'in-progress' if they are offered another day"
_WAITS = (
    "'requested' if there is no answer yet, 'on-hold' if they were taken on and wait for a place"
)

UNSURE = {
    "closed": _ENDED,
    "ended": _ENDED,
    "finished": _ENDED,
    "done": _ENDED,
    "ended-without-help": _UNHELPED,
    "not-helped": _UNHELPED,
    "no-help": _UNHELPED,
    "seen": _CAME,
    "attended": _CAME,
    "dna": _STAYED_AWAY,
    "did-not-attend": _STAYED_AWAY,
    "no-show": _STAYED_AWAY,
    "waiting": _WAITS,
    "waiting-list": _WAITS,
    "on-waiting-list": _WAITS,
    "pending": _WAITS,
    "open": "'requested' if there is no answer yet, 'in-progress' if they were taken on",
    "full": "'rejected' if they were turned away, 'on-hold' if they wait for a place",
}
"""Words that may mean more than one thing, and what to write for each: a person is asked."""

_SLIP = 0.8
"""Likeness from which a word may be a slip of the pen: one letter of five. Words that mean the
opposite are often nearly as alike, so the first letter has to be the same too: incomplete is no
slip for complete."""


def fold_status(text: str) -> str:
    """Return a status in the form it has in these tables.

    >>> fold_status("Did not attend."), fold_status("IN_PROGRESS")
    ('did-not-attend', 'in-progress')
    """
    return "-".join(text.casefold().strip(" .").replace("_", " ").replace("-", " ").split())


def suggest_status(word: str) -> str:
    """Return what to write instead of a folded word that is no status, in a sentence or two."""
    if word in UNSURE:
        return f"Write {UNSURE[word]}."
    names = [name for name in (*MEANS, *DAILY) if name[:1] == word[:1]]
    meant = find_nearest([word], names, least=_SLIP).get(word)
    choices = f"Choose one of {', '.join(MEANS)}."
    return f"Did you mean '{meant}'? {choices}" if meant else choices
