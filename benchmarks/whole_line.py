"""The whole line in one process: read, nine questions, maps, leaflet, report, each step measured.

`python benchmarks/line.py --whole [--most 30000]` runs it. Processor time of the process, and the
peak of memory in each step: Linux lets a process set its peak back.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sector import make_line

if TYPE_CHECKING:
    from collections.abc import Callable

_QUESTIONS = ("core", "duplication", "focus", "closures", "pathways", "matches")
"""Questions that are asked without options."""

_PEAK = Path("/proc/self/status")
_FORGET_PEAK = Path("/proc/self/clear_refs")


class Steps:
    """Steps run one after the other, each printed with what it took."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.peak_mb = 0.0

    def run(self, name: str, step: Callable[[], Any], file: Path | None = None) -> Any:  # noqa: ANN401 - any answer
        """Run a step, print its row with the size of the file it writes, return what it makes."""
        if _FORGET_PEAK.exists():
            _FORGET_PEAK.write_text("5")
        start = time.process_time()
        made = step()
        seconds, peak_mb = time.process_time() - start, measure_peak_mb()
        self.seconds += seconds
        self.peak_mb = max(self.peak_mb, peak_mb)
        size = f"{file.stat().st_size / 1e6:.1f}" if file else ""
        print(f"| {name} | {seconds:.1f} | {peak_mb:,.0f} | {size} |", flush=True)
        return made


def measure_peak_mb() -> float:
    """Return the most memory held since the peak was set back, or since the start."""
    if _PEAK.exists():
        lines = _PEAK.read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def write_sector(size: int, folder: Path) -> None:
    """Write the sector as a folder of CSV files, in a process of its own, whose memory ends."""
    import ecosystem as eco  # noqa: PLC0415 - as in `run_line`

    eco.write_tables(eco.Ecosystem(**make_line(size)), folder, visibility="private")


def run_line(folder: Path) -> None:
    """Run all steps on a folder of CSV files, and print a row each."""
    import ecosystem as eco  # noqa: PLC0415 - its imports are part of the first step

    steps = Steps()
    print("| step | processor s | peak MB | file MB |\n|---|---|---|---|")
    e = steps.run("read", lambda: eco.read(folder / "sector"))
    seen = steps.run("select for the public", lambda: e.select(visibility="public"))
    kind = str(seen.demand.groupby("service_type")["people"].sum().idxmax())
    found = {
        name: steps.run(f"find_{name}", lambda name=name: getattr(eco, f"find_{name}")(seen))
        for name in _QUESTIONS
    }
    core = found["core"]
    gaps = steps.run("find_gaps", lambda: eco.find_gaps(seen, kind))
    steps.run("find_placements", lambda: eco.find_placements(seen, kind, count=5))
    steps.run("find_ties", lambda: eco.find_ties(seen, core=core))
    for name, write in {
        "draw_network": lambda path: eco.draw_network(seen, core, path),
        "draw_places": lambda path: eco.draw_places(seen, gaps, path),
        "write_directory": lambda path: eco.write_directory(seen, path),
        "write_report": lambda path: eco.write_report(seen, path),
    }.items():
        path = folder / f"{name}.html"
        steps.run(name, lambda write=write, path=path: write(path), path)
    print(f"| all | {steps.seconds:.1f} | {steps.peak_mb:,.0f} | |")


def start_line(size: int, environment: dict[str, str]) -> None:
    """Run the whole line of a sector of this size in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        for step in ("write", "run"):
            subprocess.run(  # noqa: S603 - this script itself
                [sys.executable, __file__, step, str(size), folder], env=environment, check=True
            )


if __name__ == "__main__":
    step, size, place = sys.argv[1:]
    if step == "write":
        write_sector(int(size), Path(place) / "sector")
    else:
        run_line(Path(place))
