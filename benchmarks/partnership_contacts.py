"""Contact overlap of 40 lists with 100,000 hashed people in all.

No peer counts people over more than two lists: anonlink and the like compare two at a time. So the
time of the whole call stands alone here, with what planted people say of it: who is one person is
known, and pairs are counted as found and as wrong.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from timing import describe_machine, read_options, run_case, time_case

import ecosystem as eco

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from planted_people import draw_lists, draw_people, hash_all

if TYPE_CHECKING:
    from collections.abc import Callable

SIZES = ((5, 3_000), (40, 25_000))
"""Organisations, and people of whom each knows a tenth (of the few: a third)."""


def set_up(organisations: int, people: int) -> Callable[[], list[float]]:
    """Return the call, with lists that are hashed already."""
    rng = np.random.default_rng(20261127)
    share = 0.33 if organisations < 10 else 0.1
    drawn = draw_people(rng, people)
    lists, _ = draw_lists(rng, drawn, [share] * organisations)
    hashed = hash_all(lists)
    true = np.concatenate([frame.sort_values("person").index for frame in hashed.values()])

    def run() -> list[float]:
        plan = eco.find_contact_overlap(hashed).plan
        told = plan["organisations_in_touch"]
        really = pd.Series(true).map(pd.Series(true).value_counts()).to_numpy()
        known = told.notna().to_numpy()
        off = (told[known].to_numpy(dtype=int) != really[known]).mean()
        return [len(plan), known.mean(), off]

    return run


def main() -> None:
    """Run every case and print the table."""
    options = read_options()
    sizes = {f"{lists} lists, {people:,} people": (lists, people) for lists, people in SIZES}
    if options.case:
        time_case(lambda: set_up(*sizes[options.case]), options.repeats, options.answer)
        return
    print("| lists | rows | seconds | MB | compared | of these in a wrong number of lists |")
    print("|---|---|---|---|---|---|")
    for name in sizes:
        taken, (rows, known, off) = run_case(name, options.repeats)
        seconds, memory = taken["seconds"], taken["peak_mb"] - taken["before_mb"]
        print(f"| {name} | {rows:,.0f} | {seconds:.2f} | {memory:.0f} | {known:.1%} | {off:.2%} |")
    print("\n" + describe_machine(("numpy", "scipy", "pandas")))


if __name__ == "__main__":
    main()
