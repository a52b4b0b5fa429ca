"""The nearest of many names to each of many misspelt ones, without comparing all with all."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

_CUTOFF = 0.6
_CANDIDATES = 8


@dataclass(frozen=True, kw_only=True, eq=False)
class NameIndex:
    """Names, and for each pair of letters the names that have it."""

    names: Sequence[str]
    folded: Sequence[str]
    sizes: NDArray[np.float64]
    places: Mapping[str, NDArray[np.int64]]


def index_names(names: Sequence[str]) -> NameIndex:
    """Return an index in which the nearest of the names can be found."""
    folded = [name.casefold() for name in names]
    places: dict[str, list[int]] = {}
    sizes = []
    for place, text in enumerate(folded):
        pairs = _pairs(text)
        sizes.append(len(pairs))
        for pair in pairs:
            places.setdefault(pair, []).append(place)
    return NameIndex(
        names=names,
        folded=folded,
        sizes=np.array(sizes, dtype=np.float64),
        places={pair: np.array(found, dtype=np.int64) for pair, found in places.items()},
    )


def find_nearest_names(values: Iterable[str], index: NameIndex) -> dict[str, str]:
    """Return, for each value that has one, the name most like it, case left aside.

    Candidates are the names that share most pairs of letters with the value; of these the one
    with the greatest ratio of `difflib` wins, if it is 0.6 or more.

    Notes
    -----
    Time grows with the letters of all names once, and for each value with the names that share a
    pair of letters with it: 700 values among 20,000 names take about 0.3 s.

    Examples
    --------
    >>> find_nearest_names(["borderland", "zz"], index_names(["Borderlands", "ACH"]))
    {'borderland': 'Borderlands'}
    """
    nearest = {}
    for value in values:
        pairs = _pairs(value.casefold())
        found = [index.places[pair] for pair in pairs if pair in index.places]
        if not found:
            continue
        shared = np.bincount(np.concatenate(found), minlength=len(index.folded))
        likeness = 2 * shared / (index.sizes + len(pairs))
        most = min(_CANDIDATES, len(likeness))
        best = np.argpartition(-likeness, most - 1)[:most]
        matcher = SequenceMatcher(b=value.casefold(), autojunk=False)
        ratios = {}
        for place in best.tolist():
            matcher.set_seq1(index.folded[place])
            ratios[place] = matcher.ratio()
        # Among equals the last wins, as ids come after names.
        top = max(ratios, key=lambda place: (ratios[place], place))
        if ratios[top] >= _CUTOFF:
            nearest[value] = index.names[top]
    return nearest


def _pairs(text: str) -> set[str]:
    """Return the pairs of neighbouring letters, with the ends marked."""
    marked = f"\x02{text}\x03"
    return {marked[place : place + 2] for place in range(len(marked) - 1)}
