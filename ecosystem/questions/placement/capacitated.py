"""Which sites to open where places are limited, or the worst off come first: arrays in and out.

Both are whole-number programs of one form. The variables are the sites (1: open) and then the
*uses*: a use is an area with a site, or with any of the sites that have no limit, and its variable
is the share taken of the people who could be seen that way (`room`).
"""

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
class CapacitatedProblem:
    """Sites that reach areas, the places they have, and the people there who are without.

    Attributes
    ----------
    covers : (sites, areas) sparse, of ones
        Which site reaches which area.
    people : (areas,) float
        Who are without.
    capacity : (sites,) float, people
        Whom each site can see; infinite: enough for all.
    cost : (sites,) float
        Above 0.
    budget : float
        The most that the sites may cost together.
    must : (sites,) bool
        Which sites have to be open.
    """

    covers: Matrix
    people: Floats
    capacity: Floats
    cost: Floats
    budget: float
    must: NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, eq=False)
class Groups:
    """The groups of areas whose worst off comes first.

    Attributes
    ----------
    of_area : (areas,) int
        The group each area is in; -1: in none.
    people : (groups,) float
        In need.
    served : (groups,) float
        Of these, who can be seen already.
    """

    of_area: Sites
    people: Floats
    served: Floats


@dataclass(frozen=True, kw_only=True, eq=False)
class Assignment:
    """The sites to open, the people they see, and bounds on what could be.

    Attributes
    ----------
    sites : (chosen,) int
    seen : (areas,) float, people
        How many people of each area they see.
    bound : float
        No choice sees more people in all.
    least_bound : float
        No choice serves a larger share of its worst-off group; NaN if that is not asked.
    """

    sites: Sites
    seen: Floats
    bound: float
    least_bound: float = np.nan


@dataclass(frozen=True, kw_only=True, eq=False)
class _Program:
    """The rows of the program, as `solver` takes them, and what its uses are.

    Attributes
    ----------
    rows : (rows, sites + uses) sparse
    most : (rows,) float
    room : (uses,) float, people
        How many people the use is of when all of it is taken.
    area : (uses,) int
        Whose people they are.
    """

    rows: Matrix
    most: Floats
    room: Floats
    area: Sites


@dataclass(frozen=True, kw_only=True, eq=False)
class _Uses:
    """The uses of a problem: first those at sites without a limit, an area each, then the rest.

    Attributes
    ----------
    anywhere : (pooled uses,) int
        The areas that some site without a limit reaches.
    open_sites : (pooled uses, sites without a limit) sparse
        Which of these sites reach them.
    site, area : (other uses,) int
        The site with a limit, and the area it reaches.
    room : (other uses,) float, people
        No more than the people of the area, nor than the site can see.
    """

    anywhere: Sites
    open_sites: Matrix
    site: Sites
    area: Sites
    room: Floats


def serve_most(problem: CapacitatedProblem, *, seconds: float) -> Assignment:
    """Return the sites within a budget that see most people, each no more than its places.

    Notes
    -----
    Capacitated maximal covering (Current and Storbeck 1988, https://doi.org/10.1068/b150153) as a
    whole-number program: the people of an area are divided among the open sites that reach it.
    The work may grow without bound, to the time given.
    """
    program = _write_program(problem)
    solved = _solve_program(problem, program, seconds=seconds)
    return _read_answer(problem, program, solved)


def serve_worst(problem: CapacitatedProblem, groups: Groups, *, seconds: float) -> Assignment:
    """Return the sites that raise the least share served of any group most; then most people.

    Two programs, one after the other: the second looks for most people among the choices whose
    least share is that of the first.
    """
    end = time.monotonic() + seconds
    program = _write_program(problem)
    sites, columns = problem.covers.shape[0], program.rows.shape[1]

    # (groups with people, columns): what each use adds to the share of its group.
    counted = np.flatnonzero(groups.people > 0)
    inside = np.flatnonzero(groups.of_area[program.area] >= 0)
    group_of_use = groups.of_area[program.area[inside]]
    served = sparse.csr_array(
        (program.room[inside] / groups.people[group_of_use], (group_of_use, sites + inside)),
        shape=(len(groups.people), columns),
    )[counted]
    share = groups.served[counted] / groups.people[counted]

    # First: one variable more, the least share, which may be no more than any group's.
    raised = replace(
        program,
        rows=sparse.block_array(
            [[program.rows, None], [-served, sparse.csr_array(np.ones((len(counted), 1)))]],
            format="csr",
        ),
        most=np.concatenate([program.most, share]),
    )
    first = _solve_program(problem, raised, seconds=(end - time.monotonic()) / 2)
    least_bound = min(-first.bound, 1.0)
    if first.variables is None:
        return replace(_read_answer(problem, program, first), least_bound=least_bound)

    # Second: every group keeps that share; a little less, or rounding would rule out the answer.
    least = first.variables[-1] - TOLERANCE
    held = replace(
        program,
        rows=sparse.vstack([program.rows, -served], format="csr"),
        most=np.concatenate([program.most, share - least]),
    )
    second = _solve_program(problem, held, seconds=end - time.monotonic())
    if second.variables is None:
        second = replace(second, variables=first.variables)
    return replace(_read_answer(problem, program, second), least_bound=least_bound)


