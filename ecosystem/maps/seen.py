"""Keeping what an audience may not see out of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecosystem.disclosure import refuse_guarded

if TYPE_CHECKING:
    from ecosystem.data import Ecosystem
    from ecosystem.result import Result


def select_seen(e: Ecosystem, result: Result, visibility: str) -> Ecosystem:
    """Return the rows an audience may see, if the answer too rests on no others.

    Raises
    ------
    ValueError
        If the visibility is not one of the three, or the answer was drawn from more guarded rows:
        its numbers would tell of them.
    """
    seen = e.select(visibility=visibility)
    refuse_guarded(result.settings, visibility)
    return seen
