"""From a path to an `Ecosystem`: which format it is, and everything that is wrong with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ecosystem.data import Ecosystem
from ecosystem.errors import DataError, did_you_mean

from .assembly import assemble
from .tabular import read_csv, read_folder
from .workbook import read_workbook

if TYPE_CHECKING:
    import os

    import pandas as pd

_PACKAGE = Path(__file__).parent.parent
_SAMPLES = (_PACKAGE / "sample", _PACKAGE.parent / "data" / "sample")


def read(path: str | os.PathLike[str]) -> Ecosystem:
    """Read a folder of CSV files, a workbook, or a single list of ties.

    Parameters
    ----------
    path
        A folder with `organisations.csv` and any of the other tables; an Excel workbook (.xlsx)
        with a sheet a table, as `write_template` makes; or one CSV file with the columns From and
        To (or source and target), whose organisations are then known by name only and marked
        `is_placeholder`.

    Returns
    -------
    Ecosystem
        Rows may name organisations, services, areas and groups by id or by name. Areas of the
        United Kingdom need not be listed: name, position and population come with the package
        (Office for National Statistics, Open Government Licence v3.0).

    Raises
    ------
    DataError
        If the tables are wrong: with every problem, its file, sheet, row, column and value.
    ValueError
        If there is nothing at the path, or it is no format that can be read.

    Notes
    -----
    Warnings and notes stay on `Ecosystem.problems`. Time grows with the number of cells: about
    0.4 s for 100,000 CSV rows; a workbook takes ten times as long.
    """
    where = Path(path)
    if not where.exists():
        near = did_you_mean(where.name, [one.name for one in where.parent.glob("*")])
        msg = f"path {str(where)!r} does not exist. {near or 'Check the name and the folder.'}"
        raise ValueError(msg)
    if where.is_dir():
        return Ecosystem(**assemble(read_folder(where)))
    if where.suffix.lower() == ".xlsx":
        return Ecosystem(**assemble(read_workbook(where)))
    if where.suffix.lower() == ".csv":
        return Ecosystem(**assemble([read_csv(where)]))
    msg = (
        f"path {str(where)!r} is neither a folder, a workbook (.xlsx) nor a CSV file. "
        "In Excel or LibreOffice, save it as .xlsx."
    )
    raise ValueError(msg)


def read_sample(name: str) -> Ecosystem:
    """Read a sample that comes with the package.

    Parameters
    ----------
    name
        "west-midlands": real areas and demand, invented organisations; or "legal-aid-2015": real
        figures for England and Wales.

    Returns
    -------
    Ecosystem
        The sample.

    Raises
    ------
    ValueError
        If there is no sample of that name.

    Examples
    --------
    >>> import ecosystem as eco
    >>> e = eco.read_sample("legal-aid-2015")
    >>> len(e.areas) > 300
    True
    """
    folder = next(folder for folder in _SAMPLES if folder.is_dir())
    names = sorted(one.name for one in folder.iterdir() if one.is_dir())
    if name not in names:
        msg = f"sample {name!r} does not exist. {did_you_mean(name, names)} Choose one of {names}."
        raise ValueError(msg)
    return read(folder / name)


def check(path: str | os.PathLike[str]) -> pd.DataFrame:
    """Return everything that is wrong, odd or worth knowing about the tables at a path.

    Parameters
    ----------
    path
        As for `read`.

    Returns
    -------
    DataFrame
        One row a problem: severity (error, warning or note), table, file, sheet, row (as the
        spreadsheet shows it), column, value, message, suggestion. Without an error row, `read`
        will succeed.

    Raises
    ------
    ValueError
        As for `read`.
    """
    try:
        return read(path).problems
    except DataError as error:
        return error.problems
