"""A look into a workbook before a reader opens it: its sheets, and what would bring one down.

A workbook is a zip of XML. A few kilobytes may unpack to gigabytes; one stray cell in the last row
and column makes a reader ask for 16 billion cells; a formula may hold no value. All of that can be
seen by running over the bytes once, in pieces, without building anything.

The scan does not parse XML: a part is read a megabyte at a time and looked through with regular
expressions for cells, `<c r="B7" t="e"><f>…</f><v>…</v></c>`, whatever prefix the names have.
Three things must stay true. A piece is only looked at up to the last cell that begins in it, so
that no cell is cut in two or seen twice. What no spreadsheet program writes (a document type, an
entity, a null) is refused before any XML is parsed, because entities are how XML reads other files
or grows without end. And what the scan says of a sheet (`SheetFacts`) is about its bytes: readers
may still disagree on what they mean, never on where cells are.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import pairwise
from typing import IO, TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

from ecosystem.wording import join_words

from .text import unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ecosystem.errors import DataError


MOST_UNPACKED = 512 * 1024**2
"""Bytes a workbook may unpack to: the scan runs over all of them, and they bound its time."""

_MOST_TEXT = 64 * 1024**2
"""Bytes of any one part that is no sheet. The shared texts are the largest of them, and both
readers hold them in memory at once."""

_MOST_FILE = 128 * 1024**2
"""Bytes of the file: beyond, it is refused by its size alone, before it is opened."""

_CHUNK = 1024**2
"""Bytes looked at at once: keeps the scan at a few megabytes of memory, however large a sheet."""

_FAR_ROWS, _FAR_COLUMNS = 1000, 100
"""Empty rows or columns after which a cell counts as stray: a table has no gap as wide, a slip of
the hand at the end of a sheet stands farther off."""

_PADDING = 2 * 1024**2
"""Bytes after the last cell in use from which a sheet is trimmed before it is read: tens of
thousands of blank rows; fewer are not worth writing the file again."""

_MOST_PARTS = 10_000
"""Files inside the zip; a workbook has a few a sheet."""

_LONGEST_CELL = 100_000
"""Bytes that may be held back for the next piece: a cell has at most 32,767 letters."""

_LAST_COLUMN, _LAST_ROW = 16_384, 1_048_576
"""The last column, XFD, and row of a sheet. Readers hold cells by number, and some end the process
on a number that no sheet has, so that none may reach them."""

_ROW = re.compile(rb'<(?:\w+:)?row\b[^<>]*?\br="([0-9]{1,7})"')
_SAVE = "Open it in Excel or LibreOffice and save it as .xlsx, without a password."
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# A cell that holds a value, a text or a formula: its letters and row.
_FILLED = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"[^<>]*>\s*(?=<(?:\w+:)?(?:v|is|f)\b)')
# A cell that shows an error.
_ERROR = re.compile(rb'<(?:\w+:)?c\b[^<>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^<>]*\bt="e"[^<>]*>')
# A cell with a formula and no value, as programs leave it that do not reckon.
_NO_VALUE = re.compile(
    rb'<(?:\w+:)?c\b[^<>]*\br="([A-Z]{1,3})([0-9]{1,7})"[^<>]*>\s*<(?:\w+:)?f\b'
    rb"(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?"
    rb"\s*</(?:\w+:)?c>"
)
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^<>]*\bref="([A-Z]{1,3}[0-9]+:[A-Z]{1,3}[0-9]+)"')
# A cell that does not say where it stands: it follows the one before it.
_NAMELESS = re.compile(rb"<(?:\w+:)?c(?:>|\s(?![^<>]*\br=)[^<>]*>)")
_NAMELESS_SIGNS = (b"<c>", b"<c t", b"<c s", b":c>", b":c t", b":c s")
# Without one of these there is no cell with anything in it, and no need to look closely.
_SIGNS = (b"<v", b"<is", b"<f", b":v", b":is", b":f")
# What a cell or row says of where it stands, whatever it says and however it is written.
_TAG = rb"<(?:[^\s<>/:]+:)?(?:c|row)\s"
_PLAIN = re.compile(rb"([A-Z]*)([0-9]+)")
_DIMENSION = re.compile(rb"<(?:[^\s<>/:]+:)?dimension\s[^<>]*?ref\s*=\s*[\"']([^\"'<>]*)")
_OPEN_TAG = re.compile(_TAG)
# What a damaged zip, or XML that is not well formed, makes its readers raise.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)


class Window(NamedTuple):
    """The part of a sheet in use.

    Attributes
    ----------
    first_row, last_row, last_column
        Counted from 1; a sheet that holds nothing ends before it begins.
    has_stray_cells
        Whether more cells lie beyond, after a wide gap.
    """

    first_row: int
    last_row: int
    last_column: int
    has_stray_cells: bool


@dataclass(kw_only=True)
class SheetFacts:
    """One sheet of a workbook: its part in the zip, and what the scan saw in it.

    Attributes
    ----------
    name
        What people call it.
    part
        The file inside the zip that holds it.
    is_hidden
        Whether people do not see it; then it is not scanned.
    columns, rows
        Letters of the columns, and numbers of the rows, that hold something, as bytes.
    filled
        Cells that hold something.
    errors, without_value
        Row and column of the cells that show an error, and of formulas without a value.
    merged
        Ranges of cells made one, as A1:C1.
    is_nameless
        Whether cells do not say where they stand, so that rows and columns are not all of them.
    size, end
        Bytes of the part, and bytes up to the last cell that holds something.
    counts_from_1904
        Whether the workbook numbers days from 1904, as old Macs did.
    """

    name: str
    part: str
    is_hidden: bool
    counts_from_1904: bool = False
    columns: set[bytes] = field(default_factory=set)
    rows: set[bytes] = field(default_factory=set)
    filled: int = 0
    errors: list[tuple[int, int]] = field(default_factory=list)
    without_value: list[tuple[int, int]] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    is_nameless: bool = False
    size: int = 0
    end: int = 0

    @property
    def is_padded(self) -> bool:
        """Whether much comes after the last cell in use: a million blank rows, say."""
        return self.size - self.end > _PADDING or (
            self.size > _PADDING and self.window.has_stray_cells
        )

    @cached_property
    def window(self) -> Window:
        """The part in use: up to the first wide gap between rows, and between columns."""
        rows = sorted(int(row) for row in self.rows)
        columns = sorted(column_number(letters.decode()) for letters in self.columns)
        if not rows:
            return Window(1, 0, 0, has_stray_cells=False)
        last_row = next((a for a, b in pairwise(rows) if b - a > _FAR_ROWS), rows[-1])
        last_column = next((a for a, b in pairwise(columns) if b - a > _FAR_COLUMNS), columns[-1])
        is_far = last_row != rows[-1] or last_column != columns[-1]
        return Window(rows[0], last_row, last_column, has_stray_cells=is_far)


def column_number(letters: str) -> int:
    """Return the number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def scan_workbook(path: Path) -> list[SheetFacts]:
    """Return the sheets of a workbook that is safe to open, in order.

    Raises
    ------
    DataError
        If it is no workbook, damaged, encrypted, or unpacks to more than the limits.
    """
    if path.stat().st_size > _MOST_FILE:
        raise unreadable(
            path.name,
            f"the file has more than {_MOST_FILE // 1024**2} MB, the limit for a workbook.",
            "Leave out what is not needed, or save the sheets as CSV files.",
        )
    with path.open("rb") as file:
        head = file.read(4096)
    if not head.startswith(b"PK"):
        raise _no_zip(path, head)
    try:
        with zipfile.ZipFile(path) as archive:
            _check_parts(archive, path)
            sheets = _list_sheets(archive, path)
            for sheet in sheets:
                if not sheet.is_hidden:
                    _scan_sheet(archive, sheet, path.name)
            for part in archive.namelist():
                if part.startswith("xl/") and part.endswith((".xml", ".rels")):
                    _refuse_entities(archive, part, path.name, sheets)
            return sheets
    except DAMAGED as error:
        raise unreadable(path.name, "the file is damaged and cannot be opened.", _SAVE) from error


