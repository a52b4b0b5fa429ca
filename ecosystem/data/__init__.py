"""The twelve tables, their checks, and the `Ecosystem` that holds them."""

from __future__ import annotations

from .cells import as_text, read_column
from .columns import Column, Table
from .dates import read_day
from .ecosystem import Ecosystem
from .formulas import ERROR_WORDS, escape_formula, escape_text, is_formula, unescape_text
from .identifiers import (
    read_charity_number,
    read_company_number,
    read_org_id,
    read_postcode,
    split_org_id,
)
from .larger_places import find_larger_places, list_inside, list_larger_places
from .merging import ASK, DIFFERENT, SAME, THIS_SOURCE
from .old_areas import find_former_codes, find_new_code, list_old_areas
from .personal import (
    are_initials,
    find_clients,
    find_contacts,
    hide_contacts,
    is_client_heading,
    is_contact_heading,
)
from .schema import make_schema
from .shorthands import SERVICE_SHORTHANDS
from .snapshot import is_running
from .sources import Part, mark_source
from .tables import SCHEMA_VERSION, TABLES
from .text import LIST_MARK, clean_text, fold_heading, make_slug, split_list
from .vocabulary import ANYONE, CLIENT_COLUMNS, CONTACT_COLUMNS, MISSING_WORDS

__all__ = [
    "ANYONE",
    "ASK",
    "CLIENT_COLUMNS",
    "CONTACT_COLUMNS",
    "DIFFERENT",
    "ERROR_WORDS",
    "LIST_MARK",
    "MISSING_WORDS",
    "SAME",
    "SCHEMA_VERSION",
    "SERVICE_SHORTHANDS",
    "TABLES",
    "THIS_SOURCE",
    "Column",
    "Ecosystem",
    "Part",
    "Table",
    "are_initials",
    "as_text",
    "clean_text",
    "escape_formula",
    "escape_text",
    "find_clients",
    "find_contacts",
    "find_former_codes",
    "find_larger_places",
    "find_new_code",
    "fold_heading",
    "hide_contacts",
    "is_client_heading",
    "is_contact_heading",
    "is_formula",
    "is_running",
    "list_inside",
    "list_larger_places",
    "list_old_areas",
    "make_schema",
    "make_slug",
    "mark_source",
    "read_charity_number",
    "read_column",
    "read_company_number",
    "read_day",
    "read_org_id",
    "read_postcode",
    "split_list",
    "split_org_id",
    "unescape_text",
]
