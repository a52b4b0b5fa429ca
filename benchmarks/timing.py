"""Time cases one at a time, each in a process of its own, and print them as a table.

A benchmark script names its cases and how to set one up; this module starts the script again for
each case, so that processor time and peak memory are that case's alone.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1"
)


def read_options() -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", default="", help="cases whose name contains this")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--folder", default="", help="published problems, where there are any")
    parser.add_argument("--case", help=argparse.SUPPRESS)
    parser.add_argument("--answer", help=argparse.SUPPRESS)
    return parser.parse_args()


def time_case(set_up: Callable[[], Callable[[], Any]], repeats: int, answer_path: str) -> None:
    """Set a case up, run it, write its answer to a file and print what it took as JSON."""
    run = set_up()
    before = _peak_mb()
    seconds, clock, answer = [], [], None
    for _ in range(repeats):
        start, began = _processor_seconds(), time.perf_counter()
        answer = run()
        seconds.append(_processor_seconds() - start)
        clock.append(time.perf_counter() - began)
    np.save(answer_path, np.asarray(answer, dtype=float))
    taken = {
        "seconds": statistics.median(seconds),
        "first": seconds[0],
        "least": min(seconds),
        "most": max(seconds),
        "clock": statistics.median(clock),
        "peak_mb": _peak_mb(),
        "before_mb": before,
    }
    print(json.dumps(taken))


def run_case(
    name: str, repeats: int, python: str = sys.executable
) -> tuple[dict[str, float], np.ndarray]:
    """Run one case of the calling script in a new process; return what it took and its answer.

    `python` is the interpreter, of another environment for a peer that needs one.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answer.npy"
        command = [python, sys.argv[0], "--case", name]
        command += ["--repeats", str(repeats), "--answer", str(path)]
        done = subprocess.run(  # noqa: S603 - this script itself
            command, env=os.environ | ONE_THREAD, stdout=subprocess.PIPE, check=True, text=True
        )
        return json.loads(done.stdout.splitlines()[-1]), np.load(path)


def describe_machine(packages: Iterable[str]) -> str:
    """Return the machine and the versions of the packages in one line."""
    found = []
    for name in packages:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    today = time.strftime("%Y-%m-%d")
    return (
        f"{today}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python "
        f"{platform.python_version()}, {', '.join(found)}."
    )


def differ(one: np.ndarray, other: np.ndarray) -> float:
    """Return the greatest relative difference where both are defined."""
    both = np.isfinite(one) & np.isfinite(other)
    scale = np.maximum(np.abs(other[both]), 1e-300)
    return float(np.max(np.abs(one[both] - other[both]) / scale, initial=0))


def _processor_seconds() -> float:
    own, children = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def _peak_mb() -> float:
    """Return the most memory held so far, by this process or the largest of its children."""
    kilobytes = max(
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return kilobytes / 1024
