"""How likely two records are the same one: candidates, levels of agreement, probabilities.

Arrays in, arrays out. After Fellegi and Sunter 1969. Nothing is fitted to the pairs themselves, so
that what is said of two records hangs on those two and on how many others hold what they share.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.special import expit

from .similarity import (
    BESIDE,
    count_edits_among,
    find_similar,
    keep_different,
    make_rare_vectors,
    make_vectors,
    measure_cosines,
    number_different,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


class Level(IntEnum):
    """How far two values agree, from not at all to wholly."""

    UNKNOWN = -1
    """One of the two is not known: this tells nothing, neither for nor against."""
    DIFFERENT = 0
    NEAR = 1
    ALIKE = 2
    SAME = 3


ENTERED_AGAIN = 0.25
"""Share of records that have another of the same thing: twelve pairs for a hundred records, as
where a few lists are put together. It is set by hand and not fitted, because few data hold enough
pairs to tell, and a fitted share would let strangers decide about two. Twice as much doubles the
odds of every pair."""

_NEAREST = 12
"""How many of its nearest texts each text is paired with. More find more pairs, most of them
different; benchmarks/matching.py measures time and what is found with twelve."""

_LEAST_COSINE = 0.2
"""Cosine over rare runs below which two texts are no candidates. It is well below the 0.4 from
which names count as near, because what is missing here is never looked at again."""

_MOST_SHARING = 50
"""A value that more records hold finds no pairs: they would be more than 1,225, and say little,
as the postcode of a large house does."""

NAME_NEAR, NAME_ALIKE = 0.4, 0.7
"""Cosines from which two names are near, and alike. Lower ones ask more of a person, higher ones
miss names that are cut short."""

_WORD_NEAR, _WORD_ALIKE = 0.5, 0.75
"""Shares of a word's letters left as they are, from which two words are near, and alike: one slip
in four letters is alike, two are near."""


@dataclass(frozen=True, kw_only=True, eq=False)
class ComparedField:
    """One thing known of each record, and how far it is trusted to tell records apart.

    Attributes
    ----------
    name
        What it is called.
    kind
        "name" (several words, compared by runs of letters), "word" (short, compared letter by
        letter), "number" (an identifier; one slip is alike) or "code" (the same or not).
    values : (records,) text
        Empty where not known.
    expected
        The shares of pairs of one thing that differ, are near, alike and the same.
    by_chance
        The same shares for pairs of different things.
    """

    name: str
    kind: Literal["name", "word", "number", "code"]
    values: Sequence[str]
    expected: tuple[float, float, float, float] = (0.1, 0.05, 0.15, 0.7)
    by_chance: tuple[float, float, float, float] = (0.95, 0.035, 0.005, 0.01)


@dataclass(frozen=True, kw_only=True, eq=False)
class Links:
    """Pairs of records, how they agree, and how likely each is one.

    Attributes
    ----------
    a, b : (pairs,) int
        The rows of the two records; `a` before `b`.
    levels : (pairs, fields) int
        The `Level` of agreement in each field.
    evidence : (pairs, fields) float
        Log odds that each field adds; 0 where it is not known.
    probability : (pairs,) float
        That the two are one.
    """

    a: NDArray[np.intp]
    b: NDArray[np.intp]
    levels: NDArray[np.int64]
    evidence: NDArray[np.float64]
    probability: NDArray[np.float64]


def count_holders(
    code: NDArray[np.intp], witness: NDArray[np.intp], values: int
) -> NDArray[np.intp]:
    """Return for each of so many values, by its number, how many different witnesses hold it."""
    witnesses = int(witness.max(initial=0)) + 1
    holdings = keep_different(code.astype(np.int64) * witnesses + witness)
    return np.bincount(holdings // witnesses, minlength=values)


@dataclass(frozen=True, kw_only=True, eq=False)
class Rarity:
    """How rare the value of each record is. Rows of one witness tell one thing, not several.

    Attributes
    ----------
    count : (records,) int
        How many witnesses hold the record's value.
    witness : (records,) int
        Who tells the record: the same number for rows that are copies of one another.
    known
        How many records have a value.
    by_chance
        The share of records that hold a value of which nothing is seen.
    """

    count: NDArray[np.intp]
    witness: NDArray[np.intp]
    known: int
    by_chance: float

    def measure(self, a: NDArray[np.intp], b: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return the share of records that hold the value of each pair, the pair left out.

        Of the others and of `BESIDE` records that hold it as often as is expected by chance.
        """
        in_pair = np.where(self.witness[a] == self.witness[b], 1, 2)
        others = np.maximum(np.maximum(self.count[a], self.count[b]) - in_pair, 0)
        seen = max(self.known - 2, 0)
        return np.asarray((others + BESIDE * self.by_chance) / (seen + BESIDE), dtype=float)


