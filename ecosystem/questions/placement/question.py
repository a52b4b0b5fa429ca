"""Where the next services, or the next training, would do most: `find_placements`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecosystem.access import (
    are_shut,
    check_question,
    count_partly,
    keep_level,
    list_demand,
    list_services,
    measure_met,
    name_counted,
    name_service,
    note_who_was_counted,
)
from ecosystem.disclosure import note_stand_ins
from ecosystem.errors import wrong_choice
from ecosystem.graph import find_positions
from ecosystem.options import check_options

from .answer import PlacementsResult
from .candidates import list_candidates
from .covering import TOLERANCE
from .frames import list_chosen, list_swaps, list_uncovered, make_summary
from .notes import list_notes, note_limits
from .objectives import choose_all, choose_fairest, choose_most, choose_nearest
from .problem import Objective, PlacementProblem
from .ranges import measure_range

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from ecosystem.access import Reach
    from ecosystem.data import Ecosystem
    from ecosystem.graph import Positions

    from .candidates import Kind
    from .problem import Choice, Floats


_CHOOSE: dict[Objective, Callable[[PlacementProblem, float], Choice]] = {
    "covered": choose_most,
    "everyone": choose_all,
    "distance": choose_nearest,
    "fairest": choose_fairest,
}


@check_options
def find_placements(  # noqa: PLR0913 - as many options as a question may have
    e: Ecosystem,
    service_type: str,
    *,
    count: float | None = None,
    objective: Objective = "covered",
    level: int | None = None,
    within_km: float | None = None,
    candidates: Kind | pd.DataFrame = "areas",
    seconds: float = 10.0,
) -> PlacementsResult:
    """Return where the next places, or the next training, would do most.

    Services that run already stay as they are. A new place reaches the area it is in and, with
    `within_km`, the areas round it; an organisation reaches what its services of the type reach.

    Parameters
    ----------
    e
        The ecosystem; needs areas and demand.
    service_type
        As in services or demand; case is ignored.
    count
        How many places to open or organisations to train, those that must be among them. Where
        `candidates` have a cost: what they may cost together. None only for "everyone".
    objective
        "covered": most people reached who are not now. "everyone": all who can be, by fewest (or
        cheapest) places. "distance": the shortest way for each person, in the mean; with
        `within_km`, people further away than that count as not reached. "fairest": the larger
        place (parent_code of areas) with the least share reached comes first, then most people.
    level
        Level of advice the new places have, 1 to 3; services there are count from this level. One
        that does not say its level may be there: see `people_covered_low`.
    within_km
        How far a place reaches, in kilometres in a straight line to the middle of an area.
    candidates
        "areas": any area. "organisations": those that lead a service of the type below `level`, or
        one that does not say its level, and run none at it, to be trained to it. Or a frame with
        area_code or organisation_id, and if wanted cost, capacity (people it could see) and choice
        (may, must, never).
    seconds
        Time to search, 0 or more; then the best found so far is returned, with its bound.

    Returns
    -------
    PlacementsResult
        `table` by order, 1 for what to do first: area_code or organisation_id; name;
        people_covered (people this one adds), total_covered (people reached then, in all);
        for "distance" people_covered is those it is nearer for, and mean_km the mean way then;
        is_required. Where services may be there of which not all is recorded, or a capacity is
        not known, people_covered is the most that this one adds, with people_covered_low the least,
        and total_covered is the least who are reached then, with total_covered_high the most.

    Raises
    ------
    ValueError
        If an option is out of range, or what must be opened costs more than `count`.

    Notes
    -----
    People who are left without: in areas that no place reaches, all in need; where coverage is
    known (see `find_gaps`), the deficit; where a service does not say how many people it can see,
    nobody to everyone. To choose by, such services, and such organisations to be trained, are taken
    to be enough: what is not known draws no new place, and nobody is passed over for an empty
    cell. The figures are ranges. A candidate
    whose capacity is known sees no more people than that, and areas share it so that most people
    are seen: `find_gaps`, which shares it by need, finds somewhat fewer. An area without one is
    taken to be enough for all it reaches. Services count with legal aid and without. Need given
    for a larger place is not added to that of the areas inside it.

    Training moves places of services that the organisation leads, a quarter of a place for each
    given up (a case takes longer than a session of advice; `capacity` of a candidate goes before
    it), of services that take people, and brings no legal aid contract.

    covered: maximal covering, Church and ReVelle (1974); with capacities Current and Storbeck
    (1988). everyone: set covering, Toregas et al. (1971). distance: p-median, Hakimi (1964). All
    give a bound by linear or Lagrangian relaxation and close the gap with the HiGHS solver in the
    time given; a swap within 1 % is listed, as the figures are hardly more exact than that.

    References
    ----------
    Church, R. and ReVelle, C. (1974). The maximal covering location problem. Papers of the
    Regional Science Association 32. https://doi.org/10.1007/BF01942293

    Examples
    --------
    >>> import ecosystem as eco
    >>> e = eco.read_sample("legal-aid-2015")
    >>> found = eco.find_placements(e, "immigration advice", count=3, within_km=20)
    >>> found.table["name"].tolist()
    ['South Derbyshire', 'Kingston upon Hull, City of', 'Swindon']
    """
    _check_options(count, objective, seconds)
    check_question(e, service_type, level=level, within_km=within_km)
    problem, demand, coverage, notes = _pose_problem(
        e, service_type, count, level, within_km, candidates
    )
    choice = _CHOOSE[objective](problem, seconds)
    ends = measure_range(problem, choice, objective)
    settings: dict[str, object] = {
        "service_type": service_type,
        "count": count,
        "objective": objective,
        "level": level,
        "within_km": within_km,
        "candidates": candidates if isinstance(candidates, str) else "as given",
        "seconds": seconds,
        "kind": problem.candidates.kind,
        "asked": name_service(service_type, level=level, legal_aid=None),
        "counted_as": name_counted(demand.loc[demand["people"] > 0, "counted_as"]),
        "visibility": e.visibility_of_counts,
    }
    # Notes name areas out of the same frame that the answer shows.
    uncovered = list_uncovered(e.areas, problem, choice, ends)
    return PlacementsResult(
        table=list_chosen(problem, choice, ends, objective),
        uncovered=uncovered,
        swaps=list_swaps(problem, choice, objective),
        summary=make_summary(problem, choice, ends, objective),
        settings=settings,
        notes=(
            *notes,
            *note_limits(problem, demand, coverage, objective),
            *problem.candidates.notes,
            *list_notes(problem, choice, uncovered, objective),
            *note_stand_ins(demand["people"]),
        ),
    )


def _check_options(count: float | None, objective: str, seconds: float) -> None:
    if objective not in _CHOOSE:
        raise wrong_choice(option="objective", value=objective, choices=_CHOOSE)
    if count is None and objective != "everyone":
        msg = "count None: give how many places to open; only objective 'everyone' finds it out."
        raise ValueError(msg)
    if count is not None and not 0 < count < np.inf:
        msg = f"count {count!r} is not a number of places. Give a number above 0."
        raise ValueError(msg)
    if not 0 <= seconds < np.inf:
        msg = f"seconds {seconds!r} is not a time. Give seconds, 0 or more."
        raise ValueError(msg)


def _pose_problem(  # noqa: PLR0913, PLR0917 - the question, option by option
    e: Ecosystem,
    service_type: str,
    count: float | None,
    level: int | None,
    within_km: float | None,
    candidates: Kind | pd.DataFrame,
) -> tuple[PlacementProblem, pd.DataFrame, Floats, list[str]]:
    """Return the problem, who is without help and what could be opened; demand, coverage, notes."""
    # What is known, once each; below this only these arrays and frames travel.
    positions = find_positions(e)
    # Only what is certain counts as help that is there; what else there may be makes less of it.
    possible = keep_level(list_services(e, service_type, within_km=within_km), level)
    reach = possible.certain
    listed = list_candidates(
        e, positions, service_type, candidates, level=level, within_km=within_km
    )
    demand, notes = list_demand(e, service_type)

    # (areas,): people in need, and how far the services there meet it; NaN is not known. What
    # is not known must not draw a service, so it counts as nobody.
    people = demand["people"].to_numpy(dtype=float)
    # Places that take nobody now are no help that is there.
    capacity = reach.services["capacity"].mask(are_shut(reach.services), 0.0).to_numpy(dtype=float)
    met = measure_met(reach.pairs, people, capacity)
    unmet = np.nan_to_num(met.deficit)
    # Those that do not say how many people they can see may see nobody.
    most = measure_met(reach.pairs, people, np.nan_to_num(capacity)).deficit
    problem = PlacementProblem(
        reach=reach,
        candidates=listed,
        people=np.nan_to_num(people),
        unmet=unmet,
        unmet_low=np.minimum(_measure_least(possible, people, positions), unmet),
        unmet_high=np.nan_to_num(most),
        centres=positions.centres,
        parent=e.areas["parent_code"],
        budget=np.inf if count is None else float(count),
        possible=int((~possible.is_certain).sum()),
        silent=int(np.isnan(capacity).sum() + listed.table["is_silent"].sum()),
        within_km=within_km,
    )
    needed = float(problem.cost[problem.must].sum())
    if needed > problem.budget + TOLERANCE:
        msg = f"count {count!r} is less than what must be opened: {needed:g}. Raise it."
        raise ValueError(msg)

    notes += note_who_was_counted(demand, level=level, legal_aid=None)
    return problem, demand, met.coverage, [*possible.notes, *notes]


def _measure_least(possible: Reach, people: Floats, positions: Positions) -> Floats:
    """Return who would be without help if every service that may count does: (areas,), people."""
    services = possible.services
    capacity = services["capacity"].mask(are_shut(services), 0.0).to_numpy(dtype=float)
    least = np.nan_to_num(measure_met(possible.pairs, people, capacity).deficit)
    # One that may be anywhere could give all it has to any area; so may one that reaches a part.
    anywhere = np.where(np.isnan(capacity), np.inf, capacity)[possible.is_anywhere].sum()
    partly = count_partly(possible, positions.inside, people > 0)
    return np.where(partly > 0, 0.0, np.maximum(least - anywhere, 0.0))
