"""The answers that what is tried may change, each asked once and only when it is wanted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import ecosystem as eco

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecosystem.questions.closures import ClosuresResult
    from ecosystem.questions.core import CoreResult
    from ecosystem.questions.duplication import DuplicationResult
    from ecosystem.questions.gaps import GapsResult

_MOST_TYPES = 6
"""Service types of which the gaps are compared, those with most need first: each is asked anew at
every step, and whoever tries something waits for all of them."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Answers:
    """What an ecosystem answers; None where it holds nothing to answer from.

    An ecosystem never changes, and so neither do its answers.
    """

    e: eco.Ecosystem

    @cached_property
    def core(self) -> CoreResult | None:
        """Who is the core."""
        has_ties = len(self.e.relationships) or len(self.e.referrals)
        return eco.find_core(self.e) if has_ties else None

    @cached_property
    def gaps(self) -> Mapping[str, GapsResult]:
        """Where there is too little, for each service type with most need."""
        needed = self.e.demand.groupby("service_type")["people"].sum()
        most = needed.sort_values(ascending=False, kind="stable").index[:_MOST_TYPES]
        return {str(one): eco.find_gaps(self.e, str(one)) for one in most}

    @cached_property
    def duplication(self) -> DuplicationResult | None:
        """Where the same work is done twice."""
        return eco.find_duplication(self.e) if len(self.e.services) else None

    @cached_property
    def closures(self) -> ClosuresResult | None:
        """What would be lost if one closed."""
        if self.e.demand.empty or self.e.providers.empty:
            return None
        return eco.find_closures(self.e)

    @cached_property
    def referrals(self) -> str:
        """How referrals go, in one sentence; empty where none is recorded."""
        return eco.find_pathways(self.e).headline if len(self.e.referrals) else ""

    def ask_all(self) -> None:
        """Ask everything now, so that the first step that is tried need not wait for it."""
        _ = (self.core, self.gaps, self.duplication, self.closures, self.referrals)
