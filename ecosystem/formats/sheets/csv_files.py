"""CSV files, and folders and zips of them, cell by cell."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from ecosystem.data import ERROR_WORDS, unescape_text
from ecosystem.pages import list_folder

from .sheet import make_sheet
from .text import (
    MOST_BYTES,
    MOST_CELLS,
    MOST_ROWS,
    decode,
    find_delimiter,
    read_within_limit,
    split_cells,
    too_many,
    unreadable,
)
from .workbook_scan import DAMAGED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from .sheet import Sheet


_ENDINGS = (".csv", ".tsv")
"""How names of tables end in a folder or zip; a .txt beside them is for people."""

_MOST_FILES = 1000
"""Files in a zip: a package has one a table, so that more are something else."""


def read_folder(folder: Path) -> list[Sheet]:
    """Return every CSV file of a folder as a sheet."""
    files = _list_files(folder) or _list_files(folder / "data")
    if not files:
        raise unreadable(
            folder.name, "there is no CSV file in this folder.", "Add organisations.csv."
        )
    total = sum(file.stat().st_size for file in files)
    if total > MOST_BYTES * 2:
        raise _too_large(folder.name)
    return _check_total(folder.name, map(read_csv, files))


def _check_total(name: str, read: Iterable[Sheet]) -> list[Sheet]:
    """Return sheets that are together within the limits; stop at the first beyond them."""
    sheets: list[Sheet] = []
    rows = cells = 0
    for sheet in read:
        sheets.append(sheet)
        rows += len(sheet.rows)
        cells += len(sheet.rows) * len(sheet.headings)
        if rows > MOST_ROWS or cells > MOST_CELLS:
            raise too_many(name)
    return sheets


def _list_files(folder: Path) -> list[Path]:
    """Return the CSV files of a folder; published packages keep theirs in one called data."""
    if not folder.is_dir():
        return []
    return [file for file in list_folder(folder) if file.suffix.lower() in _ENDINGS]


def read_zip(path: Path) -> list[Sheet]:
    """Return every CSV file of a zip as a sheet."""
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [
                info
                for info in archive.infolist()
                if info.filename.lower().endswith(_ENDINGS) and "__MACOSX" not in info.filename
            ]
            if sum(info.file_size for info in infos) > MOST_BYTES * 2 or len(infos) > _MOST_FILES:
                raise _too_large(path.name)
            return _check_total(
                path.name,
                (
                    read_csv_bytes(archive.read(info), info.filename.rpartition("/")[2])
                    for info in sorted(infos, key=lambda info: info.filename)
                ),
            )
    except DAMAGED as error:
        message = "the file is damaged and cannot be unpacked."
        raise unreadable(path.name, message, "Unpack it, and give the folder.") from error


def unpack_network(path: Path, endings: Collection[str]) -> tuple[str, bytes] | None:
    """Return name and bytes of the one file of a zip with such an ending; none beside tables.

    Network programs' collections are handed out packed, one network a zip.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [info for info in archive.infolist() if "__MACOSX" not in info.filename]
            found = [info for info in infos if info.filename.lower().endswith(tuple(endings))]
            has_tables = any(info.filename.lower().endswith(_ENDINGS) for info in infos)
            if has_tables or not found:
                return None
            if len(found) > 1:
                raise unreadable(
                    path.name,
                    f"there are {len(found)} networks in it.",
                    "Unpack it, and give one of them.",
                )
            if found[0].file_size > MOST_BYTES:
                raise _too_large(path.name)
            name = found[0].filename.replace("\\", "/").rpartition("/")[2]
            return name, archive.read(found[0])
    except DAMAGED as error:
        message = "the file is damaged and cannot be unpacked."
        raise unreadable(path.name, message, "Unpack it, and give the file.") from error


def read_csv(path: Path) -> Sheet:
    """Return a CSV file as a sheet."""
    return read_csv_bytes(read_within_limit(path), path.name)


def read_csv_bytes(raw: bytes, file: str) -> Sheet:
    """Return the bytes of a CSV file as a sheet: any encoding, delimiter and line ends."""
    text, encoding_remarks = decode(raw, file)
    cells, splitting_remarks = split_cells(text, file)
    sheet = make_sheet(file.rpartition(".")[0] or file, file, "", cells)
    sheet.is_split_by_semicolons = find_delimiter(text) == ";"
    for severity, message, suggestion in (*encoding_remarks, *splitting_remarks):
        sheet.add(severity, message, suggestion)
    if "'" in text or "#" in text:
        _refuse_errors(sheet)
    lost = text.count("\ufffd")
    if lost:
        sheet.add(
            "warning",
            f"{lost} letters were lost before the file came here, and show as \ufffd.",
            "Look for the sign and put the letters back.",
        )
    return sheet


def _refuse_errors(sheet: Sheet) -> None:
    """Note cells that show the error of a formula, and take off the apostrophe of escaped text."""
    for row, number in zip(sheet.rows, sheet.numbers, strict=True):
        for column, cell in enumerate(row):
            if cell[:1] == "#" and cell in ERROR_WORDS:
                sheet.add(
                    "error",
                    f"the cell shows {cell}.",
                    "Correct the formula, or empty the cell.",
                    row=number,
                    column=sheet.headings[column],
                    value=cell,
                )
                row[column] = ""
            elif cell[:1] == "'":
                row[column] = unescape_text(cell)
    sheet.headings = [unescape_text(heading) for heading in sheet.headings]


def _too_large(file: str) -> Exception:
    return unreadable(
        file,
        f"this is larger than {MOST_BYTES // 1024**2} MB, the limit.",
        "Leave out what is not needed.",
    )
