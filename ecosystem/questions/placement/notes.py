"""The notes of `find_placements`: how far its answer goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecosystem.wording import count_of, join_words

from .covering import TOLERANCE

if TYPE_CHECKING:
    import pandas as pd

    from .problem import Choice, Objective, PlacementProblem


def list_notes(
    problem: PlacementProblem, choice: Choice, uncovered: pd.DataFrame, objective: Objective
) -> list[str]:
    """Return the limits of the answer, in sentences."""
    notes = []
    lost = uncovered[~uncovered["can_be_covered"]]
    # For the shortest way everyone is reached, if not soon; the others leave people without.
    if len(lost) and objective != "distance":
        notes.append(
            f"No candidate reaches {join_words(lost['name'], most=4)}: the people there "
            "stay without."
        )
    if objective == "everyone" and problem.cost[choice.sites].sum() > problem.budget + TOLERANCE:
        notes.append(f"This takes more than the {problem.budget:g} asked for.")
    if objective == "everyone" and np.isfinite(problem.capacity).any():
        notes.append("Capacities of the candidates are not counted for this objective.")
    if objective == "fairest" and problem.parent.isna().all():
        notes.append("No area has a larger place (parent_code), so all count as one.")
    has_centre = np.isfinite(problem.centres).all(axis=1)
    missing = int(((problem.people > 0) & ~has_centre).sum())
    if objective == "distance" and missing:
        notes.append(f"{count_of(missing, 'area')} without a position are left out of the ways.")
    return notes
