"""Placement problems written down as arrays, for the tests of the engines of placement."""

import numpy as np
import pandas as pd
from scipy import sparse

from ecosystem.access import Reach
from ecosystem.questions.placement.candidates import Candidates
from ecosystem.questions.placement.problem import PlacementProblem

STEP = 6.846
"""Km between two areas of the row."""


def make_problem(  # noqa: PLR0913 - what a problem is made of
    covers, people, *, budget=1.0, within_km=None, parent=None, sites=(), **columns
):
    """Areas in a row, candidate i in area i or the last; `covers` says which areas each reaches.

    `columns` go into the table of the candidates; `sites` are the areas with a service already.
    """
    covers = np.array(covers, dtype=float)
    count, areas = covers.shape
    centres = np.column_stack([np.full(areas, 52.0), -2 + 0.1 * np.arange(areas)])
    table = pd.DataFrame({"id": [f"c{row}" for row in range(count)], "name": "C"})
    table = table.assign(**({"cost": 1.0, "capacity": np.inf, "choice": "may"} | columns))
    table = table.assign(capacity_low=table["capacity"], is_silent=False)
    frames = [
        pd.DataFrame(centres[list(rows)], columns=["latitude", "longitude"])
        for rows in (np.minimum(range(count), areas - 1).astype(int), sites)
    ]
    people = np.array(people, dtype=float)
    unmet = people.copy()
    unmet[list(sites)] = 0
    return PlacementProblem(
        reach=Reach(
            services=pd.DataFrame(),
            sites=frames[1],
            pairs=sparse.csr_array((areas, len(sites))),
            is_certain=np.ones(len(sites), dtype=bool),
            is_anywhere=np.zeros(len(sites), dtype=bool),
        ),
        candidates=Candidates(
            kind="areas",
            table=table,
            covers=sparse.csr_array(covers),
            sites=frames[0].assign(candidate=range(count)),
            notes=(),
        ),
        people=people,
        unmet=unmet,
        unmet_low=unmet,
        unmet_high=unmet,
        centres=centres,
        parent=pd.Series(parent or [None] * areas, dtype=object),
        budget=budget,
        possible=0,
        silent=0,
        within_km=within_km,
    )
