"""What a name, a number, a website and a postcode are called when they are compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from ecosystem.data import (
    LEGAL_WORDS,
    SMALL_WORDS,
    clean_name,
    make_initials,
    read_charity_number,
    read_postcode,
)

from .linkage import NAME_ALIKE, NAME_NEAR, Level, Rarity, count_holders
from .similarity import count_edits, keep_different, make_vectors, measure_cosines
from .told_names import split_told

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray


_SHARED_HOSTS = (
    "facebook.com",
    "fb.com",
    "instagram.com",
    "linkedin.com",
    "linktr.ee",
    "sites.google.com",
    "tiktok.com",
    "twitter.com",
    "wordpress.com",
    "x.com",
    "youtube.com",
)
"""Hosts on which many have a page: there only the page tells one from another."""

_BRACKETS = re.compile(r"\(([A-Z][A-Za-z]*[A-Z])\)")
"""A short form in brackets: letters only, a capital first and last, so that a town is none."""

_NO_NAMES = LEGAL_WORDS | {"uk", "gb", "ni", "eu", "nhs", "clg"}
"""What stands in brackets after a name in capitals and is no name."""

_NUMBER = re.compile(r"SC\d{6}|NIC?\d{6}|(?<!\d)0*\d{6,7}(?!\d)")

_BRIEF = 5
"""Letters up to which a name that two records share may be a short form of two long ones: ECC is
the Eritrean Choir Company and Elm Community Cooks."""

_LONG_WORD = 5
"""Letters from which one wrong letter in a word is a slip: Centre and Center, but not East and
Easy."""

MOST_NAMES = 8
"""Names of one record that are compared, its own first. The work grows with their square; what is
left out is said in a note."""


class NameMatch(IntEnum):
    """How two names agree, the surest last."""

    LETTERS = 0
    """Only by their letters, if at all."""
    INSIDE = 1
    """All words of one are in the other."""
    SPELLING = 2
    """The same but for a letter of a long word."""
    INITIALS = 3
    """One is the initials of the other."""
    SHORT_FORM = 4
    """The same short form, or a name that is neither record's own."""
    SAME_NAME = 5


def list_names(name: str) -> list[str]:
    """Return the names in a name: the rest of it, a short form in brackets, and names told in it.

    >>> list_names("Bristol Refugee Rights (BRR)"), list_names("Age Concern (Leeds)")
    (['bristol refugee rights', 'brr'], ['age concern leeds'])
    >>> list_names("Oak House trading as Harbour Rights")
    ['oak house', 'harbour rights']
    """
    own, told = split_told(name)
    short = [form for form in _BRACKETS.findall(own) if clean_name(form) not in _NO_NAMES]
    names = [*([_BRACKETS.sub(" ", own), *short] if short else [own]), *told]
    return [part for part in map(clean_name, names) if part] or [clean_name(name)]


def clean_charity_number(text: str) -> str:
    """Return a charity number without leading zeros and the part of a linked charity.

    Empty where the text holds no number.

    >>> clean_charity_number(" 0209603-1 "), clean_charity_number("Charity no. 1112233")
    ('209603', '1112233')
    """
    number = read_charity_number(text)
    if not number:
        match = _NUMBER.search(re.sub(r"\s", "", text.upper()))
        number = match[0] if match else ""
    return number.split("-")[0].removeprefix("NIC").removeprefix("NI").lstrip("0")


def clean_website(address: str) -> str:
    """Return the host of a website; on a host that many share, with the page.

    Empty where the text is no address, or the page on a shared host is not given.

    >>> clean_website("https://www.example.org/about"), clean_website("facebook.com/Example/")
    ('example.org', 'facebook.com/example')
    """
    plain = re.sub(r"^[a-z]+:/*", "", address.strip().casefold())
    host, _, page = plain.partition("/")
    host = host.split("@")[-1].split(":")[0].removeprefix("www.").removeprefix("m.")
    if "." not in host or " " in host:
        return ""
    if not any(host == shared or host.endswith(f".{shared}") for shared in _SHARED_HOSTS):
        return host
    page, _, query = page.partition("?")
    number = re.search(r"\bid=[^&]+", query)
    page = "/".join(part for part in (page.strip("/"), number and number[0]) if part)
    return f"{host}/{page}" if page else ""


