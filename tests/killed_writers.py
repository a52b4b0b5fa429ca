"""Run as a program: each writer is killed at 50 random moments; what is left must be whole.

A child of this program writes two states of a file in turn, again and again, until it is killed.
Children are made by fork, because starting Python anew for each would take minutes; that wants a
process without threads, which a test's is not.
"""

import os
import random
import shutil
import signal
import sys
import time
import zipfile
from pathlib import Path

import pandas as pd

import ecosystem as eco
from ecosystem.formats.sheets.csv_files import read_folder
from ecosystem.pages import hand_out

_MOMENTS = 50


def _make(count):
    names = [f"Organisation {number}" for number in range(count)]
    return eco.Ecosystem(
        organisations=pd.DataFrame({"organisation_id": names, "name": names}),
        relationships=pd.DataFrame({"from_id": names[1:], "to_id": names[:-1], "kind": "tied"}),
    )


_STATES = (_make(30), _make(60))
_PAGES = ("<!DOCTYPE html>" + "a" * 500_000, "<!DOCTYPE html>" + "b" * 900_000)


def _write_page(state, path):
    hand_out({".html": lambda: _PAGES[state]}, path)


def _write_tables(state, path):
    eco.write_tables(_STATES[state], path)


def _write_answer(state, path):
    eco.write_result(_ANSWERS[state], path)


def _write_problems(state, path):
    eco.write_problems(_STATES[state].problems, path)


def _write_template(_, path):
    eco.write_template(path)


_ANSWERS = tuple(eco.find_core(e) for e in _STATES)
_WRITERS = {
    "page.html": _write_page,
    "answer.json": _write_answer,
    "answer.csv": _write_answer,
    "ties.graphml": _write_tables,
    "tables.xlsx": _write_tables,
    "problems.xlsx": _write_problems,
    "template.xlsx": _write_template,
    "tables": _write_tables,
}


def _look(path):
    """Return all that a reader finds; of a workbook all but the time of writing."""
    if path.is_dir():
        return [(sheet.name, sheet.headings, sheet.rows) for sheet in read_folder(path)]
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist() if "core" not in name}
    return path.read_bytes()


def _write_for_ever(write, path):
    state = 0
    while True:
        write(state, path)
        state = 1 - state


def _kill_at(moment, write, path):
    """Start a child that writes, and kill it so many seconds later."""
    child = os.fork()
    if child == 0:
        _write_for_ever(write, path)
    time.sleep(moment)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def main(folder):
    draw = random.Random(17)  # noqa: S311 - moments are no secret
    for name, write in _WRITERS.items():
        path = folder / name
        whole = []
        for state in (0, 1):
            began = time.perf_counter()
            write(state, path)
            lasts = time.perf_counter() - began
            whole.append(_look(path))
        for _ in range(_MOMENTS):
            _kill_at(draw.uniform(0, min(3 * lasts, 0.06)), write, path)
            if _look(path) not in whole:
                sys.exit(f"{name} is neither the old nor the new one")
        write(0, path)
        if _look(path) != whole[0]:
            sys.exit(f"{name} cannot be written again")
        for left in folder.glob(".writing-*"):
            shutil.rmtree(left) if left.is_dir() else left.unlink()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
