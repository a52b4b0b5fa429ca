"""Names of organisations as they are compared: without case, accents, marks and legal form."""

from __future__ import annotations

import re
import unicodedata

LEGAL_WORDS = frozenset(
    ["ltd", "limited", "cic", "cio", "scio", "plc", "llp", "lp", "inc", "the", "incorporated"]
)
"""Words that say what an organisation is in law, or nothing, and not which one it is."""

_LEGAL_PHRASES = re.compile(
    r"\b(charitable incorporated organi[sz]ation|community interest company"
    r"|(company )?limited by guarantee)\b"
)
_IN_PHRASES = frozenset(["incorporated", "interest", "limited"])
"""A word of each of these phrases: a name with none of them has no such phrase."""
_MARKS = re.compile("['\u2019`.]")
_NO_LETTERS = re.compile(r"[^\w]+|_")
_BETWEEN_NAMES = re.compile(r"[|;\n]")
_SHORT = {"st": "saint", "assoc": "association", "org": "organisation"}

SMALL_WORDS = frozenset(["and", "of", "for", "the", "in", "to", "with", "at", "a", "an", "y"])
"""Words that initials leave out and that tell no two names from each other; "y" is Welsh."""


def clean_name(name: str) -> str:
    """Return a name without case, accents, punctuation and legal form.

    >>> clean_name("The Café Trust & Friends, Ltd.")
    'cafe trust and friends'
    """
    plain = name.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
        plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = plain.split()
    if not all(map(str.isalnum, words)):
        plain = _MARKS.sub("", plain.replace("&", " and "))
        words = _NO_LETTERS.sub(" ", plain).split()
    if not _IN_PHRASES.isdisjoint(words):
        words = _LEGAL_PHRASES.sub(" ", " ".join(words)).split() or words
    kept = [_SHORT.get(word, word) for word in words if word not in LEGAL_WORDS]
    return " ".join(kept or words)


def split_names(cell: str) -> list[str]:
    """Return the names of a cell of other names: parted at | or ; or a new line, at no comma.

    >>> split_names("Smith, Jones and Partners | SJP")
    ['Smith, Jones and Partners', 'SJP']
    """
    return [name for part in _BETWEEN_NAMES.split(cell) if (name := part.strip())]


def make_initials(name: str) -> str:
    """Return the initials of a clean name, small words left out; empty below three.

    >>> make_initials("ashley community housing")
    'ach'
    """
    letters = "".join(word[0] for word in name.split() if word not in SMALL_WORDS)
    return letters if len(letters) > 2 else ""
