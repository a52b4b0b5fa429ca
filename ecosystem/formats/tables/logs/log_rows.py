"""`Log` and `Referral`: a sheet that is a log, and its rows without anything about the person."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import datetime as dt

    from ecosystem.data import Outcome
    from ecosystem.formats.sheets.sheet import Sheet


class Referral(NamedTuple):
    """A row of a log, without anything about the person; or a count, None if it is no number."""

    sheet: int
    number: int
    source: str
    target: str
    need: str
    day: dt.date | None
    outcome: Outcome
    reason: str
    how_many: int | None = 1


@dataclass(kw_only=True)
class Log:
    """A sheet that is a log, and what was met in it.

    Attributes
    ----------
    sheet
        As it was read.
    columns
        What a column means to its heading.
    is_by_month
        Whether its rows are counts of months.
    left_out
        Why rows were left out, to these: the number of each and a cell of it to show.
    outcomes
        Cells of the outcome to how many rows have them.
    read
        Cells of the outcome to what they tell; None where that is not known.
    undated
        Rows whose day is missing or unread.
    """

    sheet: Sheet
    columns: dict[str, str]
    is_by_month: bool = False
    left_out: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    outcomes: Counter[str] = field(default_factory=Counter)
    read: dict[str, Outcome | None] = field(default_factory=dict)
    undated: list[tuple[int, str]] = field(default_factory=list)

    def leave_out(self, why: str, number: int, shown: str) -> None:
        """Leave out a row."""
        self.left_out.setdefault(why, []).append((number, shown))
