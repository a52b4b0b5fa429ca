"""Above about 500 organisations: chances passed along the ties until they agree.

Belief propagation (Decelle, Krzakala, Moore and Zdeborová 2011, https://doi.org/10.1103/
PhysRevE.84.066106; for cores Zhang, Martin and Newman 2015, https://doi.org/10.1103/
PhysRevE.91.032803). Each organisation tells each neighbour how likely it is in the core, going by
all it has heard but from that neighbour; pairs without a tie work together as one field. On a
network without short rings of ties the chances come out right, and on a large, thin one nearly so.
Now and then the densities are learned from the chances.

Messages are log odds in single precision, one for each of the two entries of a tie: at a million
ties they are what fills the memory.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from scipy import sparse, special

from .network import count_ties_and_pairs, spread_over_neighbours
from .posterior import Posterior

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .network import Flags, Floats, Integers, Network

    Singles: TypeAlias = NDArray[np.float32]


_MOST_ROUNDS = 60
"""Rounds of messages at most. About ten are usual; where there is no core they may not settle."""

_LEAST_ROUNDS = 6
"""Rounds at least, so that the densities are learned more than once before anything is settled."""

_CLOSE = 2e-3
"""Chances are settled when none changes by more than this in a round: a fifth of what the second
digit of a chance shows."""

_BOUND = 30.0
"""Log odds beyond this are taken as this, so that their exponent fits in single precision."""

_NEAR = 0.9
"""The chance at the start of those in the good division; the others have 0.1. Nearer to 1 and 0
the start would be hard to leave, nearer to a half it would be forgotten."""

_SMALL = 20_000
"""Up to so many ties the draws below are many, as each is quick."""

_DRAWS_IF_SMALL = 96
"""Times that the densities are drawn to see how sure the size of the core is. The range given held
the true size in 13 of 15 networks of 1,000 organisations, for 9 of 10 (docs/benchmarks/core.md)."""

_DRAWS = 16
"""The same in larger networks, where a draw takes long and the densities are known well."""

_ROUNDS_A_DRAW = 2
"""Rounds of messages after each draw: the draws are near one another, and each starts where the
last one ended."""

_OF_TENTH = 1.755
"""The mean of the lowest tenth of a normal lies so many standard deviations below its mean."""

_LEAST_DENSITY, _MOST_DENSITY = 1e-12, 1 - 1e-9
"""Densities stay within these, so that their logs are finite."""


@dataclass(frozen=True, kw_only=True, eq=False)
class _Model:
    """What is taken as known while messages are passed.

    Attributes
    ----------
    share : float, 0 to 1
        The share of organisations in the core.
    densities : (3,) float, 0 to 1
        The chance of a tie within the core, between it and the rest, and within the rest.
    stops : (3,) float, 0 to 1
        The chance that a count goes no further than it is, in the same blocks: the count of a tie
        is geometric.
    """

    share: float
    densities: Floats
    stops: Floats


@dataclass(frozen=True, kw_only=True, eq=False)
class _Beliefs:
    """How likely each organisation is in the core, and what it tells its neighbours of that.

    Attributes
    ----------
    messages : (2 * ties,) float
        For each entry of the neighbours, the log odds of that neighbour without what it heard
        along this tie.
    odds : (organisations,) float
        The log odds of each.
    chance : (organisations,) float, 0 to 1
        The chance of each.
    """

    messages: Singles
    odds: Floats
    chance: Floats


@dataclass(frozen=True, kw_only=True, eq=False)
class _Paths:
    """The two directions of each tie, and what its count says.

    Attributes
    ----------
    back : (2 * ties,) int
        For each entry of the neighbours, the entry of the same tie in the other direction.
    half : (ties,) int
        The entries of one direction.
    more : (2 * ties,) float, or None
        By how much the count of each entry's tie is above one, 0 if not known; None if counts are
        not used.
    counted : (2 * ties,) float, or None
        1 where the count is known, else 0.
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
    model = _guess_model(network, size_prior, start)
    for step in range(_MOST_ROUNDS):
        last = beliefs.chance
        beliefs = _pass_on(network, paths, model, beliefs)
        if np.abs(beliefs.chance - last).max() < _CLOSE and step >= _LEAST_ROUNDS:
            break

        # Messages settle a little before they are learned from: with a new model after every
        # round, both would run after each other.
        if step % 2:
            model = _learn(network, paths, model, beliefs, size_prior=size_prior)
    random = np.random.default_rng([seed, 3])
    spread = _measure_spread(network, paths, model, beliefs, size_prior=size_prior, random=random)
    return _gather(beliefs.odds, spread)


