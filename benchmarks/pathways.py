"""A referral log: who handed over to whom, and all other measures, beside pm4py's handover network.

    python benchmarks/pathways.py

The log is planted: cases of one to many referrals between organisations of very different size,
a tenth of them sent straight back, waits exponential, a quarter never answered. pm4py is AGPL and
never a dependency: it is installed by its name into an environment of its own in a temporary
folder. Its wheel carries no log, so the planted one is what both read. Ours starts from a frame of
texts, as read from a file: once to count who handed over to whom and no more, and once for the
whole question. pm4py's is `discover_handover_of_work_network` alone, on a frame already in its
form, and then from the same texts. Each case runs in a process of its own, on one thread; the
processor time is the median of five (of three at a million rows). All count who handed over to
whom, and these counts are compared.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from timing import describe_machine, read_options, run_case, time_case

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecosystem import Ecosystem

SIZES = [(10_000, 300), (100_000, 300), (100_000, 3000), (1_000_000, 300), (1_000_000, 3000)]
TARGETS = {100_000: "1.5", 1_000_000: "15"}
AS_OF = np.datetime64("2024-06-30")
MEAN_WAIT = 25.0
NEVER = 0.25
STATUSES = ("accepted", "rejected", "completed", "failed", "in-progress")


def plant(rows: int, organisations: int) -> pd.DataFrame:
    """Return a log: case, from, to, service_type, sent, status, responded, all as texts."""
    rng = np.random.default_rng([rows, organisations])
    lengths = rng.geometric(0.55, rows)
    case = np.repeat(np.arange(rows), lengths)[:rows]
    is_first = np.append(True, case[1:] != case[:-1])
    weight = 1 / np.arange(1, organisations + 1)
    target = rng.choice(organisations, rows, p=weight / weight.sum()).tolist()
    door = rng.choice(organisations, rows, p=weight / weight.sum()).tolist()
    goes_back = (rng.random(rows) < 0.1).tolist()
    source = door
    for row in range(rows):
        if not is_first[row]:
            source[row] = target[row - 1]
            if goes_back[row]:
                target[row] = source[row - 1]
        if target[row] == source[row]:
            target[row] = (target[row] + 1) % organisations
    step = rng.integers(1, 15, rows)
    start = np.maximum.accumulate(np.where(is_first, np.arange(rows), 0))
    since = np.cumsum(step) - np.cumsum(step)[start]
    day = np.datetime64("2022-01-01") + rng.integers(0, 700, rows)[start] + since
    never = rng.random(rows) < NEVER
    reply = day + np.ceil(rng.exponential(MEAN_WAIT, rows)).astype(int)
    waits = never | (reply > AS_OF)
    ids = np.array([f"o{number:05d}" for number in range(organisations)])
    types = np.array(["advice", "food", "housing"])[rng.integers(0, 3, rows)]
    return pd.DataFrame(
        {
            "case": [f"c-{number}" for number in case],
            "from": ids[source],
            "to": ids[target],
            "service_type": types[start],
            "sent": day.astype(str),
            "status": np.where(waits, "requested", rng.choice(STATUSES, rows)),
            "responded": pd.Series(reply.astype(str)).mask(waits),
        }
    )


def set_up(case: str) -> Callable[[], Any]:
    """Return a case: whose, rows and organisations."""
    whose, rows, organisations = case.split("|")
    log = plant(int(rows), int(organisations))
    if whose == "ours":
        return set_up_ours(log, int(organisations))
    if whose == "ours counts":
        return set_up_counts(log, int(organisations))
    return set_up_peer(log, reads=whose == "peer from texts")


def make_ecosystem(organisations: int) -> Ecosystem:
    """Return the organisations of a log."""
    import ecosystem as eco  # noqa: PLC0415 - not there in the peer's environment

    ids = [f"o{number:05d}" for number in range(organisations)]
    return eco.Ecosystem(organisations=pd.DataFrame({"organisation_id": ids, "name": ids}))


def set_up_counts(log: pd.DataFrame, organisations: int) -> Callable[[], np.ndarray]:
    """Return the log read and checked, and its handovers by pair: what the peer answers."""
    from ecosystem.questions.pathways.log_reading import read_log  # noqa: PLC0415

    e = make_ecosystem(organisations)

    def run() -> np.ndarray:
        rows = read_log(e, log, AS_OF).rows
        pairs = rows["source"].to_numpy() * organisations + rows["target"].to_numpy()
        return np.bincount(pd.factorize(pairs, sort=True)[0])

    return run


def set_up_ours(log: pd.DataFrame, organisations: int) -> Callable[[], np.ndarray]:
    """Return the whole question; its answer is handovers by pair, then the median wait."""
    import ecosystem as eco  # noqa: PLC0415

    e = make_ecosystem(organisations)

    def run() -> np.ndarray:
        answer = eco.find_pathways(e, log=log, as_of=AS_OF)
        counts = answer.pairs.groupby(["from_id", "to_id"])["sent"].sum()
        return np.append(counts.to_numpy(), answer.summary["median_wait_days"])

    return run


def set_up_peer(log: pd.DataFrame, *, reads: bool) -> Callable[[], np.ndarray]:
    """Return pm4py's handover network, from its own form or from the texts."""
    import pm4py  # noqa: PLC0415 - only there in its own environment

    def find_handovers(frame: pd.DataFrame) -> np.ndarray:
        network = pm4py.discover_handover_of_work_network(frame, beta=0).connections
        return np.round(pd.Series(network).sort_index().to_numpy() * len(log))

    def read() -> pd.DataFrame:
        first = log[~log["case"].duplicated()]
        events = pd.concat(
            [
                first.assign(resource=first["from"], order=0),
                log.assign(resource=log["to"], order=1),
            ]
        )
        events = events.sort_values(["case", "sent", "order"], kind="stable", ignore_index=True)
        # The first contact and the first referral are on one day: an hour keeps their order.
        times = pd.to_datetime(events["sent"]) + pd.to_timedelta(events["order"], unit="h")
        return pm4py.format_dataframe(
            pd.DataFrame(
                {
                    "case:concept:name": events["case"],
                    "concept:name": "referral",
                    "org:resource": events["resource"],
                    "time:timestamp": times,
                }
            )
        )

    if reads:
        return lambda: find_handovers(read())
    frame = read()
    return lambda: find_handovers(frame)


