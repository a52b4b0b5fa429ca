"""The rows of Open Referral's tables, in one form whatever they were read from."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


Record = dict[str, str]
"""The cells of one row, by heading."""

Tables = dict[str, list[tuple[int, Record]]]
"""Rows of each table by its singular name, each with its number in the file."""

ALSO_RUN_BY = "also run by"
"""How we write organisations beyond the one that a service can have."""

FOR_WHOM = "eligibility"
"""How we write each group that a service is for: the field of HSDS for all of them is prose."""


def list_rows(tables: Tables, *names: str) -> Iterable[tuple[int, Record]]:
    """Yield the rows of some tables, each with its number."""
    for name in names:
        yield from tables.get(name, [])


def keep_first(records: Iterable[tuple[int, Record]]) -> list[tuple[int, Record]]:
    """Return records with each id once; a later one only fills what is empty."""
    first: dict[str, tuple[int, Record]] = {}
    for number, record in records:
        record_id = record.get("id", "")
        if record_id in first:
            first_number, earlier = first[record_id]
            filled = record | {key: cell for key, cell in earlier.items() if cell}
            first[record_id] = (first_number, filled)
        else:
            # Records without an id are each their own: no id holds a null character.
            first[record_id or f"\0{number}"] = (number, record)
    return list(first.values())
