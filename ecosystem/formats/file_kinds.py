"""Which format a file is, and its sheets with the names and headings of our tables."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from ecosystem.formats.sheets.csv_files import read_csv, read_folder, read_zip, unpack_network
from ecosystem.formats.sheets.parquet_files import PARQUET, read_parquet
from ecosystem.formats.sheets.text import refuse_endless, unreadable
from ecosystem.formats.sheets.workbook import read_workbook
from ecosystem.formats.sources.geojson_points import is_geojson, read_geojson
from ecosystem.formats.sources.gml import read_gml
from ecosystem.formats.sources.graphml_gexf import read_graph_file
from ecosystem.formats.sources.hxl import is_hxl, read_hxl, read_hxl_json
from ecosystem.formats.sources.kumu import (
    is_kumu_book,
    is_kumu_json,
    read_kumu_book,
    read_kumu_json,
)
from ecosystem.formats.sources.matrices import is_matrix, read_matrix
from ecosystem.formats.sources.open_referral import (
    is_open_referral,
    is_open_referral_json,
    read_open_referral,
    read_open_referral_json,
)
from ecosystem.formats.sources.pajek import read_pajek
from ecosystem.formats.sources.records import read_flat_records, read_json
from ecosystem.formats.sources.threesixty_giving import (
    is_grants,
    is_grants_json,
    read_grants,
    read_grants_json,
)
from ecosystem.formats.sources.tie_lists import read_ties
from ecosystem.formats.sources.ucinet import read_dl
from ecosystem.formats.tables.answered_questions import put_answers
from ecosystem.formats.tables.recognise import recognise

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from ecosystem.formats.sheets.sheet import Sheet


Format = Literal[
    "tables",
    "ties",
    "matrix",
    "open referral",
    "360giving",
    "hxl",
    "kumu",
    "graphml",
    "gexf",
    "gml",
    "pajek",
    "dl",
]
FORMATS: tuple[Format, ...] = get_args(Format)
_BY_ENDING = {
    ".graphml": "graphml",
    ".gexf": "gexf",
    ".gml": "gml",
    ".net": "pajek",
    ".paj": "pajek",
    ".dl": "dl",
}
# How files of a network program begin, whatever they are called.
_SIGNS = (
    ("graphml", re.compile(rb"[^,;]{0,2000}?<(graphml|gexf)\b", re.DOTALL)),
    ("pajek", re.compile(rb"\s*\*(vertices|network)\b", re.IGNORECASE)),
    ("dl", re.compile(rb"\s*dl\s+\w+\s*=", re.IGNORECASE)),
    (
        "gml",
        re.compile(
            rb"(?:\s*(?:#.*|creator\s+\"[^\"]*\"|version\s+\S+)\n)*\s*graph\s*\[", re.IGNORECASE
        ),
    ),
)
_READERS = {
    "graphml": read_graph_file,
    "gexf": read_graph_file,
    "gml": read_gml,
    "pajek": read_pajek,
    "dl": read_dl,
}
_TABLE_ENDINGS = (".csv", ".tsv", ".txt")


def read_raw_sheets(path: Path) -> list[Sheet]:
    """Return the sheets of a folder, a workbook or a table as they stand; none of others."""
    if path.is_dir():
        return read_folder(path)
    head = _read_head(path)
    ending = path.suffix.lower()
    if (
        ending in {".json", ".geojson"}
        or _BY_ENDING.get(ending)
        or any(sign.match(head) for _, sign in _SIGNS)
    ):
        return []
    return _read_cells(path, ending, head)


def read_file_sheets(path: Path, form: str | None) -> list[Sheet]:
    """Return the sheets of a path, with the names and headings of our tables."""
    if path.is_dir():
        return translate(read_folder(path), form)
    head = _read_head(path)
    ending = path.suffix.lower()
    # What a file holds tells more than its name, as .gml is that of maps, too.
    signed = next((name for name, sign in _SIGNS if sign.match(head)), None)
    form = form or signed or _BY_ENDING.get(ending)
    if form in _READERS:
        return _READERS[form](path)
    if ending == ".zip" and (packed := unpack_network(path, _BY_ENDING)):
        return _read_packed(*packed)
    if ending in {".json", ".geojson"}:
        return _read_json(path, form)
    return translate(_read_cells(path, ending, head), form)


def read_sheets(path: str | os.PathLike[str]) -> list[Sheet]:
    """Return a CSV file, or the visible sheets of a workbook, as they stand: no table is made.

    For what is laid out as a sheet but is none of the tables, as a log of referrals. The limits
    are those of `read`, and a problem of a sheet is in its `found`.

    Raises
    ------
    DataError
        If the file is damaged, too large, or neither of the two.
    """
    file = Path(path)
    return _read_cells(file, file.suffix.lower(), _read_head(file))


def _read_packed(name: str, raw: bytes) -> list[Sheet]:
    """Return the sheets of a file of a network program that stood in a zip."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(raw)
        return read_file_sheets(path, None)


