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
"""Up to so many further ties are tried; who would need more gets no number."""

_MOST_ASKED = 20_000
"""It is worked out for so many organisations, the likeliest, so that the arrays (eleven numbers of
ties each) stay small; all others get no number."""

_LEAST_CHANCE = 1e-6
"""With less of a chance than this an organisation is not asked: its log odds are below -14, which
a few ties seldom make up for."""

_MARGIN = 0.6
"""Log odds that further ties must reach, and not nought: how they change the roles of others is
not counted, and this makes up for it. With it, in 65 trials with 24 organisations, the ties were
enough in 91 of 100 cases, and one fewer was not in 92 (docs/methods/core.md)."""


def count_needed(network: Network, evidence: Evidence, chance: Floats) -> Floats:
    """Return the number of further ties, 0 for the likely core, NaN if there are not so many.

    With each further tie the division with the organisation in the core gains evidence over that
    without it; the difference is set off against the log odds it has now. `chance` is that of
    each organisation to be in the core, and the answer is one number each.
    """
    core = chance >= 0.5
    now = list_divisions(network, core[None])

    # (organisations,): to how many of the core each is known not to be tied. Of one that did not
    # report only the members that did are known of; a tie beyond these would be no known pair.
    reporting = int((core & ~network.silent).sum())
    members = np.where(network.silent, reporting, int(core.sum()))
    free = np.minimum(members - now.to_core[0], _MOST_TIES)
    asked = np.flatnonzero((chance < 0.5) & (chance > _LEAST_CHANCE) & (free > 0))
    asked = asked[np.argsort(-chance[asked], kind="stable")[:_MOST_ASKED]]
    needed = np.where(core, 0.0, np.nan)
    if not len(asked) or core.all():
        return needed

    # (asked, 0 … 10 further ties). A further tie to a core organisation is a tie within the core
    # if this one is in it, and a tie between if not. Beyond the core organisations there are, the
    # last number stands again.
    further = np.minimum(np.arange(_MOST_TIES + 1), free[asked][:, None])
    inside = _take(flip_each(network, now), asked)
    outside = _take(count_blocks(network, core), np.zeros(len(asked), dtype=np.int64))
    gained = evidence(_add_ties(inside, further, 0)) - evidence(_add_ties(outside, further, 1))

    # Only what is gained over no further tie is taken from the two divisions: the log odds of now
    # are over all divisions, and better.
    odds = special.logit(chance[asked])[:, None] + gained - gained[:, :1]
    enough = odds[:, 1:] >= _MARGIN
    needed[asked] = np.where(enough.any(axis=1), 1 + np.argmax(enough, axis=1), np.nan)
    return needed


def _take(blocks: Blocks, rows: Integers) -> Blocks:
    """Return some of the divisions, a row each."""
    ties, pairs = (
        tuple(part.ravel()[rows][:, None] for part in parts)
        for parts in (blocks.ties, blocks.pairs)
    )
    return Blocks(
        total=blocks.total,
        size=blocks.size.ravel()[rows][:, None],
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
