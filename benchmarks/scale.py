"""Referrals counted from a log: by `reduce_referrals`, by plain pandas, and by Polars.

    python benchmarks/scale.py [--only 20,000,000] [--repeats 3]

All three do the whole job, and their tables must agree in every number of every row: for each
sender, receiver, need and financial year how many were sent, taken on, refused and answered, the
days they waited, how many waited how long, who still waits and since when; needs of fewer than five
with the others of their pair; in the order of the names. From a log in Parquet, and from a frame
that is in memory already.
"""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from timing import describe_machine, read_options, run_case, time_case

import ecosystem as eco

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[[], list[float]]

SIZES = (2_000_000, 20_000_000)
SMALLEST, LARGEST = 20_000, 100_000_000
MOST_PAIRS = 200_000
PART = 2_000_000
ORGANISATIONS = 200_000
LEAST_SHOWN = 5
WAITS = (0, 7, 28, 84)
_FOLDER = Path(tempfile.gettempdir()) / "ecosystem-benchmark-scale"
_KEYS = ["from", "to", "need", "period"]
_READ = ["from", "to", "need", "sent", "responded", "status"]
_COUNTED = (
    *("sent", "accepted_low", "accepted_high", "answered", "waits", "wait_days", "open_waits"),
    *("open_wait_days", "wait_0", "wait_1_7", "wait_8_28", "wait_29_84", "wait_85", "undated"),
)


