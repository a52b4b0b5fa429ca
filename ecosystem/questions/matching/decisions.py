"""What to do with a pair: the same, different, or for a person to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecosystem.data import ASK, DIFFERENT, SAME

from .linkage import Level, find_mutual
from .names import NameMatch
from .records import NUMBERS, TELLING, RecordField

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .linkage import Links
    from .names import NameComparer


_WHERE = (RecordField.WEBSITE, RecordField.POSTCODE, RecordField.AREA_CODE)
"""What of a record says where it is to be found."""


def decide(
    links: Links, names: NameComparer, records: int, same_from: float, ask_from: float
) -> NDArray[np.object_]:
    """Return the decision for each pair: by its probability, but for what a person must see.

    Different names without a number or website in common are different, whatever else they
    share. Taken as the same are only names that are the same, with a number, website or postcode
    in common and without another number. What else is likely is a person's to decide; so are the
    same numbers, and each other's best where nothing but the names can be compared, or nothing but
    a number differs.
    """
    # All arrays here have a row a pair; `levels` a column a field.
    levels = links.levels
    name, website = levels[:, RecordField.NAME], levels[:, RecordField.WEBSITE]
    numbers = levels[:, NUMBERS]
    has_number = (numbers == Level.SAME).any(axis=1)
    has_support = (levels[:, TELLING] == Level.SAME).any(axis=1)

    # Two names, and nothing but an address in common: neighbours, not one.
    is_other = (name <= Level.DIFFERENT) & ~has_number & (website != Level.SAME)

    # A number off by a slip conflicts too: whether it is one, only a person can see.
    conflicts = ((numbers >= Level.DIFFERENT) & (numbers < Level.SAME)).any(axis=1)
    is_elsewhere = (levels[:, _WHERE] == Level.DIFFERENT).any(axis=1)

    only_names = has_only_names(links)
    is_best = np.zeros(len(links.a), dtype=bool)
    is_best[find_mutual(links.a, links.b, links.evidence.sum(axis=1), records)] = True

    # With the same number, initials or a slip in a word are the same name. Names are looked at in
    # full only where this can decide, because that takes them apart word by word.
    is_likely = links.probability >= same_from
    is_named = name == Level.SAME
    nearly = np.flatnonzero(is_likely & has_number & (name == Level.ALIKE))
    match = names.describe(links.a[nearly], links.b[nearly]).match
    is_named[nearly] = np.isin(match, (NameMatch.INITIALS, NameMatch.SPELLING))

    # The first rule that holds decides.
    rules = [
        (is_other, DIFFERENT),
        (is_likely & is_named & has_support & ~conflicts, SAME),
        (links.probability >= ask_from, ASK),
        (has_number, ASK),
        (is_best & only_names & (name >= Level.ALIKE), ASK),
        (is_best & conflicts & ~is_elsewhere & is_named, ASK),
    ]
    return np.select([holds for holds, _ in rules], [word for _, word in rules], DIFFERENT).astype(
        object
    )


def has_only_names(links: Links) -> NDArray[np.bool_]:
    """Tell which pairs can be compared by their names alone, or by names and area."""
    nothing_else: NDArray[np.bool_] = (links.levels[:, TELLING] == Level.UNKNOWN).all(axis=1)
    return nothing_else
