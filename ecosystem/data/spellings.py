"""Service types that differ only in capitals, hyphens or spaces, or by a slip, from one another."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ecosystem.errors import find_nearest

from .text import fold_heading

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd


_TABLES = ("services", "demand", "referrals")
_CUTOFF = 0.85


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
            used[name] = Counter(tables[name]["service_type"].dropna())
    alike: dict[str, set[str]] = {}
    for spelling in set().union(*used.values()):
        alike.setdefault(fold_heading(spelling), set()).add(spelling)

    def rank(spelling: str) -> tuple[object, ...]:
        return (*(-counts[spelling] for counts in used.values()), spelling)

    best = {folded: min(found, key=rank) for folded, found in alike.items() if folded}
    return {
        spelling: best[folded]
        for folded, found in sorted(alike.items())
        for spelling in sorted(found)
        if folded and spelling != best[folded]
    }


def find_slips(types: Iterable[str], known: Iterable[str]) -> dict[str, str]:
    """Return, for each type that no service has, the type of a service it is much like.

    Examples
    --------
    >>> find_slips(["imigration advice", "food"], ["immigration advice", "housing"])
    {'imigration advice': 'immigration advice'}
    """
    folded = {fold_heading(one): one for one in sorted(known)}
    unknown = {fold_heading(one): one for one in sorted(set(types) - set(folded.values()))}
    nearest = find_nearest(unknown, sorted(folded), least=_CUTOFF)
    return {unknown[slip]: folded[meant] for slip, meant in nearest.items()}
