"""A frame, as a person or a file gives it, becomes one of our tables: every column in its type.

Nothing is judged here beyond the cell: whether keys are unique and links lead anywhere is for
`checks`. What cannot be read is noted at its place and left empty, so that one pass finds every
problem.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeGuard

import numpy as np
import pandas as pd

from ecosystem.wording import count_of

from .cells import make_empty, read_column
from .columns import Column
from .identifiers import read_org_id
from .personal import find_clients, find_contacts, has_single_people, hide_addresses
from .shorthands import SERVICE_SHORTHANDS
from .text import clean_text, fold_heading
from .vocabulary import MISSING_WORDS

if TYPE_CHECKING:
    from .cells import Remark
    from .columns import Table
    from .sources import PlacedProblems


_WHOLE_ID = re.compile(r"\d+\.0")
_SHORTHANDS = {shorthand.column.name: shorthand.table for shorthand in SERVICE_SHORTHANDS}


def read_table(table: Table, frame: pd.DataFrame, problems: PlacedProblems) -> pd.DataFrame:
    """Return the frame with every column of the table, each in its type, and further ones as text.

    Whatever is wrong or odd goes to `problems`, which learn here where the rows come from.
    """
    problems.place_table(table.name, frame)
    frame = frame.copy(deep=False)
    frame.attrs = {}
    # From here on a position in the frame is a row: labels of the caller would not line up.
    frame.index = pd.RangeIndex(len(frame))
    frame = _keep_clear_columns(table, frame, problems)
    frame = _drop_personal(table, frame, problems)
    columns: dict[str, pd.Series] = {}
    empty: dict[str, pd.Series] = {}
    for column in table.columns:
        if column.name in frame:
            columns[column.name] = _read_cells(table, column, frame[column.name], problems)
            continue
        # A table that is not there at all lacks nothing.
        if column.required and (len(frame.columns) or len(frame)):
            problems.add(
                "error",
                table.name,
                f"the column {column.name} is missing.",
                f"Add a column with the heading {column.title!r}: {column.about}",
                column=column.name,
            )
        # One for all of a kind: the frame below copies them.
        if column.kind not in empty:
            empty[column.kind] = make_empty(column, len(frame))
        columns[column.name] = empty[column.kind]
    known = set(columns)
    for name in frame.columns:
        if name not in known:
            columns[name] = read_column(Column(name=name, about=""), frame[name]).cells
    # Of arrays: columns with an index would be lined up with one another, one by one.
    read = pd.DataFrame({name: cells.array for name, cells in columns.items()}, index=frame.index)
    if table.name == "about":
        read = read[read.notna().any(axis=1)].reset_index(drop=True)
    return read


def _keep_clear_columns(
    table: Table, frame: pd.DataFrame, problems: PlacedProblems
) -> pd.DataFrame:
    """Return the frame with clean column names, each there once."""
    # "Service type" beside service_type is that column again; alone it is a column beyond ours.
    names = [clean_text(str(name)) for name in frame.columns]
    known = set(table.names)
    kept = []
    for position, name in enumerate(names):
        folded = fold_heading(name)
        is_again = name in names[:position]
        is_twin = name not in known and folded in known and folded in names
        is_shorthand = table.name == "services" and name in _SHORTHANDS
        if is_again or is_twin:
            message = f"the column '{name}' is there twice."
            problems.add("error", table.name, message, "Delete or rename one.", column=name)
        elif is_shorthand:
            message = f"the column '{name}' is no column of services."
            hint = f"Give it as rows of {_SHORTHANDS[name]}."
            problems.add("error", table.name, message, hint, column=name)
        elif not name:
            message = "a column has no name."
            problems.add("error", table.name, message, "Give it a name, or delete it.")
        else:
            kept.append(position)
    if len(kept) < len(names):
        frame = frame.iloc[:, kept]
    frame.columns = pd.Index([names[position] for position in kept], dtype=object)
    return frame


def _drop_personal(table: Table, frame: pd.DataFrame, problems: PlacedProblems) -> pd.DataFrame:
    """Return the frame without contact details of staff; data about clients are refused."""
    clients = find_clients(table, frame)
    for name in clients:
        problems.add(
            "error",
            table.name,
            f"the column {str(name)!r} looks like data about clients; no row here is a person.",
            "Delete the column and give counts of people instead.",
            column=str(name),
        )
    if has_single_people(table, frame):
        problems.add(
            "error",
            table.name,
            "each row seems to be one person who was referred; no row here is a person.",
            "Count them: a row for each From, To and period, with how many in Sent.",
        )
    contacts = [name for name in find_contacts(table, frame) if name not in clients]
    for name in contacts:
        problems.add(
            "note",
            table.name,
            f"the column {str(name)!r} holds contact details of staff and was not read.",
            "If they are of the organisation itself and for everybody, use public_phone or "
            "public_email as the heading.",
            column=str(name),
        )
    frame, changed = hide_addresses(table, frame.drop(columns=[*clients, *contacts]))
    for name in changed:
        problems.add(
            "note",
            table.name,
            f"e-mail addresses in the column {name!r} were left out.",
            column=str(name),
        )
    return frame


def _read_cells(
    table: Table, column: Column, values: pd.Series, problems: PlacedProblems
) -> pd.Series:
    """Return a column in its type, and note what is wrong with its cells."""
    is_key = table.key == (column.name,)
    if column.links_to or is_key:
        values = _tidy_ids(table, column, values, problems)
    read = read_column(column, values)
    refused: list[Remark] = [("error", *fault) for fault in read.faults]
    for severity, position, value, message, suggestion in refused + read.remarks:
        problems.add(
            severity,
            table.name,
            message,
            suggestion,
            column=column.name,
            position=position,
            value=value,
        )
    if column.must_be_filled:
        # A cell that was refused, here or by the reader of the file, is empty for that reason:
        # to call it empty as well would send the person looking twice. An id may be made from
        # the name beside it, so with ids any refusal in the row will do.
        faulty = {position for position, *_ in read.faults}
        for position in np.flatnonzero(read.cells.isna()).tolist():
            is_refused = position in faulty or (
                problems.has_error_in_row(table.name, position)
                if is_key
                else problems.has_error_in_cell(table.name, position, column.name)
            )
            if not is_refused:
                problems.add(
                    "error",
                    table.name,
                    f"{column.title} is empty.",
                    "Fill it in, or delete the row.",
                    column=column.name,
                    position=position,
                )
    if is_key:
        _refuse_missing_words(table, column, read.cells, problems)
    return read.cells


def _tidy_ids(
    table: Table, column: Column, values: pd.Series, problems: PlacedProblems
) -> pd.Series:
    """Return ids without what programs add to them: 7.0 is 7, gb-chc-1 is GB-CHC-1."""
    cells = values.tolist()
    # Texts are looked at once each; a list in a cell, given in memory, cannot be looked up.
    distinct = set(cells) if set(map(type, cells)) <= {str} else {*filter(_is_text, cells)}
    tidied = {}
    for value in distinct:
        text = value.strip()
        if text[-2:] != ".0" and text[:2].upper() != "GB":
            continue
        tidy = text[:-2] if _WHOLE_ID.fullmatch(text) else read_org_id(text)
        if tidy != text:
            tidied[value] = tidy
    if not tidied:
        return values
    first = next(
        position for position, cell in enumerate(values) if isinstance(cell, str) and cell in tidied
    )
    value = values.iloc[first]
    problems.add(
        "note",
        table.name,
        f"{count_of(int(values.isin(tidied).sum()), 'id')} put in one form, as '{value}' to "
        f"'{tidied[value]}'.",
        column=column.name,
        position=first,
        value=value,
    )
    return values.map(lambda cell: tidied.get(cell, cell) if isinstance(cell, str) else cell)


def _is_text(cell: object) -> TypeGuard[str]:
    return isinstance(cell, str)


def _refuse_missing_words(
    table: Table, column: Column, ids: pd.Series, problems: PlacedProblems
) -> None:
    """Refuse ids that would read as not known wherever a row links to them."""
    for position in np.flatnonzero(ids.str.casefold().isin(MISSING_WORDS)).tolist():
        problems.add(
            "error",
            table.name,
            f"'{ids.iloc[position]}' cannot be an id: elsewhere it reads as not known.",
            "Give it another id, or leave the id empty and give the name.",
            column=column.name,
            position=position,
            value=ids.iloc[position],
        )
