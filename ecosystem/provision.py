"""How capacity reaches people: floating catchments. Arrays in, arrays out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy import sparse


def share_capacity(
    weights: sparse.csr_array[Any, tuple[int, int]],
    demand: NDArray[np.float64],
    capacity: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the places per person in each area: two-step floating catchment.

    `weights` (areas, services) says how strongly each service reaches each area; `demand` is
    people in each area, `capacity` people each service can see. Each service's capacity is shared
    among the demand it reaches; an area gets the sum of the shares that reach it.
    """
    asked = weights.T @ demand
    share = np.divide(capacity, asked, out=np.zeros(len(capacity)), where=asked > 0)
    return np.asarray(weights @ share)