def share_out(problem: CapacitatedProblem, sites: Sites) -> Floats:
    """Return how many people of each area these sites can see, as many as possible in all."""
    opened = replace(
        problem,
        covers=sparse.csr_array(problem.covers[sites]),
        capacity=problem.capacity[sites],
        cost=np.zeros(len(sites)),
        must=np.ones(len(sites), dtype=bool),
    )
    program = _write_program(opened)
    if not len(program.room):
        return np.zeros(len(problem.people))
    # With nothing to choose but who is seen where, the linear program is the whole answer.
    goal = np.concatenate([np.zeros(len(sites)), -program.room])
    return _count_seen(opened, program, relax(goal, program.rows, program.most).variables)


def _list_uses(problem: CapacitatedProblem) -> _Uses:
    """Return the uses that could see anyone.

    Sites without a limit are one use of an area, open if any of them is, because it does not
    matter which of them sees its people; each site with a limit is a use of its own.
    """
    is_limited = np.isfinite(problem.capacity)
    pooled = sparse.csr_array(problem.covers[np.flatnonzero(~is_limited)].T)
    anywhere = np.flatnonzero((np.diff(pooled.indptr) > 0) & (problem.people > 0))
    pairs = sparse.coo_array(problem.covers[np.flatnonzero(is_limited)])
    site = np.flatnonzero(is_limited)[pairs.coords[0]]
    area = np.asarray(pairs.coords[1], dtype=np.intp)
    room = np.minimum(problem.people[area], problem.capacity[site])
    return _Uses(
        anywhere=anywhere,
        open_sites=sparse.csr_array(pooled[anywhere]),
        site=site[room > 0],
        area=area[room > 0],
        room=room[room > 0],
    )


def _write_program(problem: CapacitatedProblem) -> _Program:
    """Return the program: no use beyond an area's people, a site's places, at a closed site."""
    sites, areas = len(problem.cost), len(problem.people)
    is_limited = np.isfinite(problem.capacity)
    free, limited = np.flatnonzero(~is_limited), np.flatnonzero(is_limited)
    uses = _list_uses(problem)
    room = np.concatenate([problem.people[uses.anywhere], uses.room])
    area = np.concatenate([uses.anywhere, uses.area])
    count, of_limited = len(room), len(uses.anywhere) + np.arange(len(uses.site))

    # (uses, sites): a use is 0 unless one of its sites is open.
    by_any = sparse.coo_array(uses.open_sites)
    is_open = sparse.csr_array(
        (
            -np.ones(len(by_any.data) + len(uses.site)),
            (
                np.concatenate([by_any.coords[0], of_limited]),
                np.concatenate([free[by_any.coords[1]], uses.site]),
            ),
        ),
        shape=(count, sites),
    )

    # (sites with a limit, …): the people of its uses less its places, if open, are 0 at most.
    of_site = sparse.csr_array((uses.room, (uses.site, of_limited)), shape=(sites, count))[limited]
    capacity = sparse.csr_array(
        (-problem.capacity[limited], (np.arange(len(limited)), limited)),
        shape=(len(limited), sites),
    )

    # (areas, uses): nobody is seen twice. The last row is the budget.
    of_area = sparse.csr_array((room, (area, np.arange(count))), shape=(areas, count))
    rows = sparse.block_array(
        [
            [is_open, sparse.eye_array(count)],
            [capacity, of_site],
            [None, of_area],
            [sparse.csr_array(problem.cost[None, :]), None],
        ],
        format="csr",
    )
    most = np.concatenate([np.zeros(count + len(limited)), problem.people, [problem.budget]])
    return _Program(rows=rows, most=most, room=room, area=area)


def _solve_program(problem: CapacitatedProblem, program: _Program, *, seconds: float) -> Solved:
    """Return the program's answer: most people or, with a column more, the most of that."""
    sites, columns = len(problem.cost), program.rows.shape[1]
    plain = sites + len(program.room)
    goal = np.zeros(columns)
    goal[plain:] = -1
    if columns == plain:
        goal[sites:] = -program.room
    lower = np.zeros(columns)
    lower[:sites][problem.must] = 1
    return solve(
        goal,
        program.rows,
        program.most,
        is_whole=np.arange(columns) < sites,
        lower=lower,
        upper=np.ones(columns),
        seconds=seconds,
    )


def _read_answer(problem: CapacitatedProblem, program: _Program, solved: Solved) -> Assignment:
    """Return the answer of the program; a greedy one if the time did not reach for any."""
    if solved.variables is None:
        fixed = np.flatnonzero(problem.must)
        budget = problem.budget - float(problem.cost[fixed].sum())
        # What has to be open is paid for already, and must not be taken again.
        cost = np.where(problem.must, np.inf, problem.cost)
        more = add_greedily(problem.covers, problem.people, cost, budget)
        sites = np.concatenate([fixed, more])
        seen = share_out(problem, sites)
    else:
        sites = np.flatnonzero(solved.variables[: len(problem.cost)] > 0.5)
        seen = _count_seen(problem, program, solved.variables)
    bound = min(-solved.bound, float(problem.people.sum()))
    return Assignment(sites=sites, seen=seen, bound=max(bound, float(seen.sum())))


def _count_seen(problem: CapacitatedProblem, program: _Program, variables: Floats) -> Floats:
    """Return how many people of each area are seen; rounding may not add to anyone."""
    sites = len(problem.cost)
    used = program.room * variables[sites : sites + len(program.room)]
    seen = np.bincount(program.area, weights=used, minlength=len(problem.people))
    return np.minimum(np.asarray(seen, dtype=np.float64), problem.people)
