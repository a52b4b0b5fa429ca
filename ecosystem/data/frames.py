"""A table in memory, of pandas, polars, pyarrow or DuckDB, becomes a frame of pandas."""

from __future__ import annotations

from typing import Any, Protocol, TypeGuard

import pandas as pd

from ecosystem.options import name_type


class ArrowTable(Protocol):
    """A table that hands itself out as Arrow's stream, by which libraries pass tables on."""

    @property
    def columns(self) -> Any:  # noqa: ANN401 - of each library's own type
        """The columns or their names; a single column, which hands out a stream too, has none."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Return the stream."""


def is_table(given: object) -> TypeGuard[pd.DataFrame | ArrowTable]:
    """Tell whether this is a frame of pandas or a table that can become one."""
    return isinstance(given, pd.DataFrame) or (
        hasattr(given, "__arrow_c_stream__") and hasattr(given, "columns")
    )


def take_frame(name: str, given: object) -> pd.DataFrame:
    """Return a table as a frame of pandas; one that is a frame already as it is.

    Parameters
    ----------
    name
        What it was given as.
    given
        What was given.

    Raises
    ------
    ImportError
        If it comes through pyarrow, which is not installed.
    ValueError
        If it is no table.
    """
    if isinstance(given, pd.DataFrame):
        return given
    if is_table(given):
        try:
            frame: pd.DataFrame = pd.DataFrame.from_arrow(given)  # type: ignore[attr-defined]
        except ImportError as missing:
            msg = (
                f"A {name_type(given)} needs the extra: "
                "python -m pip install 'sector-ecosystem[scale]'"
            )
            raise ImportError(msg) from missing
        return frame
    msg = (
        f"{name} is no table but of type {name_type(given)}. Give a DataFrame of pandas, or a "
        "table of polars, pyarrow or DuckDB."
    )
    raise ValueError(msg)