class Comparer:
    """Compares the values of one field, each pair of different values once."""

    def __init__(self, field: ComparedField, witness: NDArray[np.intp] | None = None) -> None:
        self.kind = field.kind
        texts, self.code = np.unique(np.asarray(field.values, dtype=np.str_), return_inverse=True)
        self.texts = texts
        self.is_known = texts[self.code] != ""
        self.expected, self.by_chance = field.expected, field.by_chance
        if witness is None:
            witness = np.arange(len(self.code))
        self.rarity = Rarity(
            count=count_holders(self.code, witness, len(texts))[self.code],
            witness=witness,
            known=int(self.is_known.sum()),
            by_chance=field.by_chance[Level.SAME],
        )
        self.vectors = make_vectors(texts.tolist()) if field.kind == "name" else None

    def compare(self, a: NDArray[np.intp], b: NDArray[np.intp]) -> NDArray[np.int64]:
        """Return the level of agreement of each pair of records."""
        levels = np.full(len(a), Level.UNKNOWN, dtype=np.int64)
        known = np.flatnonzero(self.is_known[a] & self.is_known[b])

        # Two values as one number, whichever comes first, so that equal pairs are compared once.
        first, second = self.code[a[known]], self.code[b[known]]
        low, high = np.minimum(first, second), np.maximum(first, second)
        keys = low * len(self.texts) + high
        different, which = number_different(keys)
        compared = self._compare_values(*np.divmod(different, len(self.texts)))
        levels[known] = compared[which]
        return levels

    def _compare_values(self, a: NDArray[np.intp], b: NDArray[np.intp]) -> NDArray[np.int64]:
        """Return the level of agreement of each pair of values, by their numbers."""
        levels = np.where(a == b, Level.SAME, Level.DIFFERENT).astype(np.int64)
        others = np.flatnonzero(a != b)
        if self.kind == "code" or not len(others):
            return levels
        a, b = a[others], b[others]
        if self.vectors is not None:
            cosine = measure_cosines(self.vectors, a, b)
            levels[others] = np.digitize(cosine, (NAME_NEAR, NAME_ALIKE))
            return levels
        texts = self.texts.tolist()
        if self.kind == "number":
            edits = count_edits_among(texts, a, b, most=1)
            levels[others] = np.where(edits == 1, Level.ALIKE, Level.DIFFERENT)
            return levels
        edits = count_edits_among(texts, a, b)
        length = np.char.str_len(self.texts)
        longest = np.maximum(length[a], length[b])
        levels[others] = np.digitize(1 - edits / longest, (_WORD_NEAR, _WORD_ALIKE))
        return levels


class Agreement(Protocol):
    """What `link_records` needs of a comparer."""

    expected: tuple[float, float, float, float]
    by_chance: tuple[float, float, float, float]
    rarity: Rarity

    def compare(self, a: NDArray[np.intp], b: NDArray[np.intp]) -> NDArray[np.int64]:
        """Return the level of agreement of each pair of records."""


