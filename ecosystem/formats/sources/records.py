"""Records, as JSON and XML hold them, to sheets; and attributes that do not fit our columns."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pandas as pd

from ecosystem.data import LIST_MARK, TABLES, as_text, clean_text, read_column
from ecosystem.formats.sheets.sheet import Sheet
from ecosystem.formats.sheets.text import decode, read_within_limit, unreadable
from ecosystem.formats.tables.headings import guess_table, match_headings
from ecosystem.wording import count_of, say_do

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path


_NOT_OF_REFERRALS = ("strength", "amount", "start", "end")
"""Columns of relationships that referrals do not have."""


def read_json(path: Path) -> object:
    """Return what a JSON file holds.

    Raises
    ------
    DataError
        If it is not JSON.
    """
    text, _ = decode(read_within_limit(path), path.name)
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise unreadable(
            path.name,
            f"this is not JSON that can be read{where}.",
            "Export it again, or open it in a text editor and look for what was cut off.",
        ) from error


def read_flat_records(data: object, file: str) -> Sheet | None:
    """Return a list of records as a sheet, or None if it is no such list, or of unknown headings.

    So is the register of charities published, and so do many sites hand out their lists.
    """
    if not isinstance(data, list) or not all(isinstance(record, dict) for record in data):
        return None
    records = [{str(key): as_cell(value) for key, value in record.items()} for record in data]
    sheet = make_record_sheet(file.rpartition(".")[0] or file, file, records)
    return sheet if guess_table(sheet.headings) else None


def list_records(data: object) -> list[dict[str, object]]:
    """Return the records of a list; none of what is no list, and no other things in one."""
    if not isinstance(data, list):
        return []
    return [record for record in data if isinstance(record, dict)]


def as_cell(value: object) -> str:
    """Return a value as a cell: lists joined by |, what is nested as JSON, None as empty.

    Examples
    --------
    >>> as_cell(["Arabic", "Farsi"]), as_cell(None), as_cell(7.0)
    ('Arabic|Farsi', '', '7')
    """
    if isinstance(value, list):
        parts = [as_cell(part).replace(LIST_MARK, "/") for part in value]
        return LIST_MARK.join(part for part in parts if part)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return as_text(value)


def make_record_sheet(
    name: str,
    file: str,
    records: Sequence[Mapping[str, str]],
    numbers: Iterable[int] | None = None,
    *,
    sheet: str = "",
) -> Sheet:
    """Return records as a sheet: a column for each key of any of them.

    `numbers` tell where each record stands in the source; without them they count from 1.
    """
    headings = list(dict.fromkeys(key for record in records for key in record))
    return Sheet(
        name=name,
        file=file,
        sheet=sheet,
        headings=headings,
        rows=[[record.get(heading, "") for heading in headings] for record in records],
        numbers=list(range(1, len(records) + 1) if numbers is None else numbers),
    )


def set_aside_misfits(sheet: Sheet) -> Sheet:
    """Rename columns whose name is ours and whose values are not, and say so.

    What another program calls "status" or "level" need not be what it is here.
    """
    table = TABLES[sheet.name]
    for heading, column_name in zip(
        sheet.headings, match_headings(sheet.name, sheet.headings), strict=True
    ):
        if column_name not in table.names:
            continue
        column = table.column(column_name)
        if column.kind == "text" or column.links_to:
            continue
        faults = read_column(column, pd.Series(sheet.column(heading), dtype=object)).faults
        if not faults:
            continue
        position, value, _, _ = faults[0]
        other = f"{heading} (as given)"
        sheet.headings[sheet.headings.index(heading)] = other
        sheet.shown[other] = sheet.shown.pop(heading, heading)
        sheet.add(
            "warning",
            f"{count_of(len(faults), 'value')} of '{heading}' {say_do(len(faults))} not fit "
            f"{column_name}, as '{value}'; the column was kept as '{other}'.",
            column=heading,
            row=sheet.numbers[position],
            value=value,
        )
    return sheet


def make_tie_sheets(
    file: str, ties: Sequence[Mapping[str, str]], numbers: Iterable[int], *, sheet: str = ""
) -> list[Sheet]:
    """Return ties as relationships, and those of the kind "referral" as referrals.

    What goes both ways, or has a strength, an amount, a start or an end, is a relationship
    whatever its kind is called: referrals have none of these.
    """
    numbered = list(zip(ties, numbers, strict=True))
    standing = [(tie, number) for tie, number in numbered if not _is_referral(tie)]
    passed = [
        ({name: cell for name, cell in tie.items() if name not in {"kind", "direction"}}, number)
        for tie, number in numbered
        if _is_referral(tie)
    ]
    sheets = [
        make_record_sheet(
            table,
            file,
            _without_empty([record for record, _ in rows]),
            [number for _, number in rows],
            sheet=sheet,
        )
        for table, rows in (("relationships", standing), ("referrals", passed))
        if rows or table == "relationships"
    ]
    if passed:
        sheets[-1].add(
            "note", f"{count_of(len(passed), 'tie')} of the kind 'referral' read as referrals."
        )
    return sheets


def _is_referral(tie: Mapping[str, str]) -> bool:
    is_called_so = clean_text(tie.get("kind", "")).casefold() in {"referral", "referrals"}
    return (
        is_called_so
        and tie.get("direction") != "both ways"
        and not any(clean_text(tie.get(name, "")) for name in _NOT_OF_REFERRALS)
    )


def _without_empty(records: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """Return records without the columns that none of them fills, but for the two ends."""
    filled = {"from_id", "to_id"} | {
        name for record in records for name, cell in record.items() if cell.strip()
    }
    return [{name: cell for name, cell in record.items() if name in filled} for record in records]
