"""Above about 500 organisations: chances passed along the ties until they agree."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from scipy import sparse, special

from .network import count_blocks, spread_over_neighbours
from .posterior import Posterior

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .network import Flags, Floats, Integers, Network

    Singles: TypeAlias = NDArray[np.float32]


_MOST_ROUNDS = 60
_LEAST_ROUNDS = 6
_CLOSE = 2e-3
_BOUND = 30.0
_NEAR = 0.9
_DRAWS = 16
_DRAWS_IF_SMALL = 96
_SMALL = 20_000
_ROUNDS_A_DRAW = 2
_OF_TENTH = 1.755
"""The mean of the lowest tenth of a normal lies so many standard deviations below its mean."""


@dataclass(frozen=True, kw_only=True, eq=False)
class _Model:
    """The share in the core, the three densities, and the chance that a count stops at one."""

    share: float
    densities: Floats
    stops: Floats


@dataclass(frozen=True, kw_only=True, eq=False)
class _Beliefs:
    """The log odds that each is in the core, the chances, and what each tie is told of them.

    `messages` holds, for each entry of the neighbours, the log odds of that neighbour without
    what it heard along this tie.
    """

    messages: Singles
    odds: Floats
    chance: Floats


@dataclass(frozen=True, kw_only=True, eq=False)
class _Paths:
    """The two directions of each tie: entry `back[e]` of the neighbours is entry e, reversed.

    `half` are the entries of one direction; `more` is by how much the count of each entry's tie
    is above one, `counted` whether it is known.
    """

    back: Integers
    half: Integers
    more: Singles | None
    counted: Singles | None


def propagate(
    network: Network, size_prior: tuple[float, float], start: Flags, *, seed: int
) -> Posterior:
    """Return how likely each organisation is in the core, by belief propagation.

    Parameters
    ----------
    network
        The ties.
    size_prior
        The beta distribution of the share in the core.
    start
        A good division, from which the first densities are taken.
    seed
        For the densities drawn to see how sure the size of the core is.
    """
    paths = _list_paths(network)
    chance = np.where(start, _NEAR, 1 - _NEAR)
    beliefs = _Beliefs(
        messages=special.logit(chance).astype(np.float32)[network.neighbours],
        odds=special.logit(chance),
        chance=chance,
    )
    model = _first_model(network, size_prior, start)
    for step in range(_MOST_ROUNDS):
        last = beliefs.chance
        beliefs = _pass_on(network, paths, model, beliefs)
        if np.abs(beliefs.chance - last).max() < _CLOSE and step >= _LEAST_ROUNDS:
            break
        if step % 2:
            model = _learn(network, paths, model, beliefs, size_prior=size_prior)
    random = np.random.default_rng([seed, 3])
    spread = _measure_spread(network, paths, model, beliefs, size_prior=size_prior, random=random)
    return _gather(beliefs.odds, spread)


def _pass_on(network: Network, paths: _Paths, model: _Model, beliefs: _Beliefs) -> _Beliefs:
    """Return the beliefs after each has heard from its neighbours once."""
    said = _say(beliefs.messages, _list_factors(paths, model), model)
    odds = _field(network, model, beliefs.chance) + _sum_rows(network, said)
    messages = (np.repeat(odds.astype(np.float32), network.degree) - said)[paths.back]
    return _Beliefs(messages=messages, odds=odds, chance=special.expit(odds))


def _measure_spread(  # noqa: PLR0913 - all that the densities are drawn from
    network: Network,
    paths: _Paths,
    model: _Model,
    beliefs: _Beliefs,
    *,
    size_prior: tuple[float, float],
    random: np.random.Generator,
) -> float:
    """Return the standard deviation of the size of the core.

    Part of it is who is in it, given the densities; part is the densities. These are drawn, given
    a core drawn from the chances, and the chances found anew, a few times.
    """
    within, sizes = [], []
    draws = _DRAWS_IF_SMALL if len(network.source) <= _SMALL else _DRAWS
    for _ in range(draws):
        core = random.random(network.size) < beliefs.chance
        blocks = count_blocks(network, core)
        tied = np.array([float(part[0]) for part in blocks.ties])
        pairs = np.array([float(part[0]) for part in blocks.pairs])
        members = int(core.sum())
        drawn = replace(
            model,
            share=random.beta(members + size_prior[0], network.size - members + size_prior[1]),
            densities=_in_order(random.beta(tied + 1, pairs - tied + 1)),
        )
        for _ in range(_ROUNDS_A_DRAW):
            beliefs = _pass_on(network, paths, drawn, beliefs)
        within.append(float((beliefs.chance * (1 - beliefs.chance)).sum()))
        sizes.append(float(beliefs.chance.sum()))
    return float(np.sqrt(np.mean(within) + np.var(sizes[draws // 4 :], ddof=1)))


def _list_paths(network: Network) -> _Paths:
    entries = np.arange(len(network.neighbours), dtype=np.int64)
    matrix = sparse.csr_array(
        (entries, network.neighbours, network.starts), shape=(network.size, network.size)
    )
    half = np.flatnonzero(np.repeat(np.arange(network.size), network.degree) < network.neighbours)
    more = counted = None
    if network.counts is not None:
        numbers = spread_over_neighbours(network, network.counts).data
        counted = np.isfinite(numbers).astype(np.float32)
        more = np.nan_to_num(numbers - 1).astype(np.float32)
    return _Paths(back=matrix.tocsc().data, half=half, more=more, counted=counted)


def _first_model(network: Network, size_prior: tuple[float, float], start: Flags) -> _Model:
    blocks = count_blocks(network, start)
    tied = np.array([float(part[0]) for part in blocks.ties])
    pairs = np.array([float(part[0]) for part in blocks.pairs])
    stops = np.full(3, 0.5)
    if network.counts is not None:
        known = network.counts[np.isfinite(network.counts)]
        stops = np.full(3, (len(known) + 1) / (known.sum() + 2))
    share = (int(start.sum()) + size_prior[0]) / (network.size + sum(size_prior))
    return _Model(share=share, densities=_in_order((tied + 1) / (pairs + 2)), stops=stops)


def _in_order(densities: Floats) -> Floats:
    return np.clip(np.sort(densities)[::-1], 1e-12, 1 - 1e-9)


def _list_factors(paths: _Paths, model: _Model) -> list[Singles | np.float32]:
    """Return how likely each tie is within the core, between and in the rest, up to a factor."""
    relative = (model.densities / model.densities[2]).astype(np.float32)
    if paths.more is None or paths.counted is None:
        return list(relative)
    stops = np.log(model.stops / model.stops[2])
    goes_on = np.log1p(-model.stops) - np.log1p(-model.stops[2])
    return [
        one * np.exp(paths.counted * np.float32(stop) + paths.more * np.float32(on))
        for one, stop, on in zip(relative, stops, goes_on, strict=True)
    ]


def _say(messages: Singles, factors: list[Singles | np.float32], model: _Model) -> Singles:
    """Return what each tie adds to the log odds of the one it leads to.

    The field counts every pair as not tied; that is taken back here for those that are.
    """
    inner, outer = -np.diff(np.log1p(-model.densities)).astype(np.float32)
    odds = np.exp(np.clip(messages, -_BOUND, _BOUND))
    said = odds * factors[0]
    said += factors[1]
    said /= odds * factors[1] + factors[2]
    np.log(said, out=said)
    odds /= 1 + odds
    odds *= inner - outer
    said -= odds
    said -= outer
    return said


def _field(network: Network, model: _Model, chance: Floats) -> Floats:
    """Return the log odds of each if it had no ties."""
    inner, outer = -np.diff(np.log1p(-model.densities))
    all_in = float(chance.sum())
    heard_in = all_in - float(chance[network.silent].sum())
    members = np.where(network.silent, heard_in, all_in - chance)
    prior = np.log(model.share) - np.log1p(-model.share)
    return np.asarray(prior + members * inner + (network.known - members) * outer)


def _sum_rows(network: Network, values: Singles) -> Floats:
    sums = np.zeros(len(values) + 1)
    np.cumsum(values, out=sums[1:])
    return sums[network.starts[1:]] - sums[network.starts[:-1]]


def _learn(
    network: Network,
    paths: _Paths,
    model: _Model,
    beliefs: _Beliefs,
    *,
    size_prior: tuple[float, float],
) -> _Model:
    """Return the densities and the share that fit the chances best."""
    chance = beliefs.chance
    within, between = _weigh_pairs(paths, model, beliefs.messages)
    ties = len(network.source)
    tied = np.array([within.sum(dtype=float), between.sum(dtype=float), 0.0])
    tied[2] = max(ties - tied[0] - tied[1], 0.0)
    silent = chance[network.silent]
    inside = _pairs_of(chance) - _pairs_of(silent)
    outside = _pairs_of(1 - chance) - _pairs_of(1 - silent)
    pairs = np.array([inside, max(network.pairs - inside - outside, 0.0), outside])
    stops = model.stops
    if paths.more is not None and paths.counted is not None:
        more, counted = paths.more[paths.half], paths.counted[paths.half]
        known = np.array([(one * counted).sum() for one in (within, between)])
        extra = np.array([(one * more).sum() for one in (within, between)])
        known = np.append(known, counted.sum() - known.sum())
        extra = np.append(extra, more.sum() - extra.sum())
        stops = np.clip((known + 1) / (known + extra + 2), 1e-6, 1 - 1e-6)
    share = (float(chance.sum()) + size_prior[0]) / (network.size + sum(size_prior))
    return _Model(share=share, densities=_in_order((tied + 1) / (pairs + 2)), stops=stops)


def _weigh_pairs(paths: _Paths, model: _Model, messages: Singles) -> tuple[Singles, Singles]:
    """Return how likely the two ends of each tie are both in the core, and one of them."""
    one = np.exp(np.clip(messages[paths.half], -_BOUND, _BOUND))
    other = np.exp(np.clip(messages[paths.back[paths.half]], -_BOUND, _BOUND))
    factors = [
        part[paths.half] if isinstance(part, np.ndarray) else part
        for part in _list_factors(paths, model)
    ]
    within = one * other * factors[0]
    between = (one + other) * factors[1]
    total = within + between + factors[2]
    return within / total, between / total


def _pairs_of(chance: Floats) -> float:
    """Return the expected number of pairs that are both in."""
    return float(chance.sum() ** 2 - (chance**2).sum()) / 2


def _gather(odds: Floats, spread: float) -> Posterior:
    chance = special.expit(odds)
    size = float(chance.sum())
    spread = max(spread, 1e-6)
    edges = np.arange(-0.5, len(odds) + 1)
    sizes = np.diff(special.ndtr((edges - size) / spread))
    return Posterior(
        probability=chance,
        low=_at_size(odds, size - _OF_TENTH * spread),
        high=_at_size(odds, size + _OF_TENTH * spread),
        sizes=sizes / sizes.sum(),
    ).bounded()


def _at_size(odds: Floats, size: float) -> Floats:
    """Return the chances with all odds moved alike so that they add up to a core of this size."""
    size = min(max(size, 0.5), len(odds) - 0.5)
    shift = 0.0
    for _ in range(20):
        chance = special.expit(odds + shift)
        slope = float((chance * (1 - chance)).sum())
        missing = size - float(chance.sum())
        if abs(missing) < 0.01 or slope <= 0:
            break
        shift += float(np.clip(missing / slope, -2.0, 2.0))
    return np.asarray(special.expit(odds + shift))
