"""The notes of `find_duplication`: how far its answer goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecosystem.wording import count_of, say_are, say_have

from .answer import say_dimension
from .chance import MOST_BY_CHANCE
from .niches import WORK

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from .niches import Niches


_TOO_MANY = "Services that do the same work in other places are too many to be listed."


def make_notes(
    niches: Niches,
    q_values: NDArray[np.float64],
    limit: float,
    clusters: pd.DataFrame,
    *,
    has_elsewhere: bool,
) -> tuple[str, ...]:
    """Return the limits of the answer, in sentences.

    `q_values`: of the pairs that overlap; `limit`: the largest that may form groups;
    `has_elsewhere`: whether pairs in different places were looked for.
    """
    return (
        *note_unknown(niches),
        *note_chance(q_values, limit),
        *note_need(clusters),
        *([] if has_elsewhere else [_TOO_MANY]),
    )


def note_unknown(niches: Niches) -> list[str]:
    """Name the services that a missing value keeps from being compared."""
    notes = []
    for dimension in niches.dimensions:
        # Where the work has no levels, an empty cell leaves nothing open.
        is_asked = niches.is_levelled | (dimension.name not in WORK)
        unknown = int(((dimension.sizes == 0) & is_asked).sum())
        if unknown:
            work = " of work that has levels" if dimension.name in WORK else ""
            outcome = (
                "they are not compared" if dimension.is_needed else "left out of their comparisons"
            )
            asked = count_of(is_asked.sum(), "running service")
            notes.append(
                f"Not known for {unknown:,} of {asked}{work}: "
                f"{say_dimension(dimension.name)}; {outcome}."
            )
    without = int((np.diff(niches.providers.indptr) == 0).sum())
    if without:
        notes.append(
            f"{count_of(without, 'running service')} {say_have(without)} no known organisation; "
            "each counts as run by a body of its own."
        )
    return notes


def note_chance(q_values: NDArray[np.float64], limit: float) -> list[str]:
    """Say how many overlaps may be chance."""
    if not len(q_values):
        return []
    beyond = int((q_values <= min(limit, MOST_BY_CHANCE)).sum())
    pairs = count_of(len(q_values), "overlapping pair")
    if not beyond:
        none = "The 1 overlapping pair is not" if len(q_values) == 1 else f"None of the {pairs} is"
        sentence = f"{none} beyond what chance alone would give."
    else:
        sentence = f"{beyond:,} of {pairs} {say_are(beyond)} beyond what chance alone would give."
    if limit < 1:
        sentence += f" Only pairs with a q value up to {limit:g}, and pairs at least 70% alike on"
        return [f"{sentence} average, form groups."]
    return [f"{sentence} This is not used to form groups: the data are too few, or you chose so."]


def note_need(clusters: pd.DataFrame) -> list[str]:
    """Say where need or capacity is not known."""
    notes = []
    unknown = int((clusters["coverage"].isna() & ~(clusters["demand"] == 0)).sum())
    if unknown:
        notes.append(
            f"{count_of(unknown, 'group')} of {len(clusters):,}: need or capacity is not known, so "
            "the overlap may be needed capacity; it is not called duplication."
        )
    if clusters["coverage"].notna().any():
        notes.append(
            "A service's places are shared out over the areas it reaches by the need there; need "
            "is that of everybody in the area, not of one client group."
        )
    return notes
