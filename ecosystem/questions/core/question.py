"""`find_core`: the question, its options, and the table that answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from ecosystem.access import MONEY, list_reported, note_stopped
from ecosystem.errors import wrong_choice
from ecosystem.graph import (
    REFERRAL,
    SAME_GROUP,
    find_positions,
    list_sitting,
    list_ties,
    to_sparse,
)
from ecosystem.options import check_options

from .answer import CoreResult
from .enumeration import MOST_FOR_ENUMERATION
from .fit import METHODS, choose_method
from .frames import make_summary, make_table
from .groups import fit_groups, list_groups
from .network import make_network, pair_up
from .notes import list_limits
from .silence import ask_silent

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import pandas as pd

    from ecosystem.data import Ecosystem

    from .fit import Method
    from .network import Flags, Integers, Matrix, Network


_MOST_FOR_METHOD = {"exact": MOST_FOR_ENUMERATION, "sampling": 5_000}
"""How many tied organisations a method takes; beyond, it is refused. Enumeration doubles its work
with each one more. Sampling holds 256 chains of 10 rounds, 5 bytes an organisation each: 64 MB
at 5,000."""


@check_options
def find_core(  # noqa: PLR0913 - six options, all by name
    e: Ecosystem,
    *,
    kinds: Collection[str] | None = None,
    weight: Literal["rows", "sent"] | None = None,
    delta: float | None = None,
    size_prior: tuple[float, float] = (2.0, 6.0),
    method: Method = "auto",
    seed: int = 0,
) -> CoreResult:
    """Find the core: the few organisations that are tied to one another and to many others.

    Each organisation gets the chance that it is in the core, given who is tied to whom; who is
    not in the core but tied is in its wider network. Whether there is a core at all is asked
    first: the same number of ties drawn at random should hardly ever look as much like one, its
    members must be tied to one another, and the others more to them than among themselves.

    Parameters
    ----------
    e
        The ecosystem. Needs organisations and referrals, relationships or memberships; uses
        stated_role, reported_by and status.
    kinds
        Which ties count: "referral", kinds of relationships, and "member of the same group" for
        each two that sit in a group together. None takes all but the last and "funds": to give
        money is not to plan together. Of referrals the latest period of each link counts.
    weight
        None: only whether two organisations are tied. "rows" or "sent": also how many rows tie
        them, or how many people were passed on between them.
    delta
        For Borgatti and Everett's division: the share of pairs of a core and a wider
        organisation that should be tied, 0 to 1; None leaves these pairs out.
    size_prior
        The share of organisations that is expected in the core before looking, as the two
        numbers of a beta distribution: (2, 6) expects 2 of every 8.
    method
        How chances are worked out: "exact" (every possible core, at most 20 organisations),
        "sampling" (at most 5,000), "propagation", or "auto": exact up to 20 organisations with
        ties, sampling up to 500, propagation above.
    seed
        For all that is drawn at random; any whole number from 0.

    Returns
    -------
    CoreResult
        `table`, a row an organisation: name; role (core, wider network, uncertain, not connected,
        no core found); p_core (chance to be in the core, 0 to 1; empty if not connected),
        p_core_low and p_core_high (the same if the core is as small or as large as in a tenth
        of the likely cases); is_boundary (the chance is between 0.2 and 0.8); move (could move
        in, could move out, or nothing); ties_total (organisations it is tied to); ties_to_core
        (core organisations it is tied to); is_tied_to_all (it is tied to every other organisation
        of the core, of which there are two or more); ties_to_core_needed (further ties to core
        organisations that would make the core more likely than not; empty if there are not so
        many); rank (1 is most surely core); in_borgatti_everett_core; reported (whether it
        reported its ties, so that the role rests on its own answer and not only on what others
        say; empty if the data do not say); stated_role; is_active; group (the id of
        the first of all that ties lead to from it; empty if not connected); has_ties_left_out
        (whether it has ties of kinds that do not count).

        `summary`: organisations (active ones), ties, core_size (those whose role is core),
        core_size_low and core_size_high (nine in ten likely sizes of the core lie between; a share
        of the uncertain belongs to it, so core_size itself may be less), is_core_found, finding
        (core; cores, in groups that no tie joins; or why none: no more than chance, one in the
        middle, not tied to itself, groups side by side, one or more, too few answered, too few
        tied), groups (how many there are that no known tie joins), evidence (how many times
        likelier the ties are with a core than at random; 20 or more is a core), p_value_random (how
        often random ties look as much like a core), p_value_degree (how often ties do in which
        everyone has as many as here), correlation (of Borgatti and Everett's division, -1 to 1),
        is_certified (no better division exists), density_core, density_between, density_wider
        (share of pairs that are tied), answered (known to have reported), not_reported (known not
        to have) and core_not_reported (of these in the core), pattern (experimental: hub, layered
        or none), method.

    Raises
    ------
    ValueError
        If an option is not one of its choices, or too many organisations are tied for `method`.

    Notes
    -----
    The core and the wider network are the core and the periphery of the literature. The model is
    a stochastic block model with two groups and densities p_core > p_between > p_wider, uniform
    in that order; the share in the core is Beta distributed (`size_prior`). `role` is core from a
    chance of 2/3, wider network to 1/3, uncertain between. There is a core if `evidence` is 20 or
    more, or `p_value_random` at most 0.05 and its likely sizes are all two or more.

    Cost: 2 to the power of the organisations (exact), organisations times 24 sweeps of 256
    chains (sampling), ties times about ten rounds (propagation); a million ties take a few seconds.

    Missing data: organisations with no ties are left out of the fit. If any row says who reported
    it, pairs of two organisations that did not report are not known: neither tied nor untied. If
    more than half did not report and no core is found, too few answered to tell. What they would
    answer adds ties and takes none away; which roles would stand whatever it is, is not known.

    References
    ----------
    Borgatti, S. P. and Everett, M. G. (2000). Models of core/periphery structures. Social
    Networks 21, 375-395. https://doi.org/10.1016/S0378-8733(99)00019-2

    Estévez, J. L. and Nordlund, C. (2025). Revising the Borgatti-Everett core-periphery model.
    Social Networks 81, 31-51. https://doi.org/10.1016/j.socnet.2024.11.002

    Gallagher, R. J., Young, J.-G. and Welles, B. F. (2021). A clarified typology of core-periphery
    structure in networks. Science Advances 7, eabc9800. https://doi.org/10.1126/sciadv.abc9800

    Zhang, X., Martin, T. and Newman, M. E. J. (2015). Identification of core-periphery structure
    in networks. Physical Review E 91, 032803. https://doi.org/10.1103/PhysRevE.91.032803

    Examples
    --------
    >>> import ecosystem as eco
    >>> core = eco.find_core(eco.read_sample("west-midlands"))
    >>> int(core.summary["core_size"])
    4
    """
    _check_options(kinds, delta, size_prior, method)
    running = find_positions(e).is_active
    ties = list_ties(e)
    taken, left_out, money = _choose_kinds(ties, kinds)

    # (organisations, organisations), in the order of the table: 1 where two running organisations
    # are tied; how often each tie was counted; who did not report.
    matrix = pair_up(ties[ties["kind"].isin(taken)], len(running))
    if kinds is not None:
        matrix = to_sparse(e, kinds=taken)
    counts = None if weight is None else to_sparse(e, kinds=taken, weight=weight)
    reported = list_reported(e, taken)

    tied, network = _take_tied(matrix, counts, reported)
    groups = list_groups(matrix)
    _refuse_too_large(choose_method(method, network.size), network.size)
    fit = fit_groups(
        network, groups[tied], delta=delta, size_prior=size_prior, method=method, seed=seed
    )
    fit = fit and fit.scatter(tied, len(running))

    table = make_table(
        e.organisations,
        matrix,
        fit,
        groups=groups,
        reported=reported,
        running=running,
        is_left_out=_mark_ends(left_out, len(running)),
    )
    summary = make_summary(table, matrix, fit)
    best = fit.best if fit else None
    sitting = len(list_sitting(e)) if len(e.memberships) else 0
    limits = list_limits(
        table, summary, best=best, weight=weight, money=money, kinds=taken, memberships=sitting
    )
    settings: dict[str, object] = {"kinds": taken, "weight": weight, "delta": delta}
    settings |= {"size_prior": tuple(map(float, size_prior)), "method": method, "seed": seed}
    return CoreResult(
        table=table,
        summary=summary,
        settings=settings | {"visibility": e.visibility},
        notes=(*limits, *_note_stopped(e, taken)),
        # Who sits where is told by lists of members: no organisation's answer would add to it.
        to_ask=ask_silent(table, running & (taken != [SAME_GROUP])),
    )


def _note_stopped(e: Ecosystem, taken: Sequence[str]) -> list[str]:
    """Return the note on how many organisations, and ties of the kinds taken, do not run."""
    referrals = e.referrals if REFERRAL in taken else e.referrals.iloc[:0]
    relationships = e.relationships[e.relationships["kind"].isin(taken)]
    return note_stopped(e, ties=[referrals, relationships])


def _take_tied(
    matrix: Matrix, counts: Matrix | None, reported: pd.Series
) -> tuple[Integers, Network]:
    """Return who has a tie, and the network of these.

    Who has none takes no part in the fit: such an organisation may move nobody.
    """
    # One of which it is not recorded whether it reported is not taken as silent.
    silent = ~reported.fillna(value=True).to_numpy(dtype=bool)
    tied = np.flatnonzero(np.diff(matrix.indptr))
    counts = None if counts is None else counts[tied][:, tied]
    return tied, make_network(matrix[tied][:, tied], silent=silent[tied], counts=counts)


def _choose_kinds(
    ties: pd.DataFrame, kinds: Collection[str] | None
) -> tuple[list[str], pd.DataFrame, int]:
    """Return the kinds of ties that count, in order, and the ties of other kinds.

    And how many of these are of funding, and were left out without being asked.
    """
    taken = sorted(set(ties["kind"]) - {MONEY} if kinds is None else set(kinds))
    left_out = ties[~ties["kind"].isin(taken)]
    return taken, left_out, int((left_out["kind"] == MONEY).sum()) if kinds is None else 0


def _mark_ends(ties: pd.DataFrame, size: int) -> Flags:
    """Tell which of `size` organisations have one of these ties."""
    is_end = np.zeros(size, dtype=bool)
    is_end[ties["source"]] = True
    is_end[ties["target"]] = True
    return is_end


def _check_options(
    kinds: Collection[str] | None,
    delta: float | None,
    size_prior: tuple[float, float],
    method: str,
) -> None:
    """Refuse options that are not among their choices; `weight` and `kinds` are checked later."""
    if isinstance(kinds, str):
        msg = f"kinds {kinds!r} is one text. Give a list of kinds, as [{kinds!r}]."
        raise ValueError(msg)  # noqa: TRY004 - every wrong option is a ValueError
    if delta is not None and not 0 <= delta <= 1:
        msg = (
            f"delta {delta!r} is not between 0 and 1. Give the share of pairs of a core and a "
            "wider organisation that should be tied, or None to leave these pairs out."
        )
        raise ValueError(msg)
    if len(size_prior) != 2 or not all(0 < number < np.inf for number in size_prior):
        msg = (
            f"size_prior {size_prior!r} is not two numbers above 0. Give (2, 6) to expect 2 of "
            "every 8 organisations in the core."
        )
        raise ValueError(msg)
    if method not in METHODS:
        raise wrong_choice(option="method", value=method, choices=METHODS)


def _refuse_too_large(method: Method, size: int) -> None:
    """Refuse a method that would take too long for so many organisations with ties."""
    most = _MOST_FOR_METHOD.get(method, size)
    if size > most:
        msg = (
            f"method {method!r} takes at most {most:,} organisations with ties; here are "
            f"{size:,}. Choose 'auto'."
        )
        raise ValueError(msg)
