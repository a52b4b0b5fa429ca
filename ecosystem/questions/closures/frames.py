"""The frames of `find_closures`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .answer import IN_PART, KNOWN, NO_SERVICE, NOT_KNOWN
from .bounds import (
    count_least_extra,
    count_least_lost,
    count_most_lost,
    count_most_together,
)
from .losses import count_lost, count_lost_together, sum_served

if TYPE_CHECKING:
    from ecosystem.data import Ecosystem

    from .losses import Settled
    from .market import Field


_DIGITS = 3
"""Digits of people: thousandths, the units they are counted in."""

_LEAST_EXTRA = 1e-6
"""People that a pair must lose more together to be listed: above what adding floats leaves."""

COLUMNS = [
    "name",
    "people_served",
    "rerouted",
    "unserved",
    "unserved_low",
    "unserved_high",
    "top_five_share",
    "services",
    "counted",
    "status",
]


def make_table(
    e: Ecosystem, field: Field, settled: list[Settled], widely: list[Settled]
) -> pd.DataFrame:
    """Return the table of the answer: a row an organisation, people as whole numbers.

    Of markets as settled by what is recorded, and widely.
    """
    organisations = e.organisations
    size = len(organisations)
    counted, uncounted = field.counts["counted"], field.counts["uncounted"]
    is_partial = (uncounted > 0) | (field.counts["partial"] > 0)
    status = np.select(
        [counted + uncounted == 0, counted == 0, is_partial],
        [NO_SERVICE, NOT_KNOWN, IN_PART],
        KNOWN,
    )
    served = sum_served(field, settled, size)

    # Rounding to units must not make a loss larger than what there is to lose.
    unserved = np.minimum(count_lost(settled, size), served)
    low, high = count_least_lost(widely, size), count_most_lost(settled, size)
    figures = {
        "people_served": served,
        "rerouted": served - unserved,
        "unserved": unserved,
        "unserved_low": np.minimum(low, unserved),
        "unserved_high": np.maximum(high, unserved),
    }
    table = pd.DataFrame(
        {
            "name": organisations["name"].to_numpy(),
            **figures,
            "services": (counted + uncounted).to_numpy(),
            "counted": counted.to_numpy(),
            "status": status,
        },
        index=pd.Index(organisations["organisation_id"], name="organisation_id"),
    )

    # Of services that cannot be counted nothing is said, and where some cannot, no most.
    table.loc[table["status"] == NOT_KNOWN, list(figures)] = np.nan
    table.loc[table["status"] == IN_PART, "unserved_high"] = np.nan
    return round_people(table)


def make_pairs(
    table: pd.DataFrame, field: Field, settled: list[Settled], widely: list[Settled]
) -> pd.DataFrame:
    """Return the pairs that lose more together, worst first.

    Columns: a, b (ids), unserved_both, unserved_both_low, unserved_both_high, unserved_a,
    unserved_b, extra (people).
    """
    extra = count_lost_together(settled, field)
    pairs = [pair for pair, more in extra.items() if more > _LEAST_EXTRA]
    ids = table.index.to_numpy()
    unserved, least = (table[name].fillna(0).to_numpy() for name in ("unserved", "unserved_low"))
    least_extra = count_least_extra(widely, field, pairs).tolist()
    most = count_most_together(settled, field, pairs).tolist()
    has_most = table["unserved_high"].notna().to_numpy()

    # What two closings take is what each takes alone, and what they take more together.
    rows = []
    for (a, b), more, at_most in zip(pairs, least_extra, most, strict=True):
        both = unserved[a] + unserved[b] + extra[a, b]
        low = min(least[a] + least[b] + more, both)
        high = max(at_most, both) if has_most[a] and has_most[b] else np.nan
        rows.append((ids[a], ids[b], both, low, high, unserved[a], unserved[b], extra[a, b]))
    columns = ["a", "b", "unserved_both", "unserved_both_low", "unserved_both_high"]
    columns += ["unserved_a", "unserved_b", "extra"]
    frame = round_people(pd.DataFrame(rows, columns=columns))
    order = frame.sort_values(["extra", "a", "b"], ascending=[False, True, True])
    return order.reset_index(drop=True)


def make_summary(field: Field, settled: list[Settled], active: int) -> pd.Series:
    """Return the single figures of the answer."""
    people = sum(market.people.sum() for market in field.markets)
    served = sum(part.use.sum() for part in settled)
    return pd.Series(
        {
            "people": people,
            "places": sum(
                np.nansum(market.places[market.reach.sum(axis=0) > 0]) for market in field.markets
            ),
            "people_served": round(served, _DIGITS),
            "people_without": round(people - served, _DIGITS),
            "organisations": active,
        },
        name="summary",
    )


def round_people(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame to a thousandth of a person, without negative zeros."""
    numbers = frame.select_dtypes("float").columns
    return frame.assign(**{name: frame[name].round(_DIGITS) + 0.0 for name in numbers})
