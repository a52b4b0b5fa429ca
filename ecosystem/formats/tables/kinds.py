"""The kinds of sheets in a layout of people's own, each with what reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .charity_register import read_charity_register
from .directories.directory import read_directory
from .directories.provision_grid import read_provision_grid
from .logs.log_sheet import read_log_sheet
from .logs.month_counts import read_month_counts
from .seats import read_seats
from .surveys.survey import read_survey
from .told.told_ties import read_told_ties

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ecosystem.formats.sheets.sheet import Sheet

    Reader = Callable[[Sheet, Sequence[Sheet]], list[Sheet]]

READERS: tuple[Reader, ...] = (
    read_charity_register,
    read_month_counts,
    read_log_sheet,
    read_survey,
    read_seats,
    read_provision_grid,
    read_directory,
    read_told_ties,
)
"""The surest kind first: nobody else has the headings of the register of charities, counts by month
have those of a log, a log those of a list of ties, a survey and a grid of seats those of a
directory, which may have a column of partners. Each is given the sheet and all sheets of its
source."""
