"""Answers that people wrote beside the questions of a tidied workbook, put where they belong.

`tidying` writes a sheet Questions: what is asked, a place for the answer, and the sheet, row and
column of the cell that it is about. An answer is put in that cell, as if it had been typed there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecosystem.data import clean_text
from ecosystem.wording import count_of

from .headings import ANSWER, PLACE, QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecosystem.formats.sheets.sheet import Sheet


AS_IT_IS = "as it is"
"""The answer that leaves the cell as it was understood."""


def put_answers(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Return the sheets without the one of questions, its answers in the cells they are about."""
    asked = [sheet for sheet in sheets if _is_questions(sheet)]
    others = [sheet for sheet in sheets if not _is_questions(sheet)]
    by_name = {sheet.sheet: sheet for sheet in others}
    for sheet in asked:
        answers = zip(sheet.column(ANSWER), *map(sheet.column, PLACE), strict=True)
        put = [_put_answer(by_name, *map(clean_text, answer)) for answer in answers]
        if others and (count := sum(put)):
            others[0].add("note", f"{count_of(count, 'answer')} taken from the sheet {QUESTIONS}.")
    return others


def _is_questions(sheet: Sheet) -> bool:
    return sheet.sheet == QUESTIONS and {ANSWER, *PLACE} <= set(sheet.headings)


def _put_answer(sheets: dict[str, Sheet], answer: str, name: str, row: str, column: str) -> bool:
    """Put one answer in its cell; return whether there was one, and a cell for it."""
    sheet = sheets.get(name)
    if not answer or answer == AS_IT_IS or sheet is None or not row.isdecimal():
        return False
    if int(row) not in sheet.numbers or column not in sheet.headings:
        return False
    cells = sheet.rows[sheet.numbers.index(int(row))]
    cells[sheet.headings.index(column)] = answer
    return True
