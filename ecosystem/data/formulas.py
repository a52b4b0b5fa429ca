"""Text that a spreadsheet would run as a formula."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"'*[=+\-@\t]")


def guard_formula(cell: object) -> object:
    """Return text that a spreadsheet would run as a formula with an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell


def unguard_formula(text: str) -> str:
    """Return text as it was before `guard_formula`."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
