"""One small case of each benchmark: whether they run, and about how long it takes.

    python benchmarks/quick.py

Figures to be published come from the benchmarks themselves; here each case of ours runs once, at
its smallest size, in a process of its own, and no peer is needed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from timing import ONE_THREAD

HERE = Path(__file__).parent

CASES = {
    "duplication": "ours|groups|60",
    "gaps": "ours|small|2sfca",
    "pathways": "ours|10000|300",
    "placement": "ours|covered|324|2",
    "partnership": "representation|partnership",
    "partnership_ties": "question 300",
    "partnership_contacts": "5 lists, 3,000 people",
    "scale": "2,000,000|ours",
}
"""Those whose data are drawn here; the others read published problems or need their peers."""

LINE = ("core", "pathways", "duplication", "matching", "leaflet", "workbook", "reading", "report")


def main() -> None:
    """Run every case and print what it took; stop at the first that fails."""
    print("| benchmark | case | processor seconds | MB |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        answer = str(Path(folder) / "answer.npy")
        for script, case in CASES.items():
            _run(script, case, ["--case", case, "--repeats", "1", "--answer", answer])
        for call in LINE:
            _run("line", call, ["--case", call, "--size", "300", "--repeats", "1"])


def _run(script: str, case: str, options: list[str]) -> None:
    done = subprocess.run(  # noqa: S603 - the benchmarks beside this script
        [sys.executable, str(HERE / f"{script}.py"), *options],
        env=os.environ | ONE_THREAD,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    taken = json.loads(done.stdout.splitlines()[-1])
    print(f"| {script} | {case} | {taken['seconds']:.2f} | {taken['peak_mb']:.0f} |", flush=True)


if __name__ == "__main__":
    main()
