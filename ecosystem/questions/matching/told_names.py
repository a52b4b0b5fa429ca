"""Names told within a name: what an organisation trades as, and what it was called before."""

from __future__ import annotations

import re

_KNOWN_AS = (
    r"t\s?/\s?a|trading\s+as|a\s?/\s?k\s?/\s?a|aka|also\s+known\s+as"
    r"|(?:formerly|previously)\s+known\s+as"
)
_BEFORE = r"formerly|previously"

_IN_BRACKETS = re.compile(
    rf"[(\[]\s*(?:{_KNOWN_AS}|{_BEFORE})\b[\s:]*([^)\]]+)[)\]]", re.IGNORECASE
)
_AFTER = re.compile(
    rf"[\s,;\u2013-]+(?:{_KNOWN_AS})\b[\s:]*|[,;]\s*(?:{_BEFORE})\b\s*", re.IGNORECASE
)
_LOOSE = re.compile(rf"\s+(?:{_BEFORE})\s+", re.IGNORECASE)
"""Without a comma or a bracket it may be a word of the name: Homes for Formerly Homeless People."""


def split_told(name: str) -> tuple[str, list[str]]:
    """Return the name itself, and the names that are told within it.

    Registers write so, and whether the two are one today only a person can say: a body that
    traded under another's name, or had it once, may stand beside it.

    >>> split_told("Oak House Ltd t/a Harbour Rights"), split_told("Oak House (formerly Elm)")
    (('Oak House Ltd', ['Harbour Rights']), ('Oak House ', ['Elm']))
    >>> split_told("Oak House formerly Elm House")
    ('Oak House formerly Elm House', ['Oak House', 'Elm House'])
    """
    told = _IN_BRACKETS.findall(name)
    own, *others = _AFTER.split(_IN_BRACKETS.sub("", name))
    loose = _LOOSE.split(own)
    if not own.strip():
        return name, []
    return own, [*(loose if len(loose) > 1 else []), *others, *told]
