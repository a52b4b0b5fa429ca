"""Groups that no tie joins: told apart, and each looked at for a core of its own.

A core leads together. Where the members of what looks like one core are in groups that no tie
joins, there are as many cores as groups, or none.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from .fit import choose_method, fit_core
from .layers import NONE
from .network import make_network, spread_over_neighbours
from .verdict import CHANCE, CORES, FOUND, ONE_CORE, SEPARATE, UNCLEAR

if TYPE_CHECKING:
    from .fit import Fit, Method
    from .network import Floats, Integers, Matrix, Network
    from .verdict import Finding


LEAST = 3
"""With fewer organisations that are tied there is nothing to tell apart."""


def list_groups(matrix: Matrix) -> Integers:
    """Return the number of the group of each organisation: equal where ties lead from one to other.

    The matrix holds the ties; who has none is its own group.
    """
    return np.asarray(sparse.csgraph.connected_components(matrix, directed=False)[1], np.intp)


def fit_groups(  # noqa: PLR0913 - the options of `find_core`
    network: Network,
    groups: Integers,
    *,
    delta: float | None,
    size_prior: tuple[float, float],
    method: Method,
    seed: int,
) -> Fit | None:
    """Return the core of a network, or those of its groups if it has none that hangs together.

    `groups` holds the group of each organisation; the options are those of `find_core`. None if
    too few are tied.
    """
    if network.size < LEAST or not len(network.source):
        return None

    def fit(part: Network) -> Fit:
        chosen = choose_method(method, part.size)
        return fit_core(part, delta=delta, size_prior=size_prior, method=chosen, seed=seed)

    # Groups are looked at only where all ties together are more than chance, and no one core:
    # to ask each of many groups whether it has one would find some by chance.
    whole = fit(network)
    is_one = len(np.unique(groups[whole.division])) == 1
    if len(np.unique(groups)) == 1 or whole.finding in (CHANCE, UNCLEAR):
        return whole
    if whole.finding == ONE_CORE and is_one:
        return replace(whole, has_core=groups == groups[whole.division][0])
    numbers, sizes = np.unique(groups, return_counts=True)
    members = [np.flatnonzero(groups == number) for number in numbers[sizes >= LEAST]]
    parts = [(rows, _take(network, rows)) for rows in members]
    return _join(whole, [(rows, fit(part)) for rows, part in parts if len(part.source)])


def _take(network: Network, rows: Integers) -> Network:
    """Return the network of some organisations alone."""
    matrix = spread_over_neighbours(network, np.ones(len(network.source)))
    counts = None
    if network.counts is not None:
        counts = spread_over_neighbours(network, network.counts)[rows][:, rows]
    return make_network(matrix[rows][:, rows], silent=network.silent[rows], counts=counts)


def _join(whole: Fit, parts: list[tuple[Integers, Fit]]) -> Fit:
    """Return what is known of all from what is known of each group.

    How far all ties are from chance stays that of the whole, as the best division does.
    """
    size = len(whole.division)
    nobody = np.zeros(size, dtype=bool)
    chance, low, high = np.zeros(size), np.zeros(size), np.zeros(size)
    needed, division, has_core = np.full(size, np.nan), nobody.copy(), nobody.copy()
    found = [fit for _, fit in parts if fit.finding in FOUND]
    for rows, fit in parts:
        chance[rows], low[rows] = fit.posterior.probability, fit.posterior.low
        high[rows], needed[rows] = fit.posterior.high, fit.needed
        has_core[rows] = fit.is_found
        division[rows] = fit.division & fit.is_found
    finding: Finding = {0: SEPARATE, 1: ONE_CORE}.get(len(found), CORES)
    posterior = replace(
        whole.posterior, probability=chance, low=low, high=high, sizes=_add_sizes(found, size)
    )
    if not found:
        return replace(whole, finding=finding, has_core=has_core, posterior=posterior)

    # All cores are more than popularity if the one that is least so is.
    return replace(
        whole,
        posterior=posterior,
        needed=needed,
        division=division,
        tied=np.sum([fit.tied for fit in found], axis=0),
        pairs=np.sum([fit.pairs for fit in found], axis=0),
        finding=finding,
        has_core=has_core,
        p_popularity=float(np.max([fit.p_popularity for fit in found])),
        pattern=NONE,
    )


def _add_sizes(found: list[Fit], size: int) -> Floats:
    """Return the chance of 0, 1, 2, … organisations in the cores together."""
    chances = np.ones(1)
    for fit in found:
        chances = np.convolve(chances, fit.posterior.sizes)
    return np.pad(chances, (0, max(size + 1 - len(chances), 0)))[: size + 1]