def _no_zip(path: Path, head: bytes) -> DataError:
    """Return what a file is that is called a workbook and is none."""
    if not head.strip():
        return unreadable(path.name, "the file is empty.", "Save the workbook again.")
    if head.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
            return unreadable(path.name, "the workbook has a password.", "Take off the password.")
        message = "this is a workbook of the old kind (.xls)."
        return unreadable(path.name, message, "Open it and save it as .xlsx.")
    if head.lstrip().lower().startswith((b"<html", b"<!doctype html", b"<table")):
        return unreadable(path.name, "this is a web page, not a workbook.", _SAVE)
    if b"\0" not in head and b"\n" in head and (b"," in head or b"\t" in head or b";" in head):
        message = "this is a text file, not a workbook."
        return unreadable(path.name, message, "Give it a name that ends in .csv.")
    return unreadable(path.name, "this is no workbook that can be read.", _SAVE)


def _check_parts(archive: zipfile.ZipFile, path: Path) -> None:
    """Refuse a zip that is no workbook we read, or too large, from its list of contents alone."""
    infos = archive.infolist()
    names = {info.filename for info in infos}
    if any(info.flag_bits & 1 for info in infos):
        raise unreadable(path.name, "the workbook has a password.", "Take off the password.")
    if "content.xml" in names:
        message = "this is a LibreOffice file, not an Excel workbook."
        raise unreadable(path.name, message, "Open it in LibreOffice and save it as .xlsx.")
    if "xl/workbook.bin" in names:
        raise unreadable(path.name, "this is a binary workbook (.xlsb).", _SAVE)
    total = sum(info.file_size for info in infos)
    texts = max(
        (info.file_size for info in infos if not info.filename.startswith("xl/worksheets/")),
        default=0,
    )
    if total > MOST_UNPACKED or texts > _MOST_TEXT or len(infos) > _MOST_PARTS:
        limit = MOST_UNPACKED if total > MOST_UNPACKED else _MOST_TEXT
        raise unreadable(
            path.name,
            f"unpacked, the workbook is larger than {limit // 1024**2} MB, the limit.",
            "Copy the cells that matter into a new workbook.",
        )
    if "xl/workbook.xml" not in names:
        raise unreadable(path.name, "this is no workbook that can be read.", _SAVE)


