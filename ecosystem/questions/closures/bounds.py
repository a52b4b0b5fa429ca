"""The least and the most that closings can take, given what is not known."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from .losses import count_lost, list_joint, settle
from .offer import list_anyone
from .stranded import count_stranded, reach_any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from .losses import Pair, Settled
    from .market import Field


def settle_widely(field: Field) -> list[Settled]:
    """Return every market with as many people placed as can be where the least is asked for.

    Anyone may go anywhere in reach. Places that are not known are room for everyone, and a service
    may reach any area where that is not recorded.
    """
    wide = replace(field, markets=tuple(reach_any(market) for market in field.markets))
    return settle(wide, list_anyone, unlimited=True)


def count_least_lost(widely: Sequence[Settled], organisations: int) -> NDArray[np.float64]:
    """Return the least that each closing can take, of markets settled widely.

    Of an organisation's own services with places or reach not known nothing is counted: what their
    closing alone takes is taken off. However people are seated, no fewer lose their place.
    """
    lost = count_lost(widely, organisations)
    for part in widely:
        is_unknown = _is_unknown(part).tolist()
        for organisation, services in part.sole.items():
            unknown = [service for service in services if is_unknown[service]]
            if unknown:
                lost[organisation] -= part.placing.try_closing(unknown) / part.unit
    return lost


def count_least_extra(
    widely: Sequence[Settled], field: Field, pairs: Sequence[Pair]
) -> NDArray[np.float64]:
    """Return for each pair how many more are lost by both closing than by each, at the least.

    Of markets settled widely. Where places or reach of one of them are not known, nothing is added:
    that is still the least.
    """
    asked = {organisation for pair in pairs for organisation in pair}
    unknown = {
        organisation
        for part in widely
        for organisation in asked & part.sole.keys()
        if _is_unknown(part)[part.sole[organisation]].any()
    }
    extra = np.zeros(len(pairs))
    for part in widely:
        joint = list_joint(field, part.market)
        for number, pair in enumerate(pairs):
            one, other = (part.sole.get(organisation, []) for organisation in pair)
            between = joint.get(pair, [])
            if ((one and other) or between) and unknown.isdisjoint(pair):
                alone = part.placing.try_closing(one) + part.placing.try_closing(other)
                both = part.placing.try_closing([*one, *other, *between])
                extra[number] += (both - alone) / part.unit
    return extra


def count_most_lost(settled: Sequence[Settled], organisations: int) -> NDArray[np.float64]:
    """Return the most that each closing can take, whoever sits where."""
    lost = np.zeros(organisations)
    for part in settled:
        for organisation, services in part.sole.items():
            lost[organisation] += _count_most(part, services)
    return lost


def count_most_together(
    settled: Sequence[Settled], field: Field, pairs: Sequence[Pair]
) -> NDArray[np.float64]:
    """Return the most that the closing of both of each pair can take, whoever sits where."""
    lost = np.zeros(len(pairs))
    for part in settled:
        joint = list_joint(field, part.market)
        for number, (a, b) in enumerate(pairs):
            services = [*part.sole.get(a, ()), *part.sole.get(b, ())]
            services += joint.get((min(a, b), max(a, b)), ())
            lost[number] += _count_most(part, services) if services else 0.0
    return lost


def _is_unknown(part: Settled) -> NDArray[np.bool_]:
    """Tell of which services the places, or all the areas they reach, are not known."""
    return np.isnan(part.market.places) | part.market.is_unplaced


def _count_most(part: Settled, services: Sequence[int]) -> float:
    if part.sure is None:
        # All may go anywhere, so that it does not matter who is where.
        return part.placing.try_closing(services) / part.unit
    return count_stranded(part.sure, dict.fromkeys(services, np.inf))
