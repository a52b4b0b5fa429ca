"""How likely two records are the same one: candidates, levels of agreement, probabilities.

Arrays in, arrays out. After Fellegi and Sunter 1969, without labels: what agrees by chance is
seen in random pairs, what agrees in truth in pairs that are each other's best.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

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


UNKNOWN, DIFFERENT, NEAR, ALIKE, SAME = -1, 0, 1, 2, 3
"""Levels of agreement of two values."""

_LEVELS = 4
_RANDOM_PAIRS = 20_000
_ROUNDS = 10
_SETTLED = 1e-12
_NEAREST = 12
_LEAST_COSINE = 0.2
_MOST_SHARING = 50
_HALF = 0.5
_CHANCE_TRUST = 500


@dataclass(frozen=True, kw_only=True, eq=False)
class Field:
    """One thing known of each record: `values`, a text each, empty where not known.

    kind: "name" (several words, compared by runs of letters), "word" (short, compared letter by
    letter), "number" (an identifier; one slip is ALIKE) or "code" (the same or not).
    expected: how often two records of one thing differ, are near, alike and the same, for a
    start; `trust` pairs' worth of it stay beside what the data say. by_chance: the same for two
    records of different things, and 500 pairs' worth of it. unseen: how many other records are
    counted as holding a value that only the pair holds.
    """

    name: str
    kind: str
    values: Sequence[str]
    expected: tuple[float, float, float, float] = (0.04, 0.03, 0.05, 0.88)
    by_chance: tuple[float, float, float, float] = (0.9, 0.08, 0.015, 0.005)
    trust: float = 20.0
    unseen: float = 0.5


@dataclass(frozen=True, kw_only=True, eq=False)
class Links:
    """Pairs of records, `a` before `b`: agreement by field, log odds by field, probability."""

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
    each = keep_different(code.astype(np.int64) * witnesses + witness)
    return np.bincount(each // witnesses, minlength=values)


@dataclass(frozen=True, kw_only=True, eq=False)
class Rarity:
    """How rare the value of each record is. Rows of one witness tell one thing, not several.

    count: the witnesses that hold the record's value; witness: who tells the record; known: the
    records that have a value; unseen: how many more holders are assumed.
    """

    count: NDArray[np.intp]
    witness: NDArray[np.intp]
    known: int
    unseen: float

    def measure(self, a: NDArray[np.intp], b: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return the share of records that hold the value of each pair, the pair left out."""
        own = np.where(self.witness[a] == self.witness[b], 1, 2)
        others = np.maximum(np.maximum(self.count[a], self.count[b]) - own, 0)
        return np.asarray((others + self.unseen) / max(self.known, 1), dtype=float)


