"""Rows that add up others: at the end, below each group, or in place of a name at one end of a tie.

Read as data they count everybody twice, and make the best connected organisation of a sector out of
a total. A row is one if nothing stands in it but numbers, the word, and at most what it is the
total of; "Total Health" beside a sector, an area or a service is somebody's name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


_BARE = re.compile(
    r"(?:grand |overall |row |column |regional |national )?(?:sub-?)?totals?"
    r"(?: numbers?)?\s*[:=]?\s*[\d,.]*",
    re.IGNORECASE,
)
"""The word alone, or with the number behind it."""

_COUNTED = (
    r"(?:of|for|in|all|the|across|by|each|year|number|people|persons|places|beds|referrals?|"
    r"organisations?|organizations?|services?|groups?|members?|attend\w*|present|clients?|cases?|"
    r"staff|amount|funding|capacity|households?|families|vouchers?|partners?|areas?|region)"
)
_LONG = re.compile(
    rf"{_BARE.pattern.partition(r'(?: numbers?)')[0]}(?: {_COUNTED}\b.*)"
    r"|.+\btotals?\s*:?|(?:number|no\.?|count|sum|average|mean|median) of \w+.*",
    re.IGNORECASE,
)
"""The word with what is added up: "Leeds Total", "Total places", "Number of members"."""

_NUMBER = re.compile(
    r"[<>~\u00a3$\u20ac+-]*\s*\d[\d,.\s]*[%+kKm]?|[-\u2013*.]+|n/?a", re.IGNORECASE
)
"""What may stand below a number, also of those that are hidden or not known."""


def names_total(cell: str) -> bool:
    """Tell whether a cell is the word alone, where a name should stand."""
    return bool(_BARE.fullmatch(cell))


def reads_as_total(cells: Iterable[str]) -> bool:
    """Tell whether a row adds up others, by its cells as clean text.

    Examples
    --------
    >>> reads_as_total(["Leeds Total", "", "300"]), reads_as_total(["Ash", "Total", "15"])
    (True, True)
    >>> reads_as_total(["Total Health", "1100001"]), reads_as_total(["Total", "food"])
    (False, False)
    """
    filled = [cell for cell in cells if cell]
    words = [cell for cell in filled if not _NUMBER.fullmatch(cell)]
    if not 0 < len(words) <= 2 or len(words) == len(filled):
        return False
    is_bare = any(map(names_total, words))
    return is_bare or any(map(_LONG.fullmatch, words[:1]))