def _read_cells(path: Path, ending: str, head: bytes) -> list[Sheet]:
    if ending == ".zip":
        return read_zip(path)
    if ending in {".xlsx", ".xlsm"} or head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return read_workbook(path)
    if ending in _TABLE_ENDINGS:
        return [read_csv(path)]
    if head.startswith(b"PAR1") or ending in PARQUET:
        return [read_parquet(path)]
    raise unreadable(path.name, *_say_what_it_is(head))


def _say_what_it_is(head: bytes) -> tuple[str, str]:
    """Return what a file is that cannot be read, by how it begins, and what to do."""
    if re.match(rb"\s*\*(node|tie)\s+(data|properties)", head, re.IGNORECASE):
        message = "this is a VNA file of NetDraw, which is not read."
        return message, "Save it as Pajek (.net), as UCINET DL or as GraphML."
    if re.search(rb"<(DynamicMetaNetwork|MetaNetwork|DynamicNetwork)\b", head, re.IGNORECASE):
        message = "this is a DyNetML file of ORA, which is not read."
        return message, "Export each network as GraphML or as UCINET DL."
    if re.match(rb"\s*(strict\s+)?(di)?graph\b[^\[]{0,200}?\{", head, re.IGNORECASE):
        message = "this is a DOT file of Graphviz, which is not read."
        return message, "Convert it by gv2gml, which comes with Graphviz, and give the .gml."
    if b"urn:oasis:names:tc:opendocument" in head:
        message = "this is a LibreOffice file, not an Excel workbook."
        return message, "Open it in LibreOffice and save it as .xlsx."
    return (
        "this is no format that can be read.",
        "In Excel or LibreOffice, save it as .xlsx or as CSV UTF-8.",
    )


def _read_head(path: Path) -> bytes:
    refuse_endless(path)
    with path.open("rb") as file:
        return file.read(4096)


def translate(sheets: list[Sheet], form: str | None) -> list[Sheet]:
    """Return sheets of another format as sheets of ours."""
    if form == "ties":
        return read_ties(sheets)
    if form == "matrix" or (form is None and is_matrix(sheets)):
        return read_matrix(_only(sheets))
    if form == "kumu" or (form is None and is_kumu_book(sheets)):
        return read_kumu_book(sheets)
    if form == "360giving" or (form is None and is_grants(sheets)):
        _need(sheets, is_grants(sheets), "360Giving grants", "Funding Org:Name and the like")
        return read_grants(sheets)
    if form == "open referral" or (form is None and is_open_referral(sheets)):
        return read_open_referral(sheets)
    if form == "hxl":
        _need(sheets, any(map(is_hxl, sheets)), "HXL", "a row of tags below the headings, as #org")
    tagged, others = read_hxl(sheets)
    return [*tagged, *recognise(put_answers(others))]


def _only(sheets: Sequence[Sheet]) -> Sheet:
    filled = [sheet for sheet in sheets if sheet.headings]
    _need(sheets, len(filled) == 1, "one matrix", "the same names along the top and down the side")
    return filled[0]


def _need(sheets: Sequence[Sheet], is_met: bool, what: str, how: str) -> None:  # noqa: FBT001
    if not is_met:
        file = sheets[0].file if sheets else ""
        raise unreadable(file, f"this is not {what}.", f"It has {how}.")


def _read_json(path: Path, form: str | None) -> list[Sheet]:
    data = read_json(path)
    if form in {None, "kumu"} and is_kumu_json(data) and isinstance(data, dict):
        return read_kumu_json(data, path.name)
    if form in {None, "360giving"} and is_grants_json(data) and isinstance(data, dict):
        return read_grants_json(data, path.name)
    tagged = read_hxl_json(data, path.name) if form in {None, "hxl"} else None
    if tagged is not None:
        return translate(tagged, form)
    if form == "open referral" or (form is None and is_open_referral_json(data)):
        return read_open_referral_json(data, path.name)
    if form in {None, "tables"} and is_geojson(data) and isinstance(data, dict):
        return read_geojson(data, path.name)
    records = read_flat_records(data, path.name) if form in {None, "tables"} else None
    if records is not None:
        return translate([records], form)
    raise unreadable(
        path.name,
        "this JSON is neither Open Referral, 360Giving, HXL, Kumu nor GeoJSON.",
        "Save the tables as a workbook or as CSV.",
    )
