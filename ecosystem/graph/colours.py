"""`splitmix64`: numbers scattered over 64 bits, to tell sums and sets of them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def splitmix64(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return 64-bit words scattered over their whole range, each always to the same.

    Two different sets of small numbers often have one sum; scattered first, they hardly ever do.
    So the colours of neighbours, or the steps of a route, can be summed in any order.

    References
    ----------
    Steele, G. L., Lea, D. and Flood, C. H. (2014). Fast splittable pseudorandom number generators.
    ACM SIGPLAN Notices 49, 453-472. https://doi.org/10.1145/2714064.2660195

    Examples
    --------
    The first number of the generator with seed 0:

    >>> hex(splitmix64(np.zeros(1, dtype=np.uint64))[0])
    '0xe220a8397b1dcdaf'
    """
    mixed = words + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))
