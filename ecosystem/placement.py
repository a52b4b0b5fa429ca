"""Where the next places, or the next training, would do most: `find_placements`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .candidates import KINDS, list_candidates, measure_distances
from .choosing import Problem, choose_all, choose_fairest, choose_most, choose_nearest
from .covering import TOLERANCE
from .errors import count_of, count_people, is_small, join_words, wrong_choice
from .geo import find_nearest
from .provision import measure_met
from .reach import (
    are_small,
    check_question,
    keep_level,
    list_demand,
    list_hidden,
    list_services,
    name_service,
)
from .result import Result, hide_small

if TYPE_CHECKING:
    from .choosing import Choice
    from .data import Ecosystem

_CHOOSE = {
    "covered": choose_most,
    "everyone": choose_all,
    "distance": choose_nearest,
    "fairest": choose_fairest,
}
_NAMED = 4
_TOTALS = ["people", "covered", "share", "mean_km", "least_share"]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class PlacementsResult(Result):
    """Which places to open, or organisations to train, in order of what each adds.

    Attributes
    ----------
    uncovered
        Areas with people still left without, by area_code: name, people, nearest_km (to the
        nearest place after this), can_be_covered (whether some candidate reaches them), is_hidden
        (counts that may not be shown).
    swaps
        Choices almost as good, each one place different: out, out_name, into, into_name, covered
        (people) or, for the distance, mean_km, and loss (share of the best, 0 to 0.01). Only for
        objectives "covered" and "distance".
    summary
        people (in need, where known), covered_before and covered (people), share_before and
        share, mean_km_before and mean_km (for each person, in a straight line), least_share (of
        any larger place), bound (the best that any choice could reach, in the measure of the
        objective: people, places or cost, mean km, least share), gap (share by which the bound is
        better) and is_proven (no choice is better).
    """

    uncovered: pd.DataFrame
    swaps: pd.DataFrame
    summary: pd.Series

    @property
    def headline(self) -> str:
        """The answer in one sentence."""
        told, asked = self.summary, self.settings["asked"]
        if self.table.empty:
            return self._say_none()
        names = join_words(self.table["name"], most=_NAMED)
        many = len(self.table) > 1
        if self.settings["kind"] == "organisations":
            level = self.settings["level"]
            start = f"{names}, trained to level {level}," if level else f"{names}, with a place,"
        else:
            start = f"{count_of(len(self.table), 'new place')} for {asked}, in {names},"
        if self.settings["objective"] == "distance":
            before = told["mean_km_before"]
            was = "" if pd.isna(before) else f", where it is {before:,.1f} km now"
            effect = f"would bring the mean way to {told['mean_km']:,.1f} km{was}"
        elif self.settings["objective"] == "fairest" and told["least_share"] < told["share"]:
            effect = (
                "would bring help within reach of "
                f"{_say_share(told['least_share'])} or more of the people in each larger place"
            )
        else:
            added = self.table["people_covered"]
            # With one small number a total would give it away.
            least = added[~are_small(added)].sum() if self._is_told else 0
            more = told["covered"] - told["covered_before"]
            people = f"at least {count_people(least)}" if least else count_people(more)
            effect = f"would reach {people} more people"
            if pd.notna(told["share"]) and not self._is_told:
                effect += f", {_say_share(told['share'])} of those in need"
                effect += f" where it is {_say_share(told['share_before'])} now"
        return f"{start} {effect}; {self._say_proof(many=many)}."

    def _say_none(self) -> str:
        asked = self.settings["asked"]
        if not self.summary["people"] > 0:
            return (
                f"No need for {asked} is known in any area, so where a new place would help cannot "
                "be said."
            )
        if self.uncovered.empty and self.summary["covered_before"] >= self.summary["people"]:
            return f"No new place for {asked} would help more people than have one now."
        return f"None of the places that could be opened would help more people to {asked}."

    @property
    def _is_told(self) -> bool:
        """Whether totals, less what is shown, would give away a number from 1 to 4."""
        more = self.summary["covered"] - self.summary["covered_before"]
        left, hidden = self.uncovered["people"], self.uncovered["is_hidden"].astype(bool)
        return bool(
            are_small(self.table["people_covered"]).sum() == 1
            or hidden.sum() == 1
            or any(is_small(total) for total in (more, left.sum()))
        )

    def _say_proof(self, *, many: bool) -> str:
        if self.summary["is_proven"]:
            if self.settings["objective"] == "everyone":
                return "fewer or cheaper cannot reach as many"
            return f"no other {'choice' if many else 'one'} does better"
        gap = self.summary["gap"]
        if pd.isna(gap):
            return "whether another choice does better is not known"
        return f"no choice can do better by more than {gap:.1%}"

    def explain(self, key: str) -> str:
        """Return what one place adds, in one sentence; `key` is its order or its id."""
        id_column = KINDS[str(self.settings["kind"])]
        ids = self.table[id_column].tolist()
        order = ids.index(key) + 1 if key in ids else key
        if isinstance(order, str) and order.isdigit():
            order = int(order)
        row = self._row(order)  # type: ignore[arg-type]  # the index is the order, a number
        where = "in " if self.settings["kind"] == "areas" else "at "
        added = count_people(row["people_covered"])
        if self.settings["objective"] == "distance":
            return (
                f"A place {where}{row['name']} would be nearer for {added} people and bring the "
                f"mean way to {row['mean_km']:,.1f} km."
            )
        before = int(str(row.name)) - 1
        first = f"After the first{f' {before:,}' if before > 1 else ''}" if before else "Alone"
        total = f"; {count_people(row['total_covered'])} would then be reached in all"
        if is_small(row["people_covered"]):  # the total before and after would tell
            total = ""
        return f"{first}, a place {where}{row['name']} would reach {added} people more{total}."

    @property
    def shown(self) -> pd.DataFrame:
        """The table as it may be shown to anyone: counts from 1 to 4 as "under 5"."""
        derived = [name for name in ("total_covered", "mean_km") if name in self.table]
        return hide_small(self.table, ["people_covered"], derived)

    @property
    def shown_frames(self) -> dict[str, pd.DataFrame | pd.Series]:
        """The areas left, the swaps and the summary as they may be shown to anyone."""
        left, swaps, summary = self.uncovered, self.swaps, self.summary.astype(object)
        shown = hide_small(left, ["people"])
        also = left["is_hidden"].astype(bool) & ~are_small(left["people"])
        shown["people"] = shown["people"].mask(also, "not shown")
        if "covered" in swaps:
            unsafe = are_small(self.summary["covered"] - swaps["covered"])
            swaps = swaps.assign(
                covered=swaps["covered"].mask(unsafe), loss=swaps["loss"].mask(unsafe)
            )
        if self._is_told:
            summary[_TOTALS] = "not shown"
            if self.settings["objective"] in {"covered", "distance"}:
                summary["bound"] = "not shown"
        for name in ("people", "covered_before"):
            if not isinstance(summary[name], str) and is_small(summary[name]):
                summary[name] = "under 5"
                summary["share_before"] = "not shown"
        return {"uncovered": shown, "swaps": swaps, "summary": summary}


def _say_share(share: float) -> str:
    """Return a share in percent; only what is all reads 100%, and only what is none 0%."""
    if 0.995 < share < 1:
        return "over 99%"
    return "under 1%" if 0 < share < 0.005 else f"{share:.0%}"


def find_placements(  # noqa: PLR0913 - as many options as a question may have
    e: Ecosystem,
    service_type: str,
    *,
    count: float | None = None,
    objective: str = "covered",
    level: int | None = None,
    within_km: float | None = None,
    candidates: str | pd.DataFrame = "areas",
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
        Level of advice the new places have, 1 to 3; services there are count from this level.
    within_km
        How far a place reaches, in kilometres in a straight line to the middle of an area.
    candidates
        "areas": any area. "organisations": those that run a service of the type below `level`, to
        be trained to it. Or a frame with area_code or organisation_id, and if wanted cost,
        capacity (people it could see) and choice (may, must, never).
    seconds
        Time to search, 0 or more; then the best found so far is returned, with its bound.

    Returns
    -------
    PlacementsResult
        `table` by order, 1 for what to do first: area_code or organisation_id; name;
        people_covered (people this one adds), total_covered (people reached then, in all);
        for "distance" people_covered is those it is nearer for, and mean_km the mean way then;
        is_required.

    Raises
    ------
    ValueError
        If an option is out of range, or what must be opened costs more than `count`.

    Notes
    -----
    People who are left without: in areas that no place reaches, all in need; where coverage is
    known (see `find_gaps`), the deficit; where it is not known, none. A candidate whose capacity
    is known sees no more people than that, and areas share it so that most people are seen:
    `find_gaps`, which shares it by need, finds somewhat fewer. A candidate without one is taken
    to be enough for all it reaches. Services count with legal aid and without.

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
    [...]
    """
    _check_options(count, objective, seconds)
    check_question(e, service_type, level=level, legal_aid=None, within_km=within_km)
    problem, notes = _pose(e, service_type, count, level, within_km, candidates)
    choice = _CHOOSE[objective](problem, seconds)
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
        "visibility": e.visibility,
    }
    uncovered = _list_uncovered(e, problem, choice)
    return PlacementsResult(
        table=_list_chosen(problem, choice, objective),
        uncovered=uncovered,
        swaps=_list_swaps(problem, choice, objective),
        summary=_summarise(problem, choice, objective),
        settings=settings,
        notes=(*notes, *_list_limits(problem, choice, uncovered, objective)),
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


def _pose(  # noqa: PLR0913, PLR0917 - the question, option by option
    e: Ecosystem,
    service_type: str,
    count: float | None,
    level: int | None,
    within_km: float | None,
    candidates: str | pd.DataFrame,
) -> tuple[Problem, list[str]]:
    """Return the problem: who is without a place, and what could be opened."""
    reach = keep_level(list_services(e, service_type, within_km=within_km), level)
    listed = list_candidates(e, service_type, candidates, level=level, within_km=within_km)
    demand, notes = list_demand(e, service_type)
    people = demand["people"].to_numpy(dtype=float)
    met = measure_met(reach.pairs, people, reach.services["capacity"].to_numpy(dtype=float))
    areas = e.areas
    problem = Problem(
        reach=reach,
        candidates=listed,
        people=np.nan_to_num(people),
        unmet=np.nan_to_num(met.deficit),
        centres=areas[["latitude", "longitude"]].to_numpy(dtype=float),
        parent=areas["parent_code"],
        budget=np.inf if count is None else float(count),
        within_km=within_km,
    )
    needed = float(problem.cost[problem.must].sum())
    if needed > problem.budget + TOLERANCE:
        msg = f"count {count!r} is less than what must be opened: {needed:g}. Raise it."
        raise ValueError(msg)
    unknown = int(np.isnan(people).sum())
    if unknown:
        notes.append(
            f"Demand is not known for {count_of(unknown, 'area')} of {len(people):,}; they count "
            "for nothing here."
        )
    silent = int(((people > 0) & np.isnan(met.coverage)).sum())
    if silent:
        notes.append(
            f"In {count_of(silent, 'area')} there are places whose capacity is not known; they "
            "are taken to be enough."
        )
    return problem, [*reach.notes, *notes, *listed.notes]


def _list_chosen(problem: Problem, choice: Choice, objective: str) -> pd.DataFrame:
    rows = problem.candidates.table.iloc[choice.sites]
    table = pd.DataFrame(
        {
            KINDS[problem.candidates.kind]: rows["id"].to_numpy(),
            "name": rows["name"].to_numpy(),
            "people_covered": choice.added,
            "total_covered": choice.total,
            "is_required": problem.must[choice.sites],
        },
        index=pd.RangeIndex(1, len(rows) + 1, name="order"),
    )
    if objective == "distance":
        table["mean_km"] = choice.mean_km[1:]
    return table


def _list_uncovered(e: Ecosystem, problem: Problem, choice: Choice) -> pd.DataFrame:
    sites = problem.reach.sites[["latitude", "longitude"]].to_numpy(dtype=float)
    nearest, _ = find_nearest(problem.centres, sites)
    opened = measure_distances(problem.centres, problem.candidates)[choice.sites]
    new = np.min(opened, axis=0, initial=np.inf)
    can_be = np.bincount(problem.candidates.covers.indices, minlength=len(nearest)) > 0
    areas = e.areas
    frame = pd.DataFrame(
        {
            "name": areas["name"].to_numpy(),
            "people": choice.left,
            "nearest_km": np.fmin(nearest, np.where(np.isfinite(new), new, np.nan)),
            "can_be_covered": can_be,
            "is_hidden": list_hidden(pd.Series(problem.people), problem.parent)
            | list_hidden(pd.Series(choice.left), problem.parent),
        },
        index=pd.Index(areas["area_code"], name="area_code"),
    )
    return frame[frame["people"] > TOLERANCE]


def _list_swaps(problem: Problem, choice: Choice, objective: str) -> pd.DataFrame:
    listed, swaps = problem.candidates.table, choice.swaps
    out, into = (listed.iloc[swaps[side].to_numpy()] for side in ("out", "into"))
    measure = "mean_km" if objective == "distance" else "covered"
    return pd.DataFrame(
        {
            "out": out["id"].to_numpy(),
            "out_name": out["name"].to_numpy(),
            "into": into["id"].to_numpy(),
            "into_name": into["name"].to_numpy(),
            measure: swaps["value"].to_numpy(),
            "loss": swaps["loss"].to_numpy(),
        }
    )


def _summarise(problem: Problem, choice: Choice, objective: str) -> pd.Series:
    people = float(problem.people.sum())
    covered = people - float(choice.left.sum())
    is_known = np.isfinite(choice.before)
    value, bound = choice.value, choice.bound
    gap = abs(bound - value) / max(abs(bound), abs(value), 1e-300)
    return pd.Series(
        {
            "people": people,
            "covered_before": choice.before,
            "covered": covered if is_known else np.nan,
            "share_before": choice.before / people if people else np.nan,
            "share": covered / people if people and is_known else np.nan,
            "mean_km_before": choice.mean_km[0],
            "mean_km": choice.mean_km[-1],
            "least_share": value if objective == "fairest" else np.nan,
            "places": len(choice.sites),
            "cost": float(problem.cost[choice.sites].sum()),
            "bound": bound,
            "gap": gap,
            "is_proven": bool(gap <= TOLERANCE),
        },
        name="summary",
    )


def _list_limits(
    problem: Problem, choice: Choice, uncovered: pd.DataFrame, objective: str
) -> list[str]:
    notes = []
    lost = uncovered[~uncovered["can_be_covered"]]
    if len(lost) and objective != "distance":
        notes.append(
            f"No candidate reaches {join_words(lost['name'], most=_NAMED)}: the people there "
            "stay without."
        )
    if objective == "everyone" and problem.cost[choice.sites].sum() > problem.budget + TOLERANCE:
        notes.append(f"This takes more than the {problem.budget:g} asked for.")
    if objective == "everyone" and np.isfinite(problem.capacity).any():
        notes.append("Capacities of the candidates are not counted for this objective.")
    if objective == "fairest" and problem.parent.isna().all():
        notes.append("No area has a larger place (parent_code), so all count as one.")
    here = np.isfinite(problem.centres).all(axis=1)
    missing = int(((problem.people > 0) & ~here).sum())
    if objective == "distance" and missing:
        notes.append(f"{count_of(missing, 'area')} without a position are left out of the ways.")
    return notes
