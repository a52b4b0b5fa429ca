"""Names of organisations in a directory: one spelling each, several in one cell parted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ecosystem.data import clean_name, hide_contacts, make_initials
from ecosystem.wording import count_of, join_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ecosystem.formats.sheets.sheet import Sheet

    from .directory_rows import Entry


_CLEAR = re.compile(r"[;|]")
_BRACKET = re.compile(r"\s*\(([^()]*)\)$")
_PERSON = re.compile(
    r"\s*[(\[](?:c/?o )?(?:dr|mrs?|ms|miss|mx|prof|rev(?:d|erend)?|fr|father|sister|canon|imam"
    r"|rabbi)\b[^()\[\]]*[)\]]",
    re.IGNORECASE,
)
"""Somebody in brackets behind the name of an organisation, which is not called so."""

_ANY = re.compile(r"[,/&+\n]| and | with ", re.IGNORECASE)


def fold_name(name: str) -> str:
    """Return a name without what people write one way and another: capitals, marks, "the".

    Examples
    --------
    >>> fold_name("The St. Mark's Church") == fold_name("St Marks church")
    True
    """
    words = re.sub("['\u2019.]", "", name.casefold()).replace("&", " and ")
    folded = " ".join(re.findall(r"\w+", words))
    return folded.removeprefix("the ") or words.strip()


class Names:
    """The organisations of a directory, by what their cells say.

    Attributes
    ----------
    numbers
        Name to the number of the first row that names it.
    """

    def __init__(self, entries: Sequence[Entry], heading: str, listed: Iterable[str]) -> None:
        self.numbers: dict[str, int] = {}
        self._spelt = {fold_name(name): name for name in listed}
        self._cells: dict[str, tuple[str, ...]] = {}
        self._others: dict[str, tuple[int, str]] = {}
        self._joint: list[tuple[int, str]] = []
        self._parts: dict[str, tuple[int, str]] = {}
        self._people = [entry.number for entry in entries if _PERSON.search(entry.cells[heading])]
        rows = [(entry.number, entry.cells[heading]) for entry in entries]
        self._wholes = {fold_name(_tidy(cell)) for _, cell in rows} | set(self._spelt)
        self._short = {
            fold_name(bracket[1]): _tidy(cell)
            for _, cell in rows
            if (bracket := _BRACKET.search(_tidy(cell)))
            and _are_initials(bracket[1], _BRACKET.sub("", _tidy(cell)))
        }
        for number, cell in rows:
            if cell not in self._cells:
                self._cells[cell] = self._read(cell, number)
            for name in self._cells[cell]:
                self.numbers.setdefault(name, number)

    def read(self, cell: str) -> tuple[str, ...]:
        """Return the organisations that a cell names."""
        return self._cells[cell]

    def tell(self, sheet: Sheet, heading: str) -> None:
        """Say which names were read as another spelling, and which cells as several."""
        for kind, rows in (
            ("whose spelling differs a little, read as one", list(self._others.values())),
            ("with several organisations, read as each of them", self._joint),
        ):
            if rows:
                sheet.add(
                    "note",
                    f"{count_of(len(rows), 'name')} {kind}, as '{rows[0][1]}'.",
                    row=rows[0][0],
                    column=heading,
                    value=rows[0][1],
                )
        if self._people:
            sheet.add(
                "note",
                f"{count_of(len(self._people), 'person', 'people')} in brackets left out of the "
                "names of organisations.",
                row=self._people[0],
                column=heading,
            )
        if self._parts:
            first = next(iter(self._parts))
            told = (f"'{name}' as {whole}" for name, (_, whole) in self._parts.items())
            sheet.add(
                "warning",
                f"{count_of(len(self._parts), 'name')} read as the organisation of another row: "
                f"{join_words(told, most=6)}.",
                "If it is another organisation, write its own name without brackets.",
                row=self._parts[first][0],
                column=heading,
                value=first,
            )

    def _read(self, cell: str, number: int) -> tuple[str, ...]:
        text = _tidy(cell)
        parts = [part for part in map(_tidy, _CLEAR.split(text)) if part]
        if len(parts) < 2:
            parts = [part for part in map(_tidy, _ANY.split(text)) if part]
            if len(parts) < 2 or not all(fold_name(part) in self._wholes for part in parts):
                parts = [text]
        if len(parts) > 1:
            self._joint.append((number, " ".join(cell.split())))
        names = []
        for part in parts:
            whole = self._find_whole(part)
            name = self._spelt.setdefault(fold_name(whole), whole)
            if whole != part:
                self._parts.setdefault(part, (number, name))
            elif name.casefold() != part.casefold():
                self._others.setdefault(part, (number, part))
            names.append(name)
        return tuple(dict.fromkeys(names))

    def _find_whole(self, name: str) -> str:
        """Return the name that another row gives without its brackets, or for its short form."""
        if fold_name(name) in self._short:
            return self._short[fold_name(name)]
        bare = _BRACKET.sub("", name)
        return bare if fold_name(bare) in self._wholes else name


def _are_initials(text: str, name: str) -> bool:
    clean = clean_name(name)
    every = "".join(word[0] for word in clean.split())
    return len(text) > 2 and text.casefold() in {every, make_initials(clean)}


def _tidy(name: str) -> str:
    """Return a name on one line, without marks of footnotes, addresses and people."""
    bare = _PERSON.sub("", hide_contacts(name, "")).replace("()", "")
    return bare.strip(" *\u2020,;-?") or name.strip()
