"""How many people in each area need a service."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from ecosystem.graph import find_positions
from ecosystem.wording import join_words

from .asked import is_of_type

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem
    from ecosystem.graph import Positions


def read_extra(frame: pd.DataFrame, name: str) -> NDArray[np.float64]:
    """Return a column beyond the schema as numbers, 0 or more; NaN where it is none, or absent."""
    if name not in frame:
        return np.full(len(frame), np.nan)
    values = pd.to_numeric(frame[name].astype(object), errors="coerce").to_numpy(dtype=float)
    return np.where((values >= 0) & np.isfinite(values), values, np.nan)


_kept: WeakKeyDictionary[Ecosystem, dict[str, tuple[pd.DataFrame, list[str]]]] = WeakKeyDictionary()
"""The demand for each type that was asked for: one type is asked for at several levels."""


def list_demand(e: Ecosystem, service_type: str) -> tuple[pd.DataFrame, list[str]]:
    """Return the demand in each area, row for row with areas, and notes.

    Columns: people, low and high (people; NaN if not given), level (of the need, NaN if not said),
    counted_as (who was counted), period, and is_whole. Where an area has several periods the
    latest counts. Empty is not known.

    A larger place is the whole of the areas inside it, and nobody is counted twice: where the need
    of any of these is known, or its own is not, it `is_whole` and has no people of its own. Where
    only its own is known it stands for itself.
    """
    find_positions(e)
    kept = _kept.setdefault(e, {})
    asked = service_type.casefold()
    if asked not in kept:
        kept[asked] = _list_demand(e, service_type)
    demand, notes = kept[asked]
    # A copy that shares its columns until they are written to.
    return demand.copy(deep=False), list(notes)


def _list_demand(e: Ecosystem, service_type: str) -> tuple[pd.DataFrame, list[str]]:
    # A row without a period comes first, so that any row with one is later than it.
    rows = e.demand
    rows = rows[is_of_type(rows, service_type)].sort_values("period", na_position="first")
    extra = {"low": "people_low", "high": "people_high", "level": "level"}
    rows = rows.assign(**{name: read_extra(rows, column) for name, column in extra.items()})
    latest = rows.drop_duplicates("area_code", keep="last").set_index("area_code")
    columns = ["people", "low", "high", "level", "counted_as", "period"]
    demand = latest[columns].reindex(e.areas["area_code"]).reset_index(drop=True)

    people = demand["people"].to_numpy(dtype=float)
    positions = find_positions(e)
    is_whole = find_wholes(positions, people)
    is_left_out = is_whole & ~np.isnan(people)
    has_blank_part = positions.inside @ np.isnan(people).astype(float) > 0
    notes = _note_wholes(
        e.areas["name"][is_left_out], is_partly=bool((is_left_out & has_blank_part).any())
    )
    demand = demand[~is_whole].reindex(demand.index).assign(is_whole=is_whole)
    if len(rows) > len(latest):
        notes.append("Where demand is given for several periods, the latest is used.")
        if _changes_source(rows):
            notes.append(
                "The source of demand changed between periods: a change of the figures from one "
                "to the next may be a change of counting."
            )

    periods = sorted(demand["period"].dropna().unique())
    if len(periods) > 1:
        notes.append(f"Demand is from different periods: {join_words(periods, most=5)}.")
    return demand, notes


def find_wholes(positions: Positions, people: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which areas are larger places whose need is that of the areas inside them, if known.

    `people` (areas,), or (types, areas): in need; NaN: not known. The answer has the same shape.
    """
    # Two that lie in one another, by parents written in a circle, are neither the larger.
    inside = positions.inside - positions.inside.multiply(positions.inside.T)
    is_larger = inside.sum(axis=1) > 0
    has_known_part = (inside @ (~np.isnan(people)).T.astype(float)).T > 0
    wholes: NDArray[np.bool_] = is_larger & (has_known_part | np.isnan(people))
    return wholes


def find_told(positions: Positions, people: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell of which areas the need is told by another row: shape as in `find_wholes`.

    A larger place is told by its parts where any of these is known; else the parts by it.
    """
    is_whole = find_wholes(positions, people)
    stands_for_parts = ~np.isnan(people) & ~is_whole
    has_told_whole = stands_for_parts.astype(float) @ positions.inside > 0
    is_told: NDArray[np.bool_] = is_whole | (has_told_whole & np.isnan(people))
    return is_told


def _note_wholes(names: pd.Series, *, is_partly: bool) -> list[str]:
    """Return the note, if any is due, on larger places; `is_partly`: of a part nothing is told."""
    if names.empty:
        return []
    missing = " Some of these have none on record: people are missing here." if is_partly else ""
    return [
        (
            f"The need recorded for {join_words(names, most=5)} is not added to that of the areas "
            f"inside: these count where both are given.{missing}"
        )
    ]


def name_counted(counted_as: pd.Series) -> str | None:
    """Return who was counted, if that is said in every row and the same."""
    words = set(counted_as)
    return str(words.pop()) if len(words) == 1 and counted_as.notna().all() else None


def note_who_was_counted(
    demand: pd.DataFrame, *, level: int | None, legal_aid: bool | None
) -> list[str]:
    """Return the note, if any is due, that need is not known for the level or contract asked."""
    levels = demand.loc[demand["people"].notna(), "level"]
    is_said = legal_aid is None and (level is None or bool((levels == level).all()))
    if is_said or levels.empty:
        return []
    # One sentence for every level and contract, so that a report of several says it once.
    return [
        (
            "How many people need each level, or legal aid, is not known: the same people are "
            "counted at every level, with legal aid and without."
        )
    ]


def _changes_source(rows: pd.DataFrame) -> bool:
    """Tell whether an area's demand comes from more than one source over the periods."""
    sources = rows[["area_code", "source"]].dropna().drop_duplicates()
    return bool(sources["area_code"].duplicated().any())
