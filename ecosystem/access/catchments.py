"""How capacity reaches people: floating catchment measures. Arrays in, arrays out.

Areas and services are linked by pairs, a sparse matrix (areas, services): an entry is a pair in
reach. Its value is the distance, in kilometres or minutes; NaN where it is not known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
from scipy import sparse

from .limits import is_within

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = sparse.csr_array[Any, tuple[int, int]]
    Floats = NDArray[np.float64]

Method = Literal["2sfca", "e2sfca", "gaussian", "3sfca", "balanced", "raam"]

METHODS: tuple[Method, ...] = get_args(Method)
"""Two-step, its enhanced and Gaussian forms, three-step, balanced, rational agents."""

ADDITIVE: frozenset[str] = frozenset({"2sfca", "e2sfca", "gaussian"})
"""Methods in which what a service gives an area does not hang on which other services there are."""

NEEDS_DISTANCE = frozenset({"e2sfca", "gaussian", "raam"})
"""Methods that mean nothing without a distance."""

_ENOUGH = 1 - 1e-9
"""Coverage from which all are met: shares of a capacity that add up to all of it may miss the
whole by rounding, and nobody is left without by a billionth of a person."""

_STEPS = {
    "e2sfca": ((1 / 3, 2 / 3), (1.0, 0.68, 0.22)),
    "3sfca": ((1 / 6, 1 / 3, 1 / 2), (0.962, 0.704, 0.377, 0.042)),
}
"""For each method where its bands end, as shares of the limit, and the weight in each band: Luo and
Qi (2009) for e2sfca, Wan, Zou and Sternberg (2012) for 3sfca; their bands in minutes, 10, 20 and 30
and 10, 20, 30 and 60, are taken as shares of the longest."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Provision:
    """The capacity that reaches each area.

    Attributes
    ----------
    access : (areas,) float
        Places for each person; with "raam" what a place costs each person, in limits travelled,
        crowding included: lower is better, NaN where there is none.
    people : (areas,) float
        How many people of the area can be seen.
    """

    access: Floats
    people: Floats


def measure_provision(
    pairs: Matrix,
    demand: Floats,
    capacity: Floats,
    *,
    method: Method = "2sfca",
    limit: float = np.inf,
) -> Provision:
    """Return what the capacity of services comes to in each area.

    Parameters
    ----------
    pairs
        The distance of every pair of area and service in reach.
    demand
        People in each area, 0 or more.
    capacity
        People each service can see, 0 or more.
    method
        One of METHODS.
    limit
        The distance at which reach ends, in the unit of the pairs; infinite: all pairs weigh the
        same.

    Returns
    -------
    Provision
        An area with nothing in reach has 0 places, never NaN.

    Notes
    -----
    With weight w of the distance, demand D and capacity S, areas i, k and services j:

    - 2sfca: Rⱼ = Sⱼ / Σₖ Dₖwₖⱼ with w = 1, access Aᵢ = Σⱼ wᵢⱼRⱼ (Luo and Wang 2003).
    - e2sfca: w = 1, 0.68, 0.22 in thirds of the limit (Luo and Qi 2009).
    - gaussian: w = (exp(-½(d/limit)²) - exp(-½)) / (1 - exp(-½)) (Dai 2010).
    - 3sfca: w steps 0.962, 0.704, 0.377, 0.042 up to 1/6, 1/3, 1/2 and 1 of the limit; people
      choose among services, Gᵢⱼ = wᵢⱼ / Σⱼwᵢⱼ, and Gw takes the place of w (Wan et al. 2012).
    - balanced: w as in e2sfca, each area's people divided among services by wᵢⱼ / Σⱼwᵢⱼ, each
      service's places among areas by wᵢⱼ / Σᵢwᵢⱼ (Páez et al. 2019).
    - raam: people move to where crowding and travel cost them least (Saxon and Snow 2020).

    People seen: with 2sfca, e2sfca, gaussian and 3sfca DᵢAᵢ, which adds up to the capacity; with
    balanced and raam, where each person goes to one service, no more at a service than its
    capacity and no more from an area than go there.

    Time and memory grow with the number of pairs; raam 150 times over.
    """
    if method == "raam":
        return _move_agents(pairs, demand, capacity, limit)
    weights = weigh(pairs, method, limit)
    if method == "balanced":
        return _balance(weights, demand, capacity)
    if method == "3sfca":
        weights = _replace_values(weights, weights.data * _share_rows(weights))
    access = weights @ _divide(capacity, weights.T @ demand)
    return Provision(access=access, people=access * demand)


