"""Where a query runs: DuckDB in this process, or a Spark session that is open already.

Each reduction is one text in the part of SQL that both read. What they say in two ways is one word,
the days between two dates, which each engine fills in.
"""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pandas as pd

from .memory import Limit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_GROUP_BYTES = 1200
"""Bytes of what is left to DuckDB for each group, so that it does not spill: it holds a group once
a thread and more, some 540 bytes in all, beside what it reads. Measured with
docs/benchmarks/scale.md: two million groups where 0.65 GB are left, 15.4 s of processor time in
five parts, 18.7 in four, 22 in three."""

_MOST_PARTS = 16
"""Each part reads the log anew: past these it costs more than to spill."""

_BATCH_ROWS = 250_000
"""Groups that come back at once: some 50 MB, beside what DuckDB and Python hold."""

_KEPT_BYTES = 60
"""Bytes of a group between the engine and the table, of which it becomes a row: numbers for its
names and counts in as few bytes as hold them, measured 45."""

_ROW_BYTES = 230
"""Bytes of a row of the table beside its texts."""

_NAME_BYTES = 250
"""Bytes of each different text while it is put in order: measured, with the table, at 0.2 million
different names of 0.6 million rows and 0.25 of 2.1."""

_TEXTS = (".csv", ".tsv", ".gz", ".txt")


class Engine(Protocol):
    """What a reduction asks of an engine."""

    days: str
    """The whole days from {first} to {last}, both dates."""

    def open_source(self, source: object) -> Any:  # noqa: ANN401 - each engine's own table
        """Return a source as a table of the engine, of which nothing is read yet."""

    def name_columns(self, name: str, table: Any, columns: Mapping[str, str]) -> None:  # noqa: ANN401
        """Let queries read a table by a name, with these columns: our name to theirs."""

    def name_frame(self, name: str, frame: pd.DataFrame) -> None:
        """Let queries read a small frame by this name."""

    def name_query(self, name: str, query: str) -> None:
        """Let queries read what another gives by this name."""

    def ask(self, query: str) -> pd.DataFrame:
        """Return what a query gives, small enough for memory."""

    def read(self, query: str) -> Any:  # noqa: ANN401 - Arrow has no types
        """Return what a query gives as batches of Arrow, of which few are held at once."""

    def split(self, table: str, keys: Sequence[str], apart: Sequence[str]) -> list[str]:
        """Return conditions on the first key, of which one holds for each row of the table.

        Grouped by the keys under one condition after the other, with the different values of
        `apart` counted, the groups fit in memory.

        Raises
        ------
        ValueError
            If what comes back does not.
        """


@contextmanager
def open_engine(engine: object, *, memory: str | None, folder: str | None) -> Iterator[Engine]:
    """Yield the engine that is meant, and close what was opened for it.

    Parameters
    ----------
    engine
        None for DuckDB in this process, or a Spark session.
    memory
        The most memory this process holds but for what comes back, as "1GB"; `Engine.split` takes
        that in. A Spark session has its own.
    folder
        Where DuckDB puts what does not fit; a temporary folder if None.

    Raises
    ------
    ImportError
        If DuckDB is not installed.
    ValueError
        If it is neither, or the memory is not enough.
    """
    if engine is None:
        with (
            tempfile.TemporaryDirectory(prefix="ecosystem-spill-") as spill,
            _open_duckdb(memory, folder or spill) as duck,
        ):
            yield duck
        return
    if not all(hasattr(engine, name) for name in ("sql", "createDataFrame", "read")):
        msg = f"engine: {type(engine).__name__} is no Spark session. Give one, or None for DuckDB."
        raise ValueError(msg)
    yield _Spark(engine)


