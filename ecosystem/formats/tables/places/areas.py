"""Areas that rows name: codes of today for those of the past, and rows for those not listed.

People write "Coventry" or E08000026, and authorities are merged and renamed in many years, so that
sheets of different years differ in their codes. Every column that links to areas is brought to the
codes of today, by code or name; an authority that the areas table does not list is added to it. A
code and a name beside it that disagree are an error, because nothing tells which of them is meant.
An area of the past that was split is not guessed: which part is meant only its writer knows.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ecosystem.data import MISSING_WORDS, TABLES, Part, fold_heading
from ecosystem.formats.tables.draft import Draft
from ecosystem.wording import count_of

from .area_names import set_aside_remote, warn_of_shared_names
from .places import read_places
from .uk_areas import (
    find_area_by_name,
    find_uk_area,
    is_of_the_past,
    list_areas_and_larger_places,
    list_old_codes,
)

# Headings of columns that say the name of the area whose code stands beside them.
_NAME_WORDS = frozenset(
    [
        "area",
        "area_name",
        "authority",
        "borough",
        "district",
        "la_name",
        "lad_name",
        "local_authority",
        "local_authority_name",
    ]
)


_MOST_HINTS = 200
"""Names that get a suggestion of their own: each is compared with every area, and a sheet with more
wrong names than that has another fault."""


def fill_areas(drafts: dict[str, Draft]) -> dict[str, str]:
    """Add the places of the United Kingdom that rows name and the areas table does not list.

    Returns, for the names that are no area, what to say of each.
    """
    areas = drafts.setdefault("areas", Draft())
    warned: set[str] = set()
    if not all(areas.cells("area_code")):
        unclear = [
            name if not (code or kind) else ""
            for code, name, kind in zip(
                *map(areas.cells, ("area_code", "name", "kind")), strict=True
            )
        ]
        warn_of_shared_names(areas, "name", unclear, (), warned)
    _code_areas(areas)
    known = {*areas.cells("area_code"), *(name.casefold() for name in areas.cells("name"))}
    wanted: dict[str, None] = {}
    lost: dict[str, None] = {}
    _read_names_beside(drafts, known)
    describe_lost = read_places(drafts)
    set_aside_remote(drafts, known)
    for table in TABLES.values():
        draft = drafts.get(table.name)
        if draft is None:
            continue
        for column in table.columns:
            if column.links_to == "areas" and column.name in draft.frame:
                cells = draft.cells(column.name)
                warn_of_shared_names(draft, column.name, cells, known, warned)
                lost |= dict.fromkeys(_code_links(draft, column.name, known, wanted))
                _find_disagreements(draft, column.name)
    if wanted:
        rows = pd.DataFrame([list_areas_and_larger_places()[code] for code in wanted], dtype=object)
        areas.extend(rows, Part(rows=np.zeros(len(rows), dtype=np.int64)))
        areas.add(
            "note",
            f"{count_of(len(rows), 'area')} filled in from the list of the Office for National "
            "Statistics (Open Government Licence v3.0).",
            table="areas",
        )
    return {name: describe_lost(name) for name in list(lost)[:_MOST_HINTS]}


def _read_names_beside(drafts: dict[str, Draft], known: set[str]) -> None:
    """Put an area by the name that stands beside its code where the code is none, or empty.

    Schools go by the number 358 of an authority, and a code may lack a figure.
    """
    for table in TABLES.values():
        draft = drafts.get(table.name)
        for column in table.columns if draft is not None else ():
            if column.links_to == "areas" and draft is not None and column.name in draft.frame:
                _read_beside(draft, table.name, column.name, known)


def _read_beside(draft: Draft, table: str, column: str, known: set[str]) -> None:
    beside = [
        str(name)
        for name in draft.frame.columns
        if name != column and fold_heading(str(name)) in _NAME_WORDS
    ]
    if not beside:
        return
    cells = list(draft.cells(column))
    open_cells = {
        cell
        for cell in draft.distinct(column)
        if not cell or (any(map(str.isdigit, cell)) and not _find_code(cell, known))
    }
    changed: list[int] = []
    for position, (cell, name) in enumerate(
        zip(draft.cells(column), draft.cells(beside[0]), strict=True)
    ):
        named = find_area_by_name(name) if cell in open_cells and name else ""
        if named:
            cells[position] = named
            changed.append(position)
    if changed:
        first = changed[0]
        draft.add(
            "note",
            f"{count_of(len(changed), 'area')} read by the name under '{draft.shown(beside[0])}', "
            f"because '{draft.shown(column)}' has no code that is known, as "
            f"{draft.cells(beside[0])[first]}.",
            table=table,
            position=first,
            column=column,
            value=draft.cells(column)[first],
        )
        draft.put(column, cells)


def _code_areas(areas: Draft) -> None:
    """Put codes of today in the areas table, by code or name, and note where the two disagree."""
    codes, names = areas.cells("area_code"), areas.cells("name")
    kinds = areas.cells("kind")
    listed = set(codes)
    coded = list(codes)
    for position, (code, name, kind) in enumerate(zip(codes, names, kinds, strict=True)):
        now = list_old_codes().get(code.upper(), ())
        if not code:
            # The West Midlands are a region and a combined authority: the kind says which.
            coded[position] = find_uk_area(f"{name} {kind}") or find_uk_area(name)
        elif len(now) == 1 and now[0] not in listed:
            coded[position] = now[0]
        if coded[position] != code and coded[position]:
            _fill_row(areas, position, coded[position])
        named = find_area_by_name(name)
        if named and code.upper() in list_areas_and_larger_places() and named != code.upper():
            _note_disagreement(areas, position, "area_code", code, name)
    if coded != codes:
        old = [code if now != code else "" for code, now in zip(codes, coded, strict=True)]
        _note_old_codes(areas, "area_code", old, coded)
        areas.put("area_code", coded)


def _fill_row(areas: Draft, position: int, code: str) -> None:
    """Fill the empty cells of an areas row from the list."""
    for column, value in list_areas_and_larger_places()[code].items():
        if column not in areas.frame:
            areas.put(column, [""] * len(areas.frame))
        if column != "area_code" and not areas.cells(column)[position]:
            areas.put(
                column,
                [
                    value if row == position else cell
                    for row, cell in enumerate(areas.frame[column])
                ],
            )


def _code_links(draft: Draft, column: str, known: set[str], wanted: dict[str, None]) -> list[str]:
    """Put codes of today where rows name a place; return the names that are no place."""
    cells = draft.cells(column)
    codes = {cell: _find_code(cell, known) for cell in dict.fromkeys(cells)}
    renamed = [codes[cell] or cell for cell in cells]
    if renamed != cells:
        _note_old_codes(draft, column, cells, renamed)
        draft.put(column, renamed)
    for code in codes.values():
        # A ceremonial county goes by its name, which the areas table may give another place.
        is_listed = code in known or code.casefold() in known
        if code in list_areas_and_larger_places() and not is_listed:
            wanted.setdefault(code)
    return [
        cell
        for cell, code in codes.items()
        if not code and cell.casefold() not in MISSING_WORDS and cell.casefold() not in known
    ]


def _find_code(cell: str, known: set[str]) -> str:
    if not cell or cell in known or cell.casefold() in known:
        return cell
    current = find_uk_area(cell)
    if current:
        # The areas table may go by the code of the past.
        old = [
            code for code, now in list_old_codes().items() if now == (current,) and code in known
        ]
        return old[0] if current not in known and len(old) == 1 else current
    return ""


def _note_old_codes(draft: Draft, column: str, before: list[str], after: list[str]) -> None:
    changed = {
        old: (position, new)
        for position, (old, new) in reversed(list(enumerate(zip(before, after, strict=True))))
        if old and old != new and is_of_the_past(old)
    }
    names = list_areas_and_larger_places()
    for old, (position, new) in sorted(changed.items()):
        draft.add(
            "note",
            f"the area '{old}' is now {names[new]['name']} ({new}); it was changed.",
            position=position,
            column=column,
            value=old,
        )


def _find_disagreements(draft: Draft, column: str) -> None:
    """Note rows whose code is that of another place than the name beside it."""
    for other in draft.frame.columns:
        if other == column or fold_heading(str(other)) not in _NAME_WORDS:
            continue
        for position, (code, name) in enumerate(
            zip(draft.cells(column), draft.cells(str(other)), strict=True)
        ):
            named = find_area_by_name(name) if name else ""
            if named and code in list_areas_and_larger_places() and named != code:
                _note_disagreement(draft, position, column, code, name)


def _note_disagreement(draft: Draft, position: int, column: str, code: str, name: str) -> None:
    area_name = list_areas_and_larger_places()[code.upper()]["name"]
    draft.add(
        "error",
        f"{code} is the code of {area_name}, but the row says '{name}'.",
        f"The code of {name} is {find_area_by_name(name)}; correct one of them.",
        position=position,
        column=column,
        value=code,
    )
