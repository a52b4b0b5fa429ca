"""Everything that is worked out from a network: divisions, chances, evidence and comparisons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from .belief_propagation import propagate
from .borgatti_everett import Correlation
from .enumeration import MOST_FOR_ENUMERATION, find_certified, list_cores, weigh_cores
from .evidence import bound_evidence, make_evidence
from .gibbs_sampling import sample_cores
from .layers import NONE, find_pattern
from .network import count_ties_and_pairs, rearrange
from .null_models import SIGNIFICANCE, compare_with_chance, compare_with_popularity
from .sweep import Best, find_best, find_good
from .symmetry import find_symmetry
from .ties_needed import count_needed
from .verdict import CHANCE, FOUND, LEAST_MEMBERS, UNCLEAR, judge_division

if TYPE_CHECKING:
    from .enumeration import Cores
    from .evidence import Evidence
    from .layers import Pattern
    from .network import Flags, Floats, Integers, Network
    from .posterior import Posterior
    from .verdict import Finding

Method = Literal["auto", "exact", "sampling", "propagation"]

METHODS: tuple[Method, ...] = get_args(Method)
"""How chances may be worked out."""

MOST_FOR_SAMPLING = 500
"""Above this many organisations chances are not sampled unless asked for: sampling takes 0.05 s at
200 organisations and grows with organisations times chains, propagation 0.04 s at 1,000, where its
log loss is within 0.0003 of the best there can be (docs/benchmarks/core.md). Below
a few hundred organisations propagation is too sure of itself."""

ENOUGH = 20.0
"""Evidence of 20 to 1 is taken as a core: by chance it comes up at most once in 20 times."""

_MIXES = (0.3, 0.5, 0.7)
"""What a tie to the rest counts, when organisations are put in order for the evidence; a tie to
the core counts the remainder to 1. Which is best hangs on the densities, so three are tried."""

_MOST_FOR_STARTS = 20_000
"""Above this many organisations the best division is searched from one start and not from several,
and who is alike is not worked out (`symmetry.py`)."""

_GRAPHS = ((5_000, 99), (50_000, 49))
"""Up to so many ties, compare with so many random graphs; beyond, with none, as these take too
long. A core is more than chance if at most 4 of 99 graphs, or 1 of 49, score as high as it; near
that limit more are drawn (`null_models.py`)."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Fit:
    """What is known of the core of a network.

    Attributes
    ----------
    best : Best
        The best division by Borgatti and Everett's correlation.
    posterior : Posterior
        The chance of each organisation to be in the core.
    needed : (organisations,) float
        How many more ties to the core would make each more likely core than not; NaN if there are
        not so many.
    division : (organisations,) bool
        The core by which the shape is judged: those more likely in it than not; if they are not
        two, the best division found.
    tied, pairs : (3,) float
        Ties and known pairs within that core, between it and the rest, and within the rest.
    finding : str
        Whether that is a core, or what it is (`verdict.py`).
    has_core : (organisations,) bool
        Whether a core was found among those that an organisation is tied to, through however many.
    log_evidence : float
        The log of how many times likelier the ties are with a core than at random.
    p_random : float, 0 to 1
        How often ties drawn at random look as much like a core; NaN where not worked out.
    p_popularity : float, 0 to 1
        How often ties do in which everyone has as many as here; NaN where not worked out.
    pattern : str or None
        "hub", "layered" or "none"; None where not worked out.
    method : str
        How the chances were worked out.
    """

    best: Best
    posterior: Posterior
    needed: Floats
    division: Flags
    tied: Floats
    pairs: Floats
    finding: Finding
    has_core: Flags
    log_evidence: float
    p_random: float
    p_popularity: float
    pattern: Pattern | None
    method: Method

    @property
    def is_found(self) -> bool:
        """Whether there is a core at all."""
        return self.finding in FOUND

    @property
    def densities(self) -> Floats:
        """The share of the known pairs that are tied in each block; NaN where none is known."""
        return np.asarray(
            np.divide(self.tied, self.pairs, out=np.full(3, np.nan), where=self.pairs > 0)
        )

    def scatter(self, rows: Integers, size: int) -> Fit:
        """Return the same for `size` organisations, of which these are `rows`."""
        needed = np.full(size, np.nan)
        needed[rows] = self.needed
        division, has_core = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
        division[rows], has_core[rows] = self.division, self.has_core
        return replace(
            self,
            needed=needed,
            division=division,
            has_core=has_core,
            best=self.best.scatter(rows, size),
            posterior=self.posterior.scatter(rows, size),
        )


