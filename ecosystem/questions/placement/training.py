"""Whom training could raise to a level, with which services, and how many people these then see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from ecosystem.access import is_of_type, meets_level
from ecosystem.wording import count_of, join_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem
    from ecosystem.graph import Positions

    Matrix = sparse.csr_array[Any, tuple[int, int]]


TRAINED_SHARE = 0.25
"""Places at the new level for each place given up below it: a case takes the time of four sessions
of advice. An asylum case is paid a fixed fee of £413, which at £47 an hour is about nine hours
(Civil Legal Aid (Remuneration) Regulations 2013, as told by the Law Society Gazette in August
2024); that a session takes a little over two, with its notes, is a choice of this house. Higher,
and training does more beside a new service; a `capacity` given for a candidate goes before it."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Training:
    """What could be raised to a level, or without a level what is there to be extended.

    Attributes
    ----------
    services : (services below,) int
        Rows of the services that run below the level, or do not say their level, and take people.
    leads : (services below, organisations) sparse
        Which part of each service's places is the organisation's own: all of them for a lead. Where
        nobody is recorded as the lead, those whose part is not recorded have equal parts. Partners,
        subcontractors and hosts have none.
    is_trainable : (organisations,) bool
        Whether it runs, leads such a service, and has none at the level.
    share : float
        Places there would be for each place there is.
    notes : tuple of str
        What is left out.
    """

    services: NDArray[np.intp]
    leads: Matrix
    is_trainable: NDArray[np.bool_]
    share: float
    notes: tuple[str, ...]


def list_trainable(
    e: Ecosystem, positions: Positions, service_type: str, level: int | None
) -> Training:
    """Return what training to the level could raise."""
    services = e.services
    is_asked = is_of_type(services, service_type) & positions.is_offered
    if level is None:
        at_level, is_shut = np.zeros(len(services), dtype=bool), np.zeros(len(services), dtype=bool)
    else:
        # A contract tells of a level, too; one that is not recorded may be below.
        at_level = meets_level(services, level).fillna(value=False).to_numpy(dtype=bool)
        is_shut = (services["accepting_referrals"] == "no").to_numpy(dtype=bool)
    at_level &= is_asked
    below = np.flatnonzero(is_asked & ~at_level & ~is_shut)

    leads = _list_leads(e, positions)[below]
    has_it = positions.providers[np.flatnonzero(at_level)].sum(axis=0) > 0
    has_less = leads.sum(axis=0) > 0
    shut = services.loc[is_asked & ~at_level & is_shut, "name"]
    return Training(
        services=below,
        leads=sparse.csr_array(leads),
        is_trainable=np.asarray(has_less & ~has_it & positions.is_active),
        share=1.0 if level is None else TRAINED_SHARE,
        notes=tuple(_list_notes(level, shut.tolist())),
    )


def _list_leads(e: Ecosystem, positions: Positions) -> Matrix:
    """Return whose own each service's places are: (services, organisations), parts of 1."""
    runs = e.providers
    service = positions.find_services(runs["service_id"])
    organisation = positions.find_organisations(runs["organisation_id"])
    is_lead, is_unsaid = (runs["role"] == "lead").to_numpy(), runs["role"].isna().to_numpy()
    has_lead = np.bincount(service[is_lead], minlength=len(positions.service_ids)) > 0
    counts = is_lead | (is_unsaid & ~has_lead[service])

    service, organisation = service[counts], organisation[counts]
    of_service = np.bincount(service, minlength=len(positions.service_ids))
    return sparse.csr_array(
        (1 / of_service[service], (service, organisation)), shape=positions.providers.shape
    )


def _list_notes(level: int | None, shut: list[str]) -> list[str]:
    if level is None:
        return []
    notes = [
        (
            "Training moves only places of services that the organisation leads, and at "
            f"{TRAINED_SHARE:g} of a place for each place given up, as a case takes longer than a "
            "session of advice. It brings no legal aid contract."
        )
    ]
    if shut:
        notes.append(
            f"Places of {count_of(len(shut), 'service')} that {_takes(len(shut))} nobody now are "
            f"not moved: {join_words(shut, most=5)}."
        )
    return notes


def _takes(number: int) -> str:
    return "takes" if number == 1 else "take"
