"""Exports of Qualtrics: three rows of headings, of which the second has the words of the form.

The first has the codes of the questions and the third what a program calls them. Rows that whoever
made the form sent to try it are marked as a preview.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_SIGN = '{"ImportId":'
_PREVIEW = "Survey Preview"
_FIRST = 5
"""Rows in which the ids are looked for: below the codes and the words, and maybe a title."""

Row = tuple[int, "Sequence[str]"]
"""A row with its number."""


def has_import_ids(row: Sequence[str]) -> bool:
    """Tell whether a row holds what a program calls the questions of a form."""
    return any(cell.startswith(_SIGN) for cell in row)


def drop_import_ids(rows: list[Row]) -> tuple[list[Row], int]:
    """Return the rows from the words of the questions on, and how many previews were left out.

    Examples
    --------
    >>> drop_import_ids([(1, ["Q1"]), (2, ["Who?"]), (3, ['{"ImportId":"QID1"}']), (4, ["Ash"])])
    ([(2, ['Who?']), (4, ['Ash'])], 0)
    """
    found = [at for at, (_, row) in enumerate(rows[:_FIRST]) if has_import_ids(row)]
    if not found or not found[0]:
        return rows, 0
    answers = rows[found[0] + 1 :]
    kept = [(number, row) for number, row in answers if _PREVIEW not in row]
    return [rows[found[0] - 1], *kept], len(answers) - len(kept)
