"""The frames of `find_placements`: what was chosen and what it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.disclosure import are_small
from ecosystem.geo import find_nearest

from .candidates import KINDS, measure_distances
from .covering import TOLERANCE

if TYPE_CHECKING:
    from .problem import Choice, Objective, PlacementProblem
    from .ranges import Range


def list_chosen(
    problem: PlacementProblem, choice: Choice, ends: Range, objective: Objective
) -> pd.DataFrame:
    """Return what was chosen, a row a choice, in the order chosen."""
    rows = problem.candidates.table.iloc[choice.sites]
    table = pd.DataFrame(
        {
            KINDS[problem.candidates.kind]: rows["id"].to_numpy(),
            "name": rows["name"].to_numpy(),
            "people_covered": ends.added_high,
            "total_covered": ends.total_low[1:],
            "is_required": problem.must[choice.sites],
        },
        index=pd.RangeIndex(1, len(rows) + 1, name="order"),
    )
    if objective == "distance":
        table["mean_km"] = choice.mean_km[1:]
    if ends.is_open:
        table["people_covered_low"] = ends.added_low
        table["total_covered_high"] = ends.total_high[1:]
    return table


def list_uncovered(
    areas: pd.DataFrame, problem: PlacementProblem, choice: Choice, ends: Range
) -> pd.DataFrame:
    """Return the areas left without help, or that may be, a row an area."""
    # (areas,): to the nearest place there is, and to the nearest of those to be opened.
    sites = problem.reach.places[["latitude", "longitude"]].to_numpy(dtype=float)
    nearest, _ = find_nearest(problem.centres, sites)
    opened = measure_distances(problem.centres, problem.candidates)[choice.sites]
    new = np.min(opened, axis=0, initial=np.inf)

    # Whether what is chosen leaves them out, or no candidate reaches them at all.
    can_be = np.bincount(problem.candidates.covers.indices, minlength=len(nearest)) > 0
    frame = pd.DataFrame(
        {
            "name": areas["name"].to_numpy(),
            "people": ends.without_high,
            "nearest_km": np.fmin(nearest, np.where(np.isfinite(new), new, np.nan)),
            "can_be_covered": can_be,
            "is_hidden": are_small(problem.people) | are_small(ends.without_high),
        },
        index=pd.Index(areas["area_code"], name="area_code"),
    )
    if ends.is_open:
        frame["people_low"] = ends.without_low
        frame["is_hidden"] |= are_small(ends.without_low)
    return frame[frame["people"] > TOLERANCE]


def list_swaps(problem: PlacementProblem, choice: Choice, objective: Objective) -> pd.DataFrame:
    """Return which choice could be swapped for which other, and what that would cost."""
    listed, swaps = problem.candidates.table, choice.swaps
    out, into = (listed.iloc[swaps[side].to_numpy()] for side in ("out", "into"))
    measure = "mean_km" if objective == "distance" else "covered"
    return pd.DataFrame(
        {
            "out": out["id"].to_numpy(),
            "out_name": out["name"].to_numpy(),
            "into": into["id"].to_numpy(),
            "into_name": into["name"].to_numpy(),
            measure: swaps["value"].to_numpy(),
            "loss": swaps["loss"].to_numpy(),
        }
    )


def make_summary(
    problem: PlacementProblem, choice: Choice, ends: Range, objective: Objective
) -> pd.Series:
    """Return the single figures of the answer."""
    people = float(problem.people.sum())
    # For the shortest way those before are who is near enough, if that has a limit.
    before = choice.before if objective == "distance" else ends.total_low[0]
    covered = people - float(ends.without_high.sum())
    is_known = np.isfinite(before)
    value, bound = choice.value, choice.bound
    # A share of the larger of the two, so that it is the same seen from either; 0 of 0 is no gap.
    gap = abs(bound - value) / max(abs(bound), abs(value), 1e-300)
    summary = pd.Series(
        {
            "people": people,
            "covered_before": before,
            "covered": covered if is_known else np.nan,
            "share_before": before / people if people else np.nan,
            "share": covered / people if people and is_known else np.nan,
            "mean_km_before": choice.mean_km[0],
            "mean_km": choice.mean_km[-1],
            "least_share": value if objective == "fairest" else np.nan,
            "places": len(choice.sites),
            "cost": float(problem.cost[choice.sites].sum()),
            "bound": bound,
            "gap": gap,
            "is_proven": bool(gap <= TOLERANCE),
            "services_possible": problem.possible,
            "capacities_not_known": problem.silent,
        },
        name="summary",
    )
    if ends.is_open:
        summary["covered_before_high"] = ends.total_high[0]
        summary["covered_high"] = ends.total_high[-1]
        summary["people_covered"], summary["people_covered_low"] = ends.more_high, ends.more_low
    return summary
