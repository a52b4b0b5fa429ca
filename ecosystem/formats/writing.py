"""Tables to files: our own folder or workbook, or the form another program reads.

Every format starts from the same cells (`flatten`): there the audience is decided, once for all.
What remains is a table of writers, by format and ending.
"""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from ecosystem.data import escape_text, is_formula, make_schema
from ecosystem.disclosure import SMALL, refuse_unknown
from ecosystem.errors import wrong_choice
from ecosystem.formats.sources.geojson import make_geojson
from ecosystem.formats.sources.gml import make_gml
from ecosystem.formats.sources.graphml_gexf import make_gexf, make_graphml
from ecosystem.formats.sources.kumu import make_kumu_json, make_kumu_sheets
from ecosystem.formats.sources.open_referral_out import make_open_referral, make_open_referral_json
from ecosystem.formats.sources.pajek import make_pajek
from ecosystem.options import check_options
from ecosystem.pages import replace_file, replace_folder

from .cells_out import flatten_seen
from .problems import add_problems
from .workbook_out import save_workbook

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Mapping

    import pandas as pd
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from ecosystem.data import Ecosystem
    from ecosystem.disclosure import Visibility
    from ecosystem.result import Result

    from .cells_out import Cell


Format = Literal["tables", "kumu", "graphml", "gexf", "gml", "pajek", "geojson", "open referral"]
FORMATS: tuple[Format, ...] = get_args(Format)
_BY_ENDING = {
    ".graphml": "graphml",
    ".gexf": "gexf",
    ".gml": "gml",
    ".net": "pajek",
    ".geojson": "geojson",
}
_LONGEST = 32_767
"""Letters in a cell of a workbook: the limit of Excel, which cuts off what is longer."""

_CODE = re.compile(r"_x([0-9A-Fa-f]{4})_")

_NEEDS_CODE = re.compile(r"[&<>\r\x00-\x08\x0b\x0c\x0e-\x1f]|_x")
"""What cannot stand in the file of a sheet as it is."""


@check_options
def write_tables(
    e: Ecosystem,
    path: str | os.PathLike[str],
    *,
    format: Format | None = None,  # noqa: A002 - the word people use
    result: Result | None = None,
    visibility: Visibility = "public",
) -> Path:
    """Write the tables to a folder, a workbook, or a file that another program reads.

    Our own folder and workbook read back equal, if nothing had to be left out for the audience.

    Parameters
    ----------
    e
        The ecosystem.
    path
        A workbook, if it ends in .xlsx; a network, if it ends in .graphml, .gexf, .gml or .net
        (Pajek); a map of areas, if it ends in .geojson; JSON for Kumu or Open Referral, if it ends
        in .json and `format` says which; otherwise a folder of CSV files with a datapackage.json,
        which is made if need be and in which these files are replaced, all of them or none. A
        link, a pipe or a device is refused.
    format
        "tables" (ours), "kumu", "graphml", "gexf", "gml", "pajek", "geojson" or "open referral"
        (HSDS 3.0); without it the ending of the path decides.
    result
        For GeoJSON: an answer about areas, as `find_gaps` gives; its columns go with each area.
    visibility
        "public" leaves out rows marked partners or private and all that is confidential, and
        writes numbers of people from 1 to 4 as "under 5"; "partners" leaves out private and
        confidential rows, likewise; "private" writes everything as it is.

    Returns
    -------
    Path
        What was written.

    Raises
    ------
    ValueError
        If the visibility or format is none of the choices, the path does not fit the format, the
        answer is about something else or rests on rows the audience may not see, a text is too
        long for a workbook, or the folder above `path` does not exist.

    Notes
    -----
    In networks and Kumu every row of relationships and referrals is a tie of its own. Pajek has a
    name for each organisation and one number a tie: people sent, or an amount, or a strength.
    Open Referral knows one organisation a service: the lead goes there, the others go as an
    attribute of the service. It and the networks hold no needs, groups or memberships. Staff
    contacts are in none of them. A workbook has what the checks say of the rows in it on a sheet
    of its own; with visibility "private" also what was met in reading them.

    Examples
    --------
    >>> import tempfile
    >>> import ecosystem as eco
    >>> e = eco.read_sample("west-midlands")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     again = eco.read(eco.write_tables(e, f"{folder}/copy", visibility="private"))
    >>> again.organisations.equals(e.organisations)
    True
    """
    target = Path(path)
    form = _choose(target, format)
    refuse_unknown(visibility)
    if result is not None and form != "geojson":
        msg = f"result is only for a path that ends in .geojson, not {target.name!r}."
        raise ValueError(msg)
    seen = e.select(visibility=visibility)
    copy = _Copy(
        seen=seen,
        cells=flatten_seen(seen, visibility=visibility),
        result=result,
        visibility=visibility,
    )
    _find_writer(form, target.suffix.lower())(copy, target)
    return target


