"""One row of what differs, whatever it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

COLUMNS = ["about", "id", "name", "field", "before", "after", "change"]

ABOUT = ("organisation", "service", "seat", "tie", "route", "area", "group of services")
"""What a change may be about, in the order in which changes are listed."""

JOINED, LEFT, MOVED, CHANGED = "joined", "left", "moved", "changed"
OPENED, CLOSED, FORMED, DISSOLVED = "opened", "closed", "formed", "dissolved"


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Something that reads in another way than before.

    Attributes
    ----------
    about, id, name : str
        What it is about: a kind of row, its id, and what it is called.
    field : str
        The column that differs.
    before, after : str
        What stood and stands there; empty where nothing does.
    change : str
        What it is, in a word.
    why : str
        What is not recorded and could explain it; empty where nothing could, and it is a change.
    """

    about: str
    id: str
    name: str
    field: str
    before: str
    after: str
    change: str
    why: str = ""


def make_frames(differences: Iterable[Difference]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the changes, and apart what need not be one."""
    # No id decides which change comes first.
    listed = sorted(differences, key=_order)
    changes = [one for one in listed if not one.why]
    unsure = [one for one in listed if one.why]
    return _make_frame(changes, COLUMNS, "change number"), _make_frame(
        unsure, [*COLUMNS, "why"], "difference"
    )


def _order(row: Difference) -> tuple[int, str, str, str, str]:
    return ABOUT.index(row.about), row.name, row.field, row.change, row.id


def _make_frame(rows: Sequence[Difference], columns: list[str], index: str) -> pd.DataFrame:
    cells = [[getattr(row, name) for name in columns] for row in rows]
    frame = pd.DataFrame(cells, columns=columns, dtype="str")
    return frame.set_index(pd.RangeIndex(1, len(rows) + 1, name=index))
