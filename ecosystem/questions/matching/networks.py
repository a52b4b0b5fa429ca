"""Pairs that are one question: branches of a network, which share a name or a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.data import ASK
from ecosystem.wording import count_of

from .records import CLEAN, NUMBERS

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from .linkage import Links
    from .names import NameComparer


FEWEST_BRANCHES = 4
"""Records from which what they share is one question: three make three pairs, which can be read one
by one; four make six, and ten make 45."""

_NAMED = 3
"""Networks named in the notes; the rest are in the column of the table."""


def name_networks(
    records: pd.DataFrame,
    links: Links,
    names: NameComparer,
    decision: NDArray[np.object_],
    areas: Collection[str],
) -> NDArray[np.object_]:
    """Return what four records or more share, for each pair that is a person's to decide.

    That is a name, a number, or a name but for a word of an area; an empty text where it is none.
    Several lists that hold one name each once, at no two places, are asked about pair by pair.
    `areas` are the words of which names of areas are made.
    """
    asked = np.flatnonzero(decision == ASK)
    shared = [
        _find_shared(records, names, int(links.a[row]), int(links.b[row]), areas) for row in asked
    ]
    bearers: dict[str, set[int]] = {}
    for row, what in zip(asked.tolist(), shared, strict=True):
        bearers.setdefault(what, set()).update((int(links.a[row]), int(links.b[row])))
    of_branches = {
        what
        for what, rows in bearers.items()
        if what and len(rows) >= FEWEST_BRANCHES
        if _count_apart(records.iloc[sorted(rows)]) >= FEWEST_BRANCHES
    }
    network = np.full(len(links.a), "", dtype=object)
    for row, what in zip(asked.tolist(), shared, strict=True):
        if what in of_branches:
            network[row] = what
    return network


def _count_apart(bearers: pd.DataFrame) -> int:
    """Return how many organisations records are at least: lists that hold one name may mean one.

    Of one name those are several that one list holds several times, or whose numbers or places
    differ.
    """
    apart = 0
    for _, rows in bearers.groupby("clean_name", sort=False):
        known = rows[list(CLEAN)].replace("", np.nan)
        apart += max(int(rows["source"].value_counts().max()), int(known.nunique().max()))
    return apart


def note_networks(table: pd.DataFrame) -> list[str]:
    """Return a sentence for each of the largest networks among the pairs of an answer."""
    of_network = table[table["network"] != ""]
    notes = []
    for what in of_network["network"].value_counts(sort=True).index[:_NAMED]:
        pairs = of_network[of_network["network"] == what]
        number = pd.concat([_list_ends(pairs, "a"), _list_ends(pairs, "b")]).nunique()
        notes.append(
            f"{number:,} organisations share {what}: {count_of(len(pairs), 'pair')} that may be "
            "branches of one network. Decide it once for all."
        )
    return notes


def _list_ends(pairs: pd.DataFrame, side: str) -> pd.Series:
    return pairs[f"source_{side}"].str.cat(pairs[f"record_{side}"], sep="\n")


def _find_shared(
    records: pd.DataFrame, names: NameComparer, a: int, b: int, areas: Collection[str]
) -> str:
    """Return what two records share, in words."""
    texts = np.intersect1d(names.names[a], names.names[b])
    texts = texts[texts >= 0]
    if len(texts):
        return f"the name '{names.texts[texts[0]]}'"
    for field in NUMBERS:
        number = records[field.column].iloc[a]
        if number and number == records[field.column].iloc[b]:
            return f"the {field.column.replace('_', ' ')} {number}"

    # Names that differ by words of areas only, and are something besides.
    differing = names.list_differing(a, b)
    first, second = (str(names.texts[names.names[record, 0]]).split() for record in (a, b))
    common = [word for word in first if word in second and word not in areas]
    if common and differing and all(word in areas for word in differing):
        return f"the name '{' '.join(common)}' but for an area"
    return ""
