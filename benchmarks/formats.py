"""Reading and checking beside pandera, frictionless, pandas and the readers on their own.

    python benchmarks/formats.py

Tables are planted with 700 faults of nine kinds; workbooks with the same rows; and workbooks of the
kinds that bring a reader down, made harmless: small ones, scanned with lowered limits. Each case
runs in a process of its own, on one thread; the processor time is the median of five (of three for
frictionless and openpyxl). The peers run in an environment of their own, made under a temporary
directory. Found: planted faults named with row and column, each once.
"""

from __future__ import annotations

import csv
import subprocess
import sys
import tempfile
import venv
import zipfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from timing import describe_machine, read_options, run_case, time_case

if TYPE_CHECKING:
    from collections.abc import Callable

PEERS = ("pandas>=3", "pandera>=0.26", "frictionless>=5.18", "openpyxl", "python-calamine")
FOLDER = Path(tempfile.gettempdir()) / "ecosystem-benchmark-formats"
SIZES = {"10,000": 10_000, "100,000": 100_000}
FAULTS = 700
COLUMNS = (
    "from_id",
    "to_id",
    "service_type",
    "period",
    "sent",
    "accepted",
    "feedback",
    "agreement",
)
KINDS = (
    ("from_id", "x{0}"),
    ("to_id", "Organisaton number {0}"),
    ("to_id", ""),
    ("sent", "many"),
    ("sent", "-5"),
    ("accepted", "1.2.3"),
    ("accepted", "-1"),
    ("feedback", "perhaps"),
    ("agreement", "unsure"),
)
HOSTILE = ("far cell", "unpacks to much", "blank rows", "entities")


def plant(rows: int) -> tuple[Path, set[tuple[int, str]]]:
    """Write a folder of organisations and referrals; return it and where the faults are."""
    folder = FOLDER / str(rows)
    rng = np.random.default_rng(700)
    count = rows // 10
    ties = rows - count
    places = np.sort(rng.choice(ties, FAULTS, replace=False))
    kind_of = {int(place): number % len(KINDS) for number, place in enumerate(places)}
    planted = {(place + 2, KINDS[kind][0]) for place, kind in kind_of.items()}
    if folder.exists():
        return folder, planted
    folder.mkdir(parents=True)
    with (folder / "organisations.csv").open("w", encoding="utf-8", newline="") as out:
        lines = csv.writer(out)
        lines.writerow(["organisation_id", "name"])
        lines.writerows([f"o{one}", f"Organisation number {one}"] for one in range(count))
    ends = rng.integers(0, count, (ties, 2))
    ends[:, 1] = np.where(ends[:, 0] == ends[:, 1], (ends[:, 1] + 1) % count, ends[:, 1])
    with (folder / "referrals.csv").open("w", encoding="utf-8", newline="") as out:
        lines = csv.writer(out)
        lines.writerow(COLUMNS)
        for place, (one, other) in enumerate(ends.tolist()):
            row = {
                "from_id": f"o{one}",
                "to_id": f"o{other}",
                "service_type": "advice",
                "period": f"{place}",
                "sent": str(5 + place % 90),
                "accepted": "5",
                "feedback": "yes",
                "agreement": "no",
            }
            if place in kind_of:
                column, fault = KINDS[kind_of[place]]
                row[column] = fault.format(one)
            lines.writerow(row.values())
    return folder, planted


def _places(found: set[tuple[int, str]], planted: set[tuple[int, str]]) -> list[float]:
    return [len(found & planted), len(found - planted)]


def check_ours(rows: int) -> Callable[[], Any]:
    """Check the folder."""
    import ecosystem as eco  # noqa: PLC0415 - a peer's environment has none

    folder, planted = plant(rows)

    def run() -> list[float]:
        problems = eco.check(folder)
        errors = problems[problems["severity"] == "error"]
        found = set(zip(errors["row"].astype(int), errors["column"], strict=True))
        # Words that are no number and no choice are one warning a column, with all its cells.
        for column, cells in zip(problems["column"], problems["cells"], strict=True):
            found |= {(row, column) for row, _ in cells}
        return _places(found, planted)

    return run


