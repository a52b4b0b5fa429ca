"""Fewer or cheaper sites that cover all areas, and proof that there are none: arrays in and out.

As in `covering`: `covers` (sites, areas) says which site covers which area, `cost` (sites,) what
each takes.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from .solver import relax

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .solver import Relaxed

    Covers = sparse.csr_array[Any, tuple[int, int]]
    Floats = NDArray[np.float64]
    Sites = NDArray[np.intp]


_NEARLY = 0.02
"""What a site may cost the relaxation, as a share of its price, to be likely: among such sites
exchanges often find the best choice of all where they do not among all sites."""

_ROUNDS = 8
"""Most times that cuts are added: later ones hardly raise the bound."""

_LEAST_GAIN = 0.01
"""What a round must add to the bound for another to follow."""

_CUTS_EACH = 12
"""Cuts of one area in a round: more of them mostly say the same."""

_CUTS = 150
"""Cuts of a round, the most broken ones."""

_LEAST_BROKEN = 0.02
"""By how much a cut must be broken to be added."""

_ROUNDING = 1e-6
"""Within how much HiGHS keeps to its rows."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Tightened:
    """What is known of every choice that is better than the one given.

    Attributes
    ----------
    lower, upper : (sites,) float
        1, 1 for sites that are in each; 0, 0 for those that are in none.
    cuts : (cuts, sites) sparse
        Of each row at least 2 are open.
    bound : float
        What each costs at least; infinity if there is none.
    """

    lower: Floats
    upper: Floats
    cuts: Covers
    bound: float

    @property
    def left(self) -> int:
        """How many sites may be open or not."""
        return int(np.count_nonzero(self.lower < self.upper))


def choose_likely(relaxed: Relaxed, cost: Floats, sites: Sites) -> Sites:
    """Return the sites that a better choice is likely to be of, and those of this one."""
    is_likely = relaxed.cost_to_raise <= _NEARLY * cost
    is_likely[sites] = True
    return np.flatnonzero(is_likely)


def improve_cover(  # noqa: PLR0913 - what is searched, from where, and how far
    covers: Covers, cost: Floats, sites: Sites, *, enough: float, steps: int, seconds: float
) -> Sites:
    """Return sites that cover all that these cover, for no more cost: the best that exchanges find.

    `enough`: no choice costs less; `steps`: how many sites are exchanged at the most.

    Notes
    -----
    Row weighting local search: a site is closed where its areas matter least, one of those left
    bare gets another site, and what is bare matters more from then on. After Gao, C., Weise, T. and
    Li, J. (2014), https://doi.org/10.1145/2576768.2598237. The order of chance is always the same.
    """
    end = time.monotonic() + seconds
    random = np.random.default_rng(0)
    by_area = sparse.csr_array(covers.T)
    weight, times = np.ones(covers.shape[1]), np.asarray(covers[sites].sum(axis=0)).ravel()
    is_open, since = np.zeros(len(cost), dtype=bool), np.zeros(len(cost))
    is_open[sites] = True
    best, least = sites, cost[sites].sum()

    def switch(site: int, step: int) -> None:
        is_open[site] = not is_open[site]
        held = covers.indices[covers.indptr[site] : covers.indptr[site + 1]]
        times[held] += 1 if is_open[site] else -1
        since[site] = step

    def choose_closed(but: int) -> int:
        # Whose areas, covered by nobody else, weigh least for what it costs; of equals the oldest.
        chosen = np.flatnonzero(is_open)
        chosen = chosen[chosen != but] if len(chosen) > 1 else chosen
        loses = (covers @ np.where(times == 1, weight, 0.0))[chosen] / cost[chosen]
        return int(chosen[np.lexsort((since[chosen], loses))[0]])

    last = -1
    for step in range(1, steps + 1):
        while (times > 0).all():
            if cost[is_open].sum() < least - _ROUNDING:
                best, least = np.flatnonzero(is_open), cost[is_open].sum()
                if least < enough + _ROUNDING:
                    return best
            switch(choose_closed(-1), step)
        closed = choose_closed(last)
        switch(closed, step)
        bare = np.flatnonzero(times == 0)
        area = bare[random.integers(len(bare))]
        others = by_area.indices[by_area.indptr[area] : by_area.indptr[area + 1]]
        others = others[others != closed] if len(others) > 1 else others
        wins = (covers @ np.where(times == 0, weight, 0.0))[others] / cost[others]
        last = int(others[np.lexsort((since[others], -wins))[0]])
        switch(last, step)
        weight[times == 0] += 1
        if time.monotonic() > end:
            break
    return best


