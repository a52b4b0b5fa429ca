"""From sheets to the twelve tables: headings to columns, names to ids, lists to rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.checks import Part, mark_source
from ecosystem.errors import DataError, did_you_mean, join_words, make_problems
from ecosystem.tables import (
    MISSING_WORDS,
    SERVICE_SHORTHANDS,
    TABLES,
    Table,
    clean_text,
    fold_heading,
    make_slug,
    split_list,
)

from .uk_areas import find_uk_area, list_old_codes, list_places

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .tabular import Sheet

_FROM = {"from", "from_id", "source"}
_TO = {"to", "to_id", "target"}
_PLAIN_SHEETS = {"read_me", "readme", "lists"}
_ALIASES = {"organizations": "organisations", "members": "memberships"}


@dataclass
class _Draft:
    """One table on its way: cells as text, and the place each row came from."""

    frame: pd.DataFrame
    parts: list[Part]
    found: list[dict[str, object]] = field(default_factory=list)

    def extend(self, frame: pd.DataFrame, part: Part) -> None:
        self.frame = pd.concat([self.frame, frame], ignore_index=True)
        self.parts.append(part)


def assemble(sheets: Sequence[Sheet]) -> dict[str, pd.DataFrame]:
    """Return the tables that the sheets hold, marked with where each row came from.

    Raises
    ------
    DataError
        If no sheet holds organisations, or a single file is neither a table nor a list of ties.
    """
    drafts: dict[str, _Draft] = {}
    stray: list[dict[str, object]] = []
    for sheet in sheets:
        name = _table_of(sheet)
        if name:
            _draft_sheet(TABLES[name], sheet, drafts)
        elif len(sheets) == 1 and _is_tie_list(sheet):
            _draft_ties(sheet, drafts)
        elif fold_heading(sheet.name) not in _PLAIN_SHEETS and sheet.headings:
            stray.append(_not_read(sheet))
    if "organisations" not in drafts:
        raise DataError(make_problems([_no_organisations(sheets), *stray]))
    drafts["organisations"].found.extend(stray)
    if not len(drafts["organisations"].frame):
        drafts["organisations"].found.append(_none_listed(sheets))
    _name_rows(drafts)
    _spread_lists(drafts)
    _fill_areas(drafts)
    _link_names(drafts)
    return {
        name: mark_source(draft.frame, draft.parts, draft.found) for name, draft in drafts.items()
    }


def _table_of(sheet: Sheet) -> str:
    name = fold_heading(sheet.name)
    name = _ALIASES.get(name, name)
    return name if name in TABLES else ""


def _not_read(sheet: Sheet) -> dict[str, object]:
    hint = did_you_mean(sheet.name, TABLES)
    return {
        "severity": "note",
        "file": sheet.file,
        "sheet": sheet.sheet,
        "message": f"'{sheet.name}' is not one of the tables and was not read.",
        "suggestion": hint,
    }


def _no_organisations(sheets: Sequence[Sheet]) -> dict[str, object]:
    names = join_words([f"'{sheet.name}'" for sheet in sheets], most=6)
    return {
        "severity": "error",
        "table": "organisations",
        "file": sheets[0].file if sheets else "",
        "message": f"there is no table of organisations; found {names or 'nothing'}.",
        "suggestion": "Name the sheet or file organisations, with a column Name; or give one CSV "
        "file with the columns From and To.",
    }


def _none_listed(sheets: Sequence[Sheet]) -> dict[str, object]:
    where = next(sheet for sheet in sheets if _table_of(sheet) == "organisations")
    return {
        "severity": "warning",
        "table": "organisations",
        "file": where.file,
        "sheet": where.sheet,
        "message": "no organisation is listed yet.",
        "suggestion": "Fill in a row for each; the name is enough.",
    }


def _draft_sheet(table: Table, sheet: Sheet, drafts: dict[str, _Draft]) -> None:
    by_fold = {fold_heading(column.title): column.name for column in table.columns}
    by_fold |= {column.name: column.name for column in table.columns}
    if table.name == "services":
        by_fold |= {
            shorthand.column.name: shorthand.column.name for shorthand in SERVICE_SHORTHANDS
        }
    columns: dict[str, list[str]] = {}
    headings: dict[str, str] = {}
    for position, heading in enumerate(sheet.headings):
        name = by_fold.get(fold_heading(heading), heading)
        cells = [row[position] for row in sheet.rows]
        if not heading:
            if any(cell.strip() for cell in cells):
                sheet.add("warning", f"column {position + 1} has no heading and was not read.")
            continue
        if name in columns:
            sheet.add(
                "error",
                f"the heading '{heading}' is there twice.",
                "Delete or rename one of the two columns.",
                column=heading,
            )
            continue
        columns[name] = cells
        headings[name] = heading
    frame = pd.DataFrame(columns, index=range(len(sheet.rows)), dtype=object)
    draft = drafts.setdefault(table.name, _Draft(pd.DataFrame(), []))
    draft.extend(frame, _part(sheet, headings))
    draft.found.extend(sheet.found)


def _part(sheet: Sheet, headings: dict[str, str], rows: Iterable[int] | None = None) -> Part:
    numbers = np.array(sheet.numbers if rows is None else list(rows), dtype=np.int64)
    return Part(file=sheet.file, sheet=sheet.sheet, rows=numbers, headings=headings)


def _is_tie_list(sheet: Sheet) -> bool:
    folded = {fold_heading(heading) for heading in sheet.headings}
    return bool(folded & _FROM) and bool(folded & _TO)


def _draft_ties(sheet: Sheet, drafts: dict[str, _Draft]) -> None:
    """Read a list of ties: its ends become organisations known by name only."""
    sheet.headings = [
        "from_id"
        if fold_heading(heading) in _FROM
        else "to_id"
        if fold_heading(heading) in _TO
        else heading
        for heading in sheet.headings
    ]
    _draft_sheet(TABLES["relationships"], sheet, drafts)
    ties = drafts["relationships"].frame
    if "kind" not in ties:
        ties["kind"] = "tied"
    ends = [clean_text(end) for column in ("from_id", "to_id") for end in ties[column]]
    names = sorted({end for end in ends if end})
    organisations = pd.DataFrame({"name": names, "is_placeholder": "yes"}, dtype=object)
    part = Part(file=sheet.file, rows=np.zeros(len(names), dtype=np.int64))
    note: dict[str, object] = {
        "severity": "note",
        "table": "organisations",
        "file": sheet.file,
        "message": f"{len(names)} organisations are known only by name, from the list of ties.",
    }
    drafts["organisations"] = _Draft(organisations, [part], [note])


def _cells(draft: _Draft, column: str) -> list[str]:
    """Return a column's cells as clean text; empty where the column or the value is missing."""
    if column not in draft.frame:
        return [""] * len(draft.frame)
    return [clean_text(cell) if isinstance(cell, str) else "" for cell in draft.frame[column]]


