"""How often chance alone would make two rows share as much: arrays in, arrays out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import expit, logit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy import sparse

    from .overlap import Pairs

    Incidence = sparse.csr_array[Any, tuple[int, int]]


_STEPS = 100
_CLOSE = 1e-12


def measure_chance(holds: Sequence[Incidence], pairs: Pairs) -> NDArray[np.float64]:
    """Return for each pair how likely chance alone makes it share as much in every dimension.

    In each dimension chance is the maximum-entropy model that keeps, on average, how many values
    each row holds and how many rows hold each value; dimensions are independent of each other, so
    the tails multiply. A dimension in which one of the two is not known counts as 1.
    """
    chance = np.ones(len(pairs.a))
    for at, matrix in enumerate(holds):
        here = np.flatnonzero(~np.isnan(pairs.alike[:, at]))
        if len(here):
            chance[here] *= measure_tails(
                matrix, pairs.a[here], pairs.b[here], pairs.shared[here, at]
            )
    return chance


def control_false(p_values: NDArray[np.float64], tests: float) -> NDArray[np.float64]:
    """Return q values (Benjamini and Hochberg): the share of false finds if this one is taken.

    `tests` is how many pairs there are; pairs that are not given count as not found.
    """
    order = np.argsort(p_values, kind="stable")
    steps = p_values[order] * tests / np.arange(1, len(order) + 1)
    q_values = np.empty(len(order))
    q_values[order] = np.minimum(np.minimum.accumulate(steps[::-1])[::-1], 1.0)
    return q_values


def measure_tails(
    holds: Incidence,
    a: NDArray[np.intp],
    b: NDArray[np.intp],
    shared: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Return P(rows a and b share at least `shared` values) by chance, for each pair.

    Rows that hold nothing are not part of the model.

    Notes
    -----
    The number shared is a sum of independent yes-or-no draws, one a value. Its tail depends only
    on how many values each of the two rows holds, so it is worked out once for each pair of
    sizes, exactly, adding positive terms only. Cost: pairs of sizes by values by most shared.
    """
    sizes, rows, size_of = _count_each(np.diff(holds.indptr))
    held = np.bincount(holds.indices, minlength=holds.shape[1])
    if sizes[0] == 0:
        sizes, rows, size_of = sizes[1:], rows[1:], size_of - 1
    chances = fit_chances(sizes, rows, held)
    of_pair = size_of[a] * len(sizes) + size_of[b]
    is_met = np.zeros(len(sizes) ** 2, dtype=bool)
    is_met[of_pair] = True
    met = np.flatnonzero(is_met)
    first, second = np.divmod(met, len(sizes))
    draws = np.ascontiguousarray((chances[first] * chances[second]).T)
    at_least = np.zeros((int(shared.max(initial=0)) + 1, len(met)))
    at_least[0] = 1.0
    fewer, more = at_least[:-1], at_least[1:]
    for draw, no_draw in zip(draws, 1 - draws, strict=True):
        one_more = fewer * draw
        more *= no_draw
        more += one_more
    # One flat place a pair is read three times faster than a row and a column.
    column = (np.cumsum(is_met) - 1)[of_pair]
    tails: NDArray[np.float64] = at_least.ravel()[shared * len(met) + column]
    return tails


def fit_chances(
    sizes: NDArray[np.int64], rows: NDArray[np.int64], counts: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return how likely a row of each size holds each value, in the maximum-entropy model.

    `sizes` are the different sizes of rows, `rows` how many rows have each, `counts` how many
    rows hold each value. The chances of a row add up to its size, those of a value to its count.

    Notes
    -----
    The bipartite configuration model: p = xy / (1 + xy). Values held by the same number of rows
    have the same chance, so the equations are solved for each different size and count, by
    Newton's method; a step that leaves the sums further off is halved. Rows that hold all values
    and values that all or no rows hold are certain, and taken out first.
    """
    held, values, value_of = _count_each(counts)
    chances = np.full((len(sizes), len(held)), np.nan)
    row_left, value_left = sizes.astype(float), held.astype(float)
    while (free := np.isnan(chances)).any():
        open_values = free @ values
        open_rows = rows @ free
        sure_rows = np.flatnonzero(free.any(axis=1) & ((row_left == 0) | (row_left == open_values)))
        sure_values = np.flatnonzero(
            free.any(axis=0) & ((value_left == 0) | (value_left == open_rows))
        )
        if len(sure_rows):
            at = sure_rows[0]
            holds = float(row_left[at] > 0)
            chances[at, free[at]] = holds
            value_left[free[at]] -= rows[at] * holds
        elif len(sure_values):
            at = sure_values[0]
            is_held = float(value_left[at] > 0)
            chances[free[:, at], at] = is_held
            row_left[free[:, at]] -= values[at] * is_held
        else:
            r, c = free.any(axis=1), free.any(axis=0)
            chances[np.ix_(r, c)] = _solve(row_left[r], rows[r], value_left[c], values[c])
            break
    by_value: NDArray[np.float64] = chances[:, value_of]
    return by_value


def _count_each(
    numbers: NDArray[np.integer[Any]],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return the different numbers, how often each comes, and which each one is."""
    times = np.bincount(numbers)
    different = np.flatnonzero(times)
    return different, times[different], (np.cumsum(times > 0) - 1)[numbers]


def _solve(
    sizes: NDArray[np.float64],
    rows: NDArray[np.int64],
    counts: NDArray[np.float64],
    values: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Return 1 / (1 + exp(-x - y)) with the given sums; classes of rows by classes of values."""
    share = rows @ sizes / (rows.sum() * values.sum())
    x, y = logit(sizes / values.sum()), logit(counts / rows.sum()) - logit(share)
    step_x, step_y = np.zeros_like(x), np.zeros_like(y)
    weight = np.outer(rows, values)
    enough = (_CLOSE * max(sizes.max(), counts.max())) ** 2
    before = np.inf
    for _ in range(_STEPS):
        chances: NDArray[np.float64] = expit(x[:, None] + y)
        short_x, short_y = sizes - chances @ values, counts - rows @ chances
        off = float(short_x @ short_x + short_y @ short_y)
        if off < enough:
            break
        if off > before:
            step_x, step_y = step_x / 2, step_y / 2
            x, y = x - step_x, y - step_y
            continue
        before = off
        spread = weight * chances * (1 - chances)
        across, down = spread.sum(axis=1), spread.sum(axis=0)
        pull_x, pull_y = rows * short_x, values * short_y / down
        # The values' part is diagonal: solve for the rows first. What is added to all rows and
        # taken from all values changes nothing: the number put in everywhere makes that part 0.
        small = across.max() - (spread / down) @ spread.T
        small.flat[:: len(rows) + 1] += across
        step_x = np.linalg.solve(small, pull_x - spread @ pull_y)
        step_y = pull_y - step_x @ spread / down
        x, y = x + step_x, y + step_y
    return chances


MOST_BY_CHANCE = 0.2
