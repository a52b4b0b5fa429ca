"""A file as it was understood: the template filled in, with what was guessed marked.

Whoever keeps a sheet by hand should see what a reader made of it before it is believed. Every cell
of the filled template that does not stand so in the row it was read from is coloured, with what
stands there in a comment, and every warning is a question with a place for the answer. Read again,
the workbook gives the same tables, because the ids go with it. Answers written beside the questions
are put in the cells they are about (`tables/answered_questions`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from ecosystem.data import (
    LIST_MARK,
    SERVICE_SHORTHANDS,
    TABLES,
    clean_text,
    read_source,
)
from ecosystem.formats.tables.answered_questions import AS_IT_IS
from ecosystem.formats.tables.headings import ANSWER, PLACE, QUESTIONS
from ecosystem.options import check_options

from .cells_out import flatten
from .file_kinds import read_raw_sheets
from .reading import read_tables
from .setting_aside import read_without_errors
from .template import list_headings, make_template
from .workbook_out import check_workbook_path, save_workbook
from .writing import put_cell

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell as WorkbookCell
    from openpyxl.cell.cell import MergedCell

    from ecosystem.data import Table

    from .cells_out import Cell


_GUESSED, _UNREAD = "FFF2CC", "F8CBAD"
"""Pale yellow and pale red, of which a print in grey shows the second darker: what was read in
other words than it stands in, and what was not read."""

_LIST_MARKS = ("|", ";", "\n")
_WIDTHS = (34, 80, 26, 16, 8, 22)
"""Of the columns of questions, in letters: what is asked fills half of a screen."""


class _Origin(NamedTuple):
    """Where a row was read: its sheet, its number there, and our columns to its headings.

    Of a row that sums up several the number is of the first.
    """

    file: str
    sheet: str
    row: int
    headings: Mapping[str, str]
    is_summed: bool


class _Place(NamedTuple):
    """A cell of the template."""

    sheet: str
    row: int
    heading: str


class _Raw(NamedTuple):
    """A row as it stands in the file: its headings and cells."""

    headings: list[str]
    cells: list[str]


@check_options
def write_as_understood(source: str | os.PathLike[str], path: str | os.PathLike[str]) -> Path:
    """Write what was understood of a file as a filled template, guesses marked.

    A cell that stands otherwise in its row of the file is yellow, one that could not be read red,
    each with a comment that says what stands in the file. A sheet Questions lists every warning,
    with a place for the answer; an answer is put in its cell when the workbook is read.

    Parameters
    ----------
    source
        As for `read`. What cannot be read is set aside, as by `read(source, set_aside=True)`.
    path
        Where; must end in .xlsx. A file there is replaced.

    Returns
    -------
    Path
        What was written.

    Raises
    ------
    DataError
        If nothing can be understood.
    ValueError
        If there is nothing at the source, the path does not end in .xlsx, or its folder does not
        exist.

    Notes
    -----
    All rows are in it, also those that only partners may see: it is for whoever keeps the data.
    """
    where, target = Path(source), check_workbook_path(path, "my-sector.xlsx")
    tables = read_tables(where)
    e = read_without_errors(tables)
    filler = _Filler(
        book=make_template(),
        cells=_fold_lists(flatten(e, visibility="private")),
        origins={
            table.name: _find_origins(table, tables[table.name])
            for table in TABLES.values()
            if table.name in tables
        },
        raw={
            (sheet.file, sheet.sheet, number): _Raw(sheet.headings, row)
            for sheet in read_raw_sheets(where)
            for number, row in zip(sheet.numbers, sheet.rows, strict=True)
        },
    )
    for table in TABLES.values():
        filler.fill_sheet(table)
    filler.add_questions(e.problems[e.problems["severity"] == "warning"])
    save_workbook(filler.book, target)
    return target


@dataclass(frozen=True, kw_only=True, eq=False)
class _Filler:
    """Fills the template, and remembers which of its cells each cell of the file became.

    Attributes
    ----------
    book
        The template.
    cells
        The twelve tables, as they are written.
    origins
        By table, then by the cells of a row's key: where the row was read.
    raw
        File, sheet and number of each row of the file to the row.
    places
        File, sheet, row and heading of a cell of the file to sheet, row and heading here.
    """

    book: Workbook
    cells: Mapping[str, pd.DataFrame]
    origins: Mapping[str, Mapping[tuple[str, ...], _Origin]]
    raw: Mapping[tuple[str, str, int], _Raw]
    places: dict[tuple[str, str, int, str], _Place] = field(default_factory=dict)

    def fill_sheet(self, table: Table) -> None:
        """Fill the sheet of a table, and mark what was guessed."""
        sheet, frame = self.book[table.name.capitalize()], self.cells[table.name]
        own = [column.name for column in list_headings(table)]
        headings = [*own, *(str(name) for name in frame.columns if name not in own)]
        for position, name in enumerate(headings[len(own) :], len(own) + 1):
            put_cell(sheet, 1, position, name)
        names = {
            column.name: _list_names(self.cells[column.links_to], column.links_to)
            for column in table.columns
            if column.links_to
        }
        for number, row in enumerate(frame.to_dict("records"), 2):
            key = tuple("" if row[name] is None else str(row[name]) for name in table.key)
            origin = self.origins.get(table.name, {}).get(key)
            for position, name in enumerate(headings, 1):
                value: Cell = row.get(name)
                if isinstance(value, str):
                    value = names.get(name, {}).get(value, value)
                if value is not None:
                    put_cell(sheet, number, position, value)
                # An id that was made of the name stands nowhere, and nobody reads it.
                if origin is not None and table.key != (name,):
                    here = _Place(sheet.title, number, str(sheet.cell(1, position).value))
                    self._mark(sheet.cell(number, position), here, origin, name)

    def _mark(
        self, cell: WorkbookCell | MergedCell, here: _Place, origin: _Origin, name: str
    ) -> None:
        """Colour a cell that does not stand so in its row of the file; say what stands there."""
        from openpyxl.comments import Comment  # noqa: PLC0415 - start-up time
        from openpyxl.styles import PatternFill  # noqa: PLC0415 - as above

        heading = origin.headings.get(name, name)
        self.places.setdefault((*origin[:3], heading), here)
        written = self.raw.get(origin[:3])
        if written is None:
            return
        stands = dict(zip(written.headings, written.cells, strict=False)).get(heading, "").strip()
        shown = "" if cell.value is None else str(cell.value)
        # What stands anywhere in the row was moved, and not guessed.
        if not (shown or stands) or (shown and _fold(shown) in map(_fold, written.cells)):
            return
        if origin.is_summed and not shown:
            return
        where = f"{origin.sheet or origin.file} row {origin.row}"
        said = f"{where}, {heading}: {stands}" if stands else f"Made from {where}."
        if origin.is_summed:
            said = f"Counted from rows of {origin.sheet or origin.file}."
        cell.fill = PatternFill("solid", fgColor=_GUESSED if shown else _UNREAD)
        cell.comment = Comment(said if shown else f"Not read. {said}", "ecosystem")

    def add_questions(self, warnings: pd.DataFrame) -> None:
        """Add a sheet with a question for every warning, and a place for its answer."""
        from openpyxl.styles import Font  # noqa: PLC0415 - as above
        from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above
        from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415 - as above

        sheet = self.book.create_sheet(QUESTIONS, 1)
        headings = ("In your file", "What was met", ANSWER, *PLACE)
        for position, (heading, width) in enumerate(zip(headings, _WIDTHS, strict=True), 1):
            sheet.cell(1, position, heading).font = Font(bold=True)
            sheet.column_dimensions[get_column_letter(position)].width = width
        for number, problem in enumerate(warnings.astype(object).to_dict("records"), 2):
            row, heading = problem["row"], problem["column"]
            where = problem["sheet"] or problem["file"]
            if isinstance(row, int):
                where = f"{where} row {row}"
            place = self.places.get((problem["file"], problem["sheet"], row, heading))
            what = f"{problem['message']} {problem['suggestion']}".strip()
            texts = [f"{where}, {heading}" if heading else where, what, "", *map(str, place or ())]
            for position, text in enumerate(texts, 1):
                if text:
                    put_cell(sheet, number, position, text)
            offers = self._find_choices(place) if place else f'"{AS_IT_IS}"'
            choice = DataValidation(type="list", formula1=offers, allow_blank=True)
            # A warning can be overruled: what is meant may be on no list.
            choice.errorStyle = "warning"
            choice.add(f"C{number}")
            sheet.add_data_validation(choice)
        sheet.freeze_panes = "A2"

    def _find_choices(self, place: _Place) -> str:
        """Return what a question offers: what its cell does in the template, or to leave it."""
        from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above

        sheet = self.book[place.sheet]
        headings = [str(cell.value) for cell in sheet[1]]
        address = f"{get_column_letter(headings.index(place.heading) + 1)}{place.row}"
        for choice in sheet.data_validations.dataValidation:
            if address in choice.sqref:
                return str(choice.formula1)
        return f'"{AS_IT_IS}"'


def _fold(cell: str) -> str:
    return cell.strip().casefold()


def _find_origins(table: Table, frame: pd.DataFrame) -> dict[tuple[str, ...], _Origin]:
    """Return where each row of a table was read, by the cells of its key."""
    if not table.key:
        return {}
    keys = [
        [clean_text(cell) if isinstance(cell, str) else "" for cell in frame[name]]
        if name in frame
        else [""] * len(frame)
        for name in table.key
    ]
    origins = [
        _Origin(part.file, part.sheet, int(row), part.headings, part.is_summed)
        for part in read_source(frame).parts
        for row in part.rows
    ]
    return dict(zip(zip(*keys, strict=True), origins, strict=True))


def _fold_lists(cells: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the tables with rows that say no more than a list does as lists of their service."""
    folded = dict(cells)
    services = folded["services"].copy()
    for shorthand in SERVICE_SHORTHANDS:
        rows = folded[shorthand.table]
        names = _list_names(cells[shorthand.column.links_to], shorthand.column.links_to)
        # A role, a position or a postcode needs a row of its own, and then all of the service do.
        says_more = rows.drop(columns=["service_id", shorthand.fills]).notna().any(axis=1)
        is_list = ~rows["service_id"].isin(rows.loc[says_more, "service_id"])
        is_list &= rows[shorthand.fills].notna()
        lists: dict[str, list[str]] = {}
        for service, value in rows.loc[is_list, ["service_id", shorthand.fills]].itertuples(
            index=False, name=None
        ):
            lists.setdefault(service, []).append(names.get(value, value))
        joined = [
            LIST_MARK.join(lists[service]) if service in lists else None
            for service in services["service_id"]
        ]
        # As objects, because a column of text would make its empty cells numbers.
        services[shorthand.column.name] = pd.Series(joined, index=services.index, dtype=object)
        folded[shorthand.table] = rows[~is_list]
    return folded | {"services": services}


def _list_names(frame: pd.DataFrame, table: str) -> dict[str, str]:
    """Return id to name, of the rows of which a name in a cell means them and nothing else."""
    key = TABLES[table].key[0]
    counts = Counter(str(name).casefold() for name in frame["name"])
    return {
        row_id: name
        for row_id, name in zip(frame[key], frame["name"], strict=True)
        if name is not None
        and counts[name.casefold()] == 1
        and not any(mark in name for mark in _LIST_MARKS)
    }
