"""How alike texts are: n-grams and edits, for many texts at once. Arrays in, arrays out."""

from __future__ import annotations

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

_WORK_AT_ONCE = 20_000_000
"""Products of two entries worked out in one block: bounds the memory, and changes no answer."""

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
    values = (weight / norm[row]).astype(np.float32)
    ends = np.searchsorted(row, np.arange(len(coded) + 1))
    return sparse.csr_array((values, column, ends), shape=(len(coded), max(kinds, 1)))


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

    # A block is at least one row, whatever it costs.
    blocks: list[NDArray[np.int64]] = []
    start = 0
    while start < rare.shape[0]:
        end = int(np.searchsorted(ends, ends[start] + _WORK_AT_ONCE, side="right")) - 1
        end = min(max(end, start + 1), rare.shape[0])
        blocks.append(_list_nearest(rare[start:end] @ turned, start, least, most))
        start = end
    if not blocks:
        none = np.empty(0, dtype=np.intp)
        return none, none

    # A pair comes twice where each of the two is among the nearest of the other.
    a, b = np.divmod(keep_different(np.concatenate(blocks)), rare.shape[0])
    return a.astype(np.intp), b.astype(np.intp)


def keep_different(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the different numbers in order; by sorting, which is quicker here than hashing."""
    ordered = np.sort(numbers)
    different: NDArray[np.int64] = ordered[np.diff(ordered, prepend=-1) != 0]
    return different


def _list_nearest(product: Vectors, start: int, least: float, most: int) -> NDArray[np.int64]:
    """Return the nearest rows of each row of a block of the product, as `a · rows + b`.

    `product`: (rows of the block, all rows), the cosines; `start`: the number of its first row.
    """
    # row, value, other: (pairs,) the entries that are near enough, no row with itself.
    row = np.repeat(np.arange(product.shape[0]), np.diff(product.indptr))
    kept = np.flatnonzero((product.data >= least) & (product.indices != row + start))
    row, value, other = row[kept], product.data[kept], product.indices[kept]

    # Only rows with too many are sorted, because all others keep what they have.
    counts = np.bincount(row, minlength=product.shape[0])
    crowded = counts[row] > most
    chosen = np.flatnonzero(~crowded)
    if crowded.any():
        rest = np.flatnonzero(crowded)
        # Equal cosines in the order of the rows, so that ties are cut the same in every run.
        rest = rest[np.lexsort((other[rest], -value[rest], row[rest]))]
        per_row = np.bincount(row[rest], minlength=product.shape[0])
        rank = np.arange(len(rest)) - np.repeat(np.cumsum(per_row) - per_row, per_row)
        chosen = np.concatenate([chosen, rest[rank < most]])

    a, b = row[chosen] + start, other[chosen].astype(np.int64)
    return np.minimum(a, b) * product.shape[1] + np.maximum(a, b)


def measure_cosines(
    vectors: Vectors, a: NDArray[np.intp], b: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Return the cosine of each pair of rows."""
    return np.asarray(vectors[a].multiply(vectors[b]).sum(axis=1), dtype=float)


def count_edits(first: Sequence[str], second: Sequence[str]) -> NDArray[np.int32]:
    """Return how many letters to put in, leave out, change or swap with the next, pair by pair.

    Optimal string alignment; texts are compared up to their 24th letter.
    """
    edits: NDArray[np.int32] = cpdist(
        [text[:_LONGEST] for text in first],
        [text[:_LONGEST] for text in second],
        scorer=OSA.distance,
        dtype=np.int32,
    )
    return edits
