"""The notes of `find_pathways`: how far its answer goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecosystem.wording import count_of

from .first_contacts import FEWEST_CASES
from .rates import FEWEST, WINDOW_DAYS, records_ends

if TYPE_CHECKING:
    import pandas as pd


def note_log(marks: pd.DataFrame, hidden: int, without_wait: int) -> list[str]:
    """Return the notes of an answer from a log.

    `marks` is what has become of each referral; `hidden` counts first contacts with too few cases,
    `without_wait` referrals whose answer has no possible day.
    """
    notes = [
        (
            f"Rates are of referrals sent at least {WINDOW_DAYS} days before that day: "
            f"{marks['is_due'].sum():,} of {len(marks):,}."
        )
    ]
    if len(marks) and not records_ends(marks):
        notes.append(
            "How referrals end is not recorded: none that was taken on has an end in this log."
        )
    if without_wait:
        notes.append(
            f"{count_of(without_wait, 'referral')} not in the waits: answered, but on no known or "
            "possible day."
        )
    if hidden:
        notes.append(
            f"{count_of(hidden, 'first contact')} not compared, with fewer than {FEWEST_CASES} "
            "ended cases."
        )
    return notes


def note_links(links: pd.DataFrame) -> list[str]:
    """Return the notes of an answer from the referrals table."""
    notes = []
    blank = int(links["sent"].isna().sum())
    if blank:
        notes.append(f"How many people {count_of(blank, 'link')} carried is not known.")
    if (links["reason"].notna() & (links["ended_without_help"] > 0)).any():
        notes.append(
            "A reason is recorded of a link, not of a person: it counts for all on the link who "
            "ended without help."
        )
    if links["median_wait_days"].notna().any():
        notes.append(
            "Whether the reported waits count people who still wait is not known. None is given of "
            f"fewer than {FEWEST} people."
        )
    return notes
