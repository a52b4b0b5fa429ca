"""From 21 to about 500 organisations: cores drawn in proportion to their chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from .network import count_pairs, spread_over_neighbours
from .posterior import TAIL, Posterior

if TYPE_CHECKING:
    from .network import Flags, Floats, Network


_CHAINS = 64
_SWEEPS = 60
_WARM_UP = 20
_TRIES = 8
_FLIPPED_AT_START = 0.1


@dataclass(frozen=True, kw_only=True, eq=False)
class _Chains:
    """The cores of all chains, changed in place as organisations are drawn anew.

    `inside[i, c]` is 1 where organisation i is in the core of chain c. `values[v]` holds a value
    of each tie, entry by entry as in the network's neighbours; `into[v][i, c]` is its sum over the
    ties of i to that core, `total[v][i]` over all its ties.
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
    densities = np.repeat([[0.5], [0.25], [0.125]], _CHAINS, axis=1)
    chances, drawn = [], []
    for sweep in range(_SWEEPS):
        densities = _draw_densities(network, chains, densities, random)
        odds = _draw_cores(network, chains, densities, size_prior, random)
        if sweep >= _WARM_UP:
            chances.append(special.expit(odds).astype(np.float32))
            drawn.append(chains.inside.astype(bool))
    return _gather(np.concatenate(chances, axis=1), np.concatenate(drawn, axis=1))


def _begin(network: Network, start: Flags, random: np.random.Generator) -> _Chains:
    half = _CHAINS // 2
    near = start[:, None] ^ (random.random((network.size, half)) < _FLIPPED_AT_START)
    rank = np.empty(network.size, dtype=np.int64)
    rank[np.argsort(-network.degree / np.maximum(network.known, 1), kind="stable")] = np.arange(
        network.size
    )
    most = rank[:, None] < random.integers(1, network.size // 2 + 1, _CHAINS - half)
    inside = np.concatenate([near, most], axis=1).astype(float)
    values: list[Floats] = [np.ones(len(network.source))]
    if network.counts is not None:
        values += [np.isfinite(network.counts).astype(float), np.nan_to_num(network.counts - 1)]
    matrices = [spread_over_neighbours(network, one) for one in values]
    return _Chains(
        inside=inside,
        values=[np.asarray(matrix.data, dtype=float) for matrix in matrices],
        into=[matrix @ inside for matrix in matrices],
        total=[np.asarray(matrix.sum(axis=1), dtype=float) for matrix in matrices],
    )


def _sum_blocks(chains: _Chains, which: int) -> Floats:
    """Return the sums of a value of the ties in the three blocks, a row each."""
    within = (chains.inside * chains.into[which]).sum(axis=0) / 2
    touching = chains.total[which] @ chains.inside - within
    return np.array([within, touching - within, chains.total[which].sum() / 2 - touching])


def _draw_densities(
    network: Network, chains: _Chains, last: Floats, random: np.random.Generator
) -> Floats:
    """Draw the three densities of each chain; where no draw falls in order, keep the last."""
    tied = _sum_blocks(chains, 0)
    size = chains.inside.sum(axis=0).astype(np.int64)
    silent = (network.silent @ chains.inside).astype(np.int64)
    pairs = np.array(count_pairs(network, size, silent))
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
    """Draw each organisation's place anew, one after another; return the log odds used."""
    size = chains.inside.sum(axis=0)
    heard = size - network.silent @ chains.inside
    share = random.beta(size + size_prior[0], network.size - size + size_prior[1])
    effects, base = _weigh_ties(network, chains, densities, random)
    inner, outer = -np.diff(np.log1p(-densities), axis=0)
    base += special.logit(np.clip(share, 1e-12, 1 - 1e-12)) + np.outer(network.known, outer)
    per_member = inner - outer
    noise = random.logistic(size=chains.inside.shape)
    odds = np.empty_like(noise)
    base -= noise
    for one in range(network.size):
        was = chains.inside[one]
        members = heard if network.silent[one] else size - was
        draw = base[one] + members * per_member
        for effect, into in zip(effects, chains.into, strict=True):
            draw += effect * into[one]
        odds[one] = draw
        step = (draw > 0) - was
        if step.any():
            _move(network, chains, one, step)
            size += step
            if not network.silent[one]:
                heard += step
    return odds + noise


def _weigh_ties(
    network: Network, chains: _Chains, densities: Floats, random: np.random.Generator
) -> tuple[list[Floats], Floats]:
    """Return what a value of a tie to the core adds to the log odds, and what all ties add.

    Both beyond what the same ties would add if all led to the rest.
    """
    tied = np.log(densities) - np.log1p(-densities)
    pairs = [tied]
    if network.counts is not None:
        known, more = _sum_blocks(chains, 1), _sum_blocks(chains, 2)
        stop = np.clip(random.beta(known + 1, more + 1), 1e-12, 1 - 1e-12)
        pairs += [np.log(stop), np.log1p(-stop)]
    effects = [(one[0] - one[1]) - (one[1] - one[2]) for one in pairs]
    base = sum(
        np.outer(total, one[1] - one[2]) for total, one in zip(chains.total, pairs, strict=True)
    )
    return effects, np.asarray(base)


def _move(network: Network, chains: _Chains, one: int, step: Floats) -> None:
    """Move an organisation into the core (1) or out of it (-1) in the chains of `step`."""
    entries = slice(network.starts[one], network.starts[one + 1])
    around = network.neighbours[entries]
    for values, into in zip(chains.values, chains.into, strict=True):
        into[around] += values[entries, None] * step
    chains.inside[one] += step


def _gather(chances: Floats, drawn: Flags) -> Posterior:
    """Return the mean chance of each, over all draws and over those with small and large cores."""
    sizes = drawn.sum(axis=0)
    order = np.argsort(sizes, kind="stable")
    tail = max(int(TAIL * len(sizes)), 1)
    return Posterior(
        probability=chances.mean(axis=1, dtype=float),
        low=drawn[:, order[:tail]].mean(axis=1),
        high=drawn[:, order[-tail:]].mean(axis=1),
        sizes=np.bincount(sizes, minlength=len(chances) + 1) / len(sizes),
    ).bounded()
