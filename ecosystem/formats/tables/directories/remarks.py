"""What is said of a directory: each guess once a kind, with the first row of it and how many."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ecosystem.data import hide_contacts
from ecosystem.wording import count_of, join_words

if TYPE_CHECKING:
    from ecosystem.errors import Severity
    from ecosystem.formats.sheets.sheet import Sheet


_MOST_TEXTS = 6
"""Texts that are named of one kind or type before the rest is counted."""

_LONGEST = 60
"""Characters of a text that is named: six of them still make a message that is read."""


_A_DAY = "Write a day as 2024-03-31, or a month as March 2024."


class _Kind(NamedTuple):
    severity: Severity
    noun: str
    message: str
    suggestion: str = ""


_KINDS = {
    "typed": _Kind(
        "note",
        "service",
        "given a type from what they do: {readings}.",
        "If one is wrong, say it in other words in its cell, as 'food bank' or 'ESOL'.",
    ),
    "by title": _Kind(
        "warning",
        "service",
        "whose words name no type that is known, given that of their section or sheet: {readings}.",
        "Say it in other words in the cell, as 'food bank' or 'ESOL'.",
    ),
    "given": _Kind("note", "service", "of the type that its row gives: {readings}."),
    "own words": _Kind(
        "warning",
        "service",
        "whose words name no type that is known, with their own words as the type: {texts}.",
        "Say it in other words in the cell, as 'food bank' or 'ESOL'.",
    ),
    "remark": _Kind(
        "note",
        "part",
        "of a cell naming no service, kept in its cell and left out of the services: {texts}.",
    ),
    "not now": _Kind(
        "warning",
        "part",
        "of a cell on what is planned, ended or not done, or may not run, not counted as a "
        "service: {texts}.",
        "If it runs now, say only what it is.",
    ),
    "idle": _Kind(
        "warning",
        "row",
        "without a word on what is done: {texts}.",
        "Write it in the cell, as 'food bank, ESOL'.",
    ),
    "doubt": _Kind(
        "warning",
        "cell",
        "reading as neither yes nor no, not counted as a service: {texts}.",
        "Put an x if it runs now, or empty the cell.",
    ),
    "access": _Kind("note", "remark", "on how people get in, read as {readings}."),
    "accepting_referrals": _Kind(
        "note",
        "remark",
        "on whether people are taken, read under Accepting referrals as {readings}.",
    ),
    "status": _Kind(
        "note", "remark", "on what is closed or not running, read under Status as {readings}."
    ),
    "no status": _Kind(
        "warning",
        "cell",
        "not telling whether a service runs, so that it counts as running: {texts}.",
        "Write active, inactive, temporarily closed or closed.",
    ),
    "no start": _Kind(
        "warning", "cell", "of first days without a day, read as not known: {texts}.", _A_DAY
    ),
    "no end": _Kind(
        "warning", "cell", "of last days without a day, read as not known: {texts}.", _A_DAY
    ),
    "two ways": _Kind(
        "warning",
        "row",
        "in which two ways to get in are named, so that neither is taken: {texts}.",
        "Give each service a row of its own, or keep the main way.",
    ),
    "any language": _Kind(
        "note",
        "row",
        "with interpreters or more languages than are named, left not known: {texts}.",
    ),
    "unclear way": _Kind(
        "warning",
        "remark",
        "on referrals without a word on who refers, read as not known: {texts}.",
        "Write agency referral or self-referral.",
    ),
    "no level": _Kind(
        "warning",
        "cell",
        "without a level from 1 to 3, read as not known: {texts}.",
        "Write 1, 2 or 3.",
    ),
    "no legal aid": _Kind(
        "warning",
        "cell",
        "not telling whether there is legal aid, read as not known: {texts}.",
        "Write yes or no.",
    ),
    "no number": _Kind(
        "warning",
        "cell",
        "on places without a number, read as not known: {texts}.",
        "Write how many people can be seen in a year, or leave it empty.",
    ),
    "shared places": _Kind(
        "warning",
        "number",
        "of places for several services together, used for none of them: {texts}.",
        "Give each service a row with its own number.",
    ),
    "again": _Kind(
        "note", "service", "on a further row of the same organisation, joined: {texts}."
    ),
    "differs": _Kind(
        "warning",
        "cell",
        "in which rows of one service say two things, read as not known: {texts}.",
        "Give each its own name, or write the same in both rows.",
    ),
}


class _Remark(NamedTuple):
    number: int
    heading: str
    text: str
    reading: str


class Remarks:
    """What was guessed, left out or not clear, by kind."""

    def __init__(self) -> None:
        self._remarks: dict[str, list[_Remark]] = {}

    def add(self, kind: str, number: int, heading: str, text: str, reading: str = "") -> None:
        """Note one thing of a kind: its row, heading and text, and what it was read as."""
        flat = hide_contacts(" ".join(text.split()))
        self._remarks.setdefault(kind, []).append(_Remark(number, heading, flat, reading))

    def list_headings(self, kind: str) -> set[str]:
        """Return the headings under which something of a kind was noted."""
        return {remark.heading for remark in self._remarks.get(kind, [])}

    def tell(self, sheet: Sheet) -> None:
        """Say each kind once, on the sheet it was met in."""
        for name, kind in _KINDS.items():
            found = self._remarks.get(name, [])
            if not found:
                continue
            first = found[0]
            words = {"texts": _list_texts(found), "readings": _list_readings(found)}
            sheet.add(
                kind.severity,
                f"{count_of(len(found), kind.noun)} {kind.message.format(**words)}",
                kind.suggestion,
                row=first.number,
                column=first.heading,
                value=first.text,
            )


def _list_texts(found: list[_Remark]) -> str:
    return join_words(dict.fromkeys(f"'{_cut(remark.text)}'" for remark in found), most=_MOST_TEXTS)


def _list_readings(found: list[_Remark]) -> str:
    """Return "food ('food bank' and 'food parcels'); housing ('hosting')"."""
    by_reading: dict[str, list[_Remark]] = {}
    for remark in found:
        by_reading.setdefault(remark.reading, []).append(remark)
    return "; ".join(
        f"{reading} ({_list_texts(remarks)})" for reading, remarks in sorted(by_reading.items())
    )


def _cut(text: str) -> str:
    """Return a text short enough to be named among others."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3].rstrip()}\u2026"
