"""Where something is high over whole groups of areas: hot spots. Arrays in, arrays out."""

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
"""Nearest other areas looked at around each area: as many as touch a square of a grid. With more,
small regions are washed out; with fewer, a score rests on few areas and is more a matter of
chance."""

FEWEST_AREAS = 20
"""Below this no region is looked for. Each sum is of 9 areas, so of 9 areas all sums are the same,
and of not many more they are nearly so: the normal distribution that gives the p value does not
hold."""


def measure_hot_spots(
    values: NDArray[np.float64], neighbours: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Return the Getis-Ord G* of each area, as a z score: how high values around it are.

    `neighbours` (areas, k) are the areas around each, all weighing 1, as does the area itself. Of
    values that are all the same the score is 0.
    """
    # With weights of 1 or 0 the sums of the weights and of their squares are both k + 1.
    size, weight = len(values), neighbours.shape[1] + 1
    local_sum = values + values[neighbours].sum(axis=1)
    mean, deviation = values.mean(), values.std()
    scale = deviation * np.sqrt((size * weight - weight**2) / (size - 1))

    # Values that differ by rounding alone are the same: their score would be noise over noise.
    if not scale > 1e-12 * max(abs(mean), 1e-300):
        return np.zeros(size)
    return np.asarray((local_sum - mean * weight) / scale)


def control_false_discovery(p_values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return q values: the share of false finds if all with this value or less are taken.

    Benjamini and Hochberg (1995), https://doi.org/10.1111/j.2517-6161.1995.tb02031.x

    Notes
    -----
    `scipy.stats.false_discovery_control` says the same to the last digit but one, which the tests
    hold; it multiplies in another order, so written answers would change, and importing
    `scipy.stats` takes a fifth of the time of a report.
    """
    order = np.argsort(p_values)[::-1]
    ranks = np.arange(len(p_values), 0, -1)
    q_values = np.empty(len(p_values))
    # A larger p value never has a smaller q value: the least so far, from the largest down.
    q_values[order] = np.minimum.accumulate(p_values[order] * len(p_values) / ranks)
    return np.minimum(q_values, 1)


def find_hot_spots(
    values: NDArray[np.float64], centres: NDArray[np.float64], most: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.intp]]:
    """Return z score, p value, q value and region of each area; -1 is in no region.

    A region is hot areas next to one another: of q value `most` or less, and themselves above
    the mean.
    """
    # (areas, 8): the rows of the areas around each.
    neighbours = find_neighbours(centres, NEIGHBOURS)
    z_score = measure_hot_spots(values, neighbours)
    p_value = ndtr(-z_score)
    q_value = control_false_discovery(p_value)

    # An area of low value among high ones has a high score too, but it is not what is looked for.
    is_hot = (q_value <= most) & (values > values.mean())

    # Regions are what hangs together if hot areas are linked to their hot neighbours.
    areas = len(centres)
    area, neighbour = np.repeat(np.arange(areas), NEIGHBOURS), neighbours.ravel()
    is_link = is_hot[area] & is_hot[neighbour]
    links = sparse.csr_array(
        (np.ones(is_link.sum()), (area[is_link], neighbour[is_link])), shape=(areas, areas)
    )
    _, component = connected_components(links, directed=False)
    regions = np.full(areas, -1, dtype=np.intp)
    regions[is_hot] = np.unique(component[is_hot], return_inverse=True)[1]
    return z_score, p_value, q_value, regions
