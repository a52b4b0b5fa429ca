"""From bytes to text, and from text to cells: the odd forms that CSV files come in.

A CSV file does not say how its letters are written. Three things are looked at, the surest first:
a byte-order mark at the start; nulls in every second byte, which only UTF-16 has; and whether the
bytes are UTF-8, which text in another encoding almost never is by chance. What is none of these is
Windows-1252, in which Excel in Britain saves, or a mixture, as it comes of pasting one file into
another: then each byte that does not fit UTF-8 is read as Windows-1252 and the rest stays.

It does not say either what stands between cells: the sign that splits the first lines into the
most cells, the same number in each, is taken.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from itertools import islice, repeat
from typing import TYPE_CHECKING

import pandas as pd

from ecosystem.errors import DataError, Problem, make_problems
from ecosystem.wording import count_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .sheet import Found


MOST_BYTES = 64 * 1024**2
"""Bytes of one text file; a folder or zip may have twice as many in all."""

MOST_CELLS = 3_000_000
"""Cells of one source: as Python texts they take a few hundred megabytes."""

MOST_ROWS = 300_000
"""Rows of one source; 100,000 take about a second."""

MOST_TABLE_BYTES = 256 * 1024**2
"""Bytes of one CSV file; a folder may have twice as many in all."""

MOST_TABLE_CELLS = 24_000_000
"""Cells of one source of which every row is as wide as the headings. They are kept by column:
3,000,000 referrals, 18 million cells, took 1.5 GB and nine seconds."""

_LONGEST_LINE = 131_072
"""Letters from which `csv` refuses a cell."""

_BLOCK = 1000
"""Rows after which it is looked whether there are too many."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
# Bytes that are no UTF-8, as Python keeps them: each in a half of a pair of its own.
_LOST = re.compile("[\udc80-\udcff]")
# Bytes that Windows-1252 leaves open are read as Latin-1: control characters, taken off later.
_WINDOWS = {
    0xDC00 + byte: bytes([byte]).decode("cp1252", errors="ignore") or chr(byte)
    for byte in range(0x80, 0x100)
}
_DELIMITERS = ",;\t"


def unreadable(
    file: str, message: str, suggestion: str, *, row: int | None = None, value: str = ""
) -> DataError:
    """Return the error for a file of which nothing can be read."""
    problem = Problem(
        severity="error", file=file, row=row, value=value, message=message, suggestion=suggestion
    )
    return DataError(make_problems([problem]))


def too_many(
    file: str, hint: str = "Leave out what is not needed, or split the file."
) -> DataError:
    """Return the error for more rows or cells than can be read at once."""
    message = f"there are more than {MOST_ROWS:,} rows or {MOST_CELLS:,} cells, the limit."
    return unreadable(file, message, hint)


def too_large_a_table(file: str) -> DataError:
    """Return the error for more cells than are kept by column."""
    return unreadable(
        file,
        f"there are more than {MOST_TABLE_CELLS:,} cells, the limit.",
        "Leave out what is not needed; count single referrals by `eco.reduce_referrals`.",
    )


def read_within_limit(path: Path, most: int | None = None) -> bytes:
    """Return the bytes of a text file; no more than the limit is ever read.

    Raises
    ------
    DataError
        If it is no file, as a pipe that may never end, or too large.
    """
    refuse_endless(path)
    most = most or MOST_BYTES
    with path.open("rb") as file:
        raw = file.read(most + 1)
    if len(raw) > most:
        raise unreadable(
            path.name,
            f"this is larger than {most // 1024**2} MB, the limit.",
            "Leave out what is not needed, or split the file.",
        )
    return raw


def refuse_endless(path: Path) -> None:
    """Refuse what is no plain file: reading a pipe or a device waits, or goes on, for ever.

    Raises
    ------
    DataError
        If it is none.
    """
    if path.exists() and not path.is_file():
        raise unreadable(
            path.name,
            "this is no file but a pipe, a device or a folder.",
            "Save it as a file first, and give that.",
        )