def clean_postcode(text: str) -> str:
    """Return a postcode in one form; empty for the first half of one, which many share.

    >>> clean_postcode("bs5  0aa"), clean_postcode("BS5"), clean_postcode("D-10115")
    ('BS5 0AA', '', 'D10115')
    """
    read = read_postcode(text)
    if read:
        return read if " " in read else ""
    return re.sub(r"[^0-9A-Z]", "", text.upper())


@dataclass(frozen=True, kw_only=True, eq=False)
class Likeness:
    """How the closest names of each pair of records agree.

    Attributes
    ----------
    level : (pairs,) int
        The `Level` of agreement.
    match : (pairs,) int
        The `NameMatch`.
    is_other_name : (pairs,) bool
        Whether one of the two names is not the record's own.
    """

    level: NDArray[np.int64]
    match: NDArray[np.int64]
    is_other_name: NDArray[np.bool_]


class NameComparer:
    """Compares the names of records; each may have several, the first its own.

    Attributes
    ----------
    spelled, owner : (names,) text, int
        All names of all records, one after the other, and the record each belongs to.
    texts : (texts,) text
        The different names, sorted. What follows for each, worked out once: `vectors` of its
        letters, `initials`, `joined` (without spaces) and `words` (without small ones).
    names : (records, most names of one) int
        The texts of each record, its own name first; -1 where it has no more.
    is_told : (texts,) bool
        Whether a name is told within another, as "t/a" or "formerly".
    rarity
        How rare the own name of each record is.
    """

    # Shares of pairs whose names differ, are near, alike and the same, as `ComparedField` has them,
    # set by hand: in truth names are often written in another way, by chance they hardly ever
    # agree, because few organisations take a name that is in use.
    expected = (0.12, 0.13, 0.2, 0.55)
    by_chance = (0.9651, 0.031, 0.0035, 0.0004)

    def __init__(
        self,
        names: Sequence[Sequence[str]],
        witness: NDArray[np.intp] | None = None,
        told: Collection[str] = (),
    ) -> None:
        kept = [list(names_of_record)[:MOST_NAMES] for names_of_record in names]
        self.spelled = [name for names_of_record in kept for name in names_of_record]
        count = np.array([len(names_of_record) for names_of_record in kept], dtype=np.intp)
        self.owner = np.repeat(np.arange(len(kept)), count)

        # One empty text where there is no name at all, because numpy knows no array of no texts.
        self.texts, code = np.unique(
            np.array(self.spelled or [""], dtype=np.str_),
            return_inverse=True,
        )
        code = code[: len(self.owner)]

        # rank: (names,) 0 for a record's own name, 1 for its second.
        rank = np.arange(len(self.owner)) - np.repeat(np.cumsum(count) - count, count)
        self.names = np.full((len(kept), max(int(count.max(initial=0)), 1)), -1, dtype=np.int64)
        self.names[self.owner, rank] = code

        if witness is None:
            witness = np.arange(len(kept))
        held = count_holders(code, witness[self.owner], len(self.texts))
        self.rarity = Rarity(
            count=held[self.names[:, 0]],
            witness=witness,
            known=len(kept),
            by_chance=self.by_chance[Level.SAME],
        )
        self.is_told = np.isin(self.texts, list(told))
        self.vectors = make_vectors(self.texts.tolist())
        self.initials = [make_initials(text) for text in self.texts.tolist()]
        self.joined = [text.replace(" ", "") for text in self.texts.tolist()]
        self.words = [frozenset(text.split()) - SMALL_WORDS for text in self.texts.tolist()]

    def compare(self, a: NDArray[np.intp], b: NDArray[np.intp]) -> NDArray[np.int64]:
        """Return the level of agreement of each pair of records, by their closest names."""
        return self.describe(a, b).level

    def describe(self, a: NDArray[np.intp], b: NDArray[np.intp]) -> Likeness:
        """Return how the names of each pair of records agree, by their closest names."""
        level = np.full(len(a), Level.UNKNOWN, dtype=np.int64)
        match = np.full(len(a), NameMatch.LETTERS, dtype=np.int64)
        is_other_name = np.zeros(len(a), dtype=bool)

        # Own names come first and only what is better replaces them, so that another name is
        # given as a reason only where it tells more.
        for i, j in product(range(self.names.shape[1]), repeat=2):
            rows = np.flatnonzero((self.names[a, i] >= 0) & (self.names[b, j] >= 0))
            first, second = self.names[a[rows], i], self.names[b[rows], j]
            level_here, match_here = self._compare_texts(first, second, others=(i > 0) + (j > 0))
            is_better = level_here > level[rows]
            better = rows[is_better]
            level[better], match[better] = level_here[is_better], match_here[is_better]
            is_other_name[better] = i + j > 0
        return Likeness(level=level, match=match, is_other_name=is_other_name)

    def find_initials(self) -> NDArray[np.int64]:
        """Return pairs of records, as `a · records + b`, one named by the other's initials."""
        bearers: dict[str, list[int]] = {}
        full: dict[str, list[int]] = {}
        for record, name in zip(
            self.owner.tolist(), self.names[self.names >= 0].tolist(), strict=True
        ):
            bearers.setdefault(self.joined[name], []).append(record)
            full.setdefault(self.initials[name], []).append(record)
        pairs = {
            (min(record, bearer), max(record, bearer))
            for initials, records in full.items()
            if initials
            for record in records
            for bearer in bearers.get(initials, [])
            if record != bearer
        }
        return np.array([a * len(self.names) + b for a, b in sorted(pairs)], dtype=np.int64)

    def list_differing(self, a: int, b: int) -> list[str]:
        """Return the words that only one of two records' own names has."""
        return sorted(self.words[self.names[a, 0]] ^ self.words[self.names[b, 0]])

    def _compare_texts(
        self, a: NDArray[np.int64], b: NDArray[np.int64], *, others: int
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return level and match of each pair of texts; `others`: how many are not own names."""
        # Two texts as one number, whichever comes first, so that equal pairs are compared once.
        low, high = np.minimum(a, b), np.maximum(a, b)
        keys = low * len(self.texts) + high
        different = keep_different(keys)
        back = np.searchsorted(different, keys)
        low, high = np.divmod(different, len(self.texts))

        cosine = measure_cosines(self.vectors, low, high)
        level = np.digitize(cosine, (NAME_NEAR, NAME_ALIKE))
        pairs = list(zip(low.tolist(), high.tolist(), strict=True))
        match = np.array([self._compare_words(*pair) for pair in pairs], dtype=np.int64)

        # Slips are looked for only where the letters are alike, because that takes words apart.
        alike = np.flatnonzero((match < NameMatch.INITIALS) & (level >= Level.ALIKE))
        match[alike[self._find_slips(low[alike], high[alike])]] = NameMatch.SPELLING

        # Two organisations may share a short form, or something they both were a part of; and one
        # may stand beside another that had its name before, or trades under it.
        is_brief = np.array([len(self.joined[text]) <= _BRIEF for text in low.tolist()], dtype=bool)
        is_unsure = (others > 0) & (
            is_brief | (others > 1) | self.is_told[low] | self.is_told[high]
        )
        match[(match == NameMatch.SAME_NAME) & is_unsure] = NameMatch.SHORT_FORM

        # How names agree says more than their letters: initials have hardly one in common.
        level[match >= NameMatch.SPELLING] = Level.ALIKE
        level[match == NameMatch.SAME_NAME] = Level.SAME
        inside = match == NameMatch.INSIDE
        level[inside] = np.maximum(level[inside], Level.NEAR)
        return level[back], match[back]

    def _compare_words(self, a: int, b: int) -> NameMatch:
        """Return how two texts, by their numbers, agree; slips are not looked for."""
        if self.joined[a] == self.joined[b]:
            return NameMatch.SAME_NAME
        if self.joined[b] == self.initials[a] or self.joined[a] == self.initials[b]:
            return NameMatch.INITIALS
        # One word alone is inside too many names to tell anything.
        few, many = sorted((self.words[a], self.words[b]), key=len)
        return NameMatch.INSIDE if len(few) > 1 and few < many else NameMatch.LETTERS

    def _find_slips(self, a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell which names are the same but for one letter of a long word, not its first."""
        words = [self._list_other_words(*pair) for pair in zip(a.tolist(), b.tolist(), strict=True)]
        edits = count_edits([word for word, _ in words], [instead for _, instead in words])
        return np.asarray(edits == 1)

    def _list_other_words(self, a: int, b: int) -> tuple[str, str]:
        """Return the only words in which two names differ, if such a slip is likely."""
        first, second = str(self.texts[a]).split(), str(self.texts[b]).split()
        differing = [pair for pair in zip(first, second, strict=False) if pair[0] != pair[1]]
        if len(first) != len(second) or len(differing) != 1:
            return "", ""
        word, instead = differing[0]
        is_long = min(len(word), len(instead)) >= _LONG_WORD and (word + instead).isalpha()
        return (word, instead) if is_long and word[0] == instead[0] else ("", "")
