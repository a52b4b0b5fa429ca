"""Who is who in a survey: names that a form offers, and names that people type.

What a form offers, as the heading of a column or an answer ticked by several, is written the same
way each time. What somebody types is not: it is read as what the form offers where it can mean that
and nothing else, and else it is a name of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ecosystem.data import MISSING_WORDS, clean_name, clean_text, make_initials
from ecosystem.errors import find_nearest
from ecosystem.formats.tables.short_names import find_meant, find_spelled, index_names
from ecosystem.formats.tables.written.unnamed import names_nobody

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


_CLEAR = re.compile(r"[|;\n](?![^()]*\))")
_COMMA = re.compile(r",\s*(?![^()]*\))")
_ANY = re.compile(r"(?:,\s*|\s+and\s+|\s*[&/+]\s*)(?![^()]*\))", re.IGNORECASE)

_LIKE = 0.88
"""Likeness from which a name may be a slip for another: one letter in eight is another, or less."""

_MOST_WORDS = 8
"""Words of a name: more are a sentence."""

_NOBODY = frozenset(
    [
        "none",
        "none of these",
        "none of the above",
        "no",
        "nobody",
        "no one",
        "n/a",
        "not applicable",
    ]
)
_VAGUE = re.compile(
    r"(?:all|any|lots|loads|many|most|various|several|some|others?|everyone|everybody|yes|etc|"
    r"too many|see|as above|don['\u2019]t know|not sure|a (?:few|range|lot|number|variety))"
    r"(?: (?:of|above|other|others|the|local|different|our|them|these|that|more|organi\w+|agenc\w+|"
    r"charit\w+|church\w*|partners?|services?|groups?|kinds|sorts|schools|below)\b.*)?",
    re.IGNORECASE,
)
"""Answers that name nobody in particular."""


_IF_OTHER = re.compile(
    r"(?:if (?:you (?:said|chose|ticked|selected|answered) )?)?[\"'\u2018\u201c]?other\b(?!s)\W*"
    r"(?:please .*|organi[sz]ation.*|not listed.*|specify.*|which.*|what.*|name.*)?"
    r"|.*\bnot (?:on the list|listed)\b.*|please specify.*",
    re.IGNORECASE,
)
"""Who is not on the list of a form: what is chosen there, and the column it is then named in."""


@dataclass(kw_only=True)
class Names:
    """The organisations of a survey.

    Attributes
    ----------
    called
        What is written, folded, to the name of the organisation.
    read_as
        What is typed, to the offered name it was read as, where that is not the same but for case.
    unclear
        What is typed, to the names it may mean.
    alike
        What is typed, to the offered name it is spelled much like.
    """

    called: dict[str, str] = field(default_factory=dict)
    read_as: dict[str, str] = field(default_factory=dict)
    unclear: dict[str, list[str]] = field(default_factory=dict)
    alike: dict[str, str] = field(default_factory=dict)

    def find(self, written: str) -> str:
        """Return the organisation that a text names."""
        return self.called.get(fold(written), written)


@dataclass(kw_only=True)
class Ticks:
    """What the cells of a ticked list name.

    Attributes
    ----------
    names
        The names in each cell, as they are written.
    says_nobody
        Whether each cell says that there is none.
    odd
        Position of a cell, and the part of it that names nobody for sure.
    """

    names: list[list[str]] = field(default_factory=list)
    says_nobody: list[bool] = field(default_factory=list)
    odd: list[tuple[int, str]] = field(default_factory=list)


def fold(name: str) -> str:
    """Return a name without case and doubled spaces."""
    return " ".join(clean_text(name).casefold().replace("\u2019", "'").split())


def is_a_name(text: str) -> bool:
    """Tell whether a text may be a name: it has letters, and is no address."""
    return any(character.isalpha() for character in text) and "@" not in text


def is_for_others(text: str) -> bool:
    """Tell whether an answer is Other, or a heading that of what Other stands for."""
    return bool(_IF_OTHER.fullmatch(text))


def split_clear(cell: str) -> list[str]:
    """Return what stands between semicolons and new lines.

    Examples
    --------
    >>> split_clear("Ash;Elm, Leeds;")
    ['Ash', 'Elm, Leeds']
    """
    parts = (part.strip(" ,").rstrip(".") for part in _CLEAR.split(cell))
    return [part for part in parts if part]


def split_commas(cell: str) -> list[str]:
    """Return what stands between commas, brackets left whole."""
    return [part for part in (part.strip(" .") for part in _COMMA.split(cell)) if part]


def read_ticks(cells: Sequence[str], known: Iterable[str]) -> Ticks:
    """Return whom the cells of a list name.

    A semicolon or a new line parts names. A comma may be part of one: it parts where what stands
    beside it is known, from the headings or from other cells.
    """
    pieces = [split_clear(clean_text(cell)) for cell in cells]
    told = {fold(name) for name in known}
    certain = set(told)
    certain |= {fold(piece) for parts in pieces if len(parts) > 1 for piece in parts}
    certain |= {fold(piece) for parts in pieces for piece in parts if not _ANY.search(piece)}
    seen = Counter(
        name
        for parts in pieces
        for name in {fold(part) for piece in parts for part in split_commas(piece)}
    )
    certain |= {name for name, count in seen.items() if count > 1}
    listed = index_names(sorted(certain))

    def is_name(part: str) -> bool:
        return fold(part) in certain or len(find_meant(part, listed)) == 1

    ticks = Ticks()
    for position, parts in enumerate(pieces):
        named: list[str] = []
        for piece in parts:
            for part in _split_piece(piece, certain, is_name):
                is_long = len(part.split()) > _MOST_WORDS
                is_vague = bool(_VAGUE.fullmatch(part)) or names_nobody(part)
                is_odd = is_long or is_vague or not is_a_name(part)
                is_odd = is_odd and fold(part) not in told
                if fold(part) in _NOBODY | MISSING_WORDS:
                    continue
                if is_odd or (part != piece and not is_name(part)):
                    ticks.odd.append((position, part))
                else:
                    named.append(part)
        ticks.names.append(list(dict.fromkeys(named)))
        said = {fold(part) for part in parts}
        ticks.says_nobody.append(bool(said & (_NOBODY - {"n/a", "not applicable"})) and not named)
    return ticks


def _split_piece(piece: str, certain: set[str], is_name: Callable[[str], bool]) -> list[str]:
    if fold(piece) in certain:
        return [piece]
    by_comma = _join_known(split_commas(piece), certain)
    pieces = ([part] if fold(part) in certain else _ANY.split(part) for part in by_comma)
    parts = [part.strip() for found in pieces for part in found if part.strip()]
    if len(parts) > 1 and all(map(is_name, parts)):
        return parts
    # Of a name with a comma that nobody else mentions no part is known.
    return by_comma if any(map(is_name, by_comma)) else [piece]


def _join_known(parts: Sequence[str], known: set[str]) -> list[str]:
    """Return what stands between commas, names that have a comma themselves put together again."""
    joined: list[str] = []
    start = 0
    while start < len(parts):
        ends = range(len(parts), start + 1, -1)
        is_known = (end for end in ends if fold(", ".join(parts[start:end])) in known)
        end = next(is_known, start + 1)
        joined.append(", ".join(parts[start:end]))
        start = end
    return joined


def learn_names(offered: Sequence[str], ticked: Iterable[str], typed: Iterable[str]) -> Names:
    """Return who is who.

    `offered` are the headings of columns, `ticked` the names in lists, once for each tick, and
    `typed` what whoever answers calls their own organisation.
    """
    names = Names()
    count = Counter(ticked)
    typed = [name for name in dict.fromkeys(typed) if name]
    # The spelling used most is the one that is offered; of two, the first in order.
    often = sorted((name for name in count if count[name] > 1), key=lambda n: (-count[n], n))
    short = _find_short(often, [*offered, *often], typed)
    by_clean: dict[str, str] = {}
    for name in [*offered, *(name for name in often if name not in short)]:
        names.called[fold(name)] = by_clean.setdefault(clean_name(name), name)

    others = [*short, *sorted(name for name in count if count[name] == 1), *typed]
    free = [name for name in dict.fromkeys(others) if fold(name) not in names.called]
    listed = index_names(by_clean.values())
    # The longest first: a short name may mean a long one, which then is listed too.
    for name in sorted(free, key=lambda name: (-len(clean_name(name)), -len(name), name)):
        # Who answers may write both names of their organisation, as in two languages.
        forms = [name, *(name.split(" / ") if name in typed else ())]
        meant = next((found for form in forms if (found := find_meant(form, listed))), [])
        if len(meant) == 1:
            names.called[fold(name)] = meant[0]
            if fold(name) != fold(meant[0]):
                names.read_as[name] = meant[0]
            continue
        # Who answers may be a team that is offered by the initials of the whole: ABC Housing Team.
        meant = meant or (_find_by_initials(name, by_clean.values()) if name not in count else [])
        if meant:
            names.unclear[name] = meant
        names.called[fold(name)] = name
        listed.add(name, name)
    own = [name for name in free if names.called[fold(name)] == name]
    names.alike = find_nearest(own, sorted(set(by_clean.values())), least=_LIKE)
    return names


def _find_by_initials(name: str, offered: Iterable[str]) -> list[str]:
    """Return the names in which the initials of another are a word."""
    initials = make_initials(clean_name(name))
    return [other for other in offered if initials and initials in clean_name(other).split()]


def _find_short(often: Sequence[str], fixed: Sequence[str], typed: Sequence[str]) -> list[str]:
    """Return the names that several tick and that are short for what others are called.

    Two that a form offers are two, however alike; but whoever answers may type their own name in
    full, and initials are those of a name beside them.
    """
    clean = {clean_name(name) for name in fixed}
    full = index_names(name for name in typed if clean_name(name) not in clean)
    spelled = index_names([*fixed, *typed])
    return [
        name
        for name in often
        if len(find_meant(name, full)) == 1 or len(find_spelled(name, spelled)) == 1
    ]
