"""What outcomes are worth, by unit values with their source: `find_value`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecosystem.disclosure import VISIBILITIES, are_small, find_most_guarded
from ecosystem.options import check_options

from .answer import ValueResult
from .frames import list_values, make_summary
from .notes import list_notes
from .outcomes import count_units, read_outcomes

if TYPE_CHECKING:
    import pandas as pd

    from ecosystem.data import Ecosystem


@check_options
def find_value(e: Ecosystem, outcomes: pd.DataFrame, *, months: float | None = None) -> ValueResult:
    """Return what outcomes are worth in pounds: how many there were, times what one is worth.

    Parameters
    ----------
    e
        The ecosystem; its referrals are counted where `outcomes` says of which service type.
    outcomes
        A row an outcome: outcome (its name, each once); units (how many; empty is not known) and
        unit (of what: "families"); unit_value_low and unit_value_high in pounds (or one unit_value)
        and source (where the value comes from, needed with every value). With service_type and
        without units, the referrals of that type that ended in help are the units.
    months
        Over how many months the units were counted, above 0; then the value of a year is told.

    Returns
    -------
    ValueResult
        `table` by outcome: units and units_high (the least and the most there were), unit,
        unit_value_low, unit_value_high, value_low and value_high (pounds; empty is not known),
        source, is_counted (whether the units were counted in referrals).

    Raises
    ------
    ValueError
        If a value has no source, a number is none from 0 up, an outcome is there twice, no referral
        is of the service type, or months is not above 0.

    Notes
    -----
    value_low is units times unit_value_low, value_high is units_high times unit_value_high; a year
    is 12 / months of that. An outcome of which either is not known is in no total, and a note says
    so. No unit value comes with the library: they differ by place and year, so whoever uses one
    says whose it is. Nothing is taken off for what would have happened anyway (see the Green Book).
    Units from 1 to 4 read "under 5", and an answer that holds such a number is marked private. Cost
    grows with the rows of outcomes and of referrals.

    References
    ----------
    HM Treasury (2022). The Green Book: central government guidance on appraisal and evaluation.
    https://www.gov.uk/government/publications/the-green-book-appraisal-and-evaluation-in-central-government

    Examples
    --------
    >>> import ecosystem as eco
    >>> import pandas as pd
    >>> e = eco.read_sample("west-midlands")
    >>> kept = {"outcome": ["Homes kept"], "units": [20], "unit": ["families"]}
    >>> kept |= {"unit_value": [4000], "source": ["Our council, 2024"]}
    >>> eco.find_value(e, pd.DataFrame(kept), months=6).headline
    '£80,000 over 6 months, £160,000 a year at that rate, if the unit values hold.'
    """
    if months is not None and not 0 < months < np.inf:
        msg = f"months {months!r} is not a time. Give a number of months above 0, or None."
        raise ValueError(msg)
    read = count_units(e, read_outcomes(outcomes))
    table = list_values(read)
    kinds = set(read.loc[read["is_counted"], "service_type"].str.casefold())
    helped = e.referrals.loc[e.referrals["service_type"].str.casefold().isin(kinds), "got_help"]
    # What is counted in the data rests on them as every count does; what is handed in rests on
    # nothing that was masked.
    behind = e.visibility_of_counts if table["is_counted"].any() else e.visibility
    has_few = are_small(table.loc[~table["is_counted"], "units"]).any()
    return ValueResult(
        table=table,
        summary=make_summary(table, months),
        settings={
            "outcomes": "as given",
            "months": months,
            "visibility": find_most_guarded([behind, *(VISIBILITIES[-1:] if has_few else ())]),
        },
        notes=list_notes(table, helped, months),
    )
