"""How alike texts are: n-grams and edits, for many texts at once. Arrays in, arrays out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Vectors = sparse.csr_array[Any, tuple[int, int]]


BESIDE = 50
"""Texts, or records, taken to stand beside those there are. A file shows some of what there is, and
without the rest a stranger more would weigh much in a small one: one beside two by a half, one
beside 52 by a fiftieth. Many more would drown what a small file says of what is common in it."""

_SHORTEST, *_LONGER = 3, 4, 6
"""Lengths of runs, in bytes, the shortest first. Three is the usual trigram: a slip spoils at most
three of them. Six is the longest tried: each byte more makes a slip cost one run more."""

_ENOUGH_RARE = 0.75
"""Share of the texts' weight that must lie in rare runs before runs stop growing. With runs of
three bytes alone 0.315 of the planted twins among 78,000 names were found, with this rule 0.947
(docs/benchmarks/matching.md). A larger share means longer runs, which a slip spoils sooner."""

_WORK_AT_ONCE = 5_000_000
"""Products of two entries worked out in one block: bounds the memory, and changes no answer.
Smaller blocks meet fewer rows twice, larger ones are cut less often."""

_NEAR_AT_ONCE = 4_000_000
"""Ways from a row to one near it that are held before all but the nearest are dropped; they take 20
bytes each. It changes no answer."""

_LONGEST = 24
"""Letters of a text that count for edits. The texts are words and numbers, which hardly ever get
this long; a longer one that differs after it counts as the same."""


def make_vectors(texts: Sequence[str], length: int = _SHORTEST) -> Vectors:
    """Return texts as vectors of length 1: runs of three bytes or more, the rarer the heavier.

    A row a text, a column a run that occurs. A text begins and ends with a space; each run counts
    once a text, weighted with ln((texts + 50) / texts that have it) + 1. An empty text is an empty
    row. `length`: of a run, up to 7.
    """
    coded = [f" {text} ".encode() if text else b"" for text in texts]
    lengths = np.array([len(text) for text in coded], dtype=np.intp)

    # All texts as one string of bytes, because numpy then slides over it once for all of them.
    # row: (bytes,) the text each byte belongs to.
    joined = np.frombuffer(b"".join(coded), dtype=np.uint8).astype(np.int64)
    row = np.repeat(np.arange(len(coded)), lengths)
    if len(joined) < length:
        empty = (np.empty(0, dtype=np.float32), (np.empty(0, dtype=int), np.empty(0, dtype=int)))
        return sparse.csr_array(empty, shape=(len(coded), 1))

    # The bytes of a run, shifted into one number: up to 7 fit, for the sign bit must stay free.
    starts = len(joined) - length + 1
    runs = np.zeros(starts, dtype=np.int64)
    for shift in range(length):
        runs = (runs << 8) | joined[shift : shift + starts]

    # A run must begin and end in the same text.
    inside = row[:starts] == row[length - 1 :]
    code, kinds = _number_runs(runs[inside], length)

    # Row and run in one number, so that one sort drops repeats and leaves the rows in order.
    cells = keep_different(row[:starts][inside] * kinds + code)
    row, column = np.divmod(cells, max(kinds, 1))
    held = np.bincount(column, minlength=kinds)
    weight = np.log((len(coded) + BESIDE) / held)[column] + 1
    norm = np.sqrt(np.bincount(row, weights=weight**2, minlength=len(coded)))

    # Four bytes a value are enough for a cosine, and halve the memory of the products.
    # So are four bytes a column where they hold its number, which halves the way once more.
    values = (weight / norm[row]).astype(np.float32)
    ends = np.searchsorted(row, np.arange(len(coded) + 1))
    size = np.int32 if max(kinds, len(row)) <= np.iinfo(np.int32).max else np.int64
    places = (values, column.astype(size), ends.astype(size))
    return sparse.csr_array(places, shape=(len(coded), max(kinds, 1)))


def _number_runs(runs: NDArray[np.int64], length: int) -> tuple[NDArray[np.int64], int]:
    """Return the number of each run among the different ones, and how many those are."""
    if length > _SHORTEST:
        different, code = np.unique(runs, return_inverse=True)
        return code.astype(np.int64), len(different)
    # A table of all runs of three bytes is quicker than sorting.
    used = np.zeros(1 << 24, dtype=bool)
    used[runs] = True
    number = np.empty(len(used), dtype=np.int32)
    kinds = int(used.sum())
    number[used] = np.arange(kinds, dtype=np.int32)
    return number[runs].astype(np.int64), kinds


def make_rare_vectors(texts: Sequence[str], most_held: int) -> Vectors:
    """Return texts as vectors of runs long enough for the rare ones to tell them apart.

    The more texts there are, the more of them hold a run of three letters. Runs grow from three to
    six bytes until those held by up to `most_held` texts make up three quarters of the vectors.
    """
    vectors = make_vectors(texts)
    for length in _LONGER:
        held = np.bincount(vectors.indices, minlength=vectors.shape[1])
        # The squares of a row add up to 1, so their sum over rare runs counts texts.
        rare = (vectors.data[held[vectors.indices] <= most_held] ** 2).sum()
        if rare >= _ENOUGH_RARE * (np.diff(vectors.indptr) > 0).sum():
            break
        vectors = make_vectors(texts, length)
    return vectors


def find_similar(
    vectors: Vectors, *, least: float, most: int, most_held: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return pairs of rows, `a` before `b`, that are among the `most` nearest of one of the two.

    Runs held by more than `most_held` rows are not used to find pairs; neither are pairs whose
    cosine over the others is below `least`.
    """
    # (texts, runs): only the rare runs, for a run that all texts hold would pair all with all.
    held = np.bincount(vectors.indices, minlength=vectors.shape[1])
    rare = vectors[:, held <= most_held]
    turned = rare.T.tocsr()

    # How many products each row takes is known before: one for each text that holds each of its
    # runs. ends: (texts + 1,) the work up to each row, by which blocks of equal work are cut.
    work = np.cumsum(np.diff(turned.indptr)[rare.indices], dtype=np.int64)
    ends = np.concatenate([[0], work])[rare.indptr]

    # A block is at least one row, whatever it costs. It is multiplied with itself and the rows
    # after it, because those before it have met its rows already. near: (pairs,) `_Near`.
    near = _Near.none()
    start = 0
    while start < rare.shape[0]:
        end = int(np.searchsorted(ends, ends[start] + _WORK_AT_ONCE, side="right")) - 1
        end = min(max(end, start + 1), rare.shape[0])
        near = near.join(_list_near(rare[start:end] @ turned, start, least))
        if len(near.row) > _NEAR_AT_ONCE:
            near = near.keep_nearest(most, rare.shape[0])
        turned = turned[:, end - start :]
        start = end

    # A pair comes twice where each of the two is among the nearest of the other.
    near = near.keep_nearest(most, rare.shape[0])
    low, high = np.minimum(near.row, near.other), np.maximum(near.row, near.other)
    # 64 bits wherever it runs: the numbers of pairs grow with the square of the texts.
    numbers = low.astype(np.int64) * rare.shape[0] + high
    a, b = np.divmod(keep_different(numbers), rare.shape[0])
    return a.astype(np.intp), b.astype(np.intp)