def install_peer(folder: Path) -> str:
    """Return the interpreter of a new environment with pm4py in it."""
    venv.create(folder, with_pip=True)
    python = str(folder / "bin" / "python")
    command = [python, "-m", "pip", "install", "--quiet", "pm4py"]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)  # noqa: S603 - our own words
    return python


def compare(python: str, only: str, repeats: int) -> None:
    """Run both on every size and print the table."""
    heads = ["rows", "organisations", "ours, handovers s", "ours, everything s", "target s"]
    heads += ["pm4py, its form s", "pm4py, texts s", "handovers, texts: times faster"]
    heads += ["handovers, its form: times faster", "everything, its form: times faster"]
    heads += ["ours MB", "pm4py MB", "pairs", "pairs that differ"]
    print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    for rows, organisations in SIZES:
        if only not in f"{rows} {organisations}":
            continue
        some = repeats if rows < 1_000_000 else min(repeats, 3)
        name = f"{rows}|{organisations}"
        part, handovers = run_case(f"ours counts|{name}", some)
        ours, answer = run_case(f"ours|{name}", some)
        peer, theirs = run_case(f"peer|{name}", some, python)
        whole, _ = run_case(f"peer from texts|{name}", some, python)
        differ = sum(count_different(counts, theirs) for counts in (answer[:-1], handovers))
        row = [f"{rows:,}", f"{organisations:,}", f"{part['seconds']:.3f}"]
        row += [f"{ours['seconds']:.3f}", TARGETS.get(rows, "")]
        row += [f"{one['seconds']:.2f}" for one in (peer, whole)]
        ratios = [(whole, part), (peer, part), (peer, ours)]
        row += [f"{slow['seconds'] / fast['seconds']:.1f}" for slow, fast in ratios]
        row += [f"{ours['peak_mb']:.0f}", f"{peer['peak_mb']:.0f}", f"{len(handovers):,}"]
        row += [f"{differ}"]
        print(f"| {' | '.join(row)} |", flush=True)


def count_different(counts: np.ndarray, theirs: np.ndarray) -> int:
    """Return how many pairs have another count, or are there on one side only."""
    if len(counts) != len(theirs):
        return abs(len(counts) - len(theirs))
    return int((counts != theirs).sum())


def compare_waits() -> None:
    """Print the median wait by three ways beside the planted one."""
    log = plant(100_000, 300)
    answer = set_up_ours(log, 300)()[-1]
    wait = (pd.to_datetime(log["responded"]) - pd.to_datetime(log["sent"])).dt.days
    truth = MEAN_WAIT * np.log((1 - NEVER) / (0.5 - NEVER))
    print("\n| median wait | days | off by |\n|---|---|---|")
    for name, days in (
        ("planted, a quarter never answered", truth),
        ("ours, Kaplan-Meier", answer),
        ("of the answered only", wait.median()),
    ):
        print(f"| {name} | {days:.1f} | {days / truth - 1:+.0%} |")


def main() -> None:
    """Run every case and print the tables."""
    options = read_options()
    if options.case:
        time_case(lambda: set_up(options.case), options.repeats, options.answer)
        return
    with tempfile.TemporaryDirectory() as folder:
        python = install_peer(Path(folder) / "peer")
        shown = subprocess.run(  # noqa: S603 - our own words
            [python, "-m", "pip", "show", "pm4py"], stdout=subprocess.PIPE, text=True, check=True
        ).stdout.splitlines()[1]
        compare(python, options.only, options.repeats)
    compare_waits()
    packages = describe_machine(("numpy", "scipy", "pandas"))
    print(f"\n{packages} pm4py {shown.removeprefix('Version: ')}.", file=sys.stdout)


if __name__ == "__main__":
    main()
