"""Whether the result depends on where a person first turns up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse.csgraph import breadth_first_order
from scipy.sparse.linalg import spsolve

from .journeys import IN_HAND, SERVED, SILENT, STOPPED
from .log import is_one_of
from .rates import rate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .journeys import Journeys
    from .log import Log

    Matrix = sparse.csr_array[Any, tuple[int, int]]


FEWEST_CASES = 10
"""A door with fewer ended cases is not shown."""

_MOST_TERMS = 500
_SMALL_TERM = 1e-13


def compare_doors(log: Log, journeys: Journeys, organisations: int) -> tuple[pd.DataFrame, int]:
    """Return a row for each first contact with enough cases, and how many were left out.

    Columns: organisation (position), cases (that have ended), served_share (of these, served or
    in hand) with _low and _high, referrals (mean number until the end), modelled_served_share
    and modelled_referrals (see `model_doors`).
    """
    door = log.rows["source"].to_numpy()[journeys.first]
    served = is_one_of(journeys.outcome, SERVED, IN_HAND)
    ended = served | is_one_of(journeys.outcome, SILENT, STOPPED)
    steps = journeys.last - journeys.first + 1
    cases = np.bincount(door[ended], minlength=organisations).astype(float)
    served_cases = np.bincount(door[ended & served], minlength=organisations).astype(float)
    referrals = np.bincount(door[ended], weights=steps[ended], minlength=organisations)
    modelled = model_doors(log, journeys, organisations)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = referrals / cases
    frame = pd.DataFrame(
        {
            "organisation": np.arange(organisations),
            "cases": cases.astype(np.int64),
            **rate("served_share", served_cases, cases),
            "referrals": mean,
            **modelled,
        }
    )
    is_shown = cases >= FEWEST_CASES
    return frame[is_shown].reset_index(drop=True), int(((cases > 0) & ~is_shown).sum())


def model_doors(log: Log, journeys: Journeys, organisations: int) -> dict[str, NDArray[np.float64]]:
    """Return how often each door leads to being served, were every next step independent.

    An absorbing Markov chain with two states an organisation, as first contact and as receiver:
    an organisation does otherwise with those who turn up than with those it is sent. Journeys
    that have not ended add no end. Empty where a state has no way to an end: people there can
    circle for ever, or none has ended yet.
    """
    target = log.rows["target"].to_numpy()
    goes_on = np.ones(len(target), dtype=bool)
    goes_on[journeys.first] = False
    on = np.flatnonzero(goes_on)
    door = log.rows["source"].to_numpy()[journeys.first]
    end = organisations + target[journeys.last]
    size = 2 * organisations
    served = is_one_of(journeys.outcome, SERVED, IN_HAND)
    lost = is_one_of(journeys.outcome, SILENT, STOPPED)
    moves = _count(
        np.concatenate([door, organisations + target[on - 1]]),
        organisations + np.concatenate([target[journeys.first], target[on]]),
        size,
    )
    ends = np.bincount(end[served], minlength=size), np.bincount(end[lost], minlength=size)
    total = np.asarray(moves.sum(axis=1)).ravel() + ends[0] + ends[1]
    solved = _solve(moves, ends[0].astype(float), total.astype(float), ends[0] + ends[1] > 0)
    return {
        "modelled_served_share": solved[0][:organisations],
        "modelled_referrals": solved[1][:organisations] - 1,
    }


def _count(row: NDArray[np.intp], column: NDArray[np.intp], size: int) -> Matrix:
    matrix = sparse.csr_array((np.ones(len(row)), (row, column)), shape=(size, size))
    matrix.sum_duplicates()
    return matrix


def _solve(
    moves: Matrix,
    served: NDArray[np.float64],
    total: NDArray[np.float64],
    ends_here: NDArray[np.bool_],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the chance to be served and the expected moves to the end, from each state.

    With Q the moves and r the served, as shares of a state's total: p = Q p + r, t = Q t + 1.
    """
    size = len(total)
    chance, length = np.full(size, np.nan), np.full(size, np.nan)
    kept = np.flatnonzero(_is_sure_to_end(moves, ends_here, total > 0))
    if not len(kept):
        return chance, length
    share = sparse.diags_array(1 / total[kept]) @ moves[kept][:, kept]
    right = np.column_stack([served[kept] / total[kept], np.ones(len(kept))])
    chance[kept], length[kept] = _sum_series(sparse.csr_array(share), right).T
    return chance, length


def _sum_series(share: Matrix, right: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (I - Q)⁻¹ r as r + Q r + Q² r …, or by factors where people go round for long."""
    total, term = right.copy(), right
    for _ in range(_MOST_TERMS):
        term = share @ term
        total += term
        if term.max(initial=0.0) < _SMALL_TERM:
            return total
    system = sparse.csc_array(sparse.eye_array(len(right)) - share)
    return np.asarray(spsolve(system, right)).reshape(right.shape)


def _is_sure_to_end(
    moves: Matrix, ends_here: NDArray[np.bool_], has_moves: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Tell which states end with certainty: no way leads to where there is no way to an end."""
    may_end = _reach_back(moves, ends_here)
    endless = ~may_end | ~has_moves
    return ~_reach_back(moves, endless)


def _reach_back(moves: Matrix, goal: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell which states can get to a goal, themselves included."""
    size = len(goal)
    into = sparse.csr_array(sparse.vstack([moves.T, sparse.csr_array(goal[None, :].astype(float))]))
    into = sparse.hstack([into, sparse.csr_array((size + 1, 1))]).tocsr()
    reached = np.zeros(size + 1, dtype=bool)
    reached[breadth_first_order(into, size, return_predecessors=False)] = True
    return reached[:size]
