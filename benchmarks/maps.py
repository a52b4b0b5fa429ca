"""How long a map takes to be built and to be usable in a browser, beside pyvis.

    python benchmarks/maps.py

Networks are planted: a core in which all are tied, each organisation outside tied to one or two of
it and to some others. Every page is opened in headless Chromium without a network; usable means
that the page has drawn itself and answers (for pyvis: that its layout has come to rest, which its
loading bar waits for). Processor time is that of all of Chromium's processes. A page that is not
usable within the limit is given up. pyvis-optimized, which takes pyvis's own name, runs in a
virtual environment of its own.
"""

# ruff: noqa: PLC0415 - each process imports only what its case needs

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

SIZES = (500, 5_000, 20_000)
AREAS = 361
LIMIT_SECONDS = 60
REPEATS = 5
SECTORS = ["voluntary", "statutory", "faith", "funder", "commercial"]
_USABLE = "() => document.body.dataset.ready === 'yes'"
_AT_REST = "() => window.network && window.network.physics && window.network.physics.stabilized"


def plant(size: int, seed: int = 0) -> np.ndarray:
    """Return tied pairs of organisations, about three times as many as there are of these."""
    rng = np.random.default_rng([size, seed])
    core = max(5, size // 60)
    inside = np.array([(a, b) for a in range(min(core, 40)) for b in range(a)])
    reached = np.column_stack([np.arange(core, size), rng.integers(0, core, size - core)])
    others = rng.integers(core, size, (2 * size, 2))
    pairs = np.concatenate([inside, reached, others])
    return np.unique(np.sort(pairs[pairs[:, 0] != pairs[:, 1]], axis=1), axis=0)


def build_ours(size: int, path: Path) -> float:
    """Draw the network with ecosystem; return the processor seconds it took."""
    import ecosystem as eco

    pairs = plant(size)
    ids = [f"o{one:05}" for one in range(size)]
    e = eco.Ecosystem(
        organisations=pd.DataFrame(
            {
                "organisation_id": ids,
                "name": [f"Organisation {one}" for one in range(size)],
                "sector": [SECTORS[one % len(SECTORS)] for one in range(size)],
            }
        ),
        relationships=pd.DataFrame(
            {
                "from_id": [ids[a] for a, _ in pairs],
                "to_id": [ids[b] for _, b in pairs],
                "kind": "trusts",
            }
        ),
    )
    result = eco.find_core(e)
    start = time.process_time()
    eco.draw_network(e, result, path)
    return time.process_time() - start


def build_places(path: Path) -> float:
    """Draw a map of areas; return the processor seconds it took."""
    import ecosystem as eco

    rng = np.random.default_rng(0)
    codes = [f"a{one:03}" for one in range(AREAS)]
    e = eco.Ecosystem(
        organisations=pd.DataFrame({"organisation_id": ["o"], "name": ["O"]}),
        services=pd.DataFrame(
            {
                "service_id": [f"s{one}" for one in range(120)],
                "name": [f"Service {one}" for one in range(120)],
                "service_type": "advice",
                "capacity": rng.integers(20, 300, 120),
            }
        ),
        sites=pd.DataFrame(
            {
                "service_id": [f"s{one}" for one in range(120)],
                "area_code": rng.choice(codes, 120),
            }
        ),
        areas=pd.DataFrame(
            {
                "area_code": codes,
                "name": [f"Borough of {one}" for one in range(AREAS)],
                "latitude": 50 + 5 * rng.beta(2, 3, AREAS),
                "longitude": -5 + 6 * rng.beta(3, 2, AREAS),
            }
        ),
        demand=pd.DataFrame(
            {"area_code": codes, "service_type": "advice", "people": rng.integers(0, 900, AREAS)}
        ),
    )
    e = e.select(visibility="public")
    gaps = eco.find_gaps(e, "advice")
    start = time.process_time()
    eco.draw_places(e, gaps, path)
    return time.process_time() - start


def build_pyvis(size: int, path: Path) -> float:
    """Draw the same network with pyvis as its documentation does; return processor seconds."""
    from pyvis.network import Network

    pairs = plant(size)
    start = time.process_time()
    network = Network(cdn_resources="in_line")
    for one in range(size):
        network.add_node(one, label=f"Organisation {one}", group=SECTORS[one % len(SECTORS)])
    for a, b in pairs.tolist():
        network.add_edge(a, b)
    path.write_text(network.generate_html(), encoding="utf-8")
    return time.process_time() - start


def open_page(path: Path, is_usable: str) -> tuple[float, float] | None:
    """Return seconds and processor seconds until a page is usable, or None if given up."""
    import psutil
    from playwright.sync_api import TimeoutError as GivenUp
    from playwright.sync_api import sync_playwright

    def add_up() -> float:
        children = psutil.Process(os.getpid()).children(recursive=True)
        times = [one.cpu_times() for one in children if "chrom" in one.name()]
        return sum(one.user + one.system for one in times)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context(offline=True, viewport={"width": 1280, "height": 860})
        page = context.new_page()
        before, start = add_up(), time.perf_counter()
        try:
            page.goto(path.as_uri(), wait_until="commit", timeout=LIMIT_SECONDS * 1000)
            page.wait_for_function(is_usable, timeout=LIMIT_SECONDS * 1000)
        except GivenUp:
            return None
        else:
            return time.perf_counter() - start, add_up() - before
        finally:
            browser.close()


def make_peer(folder: Path) -> Path:
    """Return the Python of a new environment that holds pyvis-optimized."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    command = [python, "-m", "pip", "install", "-q", "pyvis-optimized", "numpy", "pandas"]
    subprocess.run(command, check=True)  # noqa: S603 - a new environment of our own
    return python


def build(case: str, size: int, path: Path, python: str = sys.executable) -> float:
    """Build a page in a new process; return the processor seconds it took."""
    command = [python, __file__, "--case", case, "--size", str(size), "--path", str(path)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
    return float(json.loads(done.stdout.splitlines()[-1]))


def measure(case: str, size: int, folder: Path, python: str = sys.executable) -> list[str]:
    """Return a row of the table."""
    path = folder / f"{case}-{size}.html"
    is_ours = case.startswith("ecosystem")
    built = statistics.median(build(case, size, path, python) for _ in range(3 if is_ours else 1))
    times = []
    for _ in range(REPEATS):
        taken = open_page(path, _USABLE if is_ours else _AT_REST)
        times.append(taken)
        if taken is None or taken[0] > LIMIT_SECONDS / 4:
            break
    if None in times:
        usable, spent = f"more than {LIMIT_SECONDS}", "given up"
    else:
        usable = f"{statistics.median(one[0] for one in times if one):.2f}"
        spent = f"{statistics.median(one[1] for one in times if one):.2f}"
    kilobytes = path.stat().st_size / 1000
    return [case, f"{size:,}", f"{built:.2f}", usable, spent, f"{kilobytes:,.0f}"]


def main() -> None:
    """Print the table, or build one page when asked by another process."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--case")
    parser.add_argument("--size", type=int)
    parser.add_argument("--path", type=Path)
    options = parser.parse_args()
    builders: dict[str, Any] = {
        "ecosystem": build_ours,
        "pyvis": build_pyvis,
        "pyvis-optimized": build_pyvis,
        "ecosystem, areas": lambda _, path: build_places(path),
    }
    if options.case:
        print(json.dumps(builders[options.case](options.size, options.path)))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        peer = str(make_peer(folder / "peer"))
        headings = ["map", "organisations or areas", "built, processor s", "usable, s",
                    "usable, processor s", "file, KB"]  # fmt: skip
        rows = [headings, ["---"] * len(headings)]
        rows += [measure("ecosystem", size, folder) for size in SIZES]
        rows.append(measure("ecosystem, areas", AREAS, folder))
        for size in SIZES[:2]:
            rows.append(measure("pyvis", size, folder))
            rows.append(measure("pyvis-optimized", size, folder, peer))
        blank = folder / "blank.html"
        blank.write_text("<!DOCTYPE html><body data-ready=yes>", encoding="utf-8")
        empty = statistics.median((open_page(blank, _USABLE) or (0, 0))[0] for _ in range(REPEATS))
        print("\n".join(f"| {' | '.join(row)} |" for row in rows))
        chromium = subprocess.run(  # noqa: S603 - the browser
            [shutil.which("chromium") or "chromium", "--version"],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        ).stdout.strip()
        print(
            f"\n{time.strftime('%Y-%m-%d')}, {platform.system()} {platform.machine()}, "
            f"{os.cpu_count()} cores (load {os.getloadavg()[0]:.1f}), Python "
            f"{platform.python_version()}, {chromium}, pyvis {version('pyvis')}. An empty page "
            f"takes {empty:.2f} s."
        )


if __name__ == "__main__":
    main()