class Comparer:
    """Compares the values of one field, each pair of different values once."""

    def __init__(self, field: Field, witness: NDArray[np.intp] | None = None) -> None:
        self.kind = field.kind
        texts, self.code = np.unique(np.asarray(field.values, dtype=np.str_), return_inverse=True)
        self.texts = texts
        self.is_known = texts[self.code] != ""
        self.expected, self.by_chance = field.expected, field.by_chance
        self.trust = field.trust
        told = np.arange(len(self.code)) if witness is None else witness
        self.rarity = Rarity(
            count=count_holders(self.code, told, len(texts))[self.code],
            witness=told,
            known=int(self.is_known.sum()),
            unseen=field.unseen,
        )
        self.vectors = make_vectors(texts.tolist()) if field.kind == "name" else None

    def compare(self, a: NDArray[np.intp], b: NDArray[np.intp]) -> NDArray[np.int64]:
        """Return the level of agreement of each pair of records."""
        levels = np.full(len(a), UNKNOWN)
        known = np.flatnonzero(self.is_known[a] & self.is_known[b])
        first, second = self.code[a[known]], self.code[b[known]]
        low, high = np.minimum(first, second), np.maximum(first, second)
        keys = low * len(self.texts) + high
        each = keep_different(keys)
        levels[known] = self._compare_values(*np.divmod(each, len(self.texts)))[
            np.searchsorted(each, keys)
        ]
        return levels

    def _compare_values(self, a: NDArray[np.intp], b: NDArray[np.intp]) -> NDArray[np.int64]:
        levels = np.where(a == b, SAME, DIFFERENT)
        others = np.flatnonzero(a != b)
        if self.kind == "code" or not len(others):
            return levels
        a, b = a[others], b[others]
        if self.vectors is not None:
            cosine = measure_cosines(self.vectors, a, b)
            levels[others] = np.digitize(cosine, (0.4, 0.7))
            return levels
        first, second = self.texts[a], self.texts[b]
        edits = count_edits(first.tolist(), second.tolist())
        if self.kind == "number":
            levels[others] = np.where(edits == 1, ALIKE, DIFFERENT)
            return levels
        longest = np.maximum(np.char.str_len(first), np.char.str_len(second))
        levels[others] = np.digitize(1 - edits / longest, (0.5, 0.75))
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
    rows = rows[np.argsort(code[rows], kind="stable")]
    found = [np.empty(0, dtype=np.int64)]
    for step in range(1, int(count[code[rows]].max(initial=1))):
        same = np.flatnonzero(code[rows[step:]] == code[rows[:-step]])
        found.append(rows[same] * len(texts) + rows[same + step])
    return keep_different(np.concatenate(found))


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
    a, b = np.divmod(candidates, max(records, 1))
    levels = np.column_stack([one.compare(a, b) for one in comparers])
    random_pairs = _draw_pairs(records, seed)
    random_levels = np.column_stack(
        [one.compare(*np.divmod(random_pairs, max(records, 1))) for one in comparers]
    )
    rarity = np.zeros(levels.shape)
    for at, one in enumerate(comparers):
        same = levels[:, at] == SAME
        rarity[same, at] = np.log(one.rarity.measure(a[same], b[same]))
    expected = np.array([one.expected for one in comparers])
    by_chance = np.array([one.by_chance for one in comparers])
    trust = np.array([[one.trust] for one in comparers])
    pairs = max(records * (records - 1) / 2, 1.0)
    start = 1 + records / 50
    share = min((start + records / 10) / pairs, 0.5)
    in_truth = expected / expected.sum(axis=1, keepdims=True)
    evidence = np.zeros(levels.shape)
    probability = np.zeros(len(a))
    for _ in range(_ROUNDS):
        counted = ~np.isin(random_pairs, candidates[probability >= _HALF])
        chance = _count_levels(random_levels[counted]) + _CHANCE_TRUST * by_chance
        chance /= chance.sum(axis=1, keepdims=True)
        chance_of = np.where(levels == SAME, rarity, _look_up(np.log(chance), levels))
        evidence = _look_up(np.log(in_truth), levels) - chance_of
        odds = evidence.sum(axis=1)
        before, probability = probability, expit(logit(share) + odds)
        if np.abs(probability - before).max(initial=0) < _SETTLED:
            break
        best = find_mutual(a, b, odds, records)
        in_truth = _count_levels(levels[best], probability[best]) + trust * expected
        in_truth /= in_truth.sum(axis=1, keepdims=True)
        share = min((start + probability.sum()) / pairs, 0.5)
    return Links(a=a, b=b, levels=levels, evidence=evidence, probability=probability)


def _count_levels(
    levels: NDArray[np.int64], weights: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    """Return how often each level occurs, a row a field."""
    counts = [
        np.bincount(column + 1, weights=weights, minlength=_LEVELS + 1)[1:] for column in levels.T
    ]
    return np.array(counts, dtype=float)


def _look_up(table: NDArray[np.float64], levels: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the entry of the table, a row a field, for each level; 0 where it is not known."""
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
    sizes, links_in = np.bincount(label), np.bincount(label[a], minlength=label.max(initial=0) + 1)
    order = np.argsort(label[a], kind="stable")
    ends = np.cumsum(links_in)
    free = len(sizes)
    for one in np.flatnonzero(links_in < sizes * (sizes - 1) // 2):
        members = np.flatnonzero(label == one)
        chosen = order[ends[one] - links_in[one] : ends[one]]
        apart = np.ones((len(members), len(members)))
        first, second = np.searchsorted(members, a[chosen]), np.searchsorted(members, b[chosen])
        apart[first, second] = 1 - probability[chosen]
        tree = linkage(apart[np.triu_indices(len(members), k=1)], method="average")
        label[members] = free + fcluster(tree, 1 - least, criterion="distance") - 1
        free += len(members)
    return label