def keep_different(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the different numbers in order; by sorting, which is quicker here than hashing."""
    ordered = np.sort(numbers)
    different: NDArray[np.int64] = ordered[np.diff(ordered, prepend=-1) != 0]
    return different


def number_different(
    numbers: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.intp]]:
    """Return the different numbers in order, and for each number which of them it is."""
    order = np.argsort(numbers)
    ordered = numbers[order]
    is_first = np.diff(ordered, prepend=-1) != 0
    which = np.empty(len(numbers), dtype=np.intp)
    which[order] = np.cumsum(is_first) - 1
    return ordered[is_first], which


@dataclass(frozen=True, kw_only=True, eq=False)
class _Near:
    """Rows and what is near them. Each pair stands there twice, once from each of the two.

    Attributes
    ----------
    row, other : (ways,) int
    cosine : (ways,) float
    """

    row: NDArray[np.intp]
    other: NDArray[np.intp]
    cosine: NDArray[np.float32]

    @classmethod
    def none(cls) -> _Near:
        """Return no pairs."""
        rows = np.empty(0, dtype=np.intp)
        return cls(row=rows, other=rows, cosine=np.empty(0, dtype=np.float32))

    def join(self, more: _Near) -> _Near:
        """Return these and more."""
        return _Near(
            row=np.concatenate([self.row, more.row]),
            other=np.concatenate([self.other, more.other]),
            cosine=np.concatenate([self.cosine, more.cosine]),
        )

    def keep_nearest(self, most: int, rows: int) -> _Near:
        """Return the `most` nearest of each row; of equal ones those of lower number."""
        # Only rows with too many are sorted, because all others keep what they have.
        crowded = np.bincount(self.row, minlength=rows)[self.row] > most
        if not crowded.any():
            return self
        rest = np.flatnonzero(crowded)
        # Equal cosines in the order of the rows, so that ties are cut the same in every run.
        rest = rest[np.lexsort((self.other[rest], -self.cosine[rest], self.row[rest]))]
        per_row = np.bincount(self.row[rest], minlength=rows)
        rank = np.arange(len(rest)) - np.repeat(np.cumsum(per_row) - per_row, per_row)
        kept = np.concatenate([np.flatnonzero(~crowded), rest[rank < most]])
        return _Near(row=self.row[kept], other=self.other[kept], cosine=self.cosine[kept])


def _list_near(product: Vectors, start: int, least: float) -> _Near:
    """Return the pairs of a block of the product that are near enough, from both of their rows.

    `product`: (rows of the block, rows of the block and after it), the cosines; `start`: the
    number of the block's first row.
    """
    # Few of the products are near enough: rows are looked up for those only. Within the block a
    # pair comes twice and each row meets itself, so only rows further on are kept.
    kept = np.flatnonzero(product.data >= least)
    row = np.searchsorted(product.indptr, kept, side="right") - 1
    other, cosine = product.indices[kept].astype(np.intp), product.data[kept]
    after = other > row
    row, other, cosine = row[after] + start, other[after] + start, cosine[after]
    return _Near(
        row=np.concatenate([row, other]),
        other=np.concatenate([other, row]),
        cosine=np.concatenate([cosine, cosine]),
    )


def measure_cosines(
    vectors: Vectors, a: NDArray[np.intp], b: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Return the cosine of each pair of rows."""
    return np.asarray(vectors[a].multiply(vectors[b]).sum(axis=1), dtype=float)


def count_edits(first: Sequence[str], second: Sequence[str]) -> NDArray[np.int32]:
    """Return how many letters to put in, leave out, change or swap with the next, pair by pair.

    Optimal string alignment; texts are compared up to their 24th letter.
    """
    pairs = np.arange(len(first))
    return count_edits_among([*first, *second], pairs, pairs + len(first))


def count_edits_among(
    texts: Sequence[str], a: NDArray[np.intp], b: NDArray[np.intp], most: int | None = None
) -> NDArray[np.int32]:
    """Return the same of pairs of these texts, each by its number; one over `most` for any more."""
    # Each text is cut once and then only pointed at, because it may stand in thousands of pairs.
    cut = np.array([text[:_LONGEST] for text in texts], dtype=object)
    edits: NDArray[np.int32] = cpdist(
        cut[a].tolist(), cut[b].tolist(), scorer=OSA.distance, score_cutoff=most, dtype=np.int32
    )
    return edits
