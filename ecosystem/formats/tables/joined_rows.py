"""Organisations that stand on several sheets: one row each, filled from all of them.

A list says what an organisation is, and a survey beside it that it answered. A row of one sheet and
one of another are the same organisation if their names are, or if one is a short name of the other;
never if each has an id, or a number of a register, of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecosystem.data import clean_name
from ecosystem.wording import count_of

from .short_names import ListedNames, find_meant

if TYPE_CHECKING:
    from .draft import Draft


def join_organisations(draft: Draft) -> None:
    """Make one row of the rows of an organisation that stand on different sheets."""
    if len(draft.parts) < 2:
        return
    kept = _find_same(draft)
    if not kept:
        return
    differing = 0
    for column in [name for name in draft.frame.columns if name != "name"]:
        cells = list(draft.cells(str(column)))
        for row, first in kept.items():
            differs = cells[row] and cells[first] and cells[row] != cells[first]
            differing += bool(differs)
            cells[first] = cells[first] or cells[row]
        draft.put(str(column), cells)
    first = min(kept.values())
    said = f"{count_of(len(kept), 'organisation')} on several sheets, each read as one, as "
    said += f"{draft.cells('name')[first]}."
    if differing:
        said += f" In {count_of(differing, 'cell')} they differ: the first counts."
    draft.add("warning" if differing else "note", said, table="organisations", position=first)
    draft.keep([row not in kept for row in range(len(draft.frame))])


def _find_same(draft: Draft) -> dict[int, int]:
    """Return the rows that are to go, each with the row it is the same as."""
    names, ids = draft.cells("name"), draft.cells("organisation_id")
    # Words for a place differ from sheet to sheet, and numbers of a register do not.
    numbers = [draft.cells(column) for column in ("charity_number", "company_number")]
    part = np.repeat(np.arange(len(draft.parts)), [len(one.rows) for one in draft.parts]).tolist()
    listed = [ListedNames() for _ in draft.parts]
    rows: dict[tuple[int, str], list[int]] = {}
    for row, name in enumerate(names):
        if name:
            rows.setdefault((part[row], name.casefold()), []).append(row)
            listed[part[row]].add(name, name)

    same: dict[int, int] = {}
    for row, name in enumerate(names):
        others = [number for number in range(len(draft.parts)) if number != part[row] and name]
        exact = [at for number in others for at in rows.get((number, name.casefold()), [])]
        # The same name is looked for first: of two such rows the one that stands first remains.
        found = [at for at in exact if at < row]
        if not exact:
            meant = {
                (number, full.casefold())
                for number in others
                for full in find_meant(name, listed[number])
            }
            is_clear = len({full for _, full in meant}) == 1
            found = [at for key in sorted(meant) for at in rows[key]] if is_clear else []
        # Of two that are the same but for their legal form, the first remains too.
        found = [at for at in found if at < row or clean_name(names[at]) != clean_name(name)]
        found = [at for at in found if not (ids[row] and ids[at] and ids[row] != ids[at])]
        found = [at for at in found if not any(_differ(cells, row, at) for cells in numbers)]
        if found and same.get(found[0]) != row:
            same[row] = found[0]
    return {row: _follow(same, row) for row in same}


def _differ(cells: list[str], row: int, other: int) -> bool:
    """Whether both rows have a number, and not the same."""
    digits = ["".join(filter(str.isalnum, cells[at])).lstrip("0") for at in (row, other)]
    return all(digits) and digits[0].casefold() != digits[1].casefold()


def _follow(same: dict[int, int], row: int) -> int:
    seen = {row}
    while row in same and same[row] not in seen:
        row = same[row]
        seen.add(row)
    return row
