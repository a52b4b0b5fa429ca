"""Reading 3W beside libhxl, the sector's own library for HXL.

    python -m pip install --group bench
    python benchmarks/formats_beside_hxl.py

Tables of who does what, where are drawn by chance, from a seed. Agreement: tags, rows, and
organisations found in ten tables. Speed: processor time to read one and to count its rows by
organisation, the median of five. libhxl counts rows of each spelling; ours reads the whole into an
`Ecosystem`, with every check.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

import ecosystem as eco
from ecosystem.formats.file_kinds import read_raw_sheets

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from who_does_what import draw_table, write_cells

try:
    import hxl
except ImportError:
    sys.exit(0)  # the dependency group bench is not installed: there is no peer

SIZES = (1_000, 10_000)
TABLES = 10
RUNS = 5


def open_theirs(path: Path) -> hxl.model.Dataset:
    """Return a table as libhxl reads it."""
    return hxl.data(str(path), hxl.InputOptions(allow_local=True))


def compare(folder: Path) -> int:
    """Return in how many drawn tables both find the same tags and rows."""
    same = 0
    for seed in range(TABLES):
        path = write_cells(folder / f"{seed}.csv", draw_table(seed))
        sheet = read_raw_sheets(path)[0]
        theirs = open_theirs(path)
        tags = [set(str(sheet.tags[heading])[1:].split("+")) for heading in sheet.headings]
        their_tags = [{column.tag[1:], *column.attributes} for column in theirs.columns]
        same += tags == their_tags and sheet.rows == [list(row.values) for row in theirs]
    return same


def count_organisations(path: Path) -> int:
    """Return how many programme organisations libhxl counts in a table."""
    return len(list(open_theirs(path).count("#org+prog")))


def time_of(act: object, path: Path) -> float:
    """Return the middle of the processor times of a few runs, in seconds."""
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        act(path)  # type: ignore[operator]
        times.append(time.process_time() - start)
    return statistics.median(times)


def main() -> None:
    """Print how far both agree, and how long each takes."""
    print(f"libhxl {version('libhxl')}, Python {sys.version.split()[0]}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(f"same tags and rows: {compare(folder)} of {TABLES} tables")
        cells = [["#org", "#sector", "#reached"], ["Harbour", "Food", "under 5"]]
        path = write_cells(folder / "c.csv", [*cells, ["HARBOUR", "Health", "60"]])
        above = sum(1 for _ in open_theirs(path).with_rows("#reached>50"))
        e = eco.read(path)
        known = int((e.services["used"].astype(float) > 50).sum())
        print(f"Harbour and HARBOUR: libhxl {len(list(open_theirs(path).count('#org')))}, ", end="")
        print(f"ours {len(e.organisations)}; rows above 50: libhxl {above}, ours {known}")
        for rows in SIZES:
            path = write_cells(folder / f"{rows}.csv", draw_table(1, rows))
            ours, theirs = time_of(eco.read, path), time_of(count_organisations, path)
            print(f"{rows:,} rows: ours {ours:.3f} s, libhxl {theirs:.3f} s")


if __name__ == "__main__":
    main()
