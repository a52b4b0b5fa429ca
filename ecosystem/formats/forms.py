"""Forms as workbooks: what an organisation is asked of itself, and of each of the others.

On the first sheet a row is a question about one cell of the tables, on the second a row is another
organisation. Each row says in a last column, for our records, which cell or organisation it is
about, so that `replies` hangs on no name.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from ecosystem.data import TABLES, make_slug
from ecosystem.pages import replace_folder

from .workbook_out import save_workbook
from .writing import put_cell

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping, Sequence

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet


ABOUT_YOU, OTHERS = "Your organisation", "Who you work with"
"""The two sheets of a form."""

QUESTION, ANSWER = "Question", "Your answer"
OTHER, HOW_OFTEN, PASS_ON, HOW_MANY = (
    "Organisation",
    "How often do you work together?",
    "Do you pass people on to them?",
    "How many people in the last 12 months, if you know?",
)
RECORD = "For our records"
"""Headings of both sheets."""

FREQUENCIES = ("never", "less than monthly", "monthly", "weekly", "daily", "don't know")
"""What may be answered to how often; `tie_answers` reads them."""

_LONGEST_NAME = 60
"""Letters of a file's name, so that the whole path stays within what old programs open."""

_GREEN = "E4EFEE"

_WIDTHS = {ABOUT_YOU: (70, 34, 4), OTHERS: (44, 32, 32, 32, 4)}
"""Of the columns of both sheets, in letters: a question or heading fits on two lines or three, and
what is for our records is there and in nobody's way."""


class AskedCell(NamedTuple):
    """One cell to ask an organisation for, and the name of its row."""

    table: str
    row_id: str
    column: str
    name: str


def save_forms(
    folder: str | os.PathLike[str],
    names: Mapping[str, str],
    asked: Mapping[str, Sequence[AskedCell]],
) -> None:
    """Write a form for each organisation, `names` by id, with the cells that each is asked for."""
    files = {one: f"{file}.xlsx" for one, file in name_files(names).items()}
    with replace_folder(folder, list(files.values())) as temporary:
        for member, file in files.items():
            others = {one: name for one, name in names.items() if one != member}
            form = _make_form(member, names[member], asked.get(member, ()), others)
            save_workbook(form, temporary / file)


def name_files(names: Mapping[str, str]) -> dict[str, str]:
    """Return a file's name without its ending for each organisation, each different in any case."""
    slugs = {one: make_slug(name)[:_LONGEST_NAME] or "organisation" for one, name in names.items()}
    counts = Counter(slugs.values())
    seen: Counter[str] = Counter()
    files = {}
    for one, slug in slugs.items():
        seen[slug] += 1
        files[one] = f"{slug}-{seen[slug]}" if counts[slug] > 1 else slug
    return files


def _make_form(
    member: str,
    name: str,
    cells: Iterable[AskedCell],
    others: Mapping[str, str],
) -> Workbook:
    import openpyxl  # noqa: PLC0415 - start-up time for those who write no forms

    book = openpyxl.Workbook()
    about = book.worksheets[0]
    about.title = ABOUT_YOU
    _put_headings(about, (QUESTION, ANSWER, RECORD))
    _put_row(about, 2, ("This is the form of", name, json.dumps(["organisations", member])))
    for number, (table, row_id, column_name, row_name) in enumerate(cells, 3):
        column = TABLES[table].column(column_name)
        question = f"{row_name}: {column.title}. {column.about}"
        _put_row(about, number, (question, "", json.dumps([table, row_id, column_name])))
        choices = column.choices or (("yes", "no") if column.kind == "yes/no" else ())
        _offer(about, f"B{number}", choices)

    sheet = book.create_sheet(OTHERS)
    headings = (OTHER, HOW_OFTEN, PASS_ON, HOW_MANY, RECORD)
    _put_headings(sheet, headings)
    for number, (other, other_name) in enumerate(others.items(), 2):
        _put_row(sheet, number, (other_name, "", "", "", json.dumps(["organisations", other])))
    last = max(2, len(others) + 1)
    _offer(sheet, f"B2:B{last}", FREQUENCIES)
    _offer(sheet, f"C2:C{last}", ("yes", "no", "don't know"))
    return book


def _put_headings(sheet: Worksheet, headings: Sequence[str]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415 - as above
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above

    for position, (heading, width) in enumerate(
        zip(headings, _WIDTHS[sheet.title], strict=True), 1
    ):
        cell = sheet.cell(1, position, heading)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor=_GREEN)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(position)].width = width
    sheet.freeze_panes = "A2"


def _put_row(sheet: Worksheet, number: int, texts: Iterable[str]) -> None:
    for position, text in enumerate(texts, 1):
        if text:
            put_cell(sheet, number, position, text)


def _offer(sheet: Worksheet, cells: str, choices: Sequence[str]) -> None:
    """Offer a list to choose from; what is typed instead is taken, too."""
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415 - as above

    if not choices:
        return
    choice = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
    choice.errorStyle = "warning"
    choice.add(cells)
    sheet.add_data_validation(choice)
