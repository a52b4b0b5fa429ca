"""The frame of `find_factors`: the twelve factors, what each is measured by, and what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from . import measures
from .evidence import Evidence, Records

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecosystem.data import Ecosystem


class Factor(NamedTuple):
    """A factor of the study, what tables could tell of it, and the measure.

    Attributes
    ----------
    name
        As the report names it.
    measure
        What is counted here; what no table holds is left out.
    find
        The measure.
    """

    name: str
    measure: str
    find: Callable[[Records], Evidence]


FACTORS = (
    Factor("need and planning", "people in need, by service type and area", measures.find_need),
    Factor("data", "sharing of information, and numbers of people sent on", measures.find_data),
    Factor("key partners", "the sectors of the organisations", measures.find_partners),
    Factor(
        "core members", "stated roles, and seats in steering groups", measures.find_core_members
    ),
    Factor(
        "referral pathways", "whether senders hear what became of people", measures.find_feedback
    ),
    Factor("governance", "written agreements, and groups", measures.find_agreements),
    Factor("funding", "who is funded, and by whom", measures.find_funding),
    Factor("trust", "trust between organisations", measures.find_trust),
    Factor("challenge", "ties to another sector", measures.find_ties_across),
    Factor(
        "new ways of working",
        "co-location, and services that several organisations run",
        measures.find_sharing,
    ),
    Factor("communication", "seats in groups, and how often these meet", measures.find_meetings),
    Factor("time", "when relationships began", measures.find_beginnings),
)
"""The twelve factors found in Bristol, Luton and Suffolk (Ling 2018), in their order."""


def list_factors(e: Ecosystem) -> pd.DataFrame:
    """Return what the data hold on each factor, a row a factor, numbered from 1."""
    records = Records(e)
    found = [factor.find(records) for factor in FACTORS]
    return pd.DataFrame(
        {
            "name": [factor.name for factor in FACTORS],
            "evidence": [evidence.sentence for evidence in found],
            "measure": [factor.measure for factor in FACTORS],
            "columns_missing": ["; ".join(filter(None, evidence.missing)) for evidence in found],
            "is_evidenced": [bool(evidence.sentence) for evidence in found],
        },
        index=pd.RangeIndex(1, len(FACTORS) + 1, name="factor"),
    )