def write_log(rows: int) -> Path:
    """Write the log once, a part at a time; return its folder."""
    folder = _FOLDER / f"{rows}"
    if folder.exists():
        return folder
    unfinished = folder.with_suffix(".part")
    unfinished.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(20261127)
    names = np.array([f"GB-CHC-{1_000_000 + number}" for number in range(ORGANISATIONS)])
    pairs = rng.integers(0, ORGANISATIONS, (min(rows // 100, MOST_PAIRS), 2))
    for part in range(-(-rows // PART)):
        size = min(PART, rows - part * PART)
        chosen = pairs[rng.integers(0, len(pairs), size)]
        sent = np.datetime64("2023-01-01") + rng.integers(0, 1000, size).astype("timedelta64[D]")
        answered = sent + rng.integers(0, 120, size).astype("timedelta64[D]")
        answered[rng.random(size) < 0.3] = np.datetime64("NaT")
        frame = pd.DataFrame(
            {
                "from": names[chosen[:, 0]],
                "to": names[chosen[:, 1]],
                "need": rng.choice(["food", "legal advice", "housing"], size),
                "sent": sent,
                "responded": answered,
                "status": rng.choice(["accepted", "declined", "odd word"], size),
                "case": rng.integers(0, rows, size),
            }
        )
        frame.to_parquet(unfinished / f"part-{part}.parquet", index=False)
    unfinished.rename(folder)
    return folder


def sum_up(counted: Any) -> list[float]:  # noqa: ANN401 - a frame of pandas or of Polars
    """Return what all must agree in: rows, and each column's sum, plain and by place of the row."""
    place = np.arange(len(counted)) % 1009.0
    sums = [float(len(counted))]
    for name in _COUNTED:
        values = np.asarray(counted[name], dtype=float)
        sums += [float(values.sum()), float(values @ place)]
    return sums


def read_with_pandas(folder: Path) -> pd.DataFrame:
    """Return the columns of the log that are counted."""
    return pd.read_parquet(folder, columns=_READ)


def count_with_pandas(log: pd.DataFrame) -> pd.DataFrame:
    """Return the table by what one writes in pandas."""
    ends = {name: log[name].str.strip() for name in ("from", "to", "need")}
    rows = pd.DataFrame(ends)
    sent, answered = log["sent"], log["responded"]
    word = log["status"].str.strip().str.lower()
    rows["period"] = sent.dt.year - (sent.dt.month < 4)
    rows["accepted_low"], rows["refused"] = word == "accepted", word == "declined"
    rows["answered"], rows["undated"] = answered.notna(), sent.isna()
    wait = (answered - sent).dt.days
    rows["wait_days"] = wait.where(wait >= 0)
    is_open = answered.isna() & sent.notna()
    until = max(sent.max(), answered.max())
    rows["open_wait_days"] = (until - sent).dt.days.where(is_open)
    length = pd.cut(rows["wait_days"], [-1, *WAITS, np.inf], labels=False)
    names = [name for name in _COUNTED if name.startswith("wait_") and name != "wait_days"]
    for number, name in enumerate(names):
        rows[name] = length == number
    added = ("accepted_low", "refused", "answered", "undated", "wait_days", "open_wait_days")
    rows = rows[(rows["from"] != "") & (rows["to"] != "")]
    counted = rows.groupby(_KEYS, dropna=False, as_index=False).agg(
        sent=("undated", "size"),
        waits=("wait_days", "count"),
        open_waits=("open_wait_days", "count"),
        **{name: (name, "sum") for name in (*added, *names)},
    )
    counted["need"] = counted["need"].mask(counted["sent"] < LEAST_SHOWN, "")
    table = counted.groupby(_KEYS, dropna=False, as_index=False).sum()
    table["accepted_high"] = table["sent"] - table["refused"]
    table["accepted"] = table["accepted_low"].where(table["accepted_low"] == table["accepted_high"])
    return table


def scan_with_polars(folder: Path) -> Any:  # noqa: ANN401 - the peer's own
    """Return the log, of which Polars reads what it counts."""
    import polars as pl  # noqa: PLC0415 - the peer is imported where it is timed

    return pl.scan_parquet(folder / "*.parquet")


def read_with_polars(folder: Path) -> Any:  # noqa: ANN401 - the peer's own
    """Return the columns of the log that are counted, in memory."""
    return scan_with_polars(folder).select(_READ).collect().lazy()


def count_with_polars(log: Any) -> Any:  # noqa: ANN401 - the peer's own
    """Return the table by what one writes in Polars, lazily."""
    import polars as pl  # noqa: PLC0415 - the peer is imported where it is timed

    sent, answered = pl.col("sent"), pl.col("responded")
    wait = (answered - sent).dt.total_days()
    word = pl.col("status").str.strip_chars().str.to_lowercase()
    until = log.select(pl.max_horizontal(sent.max(), answered.max())).collect().item()
    is_open = answered.is_null() & sent.is_not_null()
    edges = zip((-1, *WAITS), (*WAITS, 10**9), strict=True)
    names = [name for name in _COUNTED if name.startswith("wait_") and name != "wait_days"]
    text = {name: pl.col(name).str.strip_chars() for name in ("from", "to", "need")}
    counted = (
        log.with_columns(
            period=sent.dt.year() - (sent.dt.month() < 4).cast(pl.Int32),
            wait=pl.when(wait >= 0).then(wait),
            word=word,
            open=pl.when(is_open).then((pl.lit(until) - sent).dt.total_days()),
            **text,
        )
        .filter((pl.col("from") != "") & (pl.col("to") != ""))
        .group_by(_KEYS)
        .agg(
            pl.len().alias("sent"),
            (pl.col("word") == "accepted").sum().alias("accepted_low"),
            (pl.col("word") == "declined").sum().alias("refused"),
            answered.count().alias("answered"),
            pl.col("wait").count().alias("waits"),
            pl.col("wait").sum().alias("wait_days"),
            pl.col("open").count().alias("open_waits"),
            pl.col("open").sum().alias("open_wait_days"),
            sent.null_count().alias("undated"),
            *(
                ((pl.col("wait") > low) & (pl.col("wait") <= high)).sum().alias(name)
                for (low, high), name in zip(edges, names, strict=True)
            ),
        )
        .with_columns(need=pl.when(pl.col("sent") < LEAST_SHOWN).then(pl.lit("")).otherwise("need"))
        .group_by(_KEYS)
        .agg(pl.all().sum())
        .with_columns(accepted_high=pl.col("sent").cast(pl.Int64) - pl.col("refused"))
        .sort(_KEYS)
    )
    return counted.collect()


def list_cases() -> dict[str, Callable[[], Run]]:
    """Return every case by name, each set up before it is timed."""
    cases: dict[str, Callable[[], Run]] = {}
    for rows in SIZES:
        cases |= {
            f"{rows:,}|ours": partial(_set_up_ours, rows),
            f"{rows:,}|ours, 1 GB": partial(_set_up_ours, rows, memory="1GB"),
            f"{rows:,}|pandas": partial(_set_up, rows, read_with_pandas, count_with_pandas),
            f"{rows:,}|polars": partial(_set_up, rows, scan_with_polars, count_with_polars),
        }
    rows = SIZES[0]
    name = f"{rows:,} in memory"
    cases |= {
        f"{name}|ours": partial(_set_up_frame, rows, read_with_pandas, eco.reduce_referrals),
        f"{name}|pandas": partial(_set_up_frame, rows, read_with_pandas, count_with_pandas),
        f"{name}|polars": partial(_set_up_frame, rows, read_with_polars, count_with_polars),
        f"{LARGEST:,}|ours": partial(_set_up_ours, LARGEST),
        f"{SMALLEST:,}|ours": partial(_set_up_ours, SMALLEST),
    }
    return cases


def _set_up_ours(rows: int, memory: str | None = None) -> Run:
    folder = write_log(rows)
    return lambda: sum_up(eco.reduce_referrals(folder, memory=memory))


def _set_up(rows: int, read: Callable[[Path], Any], count: Callable[[Any], Any]) -> Run:
    folder = write_log(rows)
    return lambda: sum_up(count(read(folder)))


def _set_up_frame(rows: int, read: Callable[[Path], Any], count: Callable[[Any], Any]) -> Run:
    log = read(write_log(rows))
    return lambda: sum_up(count(log))


def main() -> None:
    """Run every case and print the table."""
    options = read_options()
    cases = list_cases()
    if options.case:
        time_case(cases[options.case], options.repeats, options.answer)
        return
    print("| rows | by | seconds by the clock | processor seconds | MB | agrees |")
    print("|---|---|---|---|---|---|")
    first: dict[str, np.ndarray] = {}
    for name in cases:
        if options.only not in name:
            continue
        rows, by = name.split("|")
        # What a process holds from the time before would count against its limit.
        repeats = 1 if by.endswith("GB") else options.repeats
        taken, answer = run_case(name, repeats)
        agrees = np.array_equal(first.setdefault(rows.split()[0], answer), answer)
        times = f"{taken['clock']:.2f} | {taken['seconds']:.2f} | {taken['peak_mb']:,.0f}"
        print(f"| {rows} | {by} | {times} | {agrees} |", flush=True)
    print("\n" + describe_machine(("duckdb", "polars", "pandas", "pyarrow")))


if __name__ == "__main__":
    main()
