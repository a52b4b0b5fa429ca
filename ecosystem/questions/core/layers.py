"""Experimental: whether the core is a hub, or the innermost of several layers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy import special

from .orders import list_orders
from .sweep import sweep_orders

if TYPE_CHECKING:
    from .network import Floats, Integers, Network

Pattern = Literal["hub", "layered", "none"]

HUB: Pattern = "hub"
LAYERED: Pattern = "layered"
NONE: Pattern = "none"

_LEAST_LAYERS = 3
"""Two layers are a core and a rest, of which the hub is the better model."""

_MOST_LAYERS = 6
"""Up to so many layers are tried, each number of them as likely beforehand as the others. With a
higher limit more layers could be told, and each number would count for a little less."""

_MOST_FOR_LAYERS = 600
"""Above this many organisations the pattern is not worked out: weighing all layers of an order
takes time and memory with the square of the size, and there are many orders."""


def find_pattern(network: Network, log_evidence: float) -> Pattern | None:
    """Return "layered" if three or more layers fit better than the hub, whose evidence is given.

    In layers the chance of a tie depends on the outer of its two ends and falls outwards. None
    where there are too many organisations to work it out.
    """
    if network.size > _MOST_FOR_LAYERS:
        return None
    blocks = sweep_orders(network, np.array(list_orders(network)))
    log_factorials = special.gammaln(np.arange(network.pairs + 2) + 1.0)
    pairs = np.broadcast_to(blocks.pairs[0], blocks.ties[0].shape)
    first, last = np.triu_indices(network.size + 1, 1)
    best = max(
        _weigh_layers(log_factorials, tied, known, first=first, last=last)
        for tied, known in zip(blocks.ties[0], pairs, strict=True)
    )
    return LAYERED if best > log_evidence else HUB


def _weigh_layers(
    log_factorials: Floats, within: Integers, pairs: Integers, *, first: Integers, last: Integers
) -> float:
    """Return the log evidence of the best cuts of an order into layers, against chance.

    `within` and `pairs` are the ties and the known pairs within the first 0, 1, … of the order;
    `first` and `last` the two ends of each layer there may be.
    """
    # (size + 1, size + 1): row a, column b is the layer of those from a to b in the order. Its
    # ties are those whose outer end lies in it: those within the first b, less those within the
    # first a.
    layer_tied, layer_pairs = within[last] - within[first], pairs[last] - pairs[first]

    # Given the sizes of the layers, who is in which is one of n! / (product of the layers'
    # factorials) divisions, all equally likely.
    layer = np.full((len(within), len(within)), -np.inf)
    layer[first, last] = _log_beta(log_factorials, layer_tied, layer_pairs)
    layer[first, last] += special.gammaln(last - first + 1.0)
    chance = _log_beta(log_factorials, within[-1], pairs[-1])
    chance += special.gammaln(len(within))
    return _weigh_best_cuts(layer, len(within) - 1) - float(chance)


def _log_beta(log_factorials: Floats, tied: Integers, pairs: Integers) -> Floats:
    """Return the log marginal likelihood of `tied` among `pairs` of one density."""
    values: Floats = log_factorials[tied] + log_factorials[pairs - tied]
    return values - log_factorials[pairs + 1]


def _weigh_best_cuts(layer: Floats, size: int) -> float:
    """Return the log evidence of the best three to six layers; `layer[a, b]` is that of a … b."""
    # (size + 1,): the best way to cut the first b into so many layers. One layer more ends at b
    # and begins at any a, where the best cut of the first a ends.
    value, best = layer[0], -np.inf
    for layers in range(2, min(_MOST_LAYERS, size) + 1):
        value = (value[:, None] + layer).max(axis=0)
        if layers >= _LEAST_LAYERS:
            # Each set of sizes is equally likely beforehand, and the densities fall in one of
            # the orders they could have.
            choices = (
                special.gammaln(size) - special.gammaln(layers) - special.gammaln(size - layers + 1)
            )
            orders = special.gammaln(layers + 1.0)
            best = max(best, float(value[-1] - choices + orders))

    # So many numbers of layers are equally likely.
    return best - float(np.log(_MOST_LAYERS - _LEAST_LAYERS + 1))
