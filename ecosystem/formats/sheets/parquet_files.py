"""Parquet files, some rows at a time: the cells are kept as those of a CSV file are.

A Parquet file says beforehand how many rows and columns it has and what they unpack to, so that too
large a one is refused before any of it is read. What it holds in types of its own, as days and
numbers, becomes the text that a CSV file would have; its rows count as that file's would, the first
below the headings as row 2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ecosystem.formats.sources.records import as_cell
from ecosystem.wording import join_words, say_are

from .plain_sheet import make_plain_sheet, refuse_errors, tell_lost
from .sheet import make_sheet
from .text import MOST_TABLE_BYTES, MOST_TABLE_CELLS, refuse_endless, too_large_a_table, unreadable

if TYPE_CHECKING:
    from pathlib import Path

    from ecosystem.errors import DataError

    from .sheet import Sheet


PARQUET = (".parquet", ".pq")
"""How names of Parquet files end."""

_MOST_UNPACKED = 2 * MOST_TABLE_BYTES
"""Bytes of columns, unpacked: a text that repeats is there once, so that a file of the most cells
stays below."""

_BATCH = 100_000
"""Rows unpacked at a time: their numbers take a few megabytes a column, and more were no faster."""

_INDEX = "__index_level_"
"""How the column is called in which pandas keeps the numbers of its rows."""


def read_parquet(path: Path) -> Sheet:
    """Return a Parquet file as a sheet.

    Raises
    ------
    DataError
        If pyarrow is not installed, or the file is damaged, locked, too large, or holds shapes.
    """
    refuse_endless(path)
    if path.stat().st_size > MOST_TABLE_BYTES:
        raise _too_large(path.name, MOST_TABLE_BYTES)
    try:
        import pyarrow as pa  # noqa: PLC0415 - of an extra
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as error:
        raise unreadable(
            path.name,
            "Parquet files are read with pyarrow, which is not installed.",
            'Install the extra, pip install "sector-ecosystem[scale]", or save it as CSV.',
        ) from error
    try:
        with parquet.ParquetFile(path) as opened:
            _check_size(path.name, opened.metadata)
            names, columns = _read_columns(opened)
    # What a damaged file makes of each of the three is no fault of its reader.
    except (pa.ArrowException, OSError, ValueError) as error:
        raise unreadable(
            path.name,
            f"the Parquet file is damaged or locked and cannot be read ({_cut(error)}).",
            "Save it again, without a password, or as CSV.",
        ) from error
    return _make_sheet(path, names, columns)


def _cut(error: Exception) -> str:
    return str(error).partition("\n")[0][:80].rstrip(".")


def _check_size(file: str, metadata: Any) -> None:  # noqa: ANN401 - of an extra
    """Refuse what is too large, or no table, by what the file says of itself."""
    if b"geo" in (metadata.metadata or {}):
        raise unreadable(
            file,
            "this is a GeoParquet file, of which the points are not read.",
            "Save it as GeoJSON in degrees, with geopandas or QGIS.",
        )
    groups = [metadata.row_group(at) for at in range(metadata.num_row_groups)]
    # A cell of a list holds several values: all of them become text.
    values = sum(group.column(at).num_values for group in groups for at in range(group.num_columns))
    if max(values, metadata.num_rows * metadata.num_columns) > MOST_TABLE_CELLS:
        raise too_large_a_table(file)
    if sum(group.total_byte_size for group in groups) > _MOST_UNPACKED:
        raise _too_large(file, _MOST_UNPACKED)


def _too_large(file: str, most: int) -> DataError:
    return unreadable(
        file,
        f"this has, or unpacks to, more than {most // 1024**2} MB, the limit.",
        "Leave out what is not needed.",
    )


def _read_columns(opened: Any) -> tuple[list[str], list[list[str] | None]]:  # noqa: ANN401 - as above
    """Return the headings, and the cells of each column; None for one of bytes."""
    names = [str(name) for name in opened.schema_arrow.names]
    columns: list[list[str] | None] = [[] for _ in names]
    # Equal texts of a column are one, as in a CSV file.
    texts: list[dict[str, str]] = [{} for _ in names]
    for batch in opened.iter_batches(batch_size=_BATCH):
        for at, (column, same) in enumerate(zip(columns, texts, strict=True)):
            cells = _read_cells(batch.column(at), same)
            if column is None or cells is None:
                columns[at] = None
            else:
                column.extend(cells)
    return names, columns


def _read_cells(array: Any, same: dict[str, str]) -> list[str] | None:  # noqa: ANN401 - as above
    """Return the cells of some rows as text; None if they are bytes."""
    import pyarrow as pa  # noqa: PLC0415 - as above

    if isinstance(array, pa.ExtensionArray):
        array = array.storage
    kind = array.type.value_type if pa.types.is_dictionary(array.type) else array.type
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return None
    if pa.types.is_fixed_size_binary(kind):
        return None
    if pa.types.is_null(kind):
        return [""] * len(array)
    if pa.types.is_nested(kind):
        return [same.setdefault(cell, cell) for cell in map(as_cell, array.to_pylist())]
    # Each different value becomes text once; the last, for a missing one, is empty.
    encoded = array if pa.types.is_dictionary(array.type) else array.dictionary_encode()
    made = [*map(_as_text, encoded.dictionary.to_pylist()), ""]
    different = np.array([same.setdefault(cell, cell) for cell in made], dtype=object)
    codes = encoded.indices.fill_null(len(made) - 1).to_numpy(zero_copy_only=False)
    cells: list[str] = different[codes].tolist()
    return cells


def _as_text(value: object) -> str:
    # A number that is none is missing, as in a frame.
    return "" if value != value else as_cell(value)  # noqa: PLR0124 - only such a number


def _make_sheet(path: Path, names: list[str], columns: list[list[str] | None]) -> Sheet:
    kept = {
        at: cells
        for at, cells in enumerate(columns)
        if cells is not None and not names[at].startswith(_INDEX)
    }
    table = [[names[at], *cells] for at, cells in kept.items()]
    plain = make_plain_sheet(path.stem, path.name, table) if table else None
    rows = () if plain else zip(*table, strict=True)
    sheet = plain or make_sheet(path.stem, path.name, "", list(map(list, rows)))
    # By column, because cells of one text are one: each is looked at once.
    texts = {cell for _, *cells in table for cell in set(cells)}
    if any(cell.startswith(("#", "'")) for cell in texts):
        refuse_errors(sheet)
    if any("\ufffd" in cell for cell in texts):
        tell_lost(sheet, sum(cell.count("\ufffd") for _, *cells in table for cell in cells))
    bare = [names[at] for at, cells in enumerate(columns) if cells is None]
    if bare:
        listed = join_words([f"'{name}'" for name in bare], most=6)
        sheet.add("note", f"{listed} {say_are(len(bare))} of bytes and not read.")
    return sheet
