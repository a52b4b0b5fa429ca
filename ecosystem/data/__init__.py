"""The twelve tables, their checks, and the `Ecosystem` that holds them."""

from __future__ import annotations

from .cells import as_text, read_column
from .columns import Column, Table
from .dates import read_day
from .ecosystem import Ecosystem
from .formulas import ERROR_WORDS, escape_formula, escape_text, is_formula, unescape_text
from .frames import ArrowTable, is_table, take_frame
from .identifiers import (
    read_charity_number,
    read_company_number,
    read_org_id,
    read_postcode,
    split_org_id,
)
from .larger_places import find_larger_places, list_inside, list_larger_places
from .log_headings import LOG_TOTALS, LOG_WORDS, name_log_columns
from .merging import ASK, DIFFERENT, SAME, THIS_SOURCE
from .names import LEGAL_WORDS, SMALL_WORDS, clean_name, make_initials, split_names
from .old_areas import find_former_codes, find_new_code, list_old_areas
from .outcome_words import (
    DAILY_STATUSES,
    NO_REFERRALS,
    OPEN,
    UNSURE_STATUSES,
    Outcome,
    fold_status,
    read_outcome,
)
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
from .sources import Part, Source, find_part, mark_source, read_source
from .tables import SCHEMA_VERSION, TABLES
from .text import LIST_MARK, clean_text, clean_texts, fold_heading, make_slug, split_list
from .unclear_areas import AREAS_UNCLEAR, reaches_more
from .unread import list_marks, say_unread
from .vocabulary import (
    ANYONE,
    CHOICE_WORDS,
    CLIENT_COLUMNS,
    CONTACT_COLUMNS,
    MISSING_WORDS,
    NO_WORDS,
    YES_WORDS,
)

__all__ = [
    "ANYONE",
    "AREAS_UNCLEAR",
    "ASK",
    "CHOICE_WORDS",
    "CLIENT_COLUMNS",
    "CONTACT_COLUMNS",
    "DAILY_STATUSES",
    "DIFFERENT",
    "ERROR_WORDS",
    "LEGAL_WORDS",
    "LIST_MARK",
    "LOG_TOTALS",
    "LOG_WORDS",
    "MISSING_WORDS",
    "NO_REFERRALS",
    "NO_WORDS",
    "OPEN",
    "SAME",
    "SCHEMA_VERSION",
    "SERVICE_SHORTHANDS",
    "SMALL_WORDS",
    "TABLES",
    "THIS_SOURCE",
    "UNSURE_STATUSES",
    "YES_WORDS",
    "ArrowTable",
    "Column",
    "Ecosystem",
    "Outcome",
    "Part",
    "Source",
    "Table",
    "are_initials",
    "as_text",
    "clean_name",
    "clean_text",
    "clean_texts",
    "escape_formula",
    "escape_text",
    "find_clients",
    "find_contacts",
    "find_former_codes",
    "find_larger_places",
    "find_new_code",
    "find_part",
    "fold_heading",
    "fold_status",
    "hide_contacts",
    "is_client_heading",
    "is_contact_heading",
    "is_formula",
    "is_running",
    "is_table",
    "list_inside",
    "list_larger_places",
    "list_marks",
    "list_old_areas",
    "make_initials",
    "make_schema",
    "make_slug",
    "mark_source",
    "name_log_columns",
    "reaches_more",
    "read_charity_number",
    "read_column",
    "read_company_number",
    "read_day",
    "read_org_id",
    "read_outcome",
    "read_postcode",
    "read_source",
    "say_unread",
    "split_list",
    "split_names",
    "split_org_id",
    "take_frame",
    "unescape_text",
]
