"""One question a screen, large: for the wall of a room."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ecosystem as eco

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_NEEDS = 6
"""Service types of which it is asked where they are short: those with most need. A room looks at a
dozen screens, not at forty."""


def list_slides(e: eco.Ecosystem) -> list[dict[str, str]]:
    """Return questions with their answers, those that the data can answer."""
    return [{"question": question, "answer": answer} for question, answer in _ask(e)]


def _ask(e: eco.Ecosystem) -> Iterator[tuple[str, str]]:
    if len(e.relationships) or len(e.referrals):
        yield "Who is the core, and who the wider network?", eco.find_core(e).headline
    if len(e.services):
        yield "Where is the same work done twice?", eco.find_duplication(e).headline
    needed = e.demand.groupby("service_type")["people"].sum().sort_values(ascending=False)
    for service_type in needed.index[:_MOST_NEEDS]:
        yield (
            f"Which areas have too little {service_type}?",
            eco.find_gaps(e, service_type).headline,
        )
    if len(e.referrals):
        yield "Are referrals working?", eco.find_pathways(e).headline
    if len(e.demand) and len(e.services):
        yield "What happens if someone closes?", eco.find_closures(e).headline
