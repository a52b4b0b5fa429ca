"""Lists of ties: two columns that name who is tied to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecosystem.data import fold_heading
from ecosystem.formats.sheets.text import unreadable
from ecosystem.formats.tables.headings import FROM, TO, match_headings
from ecosystem.formats.tables.tie_answers import read_answers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecosystem.formats.sheets.sheet import Sheet


def read_ties(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Return the first filled sheet as ties: From and To, or else its first two columns.

    Raises
    ------
    DataError
        If it has fewer than two columns.
    """
    filled = [sheet for sheet in sheets if sheet.headings]
    if not filled or len(filled[0].headings) < 2:
        file = sheets[0].file if sheets else ""
        raise unreadable(file, "this is no list of ties.", "It has two columns, From and To.")
    sheet = filled[0]
    folded = {fold_heading(heading) for heading in sheet.headings}
    if not (folded & FROM and folded & TO):
        # There are no headings: the first row is a tie like the others.
        first = min(sheet.numbers, default=2) - 1
        sheet.rows.insert(0, list(sheet.headings))
        sheet.numbers.insert(0, first)
        names = ["from_id", "to_id", "weight"]
        rest = [f"column {number}" for number in range(4, len(sheet.headings) + 1)]
        sheet.headings = [*names, *rest][: len(sheet.headings)]
        sheet.add("note", "there are no headings; the first two columns were read as From and To.")
    columns = match_headings("relationships", sheet.headings)
    # By the headings as they were written, which tell what is asked.
    read_answers(sheet, columns)
    sheet.headings = list(columns)
    if "kind" not in sheet.headings:
        sheet.headings.append("kind")
        for row in sheet.rows:
            row.append("tied")
    sheet.name = "relationships"
    return [sheet]
