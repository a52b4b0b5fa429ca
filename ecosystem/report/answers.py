"""Every question of the report asked once, so that its pages share the answers and ask nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ecosystem.graph import find_positions, list_ties
from ecosystem.questions.closures import find_closures
from ecosystem.questions.core import find_core
from ecosystem.questions.duplication import find_duplication
from ecosystem.questions.focus import find_focus
from ecosystem.questions.gaps import find_gaps
from ecosystem.questions.matching import find_matches
from ecosystem.questions.pathways import find_pathways
from ecosystem.questions.representation import find_representation
from ecosystem.questions.ties import find_ties

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from ecosystem.data import Ecosystem
    from ecosystem.graph import Positions
    from ecosystem.questions.closures import ClosuresResult
    from ecosystem.questions.core import CoreResult
    from ecosystem.questions.duplication import DuplicationResult
    from ecosystem.questions.focus import FocusResult
    from ecosystem.questions.gaps import GapsResult
    from ecosystem.questions.matching import MatchesResult
    from ecosystem.questions.pathways import PathwaysResult
    from ecosystem.questions.representation import RepresentationResult
    from ecosystem.questions.ties import TiesResult


_MOST_TYPES = 3
"""Types of service that get a page about places, those with most people in need first: each is a
page with a map and up to four answers. With more the away day would talk of nothing else."""

_ADVICE: Mapping[str, tuple[int | None, bool | None]] = {
    "any": (None, None),
    "level 2 or above": (2, None),
    "level 3": (3, None),
    "legal aid": (None, True),
}
"""The kinds of advice that are asked for of each type of service: level and legal aid. They are the
steps in which the regulator allows advice, and the contract that pays for it."""


_LEAST_GROUPS = 2
"""Sectors, or areas, from which on it can be asked whether organisations talk to others."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Answers:
    """What each question gave, with the data it was asked of.

    Attributes
    ----------
    e
        The ecosystem as the audience sees it.
    positions
        Its ids as row numbers: who runs, where, and what it reaches.
    ties
        A row a referral or relationship: `source` and `target` are rows of `organisations`.
    core, talk, duplication, focus, pathways, closures, representation
        The answers; None where the data cannot answer.
    matches
        Which organisations may be entered twice; None where they have numbers for names, because
        numbers are never alike.
    gaps
        For each type of service with the most people in need, the answer by kind of advice.
    """

    e: Ecosystem
    positions: Positions
    ties: pd.DataFrame
    core: CoreResult | None
    talk: TiesResult | None
    duplication: DuplicationResult | None
    focus: FocusResult | None
    pathways: PathwaysResult | None
    closures: ClosuresResult | None
    representation: RepresentationResult | None
    matches: MatchesResult | None
    gaps: Mapping[str, Mapping[str, GapsResult]]


def ask_all(e: Ecosystem, *, has_names: bool) -> Answers:
    """Return the answers to every question the data can answer.

    `has_names` tells whether organisations go by their names; if not, nobody asks who is entered
    twice.
    """
    positions, ties = find_positions(e), list_ties(e)
    demand = e.demand.dropna(subset=["people"])

    # A question is asked only of what it rests on, because an answer about nothing is no page.
    reaches_areas = bool(positions.is_offered.any() and positions.reach.nnz)
    has_numbers = bool((e.referrals["sent"] > 0).any())
    people = demand.groupby("service_type")["people"].sum().sort_values(ascending=False)
    core = None if ties.empty else find_core(e)
    return Answers(
        e=e,
        positions=positions,
        ties=ties,
        core=core,
        talk=None if core is None else _ask_ties(e, positions, core),
        duplication=find_duplication(e) if reaches_areas else None,
        focus=_ask_focus(e, positions),
        pathways=find_pathways(e) if has_numbers else None,
        closures=_ask_closures(e, positions) if reaches_areas and len(demand) else None,
        representation=None if e.memberships.empty else find_representation(e),
        matches=find_matches(e) if has_names else None,
        gaps={str(kind): _ask_gaps(e, str(kind)) for kind in people.index[:_MOST_TYPES]},
    )


def _ask_focus(e: Ecosystem, positions: Positions) -> FocusResult | None:
    # Where no service is recorded as run by anybody, nobody could be named.
    runs = positions.providers @ positions.is_active.astype(float)
    return find_focus(e) if (runs[positions.is_offered] > 0).any() else None


def _ask_ties(e: Ecosystem, positions: Positions, core: CoreResult) -> TiesResult | None:
    """Return who talks to whom by sector, or by area where sectors are not told apart."""
    running = e.organisations[positions.is_active]
    sectors = running["sector"].mask(running["sector"] == "not known").nunique()
    if max(sectors, running["area_code"].nunique()) < _LEAST_GROUPS:
        return None
    ties = find_ties(e, by="sector" if sectors >= _LEAST_GROUPS else "area", core=core)
    return ties if ties.summary["internal"] + ties.summary["external"] else None


def _ask_closures(e: Ecosystem, positions: Positions) -> ClosuresResult | None:
    is_counted = e.services["capacity"][positions.is_offered].notna()
    if not is_counted.any() or e.providers.empty:
        return None
    closures = find_closures(e)
    # Nothing is known of anybody where no service meets demand of its own type.
    return None if closures.table["unserved"].isna().all() else closures


def _ask_gaps(e: Ecosystem, service_type: str) -> dict[str, GapsResult]:
    """Return the answers about one type of service, by kind of advice."""
    services = e.services
    of_type = services[services["service_type"].str.casefold() == service_type.casefold()]
    has_contract = of_type["legal_aid"].fillna(value=False).astype(bool).any()
    answers = {}
    for label, (level, legal_aid) in _ADVICE.items():
        # Advice that nobody gives at that level would be a gap everywhere, which says nothing.
        if level is not None and not (of_type["level"] >= level).any():
            continue
        if legal_aid and not has_contract:
            continue
        answers[label] = find_gaps(e, service_type, level=level, legal_aid=legal_aid)
    return answers


def choose_shown(answers: Mapping[str, GapsResult]) -> GapsResult:
    """Return the question with most people left out: the one a picture shows."""

    def count_left_out(result: GapsResult) -> tuple[float, int]:
        people = np.nansum(result.table["deficit"].to_numpy(dtype=float))
        return float(people), int(result.table["is_gap"].sum())

    return max(answers.values(), key=count_left_out)
