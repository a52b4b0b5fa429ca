"""The answers that what is tried may change, each asked once and only when it is wanted."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

import ecosystem as eco
from ecosystem.access import is_of_type

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from ecosystem.questions.closures import ClosuresResult
    from ecosystem.questions.core import CoreResult
    from ecosystem.questions.duplication import DuplicationResult
    from ecosystem.questions.gaps import GapsResult

    Tables = tuple[pd.DataFrame, ...]

T = TypeVar("T")

_MOST_TYPES = 6
"""Service types of which the gaps are compared, those with most need first: each may be asked anew
at every step, and whoever tries something waits for all of them."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Answers:
    """What an ecosystem answers; None where it holds nothing to answer from.

    An ecosystem never changes, and so neither do its answers.

    Attributes
    ----------
    e
        Who is asked.
    earlier
        The answers of ecosystems that differ little. Where all that a question reads is the same
        there, so is its answer, and it is not asked again.
    known
        What was asked already, by the name of the question.
    """

    e: eco.Ecosystem
    earlier: tuple[Answers, ...] = ()
    known: dict[str, Any] = field(default_factory=dict)
    _locks: dict[str, Lock] = field(default_factory=dict)

    @property
    def core(self) -> CoreResult | None:
        """Who is the core."""
        return self._reuse("core", self._ask_core, self._read_core)

    @property
    def duplication(self) -> DuplicationResult | None:
        """Where the same work is done twice."""
        return self._ask("duplication", self._ask_duplication)

    @property
    def closures(self) -> ClosuresResult | None:
        """What would be lost if one closed."""
        return self._ask("closures", self._ask_closures)

    @property
    def knows_closures(self) -> bool:
        """Whether what would be lost was worked out before."""
        return "closures" in self.known

    @property
    def referrals(self) -> str:
        """How referrals go, in one sentence; empty where none is recorded."""
        return self._ask("referrals", self._ask_referrals)

    @property
    def types(self) -> tuple[str, ...]:
        """The service types with most need."""
        needed = self.e.demand.groupby("service_type")["people"].sum()
        most = needed.sort_values(ascending=False, kind="stable").index[:_MOST_TYPES]
        return tuple(str(one) for one in most)

    def find_gaps(self, service_type: str) -> GapsResult:
        """Return where there is too little of a service type."""
        return self._reuse(
            f"gaps in {service_type}",
            lambda: eco.find_gaps(self.e, service_type),
            lambda answers: answers.read_gaps(service_type),
        )

    def read_gaps(self, service_type: str) -> Tables:
        """Return all that the gaps of a service type rest on."""
        return self._ask(f"read for {service_type}", lambda: _read_gaps(self.e, service_type))

    def _ask_core(self) -> CoreResult | None:
        has_ties = len(self.e.relationships) or len(self.e.referrals)
        return eco.find_core(self.e) if has_ties else None

    @staticmethod
    def _read_core(answers: Answers) -> Tables:
        # Services are no part of the answer, and training or places change nothing else.
        e = answers.e
        return e.organisations, e.relationships, e.referrals, e.groups, e.memberships

    def _ask_duplication(self) -> DuplicationResult | None:
        return eco.find_duplication(self.e) if len(self.e.services) else None

    def _ask_referrals(self) -> str:
        return eco.find_pathways(self.e).headline if len(self.e.referrals) else ""

    def _ask_closures(self) -> ClosuresResult | None:
        if self.e.demand.empty or self.e.providers.empty:
            return None
        return eco.find_closures(self.e)

    def _reuse(self, name: str, ask: Callable[[], T], read: Callable[[Answers], Tables]) -> T:
        """Return the answer to a question: that of an earlier ecosystem where it reads the same."""

        def find() -> T:
            for other in self.earlier:
                if name in other.known and _are_same(read(other), read(self)):
                    found: T = other.known[name]
                    return found
            return ask()

        return self._ask(name, find)

    def _ask(self, name: str, ask: Callable[[], T]) -> T:
        """Return the answer to a question, which is asked once whoever wants it first.

        Who was told not to wait any longer may still be at it: then what that finds is taken.
        """
        with self._locks.setdefault(name, Lock()):
            if name not in self.known:
                self.known[name] = ask()
            found: T = self.known[name]
            return found


def _read_gaps(e: eco.Ecosystem, service_type: str) -> Tables:
    """Return the rows that the gaps of a service type rest on: its services, who runs them, where.

    Other services and who runs only these are no part of it.
    """
    services = e.services[is_of_type(e.services, service_type)]
    ids = services["service_id"]
    providers, sites, catchments = (
        table[table["service_id"].isin(ids)] for table in (e.providers, e.sites, e.catchments)
    )
    runs = e.organisations["organisation_id"].isin(providers["organisation_id"])
    needs = e.demand[is_of_type(e.demand, service_type)]
    return services, providers, sites, catchments, e.organisations[runs], needs, e.areas


def _are_same(tables: Tables, others: Tables) -> bool:
    """Tell whether tables hold the same rows, whatever these are numbered."""
    return all(
        one.reset_index(drop=True).equals(other.reset_index(drop=True))
        for one, other in zip(tables, others, strict=True)
    )
