"""How often chance alone would make two rows share as much: arrays in, arrays out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import expit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy import sparse

    from .overlap import Pairs

    Incidence = sparse.csr_array[Any, tuple[int, int]]

_STEPS = 100
_HALVINGS = 30
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
    sizes = np.diff(holds.indptr)
    size_values, size_of = np.unique(sizes, return_inverse=True)
    kept = size_values > 0
    chances = fit_chances(
        size_values[kept],
        np.bincount(size_of, minlength=len(size_values))[kept],
        np.bincount(holds.indices, minlength=holds.shape[1]),
    )
    code = size_of - int(not kept[0])
    low, high = np.minimum(code[a], code[b]), np.maximum(code[a], code[b])
    of_pair = low * len(chances) + high
    is_met = np.zeros(len(chances) ** 2, dtype=bool)
    is_met[of_pair] = True
    back = (np.cumsum(is_met) - 1)[of_pair]
    first, second = np.divmod(np.flatnonzero(is_met), len(chances))
    draws = np.ascontiguousarray((chances[first] * chances[second]).T)
    most = int(shared.max(initial=0))
    exactly = np.zeros((most + 1, len(first)))
    exactly[0] = 1.0
    at_least = exactly.copy()
    for draw, no_draw in zip(draws, 1 - draws, strict=True):
        one_more = exactly[:-1] * draw
        at_least[1:] += one_more
        exactly *= no_draw
        exactly[1:] += one_more
    tails: NDArray[np.float64] = at_least[shared, back]
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
    Newton's method on the likelihood, which is concave. Rows that hold all values and values that
    all or no rows hold are certain, and taken out first.
    """
    held, value_of, values = np.unique(counts, return_inverse=True, return_counts=True)
    chances = np.full((len(sizes), len(held)), np.nan)
    row_left, value_left = sizes.astype(float), held.astype(float)
    while (free := np.isnan(chances)).any():
        open_values = (free * values).sum(axis=1)
        open_rows = (free * rows[:, None]).sum(axis=0)
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
    by_value: NDArray[np.float64] = chances[:, value_of]
    return by_value


def _solve(
    sizes: NDArray[np.float64],
    rows: NDArray[np.int64],
    counts: NDArray[np.float64],
    values: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Return 1 / (1 + exp(-x - y)) with the given sums; classes of rows by classes of values."""
    total = float(sizes @ rows)
    x, y = np.log(sizes / np.sqrt(total)), np.log(counts / np.sqrt(total))
    weight = np.outer(rows, values).astype(float)
    enough = _CLOSE * max(sizes.max(), counts.max())
    for _ in range(_STEPS):
        chances: NDArray[np.float64] = expit(x[:, None] + y)
        pull_x = rows * (sizes - chances @ values)
        pull_y = values * (counts - rows @ chances)
        if max(np.abs(pull_x / rows).max(), np.abs(pull_y / values).max()) < enough:
            break
        spread = weight * chances * (1 - chances)
        across, down = spread.sum(axis=1), spread.sum(axis=0)
        # The values' part is diagonal: solve for the rows first. One x is free; least squares
        # takes the shortest step.
        small = np.diag(across) - (spread / down) @ spread.T
        step_x = np.linalg.lstsq(small, pull_x - spread @ (pull_y / down), rcond=None)[0]
        step_y = (pull_y - spread.T @ step_x) / down
        x, y = _go(x, y, step_x, step_y, (sizes * rows, counts * values, weight))
    return chances


def _go(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    step_x: NDArray[np.float64],
    step_y: NDArray[np.float64],
    sums: tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the point after a step, halved until the likelihood does not fall."""
    by_row, by_value, weight = sums

    def likelihood(x: NDArray[np.float64], y: NDArray[np.float64]) -> float:
        return float(by_row @ x + by_value @ y - (weight * np.logaddexp(0, x[:, None] + y)).sum())

    before = likelihood(x, y)
    for _ in range(_HALVINGS):
        if likelihood(x + step_x, y + step_y) >= before - _CLOSE * abs(before):
            break
        step_x, step_y = step_x / 2, step_y / 2
    return x + step_x, y + step_y
