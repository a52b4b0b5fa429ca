"""Who leads on what: a transport problem, solved as an assignment, and what each change costs.

Shapes: types are service types, and rows of every matrix; organisations are its columns.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import maximum_flow

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]

NOBODY = -1
"""The lead of a type without one."""

_NEVER = -1.0
"""Worth of a place that may not be taken: below that of having no lead, which is 0."""


_ROUNDING = 1e-12
"""Share of the worth of a lead that sums may be off by: some thousand times the last digit."""


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What it would cost to have another lead, a row a type.

    Attributes
    ----------
    next_best : (types,) int
        The organisation with which the whole plan is best if the lead is another; `NOBODY` if no
        other could lead.
    lost : (types,) int
        How many types fewer would have a lead then.
    less : (types,) float
        By how much the fits of all leads together would fall; NaN if no other could lead.
    """

    next_best: Integers
    lost: Integers
    less: Floats


def find_least_capacity(fit: Floats, capacity: Integers, is_open: NDArray[np.bool_]) -> int:
    """Return the smallest capacity, one for all that are open, with which most types have a lead.

    Nobody is spread thinner than is needed for every type that can have a lead to have one.
    """
    types = fit.shape[0]

    def count(least: int) -> int:
        return _count_led(fit, np.where(is_open, least, capacity))

    # With room for all types at each no more can be led; with more room never fewer are.
    return 1 + bisect_left(range(1, max(types, 1)), count(types), key=count)


def _count_led(fit: Floats, capacity: Integers) -> int:
    """Return how many types can have a lead: a maximum flow from types to organisations."""
    types, organisations = fit.shape
    type_rows, organisation_rows = np.nonzero(fit > 0)
    # Nodes: the source, the types, the organisations, the sink.
    source, sink = 0, 1 + types + organisations
    tails = [np.full(types, source), 1 + type_rows, 1 + types + np.arange(organisations)]
    heads = [1 + np.arange(types), 1 + types + organisation_rows, np.full(organisations, sink)]
    rooms = [np.ones(types), np.ones(len(type_rows)), np.minimum(capacity, types)]
    graph = sparse.csr_array(
        (
            np.concatenate(rooms).astype(np.int32),
            (np.concatenate(tails).astype(np.int32), np.concatenate(heads).astype(np.int32)),
        ),
        shape=(sink + 1, sink + 1),
    )
    return int(maximum_flow(graph, source, sink).flow_value)


def assign_leads(fit: Floats, capacity: Integers) -> Integers:
    """Return the lead of each type: (types,) row of an organisation, or `NOBODY`.

    As many types as can be have one, and among such plans the sum of fits is the largest. `fit` is
    (types, organisations): above 0 where the organisation could lead.
    """
    worth = _measure_worth(fit, capacity)
    types = len(worth)
    able = worth > 0

    # (types,): the best of those that can never be full, who need no places of their own, and
    # before them nobody at all, whose worth is 0. So there is always an answer.
    is_free = capacity >= able.sum(axis=0)
    first = np.column_stack([np.zeros(types), np.where(able & is_free, worth, _NEVER)])
    best = first.argmax(axis=1)

    # A column for each place of the others, and one for each type that takes the best above.
    limited = np.flatnonzero(~is_free)
    places = np.repeat(limited, capacity[limited])
    own = np.full((types, types), _NEVER)
    np.fill_diagonal(own, first[np.arange(types), best])
    taken = np.where(able, worth, _NEVER)[:, places]
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 - start-up time

    rows, columns = linear_sum_assignment(np.hstack([taken, own]), maximize=True)
    lead = np.full(types, NOBODY, dtype=np.intp)
    has_place = columns < len(places)
    lead[rows[has_place]] = places[columns[has_place]]
    lead[rows[~has_place]] = best[rows[~has_place]] - 1
    return lead


