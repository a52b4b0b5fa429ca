"""Which services count, how far they reach and how many people need them."""

from __future__ import annotations

from .asked import check_question, is_of_type, name_left_out, name_service
from .catchments import METHODS, NEEDS_DISTANCE, Method, measure_met
from .demand import list_demand, note_who_was_counted, read_extra
from .reach import Reach, keep_level, list_services

__all__ = [
    "METHODS",
    "NEEDS_DISTANCE",
    "Method",
    "Reach",
    "check_question",
    "is_of_type",
    "keep_level",
    "list_demand",
    "list_services",
    "measure_met",
    "name_left_out",
    "name_service",
    "note_who_was_counted",
    "read_extra",
]
