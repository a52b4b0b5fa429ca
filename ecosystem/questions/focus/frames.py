"""The frames of `find_focus`: the plan by type and by organisation, and who reviews whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.data import LIST_MARK
from ecosystem.graph import find_positions

from .assignment import NOBODY
from .reviews import pair_reviews

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem

    from .assignment import Changes, Integers
    from .scores import Scores

LED, NO_ROOM, NONE, NOT_RECORDED = "led", "no room", "nobody can lead", "not recorded"
"""What may be said of a type: it has a lead; all who could lead are full; of every running
organisation it is recorded that it could not; nobody is recorded who could."""

_NO_OTHER_SECTOR = frozenset(["not known"])
"""Words of the column sector that name none."""


def list_leads(
    e: Ecosystem, scores: Scores, capacity: Integers, lead: Integers, changes: Changes
) -> pd.DataFrame:
    """Return the plan, a row a service type."""
    is_active = find_positions(e).is_active
    ids, names = (
        _add_nobody(e.organisations["organisation_id"]),
        _add_nobody(e.organisations["name"]),
    )
    is_able = scores.fit > 0
    not_recorded = np.isnan(scores.fit[:, is_active]).sum(axis=1)
    has_lead = lead != NOBODY
    status = np.select(
        [has_lead, is_able.any(axis=1), not_recorded == 0], [LED, NO_ROOM, NONE], NOT_RECORDED
    )
    # One more column, of nobody, for the types without a lead: their number is -1, the last.
    fits = np.column_stack([scores.fit, np.full(len(lead), np.nan)])
    rows = np.arange(len(lead))
    return pd.DataFrame(
        {
            "lead": ids[lead],
            "lead_name": names[lead],
            "fit": fits[rows, lead],
            "next_best": ids[changes.next_best],
            "next_best_name": names[changes.next_best],
            "next_best_fit": fits[rows, changes.next_best],
            "cost_of_change": changes.less,
            "types_lost": changes.lost,
            "is_covered": has_lead,
            "status": status,
            "could_lead": (is_able & (capacity > 0)).sum(axis=1),
            "not_recorded": not_recorded,
        },
        index=pd.Index(scores.types, name="service_type", dtype="str"),
    )


def _add_nobody(values: pd.Series) -> NDArray[np.object_]:
    """Return values with one more that is empty, in the place where `NOBODY` looks."""
    return np.array([*values, None], dtype=object)


def list_organisations(
    e: Ecosystem, scores: Scores, capacity: Integers, lead: Integers
) -> pd.DataFrame:
    """Return what each running organisation would lead on, a row an organisation."""
    is_active = find_positions(e).is_active
    led = [
        LIST_MARK.join(kind for kind, row in zip(scores.types, lead, strict=True) if row == own)
        for own in np.flatnonzero(is_active)
    ]
    organisations = e.organisations[is_active]
    return pd.DataFrame(
        {
            "name": organisations["name"].to_numpy(),
            "leads": np.bincount(lead[lead != NOBODY], minlength=len(is_active))[is_active],
            "service_types": led,
            "could_lead": (scores.fit > 0).sum(axis=0)[is_active],
            "capacity": capacity[is_active],
        },
        index=pd.Index(organisations["organisation_id"], name="organisation_id"),
    )


def list_reviews(e: Ecosystem, lead: Integers) -> pd.DataFrame:
    """Return which lead reviews which, a row a reviewer; none of fewer than three leads."""
    leads = np.unique(lead[lead != NOBODY])
    organisations = e.organisations.iloc[leads].reset_index(drop=True)
    sectors = [
        None if pd.isna(sector) or sector in _NO_OTHER_SECTOR else str(sector)
        for sector in organisations["sector"]
    ]
    pairs = np.array(pair_reviews(sectors), dtype=np.intp).reshape(-1, 2)
    reviewer, reviewed = organisations.iloc[pairs[:, 0]], organisations.iloc[pairs[:, 1]]
    is_other = [
        None if None in {sectors[one], sectors[other]} else sectors[one] != sectors[other]
        for one, other in pairs
    ]
    return pd.DataFrame(
        {
            "name": reviewer["name"].to_numpy(),
            "reviews": reviewed["organisation_id"].to_numpy(),
            "reviews_name": reviewed["name"].to_numpy(),
            "is_other_sector": pd.array(is_other, dtype="boolean"),
        },
        index=pd.Index(reviewer["organisation_id"], name="organisation_id", dtype="str"),
    )


def make_summary(table: pd.DataFrame, organisations: pd.DataFrame) -> pd.Series:
    """Return the single figures of the plan."""
    status = table["status"]
    return pd.Series(
        {
            "service_types": len(table),
            "covered": int(table["is_covered"].sum()),
            "no_room": int((status == NO_ROOM).sum()),
            "nobody_can_lead": int((status == NONE).sum()),
            "not_recorded": int((status == NOT_RECORDED).sum()),
            "limit": min(int(organisations["capacity"].max()), len(table))
            if len(organisations)
            else 0,
            "fit": float(table["fit"].sum()),
        },
        name="summary",
    )
