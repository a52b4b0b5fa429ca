"""Frames to sheets: a table that is in memory already is read as if it had come from a file.

The headings are the columns. A row goes by the number its index gives it, or else by its place
from 0, so that a problem of row 7 is found by `frame.loc[7]`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.data import fold_heading, take_frame
from ecosystem.formats.sheets.sheet import make_sheet
from ecosystem.formats.sources.records import as_cell
from ecosystem.wording import join_words

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from ecosystem.data import ArrowTable
    from ecosystem.formats.sheets.sheet import Sheet


_UNNAMED = "Unnamed: "
"""How headings begin that pandas made up, because the first row of the file had none there."""

_LINKS = frozenset(["id", "from", "to", "source", "target"])
"""Headings, folded, that hold ids; so do those that end in _id."""


def read_frames(frames: Mapping[str, pd.DataFrame | ArrowTable], file: str = "") -> list[Sheet]:
    """Return frames as sheets, each called by its key.

    Raises
    ------
    ImportError
        If one of them comes through pyarrow, which is not installed.
    ValueError
        If there are none, or one of them is no table.
    """
    if not frames:
        msg = "source holds no table. Give a DataFrame for each, by its name."
        raise ValueError(msg)
    taken = {
        str(name): take_frame(f"source: {str(name)!r}", table) for name, table in frames.items()
    }
    read = [_read_frame(name, frame, file) for name, frame in taken.items()]
    _say_ids(read[0], taken.values())
    return read


def as_cells(values: pd.Series) -> list[str]:
    """Return values as the cells of a file would hold them; what is missing is empty."""
    return [
        "" if is_missing else as_cell(list(value) if isinstance(value, np.ndarray) else value)
        for value, is_missing in zip(values.astype(object), values.isna(), strict=True)
    ]


def _read_frame(name: str, frame: pd.DataFrame, file: str) -> Sheet:
    labels = frame.index
    numbers = labels if pd.api.types.is_integer_dtype(labels) else np.arange(len(frame))
    beside = _list_index(frame)
    columns = [
        *(as_cells(values) for _, values in beside),
        *(as_cells(frame.iloc[:, place]) for place in range(frame.shape[1])),
    ]
    cells = [list(row) for row in zip(*columns, strict=True)]
    headings = [heading for heading, _ in beside] + [_name_column(name) for name in frame.columns]

    # Headings that pandas made up stand for a title above the headings, or for none at all: these
    # are looked for, as in a file. Others are headings, whatever stands below them.
    is_bare = isinstance(frame.columns, pd.RangeIndex) and not beside
    if is_bare or any(heading.startswith(_UNNAMED) for heading in headings):
        shown = ["" if heading.startswith(_UNNAMED) else heading for heading in headings]
        rows = cells if is_bare else [shown, *cells]
        made = make_sheet(name, file, "", rows, range(len(cells) - len(rows), len(cells)))
        made.numbers = [int(numbers[place]) for place in made.numbers]
        return made
    made = make_sheet(name, file, "", [headings])
    filled = [place for place, row in enumerate(cells) if any(map(str.strip, row))]
    made.rows = [cells[place] for place in filled]
    made.numbers = [int(numbers[place]) for place in filled]
    return made


def _list_index(frame: pd.DataFrame) -> list[tuple[str, pd.Series]]:
    """Return the levels of an index as columns, where it says more than which row it is.

    That is an index with a name, one of text, and one of the same labels as the columns: a matrix.
    """
    index = frame.index
    is_named = any(name is not None for name in index.names)
    if not (is_named or _is_matrix(frame)) and pd.api.types.is_numeric_dtype(index):
        return []
    return [
        ("name" if name is None else str(name), index.get_level_values(level).to_series())
        for level, name in enumerate(index.names)
    ]


def _is_matrix(frame: pd.DataFrame) -> bool:
    """Tell whether the rows are called as the columns are; by mere counting only if all is numbers.

    Two rows of two columns without headings are no matrix: they may be two ties.
    """
    is_counted = isinstance(frame.columns, pd.RangeIndex)
    is_numbers = all(map(pd.api.types.is_numeric_dtype, frame.dtypes))
    is_same = len(frame) > 1 and list(frame.index) == list(frame.columns)
    return is_same and (is_numbers or not is_counted)


def _name_column(column: Hashable) -> str:
    """Return the heading of a column: of several levels all that say something."""
    parts = column if isinstance(column, tuple) else (column,)
    told = [str(part).strip() for part in parts if part is not None]
    return " ".join(part for part in told if part) or f"{_UNNAMED}column"


def _say_ids(sheet: Sheet, frames: Iterable[pd.DataFrame]) -> None:
    """Say where ids are numbers in one column and text in another: all are text here."""
    held: dict[bool, list[str]] = {True: [], False: []}
    for frame in frames:
        for place, column in enumerate(frame.columns):
            folded = fold_heading(_name_column(column))
            if folded in _LINKS or folded.endswith("_id"):
                is_number = pd.api.types.is_numeric_dtype(frame.iloc[:, place])
                held[is_number].append(_name_column(column))
    if held[True] and held[False]:
        numbers, texts = (join_words(dict.fromkeys(names)) for names in (held[True], held[False]))
        sheet.add(
            "note",
            f"ids are numbers in {numbers} and text in {texts}; all were read as text, so that 7 "
            "is '7'.",
        )