def _name_rows(drafts: dict[str, _Draft]) -> None:
    """Give an id, made from the name, to the rows that have none."""
    for name in ("organisations", "services", "groups"):
        draft = drafts.get(name)
        if draft is None or "name" not in draft.frame:
            continue
        table = TABLES[name]
        key = table.key[0]
        runs = _cells(draft, "organisation") if name == "services" else [""] * len(draft.frame)
        rows = zip(_cells(draft, key), _cells(draft, "name"), runs, strict=True)
        draft.frame[key] = [
            given or (_make_id(table, label, run) if label else "") for given, label, run in rows
        ]


def _make_id(table: Table, label: str, run: str) -> str:
    """Return an id made from a name; never one that reads as not known, as "na" would."""
    made = make_slug(*split_list(run)[:1], label)
    return f"{table.name.removesuffix('s')}-{made}" if made in MISSING_WORDS else made


def _spread_lists(drafts: dict[str, _Draft]) -> None:
    """Turn the lists that a services row may carry into rows of their own tables."""
    services = drafts.get("services")
    if services is None or "service_id" not in services.frame:
        return
    for shorthand in SERVICE_SHORTHANDS:
        name = shorthand.column.name
        if name not in services.frame:
            continue
        lists = [split_list(cell) for cell in _cells(services, name)]
        counts = [len(parts) for parts in lists]
        target = drafts.setdefault(shorthand.table, _Draft(pd.DataFrame(), []))
        start = 0
        for part in services.parts:
            end = start + len(part.rows)
            ids = np.repeat(services.frame["service_id"].to_numpy()[start:end], counts[start:end])
            values = [value for parts in lists[start:end] for value in parts]
            rows = np.repeat(part.rows, counts[start:end])
            headings = {shorthand.fills: part.headings.get(name, name)}
            target.extend(
                pd.DataFrame({"service_id": ids, shorthand.fills: values}, dtype=object),
                Part(file=part.file, sheet=part.sheet, rows=rows, headings=headings),
            )
            start = end
        services.frame = services.frame.drop(columns=name)