def tighten(covers: Covers, cost: Floats, most: float, *, seconds: float) -> Tightened:
    """Return what holds for every choice that covers all areas and costs `most` at the most.

    Notes
    -----
    The relaxation, with cuts: each of three areas needs a site, so of the sites of the three at
    least one and a half are open, which is two if sites are whole; one that covers all three
    counts twice. These are the zero-half cuts of three rows (Caprara, A. and Fischetti, M., 1996,
    https://doi.org/10.1007/BF02592196). Sites whose reduced cost leaves no room are fixed.
    """
    end = time.monotonic() + seconds
    areas = sparse.csr_array(covers.T)
    cuts: Covers = sparse.csr_array((0, len(cost)))
    lower, upper = np.zeros(len(cost)), np.ones(len(cost))
    before = -np.inf
    for _ in range(_ROUNDS):
        rows = sparse.csc_array(sparse.vstack([areas, cuts]))
        needs = np.concatenate([np.ones(areas.shape[0]), np.full(cuts.shape[0], 2.0)])
        relaxed = relax(cost, -rows, -needs, lower=lower, upper=upper)
        room = most - relaxed.value + _ROUNDING
        if room < 0:
            return Tightened(lower=lower, upper=upper, cuts=cuts, bound=np.inf)
        is_free = lower < upper
        upper[is_free & (relaxed.cost_to_raise > room)] = 0
        lower[is_free & (relaxed.cost_to_lower > room)] = 1
        found = _find_cuts(areas, relaxed.variables)
        if relaxed.value < before + _LEAST_GAIN or not found.shape[0] or time.monotonic() > end:
            break
        before = relaxed.value
        # Cuts that are not needed any more are left out, so that the program stays small.
        tight = np.flatnonzero(cuts @ relaxed.variables < 2 + _LEAST_BROKEN)
        cuts = sparse.csr_array(sparse.vstack([cuts[tight], found]))
    return Tightened(lower=lower, upper=upper, cuts=cuts, bound=relaxed.value)


def _find_cuts(areas: Covers, opened: Floats) -> Covers:
    """Return the cuts of three areas that these sites, open in part, break most."""
    tight = np.flatnonzero(areas @ opened < 1 + _ROUNDING)
    partly = np.flatnonzero(opened > _ROUNDING)
    held = sparse.csr_array(areas[tight])[:, partly].toarray()
    share = opened[partly]
    # both: (areas, areas) how much of a site two areas have in common. With all that three have in
    # common, the sum over their sites is 3 less what each two share, and twice what all three do.
    both = (held * share) @ held.T
    broken, triples = [np.empty(0)], [np.empty((0, 3), dtype=np.intp)]
    for first in range(len(tight)):
        near = np.flatnonzero(both[first] > _LEAST_BROKEN)
        near = near[near > first]
        all_three = (held[near] * (share * held[first])) @ held[near].T
        pairs = both[first, near][:, None] + both[first, near] + both[np.ix_(near, near)]
        excess = np.triu(pairs - 2 * all_three - 1, 1)
        second, third = np.nonzero(excess > _LEAST_BROKEN)
        most = np.argsort(-excess[second, third], kind="stable")[:_CUTS_EACH]
        second, third = second[most], third[most]
        broken.append(excess[second, third])
        triples.append(np.column_stack([np.full(len(most), first), near[second], near[third]]))
    order = np.argsort(-np.concatenate(broken), kind="stable")[:_CUTS]
    one, two, three = tight[np.concatenate(triples)[order]].T
    cuts = sparse.csr_array(areas[one] + areas[two] + areas[three])
    cuts.data = np.where(cuts.data == 3, 2.0, 1.0)
    return cuts
