"""What to ask next: cells that keep it open whether a group of services is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.access import ask_all_needed

from .niches import WORK

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .niches import Niches

_FOR_WHOM = ("eligibility", "languages", "accepting_referrals", "capacity")
"""Besides the work itself, what must be recorded of services before they may be called the same."""


def ask_members(niches: Niches, clusters: pd.DataFrame, labels: NDArray[np.intp]) -> pd.DataFrame:
    """Return the frame `to_ask`: what the members of groups do not say that are not known.

    `labels`: (running services,) the cluster of each, from 1; 0: none. A group is settled once all
    its members say all that decides; where the need is not known too, it is not listed.
    """
    is_open = clusters["reading"].str.contains("not known") & clusters["demand"].notna()
    numbers = clusters.index[is_open].to_numpy()
    of = np.full(len(clusters) + 1, -1)
    of[numbers] = np.arange(len(numbers))
    subject = of[labels]

    services = niches.services
    unsaid = services[[*WORK, *_FOR_WHOM]].isna()
    # Only some work has levels and contracts.
    unsaid[list(WORK)] = unsaid[list(WORK)].mul(niches.is_levelled, axis=0)
    unit, column = np.nonzero(unsaid.to_numpy(dtype=bool) & (subject >= 0)[:, None])
    cells = pd.DataFrame(
        {
            "unit": unit,
            "table": "services",
            "id": services["service_id"].to_numpy()[unit],
            "column": unsaid.columns.to_numpy(dtype=object)[column],
            "name": services["name"].to_numpy()[unit],
        }
    )
    members = np.unique(unit)
    bodies = clusters.loc[is_open, "organisations"].to_numpy(dtype=float)
    weights = np.column_stack([np.zeros(len(numbers)), bodies, np.zeros(len(numbers))])
    return ask_all_needed(cells, (subject[members], members), weights)
