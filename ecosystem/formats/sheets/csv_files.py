"""CSV files, and folders and zips of them, cell by cell; in a folder Parquet files, too."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from ecosystem.pages import list_folder

from .parquet_files import PARQUET, read_parquet
from .plain_sheet import PlainSheet, make_plain_sheet, refuse_errors, tell_lost
from .sheet import make_sheet
from .text import (
    MOST_BYTES,
    MOST_CELLS,
    MOST_ROWS,
    MOST_TABLE_BYTES,
    MOST_TABLE_CELLS,
    decode,
    find_delimiter,
    read_within_limit,
    split_cells,
    split_columns,
    tell_delimiter,
    too_large_a_table,
    too_many,
    unreadable,
)
from .workbook_scan import DAMAGED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from .sheet import Sheet


_ENDINGS = (".csv", ".tsv")
"""How names of texts end in a folder or zip that are tables; a .txt beside them is for people."""

_MOST_FILES = 1000
"""Files in a zip: a package has one a table, so that more are something else."""


def read_folder(folder: Path) -> list[Sheet]:
    """Return every CSV and Parquet file of a folder as a sheet."""
    files = _list_files(folder) or _list_files(folder / "data")
    if not files:
        raise unreadable(
            folder.name,
            "there is no CSV or Parquet file in this folder.",
            "Add organisations.csv.",
        )
    total = sum(file.stat().st_size for file in files)
    if total > MOST_TABLE_BYTES * 2:
        raise _too_large(folder.name, MOST_TABLE_BYTES)
    return _check_total(folder.name, map(_read_file, files))


def _read_file(path: Path) -> Sheet:
    return read_parquet(path) if path.suffix.lower() in PARQUET else read_csv(path)


def _check_total(name: str, read: Iterable[Sheet]) -> list[Sheet]:
    """Return sheets that are together within the limits; stop at the first beyond them."""
    sheets: list[Sheet] = []
    rows = cells = cells_by_column = 0
    for sheet in read:
        sheets.append(sheet)
        if isinstance(sheet, PlainSheet):
            cells_by_column += len(sheet.numbers) * len(sheet.headings)
        else:
            rows += len(sheet.numbers)
            cells += len(sheet.numbers) * len(sheet.headings)
        if rows > MOST_ROWS or cells > MOST_CELLS:
            raise too_many(name)
        if cells_by_column > MOST_TABLE_CELLS:
            raise too_large_a_table(name)
    return sheets


def _list_files(folder: Path) -> list[Path]:
    """Return the tables of a folder; published packages keep theirs in one called data."""
    if not folder.is_dir():
        return []
    endings = {*_ENDINGS, *PARQUET}
    return [file for file in list_folder(folder) if file.suffix.lower() in endings]


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
    return read_csv_bytes(read_within_limit(path, MOST_TABLE_BYTES), path.name)


def read_csv_bytes(raw: bytes, file: str) -> Sheet:
    """Return the bytes of a CSV file as a sheet: any encoding, delimiter and line ends."""
    text, encoding_remarks = decode(raw, file, MOST_TABLE_BYTES)
    delimiter = find_delimiter(text)
    name = file.rpartition(".")[0] or file
    columns = split_columns(text, file)
    plain = make_plain_sheet(name, file, columns) if columns else None
    sheet = plain or make_sheet(name, file, "", split_cells(text, file))
    sheet.is_split_by_semicolons = delimiter == ";"
    for severity, message, suggestion in (*encoding_remarks, *tell_delimiter(delimiter)):
        sheet.add(severity, message, suggestion)
    if "'" in text or "#" in text:
        refuse_errors(sheet)
    tell_lost(sheet, text.count("\ufffd"))
    return sheet


def _too_large(file: str, most: int = MOST_BYTES) -> Exception:
    return unreadable(
        file,
        f"this is larger than {most // 1024**2} MB, the limit.",
        "Leave out what is not needed.",
    )
