"""From 21 to about 500 organisations: cores drawn in proportion to their chance.

Gibbs sampling draws each unknown in turn, given all others: the three densities given the core,
then each organisation's role given the densities and the roles of the others. After a while the
cores come up as often as they are likely. Many chains run side by side, a column each, so that
one step of all of them is one step of arrays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from .network import count_pairs, spread_over_neighbours
from .orders import order_by_ties
from .posterior import TAIL, Posterior

if TYPE_CHECKING:
    from .network import Flags, Floats, Network


_CHAINS = 64
"""Chains run side by side. On networks of 16 organisations the mean difference
from enumeration stays below 0.025 (tests/questions/core/test_gibbs_sampling.py); more chains make
it smaller and take longer in proportion."""

_SWEEPS = 60
"""Times that all organisations are drawn anew, in every chain."""

_WARM_UP = 20
"""The first sweeps are left out: they still know where the chains began."""

_TRIES = 8
"""Times the densities are drawn until they fall in order. Where none does, the last ones stay:
seldom, and the more tries the more seldom."""

_FLIPPED_AT_START = 0.1
"""The share of organisations moved across in the good division that half of the chains begin near,
so that no two begin alike."""

_NEARLY = 1e-12
"""How near a chance may come to 0 and 1, so that its log stays finite."""


@dataclass(frozen=True, kw_only=True, eq=False)
class _Chains:
    """The cores of all chains, changed in place as organisations are drawn anew.

    Up to three values of each tie are summed: that it is one; and, if counts are used, whether
    its count is known, and by how much that is above one.

    Attributes
    ----------
    inside : (organisations, chains) float
        1 where the organisation is in the core of the chain, else 0.
    values : a list of (2 * ties,) float
        Each value of each tie, entry by entry as in the network's neighbours.
    into : a list of (organisations, chains) float
        The sum of each value over an organisation's ties to the core of the chain.
    total : a list of (organisations,) float
        The sum of each value over all ties of an organisation.
    """

    inside: Floats
    values: list[Floats]
    into: list[Floats]
    total: list[Floats]


def sample_cores(
    network: Network, size_prior: tuple[float, float], start: Flags, *, seed: int
) -> Posterior:
    """Return how likely each organisation is in the core, by Gibbs sampling.

    Parameters
    ----------
    network
        The ties.
    size_prior
        The beta distribution of the share in the core.
    start
        A good division: half of the chains begin near it, the others with those most tied.
    seed
        For all that is drawn.
    """
    random = np.random.default_rng(seed)
    chains = _begin(network, start, random)

    # (3, chains): the densities, which fall.
    densities = np.repeat([[0.5], [0.25], [0.125]], _CHAINS, axis=1)
    chances, drawn = [], []
    for sweep in range(_SWEEPS):
        densities = _draw_densities(network, chains, densities, random)
        odds = _draw_cores(network, chains, densities, size_prior, random)
        if sweep >= _WARM_UP:
            # The chance that an organisation was drawn with says more than what came of it.
            chances.append(special.expit(odds).astype(np.float32))
            drawn.append(chains.inside.astype(bool))
    return _gather(np.concatenate(chances, axis=1), np.concatenate(drawn, axis=1))


def _begin(network: Network, start: Flags, random: np.random.Generator) -> _Chains:
    """Return the chains with their first cores."""
    half = _CHAINS // 2
    near_start = start[:, None] ^ (random.random((network.size, half)) < _FLIPPED_AT_START)

    # The others begin elsewhere, with the most tied, from one to half of all: so a division that
    # is good but not likely does not hold all chains.
    rank = np.empty(network.size, dtype=np.int64)
    rank[order_by_ties(network)] = np.arange(network.size)
    most_tied = rank[:, None] < random.integers(1, network.size // 2 + 1, _CHAINS - half)
    inside = np.concatenate([near_start, most_tied], axis=1).astype(float)

    values: list[Floats] = [np.ones(len(network.source))]
    if network.counts is not None:
        values += [np.isfinite(network.counts).astype(float), np.nan_to_num(network.counts - 1)]
    matrices = [spread_over_neighbours(network, value) for value in values]
    return _Chains(
        inside=inside,
        values=[np.asarray(matrix.data, dtype=float) for matrix in matrices],
        into=[matrix @ inside for matrix in matrices],
        total=[np.asarray(matrix.sum(axis=1), dtype=float) for matrix in matrices],
    )


def _sum_blocks(chains: _Chains, value: int) -> Floats:
    """Return the sums of a value of the ties in the three blocks, a row each, by chain."""
    # Both ends of a tie within the core count it.
    within = (chains.inside * chains.into[value]).sum(axis=0) / 2
    touching = chains.total[value] @ chains.inside - within
    return np.array([within, touching - within, chains.total[value].sum() / 2 - touching])


def _draw_densities(
    network: Network, chains: _Chains, last: Floats, random: np.random.Generator
) -> Floats:
    """Draw the three densities of each chain; where no draw falls in order, keep the last."""
    tied = _sum_blocks(chains, 0)
    size = chains.inside.sum(axis=0).astype(np.int64)
    silent = (network.silent @ chains.inside).astype(np.int64)
    pairs = np.array(count_pairs(network, size, silent))

    # (tries, 3, chains): beta draws, of which the first that falls in order is taken. That is a
    # draw from the beta distributions given that they fall in order.
    draws = random.beta(tied + 1, pairs - tied + 1, (_TRIES, *tied.shape))
    fits = (draws[:, 0] > draws[:, 1]) & (draws[:, 1] > draws[:, 2]) & (draws[:, 2] > 0)
    fits &= draws[:, 0] < 1
    first = np.argmax(fits, axis=0)
    drawn = draws[first, :, np.arange(_CHAINS)].T
    return np.where(fits.any(axis=0), drawn, last)


def _draw_cores(
    network: Network,
    chains: _Chains,
    densities: Floats,
    size_prior: tuple[float, float],
    random: np.random.Generator,
) -> Floats:
    """Draw each organisation's role anew, one after another; return the log odds used.

    The log odds are (organisations, chains).
    """
    # (chains,): how many are in the core, how many of these reported, and the share drawn.
    size = chains.inside.sum(axis=0)
    reporting = size - network.silent @ chains.inside
    share = random.beta(size + size_prior[0], network.size - size + size_prior[1])

    # The log odds are a sum over the pairs of an organisation. First come the parts that no one
    # else's role changes: the prior, all pairs as if untied and all ties as if to the rest.
    effects, base = _weigh_ties(network, chains, densities, random)
    inner, outer = -np.diff(np.log1p(-densities), axis=0)
    base += special.logit(np.clip(share, _NEARLY, 1 - _NEARLY)) + np.outer(network.known, outer)
    per_member = inner - outer

    # A coin of log odds x falls on its side if x is above a logistic draw. So all draws are made
    # at once, and taken off the log odds before the slow loop.
    noise = random.logistic(size=chains.inside.shape)
    odds = np.empty_like(noise)
    base -= noise
    for organisation in range(network.size):
        # Of the core only those it is known of count: the others, or the others who reported.
        was = chains.inside[organisation]
        members = reporting if network.silent[organisation] else size - was
        draw = base[organisation] + members * per_member
        for effect, into in zip(effects, chains.into, strict=True):
            draw += effect * into[organisation]
        odds[organisation] = draw

        # The sums that later ones look at follow at once, where anything changed.
        step = (draw > 0) - was
        if step.any():
            _move(network, chains, organisation, step)
            size += step
            if not network.silent[organisation]:
                reporting += step
    return odds + noise


def _weigh_ties(
    network: Network, chains: _Chains, densities: Floats, random: np.random.Generator
) -> tuple[list[Floats], Floats]:
    """Return what a value of a tie to the core adds to the log odds, and what all ties add.

    The first is (chains,) for each value, beyond what the same tie would add if it led to the
    rest; the second, (organisations, chains), is what all ties add if all lead there.
    """
    # (3, chains) each: the log weight of a value in a block. A tie weighs its log odds, as the
    # field has every pair as untied already; a known count is geometric with a chance to stop.
    tied = np.log(densities) - np.log1p(-densities)
    weights = [tied]
    if network.counts is not None:
        known, more = _sum_blocks(chains, 1), _sum_blocks(chains, 2)
        stop = np.clip(random.beta(known + 1, more + 1), _NEARLY, 1 - _NEARLY)
        weights += [np.log(stop), np.log1p(-stop)]

    # To join the core moves a tie to a member from between to within, another from wider to
    # between.
    effects = [(within - between) - (between - wider) for within, between, wider in weights]
    base = sum(
        np.outer(total, between - wider)
        for total, (_, between, wider) in zip(chains.total, weights, strict=True)
    )
    return effects, np.asarray(base)


def _move(network: Network, chains: _Chains, organisation: int, step: Floats) -> None:
    """Move an organisation into the core (1) or out of it (-1) in the chains of `step`."""
    entries = slice(network.starts[organisation], network.starts[organisation + 1])
    neighbours = network.neighbours[entries]
    for values, into in zip(chains.values, chains.into, strict=True):
        into[neighbours] += values[entries, None] * step
    chains.inside[organisation] += step


def _gather(chances: Floats, drawn: Flags) -> Posterior:
    """Return the mean chance of each, over all draws and over those with small and large cores.

    Both arrays are (organisations, draws).
    """
    sizes = drawn.sum(axis=0)
    order = np.argsort(sizes, kind="stable")
    tail = max(int(TAIL * len(sizes)), 1)
    return Posterior(
        probability=chances.mean(axis=1, dtype=float),
        low=drawn[:, order[:tail]].mean(axis=1),
        high=drawn[:, order[-tail:]].mean(axis=1),
        sizes=np.bincount(sizes, minlength=len(chances) + 1) / len(sizes),
    ).bounded()