def check_pandera(rows: int) -> Callable[[], Any]:
    """Check the same by a schema, all failures at once."""
    import pandas as pd  # noqa: PLC0415 - as above
    import pandera.pandas as pa  # noqa: PLC0415

    folder, planted = plant(rows)

    def run() -> list[float]:
        organisations = pd.read_csv(folder / "organisations.csv", dtype=str)
        referrals = pd.read_csv(folder / "referrals.csv", dtype=str)
        known = set(organisations["organisation_id"])
        number = pa.Check(lambda cells: pd.to_numeric(cells, errors="coerce") >= 0)
        schema = pa.DataFrameSchema(
            {
                "from_id": pa.Column(str, pa.Check.isin(known)),
                "to_id": pa.Column(str, pa.Check.isin(known)),
                "sent": pa.Column(str, number, nullable=True),
                "accepted": pa.Column(str, number, nullable=True),
                "feedback": pa.Column(str, pa.Check.isin(["yes", "no"]), nullable=True),
                "agreement": pa.Column(str, pa.Check.isin(["yes", "no"]), nullable=True),
            },
            unique=["from_id", "to_id", "service_type", "period"],
        )
        try:
            schema.validate(referrals, lazy=True)
        except pa.errors.SchemaErrors as error:
            cases = error.failure_cases.dropna(subset=["index"])
            rows_found = cases["index"].astype(int) + 2
            return _places(set(zip(rows_found, cases["column"], strict=True)), planted)
        return [0, 0]

    return run


def check_frictionless(rows: int) -> Callable[[], Any]:
    """Check the same by a data package with foreign keys."""
    from frictionless import Checklist, Package, system  # noqa: PLC0415 - as above

    folder, planted = plant(rows)
    key = {"resource": "organisations", "fields": ["organisation_id"]}
    kinds = {"sent": "number", "accepted": "number", "feedback": "boolean", "agreement": "boolean"}
    fields: list[dict[str, Any]] = []
    for name in COLUMNS:
        field: dict[str, Any] = {"name": name, "type": kinds.get(name, "string")}
        if kinds.get(name) == "boolean":
            field |= {"trueValues": ["yes"], "falseValues": ["no"]}
        if kinds.get(name) == "number":
            field["constraints"] = {"minimum": 0}
        if name == "to_id":
            field["constraints"] = {"required": True}
        fields.append(field)
    package = {
        "resources": [
            {
                "name": "organisations",
                "path": "organisations.csv",
                "schema": {
                    "fields": [{"name": "organisation_id", "type": "string"}, {"name": "name"}],
                    "primaryKey": ["organisation_id"],
                },
            },
            {
                "name": "referrals",
                "path": "referrals.csv",
                "schema": {
                    "fields": fields,
                    "foreignKeys": [
                        {"fields": [name], "reference": key} for name in ("from_id", "to_id")
                    ],
                },
            },
        ]
    }

    def run() -> list[float]:
        with system.use_context(trusted=True):
            made = Package.from_descriptor(package, basepath=str(folder))
            report = made.validate(Checklist(), limit_errors=100_000)
        found = set()
        for row, column in report.flatten(["rowNumber", "fieldName"]):
            # An unknown end is reported for the row, without the column.
            names = [column] if column else ["from_id", "to_id"]
            found |= {(row, name) for name in names if (row, name) in planted or column}
        return _places(found, planted)

    return run


def make_book(rows: int) -> Path:
    """Write the rows of the folder, without its faults, as a workbook of twelve columns."""
    import openpyxl  # noqa: PLC0415 - as above

    path = FOLDER / f"{rows}.xlsx"
    if path.exists():
        return path
    FOLDER.mkdir(exist_ok=True)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Organisations")
    sheet.append(["organisation_id", "name", *(f"fact {number}" for number in range(10))])
    for one in range(rows):
        facts = [one * number if number % 2 else f"text {one}" for number in range(10)]
        sheet.append([f"o{one}", f"Organisation number {one}", *facts])
    book.save(path)
    # As Excel writes it: how far the cells reach stands at the top.
    again = path.with_suffix(".tmp")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            text = old.read(part)
            if part == "xl/worksheets/sheet1.xml":
                size = f'<dimension ref="A1:L{rows + 1}"/><sheetData>'.encode()
                text = text.replace(b"<sheetData>", size, 1)
            new.writestr(part, text)
    again.replace(path)
    return path


