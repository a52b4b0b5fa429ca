"""What became of a referral, in the words that people write: one vocabulary for logs of any kind.

A word that can mean only one thing is read; one that can mean two is asked about, with what to
write for each. What a word does not say is not known, and never no: of somebody who waits it is
open whether the service has taken them on.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Outcome(NamedTuple):
    """What a word tells of one referral; None where it leaves it open.

    Attributes
    ----------
    accepted
        Whether the service took the person on.
    reached
        Whether the person came to the service.
    got_help
        Whether it ended with help (yes) or without (no).
    """

    accepted: bool | None = None
    reached: bool | None = None
    got_help: bool | None = None


OPEN = Outcome()
"""Nothing is told."""

STATUSES = (
    "draft",
    "requested",
    "received",
    "accepted",
    "rejected",
    "ready",
    "cancelled",
    "in-progress",
    "on-hold",
    "failed",
    "completed",
    "entered-in-error",
)
"""The status words of FHIR Task."""

NO_REFERRALS = frozenset(["draft", "entered-in-error"])
"""Words for rows that are no referral."""

DAILY_STATUSES = {
    "accept": "accepted",
    "acc": "accepted",
    "referral-accepted": "accepted",
    "taken-on": "accepted",
    "being-supported": "in-progress",
    "engaging": "in-progress",
    "engaged": "in-progress",
    "declined": "rejected",
    "decline": "rejected",
    "declined-by-service": "rejected",
    "refused": "rejected",
    "refused-by-service": "rejected",
    "turned-down": "rejected",
    "turned-away": "rejected",
    "not-accepted": "rejected",
    "not-taken-on": "rejected",
    "inappropriate": "rejected",
    "inappropriate-referral": "rejected",
    "not-appropriate": "rejected",
    "not-eligible": "rejected",
    "ineligible": "rejected",
    "not-suitable": "rejected",
    "unsuitable": "rejected",
    "client-declined": "cancelled",
    "declined-by-client": "cancelled",
    "withdrawn": "cancelled",
    "withdrew": "cancelled",
    "client-withdrew": "cancelled",
    "client-cancelled": "cancelled",
    "cancelled-by-client": "cancelled",
    "canceled": "cancelled",
    "got-help": "completed",
    "helped": "completed",
    "received-help": "completed",
    "no-reply": "requested",
    "no-response": "requested",
    "no-answer": "requested",
    "no-word-back": "requested",
    "nothing-back": "requested",
    "not-heard-back": "requested",
    "heard-nothing": "requested",
    "unanswered": "requested",
    "not-answered": "requested",
    "awaiting-reply": "requested",
    "awaiting-response": "requested",
    "no-reply-yet": "requested",
    "chased": "requested",
    "sent": "requested",
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
_FULL = "'rejected' if they were turned away, 'on-hold' if they wait for a place"
_LEFT = "'cancelled' if they left before they were helped, 'completed' if they had been helped"
_SENT_ON = (
    "'rejected' if they were not taken on; if they were only told where to go, write signpost in a "
    "column kind"
)
_SILENT = "'failed' if they were taken on and it led nowhere, 'cancelled' if they never were"

UNSURE_STATUSES = {
    "closed": _ENDED,
    "case-closed": _ENDED,
    "ended": _ENDED,
    "finished": _ENDED,
    "done": _ENDED,
    "ended-without-help": _UNHELPED,
    "not-helped": _UNHELPED,
    "no-help": _UNHELPED,
    "seen": _CAME,
    "attended": _CAME,
    "came": _CAME,
    "dna": _STAYED_AWAY,
    "did-not-attend": _STAYED_AWAY,
    "didn't-attend": _STAYED_AWAY,
    "not-attended": _STAYED_AWAY,
    "did-not-come": _STAYED_AWAY,
    "no-show": _STAYED_AWAY,
    "did-not-show": _STAYED_AWAY,
    "didn't-show": _STAYED_AWAY,
    "did-not-turn-up": _STAYED_AWAY,
    "didn't-turn-up": _STAYED_AWAY,
    "never-turned-up": _STAYED_AWAY,
    "didn't-come": _STAYED_AWAY,
    "never-came": _STAYED_AWAY,
    "waiting": _WAITS,
    "waiting-list": _WAITS,
    "on-waiting-list": _WAITS,
    "on-the-waiting-list": _WAITS,
    "waitlisted": _WAITS,
    "waitlist": _WAITS,
    "w/l": _WAITS,
    "wl": _WAITS,
    "awaiting-outcome": _WAITS,
    "pending": _WAITS,
    "open": "'requested' if there is no answer yet, 'in-progress' if they were taken on",
    "ongoing": "'requested' if there is no answer yet, 'in-progress' if they were taken on",
    "full": _FULL,
    "no-space": _FULL,
    "no-spaces": _FULL,
    "no-places": _FULL,
    "no-capacity": _FULL,
    "at-capacity": _FULL,
    "moved": _LEFT,
    "moved-away": _LEFT,
    "moved-on": _LEFT,
    "left-area": _LEFT,
    "left-the-area": _LEFT,
    "dispersed": _LEFT,
    "signposted": _SENT_ON,
    "signposted-on": _SENT_ON,
    "signposted-elsewhere": _SENT_ON,
    "referred-on": _SENT_ON,
    "no-contact": _SILENT,
    "unable-to-contact": _SILENT,
    "could-not-contact": _SILENT,
    "lost-contact": _SILENT,
    "disengaged": _SILENT,
    "did-not-engage": _SILENT,
    "didn't-engage": _SILENT,
}
"""Words that may mean more than one thing, and what to write for each: a person is asked."""

_TELLS = {
    "accepted": Outcome(accepted=True),
    "ready": Outcome(accepted=True),
    "in-progress": Outcome(accepted=True),
    "completed": Outcome(accepted=True),
    "rejected": Outcome(accepted=False, reached=False, got_help=False),
    "cancelled": Outcome(got_help=False),
    "failed": Outcome(got_help=False),
}
"""What the words of FHIR Task tell where people write them with no standard in mind: "completed"
may be the referral itself, and "on hold" is no word for who was taken on."""

_PLAIN = {
    **dict.fromkeys(
        ("got-help", "helped", "received-help"), Outcome(accepted=True, reached=True, got_help=True)
    ),
    **dict.fromkeys(("seen", "attended", "came"), Outcome(accepted=True, reached=True)),
    # A day was offered; whether the service had taken the person on is not said.
    **dict.fromkeys(
        (word for word, meant in UNSURE_STATUSES.items() if meant is _STAYED_AWAY),
        Outcome(reached=False),
    ),
    **dict.fromkeys(("ended-without-help", "not-helped", "no-help"), Outcome(got_help=False)),
}
"""Words that tell more of a single referral than a word of FHIR Task for them would."""

REASONS = frozenset(
    [
        *(word for word, meant in UNSURE_STATUSES.items() if meant in {_FULL, _LEFT, _SILENT}),
        *("inappropriate", "not-eligible", "ineligible", "not-suitable", "unsuitable"),
    ]
)
"""Words that say why a referral ended, where another word beside them says that it did."""

_PARTS = re.compile(r"\s+[-\u2013\u2014]+\s+|[,;:/()&+\u2013\u2014]|\s+(?:and|but|then|as)\s+")
"""What stands between two things said of one referral: "Declined - full"."""

_HOW_OFTEN = re.compile(r"\b(?:x ?\d{1,2}|\d{1,2} ?x|once|twice)\b")
"""How often something happened, which changes nothing of what it was: DNA x3, chased 2x."""

_LONGEST = 100
"""Letters up to which a cell is looked at: what is longer is a remark."""

_DAY = re.compile(r"\b\d[\d/.\-]*(?:st|nd|rd|th)?\b(?:\s+[a-z]{3,9}\.?(?:\s+\d{2,4})?)?$")


def fold_status(text: str) -> str:
    """Return a status in the form it has in these tables.

    >>> fold_status("Did not attend."), fold_status("IN_PROGRESS")
    ('did-not-attend', 'in-progress')
    """
    folded = text.casefold().replace("\u2019", "'").replace("_", " ").replace("-", " ")
    return "-".join(folded.strip(" .").split())


def read_outcome(text: str) -> tuple[Outcome, str] | None:
    """Return what a cell tells of a referral, and the word that says why; None if it is unknown.

    Where several words stand in a cell each tells its part; those that contradict one another are
    unknown.

    Examples
    --------
    >>> read_outcome("Declined - full")
    (Outcome(accepted=False, reached=False, got_help=False), 'full')
    >>> read_outcome("Accepted, DNA")[0]
    Outcome(accepted=True, reached=False, got_help=None)
    >>> read_outcome("see e-mail"), read_outcome("accepted, then declined")
    (None, None)
    """
    if text.rstrip(" .").endswith("?") or len(text) > _LONGEST:
        return None
    found = _look_up(text)
    if found is not None:
        return found, ""
    parts = [part for part in _PARTS.split(_HOW_OFTEN.sub(",", text.casefold())) if part.strip()]
    told = [(part, found) for part in parts if (found := _look_up(part)) is not None]
    # "Declined-full" has no spaces; a word like no-show would be torn.
    if not told and len(pieces := text.split("-")) > 1 and all(map(_look_up, pieces)):
        told = [(piece, _look_up(piece) or OPEN) for piece in pieces]
    if not told:
        return None
    joined: list[bool | None] = []
    for facts in zip(*(found for _, found in told), strict=True):
        known = {fact for fact in facts if fact is not None}
        if len(known) > 1:
            return None
        joined.append(next(iter(known), None))
    reasons = [part for part, _ in told if fold_status(part) in REASONS] if len(told) > 1 else []
    return Outcome(*joined), reasons[0].strip() if reasons else ""


def _look_up(text: str) -> Outcome | None:
    """Return what one word tells, a day after it left aside; None if it is unknown."""
    folded = text.casefold().strip()
    for form in (folded, _DAY.sub("", folded)):
        word = fold_status(form)
        if word in _PLAIN:
            return _PLAIN[word]
        if word in UNSURE_STATUSES:
            return OPEN
        meant = DAILY_STATUSES.get(word, word)
        if meant in STATUSES:
            return _TELLS.get(meant, OPEN)
    return None
