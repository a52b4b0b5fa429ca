"""Who speaks for which area: elected or not, for how long, as far as it is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem
    from ecosystem.graph import Positions


RUNNING, UNKNOWN, OVER = "running", "not recorded", "over"
"""A term on the day of the data; it is running only where its first and its last day are known."""

ELECTED = "elected"
UNELECTED = "not elected"
UNTOLD = "election not recorded"
ENDED = "term over"
NOBODY = "nobody on record"
OPEN = "not known"

VOICELESS = (ENDED, NOBODY)
"""Areas for which nobody on record speaks."""

_MONTHS_A_YEAR = 12


@dataclass(frozen=True, kw_only=True, eq=False)
class Voices:
    """Who speaks for which area.

    Attributes
    ----------
    rows : DataFrame
        A row a membership that names an area: membership (row of its table), group, organisation
        and area (rows of theirs), is_elected (empty: not recorded), term, is_shared (another
        organisation has the same role for the same area in the same group). Terms that have not
        begun, and organisations that do not run, are left out.
    unplaced : DataFrame
        The same for representatives of which the area is not recorded: area is -1.
    """

    rows: pd.DataFrame
    unplaced: pd.DataFrame


def list_voices(e: Ecosystem, positions: Positions, term_years: float | None) -> Voices:
    """Return who speaks for which area on the day of the data.

    A term without a last day ends `term_years` after its first, where that is given.
    """
    memberships, day = e.memberships, e.snapshot_date
    end = memberships["end"]
    if term_years is not None:
        months = pd.DateOffset(months=round(term_years * _MONTHS_A_YEAR))
        end = end.fillna(memberships["start"] + months - pd.Timedelta(days=1))
    is_over, is_begun = end < day, memberships["start"] <= day
    term = np.where(is_over, OVER, np.where(is_begun & (end >= day), RUNNING, UNKNOWN))
    group_ids = pd.Index(e.groups["group_id"])
    rows = pd.DataFrame(
        {
            "membership": np.arange(len(memberships)),
            "group": group_ids.get_indexer(pd.Index(memberships["group_id"])),
            "organisation": positions.find_organisations(memberships["organisation_id"]),
            "area": positions.find_areas(memberships["represents_area_code"].astype(object)),
            "is_elected": memberships["is_elected"].astype("boolean").array,
            "term": term,
        }
    )
    is_named = memberships["represents_area_code"].notna().to_numpy()
    is_there = positions.is_active[rows["organisation"]] & ~(memberships["start"] > day).to_numpy()
    is_unplaced = (memberships["role"] == "representative").to_numpy(dtype=bool) & ~is_named
    is_unplaced &= ~is_over.to_numpy()
    named = rows[is_there & is_named].reset_index(drop=True)
    return Voices(
        rows=named.assign(is_shared=_are_shared(named)),
        unplaced=rows[is_there & is_unplaced].reset_index(drop=True),
    )


def _are_shared(rows: pd.DataFrame) -> NDArray[np.bool_]:
    """Tell which roles more than one organisation holds whose term is not known to be over."""
    current = rows[rows["term"] != OVER]
    holders = current.groupby(["group", "area"])["organisation"].transform("nunique")
    shared: NDArray[np.bool_] = (holders.reindex(rows.index).fillna(0) > 1).to_numpy()
    return shared


def judge_areas(voices: Voices, positions: Positions) -> pd.DataFrame:
    """Return how each area is spoken for, a row an area.

    Columns representatives (organisations whose term is not known to be over), elected (of these),
    by_larger (of these, who speak for a larger place it lies in, and not for it by itself), status
    and is_term_known (somebody who makes it so has a term that is known to run).
    """
    size = len(positions.area_codes)
    every = spread_inside(voices.rows, positions)
    current = every[every["term"] != OVER]
    is_elected = current["is_elected"].fillna(value=False).astype(bool)
    is_untold = current["is_elected"].isna()
    runs = current["term"] == RUNNING

    def has(rows: pd.DataFrame) -> NDArray[np.bool_]:
        return np.bincount(rows["area"], minlength=size) > 0

    # The first that holds, from the most that can be said to the least.
    may_be_theirs = len(voices.unplaced) > 0
    may_be_elected = bool(voices.unplaced["is_elected"].fillna(value=True).any())
    nothing_told = voices.rows.empty
    holds = [
        (has(current[is_elected]), ELECTED, has(current[is_elected & runs])),
        (has(current[is_untold]), UNTOLD, has(current[is_untold & runs])),
        (has(current) & may_be_elected, OPEN, has(current[runs])),
        (has(current), UNELECTED, has(current[runs])),
        (np.full(size, may_be_theirs or nothing_told), OPEN, np.zeros(size, dtype=bool)),
        (has(every), ENDED, np.zeros(size, dtype=bool)),
        (np.ones(size, dtype=bool), NOBODY, np.zeros(size, dtype=bool)),
    ]
    is_case = [case for case, _, _ in holds]
    own = current[~current["is_larger"]]
    by_larger = current.merge(
        own[["area", "organisation"]].drop_duplicates(), how="left", indicator=True
    )
    by_larger = by_larger[by_larger["_merge"] == "left_only"]
    return pd.DataFrame(
        {
            "status": np.select(is_case, [name for _, name, _ in holds], default=NOBODY),
            "is_term_known": np.select(is_case, [known for _, _, known in holds], default=False),
            "representatives": _count_holders(current, size),
            "elected": _count_holders(current[is_elected], size),
            "by_larger": _count_holders(by_larger, size),
        }
    )


def spread_inside(rows: pd.DataFrame, positions: Positions) -> pd.DataFrame:
    """Return the voices of each area: its own, and those of larger places it lies in."""
    inside = positions.inside
    counts = np.diff(inside.indptr)[rows["area"]] if len(rows) else np.zeros(0, dtype=np.intp)
    inner = [inside.indices[inside.indptr[area] : inside.indptr[area + 1]] for area in rows["area"]]
    larger = rows.loc[rows.index.repeat(counts)].assign(
        area=np.concatenate([np.zeros(0, dtype=np.intp), *inner]), is_larger=True
    )
    return pd.concat([rows.assign(is_larger=False), larger], ignore_index=True)


def _count_holders(rows: pd.DataFrame, size: int) -> NDArray[np.intp]:
    holders = rows[["area", "organisation"]].drop_duplicates()
    counted: NDArray[np.intp] = np.bincount(holders["area"], minlength=size)
    return counted


def find_voiceless(
    status: pd.Series, positions: Positions, has_seat: NDArray[np.bool_]
) -> pd.Series:
    """Tell which organisations nobody on record speaks for: an area's nobody, and no seat.

    Empty where that is not known: of an organisation without an area, or in one of which it is not
    known. One that does not run has none to speak of and is not among them.
    """
    base = positions.base
    of_area = np.append(status.to_numpy(dtype=object), OPEN)[base]
    is_without = pd.Series(np.isin(of_area, VOICELESS), dtype="boolean")
    is_without[of_area == OPEN] = pd.NA
    is_without[has_seat | ~positions.is_active] = False
    return is_without