def measure_changes(fit: Floats, capacity: Integers, lead: Integers) -> Changes:
    """Return what it costs, exactly, to have another lead on each type, all others free to move.

    If the new lead has no room it hands a type on, and whoever takes that may hand on one of its
    own, until somebody has room. The old lead has room now, so a type may be better there: whoever
    holds it hands it over. Together that is a shortest way from the new lead to the old one, or to
    somebody with room, in the residual network of the plan. To be without a lead is to be held by
    nobody, who has room for all. No way need go on from the old lead, and so none moves the type
    itself twice: what goes on from there would have made the plan better, and nothing does.
    """
    types, organisations = fit.shape
    # (types, organisations + 1): what the type is worth with each; the last column is nobody.
    worth = np.column_stack([_measure_worth(fit, capacity), np.zeros(types)])
    is_open = np.column_stack([worth[:, :-1] > 0, np.ones(types, dtype=bool)])
    holder = np.where(lead == NOBODY, organisations, lead)
    own = worth[np.arange(types), holder]
    cost = np.where(is_open, own[:, None] - worth, np.inf)
    load = np.bincount(holder, minlength=organisations + 1)
    has_room = np.append(load[:-1] < capacity, True)

    # (holders,): the cheapest way to be rid of a type, to somebody with room. (holders, holders):
    # to hand one to the other; or to be rid of it, for then the way goes on, free of charge, at
    # anybody who may hand one over to the old lead.
    holders = np.unique(holder)
    row_of = np.full(organisations + 1, -1, dtype=np.intp)
    row_of[holders] = np.arange(len(holders))
    handed = np.empty((len(holders), len(holders)))
    rid = np.zeros(len(holders))
    for row, organisation in enumerate(holders):
        cheapest = cost[holder == organisation].min(axis=0)
        rid[row] = 0.0 if has_room[organisation] else cheapest[has_room].min()
        handed[row] = np.minimum(cheapest[holders], rid[row])
    np.fill_diagonal(handed, 0.0)
    for middle in range(len(holders)):
        # Floyd and Warshall: ways by one more holder. A step may cost less than nothing, but no
        # circle does, because the plan is the best.
        np.minimum(handed, handed[:, middle, None] + handed[middle], out=handed)
    rid = (handed + rid).min(axis=1, initial=np.inf)

    # (types, organisations + 1): what it costs if this one leads and everybody else moves.
    to_old = handed[:, row_of[holder]].T
    moved = np.repeat(to_old.min(axis=1, initial=0.0)[:, None], organisations + 1, axis=1)
    moved[:, holders] = np.minimum(rid, to_old)
    cost += moved
    cost[np.arange(types), holder] = np.inf
    return _split_costs(cost[:, :-1], _weigh_lead(fit))


def _split_costs(cost: Floats, lead_worth: float) -> Changes:
    """Return the cheapest change of each type as leads lost and fit lost."""
    types, organisations = cost.shape
    if not organisations:
        nobody = np.full(types, NOBODY, dtype=np.intp)
        return Changes(next_best=nobody, lost=np.zeros_like(nobody), less=np.full(types, np.nan))
    best = cost.argmin(axis=1)
    least = cost[np.arange(types), best]
    can_change = np.isfinite(least)
    finite = np.where(can_change, least, 0.0)
    # A lead outweighs all fits together, so the nearest multiple of it is how many are lost.
    lost = np.rint(finite / lead_worth)
    less = finite - lost * lead_worth
    # What adding fractions leaves is nothing: it is far below any difference of scores.
    less[np.abs(less) < _ROUNDING * lead_worth] = 0.0
    return Changes(
        next_best=np.where(can_change, best, NOBODY),
        lost=lost.astype(np.intp),
        less=np.where(can_change, less, np.nan),
    )


def _measure_worth(fit: Floats, capacity: Integers) -> Floats:
    """Return what a lead is worth: (types, organisations), 0 where it could not be.

    Leads come first: one more is worth more than any sum of fits.
    """
    is_able = (fit > 0) & (capacity > 0)
    return np.where(is_able, fit + _weigh_lead(fit), 0.0)


def _weigh_lead(fit: Floats) -> float:
    """Return the worth of having a lead: a power of two above twice any sum of fits.

    As a power of two it is added and taken away without rounding whole numbers.
    """
    most = 2 * fit.shape[0] * np.max(np.nan_to_num(fit), initial=0.0) + 2
    return float(2.0 ** np.ceil(np.log2(most)))
