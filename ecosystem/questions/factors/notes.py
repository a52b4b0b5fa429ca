"""The notes of `find_factors`: how far its answer goes."""

from __future__ import annotations

NOTES = (
    (
        "This is no score. That there is evidence on a factor does not say that it is met, nor a "
        "lack of it that it is not; two partnerships cannot be compared by it."
    ),
    (
        "Only what tables can hold is measured: not whether plans were made, who listened, or "
        "whether anybody was ready to try something new. Those are for the people at the table."
    ),
)
"""The limits of every answer, in sentences."""
