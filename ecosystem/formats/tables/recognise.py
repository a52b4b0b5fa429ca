"""What a sheet is that people keep in a layout of their own, and the sheets of ours made of it.

Few people keep tables of organisations and services. They keep a directory (who does what), a
survey (who answered what), a log (a row a referral, or a number a month), a list of who sits in
which forum, or one that tells in words who works with whom. Each kind has a reader, which looks at
the sheet and returns the sheets of ours that it holds, or none if it is of another kind. A sheet
that has the headings of our tables is of no kind here, whatever it is called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecosystem.data import TABLES
from ecosystem.formats.question_sheets import is_question_sheet

from .colour_keys import tell_colour_key
from .crosses import doubt_crosses
from .ends_and_days import name_ends_and_days
from .guards import pass_guards
from .headings import find_table
from .letters import read_letters
from .people_beside import leave_out_people

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from ecosystem.formats.sheets.sheet import Sheet


def recognise(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Return the sheets, with those in a layout of people's own turned into sheets of ours."""
    made: list[Sheet] = []
    # What is for one question is of no table, whatever its headings look like.
    sheets = [_settle(sheet) for sheet in sheets if not is_question_sheet(sheet)]
    if len(sheets) > 1:
        from .older_sheets import leave_out_older  # noqa: PLC0415 - as for the kinds of sheets

        sheets = leave_out_older(sheets)
    for sheet in sheets:
        found = [] if _is_table(sheet) else _read_kind(sheet, sheets)
        if found:
            pass_guards(found, sheet)
        made += found or [leave_out_people(sheet)]
    return made


def _settle(sheet: Sheet) -> Sheet:
    """Return a sheet in which headings and marks that mean several things mean one, or nothing.

    What crosses mean in a table of ours is told column by column, with its choices.
    """
    if _is_table(sheet):
        return sheet
    tell_colour_key(sheet)
    named = name_ends_and_days(sheet)
    return named if find_table(sheet.name) else read_letters(doubt_crosses(named))


def _read_kind(sheet: Sheet, sheets: Sequence[Sheet]) -> list[Sheet]:
    """Return the sheets of ours in a sheet of one of the kinds; none if it is of none."""
    from .kinds import READERS  # noqa: PLC0415 - start-up time for those whose tables are ours

    return next((found for read in READERS if (found := read(sheet, sheets))), [])


def _is_table(sheet: Sheet) -> bool:
    """Tell whether a sheet is called as a table of ours, and has no heading but its columns."""
    table = find_table(sheet.name)
    return bool(table) and set(sheet.headings) <= set(TABLES[table].names)


def list_kinds(problems: pd.DataFrame) -> list[str]:
    """Return what the readers said that each sheet is, as "Sheet 'Who does what': a directory"."""
    messages = problems["message"]
    return messages[messages.str.startswith("Sheet '") & (problems["severity"] == "note")].tolist()
