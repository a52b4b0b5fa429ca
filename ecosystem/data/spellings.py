"""Service types that differ only in capitals, hyphens or spaces, or by a slip, from one another.

"Food bank" and "food-bank" are one type to a person and two to every question, so that half the
demand would meet no service. What differs in spelling only is made one; what differs by a letter is
only asked about, because "legal advice" may not mean "legal advices".
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from ecosystem.errors import find_nearest

from .tables import TABLES
from .text import fold_heading

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from .sources import PlacedProblems


_TABLES = ("services", "demand", "referrals")
"""Where service types stand, those that count most first."""

_LIKE = 0.85
"""Likeness, 0 to 1, from which a type is asked about: one wrong letter in seven or more. From 0.7
"housing" would be taken for "nursing"; the higher it is, the fewer slips in short words it sees."""


def join_spellings(
    tables: Mapping[str, pd.DataFrame], problems: PlacedProblems
) -> dict[str, pd.DataFrame]:
    """Return the tables with one spelling a service type, and say what was read as what."""
    joined = dict(tables)
    spellings = find_spellings(tables)
    for name, frame in tables.items():
        if not spellings or "service_type" not in TABLES[name].names:
            continue
        types = frame["service_type"]
        for spelling in sorted(set(types.dropna()) & set(spellings)):
            problems.add(
                "note",
                name,
                f"'{spelling}' was read as '{spellings[spelling]}', the spelling used most.",
                column="service_type",
                position=int(np.flatnonzero((types == spelling).to_numpy(dtype=bool))[0]),
                value=spelling,
            )
        joined[name] = frame.assign(service_type=types.replace(spellings))
    return joined


def find_spellings(tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """Return, for each service type spelt in more than one way, the way it is spelt most.

    Services count before demand and referrals; of equals the first in the alphabet is taken.

    Examples
    --------
    >>> import pandas as pd
    >>> types = pd.DataFrame({"service_type": ["Food bank", "food bank", "food bank"]})
    >>> find_spellings({"services": types})
    {'Food bank': 'food bank'}
    """
    used: dict[str, Counter[str]] = {}
    for name in _TABLES:
        if name in tables:
            counted = tables[name]["service_type"].value_counts()
            used[name] = Counter(dict(zip(counted.index.tolist(), counted.tolist(), strict=True)))
    alike: dict[str, set[str]] = {}
    for spelling in set().union(*used.values()):
        alike.setdefault(fold_heading(spelling), set()).add(spelling)

    def rank(spelling: str) -> tuple[object, ...]:
        return (*(-counts[spelling] for counts in used.values()), spelling)

    best = {folded: min(spelt, key=rank) for folded, spelt in alike.items() if folded}
    return {
        spelling: best[folded]
        for folded, spelt in sorted(alike.items())
        for spelling in sorted(spelt)
        if folded and spelling != best[folded]
    }


def find_slips(types: Iterable[str], known: Iterable[str]) -> dict[str, str]:
    """Return, for each type that no service has, the type of a service it is much like.

    Examples
    --------
    >>> find_slips(["imigration advice", "food"], ["immigration advice", "housing"])
    {'imigration advice': 'immigration advice'}
    """
    folded = {fold_heading(service_type): service_type for service_type in sorted(known)}
    unlisted = sorted(set(types) - set(folded.values()))
    unknown = {fold_heading(service_type): service_type for service_type in unlisted}
    nearest = find_nearest(unknown, sorted(folded), least=_LIKE)
    return {unknown[slip]: folded[meant] for slip, meant in nearest.items()}
