"""The notes of `find_matches`: how far its answer goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecosystem.data import ASK
from ecosystem.wording import count_of

from .decisions import has_only_names
from .names import MOST_NAMES
from .records import TELLING

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from .linkage import Links


def make_notes(
    records: pd.DataFrame,
    links: Links,
    decision: NDArray[np.object_],
    network: NDArray[np.object_],
    *,
    has_aliases: bool,
) -> tuple[str, ...]:
    """Return the limits of the answer, in sentences."""
    notes = []
    has_nothing = (records[[field.column for field in TELLING]] == "").all(axis=1)
    if has_nothing.any():
        notes.append(
            f"{count_of(int(has_nothing.sum()), 'organisation')} of {len(records):,} with neither "
            "number, website nor postcode: only names and areas can be compared, and a second name "
            "that looks nothing like the first cannot be found that way."
        )
    # Pairs of one network are told by a note of their own.
    undecided = int((has_only_names(links) & (decision == ASK) & (network == "")).sum())
    if undecided:
        notes.append(f"{count_of(undecided, 'pair')} cannot be decided by name alone.")
    if not has_aliases and len(records):
        notes.append("No table of other names was given; it finds names that look nothing alike.")
    if len(records):
        notes.append(
            "Nothing is merged: look at the pairs, then correct the spreadsheet, or use "
            "merge_organisations in Python."
        )
    return tuple(notes)


def note_left_out(all_names: list[list[str]]) -> list[str]:
    """Return what of the input was left out of the comparison."""
    many = sum(len(names) > MOST_NAMES for names in all_names)
    note = (
        f"{count_of(many, 'organisation')} with more than {MOST_NAMES} names: only the first "
        f"{MOST_NAMES} of each were compared."
    )
    return [note] if many else []
