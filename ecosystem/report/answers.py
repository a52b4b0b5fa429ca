"""Every question asked once; the pages share the answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ecosystem.graph import find_positions, list_ties
from ecosystem.questions.closures import find_closures
from ecosystem.questions.core import find_core
from ecosystem.questions.duplication import find_duplication
from ecosystem.questions.gaps import find_gaps
from ecosystem.questions.pathways import find_pathways

if TYPE_CHECKING:
    from ecosystem.data import Ecosystem
    from ecosystem.questions.closures import ClosuresResult
    from ecosystem.questions.core import CoreResult
    from ecosystem.questions.duplication import DuplicationResult
    from ecosystem.questions.gaps import GapsResult
    from ecosystem.questions.pathways import PathwaysResult


_MOST_TYPES = 3
_ADVICE: tuple[tuple[str, dict[str, object]], ...] = (
    ("any", {}),
    ("level 2 or above", {"level": 2}),
    ("level 3", {"level": 3}),
    ("legal aid", {"legal_aid": True}),
)


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What each question gave; None where the data cannot answer it.

    `gaps` holds, for each type of service with the most people in need, the answer by kind of
    advice asked for.
    """

    core: CoreResult | None = None
    duplication: DuplicationResult | None = None
    gaps: dict[str, dict[str, GapsResult]] = field(default_factory=dict)
    pathways: PathwaysResult | None = None
    closures: ClosuresResult | None = None


def ask_all(e: Ecosystem) -> Answers:
    """Return the answers to every question the data can answer."""
    running = find_positions(e).is_offered
    has_places = bool(running.any() and find_positions(e).reach.nnz)
    has_numbers = bool((e.referrals["sent"] > 0).any())
    demand = e.demand.dropna(subset=["people"])
    has_market = has_places and len(demand) and e.services["capacity"][running].notna().any()
    closures = find_closures(e) if has_market and len(e.providers) else None
    if closures is not None and closures.table["unserved"].isna().all():
        closures = None
    by_type = demand.groupby("service_type")["people"].sum().sort_values(ascending=False)
    return Answers(
        core=None if list_ties(e).empty else find_core(e),
        duplication=find_duplication(e) if has_places else None,
        gaps={str(one): _ask_gaps(e, str(one)) for one in by_type.index[:_MOST_TYPES]},
        pathways=find_pathways(e) if has_numbers else None,
        closures=closures,
    )


def _ask_gaps(e: Ecosystem, service_type: str) -> dict[str, GapsResult]:
    services = e.services
    of_type = services[services["service_type"].str.casefold() == service_type.casefold()]
    has_contract = of_type["legal_aid"].fillna(value=False).astype(bool).any()
    answers = {}
    for label, options in _ADVICE:
        level, legal_aid = options.get("level"), options.get("legal_aid")
        if isinstance(level, int) and not (of_type["level"] >= level).any():
            continue
        if legal_aid and not has_contract:
            continue
        answers[label] = find_gaps(
            e,
            service_type,
            level=level if isinstance(level, int) else None,
            legal_aid=True if legal_aid else None,
        )
    return answers


def choose_shown(answers: dict[str, GapsResult]) -> GapsResult:
    """Return the question with most people left out: the one a picture shows."""

    def count_left_out(result: GapsResult) -> tuple[float, int]:
        left = np.nansum(result.table["deficit"].to_numpy(dtype=float))
        return float(left), int(result.table["is_gap"].sum())

    return max(answers.values(), key=count_left_out)
