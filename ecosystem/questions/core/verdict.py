"""What was found: a core, or why none.

A core is a few organisations that are tied to one another more than to the rest, and to whom the
rest is tied more than among itself. Ties that are far from chance need not be of that shape:
groups side by side, or two sorts of organisation, are as far from it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy import special

if TYPE_CHECKING:
    from .network import Floats


Finding = Literal[
    "core",
    "cores",
    "no more than chance",
    "one in the middle",
    "not tied to itself",
    "groups side by side",
    "one or more",
    "too few answered",
    "too few tied",
]

ONE_CORE: Finding = "core"
CORES: Finding = "cores"
CHANCE: Finding = "no more than chance"
ALONE: Finding = "one in the middle"
LOOSE: Finding = "not tied to itself"
SEPARATE: Finding = "groups side by side"
UNCLEAR: Finding = "one or more"
TOO_FEW_ANSWERED: Finding = "too few answered"
TOO_FEW_TIED: Finding = "too few tied"

FOUND = (ONE_CORE, CORES)
"""What of these is a core."""

LEAST_MEMBERS = 2
"""A core plans together, so one organisation is none, however many are tied to it."""

_DOUBT = 0.05
"""With this much of a chance that its density is the higher one a core counts as tied to itself.
Four organisations have six pairs, of which one fewer tied puts the share below that with the rest
in 3 of 40 planted cores of 20 (docs/benchmarks/core.md, easy); they are cores all the same."""

_NODES = 64
"""Points at which the chance is integrated: more change nothing in its third digit."""

_MOST_SILENT = 0.5
"""Of the organisations; beyond, that no core was found says little. Of 60
planted cores of 20 organisations 52 are more than chance if all report, 44 if half do not, 28 if
seven in ten do not (docs/methods/core.md, Missing data)."""


def judge_division(size: int, tied: Floats, pairs: Floats) -> Finding:
    """Return whether the block counts of a division are those of a core, or what they are.

    Parameters
    ----------
    size
        How many organisations are in it.
    tied, pairs
        Ties and known pairs within it, between it and the rest, and within the rest; (3,) each.
    """
    if size < LEAST_MEMBERS:
        return ALONE

    # Where no pair within it is known nobody can say that it is tied to itself. Where all are, and
    # none is tied, it is not, whatever the chances.
    if not pairs[0]:
        return TOO_FEW_ANSWERED
    is_all_known = pairs[0] == size * (size - 1) // 2
    if (is_all_known and not tied[0]) or _weigh_above(tied, pairs) < _DOUBT:
        return LOOSE

    # A block without a known pair has no density, which speaks neither for nor against. These two
    # blocks have many pairs, so their shares are taken as they are.
    if pairs[1] and pairs[2] and tied[1] / pairs[1] <= tied[2] / pairs[2]:
        return SEPARATE
    return ONE_CORE


def _weigh_above(tied: Floats, pairs: Floats) -> float:
    """Return the chance that the density within is above that between, given ties and pairs."""
    # (nodes,): the density between at evenly weighed ranks of its beta distribution.
    ranks = (np.arange(_NODES) + 0.5) / _NODES
    between = special.betaincinv(tied[1] + 1, pairs[1] - tied[1] + 1, ranks)
    return float(special.betainc(pairs[0] - tied[0] + 1, tied[0] + 1, 1 - between).mean())


def are_too_few(silent: int, organisations: int) -> bool:
    """Tell whether so many did not report that finding no core means little."""
    return silent > _MOST_SILENT * organisations
