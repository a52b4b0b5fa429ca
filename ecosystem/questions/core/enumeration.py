"""Up to 20 organisations: every possible core, one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from .evidence import LOG_ORDERS
from .local_search import EQUAL
from .network import Blocks, count_pairs, spread_over_neighbours
from .posterior import Posterior, count_likelihood, weigh_tails
from .sweep import Best

if TYPE_CHECKING:
    from .evidence import Evidence
    from .local_search import Objective
    from .network import Floats, Integers, Network


MOST_FOR_ENUMERATION = 20
"""Above this many organisations not every possible core is looked at."""

_MOST_FOR_TABLE = 4_000_000
_CHUNK = 20_000


@dataclass(frozen=True, kw_only=True, eq=False)
class Cores:
    """All cores: core number c holds organisation i where bit i of c is set.

    `blocks` are the block counts that occur, `which` says which of them each core has.
    """

    blocks: Blocks
    which: Integers


def list_cores(network: Network) -> Cores:
    """Return every core there can be."""
    cores = np.arange(1 << network.size, dtype=np.uint32)
    within = np.zeros(len(cores), dtype=np.int64)
    touching = np.zeros(len(cores), dtype=np.int64)
    for one in range(network.size):
        half = 1 << one
        around = sum(1 << int(other) for other in network.neighbours_of(one) if other < one)
        tied = np.bitwise_count(cores[:half] & np.uint32(around))
        within[half : 2 * half] = within[:half] + tied
        touching[half : 2 * half] = touching[:half] + (int(network.degree[one]) - tied)
    size = np.bitwise_count(cores).astype(np.int64)
    mute = sum(1 << int(one) for one in np.flatnonzero(network.silent))
    silent = np.bitwise_count(cores & np.uint32(mute)).astype(np.int64)
    ties, quiet = len(network.source) + 1, network.quiet + 1
    key = ((size * quiet + silent) * ties + within) * ties + touching
    kinds, which = _distinct(key, (network.size + 1) * quiet * ties * ties)
    sizes, quiets = kinds // (quiet * ties * ties), kinds // (ties * ties) % quiet
    ties_within, ties_touching = kinds // ties % ties, kinds % ties
    blocks = Blocks(
        total=network.size,
        size=sizes,
        ties=(ties_within, ties_touching - ties_within, len(network.source) - ties_touching),
        pairs=count_pairs(network, sizes, quiets),
    )
    return Cores(blocks=blocks, which=which)


def _distinct(key: Integers, limit: int) -> tuple[Integers, Integers]:
    """Return the distinct keys, sorted, and which of them each is; keys are below `limit`."""
    if limit > _MOST_FOR_TABLE:
        kinds, which = np.unique(key, return_inverse=True)
        return kinds, which.astype(np.int64)
    present = np.zeros(limit, dtype=bool)
    present[key] = True
    kinds = np.flatnonzero(present).astype(np.int64)
    place = np.zeros(limit, dtype=np.int64)
    place[kinds] = np.arange(len(kinds))
    return kinds, place[key]


def find_certified(network: Network, cores: Cores, objective: Objective) -> Best:
    """Return what is best of all divisions there are."""
    values = objective(cores.blocks)
    value = float(values.max())
    if not np.isfinite(value):
        return Best.none(network.size)
    good = np.flatnonzero((values >= value - EQUAL)[cores.which])
    inside = [((good >> one) & 1).astype(bool) for one in range(network.size)]
    return Best(
        always=np.array([bool(one.all()) for one in inside]),
        sometimes=np.array([bool(one.any()) for one in inside]),
        value=value,
        count=len(good),
        is_certified=True,
    )


def weigh_cores(network: Network, cores: Cores, evidence: Evidence) -> tuple[Posterior, float]:
    """Return how likely each organisation is in the core, over all cores there are.

    With it comes the log evidence for a core, against chance: that of all cores together.
    """
    blocks = cores.blocks
    logs = evidence.unordered(blocks) + LOG_ORDERS + _log_in_order(blocks)
    by_core = logs[cores.which]
    log_evidence = float(special.logsumexp(by_core))
    if network.counts is not None:
        by_core = by_core + _weigh_counts(network)
    weights = np.exp(by_core - by_core.max())
    weights /= weights.sum()
    of_core = blocks.size[cores.which]
    sizes: Floats = np.bincount(of_core, weights, network.size + 1).astype(float)
    low, high = weigh_tails(sizes)
    posterior = Posterior(
        probability=_inside(network, weights),
        low=_inside(network, weights * low[of_core]),
        high=_inside(network, weights * high[of_core]),
        sizes=sizes,
    )
    return posterior.bounded(), log_evidence


def _inside(network: Network, weights: Floats) -> Floats:
    """Return the weight of the cores that each organisation is in."""
    inside = [weights.reshape(-1, 2, 1 << one)[:, 1].sum() for one in range(network.size)]
    return np.asarray(np.array(inside) / weights.sum())


def _weigh_counts(network: Network) -> Floats:
    """Return the log likelihood of the counts of ties for every core."""
    counts = network.counts if network.counts is not None else np.empty(0)
    is_known = np.isfinite(counts).astype(float)
    sums = [_sum_blocks(network, values) for values in (is_known, np.nan_to_num(counts - 1))]
    total: Floats = np.zeros(1 << network.size)
    for tied, more in zip(*sums, strict=True):
        total = total + count_likelihood(tied, more)
    return total


def _sum_blocks(network: Network, values: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the sum of a value of the ties in the three blocks, for every core."""
    matrix = spread_over_neighbours(network, values).toarray()
    within, touching = np.zeros(1 << network.size), np.zeros(1 << network.size)
    for one in range(network.size):
        half = 1 << one
        tied = np.zeros(1)
        for other in range(one):
            tied = np.concatenate([tied, tied + matrix[one, other]])
        within[half : 2 * half] = within[:half] + tied
        touching[half : 2 * half] = touching[:half] + matrix[one].sum() - tied
    return within, touching - within, values.sum() - touching


