"""Rows of a log that are no referral between two organisations: why, and what is said of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ecosystem.data import MISSING_WORDS, clean_text, is_client_heading
from ecosystem.formats.tables.totals import names_total
from ecosystem.formats.tables.written.unnamed import names_a_kind, names_nobody, names_the_person
from ecosystem.wording import count_of, join_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ecosystem.formats.sheets.sheet import Sheet

    from .log_rows import Log

_TOTAL = re.compile(r"(grand |sub-?)?totals?\b.*|.*\btotal", re.IGNORECASE)
_CLEAR_MARKS = re.compile(r"[;|\n]|\s/\s")
_ANY_MARKS = re.compile(r"[;|\n/,+&]|\sand\s", re.IGNORECASE)

_LONGEST = 100
"""Letters up to which a name may go by its first words."""


_LEFT_OUT = {
    "no row": ("note", "{} with neither sender nor receiver left out, as '{}'.", ""),
    "half": (
        "warning",
        "{} left out: without a sender or a receiver, as the one with '{}'.",
        "Fill in both to count them.",
    ),
    "several": (
        "warning",
        "{} left out: several organisations in one cell, as '{}'.",
        "Give each organisation a row, or name the one that took the referral.",
    ),
    "self": (
        "note",
        "{} of people nobody referred, who came by themselves or their family, as '{}': left out.",
        "",
    ),
    "repeat": (
        "warning",
        "{} equal to an earlier row in every column, as {}: counted once.",
        "If they are other people, give the rows a number of their own each.",
    ),
    "kind": (
        "warning",
        "{} left out, because only a kind of sender or receiver is named, as '{}'.",
        "Write its name to count them.",
    ),
    "case": (
        "warning",
        "{} of a case that is sent the same way again further down, as '{}': counted once.",
        "If they are other referrals, give each a number of its own.",
    ),
    "own": ("note", "{} left out: sent on within one organisation, as '{}'.", ""),
    "no count": ("note", "{} left out: totals and remarks, as '{}'.", ""),
    "void": ("note", "{} left out: no referral, as '{}'.", ""),
}
"""Why rows were left out, to how grave it is, what is said and what to do."""


def is_total(cell: str) -> bool:
    """Tell whether the first cell of a row says that it adds up others."""
    return bool(_TOTAL.fullmatch(cell))


def list_names(ends: Iterable[str]) -> set[str]:
    """Return what organisations are called at either end, folded: their names, and how these begin.

    From two words on: with one, "Health and Housing" would be two organisations.
    """
    names = {end.casefold() for end in ends if end}
    split = [name.split() for name in names if len(name) <= _LONGEST]
    return names | {" ".join(words[:end]) for words in split for end in range(2, len(words))}


def why_left_out(
    row: Sequence[str], ends: tuple[str, str], names: set[str], called: Mapping[str, str]
) -> tuple[str, str]:
    """Return why a row is no referral between two organisations, and a cell of it; or nothing."""
    source, target = ends
    first = next(cell for cell in map(clean_text, row) if cell)
    has_source = source.casefold() not in MISSING_WORDS
    has_target = target.casefold() not in MISSING_WORDS
    if is_total(first) or not (has_source or has_target):
        return "no row", first if is_total(first) else ""
    if names_the_person(source):
        return "self", source
    if not (has_source and has_target):
        return "half", source if has_source else target
    is_own = called.get(source, source).casefold() == called.get(target, target).casefold()
    for why, is_so in (
        ("no count", names_total),
        ("kind", names_a_kind),
        ("half", names_nobody),
        ("several", lambda name: names_several(name, names)),
        ("own", lambda _: is_own),
    ):
        if found := next(filter(is_so, ends), ""):
            return why, found
    return "", ""


def names_several(cell: str, names: set[str]) -> bool:
    """Tell whether a cell names several organisations: parts that stand alone in other cells."""

    def is_known(part: str) -> bool:
        return part.strip().casefold() in names

    parts = [part for part in _CLEAR_MARKS.split(cell) if part.strip()]
    if len(parts) > 1:
        return "/" not in cell or any(map(is_known, parts))
    parts = [part for part in _ANY_MARKS.split(cell) if part.strip()]
    return len(parts) > 1 and all(map(is_known, parts))


def name_left(ends: tuple[str, str], why: str, called: Mapping[str, str]) -> list[str]:
    """Return the organisations of a row that was left out for want of another."""
    named = {"self": ends[1:], "half": ends, "kind": ends, "own": ends[:1]}.get(why, ())
    return [
        called.get(name, name)
        for name in named
        if name.casefold() not in MISSING_WORDS and not names_a_kind(name)
    ]


def tell_left_out(log: Log) -> None:
    """Say which rows of a sheet were left out, and why."""
    for why, rows in log.left_out.items():
        severity, message, suggestion = _LEFT_OUT[why]
        # What is not shown is a remark, and may name somebody.
        number, shown = next((row for row in rows if row[1]), rows[0])
        message = message if shown else message.replace(", as '{}'", "")
        log.sheet.add(
            "warning" if severity == "warning" else "note",
            message.format(count_of(len(rows), "row"), shown),
            suggestion,
            row=number,
            value=shown,
        )


def tell_rows(logs: Sequence[Log]) -> None:
    """Say of each sheet which rows and columns were left out, and which have no day."""
    for log in logs:
        tell_left_out(log)
        unread = [(number, cell) for number, cell in log.undated if cell]
        if log.undated:
            example = f", as '{unread[0][1]}'" if unread else ""
            log.sheet.add(
                "note",
                f"{count_of(len(log.undated), 'referral')} without a day that can be read"
                f"{example}: counted all the same.",
                row=(unread or log.undated)[0][0],
                column=log.columns["sent"],
                value=unread[0][1] if unread else "",
            )
    # Sheets of the same columns are told of once.
    for log in {tuple(log.sheet.headings): log for log in reversed(logs)}.values():
        _tell_unread(log)


def _tell_unread(log: Log) -> None:
    """Name the columns that are not carried: those about persons first, for they must not be."""
    others = [heading for heading in log.sheet.headings if heading not in log.columns.values()]
    personal = [heading for heading in others if is_client_heading(heading)]
    others = [heading for heading in others if heading not in personal]
    for headings, why in (
        (personal, "about single people, and so not read"),
        (others, "not counted, and so not read"),
    ):
        if headings:
            names = join_words([f"'{heading}'" for heading in headings], most=8)
            log.sheet.add("note", f"{why}: {names}.", column=headings[0])


def make_empty(sheet: Sheet) -> Sheet:
    """Return the sheet without rows: they are counted with those of the first log."""
    return type(sheet)(
        name="referrals", file=sheet.file, sheet=sheet.sheet, headings=[], rows=[], numbers=[]
    )
