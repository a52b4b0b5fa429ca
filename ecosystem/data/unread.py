"""What could not be read of a file and was set aside: which cells, and who may know of them.

A cell set aside leaves its row, and a row without which nothing else makes sense leaves its table.
Of each such cell an `unread` frame keeps a row: where it stood, and the ids and marks that say who
may see it. So a copy for other eyes counts the cells of its own rows and no others: a count of all
would tell how many rows are hidden.

Shape of an unread frame: a row a cell; columns `file`, `sheet`, `row` (as the spreadsheet shows
it) and `heading`, and as text the key, the links and the visibility of the row it stood in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from ecosystem.wording import count_of, say_them

from .selection import list_orphans, list_visibility
from .tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from .columns import Table


_PLACE = ("file", "sheet", "row", "heading")
_LINKED = ("organisations", "services", "areas", "groups")


class Unread(NamedTuple):
    """How much of a file was set aside, because it could not be read.

    Attributes
    ----------
    cells, rows
        The cells, and the rows of the file that they stand in.
    """

    cells: int
    rows: int


def list_marks(table: Table) -> list[str]:
    """Return the columns that say which row it is, what it leads to and who may see it."""
    links = [column.name for column in table.columns if column.links_to]
    return list(dict.fromkeys([*table.key, *links, "visibility", "is_confidential"]))


def count_unread(unread: Mapping[str, pd.DataFrame]) -> Unread:
    """Return how many cells were set aside, and in how many rows of the file."""
    if not unread:
        return Unread(0, 0)
    # A row of a file may have become rows of several tables: its cells count once.
    places = pd.concat([frame[list(_PLACE)] for frame in unread.values()]).drop_duplicates()
    return Unread(len(places), len(places.drop_duplicates(["file", "sheet", "row"])))


def say_unread(unread: Unread) -> str:
    """Return the sentence that says what an answer is without; an empty text if it is of all.

    Examples
    --------
    >>> say_unread(Unread(cells=23, rows=9))
    '23 cells in 9 rows could not be read; the answers are without them.'
    """
    if not unread.cells:
        return ""
    cells = f"{count_of(unread.cells, 'cell')} in {count_of(unread.rows, 'row')}"
    return f"{cells} could not be read; the answers are without {say_them(unread.cells)}."


def select_unread(
    unread: Mapping[str, pd.DataFrame],
    tables: Mapping[str, pd.DataFrame],
    chosen: Mapping[str, pd.DataFrame],
    allowed: Collection[str],
) -> dict[str, pd.DataFrame]:
    """Return what was set aside of the rows that a copy holds, or would hold.

    `tables` are all rows, `chosen` those of the copy, `allowed` the marks its readers may see.
    """
    if not unread:
        return {}
    seen = {name: frame[list_visibility(frame).isin(allowed)] for name, frame in unread.items()}
    # What is not here at all is hidden from nobody: only what the copy left out is.
    hidden = {
        name: _list_ids(name, tables, unread) - _list_ids(name, chosen, seen) for name in _LINKED
    }
    # Nor is a service shown of which all that run it are hidden, though it may itself be set aside.
    providers = pd.concat([tables["providers"], *_list_frames("providers", unread)])
    runs = set(providers["organisation_id"].dropna()) - hidden["organisations"]
    hidden["services"] |= list_orphans(providers, runs)
    selected = {}
    for name, frame in seen.items():
        table = TABLES[name]
        is_hidden = pd.Series(data=False, index=frame.index)
        if name in hidden:
            is_hidden |= frame[table.key[0]].isin(hidden[name])
        for column in table.columns:
            if column.links_to in hidden:
                is_hidden |= frame[column.name].isin(hidden[column.links_to])
        selected[name] = frame[~is_hidden]
    return selected


def _list_frames(name: str, tables: Mapping[str, pd.DataFrame]) -> list[pd.DataFrame]:
    return [tables[name]] if name in tables else []


def _list_ids(
    name: str, tables: Mapping[str, pd.DataFrame], unread: Mapping[str, pd.DataFrame]
) -> set[str]:
    """Return the ids of the rows of a table, those that were left out among them."""
    key = TABLES[name].key[0]
    frames = [*_list_frames(name, tables), *_list_frames(name, unread)]
    return {row_id for frame in frames for row_id in frame[key].dropna()}
