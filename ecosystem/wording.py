"""How we talk: numbers with their nouns, and lists of words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def join_words(words: Iterable[str], *, most: int = 0) -> str:
    """Return words as "a, b and c"; beyond `most` (0: all) the rest are counted.

    Examples
    --------
    >>> join_words(["Stoke-on-Trent", "Coventry", "Dudley"])
    'Stoke-on-Trent, Coventry and Dudley'
    >>> join_words(["a", "b", "c", "d"], most=2)
    'a, b and 2 more'
    """
    listed = list(words)
    if most and len(listed) > most:
        listed = [*listed[:most], f"{len(listed) - most} more"]
    if len(listed) < 2:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} and {listed[-1]}"


def count_of(number: float, noun: str, plural: str = "") -> str:
    """Return a number with its noun: "1 organisation", "1,200 organisations"."""
    return f"{number:,.0f} {noun if number == 1 else plural or noun + 's'}"