def _list_sheets(archive: zipfile.ZipFile, path: Path) -> list[SheetFacts]:
    """Return the worksheets in order, with the part of the zip that holds each."""
    for part in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        _refuse_entities(archive, part, path.name, [])
    relations = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - no entities
    targets = {
        relation.get("Id", ""): relation.get("Target", "")
        for relation in relations
        if relation.get("Type", "").endswith("/worksheet")
    }
    names = set(archive.namelist())
    sheets = []
    is_from_1904 = False
    for element in ET.fromstring(archive.read("xl/workbook.xml")).iter():  # noqa: S314 - as above
        is_from_1904 |= element.get("date1904", "") in {"1", "true"}
        if element.tag.rpartition("}")[2] != "sheet":
            continue
        # Targets are written from the folder xl, from the root, or from xl again; where two parts
        # answer to one, readers differ in which they take.
        target = targets.get(element.get(_RELATION, ""), "")
        found = {f"xl/{target}", target.removeprefix("/")} & names if target else set()
        if len(found) > 1:
            raise _odd_parts(path.name)
        for part in found:
            name, state = element.get("name", ""), element.get("state", "visible")
            sheets.append(SheetFacts(name=name, part=part, is_hidden=state != "visible"))
    for sheet in sheets:
        sheet.counts_from_1904 = is_from_1904
    return sheets


