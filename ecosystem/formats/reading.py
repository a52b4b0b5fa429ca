"""From a source to an `Ecosystem`, or to everything that is wrong with it."""

from __future__ import annotations

import gc
import os
from collections.abc import Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeAlias

import pandas as pd

from ecosystem.data import Ecosystem, fold_heading, is_table
from ecosystem.errors import DataError, did_you_mean, wrong_choice
from ecosystem.formats.file_kinds import FORMATS, Format, read_file_sheets, read_sheets, translate
from ecosystem.formats.frames_in import read_frames
from ecosystem.formats.setting_aside import read_without_errors
from ecosystem.formats.sheets.text import unreadable
from ecosystem.formats.sources.graphs import is_graph, read_graph
from ecosystem.formats.tables.assembly import assemble
from ecosystem.formats.tables.recognise import recognise
from ecosystem.formats.uploads import is_upload, keep_as_file
from ecosystem.options import check_options, name_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    import igraph
    import networkx as nx

    from ecosystem.data import ArrowTable
    from ecosystem.formats.sheets.sheet import Sheet

    File: TypeAlias = str | os.PathLike[str] | bytes | IO[bytes] | IO[str]
    Frames: TypeAlias = pd.DataFrame | ArrowTable | Mapping[str, pd.DataFrame | ArrowTable]
    Source: TypeAlias = File | Frames | nx.Graph[Any] | igraph.Graph


_PACKAGE = Path(__file__).parent.parent
_SAMPLES = (_PACKAGE / "sample", _PACKAGE.parent / "data" / "sample")


@check_options
def read(
    source: Source,
    *,
    name: str = "",
    format: Format | None = None,  # noqa: A002
    log: str | os.PathLike[str] | None = None,
    set_aside: bool = False,
) -> Ecosystem:
    """Read a folder, a workbook or a file in any format that partnerships keep, or data in memory.

    Parameters
    ----------
    source
        A folder of CSV or Parquet files, a zip of CSV files, a workbook (.xlsx), or a file: our
        own tables as `write_template` makes them, or with headings in other words; what people keep
        in a layout of their own, as a directory of who does what, a survey with a row a respondent,
        or a log with a row a referral; a list of ties with the columns From and To; an adjacency
        matrix; Open Referral (HSDS 1.1 to 3.1, Open Referral UK 1 and 3; tables or JSON); 360Giving
        grants; HXL, as a 3W of who does what and where (sheets or JSON); a Kumu workbook or JSON;
        GraphML, GEXF, GML, Pajek or UCINET DL, or a zip with one.

        Or the bytes of such a file, or one that is open. Or a table as a frame, or several as a
        dict of frames by name, read as if they had come from a file; tables of polars, pyarrow and
        DuckDB are taken too (extra scale). Or a graph of networkx or igraph, with all its
        attributes: nodes are organisations, edges ties; of two sorts (`bipartite` in networkx,
        `type` in igraph) the first are organisations, the second groups.
    name
        What the file of bytes, or of a table or graph in memory, is called: problems say so, and
        its ending tells the format. Empty: what the open file says, or the format that shows.
    format
        Which of these it is, where that cannot be seen from the file: "tables", "ties", "matrix",
        "open referral", "360giving", "hxl", "kumu", "graphml", "gexf", "gml", "pajek" or "dl".
    log
        A second file, .csv or .xlsx, with a row for each referral: a day, from and to, and perhaps
        a need and an outcome. It is counted into the referrals, and no row of it is kept.
    set_aside
        Whether to read on without what cannot be read, in place of refusing the whole. Such a cell
        counts as not known; a row that means nothing without it, as one that leads nowhere, is
        left out. Each is a warning, and `Ecosystem.unread` counts them.

    Returns
    -------
    Ecosystem
        Rows may name organisations, services, areas and groups by id or by name. Areas of the
        United Kingdom need not be listed: name, position and population come with the package
        (Office for National Statistics, Open Government Licence v3.0). Where no table lists
        organisations they are known by name only and marked `is_placeholder`. Ids are text: the
        node 7 is the organisation "7".

    Raises
    ------
    DataError
        If the tables are wrong: with every problem, its file, sheet, row, column and value. With
        `set_aside` only if nothing can be set aside, as where there is no table.
    ValueError
        If there is nothing at the path, the source is nothing that can be read, or `format` is
        none of the choices.

    Notes
    -----
    Warnings and notes stay on `Ecosystem.problems`: what was assumed, what was changed, and what
    has no home in these tables. Limits: of CSV and Parquet files (the extra scale) that are our
    tables 256 MB each and 24 million cells in all, of everything else 300,000 rows and 3 million
    cells; 64 MB of other text, 128 MB of workbook and 512 MB of it unpacked. Time grows with the
    number of cells: 100,000 rows of CSV take about half a second, 3,000,000 nine seconds and 1.5
    GB; 100,000 of a workbook four seconds with python-calamine (the extra xlsx); without it the
    limit is 800,000 cells. Bytes lie in a temporary folder of the user's own while they are read.

    Examples
    --------
    >>> import ecosystem as eco, networkx as nx
    >>> e = eco.read(nx.les_miserables_graph())
    >>> len(e.organisations), len(e.relationships)
    (77, 254)
    """
    if format is not None and format not in FORMATS:
        raise wrong_choice(option="format", value=format, choices=FORMATS)
    with _pause_collection():
        tables = read_tables(source, format, name=name, log=None if log is None else Path(log))
        return read_without_errors(tables) if set_aside else Ecosystem(**tables)


