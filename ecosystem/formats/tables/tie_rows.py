"""Several rows on one tie: repeats are read once; what differs in numbers is added up.

The tables hold one row a tie: for two organisations, a kind and a start, or a need and a period,
and who reported it; for one that sits in a group, a role and a start. Files of other programs hold
several: two grants, two counts, the same line pasted again. Rows that say nothing different are
one. Of rows that differ amounts and counts are added up; a number that one of them leaves empty is
then not known, because a sum of the others would be too low. One rule for every reader, and each
time it is said.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.data import LIST_MARK, TABLES, fold_heading
from ecosystem.disclosure import find_most_guarded
from ecosystem.wording import count_of, join_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ecosystem.data import Table
    from ecosystem.formats.tables.draft import Draft


_ADDED = frozenset(
    [
        *("amount", "count", "number", "times", "total", "value", "weight"),
        *(column.name for column in TABLES["referrals"].columns if column.kind == "people"),
    ]
)
"""Columns that are added up: people, money, and how often as programs call it."""

_IDS = frozenset(["_id", "edge_id", "id", "key"])
"""Columns by which a program numbers its rows: two rows that differ only here say the same."""

_HINTS = {
    "relationships": "If they are several, give each a start.",
    "referrals": "If they are of several years, give each a period.",
    "memberships": "If they are several, give each a role or a start.",
}
"""How to keep the rows of one tie apart, a table."""

_MOST_NAMED = 4
"""Columns and ties that one sentence lists."""


def join_tie_rows(drafts: Mapping[str, Draft]) -> None:
    """Make one row of several on one tie, in relationships, referrals and memberships."""
    for name in _HINTS:
        if name in drafts:
            _join_rows(TABLES[name], drafts[name])


def _join_rows(table: Table, draft: Draft) -> None:
    groups = _list_groups(table, draft)
    if not groups:
        return
    columns = {str(name): draft.cells(str(name)) for name in draft.frame.columns}
    told = [name for name in columns if fold_heading(name) not in _IDS]
    gone: set[int] = set()
    repeats: list[int] = []
    added: dict[str, None] = {}
    differ: list[int] = []
    changed: dict[str, dict[int, str]] = {name: {} for name in columns}
    for rows in groups:
        apart = _list_apart([{name: columns[name][row] for name in told} for row in rows])
        gone |= set(rows[1:])
        if len(apart) < len(rows):
            repeats += rows[len(apart) :]
        if len(apart) > 1:
            differ.append(rows[1])
        for name in told:
            cells = [record[name] for record in apart]
            cell = cells[0] if len(set(cells)) == 1 else _join_cells(table, name, cells)
            if len(set(cells)) > 1 and _is_added(name):
                added[draft.shown(name, rows[0])] = None
            if cell != columns[name][rows[0]]:
                changed[name][rows[0]] = cell
    _say(draft, table, repeats, differ, list(added))
    for name, new in changed.items():
        if new:
            raw = draft.frame[name]
            draft.put(name, [new.get(row, old) for row, old in enumerate(raw)])
    draft.keep([row not in gone for row in range(len(draft.frame))])


def _list_groups(table: Table, draft: Draft) -> list[list[int]]:
    """Return the rows of each key that is there more than once; without its ends it is none."""
    # Nearly all pairs of a long table differ: only of the others more is looked at.
    ends = [pd.factorize(np.array(draft.cells(name), dtype=object)) for name in table.key[:2]]
    (first, _), (second, names) = ends
    pairs = first * len(names) + second
    _, places, times = np.unique(pairs, return_inverse=True, return_counts=True)
    again = np.flatnonzero(times[places] > 1).tolist()
    columns = list(map(draft.cells, table.key)) if again else []
    rows_of: dict[tuple[str, ...], list[int]] = {}
    for row in again:
        key = tuple(cells[row] for cells in columns)
        if all(key[:2]):
            rows_of.setdefault(key, []).append(row)
    return [rows for rows in rows_of.values() if len(rows) > 1]


def _list_apart(records: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """Return the records that say something different, each filled by those that do not.

    Two say something different if both fill a cell and differ in it.
    """
    apart: list[dict[str, str]] = []
    for record in records:
        same = next((other for other in apart if _agree(other, record)), None)
        if same is None:
            apart.append(dict(record))
        else:
            same.update({name: cell for name, cell in record.items() if cell})
    return apart


def _agree(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    return all(
        not cell or not other[name] or cell.casefold() == other[name].casefold()
        for name, cell in one.items()
    )


def _is_added(name: str) -> bool:
    return fold_heading(name) in _ADDED


def _join_cells(table: Table, name: str, cells: Sequence[str]) -> str:
    """Return what several cells of one column say together; empty if that is not known."""
    filled = list(dict.fromkeys(cell for cell in cells if cell))
    if _is_added(name):
        return _add_up(cells)
    rules = {
        "direction": lambda: "both ways" if "both ways" in filled else filled[0],
        "visibility": lambda: find_most_guarded(filled),
        "strength": lambda: _find_strongest(filled),
        "end": lambda: max(filled) if all(cells) else "",
    }
    if name in rules:
        return rules[name]()
    if name in table.names and table.column(name).kind != "text":
        return ""
    return LIST_MARK.join(filled)


def _add_up(cells: Sequence[str]) -> str:
    try:
        return format(sum(map(Decimal, cells), Decimal(0)), "f")
    except InvalidOperation:
        return ""


def _find_strongest(filled: Sequence[str]) -> str:
    try:
        return max(filled, key=Decimal)
    except InvalidOperation:
        return filled[0]


def _name_ends(table: Table) -> tuple[str, str]:
    """Return the columns from where to where a tie leads; of a membership from who to where."""
    return ("organisation_id", "group_id") if table.name == "memberships" else ("from_id", "to_id")


def _say(
    draft: Draft, table: Table, repeats: Sequence[int], differ: Sequence[int], added: Sequence[str]
) -> None:
    def name_pair(row: int) -> str:
        first, second = (draft.cells(end)[row] for end in _name_ends(table))
        return f"{first} to {second}"

    noun = "membership" if table.name == "memberships" else "tie"
    if repeats:
        draft.add(
            "warning",
            f"{count_of(len(repeats), noun)} repeated; each was read once.",
            table=table.name,
            position=repeats[0],
            value=name_pair(repeats[0]),
        )
    if differ:
        pairs = join_words([name_pair(row) for row in differ], most=_MOST_NAMED)
        columns = join_words([f"'{name}'" for name in added], most=_MOST_NAMED)
        sums = f", with {columns} added up" if added else ""
        draft.add(
            "warning",
            f"{count_of(len(differ), noun)} on several rows that differ, each read as one"
            f"{sums}: {pairs}.",
            _HINTS[table.name],
            table=table.name,
            position=differ[0],
            value=name_pair(differ[0]),
        )
