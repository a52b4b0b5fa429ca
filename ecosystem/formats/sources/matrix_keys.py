"""What a cell of a matrix says, by the key that stands below it: "1 = know of, 2 = meet"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from ecosystem.data import clean_text
from ecosystem.formats.tables.tie_words import read_answer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


Says = Literal["tie", "no tie", "not known", "unclear"]

_IN_LINE = re.compile(
    r"(?<![\d.])(\d)\s*[=:\u2013-]\s*([^\d\W][^,;|\n=]*?)\s*(?=[,;|\n]|\d\s*[=:]|$)"
)
_KNOWN_OF = re.compile(
    r"\b(?:knows?|heard|hear|aware) (?:of|about)\b|\bmailing list\b|\bby name\b|\bnever met\b",
    re.IGNORECASE,
)
"""Meanings by which one has only heard of another, which is no tie."""

_NONE = re.compile(r"(?:no|not|none|never|nothing|don['\u2019]?t)\b.*", re.IGNORECASE)
_WITH_REMARK = re.compile(r"(\d+)\s*\([^()]*\)")
_SEVERAL = re.compile(r"(\d+)\s*(?:/|-|\u2013|or|to)\s*(\d+)")


class CellAnswer(NamedTuple):
    """What a cell says of a tie, and the number or word that is its weight, if it is known."""

    says: Says
    weight: str = ""


def read_key(rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """Return what numbers mean, as rows say: the number in one cell and its meaning in the next.

    A line may hold all of them.

    Examples
    --------
    >>> read_key([["0", "none"], ["1 = know of, 2 = meet"]])
    {'0': 'none', '1': 'know of', '2': 'meet'}
    """
    key: dict[str, str] = {}
    for row in rows:
        cells = [text for cell in row if (text := clean_text(cell))]
        if len(cells) == 2 and cells[0].isdigit() and not cells[1].isdigit():
            key.setdefault(*cells)
            continue
        for cell in cells:
            for number, meaning in _IN_LINE.findall(cell):
                key.setdefault(number, meaning.strip(" )."))
    return key if len(key) > 1 else {}


def is_tie(meaning: str) -> bool:
    """Tell whether the meaning of a number is a tie: not none, and more than to know of somebody.

    Examples
    --------
    >>> [is_tie(meaning) for meaning in ("no contact", "we know of them", "joint work")]
    [False, False, True]
    """
    return not (_KNOWN_OF.search(meaning) or _NONE.fullmatch(meaning))


def read_cell(cell: str, key: Mapping[str, str]) -> CellAnswer:
    """Return what a cell says; without a key any number but nought is a tie.

    Examples
    --------
    >>> key = {"0": "none", "1": "know of", "2": "meet", "3": "work together"}
    >>> read_cell("3 (weekly)", key), read_cell("2/3", key).says, read_cell("1", key).says
    (CellAnswer(says='tie', weight='3'), 'tie', 'no tie')
    >>> [read_cell(text, key).says for text in ("?", "1/2", "x", "", "0")]
    ['unclear', 'unclear', 'unclear', 'not known', 'no tie']
    >>> read_cell("x", {})
    CellAnswer(says='tie', weight='x')
    """
    text = clean_text(cell)
    said = read_answer(text).says
    if key:
        return _read_by_key(text, said, key)
    if said in {"blank", "not known"}:
        return CellAnswer("not known")
    if said in {"no tie", "unclear"}:
        return CellAnswer("no tie" if said == "no tie" else "unclear")
    return CellAnswer("tie", text)


def _read_by_key(text: str, said: str, key: Mapping[str, str]) -> CellAnswer:
    remarked, several = _WITH_REMARK.fullmatch(text), _SEVERAL.fullmatch(text)
    number = remarked[1] if remarked else text
    if number in key:
        return CellAnswer("tie", number) if is_tie(key[number]) else CellAnswer("no tie")
    if several and all(one in key and is_tie(key[one]) for one in several.groups()):
        return CellAnswer("tie")
    if said in {"blank", "not known"} and "?" not in text:
        return CellAnswer("not known")
    read: dict[str, CellAnswer] = {
        "no tie": CellAnswer("no tie"),
        "how often": CellAnswer("tie", text),
    }
    return read.get(said, CellAnswer("unclear"))
