"""What a name, a number, a website and a postcode are called when they are compared."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from .linkage import ALIKE, DIFFERENT, NEAR, SAME, UNKNOWN
from .text import keep_different, make_vectors, measure_cosines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_LEGAL = frozenset(
    ["ltd", "limited", "cic", "cio", "scio", "plc", "llp", "lp", "inc", "the", "incorporated"]
)
_SHORT = {"st": "saint", "assoc": "association", "org": "organisation"}
_SMALL = frozenset(["and", "of", "for", "the", "in", "to", "with", "at", "a", "an", "y"])
_SHARED_HOSTS = (
    "facebook.com",
    "instagram.com",
    "linktr.ee",
    "sites.google.com",
    "wordpress.com",
)
_BRACKETS = re.compile(r"\(([A-Z][A-Za-z]*[A-Z])\)")
_MUCH, _SOMEWHAT = 0.7, 0.4
_MOST_NAMES = 8
_SELDOM = 0.02
_BRIEF = 5


def clean_name(name: str) -> str:
    """Return a name without case, accents, punctuation and legal form.

    >>> clean_name("The Café Trust & Friends, Ltd.")
    'cafe trust and friends'
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = re.sub("['\u2019`.]", "", plain.replace("&", " and "))
    words = re.sub(r"[^\w]+|_", " ", plain).split()
    kept = [_SHORT.get(word, word) for word in words if word not in _LEGAL]
    return " ".join(kept or words)


def list_names(name: str) -> list[str]:
    """Return the names in a name: with a short form in brackets, the rest and the short form.

    >>> list_names("Bristol Refugee Rights (BRR)"), list_names("Age Concern (Leeds)")
    (['bristol refugee rights', 'brr'], ['age concern leeds'])
    """
    short = _BRACKETS.findall(name)
    names = [_BRACKETS.sub(" ", name), *short] if short else [name]
    return [part for part in map(clean_name, names) if part] or [clean_name(name)]


def make_initials(name: str) -> str:
    """Return the initials of a clean name, small words left out; empty below three.

    >>> make_initials("ashley community housing")
    'ach'
    """
    letters = "".join(word[0] for word in name.split() if word not in _SMALL)
    return letters if len(letters) > 2 else ""


def clean_charity_number(number: str) -> str:
    """Return a charity number without signs, leading zeros and the part of a linked charity."""
    main = re.split(r"[-/]", number.strip())[0]
    return re.sub(r"[^0-9A-Z]", "", main.upper()).lstrip("0")


def clean_company_number(number: str) -> str:
    """Return a company number in eight signs."""
    signs = re.sub(r"[^0-9A-Z]", "", number.upper())
    return signs.zfill(8) if signs.isdigit() else signs


def clean_website(address: str) -> str:
    """Return the host of a website; on a host that many share, with the page.

    >>> clean_website("https://www.example.org/about"), clean_website("facebook.com/Example/")
    ('example.org', 'facebook.com/example')
    """
    plain = re.sub(r"^[a-z]+://", "", address.strip().casefold())
    host, _, page = plain.partition("/")
    host = host.split("@")[-1].split(":")[0].removeprefix("www.").removeprefix("m.")
    page = page.split("?")[0].strip("/")
    return f"{host}/{page}" if host.endswith(_SHARED_HOSTS) and page else host


def clean_postcode(postcode: str) -> str:
    """Return a postcode in capitals without spaces."""
    return re.sub(r"[^0-9A-Z]", "", postcode.upper())


@dataclass(frozen=True, kw_only=True, eq=False)
class Likeness:
    """How the names of each pair of records agree: the level, and how it came about."""

    level: NDArray[np.int64]
    is_initials: NDArray[np.bool_]
    is_inside: NDArray[np.bool_]
    is_other_name: NDArray[np.bool_]


class NameComparer:
    """Compares the names of records; each may have several, the first its own."""

    expected = (0.12, 0.13, 0.2, 0.55)
    by_chance = (0.965, 0.031, 0.0035, 0.0005)
    trust = 20.0

    def __init__(self, names: Sequence[Sequence[str]]) -> None:
        own = [list(one)[:_MOST_NAMES] for one in names]
        self.spelled = [name for one in own for name in one]
        self.texts, code = np.unique(
            np.array(self.spelled or [""], dtype=np.str_),
            return_inverse=True,
        )
        count = np.array([len(one) for one in own], dtype=np.int64)
        self.owner = np.repeat(np.arange(len(own)), count)
        place = np.arange(len(self.owner)) - np.repeat(np.cumsum(count) - count, count)
        self.names = np.full((len(own), max(int(count.max(initial=0)), 1)), -1, dtype=np.int64)
        self.names[self.owner, place] = code[: len(self.owner)]
        held = np.bincount(code[: len(self.owner)], minlength=len(self.texts))
        others = np.maximum(held[self.names[:, 0]] - 2, 0) + _SELDOM
        self.rarity = others / max(len(own), 1)
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
        how = np.zeros((3, len(a)), dtype=bool)
        for i, j in product(range(self.names.shape[1]), repeat=2):
            here = np.flatnonzero((self.names[a, i] >= 0) & (self.names[b, j] >= 0))
            found = self._compare_texts(
                self.names[a[here], i], self.names[b[here], j], is_other=i + j > 0
            )
            better = found.level > level[here]
            chosen = here[better]
            level[chosen] = found.level[better]
            how[0, chosen] = found.is_initials[better]
            how[1, chosen] = found.is_inside[better]
            how[2, chosen] = i + j > 0
        return Likeness(level=level, is_initials=how[0], is_inside=how[1], is_other_name=how[2])

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

    def _compare_texts(
        self, a: NDArray[np.int64], b: NDArray[np.int64], *, is_other: bool
    ) -> Likeness:
        low, high = np.minimum(a, b), np.maximum(a, b)
        keys = low * len(self.texts) + high
        each = keep_different(keys)
        back = np.searchsorted(each, keys)
        low, high = np.divmod(each, len(self.texts))
        cosine = measure_cosines(self.vectors, low, high)
        level = np.digitize(cosine, (_SOMEWHAT, _MUCH)) + DIFFERENT
        pairs = list(zip(low.tolist(), high.tolist(), strict=True))
        is_initials = np.array([self._is_initials(*pair) for pair in pairs], dtype=bool)
        is_inside = np.array([self._is_inside(*pair) for pair in pairs], dtype=bool)
        level[is_initials] = ALIKE
        level[is_inside] = np.maximum(level[is_inside], NEAR)
        # A short form that two organisations share may stand for two different names.
        brief = is_other & np.array([len(self.joined[one]) <= _BRIEF for one in low.tolist()], bool)
        level[low == high] = np.where(brief, ALIKE, SAME)[low == high]
        nothing = np.zeros(len(keys), dtype=bool)
        return Likeness(
            level=level[back],
            is_initials=is_initials[back],
            is_inside=is_inside[back],
            is_other_name=nothing,
        )

    def _is_initials(self, one: int, other: int) -> bool:
        return (self.initials[one] != "" and self.initials[one] == self.joined[other]) or (
            self.initials[other] != "" and self.initials[other] == self.joined[one]
        )

    def _is_inside(self, one: int, other: int) -> bool:
        few, many = sorted((self.words[one], self.words[other]), key=len)
        return len(few) > 1 and few < many