@contextmanager
def _open_duckdb(memory: str | None, spill: str) -> Iterator[Engine]:
    try:
        import duckdb  # noqa: PLC0415 - of an extra
    except ImportError as error:
        msg = 'large tables need the extra: pip install "sector-ecosystem[scale]"'
        raise ImportError(msg) from error
    limit = None if memory is None else Limit(memory)
    connection = duckdb.connect(config={"temp_directory": spill, "preserve_insertion_order": False})
    # Nothing is looked up outside, whatever a path says.
    connection.execute("set autoinstall_known_extensions = false")
    connection.execute("set autoload_known_extensions = false")
    try:
        yield _Duck(connection, limit)
    except duckdb.OutOfMemoryException as error:
        msg = f"memory {memory!r} is not enough to count in. Give more, or leave the limit out."
        raise ValueError(msg) from error
    finally:
        connection.close()


class _Duck:
    days = "date_diff('day', {first}, {last})"

    def __init__(self, connection: Any, limit: Limit | None) -> None:  # noqa: ANN401 - of an extra
        self._connection, self._limit = connection, limit
        if limit is not None:
            self._hold(limit.leave(0))

    def _hold(self, most: float) -> None:
        self._connection.execute(f"set memory_limit = '{most / 1e6:.0f}MB'")

    def open_source(self, source: object) -> Any:  # noqa: ANN401 - DuckDB's own
        if not isinstance(source, (str, Path)):
            # A frame, an Arrow table, or a relation of another connection, which comes as Arrow.
            return self._connection.from_arrow(_as_arrow(source))
        paths = list_files(source)
        if _is_text(paths[0]):
            # All as text: a number in a name, or a postcode, is no number.
            return self._connection.read_csv(paths, all_varchar=True, union_by_name=True)
        return self._connection.read_parquet(paths, union_by_name=True)

    def name_columns(self, name: str, table: Any, columns: Mapping[str, str]) -> None:  # noqa: ANN401
        import duckdb  # noqa: PLC0415 - of an extra

        chosen = [duckdb.ColumnExpression(theirs).alias(ours) for ours, theirs in columns.items()]
        table.select(*chosen).create_view(name)

    def name_frame(self, name: str, frame: pd.DataFrame) -> None:
        # Through Arrow, because DuckDB before 2 does not know the texts of pandas 3.
        self._connection.register(name, _as_arrow(frame))

    def name_query(self, name: str, query: str) -> None:
        self._connection.sql(query).create_view(name)

    def ask(self, query: str) -> pd.DataFrame:
        # Through Arrow: texts come as they lie in memory, not one Python object each.
        return _as_frame(self._connection.sql(query).to_arrow_table())

    def read(self, query: str) -> Any:  # noqa: ANN401 - Arrow has no types
        return self._connection.sql(query).arrow(_BATCH_ROWS)

    def split(self, table: str, keys: Sequence[str], apart: Sequence[str]) -> list[str]:
        if self._limit is None:
            return ["true"]
        # A guess is enough: DuckDB spills what does not fit.
        each = " + ".join(f"approx_count_distinct({key})" for key in keys)
        found = self.ask(
            f"select approx_count_distinct(hash({', '.join(keys)})) as rows, {each} as names, "
            f"approx_count_distinct(hash({', '.join([*keys, *apart])})) as groups, "
            f"avg(strlen(concat({', '.join(keys)}))) as length from {table}"
        ).iloc[0]
        rows, length = int(found["rows"]), float(found["length"])
        comes_back = rows * (_ROW_BYTES + length) + int(found["names"]) * _NAME_BYTES
        self._limit.refuse(comes_back, f"the table of about {rows:,} rows that comes back")
        left = self._limit.leave(rows * _KEPT_BYTES)
        self._hold(left)
        parts = min(max(1, ceil(int(found["groups"]) * _GROUP_BYTES / left)), _MOST_PARTS)
        return [f"hash({keys[0]}) % {parts} = {part}" for part in range(parts)]