def decode(raw: bytes, file: str, most: int | None = None) -> tuple[str, list[Found]]:
    """Return bytes as text, whatever it is written in, and what is to be said of that.

    Raises
    ------
    DataError
        If the bytes are no text, or more than can be read at once.
    """
    most = most or MOST_BYTES
    if len(raw) > most:
        raise unreadable(
            file,
            f"the file has {len(raw) / 1024**2:,.0f} MB; the limit is {most // 1024**2} MB.",
            "Leave out what is not needed, or split the file.",
        )
    for mark, encoding, name in _MARKS:
        if raw.startswith(mark):
            text = raw[len(mark) :].decode(encoding, errors="replace")
            words = f"the file begins with a byte-order mark, as Excel writes it; read as {name}."
            return _without_nulls(text, file), [("note", words, "")]
    wide = _find_wide(raw)
    if wide:
        text = raw.decode(wide, errors="replace")
        return _without_nulls(text, file), [("warning", "the file was read as UTF-16.", "")]
    text = raw.decode("utf-8", errors="surrogateescape")
    lost = 0 if text.isascii() else len(_LOST.findall(text))
    if not lost:
        return _without_nulls(text, file), []
    # Few letters that fit UTF-8 among many that do not have come together by chance.
    # Under a fifth of them, and the file is Windows-1252 throughout.
    fitting = sum(character > "\x7f" for character in text) - lost
    if fitting * 5 < lost:
        text = _replace_lost(raw.decode("ascii", errors="surrogateescape"))
        words = "the file is not UTF-8; read as Windows-1252."
    else:
        text = _replace_lost(text)
        words = (
            "the file mixes UTF-8 and Windows-1252; "
            f"{count_of(lost, 'letter was', 'letters were')} read as Windows-1252."
        )
    hint = "Check letters with accents; save as CSV UTF-8."
    return _without_nulls(text, file), [("warning", words, hint)]


def _find_wide(raw: bytes) -> str:
    """Return the kind of UTF-16 that bytes without a mark seem to be, or an empty text."""
    head = raw[:2000]
    if len(head) < 8 or len(raw) % 2:
        return ""
    # Latin letters have a null as their second byte, in one order of the two or the other. A fifth
    # is enough, because names and headings have other letters too; none may be in the other place.
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > len(head) // 5 and not even:
        return "utf-16-le"
    return "utf-16-be" if even > len(head) // 5 and not odd else ""


def _replace_lost(text: str) -> str:
    """Return text with the bytes that are no UTF-8 read as Windows-1252."""
    return text.translate(_WINDOWS)


def _without_nulls(text: str, file: str) -> str:
    if "\0" in text:
        raise unreadable(file, "this is not a text file.", "Save the sheet as CSV UTF-8.")
    return text


def tell_delimiter(delimiter: str) -> list[Found]:
    """Return what is to be said of the sign that splits cells: nothing of a comma."""
    if delimiter == ",":
        return []
    name = "semicolons" if delimiter == ";" else "tabs"
    return [("note", f"the cells are split by {name}.", "")]


def split_cells(text: str, file: str) -> list[list[str]]:
    """Return the cells of a CSV text, row by row.

    Commas, semicolons or tabs; any line ends; spaces before a quotation mark.

    Raises
    ------
    DataError
        If a quotation mark is never closed, or there are too many cells.
    """
    delimiter = find_delimiter(text)
    if text[:4].casefold() == "sep=":
        # Excel reads this line and does not show it.
        text = text.partition("\n")[2]
    rows: list[list[str]] = []
    cells = 0
    try:
        lines = _split_lines(text, delimiter)
        while block := list(islice(lines, _BLOCK)):
            rows += block
            cells += sum(map(len, block))
            if cells > MOST_CELLS or len(rows) > MOST_ROWS:
                raise too_many(file)
    except csv.Error as error:
        raise unreadable(
            file,
            f"row {len(rows) + 1} cannot be split into cells ({error}).",
            "Look for a quotation mark that is opened and not closed.",
            row=len(rows) + 1,
        ) from error
    # A mark that is never closed swallows every line to the end: the last cell then has lines.
    if text.count('"') % 2 and rows and rows[-1] and "\n" in rows[-1][-1].replace("\r", "\n"):
        raise unreadable(
            file,
            f"row {len(rows)} has a quotation mark that is opened and not closed.",
            "Close it, or take it out.",
            row=len(rows),
        )
    return rows