def share_capacity(
    pairs: Matrix, demand: Floats, capacity: Floats, *, method: Method, limit: float
) -> Floats:
    """Return the coverage that each pair gives its area, by an additive method: (pairs,).

    NaN where the capacity of the service is not known. What nobody needs covers nothing.
    """
    weights = weigh(pairs, method, limit)
    places = _divide(capacity, weights.T @ np.nan_to_num(demand))
    places[np.isnan(capacity)] = np.nan
    return np.asarray(weights.data * places[weights.indices])


@dataclass(frozen=True, kw_only=True, eq=False)
class Met:
    """How far the need of each area is met; NaN where that is not known.

    Attributes
    ----------
    access : (areas,) float
        As in `Provision`.
    provision : (areas,) float, people
        Who can be seen.
    coverage : (areas,) float, 0 to 1
        The share of the people in need who can be seen.
    deficit : (areas,) float, people
        Who are left without.
    """

    access: Floats
    provision: Floats
    coverage: Floats
    deficit: Floats


def measure_met(
    pairs: Matrix,
    demand: Floats,
    capacity: Floats,
    *,
    method: Method = "2sfca",
    limit: float = np.inf,
) -> Met:
    """Return how far demand is met where demand and capacity may be NaN: not known.

    Where a service in reach has no known capacity the known part is a lower bound: the need is
    known to be met if that is enough already, and not known otherwise. No place in reach is known
    to meet nothing.
    """
    # What is not known counts as nothing here, so that what comes out is the least there is.
    provision = measure_provision(
        pairs, np.nan_to_num(demand), np.nan_to_num(capacity), method=method, limit=limit
    )
    silent = sparse.csr_array(pairs[:, np.flatnonzero(np.isnan(capacity))])
    is_complete = np.diff(silent.indptr) == 0

    # Where nobody is in need there is nothing to cover: NaN, and no division by 0.
    needed = np.where(demand > 0, demand, np.nan)
    coverage = provision.people / needed
    coverage[coverage >= _ENOUGH] = 1.0
    is_known = is_complete | (coverage == 1)
    deficit = np.where(coverage == 1, 0.0, needed - provision.people)
    return Met(
        access=np.where(is_complete, provision.access, np.nan),
        provision=np.where(is_known & (demand > 0), provision.people, np.nan),
        coverage=np.where(is_known, coverage, np.nan),
        deficit=np.where(is_known, deficit, np.nan),
    )


def weigh(pairs: Matrix, method: Method, limit: float) -> Matrix:
    """Return the weight of every pair: 1 at hand, less with distance where the method says so.

    A pair whose distance is not known counts as at hand; one beyond the limit as at the limit.
    """
    if method == "2sfca" or not np.isfinite(limit):
        return _replace_values(pairs, np.ones(len(pairs.data)))
    # fmin gives the limit where the distance is not known, so those are set after it.
    distance = np.fmin(pairs.data, limit)
    distance[np.isnan(pairs.data)] = 0.0
    if method == "gaussian":
        # Shifted and stretched, so that it falls from 1 at hand to 0 at the limit (Dai 2010).
        end = np.exp(-0.5)
        return _replace_values(pairs, (np.exp(-0.5 * (distance / limit) ** 2) - end) / (1 - end))
    shares, weights = _STEPS["3sfca" if method == "3sfca" else "e2sfca"]
    band = np.zeros(len(distance), dtype=np.int8)
    for share in shares:
        band += ~is_within(distance, share * limit)
    return _replace_values(pairs, np.array(weights)[band])


