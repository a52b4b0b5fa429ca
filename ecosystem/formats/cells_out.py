"""The one way from tables to cells that every writer uses: nothing malformed gets past it.

Here an audience is decided (which rows, which numbers), hidden characters go, and every value
becomes a text, a number or None. Writers only arrange cells.
"""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ecosystem.data import TABLES, as_text, clean_text, clean_texts
from ecosystem.disclosure import SMALL, is_small

if TYPE_CHECKING:
    from ecosystem.data import Ecosystem, Table
    from ecosystem.disclosure import Visibility


Cell = str | int | float | None


def flatten(e: Ecosystem, *, visibility: Visibility) -> dict[str, pd.DataFrame]:
    """Return the twelve tables as an audience may see them, in cells: text, numbers and None.

    Lists are joined by |, days are ISO, yes and no are words, whole numbers are whole, and unless
    the audience is private numbers of people from 1 to 4 read "under 5".
    """
    return flatten_seen(e.select(visibility=visibility), visibility=visibility)


def flatten_seen(seen: Ecosystem, *, visibility: Visibility) -> dict[str, pd.DataFrame]:
    """Return what `flatten` does, of what `select` has left of an ecosystem for an audience."""
    return {
        table.name: _flatten_table(table, getattr(seen, table.name), hide=visibility != "private")
        for table in TABLES.values()
    }


def _flatten_table(table: Table, frame: pd.DataFrame, *, hide: bool) -> pd.DataFrame:
    written: dict[str, list[Cell]] = {}
    for name in frame.columns:
        kind = table.column(name).kind if name in table.names else "text"
        if frame[name].isna().all():
            written[name] = [None] * len(frame)
        elif frame[name].dtype == "str":
            written[name] = _write_texts(frame[name])
        elif kind in {"number", "people"} and frame[name].dtype == "float64":
            written[name] = _write_numbers(frame[name], hide=hide and kind == "people")
        else:
            cells = frame[name].astype(object).tolist()
            written[name] = [_cell(value, kind, hide=hide) for value in cells]
    return pd.DataFrame(written, columns=frame.columns, dtype=object)


def _write_texts(column: pd.Series) -> list[Cell]:
    """Return the cells of a column of texts, cleaned all at once: most cells are of such."""
    is_filled = column.notna().to_numpy()
    cells: list[Cell] = [None] * len(column)
    cleaned = clean_texts(column[is_filled].tolist())
    for place, text in zip(np.flatnonzero(is_filled).tolist(), cleaned, strict=True):
        cells[place] = text or None
    return cells


def _write_numbers(column: pd.Series, *, hide: bool) -> list[Cell]:
    """Return the cells of a column of numbers; `hide`: those of few people are not told."""
    return [
        None if isnan(number) else SMALL if hide and is_small(number) else as_number(number)
        for number in column.tolist()
    ]


def _cell(value: Any, kind: str, *, hide: bool) -> Cell:  # noqa: ANN401 - a cell holds anything
    if pd.isna(value):
        return None
    if kind in {"number", "people"} and isinstance(value, float):
        if hide and kind == "people" and is_small(value):
            return SMALL
        return as_number(value)
    return clean_text(as_text(value)) or None


def as_number(value: float) -> int | float:
    """Return a number as it is written: 7.0 is 7."""
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def as_json_value(value: Any) -> object:  # noqa: ANN401 - a cell holds anything
    """Return any value of any frame as JSON can hold it: text, number, yes or no as truth, None."""
    if isinstance(value, (list, tuple, set, frozenset)):
        return [as_json_value(part) for part in value]
    if isinstance(value, bool) or value is None:
        return value
    if pd.isna(value):
        return None
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return as_number(float(value)) if isinstance(value, float) else value
    return clean_text(as_text(value))


def list_filled_rows(frame: pd.DataFrame) -> list[dict[str, Cell]]:
    """Return the rows of a flattened table as records without their empty cells."""
    names = [str(name) for name in frame.columns]
    return [
        {name: cell for name, cell in zip(names, row, strict=True) if cell is not None}
        for row in frame.itertuples(index=False, name=None)
    ]


def list_tie_rows(cells: dict[str, pd.DataFrame]) -> list[dict[str, Cell]]:
    """Return relationships and referrals as one list of records, each with a kind."""
    referrals = [
        {"from_id": row["from_id"], "to_id": row["to_id"], "kind": "referral"} | row
        for row in list_filled_rows(cells["referrals"])
    ]
    return [*list_filled_rows(cells["relationships"]), *referrals]
