"""Which column of a source is which, told by its heading before a row is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecosystem.data import fold_heading, is_client_heading, is_contact_heading
from ecosystem.wording import join_words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence


def refuse_persons(headings: Sequence[str], used: Collection[str]) -> None:
    """Refuse columns about single people among those that are used; others are never read.

    Raises
    ------
    ValueError
        If a column that would be counted by is about clients or staff.
    """
    found = [
        name
        for name in headings
        if name in used and (is_client_heading(name) or is_contact_heading(name))
    ]
    if found:
        msg = f"{join_words(found)}: about single people, and cannot be counted by. Leave it out."
        raise ValueError(msg)


def find_columns(headings: Sequence[str], known: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return our name to theirs, for the columns that are there.

    `known` are, for each of our names, what else it may be headed with, folded.
    """
    folded = {fold_heading(name): name for name in reversed(list(headings))}
    found = {}
    for ours, others in known.items():
        word = next((one for one in (ours, *others) if one in folded), None)
        if word is not None:
            found[ours] = folded[word]
    return found


def require(found: Mapping[str, str], needed: Sequence[str], headings: Sequence[str]) -> None:
    """Refuse a source without what is needed.

    Raises
    ------
    ValueError
        If a column is missing.
    """
    missing = [name for name in needed if name not in found]
    if missing:
        msg = (
            f"source has no column {join_words(missing)}; its headings are "
            f"{join_words(headings, most=20)}. Rename the column that is meant."
        )
        raise ValueError(msg)