def _area_links(drafts: dict[str, _Draft]) -> list[tuple[_Draft, str]]:
    return [
        (drafts[table.name], column.name)
        for table in TABLES.values()
        for column in table.columns
        if column.links_to == "areas"
        and table.name in drafts
        and column.name in drafts[table.name].frame
    ]


def _fill_areas(drafts: dict[str, _Draft]) -> None:
    """Add the areas of the United Kingdom that rows name and the areas table does not list."""
    areas = drafts.setdefault("areas", _Draft(pd.DataFrame(), []))
    listed = _cells(areas, "area_code")
    for position, (code, name) in enumerate(zip(listed, _cells(areas, "name"), strict=True)):
        found = "" if code else find_uk_area(name)
        if found:
            listed[position] = found
            for column, value in list_places()[found].items():
                if column not in areas.frame:
                    areas.frame[column] = None
                if not clean_text(areas.frame[column].iloc[position] or ""):
                    areas.frame.loc[position, column] = value
    known = {*listed, *(name.casefold() for name in _cells(areas, "name"))}
    wanted: dict[str, None] = {}
    for draft, column in _area_links(drafts):
        cells = _cells(draft, column)
        renamed = [_current_code(cell, known) for cell in cells]
        draft.frame[column] = renamed
        draft.found.extend(_old_code_notes(cells, renamed, draft, column))
        wanted |= dict.fromkeys(
            code for code in renamed if code in list_places() and code not in known
        )
    if wanted:
        rows = pd.DataFrame([list_places()[code] for code in wanted], dtype=object)
        areas.extend(rows, Part(rows=np.zeros(len(rows), dtype=np.int64)))
        areas.found.append(
            {
                "severity": "note",
                "table": "areas",
                "message": f"{len(rows)} areas were filled in from the list of the Office for "
                "National Statistics (Open Government Licence v3.0).",
            }
        )


def _current_code(cell: str, known: set[str]) -> str:
    if not cell or cell in known or cell.casefold() in known:
        return cell
    return find_uk_area(cell) or cell


def _old_code_notes(
    cells: list[str], renamed: list[str], draft: _Draft, column: str
) -> list[dict[str, object]]:
    changed = {
        cell.upper(): code
        for cell, code in zip(cells, renamed, strict=True)
        if cell != code and cell.upper() in list_old_codes()
    }
    return [
        {
            "severity": "note",
            "file": draft.parts[0].file,
            "sheet": draft.parts[0].sheet,
            "column": draft.parts[0].headings.get(column, column),
            "value": old,
            "message": f"the area code {old} is now {new}; it was changed.",
        }
        for old, new in changed.items()
    ]


def _link_names(drafts: dict[str, _Draft]) -> None:
    """Put ids where rows name an organisation, service, area or group by its name."""
    for target in ("organisations", "services", "areas", "groups"):
        draft = drafts.get(target)
        if draft is None:
            continue
        ids = set(_cells(draft, TABLES[target].key[0]))
        by_name: dict[str, set[str]] = {}
        rows = zip(_cells(draft, TABLES[target].key[0]), _cells(draft, "name"), strict=True)
        for one, name in rows:
            by_name.setdefault(name.casefold(), set()).add(one)
        for table in TABLES.values():
            for column in table.columns:
                if column.links_to == target and table.name in drafts:
                    _link_column(drafts[table.name], column.name, ids, by_name)


def _link_column(draft: _Draft, column: str, ids: set[str], by_name: dict[str, set[str]]) -> None:
    if column not in draft.frame:
        return
    linked: list[str] = []
    for raw, cell in zip(draft.frame[column], _cells(draft, column), strict=True):
        named = by_name.get(cell.casefold(), set())
        if cell in ids or not cell or len(named) != 1:
            linked.append(raw)
        else:
            linked.append(next(iter(named)))
    draft.frame[column] = linked
