"""How we talk: numbers with their nouns, lists of words, verbs that agree, shares, distances."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


_LAST_DIGIT = 1e-9
"""Share by which a sum of parts may be off: what adding floats leaves is still all, or none."""

_TURNS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Characters nobody sees that turn the text after them round: with them one name is read as
another, and a file called "gpj.exe" as "exe.jpg"."""


def mark_turns(text: str) -> str:
    """Return text in which the characters that turn text round are seen, by their numbers.

    Every page and the command line pass what they show through here. Tables keep the characters:
    they are part of what somebody wrote.

    Examples
    --------
    >>> mark_turns("Ash \u202etsurT"), mark_turns("\u0623\u0644\u0641")
    ('Ash [U+202E]tsurT', '\u0623\u0644\u0641')
    """
    if text.isascii():
        return text
    return _TURNS.sub(lambda turn: f"[U+{ord(turn[0]):04X}]", text)


def join_words(words: Iterable[str], *, most: int = 0, last: str = "and") -> str:
    """Return words as "a, b and c"; beyond `most` (0: all) the rest are counted.

    Examples
    --------
    >>> join_words(["Stoke-on-Trent", "Coventry", "Dudley"])
    'Stoke-on-Trent, Coventry and Dudley'
    >>> join_words(["a", "b", "c", "d"], most=2)
    'a, b and 2 more'
    >>> join_words(["1", "2", "3"], last="or")
    '1, 2 or 3'
    """
    listed = list(words)
    if most and len(listed) > most:
        listed = [*listed[:most], f"{len(listed) - most} more"]
    if len(listed) < 2:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} {last} {listed[-1]}"


def count_of(number: float, noun: str, plural: str = "") -> str:
    """Return a number with its noun: "1 organisation", "1,200 organisations"."""
    return f"{number:,.0f} {noun if number == 1 else plural or noun + 's'}"


def say_are(number: float) -> str:
    """Return the verb that agrees with a number: "is" for one, "are" for any other."""
    return "is" if number == 1 else "are"


def say_do(number: float) -> str:
    """Return the verb that agrees with a number: "does" for one, "do" for any other."""
    return "does" if number == 1 else "do"


def say_were(number: float) -> str:
    """Return the verb that agrees with a number: "was" for one, "were" for any other."""
    return "was" if number == 1 else "were"


def say_have(number: float) -> str:
    """Return the verb that agrees with a number: "has" for one, "have" for any other."""
    return "has" if number == 1 else "have"


def say_them(number: float) -> str:
    """Return the word for so many behind a verb: "it" for one, "them" for any other number."""
    return "it" if number == 1 else "them"


def say_share(share: float) -> str:
    """Return a share from 0 to 1 in percent; only what is all reads 100%, only what is none 0%.

    Examples
    --------
    >>> say_share(0.5), say_share(0.996), say_share(0.004), say_share(0.0)
    ('50%', 'more than 99%', 'less than 1%', '0%')
    """
    if 0.995 < share < 1 - _LAST_DIGIT:
        return "more than 99%"
    return "less than 1%" if _LAST_DIGIT < share < 0.005 else f"{share:.0%}"


def say_km(distance: float) -> str:
    """Return a distance in whole kilometres; what would round to none is "under 1 km".

    Examples
    --------
    >>> say_km(0.3), say_km(0.7), say_km(1234.4)
    ('under 1 km', '1 km', '1,234 km')
    """
    return f"{distance:,.0f} km" if distance >= 0.5 else "under 1 km"


def start_sentence(words: str) -> str:
    """Return words with a capital at the start; the rest stays as it is, names above all."""
    return words[:1].upper() + words[1:]
