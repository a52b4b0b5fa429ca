"""Linear and whole-number programs: what scipy's HiGHS solver says, in arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


_LEAST_SECONDS = 0.01
_INFEASIBLE = 2


@dataclass(frozen=True, kw_only=True, eq=False)
class Relaxed:
    """The least value with shares allowed; what it costs to raise or lower each variable."""

    value: float
    variables: Floats
    cost_to_raise: Floats
    cost_to_lower: Floats


@dataclass(frozen=True, kw_only=True, eq=False)
class Solved:
    """The best variables found, if any were, and a bound below which no value can be."""

    variables: Floats | None
    bound: float
    is_infeasible: bool


def relax(goal: Floats, rows: Any, most: Floats) -> Relaxed:  # noqa: ANN401 - any sparse matrix
    """Return the least of `goal` times variables from 0 to 1 with `rows` times them `most`."""
    solved: Any = linprog(goal, A_ub=rows, b_ub=most, bounds=(0, 1), method="highs")
    return Relaxed(
        value=float(solved.fun),
        variables=solved.x,
        cost_to_raise=solved.lower.marginals,
        cost_to_lower=-solved.upper.marginals,
    )


def solve(  # noqa: PLR0913 - a program has these parts
    goal: Floats,
    rows: Any,  # noqa: ANN401 - any sparse matrix
    most: Floats,
    *,
    is_whole: NDArray[np.bool_],
    lower: Floats,
    upper: Floats,
    seconds: float,
) -> Solved:
    """Return the least of `goal` times variables, some of them whole, with `rows` at `most`."""
    answer: Any = milp(
        goal,
        constraints=LinearConstraint(rows, ub=most),
        integrality=is_whole.astype(float),
        bounds=Bounds(lower, upper),
        options={"time_limit": max(seconds, _LEAST_SECONDS), "mip_rel_gap": 0.0},
    )
    bound = getattr(answer, "mip_dual_bound", None)
    return Solved(
        variables=answer.x,
        bound=-np.inf if bound is None else float(bound),
        is_infeasible=answer.status == _INFEASIBLE,
    )
