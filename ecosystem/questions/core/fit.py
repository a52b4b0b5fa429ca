"""Everything that is worked out from a network: divisions, chances, evidence and comparisons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from .belief_propagation import propagate
from .borgatti_everett import Correlation
from .enumeration import MOST_FOR_ENUMERATION, find_certified, list_cores, weigh_cores
from .evidence import bound_evidence, make_evidence
from .gibbs_sampling import sample_cores
from .layers import NONE, find_pattern
from .network import count_blocks, rearrange
from .null_models import compare_with_chance, compare_with_popularity
from .sweep import Best, find_best, find_good
from .symmetry import find_alike, order_by_structure
from .ties_needed import count_needed

if TYPE_CHECKING:
    from .enumeration import Cores
    from .evidence import Evidence
    from .network import Flags, Floats, Integers, Network
    from .posterior import Posterior


MOST_FOR_SAMPLING = 500
"""Above this many organisations chances are not sampled unless asked for."""

METHODS = ("auto", "exact", "sampling", "propagation")
ENOUGH = 20.0
"""Evidence of 20 to 1 is taken as a core: by chance it comes up at most once in 20 times."""

_LIKELY = 0.05
_MIXES = (0.3, 0.5, 0.7)
_MOST_FOR_STARTS = 20_000
_GRAPHS = ((5_000, 99), (50_000, 49))
"""Up to so many ties, compare with so many random graphs."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Fit:
    """What is known of the core of a network.

    `densities` are the shares of known pairs that are tied within the core, between it and the
    rest, and within the rest; `needed` is how many more ties to the core would make each more
    likely core than not; `p_random` and `p_popularity` are NaN where not worked out.
    """

    best: Best
    posterior: Posterior
    needed: Floats
    densities: Floats
    log_evidence: float
    p_random: float
    p_popularity: float
    pattern: str | None
    method: str

    @property
    def is_found(self) -> bool:
        """Whether there is a core at all."""
        return is_core(self.log_evidence, self.p_random)

    def spread(self, places: Integers, size: int) -> Fit:
        """Return the same for `size` organisations, of which this one's are at `places`."""
        needed = np.full(size, np.nan)
        needed[places] = self.needed
        return replace(
            self,
            needed=needed,
            best=self.best.spread(places, size),
            posterior=self.posterior.spread(places, size),
        )


def fit_core(
    network: Network,
    *,
    delta: float | None,
    size_prior: tuple[float, float],
    method: str,
    seed: int,
) -> Fit:
    """Return the core of a network, with organisations numbered as in it."""
    order = order_by_structure(network)
    tidy = rearrange(network, order)
    evidence = make_evidence(tidy, size_prior)
    cores = list_cores(tidy) if tidy.size <= MOST_FOR_ENUMERATION else None
    start = find_good(tidy, evidence, mixes=_MIXES)
    posterior, log_evidence = _weigh(
        tidy, evidence, start.core, cores=cores, size_prior=size_prior, method=method, seed=seed
    )
    graphs = next((number for most, number in _GRAPHS if len(tidy.source) <= most), 0)
    p_random = p_popularity = np.nan
    if graphs:
        p_random = compare_with_chance(tidy, evidence, graphs=graphs, seed=seed)
    found = is_core(log_evidence, p_random)
    if graphs and found:
        p_popularity = compare_with_popularity(tidy, evidence, graphs=graphs, seed=seed)
    posterior = posterior.share_alike(find_alike(tidy))
    fit = Fit(
        best=_fit_correlation(tidy, cores, delta, seed),
        posterior=posterior,
        needed=count_needed(tidy, evidence, posterior.probability),
        densities=_measure_densities(tidy, posterior.probability > 0.5),
        log_evidence=log_evidence,
        p_random=p_random,
        p_popularity=p_popularity,
        pattern=find_pattern(tidy, start.value) if found else NONE,
        method=method,
    )
    return fit.spread(order, network.size)


def is_core(log_evidence: float, p_random: float) -> bool:
    """Tell whether ties are more like a core and a wider network than chance makes them."""
    return log_evidence >= np.log(ENOUGH) or p_random <= _LIKELY


def choose_method(method: str, size: int) -> str:
    """Return how to work out chances for so many organisations, if "auto" leaves it open."""
    if method != "auto":
        return method
    if size <= MOST_FOR_ENUMERATION:
        return "exact"
    return "sampling" if size <= MOST_FOR_SAMPLING else "propagation"


def _weigh(  # noqa: PLR0913 - one call for the three methods
    network: Network,
    evidence: Evidence,
    start: Flags,
    *,
    cores: Cores | None,
    size_prior: tuple[float, float],
    method: str,
    seed: int,
) -> tuple[Posterior, float]:
    """Return the chances of all to be in the core, and the log evidence that there is one."""
    if method == "exact" and cores is not None:
        return weigh_cores(network, cores, evidence)
    log_evidence = bound_evidence(network, evidence, start)
    if method == "sampling":
        return sample_cores(network, size_prior, start, seed=seed), log_evidence
    return propagate(network, size_prior, start, seed=seed), log_evidence


def _fit_correlation(network: Network, cores: Cores | None, delta: float | None, seed: int) -> Best:
    """Return the best division by Borgatti and Everett's correlation."""
    objective = Correlation(delta=delta)
    if cores is not None:
        return find_certified(network, cores, objective)
    if network.size <= _MOST_FOR_STARTS:
        return find_best(network, objective, mixes=objective.mixes, seed=seed)
    good = find_good(network, objective, mixes=objective.mixes)
    return Best(
        always=good.core, sometimes=good.core, value=good.value, count=1, is_certified=False
    )


def _measure_densities(network: Network, core: Flags) -> Floats:
    """Return the share of known pairs that are tied, in the three blocks of a division."""
    blocks = count_blocks(network, core)
    tied = np.array([float(part[0]) for part in blocks.ties])
    return np.asarray((tied + 1) / (np.array([float(part[0]) for part in blocks.pairs]) + 2))
