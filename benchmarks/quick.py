"""One small case of each benchmark: whether they run, and about how long it takes.

    python benchmarks/quick.py

Figures to be published come from the benchmarks themselves; here each case of ours runs once, at
its smallest size, in a process of its own, and no peer is needed. Seconds and memory are those of
the whole process, with what it imports and draws.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from timing import ONE_THREAD

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent

TIMED = (
    ("closures", "ours|singles|300|8|0.8"),
    ("closures", "ours|sector|300|8|0.8"),
    ("core", "pattern 50"),
    ("duplication", "ours|groups|60"),
    ("duplication_ends", "question|alike|500"),
    ("formats", "check/ours/10,000"),
    ("formats", "read/ours, calamine/10,000"),
    ("gaps", "ours|small|2sfca"),
    ("grow", "find_ties|100"),
    ("matching", "ours|people1000"),
    ("partnership", "representation|partnership"),
    ("partnership_contacts", "5 lists, 3,000 people"),
    ("partnership_focus", "15 x 40: ours, plan and all changes"),
    ("partnership_ties", "question 300"),
    ("pathways", "ours|10000|300"),
    ("placement", "ours|covered|324|2"),
    ("scale", "20,000|ours"),
)
"""Cases that `timing` runs."""

MAPS = ("ecosystem", "ecosystem, areas")

LINE = (
    *("closures", "core", "duplication", "leaflet", "matching", "pathways"),
    *("reading", "report", "workbook"),
)


ALONE = ("formats_beside_others",)
"""Scripts that are quick as a whole."""

LEFT_OUT = {
    *("quick", "timing", "sector", "matching_people", "whole_line"),  # parts of the others
    "formats_beside_hxl",  # needs its peer
}


def main() -> None:
    """Run every case, as many at a time as there are processors; stop at the first that fails."""
    missing = {path.stem for path in HERE.glob("*.py")} - LEFT_OUT - {"line", "maps", *ALONE}
    missing -= {script for script, _ in TIMED}
    if missing:
        sys.exit(f"No small case of {sorted(missing)}: add one.")
    print("| benchmark | case | processor seconds | MB |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        for row in pool.map(_run, list_runs(Path(folder))):
            print(row, flush=True)


def list_runs(folder: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Yield the script, the case and the options of each."""
    for number, (script, case) in enumerate(TIMED):
        answer = str(folder / f"{number}.npy")
        yield script, case, ["--case", case, "--repeats", "1", "--answer", answer]
    for case in MAPS:
        yield (
            "maps",
            case,
            ["--case", case, "--size", "100", "--path", str(folder / f"{case}.html")],
        )
    for case in LINE:
        yield "line", case, ["--case", case, "--size", "100", "--repeats", "1"]
    for script in ALONE:
        yield script, "all", []


def _run(run: tuple[str, str, list[str]]) -> str:
    """Run a case; return its row."""
    script, case, options = run
    command = [sys.executable, str(HERE / f"{script}.py"), *options]
    started = subprocess.Popen(  # noqa: S603 - the benchmarks beside this script
        command, env=os.environ | ONE_THREAD, stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(started.pid, 0)
    started.returncode = os.waitstatus_to_exitcode(status)
    if started.returncode:
        raise subprocess.CalledProcessError(started.returncode, command)
    seconds = used.ru_utime + used.ru_stime
    return f"| {script} | {case} | {seconds:.2f} | {used.ru_maxrss / 1024:.0f} |"


if __name__ == "__main__":
    main()
