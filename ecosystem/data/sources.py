"""Where a row of a table was read: file, sheet, row and heading.

A table may be put together from several files and sheets. Each of them is a `Part`: its rows
follow one another in the table, and it knows which rows of the file they are. The parts travel
with the frame (`mark_source`), so that checks, which see only the frame, can still say
"services.csv row 7".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from ecosystem.errors import Problems

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from ecosystem.errors import Problem, Severity


_SOURCE = "ecosystem_source"
"""The name under which a frame carries its parts, in `DataFrame.attrs`."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Part:
    """Rows of a table that come from one file or sheet.

    Attributes
    ----------
    file, sheet
        Their names; empty if the rows were read from neither.
    rows : (rows,) int
        The number of each row as a person sees it in the file.
    headings
        Our name of a column to what the file calls it; a column that is not here has our name.
    is_summed
        Whether each row stands for several rows of the file, of which `rows` has the first.
    """

    file: str = ""
    sheet: str = ""
    rows: NDArray[np.int64]
    headings: Mapping[str, str] = field(default_factory=dict)
    is_summed: bool = False


class Source(NamedTuple):
    """What a frame carries of its reading: see `mark_source`."""

    parts: tuple[Part, ...] = ()
    problems: tuple[Problem, ...] = ()
    hints: Mapping[str, str] = {}
    unread: pd.DataFrame | None = None


def mark_source(
    frame: pd.DataFrame,
    parts: Sequence[Part],
    problems: Iterable[Problem] = (),
    hints: Mapping[str, str] | None = None,
    *,
    unread: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the frame with where its rows came from, so that problems can say it.

    `parts` cover the frame's rows in order; `problems` are those met while reading it; `hints`
    are what to say of values that should lead to a row of it and do not; `unread` are its cells
    that were set aside.
    """
    marked = frame.copy(deep=False)
    marked.attrs = {_SOURCE: Source(tuple(parts), tuple(problems), dict(hints or {}), unread)}
    return marked


def read_source(frame: pd.DataFrame) -> Source:
    """Return what `mark_source` left with a frame; nothing for one that was read from no file."""
    source = frame.attrs.get(_SOURCE, Source())
    return source if isinstance(source, Source) else Source()


def find_part(parts: Iterable[Part], position: int) -> tuple[Part | None, int]:
    """Return the part that a row is of, and its place there; None if it is beyond them all."""
    for part in parts:
        if position < len(part.rows):
            return part, position
        position -= len(part.rows)
    return None, position


class PlacedProblems:
    """Problems of tables, each at the file, sheet and row that its row was read from.

    Attributes
    ----------
    problems
        All of them, in the order they were met.
    """

    def __init__(self) -> None:
        self.problems = Problems()
        self._parts: dict[str, Sequence[Part]] = {}
        self._hints: dict[str, Mapping[str, str]] = {}
        self._refused: dict[str, set[tuple[object, object]]] = {}

    def place_table(self, table: str, frame: pd.DataFrame) -> None:
        """Learn where the rows of a table come from, and take over what was met in reading them."""
        parts, met, hints, _ = read_source(frame)
        if not parts:
            # A frame that was read from no file has the numbers of its index, if it has numbers.
            labels = frame.index
            rows = labels if pd.api.types.is_integer_dtype(labels) else np.arange(len(frame))
            parts = (Part(rows=np.asarray(rows, dtype=np.int64)),)
        self._parts[table] = parts
        self._hints[table] = hints
        self._refused[table] = {
            (problem.row, problem.column)
            for problem in met
            if problem.severity == "error" and problem.row is not None
        }
        self.problems.extend(met)

    def add(  # noqa: PLR0913 - a problem has this many sides
        self,
        severity: Severity,
        table: str,
        message: str,
        suggestion: str = "",
        *,
        column: str = "",
        position: int | None = None,
        value: object = "",
    ) -> None:
        """Note a problem with a table, or with its row at a position, counted from 0."""
        file, sheet, row, heading = "", "", None, column
        parts = self._parts.get(table, ())
        if position is None and parts:
            # What is wrong with the whole table is said of the first file it comes from.
            file, sheet = parts[0].file, parts[0].sheet
            heading = parts[0].headings.get(column, column)
        part, place = find_part(parts, position) if position is not None else (None, 0)
        if part:
            file, sheet, row = part.file, part.sheet, int(part.rows[place])
            heading = part.headings.get(column, column)
        self.problems.add(
            severity,
            message,
            suggestion,
            table=table,
            file=file,
            sheet=sheet,
            row=row,
            column=heading,
            value=value,
        )

    def show_row(self, table: str, position: int) -> int:
        """Return the number a person sees in the file for the row at a position."""
        part, place = find_part(self._parts[table], position)
        return int(part.rows[place]) if part else place

    def list_hints(self, table: str) -> dict[str, str]:
        """Return what the reader would say of values that should lead to a row of the table."""
        return dict(self._hints.get(table, {}))

    def has_error_in_row(self, table: str, position: int) -> bool:
        """Whether the reader already refused a cell of this row."""
        row = self.show_row(table, position)
        return any(row == refused for refused, _ in self._refused[table])

    def has_error_in_cell(self, table: str, position: int, column: str) -> bool:
        """Whether the reader already refused this cell, whatever its file calls the column."""
        row = self.show_row(table, position)
        headings = {part.headings.get(column, column) for part in self._parts[table]}
        return any((row, heading) in self._refused[table] for heading in headings)