def read_ours(path: Path, *, is_fast: bool) -> Callable[[], Any]:
    """Read a workbook to the last row, by the one reader or the other."""
    from ecosystem.formats.sheets import workbook  # noqa: PLC0415 - as above

    if not is_fast:
        workbook.find_spec = lambda _: None  # type: ignore[assignment]
    return lambda: [len(workbook.read_workbook(path)[0].rows)]


def read_pandas(path: Path, engine: str) -> Callable[[], Any]:
    """Read a workbook as a frame."""
    import pandas as pd  # noqa: PLC0415 - as above

    return lambda: [len(pd.read_excel(path, engine=engine, dtype=object))]  # type: ignore[call-overload]


def read_calamine(path: Path) -> Callable[[], Any]:
    """Read a workbook as lists of values."""
    import python_calamine  # noqa: PLC0415 - as above

    book = python_calamine.CalamineWorkbook
    return lambda: [len(book.from_path(path).get_sheet_by_index(0).to_python()) - 1]


def make_hostile(kind: str) -> Path:
    """Write a workbook of a kind that brings a reader down, small enough to harm none."""
    path = FOLDER / f"{kind.replace(' ', '-')}.xlsx"
    if path.exists():
        return path
    FOLDER.mkdir(exist_ok=True)
    good = make_book(100)
    head = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c></row>'
        b'<row r="2"><c r="A2" t="inlineStr"><is><t>ACH</t></is></c></row>'
    )
    foot = b"</sheetData></worksheet>"
    if kind == "far cell":
        far = b'<row r="1500"><c r="CZ1500" t="inlineStr"><is><t>x</t></is></c></row>'
        sheet = [head, far, foot]
    elif kind == "unpacks to much":
        sheet = [head, b" " * 1024**2, foot]
    elif kind == "blank rows":
        cells = b"".join(b'<c r="%c%%d" s="0"/>' % letter for letter in b"ABCDEFGHIJKL")
        blank = [
            b'<row r="%d">' % row + cells.replace(b"%d", b"%d" % row) + b"</row>"
            for row in range(3, 100_000)
        ]
        sheet = [head, *blank, foot]
    else:
        laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
        sheet = [laughs, head, foot]
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part == "xl/worksheets/sheet1.xml":
                with new.open(part, "w") as out:
                    for piece in sheet:
                        out.write(piece)
            else:
                new.writestr(part, old.read(part))
    return path


def check_hostile(kind: str, *, is_fast: bool) -> Callable[[], Any]:
    """Check a workbook of a kind that brings a reader down."""
    import ecosystem as eco  # noqa: PLC0415 - as above
    from ecosystem.formats.sheets import workbook, workbook_scan  # noqa: PLC0415

    path = make_hostile(kind)
    if kind == "unpacks to much":
        workbook_scan.MOST_UNPACKED = 1024**2
    if not is_fast:
        workbook.find_spec = lambda _: None  # type: ignore[assignment]
    return lambda: [len(eco.check(path))]


def set_up(case: str) -> Callable[[], Any]:
    """Return what a case runs."""
    what, who, size = case.split("/")
    if what == "check":
        checks = {"ours": check_ours, "pandera": check_pandera, "frictionless": check_frictionless}
        return checks[who](SIZES[size])
    if what == "hostile":
        return check_hostile(size, is_fast=who == "ours, calamine")
    path = make_book(SIZES[size])
    if who.startswith("ours"):
        return read_ours(path, is_fast=who == "ours, calamine")
    if who == "calamine":
        return read_calamine(path)
    return read_pandas(path, who.removeprefix("pandas, "))


