"""Up to 20 organisations: every possible core, one by one.

A core is a number whose bit i says whether organisation i is in it. The cores that hold
organisation i as their last are those before them, 0 to 2^i - 1, with i added: so all counts are
made by doubling, each half from the half below it.
"""

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
"""Above this many organisations not every possible core is looked at: each one more doubles the
time and memory, and at 20 it takes about 0.07 s (docs/benchmarks/core.md)."""

_MOST_FOR_TABLE = 4_000_000
"""Block counts that there could be, up to which those that occur are ticked off in a table (32 MB)
and not sorted out of the million cores."""

_CHUNK = 20_000
"""Kinds of division weighed at once: a row of nodes each, so that a few such tables stay small."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Cores:
    """All cores there can be: core number c holds organisation i where bit i of c is set.

    Attributes
    ----------
    blocks : Blocks, (kinds,)
        The block counts that occur: far fewer than cores, so what hangs on them alone is worked
        out once a kind.
    which : (2 ** organisations,) int
        Which of these each core has.
    """

    blocks: Blocks
    which: Integers


def list_cores(network: Network) -> Cores:
    """Return every core there can be."""
    # (cores,): the ties within each core, and those that touch it.
    cores = np.arange(1 << network.size, dtype=np.uint32)
    within = np.zeros(len(cores), dtype=np.int64)
    touching = np.zeros(len(cores), dtype=np.int64)
    for organisation in range(network.size):
        half = 1 << organisation
        neighbours = network.neighbours_of(organisation)
        before = sum(1 << int(other) for other in neighbours if other < organisation)

        # The organisation brings its ties to those in the core already into it; its others now
        # touch the core, and did not before.
        tied = np.bitwise_count(cores[:half] & np.uint32(before))
        within[half : 2 * half] = within[:half] + tied
        touching[half : 2 * half] = touching[:half] + (int(network.degree[organisation]) - tied)
    size = np.bitwise_count(cores).astype(np.int64)
    silent_bits = sum(1 << int(organisation) for organisation in np.flatnonzero(network.silent))
    silent = np.bitwise_count(cores & np.uint32(silent_bits)).astype(np.int64)

    # The four counts of a core as the digits of one number, so that equal counts are equal
    # numbers; and the counts again, from the numbers that occur.
    ties, silents = len(network.source) + 1, network.silent_total + 1
    key = ((size * silents + silent) * ties + within) * ties + touching
    kinds, which = _list_kinds(key, (network.size + 1) * silents * ties * ties)
    sizes, silent = kinds // (silents * ties * ties), kinds // (ties * ties) % silents
    within, touching = kinds // ties % ties, kinds % ties
    blocks = Blocks(
        total=network.size,
        size=sizes,
        ties=(within, touching - within, len(network.source) - touching),
        pairs=count_pairs(network, sizes, silent),
    )
    return Cores(blocks=blocks, which=which)


def _list_kinds(key: Integers, limit: int) -> tuple[Integers, Integers]:
    """Return the distinct keys, sorted, and which of them each is; keys are below `limit`."""
    if limit > _MOST_FOR_TABLE:
        kinds, which = np.unique(key, return_inverse=True)
        return kinds, which.astype(np.int64)
    present = np.zeros(limit, dtype=bool)
    present[key] = True
    kinds = np.flatnonzero(present).astype(np.int64)
    row_of_key = np.zeros(limit, dtype=np.int64)
    row_of_key[kinds] = np.arange(len(kinds))
    return kinds, row_of_key[key]


def find_certified(network: Network, cores: Cores, objective: Objective) -> Best:
    """Return what is best of all divisions there are."""
    values = objective(cores.blocks)
    value = float(values.max())
    if not np.isfinite(value):
        return Best.none(network.size)
    best = np.flatnonzero((values >= value - EQUAL)[cores.which])
    inside = [((best >> bit) & 1).astype(bool) for bit in range(network.size)]
    return Best(
        always=np.array([bool(is_in.all()) for is_in in inside]),
        sometimes=np.array([bool(is_in.any()) for is_in in inside]),
        value=value,
        count=len(best),
        is_certified=True,
    )


def weigh_cores(network: Network, cores: Cores, evidence: Evidence) -> tuple[Posterior, float]:
    """Return how likely each organisation is in the core, over all cores there are.

    With it comes the log evidence for a core, against chance: that of all cores together.
    """
    # (cores,): the log evidence of each.
    blocks = cores.blocks
    logs = evidence.unordered(blocks) + LOG_ORDERS + _log_in_order(blocks)
    by_core = logs[cores.which]

    # Counts of ties say who is in, not whether there is a core: so the evidence is taken first.
    log_evidence = float(special.logsumexp(by_core))
    if network.counts is not None:
        by_core = by_core + _weigh_counts(network)

    # The largest is taken off first, as the weights themselves may be too small for a float.
    weights = np.exp(by_core - by_core.max())
    weights /= weights.sum()
    size_of_core = blocks.size[cores.which]
    sizes: Floats = np.bincount(size_of_core, weights, network.size + 1).astype(float)
    low, high = weigh_tails(sizes)
    posterior = Posterior(
        probability=_share_inside(network, weights),
        low=_share_inside(network, weights * low[size_of_core]),
        high=_share_inside(network, weights * high[size_of_core]),
        sizes=sizes,
    )
    return posterior.bounded(), log_evidence


def _share_inside(network: Network, weights: Floats) -> Floats:
    """Return the share of the weight of all cores that each organisation is in."""
    # Seen in rows of 2^bit cores, every second row has the bit set.
    inside = [weights.reshape(-1, 2, 1 << bit)[:, 1].sum() for bit in range(network.size)]
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
    """Return the sum of a value of the ties in the three blocks, for every core.

    As `list_cores` counts ties, but each adds its value.
    """
    matrix = spread_over_neighbours(network, values).toarray()
    within, touching = np.zeros(1 << network.size), np.zeros(1 << network.size)
    for organisation in range(network.size):
        half = 1 << organisation

        # (cores before it,): the value of its ties to each of them, by doubling once more.
        tied = np.zeros(1)
        for other in range(organisation):
            tied = np.concatenate([tied, tied + matrix[organisation, other]])
        within[half : 2 * half] = within[:half] + tied
        touching[half : 2 * half] = touching[:half] + matrix[organisation].sum() - tied
    return within, touching - within, values.sum() - touching


def _log_in_order(blocks: Blocks) -> Floats:
    """Return the log chance that the three densities fall, given the ties.

    The chance is an integral over the middle density, of the chances that the other two lie above
    and below it. The integrand is a polynomial, which these nodes integrate exactly.
    """
    # The polynomial has a degree of two more than all pairs; n nodes are exact to degree 2n - 1.
    pairs = int(sum(part[0] for part in blocks.pairs))
    nodes, weights = np.polynomial.legendre.leggauss(pairs // 2 + 2)
    tables = _list_chances(blocks, (nodes + 1) / 2)
    chance = np.empty(len(blocks.size))
    for start in range(0, len(chance), _CHUNK):
        part = slice(start, start + _CHUNK)

        # (kinds, nodes) each.
        above, middle, below = (
            table.values[table.starts[known[part]] + tied[part]]
            for table, tied, known in zip(tables, blocks.ties, blocks.pairs, strict=True)
        )
        chance[part] = (above * middle * below) @ weights / 2
    return np.log(np.maximum(chance, 1e-300))


@dataclass(frozen=True, kw_only=True, eq=False)
class _Chances:
    """What one density gives at each node, for every number of ties and pairs that may occur.

    Attributes
    ----------
    values : (rows, nodes) float
        A row for `tied` ties among `pairs` pairs: row `starts[pairs] + tied`.
    starts : (most pairs + 1,) int
        The first row of each number of pairs.
    """

    values: Floats
    starts: Integers


def _list_chances(blocks: Blocks, nodes: Floats) -> tuple[_Chances, _Chances, _Chances]:
    """Return the chances to be above, the densities at, and the chances to be below the nodes.

    A density with `tied` ties among `pairs` pairs is beta distributed, and its chances are sums
    of binomial ones over `pairs` + 1 draws. Each function gives a row for 0, 1, … `pairs` ties.
    """

    def chance_above(pairs: int) -> Floats:
        return np.cumsum(_list_binomial(pairs + 1, nodes), axis=0)[:-1]

    def density(pairs: int) -> Floats:
        return _list_binomial(pairs, nodes) * (pairs + 1)

    def chance_below(pairs: int) -> Floats:
        return np.cumsum(_list_binomial(pairs + 1, nodes)[::-1], axis=0)[-2::-1]

    tables = []
    for make_rows, pairs in zip((chance_above, density, chance_below), blocks.pairs, strict=True):
        distinct = np.unique(pairs)
        starts = np.zeros(int(distinct[-1]) + 1, dtype=np.int64)
        starts[distinct] = np.concatenate([[0], np.cumsum(distinct + 1)[:-1]])
        rows = np.concatenate([make_rows(int(number)) for number in distinct])
        tables.append(_Chances(values=rows, starts=starts))
    return tables[0], tables[1], tables[2]


def _list_binomial(draws: int, nodes: Floats) -> Floats:
    """Return the chance of 0 to `draws` hits, a row each, at each node."""
    hits = np.arange(draws + 1)[:, None]
    ways = special.gammaln(draws + 1) - special.gammaln(hits + 1)
    ways = ways - special.gammaln(draws - hits + 1)
    return np.asarray(np.exp(ways + hits * np.log(nodes) + (draws - hits) * np.log1p(-nodes)))
