"""What a name, a number, a website and a postcode are called when they are compared."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from ecosystem.data import read_charity_number, read_postcode

from .linkage import ALIKE, NEAR, SAME, UNKNOWN, Rarity, count_holders
from .similarity import count_edits, keep_different, make_vectors, measure_cosines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


_LEGAL = frozenset(
    ["ltd", "limited", "cic", "cio", "scio", "plc", "llp", "lp", "inc", "the", "incorporated"]
)
_LEGAL_PHRASES = re.compile(
    r"\b(charitable incorporated organi[sz]ation|community interest company"
    r"|(company )?limited by guarantee)\b"
)
_SHORT = {"st": "saint", "assoc": "association", "org": "organisation"}
_SMALL = frozenset(["and", "of", "for", "the", "in", "to", "with", "at", "a", "an", "y"])
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
_BRACKETS = re.compile(r"\(([A-Z][A-Za-z]*[A-Z])\)")
# What stands in brackets after a name and is no name.
_NO_NAMES = _LEGAL | {"uk", "gb", "ni", "eu", "nhs", "clg"}
_NUMBER = re.compile(r"SC\d{6}|NIC?\d{6}|(?<!\d)0*\d{6,7}(?!\d)")
_MUCH, _SOMEWHAT = 0.7, 0.4
_SELDOM = 0.02
_BRIEF = 5
_LONG_WORD = 5

MOST_NAMES = 8
"""Names of one record that are compared."""

THE_NAME, SHORT_FORM, INITIALS, SPELLING, INSIDE, LETTERS = 5, 4, 3, 2, 1, 0
"""How two names agree: the same; the same short form, or a name that is neither's own; one the
initials of the other; but for a letter; all words of one in the other; only by their letters."""


def clean_name(name: str) -> str:
    """Return a name without case, accents, punctuation and legal form.

    >>> clean_name("The Café Trust & Friends, Ltd.")
    'cafe trust and friends'
    """
    plain = name.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
        plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = re.sub("['\u2019`.]", "", plain.replace("&", " and "))
    words = re.sub(r"[^\w]+|_", " ", plain).split()
    words = _LEGAL_PHRASES.sub(" ", " ".join(words)).split() or words
    kept = [_SHORT.get(word, word) for word in words if word not in _LEGAL]
    return " ".join(kept or words)


def list_names(name: str) -> list[str]:
    """Return the names in a name: with a short form in brackets, the rest and the short form.

    >>> list_names("Bristol Refugee Rights (BRR)"), list_names("Age Concern (Leeds)")
    (['bristol refugee rights', 'brr'], ['age concern leeds'])
    """
    short = [one for one in _BRACKETS.findall(name) if clean_name(one) not in _NO_NAMES]
    names = [_BRACKETS.sub(" ", name), *short] if short else [name]
    return [part for part in map(clean_name, names) if part] or [clean_name(name)]


def make_initials(name: str) -> str:
    """Return the initials of a clean name, small words left out; empty below three.

    >>> make_initials("ashley community housing")
    'ach'
    """
    letters = "".join(word[0] for word in name.split() if word not in _SMALL)
    return letters if len(letters) > 2 else ""


def clean_charity_number(text: str) -> str:
    """Return a charity number without leading zeros and the part of a linked charity.

    Empty where the text holds no number.

    >>> clean_charity_number(" 0209603-1 "), clean_charity_number("Charity no. 1112233")
    ('209603', '1112233')
    """
    number = read_charity_number(text)
    if not number:
        found = _NUMBER.search(re.sub(r"\s", "", text.upper()))
        number = found[0] if found else ""
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
    if not any(host == one or host.endswith(f".{one}") for one in _SHARED_HOSTS):
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

    level: of agreement; how: `THE_NAME` to `LETTERS`; is_other_name: not both records' own names.
    """

    level: NDArray[np.int64]
    how: NDArray[np.int64]
    is_other_name: NDArray[np.bool_]


