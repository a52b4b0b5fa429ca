"""Text that a spreadsheet would run as a formula, or take for a formula that failed.

A name that begins with "=" is only a name here, but a program for tables would run it, and what
it runs can send the reader's data away. So in every CSV file such text gets an apostrophe before
it. Text that has apostrophes and then such a sign gets one more, so that reading, which takes one
away, gives back what was there.
"""

from __future__ import annotations

import re

ERROR_WORDS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")
"""What a spreadsheet shows where a formula failed; a text such as #ourtown is none of them."""

_STARTS = ("=", "+", "-", "@", "\t", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""How text begins that a spreadsheet would run: the list of OWASP, "CSV Injection", without the
line breaks, which `clean_text` takes off the start. The last four are the first four in full width:
a spreadsheet set to Japanese or Chinese reads them alike."""

_FIRST = frozenset("".join(_STARTS) + "'")
"""How text begins that has to be looked at: nearly none does."""

_SIGNS = re.escape("".join(_STARTS))
_FORMULA = re.compile(rf"'*[{_SIGNS}]")
_ESCAPED = re.compile(rf"'+([{_SIGNS}]|({'|'.join(map(re.escape, ERROR_WORDS))})$)")


def is_formula(text: str) -> bool:
    """Tell whether a spreadsheet would run text as a formula."""
    return text.startswith(_STARTS)


def escape_formula(cell: object) -> object:
    """Return text that a spreadsheet would run with an apostrophe before it, all else as it is.

    Examples
    --------
    >>> escape_formula("=1+1"), escape_formula("'=1+1"), escape_formula("ACH"), escape_formula(-1)
    ("'=1+1", "''=1+1", 'ACH', -1)
    """
    if isinstance(cell, str) and cell[:1] in _FIRST and _FORMULA.match(cell):
        return f"'{cell}"
    return cell


def escape_text(text: str) -> str:
    """Return text as a CSV file can hold it that is read again: `unescape_text` gives it back.

    Beyond formulas, the words of a spreadsheet for an error are escaped, because reading takes
    them for a formula that failed.

    Examples
    --------
    >>> escape_text("=1+1"), escape_text("#N/A"), escape_text("#1 Advice")
    ("'=1+1", "'#N/A", '#1 Advice')
    """
    is_escaped = text in ERROR_WORDS or is_formula(text) or _ESCAPED.match(text)
    return f"'{text}" if is_escaped else text


def unescape_text(text: str) -> str:
    """Return text as it was before `escape_text`.

    Examples
    --------
    >>> unescape_text("'=1+1"), unescape_text("'#N/A"), unescape_text("'t Huis")
    ('=1+1', '#N/A', "'t Huis")
    """
    return text[1:] if text.startswith("'") and _ESCAPED.match(text) else text
