"""How many more ties to the core would make an organisation more likely core than not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from .local_search import flip_each, list_divisions
from .network import Blocks, count_blocks

if TYPE_CHECKING:
    from .evidence import Evidence
    from .network import Floats, Integers, Network


_MOST_TIES = 10
_MOST_ASKED = 20_000
_LEAST_CHANCE = 1e-6
_MARGIN = 0.6
"""What the others' places change is not counted; measured, this makes up for it."""


def count_needed(network: Network, evidence: Evidence, chance: Floats) -> Floats:
    """Return the number of further ties, 0 for the likely core, NaN if there are not so many.

    With each further tie the division with the organisation in the core gains evidence over that
    without it; the difference is set off against the log odds it has now.
    """
    core = chance >= 0.5
    now = list_divisions(network, core[None])
    free = np.minimum(int(core.sum()) - now.to_core[0], _MOST_TIES)
    asked = np.flatnonzero((chance < 0.5) & (chance > _LEAST_CHANCE) & (free > 0))
    asked = asked[np.argsort(-chance[asked], kind="stable")[:_MOST_ASKED]]
    needed = np.where(core, 0.0, np.nan)
    if not len(asked) or core.all():
        return needed
    further = np.minimum(np.arange(_MOST_TIES + 1), free[asked][:, None])
    inside = _take(flip_each(network, now), asked)
    outside = _take(count_blocks(network, core), np.zeros(len(asked), dtype=np.int64))
    gained = evidence(_add_ties(inside, further, 0)) - evidence(_add_ties(outside, further, 1))
    odds = special.logit(chance[asked])[:, None] + gained - gained[:, :1]
    enough = odds[:, 1:] >= _MARGIN
    needed[asked] = np.where(enough.any(axis=1), 1 + np.argmax(enough, axis=1), np.nan)
    return needed


def _take(blocks: Blocks, which: Integers) -> Blocks:
    """Return some of the divisions, a row each."""
    ties, pairs = (
        tuple(part.ravel()[which][:, None] for part in parts)
        for parts in (blocks.ties, blocks.pairs)
    )
    return Blocks(
        total=blocks.total,
        size=blocks.size.ravel()[which][:, None],
        ties=(ties[0], ties[1], ties[2]),
        pairs=(pairs[0], pairs[1], pairs[2]),
    )


def _add_ties(blocks: Blocks, further: Integers, block: int) -> Blocks:
    """Return the divisions with further ties in a block, a column for each number of them."""
    ties, pairs = (
        [np.broadcast_to(part, further.shape) for part in parts]
        for parts in (blocks.ties, blocks.pairs)
    )
    ties[block] = ties[block] + further
    return Blocks(
        total=blocks.total,
        size=np.broadcast_to(blocks.size, further.shape),
        ties=(ties[0], ties[1], ties[2]),
        pairs=(pairs[0], pairs[1], pairs[2]),
    )