class NameComparer:
    """Compares the names of records; each may have several, the first its own."""

    expected = (0.12, 0.13, 0.2, 0.55)
    by_chance = (0.965, 0.031, 0.0035, 0.0005)
    trust = 20.0

    def __init__(
        self, names: Sequence[Sequence[str]], witness: NDArray[np.intp] | None = None
    ) -> None:
        own = [list(one)[:MOST_NAMES] for one in names]
        self.spelled = [name for one in own for name in one]
        self.texts, code = np.unique(
            np.array(self.spelled or [""], dtype=np.str_),
            return_inverse=True,
        )
        count = np.array([len(one) for one in own], dtype=np.int64)
        self.owner = np.repeat(np.arange(len(own)), count)
        code = code[: len(self.owner)]
        place = np.arange(len(self.owner)) - np.repeat(np.cumsum(count) - count, count)
        self.names = np.full((len(own), max(int(count.max(initial=0)), 1)), -1, dtype=np.int64)
        self.names[self.owner, place] = code
        told = np.arange(len(own)) if witness is None else witness
        held = count_holders(code, told[self.owner], len(self.texts))
        self.rarity = Rarity(
            count=held[self.names[:, 0]], witness=told, known=len(own), unseen=_SELDOM
        )
        self.vectors = make_vectors(self.texts.tolist())
        self.initials = [make_initials(text) for text in self.texts.tolist()]
        self.joined = [text.replace(" ", "") for text in self.texts.tolist()]
        self.words = [frozenset(text.split()) - _SMALL for text in self.texts.tolist()]

    def compare(self, a: NDArray[np.intp], b: NDArray[np.intp]) -> NDArray[np.int64]:
        """Return the level of agreement of each pair of records, by their closest names."""
        return self.describe(a, b).level

    def describe(self, a: NDArray[np.intp], b: NDArray[np.intp]) -> Likeness:
        """Return how the names of each pair of records agree, by their closest names."""
        level = np.full(len(a), UNKNOWN)
        how = np.full(len(a), LETTERS)
        is_other_name = np.zeros(len(a), dtype=bool)
        for i, j in product(range(self.names.shape[1]), repeat=2):
            here = np.flatnonzero((self.names[a, i] >= 0) & (self.names[b, j] >= 0))
            first, second = self.names[a[here], i], self.names[b[here], j]
            found_level, found_how = self._compare_texts(first, second, others=(i > 0) + (j > 0))
            better = found_level > level[here]
            chosen = here[better]
            level[chosen], how[chosen] = found_level[better], found_how[better]
            is_other_name[chosen] = i + j > 0
        return Likeness(level=level, how=how, is_other_name=is_other_name)

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
            (min(one, other), max(one, other))
            for initials, records in full.items()
            if initials
            for one in records
            for other in bearers.get(initials, [])
            if one != other
        }
        return np.array(
            [one * len(self.names) + other for one, other in sorted(pairs)], dtype=np.int64
        )

    def list_differing(self, a: int, b: int) -> list[str]:
        """Return the words that only one of two records' own names has."""
        return sorted(self.words[self.names[a, 0]] ^ self.words[self.names[b, 0]])

    def _compare_texts(
        self, a: NDArray[np.int64], b: NDArray[np.int64], *, others: int
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return level and `how` of each pair of names; `others`: how many are not own names."""
        low, high = np.minimum(a, b), np.maximum(a, b)
        keys = low * len(self.texts) + high
        each = keep_different(keys)
        back = np.searchsorted(each, keys)
        low, high = np.divmod(each, len(self.texts))
        level = np.digitize(measure_cosines(self.vectors, low, high), (_SOMEWHAT, _MUCH))
        pairs = list(zip(low.tolist(), high.tolist(), strict=True))
        how = np.array([self._compare_words(*pair) for pair in pairs], dtype=np.int64)
        alike = np.flatnonzero((how < INITIALS) & (level >= ALIKE))
        how[alike[self._find_slips(low[alike], high[alike])]] = SPELLING
        # Two organisations may share a short form, or something they both were a part of.
        is_brief = np.array([len(self.joined[one]) <= _BRIEF for one in low.tolist()], dtype=bool)
        how[(how == THE_NAME) & (others > 0) & (is_brief | (others > 1))] = SHORT_FORM
        level[how >= SPELLING] = ALIKE
        level[how == THE_NAME] = SAME
        level[how == INSIDE] = np.maximum(level[how == INSIDE], NEAR)
        return level[back], how[back]

    def _compare_words(self, one: int, other: int) -> int:
        if self.joined[one] == self.joined[other]:
            return THE_NAME
        if self.joined[other] == self.initials[one] or self.joined[one] == self.initials[other]:
            return INITIALS
        few, many = sorted((self.words[one], self.words[other]), key=len)
        return INSIDE if len(few) > 1 and few < many else LETTERS

    def _find_slips(self, a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell which names are the same but for one letter of a long word, not its first."""
        words = [self._list_other_words(*pair) for pair in zip(a.tolist(), b.tolist(), strict=True)]
        edits = count_edits([one for one, _ in words], [other for _, other in words])
        return np.asarray(edits == 1)

    def _list_other_words(self, one: int, other: int) -> tuple[str, str]:
        """Return the only words in which two names differ, if such a slip is likely."""
        first, second = str(self.texts[one]).split(), str(self.texts[other]).split()
        apart = [pair for pair in zip(first, second, strict=False) if pair[0] != pair[1]]
        if len(first) != len(second) or len(apart) != 1:
            return "", ""
        word, instead = apart[0]
        is_long = min(len(word), len(instead)) >= _LONG_WORD and (word + instead).isalpha()
        return (word, instead) if is_long and word[0] == instead[0] else ("", "")
