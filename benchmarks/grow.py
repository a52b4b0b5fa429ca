"""How time and memory of each call grow with the sector, at five sizes.

    python benchmarks/grow.py [--only core]

Sectors are those of `line.py`. Each call runs once, with its options as they come, in a process of
its own, on one thread: processor time, and the most memory held while it ran, with the library and
the sector. What is not done in ten minutes by the clock is given up, at that size and above.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sector import make_line
from timing import ONE_THREAD, describe_machine, read_options, time_case

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecosystem import Ecosystem

    Call = Callable[[Any, Ecosystem, Path], object]

SIZES = (300, 3000, 10_000, 30_000, 100_000)
GIVEN_UP = 600
"""Seconds by the clock."""

_FOLDER = Path(tempfile.gettempdir()) / "ecosystem-benchmark-grow"
_FORGET_PEAK = Path("/proc/self/clear_refs")
"""Where Linux lets a process set its peak of memory back."""


_KIND = "type 0"

CALLS: dict[str, Call] = {
    "find_core": lambda eco, e, _: eco.find_core(e),
    "find_gaps": lambda eco, e, _: eco.find_gaps(e, _KIND),
    "find_placements": lambda eco, e, _: eco.find_placements(e, _KIND, count=5),
    "find_duplication": lambda eco, e, _: eco.find_duplication(e),
    "find_matches": lambda eco, e, _: eco.find_matches(e),
    "find_pathways": lambda eco, e, _: eco.find_pathways(e),
    "find_closures": lambda eco, e, _: eco.find_closures(e),
    "find_ties": lambda eco, e, _: eco.find_ties(e),
    "draw_network": lambda eco, e, path: eco.draw_network(e, eco.find_core(e), path),
    "draw_places": lambda eco, e, path: _draw_places(eco, e.select(visibility="public"), path),
    "write_directory": lambda eco, e, path: eco.write_directory(e, path),
    "write_tables": lambda eco, e, path: eco.write_tables(e, path.with_suffix(".xlsx")),
    "write_report": lambda eco, e, path: eco.write_report(e, path),
}
"""Each call by name; maps with the question that they show."""


def _draw_places(eco: Any, e: Ecosystem, path: Path) -> object:  # noqa: ANN401 - the library
    return eco.draw_places(e, eco.find_gaps(e, _KIND), path)


def set_up(case: str) -> Callable[[], list[float]]:
    """Return the run of a case, a call and a size; its answer is empty."""
    import ecosystem as eco  # noqa: PLC0415 - where a call runs, not where it is started

    call, size = case.split("|")
    tables, page = _FOLDER / size, _FOLDER / f"{call}-{size}.html"
    if call == "read":
        act: Callable[[], object] = partial(eco.read, tables)
    else:
        e = eco.Ecosystem(**make_line(int(size)))
        act = partial(CALLS[call], eco, e, page)
    if _FORGET_PEAK.exists():
        _FORGET_PEAK.write_text("5", encoding="ascii")

    def run() -> list[float]:
        act()
        return []

    return run


def write_sector(size: str) -> None:
    """Write a sector as a folder of CSV files."""
    import ecosystem as eco  # noqa: PLC0415 - as above

    unfinished = _FOLDER / f"{size}.part"
    eco.write_tables(eco.Ecosystem(**make_line(int(size))), unfinished, visibility="private")
    unfinished.rename(_FOLDER / size)


def measure(call: str, size: int) -> str:
    """Return the cell of a call and a size; empty if it was given up."""
    if call == "read" and not (_FOLDER / f"{size}").exists():
        # Written by a process of its own, so that only the reading is held where it is timed.
        write = [sys.executable, __file__, "--case", f"write|{size}"]
        subprocess.run(write, check=True)  # noqa: S603 - this script itself
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, __file__, "--case", f"{call}|{size}"]
        command += ["--repeats", "1", "--answer", str(Path(folder) / "answer.npy")]
        try:
            done = subprocess.run(  # noqa: S603 - this script itself
                command,
                env=os.environ | ONE_THREAD,
                stdout=subprocess.PIPE,
                check=True,
                text=True,
                timeout=GIVEN_UP,
            )
        except subprocess.TimeoutExpired:
            return ""
    taken = json.loads(done.stdout.splitlines()[-1])
    return f"{taken['seconds']:.1f} s, {taken['peak_mb']:,.0f} MB"


def main() -> None:
    """Print a row a call, or run one case."""
    options = read_options()
    _FOLDER.mkdir(exist_ok=True)
    if options.case and options.case.startswith("write|"):
        write_sector(options.case.partition("|")[2])
        return
    if options.case:
        time_case(partial(set_up, options.case), 1, options.answer)
        return
    print(f"| call | {' | '.join(f'{size:,}' for size in SIZES)} |\n|{'---|' * (len(SIZES) + 1)}")
    for call in ("read", *CALLS):
        if options.only in call:
            print(f"| {call} |", end="", flush=True)
            is_done = True
            for size in SIZES:
                cell = measure(call, size) if is_done else ""
                is_done = bool(cell)
                print(f" {cell or 'given up'} |", end="", flush=True)
            print()
    print("\n" + describe_machine(("numpy", "scipy", "pandas", "igraph", "pyarrow")))


if __name__ == "__main__":
    main()
