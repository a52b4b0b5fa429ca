"""What to ask next: elections, terms, areas of representatives, and whether groups meet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.access import ask_all_needed, join_cells, make_cells
from ecosystem.graph import find_positions

from .news import MAY_HEAR
from .voices import ELECTED, OVER, RUNNING, UNELECTED, spread_inside

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecosystem.access import Cells
    from ecosystem.data import Ecosystem
    from ecosystem.graph import Positions

    from .news import News
    from .seats import Seats
    from .voices import Voices


_ASKED = np.array(["is_elected", "start", "end", "represents_area_code"], dtype=object)


def ask_open(
    e: Ecosystem, table: pd.DataFrame, voices: Voices, seats: Seats, news: News | None
) -> pd.DataFrame:
    """Return the frame `to_ask`: what is not recorded of representatives, and of meetings.

    An area is settled once all is recorded of those who speak for it, or for a larger place it lies
    in, and of every representative whose area is not. An organisation is settled once it is
    recorded of every group whether it meets. Of confidential groups nothing is asked, because the
    question names them: what waits for one is settled by no answer.
    """
    rows = pd.concat([voices.rows[voices.rows["term"] != OVER], voices.unplaced])
    roles = _list_roles(e, rows)
    silent = np.flatnonzero(np.isnan(seats.a_year))
    meetings = make_cells(
        "groups",
        "meetings_per_year",
        unit=silent,
        ids=e.groups["group_id"],
        names=e.groups["name"],
    )
    # Units are memberships by their rows, and groups behind them: numbered anew without holes.
    size = len(e.memberships)
    cells = join_cells(roles, meetings, units=size)
    units, unit_of_cell = np.unique(cells.unit, return_inverse=True)
    cells = replace(cells, unit=unit_of_cell)
    number = {int(unit): place for place, unit in enumerate(units)}
    hidden = set(rows.loc[~seats.is_shown[rows["group"]], "membership"])
    hidden |= {int(group) + size for group in silent if not seats.is_shown[group]}

    subjects = _list_open_areas(table, voices, find_positions(e))
    if news is not None:
        # All of them wait for the same groups, so that they are one subject.
        waiting = np.count_nonzero(news.is_running & (news.name_statuses() == MAY_HEAR))
        subjects.append(((silent + size).tolist(), (0.0, float(waiting), 0.0)))
    asked = [
        ({number[unit] for unit in needed if unit in number}, weight)
        for needed, weight in subjects
        if not hidden & number.keys() & set(needed)
    ]
    needs = [(subject, unit) for subject, (needed, _) in enumerate(asked) for unit in needed]
    subject, unit = np.array(needs, dtype=np.intp).reshape(-1, 2).T
    weights = np.array([weight for _, weight in asked], dtype=float).reshape(-1, 3)
    return ask_all_needed(cells, (subject, unit), weights)


def _list_open_areas(
    table: pd.DataFrame, voices: Voices, positions: Positions
) -> list[tuple[list[int], tuple[float, float, float]]]:
    """Return for each area that is open the rows of memberships it waits for, and its weight."""
    rows = spread_inside(voices.rows[voices.rows["term"] != OVER], positions)
    of_area = rows.groupby("area")["membership"].agg(list)
    of_all = voices.unplaced["membership"].tolist()
    is_open = ~table["status"].isin([ELECTED, UNELECTED]) | ~table["is_term_known"]
    is_open &= ~table["is_whole"]
    return [
        ([*of_area.get(area, []), *of_all], (1.0, 0.0, 0.0))
        for area in np.flatnonzero(is_open.to_numpy(dtype=bool))
    ]


def _list_roles(e: Ecosystem, rows: pd.DataFrame) -> Cells:
    """Return the empty cells of memberships that speak for an area; the unit is their row."""
    memberships = e.memberships
    row = rows["membership"].to_numpy(dtype=np.intp)
    is_empty: NDArray[np.bool_] = memberships[_ASKED.tolist()].isna().to_numpy()[row]
    # A term that is known to run needs no other day.
    is_day = np.isin(_ASKED, ["start", "end"])
    is_empty &= ~((rows["term"] == RUNNING).to_numpy()[:, None] & is_day)
    place, column = np.nonzero(is_empty)
    names = e.organisations.set_index("organisation_id")["name"]
    return make_cells(
        "memberships",
        _ASKED[column],
        unit=row[place],
        ids=memberships["group_id"] + " | " + memberships["organisation_id"],
        names=names[memberships["organisation_id"]],
    )