def _split_lines(text: str, delimiter: str) -> Iterator[list[str]]:
    """Yield the cells of each row."""
    return csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        skipinitialspace=f'{delimiter} "' in text,
        strict=False,
    )


def split_columns(text: str, file: str) -> list[list[str]] | None:
    r"""Return the cells of a CSV text by column; None if a row is wider than another, or empty.

    The reader of pandas splits as `csv` does in a third of the time, if a line is a row. It is not
    asked where there is a quotation mark, and where lines end in another way. Either makes equal
    cells of a column one text.

    Examples
    --------
    >>> split_columns("name,place\nACH,Bristol\n", "x.csv")
    [['name', 'ACH'], ['place', 'Bristol']]
    >>> split_columns('name\n"A, B"\n', "x.csv"), split_columns("a,b\nc\n", "x.csv")
    ([['name', 'A, B']], None)

    Raises
    ------
    DataError
        If there are too many cells.
    """
    delimiter = find_delimiter(text)
    if text[:4].casefold() == "sep=" or text.count('"') % 2:
        return None
    if '"' not in text:
        text = (text.replace("\r\n", "\n") if "\r" in text else text).removesuffix("\n")
    if any(sign in text for sign in '"\r\ufeff'):
        return _split_blocks(text, delimiter, file)
    lines = text.split("\n")
    counts = set(map(str.count, lines, repeat(delimiter)))
    width = counts.pop() + 1
    if counts or not all(lines) or max(map(len, lines)) >= _LONGEST_LINE:
        return None
    if len(lines) * width > MOST_TABLE_CELLS:
        raise too_large_a_table(file)
    frame = pd.read_csv(
        io.StringIO(text),
        sep=delimiter,
        engine="c",
        header=None,
        index_col=False,
        dtype=object,
        na_filter=False,
        quoting=csv.QUOTE_NONE,
        skip_blank_lines=False,
        low_memory=False,
    )
    return [frame[column].tolist() for column in frame]


def _split_blocks(text: str, delimiter: str, file: str) -> list[list[str]] | None:
    """Return the cells by column as `csv` splits them, some rows at a time."""
    columns: list[list[str]] = []
    texts: list[dict[str, str]] = []
    lines = _split_lines(text, delimiter)
    try:
        while block := list(islice(lines, _BLOCK)):
            columns = columns or [[] for _ in block[0]]
            texts = texts or [{} for _ in block[0]]
            if set(map(len, block)) != {len(columns)} or not columns:
                return None
            if (len(columns[0]) + len(block)) * len(columns) > MOST_TABLE_CELLS:
                raise too_large_a_table(file)
            for column, same, cells in zip(columns, texts, zip(*block, strict=True), strict=True):
                column.extend(map(same.setdefault, cells, cells))
    except csv.Error:
        return None
    return columns


def find_delimiter(text: str) -> str:
    """Return the sign that splits the first lines into the most cells, the same in each."""
    if text[:4].casefold() == "sep=" and len(text) > 4 and text[4] in _DELIMITERS:
        return text[4]
    # Signs between quotation marks split nothing. A sign in no more than half the lines of a sort
    # still counts, by its most frequent line at half its worth, where no other does.
    lines = [line for line in text[:20_000].splitlines()[:20] if line.strip()]
    bare = [re.sub(r'"[^"]*"', "", line) for line in lines]
    best, most = ",", 0.0
    for sign in _DELIMITERS:
        counts = [line.count(sign) for line in bare]
        common = max(set(counts), key=lambda count: (counts.count(count), count), default=0)
        score = common * counts.count(common) if common else max(counts, default=0) * 0.5
        if score > most:
            best, most = sign, score
    return best
