"""Reading on without what cannot be read: a cell, or the row that means nothing without it.

A partnership's sheet holds "2 days a week" under Capacity and a referral to nobody. Whoever keeps
it may want an answer now. So each error is taken at its word and its place: the cell becomes not
known; where the row needs the cell, the row is left out. Then the tables are checked again, because
rows that led to a row left out lead nowhere now. All of it stays listed, as warnings.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ecosystem.data import (
    AREAS_UNCLEAR,
    LIST_MARK,
    TABLES,
    Ecosystem,
    clean_text,
    list_marks,
    mark_source,
    read_source,
    split_list,
)
from ecosystem.errors import DataError, Problem

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from numpy.typing import NDArray

    from ecosystem.data import Part, Table

_MOST_ROUNDS = 12
"""Times the tables are checked again. A row left out may loosen those that lead to it, and these
others: links run four tables deep at most (a membership to a group to its parent to an area), so
that a thirteenth round means that something cannot be set aside."""

_CELL = "It counts as not known."
_ROW = "The row was left out."
_COLUMN = "The column was left out."


def read_without_errors(tables: Mapping[str, pd.DataFrame]) -> Ecosystem:
    """Return the ecosystem of the tables without what is wrong in them.

    Raises
    ------
    DataError
        If something is wrong that is no cell, row or column, as a table that lacks a column.
    """
    kept = dict(tables)
    for _ in range(_MOST_ROUNDS):
        try:
            return Ecosystem(**kept)
        except DataError as error:
            errors = error.problems[error.problems["severity"] == "error"]
            for name in dict.fromkeys(errors["table"]):
                if name not in kept:
                    raise
                faults = errors[errors["table"] == name]
                kept[name] = _set_aside(TABLES[name], kept[name], faults, error)
            _keep_reach_open(kept)
    return Ecosystem(**kept)


def _keep_reach_open(tables: dict[str, pd.DataFrame]) -> None:
    """Mark the services of which a place was set aside: they may reach more than is left.

    Without it a service whose only place could not be read would count as at its base, and areas
    that it may reach as gaps.
    """
    lost: dict[str, dict[str, None]] = {}
    for name in ("catchments", "sites"):
        unread = read_source(tables[name]).unread if name in tables else None
        if unread is not None:
            for service, area in zip(unread["service_id"], unread["area_code"], strict=True):
                lost.setdefault(str(service), {})[str(area or "not read")] = None
    services = tables.get("services")
    if services is None or "service_id" not in services or not lost:
        return
    words = services[AREAS_UNCLEAR] if AREAS_UNCLEAR in services else [""] * len(services)
    marked = services.copy()
    marked[AREAS_UNCLEAR] = [
        LIST_MARK.join(dict.fromkeys([*split_list(str(said or "")), *lost.get(str(service), {})]))
        for service, said in zip(services["service_id"], words, strict=True)
    ]
    tables["services"] = marked


def _set_aside(
    table: Table, frame: pd.DataFrame, faults: pd.DataFrame, error: DataError
) -> pd.DataFrame:
    """Return a table without the cells, rows and columns at fault."""
    source = read_source(frame)
    origins = _list_origins(source.parts)
    gone = np.zeros(len(frame), dtype=bool)
    kept = frame.copy()
    said = [problem for problem in source.problems if problem.severity != "error"]
    unread = [] if source.unread is None else [source.unread]
    for fault in faults.to_dict("records"):
        column = _name_column(source.parts, fault)
        at = _find_rows(frame, origins, fault, column)
        if pd.isna(fault["row"]) and column in kept and not _needs(table, column):
            # Only what is none of ours: of ours a column has rows that are wrong, or is missing.
            kept = kept.drop(columns=column)
            said.append(_warn(fault, _COLUMN))
            continue
        if not at.any():
            if pd.isna(fault["row"]):
                raise error
            # The row was left out in reading already.
            said.append(_warn(fault, _ROW))
            continue
        is_row = column not in table.names or _needs(table, column)
        if is_row:
            gone |= at
        else:
            kept[column] = kept[column].astype(object).mask(at, None)
        said.append(_warn(fault, _ROW if is_row else _CELL))
        unread.append(_list_places(table, frame, origins, at, str(fault["column"])))
    return mark_source(
        kept[~gone].reset_index(drop=True),
        _keep_parts(source.parts, ~gone),
        said,
        source.hints,
        unread=pd.concat(unread, ignore_index=True) if unread else None,
    )


def _list_origins(parts: Sequence[Part]) -> pd.DataFrame:
    """Return the file, sheet and row of each row of a table, in its order."""
    return pd.DataFrame(
        {
            "file": [part.file for part in parts for _ in part.rows],
            "sheet": [part.sheet for part in parts for _ in part.rows],
            "row": np.concatenate([part.rows for part in parts]) if parts else [],
        }
    )


def _name_column(parts: Sequence[Part], fault: Mapping[Hashable, Any]) -> str:
    """Return our name of the column that a problem names by the heading of its file."""
    for part in parts:
        if (part.file, part.sheet) == (fault["file"], fault["sheet"]):
            for name, heading in part.headings.items():
                if heading == fault["column"]:
                    return name
    return str(fault["column"])


def _find_rows(
    frame: pd.DataFrame, origins: pd.DataFrame, fault: Mapping[Hashable, Any], column: str
) -> NDArray[np.bool_]:
    """Tell which rows of a table a problem is about; all of them where it names none."""
    if pd.isna(fault["row"]):
        # What is wrong with each row, as that it is a person: none of them can stay.
        return np.full(len(frame), not fault["column"])
    rows = np.ones(len(frame), dtype=bool)
    for name in ("file", "sheet", "row"):
        rows &= (origins[name] == fault[name]).to_numpy(dtype=bool)
    if column in frame and rows.sum() > 1:
        # A row of the file with a list in a cell is several rows here: only those of the value.
        is_value = rows & (frame[column].astype(str) == fault["value"]).to_numpy(dtype=bool)
        rows = is_value if is_value.any() else rows
    return rows


def _needs(table: Table, name: str) -> bool:
    """Whether a row means nothing without a column: a link, an id or a name that it must have."""
    return name in table.names and table.column(name).must_be_filled


def _list_places(
    table: Table,
    frame: pd.DataFrame,
    origins: pd.DataFrame,
    at: NDArray[np.bool_],
    heading: str,
) -> pd.DataFrame:
    """Return a row for each cell set aside: where it stood, and who may know of it."""
    marks = frame.reindex(columns=list_marks(table)).astype(object)[at]
    # The cells are as they were written: an empty one is public, as it is in a table read.
    marks = marks.map(lambda cell: (clean_text(cell) or None) if isinstance(cell, str) else cell)
    marks = marks.astype(object)
    places = origins[at].assign(heading=heading)
    return pd.concat([places.reset_index(drop=True), marks.reset_index(drop=True)], axis=1)


def _keep_parts(parts: Sequence[Part], is_kept: NDArray[np.bool_]) -> list[Part]:
    ends = np.cumsum([len(part.rows) for part in parts])[:-1]
    return [
        replace(part, rows=part.rows[mark])
        for part, mark in zip(parts, np.split(is_kept, ends), strict=True)
    ]


def _warn(fault: Mapping[Hashable, Any], what: str) -> Problem:
    """Return an error as the warning that it is now, with what was done."""
    fields = {str(name): value for name, value in fault.items()}
    row = None if pd.isna(fault["row"]) else int(fault["row"])
    message = f"{fault['message']} {what}"
    return Problem(**(fields | {"severity": "warning", "row": row, "message": message}))