class _Spark:
    days = "datediff({last}, {first})"

    def __init__(self, session: Any) -> None:  # noqa: ANN401 - the user's own
        self._session = session

    def open_source(self, source: object) -> Any:  # noqa: ANN401 - Spark's own
        if hasattr(source, "createOrReplaceTempView"):
            return source
        if not isinstance(source, (str, Path)):
            return self._session.createDataFrame(_as_arrow(source))
        paths = list_files(source)
        if _is_text(paths[0]):
            return self._session.read.csv(paths, header=True)
        return self._session.read.parquet(*paths)

    def name_columns(self, name: str, table: Any, columns: Mapping[str, str]) -> None:  # noqa: ANN401
        chosen = [table[f"`{theirs}`"].alias(ours) for ours, theirs in columns.items()]
        table.select(*chosen).createOrReplaceTempView(name)

    def name_frame(self, name: str, frame: pd.DataFrame) -> None:
        self._session.createDataFrame(_as_arrow(frame)).createOrReplaceTempView(name)

    def name_query(self, name: str, query: str) -> None:
        self._session.sql(query).createOrReplaceTempView(name)

    def ask(self, query: str) -> pd.DataFrame:
        # Through Arrow: row by row Spark knows no pandas 3.
        return _as_frame(self._session.sql(query).toArrow())

    def read(self, query: str) -> Any:  # noqa: ANN401 - Arrow has no types
        return self._session.sql(query).toArrow().to_reader()

    def split(
        self,
        table: str,  # noqa: ARG002 - Spark's own
        keys: Sequence[str],  # noqa: ARG002
        apart: Sequence[str],  # noqa: ARG002
    ) -> list[str]:
        return ["true"]


def _as_frame(table: Any) -> pd.DataFrame:  # noqa: ANN401 - Arrow has no types
    frame = table.to_pandas()
    assert isinstance(frame, pd.DataFrame)  # noqa: S101 - what Arrow promises
    return frame


def _as_arrow(source: Any) -> Any:  # noqa: ANN401 - Arrow has no types
    """Return a frame, or whatever hands out Arrow, as a table of Arrow.

    Raises
    ------
    ValueError
        If it is neither.
    """
    import pyarrow as pa  # noqa: PLC0415 - of an extra

    if isinstance(source, pd.DataFrame):
        return pa.Table.from_pandas(source, preserve_index=False)
    if isinstance(source, pa.Table):
        return source
    if hasattr(source, "to_arrow_table"):
        return source.to_arrow_table()
    if hasattr(source, "__arrow_c_stream__"):
        return pa.table(source)
    msg = (
        f"source: {type(source).__name__} is no table. Give a path, a folder, a pattern, a frame, "
        "a relation of DuckDB or a table of Spark."
    )
    raise ValueError(msg)


def list_files(source: str | Path) -> list[str]:
    """Return the files of a path, a folder, or a pattern with a star, all of one kind.

    Raises
    ------
    ValueError
        If there is none, or they are of several kinds.
    """
    path = Path(source)
    if path.is_dir():
        found = [one for one in path.rglob("*") if one.is_file() and _is_table(one.name)]
    elif "*" in str(source):
        root = Path(path.anchor) if path.is_absolute() else Path()
        found = [one for one in root.glob(str(path.relative_to(path.anchor))) if one.is_file()]
    else:
        found = [path] if path.is_file() else []
    kinds = {_is_text(str(one)) for one in found if _is_table(one.name)}
    if len(kinds) != 1:
        what = "holds .csv and .parquet together" if kinds else "is no .csv or .parquet file"
        msg = f"source {str(source)!r} {what}. Give a file, a folder or a pattern of one kind."
        raise ValueError(msg)
    return sorted(str(one) for one in found if _is_table(one.name))


def _is_table(name: str) -> bool:
    return name.lower().endswith((".parquet", *_TEXTS)) and not name.startswith((".", "_"))


def _is_text(name: str) -> bool:
    return not name.lower().endswith(".parquet")
