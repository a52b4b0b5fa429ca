"""Up to 20 organisations: every possible core, one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .network import Blocks, count_pairs
from .sweep import EQUAL, Best

if TYPE_CHECKING:
    from .network import Integers, Network
    from .sweep import Objective

MOST_FOR_ENUMERATION = 20
"""Above this many organisations not every possible core is looked at."""

_MOST_FOR_TABLE = 4_000_000


def list_cores(network: Network) -> tuple[Blocks, Integers]:
    """Return the block counts that occur among all cores, and which of them each core has.

    Core number c holds organisation i where bit i of c is set.
    """
    cores = np.arange(1 << network.size, dtype=np.uint32)
    within = np.zeros(len(cores), dtype=np.int64)
    touching = np.zeros(len(cores), dtype=np.int64)
    for one in range(network.size):
        half = 1 << one
        around = sum(1 << int(other) for other in network.neighbours_of(one) if other < one)
        tied = np.bitwise_count(cores[:half] & np.uint32(around))
        within[half : 2 * half] = within[:half] + tied
        touching[half : 2 * half] = touching[:half] + (int(network.degree[one]) - tied)
    size = np.bitwise_count(cores).astype(np.int64)
    mute = sum(1 << int(one) for one in np.flatnonzero(network.silent))
    silent = np.bitwise_count(cores & np.uint32(mute)).astype(np.int64)
    ties, quiet = len(network.source) + 1, int(network.silent.sum()) + 1
    key = ((size * quiet + silent) * ties + within) * ties + touching
    kinds, which = _distinct(key, (network.size + 1) * quiet * ties * ties)
    sizes, quiets = kinds // (quiet * ties * ties), kinds // (ties * ties) % quiet
    ties_within, ties_touching = kinds // ties % ties, kinds % ties
    blocks = Blocks(
        size=sizes,
        ties=(ties_within, ties_touching - ties_within, len(network.source) - ties_touching),
        pairs=count_pairs(network, sizes, quiets),
    )
    return blocks, which


def _distinct(key: Integers, limit: int) -> tuple[Integers, Integers]:
    """Return the distinct keys, sorted, and which of them each is; keys are below `limit`."""
    if limit > _MOST_FOR_TABLE:
        kinds, which = np.unique(key, return_inverse=True)
        return kinds, which.astype(np.int64)
    present = np.zeros(limit, dtype=bool)
    present[key] = True
    kinds = np.flatnonzero(present).astype(np.int64)
    place = np.zeros(limit, dtype=np.int64)
    place[kinds] = np.arange(len(kinds))
    return kinds, place[key]


def find_certified(network: Network, objective: Objective) -> Best:
    """Return what is best of all divisions there are."""
    blocks, which = list_cores(network)
    values = objective(blocks)
    value = float(values.max())
    if not np.isfinite(value):
        return Best.none(network.size)
    good = np.flatnonzero((values >= value - EQUAL)[which])
    inside = [((good >> one) & 1).astype(bool) for one in range(network.size)]
    return Best(
        always=np.array([bool(one.all()) for one in inside]),
        sometimes=np.array([bool(one.any()) for one in inside]),
        value=value,
        count=len(good),
        is_certified=True,
    )