@contextmanager
def _pause_collection() -> Iterator[None]:
    """Look for no circles among objects meanwhile: cells are many, stay, and are in none.

    Looking took a third of the time in which 100,000 rows are checked.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def read_tables(
    source: Source, form: str | None = None, *, name: str = "", log: Path | None = None
) -> dict[str, pd.DataFrame]:
    """Return the tables of a source, not judged yet, marked with where each row came from."""
    sheets = _read_source(source, form, name)
    return assemble(sheets if log is None else [*sheets, *_read_log(log)])


def _read_source(source: Source, form: str | None, name: str) -> list[Sheet]:
    """Return the sheets of a source of any sort, with the names and headings of our tables."""
    if isinstance(source, (str, os.PathLike)):
        return _read_path(Path(source), form)
    if is_table(source):
        return translate(read_frames({Path(name).stem or "table": source}, name), form)
    if isinstance(source, Mapping):
        return translate(read_frames(source, name), form)
    if is_graph(source):
        return read_graph(source, name)
    if is_upload(source):
        with keep_as_file(source, name) as path:
            return read_file_sheets(path, form)
    msg = (
        f"source of type {name_type(source)} is nothing that can be read. Give a path, bytes, "
        "an open file, a DataFrame, a dict of DataFrames, or a graph of networkx or igraph."
    )
    raise ValueError(msg)


def _read_path(path: Path, form: str | None) -> list[Sheet]:
    if not path.exists():
        meant = did_you_mean(path.name, [file.name for file in path.parent.glob("*")])
        msg = f"path {str(path)!r} does not exist. {meant or 'Check the name and the folder.'}"
        raise ValueError(msg)
    return read_file_sheets(path, form)


def read_rows(path: str | os.PathLike[str], sheet: str) -> pd.DataFrame:
    """Return the rows of a sheet as text under headings, for what one question is given.

    Of a workbook with a sheet of that name, as the template has for outcomes and scores, that one;
    else the first sheet with rows. Stars of the template's headings are taken off.

    Raises
    ------
    DataError
        If the file is damaged, too large, or neither of the two.
    ValueError
        If there is nothing at the path, or it holds no row.
    """
    if not Path(path).is_file():
        msg = f"{str(path)!r} is not there. Check the path."
        raise ValueError(msg)
    sheets = read_sheets(path)
    named = [one for one in sheets if fold_heading(one.name) == sheet]
    filled = [one for one in named or sheets if one.rows]
    if not filled:
        where = f"the sheet {sheet.capitalize()} of {str(path)!r}" if named else repr(str(path))
        msg = f"{where} holds no rows. Write headings and a row for each of the {sheet}."
        raise ValueError(msg)
    headings = [heading.rstrip(" *") for heading in filled[0].headings]
    return pd.DataFrame(filled[0].rows, columns=headings, dtype="str")


def _read_log(path: Path) -> list[Sheet]:
    """Return the counts of a file that is a log of referrals.

    Raises
    ------
    DataError
        If no sheet of it is one.
    ValueError
        If there is nothing at the path.
    """
    if not path.is_file():
        msg = f"log {str(path)!r} is not there. Check the path."
        raise ValueError(msg)
    counted = [sheet for sheet in recognise(read_sheets(path)) if sheet.counted is not None]
    if not counted:
        raise unreadable(
            path.name,
            "this is no log of referrals.",
            "It has a row for each referral, with columns Date, From and To; Need and Outcome if "
            "they are known.",
        )
    return counted


@check_options
def read_sample(name: str) -> Ecosystem:
    """Read a sample that comes with the package.

    Parameters
    ----------
    name
        Invented organisations in real places, with real numbers of people: "west-midlands" and, two
        years on, "west-midlands-after"; "bristol", "luton", "yorkshire", "shared-infrastructure".
        Or "legal-aid-2015": real figures for England and Wales. Or one of five files in a layout of
        people's own, each read by itself: "as-people-keep-it/directory.xlsx", "…/survey.csv",
        "…/referral-log.csv", "…/who-works-with-whom.csv" and "…/clients.csv", which is refused.

    Returns
    -------
    Ecosystem
        The sample.

    Raises
    ------
    ValueError
        If there is no sample of that name.
    DataError
        If it is the list of clients: no row here is a person.

    Examples
    --------
    >>> import ecosystem as eco
    >>> e = eco.read_sample("legal-aid-2015")
    >>> len(e.areas) > 300
    True
    >>> len(eco.read_sample("as-people-keep-it/directory.xlsx").organisations)
    9
    """
    folder = next(folder for folder in _SAMPLES if folder.is_dir())
    names = sorted(one for sample in folder.iterdir() for one in _name_samples(sample))
    if name not in names:
        msg = f"sample {name!r} does not exist. {did_you_mean(name, names)} Choose one of {names}."
        raise ValueError(msg)
    return read(folder / name)


def _name_samples(folder: Path) -> list[str]:
    """Return what is read of a folder: all as one if it holds our tables, else each file."""
    if (folder / "organisations.csv").exists():
        return [folder.name]
    files = folder.glob("*.*") if folder.is_dir() else ()
    return [f"{folder.name}/{file.name}" for file in files if file.suffix != ".md"]


@check_options
def check(source: Source, *, name: str = "", format: Format | None = None) -> pd.DataFrame:  # noqa: A002
    """Return everything that is wrong, odd or worth knowing about the tables of a source.

    Parameters
    ----------
    source, name, format
        As for `read`.

    Returns
    -------
    DataFrame
        One row a problem: severity (error, warning or note), table, file, sheet, row (as the
        spreadsheet shows it), column, value, message, suggestion, cells. Where a warning is of
        several cells, `cells` has the row and the value of each. Without an error row, `read`
        will succeed.

    Raises
    ------
    ValueError
        As for `read`.
    """
    try:
        return read(source, name=name, format=format).problems
    except DataError as error:
        return error.problems
