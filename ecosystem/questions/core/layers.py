"""Experimental: whether the core is a hub, or the innermost of several layers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from .orders import list_orders
from .sweep import sweep_order

if TYPE_CHECKING:
    from .network import Floats, Integers, Network


HUB = "hub"
LAYERED = "layered"
NONE = "none"

_LEAST_LAYERS = 3
_MOST_LAYERS = 6
_MOST_FOR_LAYERS = 600


def find_pattern(network: Network, log_evidence: float) -> str | None:
    """Return "layered" if three or more layers fit better than the hub, whose evidence is given.

    In layers the chance of a tie depends on the outer of its two ends and falls outwards. None
    where there are too many organisations to work it out.
    """
    if network.size > _MOST_FOR_LAYERS:
        return None
    best = max(_weigh_layers(network, order) for order in list_orders(network))
    return LAYERED if best > log_evidence else HUB


def _weigh_layers(network: Network, order: Integers) -> float:
    """Return the log evidence of the best cuts of an order into layers, against chance."""
    blocks = sweep_order(network, order)
    within, pairs = blocks.ties[0].astype(float), blocks.pairs[0].astype(float)
    tied, of = within[None] - within[:, None], pairs[None] - pairs[:, None]
    sizes = np.arange(network.size + 1)
    length = sizes[None] - sizes[:, None]
    allowed = length > 0
    layer = np.full(tied.shape, -np.inf)
    layer[allowed] = special.betaln(tied[allowed] + 1, of[allowed] - tied[allowed] + 1)
    layer[allowed] += special.gammaln(length[allowed] + 1.0)
    chance = special.betaln(within[-1] + 1, pairs[-1] - within[-1] + 1)
    chance += special.gammaln(network.size + 1.0)
    return _best_cuts(layer, network.size) - float(chance)


def _best_cuts(layer: Floats, size: int) -> float:
    """Return the log evidence of the best three to six layers; `layer[a, b]` is that of a … b."""
    value, best = layer[0], -np.inf
    for layers in range(2, min(_MOST_LAYERS, size) + 1):
        value = (value[:, None] + layer).max(axis=0)
        if layers >= _LEAST_LAYERS:
            choices = (
                special.gammaln(size) - special.gammaln(layers) - special.gammaln(size - layers + 1)
            )
            orders = special.gammaln(layers + 1.0)
            best = max(best, float(value[-1] - choices + orders))
    return best - float(np.log(_MOST_LAYERS - _LEAST_LAYERS + 1))
