"""The extract of the register of charities, as the Charity Commission publishes it.

https://register-of-charities.charitycommission.gov.uk/register/full-register-download. A row is a
charity, or one that is linked to it and has its number. Who can be called about it is not read.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ecosystem.data import clean_text, fold_heading
from ecosystem.wording import join_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecosystem.formats.sheets.sheet import Sheet


_NUMBER, _LINKED = "registered_charity_number", "linked_charity_number"
_OURS = {
    "charity_name": "name",
    _NUMBER: "charity_number",
    "charity_company_registration_number": "company_number",
    "charity_contact_postcode": "postcode",
    "charity_contact_web": "website",
    "charity_registration_status": "status",
    "date_of_registration": "start",
    "date_of_removal": "end",
}
_ONLY_THERE = frozenset(_OURS) - {"charity_name", _NUMBER} | {
    _LINKED,
    "charity_type",
    "charity_reporting_status",
}
"""Headings of which one at least tells the extract from another list of charities."""
_STATUS = {"registered": "active", "removed": "closed"}
_DAY = len("2001-05-01")
"""What of 2001-05-01T00:00:00 is the day."""


def read_charity_register(sheet: Sheet, _: Sequence[Sheet]) -> list[Sheet]:
    """Return the extract as organisations; nothing if the sheet is none."""
    folded = [fold_heading(heading) for heading in sheet.headings]
    if not ({"charity_name", _NUMBER} <= set(folded) and set(folded) & _ONLY_THERE):
        return []
    left_out = [
        heading
        for heading, name in zip(sheet.headings, folded, strict=True)
        if name not in _OURS and "contact" in name
    ]
    kept = [column for column, heading in enumerate(sheet.headings) if heading not in left_out]
    headings = [_OURS.get(folded[column], sheet.headings[column]) for column in kept]
    linked = sheet.column(sheet.headings[folded.index(_LINKED)]) if _LINKED in folded else []
    made = replace(
        sheet,
        name="organisations",
        headings=headings,
        rows=[
            [_read_cell(headings[at], row[column]) for at, column in enumerate(kept)]
            for row in sheet.rows
        ],
        shown={
            _OURS[folded[column]]: sheet.headings[column]
            for column in kept
            if folded[column] in _OURS
        },
        found=list(sheet.found),
    )
    number = headings.index("charity_number")
    for row, cell in zip(made.rows, linked, strict=bool(linked)):
        # The main charity is linked as 0; a charity with its number has 1, 2, …
        if clean_text(cell).strip("0"):
            row[number] = f"{clean_text(row[number])}-{clean_text(cell)}"
    made.add("note", f"Sheet '{sheet.sheet or sheet.name}': an extract of the charity register.")
    if left_out:
        made.add("note", f"contacts were not read: {join_words(left_out, most=8)}.")
    return [made]


def _read_cell(heading: str, cell: str) -> str:
    if heading == "status":
        return _STATUS.get(clean_text(cell).casefold(), cell)
    return clean_text(cell)[:_DAY] if heading in {"start", "end"} else cell