@dataclass(frozen=True, kw_only=True, eq=False)
class _Copy:
    """What there is to write.

    Attributes
    ----------
    seen
        What of it the audience may see.
    cells
        Its twelve tables in cells.
    result
        An answer to go with the areas, if any.
    visibility
        The audience.
    """

    seen: Ecosystem
    cells: dict[str, pd.DataFrame]
    result: Result | None
    visibility: Visibility


def _choose(path: Path, form: str | None) -> str:
    """Return the format, if the path fits it."""
    if form is not None and form not in FORMATS:
        raise wrong_choice(option="format", value=form, choices=FORMATS)
    ending = path.suffix.lower()
    if form is None and ending == ".json":
        msg = f"path {path.name!r}: say format='kumu' or format='open referral'."
        raise ValueError(msg)
    form = form or _BY_ENDING.get(ending, "tables")
    fits = {
        "graphml": {".graphml"},
        "gexf": {".gexf"},
        "gml": {".gml"},
        "pajek": {".net"},
        "geojson": {".geojson", ".json"},
        "kumu": {".json", ".xlsx"},
    }.get(form)
    if fits and ending not in fits:
        msg = f"path {path.name!r} must end in {' or '.join(sorted(fits))} for {form}."
        raise ValueError(msg)
    if form in {"tables", "open referral"} and ending in {".csv", ".zip", ".xls", ".ods"}:
        msg = f"path {path.name!r}: give a folder, or a name that ends in .xlsx."
        raise ValueError(msg)
    return form


