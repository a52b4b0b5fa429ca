"""Which sites to open where places are limited, or the worst off come first: arrays in and out."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from .covering import TOLERANCE, add_greedily
from .solver import relax, solve

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .solver import Solved

    Matrix = sparse.csr_array[Any, tuple[int, int]]
    Floats = NDArray[np.float64]
    Sites = NDArray[np.intp]


@dataclass(frozen=True, kw_only=True, eq=False)
class Wanted:
    """Sites that reach areas, the places they have, and the people there who are without.

    covers: (sites, areas), of ones. people: without, in each area. capacity: of each site;
    infinite: enough for all. cost, budget: as in `cover_most`. must: sites that have to be open.
    """

    covers: Matrix
    people: Floats
    capacity: Floats
    cost: Floats
    budget: float
    must: NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, eq=False)
class Groups:
    """Larger places: which one each area is in (-1: none), and in each the people in need.

    served: of these, the people who have a place already.
    """

    of_area: Sites
    people: Floats
    served: Floats


@dataclass(frozen=True, kw_only=True, eq=False)
class Served:
    """The sites to open, the people of each area they see, and bounds on what could be.

    bound: on all people seen; least_bound: on the least share of any group.
    """

    sites: Sites
    seen: Floats
    bound: float
    least_bound: float = np.nan


@dataclass(frozen=True, kw_only=True, eq=False)
class _Program:
    """Sites first, then uses: the share of the room, in people, that an area has there."""

    rows: Matrix
    most: Floats
    room: Floats
    area: Sites


def serve_most(wanted: Wanted, *, seconds: float) -> Served:
    """Return the sites within a budget that see most people, each no more than its places.

    Notes
    -----
    Capacitated maximal covering (Current and Storbeck 1988, https://doi.org/10.1068/b150153) as a
    whole-number program: the people of an area are divided among the open sites that reach it.
    The work may grow without bound, to the time given.
    """
    program = _write(wanted)
    solved = _solve(wanted, program, seconds=seconds)
    return _settle(wanted, program, solved)


def serve_worst(wanted: Wanted, groups: Groups, *, seconds: float) -> Served:
    """Return the sites that raise the least share served of any group most; then most people."""
    end = time.monotonic() + seconds
    program = _write(wanted)
    sites, columns = wanted.covers.shape[0], program.rows.shape[1]
    counted = np.flatnonzero(groups.people > 0)
    inside = np.flatnonzero(groups.of_area[program.area] >= 0)
    of_pair = groups.of_area[program.area[inside]]
    served = sparse.csr_array(
        (program.room[inside] / groups.people[of_pair], (of_pair, sites + inside)),
        shape=(len(groups.people), columns),
    )[counted]
    share = groups.served[counted] / groups.people[counted]
    raised = replace(
        program,
        rows=sparse.block_array(
            [[program.rows, None], [-served, sparse.csr_array(np.ones((len(counted), 1)))]],
            format="csr",
        ),
        most=np.concatenate([program.most, share]),
    )
    first = _solve(wanted, raised, seconds=(end - time.monotonic()) / 2)
    least_bound = min(-first.bound, 1.0)
    if first.variables is None:
        return replace(_settle(wanted, program, first), least_bound=least_bound)
    least = first.variables[-1] - TOLERANCE
    held = replace(
        program,
        rows=sparse.vstack([program.rows, -served], format="csr"),
        most=np.concatenate([program.most, share - least]),
    )
    second = _solve(wanted, held, seconds=end - time.monotonic())
    if second.variables is None:
        second = replace(second, variables=first.variables)
    return replace(_settle(wanted, program, second), least_bound=least_bound)


def share_out(wanted: Wanted, sites: Sites) -> Floats:
    """Return how many people of each area these sites can see, as many as possible in all."""
    opened = replace(
        wanted,
        covers=sparse.csr_array(wanted.covers[sites]),
        capacity=wanted.capacity[sites],
        cost=np.zeros(len(sites)),
        must=np.ones(len(sites), dtype=bool),
    )
    program = _write(opened)
    if not len(program.room):
        return np.zeros(len(wanted.people))
    goal = np.concatenate([np.zeros(len(sites)), -program.room])
    return _add_up(opened, program, relax(goal, program.rows, program.most).variables)


def _write(wanted: Wanted) -> _Program:
    """Return the program: no use beyond an area's people, a site's places, at a closed site.

    Sites without a limit are one use of an area, open if any of them is; each site with a limit
    is a use of its own.
    """
    sites = len(wanted.cost)
    is_limited = np.isfinite(wanted.capacity)
    free, limited = np.flatnonzero(~is_limited), np.flatnonzero(is_limited)
    pooled = sparse.csr_array(wanted.covers[free].T)
    anywhere = np.flatnonzero((np.diff(pooled.indptr) > 0) & (wanted.people > 0))
    pairs = sparse.coo_array(wanted.covers[limited])
    site, at = limited[pairs.coords[0]], np.asarray(pairs.coords[1], dtype=np.intp)
    room = np.minimum(wanted.people[at], wanted.capacity[site])
    site, at, own = site[room > 0], at[room > 0], room[room > 0]
    room, area = np.concatenate([wanted.people[anywhere], own]), np.concatenate([anywhere, at])
    count, own_uses = len(room), len(anywhere) + np.arange(len(site))
    by_any = sparse.coo_array(pooled[anywhere])
    is_open = sparse.csr_array(
        (
            -np.ones(len(by_any.data) + len(site)),
            (
                np.concatenate([by_any.coords[0], own_uses]),
                np.concatenate([free[by_any.coords[1]], site]),
            ),
        ),
        shape=(count, sites),
    )
    of_site = sparse.csr_array((own, (site, own_uses)), shape=(sites, count))[limited]
    of_area = sparse.csr_array((room, (area, np.arange(count))), shape=(len(wanted.people), count))
    places = sparse.csr_array(
        (-wanted.capacity[limited], (np.arange(len(limited)), limited)),
        shape=(len(limited), sites),
    )
    rows = sparse.block_array(
        [
            [is_open, sparse.eye_array(count)],
            [places, of_site],
            [None, of_area],
            [sparse.csr_array(wanted.cost[None, :]), None],
        ],
        format="csr",
    )
    most = np.concatenate([np.zeros(count + len(limited)), wanted.people, [wanted.budget]])
    return _Program(rows=rows, most=most, room=room, area=area)


def _solve(wanted: Wanted, program: _Program, *, seconds: float) -> Solved:
    """Return the program's answer: most people or, with a column more, the most of that."""
    sites, columns = len(wanted.cost), program.rows.shape[1]
    plain = sites + len(program.room)
    goal = np.zeros(columns)
    goal[plain:] = -1
    if columns == plain:
        goal[sites:] = -program.room
    lower = np.zeros(columns)
    lower[:sites][wanted.must] = 1
    return solve(
        goal,
        program.rows,
        program.most,
        is_whole=np.arange(columns) < sites,
        lower=lower,
        upper=np.ones(columns),
        seconds=seconds,
    )


def _settle(wanted: Wanted, program: _Program, solved: Solved) -> Served:
    """Return the answer of the program; a greedy one if the time did not reach for any."""
    if solved.variables is None:
        fixed = np.flatnonzero(wanted.must)
        left = wanted.budget - float(wanted.cost[fixed].sum())
        open_to = np.where(wanted.must, np.inf, wanted.cost)
        more = add_greedily(wanted.covers, wanted.people, open_to, left)
        sites = np.concatenate([fixed, more])
        seen = share_out(wanted, sites)
    else:
        sites = np.flatnonzero(solved.variables[: len(wanted.cost)] > 0.5)
        seen = _add_up(wanted, program, solved.variables)
    bound = min(-solved.bound, float(wanted.people.sum()))
    return Served(sites=sites, seen=seen, bound=max(bound, float(seen.sum())))


def _add_up(wanted: Wanted, program: _Program, variables: Floats) -> Floats:
    sites = len(wanted.cost)
    used = program.room * variables[sites : sites + len(program.room)]
    seen = np.bincount(program.area, weights=used, minlength=len(wanted.people))
    return np.minimum(np.asarray(seen, dtype=np.float64), wanted.people)
