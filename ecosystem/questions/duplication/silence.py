"""What to ask next: empty cells on which it hangs whether a group of services is duplication."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecosystem.access import ask_all_needed, make_cells
from ecosystem.result import empty_to_ask

from .judging import (
    CAPACITY_NOT_KNOWN,
    FOR_WHOM_NOT_KNOWN,
    NOT_ALL_RECORDED,
    WORK_NOT_KNOWN,
    list_asked,
)
from .niches import WORK

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from .niches import Niches

_OPEN = (WORK_NOT_KNOWN, FOR_WHOM_NOT_KNOWN, NOT_ALL_RECORDED, CAPACITY_NOT_KNOWN)


def ask_members(niches: Niches, clusters: pd.DataFrame, labels: NDArray[np.intp]) -> pd.DataFrame:
    """Return the frame `to_ask`: what the services of a group do not say, and would decide.

    `labels`: (running services,) the cluster of each, from 1; 0: none. A group is settled once all
    its services say for whom they are, what they do, whether they take referrals and how many they
    see. Its organisations are counted; which other services are alike is then known, too.
    """
    numbers = clusters.index[clusters["reading"].isin(_OPEN)].to_numpy()
    if not len(numbers):
        return empty_to_ask()
    of = np.full(len(clusters) + 1, -1)
    of[numbers] = np.arange(len(numbers))
    subject = of[labels]

    services = niches.services
    names = dict.fromkeys(["eligibility", *WORK, *list_asked(niches), "capacity"])
    unsaid = services[list(names)].isna().to_numpy(dtype=bool, copy=True)
    # Only some work has levels and contracts.
    unsaid[:, np.isin(list(names), WORK)] &= niches.is_levelled[:, None]
    unit, column = np.nonzero(unsaid & (subject >= 0)[:, None])
    cells = make_cells(
        "services",
        np.array(list(names), dtype=object)[column],
        unit=unit,
        ids=services["service_id"],
        names=services["name"],
    )
    members = np.unique(unit)
    bodies = clusters.loc[numbers, "organisations"].to_numpy(dtype=float)
    nothing = np.zeros(len(numbers))
    weights = np.column_stack([nothing, bodies, nothing])
    return ask_all_needed(cells, (subject[members], members), weights)
