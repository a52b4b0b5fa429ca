"""What one person has open: a file, what was mended in it, and what was tried.

A state never changes; each action makes a new one. So an action that is cancelled leaves nothing
behind, and undo is the state before.
"""

from __future__ import annotations

import tempfile
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ecosystem.errors import DataError, make_problems
from ecosystem.formats import read, read_raw_sheets

from .answers import Answers
from .mending import apply_edits
from .what_if import apply_step

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from ecosystem.data import Ecosystem
    from ecosystem.formats import Sheet

    from .mending import Edit
    from .what_if import Step

ENDINGS = (".xlsx", ".xlsm", ".csv", ".tsv", ".txt", ".json", ".graphml", ".gexf", ".net", ".dl")
"""Files that may be dropped: what `read` takes that is one file."""


@dataclass(frozen=True, kw_only=True, eq=False)
class State:
    """What is open.

    Attributes
    ----------
    name
        The file's name, without a folder; empty before one is dropped.
    data
        The file as it was dropped or last saved.
    edits
        Cells mended on the page, in order: those of one click together.
    is_set_aside
        Whether what cannot be read is left out.
    sheets
        The file's cells as they stand, mended.
    problems
        What was met while reading.
    before
        What was read; None where errors keep it from being read.
    steps
        What is tried, in order.
    answers
        What `before` answers, asked once for all that is tried.
    tried
        What is answered with the first step, the first two, and so on to all of them.
    """

    name: str = ""
    data: bytes = b""
    edits: tuple[tuple[Edit, ...], ...] = ()
    is_set_aside: bool = False
    sheets: tuple[Sheet, ...] = ()
    problems: pd.DataFrame = field(default_factory=lambda: make_problems([]))
    before: Ecosystem | None = None
    steps: tuple[Step, ...] = ()
    answers: Answers | None = None
    tried: tuple[Answers, ...] = ()

    @property
    def after(self) -> Ecosystem | None:
        """`before` with the steps."""
        return self.tried[-1].e if self.tried else self.before


EMPTY = State()


def open_file(name: str, data: bytes) -> State:
    """Return the state of a file just dropped.

    Raises
    ------
    ValueError
        If it is no file of a kind that is read.
    """
    short = Path(name.replace("\\", "/")).name
    if Path(short).suffix.lower() not in ENDINGS:
        msg = f"{short!r} ends in none of {', '.join(ENDINGS)}. Drop a workbook or a .csv file."
        raise ValueError(msg)
    return read_again(State(name=short, data=data))


def read_again(state: State) -> State:
    """Return the state with its file read anew, and what was tried tried again.

    Steps that name what is there no longer are dropped.
    """
    with tempfile.TemporaryDirectory(prefix="ecosystem-") as folder:
        # Under its own name, which stands in what is said about it; gone when this ends.
        path = Path(folder) / state.name
        path.write_bytes(apply_edits(state.name, state.data, list_edits(state)))
        sheets = tuple(read_raw_sheets(path))
        try:
            read_now = read(path, set_aside=state.is_set_aside)
            before: Ecosystem | None = read_now
            problems = read_now.problems
        except DataError as error:
            before, problems = None, error.problems
    answers = None if before is None else Answers(e=before)
    steps = state.steps
    state = replace(
        state,
        sheets=sheets,
        problems=problems,
        before=before,
        answers=answers,
        steps=(),
        tried=(),
    )
    return try_steps(state, steps)


def try_steps(state: State, steps: tuple[Step, ...]) -> State:
    """Return the state with these steps tried, and no others.

    Steps that name what is not there, because the file has changed or a step before closed it, are
    left out. What was tried already, from the first step on, is not tried anew.
    """
    same = 0
    while same < min(len(steps), len(state.tried)) and steps[same] is state.steps[same]:
        same += 1
    kept = replace(state, steps=steps[:same], tried=state.tried[:same])
    for step in steps[same:] if state.before is not None else ():
        with suppress(ValueError, DataError):
            kept = try_step(kept, step)
    return kept


def try_step(state: State, step: Step) -> State:
    """Return the state with one more step.

    Raises
    ------
    ValueError
        If it is no kind of step, or names what is not there.
    """
    assert state.after is not None  # noqa: S101 - there is one wherever there is a reading
    assert state.answers is not None  # noqa: S101
    earlier = (state.answers, *state.tried[-1:])
    tried = Answers(e=apply_step(state.after, step), earlier=earlier)
    return replace(state, steps=(*state.steps, step), tried=(*state.tried, tried))


def list_edits(state: State) -> list[Edit]:
    """Return all cells mended, in order: of one that is mended twice the last holds."""
    return [edit for edits in state.edits for edit in edits]


def mend(state: State, edit: Edit) -> State:
    """Return the state with a cell changed, and read anew.

    Whatever else in the same column says the same is changed with it: a remark on a value is one,
    however many cells hold it.
    """
    alike = tuple(replace(edit, row=row) for row in _find_alike(state.sheets, edit))
    return read_again(replace(state, edits=(*state.edits, alike or (edit,))))


def _find_alike(sheets: Sequence[Sheet], edit: Edit) -> list[int]:
    """Return the rows of a sheet with the same text in this column; none where it is empty."""
    for sheet in sheets:
        if sheet.sheet == edit.sheet and edit.column in sheet.headings:
            texts = [cells[sheet.headings.index(edit.column)] for cells in sheet.rows]
            now = dict(zip(sheet.numbers, texts, strict=True)).get(edit.row, "").strip()
            pairs = zip(sheet.numbers, texts, strict=True)
            return [row for row, text in pairs if now and text.strip() == now]
    return []