def find_near(texts: Sequence[str], owner: NDArray[np.intp], records: int) -> NDArray[np.int64]:
    """Return pairs of records, as `a · records + b`, whose texts are among each other's nearest.

    `owner` is the record each text belongs to.
    """
    # A run may be held by three texts in a hundred, within bounds: fewer than 300 would lose pairs
    # in small data, where all is quick; more than 500 would cost too much in large data.
    most_held = min(500, max(300, 3 * len(texts) // 100))
    first, second = find_similar(
        make_rare_vectors(texts, most_held),
        least=_LEAST_COSINE,
        most=_NEAREST,
        most_held=most_held,
    )
    a, b = owner[first], owner[second]
    pairs = np.minimum(a, b) * records + np.maximum(a, b)
    return keep_different(pairs[a != b])


def find_sharing(values: Sequence[str]) -> NDArray[np.int64]:
    """Return pairs of records, as `a · records + b`, that hold the same value.

    A value held by more than 50 records finds no pairs.
    """
    texts = np.asarray(values, dtype=np.str_)
    _, code, count = np.unique(texts, return_inverse=True, return_counts=True)
    rows = np.flatnonzero((texts != "") & (count[code] > 1) & (count[code] <= _MOST_SHARING))

    # Holders of one value lie side by side; each is paired with the one `step` rows further on,
    # while that still holds the same value, so that no pair is made to be thrown away.
    rows = rows[np.argsort(code[rows], kind="stable")]
    pairs = [np.empty(0, dtype=np.int64)]
    for step in range(1, int(count[code[rows]].max(initial=1))):
        same = np.flatnonzero(code[rows[step:]] == code[rows[:-step]])
        pairs.append(rows[same] * len(texts) + rows[same + step])
    return keep_different(np.concatenate(pairs))


def link_records(
    comparers: Sequence[Agreement], candidates: NDArray[np.int64], records: int
) -> Links:
    """Return the candidate pairs with their agreement and the probability that they are one.

    Notes
    -----
    The odds are `ENTERED_AGAIN / (records - 1 + BESIDE)`, times, for each field known in both, how
    much likelier its level of agreement is in truth (`expected`) than by chance (`by_chance`). For
    the same value chance is how many others hold it, apart from the pair.
    """
    # levels: (candidates, fields).
    a, b = np.divmod(candidates, max(records, 1))
    levels = np.column_stack([comparer.compare(a, b) for comparer in comparers])

    # weights: (fields, levels), in log odds, those of a level whatever the value.
    expected = np.log([comparer.expected for comparer in comparers])
    by_chance = np.log([comparer.by_chance for comparer in comparers])
    evidence = _look_up(expected - by_chance, levels)

    # Agreeing on a rare value tells more than agreeing on a common one, because fewer others could
    # agree on it by chance.
    for field, comparer in enumerate(comparers):
        same = levels[:, field] == Level.SAME
        rarity = comparer.rarity.measure(a[same], b[same])
        evidence[same, field] = expected[field, Level.SAME] - np.log(rarity)

    prior = np.log(ENTERED_AGAIN / (max(records, 1) - 1 + BESIDE))
    probability = expit(prior + evidence.sum(axis=1))
    return Links(a=a, b=b, levels=levels, evidence=evidence, probability=probability)


def _look_up(table: NDArray[np.float64], levels: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the entry of the table, a row a field, for each level; 0 where it is not known."""
    # A last column of zeros stands for `UNKNOWN`, which -1 finds from the end.
    padded = np.column_stack([table, np.zeros(len(table))])
    return np.asarray(padded[np.arange(len(table)), levels])


def find_mutual(
    a: NDArray[np.intp], b: NDArray[np.intp], odds: NDArray[np.float64], records: int
) -> NDArray[np.intp]:
    """Return the pairs of which each record is the other's best."""
    best = np.full(records, -np.inf)
    np.maximum.at(best, a, odds)
    np.maximum.at(best, b, odds)
    return np.flatnonzero((odds == best[a]) & (odds == best[b]))


def group_records(links: Links, records: int, least: float) -> NDArray[np.intp]:
    """Return the group of each record: those alike on average by at least `least`."""
    kept = links.probability >= least
    a, b, probability = links.a[kept], links.b[kept], links.probability[kept]
    joined = coo_array((np.ones(len(a)), (a, b)), shape=(records, records))
    label: NDArray[np.intp] = connected_components(joined, directed=False)[1].astype(np.intp)

    # The links of one component side by side: those of component c end at ends[c].
    sizes = np.bincount(label)
    links_in = np.bincount(label[a], minlength=label.max(initial=0) + 1)
    order = np.argsort(label[a], kind="stable")
    ends = np.cumsum(links_in)
    free_label = len(sizes)

    # Where all are linked with all, each by at least `least`, one group is right: only the other
    # components may have to be cut.
    for component in np.flatnonzero(links_in < sizes * (sizes - 1) // 2):
        members = np.flatnonzero(label == component)
        chosen = order[ends[component] - links_in[component] : ends[component]]

        # (members, members): 1 where two are not linked. Average linkage then cuts chains, in
        # which each is like the next but the first is nothing like the last.
        distance = np.ones((len(members), len(members)))
        first, second = np.searchsorted(members, a[chosen]), np.searchsorted(members, b[chosen])
        distance[first, second] = 1 - probability[chosen]
        from scipy.cluster.hierarchy import fcluster, linkage  # noqa: PLC0415 - start-up time

        tree = linkage(distance[np.triu_indices(len(members), k=1)], method="average")
        label[members] = free_label + fcluster(tree, 1 - least, criterion="distance") - 1

        # A component falls into at most as many groups as it has members: no label comes twice.
        free_label += len(members)
    return label