def make_environment() -> str:
    """Make an environment with the peers; return its interpreter."""
    folder = FOLDER / "peers"
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        command = [str(python), "-m", "pip", "install", "--quiet", *PEERS]
        subprocess.run(command, check=True)  # noqa: S603 - the packages named above
    return str(python)


def print_table(title: str, heads: list[str], rows: list[list[str]]) -> None:
    """Print a table in markdown."""
    print(f"\n## {title}\n\n| {' | '.join(heads)} |\n|{' --- |' * len(heads)}")
    for row in rows:
        print(f"| {' | '.join(row)} |")


def show(case: str, repeats: int, python: str) -> tuple[list[str], np.ndarray]:
    """Run a case; return its time and memory as cells, and its answer."""
    taken, answer = run_case(case, repeats, python)
    spread = f"{taken['seconds']:.2f} ({taken['least']:.2f} to {taken['most']:.2f})"
    return [spread, f"{taken['peak_mb']:,.0f}"], answer


def main() -> None:
    """Run all cases and print them."""
    options = read_options()
    if options.case:
        time_case(partial(set_up, options.case), options.repeats, options.answer)
        return
    FOLDER.mkdir(exist_ok=True)
    peers = make_environment()
    print(describe_machine(["sector-ecosystem", "pandas", "openpyxl", "python-calamine"]))
    listed = [str(Path(peers).with_name("pip")), "list", "--format=freeze"]
    frozen = subprocess.run(listed, capture_output=True, text=True, check=True).stdout  # noqa: S603
    names = ("pandas==", "pandera==", "frictionless==", "openpyxl==", "python-calamine==")
    print("Peers:", ", ".join(line for line in frozen.split() if line.startswith(names)) + ".")
    compare_checks(options.only, options.repeats, peers)
    compare_readers(options.only, options.repeats, peers)
    compare_hostile(options.only)


def compare_checks(only: str, repeats: int, peers: str) -> None:
    """Print who finds the planted faults, and how fast."""
    rows = []
    for size in SIZES:
        for who in ("ours", "pandera", "frictionless"):
            case = f"check/{who}/{size}"
            if only in case:
                few = repeats if who != "frictionless" else min(repeats, 3)
                cells, answer = show(case, few, sys.executable if who == "ours" else peers)
                rows.append([size, who, *cells, f"{answer[0]:.0f}", f"{answer[1]:.0f}"])
    heads = ["rows", "who", "processor seconds", "peak MB", f"found of {FAULTS}", "others"]
    print_table("Checking CSV files", heads, rows)


def compare_readers(only: str, repeats: int, peers: str) -> None:
    """Print how fast workbooks are read; by openpyxl only the smaller."""
    rows = []
    readers = ("ours, calamine", "ours, openpyxl", "calamine", "pandas, calamine")
    for size in SIZES:
        for who in (*readers, "pandas, openpyxl"):
            case = f"read/{who}/{size}"
            if only not in case or (size == "100,000" and "openpyxl" in who):
                continue
            few = repeats if "openpyxl" not in who else min(repeats, 3)
            cells, answer = show(case, few, sys.executable if "ours" in who else peers)
            rows.append([size, who, *cells, f"{answer[0]:,.0f}"])
    heads = ["rows of 12", "who", "processor seconds", "peak MB", "rows read"]
    print_table("Reading a workbook", heads, rows)


def compare_hostile(only: str) -> None:
    """Print what the kinds of workbook that bring a reader down cost us."""
    rows = []
    for size in HOSTILE:
        for who in ("ours, calamine", "ours, openpyxl"):
            case = f"hostile/{who}/{size}"
            if only in case:
                make_hostile(size)
                cells, _ = show(case, 1, sys.executable)
                rows.append([size, who, *cells])
    heads = ["what", "who", "processor seconds", "peak MB"]
    print_table("Workbooks of the kinds that bring a reader down", heads, rows)


if __name__ == "__main__":
    main()
