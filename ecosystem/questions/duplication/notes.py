"""The notes of `find_duplication`: how far its answer goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecosystem.wording import count_of

from .answer import say_dimension
from .chance import MOST_BY_CHANCE

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from .niches import Niches


def note_unknown(niches: Niches) -> list[str]:
    """Name the services that a missing value keeps from being compared."""
    notes = []
    running = len(niches.rows)
    still = len(niches.supply.type_of) - running
    if still:
        notes.append(f"{count_of(still, 'service')} not running: left out.")
    for one in niches.dimensions:
        silent = int((one.sizes == 0).sum())
        if silent:
            what = "they are not compared" if one.is_needed else "left out of their comparisons"
            notes.append(
                f"Not known for {silent:,} of {count_of(running, 'running service')}: "
                f"{say_dimension(one.name)}; {what}."
            )
    alone = int((np.diff(niches.providers.indptr) == 0).sum())
    if alone:
        notes.append(
            f"{count_of(alone, 'running service')} without a known organisation; each counts as "
            "run by a body of its own."
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
        said = f"{none} beyond what chance alone would give."
    else:
        are = "is" if beyond == 1 else "are"
        said = f"{beyond:,} of {pairs} {are} beyond what chance alone would give."
    if limit < 1:
        said += f" Only pairs with a q value up to {limit:g}, and pairs at least 70% alike on"
        return [f"{said} average, form groups."]
    return [f"{said} This is not used to form groups: the data are too few, or you chose so."]


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