def _log_in_order(blocks: Blocks) -> Floats:
    """Return the log chance that the three densities fall, given the ties.

    The integrand over the middle density is a polynomial, which these nodes integrate exactly.
    """
    pairs = int(sum(part[0] for part in blocks.pairs))
    nodes, weights = np.polynomial.legendre.leggauss(pairs // 2 + 2)
    tables = _list_chances(blocks, (nodes + 1) / 2)
    chance = np.empty(len(blocks.size))
    for start in range(0, len(chance), _CHUNK):
        part = slice(start, start + _CHUNK)
        above, middle, below = (
            table.values[table.starts[of[part]] + tied[part]]
            for table, tied, of in zip(tables, blocks.ties, blocks.pairs, strict=True)
        )
        chance[part] = (above * middle * below) @ weights / 2
    return np.log(np.maximum(chance, 1e-300))


@dataclass(frozen=True, kw_only=True, eq=False)
class _Chances:
    """A row of values, one a node, for `tied` of `of` pairs: row `starts[of] + tied`."""

    values: Floats
    starts: Integers


def _list_chances(blocks: Blocks, nodes: Floats) -> tuple[_Chances, _Chances, _Chances]:
    """Return the chances to be above, the densities at, and the chances to be below the nodes.

    A density with `tied` of `of` pairs is beta distributed, and its chances are sums of binomial
    ones over `of` + 1 draws.
    """

    def above(of: int) -> Floats:
        return np.cumsum(_binomial(of + 1, nodes), axis=0)[:-1]

    def at(of: int) -> Floats:
        return _binomial(of, nodes) * (of + 1)

    def below(of: int) -> Floats:
        return np.cumsum(_binomial(of + 1, nodes)[::-1], axis=0)[-2::-1]

    tables = []
    for one, of in zip((above, at, below), blocks.pairs, strict=True):
        distinct = np.unique(of)
        starts = np.zeros(int(distinct[-1]) + 1, dtype=np.int64)
        starts[distinct] = np.concatenate([[0], np.cumsum(distinct + 1)[:-1]])
        rows = np.concatenate([one(int(number)) for number in distinct])
        tables.append(_Chances(values=rows, starts=starts))
    return tables[0], tables[1], tables[2]


def _binomial(draws: int, nodes: Floats) -> Floats:
    """Return the chance of 0 to `draws` hits, a row each, at each node."""
    hits = np.arange(draws + 1)[:, None]
    ways = special.gammaln(draws + 1) - special.gammaln(hits + 1)
    ways = ways - special.gammaln(draws - hits + 1)
    return np.asarray(np.exp(ways + hits * np.log(nodes) + (draws - hits) * np.log1p(-nodes)))
