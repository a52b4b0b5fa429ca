"""Headings of a sheet that tells in words who works with whom: Who, Connections."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ecosystem.data import clean_text
from ecosystem.formats.tables.surveys.survey_questions import classify

if TYPE_CHECKING:
    from collections.abc import Sequence


_WHO = re.compile(
    r"who|names?|(?:name of )?(?:the )?(?:organi[sz]ation|org|group|agency|charity|partner|project|"
    r"member)s?(?: name)?",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"connections?|connected (?:to|with)|links?|linked (?:to|with)|ties|relationships?|networks?|"
    r"partners?(?:hips?)?|works? with(?: who(?:m)?)?|working with|"
    r"whom? (?:they|you|we|do they|do you) (?:work|link|connect|partner)\w* with|knows(?: who)?",
    re.IGNORECASE,
)
"""Headings of a column that tells in words whom somebody works with."""


def tells_ties(heading: str) -> bool:
    """Tell whether a heading is that of a column of ties told in words: Connections."""
    return bool(_TOLD.fullmatch(clean_text(heading).strip(" ?:*")))


def find_told_columns(headings: Sequence[str]) -> tuple[int, int] | None:
    """Return the column of who, and that of what is told."""
    who = [
        at
        for at, heading in enumerate(headings)
        if _WHO.fullmatch(clean_text(heading)) or classify(heading) == "who answers"
    ]
    tells = [at for at, heading in enumerate(headings) if tells_ties(heading)]
    return (who[0], tells[0]) if who and len(tells) == 1 and tells[0] != who[0] else None
