"""Sheets of a workbook that are of no table, but for one question: outcomes and scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecosystem.data import fold_heading

if TYPE_CHECKING:
    from ecosystem.formats.sheets.sheet import Sheet

QUESTION_SHEETS = {
    "outcomes": (
        ("Outcome", True, "What came of the work, each once: 'homes kept'."),
        ("Units", False, "How many there were. Empty: not known, or counted in the referrals."),
        ("Unit", False, "Of what: 'families'."),
        ("Unit value low", False, "What one is worth at least, in pounds."),
        ("Unit value high", False, "What one is worth at most, in pounds. Empty: as the low one."),
        ("Source", False, "Where the value comes from. Needed with every value."),
        ("Service type", False, "Without units: count referrals of this type that ended in help."),
    ),
    "scores": (
        ("Organisation", True, "Who says it of itself."),
        ("Service type", True, "As in the services."),
        ("Score", True, "How well it would lead on it, 0 (could not) and up."),
    ),
}
"""Sheets for one question each, of no table: heading, whether it is needed, what it means.
`ecosystem value` and `ecosystem focus` take them from the workbook."""


def is_question_sheet(sheet: Sheet) -> bool:
    """Tell whether a sheet is one of them: by its name, and by its first needed heading."""
    columns = QUESTION_SHEETS.get(fold_heading(sheet.name))
    if columns is None:
        return False
    headings = {fold_heading(heading.rstrip(" *")) for heading in sheet.headings}
    return {fold_heading(title) for title, is_needed, _ in columns if is_needed} <= headings
