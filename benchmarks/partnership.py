"""Questions about the partnership itself, at the size of one and at the size of a country.

    python benchmarks/partnership.py

Organisations, areas, groups in three tiers and who sits in them are planted by a seed. No library
answers these questions, so that none stands beside; the spread of news has one that walks every
path, in tests/questions/representation/test_temporal_paths.py. Each case runs in a process of its
own, on one thread; the processor time is the median of five.
"""

from __future__ import annotations

import datetime as dt
import sys
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from timing import describe_machine, read_options, run_case, time_case

import ecosystem as eco

if TYPE_CHECKING:
    from collections.abc import Callable

SIZES = {"partnership": (300, 30, 40), "country": (30_000, 3_000, 300)}
"""Organisations, groups and areas."""

TARGETS = {
    ("representation", "partnership"): 1.0,
    ("representation", "country"): 5.0,
}
"""Seconds."""

DAY = dt.date(2024, 6, 30)


def plant_groups(size: str) -> eco.Ecosystem:
    """Return organisations in three tiers of groups, with meeting days, roles and terms.

    One group at the top, a tenth below it, the others below these. Eight of ten organisations sit
    in one to three groups, one of twenty of them in a group of the tier above, too; the top and two
    of three other groups have their meeting days recorded.
    """
    organisations, groups, areas = SIZES[size]
    random = np.random.default_rng(2022)
    bodies = [f"o{one:05}" for one in range(organisations)]
    codes = [f"A{one:04}" for one in range(areas)]
    middle = max(groups // 10, 1)
    parents = [None, *["g00000"] * middle]
    parents += [f"g{1 + one % middle:05}" for one in range(groups - 1 - middle)]
    a_year = random.integers(2, 12, groups)
    days = [
        "|".join(str(dt.date(2024, 1, 1) + dt.timedelta(days=int(day))) for day in some)
        if group == 0 or random.random() < 2 / 3
        else None
        for group, some in enumerate(random.choice(365, number, replace=False) for number in a_year)
    ]
    local = np.arange(1 + middle, groups)
    seats = {
        (int(group), body)
        for body in range(organisations)
        if random.random() < 0.8
        for group in random.choice(local, random.integers(1, 4))
    }
    above = {
        (1 + (group - 1 - middle) % middle, body) for group, body in seats if random.random() < 0.05
    }
    top = {(0, body) for _, body in above if random.random() < 0.05}
    rows = np.array(sorted(seats | above | top))
    speaks = random.random(len(rows)) < 0.05
    return eco.Ecosystem(
        organisations=pd.DataFrame(
            {
                "organisation_id": bodies,
                "name": [f"Organisation {one}" for one in range(organisations)],
                "area_code": random.choice(codes, organisations),
                "sector": random.choice(["voluntary", "statutory", "faith"], organisations),
            }
        ),
        areas=pd.DataFrame({"area_code": codes, "name": [f"Area {code}" for code in codes]}),
        groups=pd.DataFrame(
            {
                "group_id": [f"g{one:05}" for one in range(groups)],
                "name": [f"Group {one}" for one in range(groups)],
                "kind": ["hub" if one % 100 == 5 else "forum" for one in range(groups)],
                "parent_id": parents,
                "meetings_per_year": a_year,
                "hours_per_meeting": random.choice([1.0, 2.0, 3.0], groups),
                "meeting_days": days,
            }
        ),
        memberships=pd.DataFrame(
            {
                "group_id": [f"g{group:05}" for group in rows[:, 0]],
                "organisation_id": [bodies[body] for body in rows[:, 1]],
                "represents_area_code": np.where(speaks, random.choice(codes, len(rows)), None),
                "is_elected": random.choice([True, False, None], len(rows)),
                "start": "2024-01-01",
                "end": random.choice(["2024-12-31", None], len(rows)),
            }
        ),
        about=pd.DataFrame({"snapshot_date": [str(DAY)]}),
    )


def set_up_representation(size: str) -> Callable[[], np.ndarray]:
    """Return the case of who speaks for whom."""
    e = plant_groups(size)

    def run() -> np.ndarray:
        return eco.find_representation(e).table["representatives"].to_numpy()

    return run


SET_UPS = {"representation": set_up_representation}


def main() -> None:
    """Run every case and print the table."""
    options = read_options()
    if options.case:
        question, size = options.case.split("|")
        time_case(lambda: SET_UPS[question](size), options.repeats, options.answer)
        return
    heads = ["question", "organisations", "groups", "areas", "seconds", "target", "peak MB"]
    print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    for (question, size), target in TARGETS.items():
        if options.only not in f"{question} {size}":
            continue
        taken, _ = run_case(f"{question}|{size}", options.repeats)
        counts = [f"{number:,}" for number in SIZES[size]]
        row = [question, *counts, f"{taken['seconds']:.3f}", f"{target:g}"]
        row.append(f"{taken['peak_mb']:.0f}")
        print(f"| {' | '.join(row)} |", flush=True)
    print(f"\n{describe_machine(('numpy', 'scipy', 'pandas', 'igraph'))}", file=sys.stdout)


if __name__ == "__main__":
    main()
