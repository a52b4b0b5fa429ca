"""Match-keys: what of a person is joined before it is hashed, so that two lists can be compared.

A hash agrees only where all that was hashed agrees, so one hash of everything would miss whoever is
spelt in two ways. Each person gets several keys instead, each of a few facts. A strong key alone
says that two rows are one person; a weak one says that they may be, and two weak ones that they
are.

No key rests on one fact: a hashed surname alone gives itself away by how often it comes.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

STRONG = (
    "names_birth",
    "sounds_birth",
    "sounds_phone",
    "sounds_postcode_year",
    "initials_postcode_birth",
    "initials_phone_birth",
)
"""Keys that say alone who someone is."""

WEAK = (
    "sounds_year_month",
    "sounds_month_day",
    "sounds_year_day",
    "sounds_birth_turned",
    "sounds_postcode",
    "initials_phone",
    "initials_birth",
)
"""Keys that many share by chance in a large list: two of them are needed."""

MATCH_KEYS = STRONG + WEAK

_SOUNDS = (
    ("ph", "f"),
    ("kh", "k"),
    ("gh", "g"),
    ("dh", "d"),
    ("th", "t"),
    ("sch", "s"),
    ("sh", "s"),
    ("ch", "s"),
    ("tz", "s"),
    ("ts", "s"),
    ("ck", "k"),
    ("q", "k"),
    ("c", "k"),
    ("x", "ks"),
    ("z", "s"),
    ("w", "v"),
    ("j", "g"),
)
"""Letters that one name is written with in two ways when it comes from another script: Qasim and
Kasim, Khalid and Halid, Wahid and Vahid. Two before one, since the first that fits is taken."""

_SILENT = re.compile(r"[aeiouyh]")
_TWICE = re.compile(r"(.)\1+")
_LETTERS = re.compile(r"[^\W\d_]+")

_TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "sir", "prof", "rev"})
"""No names: one list has them, another does not."""

_PHONE_DIGITS = 9
"""Digits of a phone number that are compared: all after +44 or 0."""


@dataclass(frozen=True, kw_only=True)
class Person:
    """What a list says of one person; empty where it does not say.

    Attributes
    ----------
    name
        All names, in any order.
    birth
        The day of birth. The first of January stands for "not known" on many papers, so a key
        rests on its year alone.
    phone
        Digits, as `read_phone` gives them, stretched by whoever hashes them.
    postcode
        A whole postcode.
    """

    name: str
    birth: dt.date | None = None
    phone: str = ""
    postcode: str = ""


def list_match_keys(person: Person) -> dict[str, str]:
    """Return the match-keys that can be made of a person, by name; the others are left out.

    Examples
    --------
    >>> import datetime as dt
    >>> one = Person(name="Mohammed Al-Khatib", birth=dt.date(1990, 5, 2))
    >>> two = Person(name="KHATIB, Muhammad al", birth=dt.date(1990, 5, 2))
    >>> list_match_keys(one)["sounds_birth"] == list_match_keys(two)["sounds_birth"]
    True
    >>> list_match_keys(Person(name="Mohammed Khatib"))
    {}
    """
    words = _list_names(person.name)
    if len(words) < 2:
        # One name is shared by too many: nothing that rests on it would tell persons apart.
        return {}
    # In any order, because which of them is the family's differs from list to list.
    names = " ".join(sorted(words))
    # Short words between, as al and bin, are left out by one and written by another.
    full = [word for word in words if len(word) > 2] if _count_long(words) > 1 else words
    sounds = " ".join(sorted({_sound(word) for word in (full[0], full[-1])}))
    initials = "".join(sorted((full[0][0], full[-1][0])))
    keys: dict[str, tuple[str, ...]] = {}
    phone, postcode = person.phone, person.postcode
    keys["sounds_phone"] = (sounds, phone)
    keys["initials_phone"] = (initials, phone)
    keys["sounds_postcode"] = (sounds, postcode)
    if person.birth is not None:
        year, month, day = f"{person.birth:%Y %m %d}".split()
        keys["sounds_postcode_year"] = (sounds, postcode, year)
        if (month, day) != ("01", "01"):
            birth = year + month + day
            keys["names_birth"] = (names, birth)
            keys["sounds_birth"] = (sounds, birth)
            keys["initials_birth"] = (initials, birth)
            keys["initials_postcode_birth"] = (initials, postcode, birth)
            keys["initials_phone_birth"] = (initials, phone, birth)
            keys["sounds_year_month"] = (sounds, year, month)
            keys["sounds_month_day"] = (sounds, month, day)
            keys["sounds_year_day"] = (sounds, year, day)
            # The American order: the two of them, whichever stands first.
            keys["sounds_birth_turned"] = (sounds, year, *sorted((month, day)))
    return {name: "|".join(keys[name]) for name in MATCH_KEYS if name in keys and all(keys[name])}


def read_phone(text: str) -> str:
    """Return the digits of a British phone number that are compared; empty if it is none.

    Examples
    --------
    >>> read_phone("+44 (0)7700 900123"), read_phone("07700 900123"), read_phone("12")
    ('700900123', '700900123', '')
    """
    digits = re.sub(r"\D", "", text)
    return digits[-_PHONE_DIGITS:] if len(digits) > _PHONE_DIGITS else ""


def _list_names(name: str) -> list[str]:
    """Return the words of a name in small plain letters, without titles."""
    plain = unicodedata.normalize("NFKD", name.replace("'", "").replace("\u2019", ""))
    letters = "".join(one for one in plain.casefold() if not unicodedata.combining(one))
    return [word for word in _LETTERS.findall(letters) if word not in _TITLES]


def _count_long(words: Sequence[str]) -> int:
    return sum(len(word) > 2 for word in words)


def _sound(word: str) -> str:
    """Return the consonants of a name as they sound, the first letter kept if all are vowels."""
    for written, meant in _SOUNDS:
        word = word.replace(written, meant)
    return _TWICE.sub(r"\1", _SILENT.sub("", word)) or word[0]
