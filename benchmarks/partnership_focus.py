"""Who could lead on what, beside HiGHS and beside an assignment anew for every change.

    python benchmarks/partnership_focus.py

Planted: organisations that could lead on three in ten types, each by a fit from 1 to 9, and room
for few at each. The plan of HiGHS (`scipy.optimize.milp`) is of the same problem; what every change
costs is held against one assignment for each type with its lead forbidden. Ours counts the smallest
room that will do, the plan and all changes. Each case runs in a process of its own, on one thread.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp
from timing import describe_machine, differ, read_options, run_case, time_case

from ecosystem.questions.focus.assignment import (
    assign_leads,
    find_least_capacity,
    measure_changes,
)

if TYPE_CHECKING:
    from collections.abc import Callable

ROOMS = {(15, 40): 4, (300, 80): 1, (300, 480): 2}
"""Organisations and types, and on how many one may lead."""

CHANGES = 60
"""Changes that the peer works out: its time is scaled up to all of them."""


def plant(organisations: int, types: int) -> np.ndarray[Any, Any]:
    """Return fits: (types, organisations)."""
    random = np.random.default_rng(1)
    fit = random.integers(1, 10, (types, organisations)).astype(float)
    return np.where(random.random(fit.shape) < 0.3, fit, 0.0)


def run_ours(fit: np.ndarray[Any, Any], each: int) -> list[float]:
    """Return leads, fit, and of each type the leads and the fit lost by a change."""
    room = np.full(fit.shape[1], each)
    find_least_capacity(fit, room, np.ones(fit.shape[1], dtype=bool))
    lead = assign_leads(fit, room)
    changes = measure_changes(fit, room, lead)
    return [*measure(fit, lead), *(changes.lost * 1e6 + changes.less)[:CHANGES]]


def run_highs(fit: np.ndarray[Any, Any], each: int) -> list[float]:
    """Return leads and fit of the plan of HiGHS."""
    rows, columns = np.nonzero(fit > 0)
    count = len(rows)
    ones = np.ones(count)
    one_lead = sparse.csr_array((ones, (rows, np.arange(count))), shape=(fit.shape[0], count))
    has_room = sparse.csr_array((ones, (columns, np.arange(count))), shape=(fit.shape[1], count))
    worth = fit[rows, columns] + 2 * fit.sum()
    solved = milp(
        -worth,
        integrality=np.ones(count),
        bounds=Bounds(0, 1),
        constraints=[LinearConstraint(one_lead, ub=1), LinearConstraint(has_room, ub=each)],
    )
    lead = np.full(fit.shape[0], -1)
    taken = solved.x > 0.5
    lead[rows[taken]] = columns[taken]
    return measure(fit, lead)


def run_anew(fit: np.ndarray[Any, Any], each: int) -> list[float]:
    """Return the same as ours, an assignment anew for each of some changes."""
    room = np.full(fit.shape[1], each)
    lead = assign_leads(fit, room)
    count, total = measure(fit, lead)
    lost = []
    for kind in range(min(CHANGES, len(lead))):
        other = fit.copy()
        other[kind, lead[kind]] = 0.0
        led, fitted = measure(other, assign_leads(other, room))
        lost.append((count - led) * 1e6 + total - fitted)
    return [count, total, *lost]


def measure(fit: np.ndarray[Any, Any], lead: np.ndarray[Any, Any]) -> list[float]:
    """Return how many types have a lead, and the sum of fits."""
    led = np.flatnonzero(lead >= 0)
    return [float(len(led)), float(fit[led, lead[led]].sum())]


RUNS: dict[str, Callable[[np.ndarray[Any, Any], int], list[float]]] = {
    "ours, plan and all changes": run_ours,
    "HiGHS, plan": run_highs,
    "anew, up to 60 changes": run_anew,
}


def set_up(case: str) -> Callable[[], list[float]]:
    """Return what is timed of a case named "organisations x types: who"."""
    size, who = case.split(": ")
    organisations, types = (int(number) for number in size.split(" x "))
    fit, each = plant(organisations, types), ROOMS[organisations, types]
    return lambda: RUNS[who](fit, each)


def main() -> None:
    """Print a table of all cases, or run one."""
    options = read_options()
    if options.case:
        time_case(lambda: set_up(options.case), options.repeats, options.answer)
        return
    print("| organisations x types | whose | s | MB | differs by |\n|---|---|---|---|---|")
    for organisations, types in ROOMS:
        size = f"{organisations} x {types}"
        first = np.empty(0)
        for who in RUNS:
            if options.only not in f"{size}: {who}":
                continue
            taken, answer = run_case(f"{size}: {who}", options.repeats)
            first = answer if who.startswith("ours") else first
            shared = min(len(first), len(answer))
            off = f"{differ(first[:shared], answer[:shared]):.0e}"
            print(f"| {size} | {who} | {taken['seconds']:.3f} | {taken['peak_mb']:.0f} | {off} |")
    print(describe_machine(["numpy", "scipy"]))


if __name__ == "__main__":
    sys.exit(main())
