"""How often chance alone would make two rows share as much: arrays in, arrays out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import expit, logit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy import sparse

    from .overlap import Cases, Dimension

    Incidence = sparse.csr_array[Any, tuple[int, int]]


MOST_BY_CHANCE = 0.2
"""The q value up to which a pair counts as beyond chance: one in five such pairs is then expected
to be chance. A smaller one groups less, and misses more."""

_STEPS = 100
"""Most steps of Newton's method; stopping sooner would leave the sums off by more."""

_CLOSE = 1e-12
"""How far sums may stay off, as a share of the largest: p-values then agree with `bicm` to 1e-12
(docs/benchmarks/duplication.md)."""


def measure_chance(dimensions: Sequence[Dimension], cases: Cases) -> NDArray[np.float64]:
    """Return for each case how likely chance alone makes it share as much in every dimension.

    In each dimension chance is the maximum-entropy model that keeps, on average, how many values
    each row holds and how many rows hold each value; dimensions are independent of each other, so
    the tails multiply. A dimension in which one of the two is not known counts as 1, and so does
    one in which one of them is open to all, for then chance has no part in it.
    """
    chance = np.ones(len(cases.a))
    for column, dimension in enumerate(dimensions):
        is_drawn = ~np.isnan(cases.alike[:, column])
        if dimension.is_open is not None:
            is_drawn &= ~(dimension.is_open[cases.a] | dimension.is_open[cases.b])
        drawn = np.flatnonzero(is_drawn)
        if len(drawn):
            chance[drawn] *= measure_tails(
                dimension.holds, cases.a[drawn], cases.b[drawn], cases.shared[drawn, column]
            )
    return chance


def control_false(
    p_values: NDArray[np.float64], tests: float, times: NDArray[np.integer[Any]]
) -> NDArray[np.float64]:
    """Return q values (Benjamini and Hochberg): the share of false finds if this one is taken.

    `tests` is how many pairs there are; pairs that are not given count as not found. `times`: how
    many pairs each of those given is.

    Notes
    -----
    `scipy.stats.false_discovery_control` times tests / given is the same but for the last digit,
    which answers written by earlier versions hold.
    """
    order = np.argsort(p_values, kind="stable")
    order = order[times[order] > 0]
    steps = p_values[order] * tests / np.cumsum(times[order])
    q_values = np.ones(len(p_values))
    q_values[order] = np.minimum(np.minimum.accumulate(steps[::-1])[::-1], 1.0)
    return q_values


def measure_tails(
    holds: Incidence,
    a: NDArray[np.integer[Any]],
    b: NDArray[np.integer[Any]],
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
    # sizes: the different numbers of values that rows hold; rows: how many rows hold as many;
    # size_of: (all rows,) which of the sizes a row has; held: (values,) how many rows hold each.
    sizes, rows, size_of = _count_each(np.diff(holds.indptr))
    held = np.bincount(holds.indices, minlength=holds.shape[1])
    if sizes[0] == 0:
        sizes, rows, size_of = sizes[1:], rows[1:], size_of - 1
    chances = fit_chances(sizes, rows, held)

    # Only the pairs of sizes that occur are worked out. first, second: (pairs of sizes,).
    size_pair = size_of[a] * len(sizes) + size_of[b]
    is_met = np.zeros(len(sizes) ** 2, dtype=bool)
    is_met[size_pair] = True
    met = np.flatnonzero(is_met)
    first, second = np.divmod(met, len(sizes))

    # (values, pairs of sizes): how likely both hold the value.
    draws = np.ascontiguousarray((chances[first] * chances[second]).T)

    # (k, pairs of sizes): P(at least k shared), value by value: at least k after this value is at
    # least k before it, or k - 1 before it and this one shared. Worked out in place, so the
    # product with the row above is taken before that row changes.
    at_least = np.zeros((int(shared.max(initial=0)) + 1, len(met)))
    at_least[0] = 1.0
    fewer, more = at_least[:-1], at_least[1:]
    for draw, no_draw in zip(draws, 1 - draws, strict=True):
        with_this = fewer * draw
        more *= no_draw
        more += with_this

    # One flat position a pair is read three times faster than a row and a column.
    column = (np.cumsum(is_met) - 1)[size_pair]
    tails: NDArray[np.float64] = at_least.ravel()[shared * len(met) + column]
    return tails


def fit_chances(
    sizes: NDArray[np.int64], rows: NDArray[np.int64], counts: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return how likely a row of each size holds each value, in the maximum-entropy model.

    A row a size, a column a value. `sizes` are the different sizes of rows, `rows` how many rows
    have each, `counts` how many rows hold each value. The chances of a row add up to its size,
    those of a value to its count.

    Notes
    -----
    The bipartite configuration model: p = xy / (1 + xy). Values held by the same number of rows
    have the same chance, so the equations are solved for each different size and count, by
    Newton's method; a step that leaves the sums further off is halved. Rows that hold all values
    and values that all or no rows hold are certain, and taken out first.
    """
    # Everything below is (sizes, counts): classes of rows by classes of values. chances is NaN
    # where it is still to be found; row_left and value_left are the sums still to be shared out.
    held, values, value_of = _count_each(counts)
    chances = np.full((len(sizes), len(held)), np.nan)
    row_left, value_left = sizes.astype(float), held.astype(float)
    while (free := np.isnan(chances)).any():
        open_values = free @ values
        open_rows = rows @ free
        is_sure_row = (row_left == 0) | (row_left == open_values)
        is_sure_value = (value_left == 0) | (value_left == open_rows)
        sure_rows = np.flatnonzero(free.any(axis=1) & is_sure_row)
        sure_values = np.flatnonzero(free.any(axis=0) & is_sure_value)

        # What is certain has no finite solution. One class is taken out at a time, because what is
        # left may then make another certain.
        if len(sure_rows):
            row = sure_rows[0]
            holds = float(row_left[row] > 0)
            chances[row, free[row]] = holds
            value_left[free[row]] -= rows[row] * holds
        elif len(sure_values):
            column = sure_values[0]
            is_held = float(value_left[column] > 0)
            chances[free[:, column], column] = is_held
            row_left[free[:, column]] -= values[column] * is_held
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
    # Started as if rows and values were independent: then x and y add up to the right log odds.
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
            # Too far: half of the last step is taken back.
            step_x, step_y = step_x / 2, step_y / 2
            x, y = x - step_x, y - step_y
            continue
        before = off

        # How fast each sum changes with its own number, and with the others'.
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
