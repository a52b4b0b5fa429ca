"""Linear and whole-number programs: what scipy's HiGHS solver says, in arrays.

A program has variables from 0 to 1, a goal (variables,) to make least, and rows (rows, variables)
whose product with the variables may be no more than `most` (rows,).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


_LEAST_SECONDS = 0.01
"""The least time a program is given. What is left of the time may be less than nothing, and HiGHS
warns of a limit below 0 and then keeps to none."""

_INFEASIBLE = 2
"""The status that scipy's `milp` and `linprog` give a program that nothing satisfies."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Relaxed:
    """The answer of a program whose variables need not be whole.

    Attributes
    ----------
    value : float
        The least of the goal: with whole variables it can be no less.
    variables : (variables,) float, 0 to 1
        Where it is least.
    cost_to_raise, cost_to_lower : (variables,) float
        Reduced costs: by how much the goal rises, at least, if a variable that is 0 becomes 1, or
        one that is 1 becomes 0.
    """

    value: float
    variables: Floats
    cost_to_raise: Floats
    cost_to_lower: Floats


@dataclass(frozen=True, kw_only=True, eq=False)
class Solved:
    """The answer of a program some of whose variables must be whole, as far as time went.

    Attributes
    ----------
    variables : (variables,) float, or None
        The best found; None if none was.
    bound : float
        The goal can be no less; minus infinity if nothing is known.
    is_infeasible : bool
        Whether it is proven that nothing satisfies the rows.
    """

    variables: Floats | None
    bound: float
    is_infeasible: bool


def relax(
    goal: Floats,
    rows: Any,  # noqa: ANN401 - any sparse matrix
    most: Floats,
    *,
    lower: Floats | float = 0.0,
    upper: Floats | float = 1.0,
) -> Relaxed:
    """Return the least of the goal with variables from `lower` to `upper`, whole or not.

    Infinity if nothing satisfies the rows.
    """
    bounds: Any = np.column_stack(np.broadcast_arrays(lower, upper, goal)[:2])
    solved: Any = linprog(goal, A_ub=rows, b_ub=most, bounds=bounds, method="highs")
    if solved.status == _INFEASIBLE:
        nothing = np.zeros(len(goal))
        return Relaxed(
            value=np.inf, variables=nothing, cost_to_raise=nothing, cost_to_lower=nothing
        )
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
    """Return the least of the goal with some variables whole, each from `lower` to `upper`."""
    answer: Any = milp(
        goal,
        constraints=LinearConstraint(rows, ub=most),
        integrality=is_whole.astype(float),
        bounds=Bounds(lower, upper),
        # HiGHS stops at a gap of 0.01 % unless told otherwise, and would not have proven anything.
        options={"time_limit": max(seconds, _LEAST_SECONDS), "mip_rel_gap": 0.0},
    )
    bound = getattr(answer, "mip_dual_bound", None)
    return Solved(
        variables=answer.x,
        bound=-np.inf if bound is None else float(bound),
        is_infeasible=answer.status == _INFEASIBLE,
    )