def _pass_on(network: Network, paths: _Paths, model: _Model, beliefs: _Beliefs) -> _Beliefs:
    """Return the beliefs after each has heard from its neighbours once."""
    # (2 * ties,): what an organisation hears from each neighbour, one after another.
    heard = _weigh_messages(beliefs.messages, _list_factors(paths, model), model)
    odds = _weigh_field(network, model, beliefs.chance)
    odds = odds + network.sum_entries(heard, np.float64)

    # Back along a tie goes all that was heard but along that tie: otherwise two neighbours would
    # confirm each other in what each has from the other.
    messages = (np.repeat(odds.astype(np.float32), network.degree) - heard)[paths.back]
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
    variances, sizes = [], []
    draws = _DRAWS_IF_SMALL if len(network.source) <= _SMALL else _DRAWS
    for _ in range(draws):
        core = random.random(network.size) < beliefs.chance
        tied, pairs = count_ties_and_pairs(network, core)
        members = int(core.sum())
        drawn = replace(
            model,
            share=random.beta(members + size_prior[0], network.size - members + size_prior[1]),
            densities=_put_in_order(random.beta(tied + 1, pairs - tied + 1)),
        )
        for _ in range(_ROUNDS_A_DRAW):
            beliefs = _pass_on(network, paths, drawn, beliefs)

        # Given the densities, each is in or not for itself, so the variances add up.
        variances.append(float((beliefs.chance * (1 - beliefs.chance)).sum()))
        sizes.append(float(beliefs.chance.sum()))

    # The first quarter still knows where the draws began, at the likeliest densities.
    return float(np.sqrt(np.mean(variances) + np.var(sizes[draws // 4 :], ddof=1)))


def _list_paths(network: Network) -> _Paths:
    """Return the two directions of each tie, and its count."""
    # The entries by number as a matrix: read by columns, it has each in the place of its reverse.
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


def _guess_model(network: Network, size_prior: tuple[float, float], start: Flags) -> _Model:
    """Return the model that fits a division; the counts are as if the same in all blocks."""
    tied, pairs = count_ties_and_pairs(network, start)
    stops = np.full(3, 0.5)
    if network.counts is not None:
        known = network.counts[np.isfinite(network.counts)]
        stops = np.full(3, (len(known) + 1) / (known.sum() + 2))
    share = (int(start.sum()) + size_prior[0]) / (network.size + sum(size_prior))
    return _Model(share=share, densities=_put_in_order((tied + 1) / (pairs + 2)), stops=stops)


def _put_in_order(densities: Floats) -> Floats:
    """Return the densities, the largest first: the core is where ties are densest."""
    return np.clip(np.sort(densities)[::-1], _LEAST_DENSITY, _MOST_DENSITY)


def _list_factors(paths: _Paths, model: _Model) -> list[Singles | np.float32]:
    """Return how likely each tie is within the core, between and in the rest, up to a factor.

    A number for all ties if counts are not used, else one an entry of the neighbours.
    """
    relative = (model.densities / model.densities[2]).astype(np.float32)
    if paths.more is None or paths.counted is None:
        return list(relative)
    stops = np.log(model.stops / model.stops[2])
    goes_on = np.log1p(-model.stops) - np.log1p(-model.stops[2])
    return [
        factor * np.exp(paths.counted * np.float32(stop) + paths.more * np.float32(further))
        for factor, stop, further in zip(relative, stops, goes_on, strict=True)
    ]


def _weigh_messages(
    messages: Singles, factors: list[Singles | np.float32], model: _Model
) -> Singles:
    """Return what each tie adds to the log odds of the one it leads to.

    With odds o of the neighbour, and factors w, b and r of a tie within the core, between and in
    the rest, that is log (o w + b) / (o b + r). The field counts every pair as not tied; that is
    taken back here for those that are. Steps are made in place, as these arrays are the largest.
    """
    inner, outer = -np.diff(np.log1p(-model.densities)).astype(np.float32)
    odds = np.exp(np.clip(messages, -_BOUND, _BOUND))
    heard = odds * factors[0]
    heard += factors[1]
    heard /= odds * factors[1] + factors[2]
    np.log(heard, out=heard)

    # From here on `odds` holds what the field says of the pair: outer, and by the neighbour's
    # chance inner instead.
    odds /= 1 + odds
    odds *= inner - outer
    heard -= odds
    heard -= outer
    return heard


def _weigh_field(network: Network, model: _Model, chance: Floats) -> Floats:
    """Return the log odds of each if it had no ties."""
    # What one pair without a tie says, if its other end is in the core, and if not.
    inner, outer = -np.diff(np.log1p(-model.densities))

    # (organisations,): the expected members of the core of whom it is known whether they are tied
    # to each: those that reported, or all but itself.
    all_in = float(chance.sum())
    reporting_in = all_in - float(chance[network.silent].sum())
    members = np.where(network.silent, reporting_in, all_in - chance)
    prior = np.log(model.share) - np.log1p(-model.share)
    return np.asarray(prior + members * inner + (network.known - members) * outer)


def _learn(
    network: Network,
    paths: _Paths,
    model: _Model,
    beliefs: _Beliefs,
    *,
    size_prior: tuple[float, float],
) -> _Model:
    """Return the densities and the share that fit the chances best."""
    # (3,): the expected ties in the blocks, each tie split by where its ends are likely to be.
    chance = beliefs.chance
    within, between = _weigh_ties(paths, model, beliefs.messages)
    ties = len(network.source)
    tied = np.array([within.sum(dtype=float), between.sum(dtype=float), 0.0])
    tied[2] = max(ties - tied[0] - tied[1], 0.0)

    # (3,): the expected known pairs in the blocks: those of all, less those of two silent ones.
    silent = chance[network.silent]
    inside = _expect_pairs(chance) - _expect_pairs(silent)
    outside = _expect_pairs(1 - chance) - _expect_pairs(1 - silent)
    pairs = np.array([inside, max(network.pairs - inside - outside, 0.0), outside])

    # A geometric count that is known stopped once, and went on as often as it is above one.
    stops = model.stops
    if paths.more is not None and paths.counted is not None:
        more, counted = paths.more[paths.half], paths.counted[paths.half]
        known = np.array([(weight * counted).sum() for weight in (within, between)])
        extra = np.array([(weight * more).sum() for weight in (within, between)])
        known = np.append(known, counted.sum() - known.sum())
        extra = np.append(extra, more.sum() - extra.sum())
        stops = np.clip((known + 1) / (known + extra + 2), 1e-6, 1 - 1e-6)
    share = (float(chance.sum()) + size_prior[0]) / (network.size + sum(size_prior))
    return _Model(share=share, densities=_put_in_order((tied + 1) / (pairs + 2)), stops=stops)


def _weigh_ties(paths: _Paths, model: _Model, messages: Singles) -> tuple[Singles, Singles]:
    """Return how likely the two ends of each tie are both in the core, and one of them."""
    target_odds = np.exp(np.clip(messages[paths.half], -_BOUND, _BOUND))
    source_odds = np.exp(np.clip(messages[paths.back[paths.half]], -_BOUND, _BOUND))
    factors = [
        factor[paths.half] if isinstance(factor, np.ndarray) else factor
        for factor in _list_factors(paths, model)
    ]
    within = target_odds * source_odds * factors[0]
    between = (target_odds + source_odds) * factors[1]
    total = within + between + factors[2]
    return within / total, between / total


def _expect_pairs(chance: Floats) -> float:
    """Return the expected number of pairs that are both in."""
    return float(chance.sum() ** 2 - (chance**2).sum()) / 2


def _gather(odds: Floats, spread: float) -> Posterior:
    """Return the chances, with the size of the core as normal around its expected size."""
    chance = special.expit(odds)
    size = float(chance.sum())
    spread = max(spread, 1e-6)
    edges = np.arange(-0.5, len(odds) + 1)
    sizes = np.diff(special.ndtr((edges - size) / spread))
    return Posterior(
        probability=chance,
        low=_fit_size(odds, size - _OF_TENTH * spread),
        high=_fit_size(odds, size + _OF_TENTH * spread),
        sizes=sizes / sizes.sum(),
    ).bounded()


def _fit_size(odds: Floats, size: float) -> Floats:
    """Return the chances with all odds moved alike so that they add up to a core of this size."""
    size = min(max(size, 0.5), len(odds) - 0.5)
    shift = 0.0

    # Newton's method, in steps of at most 2: far from the answer the slope is next to nothing,
    # and a whole step would land anywhere.
    for _ in range(20):
        chance = special.expit(odds + shift)
        slope = float((chance * (1 - chance)).sum())
        missing = size - float(chance.sum())
        if abs(missing) < 0.01 or slope <= 0:
            break
        shift += float(np.clip(missing / slope, -2.0, 2.0))
    return np.asarray(special.expit(odds + shift))
