"""The tag row of HXL: below the headings a row that says in hashtags what each column holds.

Humanitarian Exchange Language, version 1.1: https://hxlstandard.org. What stands right above the
tags are the headings, in one row or in two of which the upper one goes over several columns.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ecosystem.data import clean_text

if TYPE_CHECKING:
    from collections.abc import Sequence


_TOKEN = "[A-Za-z][_0-9A-Za-z]*"  # noqa: S105 - no password
_TAG = re.compile(rf"#({_TOKEN})((?:\s*\+{_TOKEN})*)")
_LOOKED_AT = 25
"""Rows that are looked through for tags, as `libhxl` does."""
_CORE = frozenset(
    [
        *("activity", "adm1", "adm2", "adm3", "adm4", "adm5", "affected", "beneficiary"),
        *("capacity", "cause", "channel", "contact", "country", "crisis", "currency", "date"),
        *("delivery", "description", "event", "frequency", "geo", "group", "impact", "indicator"),
        *("inneed", "item", "loc", "meta", "modality", "need", "operations", "org", "output"),
        *(
            "population",
            "reached",
            "region",
            "respondee",
            "sector",
            "service",
            "severity",
            "status",
        ),
        *("subsector", "targeted", "value"),
    ]
)
"""Hashtags of the core schema: one of them at least tells tags from the hashtags of other people,
as #ourtown."""


class Tag(NamedTuple):
    """What a column holds: a hashtag without its sign, and the attributes behind it, lowered."""

    name: str
    attributes: tuple[str, ...]

    def __str__(self) -> str:
        return "+".join((f"#{self.name}", *self.attributes))


def read_tag(cell: str) -> Tag | None:
    """Return the tag that a cell holds, or None.

    Examples
    --------
    >>> print(read_tag(" #Adm2 +Name+ v_pcode"), read_tag("#1"), read_tag("org"))
    #adm2+name+v_pcode None None
    """
    squeezed = "+".join(part.strip() for part in clean_text(cell).split("+"))
    found = _TAG.fullmatch(squeezed)
    if found is None:
        return None
    return Tag(found[1].lower(), tuple(found[2].lower().split("+")[1:]))


def find_tag_row(rows: Sequence[Sequence[str]]) -> int | None:
    """Return which of the first rows holds tags: half of its filled cells, and a core one."""
    for at, row in enumerate(rows[:_LOOKED_AT]):
        filled = [cell for cell in row if cell.strip()]
        tags = [tag for cell in filled if cell.lstrip()[0] == "#" and (tag := read_tag(cell))]
        if tags and 2 * len(tags) >= len(filled) and any(tag.name in _CORE for tag in tags):
            return at
    return None


def name_columns(rows: Sequence[Sequence[str]], at: int) -> list[str]:
    """Return a heading for each column of a sheet whose row `at` holds the tags.

    The cell above the tag; where it is empty, as below a heading that is merged over two rows, the
    cell above that; without either the tag. Of columns that share a heading each has its tag too.

    Examples
    --------
    >>> rows = [["Agency", "Where", ""], ["", "District", "Code"], ["#org", "#adm1", "#adm1+code"]]
    >>> name_columns(rows, 2)
    ['Agency', 'District', 'Code']
    >>> name_columns([["Code", "Code", ""], ["#org", "#adm1+code", "#date"]], 1)
    ['Code #org', 'Code #adm1+code', '#date']
    """
    width = max(map(len, rows[: at + 1]))
    tags, low, top = ([_cell(rows, row, column) for column in range(width)] for row in _above(at))
    # One cell in a row is a title.
    top = top if sum(map(bool, top)) > 1 else [""] * width
    named = [below or above or tag for below, above, tag in zip(low, top, tags, strict=True)]
    return [
        f"{heading} {tag}" if tag and heading != tag and named.count(heading) > 1 else heading
        for heading, tag in zip(named, tags, strict=True)
    ]


def _above(at: int) -> range:
    return range(at, at - 3, -1)


def _cell(rows: Sequence[Sequence[str]], row: int, column: int) -> str:
    if row < 0 or column >= len(rows[row]):
        return ""
    return clean_text(rows[row][column]).removeprefix("'")
