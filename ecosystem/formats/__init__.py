"""Files in and out: each format turns a source into tables and back.

Every file takes one way in. `sheets` makes rows of text of it; `sources` turns the sheets of
another program into sheets of ours; `tables` makes the twelve tables of them, marked with where
each row came from; and `Ecosystem` reads and checks these. The way out begins at `cells_out`.
"""

from __future__ import annotations

from .answers import write_result
from .cells_out import flatten_seen
from .file_kinds import read_raw_sheets, read_sheets
from .forms import AskedCell, name_files, save_forms
from .problems import write_problems
from .reading import check, read, read_rows, read_sample
from .replies import read_forms
from .sheets.sheet import Sheet
from .tables.places.uk_areas import list_areas_and_larger_places
from .tables.recognise import list_kinds
from .template import write_template
from .tidying import write_as_understood
from .writing import write_tables

__all__ = [
    "AskedCell",
    "Sheet",
    "check",
    "flatten_seen",
    "list_areas_and_larger_places",
    "list_kinds",
    "name_files",
    "read",
    "read_forms",
    "read_raw_sheets",
    "read_rows",
    "read_sample",
    "read_sheets",
    "save_forms",
    "write_as_understood",
    "write_problems",
    "write_result",
    "write_tables",
    "write_template",
]
