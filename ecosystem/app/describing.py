"""What the page shows of a file: cells with what is wrong in them, and what may be chosen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pandas as pd

from ecosystem.data import TABLES
from ecosystem.formats import list_areas_and_larger_places

if TYPE_CHECKING:
    from ecosystem.data import Ecosystem
    from ecosystem.formats import Sheet

    from .state import State

_ROWS = 100
"""Rows of a sheet sent at once: a screen or three."""

_CELLS = 300
"""Cells with a problem sent at once. Whoever has more of them has one cause many times over."""

_PLACE = re.compile(r"^Name the (place|areas)")
"""How a suggestion begins where a place is asked for."""

_NAMED = re.compile(r"^Name the areas: one or several of (.*)\.$")
_LISTED = re.compile(r", | or ")
_QUOTED = re.compile(r"'([^']{1,60})'")


def describe_problem_cells(state: State) -> list[dict[str, Any]]:
    """Return what to look at, errors first: what stands there, and what may be meant.

    What is wrong with a whole sheet or column has no row.
    """
    problems = state.problems
    seen = problems[problems["severity"].isin(["error", "warning"])]
    seen = seen.sort_values("severity", kind="stable").head(_CELLS)
    return [_describe_cell({str(k): v for k, v in row.items()}) for row in seen.to_dict("records")]


def _describe_cell(problem: dict[str, Any]) -> dict[str, Any]:
    offered = _QUOTED.findall(str(problem["suggestion"]))
    if named := _NAMED.search(str(problem["suggestion"])):
        offered += [one for one in _LISTED.split(named.group(1)) if one]
    columns = [
        column
        for table in TABLES.values()
        if table.name == problem["table"]
        for column in table.columns
        # The template marks what must be filled in with a star.
        if column.title.casefold() == str(problem["column"]).casefold().rstrip(" *")
    ]
    choices = [choice for column in columns for choice in column.choices]
    if any(column.kind == "yes/no" for column in columns):
        choices += ["yes", "no"]
    return {
        "severity": problem["severity"],
        "sheet": problem["sheet"],
        "row": None if pd.isna(problem["row"]) else int(problem["row"]),
        "column": problem["column"],
        "value": problem["value"],
        "message": problem["message"],
        "suggestion": problem["suggestion"],
        "is_place": bool(_PLACE.search(str(problem["suggestion"]))),
        # Without it the row says nothing, and an empty cell would be an error.
        "is_needed": any(column.must_be_filled for column in columns),
        "offered": [one for one in dict.fromkeys([*offered, *choices]) if one != problem["value"]],
    }


def list_place_names() -> list[str]:
    """Return the names of all places that are known, to choose from."""
    return sorted({place["name"] for place in list_areas_and_larger_places().values()})


def describe_rows(state: State, name: str, start: int) -> dict[str, Any]:
    """Return some rows of a sheet as they stand, with what is remarked on in each."""
    sheet = _find_sheet(state, name)
    rows = slice(max(start, 0), max(start, 0) + _ROWS)
    problems = state.problems
    here = problems[(problems["sheet"] == sheet.sheet) & problems["row"].notna()]
    marked: dict[str, list[str]] = {}
    for row, column, message in zip(here["row"], here["column"], here["message"], strict=True):
        marked.setdefault(f"{int(row)}:{column}", []).append(str(message))
    return {
        "sheet": name,
        "headings": list(sheet.headings),
        "rows": [
            {"number": number, "cells": list(cells)}
            for number, cells in zip(sheet.numbers[rows], sheet.rows[rows], strict=True)
        ],
        "marked": marked,
        "start": rows.start,
        "count": len(sheet.rows),
    }


def _find_sheet(state: State, name: str) -> Sheet:
    for sheet in state.sheets:
        if name in (sheet.sheet, sheet.file):
            return sheet
    msg = f"sheet {name!r} is not in this file."
    raise ValueError(msg)


def describe_choices(e: Ecosystem) -> dict[str, Any]:
    """Return what can be chosen from in what is tried."""
    return {
        "organisations": _list_pairs(e.organisations, "organisation_id"),
        "services": _list_pairs(e.services, "service_id"),
        "areas": _list_pairs(e.areas, "area_code"),
        "service_types": sorted(set(e.services["service_type"]) | set(e.demand["service_type"])),
    }


def _list_pairs(table: pd.DataFrame, key: str) -> list[dict[str, str]]:
    ordered = table.sort_values(["name", key])
    return [
        {"id": str(one), "name": str(name)}
        for one, name in zip(ordered[key], ordered["name"], strict=True)
    ]
