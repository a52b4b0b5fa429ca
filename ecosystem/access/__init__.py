"""Which services count, how far they reach and how many people need them."""

from __future__ import annotations

from .asked import check_question, is_of_type, name_left_out, name_service
from .catchments import METHODS, NEEDS_DISTANCE, Method, measure_met
from .conditions import meets_level
from .demand import list_demand, name_counted, note_who_was_counted, read_extra
from .reach import Reach, count_partly, keep_level, list_services

__all__ = [
    "METHODS",
    "NEEDS_DISTANCE",
    "Method",
    "Reach",
    "check_question",
    "count_partly",
    "is_of_type",
    "keep_level",
    "list_demand",
    "list_services",
    "measure_met",
    "meets_level",
    "name_counted",
    "name_left_out",
    "name_service",
    "note_who_was_counted",
    "read_extra",
]
