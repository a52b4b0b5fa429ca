"""`Draft`: one table on its way, cells as text, with the place each row came from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from ecosystem.data import clean_texts, find_part
from ecosystem.errors import Problems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecosystem.data import Part
    from ecosystem.errors import Problem, Severity


class Place(NamedTuple):
    """Where a row stands; empty where it comes from no file."""

    file: str = ""
    sheet: str = ""
    row: int | None = None


@dataclass(kw_only=True)
class Draft:
    """One table on its way: cells as text, and the place each row came from.

    Attributes
    ----------
    frame
        The rows, cells as they were written.
    parts
        Where they come from: they cover the rows in order.
    found
        Problems met so far.
    named
        Organisations named by rows that were left out.
    counted
        The numbers of the parts whose rows are counts made of a log, to what `Sheet.counted` says.
    clean
        Columns as clean text, kept until they change.
    different
        The different texts of columns, each once, kept until they change.
    """

    frame: pd.DataFrame = field(default_factory=pd.DataFrame)
    parts: list[Part] = field(default_factory=list)
    found: list[Problem] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    counted: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    clean: dict[str, list[str]] = field(default_factory=dict)
    different: dict[str, list[str]] = field(default_factory=dict)

    def add(  # noqa: PLR0913 - a problem has these parts
        self,
        severity: Severity,
        message: str,
        suggestion: str = "",
        *,
        table: str = "",
        position: int | None = None,
        column: str = "",
        value: str = "",
    ) -> None:
        """Note a problem with the table, or with the row at a position."""
        source = self.source_of(position) if position is not None else Place()
        Problems(table=table, file=source.file, sheet=source.sheet, found=self.found).add(
            severity,
            message,
            suggestion,
            row=source.row,
            column=self.shown(column, position or 0) if column else "",
            value=value,
        )

    def extend(self, frame: pd.DataFrame, part: Part) -> None:
        """Add rows that came from one place."""
        self.frame = pd.concat([self.frame, frame], ignore_index=True) if self.parts else frame
        self.parts.append(part)
        self._forget()

    def cells(self, column: str) -> list[str]:
        """Return a column's cells as clean text, empty where there is none."""
        if column not in self.frame:
            return [""] * len(self.frame)
        if column not in self.clean:
            cells = self.frame[column].tolist()
            if set(map(type, cells)) - {str}:
                cells = [cell if isinstance(cell, str) else "" for cell in cells]
            self.clean[column] = clean_texts(cells)
        return self.clean[column]

    def distinct(self, column: str) -> list[str]:
        """Return the different cells of a column, in the order they are first met."""
        if column not in self.frame:
            return [""] if len(self.frame) else []
        if column not in self.different:
            self.different[column] = list(dict.fromkeys(self.cells(column)))
        return self.different[column]

    def put(self, column: str, cells: list[str]) -> None:
        """Replace a column."""
        self.frame[column] = cells
        self._forget(column)

    def keep(self, is_kept: Sequence[bool]) -> None:
        """Keep the rows that are marked, and leave out the others."""
        marks = np.asarray(is_kept, dtype=bool)
        self.frame = self.frame[marks].reset_index(drop=True)
        ends = np.cumsum([len(part.rows) for part in self.parts])[:-1]
        kept = np.split(marks, ends) if self.parts else []
        self.parts = [
            replace(part, rows=part.rows[mark]) for part, mark in zip(self.parts, kept, strict=True)
        ]
        self._forget()

    def repeat(self, times: Sequence[int]) -> None:
        """Put each row there as often as is said; all of them stand where the one did."""
        counts = np.asarray(times, dtype=np.intp)
        self.frame = self.frame.loc[np.repeat(np.arange(len(counts)), counts)]
        self.frame = self.frame.reset_index(drop=True)
        ends = np.cumsum([len(part.rows) for part in self.parts])[:-1]
        of_part = np.split(counts, ends) if self.parts else []
        self.parts = [
            replace(part, rows=np.repeat(part.rows, many))
            for part, many in zip(self.parts, of_part, strict=True)
        ]
        self._forget()

    def drop(self, column: str) -> None:
        """Take a column out."""
        self.frame = self.frame.drop(columns=column)
        self._forget(column)

    def _forget(self, *columns: str) -> None:
        """Forget the texts of some columns, or of all."""
        for kept in (self.clean, self.different):
            for column in columns or tuple(kept):
                kept.pop(column, None)

    def shown(self, column: str, position: int = 0) -> str:
        """Return what a column is called in the source of one row."""
        part, _ = find_part(self.parts, position)
        return part.headings.get(column, column) if part else column

    def source_of(self, position: int) -> Place:
        """Return file, sheet and row, as the spreadsheet shows it, of one row."""
        part, place = find_part(self.parts, position)
        return Place(part.file, part.sheet, int(part.rows[place])) if part else Place()
