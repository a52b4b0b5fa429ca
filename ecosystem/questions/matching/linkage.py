"""How likely two records are the same one: candidates, levels of agreement, probabilities.

Arrays in, arrays out. After Fellegi and Sunter 1969, without labels: what agrees by chance is
seen in random pairs, what agrees in truth in pairs that are each other's best.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.special import expit, logit

from .similarity import (
    count_edits,
    find_similar,
    keep_different,
    make_rare_vectors,
    make_vectors,
    measure_cosines,
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


_LEVELS = 4
"""How many levels a pair known in both may have: all but `UNKNOWN`."""

_RANDOM_PAIRS = 20_000
"""Pairs drawn to see what agrees by chance; with as many, a level that one pair in a hundred has
is seen 200 times. More take longer and differ less from seed to seed."""

_ROUNDS = 10
"""Most repeats of fitting. Stopping sooner gives the probabilities of that round."""

_SETTLED = 1e-12
"""Largest change of a probability that counts as none; far below what any decision can see."""

_NEAREST = 12
"""How many of its nearest texts each text is paired with. More find more pairs, most of them
different; benchmarks/matching.py measures time and what is found with twelve."""

_LEAST_COSINE = 0.2
"""Cosine over rare runs below which two texts are no candidates. It is well below the 0.4 from
which names count as near, because what is missing here is never looked at again."""

_MOST_SHARING = 50
"""A value that more records hold finds no pairs: they would be more than 1,225, and say little,
as the postcode of a large house does."""

_HALF = 0.5
"""Candidates likelier than this are one, and are taken out of what is seen by chance."""

_CHANCE_TRUST = 500
"""How many random pairs' worth of `by_chance` stand beside those drawn, so that a level that no
random pair has is not taken to be impossible. Larger listens less to the data."""

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
        The shares of pairs of one thing that differ, are near, alike and the same, for a start.
    by_chance
        The same shares for pairs of different things.
    trust
        How many pairs' worth of `expected` stand beside what the data say.
    unseen
        How many other records are taken to hold a value that only the pair is seen to hold.
    """

    name: str
    kind: Literal["name", "word", "number", "code"]
    values: Sequence[str]
    expected: tuple[float, float, float, float] = (0.04, 0.03, 0.05, 0.88)
    by_chance: tuple[float, float, float, float] = (0.9, 0.08, 0.015, 0.005)
    trust: float = 20.0
    unseen: float = 0.5


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
    unseen
        How many more holders are assumed.
    """

    count: NDArray[np.intp]
    witness: NDArray[np.intp]
    known: int
    unseen: float

    def measure(self, a: NDArray[np.intp], b: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return the share of records that hold the value of each pair, the pair left out."""
        in_pair = np.where(self.witness[a] == self.witness[b], 1, 2)
        others = np.maximum(np.maximum(self.count[a], self.count[b]) - in_pair, 0)
        return np.asarray((others + self.unseen) / max(self.known, 1), dtype=float)


