"""Whether the result depends on where a person first turns up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse.csgraph import breadth_first_order

from .journeys import IN_HAND, SERVED, SILENT, STOPPED
from .log import is_one_of
from .rates import rate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .journeys import Journeys
    from .log import Log

    Matrix = sparse.csr_array[Any, tuple[int, int]]


FEWEST_CASES = 10
"""A door with fewer ended cases is not shown: of nine, one person more or less is a ninth, and
doors would be ranked by chance."""

_MOST_TERMS = 500
"""Moves that are followed one by one; where people still go round, factors are found instead. It
tunes speed only: both ways give the same sum."""

_SMALL_TERM = 1e-13
"""A term below this adds nothing that is shown: the sum is then complete."""


def compare_doors(log: Log, journeys: Journeys, organisations: int) -> tuple[pd.DataFrame, int]:
    """Return a row for each first contact with enough cases, and how many were left out.

    Columns: organisation (row of organisations), cases (that have ended), served_share (of these,
    served or in hand) with _low and _high, referrals (mean number until the end),
    modelled_served_share and modelled_referrals (see `model_doors`).
    """
    # A door is who first sent the person on. Journeys that have not ended say nothing yet.
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
    circle for ever, or none has ended yet. Both arrays are (organisations,).
    """
    # States: i is organisation i as first contact, organisations + i the same as receiver.
    size = 2 * organisations
    target = log.rows["target"].to_numpy()
    door = log.rows["source"].to_numpy()[journeys.first]

    # Rows that go on from the row before, in the same journey.
    goes_on = np.ones(len(target), dtype=bool)
    goes_on[journeys.first] = False
    onward = np.flatnonzero(goes_on)

    # (states, states): how often people moved on, from the door and from receiver to receiver.
    moves = _count_moves(
        np.concatenate([door, organisations + target[onward - 1]]),
        organisations + np.concatenate([target[journeys.first], target[onward]]),
        size,
    )

    # (states,): how often a journey ended there, well or not.
    end = organisations + target[journeys.last]
    served = np.bincount(end[is_one_of(journeys.outcome, SERVED, IN_HAND)], minlength=size)
    lost = np.bincount(end[is_one_of(journeys.outcome, SILENT, STOPPED)], minlength=size)
    total = np.asarray(moves.sum(axis=1)).ravel() + served + lost
    chance, length = _solve(moves, served.astype(float), total.astype(float), served + lost > 0)

    # The last move is to the end, and no referral.
    return {
        "modelled_served_share": chance[:organisations],
        "modelled_referrals": length[:organisations] - 1,
    }


def _count_moves(row: NDArray[np.intp], column: NDArray[np.intp], size: int) -> Matrix:
    """Return how often each state is followed by each."""
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
    `moves` is (states, states), the others (states,); so are both arrays returned, NaN where an
    end is not certain.
    """
    size = len(total)
    chance, length = np.full(size, np.nan), np.full(size, np.nan)

    # Only states that are sure to end: with any other, I - Q could not be inverted.
    kept = np.flatnonzero(_is_sure_to_end(moves, ends_here, total > 0))
    if not len(kept):
        return chance, length
    share = sparse.diags_array(1 / total[kept]) @ moves[kept][:, kept]

    # Two right-hand sides, solved at once: being served, and one move.
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
    from scipy.sparse.linalg import spsolve  # noqa: PLC0415 - start-up time

    system = sparse.csc_array(sparse.eye_array(len(right)) - share)
    return np.asarray(spsolve(system, right)).reshape(right.shape)


def _is_sure_to_end(
    moves: Matrix, ends_here: NDArray[np.bool_], has_moves: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Tell which states end with certainty: no way leads to where there is no way to an end."""
    # Who may never end: without a way to an end, or with a way to where there is none.
    may_end = _reach_back(moves, ends_here)
    endless = ~may_end | ~has_moves
    return ~_reach_back(moves, endless)


def _reach_back(moves: Matrix, goal: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell which states can get to a goal, themselves included."""
    # One more state, from which the moves are followed backwards, leads to every goal.
    size = len(goal)
    into = sparse.csr_array(sparse.vstack([moves.T, sparse.csr_array(goal[None, :].astype(float))]))
    into = sparse.hstack([into, sparse.csr_array((size + 1, 1))]).tocsr()
    reached = np.zeros(size + 1, dtype=bool)
    reached[breadth_first_order(into, size, return_predecessors=False)] = True
    return reached[:size]
