"""Who is who in a log: nobody lists the organisations, and each is written as it comes to hand.

A name is read as another of the same log if it is a short name for that one and no other, or if a
line beside the table explains it ("TLC = Trent Law Centre"). What may be another name and may be
another organisation is asked about, and stays apart.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from ecosystem.data import SMALL_WORDS, clean_name, clean_text
from ecosystem.errors import find_nearest
from ecosystem.formats.tables.short_names import find_meant, index_names
from ecosystem.wording import count_of, join_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ecosystem.formats.sheets.sheet import Sheet

_KEY = re.compile(r"([^\s=]{2,12})\s*=\s*([^=]+?)(?=\s+[^\s=]{2,12}\s*=|[.;\n]|$)")
"""A short name explained, as in "BW = Barbican Welcome (us). PCC = the council"."""

_REMARK = re.compile(r"\s*\([^()]*\)")
_US = frozenset(["us", "me", "ourselves"])
_ALIKE = 0.85
"""Likeness, 0 to 1, from which two names are asked about: one wrong letter in seven, or less."""

_MOST = 8
"""Names that one sentence lists before the rest is counted."""


def join_names(sheets: Sequence[Sheet], written: Sequence[str]) -> dict[str, str]:
    """Return what is written of each organisation to its name, and say what was read so.

    `written` are the names, once for each row: of several spellings the most frequent counts.
    """
    spellings: dict[str, Counter[str]] = {}
    for name in written:
        spellings.setdefault(clean_name(name).replace(" ", ""), Counter())[name] += 1
    spelled = {
        form: max(sorted(counts), key=counts.__getitem__) for form, counts in spellings.items()
    }
    read_as = _read_names(sorted(spelled.values()), _read_key(sheets))
    called = {
        name: read_as.get(spelled[form], spelled[form])
        for form, counts in spellings.items()
        for name in counts
    }
    _tell_read(sheets[0], called)
    _ask_alike(sheets[0], sorted(set(called.values())))
    return called


def _read_names(names: Sequence[str], key: Mapping[str, str]) -> dict[str, str]:
    """Return names that mean another to that other."""
    read_as: dict[str, str] = {}
    listed = index_names([])
    own: list[str] = []
    # The longest first: a short name may mean a long one.
    for name in sorted(names, key=lambda name: (-len(clean_name(name)), name)):
        meant = _find_explained(name, key.get(name.casefold(), ""), own)
        meant = meant or find_meant(name, listed)
        if len(meant) == 1:
            read_as[name] = meant[0]
        else:
            listed.add(name, name)
            own.append(name)
    return read_as


def _read_key(sheets: Sequence[Sheet]) -> dict[str, str]:
    """Return short names, folded, to what a line of their own says that they mean."""
    key: dict[str, str] = {}
    for sheet in sheets:
        for row in sheet.rows:
            filled = [cell for cell in map(clean_text, row) if cell]
            if len(filled) == 1:
                key |= {short.casefold(): meant for short, meant in _KEY.findall(filled[0])}
    return key


def _find_explained(name: str, meaning: str, names: Iterable[str]) -> list[str]:
    """Return the names that a short name means by what is explained of it: by initials, if us."""
    meant = _REMARK.sub("", meaning)
    clean = clean_name(meant)
    if clean in _US:
        return [other for other in names if name.casefold() in _spell_initials(other)]
    written = [other for other in names if clean and clean_name(other) == clean]
    # Whom nobody writes in full goes by the name that the line gives, if the letters are of it.
    return written or [meant] * (name.casefold() in _spell_initials(meant))


def _spell_initials(name: str) -> set[str]:
    words = name.casefold().split()
    large = [word for word in words if word not in SMALL_WORDS]
    return {"".join(word[0] for word in some) for some in (words, large) if len(some) > 1}


def _tell_read(sheet: Sheet, called: Mapping[str, str]) -> None:
    read = [
        f"'{name}' as {meant}"
        for name, meant in sorted(called.items())
        if clean_name(name) != clean_name(meant)
    ]
    if read:
        sheet.add(
            "note",
            f"{count_of(len(read), 'name')} read as a longer or more frequent one: "
            f"{join_words(read, most=_MOST)}.",
        )


def _ask_alike(sheet: Sheet, names: Sequence[str]) -> None:
    """Ask about names that may be another: all their words are in it, or nearly all letters."""
    words = {name: frozenset(clean_name(name).split()) - SMALL_WORDS for name in names}
    within = {
        name: [other for other in names if words[name] and words[name] < words[other]]
        for name in names
    }
    asked = {
        name: join_words([f"'{other}'" for other in others], most=3, last="or")
        for name, others in within.items()
        if others
    }
    for place, name in enumerate(names):
        if name not in asked:
            near = find_nearest([name], names[place + 1 :], least=_ALIKE)
            asked |= {alike: f"'{other}'" for alike, other in near.items()}
    if asked:
        may_be = [f"'{name}' may be {others}" for name, others in asked.items()]
        sheet.add(
            "warning",
            f"{count_of(len(asked), 'name')} much like another, each read as an organisation of "
            f"its own: {join_words(may_be, most=_MOST)}.",
            "If they are one, write the same name in each row.",
            value=next(iter(asked)),
        )
