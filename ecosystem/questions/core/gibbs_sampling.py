"""From 21 to about 500 organisations: cores drawn in proportion to their chance.

Gibbs sampling draws each unknown in turn, given all others: the three densities given the core,
then each organisation's role given the densities and the roles of the others. After a while the
cores come up as often as they are likely. Many chains run side by side, a column each, so that
one step of all of them is one step of arrays.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from .network import count_pairs, spread_over_neighbours
from .orders import order_by_ties
from .posterior import TAIL, Posterior

if TYPE_CHECKING:
    from .network import Flags, Floats, Integers, Matrix, Network


_CHAINS = 256
"""Chains run side by side. A step of all is one step of arrays, so more chains with fewer sweeps
are quicker: these are as near to enumeration as 64 chains of 60 sweeps (a mean difference of 0.004
to 0.005, and of 0.004 to 0.007, on 24 networks of 16 organisations), in less than half the time."""

_SWEEPS = 24
"""Times that all organisations are drawn anew, in every chain."""

_WARM_UP = 14
"""The first sweeps are left out: they still know where the chains began. With 12 the log loss of
200 organisations is 0.0608, with 14 to 20 it is 0.0596 to 0.0601."""

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
    values : a list of (organisations, organisations) sparse float
        Each value of each tie.
    rows : a list of (neighbours, values)
        For each organisation its neighbours, and each value of its ties to them.
    total : a list of (organisations,) float
        The sum of each value over all ties of an organisation.
    """

    inside: Floats
    values: list[Matrix]
    rows: list[tuple[Integers, list[Floats]]]
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
    spans = [slice(*span) for span in itertools.pairwise(network.starts)]
    return _Chains(
        inside=inside,
        values=matrices,
        rows=[
            (network.neighbours[span], [np.asarray(matrix.data[span]) for matrix in matrices])
            for span in spans
        ],
        total=[np.asarray(matrix.sum(axis=1), dtype=float) for matrix in matrices],
    )


def _sum_blocks(chains: _Chains, value: int) -> Floats:
    """Return the sums of a value of the ties in the three blocks, a row each, by chain."""
    # Both ends of a tie within the core count it.
    within = (chains.inside * (chains.values[value] @ chains.inside)).sum(axis=0) / 2
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

    # The first of several beta draws that falls in order is a draw from the beta distributions
    # given that they fall in order. Only chains without one draw again.
    drawn = last.copy()
    missing = np.arange(_CHAINS)
    for _ in range(_TRIES):
        draws = random.beta(tied[:, missing] + 1, (pairs - tied)[:, missing] + 1)
        fits = (draws[0] < 1) & (draws[0] > draws[1]) & (draws[1] > draws[2]) & (draws[2] > 0)
        drawn[:, missing[fits]] = draws[:, fits]
        missing = missing[~fits]
        if not len(missing):
            break
    return drawn


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
    # at once, and taken off the log odds before the slow loop. So is what each would count of
    # itself, as nobody's role changes before its own turn.
    noise = random.logistic(size=chains.inside.shape)
    base -= noise
    base -= chains.inside * per_member * ~network.silent[:, None]

    # (chains,) each: what the core says of who is not tied to it; of the silent, those who
    # reported.
    of_all, of_reporting = size * per_member, reporting * per_member
    silent = network.silent.tolist()
    inside, term, step = chains.inside, np.empty_like(per_member), np.empty_like(per_member)
    for organisation, (neighbours, values) in enumerate(chains.rows):
        # Of the core only those it is known of count: the others, or the others who reported.
        odds = base[organisation]
        odds += of_reporting if silent[organisation] else of_all
        near = inside.take(neighbours, axis=0)
        for effect, value in zip(effects, values, strict=True):
            np.dot(value, near, out=term)
            np.multiply(effect, term, out=term)
            odds += term

        # What later ones look at follows at once.
        before = inside[organisation]
        np.subtract(odds > 0, before, out=step)
        before += step
        step *= per_member
        of_all += step
        if not silent[organisation]:
            of_reporting += step
    return base + noise


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
