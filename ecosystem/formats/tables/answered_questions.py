"""Answers that people wrote beside the questions of a tidied workbook, put where they belong.

`tidying` writes a sheet Questions: what is asked, a place for the answer, and the sheet, row and
column of the cell that it is about. An answer is put in that cell, as if it had been typed there.
"""

from __future__ import annotations

from collections import Counter
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
    put: Counter[str] = Counter()
    for sheet in asked:
        for answer in zip(sheet.column(ANSWER), *map(sheet.column, PLACE), strict=True):
            said, name, row, column = map(clean_text, answer)
            put[name] += _put_answer(by_name.get(name), said, row, column)
    for name, count in put.items():
        if count:
            message = f"{count_of(count, 'answer')} taken from the sheet {QUESTIONS}."
            by_name[name].add("note", message)
    return others


def _is_questions(sheet: Sheet) -> bool:
    return sheet.sheet == QUESTIONS and {ANSWER, *PLACE} <= set(sheet.headings)


def _put_answer(sheet: Sheet | None, answer: str, row: str, column: str) -> bool:
    """Put one answer in its cell; return whether there was one, and a cell for it."""
    if sheet is None or answer in {"", AS_IT_IS} or not row.isdecimal():
        return False
    if int(row) not in sheet.numbers or column not in sheet.headings:
        return False
    sheet.rows[sheet.numbers.index(int(row))][sheet.headings.index(column)] = answer
    return True
