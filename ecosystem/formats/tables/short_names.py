"""Short names of organisations: "hope minds" is Hope Minds CIC, where that is listed.

A list names an organisation in full, and everywhere else it goes by what people call it. A name
that is not listed is read as a listed one if it is that name without legal form, case and marks, or
its initials, or the words it begins with, or has words of it written short. The first of these that
finds somebody decides, and only if it finds one: of two, the user is asked. Each reading is said,
because it may be wrong.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ecosystem.data import (
    LEGAL_WORDS,
    LIST_MARK,
    MISSING_WORDS,
    SERVICE_SHORTHANDS,
    SMALL_WORDS,
    TABLES,
    clean_name,
    make_initials,
    split_list,
)
from ecosystem.wording import count_of, join_words

from .abbreviations import abbreviates, stands_for
from .headings import is_whole_table
from .places.uk_areas import find_uk_area

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from .draft import Draft


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_COMMON = _words(
    "action advice agency aid all association asylum bureau care centre center charity children "
    "church citizens city clinic club college community communities council county department "
    "district borough drop in east education employment english esol families family food "
    "forum foundation friends fund general group health help home homes hospital house housing "
    "hub international law legal local mental migrant migrants migration mosque national network "
    "new nhs north office our people police project public refugee refugees rights saint school "
    "service services social society solicitors south sport support team town trust uk united "
    "university voluntary volunteer volunteers welfare west women womens young youth"
)
"""Words that many organisations have in their names: of these alone, none is known."""

_BOROUGH = re.compile(
    r"(?:lbc?|(?:london|royal) borough)(?: of)? (?P<place>.+?)(?: council)?|(?P<named>.+) council"
)
"""A clean name of a council, as that of a London borough is written one way and another."""

_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]")
_SHORT_FORM = re.compile(r"[A-Z][A-Za-z&]*[A-Z]")
_VOWELS = frozenset("aeiouy")
_LETTERS = re.compile(r"(?:[^\W\d_][.]?){3,8}")
"""A word that may be initials: fewer than three letters are those of too many."""


class _Begun:
    """The words that come next in clean names, and the names that end here."""

    __slots__ = ("after", "names")

    def __init__(self) -> None:
        self.after: dict[str, _Begun] = {}
        self.names: set[str] = set()

    def follow(self, words: Iterable[str]) -> _Begun:
        """Return what comes after some words; nothing where no name begins so."""
        begun = self
        for word in words:
            begun = begun.after.get(word, _Begun())
        return begun

    def list_names(self) -> Iterator[tuple[tuple[str, ...], str]]:
        """Yield the names that go on from here, each with the words that it goes on with."""
        yield from (((), name) for name in self.names)
        for word, further in self.after.items():
            yield from (((word, *words), name) for words, name in further.list_names())


@dataclass(kw_only=True)
class ListedNames:
    """Names that organisations are listed by, and what each of them may be called.

    Attributes
    ----------
    clean, initials
        What a name is called, to the names it may mean.
    joined
        The words of a clean name written as one, to the names.
    words
        The clean names word by word: below the words so far, those that come next.
    spelled
        Clean names and the names, of which the initials are not listed yet.
    """

    clean: dict[str, set[str]] = field(default_factory=dict)
    initials: dict[str, set[str]] = field(default_factory=dict)
    joined: dict[str, set[str]] = field(default_factory=dict)
    words: _Begun = field(default_factory=_Begun)
    spelled: list[tuple[str, str]] = field(default_factory=list)

    def add(self, called: str, name: str) -> None:
        """Add what an organisation is called, and the name it is listed by."""
        own, clean = called, clean_name(called)
        folded = _fold_council(clean)
        self.clean.setdefault(folded, set()).add(name)
        if "(" in called or "[" in called:
            own = _BRACKETS.sub("", called) or called
            clean = clean_name(own)
            in_brackets = filter(_SHORT_FORM.fullmatch, _BRACKETS.findall(called))
            for form in {own, *in_brackets}:
                self.clean.setdefault(_fold_council(clean_name(form)), set()).add(name)
            folded = _fold_council(clean)
        self.spelled.append((clean, name))
        if folded.endswith(" council"):
            self.spelled.append((f"lb {folded.removesuffix(' council')}", name))
        words = clean.split()
        self.joined.setdefault("".join(words), set()).add(name)
        begun = self.words
        for word in words:
            after = begun.after.get(word)
            if after is None:
                after = begun.after[word] = _Begun()
            begun = after
        begun.names.add(name)

    def find_initials(self, letters: str) -> set[str]:
        """Return the names of which these are the initials."""
        for clean, name in self.spelled:
            for initials in {make_initials(clean), _spell_all(clean)}:
                if len(initials) > 2:
                    self.initials.setdefault(initials, set()).add(name)
        self.spelled.clear()
        return self.initials.get(letters, set())


def index_names(names: Iterable[str]) -> ListedNames:
    """Return what organisations that are listed by these names may be called."""
    listed = ListedNames()
    for name in names:
        if name:
            listed.add(name, name)
    return listed


def _fold_council(clean: str) -> str:
    """Return a clean name, that of a council as "newham council": LB Newham is no other."""
    if not clean.endswith(" council") and not clean.startswith(("lb", "london", "royal")):
        return clean
    match = _BOROUGH.fullmatch(clean)
    return f"{match['place'] or match['named']} council" if match else clean


def _spell_all(clean: str) -> str:
    """Return the initials of a clean name, small words too; initials in it, as CC, stay whole."""
    return "".join(
        word if len(word) == 2 and not set(word) & _VOWELS else word[0] for word in clean.split()
    )


def find_meant(name: str, listed: ListedNames) -> list[str]:
    """Return the listed names that a name which is not listed may mean: none, one or several.

    Examples
    --------
    >>> listed = index_names(["Hope Minds CIC", "Stoke City Council"])
    >>> find_meant("hope minds", listed), find_meant("SCC", listed), find_meant("Hope", listed)
    (['Hope Minds CIC'], ['Stoke City Council'], ['Hope Minds CIC'])
    >>> find_meant("The Council", listed), find_meant("Stoke", listed)
    ([], [])
    """
    own = _BRACKETS.sub("", name) or name
    for form in (name, own):
        if meant := listed.clean.get(_fold_council(clean_name(form))):
            return sorted(meant)
    if spelled := find_spelled(own, listed):
        return spelled
    words = tuple(clean_name(own).split())
    is_common = set(words) <= _COMMON | SMALL_WORDS | LEGAL_WORDS
    begun = listed.words.follow(words) if words else _Begun()
    found = sorted({full for _, full in begun.list_names()})
    if not found:
        return _find_abbreviated(words, listed)
    # Who writes a town may mean the town; and common words are not read, but may be asked about.
    is_unsure = (is_common and len(found) == 1) or (found and find_uk_area(own))
    return [] if is_unsure else found


def _find_abbreviated(words: tuple[str, ...], listed: ListedNames) -> list[str]:
    """Return the listed names of which these may be the words, some of them written short."""
    if not words:
        return []
    found = set(listed.joined.get("".join(words), ()))
    # Every word but the last stands for the one in its place, so word by word few names are left.
    begun: list[tuple[tuple[str, ...], _Begun]] = [((), listed.words)]
    for word in words[: max(len(words) - 1, 1)]:
        begun = [
            ((*before, after), further)
            for before, here in begun
            for after, further in here.after.items()
            if after[0] == word[0] and stands_for(word, after)
        ]
    return sorted(
        found
        | {
            full
            for before, here in begun
            for rest, full in here.list_names()
            if abbreviates(words, (*before, *rest))
        }
    )


def find_spelled(name: str, listed: ListedNames) -> list[str]:
    """Return the listed names whose initials a name may be.

    Examples
    --------
    >>> find_spelled("K.C.C.", index_names(["Kent County Council"]))
    ['Kent County Council']
    """
    return sorted(listed.find_initials(clean_name(name))) if _LETTERS.fullmatch(name) else []


def is_short_for(short: str, name: str) -> bool:
    """Tell whether each word of a name shortens a word of another in turn, or is initials there.

    So people head narrow columns. It says what a name may be short for, not that it means that.

    Examples
    --------
    >>> [is_short_for(short, "East Leeds Food Hub") for short in ("E Leeds", "EL Food", "ELFH")]
    [True, True, True]
    >>> is_short_for("Leeds", "East Leeds Food Hub")
    False
    """
    return _begins(tuple(clean_name(short).split()), tuple(clean_name(name).split()))


def _is_cut(short: str, word: str) -> bool:
    """Tell whether a word is another cut short, or without letters from its middle: Rd for Road."""
    letters = iter(word)
    return short[0] == word[0] and all(letter in letters for letter in short)


def _begins(short: tuple[str, ...], words: tuple[str, ...]) -> bool:
    if not short or not words:
        return not short
    first, rest = short[0], short[1:]
    if _is_cut(first, words[0]) and _begins(rest, words[1:]):
        return True
    if words[0] in SMALL_WORDS and _begins(short, words[1:]):
        return True
    for end in range(2, len(words) + 1):
        initials = {"".join(word[0] for word in words[:end]), make_initials(" ".join(words[:end]))}
        if first in initials and _begins(rest, words[end:]):
            return True
    return False


def index_organisations(drafts: dict[str, Draft]) -> ListedNames:
    """Return what the organisations that are listed may be called."""
    draft = drafts.get("organisations")
    if draft is None:
        return ListedNames()
    names = draft.cells("name")
    listed = index_names(names)
    for name, others in zip(names, draft.cells("other_names"), strict=True):
        for other in split_list(others) if name else ():
            listed.add(other, name)
    return listed


def read_short_names(drafts: dict[str, Draft]) -> dict[str, str]:
    """Put the names that organisations are listed by where rows name them by shorter ones.

    Returns, for the names that may be those of several, what to ask of each.
    """
    organisations = drafts["organisations"]
    known = {*organisations.cells("name"), *organisations.cells("organisation_id")}
    known = {cell.casefold() for cell in known} | MISSING_WORDS
    unlisted = {
        (table, column): names
        for table, column in _list_columns()
        if (names := _list_unlisted(drafts, table, column, known))
    }
    # Rows that were left out name organisations too, which are the listed ones as well.
    left = {
        table: [name for name in draft.named if name.casefold() not in known]
        for table, draft in drafts.items()
    }
    if not unlisted and not any(left.values()):
        return {}
    listed = index_organisations(drafts)
    lists = [*unlisted.values(), *left.values()]
    found = {name: find_meant(name, listed) for names in lists for name in names}
    meant = {name: full[0] for name, full in found.items() if len(full) == 1}
    first: dict[str, tuple[str, str, int]] = {}
    count: Counter[str] = Counter()
    for (table, column), names in unlisted.items():
        if not meant.keys().isdisjoint(names):
            for name, position in _put_full_names(drafts[table], column, meant):
                first.setdefault(name, (table, column, position))
                count[name] += 1
    for name, (table, column, position) in first.items():
        drafts[table].add(
            "note",
            say_reading(name, meant[name], count[name]),
            table=table,
            position=position,
            column=column,
            value=name,
        )
    for table, draft in drafts.items():
        draft.named[:] = [meant.get(name, name) for name in draft.named]
        for name in dict.fromkeys(left[table]):
            if name in meant and name not in first:
                draft.add("note", say_reading(name, meant[name]), table=table, value=name)
    return {
        name: f"It may be {join_words(full, most=4, last='or')}."
        for name, full in found.items()
        if len(full) > 1
    }


def _list_unlisted(
    drafts: dict[str, Draft], table: str, column: str, known: Collection[str]
) -> list[str]:
    """Return the names in a column that no organisation is listed by, each once.

    What the library wrote itself has ids, which are looked up as they stand.
    """
    draft = drafts.get(table)
    if draft is None or column not in draft.frame:
        return []
    if all(is_whole_table(table, part.headings.values()) for part in draft.parts):
        return []
    # Whoever is listed by the whole of a cell that parts nothing is soon told.
    open_cells = (
        cell for cell in draft.distinct(column) if LIST_MARK in cell or cell.casefold() not in known
    )
    parts = (part for cell in open_cells for part in split_list(cell))
    return list(dict.fromkeys(part for part in parts if part.casefold() not in known))


def _list_columns() -> list[tuple[str, str]]:
    """Return the columns whose cells name organisations, as table and column."""
    shorthands = [
        ("services", shorthand.column.name)
        for shorthand in SERVICE_SHORTHANDS
        if shorthand.column.links_to == "organisations"
    ]
    links = [
        (table.name, column.name)
        for table in TABLES.values()
        for column in table.columns
        if column.links_to == "organisations"
    ]
    return shorthands + links


def _put_full_names(draft: Draft, column: str, meant: Mapping[str, str]) -> list[tuple[str, int]]:
    """Replace short names in a column; return each that was met, with its position."""
    met: list[tuple[str, int]] = []
    full: list[str] = []
    for position, cell in enumerate(draft.cells(column)):
        parts = split_list(cell)
        short = [(part, position) for part in parts if part in meant]
        met += short
        full.append(LIST_MARK.join(meant.get(part, part) for part in parts) if short else cell)
    draft.put(column, full)
    return met


def say_reading(name: str, meant: str, count: int = 0) -> str:
    """Return the sentence on a short name that was read as a listed one, in some cells or all."""
    where = f", in {count_of(count, 'cell')}" if count else ""
    return f"'{name}' was read as {meant}{where}."
