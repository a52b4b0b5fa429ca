"""The notes of `find_placements`: how far its answer goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecosystem.wording import count_of, join_words, say_are

from .covering import TOLERANCE

if TYPE_CHECKING:
    import pandas as pd

    from .problem import Choice, Floats, Objective, PlacementProblem


def note_limits(
    problem: PlacementProblem, demand: pd.DataFrame, coverage: Floats, objective: Objective
) -> list[str]:
    """Return how far need and the help that is there are known, in sentences."""
    notes = []
    is_counted = ~demand["is_whole"]
    unknown = int(demand.loc[is_counted, "people"].isna().sum())
    if unknown:
        notes.append(
            f"Demand is not known for {count_of(unknown, 'area')} of {is_counted.sum():,}; "
            f"{'it counts' if unknown == 1 else 'they count'} for nothing here."
        )
    silent = int(((problem.people > 0) & np.isnan(coverage)).sum())
    # How far it is to a place does not hang on how many people it can see.
    if silent and objective != "distance":
        notes.append(
            f"In {count_of(silent, 'area')} there are places whose capacity is not known. To "
            "choose, they are taken to be enough; they may see nobody, and the figures say so."
        )
    if objective != "distance":
        notes += _note_acceptance(problem.reach.services)
    may = problem.possible
    if may:
        open_areas = int((problem.unmet_low < problem.unmet - TOLERANCE).sum())
        notes.append(
            f"{count_of(may, 'service')} of which not all is recorded {say_are(may)} not counted "
            f"as help that is there: in {count_of(open_areas, 'area')} fewer people may be "
            "without, and what a new place adds may be less."
        )
    return notes


def _note_acceptance(services: pd.DataFrame) -> list[str]:
    """Return the note, if any is due, on services that do not say whether they take people now."""
    unsaid = int(services["accepting_referrals"].isna().sum())
    if not unsaid:
        return []
    do, its, they = ("does", "its", "it takes") if unsaid == 1 else ("do", "their", "they take")
    return [
        (
            f"{unsaid:,} of {count_of(len(services), 'service')} {do} not say whether {they} "
            f"people now: {its} places count as help that is there, and may be none."
        )
    ]


def list_notes(
    problem: PlacementProblem, choice: Choice, uncovered: pd.DataFrame, objective: Objective
) -> list[str]:
    """Return the limits of the answer, in sentences."""
    notes = []
    # Only who is without for certain: those who may be seen where they are need not stay so.
    least = uncovered.get("people_low", uncovered["people"])
    lost = uncovered[~uncovered["can_be_covered"] & (least > TOLERANCE)]
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
        notes.append(
            f"{count_of(missing, 'area')} without a position {say_are(missing)} left out of the "
            "ways."
        )
    return notes
