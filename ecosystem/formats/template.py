"""The workbook to fill in, made from the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecosystem.data import SERVICE_SHORTHANDS, TABLES
from ecosystem.formats.tables.places.uk_areas import list_uk_areas
from ecosystem.options import check_options

from .question_sheets import QUESTION_SHEETS
from .workbook_out import check_workbook_path, save_workbook

if TYPE_CHECKING:
    import os
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from ecosystem.data import Column, Table


_ORDER = (
    "organisations",
    "services",
    "relationships",
    "referrals",
    "demand",
    "groups",
    "memberships",
    "about",
    "areas",
    "sites",
    "catchments",
    "providers",
)
_LAST_ROW = 2000
"""The last row with lists to choose from; further rows are read all the same."""

_GREEN, _PALE, _WHITE = "1B5E5A", "E4EFEE", "FFFFFF"

_WELCOME = """
# Map your sector
Fill in what you know. Leave a cell empty when you do not know: empty is never read as zero.

## Start here
1. Organisations: one row each. The name is enough; ids are made for you.
2. Services: what each organisation does for people. Name the organisation in the column \
Organisation; several are split by | as in: Borderlands|ACH.
3. Relationships and Referrals: who works with whom, and who passes people on to whom.
4. Demand: how many people in each area need a service type, if you have figures.
The other sheets are for those who want more. Leave them empty if you like.
Outcomes and Scores are for two questions only: what outcomes are worth, and who could lead.

## Good to know
Headings with * must be filled in. Rest the pointer on a heading to read what it means.
Cells with a small arrow offer a list. Organisations, services and groups are offered as soon \
as you have listed them.
Areas: write the name of the local authority, as Coventry, or its ONS code. Authorities of the \
United Kingdom need not be listed on the sheet Areas.
Use the same words for a service type everywhere: immigration advice, food, housing …
Never write the name, birth date or case number of a client anywhere. No row is a person.
Rows that only partners should see: write partners or private in the column Visibility.

## When it is filled in, type in a terminal
ecosystem check my-sector.xlsx
ecosystem report my-sector.xlsx
"""


@check_options
def write_template(path: str | os.PathLike[str]) -> Path:
    """Write an empty workbook to fill in, with explanations and lists to choose from.

    Parameters
    ----------
    path
        Where; must end in .xlsx. A file there is replaced.

    Returns
    -------
    Path
        What was written.

    Raises
    ------
    ValueError
        If the path does not end in .xlsx, or its folder does not exist.
    """
    target = check_workbook_path(path, "my-sector.xlsx")
    save_workbook(make_template(), target)
    return target


def make_template() -> Workbook:
    """Return the workbook to fill in, with a sheet for each table, called by its name."""
    import openpyxl  # noqa: PLC0415 - start-up time for those who need no template

    book = openpyxl.Workbook()
    welcome = book.worksheets[0]
    _write_welcome(welcome)
    lists = _write_lists(book)
    for name in _ORDER:
        _write_sheet(book.create_sheet(name.capitalize()), TABLES[name], lists)
    for name, columns in QUESTION_SHEETS.items():
        sheet = book.create_sheet(name.capitalize())
        for position, (title, is_needed, about) in enumerate(columns, 1):
            _write_heading(sheet, position, title, about, is_needed=is_needed)
        sheet.freeze_panes = "A2"
    book.move_sheet("Lists", len(_ORDER) + len(QUESTION_SHEETS))
    return book


def list_headings(table: Table) -> list[Column]:
    """Return a table's columns in the order of the template: names first, ids last."""
    shorthands = (
        [shorthand.column for shorthand in SERVICE_SHORTHANDS] if table.name == "services" else []
    )
    ids = [
        column for column in table.columns if _is_own_id(table, column) and table.name != "areas"
    ]
    rest = [column for column in table.columns if column not in ids]
    return [*rest[:2], *shorthands, *rest[2:], *ids]


def _is_own_id(table: Table, column: Column) -> bool:
    return table.key == (column.name,)


def _is_needed(table: Table, column: Column) -> bool:
    return column.required and not _is_own_id(table, column)


