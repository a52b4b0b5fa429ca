"""What to ask next: elections, terms, areas of representatives, and whether groups meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.access import ask_all_needed, make_cells

from .news import MAY_HEAR
from .voices import ELECTED, OVER, UNELECTED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem

    from .news import News
    from .seats import Seats
    from .voices import Voices


_ASKED = ("is_elected", "start", "end")


def ask_open(
    e: Ecosystem, table: pd.DataFrame, voices: Voices, seats: Seats, news: News | None
) -> pd.DataFrame:
    """Return the frame `to_ask`: what is not recorded of representatives, and of meetings.

    An area is settled once all is recorded of those who speak for it by itself, and of every
    representative whose area is not. An organisation is settled once it is recorded of every group
    whether it meets. Of confidential groups nothing is asked, because the question names them.
    """
    roles = _list_roles(e, voices, seats)
    meetings = _list_meetings(e, seats)
    cells = pd.concat([roles, meetings.assign(unit=meetings["unit"] + len(e.memberships))])
    # Units are memberships by their rows, and groups behind them: numbered anew without holes.
    units, cells["unit"] = np.unique(cells["unit"], return_inverse=True)
    number = {int(unit): place for place, unit in enumerate(units)}

    needed_by: list[list[int]] = []
    weights: list[tuple[float, float, float]] = []
    asked = voices.rows[voices.rows["membership"].isin(roles["unit"])]
    of_area = asked.groupby("area")["membership"].agg(list)
    of_all = [row for row in voices.unplaced["membership"] if row in number]
    is_open = ~table["status"].isin([ELECTED, UNELECTED]) | ~table["is_term_known"]
    is_open &= ~table["is_whole"]
    for area in np.flatnonzero(is_open):
        needed_by.append([*of_area.get(area, []), *of_all])
        weights.append((1.0, 0.0, 0.0))
    if news is not None:
        # All of them wait for the same groups, so that they are one subject.
        waiting = np.count_nonzero(news.is_running & (news.name_statuses() == MAY_HEAR))
        needed_by.append([row + len(e.memberships) for row in meetings["unit"]])
        weights.append((0.0, float(waiting), 0.0))
    needs = [(subject, number[unit]) for subject, needed in enumerate(needed_by) for unit in needed]
    subject, unit = np.array(needs, dtype=np.intp).reshape(-1, 2).T
    return ask_all_needed(cells, (subject, unit), np.array(weights, dtype=float).reshape(-1, 3))


def _list_roles(e: Ecosystem, voices: Voices, seats: Seats) -> pd.DataFrame:
    """Return the cells of memberships that are asked for; the unit is the row of its table."""
    memberships = e.memberships
    rows = pd.concat([voices.rows[voices.rows["term"] != OVER], voices.unplaced])
    rows = rows[seats.is_shown[rows["group"]]]
    row = rows["membership"].to_numpy(dtype=np.intp)
    empty = memberships[list(_ASKED)].isna().to_numpy()[row]
    columns = [*_ASKED, "represents_area_code"]
    empty = np.column_stack([empty, (rows["area"] < 0).to_numpy()])
    place, column = np.nonzero(empty)
    return _make(e, memberships, row[place], np.array(columns, dtype=object)[column])


def _make(
    e: Ecosystem, memberships: pd.DataFrame, row: NDArray[np.intp], column: NDArray[np.object_]
) -> pd.DataFrame:
    names = e.organisations.set_index("organisation_id")["name"]
    return make_cells(
        "memberships",
        column,
        unit=row,
        ids=memberships["group_id"] + " | " + memberships["organisation_id"],
        names=names[memberships["organisation_id"]],
    )


def _list_meetings(e: Ecosystem, seats: Seats) -> pd.DataFrame:
    """Return the groups of which it is not recorded how often they meet; the unit is the row."""
    row = np.flatnonzero(np.isnan(seats.a_year) & seats.is_shown)
    groups = e.groups
    return make_cells(
        "groups", "meetings_per_year", unit=row, ids=groups["group_id"], names=groups["name"]
    )