def _write_text(path: Path, text: str) -> None:
    with replace_file(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def _describe(cells: Mapping[str, pd.DataFrame]) -> dict[str, object]:
    """Return the published schema, with the columns that are there beyond it."""
    schema = make_schema()
    resources = schema["resources"]
    for resource in resources if isinstance(resources, list) else []:
        inner = resource["schema"]
        known = {field["name"]: field for field in inner["fields"]}
        inner["fields"] = [
            known.get(name, {"name": str(name), "type": "string"})
            for name in cells[resource["name"]].columns
        ]
        # In public copies a small number of people is not given.
        inner["missingValues"] = ["", SMALL]
    return schema


def _write_areas(copy: _Copy, path: Path) -> None:
    _write_text(path, json.dumps(make_geojson(copy.cells, copy.result, visibility=copy.visibility)))


def _write_graphml(copy: _Copy, path: Path) -> None:
    _write_text(path, make_graphml(copy.cells))


def _write_gexf(copy: _Copy, path: Path) -> None:
    _write_text(path, make_gexf(copy.cells))


def _write_gml(copy: _Copy, path: Path) -> None:
    _write_text(path, make_gml(copy.cells))


def _write_pajek(copy: _Copy, path: Path) -> None:
    _write_text(path, make_pajek(copy.cells))


def _write_kumu_json(copy: _Copy, path: Path) -> None:
    _write_text(path, json.dumps(make_kumu_json(copy.cells), ensure_ascii=False, indent=1))


def _write_kumu_workbook(copy: _Copy, path: Path) -> None:
    _write_workbook(make_kumu_sheets(copy.cells), path, None)


def _write_directory_json(copy: _Copy, path: Path) -> None:
    _write_text(path, json.dumps(make_open_referral_json(copy.cells), ensure_ascii=False, indent=1))


def _write_directory(copy: _Copy, path: Path) -> None:
    _write_folder(*make_open_referral(copy.cells), path)


def _write_our_workbook(copy: _Copy, path: Path) -> None:
    sheets = {name.capitalize(): frame for name, frame in copy.cells.items()}
    # Said of the copy itself: a warning of a guarded row would quote it.
    _write_workbook(sheets, path, copy.seen.problems)


def _write_our_folder(copy: _Copy, path: Path) -> None:
    _write_folder(copy.cells, _describe(copy.cells), path)


_WRITERS: dict[str, dict[str, Callable[[_Copy, Path], None]]] = {
    "geojson": {"": _write_areas},
    "graphml": {"": _write_graphml},
    "gexf": {"": _write_gexf},
    "gml": {"": _write_gml},
    "pajek": {"": _write_pajek},
    "kumu": {".json": _write_kumu_json, "": _write_kumu_workbook},
    "open referral": {".json": _write_directory_json, "": _write_directory},
    "tables": {
        ".json": _write_directory_json,
        ".xlsx": _write_our_workbook,
        "": _write_our_folder,
    },
}
"""Format, then ending, to what writes it; the empty ending stands for every other."""


def _find_writer(form: str, ending: str) -> Callable[[_Copy, Path], None]:
    writers = _WRITERS[form]
    return writers.get(ending, writers[""])


def _write_folder(
    tables: Mapping[str, pd.DataFrame], package: Mapping[str, object], folder: Path
) -> None:
    written = [f"{name}.csv" for name in tables]
    with replace_folder(folder, [*written, "datapackage.json"]) as temporary:
        for name, frame in zip(written, tables.values(), strict=True):
            with (temporary / name).open("w", encoding="utf-8", newline="") as out:
                lines = csv.writer(out, lineterminator="\n")
                lines.writerow([escape_text(str(heading)) for heading in frame.columns])
                lines.writerows(
                    [_as_csv(cell) for cell in row]
                    for row in frame.itertuples(index=False, name=None)
                )
        text = json.dumps(package, ensure_ascii=False, indent=1)
        (temporary / "datapackage.json").write_text(text, encoding="utf-8")


def _as_csv(cell: Cell) -> Cell:
    if cell is None:
        return ""
    return escape_text(cell) if isinstance(cell, str) else cell


def _write_workbook(
    tables: Mapping[str, pd.DataFrame], path: Path, problems: pd.DataFrame | None
) -> None:
    import openpyxl  # noqa: PLC0415 - start-up time for those who write no workbook

    # A new workbook has an empty sheet.
    book: Workbook = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, frame in tables.items():
        sheet = book.create_sheet(name)
        for position, heading in enumerate(frame.columns, 1):
            put_cell(sheet, 1, position, str(heading))
        sheet.freeze_panes = "A2"
    rows = [_write_rows(sheet, tables[sheet.title]) for sheet in book]
    if problems is not None and len(problems):
        add_problems(book, problems, {})
    save_workbook(book, path, rows)


def _write_rows(sheet: Worksheet, frame: pd.DataFrame) -> list[str]:
    """Return the rows of a sheet below its headings as they stand in its file.

    Whether a text begins like a formula is told by its first letter, which no code changes.
    A cell of openpyxl costs several times its own text, and a workbook of a sector has a million.
    """
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above

    quoted = f' s="{_add_quoted_style(sheet)}"'
    columns = []
    for position, heading in enumerate(frame.columns, 1):
        cells = _code_column(frame[heading].tolist(), sheet.title)
        letter = get_column_letter(position)
        columns.append(
            [
                ""
                if cell is None
                else f'<c r="{letter}{row}"{quoted if is_formula(cell) else ""} t="inlineStr"><is>'
                f'<t xml:space="preserve">{cell}</t></is></c>'
                if isinstance(cell, str)
                else f'<c r="{letter}{row}"><v>{cell!r}</v></c>'
                for row, cell in enumerate(cells, 2)
            ]
        )
    rows = map("".join, zip(*columns, strict=True))
    return [f'<row r="{number}">{row}</row>' for number, row in enumerate(rows, 2)]


def _code_column(cells: list[Cell], sheet: str) -> list[Cell]:
    """Return the cells of a column as its sheet's file holds them.

    All texts together tell in one look whether any of them needs more than to be written.
    """
    texts = [cell for cell in cells if isinstance(cell, str)]
    if not _NEEDS_CODE.search("".join(texts)) and max(map(len, texts), default=0) <= _LONGEST:
        return cells
    return [
        _escape_xml(_code_text(cell, sheet, row)) if isinstance(cell, str) else cell
        for row, cell in enumerate(cells, 2)
    ]


def _add_quoted_style(sheet: Worksheet) -> int:
    """Return the number of the style of what is text though it begins like a formula."""
    from openpyxl.cell import Cell as SheetCell  # noqa: PLC0415 - as above

    cell = SheetCell(sheet, row=1, column=1)
    cell.quotePrefix = True
    return cell.style_id


def _escape_xml(text: str) -> str:
    for mark, code in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\r", "&#13;")):
        if mark in text:
            text = text.replace(mark, code)
    return text


def _code_text(value: str, sheet: str, row: int) -> str:
    """Return a text as a cell holds it.

    Raises
    ------
    ValueError
        If it is longer than a cell can hold, or has a character that no cell can.
    """
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415 - as above
    from openpyxl.utils.exceptions import IllegalCharacterError  # noqa: PLC0415 - as above

    if len(value) > _LONGEST:
        msg = (
            f"sheet {sheet} row {row}: the text has {len(value):,} letters and a workbook "
            f"holds {_LONGEST:,} in a cell. Write a folder instead, or shorten it."
        )
        raise ValueError(msg)
    if ILLEGAL_CHARACTERS_RE.search(value):
        raise IllegalCharacterError(value)
    # Excel reads _x0041_ as a letter; _x005F_ keeps it as it is.
    return _CODE.sub(r"_x005F_x\1_", value) if "_x" in value else value


def put_cell(sheet: Worksheet, row: int, column: int, value: str | float) -> None:
    """Put a text in a cell as text, whatever it begins with, and a number with all its figures.

    Raises
    ------
    ValueError
        If the text is longer than a cell of a workbook can hold.
    """
    cell = sheet.cell(row, column)
    if not isinstance(value, str):
        # openpyxl writes sixteen figures; a number may need seventeen to come back the same.
        cell.value = repr(value)
        cell.data_type = "n"
        return
    cell.value = _code_text(value, sheet.title, row)
    cell.data_type = "s"
    if is_formula(value):
        cell.quotePrefix = True
