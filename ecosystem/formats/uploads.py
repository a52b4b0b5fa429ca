"""Files that are no path: bytes, and files that are open, as a web page or an archive hands over.

Every reader of a format takes a path. So the bytes lie in a folder of their own that nobody else
may open, under the name they came with, for as long as they are read.
"""

from __future__ import annotations

import io
import json
import re
import tempfile
import zipfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecosystem.formats.sheets.text import MOST_TABLE_BYTES
from ecosystem.formats.sheets.workbook_scan import DAMAGED

if TYPE_CHECKING:
    from collections.abc import Iterator


_MOST_BYTES = MOST_TABLE_BYTES
"""Of what is read: the largest file that any reader takes, of CSV. One byte more is copied, so
that the reader of the format sees that it is too large, and says so."""

_MOST_NAME = 100
"""Letters of a name: some systems take no file name of more than 143 bytes."""

_UNSAFE = re.compile(r"[^\w .()&,+'\-]")
"""What may mean something else than itself in the name of a file."""


def is_upload(source: object) -> bool:
    """Tell whether something is bytes, or can be read like an open file."""
    return isinstance(source, (bytes, bytearray, memoryview)) or hasattr(source, "read")


@contextmanager
def keep_as_file(source: Any, name: str) -> Iterator[Path]:  # noqa: ANN401 - bytes, or any file
    """Give the path of a file with the bytes of the source, which is gone when the block ends.

    It is called `name`, or else as the open file says; without an ending that says of what format
    it is, it gets one by what is in it.
    """
    raw = _take_bytes(source)
    with tempfile.TemporaryDirectory(prefix="ecosystem-") as folder:
        path = Path(folder, _choose_name(source, name, raw))
        path.write_bytes(raw)
        yield path


def _take_bytes(source: Any) -> bytes:  # noqa: ANN401 - as above
    taken = source.read(_MOST_BYTES + 1) if hasattr(source, "read") else source
    return taken.encode() if isinstance(taken, str) else bytes(taken)


def _choose_name(source: object, name: str, raw: bytes) -> str:
    """Return a name that is safe to give to a file: no folder, nothing hidden, no sign of a shell.

    A web framework's own name of the file comes first: `name` may there be that of the field.
    """
    told = [name, getattr(source, "filename", ""), getattr(source, "name", "")]
    given = next((text for text in told if text and isinstance(text, str)), "")
    last = re.split(r"[\\/]", given)[-1]
    kept = _UNSAFE.sub("_", last).strip(" .")
    stem, ending = Path(kept).stem[:_MOST_NAME], Path(kept).suffix[:10]
    return f"{stem or 'data'}{ending or _guess_ending(raw)}"


def _guess_ending(raw: bytes) -> str:
    """Return the ending of a format that shows in the bytes; else that of a CSV file."""
    if raw.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(io.BytesIO(raw)) as archive:
                is_book = any(name.startswith("xl/") for name in archive.namelist())
        except DAMAGED:
            return ".xlsx"
        return ".xlsx" if is_book else ".zip"
    if raw.startswith(b"PAR1"):
        return ".parquet"
    try:
        json.loads(raw)
    except (ValueError, RecursionError):
        return ".csv"
    return ".json"