def fit_core(
    network: Network,
    *,
    delta: float | None,
    size_prior: tuple[float, float],
    method: Method,
    seed: int,
) -> Fit:
    """Return the core of a network, with organisations numbered as in it.

    `method` is one of the three, not "auto"; the other options are those of `find_core`.
    """
    # What is drawn at random is drawn by number, and equals are told apart by it. Numbers by the
    # structure of the ties keep the names and the rows of the tables out of the answer.
    symmetry = find_symmetry(network)
    order, alike = symmetry.order, symmetry.alike[symmetry.order]
    tidy = rearrange(network, order)
    evidence = make_evidence(tidy, size_prior)
    cores = list_cores(tidy) if tidy.size <= MOST_FOR_ENUMERATION else None
    start = find_good(tidy, evidence, mixes=_MIXES)
    posterior, log_evidence = _weigh(
        tidy, evidence, start.core, cores=cores, size_prior=size_prior, method=method, seed=seed
    )

    # Whether there is a core at all; whether it is more than popularity is asked only of one.
    graphs = next((number for most, number in _GRAPHS if len(tidy.source) <= most), 0)
    p_popularity = np.nan
    p_random = compare_with_chance(tidy, evidence, graphs=graphs, seed=seed) if graphs else np.nan
    posterior = posterior.share_alike(alike)
    division = posterior.probability > 0.5
    if division.sum() < LEAST_MEMBERS:
        division = start.core
    tied, pairs = count_ties_and_pairs(tidy, division)
    finding = CHANCE
    if is_more_than_chance(log_evidence, p_random):
        finding = judge_division(int(division.sum()), tied, pairs)
    is_clear = log_evidence >= np.log(ENOUGH) or posterior.size_range[0] >= LEAST_MEMBERS
    if finding in FOUND and not is_clear:
        # Because where only the comparison speaks for a core, and one organisation alone may be
        # all of it, as likely as not it is one with many ties: 4 of 5 false cores of 240 random
        # graphs of 10 to 40 organisations were of that sort, and 5 of 259 planted cores that were
        # found, four of these among the hardest (20 organisations, hard, docs/benchmarks/core.md).
        finding = UNCLEAR
    is_found = finding in FOUND
    if graphs and is_found:
        p_popularity = compare_with_popularity(tidy, evidence, graphs=graphs, seed=seed)

    fit = Fit(
        best=_fit_correlation(tidy, cores, delta=delta, alike=alike, seed=seed),
        posterior=posterior,
        needed=count_needed(tidy, evidence, posterior.probability),
        division=division,
        tied=tied,
        pairs=pairs,
        finding=finding,
        has_core=np.full(tidy.size, is_found),
        log_evidence=log_evidence,
        p_random=p_random,
        p_popularity=p_popularity,
        pattern=find_pattern(tidy, start.value) if is_found else NONE,
        method=method,
    )
    return fit.scatter(order, network.size)


def is_more_than_chance(log_evidence: float, p_random: float) -> bool:
    """Tell whether ties are more like a core and a wider network than chance makes them.

    That they are does not make them one: cliques side by side are, too.

    Parameters
    ----------
    log_evidence
        The log of how many times likelier the ties are with a core than at random.
    p_random
        How often ties drawn at random look as much like a core; NaN where not worked out, which
        speaks for nothing.
    """
    return log_evidence >= np.log(ENOUGH) or p_random <= SIGNIFICANCE


def choose_method(method: Method, size: int) -> Method:
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
    method: Method,
    seed: int,
) -> tuple[Posterior, float]:
    """Return the chances of all to be in the core, and the log evidence that there is one."""
    if method == "exact" and cores is not None:
        return weigh_cores(network, cores, evidence)
    log_evidence = bound_evidence(network, evidence, start)
    if method == "sampling":
        return sample_cores(network, size_prior, start, seed=seed), log_evidence
    return propagate(network, size_prior, start, seed=seed), log_evidence


def _fit_correlation(
    network: Network, cores: Cores | None, *, delta: float | None, alike: Integers, seed: int
) -> Best:
    """Return the best division by Borgatti and Everett's correlation."""
    objective = Correlation(delta=delta)
    if cores is not None:
        return find_certified(network, cores, objective)
    if network.size <= _MOST_FOR_STARTS:
        return find_best(network, objective, mixes=objective.mixes, alike=alike, seed=seed)
    good = find_good(network, objective, mixes=objective.mixes)
    return Best(
        always=good.core, sometimes=good.core, value=good.value, count=1, is_certified=False
    )