def _write_welcome(sheet: Worksheet) -> None:
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415 - as above

    sheet.title = "Read me"
    for row, line in enumerate(_WELCOME.strip().splitlines(), 1):
        cell = sheet.cell(row, 1, line.lstrip("# "))
        heading = len(line) - len(line.lstrip("#"))
        if heading:
            cell.font = Font(size=20 if heading == 1 else 13, bold=True, color=_GREEN)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.column_dimensions["A"].width = 95
    sheet.sheet_view.showGridLines = False


def _write_lists(book: Workbook) -> dict[tuple[str, ...], str]:
    """Write every list of choices to the sheet Lists; return where each stands."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above

    sheet = book.create_sheet("Lists")
    wanted = [("yes", "no"), tuple(area["name"] for area in list_uk_areas().values())]
    for table in TABLES.values():
        wanted += [column.choices for column in table.columns if column.choices]
    ranges: dict[tuple[str, ...], str] = {}
    for choices in dict.fromkeys(wanted):
        letter = get_column_letter(len(ranges) + 1)
        sheet.cell(1, len(ranges) + 1, f"{choices[0]} …")
        for row, choice in enumerate(choices, 2):
            sheet.cell(row, len(ranges) + 1, choice)
        ranges[choices] = f"Lists!${letter}$2:${letter}${len(choices) + 1}"
    return ranges


def _write_sheet(sheet: Worksheet, table: Table, lists: dict[tuple[str, ...], str]) -> None:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above

    for position, column in enumerate(list_headings(table), 1):
        is_needed = _is_needed(table, column)
        _write_heading(sheet, position, column.title, _explain(column), is_needed=is_needed)
        letter = get_column_letter(position)
        if column.kind in {"text", "list", "choice"}:
            # Text format keeps the zeros at the front of numbers that are names.
            for row in range(2, 202):
                sheet.cell(row, position).number_format = "@"
        _add_choice(sheet, letter, column, lists)
    sheet.freeze_panes = "A2"


def _write_heading(
    sheet: Worksheet, position: int, title: str, about: str, *, is_needed: bool
) -> None:
    """Write a heading with what it means as its comment; a star says that it must be filled in."""
    from openpyxl.comments import Comment  # noqa: PLC0415 - as above
    from openpyxl.styles import Font, PatternFill  # noqa: PLC0415 - as above
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above

    cell = sheet.cell(1, position, f"{title} *" if is_needed else title)
    cell.font = Font(bold=True, color=_WHITE if is_needed else _GREEN)
    cell.fill = PatternFill("solid", fgColor=_GREEN if is_needed else _PALE)
    comment = Comment(about, "ecosystem")
    comment.width, comment.height = 320, 120
    cell.comment = comment
    letter = get_column_letter(position)
    sheet.column_dimensions[letter].width = max(14, min(34, len(title) + 8))


def _explain(column: Column) -> str:
    parts = [column.about]
    if column.choices:
        parts.append(f"One of: {', '.join(column.choices)}.")
    if column.kind == "list":
        parts.append("Split several by |.")
    if column.kind == "date":
        parts.append("A date, as 2024-03-31.")
    return " ".join(parts)


def _add_choice(
    sheet: Worksheet, letter: str, column: Column, lists: dict[tuple[str, ...], str]
) -> None:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415 - as above

    if column.choices:
        source = lists[column.choices]
    elif column.kind == "yes/no":
        source = lists["yes", "no"]
    elif column.links_to == "areas":
        source = next(cells for choices, cells in lists.items() if len(choices) > 300)
    elif column.links_to:
        headings = list_headings(TABLES[column.links_to])
        name_column = next(i for i, heading in enumerate(headings, 1) if heading.name == "name")
        other = get_column_letter(name_column)
        source = f"{column.links_to.capitalize()}!${other}$2:${other}${_LAST_ROW}"
    else:
        return
    choice = DataValidation(type="list", formula1=f"={source}", allow_blank=True)
    # A warning can be overruled: a name that is missing from a list must not stop the work.
    choice.errorStyle = "warning"
    choice.errorTitle = "Not on the list"
    choice.error = "This is not on the list. Keep it only if you are sure."
    choice.add(f"{letter}2:{letter}{_LAST_ROW}")
    sheet.add_data_validation(choice)
