"""Text as it comes from cells: cleaned, split, and made into ids and headings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LIST_MARK = "|"
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\u200b\u2060\ufffe\uffff]"
)


def clean_text(value: str) -> str:
    """Return text without control characters, hard spaces and spaces at either end."""
    if value.isascii() and value.isprintable():
        return value.strip()
    text = value.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    return _CONTROL.sub("", text).strip()


def clean_texts(values: Sequence[str]) -> list[str]:
    """Return many texts, each as `clean_text` returns it."""
    # Few are different, and all of these together tell in one look whether one of them needs more
    # than its spaces taken off.
    distinct = list(dict.fromkeys(values))
    together = "".join(distinct)
    is_plain = together.isascii() and together.isprintable()
    cleaned = list(map(str.strip if is_plain else clean_text, distinct))
    if cleaned == distinct:
        return list(values)
    by_text = dict(zip(distinct, cleaned, strict=True))
    return list(map(by_text.__getitem__, values))


def split_list(value: str) -> list[str]:
    """Return the parts of a cell that holds several values, as "Arabic|Farsi"."""
    return [part for part in (part.strip() for part in value.split(LIST_MARK)) if part]


def make_slug(*parts: str) -> str:
    """Return an id made from names: "Bristol City Council" gives "bristol-city-council"."""
    return re.sub(r"[^\w]+", "-", " ".join(parts).casefold(), flags=re.UNICODE).strip("-_")


def fold_heading(heading: str) -> str:
    """Return a heading in the form of a column name: "Service type *" gives "service_type"."""
    return re.sub(r"[^\w]+", "_", heading.casefold()).strip("_")
