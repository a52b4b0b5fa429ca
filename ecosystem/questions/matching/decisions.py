"""What to do with a pair: the same, different, or for a person to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecosystem.data import ASK, DIFFERENT, SAME

from .linkage import ALIKE, UNKNOWN, find_mutual
from .linkage import DIFFERENT as APART
from .linkage import SAME as AGREES
from .names import INITIALS, SPELLING

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .linkage import Links
    from .names import NameComparer


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
    name, charity, company, website, postcode, area = links.levels.T
    has_number = (charity == AGREES) | (company == AGREES)
    is_other = (name <= APART) & ~has_number & (website != AGREES)
    conflicts = ((charity >= APART) & (charity < AGREES)) | (
        (company >= APART) & (company < AGREES)
    )
    only_names = has_only_names(links)
    has_support = (links.levels[:, 1:-1] == AGREES).any(axis=1)
    is_apart = (website == APART) | (postcode == APART) | (area == APART)
    best = np.zeros(len(links.a), dtype=bool)
    best[find_mutual(links.a, links.b, links.evidence.sum(axis=1), records)] = True
    is_same = links.probability >= same_from
    is_named = name == AGREES
    nearly = np.flatnonzero(is_same & has_number & (name == ALIKE))
    how = names.describe(links.a[nearly], links.b[nearly]).how
    is_named[nearly] = np.isin(how, (INITIALS, SPELLING))
    rules = [
        (is_other, DIFFERENT),
        (is_same & is_named & has_support & ~conflicts, SAME),
        (links.probability >= ask_from, ASK),
        (has_number, ASK),
        (best & only_names & (name >= ALIKE), ASK),
        (best & conflicts & ~is_apart & is_named, ASK),
    ]
    return np.select([here for here, _ in rules], [word for _, word in rules], DIFFERENT).astype(
        object
    )


def has_only_names(links: Links) -> NDArray[np.bool_]:
    """Tell which pairs agree in their names and are known to share nothing else."""
    nothing_else: NDArray[np.bool_] = (links.levels[:, 1:-1] == UNKNOWN).all(axis=1)
    return nothing_else
