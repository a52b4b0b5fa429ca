"""Words of names written short: "Hlth" is health, "W'stow" Walthamstow, "Nottm CC" a city council.

Only what leaves letters out in a way that no other word is written is read: the first letters and
the last, the consonants, or initials after words that are there in full. Ash is not Ashford.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecosystem.data import SMALL_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

_VOWELS = frozenset("aeiouy")
_LEAST, _LEAST_BEGIN, _LEAST_END = 3, 3, 4
"""Letters of a short word: at all, before its last one, and where it begins a word and ends it."""

_BEGUN = frozenset(
    [
        *("association", "college", "committee", "community", "company", "council", "department"),
        *("foundation", "hospital", "international", "partnership", "project", "service"),
        *("services", "society", "university"),
    ]
)
"""Words that people write only the beginning of."""


def abbreviates(short: Sequence[str], full: Sequence[str]) -> bool:
    """Tell whether the words of a clean name are those of another, some of them written short.

    Examples
    --------
    >>> abbreviates(["elm", "hlth", "ctr"], ["elm", "health", "centre"])
    True
    >>> abbreviates(["nottm", "cc"], ["nottingham", "city", "council"])
    True
    >>> abbreviates(["ash", "food", "hub"], ["ashford", "food", "hub"])
    False
    """
    if "".join(short) == "".join(full):
        return True
    if len(short) == len(full):
        return all(map(stands_for, short, full))
    if not 1 < len(short) < len(full):
        return False
    begin = len(short) - 1
    rest = [word for word in full[begin:] if word not in SMALL_WORDS]
    initials = {"".join(word[0] for word in words) for words in (rest, full[begin:])}
    return short[-1] in initials and all(map(stands_for, short[:-1], full))


def stands_for(short: str, full: str) -> bool:
    """Tell whether a word is another or stands for it."""
    if short == full:
        return True
    if not _LEAST <= len(short) < len(full) or short[0] != full[0]:
        return False
    if full.startswith(short):
        return full in _BEGUN
    if not set(short[1:]) & _VOWELS:
        rest = iter(full)
        return all(letter in rest for letter in short)
    begin, last = short[:-1], short[-1]
    is_begun = len(begin) >= _LEAST_BEGIN and full.startswith(begin) and last in full[len(begin) :]
    is_ended = len(short) >= _LEAST_END and short[1] not in _VOWELS and full.endswith(short[1:])
    return is_begun or is_ended
