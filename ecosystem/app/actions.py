"""What the page can ask for: one small interface, whoever answers it.

An action takes the state and what the page sends, and returns the new state and what the page
shows, ready for JSON. Here a server calls it; in a browser alone a worker would, by the same names.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ecosystem as eco
from ecosystem.errors import describe_problems
from ecosystem.formats import list_kinds
from ecosystem.wording import count_of, say_are

from .describing import (
    describe_choices,
    describe_problem_cells,
    describe_rows,
    list_place_names,
)
from .differences import describe_changes, describe_part
from .mending import Edit, apply_edits, can_mend
from .slides import list_slides
from .state import EMPTY, State, list_edits, mend, open_file, read_again, try_step, try_steps
from .what_if import Step, mark_tried

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Asked = Mapping[str, Any]
    Answer = tuple[State, dict[str, Any]]

_LINES = 60
"""Remarks shown at once: more than anyone reads in one go. The list of all can be downloaded."""


def _drop(state: State, asked: Asked) -> Answer:
    del state
    state = open_file(str(asked["name"]), bytes(asked["data"]))
    return state, describe(state)


def _try_sample(state: State, asked: Asked) -> Answer:
    del state, asked
    # As a workbook, because that is what a person would drop.
    with tempfile.TemporaryDirectory(prefix="ecosystem-") as folder:
        path = Path(folder) / "west-midlands.xlsx"
        eco.write_tables(eco.read_sample("west-midlands"), path, visibility="private")
        state = open_file(path.name, path.read_bytes())
    return state, describe(state)


def _look(state: State, asked: Asked) -> Answer:
    del asked
    return state, describe(state)


def _set_aside(state: State, asked: Asked) -> Answer:
    state = read_again(replace(state, is_set_aside=bool(asked["is_set_aside"])))
    return state, describe(state)


def _mend(state: State, asked: Asked) -> Answer:
    edit = Edit(
        sheet=str(asked["sheet"]),
        row=int(asked["row"]),
        column=str(asked["column"]),
        text=str(asked["text"]),
    )
    state = mend(state, edit)
    return state, describe(state)


def _undo_mend(state: State, asked: Asked) -> Answer:
    del asked
    state = read_again(replace(state, edits=state.edits[:-1]))
    return state, describe(state)


def _show_rows(state: State, asked: Asked) -> Answer:
    return state, describe_rows(state, str(asked["sheet"]), int(asked.get("start", 0)))


def _list_choices(state: State, asked: Asked) -> Answer:
    del asked
    return state, describe_choices(_need(state))


def _try_step(state: State, asked: Asked) -> Answer:
    _need(state)
    # Asked of the last state, so that what is wrong with the step is said and not left out.
    state = try_step(state, Step(str(asked["kind"]), dict(asked["about"])))
    return state, describe_changes(state)


def _undo_step(state: State, asked: Asked) -> Answer:
    _need(state)
    number = int(asked.get("number", len(state.steps) - 1))
    kept = tuple(step for place, step in enumerate(state.steps) if place != number)
    state = try_steps(state, kept)
    return state, describe_changes(state)


def _compare(state: State, asked: Asked) -> Answer:
    del asked
    _need(state)
    return state, describe_changes(state)


def _compare_part(state: State, asked: Asked) -> Answer:
    _need(state)
    return state, describe_part(state, str(asked["about"]))


def _show_wall(state: State, asked: Asked) -> Answer:
    del asked
    slides = list_slides(_after(state).select(visibility="public"))
    if state.steps:
        tried = f"{count_of(len(state.steps), 'change')} {say_are(len(state.steps))} tried here"
        said = f"{tried}, and the answers are as they would be then."
        slides.insert(0, {"question": "What if …", "answer": said})
    return state, {"slides": slides}


def _close(state: State, asked: Asked) -> Answer:
    del state, asked
    return EMPTY, {}


ACTIONS: dict[str, Callable[[State, Asked], Answer]] = {
    "drop": _drop,
    "sample": _try_sample,
    "look": _look,
    "set-aside": _set_aside,
    "mend": _mend,
    "undo-mend": _undo_mend,
    "rows": _show_rows,
    "choices": _list_choices,
    "try": _try_step,
    "undo": _undo_step,
    "compare": _compare,
    "compare-part": _compare_part,
    "wall": _show_wall,
    "close": _close,
}
"""What the page may ask for, by name."""


def describe(state: State) -> dict[str, Any]:
    """Return what was understood of a file, and what is to be mended in it."""
    problems = state.problems
    counts = {name: int((problems["severity"] == name).sum()) for name in ("error", "warning")}
    e = state.before
    told = "" if e is None else _say_size(e)
    lines = describe_problems(problems)
    return {
        "name": state.name,
        "kinds": list_kinds(problems),
        "told": told,
        "is_read": e is not None,
        "has_places": e is not None and bool(len(e.services) or len(e.demand)),
        "is_set_aside": state.is_set_aside,
        "can_mend": can_mend(state.name),
        "mended": len(list_edits(state)),
        "places": list_place_names() if can_mend(state.name) else [],
        "errors": counts["error"],
        "warnings": counts["warning"],
        "lines": lines[:_LINES],
        "more": max(len(lines) - _LINES, 0),
        "cells": describe_problem_cells(state),
        "sheets": [sheet.sheet or sheet.file for sheet in state.sheets],
    }


def _say_size(e: eco.Ecosystem) -> str:
    parts = [
        count_of(len(e.organisations), "organisation"),
        count_of(len(e.services), "service"),
        count_of(len(e.areas), "area"),
        count_of(len(e.referrals) + len(e.relationships), "tie or referral", "ties or referrals"),
    ]
    return ", ".join(parts) + "."


def _need(state: State) -> eco.Ecosystem:
    """Return what was read.

    Raises
    ------
    ValueError
        If nothing was.
    """
    if state.before is None:
        msg = "Nothing is read yet. Drop a file, and mend or leave out what cannot be read."
        raise ValueError(msg)
    return state.before


def _after(state: State) -> eco.Ecosystem:
    _need(state)
    assert state.after is not None  # noqa: S101 - there is one wherever there is a reading
    return mark_tried(state.after, state.steps)


def _make(write: Callable[[Path], object], name: str) -> bytes:
    """Return the bytes of a file that a writer makes, and leave none behind."""
    with tempfile.TemporaryDirectory(prefix="ecosystem-") as folder:
        path = Path(folder) / name
        write(path)
        return path.read_bytes()


def _make_report(ending: str) -> Callable[[State], bytes]:
    def make(state: State) -> bytes:
        before = state.before if state.steps else None
        return _make(
            lambda path: eco.write_report(_after(state), path, before=before), f"report{ending}"
        )

    return make


def _make_leaflet(state: State) -> bytes:
    # What there is and not what is tried: people would go there.
    e = _need(state)
    return _make(lambda path: eco.write_directory(e, path), "leaflet.html")


def _make_network(state: State) -> bytes:
    seen = _after(state).select(visibility="public")
    core = eco.find_core(seen)
    return _make(lambda path: eco.draw_network(seen, core, path), "network.html")


def _make_places(state: State) -> bytes:
    seen = _after(state).select(visibility="public")
    service_type = _find_busiest(seen)
    gaps = eco.find_gaps(seen, service_type)
    return _make(lambda path: eco.draw_places(seen, gaps, path), "places.html")


def _find_busiest(e: eco.Ecosystem) -> str:
    """Return the service type with the most need, else with the most services.

    Raises
    ------
    ValueError
        If there is none.
    """
    needed = e.demand.groupby("service_type")["people"].sum()
    counted = needed if len(needed) else e.services["service_type"].value_counts()
    if counted.empty:
        msg = "There are no services or needs to draw on a map of places."
        raise ValueError(msg)
    return str(counted.idxmax())


def _save_mended(state: State) -> bytes:
    """Return the workbook as it was understood, with what was mended in it."""

    def write(path: Path) -> None:
        source = path.with_name(state.name)
        source.write_bytes(apply_edits(state.name, state.data, list_edits(state)))
        eco.write_as_understood(source, path)

    return _make(write, "as-understood-copy.xlsx")


def _save_tried(state: State) -> bytes:
    """Return all as it would be with what is tried."""
    after = _after(state)
    return _make(lambda path: eco.write_tables(after, path, visibility="private"), "tried.xlsx")


def _list_problems(state: State) -> bytes:
    return _make(lambda path: eco.write_problems(state.problems, path), "remarks.xlsx")


def _zip_forms(state: State) -> bytes:
    out = io.BytesIO()
    with tempfile.TemporaryDirectory(prefix="ecosystem-") as folder:
        eco.write_forms(_need(state), folder, visibility="partners")
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(Path(folder).iterdir()):
                archive.write(path, path.name)
    return out.getvalue()


VIEWS: dict[str, Callable[[State], bytes]] = {
    "report": _make_report(".html"),
    "network": _make_network,
    "places": _make_places,
}
"""Pages shown inside the page, each in a frame of its own."""

DOWNLOADS: dict[str, Callable[[State], bytes]] = {
    "report.html": _make_report(".html"),
    "report.docx": _make_report(".docx"),
    "report.pdf": _make_report(".pdf"),
    "leaflet.html": _make_leaflet,
    "network.html": _make_network,
    "places.html": _make_places,
    "forms.zip": _zip_forms,
    "as-understood.xlsx": _save_mended,
    "what-if.xlsx": _save_tried,
    "remarks.xlsx": _list_problems,
}
"""What may be saved, by the name of the file."""


def read_static(name: str) -> str:
    """Return a part of the page: its markup, style or script."""
    return (files("ecosystem.app") / "static" / name).read_text(encoding="utf-8")
