"""Referrals counted from a log in Parquet: DuckDB by `reduce_referrals`, plain pandas, and Polars.

Each counts, for every sender, receiver, need and financial year, how many were sent, taken on and
answered, and the days they waited. All three must give the same sums.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from timing import describe_machine, read_options, run_case, time_case

import ecosystem as eco

if TYPE_CHECKING:
    from collections.abc import Callable

SIZES = (2_000_000, 20_000_000)
PART = 2_000_000
ORGANISATIONS = 200_000
_FOLDER = Path(tempfile.gettempdir()) / "ecosystem-benchmark-scale"
_KEYS = ["from", "to", "need", "period"]


def write_log(rows: int) -> Path:
    """Write the log once, a part at a time; return its folder."""
    folder = _FOLDER / f"{rows}"
    if folder.exists():
        return folder
    unfinished = folder.with_suffix(".part")
    unfinished.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(20261127)
    names = np.array([f"GB-CHC-{1_000_000 + number}" for number in range(ORGANISATIONS)])
    pairs = rng.integers(0, ORGANISATIONS, (rows // 100, 2))
    for part in range(rows // PART):
        chosen = pairs[rng.integers(0, len(pairs), PART)]
        sent = np.datetime64("2023-01-01") + rng.integers(0, 1000, PART).astype("timedelta64[D]")
        answered = sent + rng.integers(0, 120, PART).astype("timedelta64[D]")
        answered[rng.random(PART) < 0.3] = np.datetime64("NaT")
        frame = pd.DataFrame(
            {
                "from": names[chosen[:, 0]],
                "to": names[chosen[:, 1]],
                "need": rng.choice(["food", "legal advice", "housing"], PART),
                "sent": sent,
                "responded": answered,
                "status": rng.choice(["accepted", "declined", "odd word"], PART),
                "case": rng.integers(0, rows, PART),
            }
        )
        frame.to_parquet(unfinished / f"part-{part}.parquet", index=False)
    unfinished.rename(folder)
    return folder


def sum_up(counted: pd.DataFrame) -> list[float]:
    """Return what all must agree in: rows, sent, taken on, answered, days."""
    names = ("sent", "accepted_low", "waits", "wait_days")
    return [float(counted[name].sum()) for name in names]


def set_up_ours(folder: Path, memory: str | None) -> Callable[[], list[float]]:
    """Return our call, with a limit of memory or none."""
    return lambda: sum_up(eco.reduce_referrals(folder, memory=memory))


def set_up_pandas(folder: Path) -> Callable[[], list[float]]:
    """Return what one writes in pandas."""

    def run() -> list[float]:
        log = pd.read_parquet(folder, columns=["from", "to", "need", "sent", "responded", "status"])
        log["period"] = log["sent"].dt.year - (log["sent"].dt.month < 4)
        log["wait_days"] = (log["responded"] - log["sent"]).dt.days
        log["accepted_low"] = log["status"] == "accepted"
        return sum_up(
            log.groupby(_KEYS).agg(
                sent=("status", "size"),
                accepted_low=("accepted_low", "sum"),
                waits=("wait_days", "count"),
                wait_days=("wait_days", "sum"),
            )
        )

    return run


def set_up_polars(folder: Path) -> Callable[[], list[float]]:
    """Return what one writes in Polars, lazily."""
    import polars as pl  # noqa: PLC0415 - the peer is imported where it is timed

    def run() -> list[float]:
        sent, wait = pl.col("sent"), (pl.col("responded") - pl.col("sent")).dt.total_days()
        year = sent.dt.year() - (sent.dt.month() < 4).cast(pl.Int32)
        counted = (
            pl.scan_parquet(folder / "*.parquet")
            .group_by("from", "to", "need", year.alias("period"))
            .agg(
                pl.len().alias("sent"),
                (pl.col("status") == "accepted").sum().alias("accepted_low"),
                wait.count().alias("waits"),
                wait.sum().alias("wait_days"),
            )
            .collect()
        )
        return [
            float(counted[name].sum()) for name in ("sent", "accepted_low", "waits", "wait_days")
        ]

    return run


def list_cases() -> dict[str, Callable[[], Callable[[], list[float]]]]:
    """Return every case by name."""
    cases: dict[str, Callable[[], Callable[[], list[float]]]] = {}
    for rows in SIZES:
        cases[f"{rows:,}|ours"] = lambda rows=rows: set_up_ours(write_log(rows), None)
        cases[f"{rows:,}|ours, 1 GB"] = lambda rows=rows: set_up_ours(write_log(rows), "1GB")
        cases[f"{rows:,}|pandas"] = lambda rows=rows: set_up_pandas(write_log(rows))
        cases[f"{rows:,}|polars"] = lambda rows=rows: set_up_polars(write_log(rows))
    return cases


def main() -> None:
    """Run every case and print the table."""
    options = read_options()
    cases = list_cases()
    if options.case:
        time_case(cases[options.case], options.repeats, options.answer)
        return
    print("| rows | by | seconds | MB | agrees |")
    print("|---|---|---|---|---|")
    first: dict[str, np.ndarray] = {}
    for name in cases:
        if options.only not in name:
            continue
        taken, answer = run_case(name, options.repeats)
        rows, by = name.split("|")
        agrees = np.array_equal(first.setdefault(rows, answer), answer)
        print(f"| {rows} | {by} | {taken['seconds']:.1f} | {taken['peak_mb']:.0f} | {agrees} |")
        sys.stdout.flush()
    print("\n" + describe_machine(("duckdb", "polars", "pandas", "pyarrow")))


if __name__ == "__main__":
    main()