def _replace_values(pairs: Matrix, data: Floats) -> Matrix:
    """Return the same pairs with other values."""
    return sparse.csr_array((data, pairs.indices, pairs.indptr), shape=pairs.shape)


def _divide(above: Floats, below: Floats) -> Floats:
    """Return one over the other; 0 where there is nothing to divide by."""
    return np.divide(above, below, out=np.zeros(len(above)), where=below > 0)


def _share_rows(weights: Matrix) -> Floats:
    """Return each pair's share of its area's weight."""
    total = weights @ np.ones(weights.shape[1])
    return weights.data * np.repeat(_divide(np.ones(len(total)), total), np.diff(weights.indptr))


def _balance(weights: Matrix, demand: Floats, capacity: Floats) -> Provision:
    """Return what reaches each area where people and places are each counted once."""
    # Each area's people are divided among services, each service's places among areas: both sets
    # of shares add up to 1, so neither a person nor a place is counted twice.
    share_going = _replace_values(weights, _share_rows(weights))
    total = weights.T @ np.ones(weights.shape[0])
    share_given = _replace_values(
        weights, weights.data * _divide(np.ones(len(total)), total)[weights.indices]
    )

    served = _divide(capacity, share_going.T @ demand)
    return Provision(
        access=share_given @ served, people=demand * (share_going @ np.minimum(served, 1))
    )


_CYCLES = 150
"""Rounds in which people move. With this and the numbers below the answer is that of PySAL `access`
(raam.py: max_cycles, initial_step, min_step, half_life, limit_initial), to 5e-16 where whole people
move (benchmarks/gaps.py); fewer rounds leave crowding less level."""

_FIRST_STEP, _LEAST_STEP, _HALF_LIFE = 0.2, 0.005, 50
"""The most that may move in a round, as a share of an area's people: at first, at last, and after
how many rounds it is half as much. As in PySAL."""

_CAREFUL_CYCLES = 20
"""Rounds at the start in which fewer move where more would fill a service at once. As in PySAL."""

_SMALLEST_MOVE = 1e-3
"""People move in multiples of this. PySAL moves whole people, which keeps small groups from moving
at all; see docs/methods/gaps.md."""


def _move_agents(pairs: Matrix, demand: Floats, capacity: Floats, limit: float) -> Provision:
    """Return what reaches each area where people go where crowding and travel cost them least."""
    # Nobody goes to a service without places, and nobody stays in an area without one in reach.
    usable = sparse.csr_array(pairs[:, np.flatnonzero(capacity > 0)])
    here = np.flatnonzero((demand > 0) & (np.diff(usable.indptr) > 0))
    usable = sparse.csr_array(usable[here])
    capacity = capacity[capacity > 0]
    access = np.full(len(demand), np.nan)
    people = np.zeros(len(demand))
    if len(here):
        # Crowding of 1 is that of the mean over all people and places, and costs as much as
        # travel over the whole limit: Saxon and Snow's scale.
        mean_load = demand.sum() / capacity.sum()
        travel = np.nan_to_num(usable.data, nan=0.0) / limit
        cost, going = assign_agents(
            _replace_values(usable, travel), demand[here], capacity * mean_load, move=_SMALLEST_MOVE
        )
        access[here] = cost

        # Whoever goes to a service is seen with the same chance, whatever area they come from.
        load = _sum_by(usable.indices, going, len(capacity))
        seen = np.minimum(_divide(capacity, load), 1)[usable.indices] * going
        people[here] = np.add.reduceat(seen, usable.indptr[:-1])
    return Provision(access=access, people=people)


