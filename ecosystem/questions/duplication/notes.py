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
    chance: tuple[NDArray[np.float64], NDArray[np.int64]],
    limit: float,
    clusters: pd.DataFrame,
    *,
    has_elsewhere: bool,
) -> tuple[str, ...]:
    """Return the limits of the answer, in sentences.

    `chance`: of the pairs that overlap the q values, and how many pairs each is; `limit`: the
    largest q value that may form groups; `has_elsewhere`: whether pairs in different places were
    looked for.
    """
    return (
        *note_unknown(niches),
        *note_chance(*chance, limit),
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


def note_chance(q_values: NDArray[np.float64], times: NDArray[np.int64], limit: float) -> list[str]:
    """Say how many overlaps may be chance. `times`: how many pairs have each of the q values."""
    if not len(q_values):
        return []
    total, beyond = times.sum(), int(times[q_values <= min(limit, MOST_BY_CHANCE)].sum())
    pairs = count_of(total, "overlapping pair")
    if not beyond:
        none = "The 1 overlapping pair is not" if total == 1 else f"None of the {pairs} is"
        sentence = f"{none} beyond what chance alone would give."
    else:
        sentence = f"{beyond:,} of {pairs} {say_are(beyond)} beyond what chance alone would give."
    if limit < 1:
        sentence += f" Only pairs with a q value up to {limit:g}, and pairs at least 70% alike on"
        return [f"{sentence} average, form groups."]
    return [f"{sentence} This is not used to form groups: the data are too few, or you chose so."]


def note_listed(listed: int, found: int) -> list[str]:
    """Say that not all pairs are listed, where they are not."""
    if listed == found:
        return []
    sentence = f"{listed:,} of {found:,} pairs are listed: the closest, and of each service the"
    return [f"{sentence} closest of each kind. All count in the groups."]


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
