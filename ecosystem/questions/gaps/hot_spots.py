"""How something is spread over areas: hot spots and inequality. Arrays in, arrays out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components
from scipy.special import ndtr

from ecosystem.geo import find_neighbours

if TYPE_CHECKING:
    from numpy.typing import NDArray


NEIGHBOURS = 8
"""Nearest other areas looked at around each area."""

FEWEST_AREAS = 20
"""Below this, no region can be told from chance."""


def measure_hot_spots(
    values: NDArray[np.float64], neighbours: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Return the Getis-Ord G* of each area, as a z score: how high values around it are.

    `neighbours` (areas, k) are the areas around each, all weighing 1, as does the area itself. Of
    values that are all the same the score is 0.
    """
    size, near = len(values), neighbours.shape[1] + 1
    here = values + values[neighbours].sum(axis=1)
    mean, spread = values.mean(), values.std()
    scale = spread * np.sqrt((size * near - near**2) / (size - 1))
    if not scale > 1e-12 * max(abs(mean), 1e-300):
        return np.zeros(size)
    return np.asarray((here - mean * near) / scale)


def control_false_discovery(p_values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return q values: the share of false finds if all with this value or less are taken.

    Benjamini and Hochberg (1995), https://doi.org/10.1111/j.2517-6161.1995.tb02031.x
    """
    order = np.argsort(p_values)[::-1]
    ranks = np.arange(len(p_values), 0, -1)
    q_values = np.empty(len(p_values))
    q_values[order] = np.minimum.accumulate(p_values[order] * len(p_values) / ranks)
    return np.minimum(q_values, 1)


def find_hot_spots(
    values: NDArray[np.float64], places: NDArray[np.float64], most: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.intp]]:
    """Return z score, p value, q value and region of each place; -1 is in no region.

    A region is hot places next to one another: of q value `most` or less, and themselves above
    the mean.
    """
    neighbours = find_neighbours(places, NEIGHBOURS)
    z_score = measure_hot_spots(values, neighbours)
    p_value = ndtr(-z_score)
    q_value = control_false_discovery(p_value)
    is_hot = (q_value <= most) & (values > values.mean())
    row = np.repeat(np.arange(len(places)), NEIGHBOURS)
    joined = is_hot[row] & is_hot[neighbours.ravel()]
    links = sparse.csr_array(
        (np.ones(joined.sum()), (row[joined], neighbours.ravel()[joined])),
        shape=(len(places), len(places)),
    )
    _, component = connected_components(links, directed=False)
    regions = np.full(len(places), -1, dtype=np.intp)
    regions[is_hot] = np.unique(component[is_hot], return_inverse=True)[1]
    return z_score, p_value, q_value, regions
