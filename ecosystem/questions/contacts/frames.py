"""The frames of the answer: how many people are in touch with how many organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.disclosure import are_small

from .answer import IN_TOUCH

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .linkage import Linkage


def count_lists(
    person: NDArray[np.int64], lists_of: NDArray[np.intp], organisations: int
) -> NDArray[np.int64]:
    """Return for each row how many organisations its person is in touch with."""
    is_contact = lists_of < organisations
    counts = np.bincount(person[is_contact], minlength=len(person))
    return counts[person].astype(np.int64)


def count_people(
    linkage: Linkage, lists_of: NDArray[np.intp], organisations: int, *, has_reference: bool
) -> pd.DataFrame:
    """Return how many people are in touch with how many, under both readings, small ones hidden."""
    counts = {}
    for reading in ("sure", "possible"):
        person = getattr(linkage, reading)
        first = (np.arange(len(person)) == person) & linkage.is_comparable
        held = count_lists(person, lists_of, organisations)[first]
        # The index of each class; more than three are one class with three.
        counts[reading] = np.bincount(np.minimum(held, len(IN_TOUCH) - 1), minlength=len(IN_TOUCH))
    both = np.array([counts["sure"], counts["possible"]])
    table = pd.DataFrame(
        {
            "people": pd.array(counts["sure"], dtype="Int64"),
            "low": pd.array(both.min(axis=0), dtype="Int64"),
            "high": pd.array(both.max(axis=0), dtype="Int64"),
        },
        index=pd.Index(IN_TOUCH, name="organisations_in_touch"),
    )
    hidden = np.array([are_small(column).any() for column in both.T], dtype=bool)
    if not has_reference:
        hidden[0] = False
    if np.count_nonzero(hidden) == 1:
        # Alone it would be the sum of the lists less the rest: the smallest of these goes too.
        rest = table["people"].where(~hidden & (table["people"] > 0)).dropna()
        if len(rest):
            hidden[IN_TOUCH.index(rest.idxmin())] = True
    table["is_hidden"] = hidden
    unknown = hidden.copy()
    unknown[0] |= not has_reference
    table.loc[unknown, ["people", "low", "high"]] = pd.NA
    return table
