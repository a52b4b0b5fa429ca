"""Which services count, how far they reach and how many people need them."""

from __future__ import annotations

from .asked import check_question, is_of_type, name_left_out, name_service
from .catchments import ADDITIVE, METHODS, NEEDS_DISTANCE, Method, measure_met
from .conditions import are_shut, meets_level
from .demand import (
    find_told,
    find_wholes,
    list_demand,
    name_counted,
    note_who_was_counted,
    read_extra,
)
from .limits import is_within, widen
from .open_areas import OpenAreas, ask_about_areas
from .reach import Reach, count_partly, keep_level, list_services, note_assumed
from .reporting import MONEY, list_reported
from .stopped import are_stopped, note_stopped
from .value_of_information import Cells, ask_all_needed, join_cells, make_cells

__all__ = [
    "ADDITIVE",
    "METHODS",
    "MONEY",
    "NEEDS_DISTANCE",
    "Cells",
    "Method",
    "OpenAreas",
    "Reach",
    "are_shut",
    "are_stopped",
    "ask_about_areas",
    "ask_all_needed",
    "check_question",
    "count_partly",
    "find_told",
    "find_wholes",
    "is_of_type",
    "is_within",
    "join_cells",
    "keep_level",
    "list_demand",
    "list_reported",
    "list_services",
    "make_cells",
    "measure_met",
    "meets_level",
    "name_counted",
    "name_left_out",
    "name_service",
    "note_assumed",
    "note_stopped",
    "note_who_was_counted",
    "read_extra",
    "widen",
]