class Comparer:
    """Compares the values of one field, each pair of different values once."""

    def __init__(self, field: ComparedField, witness: NDArray[np.intp] | None = None) -> None:
        self.kind = field.kind
        texts, self.code = np.unique(np.asarray(field.values, dtype=np.str_), return_inverse=True)
        self.texts = texts
        self.is_known = texts[self.code] != ""
        self.expected, self.by_chance = field.expected, field.by_chance
        self.trust = field.trust
        if witness is None:
            witness = np.arange(len(self.code))
        self.rarity = Rarity(
            count=count_holders(self.code, witness, len(texts))[self.code],
            witness=witness,
            known=int(self.is_known.sum()),
            unseen=field.unseen,
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
        different = keep_different(keys)
        compared = self._compare_values(*np.divmod(different, len(self.texts)))
        levels[known] = compared[np.searchsorted(different, keys)]
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
        first, second = self.texts[a], self.texts[b]
        edits = count_edits(first.tolist(), second.tolist())
        if self.kind == "number":
            levels[others] = np.where(edits == 1, Level.ALIKE, Level.DIFFERENT)
            return levels
        longest = np.maximum(np.char.str_len(first), np.char.str_len(second))
        levels[others] = np.digitize(1 - edits / longest, (_WORD_NEAR, _WORD_ALIKE))
        return levels


class Agreement(Protocol):
    """What `link_records` needs of a comparer."""

    expected: tuple[float, float, float, float]
    by_chance: tuple[float, float, float, float]
    trust: float
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
    comparers: Sequence[Agreement], candidates: NDArray[np.int64], records: int, *, seed: int = 0
) -> Links:
    """Return the candidate pairs with their agreement and the probability that they are one.

    Notes
    -----
    The odds are those of any pair being one, times, for each field, how much likelier its level
    of agreement is in truth than by chance. By chance: random pairs; for the same value, how many
    others hold it, apart from the pair. In truth: pairs of which each is the other's best,
    weighted by their probability, together with `trust` pairs of what is expected. Both are
    repeated until nothing changes, at most ten times.
    """
    # levels: (candidates, fields) and random_levels: (random pairs, fields), both worked out once.
    a, b = np.divmod(candidates, max(records, 1))
    levels = np.column_stack([comparer.compare(a, b) for comparer in comparers])
    random_pairs = _draw_pairs(records, seed)
    random_levels = np.column_stack(
        [comparer.compare(*np.divmod(random_pairs, max(records, 1))) for comparer in comparers]
    )

    # Agreeing on a rare value tells more than agreeing on a common one. The share of holders stands
    # in place of how often values agree by chance in general. rarity: (candidates, fields), log.
    rarity = np.zeros(levels.shape)
    for field, comparer in enumerate(comparers):
        same = levels[:, field] == Level.SAME
        rarity[same, field] = np.log(comparer.rarity.measure(a[same], b[same]))

    # (fields, levels): shares to start from; trust a column, to weigh them against the data.
    expected = np.array([comparer.expected for comparer in comparers])
    by_chance = np.array([comparer.by_chance for comparer in comparers])
    trust = np.array([[comparer.trust] for comparer in comparers])

    # share: of all pairs, those that are one. To start, 1 and 12 for 100 records are taken to be;
    # later 1 and 2 for 100 records beside the pairs found likely, so that it never falls to 0.
    pairs = max(records * (records - 1) / 2, 1.0)
    start = 1 + records / 50
    share = min((start + records / 10) / pairs, 0.5)

    in_truth = expected / expected.sum(axis=1, keepdims=True)
    evidence = np.zeros(levels.shape)
    probability = np.zeros(len(a))
    for _ in range(_ROUNDS):
        # By chance: random pairs, without those now taken to be one, because in small data these
        # are no small part of all pairs.
        counted = ~np.isin(random_pairs, candidates[probability >= _HALF])
        chance = _count_levels(random_levels[counted]) + _CHANCE_TRUST * by_chance
        chance /= chance.sum(axis=1, keepdims=True)
        log_chance = np.where(levels == Level.SAME, rarity, _look_up(np.log(chance), levels))

        evidence = _look_up(np.log(in_truth), levels) - log_chance
        odds = evidence.sum(axis=1)
        before, probability = probability, expit(logit(share) + odds)
        if np.abs(probability - before).max(initial=0) < _SETTLED:
            break

        # In truth: only pairs that are each other's best, because each record has many neighbours
        # that are near it without being it, and they would blur what the true ones look like.
        best = find_mutual(a, b, odds, records)
        in_truth = _count_levels(levels[best], probability[best]) + trust * expected
        in_truth /= in_truth.sum(axis=1, keepdims=True)
        share = min((start + probability.sum()) / pairs, 0.5)
    return Links(a=a, b=b, levels=levels, evidence=evidence, probability=probability)


def _count_levels(
    levels: NDArray[np.int64], weights: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    """Return how often each level occurs, a row a field, a column a level; `UNKNOWN` is left out.

    `levels`: (pairs, fields); `weights`: how much each pair counts, 1 if not given.
    """
    # bincount knows no -1: all go up by one, and the first column is dropped.
    counts = [
        np.bincount(column + 1, weights=weights, minlength=_LEVELS + 1)[1:] for column in levels.T
    ]
    return np.array(counts, dtype=float)


def _look_up(table: NDArray[np.float64], levels: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the entry of the table, a row a field, for each level; 0 where it is not known."""
    # A last column of zeros stands for `UNKNOWN`. The table is read as one flat row, in which a
    # field is _LEVELS + 1 long; -1, one field further on, is the column of zeros of its own field.
    padded = np.column_stack([table, np.zeros(len(table))])
    return np.take(
        padded, levels + (_LEVELS + 1) * np.arange(len(table)) + (levels < 0) * (_LEVELS + 1)
    )


def _draw_pairs(records: int, seed: int) -> NDArray[np.int64]:
    """Return random pairs of records, as `a · records + b`; all where there are few."""
    if records * (records - 1) / 2 <= _RANDOM_PAIRS:
        a, b = np.triu_indices(records, k=1)
    else:
        a, b = np.random.default_rng(seed).integers(records, size=(2, _RANDOM_PAIRS))
        a, b = np.minimum(a, b)[a != b], np.maximum(a, b)[a != b]
    return np.asarray(a * records + b, dtype=np.int64)


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
        tree = linkage(distance[np.triu_indices(len(members), k=1)], method="average")
        label[members] = free_label + fcluster(tree, 1 - least, criterion="distance") - 1

        # A component falls into at most as many groups as it has members: no label comes twice.
        free_label += len(members)
    return label
