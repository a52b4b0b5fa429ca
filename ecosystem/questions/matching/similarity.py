"""How alike texts are: n-grams and edits, for many texts at once. Arrays in, arrays out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Vectors = sparse.csr_array[Any, tuple[int, int]]


_SHORTEST, *_LONGER = 3, 4, 6
_ENOUGH_RARE = 0.75
_WORK_AT_ONCE = 20_000_000
_PAIRS_AT_ONCE = 20_000
_LONGEST = 24


def make_vectors(texts: Sequence[str], length: int = _SHORTEST) -> Vectors:
    """Return texts as vectors of length 1: runs of three bytes or more, the rarer the heavier.

    A text begins and ends with a space; each run counts once a text, weighted with
    ln(texts / texts that have it) + 1. An empty text is an empty row. `length`: of a run, up to 7.
    """
    coded = [f" {text} ".encode() if text else b"" for text in texts]
    lengths = np.array([len(one) for one in coded], dtype=np.int64)
    joined = np.frombuffer(b"".join(coded), dtype=np.uint8).astype(np.int64)
    row = np.repeat(np.arange(len(coded)), lengths)
    if len(joined) < length:
        empty = (np.empty(0, dtype=np.float32), (np.empty(0, dtype=int), np.empty(0, dtype=int)))
        return sparse.csr_array(empty, shape=(len(coded), 1))
    starts = len(joined) - length + 1
    runs = np.zeros(starts, dtype=np.int64)
    for at in range(length):
        runs = (runs << 8) | joined[at : at + starts]
    inside = row[:starts] == row[length - 1 :]
    code, kinds = _number_runs(runs[inside], length)
    each = keep_different(row[:starts][inside] * kinds + code)
    row, column = np.divmod(each, max(kinds, 1))
    held = np.bincount(column, minlength=kinds)
    weight = np.log(len(coded) / held)[column] + 1
    norm = np.sqrt(np.bincount(row, weights=weight**2, minlength=len(coded)))
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
    held = np.bincount(vectors.indices, minlength=vectors.shape[1])
    rare = vectors[:, held <= most_held]
    turned = rare.T.tocsr()
    work = np.cumsum(np.diff(turned.indptr)[rare.indices], dtype=np.int64)
    ends = np.concatenate([[0], work])[rare.indptr]
    firsts: list[NDArray[np.int64]] = []
    start = 0
    while start < rare.shape[0]:
        end = int(np.searchsorted(ends, ends[start] + _WORK_AT_ONCE, side="right")) - 1
        end = min(max(end, start + 1), rare.shape[0])
        firsts.append(_list_nearest(rare[start:end] @ turned, start, least, most))
        start = end
    if not firsts:
        none = np.empty(0, dtype=np.intp)
        return none, none
    found = keep_different(np.concatenate(firsts))
    a, b = np.divmod(found, rare.shape[0])
    return a.astype(np.intp), b.astype(np.intp)


def keep_different(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the different numbers in order; by sorting, which is quicker here than hashing."""
    ordered = np.sort(numbers)
    different: NDArray[np.int64] = ordered[np.diff(ordered, prepend=-1) != 0]
    return different


def _list_nearest(product: Vectors, start: int, least: float, most: int) -> NDArray[np.int64]:
    """Return the nearest rows of each row of a block of the product, as `a · rows + b`."""
    row = np.repeat(np.arange(product.shape[0]), np.diff(product.indptr))
    kept = np.flatnonzero((product.data >= least) & (product.indices != row + start))
    row, value, other = row[kept], product.data[kept], product.indices[kept]
    counts = np.bincount(row, minlength=product.shape[0])
    crowded = counts[row] > most
    chosen = np.flatnonzero(~crowded)
    if crowded.any():
        rest = np.flatnonzero(crowded)
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


def count_edits(first: Sequence[str], second: Sequence[str]) -> NDArray[np.int64]:
    """Return how many letters to put in, leave out, change or swap with the next, pair by pair.

    Optimal string alignment; texts are compared up to their 24th letter. Cost: pairs by the
    longest lengths, in blocks.
    """
    edits = np.zeros(len(first), dtype=np.int64)
    for start in range(0, len(first), _PAIRS_AT_ONCE):
        block = slice(start, start + _PAIRS_AT_ONCE)
        edits[block] = _align(_spell(first[block]), _spell(second[block]))
    return edits


def _spell(texts: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    cut = np.array([text[:_LONGEST] for text in texts], dtype=np.str_)
    letters = np.frombuffer(cut.tobytes(), dtype=np.uint32).reshape(len(cut), -1)
    return letters.T.copy(), np.char.str_len(cut).astype(np.int64)


def _align(
    first: tuple[NDArray[np.uint32], NDArray[np.int64]],
    second: tuple[NDArray[np.uint32], NDArray[np.int64]],
) -> NDArray[np.int64]:
    (a, length_a), (b, length_b) = first, second
    pairs = len(length_a)
    table = np.zeros((len(a) + 1, len(b) + 1, pairs), dtype=np.uint8)
    table[:, 0] = np.arange(len(a) + 1, dtype=np.uint8)[:, None]
    table[0] = np.arange(len(b) + 1, dtype=np.uint8)[:, None]
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            step = np.minimum(table[i - 1, j], table[i, j - 1]) + np.uint8(1)
            change = table[i - 1, j - 1] + (a[i - 1] != b[j - 1])
            best = np.minimum(step, change.astype(np.uint8))
            if i > 1 and j > 1:
                swapped = (a[i - 1] == b[j - 2]) & (a[i - 2] == b[j - 1])
                swap = np.where(swapped, table[i - 2, j - 2] + np.uint8(1), np.uint8(255))
                best = np.minimum(best, swap)
            table[i, j] = best
    return table[length_a, length_b, np.arange(pairs)].astype(np.int64)
