"""The frames of `find_matches`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.data import DIFFERENT, SAME

from .linkage import group_records
from .reasons import list_reasons

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .linkage import Links
    from .names import NameComparer


LISTED_FROM = 0.05
"""Probability from which a pair is listed even where it is taken to be different, so that a reader
sees what was nearly asked about. A lower one lists more pairs, all of them different."""


def list_pairs(
    records: pd.DataFrame,
    links: Links,
    names: NameComparer,
    decision: NDArray[np.object_],
    network: NDArray[np.object_],
) -> pd.DataFrame:
    """Return the pairs to look at, the likeliest first, with their reasons."""
    # Rounded, because probabilities that differ only by the last digit are to stand in the order of
    # the records on every machine.
    listed = np.flatnonzero((links.probability >= LISTED_FROM) | (decision != DIFFERENT))
    order = np.lexsort((links.b[listed], links.a[listed], -links.probability[listed].round(9)))
    listed = listed[order]

    reasons_for, reasons_against = list_reasons(records, links, listed, names)
    ends = {
        f"{column}_{side}": records[of_record].take(rows).array
        for side, rows in (("a", links.a[listed]), ("b", links.b[listed]))
        for column, of_record in (("record", "record_id"), ("source", "source"), ("name", "name"))
    }
    return pd.DataFrame(
        {
            **ends,
            "probability": links.probability[listed],
            "decision": pd.array(decision[listed], dtype="str"),
            "reasons_for": pd.array(reasons_for, dtype="str"),
            "reasons_against": pd.array(reasons_against, dtype="str"),
            "network": pd.array(network[listed], dtype="str"),
        },
        index=pd.RangeIndex(1, len(listed) + 1, name="pair"),
    )


def list_entities(
    records: pd.DataFrame, links: Links, decision: NDArray[np.object_], same_from: float
) -> pd.DataFrame:
    """Return a row a record, with the number of its entity and the name of its fullest record."""
    # Only what is decided joins records: a pair that a person is to see joins nobody.
    decided = replace(links, probability=np.where(decision == SAME, links.probability, 0.0))
    group = group_records(decided, len(records), same_from)

    # Entities are numbered in the order of their first record, so that the numbers are stable.
    first = pd.Series(range(len(records))).groupby(group).transform("min")
    numbered = pd.factorize(first)[0] + 1

    fullest = records.assign(entity=numbered).sort_values("filled", ascending=False, kind="stable")
    names = fullest.drop_duplicates("entity").set_index("entity")["name"]
    return records[["record_id", "source", "name"]].assign(
        entity=numbered, canonical_name=names.reindex(numbered).array
    )[["entity", "record_id", "source", "name", "canonical_name"]]
