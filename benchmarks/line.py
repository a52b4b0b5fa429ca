"""The questions as users call them, on sectors up to a nation, beside an older build.

    python benchmarks/line.py [--only closures] [--older 3d833b9] [--python OLD/bin/python]
    python benchmarks/line.py --whole [--most 30000]

Sectors are drawn: 2.5 services an organisation, ten types, 361 areas, offers, funders and 4.5 rows
of referrals an organisation, some things left blank. In "long pathways" a fifth of the referrals
are for no type in particular, so that routes are long. Both builds draw the same frames and take
all options as they come. The older build stands in an environment of its own, which this script
makes from the commit (or `--python` names one that is there). Each call runs in a process of its
own, one thread, the older first: processor time, the median of `--repeats` (one where a call takes
over ten seconds), and the peak of memory. Their tables are compared column by column, as text, in
the columns that both have; the columns that differ are named.

`--whole` runs the whole line in one process instead: read, nine questions, maps, leaflet, report.
"""

from __future__ import annotations

import hashlib
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser, Namespace
from importlib.metadata import distributions
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
from sector import make_line, make_long_line
from timing import ONE_THREAD, describe_machine
from whole_line import start_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CALLS = {
    "closures": ("find_closures", (300, 3000, 10000, 30000)),
    "pathways": ("find_pathways", (300, 3000, 10000, 30000)),
    "long pathways": ("find_pathways", (300, 3000, 10000, 30000)),
    "duplication": ("find_duplication", (300, 3000, 10000, 30000)),
    "core": ("find_core", (50, 300, 3000, 10000)),
    "matching": ("find_matches", (300, 3000, 10000, 30000)),
}
WRITTEN = {
    "report": ("write_report", ".html", (300, 3000, 10000, 30000)),
    "leaflet": ("write_directory", ".html", (300, 3000, 10000, 30000)),
    "workbook": ("write_tables", ".xlsx", (300, 3000, 10000)),
    "reading": ("read", "", (300, 3000, 10000, 30000)),
}
"""Calls that write a file or read one, and its ending; their answer is how large what they made
is."""

PACKAGES = ("numpy", "scipy", "pandas", "igraph", "pyarrow")
"""What the times hang on: pandas keeps text in pyarrow where it is there."""

LONGEST = 10
"""Seconds of processor time from which a call is not repeated."""

GIVEN_UP = 600
"""Seconds by the clock after which a call is given up."""


class Taken(NamedTuple):
    """What a call took, and its tables: by frame and column a digest of the text."""

    seconds: float
    peak_mb: float
    digests: dict[str, str]


def run_call(call: str, size: int, repeats: int) -> Taken:
    """Ask a question of a sector; return what it took."""
    import ecosystem as eco  # noqa: PLC0415 - of the build that this interpreter has

    make = make_long_line if call.startswith("long") else make_line
    e = eco.Ecosystem(**make(size))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"written{WRITTEN[call][1] if call in WRITTEN else ''}"
        if call == "reading":
            eco.write_tables(e, path)
        asks: dict[str, Callable[[], Any]] = {
            "report": lambda: eco.write_report(e, path),
            "leaflet": lambda: eco.write_directory(e, path),
            "workbook": lambda: eco.write_tables(e, path),
            "reading": lambda: eco.read(path),
        }
        ask = asks.get(call, lambda: getattr(eco, CALLS[call][0])(e))
        seconds: list[float] = []
        while len(seconds) < repeats and not (seconds and seconds[0] > LONGEST):
            start = time.process_time()
            answer = ask()
            seconds.append(time.process_time() - start)
        peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        if call == "reading":
            digests = {"rows": repr(answer)}
        elif call in WRITTEN:
            digests = {"bytes": f"{path.stat().st_size}"}
        else:
            digests = dict(digest_tables(answer))
    return Taken(statistics.median(seconds), peak_mb, digests)


def digest_tables(answer: object) -> Iterator[tuple[str, str]]:
    """Yield for each column of each frame of an answer a digest of its text."""
    for name, frame in sorted(vars(answer).items()):
        if isinstance(frame, pd.Series):
            frame = frame.to_frame(name)  # noqa: PLW2901 - a series is a frame of one column
        if not isinstance(frame, pd.DataFrame):
            continue
        yield f"{name} index", _digest(frame.index.to_frame())
        for column in frame:
            yield f"{name}.{column}", _digest(frame[[column]])


def _digest(frame: pd.DataFrame) -> str:
    return hashlib.sha256(frame.to_csv(header=False).encode()).hexdigest()


