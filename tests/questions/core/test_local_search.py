"""Moves and swaps: counted as if counted anew, and climbed by."""

from itertools import product

import numpy as np
from core_networks import list_counts, plant

from ecosystem.questions.core.local_search import flip_each, list_divisions, swap_each
from ecosystem.questions.core.network import count_blocks


def test_moves_and_swaps_are_counted_as_if_counted_anew():
    for seed in range(6):
        network, core = plant(9, 4, (0.7, 0.5, 0.3), seed, silent=0.3)
        now = list_divisions(network, core[None])
        flips = flip_each(network, now)
        for one in range(9):
            moved = core ^ (np.arange(9) == one)
            assert list_counts(flips, one) == list_counts(count_blocks(network, moved), 0)
        out, into = (part[None] for part in np.array(list(product(range(4), range(4, 9)))).T)
        swaps = swap_each(network, now, out, into)
        for place, pair in enumerate(zip(out[0], into[0], strict=True)):
            swapped = core ^ np.isin(np.arange(9), pair)
            assert list_counts(swaps, place) == list_counts(count_blocks(network, swapped), 0)