def _pieces(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Give a part piece by piece, never whole."""
    with archive.open(part) as stream:
        while piece := stream.read(_CHUNK):
            yield piece


def _refuse_entities(
    archive: zipfile.ZipFile, part: str, file: str, scanned: list[SheetFacts]
) -> None:
    """Refuse a part with what no spreadsheet program writes; those that were scanned are known."""
    if any(part == sheet.part and not sheet.is_hidden for sheet in scanned):
        return
    # A word may lie across two pieces: the end of each is looked at again with the next.
    tail = b""
    for piece in _pieces(archive, part):
        _refuse_odd_xml(tail + piece, file)
        tail = piece[-16:]


def _refuse_odd_xml(piece: bytes, file: str) -> None:
    if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece or b"\0" in piece:
        raise _odd_parts(file)


def _odd_parts(file: str) -> DataError:
    return unreadable(file, "the workbook has parts that no spreadsheet program writes.", _SAVE)


def _refuse_far_cells(data: bytes, file: str) -> None:
    """Refuse a piece with an address that lies in no sheet, or that is none.

    The letters and figures are read whole, however many there are: a test of their number would
    let pass what a reader takes for a number too large to hold.
    """
    addresses = _find_far(_LAST_COLUMN, _LAST_ROW).findall(data)
    addresses += [part for ref in _DIMENSION.findall(data) for part in ref.split(b":") if part]
    for address in addresses:
        plain = _PLAIN.fullmatch(address)
        if plain is None:
            raise _odd_parts(file)
        letters, row = plain[1].decode(), plain[2].decode()
        is_far = len(letters) > 3 or column_number(letters) > _LAST_COLUMN or len(row) > 7
        if is_far or not 1 <= int(row) <= _LAST_ROW:
            shown = address[:20].decode()
            message = f"the cell {shown} lies outside a sheet, which ends at XFD1048576."
            raise unreadable(file, message, _SAVE)


@cache
def _find_far(columns: int, rows: int) -> re.Pattern[bytes]:
    """Return what finds the addresses that may lie beyond a column and row: those as long.

    The others, nearly all, are passed over at the speed of a search.
    """
    letters = (columns > 26) + (columns > 702)
    figures = len(str(rows)) - 2
    near = rb'"[A-Z]{0,%d}[1-9][0-9]{0,%d}"' % (letters, figures)
    # The first r of a tag is the one that counts: behind it, nothing is tried again.
    return re.compile(_TAG + rb"(?>(?:[^<>]*?\s)??r\s*=\s*)(?!" + near + rb')"?([^"<>]*)')


def _scan_sheet(archive: zipfile.ZipFile, sheet: SheetFacts, file: str) -> None:
    carry = b""
    for piece in _pieces(archive, sheet.part):
        data = carry + piece
        _refuse_odd_xml(data, file)
        # A cell that the piece cuts off is looked at with the next one.
        cut = max(
            data.rfind(b"<c "), data.rfind(b":c "), data.rfind(b"<row"), len(data) - _LONGEST_CELL
        )
        # ":c " lies inside "<x:c ": go back to where that tag begins.
        cut = max(data.rfind(b"<", 0, cut + 1), 0) if data[cut : cut + 1] == b":" else cut
        begin = data.rfind(b"<", 0, cut)
        if begin > data.rfind(b">", 0, cut) and _OPEN_TAG.match(data, max(begin, 0)):
            # So long a tag would be looked at in two halves, and its address in none.
            raise _odd_parts(file)
        _refuse_far_cells(data[:cut], file)
        _look(sheet, data[:cut])
        carry = data[cut:]
    _refuse_far_cells(carry, file)
    _look(sheet, carry)
    sheet.errors.sort()
    sheet.without_value.sort()


def _look(sheet: SheetFacts, data: bytes) -> None:
    """Add to the facts of a sheet what a piece of it shows.

    Each expression runs only where a plain search for one of its signs finds something, because a
    search costs a small part of it and most pieces hold no errors, formulas or merged cells.
    """
    last = max(data.rfind(sign) for sign in _SIGNS)
    if last >= 0:
        sheet.end = sheet.size + last
    sheet.size += len(data)
    if last >= 0:
        cells = _FILLED.findall(data)
        sheet.filled += len(cells)
        sheet.columns.update(letters for letters, _ in cells)
        sheet.rows.update(row for _, row in cells)
        if any(sign in data for sign in _NAMELESS_SIGNS):
            sheet.is_nameless |= bool(_NAMELESS.search(data))
    if b't="e"' in data:
        sheet.errors += _list_cells(_ERROR, data)
    if b"<f" in data or b":f" in data:
        sheet.without_value += _list_cells(_NO_VALUE, data)
    if b"mergeCell" in data:
        sheet.merged += [ref.decode() for ref in _MERGED.findall(data)]


def trim_workbook(path: Path, sheets: list[SheetFacts]) -> io.BytesIO | Path:
    """Return a workbook without the rows after the last in use, where there are a great many."""
    padded = {sheet.part: sheet for sheet in sheets if sheet.is_padded and not sheet.is_nameless}
    if not padded:
        return path
    trimmed = io.BytesIO()
    with (
        zipfile.ZipFile(path) as archive,
        zipfile.ZipFile(trimmed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made,
    ):
        for part in archive.namelist():
            if part in padded:
                with made.open(part, "w") as out:
                    _copy_rows(archive, padded[part], out)
            elif not part.startswith(("xl/media/", "xl/drawings/")):
                made.writestr(part, archive.read(part))
    trimmed.seek(0)
    return trimmed


def _copy_rows(archive: zipfile.ZipFile, sheet: SheetFacts, out: IO[bytes]) -> None:
    """Copy a sheet up to its last row in use, and close it."""
    last = sheet.window.last_row
    carry = b""
    for piece in _pieces(archive, sheet.part):
        data = carry + piece
        for row in _ROW.finditer(data):
            if int(row[1]) > last:
                prefix = row[0][1 : row[0].index(b"row")]
                out.write(data[: row.start()])
                out.write(b"</%bsheetData></%bworksheet>" % (prefix, prefix))
                return
        cut = max(data.rfind(b"<"), 0)
        out.write(data[:cut])
        carry = data[cut:]
    out.write(carry)


def _list_cells(pattern: re.Pattern[bytes], data: bytes) -> list[tuple[int, int]]:
    """Return row and column of the cells that match."""
    return [(int(row), column_number(col.decode())) for col, row in pattern.findall(data)]


def describe_merged(sheet: SheetFacts) -> str:
    """Return the merged ranges of a sheet as words."""
    return join_words(sheet.merged, most=5)
