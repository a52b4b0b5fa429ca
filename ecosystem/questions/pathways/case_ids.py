"""Case ids: refused where they look like a person, and forgotten once they are numbers.

A log needs ids only to tell which referrals belong together. Nothing of them may leave it, so
they are hashed with a key that nobody keeps, and only a number is left.
"""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.data import clean_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


_PERSONAL = re.compile(
    r"""(?P<email>\S+@\S+\.\S+)
    |(?P<name>[^\W\d_]+[.,]?(?:[ ,._'-]+[^\W\d_][^\W\d]*[^\s\d]*)+(?:[ ,]+[\d/.-]{4,})?
        |[A-Z][a-z]{2,}|(?![A-Fa-f]+$)[^\W\d_]{3,})
    |(?P<national>(?i:[A-Z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]))
    |(?P<phone>(?:\+44\s?|0)[1-378]\d[\d ]{7,9})
    |(?P<health>\d{3}[ -]?\d{3}[ -]?\d{4})
    |(?P<support>\d{2}/\d{2}/\d{5}(?:/\d+)?)
    |(?P<date>\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}[/.-]\d{1,2}[/.-]\d{1,2})
    |(?P<home>(?i:[A-Z]\d{7}(?:/\d+)?))""",
    re.VERBOSE,
)
"""What an id must not look like. A name is several words of letters, a number after them or not, or
one word of three letters or more that is no hexadecimal number; the numbers have the forms their
issuers give them. The first group that fits is what an id is said to look like."""

_PLAIN = r"(?:[a-z]{0,8}[-_])?\d{1,9}|[a-z]{1,8}\d{1,6}"
_is_plain = re.compile(_PLAIN).fullmatch
_find_odd = re.compile(rf"^(?!(?:{_PLAIN})$)", re.MULTILINE).search
"""Ids that nothing personal looks like, as c-0001: tell one, and find another among lines of them.
Most logs have no other, and one search over all lines says so at once."""

_LOOKS_LIKE = {
    "email": "an email address",
    "name": "a name",
    "national": "a National Insurance number",
    "health": "an NHS number",
    "support": "an asylum support number",
    "date": "a date of birth",
    "phone": "a telephone number",
    "home": "a Home Office number",
}


def clean_odd_ids(texts: Sequence[str]) -> dict[int, str]:
    """Return the ids that are not plainly made up, cleaned, by their row in `texts`."""
    if not _find_odd("\n".join(texts)):
        return {}
    return {row: clean_text(text) for row, text in enumerate(texts) if not _is_plain(text)}


def look_like(text: str) -> str:
    """Return what personal thing a case id looks like, or nothing.

    Examples
    --------
    >>> look_like("Amina Yusuf"), look_like("QQ 12 34 56 C"), look_like("c-0001")
    ('a name', 'a National Insurance number', '')
    """
    match = _PERSONAL.fullmatch(text)
    if not match or (match.lastgroup == "health" and not _is_health_number(text)):
        return ""
    return _LOOKS_LIKE[str(match.lastgroup)]


def _is_health_number(text: str) -> bool:
    """Tell whether the last of ten digits checks the others, as in an NHS number."""
    digits = [int(character) for character in text if character.isdigit()]
    weighed = sum(digit * (10 - row) for row, digit in enumerate(digits[:9]))
    return (11 - weighed % 11) % 11 == digits[9]


def forget_ids(texts: Sequence[str]) -> NDArray[np.intp]:
    """Return a number for each id, the same for the same id, from which none can be told.

    They are hashed with a random key that is then forgotten: even who has a list of ids cannot
    find out which number is whose.
    """
    key = secrets.token_hex(8)
    hashed = pd.util.hash_array(np.array(texts, dtype=object), hash_key=key, categorize=False)
    return pd.factorize(hashed)[0]