def assign_agents(
    travel: Matrix, demand: Floats, capacity: Floats, *, move: float
) -> tuple[Floats, Floats]:
    """Return the mean cost for the people of each area, and how many take each pair.

    The cost of a pair is its travel plus the service's crowding: people there for each place.
    All start at the service nearest by travel. In each of 150 cycles some of the people of each
    area at their dearest service move to the cheapest: as many as would level the two, but no
    more than a share of the area's people that falls from 20 % to 0.5 %, in multiples of `move`.
    For the first 20 cycles fewer move where more would fill a service at once. Every area needs
    a pair, and people.
    """
    # (pairs,): the service and the area of each, and the people who take it, area after area, so
    # that the pairs of area i are start[i] to start[i + 1].
    service, start = travel.indices, travel.indptr[:-1]
    area = np.repeat(np.arange(len(demand)), np.diff(travel.indptr))
    going = np.zeros(len(travel.data))
    going[_first_least(travel.data, start, area)] = demand
    cost = travel.data
    for cycle in range(_CYCLES):
        load = _sum_by(service, going, len(capacity))
        cost = (load / capacity)[service] + travel.data

        # (areas,): the dearest pair that anyone takes, and the cheapest of all.
        dear = _first_least(np.where(going > 0, -cost, np.inf), start, area)
        cheap = _first_least(cost, start, area)
        moving = _level_costs(travel.data, going, load, capacity, service, dear, cheap)

        # All areas move at once and do not see one another, so they move in ever smaller steps.
        most = max(_FIRST_STEP * 0.5 ** (cycle / _HALF_LIFE), _LEAST_STEP) * demand
        moving = np.trunc(np.minimum(moving, most) / move)
        if cycle < _CAREFUL_CYCLES:
            arriving = _sum_by(service[cheap], moving * move, len(capacity))
            crowd = np.maximum(arriving / capacity, 1)
            moving = np.round(moving / crowd[service[cheap]])
        going[cheap] += moving * move
        going[dear] -= moving * move
    return np.add.reduceat(cost * going, start) / np.add.reduceat(going, start), going


def _sum_by(number: NDArray[np.int32], values: Floats, size: int) -> Floats:
    """Return the sum of the values of each number, from 0 to below `size`."""
    return np.asarray(np.bincount(number, weights=values, minlength=size), dtype=np.float64)


def _level_costs(  # noqa: PLR0913, PLR0917 - one formula, and what stands in it
    travel: Floats,
    going: Floats,
    load: Floats,
    capacity: Floats,
    service: NDArray[np.int32],
    dear: NDArray[np.intp],
    cheap: NDArray[np.intp],
) -> Floats:
    """Return how many of each area must move from the dearest to the cheapest service.

    After the move the two cost the same, crowding and travel together, if nobody of another area
    moves: x at the cheap one with (x + others there) / capacity + travel alike on both sides.
    """
    from_, to = service[dear], service[cheap]
    room = capacity[to] * capacity[from_] / (capacity[to] + capacity[from_])
    both = going[cheap] + going[dear]
    # How much more the dear one costs than the cheap with all the area's people at the two there.
    difference = (
        travel[dear]
        - travel[cheap]
        + (both + load[from_] - going[dear]) / capacity[from_]
        - (load[to] - going[cheap]) / capacity[to]
    )
    moving = np.minimum(room * difference - going[cheap], going[dear])
    return np.where(dear == cheap, 0, moving)


def _first_least(
    values: Floats, start: NDArray[np.int32], area: NDArray[np.intp]
) -> NDArray[np.intp]:
    """Return for each area which of its pairs has the least value; the first of several."""
    is_least = np.flatnonzero(values == np.minimum.reduceat(values, start)[area])
    first = np.empty(len(start), dtype=np.intp)
    first[area[is_least][::-1]] = is_least[::-1]
    return first