def start_call(python: str, call: str, size: int, repeats: int) -> Taken | None:
    """Run a call in a process of its own; None if it is given up."""
    command = [python, sys.argv[0], "--case", call, "--size", str(size)]
    outer = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    if python == sys.executable and "PYTHONPATH" in os.environ:
        outer["PYTHONPATH"] = os.environ["PYTHONPATH"]
    try:
        done = subprocess.run(  # noqa: S603 - this script itself
            [*command, "--repeats", str(repeats)],
            env=outer | ONE_THREAD,
            stdout=subprocess.PIPE,
            check=True,
            text=True,
            timeout=GIVEN_UP,
        )
    except subprocess.TimeoutExpired:
        return None
    return Taken(**json.loads(done.stdout.splitlines()[-1]))


def install_older(commit: str, folder: Path) -> str:
    """Return the interpreter of a new environment that holds the build of a commit."""
    tree, home = folder / "tree", folder / "environment"
    here = Path(__file__).parent
    add = ["git", "-C", str(here), "worktree", "add", "--quiet", "--detach", str(tree), commit]
    subprocess.run(add, check=True)  # noqa: S603 - git, of this repository
    try:
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)  # noqa: S603
        python = str(home / "bin" / "python")
        install = [python, "-m", "pip", "install", "-q", str(tree), *list_versions()]
        subprocess.run(install, check=True)  # noqa: S603
    finally:
        remove = ["git", "-C", str(here), "worktree", "remove", "--force", str(tree)]
        subprocess.run(remove, check=True)  # noqa: S603
    return python


def list_versions() -> list[str]:
    """Return the packages that both builds must have alike, or their times mean nothing."""
    found = {one.name.casefold(): one.version for one in distributions()}
    return [f"{name}=={found[name]}" for name in PACKAGES if name in found]


def say_differences(older: Taken, newer: Taken) -> str:
    """Return which columns differ of those that both have."""
    both = [name for name in newer.digests if name in older.digests]
    differ = [name for name in both if older.digests[name] != newer.digests[name]]
    return f"{len(both) - len(differ)} of {len(both)} columns the same" + (
        f"; not {', '.join(differ)}" if differ else ""
    )


def print_calls(options: Namespace, older_python: str) -> None:
    """Time each call of each size on both builds, one after the other, and print the table."""
    heads = ["call", "organisations", "older s", "newer s", "times faster", "older MB", "newer MB"]
    print(f"| {' | '.join([*heads, 'tables'])} |\n|{'---|' * (len(heads) + 1)}")
    sizes_of = {name: sizes for name, (*_, sizes) in (CALLS | WRITTEN).items()}
    for name, sizes in sizes_of.items():
        for size in sizes:
            if options.only not in f"{name} {size}" or size > options.most:
                continue
            older = start_call(older_python, name, size, options.repeats)
            newer = start_call(sys.executable, name, size, options.repeats)
            row: list[Any] = [name, f"{size:,}", *_say_times(older, newer)]
            print(f"| {' | '.join(row)} |", flush=True)


def _say_times(older: Taken | None, newer: Taken | None) -> list[str]:
    seconds = [f"{one.seconds:.2f}" if one else f"over {GIVEN_UP}" for one in (older, newer)]
    peaks = [f"{one.peak_mb:.0f}" if one else "" for one in (older, newer)]
    if not older or not newer:
        return [*seconds, "", *peaks, ""]
    times = f"{older.seconds / newer.seconds:.1f}"
    return [*seconds, times, *peaks, say_differences(older, newer)]


def read_options() -> Namespace:
    """Return the options of the command line."""
    parser = ArgumentParser()
    parser.add_argument("--only", default="", help="calls and sizes whose name contains this")
    parser.add_argument("--most", type=int, default=30000, help="organisations at the most")
    parser.add_argument("--older", default="3d833b9", help="the commit of the older build")
    parser.add_argument("--python", default="", help="an interpreter that has the older build")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--whole", action="store_true", help="all steps in one process")
    parser.add_argument("--case", help="for this script itself")
    parser.add_argument("--size", type=int, help="for this script itself")
    return parser.parse_args()


def main() -> None:
    """Time all calls, or the one that this process was started for."""
    options = read_options()
    if options.case:
        taken = run_call(options.case, options.size, options.repeats)
        print(json.dumps(taken._asdict()))
        return
    if options.whole:
        start_line(options.most, os.environ | ONE_THREAD)
        print(f"\n{describe_machine(PACKAGES)}")
        return
    with tempfile.TemporaryDirectory() as folder:
        older = options.python or install_older(options.older, Path(folder))
        print_calls(options, older)
    print(f"\n{describe_machine(PACKAGES)}")


if __name__ == "__main__":
    main()
